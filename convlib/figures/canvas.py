"""A page, the axes on it, and the letters on them."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from .layout import CAPTION, Box

DPI = 128  # a power of two: whole pixels survive the way through inches
POINTS = 72 / DPI  # of one pixel
FONT = "DejaVu Sans"  # matplotlib brings it along: pictures are the same on every machine


def new_page(width, height):
    """Return an empty figure and its axes "page", whose cells are pixels from the top left."""
    figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure, add_axes(figure, "page", Box(0, 0, 1, height, width))


def add_axes(figure, label, box, corner=(0, 0)):
    """Axes that count a box's cells from the corner cell (row, col), rows downwards."""
    across, down = figure.get_size_inches() * DPI
    top, left = corner[0] - 0.5, corner[1] - 0.5
    axes = figure.add_axes(
        (
            box.x / across,
            1 - (box.y + box.height) / down,
            box.width / across,
            box.height / down,
        ),
        label=label,
        xlim=(left, left + box.cols),
        ylim=(top + box.rows, top),
    )
    axes.set_axis_off()
    return axes


def write(axes, x, y, text, size, **style):
    """Put text at (x, y), in cells, of an axes; size in pixels."""
    fixed = {"family": FONT, "color": "black", "va": "center_baseline"}
    return axes.text(x, y, text, fontsize=size * POINTS, **(fixed | style))


def write_code(page, x, y, text, **style):
    """Put a line of equally wide letters on the page, its baseline at y, on whole pixels."""
    fixed = {"family": FONT + " Mono", "va": "baseline"}
    return write(page, x - 0.5, y - 0.5, text, CAPTION, **(fixed | style))
