"""A figure as pixels, as a PNG."""

from io import BytesIO

import numpy as np
from PIL import Image


def figure_png(figure):
    """Render a figure as a small PNG of at most 256 colours.

    Parameters
    ----------
    figure : matplotlib.figure.Figure

    Returns
    -------
    bytes
        The same at every call: neither dates nor versions are written into it.
    """
    indices, palette = indexed(pixels_of(figure))
    picture = Image.fromarray(indices)
    picture.putpalette(palette.tobytes())
    file = BytesIO()
    picture.save(file, format="PNG")
    return file.getvalue()


def pixels_of(figure):
    """Draw a figure and return its RGBA: ndarray of uint8, shape (rows, cols, 4)."""
    figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba())


def indexed(rgba, most=256):
    """Give opaque pictures one palette.

    The commonest colours stay exact, so that no tint shifts; the rest, mostly the smoothed edges
    of letters, take the nearest of them.

    Parameters
    ----------
    rgba : ndarray of uint8, shape (..., rows, cols, 4)
    most : int, optional
        Colours that the palette has at most.

    Returns
    -------
    indices : ndarray of uint8, shape (..., rows, cols)
    palette : ndarray of uint8, shape (colours, 3)
    """
    packed = rgba.view(np.uint32)[..., 0]
    colours, inverse, counts = np.unique(packed, return_inverse=True, return_counts=True)
    rgb = colours.view(np.uint8).reshape(-1, 4)[:, :3]
    palette = rgb[np.argsort(-counts, kind="stable")[:most]]
    distances = ((rgb[:, None].astype(int) - palette) ** 2).sum(axis=2)
    nearest = distances.argmin(axis=1).astype(np.uint8)
    return nearest[inverse].reshape(packed.shape), palette
