"""loops.py: the code beside its cells, read off its artists."""

import numpy as np
import pytest
from matplotlib.colors import to_hex

from convlib import conv2d, draw_loops
from convlib.examples import address
from convlib.figures.colours import VALUE_HUES, tints
from convlib.figures.pixels import pixels_of
from tests.support.artists import (
    axes,
    off_the_page,
    outlines,
    overlapping,
    page_texts,
    too_wide,
    values,
)

RANDOM = np.random.default_rng(5)
IMAGE = np.array([[3, 8, 1, 6], [5, 2, 9, 4], [7, 0, 10, 11]])
KERNEL = np.array([[1, -2], [3, 4]])
STEPS = [(step[:2], step[2:]) for step in np.ndindex(2, 3, 2, 2)]
SCENES = {
    "small": (IMAGE, KERNEL),
    "one cell": ([[3]], [[-2]]),
    "fractions": (RANDOM.normal(size=(6, 7)) * 100, RANDOM.normal(size=(2, 3))),
    "long numbers": (
        RANDOM.integers(-(10**9), 10**9, (5, 6)),
        RANDOM.normal(size=(3, 3)) * 1e-4,
    ),
    "32×32": (RANDOM.integers(-9, 99, (32, 32)), RANDOM.integers(-9, 9, (5, 5))),
    "uint8": (np.full((3, 3), 255, np.uint8), np.full((2, 2), -3, np.int8)),
    "nan and infinity": ([[np.nan, np.inf, 1.0], [-np.inf, 0.0, 2.0]], [[0.0, 1.0]]),
}
every_scene = pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)


def texts(figure, gid):
    return [t.get_text() for t in axes(figure, "page").texts if t.get_gid() == gid]


def framed(figure, label):
    """(row, col) of the cells in a thick black frame."""
    black = {
        (patch.get_y() + 0.5, patch.get_x() + 0.5)
        for patch in axes(figure, label).patches
        if to_hex(patch.get_edgecolor()) == "#000000"
    }
    thick = outlines(axes(figure, label), 4)
    return [(row, col) for row, col, *size in thick if size == [1, 1] and (row, col) in black]


# The code


def test_the_code_shown_is_the_code_that_computes_the_feature_map():
    code = "\n".join(
        " " * round((t.get_position()[0] - 15.5) / 9) + t.get_text()
        for t in axes(draw_loops(IMAGE, KERNEL), "page").texts
        if t.get_gid() == "code"
    )
    names = {"image": IMAGE, "kernel": KERNEL, "feature_map": np.zeros((2, 3), int)}
    exec(code, names)
    assert (names["feature_map"] == conv2d(IMAGE, KERNEL)).all()


@pytest.mark.parametrize(("position", "tap"), STEPS)
def test_every_variable_stands_beside_its_loop_with_its_value(position, tap):
    figure = draw_loops(IMAGE, KERNEL, position=position, tap=tap)
    shown = [text.split(" = ") for text in texts(figure, "variable")]
    assert [(name.strip(), int(value)) for name, value in shown] == list(
        zip(("row", "col", "i", "j"), (*position, *tap), strict=True)
    )
    height = {t.get_text(): t.get_position()[1] for t in axes(figure, "page").texts}
    for name in ("row", "col", "i", "j"):
        (loop,) = (text for text in height if text.startswith(f"for {name} in"))
        (value,) = (text for text in height if text.split()[:2] == [name, "="])
        assert height[loop] == height[value]


@pytest.mark.parametrize(("position", "tap"), STEPS)
def test_the_innermost_line_is_filled_in_truly(position, tap):
    figure = draw_loops(IMAGE, KERNEL, position=position, tap=tap)
    (row, col), (i, j) = position, tap
    (cells,), (line,) = texts(figure, "cells"), texts(figure, "sum")
    assert cells.replace(" ", "") == (
        f"feature_map[{row},{col}]+=image[{row + i},{col + j}]*kernel[{i},{j}]"
    )
    head, text = line.split(": ")
    assert head == f"feature_map[{row}, {col}]"
    text, total = text.split(" = ")
    before, product = text.split(" + ")
    value, weight = (factor.strip("()").replace("−", "-") for factor in product.split("·"))
    products = (IMAGE[row : row + 2, col : col + 2] * KERNEL).ravel()[: 2 * i + j + 1]
    assert (int(value), int(weight)) == (IMAGE[row + i, col + j], KERNEL[i, j])
    assert int(before.replace("−", "-")) == products[:-1].sum()
    assert int(total.replace("−", "-")) == products.sum()


def test_rounded_numbers_make_the_sum_approximate():
    (exact,) = texts(draw_loops([[1]], [[0.25]]), "sum")
    (rounded,) = texts(draw_loops([[1]], [[1 / 3]]), "sum")
    assert exact == "feature_map[0, 0]: 0 + 1·0.25 = 0.25"
    assert rounded.endswith(" ≈ 0.333333")


