"""Where the three maps of a picture stand. Whole pixels only, so that cells can be moved about."""

from dataclasses import dataclass

__all__ = ["Box", "Layout", "lay_out"]

MARGIN = 16
HEADER = 26  # the line that names the setting
HEADING = 24  # a map's name
INDEX = 20  # row and column numbers along a map
GAP = 52  # between maps, with the sign that joins them
LINE = 22  # of the caption
LEGEND = 30
TOP = MARGIN + HEADER + HEADING + INDEX
SLOT = 100  # a 1×1 map still has its name above it
SMALLEST_WIDTH = 680  # the legend in one line
LARGEST_WIDTH, LARGEST_MAPS = 960, 560
LARGEST_CELL = 46
MOST_LINES = 4
BREAK = 10  # characters that a line of the caption loses where it ends at a whole term
CAPTION = 14  # pixels of the caption's letters, in a font where all are equally wide
CHARACTER = 0.602 * CAPTION


@dataclass(frozen=True)
class Box:
    """A map on the page: its corner and the size of its cells in pixels, from the top left."""

    x: int
    y: int
    cell: int
    rows: int
    cols: int

    @property
    def width(self):
        """Pixels."""
        return self.cell * self.cols

    @property
    def height(self):
        """Pixels."""
        return self.cell * self.rows


@dataclass(frozen=True)
class Layout:
    """The page in pixels: its size, the maps' boxes, and the caption's lines."""

    width: int
    height: int
    image: Box
    kernel: Box
    feature_map: Box
    caption_top: int
    caption_lines: int

    @property
    def characters(self):
        """How many characters fit into one line of the caption."""
        return _characters(self.width)


def lay_out(shapes, caption_length):
    """Place three maps so that their common cell is largest.

    Parameters
    ----------
    shapes : sequence of (int, int)
        Rows and columns of the padded image, the kernel and the feature map.
    caption_length : int
        Characters of the longest sum, so that the page keeps its size at every position.

    Returns
    -------
    Layout
        The maps side by side, or the feature map below the kernel where that gives more room.
    """
    boxes = next(
        boxes
        for cell in range(LARGEST_CELL, 0, -1)
        for boxes in (_side_by_side(cell, shapes), _stacked(cell, shapes))
        if _right(boxes) <= LARGEST_WIDTH - MARGIN and _bottom(boxes) <= TOP + LARGEST_MAPS
    )
    width = max(_right(boxes) + MARGIN, SMALLEST_WIDTH)
    lines = min(-(-caption_length // (_characters(width) - BREAK)), MOST_LINES)
    top = _bottom(boxes) + 30
    return Layout(width, top + lines * LINE + LEGEND + MARGIN, *boxes, top, lines)


def _side_by_side(cell, shapes):
    tallest = max(rows for rows, _ in shapes) * cell
    boxes, x = [], MARGIN + INDEX
    for rows, cols in shapes:
        box = Box(x, TOP + (tallest - rows * cell) // 2, cell, rows, cols)
        boxes.append(box)
        x += max(box.width, SLOT) + GAP
    return boxes


def _stacked(cell, shapes):
    image = Box(MARGIN + INDEX, TOP, cell, *shapes[0])
    x = image.x + max(image.width, SLOT) + GAP
    kernel = Box(x, TOP, cell, *shapes[1])
    feature_map = Box(x, kernel.y + kernel.height + HEADING + INDEX + MARGIN, cell, *shapes[2])
    return [image, kernel, feature_map]


def _right(boxes):
    return max(box.x + max(box.width, SLOT) for box in boxes)


def _bottom(boxes):
    return max(box.y + box.height for box in boxes)


def _characters(width):
    return int((width - 2 * MARGIN) / CHARACTER)
