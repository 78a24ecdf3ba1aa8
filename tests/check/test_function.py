"""check_conv2d: right functions of any style pass, real mistakes are known by name."""

import re
import subprocess
import sys
from functools import cache

import numpy as np
import pytest

from convlib import conv2d, conv2d_loops
from convlib.check import check_conv2d
from convlib.check.reasons import exercise
from tests.check.right_functions import RIGHT as RIGHT_FUNCTIONS
from tests.check.test_answers import Tensor
from tests.check.wrong_functions import WRONG as WRONG_FUNCTIONS

RIGHT = """
def mine(image, kernel, stride=(1, 1), padding=(0, 0), dilation=(1, 1)):
    (s, t), (p, q), (d, e) = stride, padding, dilation
    (h, w), (m, n) = image.shape, kernel.shape
    padded = np.pad(image, ((p, p), (q, q)))
    rows = (h + 2 * p - (d * (m - 1) + 1)) // s + 1
    cols = (w + 2 * q - (e * (n - 1) + 1)) // t + 1
    out = np.zeros((rows, cols))
    for r in range(rows):
        for c in range(cols):
            total = 0
            for a in range(m):
                for b in range(n):
                    total += padded[r * s + a * d, c * t + b * e] * kernel[a, b]
            out[r, c] = total
    return out
"""
# Misconception, the last parameter reached, and what is written instead: pairs (right, wrong).
MISTAKES = [
    ("flipped kernel", None, [("kernel[a, b]", "kernel[m - 1 - a, n - 1 - b]")]),
    ("flipped kernel", "dilation", [("kernel[a, b]", "kernel[::-1, ::-1][a, b]")]),
    ("flipped along one axis", None, [("kernel[a, b]", "kernel[a, n - 1 - b]")]),
    ("flipped along one axis", None, [("kernel[a, b]", "kernel[m - 1 - a, b]")]),
    ("transposed kernel", None, [("    padded", "    m, n = n, m\n    padded"),
                                 ("kernel[a, b]", "kernel[b, a]")]),
    ("map flipped", None, [("return out", "return out[::-1, ::-1]")]),
    ("weights ignored", None, [(" * kernel[a, b]", "")]),
    ("signs ignored", None, [("* kernel[a, b]", "* abs(kernel[a, b])")]),
    ("missing + 1", None, [("// s + 1", "// s"), ("// t + 1", "// t")]),
    ("missing + 1", "stride", [("// s + 1", "// s")]),
    ("+ 1 twice", "stride", [("(d * (m - 1) + 1)) // s", "(d * (m - 1))) // s"),
                             ("(e * (n - 1) + 1)) // t", "(e * (n - 1))) // t")]),
    ("no floor", "stride", [("// s", "/ s"), ("// t", "/ t")]),
    ("position missing", None, [("range(rows)", "range(rows - 1)")]),
    ("position missing", None, [("range(cols)", "range(1, cols)")]),
    ("one position only", None, [("np.zeros((rows, cols))", "np.zeros((1, 1))"),
                                 ("range(rows)", "range(1)"), ("range(cols)", "range(1)")]),
    ("sizes fixed", None, [("range(m)", "range(2)"), ("range(n)", "range(2)")]),
    ("sizes fixed", None, [
        ("    for r", "    rows, cols = 2, 3\n    out = np.zeros((2, 3))\n    for r")]),
    ("position left out", None, [("r * s + a * d, c * t + b * e", "a, b")]),
    ("taps left out", None, [("r * s + a * d, c * t + b * e", "r, c")]),
    ("result in the kernel's place", None, [
        ("total += padded", "out[a, b] += padded"), ("            out[r, c] = total\n", "")]),
    ("transposed kernel", None, [("kernel[a, b]", "kernel[b, a]")]),
    ("transposed kernel", None, [("r * s + a * d, c * t + b * e", "r + b, c + a")]),
    ("transposed kernel", None, [("    (s, t)", "    kernel = kernel.T\n    (s, t)")]),
    ("quarter turn", None, [("    (s, t)", "    kernel = np.rot90(kernel)\n    (s, t)")]),
    ("rows and columns swapped", "stride", [("r * s + a", "r * t + a"),
                                            ("c * t + b", "c * s + b")]),
    ("+ 1 divided too", "stride", [("(d * (m - 1) + 1)) // s + 1", "d * (m - 1)) // s")]),
    ("rounded up", "stride", [("rows = (", "rows = -(-("), ("1)) // s", "1)) // s)")]),
    ("last product only", None, [("total +=", "total =")]),
    ("last tap missing", None, [("range(m)", "range(m - 1)"), ("range(n)", "range(n - 1)")]),
    ("last tap missing", None, [("range(n)", "range(n - 1)")]),
    ("running total", None, [("    total = 0\n", ""),
                             ("    for r in", "    total = 0\n    for r in"),
                             ("        for c in range(cols):\n        ",
                              "        for c in range(cols):\n")]),
    ("returned too early", None, [("    return out", "            return out")]),
    ("returned too early", None, [("    return out", "        return out")]),
    ("nothing added up", None, [("out[r, c] = total", "pass")]),
    ("mean instead of sum", None, [("= total", "= total / kernel.size")]),
    ("matrix product", None, [("out[r, c] = total",
                               "out[r, c] = np.sum(padded[r : r + m, c : c + n] @ kernel)")]),
    ("rows and columns swapped", None, [("return out", "return out.T")]),
    ("rows and columns swapped", "stride", [("(s, t)", "(t, s)")]),
    ("rows and columns swapped", "padding", [("(p, q)", "(q, p)")]),
    ("rows and columns swapped", "dilation", [("(d, e)", "(e, d)")]),
    ("square assumed", None, [("    padded =", "    w = h\n    padded =")]),
    ("square assumed", None, [("    padded =", "    n = m\n    padded =")]),
    ("square assumed", None, [("    padded =", "    h, m = w, n\n    padded =")]),
    ("fractions cut off", None, [("cols))", "cols), dtype=int)")]),
    ("fractions cut off", None, [("cols))", "cols), dtype=image.dtype)")]),
    ("stride left out", "stride", [("// s", "// 1"), ("// t", "// 1"),
                                   ("r * s", "r"), ("c * t", "c")]),
    ("stride missing in the start", "stride", [("r * s", "r"), ("c * t", "c")]),
    ("stride missing in the bound", "stride", [("// s", ""), ("// t", "")]),
    ("stride in the result's place", "stride", [
        ("np.zeros((rows, cols))", "np.zeros((h - m + 1, w - n + 1))"),
        ("out[r, c]", "out[r * s, c * t]")]),
    ("stride + 1", "stride", [("    padded", "    s, t = s + 1, t + 1\n    padded")]),
    ("padding left out", "padding", [("    padded", "    p = q = 0\n    padded")]),
    ("padding on one side", "padding", [("(p, p), (q, q)", "(p, 0), (q, 0)"),
                                        ("2 * p", "p"), ("2 * q", "q")]),
    ("padding on one side", "padding", [("(p, p), (q, q)", "(0, p), (0, q)"),
                                        ("2 * p", "p"), ("2 * q", "q")]),
    ("padding as the total", "padding", [
        ("(p, p), (q, q)", "(p // 2, p - p // 2), (q // 2, q - q // 2)"),
        ("2 * p", "p"), ("2 * q", "q")]),
    ("dilation from 0", "dilation", [("    padded", "    d, e = d + 1, e + 1\n    padded")]),
    ("dilation left out", "dilation", [("    padded", "    d = e = 1\n    padded")]),
    ("k instead of k̂", "dilation", [("(d * (m - 1) + 1)", "m"), ("(e * (n - 1) + 1)", "n")]),
    ("size of the image", None, [("rows = (", "rows = h if True else ("),
                                 ("cols = (", "cols = w if True else (")]),
    ("input changed", None, [("    return out", "    image *= 0\n    return out")]),
    ("input changed", None, [("    return out", "    kernel[:] = 0\n    return out")]),
    ("no return", None, [("    return out", "    pass")]),
    ("other arguments", None, [("image, kernel, stride=(1, 1)", "image, kernel, out, stride=1")]),
    ("other arguments", "stride", [("stride=(1, 1)", "step=(1, 1)"), ("stride, ", "step, ")]),
    ("other arguments", "padding", [("padding=(0, 0), ", ""), ("padding,", "(0, 0),")]),
]  # fmt: skip


