"""The maps of a kernel that slides over an image, and the marks of one position on them.

Every weight of the kernel has a tint, and every image cell met by a tap wears the tint of its
weight: the kernel is the legend of the image.
"""

import numpy as np

from ..words import cell_text
from .cells import CellMap, number_size, readable_cell, widest_number
from .colours import VALUE_HUES, WEIGHT_HUES, tints
from .layout import GAP, INDEX, lay_out
from .legend import VALUE_SCALE, WEIGHT_SCALE, legend_widths
from .marks import NUMBER, TAP

WEIGHT_SHARE = 0.27  # of a cell's height: the weight in a corner of the cell that it meets


def lay_out_scene(scene, legend, **room):
    """Place a scene's maps, and a legend of some names, on a page.

    Parameters
    ----------
    scene : Scene
    legend : sequence of str
    **room
        What `lay_out` keeps for the rest of the page: sum_bounds, header, smallest_width.

    Returns
    -------
    Layout
    """
    geometry = scene.geometry
    shapes = (geometry.padded_size, geometry.kernel_size, geometry.output_size)
    widest = max(widest_number(scene.padded), widest_number(scene.kernel))
    return lay_out(shapes, readable_cell(widest), legend_widths(legend), **room)


def marked_in(geometry):
    """Names of everything marked on the maps of a geometry, as a legend lists them."""
    needed = {
        "window": True,
        "span": max(geometry.dilation) > 1,
        "padding": np.any(geometry.padding),
        "leftover": any(geometry.leftover),
        "skipped": any(geometry.skipped),
        "current cell": True,
        VALUE_SCALE: True,
        WEIGHT_SCALE: True,
    }
    return [name for name in needed if needed[name]]


