"""The four loops of a convolution beside the cells that they are at."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from ..arguments import Position, as_position
from ..scene import Scene
from ..words import equals_text, factor_text, number_text
from .canvas import Figure, Page, plain_settings
from .cells import number_size, widest_number
from .colours import VALUE_HUES, tints
from .layout import CHARACTER, LINE, MARGIN
from .legend import draw_legend
from .limits import drawable_scene
from .marks import OUTLINE
from .sliding import SlidingMaps, lay_out_scene, marked_in

INNERMOST = "feature_map[row, col] += image[row + i, col + j] * kernel[i, j]"
INDENT = 4  # characters of each loop
VALUES = 36  # characters before the values of the loop variables
FRAME = 8  # pixels between the innermost line and its frame
BASELINE = 16  # pixels from the top of a line
HEADER = 7 * LINE + 4 * FRAME  # four loops, and three lines in the frame
WIDTH = 2 * MARGIN + FRAME + (4 * INDENT + len(INNERMOST)) * CHARACTER


@plain_settings()
def draw_loops(
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    position: Position = (0, 0),
    tap: Position = (0, 0),
) -> Figure:
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
    return LoopsPicture(scene, position, tap).page.figure


class LoopsPicture:
    """The figure of one pass of the innermost loop: the code, and below it the maps.

    Parameters
    ----------
    scene : Scene
        Of stride 1, without padding or dilation.
    position, tap : (int, int)
        The values of the loop variables.
    """

    def __init__(self, scene: Scene, position: Position, tap: Position):
        self.scene, self.position, self.tap = scene, position, tap
        self.number = int(np.ravel_multi_index(tap, scene.kernel.shape))  # taps before this one
        self.now = scene.taps(position)[self.number]
        self.sums = _sums(scene)
        legend = marked_in(scene.geometry)
        legend.insert(1, "current tap")
        layout = lay_out_scene(scene, legend, header=HEADER, smallest_width=WIDTH)
        self.page = Page(layout.width, layout.height)
        self.maps = SlidingMaps(scene, self.page, layout)
        draw_legend(self.page, legend, layout.legend)
        self._mark()
        self._write_sums()
        self._write_loops()
        self._write_innermost()

    # The cells

    def _mark(self):
        """Mark the window, and frame the image cell and the weight that are multiplied."""
        self.maps.mark(self.position)
        list(self.maps.write_window(self.position))
        self._frame(self.maps.image, (self.now.row, self.now.col))
        self._frame(self.maps.kernel, self.tap)
        if self.maps.window:
            self._frame(self.maps.window, self.tap)

    def _frame(self, cells, cell):
        cells.outline(cell, (1, 1), 4, color="black", zorder=OUTLINE + 1)

    def _write_sums(self):
        """Fill the feature map in as far as the loops have come; only finished cells are tinted."""
        cells = self.maps.feature_map
        before = list(np.ndindex(cells.size))[: np.ravel_multi_index(self.position, cells.size)]
        is_last_tap = self.number == self.scene.kernel.size - 1
        finished = len(before) + 1 if is_last_tap else len(before)
        colours = tints(self.sums[..., -1], VALUE_HUES)
        colours.reshape(-1, 3)[finished:] = 255
        cells.background.set_data(colours)
        size = number_size(cells.box.cell, widest_number(self.sums))
        if size:
            for cell in before:
                cells.write_number(*cell, self.sums[cell][-1], size)
            cells.write_number(*self.position, self.sums[self.position][self.number], size)

    # The code

    def _write_loops(self):
        """Write the four loops, and the value of each variable beside its loop."""
        sizes = self.scene.geometry.output_size + self.scene.geometry.kernel_size
        variables = zip(("row", "col", "i", "j"), sizes, self.position + self.tap, strict=True)
        for depth, (name, size, value) in enumerate(variables):
            y = MARGIN + BASELINE + depth * LINE
            x = MARGIN + INDENT * depth * CHARACTER
            self.page.write_code(x, y, f"for {name} in range({size}):", gid="code")
            x = MARGIN + VALUES * CHARACTER
            self.page.write_code(x, y, f"{name:3} = {value}", weight="bold", gid="variable")

    def _write_innermost(self):
        """Write the innermost line: as it is, with its cells, and with its numbers; frame it."""
        x, y = MARGIN + 4 * INDENT * CHARACTER, MARGIN + 4 * LINE + 2 * FRAME
        size = (3 * LINE + 2 * FRAME, len(INNERMOST) * CHARACTER + 2 * FRAME)
        self.page.outline((y - FRAME, x - FRAME), size, 3, color="black")
        self.page.write(x - 2 * FRAME, y + LINE / 2, "▶", 20, ha="right")
        y += BASELINE
        self.page.write_code(x, y, INNERMOST, gid="code")
        self.page.write_code(x, y + LINE, self._cells_text(), gid="cells")
        self.page.write_code(x, y + 2 * LINE, self._sum_text(), weight="bold", gid="sum")

    def _cells_text(self):
        """Return the innermost line with the cells that its indices name, each below its index."""
        result = f"feature_map{_indices(self.position)}"
        cell = f"image[{self.now.row}, {self.now.col}]"
        return f"{result:21} += {cell:23} * kernel{_indices(self.tap)}"

    def _sum_text(self):
        """Write out what the innermost line adds to what."""
        _, _, value, weight = self.now
        sums = np.append(self.sums.dtype.type(0), self.sums[self.position])
        before, after = sums[self.number : self.number + 2]
        return (
            f"feature_map{_indices(self.position)}: {number_text(before)} + "
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
