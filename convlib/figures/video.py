"""An animation as a film, and at the size of a slide."""

from pathlib import Path
from tempfile import TemporaryDirectory

import imageio.v3 as iio
import numpy as np

RATE = 20  # frames a second: a time of 0.5 seconds is ten of them
WHITE = 255


def on_slide(frame, palette, size):
    """Enlarge a frame by a whole number, as often as it fits, and put it on white.

    Parameters
    ----------
    frame : ndarray, shape (rows, cols)
        Indices into the palette.
    palette : ndarray, shape (colours, 3)
    size : (int, int)
        Width and height in pixels.

    Returns
    -------
    ndarray, shape (height, width)

    Raises
    ------
    ValueError
        If the frame is larger than that.
    """
    width, height = size
    rows, cols = frame.shape
    scale = min(height // rows, width // cols)
    if scale < 1:
        raise ValueError(f"size={size} is too small: the picture has {cols}×{rows} pixels")
    white = np.flatnonzero((palette == WHITE).all(axis=1))[0]
    slide = np.full((height, width), white, frame.dtype)
    top, left = (height - rows * scale) // 2, (width - cols * scale) // 2
    large = frame.repeat(scale, axis=0).repeat(scale, axis=1)
    slide[top : top + rows * scale, left : left + cols * scale] = large
    return slide


def mp4(frames, palette, durations):
    """Return the bytes of a film, H.264 in an MP4 file, as any player and slide show takes it.

    Parameters
    ----------
    frames : iterable of ndarray, shape (rows, cols)
        Indices into the palette.
    palette : ndarray of uint8, shape (colours, 3)
    durations : sequence of int
        Milliseconds of each frame.

    Raises
    ------
    ImportError
        If imageio's plugin for films is not installed.
    """
    pictures = np.stack(
        [
            _even(palette[frame])
            for frame, time in zip(frames, durations, strict=True)
            for _ in range(max(1, round(time * RATE / 1000)))
        ]
    )
    with TemporaryDirectory() as folder:
        path = Path(folder, "film.mp4")
        try:
            iio.imwrite(path, pictures, plugin="FFMPEG", fps=RATE, macro_block_size=2)
        except ImportError:
            raise ImportError('films need an extra: pip install "convlib[video]"') from None
        return path.read_bytes()


def _even(picture):
    """Picture with an even number of rows and columns, which H.264 asks for; white is added."""
    rows, cols = picture.shape[:2]
    return np.pad(picture, ((0, rows % 2), (0, cols % 2), (0, 0)), constant_values=WHITE)
