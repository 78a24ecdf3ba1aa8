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
    kernel: np.ndarray  # (O, C/groups, kH, kW)
    bias: Any  # None, or one number for each output
    groups: int
    given_shape: tuple[int, ...]  # of the image, as the caller knows it
    leading: tuple[int, ...]  # axes of the result before its rows and columns
    dtype: np.dtype  # of the result
    working: np.dtype  # to compute in


def as_operands(
    image: ArrayLike, kernel: ArrayLike, bias: ArrayLike | None, groups: SupportsIndex
) -> Operands:
    """Read the arrays of a convolution, or refuse what is no number or does not fit."""
    image, kernel = as_numbers(image, "image"), as_numbers(kernel, "kernel")
    bias, groups = _as_bias(bias, kernel), as_size(groups, "groups", 1)
    check_image(image)
    _check_kernel(kernel, groups)
    shape = image.shape
    dtypes = result_dtypes(image, kernel, bias)
    if kernel.ndim == 2:
        planes = image.reshape(-1, 1, *shape[-2:])
        return Operands(planes, kernel[None, None], bias, groups, shape, shape[:-2], *dtypes)
    _check_channels(image, kernel, groups)
    planes = image if image.ndim == 4 else image[None]
    leading = (*shape[:-3], len(kernel))
    return Operands(planes, kernel, bias, groups, shape, leading, *dtypes)


def _as_bias(bias: ArrayLike | None, kernel: np.ndarray) -> Any:
    """Return a bias as one number for each output of the kernel, or None where there is none."""
    if bias is None:
        return None
    array = as_numbers(bias, "bias")
    # A plain Python number takes the arrays' dtype, as in NumPy's own arithmetic.
    bias = bias if isinstance(bias, (int, float, complex)) else array
    wanted = kernel.shape[:-3]
    if np.shape(bias) != wanted:
        raise ValueError(
            f"bias has shape {np.shape(bias)}: a kernel of shape {kernel.shape} needs "
            + (f"{wanted}, one number for each output" if wanted else "a single number")
        )
    return bias


def _check_kernel(kernel: np.ndarray, groups: int) -> None:
    if 0 in kernel.shape[-2:] or kernel.ndim not in (2, 4):
        raise ValueError(
            f"kernel has shape {kernel.shape}: give (kH, kW) or (O, C/groups, kH, kW), "
            "with at least one row and one column"
        )
    if kernel.ndim == 2 and groups != 1:
        raise ValueError(f"groups={groups} needs a kernel of shape (O, C/groups, kH, kW)")


def _check_channels(image: np.ndarray, kernel: np.ndarray, groups: int) -> None:
    outputs, per_group = kernel.shape[:2]
    if image.ndim not in (3, 4):
        raise ValueError(
            f"image has shape {image.shape}: a kernel of shape {kernel.shape} needs "
            "(C, H, W) or (N, C, H, W)"
        )
    if outputs % groups:
        raise ValueError(f"groups={groups} must be at least 1 and divide the {outputs} outputs")
    if image.shape[-3] != groups * per_group:
        raise ValueError(
            f"image has {image.shape[-3]} channels but groups={groups} times the kernel's "
            f"{per_group} is {groups * per_group}: change groups or the kernel's second axis"
        )


def result_dtypes(image: np.ndarray, kernel: np.ndarray, bias: Any) -> tuple[np.dtype, np.dtype]:
    """Return the dtype of the result, and the dtype to compute in: float32 for float16, "e"."""
    if image.dtype == kernel.dtype == FLOAT64 and bias is None:
        return FLOAT64, FLOAT64  # np.result_type says so, too, but takes long beside a tiny image
    kinds = image.dtype.kind + kernel.dtype.kind
    if bias is not None:
        kinds += np.asarray(bias).dtype.kind
    if "f" in kinds or "c" in kinds:
        others = () if bias is None else (bias,)
        dtype = np.result_type(image.dtype, kernel.dtype, *others)
        return dtype, FLOAT32 if dtype.char == "e" else dtype
    if "u" in kinds:
        _check_int64(image=image, kernel=kernel, bias=np.asarray(0 if bias is None else bias))
    return INT64, INT64


def _check_int64(**arrays: np.ndarray) -> None:
    for name, array in arrays.items():
        if array.dtype.kind == "u" and array.size and array.max() > INT64_MAX:
            raise ValueError(
                f"{name} holds {array.max()}, more than int64 can: integers are summed as int64, "
                "so convert it to float64 first"
            )
