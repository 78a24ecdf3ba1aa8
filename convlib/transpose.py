"""Transposed convolution: four loops that stamp, and one function to use."""

from typing import SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from .arguments import (
    AXES,
    PaddingLike,
    Pair,
    PairLike,
    Sides,
    as_pair,
    as_plane,
    as_sides,
)
from .axis import count_stamped
from .conv import used, with_bias
from .engine import Setting
from .engine.stamps import stamp
from .operands import as_operands, result_dtypes


@np.errstate(invalid="ignore", over="ignore")  # NaN and infinity are lawful values here
def conv_transpose2d_loops(
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    output_padding: PairLike = 0,
    dilation: PairLike = 1,
) -> np.ndarray:
    """Stamp a kernel once for each cell of an image: the definition, written to be read.

    Parameters
    ----------
    image : array_like, shape (H, W)
    kernel : array_like, shape (kH, kW)
    stride, padding, output_padding, dilation : optional
        As in `conv_transpose2d`.

    Returns
    -------
    ndarray, shape (oH, oW)
        Floats and complex in ``np.result_type(image, kernel)``, integers and bool in int64.

    See Also
    --------
    conv_transpose2d : the same sums, hundreds of times faster, with channels and batches.

    Examples
    --------
    >>> conv_transpose2d_loops([[1, 2, 3]], [[1, 10, 100]], stride=2)
    array([[  1,  10, 102,  20, 203,  30, 300]])
    """
    image, kernel = as_plane(image, "image"), as_plane(kernel, "kernel")
    setting, size = _read_setting(
        image.shape, kernel.shape, stride, padding, output_padding, dilation
    )
    dtype, working = result_dtypes(image=image, kernel=kernel)
    image, kernel = image.astype(working), kernel.astype(working)
    (s_rows, s_cols), (d_rows, d_cols) = setting.stride, setting.dilation
    (top, bottom), (left, right) = setting.padding
    stamped = np.zeros((top + size[0] + bottom, left + size[1] + right), working)
    for row in range(image.shape[0]):
        for col in range(image.shape[1]):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    cell = row * s_rows + i * d_rows, col * s_cols + j * d_cols
                    stamped[cell] += image[row, col] * kernel[i, j]
    return stamped[top : top + size[0], left : left + size[1]].astype(dtype)


