"""What `ask` makes of a learner's function: its map, or a sentence about what it is instead."""

import re

import numpy as np
import pytest

from convlib.examples import address
from convlib.widgets.learner import ask

IMAGE, KERNEL = address(6, 7), np.array([[1, 0, -1], [2, 0, -2]])


def ask_for(answer):
    return ask(lambda image, kernel: answer, {"image": IMAGE, "kernel": KERNEL})


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (None, "None"),
        (3, "3"),
        ("map", "map"),
        ([1, 2], r"shape \(2,\)"),
        (np.zeros((0, 3)), r"shape \(0, 3\)"),
        (np.zeros((1, 2, 2)), r"shape \(1, 2, 2\)"),
        ([[1, 2], [3]], "unequal"),
        ([["a"]], "shape"),
        (np.zeros((65, 2)), "65×2"),
        (np.array([[1j]]), "shape"),
    ],
)
def test_what_is_no_map_is_told(answer, told):
    assert re.search(told, ask_for(answer)["error"])


def test_an_answer_of_the_wrong_shape_is_kept_as_it_is():
    assert ask_for([[1, 2, 3]])["map"] == [[1, 2, 3]]


def test_values_unknown_to_json_are_named():
    assert ask_for([[np.nan, np.inf, -np.inf, 0.5]])["map"] == [["nan", "inf", "-inf", 0.5]]


def test_an_exception_is_told_with_its_line():
    def broken(image, kernel):
        return image[99, 99]

    line = broken.__code__.co_firstlineno + 1
    message = ask(broken, {"image": IMAGE, "kernel": KERNEL})["error"]
    assert "IndexError: index 99 is out of bounds" in message
    assert f"line {line}" in message


def test_a_built_in_function_gets_image_and_kernel_alone():
    setting = {"image": np.array([[3]]), "kernel": np.array([[5]]), "stride": (2, 1)}
    assert ask(max, setting) == {"map": [[5]]}


LEAVING = ["raise SystemExit", "import sys; sys.exit(1)", "exit()", "quit()"]


@pytest.mark.parametrize("line", LEAVING)
def test_leaving_python_is_told_with_its_line(line):
    namespace = {}
    exec(f"def leave(image, kernel):\n    {line}\n    return image", namespace)
    message = ask(namespace["leave"], {"image": IMAGE, "kernel": KERNEL})["error"]
    assert message == "Your function left with exit() (line 2 of its cell): leave that out"


def test_an_interrupt_passes():
    def stop(image, kernel):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ask(stop, {"image": IMAGE, "kernel": KERNEL})
