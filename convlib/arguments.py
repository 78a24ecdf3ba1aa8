"""What callers give, read into one form, or refused with what to do instead.

Pairs are always (rows, cols); padding is ``((top, bottom), (left, right))`` once it has been read.
"""

from collections.abc import Iterable, Sequence
from math import prod
from operator import index
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from .axis import kernel_span

Pair: TypeAlias = tuple[int, int]  # (rows, cols)
Position: TypeAlias = tuple[int, int]  # (row, col)
Sides: TypeAlias = tuple[Pair, Pair]  # ((top, bottom), (left, right))
PairLike: TypeAlias = int | Iterable[int]  # one integer for both, or (rows, cols)
PaddingLike: TypeAlias = str | int | Sequence[int] | Sequence[Sequence[int]]

AXES = ("rows", "columns")
PADDING_MODES = ("zeros", "reflect", "replicate", "circular")
INT64 = np.dtype(np.int64)
INT64_MAX = np.iinfo(np.int64).max


# Integers and pairs


def as_integer(value: Any) -> int:
    """Return an integer as an int; raise TypeError for anything else, True and False too."""
    if isinstance(value, bool | np.bool_):
        raise TypeError
    return index(value)


def as_size(value: Any, name: str, minimum: int) -> int:
    """Return an integer argument as an int of at least ``minimum``."""
    try:
        size = as_integer(value)
    except TypeError:
        raise TypeError(f"{name}={value!r} must be an integer") from None
    if size < minimum:
        raise ValueError(f"{name}={value!r} must be at least {minimum}")
    return size


def as_pair(value: PairLike, name: str, minimum: int) -> Pair:
    """Return an ``n`` or ``(rows, cols)`` argument as two ints of at least ``minimum``."""
    try:
        # The plain int is by far the commonest case and conv2d on a tiny image feels every check.
        pair = (value, value) if type(value) is int else _integers(value)
    except TypeError:
        raise TypeError(
            f"{name}={value!r} must be an integer or a pair of integers (rows, cols)"
        ) from None
    if len(pair) != 2:
        raise ValueError(f"{name}={value!r} must be one integer or two, (rows, cols)")
    if pair[0] < minimum or pair[1] < minimum:
        raise ValueError(f"{name}={value!r} must be at least {minimum} along both axes")
    return pair


def _integers(value: Any) -> tuple[int, ...]:
    if not np.iterable(value):
        return (as_integer(value),) * 2
    return tuple(map(as_integer, value))


def as_position(value: Iterable[int], size: Pair, name: str, whole: str) -> Position:
    """Return (row, col) as two ints that lie within the size of a whole, such as a kernel."""
    if not np.iterable(value):
        raise TypeError(f"{name}={value!r} must be a pair of integers (row, col)")
    row, col = as_pair(value, name, 0)
    if row >= size[0] or col >= size[1]:
        raise ValueError(f"{name}={(row, col)} lies outside the {whole} of size {size}")
    return row, col


# Padding


def as_sides(padding: Any) -> Sides:
    """Return padding given in numbers as ``((top, bottom), (left, right))``."""
    if not _is_nested(padding):
        rows, cols = as_pair(padding, "padding", 0)
        return (rows, rows), (cols, cols)
    if len(padding) != 2:
        raise ValueError(f"padding={padding!r} must be ((top, bottom), (left, right))")
    top_bottom, left_right = (as_pair(sides, "padding", 0) for sides in padding)
    return top_bottom, left_right


def _is_nested(padding: Any) -> bool:
    if type(padding) is int or (type(padding) is tuple and {*map(type, padding)} == {int}):
        return False  # the commonest cases first, as in as_pair
    return np.iterable(padding) and any(map(np.iterable, padding))


def as_padding(
    padding: PaddingLike, input_size: Pair, kernel_size: Pair, stride: Pair, dilation: Pair
) -> Sides:
    """Return padding in any form, a name among them, as ``((top, bottom), (left, right))``."""
    if not isinstance(padding, str):
        return as_sides(padding)
    if padding == "valid":
        return (0, 0), (0, 0)
    row_span, col_span = map(kernel_span, kernel_size, dilation)
    if padding == "full":
        return (row_span - 1, row_span - 1), (col_span - 1, col_span - 1)
    if padding == "same":
        return (
            _same_sides(input_size[0], stride[0], row_span),
            _same_sides(input_size[1], stride[1], col_span),
        )
    raise ValueError(
        f'padding={padding!r} must be "valid", "same", "full", an integer, (rows, cols)'
        " or ((top, bottom), (left, right))"
    )


