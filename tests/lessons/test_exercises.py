"""The exercises as they stand in the lessons: stub, folded solution, and real mistakes.

Everything is read out of the notebooks: the cells of an exercise, and the solution below them.
"""

from contextlib import ExitStack, closing

import numpy as np
import pytest

from convlib.check.questions import Question
from convlib.check.sentences import SENTENCES
from notebooks.exercises import Lesson, run
from tests.support import paths

pytestmark = pytest.mark.lessons
LESSONS = {path.name[:2]: path for path in paths.LESSONS}


@pytest.fixture(scope="module")
def lessons():
    with ExitStack() as open_ones:
        yield {n: open_ones.enter_context(closing(Lesson(path))) for n, path in LESSONS.items()}


EXERCISES = [
    (number, exercise)
    for number, path in LESSONS.items()
    for exercise in sorted(Lesson(path).exercises)
]


@pytest.mark.parametrize("number", LESSONS)
def test_a_lesson_has_two_to_four_exercises_each_with_a_hint_and_a_solution(lessons, number):
    lesson = lessons[number]
    assert list(lesson.exercises) == list(range(1, len(lesson.exercises) + 1))
    assert 2 <= len(lesson.exercises) <= 4
    assert lesson.solutions.keys() == lesson.exercises.keys()
    assert lesson.hints == list(lesson.exercises)


@pytest.mark.parametrize(("number", "exercise"), EXERCISES)
def test_the_folded_solution_passes(lessons, number, exercise):
    lesson = lessons[number]
    names = lesson.namespace()
    answer = lesson.solutions[exercise]
    (verdict,) = run(lesson.exercises[exercise], names, answer)
    assert verdict.ok, verdict


@pytest.mark.parametrize(
    "answer",
    [
        *(f"examples = np.random.default_rng({seed}).uniform(-1, 1, (8, 8))" for seed in range(5)),
        "examples, rate, steps = np.random.default_rng(0).uniform(-1, 1, (6, 6)), 0.5, 600",
        "examples, rate, steps = np.random.default_rng(5).uniform(-10, 10, (12, 12)), 0.01, 60",
    ],
)
def test_examples_as_small_as_the_cell_of_lesson_11_says_are_enough_and_others_may_be(
    lessons, answer
):
    lesson = lessons["11"]
    (verdict,) = run(lesson.exercises[3], lesson.namespace(), answer)
    assert verdict.ok, verdict


@pytest.mark.parametrize("number", [number for number in LESSONS if number > "07"])
def test_no_two_mistakes_of_an_exercise_give_the_same_answer_nor_the_truth(
    lessons, number, monkeypatch
):
    """Numbers that cannot tell two mistakes apart make a poor exercise, however right they are."""
    asked, make = [], Question.__init__

    def remember(question, *arguments, **named):
        make(question, *arguments, **named)
        asked.append(question)

    monkeypatch.setattr(Question, "__init__", remember)
    lesson = lessons[number]
    for exercise, cells in lesson.exercises.items():
        run(cells, lesson.namespace(), lesson.solutions[exercise])
    assert asked
    for question in asked:
        given = [question.truth, *(answer for _, answer in question.mistakes)]
        texts = [repr(np.asarray(each, float).round(6).tolist()) for each in given]
        assert len(set(texts)) == len(texts), question


@pytest.mark.parametrize(("number", "exercise"), EXERCISES)
def test_the_untouched_stub_does_not_pass_and_does_not_raise(lessons, number, exercise):
    lesson = lessons[number]
    (verdict,) = run(lesson.exercises[exercise], lesson.namespace())
    assert not verdict.ok
    assert verdict.message.startswith("Not yet: ")


