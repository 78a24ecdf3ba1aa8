"""Pooling: what a window holds, as its largest cell or as its mean, and the gradients of both."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    AXES,
    PaddingLike,
    PairLike,
    as_numbers,
    as_padding,
    as_pair,
    check_image,
)
from .axis import Axis, count_pooled
from .engine import pools
from .geometry import ConvGeometry
from .operands import result_dtypes


class Pooling(NamedTuple):
    """An image as planes, and the two axes along which windows slide over it."""

    planes: np.ndarray  # (N, H, W)
    axes: tuple[Axis, Axis]
    map_shape: tuple[int, ...]  # of the result, as the caller knows it


def max_pool2d(
    image: ArrayLike,
    kernel_size: PairLike,
    *,
    stride: PairLike | None = None,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    ceil_mode: bool = False,
) -> np.ndarray:
    """Slide a window over an image: at each position, keep the largest cell.

    Parameters
    ----------
    image : array_like of real numbers or bool, shape (..., H, W)
        Every leading plane is pooled by itself.
    kernel_size : int or (int, int)
        Rows and columns of the window.
    stride : int or (int, int), optional
        Cells from one position to the next; as many as the window has, if not given.
    padding : int, (int, int), ((int, int), (int, int)) or {"valid", "same", "full"}, optional
        As in `conv2d`, but the cells added are never the largest.
    dilation : int or (int, int), optional
        Cells from one cell of a window to the next; 1 leaves no gap.
    ceil_mode : bool, optional
        Let a last window reach beyond the padding, where it begins on the image or the padding
        before it.

    Returns
    -------
    ndarray, shape (..., oH, oW)
        ``o = (i + p_before + p_after - k̂) / s + 1`` per axis, rounded down, or up in ``ceil_mode``
        and one less if ``(o - 1) * s >= i + p_before``. It has the image's dtype.

    Raises
    ------
    ValueError
        If a value is out of range, or a window holds nothing but padding.
    TypeError
        If the image is not made of real numbers, or a size is not an integer.

    Notes
    -----
    A window that holds NaN gives NaN, as in PyTorch: `torch.nn.MaxPool2d`.

    Examples
    --------
    >>> max_pool2d([[1, 5, 2, 0], [3, 4, 9, 7]], 2)
    array([[5, 9]])
    >>> max_pool2d([[1, 2, 3, 4, 5]], (1, 2), ceil_mode=True)
    array([[2, 4, 5]])
    """
    image = _as_real(image)
    pooling = _read_pooling(image, kernel_size, stride, padding, dilation, ceil_mode)
    _check_windows(pooling.axes, padding)
    lowest = pools.lowest(image.dtype)
    maps = pools.pool(np.maximum, pooling.planes, pooling.axes, lowest, image.dtype)
    return maps.reshape(pooling.map_shape)


def avg_pool2d(
    image: ArrayLike,
    kernel_size: PairLike,
    *,
    stride: PairLike | None = None,
    padding: PaddingLike = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> np.ndarray:
    """Slide a window over an image: at each position, take the mean of the cells.

    Parameters
    ----------
    image : array_like, shape (..., H, W)
        Every leading plane is pooled by itself.
    kernel_size, stride, padding, ceil_mode : optional
        As in `max_pool2d`; the cells added are zeros.
    count_include_pad : bool, optional
        Divide by all cells of a window that lie on the image or its padding; if False, by those
        on the image. What a last window in ``ceil_mode`` has beyond the padding is not counted.

    Returns
    -------
    ndarray, shape (..., oH, oW)
        Sizes as in `max_pool2d`. Floats and complex keep their dtype, integers and bool give
        float64.

    Raises
    ------
    ValueError, TypeError
        As in `max_pool2d`; a window of nothing but padding has the mean 0 where padding counts.

    Notes
    -----
    float16 is summed in float32; integers exactly, or in float64 where their sum lies beyond 2**62.
    See `torch.nn.AvgPool2d`.

    Examples
    --------
    >>> avg_pool2d([[1, 5, 2, 0], [3, 4, 9, 7]], 2)
    array([[3.25, 4.5 ]])
    >>> avg_pool2d([[2, 4]], (1, 2), stride=1, padding=(0, 1))
    array([[1., 3., 2.]])
    >>> avg_pool2d([[2, 4]], (1, 2), stride=1, padding=(0, 1), count_include_pad=False)
    array([[2., 3., 4.]])
    """
    image = as_numbers(image, "image")
    pooling = _read_pooling(image, kernel_size, stride, padding, 1, ceil_mode)
    counts = _cell_counts(pooling.axes, padding, count_include_pad)
    dtype, working = result_dtypes(image=image)
    with np.errstate(invalid="ignore", over="ignore"):  # NaN and infinity are lawful values
        sums = pools.pool(np.add, pooling.planes, pooling.axes, 0, working)
        if working.kind == "i" and _may_outgrow_int64(image, counts):
            rough = pools.pool(np.add, pooling.planes, pooling.axes, 0, np.dtype(float))
            sums = np.where(np.abs(rough) < 2.0**62, sums, rough)
        means = np.divide(sums, counts, dtype=_mean_dtype(working), casting="same_kind")
        return means.reshape(pooling.map_shape).astype(_mean_dtype(dtype), copy=False)


def max_pool2d_gradient(
    gradient: ArrayLike,
    image: ArrayLike,
    kernel_size: PairLike,
    *,
    stride: PairLike | None = None,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    ceil_mode: bool = False,
) -> np.ndarray:
    """Lead a gradient back through `max_pool2d`: each cell goes to the largest of its window.

    Parameters
    ----------
    gradient : array_like, shape of what `max_pool2d` returns
    image : array_like of real numbers or bool, shape (..., H, W)
    kernel_size, stride, padding, dilation, ceil_mode : optional
        As they were given to `max_pool2d`.

    Returns
    -------
    ndarray, shape (..., H, W)
        Floats have dtype ``np.result_type(gradient, image)``; integers and bool are summed
        exactly, as int64.

    Raises
    ------
    ValueError, TypeError
        As in `max_pool2d`, and if the gradient's shape does not fit.

    Notes
    -----
    Of equal cells the first in reading order takes it all; of several NaN, the last: as PyTorch.

    Examples
    --------
    >>> max_pool2d_gradient([[10, 20]], [[1, 5, 2, 0], [3, 4, 9, 7]], 2)
    array([[ 0, 10,  0,  0],
           [ 0,  0, 20,  0]])
    """
    gradient, image = as_numbers(gradient, "gradient"), _as_real(image)
    pooling = _read_pooling(image, kernel_size, stride, padding, dilation, ceil_mode)
    _check_windows(pooling.axes, padding)
    maps = _as_maps(gradient, pooling)
    dtype, working = _gradient_dtypes(gradient, image)
    with np.errstate(invalid="ignore", over="ignore"):  # NaN and infinity are lawful values
        result = pools.spread_to_largest(
            maps.astype(working, copy=False), pooling.planes, pooling.axes, working
        )
        return result.reshape(image.shape).astype(dtype, copy=False)


def avg_pool2d_gradient(
    gradient: ArrayLike,
    image: ArrayLike,
    kernel_size: PairLike,
    *,
    stride: PairLike | None = None,
    padding: PaddingLike = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> np.ndarray:
    """Lead a gradient back through `avg_pool2d`: each cell is shared out among its window.

    Parameters
    ----------
    gradient : array_like, shape of what `avg_pool2d` returns
    image : array_like, shape (..., H, W)
        Only its shape and dtype matter.
    kernel_size, stride, padding, ceil_mode, count_include_pad : optional
        As they were given to `avg_pool2d`.

    Returns
    -------
    ndarray, shape (..., H, W)
        Floats and complex have dtype ``np.result_type(gradient, image)``; integers and bool give
        float64.

    Raises
    ------
    ValueError, TypeError
        As in `avg_pool2d`, and if the gradient's shape does not fit.

    Examples
    --------
    >>> avg_pool2d_gradient([[4, 8]], [[1, 5, 2, 0], [3, 4, 9, 7]], 2)
    array([[1., 1., 2., 2.],
           [1., 1., 2., 2.]])
    """
    gradient, image = as_numbers(gradient, "gradient"), as_numbers(image, "image")
    pooling = _read_pooling(image, kernel_size, stride, padding, 1, ceil_mode)
    counts = _cell_counts(pooling.axes, padding, count_include_pad)
    dtype, working = map(_mean_dtype, _gradient_dtypes(gradient, image))
    maps = _as_maps(gradient, pooling)
    with np.errstate(invalid="ignore", over="ignore"):  # NaN and infinity are lawful values
        shares = np.divide(maps, counts, dtype=working, casting="same_kind")
        result = pools.spread(shares, pooling.axes, working)
        return result.reshape(image.shape).astype(dtype, copy=False)


def _as_real(image: ArrayLike) -> np.ndarray:
    array = as_numbers(image, "image")
    if array.dtype.kind == "c":
        raise TypeError(
            f"image has dtype {array.dtype}: complex numbers have no largest, give real ones"
        )
    return array


def _read_pooling(
    image: np.ndarray,
    kernel_size: PairLike,
    stride: PairLike | None,
    padding: PaddingLike,
    dilation: PairLike,
    ceil_mode: bool,
) -> Pooling:
    """Read what pooling needs to know of the sizes, or refuse it."""
    check_image(image)
    input_size, size = image.shape[-2:], as_pair(kernel_size, "kernel_size", 1)
    stride = size if stride is None else as_pair(stride, "stride", 1)
    dilation = as_pair(dilation, "dilation", 1)
    sides = as_padding(padding, input_size, size, stride, dilation)
    both = (bool(ceil_mode),) * 2
    output = tuple(map(count_pooled, input_size, size, stride, sides, dilation, both))
    if 0 in output:
        ConvGeometry(input_size, size, stride, sides, dilation)  # It says what does not fit.
    rows, cols = map(Axis, input_size, size, stride, *zip(*sides, strict=True), dilation, output)
    planes = image.reshape(-1, *input_size)
    return Pooling(planes, (rows, cols), (*image.shape[:-2], *output))


def _check_windows(axes: tuple[Axis, Axis], padding: PaddingLike) -> None:
    """Raise ValueError where a window holds nothing but padding."""
    for name, axis in zip(AXES, axes, strict=True):
        if 0 in _met(axis):
            raise ValueError(
                f"padding={padding!r} leaves windows without a cell of the image along the "
                f"{name}: reduce padding or dilation, or use a larger kernel_size"
            )


def _cell_counts(
    axes: tuple[Axis, Axis], padding: PaddingLike, count_include_pad: bool
) -> np.ndarray:
    """Count the cells that each mean is divided by, shape (oH, oW)."""
    if not count_include_pad:
        _check_windows(axes, padding)
        return np.outer(*map(_met, axes))
    return np.outer(*(_met(axis._replace(input=axis.padded, before=0)) for axis in axes))


def _may_outgrow_int64(image: np.ndarray, counts: np.ndarray) -> bool:
    """Return whether so many cells of an image of integers may add up to more than int64 holds."""
    largest = max(map(abs, (int(image.max()), int(image.min())))) if image.size else 0
    return largest * int(counts.max(initial=0)) > np.iinfo(np.int64).max


def _met(axis: Axis) -> np.ndarray:
    """Count how many cells of the image each window meets, along one axis."""
    met = np.zeros(int(axis.output), int)
    for tap in range(axis.kernel):
        met[axis.meeting(tap)[0]] += 1
    return met


def _as_maps(gradient: np.ndarray, pooling: Pooling) -> np.ndarray:
    if gradient.shape != pooling.map_shape:
        raise ValueError(
            f"gradient has shape {gradient.shape}: with this image and setting pooling returns "
            f"{pooling.map_shape}, so give one number for each of these cells"
        )
    return gradient.reshape(-1, *pooling.map_shape[-2:])


def _gradient_dtypes(gradient: np.ndarray, image: np.ndarray) -> tuple[np.dtype, np.dtype]:
    """Return `result_dtypes`; of the image only the dtype counts, as its cells are not summed."""
    return result_dtypes(gradient=gradient, image=image[..., :0, :0])


def _mean_dtype(dtype: np.dtype) -> np.dtype:
    """Return the dtype of a mean: float64 for integers."""
    return np.dtype(float) if dtype.kind == "i" else dtype
