"""The check of a learner's own convolution, over many small cases."""

from collections.abc import Callable
from inspect import signature
from typing import Any

from ..words import size_text
from .answers import Unusable, as_maps, brief
from .cases import PARAMETERS
from .channel_cases import CHANNEL_PARAMETERS
from .outcomes import outcomes_of
from .reasons import exercise, find_reason, is_right
from .verdict import Verdict, judged, right, wrong

LARGEST_SHOWN = 100  # cells of a feature map: right ones have fewer


def check_conv2d(
    function: Callable[..., Any] | None,
    upto: str | None = "dilation",
    *,
    flip_kernel: bool = False,
) -> Verdict:
    """A learner's own convolution.

    Parameters
    ----------
    function : callable
        Called as ``function(image, kernel, stride=…, padding=…, dilation=…)`` with pairs
        (rows, cols), and returning the feature map, shape (oH, oW).
    upto : {None, "stride", "padding", "dilation", "bias", "groups"}, optional
        The last parameter that the exercise has reached; later ones are not handed over. With
        None the call is ``function(image, kernel)``. With "bias" and "groups" it is about
        channels: the call is ``function(image, kernel, bias=…)`` or ``function(image, kernel,
        bias=…, groups=…)``, with an image of shape (C, H, W), a kernel of shape (O, C/groups, kH,
        kW) and one bias for each output; wanted are feature maps of shape (O, oH, oW).
    flip_kernel : bool, optional
        Hold it to the convolution of signal processing, which turns the kernel by 180° first.

    Returns
    -------
    Verdict
        If it is wrong, with the smallest case that shows it.

    Notes
    -----
    The feature map may come in any form and dtype that holds its numbers: float32 does, up to the
    rounding that `Scene.tolerance` allows, and an array of objects does; float16 does not, because
    it keeps only three digits. A reason is named where it explains three quarters of the cases in
    which the function, or code with that mistake, is wrong. What the function prints, displays or
    plots is shown for the first case alone.

    Examples
    --------
    >>> from convlib import conv2d
    >>> check_conv2d(conv2d)
    Right: it agrees with conv2d in 160 cases.
    >>> check_conv2d(lambda image, kernel: conv2d(image, kernel, flip_kernel=True), upto=None)
    Not yet: that is what comes out with the kernel turned by 180° (flipped); here it is
    laid down as it is, weight (0, 0) on the window's top left cell.
    The smallest case that shows it:
    image     [[8, 5]]
    kernel    [[-3, 4]]
    should be [[-4]]
    yours     [[17]]
    """
    names = (*PARAMETERS, *CHANNEL_PARAMETERS)
    if upto is not None and upto not in names:
        raise ValueError(f"upto={upto!r} must be None or one of {names}")
    if flip_kernel and upto in CHANNEL_PARAMETERS:
        raise ValueError(f"upto={upto!r} goes without flip_kernel: layers do not flip")
    return judged(_judge_function, function, upto, flip_kernel)


def _judge_function(function, upto, flip_kernel):
    if not callable(function):
        if _is_map(function):
            return wrong(misconception="result instead of function")
        raise Unusable(f"{brief(function)}: hand in your function")
    cases = exercise(upto, flip_kernel).cases
    problem = _call_problem(function, cases[0])
    if problem:
        return wrong(problem, "other arguments")
    outcomes = outcomes_of(function, cases)
    pairs = [*zip(outcomes, cases, strict=True)]
    if not all(is_right(*pair) for pair in pairs):
        return _judge_failure(pairs, find_reason(outcomes, upto, flip_kernel))
    if any(outcome.changed for outcome in outcomes):
        return wrong(misconception="input changed")
    return right(f"it agrees with conv2d in {len(cases)} cases.")


def _is_map(answer):
    try:
        as_maps(answer)
    except Unusable:
        return False
    return True


def _judge_failure(pairs, reason):
    """Say what is wrong, and show the smallest case that shows just that.

    Parameters
    ----------
    pairs : list of (Outcome, Case)
    reason : (str, int) or None
        What `find_reason` found.
    """
    failing = [pair for pair in pairs if not is_right(*pair)]
    if all(outcome.problem == "returned None" for outcome, _ in failing):
        never = len(failing) == len(pairs)
        return wrong(misconception="no return", case="" if never else _show(*failing[0]))
    if all(_came_first(*pair) for pair in failing):
        return wrong(misconception="more than the map")
    if reason is None:
        return wrong(*_tell_error(failing[0][0]), case=_show(*failing[0]))
    name, first = reason
    return wrong(misconception=name, case=_show(*pairs[first]))


def _came_first(outcome, case):
    """Whether a right map came back, but not alone."""
    return outcome.inner is not None and case.task.agrees(outcome.inner)


def _call_problem(function, case):
    """What the function's own signature has against the call, or ""."""
    try:
        call = signature(function)
    except (TypeError, ValueError):  # built in: nothing is known of its arguments
        return ""
    try:
        call.bind(case.task.image, case.task.kernel, **case.setting)
    except TypeError as error:
        names = ", ".join(("image", "kernel", *(f"{name}=…" for name in case.setting)))
        return f"It is called as {_name(function)}({names}): {error}."
    return ""


def _name(function):
    return brief(getattr(function, "__name__", "your function"), str)


def _tell_error(outcome):
    """What can be said where no mistake explains it: a sentence, and a misconception or None."""
    if isinstance(outcome.error, TypeError) and "'float' object" in str(outcome.error):
        return "`/` gives a fraction; `//` rounds down.", "no floor"
    if isinstance(outcome.error, IndexError):
        return "", "index out of bounds"
    known = outcome.feature_map is not None
    return ("this case comes out wrong." if known else f"your function {outcome.problem}."), None


def _show(outcome, case):
    """Lines that tell one case: what goes in, what should come out and what does."""
    task = case.task
    lines = {"image": task.image.tolist(), "kernel": task.kernel.tolist(), **case.setting}
    lines["should be"] = task.feature_map.tolist()
    given = outcome.feature_map
    small = given is not None and given.size <= LARGEST_SHOWN
    size = "" if given is None else f"{size_text(given.shape)} cells"
    lines["yours"] = given.tolist() if small else outcome.problem or size
    told = "\n".join(f"{name:9} {value}" for name, value in lines.items())
    return f"The smallest case that shows it:\n{told}"
