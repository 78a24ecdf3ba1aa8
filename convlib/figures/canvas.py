"""The page of a figure, axes on it that count cells, and letters on them."""

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from .layout import CODE_SIZE, DPI, POINTS, Box
from .marks import Marks

FONT = "DejaVu Sans"  # matplotlib brings it along, so pictures are the same on every machine


class Canvas(Marks):
    """Axes of a figure that count cells, rows downwards, to be marked and written on.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    label : str
        Of the axes.
    box : Box
        Its place on the figure, in pixels.
    corner : (int, int), optional
        Row and column of the cell at its top left.
    """

    def __init__(self, figure, label, box, corner=(0, 0)):
        self.figure, self.box, self.corner = figure, box, corner
        self.pixel = 1 / box.cell
        width, height = figure.get_size_inches() * DPI
        top, left = corner[0] - 0.5, corner[1] - 0.5
        self.axes = figure.add_axes(
            (
                box.x / width,
                1 - (box.y + box.height) / height,
                box.width / width,
                box.height / height,
            ),
            label=label,
            xlim=(left, left + box.cols),
            ylim=(top + box.rows, top),
        )
        self.axes.set_axis_off()

    def write(self, x, y, text, size, **style):
        """Put text at column x and row y; its size is in pixels."""
        fixed = {"family": FONT, "color": "black", "va": "center_baseline"}
        return self.axes.text(x, y, text, fontsize=size * POINTS, **(fixed | style))


class Page(Canvas):
    """An empty figure, as axes whose cells are its pixels, counted from the top left.

    Parameters
    ----------
    width, height : int
        Pixels.
    """

    def __init__(self, width, height):
        figure = Figure(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
        FigureCanvasAgg(figure)
        super().__init__(figure, "page", Box(0, 0, 1, height, width))

    def write_code(self, x, y, text, **style):
        """Put a line of equally wide letters on whole pixels, its baseline at y."""
        fixed = {"family": f"{FONT} Mono", "va": "baseline"}
        return self.write(x - 0.5, y - 0.5, text, CODE_SIZE, **(fixed | style))
