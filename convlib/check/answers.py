"""What a learner hands in, a value or a function, taken with care and put into plain words."""

import sys
from contextlib import contextmanager
from itertools import product
from traceback import extract_tb
from typing import Any

import numpy as np

from ..arguments import Pair


class Unusable(Exception):
    """An answer that cannot be looked at; the text says what it is, and what to hand in."""


def run(function, *arguments, **settings):
    """Call a learner's function.

    Returns
    -------
    object
        What it returns.

    Raises
    ------
    Unusable
        If it raises; the text says what and in which line, the cause is the exception itself.
    """
    try:
        with _exit_raises():
            return function(*arguments, **settings)
    except KeyboardInterrupt:
        raise
    except SystemExit as error:
        where = _line_of(error, function)
        raise Unusable(f"left with exit(){where}: leave that out") from error
    except BaseException as error:  # a learner's code may raise anything
        told = f"{type(error).__name__}: {brief(error, str, 200)}"
        raise Unusable(f"raised {told}{_line_of(error, function)}") from error


@contextmanager
def _exit_raises():
    """Let exit() and quit() raise SystemExit, as they do outside notebooks.

    IPython's own raise nothing: they ask its shell to end a moment later, and all variables with
    it.
    """
    ipython = sys.modules.get("IPython")  # not imported: where there is a notebook, it is there
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        yield
        return
    shell.ask_exit = sys.exit
    try:
        yield
    finally:
        del shell.ask_exit  # so that the shell's own is back


def as_table(answer: Any) -> np.ndarray:
    """Return a learner's feature map, which may be empty, as real numbers, shape (rows, cols).

    Raises
    ------
    Unusable
        If it is none.
    """
    table = _as_floats(_as_array(answer), answer)
    if table.dtype.kind not in "biuf" or table.ndim != 2:
        raise Unusable(_described(answer, table))
    return table


def as_maps(answer: Any) -> np.ndarray:
    """Return a learner's feature maps, one for each output, as real numbers in their own shape.

    Raises
    ------
    Unusable
        If it is none.
    """
    maps = _as_floats(_as_array(answer), answer)
    if maps.dtype.kind not in "biuf" or maps.ndim < 2:
        raise Unusable(_described(answer, maps))
    return maps


def as_numbers(answer: Any) -> np.ndarray:
    """Return a learner's number or numbers as an array of floats, of any shape.

    Raises
    ------
    Unusable
        If there is text, a truth value or anything else among them.

    Examples
    --------
    >>> as_numbers((3, 6))
    array([3., 6.])
    """
    array = _as_floats(_as_array(answer), answer)
    if array.dtype.kind not in "iuf" or array.size == 0:
        raise Unusable(_described(answer, array))
    return array.astype(float)


def as_pair_of_numbers(answer: Any, wanted: Pair) -> tuple[float, float]:
    """Return (rows, columns); one number stands for both where both should be equal."""
    numbers = as_numbers(answer).ravel().tolist()
    if len(numbers) == 1 and wanted[0] == wanted[1]:
        numbers *= 2
    if len(numbers) != 2:
        count = "one number" if len(numbers) == 1 else f"{len(numbers)} numbers"
        raise Unusable(f"{count}: give two, (rows, columns)")
    return tuple(numbers)


def as_sides_of_numbers(answer: Any) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return padding as ((top, bottom), (left, right)), in ints where all of it is whole."""
    if isinstance(answer, str):
        raise Unusable("its name: give the number of cells")
    numbers = as_numbers(answer)
    if numbers.shape not in ((), (2,), (2, 2)):
        raise Unusable("none of n, (rows, columns) and ((top, bottom), (left, right))")
    if not (np.isfinite(numbers).all() and (numbers >= 0).all()):
        raise Unusable("no number of cells: give 0 or more on each side")
    sides = np.broadcast_to(numbers[:, None] if numbers.ndim == 1 else numbers, (2, 2)).tolist()
    if all(side.is_integer() for pair in sides for side in pair):
        sides = [[*map(int, pair)] for pair in sides]
    (top, bottom), (left, right) = sides
    return (top, bottom), (left, right)


def as_cells(answer: Any) -> set[tuple[float, float]]:
    """Return the set of the (row, col) pairs of an answer."""
    if _are_index_arrays(answer):  # as np.nonzero and np.where give positions
        answer = np.transpose(answer)
    pairs = as_parts(answer, "a list of pairs, [(row, column), …]")
    if not pairs:
        return set()
    numbers = as_numbers(pairs)
    if numbers.shape == (2,):
        numbers = numbers[None]  # one pair alone
    if numbers.ndim != 2 or numbers.shape[1] != 2:
        raise Unusable(
            f"an array of shape {numbers.shape}: give a list of pairs, [(row, column), …]"
        )
    return set(map(tuple, numbers.tolist()))


def as_window(answer: Any, kernel_size: Pair) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return the sorted rows and columns of a window given as two lists, or as all its cells."""
    parts = as_parts(answer, "two lists, the rows and the columns")
    if _are_grids(parts):
        parts = [*zip(*map(np.ravel, parts), strict=True)]
    taps = kernel_size[0] * kernel_size[1]
    if len(parts) == taps and taps != 2 and all(_is_pair(part) for part in parts):
        cells = as_cells(parts)
        rows, cols = (tuple(sorted(set(part))) for part in zip(*cells, strict=True))
        if cells != set(product(rows, cols)):
            raise Unusable("not a whole window: each of its rows meets each of its columns")
        return rows, cols
    if len(parts) != 2:
        things = "1 thing" if len(parts) == 1 else f"{len(parts)} things"
        raise Unusable(f"{things}: give two lists, the rows and the columns")
    rows, cols = (tuple(sorted(as_numbers(part).ravel().tolist())) for part in parts)
    return rows, cols