def name_of(value):
    return getattr(value, "__name__", None)


def function(source):
    names = {"np": np}
    exec(source, names)
    return names["mine"]


MISTAKES.sort(key=lambda mistake: str(mistake[1]))  # check_conv2d keeps one exercise


@pytest.mark.parametrize(
    ("misconception", "upto", "changes"), MISTAKES, ids=[f"{m[0]}-{m[1]}" for m in MISTAKES]
)
def test_a_mistake_is_named(misconception, upto, changes):
    source = RIGHT
    for right, wrong in changes:
        assert right in source
        source = source.replace(right, wrong)
    verdict = check_conv2d(function(source), upto=upto)
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


def test_enough_mistakes_are_known():
    assert len({str(changes) for _, _, changes in MISTAKES}) >= 30


def windows(image, kernel, stride, padding, dilation):
    padded = np.pad(image, [(p, p) for p in padding])
    span = [d * (k - 1) + 1 for k, d in zip(kernel.shape, dilation, strict=True)]
    steps = tuple(slice(None, None, n) for n in (*stride, *dilation))
    views = np.lib.stride_tricks.sliding_window_view(padded, span)[steps]
    return np.einsum("ijkl,kl->ij", views, kernel)


@pytest.mark.parametrize(
    "right",
    [
        function(RIGHT),
        conv2d_loops,
        windows,
        lambda image, kernel, **setting: conv2d(image, kernel, **setting).tolist(),
        lambda *arguments, **setting: conv2d(*arguments, **setting).astype(np.float32),
        lambda image, kernel, **setting: conv2d(image, kernel, **setting) * 0.1 * 10,
    ],
    ids=["loops", "conv2d_loops", "windows", "lists", "float32", "last-bit"],
)
@pytest.mark.parametrize("upto", ["stride", "padding", "dilation"])
def test_a_right_function_passes_in_any_style(right, upto):
    if right is windows:
        upto = "dilation"
    verdict = check_conv2d(right, upto=upto)
    assert verdict.ok, verdict
    assert verdict.misconception is None


