"""maps.py: several maps in one figure, read off its artists."""

import matplotlib
import numpy as np
import pytest

from convlib import PADDING_MODES, ConvGeometry, add_padding, conv2d, draw_maps
from convlib.examples import address, impulse
from convlib.figures.colours import VALUE_HUES, WEIGHT_HUES, tints
from convlib.figures.pixels import figure_png
from tests.support.artists import (
    axes,
    cells,
    extent,
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
    "seven letters": ({"a": [[-0.0917, 1234567, -123456]]}, {}),
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


@pytest.mark.parametrize(("dtype", "low"), [("B", 0), ("H", 0), ("Q", 0), ("b", -128), ("i", -9)])
def test_integers_of_any_dtype_wear_the_tints_of_their_numbers(dtype, low):
    plane = np.array([[low, 1], [2, 100]], dtype)
    for weights in ((), "a"):
        drawn, wanted = (draw_maps({"a": p}, weights=weights) for p in (plane, plane.astype(float)))
        assert (fill(drawn, "a") == fill(wanted, "a")).all()
        assert len(np.unique(fill(drawn, "a").reshape(4, -1), axis=0)) == 4


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


def test_the_largest_cells_have_room_for_every_number():
    shown = cells(axes(draw_maps(FIGURES["seven letters"][0]), "a"))
    assert [text for (text,) in shown.values()] == ["−0.0917", "1234567", "−123456"]


@pytest.mark.parametrize("name", ["how often", "four modes", "impulse"])
def test_numbers_of_the_lessons_figures_are_large(name):
    maps, setting = FIGURES[name]
    figure = draw_maps(maps, **setting)
    sizes = [text.get_fontsize() * 128 / 72 for label in maps for text in axes(figure, label).texts]
    assert min(sizes) >= 14


NAMES = ["cost in $ and $", "x_2 in $x$", r"\alpha \$ 5", "", " ", "two\nlines", "a\tb", "ä ∑ 9×9"]


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_name_is_written_letter_by_letter_as_it_is(name):
    figure = draw_maps({name: [[1, 2], [3, 4]], "plain": [[5]]})
    figure.canvas.draw()
    lines = [line.expandtabs(4) for line in name.splitlines()]
    texts = [text for text in axes(figure, "page").texts if text.get_fontweight() == "bold"]
    assert [text.get_text() for text in texts] == [*reversed(lines or [""]), "plain"]
    assert not any(text.get_parse_math() for text in texts)
    assert off_the_page(figure) == []
    assert overlapping(figure) == []
    assert set(values(axes(figure, name))) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_a_dollar_takes_the_room_of_a_dollar():
    widths = [
        draw_maps({name: [[1]]}).bbox.width for name in ("a $b$ c $d$ e $f$", "a sbs c sds e sfs")
    ]
    assert abs(widths[0] - widths[1]) < 10


def test_names_of_several_lines_make_room_in_every_row():
    name = "{}: first\nsecond\nthird"
    figure = draw_maps({name.format(n): np.ones((9, 9)) for n in range(4)})
    assert off_the_page(figure) == []
    assert overlapping(figure) == []
    names = [text for text in axes(figure, "page").texts if text.get_fontweight() == "bold"]
    boxes = [axes(figure, name.format(n)).bbox for n in range(4)]
    assert not any(extent(text).overlaps(box) for text in names for box in boxes)


CIRCLED = "Ⓐ"  # no DejaVu Sans has it, and STIX, which matplotlib brings along, does


def test_letters_of_other_scripts_are_boxes_that_matplotlib_warns_of():
    with pytest.warns(UserWarning, match="Glyph 9398 .* missing from font"):
        figure_png(draw_maps({CIRCLED: [[1]]}))


def test_a_caller_can_name_a_font_for_letters_of_other_scripts():
    given, other = draw_maps({CIRCLED: [[1]]}, font="STIXGeneral"), draw_maps({"Ω": [[1]]})
    assert figure_png(given) != figure_png(other)
    assert figure_png(draw_maps({CIRCLED: [[1]]}, font=["cmr10", "STIXGeneral"]))


@pytest.mark.parametrize(
    "setting",
    [{"font.family": "STIXGeneral"}, {"font.family": "serif", "font.serif": ["STIXGeneral"]}],
    ids=str,
)
def test_the_readers_own_font_is_taken_for_such_letters_and_for_no_others(setting):
    named, plain = draw_maps({CIRCLED: [[1]]}, font="STIXGeneral"), draw_maps({"abc": [[1]]})
    with matplotlib.rc_context(setting):
        assert figure_png(draw_maps({CIRCLED: [[1]]})) == figure_png(named)
        assert figure_png(draw_maps({"abc": [[1]]})) == figure_png(plain)


# Errors


@pytest.mark.parametrize(
    ("maps", "more", "error", "message"),
    [
        ({}, {}, ValueError, "maps is empty"),
        ([[[1]]], {}, TypeError, "maps is of type list"),
        ({1: [[1]]}, {}, TypeError, "maps has the name 1: names must be text, like '1'"),
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
        ({"a": [[1]]}, {"weights": 5}, TypeError, "weights=5 must be names of maps"),
        (
            {"a": [[1]]},
            {"weights": [["a"]]},
            ValueError,
            r"weights names \['a'\], but the maps are",
        ),
        ({"a" * 200: [[1]]}, {}, ValueError, "shorter names"),
        (
            {"a": [[1]]},
            {"font": "No Such Font"},
            ValueError,
            "font='No Such Font' is not installed",
        ),
        ({"a": [[1]]}, {"font": 5}, TypeError, "font=5 must be the name of a font"),
    ],
)
def test_errors_name_the_argument_and_the_remedy(maps, more, error, message):
    with pytest.raises(error, match=message):
        draw_maps(maps, **more)