def as_settings(answer: Any) -> list[tuple[int, ...]]:
    """Return the (stride, padding) or (stride, padding, dilation) of an answer, in whole numbers.

    Raises
    ------
    Unusable
        If it is no list of these.

    Examples
    --------
    >>> as_settings([(2, 1), (3, 2)])
    [(2, 1), (3, 2)]
    """
    parts = as_parts(answer, "a list of settings, each in parentheses")
    if not parts:
        raise Unusable("empty: give a list of settings, each in parentheses")
    numbers = as_numbers(parts)
    if numbers.ndim != 2 or numbers.shape[1] not in (2, 3):
        given = "[(stride, padding), …] or [(stride, padding, dilation), …]"
        raise Unusable(f"no list of settings: give {given}")
    if not (numbers == np.floor(numbers)).all() or not np.isfinite(numbers).all():
        raise Unusable("not in whole cells: strides, paddings and dilations are whole numbers")
    return [tuple(map(int, setting)) for setting in numbers]


def as_parts(answer: Any, wanted: str) -> list[Any]:
    """Return a list of what an answer holds; `wanted` says what to hand in instead."""
    if isinstance(answer, str | bytes):
        raise Unusable(f"the text {brief(answer)}: give {wanted}")
    try:
        return list(answer)
    except Exception:  # one number, or an object that will not be read
        raise Unusable(f"{brief(answer)}: give {wanted}") from None


def _are_index_arrays(answer):
    """Whether positions come as an array of rows and one of columns, as of np.nonzero."""
    return (
        isinstance(answer, tuple)
        and len(answer) == 2
        and all(isinstance(part, np.ndarray) and part.ndim == 1 for part in answer)
        and answer[0].size == answer[1].size
    )


def _are_grids(parts):
    """Whether a window comes as a table of its rows and one of its columns, as of np.meshgrid."""
    if len(parts) != 2 or not all(isinstance(p, np.ndarray) and p.ndim == 2 for p in parts):
        return False
    return parts[0].shape == parts[1].shape and parts[0].size > 2


def _is_pair(part):
    try:
        return np.size(part) == 2
    except Exception:  # an object that will not be read at all
        return False


def _as_array(answer):
    try:
        return np.asarray(answer)
    except ValueError:
        raise Unusable("rows of unequal length") from None
    except Exception as error:  # an object that will not be read, such as a tensor with a gradient
        told = f"a {type(answer).__name__} that NumPy cannot read ({brief(error, str, 120)})"
        raise Unusable(told) from None


def _as_floats(array, answer):
    """Return objects that are numbers as floats: fractions, decimals, integers beyond 64 bits."""
    if array.dtype.kind != "O":
        return array
    try:
        return array.astype(float)
    except Exception:  # whatever an object raises that is no number
        raise Unusable(_described(answer, array)) from None


def _described(answer, array):
    """In words: what an answer is that should be numbers."""
    if isinstance(answer, str):
        return f"the text {brief(answer)}: leave out the quotation marks"
    if array.ndim == 0:
        return brief(answer)
    kind = "" if array.dtype.kind in "biuf" else f" and dtype {array.dtype}"
    return f"an array of shape {array.shape}{kind}"


def brief(value, write=repr, letters=60):
    """Text of anything, cut to some letters, even of what cannot say what it is."""
    try:
        return write(value)[:letters]
    except Exception:
        return f"a {type(value).__name__}"


def _line_of(error, conv):
    """Where in the learner's own function it happened, as " (line 3)"."""
    code = getattr(conv, "__code__", None)
    own = [f for f in extract_tb(error.__traceback__) if code and f.filename == code.co_filename]
    return f" (line {own[-1].lineno} of its cell)" if own else ""
