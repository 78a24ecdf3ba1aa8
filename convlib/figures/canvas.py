"""The page of a figure, axes on it that count cells, and letters on them."""

from matplotlib import figure, style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from .fonts import FONT
from .layout import CODE_SIZE, DPI, POINTS, Box
from .marks import Marks
from .pixels import figure_png


def plain_settings():
    """Context, or decorator, in which matplotlib's own settings hold, whatever a reader has set.

    Artists read the settings when they are made, letters and lines again when they are drawn.
    """
    return style.context("default")


def text_width(text, size, **font):
    """Pixels that a line of text is wide; its size is in pixels, too."""
    prop = FontProperties(**({"family": FONT} | font), size=size)
    return text_to_path.get_text_width_height_descent(text, prop, ismath=False)[0]


class Figure(figure.Figure):
    """A figure that shows itself in a notebook, and looks the same in all of matplotlib's settings.

    Pyplot knows nothing of it, so that no backend shows it a second time.

    Parameters
    ----------
    width, height : int
        Pixels.
    """

    def __init__(self, width, height):
        with plain_settings():
            super().__init__(figsize=(width / DPI, height / DPI), dpi=DPI, facecolor="white")
        FigureCanvasAgg(self)

    def __setstate__(self, state):
        """Restore a pickled figure, with the canvas that pickling leaves behind."""
        super().__setstate__(state)
        FigureCanvasAgg(self)

    def draw(self, renderer):
        """Draw the figure in matplotlib's own settings."""
        with plain_settings():
            super().draw(renderer)

    def _ipython_display_(self):
        """Show the picture at the end of a cell; IPython asks this before the inline backend."""
        from IPython.display import display  # slow to load, and needed in notebooks only

        display({"image/png": figure_png(self), "text/plain": repr(self)}, raw=True)


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
        """Put text at column x and row y, letter by letter as it is; its size is in pixels."""
        fixed = {
            "family": FONT,
            "color": "black",
            "va": "center_baseline",
            "parse_math": False,  # a dollar is a dollar
        }
        return self.axes.text(x, y, text, fontsize=size * POINTS, **(fixed | style))


class Page(Canvas):
    """An empty figure, as axes whose cells are its pixels, counted from the top left.

    Parameters
    ----------
    width, height : int
        Pixels.
    """

    def __init__(self, width, height):
        super().__init__(Figure(width, height), "page", Box(0, 0, 1, height, width))

    def write_code(self, x, y, text, **style):
        """Put a line of equally wide letters on whole pixels, its baseline at y."""
        fixed = {"family": f"{FONT} Mono", "va": "baseline"}
        return self.write(x - 0.5, y - 0.5, text, CODE_SIZE, **(fixed | style))