def test_without_parameters_none_are_handed_over():
    assert check_conv2d(lambda image, kernel: conv2d(image, kernel), upto=None).ok


@pytest.mark.parametrize("upto", ["stride", "padding", "dilation"])
def test_only_parameters_reached_are_handed_over(upto):
    got = []

    def record(image, kernel, **setting):
        got.append(setting)
        return conv2d(image, kernel, **setting)

    assert check_conv2d(record, upto=upto).ok
    names = ("stride", "padding", "dilation")
    wanted = set(names[: names.index(upto) + 1])
    assert all(set(setting) == wanted for setting in got)
    pairs = [pair for setting in got for pair in setting.values()]
    assert all(isinstance(pair, tuple) and len(pair) == 2 for pair in pairs)
    for name in wanted:
        assert any(setting[name][0] != setting[name][1] for setting in got)


def test_the_smallest_failing_case_is_shown():
    verdict = check_conv2d(lambda image, kernel: conv2d(image, kernel[::-1, ::-1]), upto=None)
    lines = dict(re.findall(r"^(image|kernel) +(.*)", str(verdict), re.MULTILINE))
    image, kernel = (np.array(eval(lines[name])) for name in ("image", "kernel"))
    assert image.size == kernel.size == 2  # one cell fewer, and a flip changes nothing
    assert f"should be {conv2d(image, kernel).tolist()}" in str(verdict)
    assert f"yours     {conv2d(image, kernel, flip_kernel=True).tolist()}" in str(verdict)


def test_a_map_far_too_large_is_not_written_out():
    verdict = check_conv2d(lambda image, kernel: np.ones((3000, 2000)), upto=None)
    assert "yours     returned 3000×2000 cells" in verdict.message
    verdict = check_conv2d(lambda image, kernel: np.ones((30, 20)), upto=None)
    assert "yours     30×20 cells" in verdict.message


def test_the_mistake_comes_before_the_value():
    message = check_conv2d(lambda image, kernel: conv2d(image, kernel).T, upto=None).message
    assert message.startswith("Not yet: rows and columns are swapped.")


