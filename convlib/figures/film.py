"""The frames of an animation, put together from what matplotlib drew once.

matplotlib draws what stays still once, the window once, the double border once, and each letter
of the sums once. A frame is the still picture with the others stamped on: so it takes
milliseconds. Pixels are kept as ``tint * SHADES + shade``: a tint, and how much black ink lies on
it. A tapped cell takes another tint and keeps its number's ink.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.colors import to_rgb

from .colours import BLUE, VALUE_HUES, WEIGHT_HUES, tints
from .layout import CHARACTER, LINE, MARGIN
from .picture import Picture

OVERHANG = 4  # pixels that outlines reach out of their map
ASCENT = 15  # pixels of a line of the sum above its baseline
SHADES = 7  # from no ink to black
MOST_TINTS = 42  # their shades share black, and one colour is left for "as before": 6·42 + 2 ≤ 256
WHITE, OUTLINE_BLUE = 0, 1


@dataclass(frozen=True)
class _Stamp:
    """Something drawn once: its place at the film's first position, its opaque pixels."""

    y: int
    x: int
    opaque: np.ndarray
    pixels: np.ndarray

    def put(self, frame, down, right):
        """Put it on a frame, moved by pixels; the ink that is there stays on its tints."""
        y, x = self.y + down, self.x + right
        view = frame[y : y + self.opaque.shape[0], x : x + self.opaque.shape[1]]
        room = np.where(self.pixels // SHADES == OUTLINE_BLUE, 0, SHADES - 1 - self.pixels % SHADES)
        stamped = self.pixels + np.minimum(view % SHADES, room)
        view[self.opaque] = stamped[self.opaque]


class Film:
    """The frames of one scene, as arrays of colour indices into `palette`.

    Parameters
    ----------
    scene : Scene
    first : (int, int)
        A position, at which the stamps are drawn.
    fill_in : bool
        Show a result from its own frame on, not before.
    """

    def __init__(self, scene, first, fill_in):
        self.scene, self.first = scene, first
        self.picture = Picture(scene)
        self._choose_colours()
        self.still = self.filled = self._draw_still()
        if fill_in:
            self.still = self.filled.copy()
            for position in np.ndindex(scene.feature_map.shape):
                self.still[self._result(position)] %= SHADES  # the lines keep their ink
                self.still[self._result(position, line=1)] = WHITE * SHADES
        self.window, self.current = self._draw_stamps()
        self._ink_of_number = cache(self._draw_number)
        self._ink_of_letter = cache(self._draw_letter)

    def _choose_colours(self):
        """Choose as many tints as a GIF has room for, and the shades of each."""
        maps = self.picture.maps()
        scales = [tints(np.linspace(-1, 1, 5), hues) for hues in (VALUE_HUES, WEIGHT_HUES)]
        fixed = [[[255] * 3], np.round(255 * np.array([to_rgb(BLUE)]))]
        for steps in (255, 128, 64, 48, 32, 24, 18, 14, 11, 9, 8):
            self.fills = [tints(cells.plane, hues, steps) for cells, hues in maps]
            used = np.concatenate([*scales, *(fill.reshape(-1, 3) for fill in self.fills)])
            used = np.unique(used[(used != 255).any(axis=1)], axis=0)
            if len(used) <= MOST_TINTS - len(fixed):
                break
        self.tints = np.concatenate([*fixed, used])
        ink = np.linspace(1, 0, SHADES)[:, None]
        self.colours = np.round(self.tints[:, None] * ink).astype(np.uint8).reshape(-1, 3)
        self.palette, self.in_palette = np.unique(self.colours, axis=0, return_inverse=True)
        self.in_palette = self.in_palette.astype(np.uint8)

    def _nearest(self, rgba):
        """Tint and shade nearest to each pixel; grey is ink on white and nothing else."""
        packed = np.ascontiguousarray(rgba).view(np.uint32)[..., 0]
        found, inverse = np.unique(packed, return_inverse=True)
        rgb = found.view(np.uint8).reshape(-1, 4)[:, :3].astype(int)
        nearest = ((rgb[:, None] - self.colours) ** 2).sum(axis=2).argmin(axis=1)
        ink = np.round((1 - rgb[:, 0] / 255) * (SHADES - 1)).astype(int)
        nearest = np.where(np.ptp(rgb, axis=1) == 0, WHITE * SHADES + ink, nearest)
        return nearest[inverse].reshape(packed.shape)

    def _draw_still(self):
        """Draw without tints, which shows the ink alone; then put the tints below it."""
        for cells, _ in self.picture.maps():
            cells.fill.set_visible(False)
        canvas = self.picture.figure.canvas
        canvas.draw()
        still = self._nearest(np.asarray(canvas.buffer_rgba())).astype(np.int16)
        for (cells, _), fill in zip(self.picture.maps(), self.fills, strict=True):
            box = cells.box
            view = still[box.y : box.y + box.height, box.x : box.x + box.width]
            opaque = np.concatenate([fill, np.full((*fill.shape[:2], 1), 255, np.uint8)], axis=2)
            below = self._nearest(opaque).repeat(box.cell, axis=0).repeat(box.cell, axis=1)
            view += np.where(view // SHADES == WHITE, below, 0).astype(np.int16)
        return still

    def _draw(self, artists):
        """RGBA of a few artists on a transparent page."""
        canvas = self.picture.figure.canvas
        renderer = canvas.get_renderer()
        renderer.clear()
        for artist in artists:
            artist.axes.draw_artist(artist)
        return np.asarray(canvas.buffer_rgba())

    def _draw_stamps(self):
        marks = self._draw(self.picture.mark(self.first))
        for box in (self.picture.layout.image, self.picture.layout.feature_map):
            y, x = box.y - OVERHANG, box.x - OVERHANG
            part = marks[y : box.y + box.height + OVERHANG, x : box.x + box.width + OVERHANG]
            opaque = part[..., 3] > 127
            rows, cols = (np.flatnonzero(opaque.any(axis=axis)) for axis in (1, 0))
            cut = slice(rows[0], rows[-1] + 1), slice(cols[0], cols[-1] + 1)
            pixels = self._nearest(part[cut])
            yield _Stamp(y + rows[0], x + cols[0], opaque[cut], pixels)

    def _result(self, position, line=0):
        """Pixels of a cell of the feature map, without the lines above and left of it if 1."""
        box = self.picture.layout.feature_map
        y, x = np.array(position) * box.cell + (box.y, box.x)
        return slice(y + line, y + box.cell), slice(x + line, x + box.cell)

    def frame(self, position):
        """Colour indices of one position, shape (rows, cols) of pixels; its result stays."""
        result = self._result(position)
        self.still[result] = self.filled[result]
        frame = self.still.copy()
        steps = np.subtract(position, self.first)
        stride = self.scene.geometry.stride
        self.window.put(frame, *(steps * stride * self.picture.layout.image.cell))
        self.current.put(frame, *(steps * self.picture.layout.feature_map.cell))
        self._write_window(frame, position)
        self._write_sum(frame, position)
        return self.in_palette[frame]

    def _write_window(self, frame, position):
        box = self.picture.layout.window
        if box:
            taps = self.scene.taps(position)
            cells = np.ndindex(box.rows, box.cols)
            for (row, col), (r, c, value, _) in zip(cells, taps, strict=True):
                y, x = box.y + row * box.cell, box.x + col * box.cell
                view = frame[y : y + box.cell, x : x + box.cell]
                ink = self._ink_of_number(value, self.picture.image.is_padding(r, c))
                view += np.minimum(ink, SHADES - 1 - view % SHADES)

    def _draw_number(self, value, pale):
        """Ink of a value in a cell of the magnified window."""
        box = self.picture.layout.window
        rgba = self._draw([self.picture.write_in_window(0, 0, value, pale)])
        return _ink(rgba[box.y : box.y + box.cell, box.x : box.x + box.cell])

    def _write_sum(self, frame, position):
        page = self.picture.layout
        for number, line in enumerate(self.picture.sum_lines(position)):
            ink = np.concatenate([self._ink_of_letter(letter) for letter in line], axis=1)
            y = page.caption_top + number * LINE - ASCENT
            frame[y : y + LINE, MARGIN : MARGIN + ink.shape[1]] = ink

    def _draw_letter(self, letter):
        y = self.picture.layout.caption_top - ASCENT
        rgba = self._draw([self.picture.write_line(0, letter)])
        return _ink(rgba[y : y + LINE, MARGIN : MARGIN + CHARACTER])


def _ink(rgba):
    """Shade of black letters on a transparent page."""
    return np.round(rgba[..., 3] / 255 * (SHADES - 1)).astype(np.int16)
