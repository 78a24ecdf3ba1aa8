"""2D convolution: four loops to read, and one function to use."""

from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    PaddingLike,
    Pair,
    PairLike,
    Sides,
    as_numbers,
    as_padding,
    as_pair,
    as_plane,
    as_sides,
    check_image,
    check_padding_mode,
)
from .axis import count_positions
from .engine import Setting, correlate, padded_part
from .geometry import ConvGeometry
from .operands import as_operands, result_dtypes


@np.errstate(invalid="ignore", over="ignore")  # NaN and infinity are lawful values here
def conv2d_loops(
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
) -> np.ndarray:
    """Slide a kernel over one image with four loops: the definition, written to be read.

    Parameters
    ----------
    image : array_like, shape (H, W)
    kernel : array_like, shape (kH, kW)
    stride, padding, dilation : optional
        As in `conv2d`; padding is zeros.

    Returns
    -------
    ndarray, shape (oH, oW)
        Floats and complex in ``np.result_type(image, kernel)``, integers and bool in int64.

    See Also
    --------
    conv2d : the same sums, hundreds of times faster, with channels and batches.

    Examples
    --------
    >>> conv2d_loops([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, -1]])
    array([[-4, -4],
           [-4, -4]])
    """
    image, kernel = as_plane(image, "image"), as_plane(kernel, "kernel")
    geometry = ConvGeometry(image.shape, kernel.shape, stride, padding, dilation)
    dtype, working = result_dtypes(image=image, kernel=kernel)
    image, kernel = add_padding(image.astype(working), geometry.padding), kernel.astype(working)
    (s_rows, s_cols), (d_rows, d_cols) = geometry.stride, geometry.dilation
    feature_map = np.zeros(geometry.output_size, working)
    for row in range(feature_map.shape[0]):
        for col in range(feature_map.shape[1]):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    cell = image[row * s_rows + i * d_rows, col * s_cols + j * d_cols]
                    feature_map[row, col] += cell * kernel[i, j]
    return feature_map.astype(dtype)


def conv2d(
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    bias: ArrayLike | None = None,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    groups: SupportsIndex = 1,
    padding_mode: str = "zeros",
    flip_kernel: bool = False,
) -> np.ndarray:
    """Slide a kernel over an image: at each position, multiply and add up.

    Parameters
    ----------
    image : array_like, shape (..., H, W); with a 4-D kernel (C, H, W) or (N, C, H, W)
        With a 2-D kernel every leading plane is filtered by itself. A photo of shape (H, W, 3)
        is not that: it would be taken as H planes of W rows and 3 columns. Use
        `apply_filter_to_image` for photos.
    kernel : array_like, shape (kH, kW) or (O, C/groups, kH, kW)
        Any size, also even, or larger than the image once padding makes room.
    bias : array_like, optional
        Added to the feature map: one number with a 2-D kernel, O numbers with a 4-D kernel.
    stride : int or (int, int), optional
        Cells from one position to the next, (rows, cols).
    padding : int, (int, int), ((int, int), (int, int)) or {"valid", "same", "full"}, optional
        Cells added around the image: on every side, (rows, cols), or
        ((top, bottom), (left, right)). "same" gives o = ⌈i/s⌉ with the odd cell at the
        bottom/right; "full" gives every position in which a tap can meet the image.
    dilation : int or (int, int), optional
        Cells from one tap to the next; 1 leaves no gap.
    groups : int, optional
        Parts into which the channels are cut; each part of the outputs sees one part of C.
    padding_mode : {"zeros", "reflect", "replicate", "circular"}, optional
        What the added cells hold: 0, the image mirrored about its outermost cells, those cells
        repeated, or the image's far side.
    flip_kernel : bool, optional
        False is cross-correlation, as in deep-learning libraries; True turns the kernel by 180°
        first: the convolution of signal processing.

    Returns
    -------
    ndarray, shape (..., oH, oW); with a 4-D kernel (O, oH, oW) or (N, O, oH, oW)
        ``o = (i + p_before + p_after - k̂) // s + 1`` per axis. Floats and complex have dtype
        ``np.result_type(image, kernel, bias)``; integers and bool are summed exactly, as int64.

    Raises
    ------
    ValueError
        If shapes do not fit each other, or a value is out of range.
    TypeError
        If an argument is not made of numbers, or a size is not an integer.

    Notes
    -----
    float16 is summed in float32. NaN and infinity reach exactly the cells whose window holds
    them. An integer sum beyond int64 wraps, as everywhere in NumPy. Sizes: Dumoulin & Visin (2016),
    "A guide to convolution arithmetic for deep learning".

    Floats are rounded, and how depends on the path that is fastest. Expect errors of some units in
    the last place of the largest results: about 1e-6 of them in float32, 1e-15 in float64. Floats
    under a large kernel go through an FFT, whose rounding is relative to the largest values
    nearby. 3×3 kernels at stride 1 that see and give at least 64 channels go through Winograd's
    algorithm, whose rounding is relative to the largest value in the window times the sum of its
    weights, and at most about one unit in the last place of that. Whole numbers stay exact while
    this product is below 2**18 in float32, 2**47 in float64.

    Examples
    --------
    >>> conv2d([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, -1]])
    array([[-4, -4],
           [-4, -4]])
    >>> conv2d([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 1]], stride=2, padding="same")
    array([[ 3,  3],
           [15,  9]])
    >>> conv2d(np.ones((8, 3, 32, 32)), np.ones((16, 3, 3, 3)), padding=1).shape
    (8, 16, 32, 32)
    """
    given = as_operands(image, kernel, bias, groups)
    setting = read_setting(
        given.given_shape,
        given.kernel.shape[-2:],
        stride,
        padding,
        dilation,
        given.groups,
        padding_mode,
    )
    weights = given.kernel[..., ::-1, ::-1] if flip_kernel else given.kernel
    maps = correlate(given.image, weights, setting, given.working)
    if given.bias is not None or given.dtype != given.working:
        maps = with_bias(maps, given.bias, given.dtype)
    return maps.reshape(*given.leading, *setting.output_size)


