"""What comes back when a learner's function is called, and the quiet in which it is called."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, redirect_stderr, redirect_stdout
from copy import deepcopy
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np

from ..words import size_text
from .answers import Unusable, run
from .cases import Case

LARGEST_KEPT = 10_000  # cells of a feature map: of each of the cases one is kept


@dataclass(frozen=True, eq=False)
class Outcome:
    """What came back of one case: a feature map, or what was wrong with it.

    Attributes
    ----------
    feature_map : ndarray or None
    problem : str
        What the function did instead of returning a map.
    error : BaseException or None
        What it raised.
    changed : bool
        Whether the image or the kernel has been changed.
    inner : ndarray or None
        The map, where it came back as the first of several things.
    """

    feature_map: np.ndarray | None
    problem: str = ""
    error: BaseException | None = None
    changed: bool = False
    inner: np.ndarray | None = None


def outcomes_of(function: Callable[..., Any], cases: list[Case]) -> list[Outcome]:
    """Call a learner's function for each case.

    What it prints, displays or plots is shown for the first case and for no other.
    """
    outcomes = []
    for n, case in enumerate(cases):
        with quiet() if n else nullcontext():
            outcomes.append(_outcome(function, case))
    return outcomes


def _outcome(function, case):
    image, kernel = case.task.image.copy(), case.task.kernel.copy()
    try:
        answer = run(function, image, kernel, **deepcopy(case.setting))
    except Unusable as error:
        return Outcome(None, str(error), error.__cause__)
    changed = not (
        np.array_equal(image, case.task.image) and np.array_equal(kernel, case.task.kernel)
    )
    try:
        return Outcome(_as_kept(answer, case.read), changed=changed)
    except Unusable as error:
        return Outcome(
            None, f"returned {error}", changed=changed, inner=_first_of(answer, case.read)
        )


def _as_kept(answer, read):
    """Return a copy of a map, so that a function may use one array again and again."""
    table = read(answer)
    if table.size > LARGEST_KEPT:
        raise Unusable(f"{size_text(table.shape)} cells")
    return np.array(table)


def _first_of(answer, read):
    """Return the map that comes first in a tuple, such as (map, cache), or None."""
    try:
        return _as_kept(answer[0], read) if isinstance(answer, tuple) else None
    except (Unusable, IndexError):
        return None


@contextmanager
def quiet() -> Iterator[None]:
    """Show nothing of what is printed, displayed or plotted meanwhile."""
    with ExitStack() as stack:
        stack.enter_context(redirect_stdout(StringIO()))
        stack.enter_context(redirect_stderr(StringIO()))
        # Looked up, not imported: what has not been loaded can neither display nor plot.
        if capture := sys.modules.get("IPython.utils.capture"):
            stack.enter_context(capture.capture_output())
        if pyplot := sys.modules.get("matplotlib.pyplot"):
            stack.enter_context(_figures_closed(pyplot))
        yield


@contextmanager
def _figures_closed(pyplot):
    """Plot into no figure that is open, and close all that are opened: a notebook shows them."""
    kept = pyplot.get_fignums()
    if kept:
        pyplot.figure()
    try:
        yield
    finally:
        for number in set(pyplot.get_fignums()) - set(kept):
            pyplot.close(number)
        if kept:
            pyplot.figure(kept[-1])
