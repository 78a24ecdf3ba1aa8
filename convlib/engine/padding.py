"""Padded images, whole or piece by piece, so that the engine never holds more than a piece."""

import numpy as np

from ..axis import overlap


def padded_part(image, rows, cols, padding, padding_mode, dtype, out=None):
    """Return some rows and columns of the padded image, in dtype.

    Parameters
    ----------
    image : ndarray, shape (..., H, W)
    rows, cols : range
        Places in the padded image, counted in cells from its first row and column.
    padding : ((int, int), (int, int))
        Cells above and below, left and right.
    padding_mode : {"zeros", "reflect", "replicate", "circular"}
    dtype : dtype
    out : ndarray, shape (..., len(rows), len(cols)), optional
        Where to put them.

    Returns
    -------
    ndarray, shape (..., len(rows), len(cols))
        ``out`` if it is given. Else a view of the image if nothing has to be added or converted,
        and a new array if something has.

    Examples
    --------
    >>> image = np.array([[1, 2], [3, 4]])
    >>> padded_part(image, range(1, 3), range(4), ((1, 0), (1, 1)), "replicate", image.dtype)
    array([[1, 1, 2, 2],
           [3, 3, 4, 4]])
    """
    inner_rows, image_rows = overlap(rows, padding[0][0], image.shape[-2])
    inner_cols, image_cols = overlap(cols, padding[1][0], image.shape[-1])
    inside = image[..., image_rows, image_cols]
    shape = (*image.shape[:-2], len(rows), len(cols))
    if out is None:
        if inside.shape == shape and inside.dtype == dtype:
            return inside
        out = np.empty(shape, dtype)
    out[..., inner_rows, inner_cols] = inside
    for strip in _strips(inner_rows, inner_cols):
        out[..., *strip] = 0
        if padding_mode != "zeros" and out[..., *strip].size:
            places = (
                _border_source(axis[part], before, size, padding_mode)
                for axis, part, (before, _), size in zip(
                    (rows, cols), strip, padding, image.shape[-2:], strict=True
                )
            )
            out[..., *strip] = image[..., *np.ix_(*places)]
    return out


def _strips(rows, cols):
    """Cut what surrounds rows × cols, two slices, into what lies above, below, left and right."""
    everything = slice(None)
    return (
        (slice(rows.start), everything),
        (slice(rows.stop, None), everything),
        (rows, slice(cols.start)),
        (rows, slice(cols.stop, None)),
    )


def _border_source(places, before, size, padding_mode):
    """Return which image cells some places in the padding repeat, along one axis of `size` cells.

    ``before`` counts the cells of padding in front of the image; the mode is not "zeros".
    """
    places = np.asarray(places, int) - before
    if padding_mode == "replicate":
        return np.clip(places, 0, size - 1)
    if padding_mode == "circular":
        return places % size
    return size - 1 - np.abs(size - 1 - np.abs(places))  # "reflect" does not repeat the edge