@np.errstate(invalid="ignore", over="ignore")
def with_bias(maps: np.ndarray, bias: Any, dtype: np.dtype) -> np.ndarray:
    """Add a bias, one number for each output or one for all, to maps (N, O, oH, oW), in dtype."""
    if bias is not None:
        maps += np.reshape(bias, (-1, 1, 1)).astype(maps.dtype)
    return maps.astype(dtype, copy=False)


def add_padding(
    image: ArrayLike, padding: PaddingLike, *, padding_mode: str = "zeros"
) -> np.ndarray:
    """Return an image with cells added around its last two axes.

    Parameters
    ----------
    image : array_like, shape (..., H, W)
    padding : int, (int, int) or ((int, int), (int, int))
        Cells on every side, (rows, cols), or ((top, bottom), (left, right)).
    padding_mode : {"zeros", "reflect", "replicate", "circular"}, optional
        What the added cells hold, as in `conv2d`.

    Returns
    -------
    ndarray, shape (..., top + H + bottom, left + W + right)
        A new array with the image's dtype.

    Raises
    ------
    ValueError, TypeError
        If padding is negative or not made of integers, or too large for its mode.

    Examples
    --------
    >>> add_padding([[1, 2], [3, 4]], (0, 1))
    array([[0, 1, 2, 0],
           [0, 3, 4, 0]])
    >>> add_padding([[1, 2, 3]], ((0, 0), (0, 2)), padding_mode="reflect")
    array([[1, 2, 3, 2, 1]])
    """
    image = as_numbers(image, "image")
    if isinstance(padding, str):
        raise ValueError(
            f"padding={padding!r} depends on the kernel: give cells, or use conv2d's padding"
        )
    check_image(image)
    padding = as_sides(padding)
    check_padding_mode(padding_mode, padding, image.shape[-2:])
    rows, cols = (
        range(size + sum(sides)) for size, sides in zip(image.shape[-2:], padding, strict=True)
    )
    return np.array(padded_part(image, rows, cols, padding, padding_mode, image.dtype))


def read_setting(
    image_shape: tuple[int, ...],
    kernel_size: Pair,
    stride: PairLike,
    padding: PaddingLike,
    dilation: PairLike,
    groups: int = 1,
    padding_mode: str = "zeros",
) -> Setting:
    """Read what the engine needs to know of the sizes, or refuse it."""
    input_size = image_shape[-2], image_shape[-1]
    stride, dilation = as_pair(stride, "stride", 1), as_pair(dilation, "dilation", 1)
    padding = as_padding(padding, input_size, kernel_size, stride, dilation)
    check_padding_mode(padding_mode, padding, input_size)
    rows, cols = map(count_positions, input_size, kernel_size, stride, padding, dilation)
    size = rows, cols
    if 0 in size:
        _explain_misfit(image_shape, kernel_size, stride, padding, dilation)
    if 1 in size or 1 in kernel_size:  # A distance without steps may be too large for the engine.
        stride, dilation = used(stride, size), used(dilation, kernel_size)
    return Setting(stride, padding, dilation, groups, padding_mode, size)


def used(distances: Pair, counts: Pair) -> Pair:
    """Return the distances from each position or tap to the next, 1 where there is only one."""
    rows, cols = (
        distance if count > 1 else 1 for distance, count in zip(distances, counts, strict=True)
    )
    return rows, cols


def _explain_misfit(
    shape: tuple[int, ...], kernel_size: Pair, stride: Pair, padding: Sides, dilation: Pair
) -> None:
    """Raise what `ConvGeometry` says of a kernel without room, and of photos what they need."""
    try:
        ConvGeometry(shape[-2:], kernel_size, stride, padding, dilation)
    except ValueError as error:
        if len(shape) < 3 or shape[-1] > 4:
            raise
        raise ValueError(
            f"{error}. An image of shape {shape} is taken as planes of "
            f"{shape[-2]} rows and {shape[-1]} columns; if it is a photo "
            "(H, W, channels), use apply_filter_to_image"
        ) from None
