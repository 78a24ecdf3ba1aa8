"""What stands where in a figure of maps, read off its artists."""

from itertools import combinations

from matplotlib.patches import Rectangle


def axes(figure, label):
    """Axes of a map, or the page's."""
    return next(axes for axes in figure.axes if axes.get_label() == label)


def cells(axes):
    """Text by (row, col) of the cell it stands in."""
    texts = {}
    for text in axes.texts:
        col, row = text.get_position()
        texts.setdefault((round(row), round(col)), []).append(text.get_text())
    return texts


def values(axes):
    """First text of each cell as a number, by (row, col)."""
    return {place: float(texts[0].replace("−", "-")) for place, texts in cells(axes).items()}


def outlines(axes, width):
    """(row, col, rows, cols) of outlines of a width in pixels."""
    return [
        (patch.get_y() + 0.5, patch.get_x() + 0.5, patch.get_height(), patch.get_width())
        for patch in axes.patches
        if isinstance(patch, Rectangle) and round(patch.get_linewidth() * 128 / 72) == width
    ]


def page_texts(figure):
    """Texts of the page: names of maps, row and column numbers, sum, legend."""
    return [text.get_text() for text in axes(figure, "page").texts]


def extent(text):
    """Pixels of a text."""
    return text.get_window_extent(text.get_figure().canvas.get_renderer())


def too_wide(axes):
    """Texts that reach out of the cell they stand in, to the left or right."""
    found = []
    for text in axes.texts:
        col, row = (round(place) for place in text.get_position())
        left, right = axes.transData.transform([(col - 0.5, row), (col + 0.5, row)])[:, 0]
        if not left <= extent(text).x0 <= extent(text).x1 <= right:
            found.append(text)
    return found


def off_the_page(figure):
    """Texts of the page that do not lie wholly on it."""
    boxes = [(text, extent(text)) for text in axes(figure, "page").texts]
    width, height = figure.bbox.size
    return [
        text
        for text, box in boxes
        if not (0 <= box.x0 <= box.x1 <= width and 0 <= box.y0 <= box.y1 <= height)
    ]


def overlapping(figure):
    """Pairs of the page's texts of which one lies upon the other."""
    boxes = [(text, extent(text).padded(-2)) for text in axes(figure, "page").texts]
    return [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if one.overlaps(other)]
