"""A learner's function, asked for its feature map of the explorer's setting."""

from collections.abc import Callable, Mapping
from inspect import Parameter, signature
from typing import Any

import numpy as np

from ..check.answers import Unusable, as_table, run
from ..figures.limits import MAX_PADDED
from ..words import size_text

LARGEST_ANSWER = MAX_PADDED  # rows or columns of a feature map that the explorer still draws
INTERRUPTED = {
    "error": "Your function was interrupted before it returned: does a loop never end? Run its "
    "cell and this one again, or change the setting."
}


def ask(conv: Callable[..., Any], setting: Mapping[str, Any]) -> dict[str, Any]:
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
        answer = run(conv, image, kernel, **_settings_named_by(conv, setting))
    except Unusable as error:
        return {"error": f"Your function {error}"}
    try:
        table = as_table(answer)
        if table.size == 0:
            raise Unusable(f"an array of shape {table.shape}")
        return _map_as_json(table)
    except Unusable as error:
        return {"error": f"Your function returned {error}: return a 2-D array of numbers."}


def _settings_named_by(conv: Callable[..., Any], setting: Mapping[str, Any]) -> dict[str, Any]:
    """Return the settings that a function's signature names, or all where it takes any keyword."""
    optional = {name: value for name, value in setting.items() if name not in ("image", "kernel")}
    try:
        parameters = signature(conv).parameters
    except ValueError:  # built in: nothing is known of its arguments
        return {}
    if any(p.kind is Parameter.VAR_KEYWORD for p in parameters.values()):
        return optional
    return {name: value for name, value in optional.items() if name in parameters}


def _map_as_json(table: np.ndarray) -> dict[str, Any]:
    if max(table.shape) > LARGEST_ANSWER:
        return {
            "error": f"Your function returned {size_text(table.shape)} cells: "
            f"more than {LARGEST_ANSWER} along a side are not drawn."
        }
    finite = np.isfinite(table)
    return {
        "map": [
            [value if ok else str(value) for value, ok in zip(row, oks, strict=True)]
            for row, oks in zip(table.tolist(), finite.tolist(), strict=True)
        ]
    }
