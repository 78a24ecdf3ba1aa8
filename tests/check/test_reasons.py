"""Reasons: to give up a mistake early never changes which one is named."""

from functools import partial

import numpy as np
import pytest

from convlib.check import reasons
from convlib.check.outcomes import Outcome

MIXTURES = 30


def mixture(random, work):
    """Make mostly one mistake, sometimes another, or none, or one that nobody knows."""
    mistakes = [work.mistakes[n][1] for n in random.integers(len(work.mistakes), size=2)]
    for n, case in enumerate(work.cases):
        truth = case.task.feature_map
        maps = [*(work.given(mistake, n) for mistake in mistakes), truth, truth + 1]
        made = maps[random.choice(4, p=[0.8, 0.1, 0.05, 0.05])]
        is_map = isinstance(made, np.ndarray)
        yield Outcome(made) if is_map else Outcome(None, error=IndexError())


def found_by_weighing_to_the_end(monkeypatch, *given):
    weigh = partial(reasons._weigh, odds=(0, 1))
    with monkeypatch.context() as patched:
        patched.setattr(reasons, "_weigh", lambda *task: weigh(*task[:-1]))
        return reasons.find_reason(*given)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # as a check ignores them
@pytest.mark.parametrize("upto", ["bias", "groups"])
def test_to_give_up_a_mistake_early_never_changes_which_one_is_named(upto, monkeypatch):
    random, work = np.random.default_rng(1), reasons.exercise(upto, False)
    exercises = [([*mixture(random, work)], upto, False) for _ in range(MIXTURES)]
    found = [reasons.find_reason(*each) for each in exercises]
    assert found == [found_by_weighing_to_the_end(monkeypatch, *each) for each in exercises]
    assert None in found
    assert len(set(found)) > 5
