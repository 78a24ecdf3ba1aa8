"""Questions answered in numbers: the truth, and what each misunderstanding gives instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..scene import ROUNDING
from .answers import Unusable, as_numbers
from .verdict import Verdict, right, wrong


@dataclass(frozen=True)
class Question:
    """What is asked, for one setting.

    Attributes
    ----------
    truth : number or array_like
        The right answer: a number, a shape, a list or a table.
    mistakes : sequence of (str, number or array_like)
        Misconceptions, keys of `SENTENCES`, and what each gives. One that gives the truth for this
        setting is never named.
    told : str
        What is said of the right answer.
    hint : str
        What is asked back where no misconception explains the answer.
    """

    truth: ArrayLike
    mistakes: Sequence[tuple[str, ArrayLike]]
    told: str
    hint: str

    def explained_by(self, answer: np.ndarray) -> list[str]:
        """Return the misconceptions that give an answer, each once."""
        return list(dict.fromkeys(name for name, given in self.mistakes if _agree(given, answer)))


def judge(answer: Any, question: Question) -> Verdict:
    """Judge a learner's answer; called through `judged`.

    A single number may have come about in another way, so its reason is told with "Perhaps".

    Examples
    --------
    >>> question = Question(12, [("stride left out", 24)], "3·4.", "How many positions are there?")
    >>> judge(12.0, question)
    Right: 3·4.
    >>> judge(24, question)
    Not yet. Perhaps: the stride was left out: the kernel moves on by s cells, not by 1.
    >>> judge(25, question)
    Not yet: how many positions are there?
    """
    numbers, truth = as_numbers(answer), np.asarray(question.truth)
    if truth.ndim == 0 and numbers.size == 1:
        numbers = numbers.reshape(())
    if _agree(truth, numbers):
        return right(question.told)
    names = question.explained_by(numbers)
    if names:
        return wrong(misconception=names[0], certain=truth.ndim > 0 and len(names) == 1)
    if numbers.shape != truth.shape:
        if truth.ndim == 0 and (digits := _digits(answer)):
            told = f"{_counted(numbers)}: Python makes that of {digits}"
            raise Unusable(f"{told}. Leave out the commas: {digits.replace(',', '')}")
        raise Unusable(f"{_counted(numbers)}: give {_counted(truth)}")
    return wrong(question.hint)


def _agree(given: ArrayLike, answer: np.ndarray) -> bool:
    return np.shape(given) == answer.shape and bool(near(given, answer).all())


def near(given: ArrayLike, answer: ArrayLike) -> np.ndarray:
    """Where numbers are the same, but for the rounding of a few sums.

    No whole number is near another, however large both are. Pages compare as this does: `isNear` of
    docs/static/exercises.js.
    """
    allowed = np.minimum(ROUNDING * np.abs(given) + 1e-9, 0.1)
    return np.abs(np.subtract(given, answer)) <= allowed


def _digits(answer: Any) -> str:
    """How a tuple was written, if it was one number with commas between its thousands, or ""."""
    if not (isinstance(answer, tuple) and all(type(part) is int for part in answer)):
        return ""
    first, *groups = answer
    if not (1 <= first < 1000 and all(g == 0 or 100 <= g < 1000 for g in groups)):
        return ""  # Python refuses a number such as 023
    return ",".join([str(first), *(f"{group:03}" for group in groups)])


def _counted(numbers: np.ndarray) -> str:
    if numbers.ndim == 0:
        return "one number"
    if numbers.ndim == 1:
        return f"a list of {numbers.size}"
    return f"an array of shape {numbers.shape}"
