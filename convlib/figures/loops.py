"""The four loops of a convolution beside the cells that they are at."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..arguments import as_position
from ..words import equals_text, factor_text, number_text
from .canvas import write, write_code
from .cells import longest_number, number_size
from .colours import VALUE_HUES, tints
from .layout import CHARACTER, LINE, MARGIN, lay_out
from .legend import legend_widths
from .limits import drawable_scene
from .marks import OUTLINE, outline
from .picture import Picture

INNERMOST = "feature_map[row, col] += image[row + i, col + j] * kernel[i, j]"
INDENT = 4  # characters of each loop
VALUES = 36  # characters before the values of the loop variables
FRAME = 8  # pixels between the innermost line and its frame
BASELINE = 16  # pixels from the top of a line
HEADER = 7 * LINE + 4 * FRAME  # four loops, and three lines in the frame
WIDTH = 2 * MARGIN + FRAME + (4 * INDENT + len(INNERMOST)) * CHARACTER


def draw_loops(image, kernel, *, position=(0, 0), tap=(0, 0)):
    """Draw one pass of the innermost loop: the code, its variables, and the cells it is at.

    Parameters
    ----------
    image : array_like of real numbers, shape (H, W)
        At most 32×32 cells.
    kernel : array_like of real numbers, shape (kH, kW)
    position : (int, int), optional
        ``row, col``: the cell of the feature map.
    tap : (int, int), optional
        ``i, j``: the cell of the kernel.

    Returns
    -------
    matplotlib.figure.Figure
        The code with the value of every loop variable, the innermost line framed and its numbers
        filled in; below it the axes of `draw_receptive_field`. The feature map shows what is
        finished and, in a double border, the sum so far. All steps of one image and kernel give
        figures of the same size.

    Raises
    ------
    ValueError, TypeError
        If the position lies outside the feature map or the tap outside the kernel, or if
        `draw_receptive_field` refuses the image or the kernel.

    See Also
    --------
    convlib.conv2d_loops : the same loops, with stride, padding and dilation.

    Examples
    --------
    >>> figure = draw_loops([[1, 2, 3], [4, 5, 6]], [[1, -1]], position=(1, 0), tap=(0, 1))
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_gid() == "sum"]
    ['feature_map[1, 0]: 4 + 5·(−1) = −1']
    """
    scene = drawable_scene(image, kernel)
    position = as_position(position, scene.geometry.output_size, "position", "feature map")
    tap = as_position(tap, scene.geometry.kernel_size, "tap", "kernel")
    picture = LoopsPicture(scene)
    picture.step(position, tap)
    return picture.figure


class LoopsPicture(Picture):
    """A picture with the loops above it, of one pass of the innermost.

    Parameters
    ----------
    scene : Scene
        Of stride 1, without padding or dilation.
    """

    def __init__(self, scene):
        self.sums = _sums(scene)
        super().__init__(scene)

    def _lay_out(self):
        legend = legend_widths(self.legend())
        return lay_out(*self._room(), legend, header=HEADER, smallest_width=WIDTH)

    def legend(self):
        """Names of what the legend shows."""
        names = super().legend()
        return [*names[:1], "current tap", *names[1:]]

    def _write_results(self):
        """Nothing stays still: `step` writes the code, and the sums so far."""

    def step(self, position, tap):
        """Write the code and mark the cells of one pass; once for each picture."""
        self.mark(position)
        list(self.write_window(position))
        self._mark_tap(position, tap)
        self._write_sums(position, tap)
        self._write_loops(position, tap)
        self._write_innermost(position, tap)

    def _number_of(self, tap):
        """How many taps of a position come before one."""
        return np.ravel_multi_index(tap, self.scene.kernel.shape)

    def _tap_of(self, position, tap):
        """(row, col, value, weight) of one tap."""
        return self.scene.taps(position)[self._number_of(tap)]

    def _mark_tap(self, position, tap):
        """Frame the image cell and the weight that are multiplied."""
        frames = [(self.image, self._tap_of(position, tap)), (self.kernel, tap)]
        for cells, cell in frames + [(self.window, tap)] * bool(self.window):
            outline(cells.axes, cell[:2], (1, 1), 4, color="black", zorder=OUTLINE + 1)

    def _write_sums(self, position, tap):
        """Fill the feature map in as far as the loops have come; only finished cells are tinted."""
        cells, sums, number = self.feature_map, self.sums, self._number_of(tap)
        before = list(np.ndindex(cells.size))[: np.ravel_multi_index(position, cells.size)]
        finished = len(before) + (number == self.scene.kernel.size - 1)
        colours = tints(sums[..., -1], VALUE_HUES)
        colours.reshape(-1, 3)[finished:] = 255
        cells.fill.set_data(colours)
        size = number_size(cells.box.cell, longest_number(sums))
        if size:
            for cell in before:
                cells.write_number(*cell, sums[cell][-1], size)
            cells.write_number(*position, sums[position][number], size)

    def _write_loops(self, position, tap):
        """Write the four loops, and the value of each variable beside its loop."""
        sizes = self.scene.geometry.output_size + self.scene.geometry.kernel_size
        variables = zip(("row", "col", "i", "j"), sizes, (*position, *tap), strict=True)
        for depth, (name, size, value) in enumerate(variables):
            y = MARGIN + BASELINE + depth * LINE
            x = MARGIN + INDENT * depth * CHARACTER
            write_code(self.page, x, y, f"for {name} in range({size}):", gid="code")
            x = MARGIN + VALUES * CHARACTER
            write_code(self.page, x, y, f"{name:3} = {value}", weight="bold", gid="variable")

    def _write_innermost(self, position, tap):
        """Write the innermost line: as it is, with its cells, and with its numbers; frame it."""
        x, y = MARGIN + 4 * INDENT * CHARACTER, MARGIN + 4 * LINE + 2 * FRAME
        size = (3 * LINE + 2 * FRAME, len(INNERMOST) * CHARACTER + 2 * FRAME)
        outline(self.page, (y - FRAME, x - FRAME), size, 3, color="black")
        write(self.page, x - 2 * FRAME, y + LINE / 2, "▶", 20, ha="right")
        y += BASELINE
        write_code(self.page, x, y, INNERMOST, gid="code")
        write_code(self.page, x, y + LINE, self._cells_text(position, tap), gid="cells")
        sum_text = self._sum_text(position, tap)
        write_code(self.page, x, y + 2 * LINE, sum_text, weight="bold", gid="sum")

    def _cells_text(self, position, tap):
        """Return the innermost line with the cells that its indices name, each below its index."""
        row, col, *_ = self._tap_of(position, tap)
        result, cell = f"feature_map{_indices(position)}", f"image[{row}, {col}]"
        return f"{result:21} += {cell:23} * kernel{_indices(tap)}"

    def _sum_text(self, position, tap):
        """Write out what the innermost line adds to what."""
        *_, value, weight = self._tap_of(position, tap)
        number = self._number_of(tap)
        before, after = np.append(self.sums.dtype.type(0), self.sums[position])[number : number + 2]
        return (
            f"feature_map{_indices(position)}: {number_text(before)} + "
            f"{factor_text(value)}·{factor_text(weight)} "
            f"{equals_text(after, before, value, weight)}"
        )


def _indices(place):
    return f"[{place[0]}, {place[1]}]"


def _sums(scene):
    """Sum of every cell of the feature map after each tap, shape (oH, oW, taps)."""
    dtype = scene.feature_map.dtype
    windows = sliding_window_view(scene.image.astype(dtype), scene.kernel.shape)
    with np.errstate(invalid="ignore", over="ignore"):
        products = windows * scene.kernel.astype(dtype)
        return products.reshape(*scene.feature_map.shape, -1).cumsum(axis=-1, dtype=dtype)
