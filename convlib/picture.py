"""The drawing behind every still and every frame: three maps of cells and a written-out sum.

Every weight of the kernel has a tint, and every image cell met by a tap wears the tint of its
weight: the kernel is the picture's legend.
"""

from textwrap import wrap

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .layout import BREAK, CAPTION, GAP, INDEX, LINE, MARGIN, lay_out
from .scene import number_text

__all__ = ["VALUE_HUES", "WEIGHT_HUES", "Picture", "tints"]

DPI = 128  # a power of two: whole pixels survive the way through inches
POINTS = 72 / DPI  # of one pixel
BLUE = "#0072B2"
# Okabe-Ito's colours, (negative, positive): values and weights are never confused.
VALUE_HUES = ("#E69F00", "#56B4E9")
WEIGHT_HUES = ("#CC79A7", "#009E73")
STRENGTH = 0.65  # of the strongest tint: black numbers stay readable on it
SMALLEST_NUMBER, SMALLEST_IN_WINDOW = 9, 7  # pixels; below, a number is not drawn
FILL, TAP, NUMBER, OUTLINE = range(4)  # what lies above what


def tints(values, hues):
    """Colours of a diverging scale: white at 0, full at the largest absolute value.

    Parameters
    ----------
    values : array_like of real numbers
        NaN is white, infinity as the largest.
    hues : (color, color)
        Of negative and of positive values.

    Returns
    -------
    ndarray of uint8, shape values.shape + (3,)
        RGB.

    Examples
    --------
    >>> tints([0, 2], ("red", "blue"))
    array([[255, 255, 255],
           [ 89,  89, 255]], dtype=uint8)
    """
    values = np.asarray(values, float)
    top = np.abs(values[np.isfinite(values)]).max(initial=0) or 1
    fraction = np.clip(np.nan_to_num(values), -top, top)[..., None] / top
    hue = np.where(fraction < 0, to_rgb(hues[0]), to_rgb(hues[1]))
    return np.round(255 * (1 - STRENGTH * np.abs(fraction) * (1 - hue))).astype(np.uint8)


