"""The frames of an animation, put together from what matplotlib drew once.

matplotlib draws what stays still once, the window once, the double border once, and each letter
of the sums once. A frame is the still picture with the others stamped on: so it takes
milliseconds. A pixel is one integer that says two things: which tint it has, and how much black
ink lies on the tint. So a tapped cell can take another tint and keep its number's ink.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.colors import to_rgb

from .colours import BLUE, VALUE_HUES, WEIGHT_HUES, tints
from .layout import CHARACTER, LINE, MARGIN
from .pixels import bounding_box
from .step import Picture

OVERHANG = 4  # pixels that outlines reach out of their map
ASCENT = 15  # pixels of a line of the sum above its baseline
SHADES = 6  # of each tint, from no ink to black: with 7, thin lines come out too dark
BLACK = SHADES - 1  # the most ink a pixel can have
# A GIF has 256 colours. All tints share black, so that each takes 5 more, and one colour is left to
# say that a pixel is as it was in the frame before: 5·50 + 2 ≤ 256.
MOST_TINTS = 50
WHITE, OUTLINE_BLUE = 0, 1  # the first two tints


def pixel_of(tint, ink=0):
    """Pixels of a tint with some ink on it."""
    return tint * SHADES + ink


def tint_of(pixels):
    """Tint of pixels, whatever ink lies on it."""
    return pixels // SHADES


def ink_of(pixels):
    """Ink of pixels, whatever tint lies below it."""
    return pixels % SHADES


def inked(pixels, ink):
    """Pixels with more ink on them; none becomes blacker than black."""
    return pixels + np.minimum(ink, BLACK - ink_of(pixels))


@dataclass(frozen=True)
class _Stamp:
    """Something drawn once: its place at the film's first position, its opaque pixels."""

    y: int
    x: int
    opaque: np.ndarray
    pixels: np.ndarray

    def put(self, frame, down, right):
        """Put it on a frame, moved by pixels: its tints go below the ink that is there already.

        Outlines cover that ink.
        """
        y, x = self.y + down, self.x + right
        view = frame[y : y + self.opaque.shape[0], x : x + self.opaque.shape[1]]
        is_outline = tint_of(self.pixels) == OUTLINE_BLUE
        stamped = inked(self.pixels, np.where(is_outline, 0, ink_of(view)))
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
    header, names : optional
        As for `Picture`.
    """

    def __init__(self, scene, first, fill_in, header="", names=None):
        self.scene, self.first = scene, first
        self.picture = Picture(scene, header, names)
        self._choose_colours()
        self.still = self.filled = self._draw_still()
        if fill_in:
            self._blank_results()
        self.window, self.current = self._draw_stamps()
        self._ink_of_number = cache(self._draw_number)
        self._ink_of_letter = cache(self._draw_letter)

    def _choose_colours(self):
        """Choose as many tints as a GIF has room for, and the shades of each."""
        maps = self.picture.maps.with_hues()
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
        ink = np.round((1 - rgb[:, 0] / 255) * BLACK).astype(int)
        nearest = np.where(np.ptp(rgb, axis=1) == 0, pixel_of(WHITE, ink), nearest)
        return nearest[inverse].reshape(packed.shape)

    def _draw_still(self):
        """Draw without tints, which shows the ink alone; then put the tints below it."""
        maps = [cells for cells, _ in self.picture.maps.with_hues()]
        for cells in maps:
            cells.background.set_visible(False)
        canvas = self.picture.page.figure.canvas
        canvas.draw()
        still = self._nearest(np.asarray(canvas.buffer_rgba())).astype(np.int16)
        for cells, fill in zip(maps, self.fills, strict=True):
            box = cells.box
            view = still[box.y : box.y + box.height, box.x : box.x + box.width]
            opaque = np.concatenate([fill, np.full((*fill.shape[:2], 1), 255, np.uint8)], axis=2)
            below = self._nearest(opaque).repeat(box.cell, axis=0).repeat(box.cell, axis=1)
            view += np.where(tint_of(view) == WHITE, below, 0).astype(np.int16)
        return still

    def _blank_results(self):
        """Blank the whole feature map; `frame` fills it in again, cell by cell."""
        self.still = self.filled.copy()
        for position in np.ndindex(self.scene.feature_map.shape):
            with_lines, cell = self._result(position), self._result(position, line=1)
            # The lines around a result keep their ink, but must not show its tint before its time.
            self.still[with_lines] = pixel_of(WHITE, ink_of(self.still[with_lines]))
            self.still[cell] = pixel_of(WHITE)

    def _draw(self, artists):
        """RGBA of a few artists on a transparent page."""
        canvas = self.picture.page.figure.canvas
        renderer = canvas.get_renderer()
        renderer.clear()
        for artist in artists:
            artist.axes.draw_artist(artist)
        return np.asarray(canvas.buffer_rgba())

    def _draw_stamps(self):
        """Draw the window and the double border, each to be moved from frame to frame."""
        marks = self._draw(self.picture.maps.mark(self.first))
        for box in (self.picture.layout.image, self.picture.layout.feature_map):
            y, x = box.y - OVERHANG, box.x - OVERHANG
            part = marks[y : box.y + box.height + OVERHANG, x : box.x + box.width + OVERHANG]
            opaque = part[..., 3] > 127
            rows, cols = cut = bounding_box(opaque)
            pixels = self._nearest(part[cut])
            yield _Stamp(y + rows.start, x + cols.start, opaque[cut], pixels)

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
        return self.in_palette.take(frame)

    def _write_window(self, frame, position):
        """Put the window's values on its magnified map, where there is one."""
        box = self.picture.layout.window
        if box:
            taps = self.scene.taps(position)
            cells = np.ndindex(box.rows, box.cols)
            for (row, col), (r, c, value, _) in zip(cells, taps, strict=True):
                y, x = box.y + row * box.cell, box.x + col * box.cell
                view = frame[y : y + box.cell, x : x + box.cell]
                pale = self.picture.maps.image.is_padding(r, c)
                view[:] = inked(view, self._ink_of_number(value, pale))

    def _draw_number(self, value, pale):
        """Ink of a value in a cell of the magnified window."""
        box = self.picture.layout.window
        rgba = self._draw([self.picture.maps.write_in_window(0, 0, value, pale)])
        return _drawn_ink(rgba[box.y : box.y + box.cell, box.x : box.x + box.cell])

    def _write_sum(self, frame, position):
        """Put the letters of the sum below the maps."""
        layout = self.picture.layout
        for number, line in enumerate(self.picture.sum_lines(position)):
            ink = np.concatenate([self._ink_of_letter(letter) for letter in line], axis=1)
            y = layout.sum_top + number * LINE - ASCENT
            frame[y : y + LINE, MARGIN : MARGIN + ink.shape[1]] = ink

    def _draw_letter(self, letter):
        """Ink of a letter of the sum."""
        y = self.picture.layout.sum_top - ASCENT
        rgba = self._draw([self.picture.write_line(0, letter)])
        return _drawn_ink(rgba[y : y + LINE, MARGIN : MARGIN + CHARACTER])


def _drawn_ink(rgba):
    """Ink of black letters on a transparent page."""
    return np.round(rgba[..., 3] / 255 * BLACK).astype(np.int16)
