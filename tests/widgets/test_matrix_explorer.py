"""MatrixExplorer: its traits, its still, and its page, by mouse, by key and for the room."""

import imageio.v3 as iio
import numpy as np
import pytest

from convlib import MatrixExplorer, conv2d, convolution_matrix, im2col
from convlib.examples import address
from convlib.widgets.traits import TypeTraitError, ValueTraitError
from tests.support.artists import axes, outlines, values
from tests.support.explorer_dom import button, cell, edit, opened, problems, says, slider

IMAGE, KERNEL = address(4, 5), np.array([[1, 2, 3], [4, 5, 6]])
ROW, TAPS = [[1, 2, 3, 4]], [[1, 10, 100]]

# Traits


def test_it_begins_with_the_matrix_at_the_first_position():
    explorer = MatrixExplorer(IMAGE, KERNEL)
    assert (explorer.show, explorer.position) == ("matrix", (0, 0))
    text = "MatrixExplorer: 4×5 image, 2×3 kernel, matrix C 9×20; run this cell to move it"
    assert repr(explorer) == text


def test_a_ring_is_as_long_as_the_whole_convolution_unless_told():
    assert MatrixExplorer(ROW, TAPS, show="ring").length == 6
    assert MatrixExplorer(ROW, TAPS, show="ring", length=4).length == 4


@pytest.mark.parametrize(
    ("image", "kernel", "options", "error", "told"),
    [
        (IMAGE, KERNEL, {"show": "ring"}, ValueTraitError, "of one row, not 4×5 and 2×3"),
        (ROW, TAPS, {"show": "ring", "length": 3}, ValueTraitError, "length=3 must be from 4"),
        (ROW, TAPS, {"show": "ring", "length": 8}, ValueTraitError, "to 7"),
        (IMAGE, KERNEL, {"show": "rows"}, ValueTraitError, "show='rows' must be 'matrix'"),
        (KERNEL, IMAGE, {}, ValueTraitError, "kernel has 4×5 cells but the image 2×3"),
        (address(6, 6), KERNEL, {}, ValueTraitError, "of 36 image cells: pictures of cells stop"),
        (
            IMAGE,
            KERNEL,
            {"position": (3, 0)},
            ValueTraitError,
            "lies outside the map of size .3, 3.",
        ),
        (IMAGE, KERNEL, {"position": "here"}, TypeTraitError, "position"),
        ([1, 2], KERNEL, {}, ValueTraitError, "image"),
    ],
)
def test_what_does_not_fit_is_refused_and_why(image, kernel, options, error, told):
    with pytest.raises(error, match=told):
        MatrixExplorer(image, kernel, **options)


def test_a_refused_value_changes_nothing():
    explorer = MatrixExplorer(IMAGE, KERNEL, position=(2, 2))
    with pytest.raises(ValueTraitError):
        explorer.kernel = np.ones((5, 5))
    np.testing.assert_array_equal(explorer.kernel, KERNEL)


def test_a_smaller_map_takes_the_position_along():
    explorer = MatrixExplorer(ROW, TAPS, show="ring", position=(0, 5))
    explorer.length = 4
    assert explorer.position == (0, 3)
    explorer.show = "matrix"
    assert explorer.position == (0, 1)


def test_what_the_browser_sends_together_is_taken_together():
    explorer = MatrixExplorer(ROW, TAPS)
    explorer.set_state({"show": "ring", "length": 7, "position": [0, 6]})
    assert (explorer.show, explorer.length, explorer.position) == ("ring", 7, (0, 6))


# The still


@pytest.mark.parametrize("show", ["matrix", "packed"])
def test_the_still_shows_the_matrix_and_outlines_the_row_of_the_position(show):
    figure = MatrixExplorer(IMAGE, KERNEL, show=show, position=(1, 2)).figure()
    right = {"matrix": convolution_matrix(KERNEL, (4, 5)), "packed": im2col(IMAGE, (2, 3)).T}[show]
    matrix = figure.axes[-1]
    assert values(matrix) == dict(np.ndenumerate(right))
    assert outlines(matrix, 3) == [(5, 0, 1, right.shape[1])]
    assert (1, 2, 2, 3) in outlines(axes(figure, "image"), 3)
    assert values(axes(figure, "feature map")) == dict(np.ndenumerate(conv2d(IMAGE, KERNEL)))


