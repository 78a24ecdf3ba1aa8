"""What a check says, and the care with which it looks at an answer."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from textwrap import fill
from typing import Any

from .answers import Unusable, brief
from .sentences import SENTENCES

WIDTH = 84  # letters in a line: what half a projector's width shows without breaking words
EMPTY = "put your answer in place of None and run this cell again."


@dataclass(frozen=True, repr=False)
class Verdict:
    """Whether an answer is right and, if not, which misunderstanding it shows.

    The repr is the message, so that a cell that ends with a check shows it.

    Attributes
    ----------
    ok : bool
    misconception : str or None
        A key of `SENTENCES`; None if the answer is right, or wrong in a way that is not known.
    detail : str
        What is known of this very answer.
    case : str
        Lines that show where a learner's function goes wrong; empty for other answers.
    certain : bool
        False where the answer may have come about in another way as well.
    """

    ok: bool
    misconception: str | None = None
    detail: str = ""
    case: str = ""
    certain: bool = True

    def __bool__(self) -> bool:
        """Whether the answer is right, so that ``and`` joins the checks of an exercise's parts."""
        return self.ok

    @property
    def reason(self) -> str:
        """str: what is told of the misconception, then of this very answer, in one line."""
        first, rest = self.detail[:1], self.detail[1:]
        if self.misconception is None:
            return first.lower() + rest
        return f"{SENTENCES[self.misconception]} {first.upper()}{rest}".rstrip()

    @property
    def hedged(self) -> str:
        """str: the reason, with "Perhaps" where the answer may have come about in another way."""
        return self.reason if self.certain else f"Perhaps: {self.reason}"

    @property
    def message(self) -> str:
        """str: all that a learner reads, in short lines."""
        begins = "Right: " if self.ok else "Not yet: " if self.certain else "Not yet. "
        told = fill(begins + self.hedged, WIDTH)
        return f"{told}\n{self.case}".rstrip()

    def __repr__(self) -> str:
        return self.message


def right(detail: str) -> Verdict:
    """Say that an answer is right."""
    return Verdict(True, detail=detail)


def wrong(
    detail: str = "", misconception: str | None = None, case: str = "", *, certain: bool = True
) -> Verdict:
    """Say that an answer is wrong.

    Parameters
    ----------
    detail : str, optional
        What is known of this answer; it follows what is said of its misconception.
    misconception : str, optional
        A key of `SENTENCES`.
    case : str, optional
        Lines to be shown as they are.
    certain : bool, optional
        False says "Perhaps": of an answer that may have come about in another way.
    """
    return Verdict(False, misconception, detail, case, certain)


def judged(judge: Callable[..., Verdict], answer: Any, *task: Any) -> Verdict:
    """Judge an answer with care: whatever a learner hands in, a verdict comes back.

    A check reads its task before it calls this, so that what a lesson's author got wrong raises.

    Parameters
    ----------
    judge : callable
        Called as ``judge(answer, *task)``. It returns a verdict, or raises `Unusable`.
    answer : object
        None and ... stand for an exercise with nothing filled in.
    *task : object
        What the answer is held to.
    """
    if answer is None or answer is Ellipsis:
        return wrong(EMPTY)
    try:
        with warnings.catch_warnings(action="ignore"):
            return judge(answer, *task)
    except Unusable as error:
        return wrong(f"your answer is {error}.")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # an answer may be an object that does anything, even leave
        return stopped(error)


def stopped(error: BaseException) -> Verdict:
    """Say that an answer made its check stop: the net below all checks, which tests watch."""
    told = f"{type(error).__name__}: {brief(error, str, 200)}"
    return wrong(f"this could not be looked at. It stopped with {told}")
