"""The image, the kernel and the bias of a convolution, read together: shapes, groups, dtypes."""

from typing import Any, NamedTuple, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from .arguments import as_numbers, as_size, check_image

FLOAT32, FLOAT64, INT64 = np.dtype(np.float32), np.dtype(np.float64), np.dtype(np.int64)
INT64_MAX = np.iinfo(np.int64).max


class Operands(NamedTuple):
    """An image, a kernel and a bias that fit each other, in the shapes that the engine takes."""

    image: np.ndarray  # (N, C, H, W)
    kernel: np.ndarray  # (O, C/groups, kH, kW); (C, O/groups, kH, kW) if transposed
    bias: Any  # None, or one number for each output
    groups: int
    given_shape: tuple[int, ...]  # of the image, as the caller knows it
    leading: tuple[int, ...]  # axes of the result before its rows and columns
    dtype: np.dtype  # of the result
    working: np.dtype  # to compute in


def as_operands(
    image: ArrayLike,
    kernel: ArrayLike,
    bias: ArrayLike | None,
    groups: SupportsIndex,
    *,
    transposed: bool = False,
) -> Operands:
    """Read the arrays of a convolution, or refuse what is no number or does not fit.

    In a transposed one the kernel's channels come first: (C, O/groups, kH, kW).
    """
    image, kernel = as_numbers(image, "image"), as_numbers(kernel, "kernel")
    groups = as_size(groups, "groups", 1)
    check_image(image)
    _check_kernel(kernel, groups, "(C, O/groups" if transposed else "(O, C/groups")
    outputs = kernel.shape[:-3]
    if transposed and kernel.ndim == 4:
        outputs = (groups * kernel.shape[1],)
    bias, shape = _as_bias(bias, kernel, outputs), image.shape
    if bias is None and image.dtype == kernel.dtype and image.dtype in (FLOAT64, INT64):
        dtypes = image.dtype, image.dtype  # result_dtypes takes long beside a tiny image
    else:
        dtypes = result_dtypes(image=image, kernel=kernel, bias=bias)
    if kernel.ndim == 2:
        planes = image[None, None] if image.ndim == 2 else image.reshape(-1, 1, *shape[-2:])
        return Operands(planes, kernel[None, None], bias, groups, shape, shape[:-2], *dtypes)
    check = _check_transposed_channels if transposed else _check_channels
    check(image, kernel, groups)
    planes = image if image.ndim == 4 else image[None]
    leading = (*shape[:-3], *outputs)
    return Operands(planes, kernel, bias, groups, shape, leading, *dtypes)


def _as_bias(bias: ArrayLike | None, kernel: np.ndarray, wanted: tuple[int, ...]) -> Any:
    """Return a bias of the wanted shape, (O,) or (), or None where there is none."""
    if bias is None:
        return None
    array = as_numbers(bias, "bias")
    # A plain Python number takes the arrays' dtype, as in NumPy's own arithmetic.
    bias = bias if isinstance(bias, (int, float, complex)) else array
    if np.shape(bias) != wanted:
        raise ValueError(
            f"bias has shape {np.shape(bias)}: a kernel of shape {kernel.shape} needs "
            + (f"{wanted}, one number for each output" if wanted else "a single number")
        )
    return bias


def _check_kernel(kernel: np.ndarray, groups: int, form: str) -> None:
    if 0 in kernel.shape[-2:] or kernel.ndim not in (2, 4):
        raise ValueError(
            f"kernel has shape {kernel.shape}: give (kH, kW) or {form}, kH, kW), "
            "with at least one row and one column"
        )
    if kernel.ndim == 2 and groups != 1:
        raise ValueError(f"groups={groups} needs a kernel of shape {form}, kH, kW)")


def _check_channels(image: np.ndarray, kernel: np.ndarray, groups: int) -> None:
    outputs, per_group = kernel.shape[:2]
    _check_depth(image, kernel)
    if outputs % groups:
        raise ValueError(f"groups={groups} must be at least 1 and divide the {outputs} outputs")
    if image.shape[-3] != groups * per_group:
        raise ValueError(
            f"image has {image.shape[-3]} channels but groups={groups} times the kernel's "
            f"{per_group} is {groups * per_group}: change groups or the kernel's second axis"
        )


def _check_transposed_channels(image: np.ndarray, kernel: np.ndarray, groups: int) -> None:
    channels = len(kernel)
    _check_depth(image, kernel)
    if channels % groups:
        raise ValueError(f"groups={groups} must be at least 1 and divide the {channels} channels")
    if image.shape[-3] != channels:
        raise ValueError(
            f"image has {image.shape[-3]} channels but a kernel of shape {kernel.shape} takes "
            f"{channels}: a transposed kernel has shape (C, O/groups, kH, kW)"
        )


def _check_depth(image: np.ndarray, kernel: np.ndarray) -> None:
    if image.ndim not in (3, 4):
        raise ValueError(
            f"image has shape {image.shape}: a kernel of shape {kernel.shape} needs "
            "(C, H, W) or (N, C, H, W)"
        )


def result_dtypes(**arrays: Any) -> tuple[np.dtype, np.dtype]:
    """Return the dtype of the result, and the dtype to compute in: float32 for float16, "e".

    Of arrays some may be None, or plain Python numbers.
    """
    given = [array for array in arrays.values() if array is not None]
    kinds = {np.asarray(array).dtype.kind for array in given}
    if "f" in kinds or "c" in kinds:
        dtype = np.result_type(*given)
        return dtype, FLOAT32 if dtype.char == "e" else dtype
    if "u" in kinds:
        _check_int64(**arrays)
    return INT64, INT64


def _check_int64(**arrays: Any) -> None:
    for name, value in arrays.items():
        array = np.asarray(0 if value is None else value)
        if array.dtype == np.uint64 and array.size and array.max() > INT64_MAX:
            raise ValueError(
                f"{name} holds {array.max()}, more than int64 can: integers are summed as int64, "
                "so convert it to float64 first"
            )
