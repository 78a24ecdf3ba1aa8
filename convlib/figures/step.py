"""One step of a convolution, as a still picture."""

from collections.abc import Mapping
from textwrap import wrap

from numpy.typing import ArrayLike

from ..arguments import PaddingLike, PairLike, Position
from ..scene import Scene
from ..words import setting_text, sum_bounds, sum_text
from .canvas import Figure, Page, plain_settings
from .layout import LINE, MARGIN
from .legend import draw_legend
from .limits import drawable_scene
from .sliding import SlidingMaps, lay_out_scene, marked_in

HEADER_SIZE = 14  # pixels


@plain_settings()
def draw_receptive_field(
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    position: Position = (0, 0),
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    padding_mode: str = "zeros",
    flip_kernel: bool = False,
) -> Figure:
    """Draw one step: the window on the image, the kernel, the feature map, the sum written out.

    Parameters
    ----------
    image : array_like of real numbers, shape (H, W)
        At most 32×32 cells.
    kernel : array_like of real numbers, shape (kH, kW)
        Each weight has a tint; image cells met by a tap wear the tint of their weight.
    position : (int, int), optional
        Row and column in the feature map.
    stride, padding, dilation, padding_mode, flip_kernel : optional
        As in `conv2d`.

    Returns
    -------
    matplotlib.figure.Figure
        Its axes are "page", "image", "kernel", "feature map" and, where the image's cells are
        too small for numbers, "window", which magnifies it. A map's axes count cells: what
        belongs to cell (row, col) is drawn at x = col, y = row; padding has negative rows and
        columns, or such past the image's end. Pyplot knows nothing of the figure. All positions
        of one setting give figures of the same size.

    Raises
    ------
    ValueError, TypeError
        If the position lies outside the feature map, the image is too large for a picture of
        cells, or `conv2d` refuses the arguments.

    Notes
    -----
    Numbers are left out where cells are too small for them. The sum has them all, or, where it
    would take more than five lines, its first and last terms.

    Examples
    --------
    >>> figure = draw_receptive_field([[1, 2, 3], [4, 5, 6]], [[1, -1]], position=(1, 0))
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_gid() == "sum"]
    ['feature map (1, 0): 4·1 + 5·(−1) = −1']
    """
    scene = drawable_scene(
        image,
        kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        padding_mode=padding_mode,
        flip_kernel=flip_kernel,
    )
    picture = Picture(scene)
    picture.move(position)
    return picture.page.figure


class Picture:
    """The figure of a scene: what stays still is drawn at once, what moves by `move`.

    Parameters
    ----------
    scene : Scene
    header : str, optional
        What stands above all maps, where it is not the setting.
    names : mapping of str to str, optional
        As for `SlidingMaps`.
    """

    def __init__(self, scene: Scene, header: str = "", names: Mapping[str, str] | None = None):
        self.scene = scene
        legend = marked_in(scene.geometry)
        self.layout = lay_out_scene(scene, legend, sum_bounds=sum_bounds(scene))
        self.page = Page(self.layout.width, self.layout.height)
        self.page.write(MARGIN, MARGIN + 4, header or setting_text(scene), HEADER_SIZE)
        self.maps = SlidingMaps(scene, self.page, self.layout, names)
        self.maps.feature_map.write_numbers()
        draw_legend(self.page, legend, self.layout.legend)
        self.moving = []

    def move(self, position):
        """Mark a position's window and its cell of the feature map, and write its sum out."""
        for artist in self.moving:
            artist.remove()
        self.moving = [
            *self.maps.mark(position),
            *self.maps.write_window(position),
            *self.write_sum(position),
        ]

    def write_sum(self, position):
        """Write the sum below the maps."""
        return [self.write_line(*line) for line in enumerate(self.sum_lines(position))]

    def write_line(self, number, text):
        """Write one line of the sum, letters on whole pixels."""
        y = self.layout.sum_top + number * LINE
        return self.page.write_code(MARGIN, y, text, gid="sum")

    def sum_lines(self, position):
        """Break the written-out sum into as many lines as the layout keeps for it, at most."""
        room, most = self.layout.characters, self.layout.sum_lines
        # Broken lines hold less than unbroken ones: leave terms out until few enough are needed.
        for characters in range(room * most, 0, -room // 4):
            lines = _broken(self._sum(position, characters), room)
            if len(lines) <= most:
                break
        return lines

    def _sum(self, position, characters):
        """Write the sum out; after a short position there is room, so that no term moves aside."""
        sizes = zip(self.scene.feature_map.shape, position, strict=True)
        room = sum(len(str(size - 1)) - len(str(place)) for size, place in sizes)
        text = sum_text(self.scene, position, characters - room)
        return text.replace(": ", ": " + room * "\xa0", 1)


def _broken(text, room):
    """Lines of a sum, broken only before a plus, which then leads the line."""
    for sign, kept in ((" = ", "\xa0=\xa0"), (" ≈ ", "\xa0≈\xa0"), (" + ", " +\xa0")):
        text = text.replace(sign, kept)
    return [line.replace("\xa0", " ") for line in wrap(text, room, break_long_words=False)]
