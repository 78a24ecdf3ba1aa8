"""What callers give, read into one form, or refused with what to do instead.

Pairs are always (rows, cols); padding is ``((top, bottom), (left, right))`` once it has been read.
"""

from collections.abc import Collection, Iterable
from operator import index
from typing import Any, SupportsIndex, TypeAlias, TypeGuard

import numpy as np
from numpy.typing import ArrayLike

from .axis import kernel_span
from .pixels import is_picture, pixels_of

Pair: TypeAlias = tuple[int, int]  # (rows, cols)
Position: TypeAlias = tuple[int, int]  # (row, col)
Sides: TypeAlias = tuple[Pair, Pair]  # ((top, bottom), (left, right))
# What callers may give for them; NumPy's integers are as good as Python's.
PairLike: TypeAlias = SupportsIndex | Iterable[SupportsIndex]  # one for both, or (rows, cols)
PositionLike: TypeAlias = Iterable[SupportsIndex]
PaddingLike: TypeAlias = str | PairLike | Collection[PairLike]  # a name, cells, or Sides

AXES = ("rows", "columns")
# The padding modes, and NumPy's names for them, in np.pad.
NUMPY_MODES = {
    "zeros": "constant",
    "reflect": "reflect",
    "replicate": "edge",
    "circular": "wrap",
}
PADDING_MODES = tuple(NUMPY_MODES)
PLAIN_NUMBERS = {bool, int, float, complex}
MOST_CELLS = 2**40  # of one plane: 8 TiB of float64, beyond any memory


# Integers and pairs


def as_integer(value: Any) -> int:
    """Return an integer as an int; raise TypeError for anything else, True and False too."""
    if type(value) is int:  # By far the commonest; conv2d on a tiny image feels every check.
        return value
    if isinstance(value, (bool, np.bool_)):
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
        if type(value) is int:
            pair = value, value
        else:
            pair = value if _is_pair(value) else _integers(value)
    except TypeError:
        raise TypeError(
            f"{name}={value!r} must be an integer or a pair of integers (rows, cols)"
        ) from None
    if len(pair) != 2:
        raise ValueError(f"{name}={value!r} must be one integer or two, (rows, cols)")
    if pair[0] < minimum or pair[1] < minimum:
        raise ValueError(f"{name}={value!r} must be at least {minimum} along both axes")
    return pair


def _is_pair(value: Any) -> TypeGuard[Pair]:
    """Whether a value is a tuple of two ints, the commonest: as in as_integer."""
    return type(value) is tuple and len(value) == 2 and type(value[0]) is type(value[1]) is int


def _integers(value: Any) -> tuple[int, ...]:
    return tuple(map(as_integer, value if np.iterable(value) else (value, value)))


def as_position(value: PositionLike, size: Pair, name: str, whole: str) -> Position:
    """Return (row, col) as two ints within the size of a whole, such as a feature map."""
    if not np.iterable(value):
        raise TypeError(f"{name}={value!r} must be a pair of integers (row, col)")
    row, col = as_pair(value, name, 0)
    if row >= size[0] or col >= size[1]:
        raise ValueError(f"{name}={(row, col)} lies outside the {whole} of size {size}")
    return row, col


# Padding


def as_sides(padding: Any) -> Sides:
    """Return padding given in numbers as ``((top, bottom), (left, right))``."""
    if hasattr(padding, "__next__"):  # An iterator can be looked at only once.
        padding = tuple(padding)
    if not _is_nested(padding):
        rows, cols = as_pair(padding, "padding", 0)
        return (rows, rows), (cols, cols)
    if len(padding) != 2:
        raise ValueError(f"padding={padding!r} must be ((top, bottom), (left, right))")
    of_rows, of_cols = (as_pair(sides, "padding", 0) for sides in padding)
    return of_rows, of_cols


def _is_nested(padding: Any) -> bool:
    if type(padding) is int or _is_pair(padding):
        return False
    return np.iterable(padding) and any(map(np.iterable, padding))


def as_padding(
    padding: PaddingLike, input_size: Pair, kernel_size: Pair, stride: Pair, dilation: Pair
) -> Sides:
    """Return padding given in any form, or by name, as ``((top, bottom), (left, right))``."""
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
    """Raise ValueError if a padding mode is unknown, or cannot fill that much padding."""
    if padding_mode not in PADDING_MODES:
        raise ValueError(f"padding_mode={padding_mode!r} must be one of {PADDING_MODES}")
    if padding == ((0, 0), (0, 0)):
        return
    if padding_mode in ("reflect", "circular"):
        _check_source(padding_mode, padding, input_size)
    _check_padded_size(padding, input_size)


def _check_source(padding_mode: str, padding: Sides, input_size: Pair) -> None:
    for axis, sides, size in zip(AXES, padding, input_size, strict=True):
        limit = size if padding_mode == "circular" else size - 1
        if max(sides) > limit:
            raise ValueError(
                f"padding={padding} is more than padding_mode={padding_mode!r} can fill from "
                f"an image with {size} {axis}: use at most {limit}, or another padding_mode"
            )


def _check_padded_size(padding: Sides, input_size: Pair) -> None:
    (top, bottom), (left, right) = padding
    rows, cols = input_size[0] + top + bottom, input_size[1] + left + right
    if rows * cols > MOST_CELLS:
        raise ValueError(
            f"padding={padding} makes an image of {rows}×{cols} cells, more than any memory holds: "
            "use less padding"
        )


# Arrays


def as_numbers(value: ArrayLike, name: str) -> np.ndarray:
    """Return value as an array of real or complex numbers, or bool.

    A Pillow image is read as its colours: its own numbers may be places in a palette.
    """
    array = value if type(value) is np.ndarray else _as_array(value, name)
    if array.dtype.kind not in "fiubc":
        raise TypeError(f"{name} has dtype {array.dtype}: give real or complex numbers, or bool")
    return array


def _as_array(value: Any, name: str) -> np.ndarray:
    if is_picture(value):
        return pixels_of(value)
    if _hides_cells(value):
        raise ValueError(
            f"{name} is a masked array, and a sum needs the number of every cell: say what the "
            "masked ones hold, as with filled(0)"
        )
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is not rectangular: give every row the same length") from None


def _hides_cells(value: Any) -> bool:
    """Whether NumPy would use numbers of a value, an array or rows of one, that a mask hides."""
    if type(value) in (list, tuple):
        is_row = not value or type(value[0]) in PLAIN_NUMBERS
        return not is_row and any(map(_hides_cells, value))
    return isinstance(value, np.ma.MaskedArray) and bool(np.ma.is_masked(value))


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
