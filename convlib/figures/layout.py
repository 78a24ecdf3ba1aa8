"""Where three maps stand on the page of a figure, with a header, a sum and a legend.

All lengths are whole pixels, so that an animation can move cells about.
"""

from dataclasses import dataclass, replace
from math import ceil

# A power of two, because matplotlib counts in inches: so whole pixels stay whole.
DPI = 128
POINTS = 72 / DPI  # in a pixel: matplotlib's unit for letters and lines

MARGIN = 16  # around the page
HEADER = 26  # height of the line that names the setting
HEADING = 24  # height of a map's name
INDEX = 20  # width or height of the row and column numbers along a map
GAP = 52  # between two maps, where the sign stands that joins them
TOP = MARGIN + HEADER + HEADING + INDEX  # above the first map
SLOT = 100  # width that even a 1×1 map has, because its name stands above it
LARGEST_CELL = 46  # unless the longest numbers need more
LARGEST_WIDTH = 960  # of the page: as wide as a notebook's outputs
LARGEST_MAPS = 560  # height of all maps, so that a figure fits on a projected page

LINE = 22  # height of a line of the sum
MOST_LINES = 5  # of the sum
CHARACTER = 9  # width of a letter of the sum or of code: they are all equally wide
CODE_SIZE = CHARACTER / 0.60205  # of the letters of DejaVu Sans Mono that are so wide
SUM_GAP = 35  # between the maps and the baseline of the sum's first line
# Holds in one line each the commonest legend, and a sum of nine products of digits.
SMALLEST_WIDTH = 724

SAMPLE = 16  # height of a sample in the legend, and the width of most
LEGEND_LINE = 30  # height of a line of the legend
ENTRY_GAP = 20  # between two entries of the legend


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
    """The page in pixels: its size, the sum's lines, the legend's places, the maps' boxes.

    `window` is there only where the image's cells are too small for numbers.
    """

    width: int
    height: int
    sum_top: int
    sum_lines: int
    legend: tuple
    image: Box
    kernel: Box
    feature_map: Box
    window: Box | None = None

    @property
    def characters(self):
        """How many characters fit into one line of the sum."""
        return _characters(self.width)


def lay_out(
    shapes, readable, legend, sum_bounds=(0, 0), header=HEADER, smallest_width=SMALLEST_WIDTH
):
    """Place three maps so that their common cell is largest.

    Parameters
    ----------
    shapes : sequence of (int, int)
        Rows and columns of the padded image, the kernel and the feature map.
    readable : int
        Pixels of the smallest cell in which an image value and a weight can be read.
    legend : sequence of int
        Pixels that each entry of the legend takes.
    sum_bounds : (int, int), optional
        Characters of the longest sum and of the longest term, at any position: so the page keeps
        its size when the kernel moves. Without a sum there is no line for it.
    header, smallest_width : int, optional
        Pixels above the maps, and of the page at least.

    Returns
    -------
    Layout
        The maps side by side; or the feature map below the kernel, or each map below the other,
        where that gives more room.
        Where cells are too small to be read, the kernel is magnified and has the window, as
        large, beside it, if there is room.
    """
    largest = max(LARGEST_CELL, readable)
    cells = range(largest, 0, -1)
    plain = (
        place(cell, shapes) for cell in cells for place in (_side_by_side, _stacked, _in_a_column)
    )
    boxes = next(filter(_fits, plain))
    if boxes[0].cell < readable:
        zooms = range(largest, readable - 1, -1)
        magnified = (_magnified(cell, zoom, shapes) for cell in cells for zoom in zooms)
        boxes = next(filter(_fits, magnified), boxes)
    boxes = [replace(box, y=box.y + header - HEADER) for box in boxes]
    width = max(_right(boxes) + MARGIN, smallest_width)
    lines = _count_lines(*sum_bounds, _characters(width))
    top = bottom_of(boxes) + SUM_GAP
    places, bottom = lay_out_legend(legend, width, top + lines * LINE)
    return Layout(width, bottom + MARGIN, top, lines, places, *boxes)


def lay_out_legend(widths, page_width, top):
    """Place a legend's entries side by side, in as few lines as hold them, about equally long.

    Parameters
    ----------
    widths : sequence of int
        Pixels of each entry.
    page_width, top : int
        Pixels of the page, and above the legend.

    Returns
    -------
    places : tuple of (int, int)
        (x, y) of each entry.
    bottom : int
        Where the last line ends.

    Examples
    --------
    >>> lay_out_legend([80, 80, 80, 80], 350, 0)
    (((16, 14), (116, 14), (16, 44), (116, 44)), 60)
    """
    room = page_width - 2 * MARGIN
    least = len(_entry_lines(widths, room))
    narrower = (_entry_lines(widths, pixels) for pixels in range(room + 1))
    lines = next(lines for lines in narrower if len(lines) == least)
    places = [
        (MARGIN + x, top + LEGEND_LINE * n - SAMPLE) for n, xs in enumerate(lines, 1) for x in xs
    ]
    return tuple(places), top + LEGEND_LINE * least


def _entry_lines(widths, room):
    """Lists of where each entry begins, a list for each line."""
    lines, x = [], room
    for width in widths:
        if x + width > room:
            lines.append([])
            x = 0
        lines[-1].append(x)
        x += width + ENTRY_GAP
    return lines


def _count_lines(sum_length, term_length, room):
    """Lines that the longest sum takes: where one breaks, it may stay empty by a term's length."""
    needed = ceil(sum_length / (room if sum_length <= room else max(room - term_length, 1)))
    return min(needed, MOST_LINES)


def _side_by_side(cell, shapes):
    tallest = max(rows for rows, _ in shapes) * cell
    boxes, x = [], MARGIN + INDEX
    for rows, cols in shapes:
        boxes.append(Box(x, TOP + (tallest - rows * cell) // 2, cell, rows, cols))
        x = _after(boxes[-1])
    return boxes


def _stacked(cell, shapes):
    image = Box(MARGIN + INDEX, TOP, cell, *shapes[0])
    kernel = Box(_after(image), TOP, cell, *shapes[1])
    return [image, kernel, Box(kernel.x, below(kernel), cell, *shapes[2])]


def _in_a_column(cell, shapes):
    boxes, y = [], TOP
    for shape in shapes:
        boxes.append(Box(MARGIN + GAP, y, cell, *shape))
        y = below(boxes[-1])
    return boxes


def _magnified(cell, zoom, shapes):
    image = Box(MARGIN + INDEX, TOP, cell, *shapes[0])
    window = Box(_after(image), TOP, zoom, *shapes[1])
    kernel = Box(_after(window), TOP, zoom, *shapes[1])
    return [image, kernel, Box(window.x, below(window), cell, *shapes[2]), window]


def _after(box):
    return box.x + max(box.width, SLOT) + GAP


def below(box):
    """Return where a map below another begins."""
    return box.y + box.height + HEADING + INDEX + MARGIN


def _fits(boxes):
    return _right(boxes) <= LARGEST_WIDTH - MARGIN and bottom_of(boxes) <= TOP + LARGEST_MAPS


def _right(boxes):
    return max(box.x + max(box.width, SLOT) for box in boxes)


def bottom_of(boxes):
    """Return where the lowest of some maps ends."""
    return max(box.y + box.height for box in boxes)


def _characters(width):
    return (width - 2 * MARGIN) // CHARACTER
