"""maps.py: several maps in one figure, read off its artists."""

import numpy as np
import pytest

from convlib import PADDING_MODES, ConvGeometry, add_padding, conv2d, draw_maps
from convlib.examples import address, impulse
from convlib.figures.colours import VALUE_HUES, WEIGHT_HUES, tints
from tests.support.artists import (
    axes,
    cells,
    off_the_page,
    overlapping,
    page_texts,
    too_wide,
    values,
)

RANDOM = np.random.default_rng(4)
KERNEL = np.arange(1, 10).reshape(3, 3)
IMPULSE = impulse(5, 5)
FIGURES = {
    "one cell": ({"a": [[3]]}, {}),
    "how often": ({f"padding {p}": ConvGeometry(5, 3, padding=p).count_map() for p in (0, 1)}, {}),
    "four modes": (
        {mode: add_padding(address(3, 4), 2, padding_mode=mode) for mode in PADDING_MODES},
        {"padding": 2},
    ),
    "impulse": (
        {
            "kernel": KERNEL,
            "impulse": IMPULSE,
            "correlation": conv2d(IMPULSE, KERNEL, padding=1),
            "convolution": conv2d(IMPULSE, KERNEL, padding=1, flip_kernel=True),
        },
        {"weights": "kernel"},
    ),
    "long names": ({"how often each cell is used, padding " + str(n): [[n]] for n in range(3)}, {}),
    "long numbers": (
        {"integers": RANDOM.integers(-(10**9), 10**9, (6, 7)), "floats": [[1 / 3, -1e-9, np.nan]]},
        {},
    ),
    "32×32": ({"large": RANDOM.integers(-9, 99, (32, 32)), "small": [[True, False]]}, {}),
    "twenty": ({f"map {n}": RANDOM.normal(size=(3, 3)) for n in range(20)}, {}),
    "kernel with padding": ({"k": [[1, -1]]}, {"weights": {"k"}, "padding": ((0, 0), (0, 1))}),
}
every_figure = pytest.mark.parametrize(("maps", "setting"), FIGURES.values(), ids=FIGURES)


def fill(figure, label):
    """Tints of a map, shape (rows, cols, 3)."""
    return np.asarray(axes(figure, label).images[0].get_array())


def corner(figure, label):
    """Where a map stands: pixels from the left and from the top."""
    box = axes(figure, label).bbox
    return round(box.x0), round(figure.bbox.height - box.y1)


# What stands where


@pytest.mark.parametrize("name", ["how often", "four modes", "impulse"])
def test_each_map_shows_its_numbers_and_its_name(name):
    maps, setting = FIGURES[name]
    figure = draw_maps(maps, **setting)
    assert [at.get_label() for at in figure.axes] == ["page", *maps]
    assert set(maps) <= set(page_texts(figure))
    for label, plane in maps.items():
        first = setting.get("padding", 0)
        assert values(axes(figure, label)) == {
            (row - first, col - first): number for (row, col), number in np.ndenumerate(plane)
        }


def test_padding_is_dashed_paler_and_named():
    figure = draw_maps({"a": address(3, 4)}, padding=((1, 0), (0, 2)))
    solid, dashed = axes(figure, "a").collections
    assert solid.get_linestyle()[0][1] is None
    assert dashed.get_linestyle()[0][1] is not None
    pale = {text.get_position()[::-1] for text in axes(figure, "a").texts if text.get_alpha() < 1}
    assert pale == {(-1, col) for col in range(4)} | {
        (row, col) for row in (0, 1) for col in (2, 3)
    }
    assert "padding" in page_texts(figure)
    assert "padding" not in page_texts(draw_maps({"a": address(3, 4)}))


def test_padding_can_be_given_for_single_maps():
    figure = draw_maps({"a": address(3, 3), "b": address(3, 3)}, padding={"b": 1})
    assert min(cells(axes(figure, "a"))) == (0, 0)
    assert min(cells(axes(figure, "b"))) == (-1, -1)


def test_row_and_column_numbers_stand_along_each_map():
    figure = draw_maps({"a": [[1, 2, 3]], "b": [[4], [5]]})
    numbers = sorted(text for text in page_texts(figure) if text.isdigit())
    assert numbers == sorted("0012010")


