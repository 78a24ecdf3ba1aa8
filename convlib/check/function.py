"""The check of a learner's own convolution, over many small cases."""

from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache, lru_cache
from inspect import signature
from io import StringIO
from typing import Any

import numpy as np

from ..words import size_text
from .answers import Unusable, as_table, brief, run
from .mistaken_axes import unmet_mistakes
from .mistaken_maps import Beyond, NoRoom, Task, map_mistakes
from .verdict import Verdict, judged, right, wrong

PARAMETERS = ("stride", "padding", "dilation")
CASES = 160
LARGEST_KEPT = 10_000  # cells of a feature map: of each of the cases one is kept
LARGEST_SHOWN = 100  # cells of a feature map: right ones have fewer
# A mistake that explains nearly all cases is named even where the smallest failing one is a crash,
# which says little by itself.
SURE = 0.8


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
    upto : {None, "stride", "padding", "dilation"}, optional
        The last parameter that the exercise has reached; later ones are not handed over. With
        None the call is ``function(image, kernel)``.
    flip_kernel : bool, optional
        Hold it to the convolution of signal processing, which turns the kernel by 180° first.

    Returns
    -------
    Verdict
        If it is wrong, with the smallest case that shows it.

    Examples
    --------
    >>> from convlib import conv2d
    >>> check_conv2d(conv2d)
    Right: it agrees with conv2d in 160 cases.
    >>> check_conv2d(lambda image, kernel: conv2d(image, kernel, flip_kernel=True), upto=None)
    Not yet: the kernel is turned by 180° (flipped); here it is laid down as it is, weight
    (0, 0) on the window's top left cell.
    The smallest case that shows it:
    image     [[2, 9]]
    kernel    [[-3, 1]]
    should be [[3]]
    yours     [[-25]]
    """
    if upto is not None and upto not in PARAMETERS:
        raise ValueError(f"upto={upto!r} must be None or one of {PARAMETERS}")
    return judged(_judge_function, function, upto, flip_kernel)


def _judge_function(function, upto, flip_kernel):
    if not callable(function):
        if np.ndim(function) == 2:
            return wrong(misconception="result instead of function")
        raise Unusable(f"{brief(function)}: hand in your function")
    cases = _cases(upto, flip_kernel)
    problem = _call_problem(function, cases[0])
    if problem:
        return wrong(problem, "other arguments")
    with redirect_stdout(StringIO()):  # what it prints, it would print for each case
        outcomes = [_outcome(function, case) for case in cases]
    failing = [n for n, outcome in enumerate(outcomes) if not _agrees(outcome, cases[n])]
    if failing:
        return _name_mistake(_mistaken_results(upto, flip_kernel), cases, outcomes, failing)
    if any(outcome.changed for outcome in outcomes):
        return wrong(misconception="input changed")
    return right(f"it agrees with conv2d in {len(cases)} cases.")


@dataclass(frozen=True)
class _Case:
    """One call: what is handed over, and the task it makes."""

    task: Task
    setting: dict


@dataclass(frozen=True)
class _Outcome:
    """What came back: a feature map, or what was wrong with it."""

    feature_map: np.ndarray | None
    problem: str = ""
    error: BaseException | None = None
    changed: bool = False


@cache
def _cases(upto, flip_kernel):
    """Draw small cases, always the same, the smallest first; those with fractions last."""
    random = np.random.default_rng(12)
    reached = _reached(upto)
    cases = []
    while len(cases) < CASES:
        fractions = len(cases) % 8 == 7
        try:
            cases.append((fractions, _draw_case(random, reached, fractions, flip_kernel)))
        except ValueError:  # the kernel has no room
            continue
    return [case for _, case in sorted(cases, key=lambda drawn: (drawn[0], _bulk(drawn[1])))]


def _reached(upto):
    """Names of the parameters up to this one."""
    return PARAMETERS[: PARAMETERS.index(upto) + 1] if upto else ()


def _draw_case(random, reached, fractions, flip_kernel):
    """Draw one case, or raise ValueError where the kernel does not fit."""
    largest = random.choice([3, 5, 8])
    (rows, cols), (k_rows, k_cols) = random.integers(1, largest, (2, 2)).clip(1, [[7, 7], [4, 4]])
    image = random.integers(-2, 10, (rows, cols))
    kernel = random.integers(-3, 5, (k_rows, k_cols))
    if fractions:
        image, kernel = image / 2 if random.random() < 0.5 else image, kernel / 4
    limits = {"stride": (1, 4), "padding": (0, 3), "dilation": (1, 4)}
    # Often plain, so that the smallest failing case has nothing in it that does not matter.
    setting = {
        name: tuple(random.integers(*limits[name], 2).tolist())
        if random.random() < 0.7
        else (limits[name][0],) * 2
        for name in reached
    }
    task = Task.of(image, kernel, flip_kernel=flip_kernel, **setting)
    return _Case(task, setting)


def _bulk(case):
    """How much there is to look at."""
    plain = sum(map(sum, case.setting.values()))
    return case.task.image.size + case.task.kernel.size + case.task.feature_map.size, plain


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


def _outcome(function, case):
    image, kernel = case.task.image.copy(), case.task.kernel.copy()
    try:
        answer = run(function, image, kernel, **case.setting)
    except Unusable as error:
        return _Outcome(None, str(error), error.__cause__)
    changed = not (
        np.array_equal(image, case.task.image) and np.array_equal(kernel, case.task.kernel)
    )
    try:
        table = as_table(answer)
        if table.size > LARGEST_KEPT:
            raise Unusable(f"{size_text(table.shape)} cells")
        return _Outcome(np.array(table), changed=changed)
    except Unusable as error:
        return _Outcome(None, f"returned {error}", changed=changed)


def _agrees(outcome, case):
    return outcome.feature_map is not None and case.task.agrees(outcome.feature_map)


# Kept for one exercise at a time, because a learner tries the same one again and again: a second
# try is answered in a tenth of the time. All four together would fill 60 MiB.
@lru_cache(maxsize=1)
def _mistaken_results(upto, flip_kernel):
    """List (misconception, what it gives for each of the cases) of all that may have been made.

    Only somebody who has met a parameter makes a mistake about it.
    """
    unmet = unmet_mistakes(_reached(upto))
    return [
        (name, [_given(mistake, case.task) for case in _cases(upto, flip_kernel)])
        for name, mistake in map_mistakes(flip_kernel=flip_kernel)
        if name not in unmet
    ]


def _given(mistake, task):
    """What a mistake makes of a task: a feature map, or the error that it raises."""
    try:
        return mistake(task)
    except (Beyond, ValueError) as error:
        return error


def _name_mistake(mistakes, cases, outcomes, failing):
    """Show the smallest failing case, and name the mistake that explains most of all cases."""
    case, outcome = cases[failing[0]], outcomes[failing[0]]
    shown = f"The smallest case that shows it:\n{_shown(case, outcome)}"
    if outcome.problem == "returned None":
        return wrong(misconception="no return")
    shares = [_share(results, cases, outcomes, failing) for _, results in mistakes]
    best = int(np.argmax(shares))
    name, results = mistakes[best]
    explains_this = _explains(results[failing[0]], case, outcome)
    if shares[best] > SURE or (shares[best] > 0 and explains_this):
        return wrong(misconception=name, case=shown)
    return wrong(*_told_of(outcome), case=shown)


def _told_of(outcome):
    """What can be said where no mistake explains it: a sentence, and a misconception or None."""
    if isinstance(outcome.error, TypeError) and "'float' object" in str(outcome.error):
        return "`/` gives a fraction; `//` rounds down.", "no floor"
    if isinstance(outcome.error, IndexError):
        return "", "index out of bounds"
    known = outcome.feature_map is not None
    return ("this case comes out wrong." if known else f"your function {outcome.problem}."), None


def _share(results, cases, outcomes, failing):
    """Return which fraction of all outcomes a mistake's results explain.

    It is 0 if they explain nothing but crashes, or less than half of what fails: most of what is
    right is right with many a mistake, too.
    """
    explained = np.array(
        [_explains(*each) for each in zip(results, cases, outcomes, strict=True)], bool
    )
    maps = np.array([outcome.feature_map is not None for outcome in outcomes])
    if not np.any(explained & maps) or explained[failing].mean() < 0.5:
        return 0.0
    return float(explained.mean())


def _explains(given, case, outcome):
    """Whether what a mistake gives is this very outcome."""
    if isinstance(given, Beyond):
        # What code does there: indices out of bounds, or a window too small for its weights.
        # But a slice of one row or none fits all weights, and then a map comes back.
        return isinstance(outcome.error, IndexError | ValueError) or _is_inner_part(outcome, given)
    if isinstance(given, NoRoom):
        return outcome.feature_map is None or outcome.feature_map.size == 0
    if isinstance(given, ValueError):
        return False
    return outcome.feature_map is not None and case.task.agrees(outcome.feature_map, given)


def _is_inner_part(outcome, beyond):
    """Whether a map has the size of one that leaves the image, and is right where it does not."""
    given, inner = outcome.feature_map, beyond.inner
    if given is None or inner is None or given.shape != beyond.size:
        return False
    return bool(
        np.allclose(
            given[tuple(map(slice, inner.shape))], inner[: given.shape[0], : given.shape[1]]
        )
    )


def _shown(case, outcome):
    """Lines that tell one case: what goes in, what should come out and what does."""
    task = case.task
    lines = {"image": task.image.tolist(), "kernel": task.kernel.tolist(), **case.setting}
    lines["should be"] = task.feature_map.tolist()
    given = outcome.feature_map
    small = given is not None and given.size <= LARGEST_SHOWN
    size = "" if given is None else f"{size_text(given.shape)} cells"
    lines["yours"] = given.tolist() if small else outcome.problem or size
    return "\n".join(f"{name:9} {value}" for name, value in lines.items())
