"""What callers give beside numbers: names, words, figures and times, read or refused."""

from collections.abc import Iterable, Mapping
from numbers import Real
from typing import Any

import numpy as np
from matplotlib.figure import Figure


def as_text(value: Any, name: str) -> str:
    """Return an argument that is text."""
    if not isinstance(value, str):
        raise TypeError(f"{name}={value!r} must be text")
    return value


def as_named(value: Any, name: str, wanted: str) -> Mapping[str, Any]:
    """Return a mapping of names, which are text, to something; ``wanted`` says to what."""
    if not isinstance(value, Mapping):
        raise TypeError(f"{name} is of type {type(value).__name__}: give {wanted}")
    for key in value:
        if not isinstance(key, str):
            raise TypeError(f"{name} has the name {key!r}: names must be text, like {str(key)!r}")
    return value


def as_list(value: Any, name: str, wanted: str) -> list[Any]:
    """Return what an iterable holds; ``wanted`` says what that is."""
    return list(as_iterable(value, name, wanted))


def as_iterable(value: Any, name: str, wanted: str) -> Iterable[Any]:
    """Return an iterable of which nothing has been asked yet; ``wanted`` says what it holds."""
    if isinstance(value, str) or not np.iterable(value):
        raise TypeError(f"{name}={value!r} must be {wanted}")
    return value


def as_figure(value: Any, name: str) -> Figure:
    """Return a matplotlib figure, of which pyplot need not know."""
    if not isinstance(value, Figure):
        raise TypeError(
            f"{name} is of type {type(value).__name__}: give a figure of matplotlib, such as "
            "axes.figure"
        )
    return value


def as_milliseconds(time: Any, name: str) -> int:
    """Return a time in seconds as milliseconds, in the steps of ten that GIFs count."""
    if not isinstance(time, Real):
        raise TypeError(f"{name}={time!r} must be a number of seconds")
    seconds = float(time)
    if not 0.02 <= seconds <= 600:
        raise ValueError(f"{name}={time!r} must be from 0.02 (players slow down less) to 600")
    return round(seconds * 100) * 10
