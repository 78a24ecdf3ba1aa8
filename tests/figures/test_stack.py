"""draw_receptive_field_stack: the fan of an output, read off the figure's artists."""

import re

import numpy as np
import pytest
from matplotlib.collections import PolyCollection

from convlib import Branches, Conv, Pool, Transposed, draw_receptive_field_stack, receptive_field
from convlib.figures.rows import shades_of
from tests.support.artists import off_the_page, overlapping, page_texts

STRIDED = [Conv(3, stride=2, padding=1), Conv(3, padding=1), Pool(2)]
HOLES = [Conv(3, dilation=2, padding=2)] * 3
STACKS = {
    "strided": (STRIDED, (16, 21), (2, 3)),
    "holes": (HOLES, (9, 15), (4, 2)),
    "a branch": ([Branches([Conv((1, 3), padding="same")], []), Conv((1, 2))], (5, 8), (2, 6)),
    "up": ([Conv(3, stride=2), Transposed(3, stride=2)], (9, 11), (8, 7)),
}
every_stack = pytest.mark.parametrize(("layers", "size", "position"), STACKS.values(), ids=STACKS)


def map_of(figure, level):
    (axes,) = figure.axes
    return next(one for one in axes.collections if one.get_label() == f"map {level}")


def middles(cells):
    return np.array([path.vertices[:4, 0].mean() for path in cells.get_paths()])


def darkness(cells):
    """How far each cell's colour is from white."""
    return 1 - cells.get_facecolor()[:, 0]


@every_stack
def test_an_image_cell_is_the_darker_the_more_paths_lead_to_it(layers, size, position):
    figure = draw_receptive_field_stack(layers, size, position=position)
    field = receptive_field(layers, size)[-1]
    cols = field.cells(position)[1]
    paths = dict(zip(cols, field.paths(position).sum(0), strict=True))
    counts = np.array([paths.get(col, 0) for col in range(size[1])])
    dark = darkness(map_of(figure, 0))
    np.testing.assert_allclose(dark / dark.max(), shades_of(counts), atol=0.01)
    assert ((dark > 0) == (counts > 0)).all()


@every_stack
def test_cells_stand_as_far_apart_as_their_jump_and_where_their_fields_do(layers, size, position):
    figure = draw_receptive_field_stack(layers, size, position=position)
    image = middles(map_of(figure, 0))
    unit = image[1] - image[0]
    for level, field in enumerate(receptive_field(layers, size), 1):
        stand = (middles(map_of(figure, level)) - image[0]) / unit
        right = float(field.centre[1]) + float(field.jump[1]) * np.arange(field.output_size[1])
        np.testing.assert_allclose(stand, right, atol=1e-6)


def test_rows_are_drawn_as_columns_are():
    layers = [Conv((3, 5), dilation=(2, 1)), Pool((2, 1))]
    turned = [Conv((5, 3), dilation=(1, 2)), Pool((1, 2))]
    one = draw_receptive_field_stack(layers, (12, 9), position=(1, 2), axis="rows")
    other = draw_receptive_field_stack(turned, (9, 12), position=(2, 1))
    for level in range(3):
        np.testing.assert_array_equal(
            map_of(one, level).get_facecolor(), map_of(other, level).get_facecolor()
        )


def test_the_page_says_which_output_is_shown_what_it_sees_and_how_large_each_field_is():
    texts = page_texts(draw_receptive_field_stack(HOLES, (9, 15), position=(4, 2)))
    assert {"output (4, 2)", "sees columns −4 to 8", "49 of 169 cells", "image 9×15"} <= {*texts}
    assert [text for text in texts if text.isdigit()] == ["5", "9", "13"]
    assert texts.count("conv 3, p 2, d 2") == 3


def count_lines(layers, size, position):
    texts = page_texts(draw_receptive_field_stack(layers, size, position=position))
    return [text for text in texts if re.search(r"\d+ of \d+", text)]


def test_of_a_field_that_an_edge_cuts_it_says_how_much_lies_on_the_image():
    # Along the rows −2, 0, … 10 on 9 rows, along the columns −4, −2, … 8 on 15 columns.
    cut = ["on the image, 25 of 81", "49 of 169 cells"]
    assert count_lines(HOLES, (9, 15), (4, 2)) == cut
    assert count_lines(HOLES, (25, 25), (12, 12)) == ["49 of 169 cells"]
    # The field of the first output lies on padding alone: no edge counts, or all of it.
    beyond = [Conv(3, padding=5)]
    assert count_lines(beyond, 9, (0, 0)) == ["on the image, 0 of 0", "9 of 9 cells"]


@pytest.mark.parametrize("count", [1, 3, 30])
def test_words_stay_on_the_page_and_off_each_other(count):
    figure = draw_receptive_field_stack([Conv(3, padding=((1, 1), (0, 2)), dilation=1)] * count, 80)
    assert off_the_page(figure) == []
    assert overlapping(figure) == []


def test_a_long_name_of_a_layer_leaves_room_for_what_it_sees():
    long = Transposed(3, stride=2, dilation=2, padding=((0, 0), (0, 2)), output_padding=1)
    assert overlapping(draw_receptive_field_stack([Conv(99, padding=99), long], 80)) == []


def test_an_output_between_all_stamps_sees_nothing():
    layers = [Transposed(1, stride=2)]
    figure = draw_receptive_field_stack(layers, 4, position=(1, 1))
    assert "sees no columns" in page_texts(figure)
    assert darkness(map_of(figure, 0)).max() == 0


def test_without_a_position_the_middle_output_is_shown():
    assert page_texts(draw_receptive_field_stack([Conv(3)], (7, 8)))[0] == "output (2, 2)"


@pytest.mark.parametrize(
    ("options", "match"),
    [
        ({"layers": []}, "layers is empty"),
        ({"axis": "depth"}, "axis='depth' must be"),
        ({"position": (0, 9)}, "position"),
        ({"input_size": 1}, "spans 3 rows"),
    ],
)
def test_what_cannot_be_drawn_says_why(options, match):
    given = {"layers": [Conv(3)], "input_size": 6, "position": None, "axis": "rows"} | options
    with pytest.raises(ValueError, match=match):
        draw_receptive_field_stack(
            given["layers"], given["input_size"], position=given["position"], axis=given["axis"]
        )


def test_a_row_of_cells_is_one_collection():
    figure = draw_receptive_field_stack(STRIDED, 16)
    rows = [c for c in figure.axes[0].collections if c.get_label().startswith("map")]
    assert all(isinstance(row, PolyCollection) for row in rows)
    assert [len(row.get_paths()) for row in rows] == [16, 8, 8, 4]
