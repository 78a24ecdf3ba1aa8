"""Which mistake explains what a learner's function did, held against all the cases.

A mistake is judged by every case in which the function or the mistake differs from the truth. A
wrong map that the mistake gives to the last cell speaks for it; a crash where code with the mistake
would stop speaks a little. Whatever else came back speaks against it, and so does a right map where
the mistake gives a wrong one. A mistake is given up as soon as it cannot be named any more, or not
before the best that has been found.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

from .cases import Case, draw_cases, reached
from .channel_cases import CHANNEL_PARAMETERS, draw_channel_cases
from .mistaken_axes import unmet_mistakes
from .mistaken_channels import CHANNEL_MISTAKES
from .mistaken_loops import map_mistakes
from .outcomes import Outcome
from .task import Beyond, NoRoom, TooLarge

NAMED_FROM = 0.75  # of the evidence
FEWEST_MAPS = 3  # that have to come out as the mistake gives them
CRASH = 0.25  # what a crash counts, beside a map's 1


class Exercise:
    """The cases of an exercise, the mistakes that can be made in it, and what they give."""

    def __init__(self, upto: str | None, flip_kernel: bool) -> None:
        if upto in CHANNEL_PARAMETERS:
            self.cases, self.mistakes = draw_channel_cases(upto), CHANNEL_MISTAKES
        else:
            self.cases, self.mistakes = draw_cases(upto, flip_kernel), _mistakes(upto, flip_kernel)
        self._given: dict[tuple[Any, int], np.ndarray | Exception] = {}

    def given(self, mistake, n):
        """Return what a mistake gives for the n-th case: a map, or the error of code with it."""
        if (mistake, n) not in self._given:
            try:
                self._given[mistake, n] = mistake(self.cases[n].task)
            except (Beyond, ValueError) as error:
                self._given[mistake, n] = error
        return self._given[mistake, n]


def _mistakes(upto, flip_kernel):
    """List the mistakes about what an exercise has reached."""
    unmet = unmet_mistakes(reached(upto))
    return [m for m in map_mistakes(flip_kernel=flip_kernel) if m[0] not in unmet]


# Kept for one exercise at a time, because a learner tries the same one again and again.
@lru_cache(maxsize=1)
def exercise(upto, flip_kernel):
    """Return an exercise, which remembers what its mistakes give."""
    return Exercise(upto, flip_kernel)


@dataclass
class Evidence:
    """What speaks for a mistake and against it.

    Attributes
    ----------
    maps, crashes : list of int
        Cases that came out wrong as the mistake gives them.
    against : int
        How many cases contradict it.
    """

    maps: list[int] = field(default_factory=list)
    crashes: list[int] = field(default_factory=list)
    against: int = 0

    @property
    def weight(self) -> float:
        """float: all that speaks for the mistake."""
        return len(self.maps) + CRASH * len(self.crashes)

    @property
    def share(self) -> float:
        """float: how much of the evidence speaks for the mistake."""
        return self.weight / (self.weight + self.against)

    @property
    def rank(self) -> tuple[float, float]:
        """(float, float): the larger, the likelier is the mistake."""
        return self.share, self.weight

    def is_enough(self, some_right: bool) -> bool:
        """Whether the mistake may be named; a few maps or crashes prove it only if all fit."""
        if len(self.maps) >= FEWEST_MAPS:
            return self.share >= NAMED_FROM
        return self.weight > 0 and self.against == 0 and some_right

    def first(self) -> int:
        """Return the smallest case that the mistake explains."""
        return min(self.maps or self.crashes)


def find_reason(
    outcomes: list[Outcome], upto: str | None, flip_kernel: bool
) -> tuple[str, int] | None:
    """Find the mistake that explains what a function did.

    Parameters
    ----------
    outcomes : list of Outcome
        One for each of the exercise's cases, not all of them right.
    upto, flip_kernel
        The exercise, as in `check_conv2d`.

    Returns
    -------
    (str, int) or None
        The misconception and the first case that it explains; None where no mistake is sure.
    """
    work = exercise(upto, flip_kernel)
    worth = [_worth(*each) for each in zip(outcomes, work.cases, strict=True)]
    wrong_first = dict(sorted(enumerate(worth), key=lambda each: each[1] == 0))
    best, odds = None, (NAMED_FROM, 1 - NAMED_FROM)
    for name, mistake in work.mistakes:
        evidence = _weigh(mistake, outcomes, wrong_first, work, odds)
        if evidence.is_enough(0 in worth) and (best is None or evidence.rank > best[1].rank):
            best, odds = (name, evidence), (evidence.weight, evidence.against)
    return best and (best[0], best[1].first())


def is_right(outcome: Outcome, case: Case) -> bool:
    """Whether a case came out as it should."""
    return outcome.feature_map is not None and case.task.agrees(outcome.feature_map)


def _worth(outcome, case):
    """Return how much a case can speak for a mistake: nothing where it came out right."""
    if is_right(outcome, case):
        return 0
    return 1 if outcome.feature_map is not None else CRASH


def _weigh(mistake, outcomes, worth, work, odds):
    """Hold a mistake against the cases until what is left of them cannot lift it to some odds.

    Parameters
    ----------
    worth : dict of float
        How much each case can speak for a mistake; the order is that in which they are asked.
    odds : (float, float)
        How much has to speak for the mistake, and how much may speak against it then.
    """
    evidence, left = Evidence(), sum(worth.values())
    for n, most in worth.items():
        given, outcome, case = work.given(mistake, n), outcomes[n], work.cases[n]
        if not most:
            evidence.against += _differs(given, case)
        elif _is_same_map(given, outcome, case):
            evidence.maps.append(n)
        elif _is_same_crash(given, outcome):
            evidence.crashes.append(n)
        else:
            evidence.against += 1
        left -= most
        if evidence.against * odds[0] > (evidence.weight + left) * odds[1]:
            break
    return evidence


def _differs(given, case):
    """Whether a mistake does not give the truth; where nobody can make it, it does."""
    if isinstance(given, np.ndarray):
        return not case.task.agrees(given)
    return isinstance(given, Beyond | NoRoom | TooLarge)


def _is_same_map(given, outcome, case):
    """Whether a function returned the map that a mistake gives."""
    feature_map = outcome.feature_map
    if feature_map is None or not isinstance(given, np.ndarray):
        return False
    return case.task.agrees(feature_map, given)


def _is_inner_part(feature_map, beyond):
    """Whether a map has the size of one that leaves the image, and is right where it does not.

    A slice may end beyond the image: it is shorter then, and NumPy may still stretch it.
    """
    inner = beyond.inner
    if inner is None or feature_map is None or feature_map.shape != beyond.size:
        return False
    rows, cols = np.minimum(feature_map.shape, inner.shape)
    return bool(np.allclose(feature_map[:rows, :cols], inner[:rows, :cols]))


def _is_same_crash(given, outcome):
    """Whether a function stopped where code with the mistake does, or came as far as that can."""
    if isinstance(given, Beyond):
        return isinstance(outcome.error, IndexError | ValueError) or _is_inner_part(
            outcome.feature_map, given
        )
    if isinstance(given, TooLarge):
        return isinstance(outcome.error, OverflowError)
    if isinstance(given, NoRoom):
        return outcome.error is not None or (
            outcome.feature_map is not None and outcome.feature_map.size == 0
        )
    return False