def test_figures_of_few_small_maps_keep_them_in_one_row():
    figure = draw_maps(FIGURES["impulse"][0])
    tops = {corner(figure, label)[1] for label in FIGURES["impulse"][0]}
    assert len(tops) == 1


def test_maps_too_wide_for_one_row_stand_in_columns():
    figure = draw_maps(FIGURES["four modes"][0])
    lefts, tops = zip(*(corner(figure, mode) for mode in PADDING_MODES), strict=True)
    assert lefts[0] == lefts[2] < lefts[1] == lefts[3]
    assert tops[0] == tops[1] < tops[2] == tops[3]


# Tints


def test_equal_values_have_equal_tints_in_all_maps():
    figure = draw_maps({"a": [[1, -2]], "b": [[4], [-2], [1]]})
    expected = tints([1, -2, 4], VALUE_HUES)
    assert (fill(figure, "a")[0] == expected[:2]).all()
    assert (fill(figure, "b")[:, 0] == expected[[2, 1, 0]]).all()


def test_kernels_wear_the_tints_of_weights_on_a_scale_of_their_own():
    figure = draw_maps({"image": [[90]], "kernel": [[1, -2]]}, weights=["kernel"])
    assert (fill(figure, "kernel")[0] == tints([1, -2], WEIGHT_HUES)).all()
    assert {"value, − to +", "weight, − to +"} <= set(page_texts(figure))


# Can it be read?


@every_figure
def test_numbers_keep_inside_their_cells(maps, setting):
    figure = draw_maps(maps, **setting)
    for label in maps:
        assert too_wide(axes(figure, label)) == []


@every_figure
def test_texts_of_the_page_stay_on_it_and_apart(maps, setting):
    figure = draw_maps(maps, **setting)
    assert off_the_page(figure) == []
    assert overlapping(figure) == []
    width, height = figure.canvas.get_width_height()
    assert width <= 960
    assert height <= 860


@pytest.mark.parametrize("name", ["how often", "four modes", "impulse"])
def test_numbers_of_the_lessons_figures_are_large(name):
    maps, setting = FIGURES[name]
    figure = draw_maps(maps, **setting)
    sizes = [text.get_fontsize() * 128 / 72 for label in maps for text in axes(figure, label).texts]
    assert min(sizes) >= 14


# Errors


@pytest.mark.parametrize(
    ("maps", "more", "error", "message"),
    [
        ({}, {}, ValueError, "maps is empty"),
        ([[[1]]], {}, TypeError, "maps is of type list"),
        ({1: [[1]]}, {}, TypeError, "maps names a map 1"),
        ({"a": [1, 2]}, {}, ValueError, r"maps\['a'\] has shape \(2,\)"),
        ({"a": [[1], [1, 2]]}, {}, ValueError, r"maps\['a'\] is not rectangular"),
        ({"a": [[1j]]}, {}, TypeError, r"maps\['a'\] has dtype complex128"),
        ({"a": [["1"]]}, {}, TypeError, r"maps\['a'\] has dtype"),
        ({"a": np.ones((33, 2))}, {}, ValueError, r"maps\['a'\] has 33×2 cells"),
        ({"a": np.ones((3, 2))}, {"padding": 1}, ValueError, r"padding=1 leaves no cell of maps"),
        ({"a": [[1]]}, {"padding": -1}, ValueError, "padding=-1 must be at least 0"),
        ({"a": [[1]]}, {"padding": "same"}, ValueError, "padding='same' must say how many cells"),
        ({"a": [[1]]}, {"padding": {"b": 1}}, ValueError, "padding names 'b', but the maps are a"),
        ({"a": [[1]]}, {"weights": "b"}, ValueError, "weights names 'b', but the maps are a"),
        ({"a" * 200: [[1]]}, {}, ValueError, "shorter names"),
    ],
)
def test_errors_name_the_argument_and_the_remedy(maps, more, error, message):
    with pytest.raises(error, match=message):
        draw_maps(maps, **more)
