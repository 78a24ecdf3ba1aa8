"""Questions answered in numbers: what is right, what is named, and what cannot be looked at."""

import numpy as np
import pytest

from convlib.check.answers import Unusable
from convlib.check.questions import Question, judge
from convlib.check.sentences import SENTENCES
from convlib.check.verdict import judged

SHAPE = Question(
    (8, 2, 3, 3),
    [("rows and columns swapped", (2, 8, 3, 3)), ("size of the image", (3, 3))],
    "eight kernels.",
    "What does each output see?",
)
SUM = Question(0.3, [("signs ignored", 0.5), ("signs lost", 0.5)], "0.3.", "Add again.")


@pytest.mark.parametrize("answer", [(8, 2, 3, 3), [8.0, 2, 3, 3], np.array([8, 2, 3, 3])])
def test_the_right_answer_passes_in_any_form(answer):
    assert judge(answer, SHAPE).ok


@pytest.mark.parametrize("answer", [0.1 + 0.2, [0.3], np.float32(0.3), "0.30000001"])
def test_a_number_may_be_rounded_where_sums_are(answer):
    answer = float(answer) if isinstance(answer, str) else answer
    assert judge(answer, SUM).ok
    assert not judge(0.3001, SUM).ok


def test_no_whole_number_passes_for_another_however_large():
    large = Question(1123600, [("halo left out", 9_000_001)], "1060².", "Add again.")
    assert judge(1123600, large).ok
    assert not judge(1123601, large).ok
    assert judge(9_000_002, large).misconception is None
    third = Question(10_000_000 / 3, [], "A third.", "Divide.")
    assert judge(np.float32(10_000_000 / 3), third).ok


@pytest.mark.parametrize(("answer", "name"), [
    ((2, 8, 3, 3), "rows and columns swapped"), ((3, 3), "size of the image")])  # fmt: skip
def test_a_list_that_a_mistake_gives_is_told_that_mistake_for_certain(answer, name):
    verdict = judge(answer, SHAPE)
    assert (verdict.misconception, verdict.certain) == (name, True)
    assert SENTENCES[name].split(":")[0] in " ".join(verdict.message.split())


def test_one_number_or_two_mistakes_that_give_it_are_told_with_perhaps():
    verdict = judge(0.5, SUM)
    assert (verdict.misconception, verdict.certain) == ("signs ignored", False)
    assert verdict.message.startswith("Not yet. Perhaps: ")


def test_where_nothing_explains_an_answer_the_question_is_asked_back():
    assert judge((8, 2, 3, 4), SHAPE).message == "Not yet: what does each output see?"


@pytest.mark.parametrize(
    ("answer", "question", "told"),
    [
        (8, SHAPE, "one number: give a list of 4"),
        ((8, 2), SHAPE, "a list of 2: give a list of 4"),
        (np.ones((2, 3)), SUM, "an array of shape (2, 3): give one number"),
    ],
)
def test_an_answer_of_another_shape_is_told_which_one_is_wanted(answer, question, told):
    with pytest.raises(Unusable, match="give"):
        judge(answer, question)
    assert judged(judge, answer, question).message == f"Not yet: your answer is {told}."


def test_a_mistake_that_gives_the_truth_is_never_named():
    question = Question(4, [("stride left out", 4)], "four.", "Count.")
    assert judge(4, question).ok
    assert judge(5, question).misconception is None


@pytest.mark.parametrize(
    ("answer", "digits"), [((1, 123, 600), "1,123,600"), ((1, 0), "1,000"), ((44, 928), "44,928")]
)
def test_a_tuple_of_thousands_is_told_how_python_reads_commas(answer, digits):
    with pytest.raises(Unusable) as told:
        judge(answer, SUM)
    assert f"Python makes that of {digits}" in str(told.value)
    assert str(told.value).endswith(digits.replace(",", ""))


@pytest.mark.parametrize(
    "answer", [(5, 7), (1060, 2), (0, 100), (1, 23), (1, 2.5), [1, 123, 600], (True, 100)]
)
def test_other_numbers_are_not_taken_for_thousands(answer):
    with pytest.raises(Unusable, match=r"^a list of \d: give one number$"):
        judge(answer, SUM)