def test_an_arrow_and_a_frame_mark_the_innermost_line():
    figure = draw_loops(IMAGE, KERNEL)
    page = axes(figure, "page")
    (frame,) = (patch.get_bbox() for patch in page.patches if patch.get_width() > 400)
    (arrow,) = (text for text in page.texts if text.get_text() == "▶")
    inside = [t for t in page.texts if t.get_gid() in ("code", "cells", "sum")][4:]
    assert len(inside) == 3
    for text in inside:
        assert frame.contains(*text.get_position())
    assert arrow.get_position()[0] < frame.x0
    assert frame.y0 < arrow.get_position()[1] < inside[1].get_position()[1]


# The cells


@pytest.mark.parametrize(("position", "tap"), STEPS)
def test_frames_stand_around_the_value_and_the_weight_that_are_multiplied(position, tap):
    figure = draw_loops(IMAGE, KERNEL, position=position, tap=tap)
    assert framed(figure, "image") == [tuple(np.add(position, tap))]
    assert framed(figure, "kernel") == [tap]
    assert (*position, 2, 2) in outlines(axes(figure, "image"), 3)
    assert "current tap" in page_texts(figure)


def test_magnified_window_has_the_frame_too():
    figure = draw_loops(*SCENES["32×32"], position=(20, 7), tap=(1, 2))
    assert framed(figure, "window") == [(1, 2)]
    assert framed(figure, "image") == [(21, 9)]


@pytest.mark.parametrize("number", range(len(STEPS)))
def test_feature_map_is_what_the_loops_have_made_so_far(number):
    position, tap = STEPS[number]
    figure = draw_loops(IMAGE, KERNEL, position=position, tap=tap)
    sums = np.zeros((2, 3), int)
    for (row, col), (i, j) in STEPS[: number + 1]:
        sums[row, col] += IMAGE[row + i, col + j] * KERNEL[i, j]
    reached = {position for position, _ in STEPS[: number + 1]}
    feature_map = axes(figure, "feature map")
    assert values(feature_map) == {cell: sums[cell] for cell in reached}
    tinted = (np.asarray(feature_map.images[0].get_array()) != 255).any(axis=-1)
    finished = [cell for cell in reached if cell != position or tap == (1, 1)]
    assert sorted(map(tuple, np.argwhere(tinted))) == sorted(finished)


def test_finished_cells_keep_their_tints():
    expected = tints(conv2d(IMAGE, KERNEL), VALUE_HUES)[0, 0]
    for position, tap in STEPS[3:]:
        figure = draw_loops(IMAGE, KERNEL, position=position, tap=tap)
        fill = axes(figure, "feature map").images[0].get_array()
        assert (np.asarray(fill)[0, 0] == expected).all()


@every_scene
def test_last_pass_completes_the_feature_map(scene):
    expected = conv2d(*scene)
    position, tap = np.subtract(expected.shape, 1), np.subtract(np.shape(scene[1]), 1)
    figure = draw_loops(*scene, position=position, tap=tap)
    shown = values(axes(figure, "feature map"))
    for cell, value in shown.items():
        assert value == pytest.approx(expected[cell], rel=0.06, nan_ok=True)
    assert len(shown) in (0, expected.size)


# Can it be read?


@every_scene
def test_texts_stay_in_their_places(scene):
    figure = draw_loops(*scene)
    for label in ("image", "kernel", "feature map"):
        assert too_wide(axes(figure, label)) == []
    assert off_the_page(figure) == []
    assert overlapping(figure) == []
    assert figure.canvas.get_width_height()[0] <= 960


def test_all_steps_have_figures_of_one_size_that_differ():
    pages = [pixels_of(draw_loops(IMAGE, KERNEL, position=p, tap=t)) for p, t in STEPS]
    assert {page.shape for page in pages} == {pages[0].shape}
    assert len({page.tobytes() for page in pages}) == len(pages)


# Errors


@pytest.mark.parametrize(
    ("position", "tap", "error", "message"),
    [
        ((0, 0), (2, 0), ValueError, r"tap=\(2, 0\) lies outside the kernel of size \(2, 2\)"),
        ((0, 0), (0, -1), ValueError, r"tap=\(0, -1\) must be at least 0"),
        ((0, 0), 1, TypeError, "tap=1 must be a pair of integers"),
        ((0, 0), (0, 0.5), TypeError, "tap="),
        ((2, 0), (0, 0), ValueError, r"position=\(2, 0\) lies outside"),
        (0, (0, 0), TypeError, "position=0 must be a pair"),
    ],
)
def test_errors_name_the_argument_and_the_remedy(position, tap, error, message):
    with pytest.raises(error, match=message):
        draw_loops(IMAGE, KERNEL, position=position, tap=tap)


def test_image_smaller_than_the_kernel_is_refused():
    with pytest.raises(ValueError, match="spans 2 rows"):
        draw_loops([[1, 2]], KERNEL)


def test_given_arrays_stay_as_they_are():
    image = address(3, 4)
    image.setflags(write=False)
    draw_loops(image, KERNEL, position=[np.int64(1), 2], tap=np.array([1, 1]))
    assert (image == address(3, 4)).all()
