"""words.py: numbers in a few letters, held to NumPy and to their own value."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib.scene import Scene
from convlib.words import (
    cell_text,
    equals_text,
    factor_text,
    is_exact,
    number_text,
    padding_text,
    pair_text,
    setting_text,
    size_text,
    sum_bounds,
    sum_text,
)

finite = st.floats(-1e307, 1e307)  # with room above for a number rounded to one digit


def told(text):
    """Number that a text tells."""
    assert "-" not in text
    return float(text.replace("−", "-"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (-0.0, "0"), (7, "7"), (-12, "−12"), (np.int64(5), "5"), (np.True_, "1"),
        (0.5, "0.5"), (1 / 3, "0.333333"), (2 / 3, "0.666667"), (-1 / 3, "−0.333333"),
        (1234567, "1234567"), (1234567.0, "1234567"), (1234567.89, "1234568"),
        (1000.125, "1000.13"), (-1000.125, "−1000.13"), (0.0001, "0.0001"),
        (0.00012345678, "0.000123457"), (0.00009999999, "0.0001"), (0.00009, "9e−5"),
        (-3e-7, "−3e−7"), (1e15, "1000000000000000"), (1e16, "1e16"), (123456789e11, "1.23457e19"),
        (9007199254740993, "9007199254740993"), (float("nan"), "nan"), (float("inf"), "inf"),
        (-float("inf"), "−inf"), (np.float32(0.1), "0.1"), (5e-324, "4.94066e−324"),
    ],
)  # fmt: skip
def test_a_number_is_written_in_six_digits(value, text):
    assert number_text(value) == text


@pytest.mark.parametrize("dtype", "?bBhHiIlLqQefdg")
def test_a_number_of_any_dtype_is_written(dtype):
    one = np.dtype(dtype).type(1)
    assert (number_text(one), cell_text(one), factor_text(one)) == ("1", "1", "1")
    assert is_exact(one)
    if np.dtype(dtype).kind == "f":
        third = one / 3
        assert number_text(third) == {"e": "0.333252"}.get(dtype, "0.333333")
        assert cell_text(-third * 10**8 if dtype != "e" else -third).startswith("−")
        assert not is_exact(third)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1813.99, "1814"), (0.0625, "0.0625"), (1 / 3, "0.333"), (12.3456, "12.3"),
        (1234567, "1234567"), (12345678, "1.2e7"), (-1234567, "−1.2e6"), (-123456, "−123456"),
        (0.000123456, "1.2e−4"), (-0.00125, "−1.3e−3"), (1e-9, "1e−9"), (1e300, "1e300"),
    ],
)  # fmt: skip
def test_a_cell_has_room_for_seven_letters(value, text):
    assert cell_text(value) == text


@given(finite, st.integers(1, 17))
def test_a_number_keeps_its_digits(value, digits):
    assert told(number_text(value, digits)) == pytest.approx(value, rel=0.501 * 10 ** (1 - digits))


@given(finite)
def test_seventeen_digits_tell_a_float_exactly(value):
    assert told(number_text(value, 17)) == value


@given(finite)
def test_a_cell_tells_two_digits_at_least(value):
    text = cell_text(value)
    assert len(text) <= len("−1.2e−300")
    assert told(text) == pytest.approx(value, rel=0.0501)


@given(finite)
def test_exact_is_what_its_text_gives_back(value):
    assert is_exact(value) == (abs(told(number_text(value)) - value) <= 1e-9 * abs(value))


def test_last_bits_do_not_make_a_number_inexact():
    assert is_exact(0.1 + 0.2)
    assert not is_exact(1 / 3)
    assert not is_exact(123456.75)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), np.inf])
def test_what_is_no_number_is_told_whole(value):
    assert is_exact(value)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [((1, 3), "= 1"), ((1, 3, 1 / 3), "≈ 1"), ((1 / 3, 1), "≈ 0.333333"), ((0.75, 0.5), "= 0.75")],
)
def test_a_sum_is_equal_only_where_each_of_its_numbers_is_told_exactly(numbers, text):
    assert equals_text(*numbers) == text


def test_a_rounded_factor_is_told_though_the_sum_is_whole():
    assert sum_text(Scene.of([[3]], [[1 / 3]]), (0, 0)) == "feature map (0, 0): 3·0.333333 ≈ 1"


def test_factors_below_zero_stand_in_brackets():
    assert [factor_text(value) for value in (2, 0, -2, -0.5)] == ["2", "0", "(−2)", "(−0.5)"]


def test_sizes_and_pairs():
    assert size_text((9, 14)) == "9×14"
    assert [pair_text(pair) for pair in ((2, 2), (2, 1))] == ["2", "(2, 1)"]
    assert padding_text(((1, 1), (1, 1))) == "1"
    assert padding_text(((1, 1), (2, 2))) == "(1, 2)"
    assert padding_text(((1, 0), (2, 2))) == "((1, 0), (2, 2))"


def test_a_setting_names_only_what_is_set():
    image, kernel = np.ones((5, 6)), np.ones((3, 2))
    assert setting_text(Scene.of(image, kernel)) == "image 5×6, kernel 3×2 → feature map 3×5"
    scene = Scene.of(
        image, kernel, stride=(2, 1), padding=1, dilation=(1, 2), padding_mode="reflect",
        flip_kernel=True,
    )  # fmt: skip
    assert setting_text(scene) == (
        "image 5×6, kernel 3×2 turned by 180°, stride (2, 1), reflect padding 1, dilation (1, 2)"
        " → feature map 3×6"
    )


SCENES = st.builds(
    lambda image, kernel, scale: Scene.of(np.array(image) / scale, np.array(kernel) / scale),
    st.lists(st.lists(st.integers(-999, 999), min_size=4, max_size=4), min_size=3, max_size=3),
    st.lists(st.lists(st.integers(-999, 999), min_size=3, max_size=3), min_size=2, max_size=2),
    st.sampled_from([1, 2, 3, 7]),
)


@given(SCENES, st.integers(0, 1), st.integers(0, 1))
def test_a_sum_tells_its_factors_and_its_result(scene, row, col):
    text = sum_text(scene, (row, col))
    head, _, result = text.partition(" = " if " = " in text else " ≈ ")
    assert head.startswith(f"feature map ({row}, {col}): ")
    terms = head.partition(": ")[2].replace("(", "").replace(")", "").split(" + ")
    factors = [[told(factor) for factor in term.split("·")] for term in terms]
    window = scene.image[row : row + 2, col : col + 3]
    np.testing.assert_allclose(
        factors, list(zip(window.flat, scene.kernel.flat, strict=True)), rtol=6e-6
    )
    assert told(result) == pytest.approx(np.sum(window * scene.kernel), rel=6e-6, abs=1e-9)


@given(SCENES, st.integers(0, 1), st.integers(0, 1))
def test_no_sum_is_longer_than_its_bound(scene, row, col):
    longest_sum, longest_term = sum_bounds(scene)
    text = sum_text(scene, (row, col))
    assert len(text) <= longest_sum
    assert max(len(term) + len(" + ") for term in text.partition(": ")[2].split(" + ")[:-1]) <= (
        longest_term
    )


@given(SCENES, st.integers(40, 120))
def test_a_long_sum_loses_its_middle_and_fits_with_its_head_and_its_result(scene, letters):
    whole, short = sum_text(scene, (0, 0)), sum_text(scene, (0, 0), letters)
    if len(whole) <= letters:
        assert short == whole
        return
    terms = re.split(" [=≈] ", short.partition(": ")[2])[0].split(" + ")
    assert "…" in terms
    assert short[: short.index("…")] == whole[: short.index("…")]
    assert whole.endswith(short[short.index("…") + 1 :])
    assert len(short) <= letters or len(terms) <= 3


def test_a_sum_is_shortened_by_the_first_letter_that_does_not_fit():
    scene = Scene.of([[1, 2, 3, 4, 5]], [[1, 1, 1, 1, 1]])
    whole = sum_text(scene, (0, 0))
    assert whole == "feature map (0, 0): 1·1 + 2·1 + 3·1 + 4·1 + 5·1 = 15"
    assert sum_text(scene, (0, 0), len(whole)) == whole
    assert sum_text(scene, (0, 0), len(whole) - 1) == "feature map (0, 0): 1·1 + … + 5·1 = 15"
