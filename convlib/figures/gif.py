"""Frames as a GIF: Pillow compresses, of every frame, the rectangle that changed."""

from struct import pack

import numpy as np
from PIL import Image
from PIL.GifImagePlugin import getheader

from .pixels import bounding_box

MOST_COLOURS = 255  # of a GIF's 256: the last one stands for pixels that do not change
SHORT_GAP = 16  # pixels that do not change, and are written like those around them
LONGEST = 655_350  # milliseconds of a frame, which a GIF counts in hundredths of a second


def gif(frames, palette, durations):
    """Return the bytes of a GIF that never ends; equal frames in a row become one.

    Pillow's `save` makes more bytes: the codes of all frames have 9 bits or more. It converts
    and compares whole frames, and takes twice as long.

    Parameters
    ----------
    frames : iterable of ndarray of uint8, shape (rows, cols)
        Indices into the palette. They are taken one at a time.
    palette : ndarray of uint8, shape (colours, 3)
        At most MOST_COLOURS.
    durations : sequence of int
        Milliseconds of each frame.

    Raises
    ------
    ValueError
        If equal frames in a row last longer together than a GIF's frame can.
    """
    unchanged = len(palette)
    colours = np.concatenate([palette, [[255, 0, 255]]]).astype(np.uint8)
    parts = _changed_parts(frames, durations, np.uint8(unchanged))
    order = _commonest_first(parts)
    rank = np.argsort(order).tolist()
    sorted_colours = colours[order[: len(colours)]].tobytes()
    header, _ = getheader(Image.fromarray(parts[0][0]), sorted_colours, {"loop": 0})
    blocks = (_block(pixels, rank, rank[unchanged], *place) for pixels, *place in parts)
    return b"".join([*header, *blocks, b";"])


def _commonest_first(parts):
    """Sort all 256 indices by how many frames show them: most frames need the first few alone."""
    shown = sum(np.array(Image.fromarray(pixels).histogram()) > 0 for pixels, *_ in parts)
    return np.argsort(-shown, kind="stable")


def _block(pixels, rank, unchanged, corner, time):
    """Bytes of one frame: its time, its place, and its pixels in codes as short as they may be."""
    picture = Image.fromarray(pixels).point(rank)
    bits = max(2, picture.getextrema()[1].bit_length())
    control = pack("<3sBHBx", b"!\xf9\x04", 1, time // 10, unchanged)
    place = pack("<c4HxB", b",", *corner, *picture.size, bits)
    return control + place + picture.tobytes("gif", "L", bits, 0) + b"\0"


def _changed_parts(frames, durations, unchanged):
    """[pixels, corner, time] of each frame that is unlike the one before: all that changed in it.

    In this rectangle the last colour of the palette, which is never seen, stands for pixels that
    do not change. Long runs of it cost next to nothing, but short ones more than the pixels.
    """
    parts, before = [], unchanged  # so all of the first frame is new
    for frame, time in zip(frames, durations, strict=True):
        changed = frame != before
        if changed.any():
            rows, cols = box = bounding_box(changed)
            pixels = np.where(join_short_gaps(changed[box]), frame[box], unchanged)
            parts.append([pixels, (cols.start, rows.start), time])
        else:
            parts[-1][-1] += time
        if parts[-1][-1] > LONGEST:
            raise ValueError(
                "equal frames in a row last longer together than the 655 seconds that a GIF can "
                "hold: shorten their times"
            )
        before = frame
    return parts


def join_short_gaps(changed):
    """Join pixels that change across short gaps, in the order in which a GIF has them.

    Examples
    --------
    >>> join_short_gaps(np.array([[True, False, True], [False, False, False]]))
    array([[ True,  True,  True],
           [False, False, False]])
    """
    joined = changed.flatten()
    places = np.flatnonzero(joined)
    gaps = np.diff(places) - 1
    is_short = (gaps > 0) & (gaps <= SHORT_GAP)
    ends, gaps = places[1:][is_short], gaps[is_short]
    for back in range(1, SHORT_GAP + 1):
        joined[ends[gaps >= back] - back] = True
    return joined.reshape(changed.shape)