class SlidingMaps:
    """Image, kernel and feature map of a scene on a page, as `CellMap`s.

    All is drawn that is the same at every position, but the numbers of the feature map. Where the
    image's cells are too small for numbers, the map `window` magnifies its window; elsewhere it
    is None.

    Parameters
    ----------
    scene : Scene
    page : Page
    layout : Layout
        From `lay_out_scene`.
    names : mapping of str to str, optional
        What stands above the maps, where it is not "image", "kernel", "feature map", "window".
    """

    def __init__(self, scene, page, layout, names=None):
        self.scene, self.page, self.layout, self.names = scene, page, layout, names or {}
        self.image = self._add("image", scene.padded, VALUE_HUES, scene.geometry.padding)
        self.kernel = self._add("kernel", scene.kernel, WEIGHT_HUES)
        self.feature_map = self._add("feature_map", scene.feature_map, VALUE_HUES)
        self.window = self._add("window", scene.weights, WEIGHT_HUES) if layout.window else None
        self._choose_sizes()
        self._draw_still()

    def _add(self, name, plane, hues, padding=((0, 0), (0, 0))):
        label, box = name.replace("_", " "), getattr(self.layout, name)
        label = self.names.get(label, label)
        cells = CellMap(self.page, label, box, plane, tints(plane, hues), padding)
        cells.write_name()
        return cells

    def with_hues(self):
        """(map, hues) of every map."""
        pairs = [
            (self.image, VALUE_HUES),
            (self.kernel, WEIGHT_HUES),
            (self.feature_map, VALUE_HUES),
        ]
        if self.window:
            pairs.append((self.window, WEIGHT_HUES))
        return pairs

    def _choose_sizes(self):
        """Choose the sizes of the numbers that move with the window."""
        widest_weight = widest_number(self.scene.kernel, before="×")
        self.weight_size = number_size(self.image.box.cell, widest_weight, WEIGHT_SHARE)
        if self.window:
            widest_value = widest_number(self.scene.padded)
            self.window_size = number_size(self.window.box.cell, widest_value)

    # What stays still

    def _draw_still(self):
        # An image's values are lifted to make room for the weights below them.
        self.image.write_numbers(lift=0.1 if self.weight_size else 0)
        self.kernel.write_numbers()
        for cells in (self.image, self.kernel, self.feature_map):
            cells.write_indices()
        # ∗ is the sign of convolution, which turns the kernel; without that it is a correlation, ⋆.
        self._write_sign("∗" if self.scene.flip_kernel else "⋆", self.kernel.box)
        self._write_sign("=", self.feature_map.box)
        if self.window:
            self.window.outline((0, 0), self.window.size, 3)
        self._draw_leftover()
        self._draw_skipped()

    def _write_sign(self, sign, box):
        """Write the sign that joins a map to the one before it."""
        self.page.write(box.x - (GAP + INDEX) / 2, box.y + box.height / 2, sign, 22, ha="center")

    def _draw_leftover(self):
        """Hatch the trailing rows and columns that lie beyond the last window's span."""
        (rows, cols), (top, left) = self.scene.geometry.leftover, self.image.corner
        height, width = self.scene.padded.shape
        if rows:
            self.image.hatch((top + height - rows, left), (rows, width))
        if cols:
            self.image.hatch((top, left + width - cols), (height - rows, cols))

    def _draw_skipped(self):
        """Fill a corner of every image cell that no tap ever meets."""
        rows, cols = self.scene.geometry.skipped
        for row, col in np.ndindex(self.image.size):
            if row in rows or col in cols:
                self.image.fill_corner((row, col), (1, 1), 0.3)

    # What moves: each method returns or yields the artists of one position.

    def mark(self, position):
        """Tint and outline the window, put a double border around the current cell."""
        return [
            self._tint_taps(position),
            *self._write_weights(position),
            *self._outline_window(position),
            *self.feature_map.double_border(position),
        ]

    def _tint_taps(self, position):
        """Give every tapped cell the tint of its weight."""
        rows, cols = self.scene.geometry.window(position)
        top, left = self.image.corner
        overlay = np.zeros((*self.scene.padded.shape, 4), np.uint8)
        overlay[np.ix_(np.subtract(rows, top), np.subtract(cols, left))] = np.dstack(
            [tints(self.scene.weights, WEIGHT_HUES), np.full(self.scene.weights.shape, 255)]
        )
        return self.image.fill((top, left), overlay.shape[:2], overlay, zorder=TAP)

    def _write_weights(self, position):
        """Write each weight into the corner of the cell it meets.

        The explorer writes the product there: in it a reader can point at a tap. A picture has to
        show which weight lies where; on an impulse all products but one would be 0.
        """
        if not self.weight_size:
            return
        for row, col, _, weight in self.scene.taps(position):
            text, style = "×" + cell_text(weight), {"ha": "right", "zorder": NUMBER}
            yield self.image.write(col + 0.44, row + 0.33, text, self.weight_size, **style)

    def _outline_window(self, position):
        """Draw a thick line around touching taps, a thin one around a span that has gaps."""
        geometry = self.scene.geometry
        rows, cols = geometry.window(position)
        if max(geometry.dilation) > 1:
            yield self.image.outline((rows[0], cols[0]), geometry.effective_kernel_size, 1)
        for row, height in _runs(rows, geometry.dilation[0]):
            for col, width in _runs(cols, geometry.dilation[1]):
                yield self.image.outline((row, col), (height, width), 3)

    def write_window(self, position):
        """Write the window's values into the magnified window, where there is one."""
        if self.window is None:
            return
        taps = self.scene.taps(position)
        for cell, (row, col, value, _) in zip(np.ndindex(self.window.size), taps, strict=True):
            yield self.write_in_window(*cell, value, self.image.is_padding(row, col))

    def write_in_window(self, row, col, value, pale):
        """Write one value into a cell of the magnified window."""
        return self.window.write_number(row, col, value, self.window_size, pale=pale)


def _runs(cells, dilation):
    """(start, length) of each run of touching cells."""
    return [(cells[0], len(cells))] if dilation == 1 else [(cell, 1) for cell in cells]
