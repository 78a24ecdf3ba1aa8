"""TilesExplorer: its traits, its still, and its page, by mouse, by key and for the room."""

import numpy as np
import pytest
from playwright.sync_api import expect

from convlib import Conv, TilesExplorer
from convlib.widgets.traits import TypeTraitError, ValueTraitError
from tests.support.artists import axes
from tests.support.explorer_dom import button, opened, problems, says, slider

UNET = {"stack": "small U-Net", "tile": 32}

# Traits


def test_the_unet_is_right_with_12_cells_of_halo_and_wrong_with_13():
    explorer = TilesExplorer(**UNET, halo=12)
    assert not explorer.wrong().any()
    explorer.halo = 13
    assert "5120 of 9216 cells wrong; run this cell" in repr(explorer)


def test_stacks_of_ones_own_can_be_cut():
    explorer = TilesExplorer({"wide": [Conv(5, padding=2)]}, size=24, tile=8, halo=1)
    assert explorer.stack == "wide"
    assert np.count_nonzero(explorer.wrong()) == 24**2 - 22**2  # cells 8 and 15 see one cell more


@pytest.mark.parametrize(
    ("options", "error", "told"),
    [
        ({"stack": "VGG"}, ValueTraitError, "stack='VGG' must be one of 'one 3×3'"),
        ({"size": 90}, ValueTraitError, "size=90 must be a multiple of 4, the total stride of"),
        ({"size": 32, "tile": 40}, ValueTraitError, "tile=40 must be at most the image's size"),
        ({"halo": 49}, ValueTraitError, "halo=49 must be at most half"),
        ({"tile": 16, "offset": 16}, ValueTraitError, "offset=16 must be less than the tile"),
        ({"tile": 7}, ValueTraitError, "tile=7 must be at least 8"),
        ({"tile": 8.5}, TypeTraitError, "tile=8.5 must be an integer"),
        ({"position": (3, 0)}, ValueTraitError, "table of tiles"),
        ({"stacks": {}}, ValueTraitError, "must hold at least one stack"),
        ({"stacks": {"plain": [Conv(3)]}}, ValueTraitError, "pad them so that"),
    ],
)
def test_what_does_not_fit_is_refused_and_why(options, error, told):
    with pytest.raises(error, match=told):
        TilesExplorer(**options)


def test_a_refused_value_changes_nothing():
    explorer = TilesExplorer(tile=16, halo=3)
    with pytest.raises(ValueTraitError):
        explorer.offset = 20
    assert (explorer.offset, explorer.halo) == (0, 3)


def test_fewer_tiles_take_the_position_along():
    explorer = TilesExplorer(tile=16, position=(5, 4))
    explorer.tile = 48
    assert explorer.position == (1, 1)


def test_what_the_browser_sends_together_is_taken_together():
    explorer = TilesExplorer(tile=16, position=(5, 5), offset=15)
    explorer.set_state({"tile": 48, "offset": 47, "position": [2, 2]})
    assert (explorer.tile, explorer.offset, explorer.position) == (48, 47, (2, 2))


def test_the_still_shows_the_wrong_cells():
    figure = TilesExplorer(**UNET, halo=13, position=(1, 1)).figure()
    (image,) = axes(figure, "result").images
    pixels = np.asarray(image.get_array())
    is_red = (pixels == pixels[48, 48]).all(axis=-1)
    assert np.count_nonzero(is_red) == 5120
    assert "5,120 of 9,216 cells are wrong (red)" in [t.get_text() for t in figure.axes[0].texts]


# The page


@pytest.fixture
def show(shared_page, tmp_path):
    """Return a function that opens an explorer's own page and returns its root."""

    def open_page(theme="light", width=1280, height=720, main="<main>", **options):
        return opened(shared_page, tmp_path, TilesExplorer(**options), theme, width, height, main)

    return open_page


def tile(root, row, col):
    return root.locator(f'[data-map="result"][data-row="{row}"][data-col="{col}"]')


def count(root):
    return root.locator(".convlib-count").inner_text()


RED = """root => {
    const canvas = root.querySelector(".convlib-result canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, n) => n % 4 === 0 && value > 150).length;
}"""


def test_the_halo_slider_makes_the_unet_right_and_wrong_again(show):
    root = show(**UNET, halo=12)
    assert count(root) == "0 of 9,216 cells wrong"
    assert root.evaluate(RED) == 0
    for right_or_wrong in ("5,120", "5,120", "5,120", "0"):
        slider(root, "Halo").press("ArrowRight")
        assert count(root) == f"{right_or_wrong} of 9,216 cells wrong"
    slider(root, "Halo").press("ArrowLeft")
    assert root.evaluate(RED) == 5120
    assert tile(root, 0, 0).text_content() == "✓"
    assert tile(root, 0, 1).text_content() == "1,024"


