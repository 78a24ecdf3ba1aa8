"""What mistakes of code make of the right feature map, and of the numbers it is kept in."""

from functools import partial

import numpy as np

from .mistaken_maps import HALF_TURN, Mistake, each
from .task import TooLarge

ALL, FIRST, LAST = slice(None), slice(1), slice(-1, None)
BUT_FIRST, BUT_LAST = slice(1, None), slice(-1)


def keep_part(rows, cols, table):
    """Return a copy with zeros everywhere but in some rows and columns."""
    part = np.zeros_like(table)
    part[rows, cols] = table[rows, cols]
    return part


# What becomes of the right feature map


def map_of_truth(mistake, task):
    """Make something else of the right feature map."""
    return mistake(task.feature_map)


# Pairs of a misconception and what it makes of the right feature map.
RESULTS = (
    *(
        ("position missing", partial(keep_part, rows, cols))
        for rows, cols in (
            (BUT_LAST, ALL),
            (ALL, BUT_LAST),
            (BUT_LAST, BUT_LAST),
            (BUT_FIRST, ALL),
            (ALL, BUT_FIRST),
            (BUT_FIRST, BUT_FIRST),
            (slice(1, -1), slice(1, -1)),
        )
    ),
    ("one position only", lambda truth: truth[:1, :1]),
    ("position left out", lambda truth: np.full_like(truth, truth[0, 0])),
    ("running total", lambda truth: np.cumsum(truth).reshape(truth.shape)),
    ("running total", lambda truth: np.cumsum(truth, axis=1)),
    ("returned too early", partial(keep_part, FIRST, FIRST)),
    ("returned too early", partial(keep_part, FIRST, ALL)),
    ("rows and columns swapped", np.transpose),
    ("map flipped", HALF_TURN),
    ("fractions cut off", np.trunc),
    ("fractions cut off", np.floor),
    ("signs lost", np.abs),
    ("sums clipped", partial(np.maximum, 0)),
    ("sums clipped", partial(np.clip, a_min=0, a_max=255)),
)


# What becomes of the sum, kept in numbers that cannot hold it


def map_in_dtype(dtype_of, task):
    """Keep the feature map in another dtype, into which each result is written once."""
    return cast(task.feature_map, dtype_of(task))


def map_added_in_dtype(dtype_of, task):
    """Keep the feature map in another dtype, and cast to it after each product is added."""
    feature_map = np.zeros(task.feature_map.shape, dtype_of(task))
    for tap in np.ndindex(task.weights.shape):
        feature_map = cast(feature_map + task.products_of(tap), feature_map.dtype)
    return feature_map


def cast(feature_map, dtype):
    """Return a map in another dtype, as NumPy makes it of whole arrays: what is too large wraps."""
    if dtype.kind in "iu":  # through int64, which wraps on every machine alike
        feature_map = feature_map.astype(np.int64)
    return feature_map.astype(dtype)


def refuse_overflow(make, task):
    """Write cell by cell into a dtype: NumPy refuses a whole number that does not fit."""
    feature_map = make(task)
    if task.feature_map.dtype.kind == "i" and not np.array_equal(feature_map, task.feature_map):
        raise TooLarge
    return feature_map


def _always(dtype):
    return lambda task: np.dtype(dtype)


# Pairs of a misconception and a function of the task that gives the feature map's dtype.
SMALL_DTYPES = tuple(
    ("too small a dtype", _always(kind)) for kind in ("int8", "uint8", "int16", "uint16")
)
DTYPES = (
    ("fractions cut off", lambda task: task.image.dtype),
    ("fractions cut off", lambda task: task.kernel.dtype),
    *SMALL_DTYPES,
    ("digits lost", _always("float16")),
)
ADDED_DTYPES = (("fractions cut off", _always("int64")), *DTYPES)
IN_SMALL_DTYPES = [*each(map_in_dtype, SMALL_DTYPES), *each(map_added_in_dtype, SMALL_DTYPES)]

RESULT_MISTAKES: list[Mistake] = each(map_of_truth, RESULTS)
DTYPE_MISTAKES: list[Mistake] = [
    *each(map_in_dtype, DTYPES),
    *each(map_added_in_dtype, ADDED_DTYPES),
    *each(refuse_overflow, IN_SMALL_DTYPES),
]