def conv_transpose2d(
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    bias: ArrayLike | None = None,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    output_padding: PairLike = 0,
    groups: SupportsIndex = 1,
    dilation: PairLike = 1,
) -> np.ndarray:
    """Stamp a kernel once for each cell of an image, scaled by the cell, and add the stamps up.

    This is the adjoint of `conv2d` with the same kernel, stride, padding and dilation: it leads
    from a feature map back to the size of an image, though not to the image itself.

    Parameters
    ----------
    image : array_like, shape (..., H, W); with a 4-D kernel (C, H, W) or (N, C, H, W)
        With a 2-D kernel every leading plane is stamped by itself.
    kernel : array_like, shape (kH, kW) or (C, O/groups, kH, kW)
        As in PyTorch, the channels come first: it is the kernel of the `conv2d` that would lead
        from O channels to C.
    bias : array_like, optional
        Added to the result: one number with a 2-D kernel, O numbers with a 4-D kernel.
    stride : int or (int, int), optional
        Cells from one stamp to the next, (rows, cols).
    padding : int, (int, int) or ((int, int), (int, int)), optional
        Cells taken off around the result: those that a convolution with this padding adds.
    output_padding : int or (int, int), optional
        Cells added at the bottom and right, less than the stride or the dilation. They tell apart
        the image sizes that a convolution makes one size of, and hold what the stamps bring there.
    groups : int, optional
        Parts into which the channels are cut; each part of the outputs is stamped by one part of C.
    dilation : int or (int, int), optional
        Cells from one tap of a stamp to the next; 1 leaves no gap.

    Returns
    -------
    ndarray, shape (..., oH, oW); with a 4-D kernel (O, oH, oW) or (N, O, oH, oW)
        ``o = (i - 1) * s - p_before - p_after + k̂ + output_padding`` per axis. Floats and complex
        have dtype ``np.result_type(image, kernel, bias)``; integers and bool are summed exactly,
        as int64.

    Raises
    ------
    ValueError
        If shapes do not fit each other, or a value is out of range.
    TypeError
        If an argument is not made of numbers, or a size is not an integer.

    See Also
    --------
    conv_transpose2d_loops : the same sums as four loops.

    Notes
    -----
    Padding by name ("same", "full") is refused: it depends on the size of the image that the
    convolution was given. NaN and infinity reach exactly the cells that their stamps or taps reach.
    Meaning and sizes: `torch.nn.ConvTranspose2d`; Dumoulin & Visin (2016), "A guide to
    convolution arithmetic for deep learning", §4.

    Examples
    --------
    >>> conv_transpose2d([[1, 2, 3]], [[1, 10, 100]], stride=2)
    array([[  1,  10, 102,  20, 203,  30, 300]])
    >>> conv_transpose2d([[1, 2, 3]], [[1, 10, 100]], stride=2, padding=((0, 0), (1, 1)),
    ...                  output_padding=(0, 1))
    array([[ 10, 102,  20, 203,  30, 300]])
    >>> conv_transpose2d(np.ones((8, 16, 32, 32)), np.ones((16, 3, 4, 4)), stride=2).shape
    (8, 3, 66, 66)
    """
    given = as_operands(image, kernel, bias, groups, transposed=True)
    setting, size = _read_setting(
        given.image.shape[-2:],
        given.kernel.shape[-2:],
        stride,
        padding,
        output_padding,
        dilation,
        given.groups,
    )
    maps = stamp(given.image, given.kernel, setting, size, given.working)
    if given.bias is not None or given.dtype != given.working:
        maps = with_bias(maps, given.bias, given.dtype)
    return maps.reshape(*given.leading, *size)


def _read_setting(
    input_size: Pair,
    kernel_size: Pair,
    stride: PairLike,
    padding: PaddingLike,
    output_padding: PairLike,
    dilation: PairLike,
    groups: int = 1,
) -> tuple[Setting, Pair]:
    """Read the setting of the convolution that leads back, and the size of the result."""
    stride, dilation = as_pair(stride, "stride", 1), as_pair(dilation, "dilation", 1)
    sides = as_cells(padding)
    added = as_output_padding(output_padding, stride, dilation)
    rows, cols = map(count_stamped, input_size, kernel_size, stride, sides, added, dilation)
    for name, cells in zip(AXES, (rows, cols), strict=True):
        if cells < 1:
            raise ValueError(
                f"padding={padding!r} takes off all {name} that the stamps cover and leaves "
                f"{cells}: reduce padding, or add output_padding"
            )
    stride, dilation = used(stride, input_size), used(dilation, kernel_size)
    return Setting(stride, sides, dilation, groups, "zeros", input_size), (rows, cols)


def as_cells(padding: PaddingLike) -> Sides:
    """Read padding in cells, or refuse a name."""
    if isinstance(padding, str):
        raise ValueError(
            f"padding={padding!r} depends on the image that the convolution was given, which a "
            "transposed one does not know: give cells, as in ((top, bottom), (left, right))"
        )
    return as_sides(padding)


def as_output_padding(output_padding: PairLike, stride: Pair, dilation: Pair) -> Pair:
    """Read the cells added at the bottom and right, or refuse more than tell sizes apart."""
    added = as_pair(output_padding, "output_padding", 0)
    for name, cells, *most in zip(AXES, added, stride, dilation, strict=True):
        if cells >= max(most):
            raise ValueError(
                f"output_padding={output_padding!r} must be less than the stride or the dilation: "
                f"use at most {max(most) - 1} along the {name}, or a larger stride"
            )
    return added
