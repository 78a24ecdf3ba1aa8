"""The drawing behind every still and every frame: the maps, the window, the written-out sum.

Every weight of the kernel has a tint, and every image cell met by a tap wears the tint of its
weight: the kernel is the picture's legend.
"""

from textwrap import wrap

import numpy as np

from ..words import cell_text, setting_text, sum_bounds, sum_text
from .canvas import new_page, write, write_code
from .cells import CellMap, longest_number, number_size, readable_cell
from .colours import VALUE_HUES, WEIGHT_HUES, tints
from .layout import GAP, INDEX, LINE, MARGIN, lay_out
from .legend import draw_legend, legend_widths
from .marks import NUMBER, TAP, double_border, fill, fill_corner, hatch, outline


class Picture:
    """A figure of a scene: what stays still is drawn at once, what moves by `move`.

    The page's cells are pixels, counted from the top left. A map's axes count its cells, the
    image's from the unpadded image's corner, so that an artist stands at its cell's (col, row).

    Parameters
    ----------
    scene : Scene
    """

    def __init__(self, scene):
        self.scene = scene
        self.layout = page = self._lay_out()
        self.figure, self.page = new_page(page.width, page.height)
        weights = tints(scene.weights, WEIGHT_HUES)
        self.image = self._add_map(
            "image", scene.padded, tints(scene.padded, VALUE_HUES), scene.geometry.padding
        )
        self.kernel = self._add_map("kernel", scene.kernel, tints(scene.kernel, WEIGHT_HUES))
        self.feature_map = self._add_map(
            "feature_map", scene.feature_map, tints(scene.feature_map, VALUE_HUES)
        )
        self.window = page.window and self._add_map("window", scene.weights, weights)
        self.weight_size = number_size(
            page.image.cell, longest_number(scene.kernel) + 1, share=0.27
        )
        self.window_size = page.window and number_size(
            page.window.cell, longest_number(scene.padded)
        )
        self.moving = []
        self._draw_still()

    def _lay_out(self):
        return lay_out(*self._room(), legend_widths(self.legend()), sum_bounds(self.scene))

    def _room(self):
        """Shapes of the three maps, and pixels of the smallest cell that can be read."""
        scene, geometry = self.scene, self.scene.geometry
        shapes = (geometry.padded_size, geometry.kernel_size, geometry.output_size)
        longest = max(longest_number(scene.padded), longest_number(scene.kernel))
        return shapes, readable_cell(longest)

    def _add_map(self, name, plane, colours, padding=((0, 0), (0, 0))):
        label, box = name.replace("_", " "), getattr(self.layout, name)
        cells = CellMap(self.figure, label, box, plane, colours, padding)
        cells.write_name(self.page, label)
        return cells

    # What stays still

    def _draw_still(self):
        # Values make room for the weights below them.
        self.image.write_numbers(lift=0.1 if self.weight_size else 0)
        self.kernel.write_numbers()
        self._write_results()
        for cells in (self.image, self.kernel, self.feature_map):
            cells.write_indices(self.page)
        for cells, sign in ((self.kernel, "∗"), (self.feature_map, "=")):
            x, y = cells.box.x - (GAP + INDEX) / 2, cells.box.y + cells.box.height / 2
            write(self.page, x, y, sign, 22, ha="center")
        if self.window:
            outline(self.window.axes, (0, 0), self.window.size, 3)
        self._draw_leftover()
        self._draw_skipped()
        draw_legend(self.page, self.legend(), self.layout.legend)

    def _write_results(self):
        """Name the setting and write the whole feature map."""
        write(self.page, MARGIN, MARGIN + 4, setting_text(self.scene), 14)
        self.feature_map.write_numbers()

    def maps(self):
        """(map, hues) of every map of the picture."""
        maps = [
            (self.image, VALUE_HUES),
            (self.kernel, WEIGHT_HUES),
            (self.feature_map, VALUE_HUES),
        ]
        return maps + [(self.window, WEIGHT_HUES)] * bool(self.window)

    def _draw_leftover(self):
        """Hatch the trailing rows and columns that lie beyond the last window's span."""
        (rows, cols), (top, left) = self.scene.geometry.leftover, self.image.corner
        height, width = self.scene.padded.shape
        if rows:
            hatch(self.image.axes, (top + height - rows, left), (rows, width))
        if cols:
            hatch(self.image.axes, (top, left + width - cols), (height - rows, cols))

    def _draw_skipped(self):
        """Fill a corner of every image cell that no tap ever meets."""
        rows, cols = self.scene.geometry.skipped
        for row, col in np.ndindex(self.image.size):
            if row in rows or col in cols:
                fill_corner(self.image.axes, (row, col), 0.3)

    def legend(self):
        """Names of everything in the picture that its legend shows."""
        geometry = self.scene.geometry
        needed = {
            "window": True,
            "span": max(geometry.dilation) > 1,
            "padding": np.any(geometry.padding),
            "leftover": any(geometry.leftover),
            "skipped": any(geometry.skipped),
            "current cell": True,
            "value, − to +": True,
            "weight, − to +": True,
        }
        return [name for name in needed if needed[name]]

    # What moves

    def move(self, position):
        """Mark a position's window, its cell of the feature map, and write its sum out."""
        for artist in self.moving:
            artist.remove()
        self.moving = [
            *self.mark(position),
            *self.write_window(position),
            *self.write_sum(position),
        ]

    def mark(self, position):
        """Tint and outline the window, put a double border around the current cell."""
        return [
            self._tint_taps(position),
            *self._write_weights(position),
            *self._outline_window(position),
            *double_border(self.feature_map.axes, position, (1, 1), 1 / self.feature_map.box.cell),
        ]

    def _tint_taps(self, position):
        """Give every tapped cell the tint of its weight."""
        rows, cols = self.scene.geometry.window(position)
        top, left = self.image.corner
        overlay = np.zeros((*self.scene.padded.shape, 4), np.uint8)
        overlay[np.ix_(np.subtract(rows, top), np.subtract(cols, left))] = np.dstack(
            [tints(self.scene.weights, WEIGHT_HUES), np.full(self.scene.weights.shape, 255)]
        )
        return fill(self.image.axes, (top, left), overlay.shape[:2], overlay, zorder=TAP)

    def _write_weights(self, position):
        """Write each weight into the corner of the cell it meets."""
        if self.weight_size:
            for row, col, _, weight in self.scene.taps(position):
                text, style = "×" + cell_text(weight), {"ha": "right", "zorder": NUMBER}
                yield write(
                    self.image.axes, col + 0.44, row + 0.33, text, self.weight_size, **style
                )

    def _outline_window(self, position):
        """Thick around touching taps, thin around the span where there are gaps."""
        geometry, axes = self.scene.geometry, self.image.axes
        rows, cols = geometry.window(position)
        if max(geometry.dilation) > 1:
            yield outline(axes, (rows[0], cols[0]), geometry.effective_kernel_size, 1)
        for row, height in _runs(rows, geometry.dilation[0]):
            for col, width in _runs(cols, geometry.dilation[1]):
                yield outline(axes, (row, col), (height, width), 3)

    def write_window(self, position):
        """Write the window's values into the magnified window, where there is one."""
        if self.window:
            taps = self.scene.taps(position)
            for cell, (row, col, value, _) in zip(np.ndindex(self.window.size), taps, strict=True):
                yield self.write_in_window(*cell, value, self.image.is_padding(row, col))

    def write_in_window(self, row, col, value, pale):
        """Write one value into a cell of the magnified window."""
        return self.window.write_number(row, col, value, self.window_size, pale=pale)

    def sum_lines(self, position):
        """Break the written-out sum into as many lines as the layout keeps for it, at most."""
        room, most = self.layout.characters, self.layout.caption_lines
        for characters in range(room * most, 0, -room // 4):
            lines = _broken(sum_text(self.scene, position, characters), room)
            if len(lines) <= most:
                break
        return lines

    def write_sum(self, position):
        """Write the sum below the maps."""
        return [self.write_line(*line) for line in enumerate(self.sum_lines(position))]

    def write_line(self, number, text):
        """Write one line of the sum, letters on whole pixels."""
        y = self.layout.caption_top + number * LINE
        return write_code(self.page, MARGIN, y, text, gid="sum")


def _broken(text, room):
    """Lines of a sum, broken before a plus."""
    for sign, kept in ((" = ", "\xa0=\xa0"), (" ≈ ", "\xa0≈\xa0"), (" + ", " +\xa0")):
        text = text.replace(sign, kept)
    return [line.replace("\xa0", " ") for line in wrap(text, room, break_long_words=False)]


def _runs(cells, dilation):
    """(start, length) of each run of touching cells."""
    return [(cells[0], len(cells))] if dilation == 1 else [(cell, 1) for cell in cells]