def test_the_still_of_a_ring_shows_what_comes_of_it():
    figure = MatrixExplorer(ROW, TAPS, show="ring", length=4, position=(0, 1)).figure()
    assert [*values(axes(figure, "feature map")).values()] == [341, 412, 123, 234]
    assert outlines(axes(figure, "a ring of 4"), 3) == [(1, 0, 1, 4)]
    assert outlines(axes(figure, "image"), 3) == []


# The page


@pytest.fixture
def show(shared_page, tmp_path):
    """Return a function that opens an explorer's own page and returns its root."""

    def open_page(image=IMAGE, kernel=KERNEL, theme="light", width=1280, height=720, **options):
        explorer = MatrixExplorer(image, kernel, **options)
        return opened(shared_page, tmp_path, explorer, theme, width, height)

    return open_page


def shown(root, name):
    """Return the numbers of a map as an array."""
    cells = root.locator(f'[data-map="{name}"]').evaluate_all(
        "all => all.map(({ dataset: d }) => [d.row, d.col, d.value].map(Number))"
    )
    rows, cols = (max(one[axis] for one in cells) + 1 for axis in (0, 1))
    table = np.full((rows, cols), np.nan)
    for row, col, value in cells:
        table[row, col] = value
    return table


def marked(root, name, mark):
    """Return the places of the cells of a map that wear a mark, such as "touched"."""
    return root.locator(f'[data-map="{name}"][data-{mark}]').evaluate_all(
        "all => all.map(({ dataset: d }) => [d.row, d.col].map(Number))"
    )


def test_moving_the_window_moves_the_lit_row(show):
    root = show()
    np.testing.assert_array_equal(shown(root, "matrix"), convolution_matrix(KERNEL, (4, 5)))
    np.testing.assert_array_equal(shown(root, "factors"), IMAGE.reshape(1, 20))
    np.testing.assert_array_equal(shown(root, "sums"), conv2d(IMAGE, KERNEL).reshape(9, 1))
    for _ in range(4):
        button(root, "Step forward").click()
    assert marked(root, "matrix", "in-window") == [[4, col] for col in range(20)]
    assert marked(root, "image", "in-window") == [[r, c] for r in (1, 2) for c in (1, 2, 3)]
    assert says(root) == (
        "row 4 of C, position (1, 1): 11·1 + 12·2 + 13·3 + 21·4 + 22·5 + 23·6 = 406"
    )
    cell(root, "feature-map", (1, 1)).press("ArrowDown")
    assert marked(root, "sums", "current") == [[7, 0]]


def test_pointing_at_a_row_of_the_matrix_lights_its_window(show):
    root = show()
    cell(root, "matrix", (8, 0)).hover()
    assert marked(root, "image", "in-window") == [[r, c] for r in (2, 3) for c in (2, 3, 4)]
    assert "because image cell (0, 0) is not in the window of this row" in says(root)


def test_a_row_that_the_mouse_rests_on_does_not_hold_the_window(show):
    root = show()
    cell(root, "matrix", (8, 0)).click()
    cell(root, "matrix", (8, 0)).press("PageDown")
    assert marked(root, "sums", "current") == [[1, 0]]


def test_a_column_shows_every_sum_that_an_image_cell_enters(show):
    root = show()
    cell(root, "image", (1, 2)).hover()
    column = np.flatnonzero(convolution_matrix(KERNEL, (4, 5))[:, 7]).tolist()
    assert marked(root, "matrix", "touched") == [[row, 7] for row in column]
    assert marked(root, "sums", "touched") == [[row, 0] for row in column]
    assert says(root) == (
        "image cell (1, 2) = 12: column 7 of C (row 7 of Cᵀ), it enters 6 sums, "
        "with weights 6, 5, 4, 3, 2, 1"
    )


def test_packing_leaves_the_windows_and_counts_how_often_a_cell_is_written(show):
    root = show()
    button(root, "Packed: im2col").click()
    np.testing.assert_array_equal(shown(root, "matrix"), im2col(IMAGE, (2, 3)).T)
    np.testing.assert_array_equal(shown(root, "factors"), KERNEL.reshape(1, 6))
    cell(root, "image", (1, 2)).hover()
    assert says(root) == "image cell (1, 2) = 12: written down 6 times"
    assert len(marked(root, "matrix", "touched")) == 6
    price = root.locator(".convlib-price").inner_text()
    assert price == "im2col: 9×6 = 54 numbers, written from 20 image cells: 2.7 times as many"


