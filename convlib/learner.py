"""Run a learner's convolution and put its answer, or what went wrong, into plain words."""

from inspect import Parameter, signature
from traceback import extract_tb

import numpy as np

__all__ = ["ask"]

LARGEST_ANSWER = 64  # cells along a side that the explorer still draws


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
        answer = conv(image, kernel, **_wanted(conv, setting))
    except Exception as error:  # whatever a learner's code may raise, the explorer stays alive
        return {
            "error": f"Your function raised {type(error).__name__}: {error}{_line_of(error, conv)}"
        }
    return _as_map(answer)


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


def _as_map(answer):
    try:
        table = np.asarray(answer)
    except ValueError:
        return {"error": "Your function returned rows of unequal length: return a 2-D array."}
    if table.dtype.kind not in "biuf" or table.ndim != 2 or table.size == 0:
        shown = f"an array of shape {table.shape}" if table.ndim else repr(answer)[:60]
        return {"error": f"Your function returned {shown}: return a 2-D array of numbers."}
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