# What learners hand in: (lesson, exercise, misconception, answer). An answer that is a list says
# what is replaced in the lesson's own solution: pairs (right, wrong).
MISTAKES = [
    ("00", 1, "weights ignored", "answer = 127"),
    ("00", 1, "product missing", "answer = 92"),
    ("00", 1, "signs ignored", "answer = 281"),
    ("00", 2, "missing + 1", "size = (4, 6)"),
    ("00", 2, "rows and columns swapped", "size = (7, 5)"),
    ("00", 2, "size of the image", "size = (7, 9)"),
    ("00", 2, "size of the kernel", "size = (3, 3)"),
    ("00", 3, None, "mine = np.array([[0, 0, 0], [0, 0, 0], [0, 0, 10]])"),
    ("00", 3, None, "mine = np.diag([20, 0, 0])"),
    ("01", 1, "missing + 1", "ends = (3, 7)"),
    ("01", 2, "one position only", [
        ("image.shape[0] - kernel.shape[0] + 1, image.shape[1] - kernel.shape[1] + 1", "1, 1")]),
    ("01", 2, "transposed kernel", [("kernel[i, j]", "kernel[j, i]")]),
    ("01", 2, "taps left out", [("row + i, col + j", "row, col")]),
    ("01", 2, "position left out", [("row + i, col + j", "i, j")]),
    ("01", 2, "sizes fixed", [("range(kernel.shape[0])", "range(2)"),
                              ("range(kernel.shape[1])", "range(2)")]),
    ("01", 1, "rows and columns swapped", "ends = (8, 4)"),
    ("01", 1, "size of the image", "ends = (6, 9)"),
    ("01", 2, "missing + 1", [("[0] + 1,", "[0],"), ("[1] + 1", "[1]")]),
    ("01", 2, "last product only", [("+= image", "= image")]),
    ("01", 2, "returned too early", [("\n    return", "\n            return")]),
    ("01", 2, "flipped kernel", [("kernel[i, j]", "kernel[-1 - i, -1 - j]")]),
    ("01", 2, "square assumed", [("range(kernel.shape[1])", "range(kernel.shape[0])"),
                                 ("image.shape[1] - kernel.shape[1]",
                                  "image.shape[1] - kernel.shape[0]")]),
    ("01", 2, "weights ignored", [(" * kernel[i, j]", "")]),
    ("01", 2, "no return", [("    return feature_map", "    pass")]),
    ("01", 3, "running total", [("m, n = kernel.shape", "(m, n), total = kernel.shape, 0"),
                                ("total = np", "total += np")]),
    ("01", 3, "matrix product", [("col : col + n] *", "col : col + n] @")]),
    ("01", 4, "missing + 1", "image_size, kernel_size = (6, 10), (3, 3)"),
    ("01", 4, "size of the image", "image_size, kernel_size = (3, 7), (2, 2)"),
    ("01", 4, "rows and columns swapped", "image_size, kernel_size = (9, 5), (3, 3)"),
    ("01", 4, None, "image_size, kernel_size = (3, 7), (1, 1)"),
    ("01", 4, None, "image_size, kernel_size = (2, 9), (3, 2)"),
    ("02", 1, "flipped kernel", "answer = [[1, 2], [3, 4]]"),
    ("02", 1, "flipped along one axis", "answer = [[3, 4], [1, 2]]"),
    ("02", 1, "transposed kernel", "answer = [[4, 2], [3, 1]]"),
    ("02", 2, "transposed kernel", "def turn(kernel): return kernel.T"),
    ("02", 2, "quarter turn", "def turn(kernel): return np.rot90(kernel)"),
    ("02", 2, "kernel not flipped", "def turn(kernel): return kernel"),
    ("02", 2, "flipped along one axis", "def turn(kernel): return kernel[::-1]"),
    ("02", 2, "flipped along one axis", "def turn(kernel): return kernel[:, ::-1]"),
    ("02", 3, None, "mine = np.array([[1, 2, 3], [2, 4, 5], [3, 5, 6]])"),
    ("02", 3, None, "mine = np.zeros((3, 3))"),
    ("02", 3, None, "mine = np.ones((3, 3))"),
    ("02", 3, None, "mine = np.array([[1, 2], [2, 1]])"),
    ("03", 1, "missing + 1", "size = (4, 5)"),
    ("03", 1, "rounded up", "size = (6, 6)"),
    ("03", 1, "no floor", "size = (9 / 2 + 1, 6)"),
    ("03", 1, "stride + 1", "size = (4, 4)"),
    ("03", 1, "kernel left out of the size", "size = (7, 5)"),
    ("03", 1, "rows and columns swapped", "size = (6, 5)"),
    ("03", 1, "rows and columns swapped", "size = (4, 8)"),
    ("03", 1, "one number for both axes", "size = (5, 8)"),
    ("03", 2, "+ 1 divided too", [("(h - m) // s + 1", "(h - m + 1) // s"),
                                  ("(w - n) // t + 1", "(w - n + 1) // t")]),
    ("03", 2, "stride missing in the bound", [("(h - m) // s", "h - m"),
                                              ("(w - n) // t", "w - n")]),
    ("03", 2, "stride missing in the start", [("row * s", "row"), ("col * t", "col")]),
    ("03", 2, "rows and columns swapped", [("(s, t) =", "(t, s) =")]),
    ("03", 2, "+ 1 twice", [("(h - m) // s", "(h - m + 1) // s"),
                            ("(w - n) // t", "(w - n + 1) // t")]),
    ("03", 2, "no floor", [("//", "/")]),
    ("03", 3, "rows and columns swapped", "positions = [(1, 1), (1, 2)]"),
    ("03", 3, "stride left out",
     "positions = [(r, c) for r in (2, 3, 4) for c in (1, 2, 3)]"),
    ("03", 3, "counted from 1", "positions = [(2, 2), (3, 2)]"),
    ("03", 4, "missing + 1", "image_size, kernel_size, stride = (11, 17), (3, 3), (2, 2)"),
    ("03", 4, "rounded up", "image_size, kernel_size, stride = (8, 14), (3, 3), (2, 2)"),
    ("03", 4, None, "image_size, kernel_size, stride = (4, 7), (1, 1), (1, 1)"),
    ("03", 4, None, "image_size, kernel_size, stride = (1, 1), (2, 2), (2, 2)"),
    ("04", 1, "odd cell first", "padding = ((2, 1), (1, 0))"),
    ("04", 1, "odd cell first", "padding = ((2, 1), (0, 1))"),
    ("04", 1, "half a cell", "padding = (1.5, 0.5)"),
    ("04", 1, "same on both sides", "padding = (3, 1)"),
    ("04", 1, "rows and columns swapped", "padding = ((0, 1), (1, 2))"),
    ("04", 1, "unevenly shared", "padding = ((3, 0), (1, 0))"),
    ("04", 2, None, "settings = [(2, 1), (2, 0), (3, 2)]"),
    ("04", 3, "padding on one side", [("((p, p), (q, q))", "((p, 0), (q, 0))")]),
    ("04", 3, "rows and columns swapped", [("((p, p), (q, q))", "((q, q), (p, p))")]),
    ("04", 3, "pairs of sides", [("((p, p), (q, q))", "(p, q)")]),
    ("04", 3, "padding doubled", [("((p, p), (q, q))", "((2 * p, 2 * p), (2 * q, 2 * q))")]),
    ("04", 3, "padding mode", [("((p, p), (q, q)))", "((p, p), (q, q)), 'edge')")]),
    ("04", 3, "padding left out", [("((p, p), (q, q))", "0")]),
    ("05", 1, "gap after the last tap", "span = (12, 10)"),
    ("05", 1, "first cell left out", "span = (9, 8)"),
    ("05", 1, "dilation from 0", "span = (13, 13)"),
    ("05", 1, "k instead of k̂", "span = (4, 5)"),
    ("05", 2, "dilation left out", "cells = ([3, 4, 5], [4, 5, 6])"),
    ("05", 2, "stride left out", "cells = ([3, 5, 7], [2, 5, 8])"),
    ("05", 2, "whole span", "cells = (range(3, 8), range(4, 11))"),
    ("05", 2, "dilation from 0", "cells = ([3, 6, 9], [4, 8, 12])"),
    ("05", 3, "padding doubled", "settings = [(1, 1, 1), (1, 2, 4), (1, 3, 3)]"),
    ("05", 3, "kernel left out of the size", "settings = [(1, 1, 1), (2, 4, 1), (1, 2, 2)]"),
    ("05", 4, "dilation left out", [(" : d,", ","), (" : e]", "]"), ("d * (m - 1) + 1", "m"),
                                    ("e * (n - 1) + 1", "n")]),
    ("05", 4, "gap after the last tap", [("d * (m - 1) + 1", "d * m"),
                                         ("e * (n - 1) + 1", "e * n")]),
    ("05", 4, "taps side by side", [(" : d,", ","), (" : e]", "]")]),
    ("05", 4, "k instead of k̂", [
        ("    m, n = d * (m - 1) + 1, e * (n - 1) + 1\n", ""),
        ("row * s + m :", "row * s + d * (m - 1) + 1 :"),
        ("col * t + n :", "col * t + e * (n - 1) + 1 :")]),
    ("05", 4, "rows and columns swapped", [("(d, e) =", "(e, d) =")]),
    ("06", 1, "dilation left out", [("i * dilation[0]", "i"), ("j * dilation[1]", "j")]),
    ("06", 1, "stride left out", [("row * stride[0]", "row"), ("col * stride[1]", "col")]),
    ("06", 1, "stride and dilation left out", [
        ("row * stride[0] + i * dilation[0]", "row + i"),
        ("col * stride[1] + j * dilation[1]", "col + j")]),
    ("06", 2, "k instead of k̂", "size = (5, 14)"),
    ("06", 2, "missing + 1", "size = (4, 9)"),
    ("06", 2, "rows and columns swapped", "size = (10, 5)"),
    ("06", 3, "k instead of k̂", "padding = (2, 2)"),
    ("06", 3, "unevenly shared", "padding = ((1, 3), (4, 4))"),
    ("06", 3, "same on both sides", "padding = (4, 8)"),
    ("06", 3, "rows and columns swapped", "padding = (4, 2)"),
    ("06", 4, "padding left out", "settings = [(1, 0, 2), (2, 1, 1), (1, 2, 2)]"),
    ("06", 4, "kernel left out of the size", "settings = [(1, 0, 2), (2, 0, 1), (1, 1, 3)]"),
    ("07", 1, "weights do not sum to 1", "blur = np.ones((5, 5))"),
    ("07", 1, "integer division", "blur = np.ones((5, 5), int) // 25"),
    ("07", 1, "chessboard kept", "blur = kernels['sharpen']"),
    ("07", 2, "wrapped around", [("np.clip(np.rint(sums), 0, 255)",
                                  "np.rint(sums).astype(np.int64)")]),
    ("07", 2, "wrapped around", [("np.clip(np.rint(sums), 0, 255)",
                                  "np.minimum(np.rint(sums), 255).astype(np.int64)")]),
    ("07", 2, "cut instead of rounded", [("np.rint(sums)", "sums")]),
    ("07", 2, "not clipped", [("np.clip(np.rint(sums), 0, 255).astype(np.uint8)",
                               "np.rint(sums)")]),
    ("07", 3, "square root left out", "w = gaussian_kernel(5, 1).diagonal()"),
    ("07", 3, "weights do not sum to 1", "w = gaussian_kernel(5, 1)[2]"),
    ("08", 1, "bias left out", "sums = (2, -5)"),
    ("08", 1, "bias for each channel", "sums = (22, 35)"),
    ("08", 1, "one bias for all outputs", "sums = (12, 5)"),
    ("08", 1, "first channel only", "sums = (12, 14)"),
    ("08", 1, "first group only", "sums = (12, 26)"),
    ("08", 1, "channels dealt out in turn", "sums = (12, 20)"),
    ("08", 1, "groups in reverse", "sums = (7, 26)"),
    ("08", 1, "channels not added up", "sums = ((12, 10), (14, 21))"),
    ("08", 1, "mean over channels", "sums = (11, 17.5)"),
    ("08", 1, "flipped kernel", "sums = (8, 23)"),
    ("08", 2, "groups left out",
     "shape, parameters, multiply_adds = (24, 8, 3, 3), 456, 44928"),
    ("08", 2, "outputs divided too",
     "shape, parameters, multiply_adds = (6, 2, 3, 3), 456, 44928"),
    ("08", 2, "groups as an axis",
     "shape, parameters, multiply_adds = (4, 6, 2, 3, 3), 456, 44928"),
    ("08", 2, "kernel's axes last", [("(24, 2, 3, 3)", "(3, 3, 2, 24)")]),
    ("08", 2, "bias left out", [("456", "432")]),
    ("08", 2, "one bias for the layer", [("456", "433")]),
    ("08", 2, "channels left out", [("456", "240")]),
    ("08", 2, "positions of the image", [("44928", "162000")]),
    ("08", 2, "multiply-add as two", [("44928", "89856")]),
    ("08", 2, "weights only", [("44928", "432")]),
    ("08", 2, "bias as a multiply-add", [("44928", "47424")]),
    ("08", 3, "channels never meet",
     "layers = [Conv(3, padding=1, channels=64, groups=32)]"),
    ("08", 3, "one pixel only", "layers = [Conv(1, channels=64)]"),
    ("08", 3, "not lighter", "layers = [Conv(3, padding=1, channels=64, groups=1)]"),
    ("08", 3, None, [("3, padding=1", "3")]),
    ("08", 4, "bias left out", [(" + bias[o]", "")]),
    ("08", 4, "one bias for all outputs", [("bias[o]", "bias[0]")]),
    ("08", 4, "bias for each channel", [(", row[c]) for", ", row[c]) + bias[o] for"),
                                        ("sum(shares) + bias[o]", "sum(shares)")]),
    ("08", 4, "first group only", [("image[first + c]", "image[c]")]),
    ("08", 4, "outputs dealt out in turn", [("o // (len(kernel) // groups)", "o % groups")]),
    ("08", 4, "channels dealt out in turn", [
        (" * len(row)", ""), ("image[first + c]", "image[first + c * groups]")]),
    ("08", 4, "last channel only", [("sum(shares)", "shares[-1]")]),
    ("08", 4, "one kernel for all channels", [(", row[c])", ", row[0])")]),
    ("08", 4, "channels not added up", [("maps.append(sum(shares) + bias[o])",
                                         "maps += [share + bias[o] for share in shares]")]),
    ("08", 4, "no return", [("    return np.array(maps)", "    pass")]),
    ("09", 1, "flipped kernel", "row = [0, 0, 0, 0, 0, 6, 5, 4, 0, 0, 3, 2, 1, 0, 0]"),
    ("09", 1, "weights one after another", "row = [0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 0, 0, 0, 0]"),
    ("09", 1, "shifted by the row's number", "row = [0, 0, 0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 0, 0]"),
    ("09", 1, "rows and columns swapped", "row = [0, 1, 2, 3, 0, 0, 4, 5, 6, 0, 0, 0, 0, 0, 0]"),
    ("09", 2, "window a column", "image_size, kernel_size, stride = (5, 10), (3, 4), (2, 3)"),
    ("09", 2, "stride left out", "image_size, kernel_size, stride = (5, 5), (3, 2), (2, 1)"),
    ("09", 2, "row for each image cell",
     "image_size, kernel_size, stride = (3, 4), (2, 3), (1, 1)"),
    ("09", 3, "ends cut off", "places = [3, 31, 314, 142, 420]"),
    ("09", 3, "ends left over", "places = [3, 31, 314, 142, 420, 200]"),
    ("09", 3, "wrapped onto the end", "places = [3, 31, 314, 142, 620]"),
    ("09", 3, "whole windows only", "places = [314, 142]"),
    ("09", 3, "another ring", "places = [423, 231, 314, 142]"),
    ("09", 3, "kernel not flipped", "places = [413, 241, 24, 302, 130]"),
    ("09", 4, "square kernels only", [("i * n + j", "i * m + j")]),
    ("09", 4, "window by columns", [("i * n + j", "j * m + i")]),
    ("09", 4, "window a column", [("return rows", "return rows.T")]),
    ("10", 1, "kernels added up", "size, start, cells = 11, -9, (0, 21)"),
    ("10", 1, "own stride counted", "size, start, cells = 33, -9, (0, 21)"),
    ("10", 1, "dilation left out of the field", "size, start, cells = 15, -9, (0, 21)"),
    ("10", 1, "dilation as a stride", "size, start, cells = 39, -9, (0, 21)"),
    ("10", 1, "from the output down", "size, start, cells = 21, -9, (0, 21)"),
    ("10", 1, "paddings added up", "size, start, cells = 23, -5, (0, 21)"),
    ("10", 1, "half the field", "size, start, cells = 23, -11, (0, 21)"),
    ("10", 1, "padding counted as cells", "size, start, cells = 23, -9, (-1, 21)"),
    ("10", 1, "start left out", "size, start, cells = 23, -9, (8, 30)"),
    ("10", 2, "whole field", "count = 441"),
    ("10", 2, "one axis of the field", "count = 11"),
    ("10", 2, "paths instead of cells", "count = 729"),
    ("10", 3, "dilations with a common factor", "dilations = [2, 2, 2]"),
    ("10", 3, None, "dilations = [1, 2, 4]"),
    ("10", 3, None, "dilations = [1, 3, 10]"),
    ("10", 4, "dilation left out of the start", "start = -10"),
    ("10", 4, "half the field", "start = -12"),
    ("10", 4, "paddings added up", "start = -5"),
    ("11", 1, "added cell first", "cells = [40, 400, 4002, 20, 200, 2003, 30]"),
    ("11", 1, "added cell left 0", "cells = [400, 4002, 20, 200, 2003, 30, 0]"),
    ("11", 1, "added cell left out", "cells = [400, 4002, 20, 200, 2003, 30]"),
    ("11", 1, "stamps overwrite", "cells = [400, 2, 20, 200, 3, 30, 300]"),
    ("11", 1, "stamps side by side", "cells = [423, 4230, 2300]"),
    ("11", 2, "gradient not spread", [("[1, 10, 102, 20, 204, 40, 400]",
                                       "[1, 12, 124, 240, 400]")]),
    ("11", 2, "stamp turned", [("[1, 10, 102, 20, 204, 40, 400]",
                                "[100, 10, 201, 20, 402, 40, 4]")]),
    ("11", 2, "windows spread, gradient not", [("[5, 28, 10]", "[5, 10, 19]")]),
    ("11", 2, "weights' gradients reversed", [("[5, 28, 10]", "[10, 28, 5]")]),
    ("11", 2, "uphill", [("[-2, 0, 60]", "[4, 20, 140]")]),
    ("11", 2, "rate left out", [("[-2, 0, 60]", "[-5, -10, 20]")]),
    ("11", 3, "examples that cannot tell",
     "examples = np.tile(np.random.default_rng(5).uniform(-1, 1, 12), (12, 1))"),
    ("11", 3, "ran away", "examples = np.random.default_rng(5).uniform(0, 1, (12, 12))"),
    ("11", 3, "ran away",
     "examples, rate, steps = np.random.default_rng(5).uniform(-1, 1, (12, 12)), 3, 60"),
    ("11", 3, "stopped too early",
     "examples, rate, steps = np.random.default_rng(5).uniform(-1, 1, (12, 12)), 0.5, 5"),
    ("11", 3, "nothing learned", "examples = np.zeros((12, 12))"),
    ("12", 1, "field as the halo", "flat, strided = 9, 7"),
    ("12", 1, "halo of both sides", "flat, strided = 8, 7"),
    ("12", 1, "halves of whole kernels", "flat, strided = 5, 7"),
    ("12", 1, "paddings as the halo", "flat, strided = 4, 3"),
    ("12", 1, "halves without the jump", "flat, strided = 4, 5"),
    ("12", 1, "halo of the other side", "flat, strided = 4, 8"),
    ("12", 1, "sign of the halo", "flat, strided = -4, 7"),
    ("12", 1, "sign of the halo", "flat, strided = 4, -7"),
    ("12", 2, "halo left out", "cells_read = 1000 * 1000"),
    ("12", 2, "halo beyond the border", "cells_read = (4 * 20 + 1000) ** 2"),
    ("12", 2, "all tiles whole", "cells_read = (4 * 276) ** 2"),
    ("12", 2, "halo on one side", "cells_read = 1030**2"),
    ("12", 2, "read along one axis", "cells_read = 1060"),
    ("12", 2, None, "cells_read = 1,123,600"),
    ("12", 3, "reflect of NumPy", "around = [4, 3, 2, 1, 2, 3, 4, 3, 2, 1]"),
    ("12", 3, "edge repeated", "around = [1, 1, 1, 1, 2, 3, 4, 4, 4, 4]"),
    ("12", 3, "wrapped round the ends", "around = [2, 3, 4, 1, 2, 3, 4, 1, 2, 3]"),
    ("12", 4, "tile off the stride", "starts, length = [0, 5, 10], 5"),
    ("12", 4, "cell made twice", "starts, length = [0, 4, 8, 12], 7"),
    ("12", 4, "cells lost between tiles", "starts, length = [0, 4, 8, 12], 4"),
]  # fmt: skip


def changed(solution, pairs):
    for right, wrong in pairs:
        assert right in solution
        solution = solution.replace(right, wrong)
    return solution


@pytest.mark.parametrize(
    ("number", "exercise", "misconception", "answer"),
    MISTAKES,
    ids=[f"{m[0]}-{m[1]}-{m[2]}" for m in MISTAKES],
)
def test_a_real_mistake_is_named(lessons, number, exercise, misconception, answer):
    lesson = lessons[number]
    if not isinstance(answer, str):
        answer = changed(lesson.solutions[exercise], answer)
    (verdict,) = run(lesson.exercises[exercise], lesson.namespace(), answer)
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict
    told = SENTENCES[misconception] if misconception else ""  # where several explain it, none is
    known = "Not yet: " if verdict.certain else "Not yet. Perhaps: "
    assert " ".join(verdict.message.split()).startswith(known + told)


def test_every_exercise_has_its_real_mistakes():
    assert {(number, exercise) for number, exercise, *_ in MISTAKES} == set(EXERCISES)
