"""What marks cells: tints, outlines, hatching, filled corners, double borders."""

from matplotlib.patches import Polygon, Rectangle

from .colours import BLUE
from .layout import POINTS

FILL, TAP, NUMBER, OUTLINE = range(4)  # zorder: each lies above the one before
DASHES = {"color": "black", "alpha": 0.4, "linestyle": (0, (3, 3))}  # of padding


class Marks:
    """Mixin for what has `axes` that count cells: marks on some cells, from a corner (row, col).

    A size is (rows, cols) of cells, a width is in pixels. Each method returns the artists, so that
    they can be removed again.
    """

    axes = None
    pixel = 1  # in cells

    def fill(self, corner, size, colours, zorder=FILL):
        """Colour cells: an array of RGB or RGBA, stretched over all of them."""
        (row, col), (rows, cols) = corner, size
        extent = (col - 0.5, col - 0.5 + cols, row - 0.5 + rows, row - 0.5)
        style = {"aspect": "auto", "interpolation": "nearest", "zorder": zorder}
        return self.axes.imshow(colours, extent=extent, **style)

    def outline(self, corner, size, width, inset=0, color=BLUE, zorder=OUTLINE, **style):
        """Outline cells, `inset` pixels further in."""
        (row, col), (rows, cols) = corner, size
        inset = inset * self.pixel
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
        return self.axes.add_patch(patch)

    def hatch(self, corner, size):
        """Hatch cells."""
        (row, col), (rows, cols) = corner, size
        style = {"hatch": "///", "alpha": 0.2, "linewidth": 0, "zorder": TAP}
        patch = Rectangle((col - 0.5, row - 0.5), cols, rows, fill=False, **style)
        return self.axes.add_patch(patch)

    def fill_corner(self, corner, size, leg):
        """Fill the bottom right corner, by a triangle whose legs are so many cells long."""
        bottom, right = corner[0] + size[0] - 0.5, corner[1] + size[1] - 0.5
        points = [(right, bottom - leg), (right, bottom), (right - leg, bottom)]
        style = {"facecolor": "black", "alpha": 0.6, "linewidth": 0, "zorder": TAP}
        return self.axes.add_patch(Polygon(points, **style))

    def double_border(self, corner, size=(1, 1)):
        """Draw a thick line just outside, and a thin line just inside."""
        return [self.outline(corner, size, 3, inset=-2), self.outline(corner, size, 1, inset=2)]
