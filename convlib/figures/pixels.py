"""A figure as pixels, as a PNG."""

from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
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
    return png_of(pixels_of(figure))


def png_of(rgba):
    """Render opaque pixels, shape (rows, cols, 4), as a small PNG of at most 256 colours."""
    indices, palette = indexed(rgba)
    picture = Image.fromarray(indices)
    picture.putpalette(palette.tobytes())
    file = BytesIO()
    picture.save(file, format="PNG")
    return file.getvalue()


def pixels_of(figure):
    """Draw a figure and return its RGBA: ndarray of uint8, shape (rows, cols, 4)."""
    if not hasattr(figure.canvas, "buffer_rgba"):
        FigureCanvasAgg(figure)  # a figure made without pyplot has no canvas to draw on
    figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba())


def indexed(rgba, most=256):
    """Give opaque pictures one palette.

    Where they have more colours than it has room for, the commonest stay exact, so that no tint
    shifts; the rest, mostly the smoothed edges of letters, take the nearest in the palette.

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
    rgb = colours.view(np.uint8).reshape(-1, 4)[:, :3].astype(int)
    chosen = np.argsort(-counts, kind="stable")
    if len(rgb) > most:
        chosen = _with_farthest(rgb, chosen[: most // 2], most)
    nearest = _distances(rgb[:, None], rgb[chosen]).argmin(axis=1).astype(np.uint8)
    return nearest[inverse].reshape(packed.shape), rgb[chosen].astype(np.uint8)


def _with_farthest(rgb, chosen, most):
    """Add the colour farthest from all that are chosen, again and again: no hue is left out."""
    chosen = list(chosen)
    distances = _distances(rgb[:, None], rgb[chosen]).min(axis=1)
    while len(chosen) < most:
        chosen.append(distances.argmax())
        distances = np.minimum(distances, _distances(rgb, rgb[chosen[-1]]))
    return chosen


def _distances(one, other):
    return ((one - other) ** 2).sum(axis=-1)


def bounding_box(mask):
    """Rows and columns, as slices, of the smallest box that holds what is true in a mask.

    Examples
    --------
    >>> bounding_box(np.array([[False, False, False], [False, True, True]]))
    (slice(1, 2, None), slice(1, 3, None))
    """
    lines = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
    return tuple(slice(int(found[0]), int(found[-1]) + 1) for found in lines)
