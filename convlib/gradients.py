"""The gradients of a convolution: four loops to read, and one function to use."""

from typing import Any, NamedTuple, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from .arguments import PaddingLike, PairLike, as_numbers, as_plane
from .conv import add_padding, read_setting
from .engine.stamps import stamp
from .engine.weights import kernel_gradient
from .operands import as_operands, result_dtypes


class Gradients(NamedTuple):
    """How a number changes with each cell of an image, with each weight, and with each bias."""

    image: np.ndarray  # the image's shape
    kernel: np.ndarray  # the kernel's shape
    bias: Any  # one number for each output; with a 2-D kernel a single number


@np.errstate(invalid="ignore", over="ignore")  # NaN and infinity are lawful values here
def conv2d_gradients_loops(
    gradient: ArrayLike,
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
) -> Gradients:
    """Take each product of `conv2d_loops` apart again: the definition, written to be read.

    Parameters
    ----------
    gradient : array_like, shape (oH, oW)
    image : array_like, shape (H, W)
    kernel : array_like, shape (kH, kW)
    stride, padding, dilation : optional
        As in `conv2d`; padding is zeros.

    Returns
    -------
    Gradients

    See Also
    --------
    conv2d_gradients : the same sums, hundreds of times faster, with channels and batches.

    Examples
    --------
    >>> conv2d_gradients_loops([[1, 10]], [[1, 2, 3]], [[4, 5]])
    Gradients(image=array([[ 4, 45, 50]]), kernel=array([[21, 32]]), bias=np.int64(11))
    """
    gradient, image = as_plane(gradient, "gradient"), as_plane(image, "image")
    kernel = as_plane(kernel, "kernel")
    setting = read_setting(image.shape, kernel.shape, stride, padding, dilation)
    _check_gradient(gradient, setting.output_size)
    dtype, working = result_dtypes(gradient=gradient, image=image, kernel=kernel)
    # Of complex numbers the conjugates are taken; real numbers are their own.
    padded = add_padding(image.astype(working).conj(), setting.padding)
    gradient, kernel = gradient.astype(working), kernel.astype(working).conj()
    (s_rows, s_cols), (d_rows, d_cols) = setting.stride, setting.dilation
    of_image, of_kernel = np.zeros_like(padded), np.zeros_like(kernel)
    for row in range(gradient.shape[0]):
        for col in range(gradient.shape[1]):
            for i in range(kernel.shape[0]):
                for j in range(kernel.shape[1]):
                    cell = row * s_rows + i * d_rows, col * s_cols + j * d_cols
                    of_image[cell] += gradient[row, col] * kernel[i, j]
                    of_kernel[i, j] += gradient[row, col] * padded[cell]
    (top, _), (left, _) = setting.padding
    of_image = of_image[top : top + image.shape[0], left : left + image.shape[1]]
    return Gradients(of_image.astype(dtype), of_kernel.astype(dtype), gradient.sum().astype(dtype))


@np.errstate(invalid="ignore", over="ignore")  # NaN and infinity are lawful values here
def conv2d_gradients(
    gradient: ArrayLike,
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    groups: SupportsIndex = 1,
) -> Gradients:
    """Lead a gradient back through `conv2d`, to its image, its kernel and its bias.

    Parameters
    ----------
    gradient : array_like, shape of what `conv2d` returns
        How a number, such as an error to make small, changes with each cell of the feature maps.
    image : array_like, shape (..., H, W); with a 4-D kernel (C, H, W) or (N, C, H, W)
    kernel : array_like, shape (kH, kW) or (O, C/groups, kH, kW)
    stride, padding, dilation, groups : optional
        As in `conv2d`, and as they were given to it; padding is zeros.

    Returns
    -------
    Gradients
        How the number changes with each cell of the image (``image``, of its shape), with each
        weight (``kernel``, of its shape), and with each bias (``bias``, shape (O,), or a single
        number with a 2-D kernel). Floats and complex have dtype
        ``np.result_type(gradient, image, kernel)``; integers and bool are summed exactly, as int64.

    Raises
    ------
    ValueError
        If shapes do not fit each other, or a value is out of range.
    TypeError
        If an argument is not made of numbers, or a size is not an integer.

    See Also
    --------
    conv2d_gradients_loops : the same sums as four loops.
    conv_transpose2d : what leads the gradient back to the image.

    Notes
    -----
    A cell of the image changes the feature maps by the weights it meets: each gradient stamps the
    kernel, as in a transposed convolution (Dumoulin & Visin 2016, §4). A weight changes them by the
    cells it meets: each gradient adds its window, padding included. For complex numbers, image and
    kernel are conjugated as in PyTorch, so that a step against the gradient goes down.

    Examples
    --------
    >>> gradients = conv2d_gradients([[1, 10]], [[1, 2, 3]], [[4, 5]])
    >>> gradients.image
    array([[ 4, 45, 50]])
    >>> gradients.kernel, gradients.bias
    (array([[21, 32]]), np.int64(11))
    """
    gradient, kernel = as_numbers(gradient, "gradient"), as_numbers(kernel, "kernel")
    given = as_operands(image, kernel, None, groups)
    size = given.kernel.shape[-2:]
    setting = read_setting(given.given_shape, size, stride, padding, dilation, given.groups)
    _check_gradient(gradient, (*given.leading, *setting.output_size))
    dtype, working = result_dtypes(gradient=gradient, image=given.image, kernel=given.kernel)
    maps = gradient.reshape(len(given.image), len(given.kernel), *setting.output_size)
    of_image = stamp(maps, given.kernel.conj(), setting, given.image.shape[-2:], working)
    of_kernel = kernel_gradient(maps, given.image.conj(), size, setting, working)
    of_bias = maps.sum(axis=(0, 2, 3), dtype=working)
    return Gradients(
        of_image.reshape(given.given_shape).astype(dtype, copy=False),
        of_kernel.reshape(kernel.shape).astype(dtype, copy=False),
        of_bias.reshape(kernel.shape[:-3])[()].astype(dtype),
    )


def _check_gradient(gradient: np.ndarray, wanted: tuple[int, ...]) -> None:
    if gradient.shape != wanted:
        raise ValueError(
            f"gradient has shape {gradient.shape}: with this image, kernel and setting conv2d "
            f"returns {wanted}, so give one number for each of these cells"
        )