class Picture:
    """A figure of a scene: what stays still is drawn at once, what moves by `move`.

    The page's axes count pixels from the top left. Each map's axes count cells, the image's
    from the unpadded image's corner, so that an artist stands at its cell's own (col, row).

    Parameters
    ----------
    scene : Scene
    """

    def __init__(self, scene):
        self.scene = scene
        geometry = scene.geometry
        shapes = (geometry.padded_size, geometry.kernel_size, geometry.output_size)
        self.layout = page = lay_out(shapes, scene.longest_sum())
        size = (page.width / DPI, page.height / DPI)
        self.figure = Figure(figsize=size, dpi=DPI, facecolor="white")
        FigureCanvasAgg(self.figure)
        self.page = self._add_axes("page", (0, 0, page.width, page.height), (0, 0), 1)
        (top, _), (left, _) = geometry.padding
        self.image = self._add_map("image", page.image, (-top, -left))
        self.kernel = self._add_map("kernel", page.kernel)
        self.feature_map = self._add_map("feature map", page.feature_map)
        self.moving = []
        self._choose_sizes()
        self._draw_still()

    def _add_axes(self, label, extent, corner, cell):
        """Axes over a rectangle of pixels, y downwards, in cells from a corner (row, col)."""
        x, y, width, height = extent
        across, down = self.layout.width, self.layout.height
        axes = self.figure.add_axes(
            (x / across, 1 - (y + height) / down, width / across, height / down),
            label=label,
            xlim=(corner[1], corner[1] + width / cell),
            ylim=(corner[0] + height / cell, corner[0]),
        )
        axes.set_axis_off()
        return axes

    def _add_map(self, label, box, corner=(0, 0)):
        corner = (corner[0] - 0.5, corner[1] - 0.5)
        return self._add_axes(label, (box.x, box.y, box.width, box.height), corner, box.cell)

    def _choose_sizes(self):
        """Sizes of the numbers in pixels, 0 where a cell is too small for them."""
        scene, cell = self.scene, self.layout.image.cell

        def fitting(plane, share, smallest, more=0):
            longest = max(len(number_text(value)) for value in plane.flat) + more
            size = min(share * cell, 0.88 * cell / (0.62 * longest))
            return size if size >= smallest else 0

        self.sizes = {
            axes: fitting(plane, 0.47, SMALLEST_NUMBER)
            for axes, plane in (
                (self.image, scene.padded),
                (self.kernel, scene.kernel),
                (self.feature_map, scene.feature_map),
            )
        }
        self.size_in_window = self.sizes[self.image] or fitting(
            scene.padded, 0.6, SMALLEST_IN_WINDOW
        )
        self.weight_size = fitting(scene.kernel, 0.27, 9, more=1)
        # A value makes room for the weight below it.
        self.lift = 0.1 if self.weight_size else 0

    # What stays still

    def _draw_still(self):
        scene, page, padding = self.scene, self.layout, self.scene.geometry.padding
        write = self._write
        write(self.page, MARGIN, MARGIN + 4, scene.setting_text(), 14)
        self._draw_map(self.image, page.image, scene.padded, VALUE_HUES, padding, self.lift)
        self._draw_leftover()
        self._draw_map(self.kernel, page.kernel, scene.kernel, WEIGHT_HUES)
        self._draw_map(self.feature_map, page.feature_map, scene.feature_map, VALUE_HUES)
        for box, sign in ((page.kernel, "∗"), (page.feature_map, "=")):
            x = box.x - (GAP + INDEX) / 2
            write(self.page, x, box.y + box.height / 2, sign, 22, ha="center")
        self._draw_legend()

    def _write(self, axes, x, y, text, size, **style):
        """Put text at (x, y) of an axes; size in pixels."""
        style = {"fontsize": size * POINTS, "va": "center_baseline"} | style
        return axes.text(x, y, text, **style)

    def _draw_map(self, axes, box, plane, hues, padding=((0, 0), (0, 0)), lift=0):
        (top, bottom), (left, right) = padding
        size = (box.rows - top - bottom, box.cols - left - right)
        extent = (*axes.get_xlim(), *axes.get_ylim())
        axes.imshow(
            tints(plane, hues), extent=extent, aspect="auto", interpolation="nearest", zorder=FILL
        )
        self._write(self.page, box.x, box.y - INDEX - 8, axes.get_label(), 15, weight="bold")
        self._draw_grid(axes, size, padding)
        self._draw_indices(box, (top, left))
        if self.sizes[axes]:
            for (row, col), value in np.ndenumerate(plane):
                inside = 0 <= row - top < size[0] and 0 <= col - left < size[1]
                self._draw_number(
                    axes, row - top, col - left, value, self.sizes[axes], lift, inside
                )

    def _draw_number(self, axes, row, col, value, size, lift=0, inside=True):
        self._write(
            axes,
            col,
            row - lift,
            number_text(value),
            size,
            ha="center",
            alpha=1 if inside else 0.65,
            zorder=NUMBER,
        )

    def _draw_grid(self, axes, size, padding):
        """Thin lines between image cells, dashes between padding cells, a frame between both."""
        rows = _lines(size[0], padding[0], size[1], padding[1])
        cols = _lines(size[1], padding[1], size[0], padding[0])
        flipped = [[[(y, x) for x, y in line] for line in lines] for lines in cols]
        for across, down, style in zip(rows, flipped, ("solid", (0, (3, 3))), strict=True):
            lines = LineCollection(
                across + down,
                colors="black",
                alpha=0.4 if style != "solid" else 0.25,
                linewidths=POINTS,
                linestyles=[style],
                zorder=NUMBER,
                capstyle="butt",
                clip_on=False,
            )
            axes.add_collection(lines, autolim=False)
        self._outline(axes, (0, 0), size, 1, color="black", zorder=NUMBER)

    def _outline(self, axes, corner, size, width, inset=0, color=BLUE, zorder=OUTLINE, **style):
        """Outline size (rows, cols) cells from corner (row, col), `inset` cells further in."""
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

    def _draw_leftover(self):
        """Hatch the trailing rows and columns that lie beyond the last window's span."""
        (rows, cols), (height, width) = self.scene.geometry.leftover, self.scene.padded.shape
        (top, _), (left, _) = self.scene.geometry.padding
        for corner, size in (
            ((height - rows - top, -left), (rows, width)),
            ((-top, width - cols - left), (height - rows, cols)),
        ):
            if 0 not in size:
                self._hatch(self.image, corner, size)

    def _hatch(self, axes, corner, size):
        (row, col), (rows, cols) = corner, size
        style = {"hatch": "///", "alpha": 0.2, "linewidth": 0, "zorder": TAP}
        axes.add_patch(Rectangle((col - 0.5, row - 0.5), cols, rows, fill=False, **style))

    def _draw_indices(self, box, start):
        """Row and column numbers along a map, in cells of the unpadded map."""
        step = 1 if box.cell >= 20 else 5
        style = {"alpha": 0.65}
        for row in range(box.rows):
            if (row - start[0]) % step == 0:
                y = box.y + (row + 0.5) * box.cell
                text = number_text(row - start[0])
                self._write(self.page, box.x - 6, y, text, 11, ha="right", **style)
        for col in range(box.cols):
            if (col - start[1]) % step == 0:
                x = box.x + (col + 0.5) * box.cell
                text = number_text(col - start[1])
                self._write(self.page, x, box.y - 9, text, 11, ha="center", **style)

    def _draw_legend(self):
        y = self.layout.height - MARGIN - 8
        x = MARGIN
        for draw, label in self._legend_items():
            width = draw(x, y)
            self._write(self.page, x + width + 7, y, label, 13)
            x += width + 7 + 7 * len(label) + 16

    def _legend_items(self):
        geometry = self.scene.geometry
        items = [(self._sample_window, "window")]
        if max(geometry.dilation) > 1:
            items.append((self._sample_span, "span"))
        if np.any(geometry.padding):
            items.append((self._sample_padding, "padding"))
        if any(geometry.leftover):
            items.append((self._sample_leftover, "leftover"))
        items.append((self._sample_current, "current cell"))
        items.append((lambda x, y: self._sample_scale(x, y, VALUE_HUES), "value, − to +"))
        items.append((lambda x, y: self._sample_scale(x, y, WEIGHT_HUES), "weight, − to +"))
        return items

    def _sample(self, x, y, width, inset=0, **style):
        corner, size = (y - 7.5, x + 0.5), (16, 16)
        self._outline(self.page, corner, size, width, inset, **style)
        return 16

    def _sample_window(self, x, y):
        return self._sample(x, y, 3)

    def _sample_span(self, x, y):
        return self._sample(x, y, 1)

    def _sample_padding(self, x, y):
        return self._sample(x, y, 1, color="black", alpha=0.5, linestyle=(0, (3, 3)))

    def _sample_leftover(self, x, y):
        self._hatch(self.page, (y - 7.5, x + 0.5), (16, 16))
        return self._sample(x, y, 1, color="black", alpha=0.4)

    def _sample_current(self, x, y):
        self._sample(x, y, 3, inset=-1)
        return self._sample(x, y, 1, inset=3)

    def _sample_scale(self, x, y, hues):
        colours = tints(np.linspace(-1, 1, 5), hues)[None]
        self.page.imshow(
            colours, extent=(x, x + 60, y + 8, y - 8), aspect="auto", interpolation="nearest"
        )
        self._outline(self.page, (y - 7.5, x + 0.5), (16, 60), 1, color="black", alpha=0.4)
        return 60

    # What moves

    def move(self, position):
        """Mark a position's window, its cell of the feature map, and write its sum out."""
        for artist in self.moving:
            artist.remove()
        self.moving = [
            *self._draw_taps(position),
            *self._draw_values_in_window(position),
            *self._outline_window(position),
            *self._outline_current(position),
            *self._draw_sum(position),
        ]

    def _draw_taps(self, position):
        """The tint of its weight on every tapped cell, and the weight in its corner."""
        scene = self.scene
        (top, _), (left, _) = scene.geometry.padding
        rows, cols = scene.geometry.window(position)
        overlay = np.zeros((*scene.padded.shape, 4), np.uint8)
        cells = np.ix_(np.add(rows, top), np.add(cols, left))
        overlay[cells] = np.dstack(
            [tints(scene.weights, WEIGHT_HUES), np.full(scene.weights.shape, 255)]
        )
        extent = (*self.image.get_xlim(), *self.image.get_ylim())
        yield self.image.imshow(
            overlay, extent=extent, aspect="auto", interpolation="nearest", zorder=TAP
        )
        if self.weight_size:
            for row, col, _, weight in scene.taps(position):
                text = "×" + number_text(weight)
                yield self._write(
                    self.image,
                    col + 0.44,
                    row + 0.33,
                    text,
                    self.weight_size,
                    ha="right",
                    zorder=NUMBER,
                )

    def _draw_values_in_window(self, position):
        if self.size_in_window != self.sizes[self.image]:
            for row, col, value, _ in self.scene.taps(position):
                yield self._draw_number(self.image, row, col, value, self.size_in_window)

    def _outline_window(self, position):
        """Thick around touching taps, thin around the span where there are gaps."""
        geometry = self.scene.geometry
        rows, cols = geometry.window(position)
        if max(geometry.dilation) > 1:
            yield self._outline(self.image, (rows[0], cols[0]), geometry.effective_kernel_size, 1)
        for row, height in _runs(rows, geometry.dilation[0]):
            for col, width in _runs(cols, geometry.dilation[1]):
                yield self._outline(self.image, (row, col), (height, width), 3)

    def _outline_current(self, position):
        """Double border."""
        pixel = 1 / self.layout.feature_map.cell
        yield self._outline(self.feature_map, position, (1, 1), 3, -2 * pixel)
        yield self._outline(self.feature_map, position, (1, 1), 1, 2 * pixel)

    def _draw_sum(self, position):
        lines = self.layout.caption_lines
        room = self.layout.characters
        # Lines break before a plus sign, which costs some room at their ends.
        text = self.scene.sum_text(position, lines * (room - BREAK))
        text = text.replace("+ ", "+\xa0").replace("= ", "=\xa0").replace("≈ ", "≈\xa0")
        for line, part in enumerate(wrap(text, room, break_long_words=False)):
            yield self._write(
                self.page,
                MARGIN,
                self.layout.caption_top + line * LINE,
                part,
                CAPTION,
                gid="sum",
                family="monospace",
            )


def _lines(size, padding, across, padding_across):
    """Lines between cells along one axis: within the image, and through its padding."""
    (before, after), (left, right) = padding, padding_across
    inside, outside = [], []
    for line in range(-before, size + after + 1):
        if 0 <= line <= size:
            inside.append(_line(line, 0, across))
            outside += [_line(line, -left, 0)] * (left > 0)
            outside += [_line(line, across, across + right)] * (right > 0)
        else:
            outside.append(_line(line, -left, across + right))
    return inside, outside


def _line(line, start, stop):
    return [(start - 0.5, line - 0.5), (stop - 0.5, line - 0.5)]


def _runs(cells, dilation):
    """(start, length) of each run of touching cells."""
    return [(cells[0], len(cells))] if dilation == 1 else [(cell, 1) for cell in cells]