def test_a_crash_tells_its_error():
    verdict = check_conv2d(lambda image, kernel: 1 / 0, upto=None)
    assert verdict.misconception is None
    assert "ZeroDivisionError" in str(verdict)


def test_an_index_beyond_the_image_is_known():
    def beyond(image, kernel):
        return image[[[image.shape[0] + 2]]]

    assert check_conv2d(beyond, upto=None).misconception == "index out of bounds"


def test_a_result_handed_in_for_the_function_is_told():
    verdict = check_conv2d(np.zeros((2, 2)))
    assert verdict.misconception == "result instead of function"


def leave(image, kernel, **setting):
    sys.exit("enough")


class Unspeakable(Exception):
    def __str__(self):
        raise RuntimeError


def unspeakable(image, kernel, **setting):
    raise Unspeakable


@pytest.mark.parametrize(
    "function",
    [leave, unspeakable, object, len, 3, "conv2d", [1], print, np.sum, lambda: 0, map, Unspeakable],
    ids=lambda function: getattr(function, "__qualname__", str(function)),
)
def test_whatever_is_handed_in_it_does_not_raise_and_is_not_right(function):
    verdict = check_conv2d(function)
    assert verdict.ok is False
    assert verdict.message.startswith("Not yet: ")


def test_an_interrupt_gets_through():
    def interrupt(image, kernel, **setting):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_conv2d(interrupt)


def test_what_a_function_prints_is_printed_once_and_not_for_each_case(capsys):
    def talk(image, kernel):
        print("here")
        print("there", file=sys.stderr)
        return conv2d(image, kernel)

    assert check_conv2d(talk, upto=None).ok
    assert capsys.readouterr() == ("here\n", "there\n")


def test_what_a_function_displays_is_displayed_once(capsys):
    from IPython.display import display

    def show(image, kernel):
        display("a kernel")
        return conv2d(image, kernel)

    assert check_conv2d(show, upto=None).ok
    assert capsys.readouterr().out.count("a kernel") == 1


def test_what_a_function_plots_stays_open_once(monkeypatch):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.close("all")

    def plot(image, kernel):
        pyplot.plot(image)
        return conv2d(image, kernel)

    assert check_conv2d(plot, upto=None).ok
    lines = [axes.lines for n in pyplot.get_fignums() for axes in pyplot.figure(n).axes]
    pyplot.close("all")
    assert len(lines) == 1
    assert len(lines[0]) == 1  # the smallest image has one column