def test_a_ring_too_short_overlaps_and_one_long_enough_does_not(show):
    root = show(ROW, TAPS, show="ring", length=4)
    assert shown(root, "feature-map").tolist() == [[341, 412, 123, 234]]
    assert marked(root, "feature-map", "differs") == [[0, 0], [0, 1]]
    overlap = root.locator(".convlib-ring .overlap text").all_text_contents()
    assert overlap == ["1", "12", "340", "400"]
    assert says(root) == "place 0 of the ring: 1·1 + 3·100↻ + 4·10↻ = 341; without the ring 1"
    slider(root, "Places of the ring").press("ArrowRight")
    slider(root, "Places of the ring").press("ArrowRight")
    assert shown(root, "feature-map").tolist() == [[1, 12, 123, 234, 340, 400]]
    assert marked(root, "feature-map", "differs") == []
    assert root.locator(".convlib-ring .overlap").count() == 0


# Drawn large, so that a gap of half a pixel is one.
ENLARGE = "svg => { svg.style.width = '300px'; svg.style.maxWidth = 'none'; }"
HIDE = "nodes => nodes.forEach(node => { node.style.visibility = 'hidden'; })"
SHOW = "nodes => nodes.forEach(node => { node.style.visibility = ''; })"


def ink(root, drawing, part):
    """Return which pixels of a drawing a part of it colours."""
    shots = []
    for how in (HIDE, SHOW):
        root.locator(part).evaluate_all(how)
        png = iio.imread(drawing.screenshot(), extension=".png")[..., :3]
        shots.append(png.astype(int))
    return np.abs(shots[1] - shots[0]).sum(axis=-1) > 60


@pytest.mark.parametrize("name", ["sums", "matrix"])
def test_the_cross_of_a_number_that_the_ring_makes_wrong_leaves_its_digits_free(show, name):
    root = show(ROW, TAPS, show="ring", length=4, height=1500)
    drawing = root.locator(f".convlib-{name} svg")
    drawing.evaluate(ENLARGE)
    cross = ink(root, drawing, f".convlib-{name} .differ")
    digits = ink(root, drawing, f".convlib-{name} .value")
    assert np.count_nonzero(cross) > 100
    assert np.count_nonzero(digits) > 1000
    assert not (cross & digits).any()


@pytest.mark.parametrize(("cols", "length", "right"), [((20, 18), None, 32), ((4, 3), 1, 4)])
def test_a_ring_is_as_long_as_can_be_drawn(show, cols, length, right):
    image, kernel = (np.ones((1, count), int) for count in cols)
    root = show(image, kernel, length=length)
    button(root, "Ring").click()
    assert slider(root, "Places of the ring").input_value() == str(right)
    assert f"ring of {right}" in root.inner_text()


def test_a_kernel_longer_than_the_image_has_a_ring_alone(show):
    root = show(TAPS, ROW, show="ring")
    assert button(root, "Ring").count() == 1
    assert button(root, "Matrix C").count() == button(root, "Packed: im2col").count() == 0


def test_only_one_row_can_be_closed_to_a_ring(show):
    assert show().get_by_role("button", name="Ring", exact=True).count() == 0


def test_a_cell_can_be_changed_in_place_and_reset(show):
    root = show()
    cell(root, "kernel", (0, 1)).dblclick()
    edit(root).fill("−7")
    edit(root).press("Enter")
    assert shown(root, "matrix")[0, 1] == -7
    button(root, "Reset").click()
    np.testing.assert_array_equal(shown(root, "kernel"), KERNEL)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(show, shared_page, theme):
    for options in ({"show": "packed"}, {"image": ROW, "kernel": TAPS, "show": "ring"}):
        show(theme=theme, **options)
        assert problems(shared_page) == []


@pytest.mark.parametrize("show_as", ["matrix", "packed"])
def test_all_of_it_is_in_sight_in_presenter_size(show, shared_page, show_as):
    root = show(show=show_as, presenter=True, height=599)
    bottom = root.locator(".convlib-maps").evaluate("node => node.getBoundingClientRect().bottom")
    assert bottom <= 599
    assert cell(root, "matrix", (0, 0)).bounding_box()["width"] >= 32
    assert shared_page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_telephone_shows_the_whole_matrix(show, shared_page):
    root = show(width=390, height=844)
    assert shared_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert cell(root, "matrix", (8, 19)).bounding_box()["x"] < 380
