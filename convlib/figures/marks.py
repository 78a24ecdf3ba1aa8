"""What marks cells: a fill, an outline, a hatch, a corner, a double border."""

from matplotlib.patches import Polygon, Rectangle

from .canvas import POINTS
from .colours import BLUE

FILL, TAP, NUMBER, OUTLINE = range(4)  # what lies above what
DASHES = {"color": "black", "alpha": 0.4, "linestyle": (0, (3, 3))}


def fill(axes, corner, size, colours, zorder=FILL):
    """Colour size (rows, cols) cells from a corner (row, col)."""
    (row, col), (rows, cols) = corner, size
    extent = (col - 0.5, col - 0.5 + cols, row - 0.5 + rows, row - 0.5)
    style = {"aspect": "auto", "interpolation": "nearest", "zorder": zorder}
    return axes.imshow(colours, extent=extent, **style)


def outline(axes, corner, size, width, inset=0, color=BLUE, zorder=OUTLINE, **style):
    """Outline size (rows, cols) cells from a corner (row, col), `inset` cells further in."""
    (row, col), (rows, cols) = corner, size
    patch = Rectangle(
        (col - 0.5 + inset, row - 0.5 + inset),
        cols - 2 * inset,
        rows - 2 * inset,
        fill=False,
        edgecolor=color,
        linewidth=width * POINTS,
        joinstyle="miter",
        clip_on=False,
        zorder=zorder,
        **style,
    )
    return axes.add_patch(patch)


def hatch(axes, corner, size):
    """Hatch size (rows, cols) cells from a corner (row, col)."""
    (row, col), (rows, cols) = corner, size
    style = {"hatch": "///", "alpha": 0.2, "linewidth": 0, "zorder": TAP}
    return axes.add_patch(Rectangle((col - 0.5, row - 0.5), cols, rows, fill=False, **style))


def fill_corner(axes, corner, leg, size=(1, 1)):
    """Fill the bottom right corner of size (rows, cols) cells from a corner (row, col).

    `leg` is how far the triangle reaches along the two sides, in cells.
    """
    bottom, right = corner[0] + size[0] - 0.5, corner[1] + size[1] - 0.5
    points = [(right, bottom - leg), (right, bottom), (right - leg, bottom)]
    style = {"facecolor": "black", "alpha": 0.6, "linewidth": 0, "zorder": TAP}
    return axes.add_patch(Polygon(points, **style))


def double_border(axes, corner, size, pixel):
    """Thick line just outside, thin line just inside; `pixel` is one in the axes' cells."""
    return [
        outline(axes, corner, size, 3, -2 * pixel),
        outline(axes, corner, size, 1, 2 * pixel),
    ]
