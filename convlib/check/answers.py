"""What a learner hands in, a value or a function, taken with care and put into plain words."""

from inspect import Parameter, signature
from traceback import extract_tb

import numpy as np

__all__ = ["Unusable", "as_numbers", "as_table", "ask", "brief", "run"]

LARGEST_ANSWER = 64  # cells along a side that the explorer still draws


class Unusable(Exception):
    """An answer that cannot be looked at; the text says what it is instead of numbers."""


def ask(conv, setting):
    """Call a learner's function for one setting.

    Parameters
    ----------
    conv : callable
        Called as ``conv(image, kernel, ...)`` with those of the other settings that its
        signature names.
    setting : dict
        Arguments of `conv2d`.

    Returns
    -------
    dict
        ``{"map": rows of numbers}`` or ``{"error": sentence}``; plain JSON either way. A value
        that JSON does not know (NaN, infinity) is given as its name.

    Examples
    --------
    >>> setting = {"image": np.ones((2, 2)), "kernel": np.ones((1, 1)), "stride": (2, 1)}
    >>> ask(lambda image, kernel, stride: image[:: stride[0], :: stride[1]], setting)
    {'map': [[1.0, 1.0]]}
    >>> ask(lambda image, kernel: None, setting)
    {'error': 'Your function returned None: return a 2-D array of numbers.'}
    """
    image, kernel = setting["image"].copy(), setting["kernel"].copy()
    try:
        answer = run(conv, image, kernel, **_wanted(conv, setting))
    except Unusable as error:
        return {"error": f"Your function {error}"}
    try:
        table = as_table(answer)
        if table.size == 0:
            raise Unusable(f"an array of shape {table.shape}")
        return _as_map(table)
    except Unusable as error:
        return {"error": f"Your function returned {error}: return a 2-D array of numbers."}


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
        return function(*arguments, **settings)
    except Exception as error:  # a learner's code may raise anything
        told = f"{type(error).__name__}: {brief(error, str, 200)}"
        raise Unusable(f"raised {told}{_line_of(error, function)}") from error


def as_table(answer):
    """Return a learner's feature map, which may be empty, as real numbers, shape (rows, cols).

    Raises
    ------
    Unusable
        If it is none.
    """
    table = _as_array(answer)
    if table.dtype.kind not in "biuf" or table.ndim != 2:
        raise Unusable(_described(answer, table))
    return table


def as_numbers(answer):
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
    array = _as_array(answer)
    if array.dtype.kind == "O":  # fractions, decimals, integers beyond 64 bits
        try:
            array = array.astype(float)
        except (TypeError, ValueError, OverflowError):
            raise Unusable(_described(answer, array)) from None
    if array.dtype.kind not in "iuf" or array.size == 0:
        raise Unusable(_described(answer, array))
    return array.astype(float)


def _as_array(answer):
    try:
        return np.asarray(answer)
    except ValueError:
        raise Unusable("rows of unequal length") from None
    except Exception:  # an object that will not be read at all
        raise Unusable(brief(answer)) from None


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


def _wanted(conv, setting):
    """The settings that a function's signature names, or all where it takes any keyword."""
    optional = {name: value for name, value in setting.items() if name not in ("image", "kernel")}
    try:
        parameters = signature(conv).parameters
    except ValueError:  # built in: nothing is known of its arguments
        return {}
    if any(p.kind is Parameter.VAR_KEYWORD for p in parameters.values()):
        return optional
    return {name: value for name, value in optional.items() if name in parameters}


def _line_of(error, conv):
    """Where in the learner's own function it happened, as " (line 3)"."""
    code = getattr(conv, "__code__", None)
    own = [f for f in extract_tb(error.__traceback__) if code and f.filename == code.co_filename]
    return f" (line {own[-1].lineno} of its cell)" if own else ""


def _as_map(table):
    if max(table.shape) > LARGEST_ANSWER:
        return {
            "error": f"Your function returned {table.shape[0]} × {table.shape[1]} cells: "
            f"more than {LARGEST_ANSWER} along a side are not drawn."
        }
    finite = np.isfinite(table)
    return {
        "map": [
            [value if ok else str(value) for value, ok in zip(row, oks, strict=True)]
            for row, oks in zip(table.tolist(), finite.tolist(), strict=True)
        ]
    }