def _same_sides(i: int, s: int, span: int) -> Pair:
    """Return the padding for o = ⌈i/s⌉ along one axis, with the odd cell after."""
    total = max((-(-i // s) - 1) * s + span - i, 0)
    return total // 2, total - total // 2


def check_padding_mode(padding_mode: str, padding: Sides, input_size: Pair) -> None:
    """Raise ValueError where a padding mode is unknown, or cannot fill so much padding."""
    if padding_mode == "zeros":
        return
    if padding_mode not in PADDING_MODES:
        raise ValueError(f"padding_mode={padding_mode!r} must be one of {PADDING_MODES}")
    for axis, sides, size in zip(AXES, padding, input_size, strict=True):
        limit = {"reflect": size - 1, "circular": size}.get(padding_mode, max(sides))
        if max(sides) > limit:
            raise ValueError(
                f"padding={padding} is more than padding_mode={padding_mode!r} can fill from "
                f"an image with {size} {axis}: use at most {limit}, or another padding_mode"
            )


# Arrays


def as_numbers(value: ArrayLike, name: str) -> np.ndarray:
    """Return value as an array of real or complex numbers, or bool."""
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is not rectangular: give every row the same length") from None
    if array.dtype.kind not in "fiubc":
        raise TypeError(f"{name} has dtype {array.dtype}: give real or complex numbers, or bool")
    return array


def as_plane(value: ArrayLike, name: str) -> np.ndarray:
    """Return value as an array of numbers, shape (rows, cols), with at least one cell."""
    array = as_numbers(value, name)
    if array.ndim != 2 or 0 in array.shape:
        raise ValueError(f"{name} has shape {array.shape}: give one plane of rows and columns")
    return array


def as_real_kernel(kernel: ArrayLike) -> np.ndarray:
    """Return a kernel for photos as an array of real weights, shape (kH, kW)."""
    plane = as_plane(kernel, "kernel")
    if plane.dtype.kind == "c":
        raise TypeError(f"kernel has dtype {plane.dtype}: a photo needs real weights")
    return plane


def check_image(image: np.ndarray) -> None:
    """Raise ValueError unless an image's last two axes are rows and columns."""
    if image.ndim < 2 or 0 in image.shape[-2:]:
        raise ValueError(
            f"image has shape {image.shape}: its last two axes must be rows and columns, "
            "at least one of each"
        )


# The arrays of a layer


def as_bias(bias: ArrayLike | None, kernel: np.ndarray) -> Any:
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


def batch_shape(image: np.ndarray, kernel: np.ndarray, groups: int) -> tuple[int, ...]:
    """Return the shape (N, C, H, W) in which the engine sees the image, if all shapes fit."""
    if type(groups) is not int:
        groups = as_size(groups, "groups", 1)
    check_image(image)
    if 0 in kernel.shape[-2:] or kernel.ndim not in (2, 4):
        raise ValueError(
            f"kernel has shape {kernel.shape}: give (kH, kW) or (O, C/groups, kH, kW), "
            "with at least one row and one column"
        )
    if kernel.ndim == 2:
        if groups != 1:
            raise ValueError(f"groups={groups} needs a kernel of shape (O, C/groups, kH, kW)")
        return (prod(image.shape[:-2]), 1, *image.shape[-2:])
    _check_channels(image, kernel, groups)
    return image.shape if image.ndim == 4 else (1, *image.shape)


def _check_channels(image: np.ndarray, kernel: np.ndarray, groups: int) -> None:
    outputs, per_group = kernel.shape[:2]
    if image.ndim not in (3, 4):
        raise ValueError(
            f"image has shape {image.shape}: a kernel of shape {kernel.shape} needs "
            "(C, H, W) or (N, C, H, W)"
        )
    if groups < 1 or outputs % groups:
        raise ValueError(f"groups={groups} must be at least 1 and divide the {outputs} outputs")
    if image.shape[-3] != groups * per_group:
        raise ValueError(
            f"image has {image.shape[-3]} channels but groups={groups} times the kernel's "
            f"{per_group} is {groups * per_group}: change groups or the kernel's second axis"
        )


def result_dtypes(image: np.ndarray, kernel: np.ndarray, bias: Any) -> tuple[np.dtype, np.dtype]:
    """Return the dtype of the result, and the dtype to compute in."""
    kinds = image.dtype.kind + kernel.dtype.kind
    if bias is not None:
        kinds += np.asarray(bias).dtype.kind
    if "f" in kinds or "c" in kinds:
        others = () if bias is None else (bias,)
        dtype = np.result_type(image.dtype, kernel.dtype, *others)
        return dtype, np.dtype(np.float32) if dtype == np.float16 else dtype
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
