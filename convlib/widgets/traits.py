"""The traits that widgets are made of: each reads its value, or refuses it, as `conv2d` does.

A trait judges and converts one value by itself, whenever it is set. What has to fit together, a
stride and the room that the image leaves for it, is judged by the widget, which knows both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from traitlets import TraitError, TraitType

from ..arguments import Pair as PairOfInts
from ..arguments import Sides, as_numbers, as_pair, as_sides, as_size, check_padding_mode
from ..figures.limits import MAX_CELLS, MAX_PADDED, as_drawable

# Larger values would cost the sums digits: 1e6 · 1e6 · 32 · 32 stays below 2**53.
LARGEST_VALUE = 1_000_000
MOST_PADDING = (MAX_PADDED - MAX_CELLS) // 2  # the largest image has room for so much on each side
MOST_ENTRIES = 8  # along any axis of what is drawn whole, as sheets
MOST_STEPS = MAX_PADDED  # a larger stride or dilation would leave every image at once


class ValueTraitError(TraitError, ValueError):
    """A value that does not fit; traitlets takes all back that was set together with it."""


class TypeTraitError(TraitError, TypeError):
    """A value of another type; traitlets takes all back that was set together with it."""


@contextmanager
def refused_as_trait_error() -> Iterator[None]:
    """Let errors in here, worded as `conv2d`'s, be the trait errors that traitlets waits for."""
    try:
        yield
    except TypeError as error:
        raise TypeTraitError(str(error)) from None
    except ValueError as error:
        raise ValueTraitError(str(error)) from None


class Argument(TraitType[Any, Any]):
    """A trait that is read as an argument is."""

    name: str

    def read(self, value: Any) -> Any:
        """Return ``value`` in the trait's one form, or raise ValueError or TypeError."""
        raise NotImplementedError

    def validate(self, obj: Any, value: Any) -> Any:
        """Return ``value`` in the trait's one form, or raise TraitError that says what is wrong."""
        with refused_as_trait_error():
            return self.read(value)


class Matrix(Argument):
    """A read-only plane of finite numbers, 1×1 to 32×32."""

    def read(self, value: Any) -> np.ndarray:
        """Return a copy of ``value`` as an array of ints or floats."""
        return _as_held(as_drawable(value, self.name), self.name)


class Numbers(Argument):
    """A read-only array of finite numbers with so many axes, each with a few entries."""

    def __init__(self, default: Any, axes: tuple[str, ...]) -> None:
        super().__init__(np.array(default))
        self.axes = axes

    def read(self, value: Any) -> np.ndarray:
        """Return a copy of ``value`` as an array of ints or floats."""
        array = as_numbers(value, self.name)
        if array.dtype.kind == "c":
            raise TypeError(f"{self.name} has dtype {array.dtype}: pictures need real numbers")
        if array.ndim != len(self.axes) or not all(1 <= n <= MOST_ENTRIES for n in array.shape):
            raise ValueError(
                f"{self.name} has shape {array.shape}: give ({', '.join(self.axes)}), "
                f"each from 1 to {MOST_ENTRIES}"
            )
        return _as_held(array, self.name)


def _as_held(array: np.ndarray, name: str) -> np.ndarray:
    """Return a read-only copy of numbers of which no sum loses digits."""
    if not np.all(np.abs(array.astype(float)) <= LARGEST_VALUE):  # NaN compares as False
        raise ValueError(
            f"{name} must hold finite numbers from -{LARGEST_VALUE} to {LARGEST_VALUE}: "
            "beyond that the sums would lose digits"
        )
    copy = array.astype(float if array.dtype.kind == "f" else int)
    copy.setflags(write=False)
    return copy


def matrix_json(value: np.ndarray, widget: Any) -> list[Any]:
    """Return numbers as the browser gets them, in lists."""
    return value.tolist()


class Pair(Argument):
    """(rows, cols); one integer stands for both."""

    def __init__(self, default: PairOfInts, minimum: int) -> None:
        super().__init__(default)
        self.minimum = minimum

    def read(self, value: Any) -> PairOfInts:
        """Return ``value`` as two ints."""
        return as_pair(value, self.name, self.minimum)


class Padding(Argument):
    """(rows, cols), or ((top, bottom), (left, right)) where two sides differ.

    A name such as "same" stays one until the widget, which knows the sizes, puts numbers in its
    place.
    """

    def read(self, value: Any) -> str | PairOfInts | Sides:
        """Return padding given in numbers in its shortest form, a name as it is."""
        return value if isinstance(value, str) else shortest_padding(as_sides(value))


def shortest_padding(sides: Sides) -> PairOfInts | Sides:
    """Return (rows, cols) where both sides are alike, else ((top, bottom), (left, right))."""
    (top, bottom), (left, right) = sides
    return (top, left) if (top, left) == (bottom, right) else sides


def padding_json(value: PairOfInts | Sides, widget: Any) -> Sides:
    """Return padding as the browser gets it: always all four sides."""
    return as_sides(value)


class PaddingMode(Argument):
    """A padding mode; whether it can fill all the padding, the widget judges."""

    def read(self, value: Any) -> str:
        """Return ``value`` if it is a mode."""
        check_padding_mode(value, padding=((0, 0), (0, 0)), input_size=(1, 1))
        return value


class Whole(Argument):
    """An integer from a least to a most."""

    def __init__(self, default: int, least: int, most: int) -> None:
        super().__init__(default)
        self.least, self.most = least, most

    def read(self, value: Any) -> int:
        """Return ``value`` as an int."""
        number = as_size(value, self.name, self.least)
        if number > self.most:
            raise ValueError(f"{self.name}={value!r} must be at most {self.most}")
        return number


class Name(Argument):
    """A name; whether something is called so, the widget judges."""

    def read(self, value: Any) -> str:
        """Return ``value`` if it can be a name."""
        if not isinstance(value, str):
            raise TypeError(f"{self.name}={value!r} must be a name, as a string")
        return value


class Choice(Argument):
    """One of a few values."""

    def __init__(self, *choices: Any) -> None:
        super().__init__(choices[0])
        self.choices = choices

    def read(self, value: Any) -> Any:
        """Return ``value`` if it is one of the choices; 1 is not True, nor is 0 False."""
        for choice in self.choices:
            if isinstance(value, type(choice)) and value == choice:
                return choice
        choices = " or ".join(map(repr, self.choices))
        raise ValueError(f"{self.name}={value!r} must be {choices}")