def test_keys_move_from_tile_to_tile_and_tell_why_one_is_wrong(show):
    root = show(**UNET, halo=13)
    tile(root, 0, 0).focus()
    tile(root, 0, 0).press("ArrowRight")
    tile(root, 0, 1).press("ArrowDown")
    expect(tile(root, 1, 1)).to_be_focused()
    assert says(root) == (
        "tile (1, 1): reads rows 19 to 78, columns 19 to 78; 1,024 of 1,024 cells are wrong: "
        "19 is no multiple of 4, the total stride"
    )


def test_pointing_at_a_cell_shows_what_it_needs(show, shared_page):
    root = show(tile=48)
    box = root.locator(".convlib-result canvas").bounding_box()
    side = box["width"] / 96
    shared_page.mouse.move(box["x"] + 47.5 * side, box["y"] + 10.5 * side)
    assert says(root) == (
        "cell (10, 47) sees rows 9 to 11, columns 46 to 48; wrong: that is more than was read"
    )
    shared_page.mouse.move(box["x"] + 20.5 * side, box["y"] + 0.5 * side)
    assert says(root) == "cell (0, 20) sees rows −1 to 1, columns 19 to 21; right"


def test_another_stack_another_offset_and_back(show):
    root = show(tile=32, halo=2)
    root.get_by_label("Layers").select_option("3×3, stride 2")
    assert count(root) == "0 of 2,304 cells wrong"
    slider(root, "Offset").press("ArrowRight")
    assert count(root) == "1,280 of 2,304 cells wrong"
    slider(root, "Tile").press("Home")
    assert slider(root, "Offset").get_attribute("max") == "7"
    button(root, "Reset").click()
    assert count(root) == "0 of 9,216 cells wrong"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(show, shared_page, theme):
    show(theme=theme, **UNET, halo=13)
    assert problems(shared_page) == []


def test_all_of_it_is_in_sight_in_presenter_size(show, shared_page):
    root = show(**UNET, halo=13, presenter=True, height=599)
    bottom = root.locator(".convlib-maps").evaluate("node => node.getBoundingClientRect().bottom")
    assert bottom <= 599
    assert root.locator(".convlib-result svg").bounding_box()["width"] >= 380
    assert shared_page.evaluate("document.documentElement.scrollWidth <= innerWidth")


MAPS = "maps => { const box = maps.getBoundingClientRect(); return [box.top, box.height]; }"


@pytest.mark.parametrize(
    ("width", "presenter"), [(1100, False), (1100, True), (640, False), (390, False)]
)
def test_the_maps_stay_where_they_are_whatever_is_said_above_them(show, width, presenter):
    root = show(**UNET, width=width, presenter=presenter)
    maps = root.locator(".convlib-maps")
    before = maps.evaluate(MAPS)
    for keys in ("End", "Home"):
        for name in ("Tile", "Halo", "Offset"):
            slider(root, name).press(keys)
            assert maps.evaluate(MAPS) == before
            button(root, "Step forward").click()
            assert maps.evaluate(MAPS) == before


# JupyterLab's output scrolls nothing: it grows with what is in it. The notebook around it scrolls.
IN_LAB = '<div id="notebook" style="height: {}px; overflow: auto"><main style="overflow: auto">'


BELOW_TOP = """maps => maps.getBoundingClientRect().bottom
    - document.getElementById("notebook").getBoundingClientRect().top"""


def reach(root):
    """Return how far below the top of the notebook the maps reach."""
    return root.locator(".convlib-maps").evaluate(BELOW_TOP)


@pytest.mark.parametrize("height", [600, 700])
def test_it_is_as_high_as_the_panel_that_scrolls_not_as_what_grows_with_it(show, height):
    root = show(tile=32, main=IN_LAB.format(height))
    assert height - 10 < reach(root) <= height


def test_it_follows_the_height_of_the_panel(show, shared_page):
    root = show(tile=32, main=IN_LAB.format(700))
    shared_page.evaluate("document.getElementById('notebook').style.height = '600px'")
    shared_page.evaluate("window.dispatchEvent(new Event('resize'))")
    assert 590 < reach(root) <= 600


def test_a_telephone_shows_the_whole_result(show, shared_page):
    root = show(width=390, height=844, tile=16)
    assert shared_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = root.locator(".convlib-result svg").bounding_box()
    assert 300 < box["width"] < 390


@pytest.mark.parametrize("width", [560, 660, 720])
def test_a_narrow_window_shows_both_maps_side_by_side(show, shared_page, width):
    root = show(width=width, tile=16)
    assert shared_page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    image, result = (
        root.locator(f".convlib-{name} svg").bounding_box() for name in ("image", "result")
    )
    assert image["y"] == result["y"]
