"""The tables of exercises, held to the checks that filled them."""

import random
from contextlib import closing

import pytest

from convlib import ConvGeometry
from convlib.check import (
    check_kernel_gradient,
    check_output_size,
    check_padding,
    check_positions,
    check_settings,
)
from docs.exercises import CODE, LARGE, questions, reason_for, stubs_of, table_of
from docs.tables import key, look_up_items, table_of_items, table_of_numbers
from notebooks.exercises import Lesson
from tests.support.paths import NOTEBOOKS

GEOMETRY = ConvGeometry((14, 17), (5, 2), stride=(2, 3))
X, D = [1, 2, 0, 3, 1, 5, 2], [1, 2, 4]  # of lesson 11, exercise 2


def told_of(verdict):
    return " ".join(verdict.message.split())


def sizes(answer):
    return check_output_size(answer, GEOMETRY).message


def positions(answer):
    return check_positions(answer, ConvGeometry((9, 12), 3, stride=(2, 3)), (4, 3)).message


def settings(answer):
    return check_settings(answer, input_size=9, kernel_size=3, output_size=9).message


@pytest.fixture(scope="module")
def table():
    return table_of_numbers(sizes, (5, 6))


def test_a_pair_gets_the_sentence_of_the_check(table):
    assert table["messages"][table["answers"]["5,6"]] == "Right: 5 rows and 6 columns."
    for pair in [(4, 5), (6, 5), (5, 40), (2.5, 6), (0, 0)]:
        number = table["answers"].get(key(pair), table["general"])
        assert table["messages"][number] == told_of(check_output_size(pair, GEOMETRY))


def test_pairs_beyond_the_table_get_a_sentence_that_fits_them_all(table):
    general = table["messages"][table["general"]]
    assert general == told_of(check_output_size((123, 456), GEOMETRY))


def test_answers_of_another_number_of_numbers_are_told_what_to_give(table):
    assert "give two, (rows, columns)" in table["messages"][table["counts"][3]]


def test_a_padding_may_be_given_as_a_pair_or_by_its_sides():
    def ask(answer):
        return check_padding(answer, input_size=(9, 14), kernel_size=5, dilation=(1, 2)).message

    table = table_of_numbers(ask, (2, 4))
    for name in ("2,4", "2,2,4,4"):
        assert table["messages"][table["answers"][name]].startswith("Right")
    assert table["general"] is None  # the check says what size each padding gives


def test_one_number_is_left_blank_where_the_sentence_says_it():
    table = table_of_numbers(lambda n: "Right." if n == 3 else f"Not yet: {n} of 12 is wrong.", 3)
    assert table["messages"][table["general"]] == "Not yet: {} of 12 is wrong."


@pytest.mark.parametrize(
    ("ask", "solution", "below"),
    [
        (positions, [(1, 0), (1, 1), (2, 0), (2, 1)], 4),
        (settings, [(1, 1, 1), (1, 2, 2), (1, 3, 3)], 4),
    ],
)
def test_a_list_gets_the_sentence_of_the_check(ask, solution, below):
    size, chance = len(solution[0]), random.Random(0)
    solution = right_positions() if ask is positions else solution
    table = table_of_items(ask, solution)
    for _ in range(100):
        some = chance.sample(solution, chance.randint(0, len(solution)))
        count = chance.choice([0, 1, 2])
        more = [tuple(chance.randrange(below) for _ in range(size)) for _ in range(count)]
        answer = some + more
        if answer:
            told = " ".join(ask(answer).split())
            assert table["messages"][look_up_items(table, answer)] == told, answer


def right_positions():
    geometry = ConvGeometry((9, 12), 3, stride=(2, 3))
    rows, cols = geometry.output_size
    return [
        (row, col)
        for row in range(rows)
        for col in range(cols)
        if 4 in geometry.window((row, col))[0] and 3 in geometry.window((row, col))[1]
    ]


def test_mistakes_that_make_a_list_are_named_by_the_table_too():
    right = right_positions()
    table = table_of_items(positions, right)
    shifted = [(row + 1, col + 1) for row, col in right]
    told = " ".join(positions(shifted).split())
    assert table["messages"][look_up_items(table, shifted)] == told


def test_stubs_are_the_names_that_are_none():
    assert stubs_of("size = None  # (rows, columns)\ncheck_output_size(size, g)") == ["size"]
    assert stubs_of("b, a = None, None\nc = None\nd = (1, None)\ne = 3") == ["b", "a", "c"]
    assert stubs_of("def f(x):\n    return x\n\n\ncheck_conv2d(f)") == []


@pytest.mark.parametrize(
    ("name", "number", "reason"),
    [
        ("00-start-here", 3, LARGE),
        ("01-four-loops", 2, CODE),
        ("07-filters-on-a-photo", 3, CODE),
        ("08-channels", 3, LARGE),
        ("11-backwards", 3, CODE),
    ],
)
def test_an_exercise_without_a_field_says_why(name, number, reason):
    with closing(Lesson(NOTEBOOKS / f"{name}.ipynb")) as asked:
        stubs = stubs_of("\n".join(asked.exercises[number]))
        assert reason_for(asked, number, stubs) == reason


def test_a_part_of_an_exercise_is_asked_for_with_all_others_right():
    with closing(Lesson(NOTEBOOKS / "11-backwards.ipynb")) as asked:
        table = table_of(asked, 2, "for_kernel")
    told = {name: table["messages"][number] for name, number in table["answers"].items()}
    assert told["5,28,10"].startswith("Right")
    assert told["10,28,5"] == told_of(check_kernel_gradient([10, 28, 5], D, X, stride=2))


def test_known_answers_of_any_length_find_their_sentence():
    def ask(answer):
        if answer == list(range(7)):
            return "Right."
        return "Not yet: two too many." if answer == list(range(9)) else "Not yet."

    table = table_of_numbers(ask, list(range(7)), known=[list(range(9)), [5] * 40])
    assert table["messages"][table["answers"][key(range(9))]] == "Not yet: two too many."
    assert table["messages"][table["answers"][key(range(7))]] == "Right."


def test_questions_are_remembered_only_while_asked_for():
    from convlib.check.questions import Question

    with questions() as met:
        Question(1, [], "", "")
    Question(2, [], "", "")
    assert [question.truth for question in met] == [1]