def test_checks_load_no_pictures_to_keep_a_function_quiet():
    code = (
        "import sys; from convlib.check import check_conv2d; from convlib import conv2d;"
        "assert check_conv2d(conv2d).ok; print({'IPython', 'matplotlib'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert told.stdout == "set()\n"


def test_exit_in_a_function_is_named():
    assert "your function left with exit() (line" in check_conv2d(leave).reason


@pytest.mark.parametrize(
    ("turn", "misconception"),
    [
        (lambda kernel: kernel, "kernel not flipped"),
        (np.transpose, "transposed kernel"),
        (np.flipud, "flipped along one axis"),
        (np.fliplr, "flipped along one axis"),
        (np.rot90, "quarter turn"),
        (lambda kernel: None, None),
    ],
    ids=["not", "transposed", "rows", "columns", "quarter", "none"],
)
def test_a_kernel_turned_wrongly_is_named_where_a_flip_is_wanted(turn, misconception):
    def convolve(image, kernel):
        return conv2d(image, turn(kernel))

    verdict = check_conv2d(convolve, upto=None, flip_kernel=True)
    assert (verdict.ok, verdict.misconception) == (False, misconception), verdict


def test_a_flip_that_is_wanted_passes():
    def convolve(image, kernel):
        return conv2d(image, kernel[::-1, ::-1])

    assert check_conv2d(convolve, upto=None, flip_kernel=True).ok


@pytest.mark.parametrize("upto", [None, "stride", "padding"])
def test_no_parameter_is_named_before_it_is_met(upto):
    def wrong(image, kernel, **setting):
        return conv2d(image[:, ::-1], kernel, **setting)[:1]

    later = {None: ("stride", "dilation"), "stride": ("dilation",), "padding": ("dilation",)}[upto]
    assert not set(check_conv2d(wrong, upto=upto).message.lower().split()) & set(later)


# The corpus

for corpus in (RIGHT_FUNCTIONS, WRONG_FUNCTIONS):
    corpus.sort(key=lambda made: str(made[1]))
verdict_of = cache(check_conv2d)


@pytest.mark.parametrize(("right", "upto"), RIGHT_FUNCTIONS, ids=name_of)
def test_a_right_function_is_never_refused(right, upto):
    verdict = check_conv2d(right, upto)
    assert verdict.ok, verdict


@pytest.mark.parametrize(("wrong", "upto", "mistakes"), WRONG_FUNCTIONS, ids=name_of)
def test_a_reason_told_is_one_that_the_author_had(wrong, upto, mistakes):
    verdict = verdict_of(wrong, upto)
    assert not verdict.ok
    assert verdict.misconception in {None, *mistakes}, verdict


def test_the_corpus_is_large_enough_and_most_of_it_gets_its_reason():
    assert len(RIGHT_FUNCTIONS) >= 40
    assert len(WRONG_FUNCTIONS) >= 60
    verdicts = [verdict_of(wrong, upto) for wrong, upto, _ in WRONG_FUNCTIONS]
    assert sum(v.misconception is not None for v in verdicts) >= 0.8 * len(verdicts)


# What must be told of these is certain: they are the small reproductions of false reasons.
REPRODUCTIONS = {
    "range_with_a_step": "position stepped by the stride",
    "padded_made_and_image_read": "padded image not used",
    "one_k_throughout": "square assumed",
    "minus_one": "− 1 for + 1",
    "second_stride_for_both": "one number for both axes",
    "at_least_one_position": None,
    "larger_stride_for_both": "one number for both axes",
    "one_k_in_the_size": "square assumed",
    "zeros_like_the_image": "border left 0",
    "same_by_itself": "padded by itself",
    "padding_in_the_size_of_padded": "padding counted twice",
    "loops_end_too_early": "position missing",
    "written_for_3_by_3": "sizes fixed",
    "results_in_int8": "too small a dtype",
    "added_up_in_int": "fractions cut off",
    "map_and_cache": "more than the map",
    "absolute_results": "signs lost",
    "results_in_float16": "digits lost",
}


@pytest.mark.parametrize(("name", "misconception"), REPRODUCTIONS.items())
def test_what_was_told_falsely_is_told_rightly(name, misconception):
    ((wrong, upto),) = [(f, upto) for f, upto, _ in WRONG_FUNCTIONS if f.__name__ == name]
    assert verdict_of(wrong, upto).misconception == misconception


def shown_case(verdict):
    """The image and the kernel that a verdict shows, and what the function made of them."""
    lines = dict(re.findall(r"^(image|kernel|stride|yours) +(.*)", str(verdict), re.MULTILINE))
    return {name: eval(text) for name, text in lines.items()}


def test_the_case_shown_is_one_that_the_reason_explains():
    def swaps_large_strides(image, kernel, stride):
        if kernel.size == 1:  # wrong in another way, in a smaller case
            return conv2d(image, kernel, stride=stride) + 1
        return conv2d(image, kernel, stride=stride[::-1])

    verdict = check_conv2d(swaps_large_strides, upto="stride")
    assert verdict.misconception == "rows and columns swapped"
    shown = shown_case(verdict)
    assert np.size(shown["kernel"]) > 1
    assert shown["stride"][0] != shown["stride"][1]


def test_where_only_some_cases_return_nothing_one_is_shown():
    def narrow(image, kernel):
        return conv2d(image, kernel) if image.shape[1] > 2 else None

    verdict = check_conv2d(narrow, upto=None)
    assert verdict.misconception == "no return"
    assert "yours     returned None" in verdict.case
    assert check_conv2d(lambda image, kernel: None, upto=None).case == ""


def test_a_tensor_with_a_gradient_is_refused_in_words():
    said = check_conv2d(lambda image, kernel: Tensor(), upto=None).reason
    assert "returned a Tensor that NumPy cannot read (Can't call numpy() on Tensor" in said


def test_what_is_kept_for_the_next_try_belongs_to_one_exercise():
    for upto in (None, "stride", "padding", "dilation"):
        check_conv2d(lambda image, kernel, **setting: image, upto=upto)
    assert exercise.cache_info().currsize == 1
