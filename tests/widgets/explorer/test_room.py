"""For the room: sizes, presenter size, narrow panes, numbers that fit their cells."""

from itertools import product

import numpy as np
import pytest

from convlib.examples import SEED_IMAGE, address
from tests.support.explorer_dom import (
    BOXES,
    LONG,
    NUMBERS,
    OUTSIDE,
    SEED,
    SLIDERS,
    SMALL,
    button,
    cell,
    check_shows,
    read,
    slider,
    unfold,
)


def sizes(root):
    return root.evaluate(
        """root => [root.querySelector("[data-map=image] rect").getBoundingClientRect().width,
            parseFloat(getComputedStyle(root.querySelector(".convlib-says")).fontSize)]"""
    )


@pytest.mark.parametrize("how", ["argument", "button", "key"])
def test_presenter_size(show, how):
    root = show(SEED, presenter=how == "argument", width=1920, height=1080)
    if how == "button":
        button(root, "Presenter size").click()
    if how == "key":
        slider(root, "Stride rows").press("p")
    cell_width, letters = sizes(root)
    # A number is half as high as its cell: 14 pt are 18.7 CSS pixels.
    assert cell_width > 40
    assert letters >= 18.7
    assert button(root, "Presenter size").get_attribute("aria-pressed") == "true"
    slider(root, "Stride rows").press("p")
    assert sizes(root)[0] < cell_width
    check_shows(read(root), SEED, (0, 0))


SCENES = {"seed": SEED, "small": SMALL, "long": LONG}


@pytest.mark.parametrize("width", [700, 1024, 1280])
@pytest.mark.parametrize("scene", SCENES)
def test_the_picture_keeps_its_size_whatever_is_moved(show, scene, width):
    rng = np.random.default_rng(1)
    root = show(SCENES[scene], width=width)
    before = root.evaluate(BOXES)
    for _ in range(15):
        slider(root, str(rng.choice(SLIDERS))).press(str(rng.choice(["ArrowRight", "ArrowLeft"])))
        slider(root, "Position").press(str(rng.choice(["ArrowRight", "End", "Home"])))
        cells = root.locator(f'[data-map="{rng.choice(["image", "kernel", "feature-map"])}"]')
        cells.nth(int(rng.integers(cells.count()))).dispatch_event("pointerover")
        assert root.evaluate(BOXES) == before


@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("width", [480, 640, 960, 1024])
def test_nothing_scrolls_sideways(show, shared_page, width, presenter):
    large = {"image": np.zeros((32, 32)), "kernel": np.ones((7, 7))}
    for setting in (SEED, LONG, large):
        root = show(setting, width=width, presenter=presenter)
        unfold(root)
        scroll = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
        assert shared_page.evaluate(scroll) <= 0
        assert root.evaluate("root => root.scrollWidth - root.clientWidth") <= 0


@pytest.mark.parametrize(("width", "stacked"), [(1280, False), (600, True)])
def test_the_maps_stack_where_the_pane_is_narrow(show, width, stacked):
    root = show(SEED, width=width)
    image, kernel = (root.locator(f".convlib-{n} svg").bounding_box() for n in ("image", "kernel"))
    assert (kernel["y"] > image["y"] + image["height"]) is stacked
    assert (kernel["x"] > image["x"] + image["width"]) is not stacked


def test_the_picture_follows_the_width_of_its_pane(show, shared_page):
    root = show(SEED, width=1280)
    wide = sizes(root)[0]
    shared_page.set_viewport_size({"width": 560, "height": 800})
    shared_page.wait_for_function(
        f"{wide} > document.querySelector('rect').getBoundingClientRect().width"
    )
    assert shared_page.evaluate("document.scrollingElement.scrollWidth") <= 560


def numbered(root, name):
    """Places of a map's cells whose number can be seen."""
    seen = root.locator(f'[data-map="{name}"]').evaluate_all(
        """cells => cells.filter(cell => getComputedStyle(
            cell.querySelector(".value")).display !== "none")
            .map(({ dataset }) => [Number(dataset.row), Number(dataset.col)])"""
    )
    return {tuple(place) for place in seen}


def test_numbers_hide_where_cells_are_small_but_not_in_the_window_or_where_pointed(show):
    setting = {"image": address(32, 32), "kernel": np.ones((3, 3))}
    root = show(setting, width=960)
    window = set(product(range(3), range(3)))
    assert numbered(root, "image") == window
    assert numbered(root, "feature-map") == {(0, 0)}
    assert numbered(root, "kernel") == window
    cell(root, "image", (20, 9)).hover()
    assert numbered(root, "image") == window | {(20, 9)}
    cell(root, "feature-map", (5, 5)).hover()
    assert numbered(root, "feature-map") == {(0, 0), (5, 5)}
    assert numbered(root, "image") == set(product(range(5, 8), range(5, 8)))


# Cells that do not say their value: of those whose number is shown, and of all.
BEHIND = """root => {
    const isBehind = ({ dataset, number }) => number.textContent !== dataset.value;
    const cells = [...root.querySelectorAll("[data-map]")]
        .map(({ dataset, children }) => ({ dataset, number: children[1] }));
    const shown = cells.filter(({ number }) => getComputedStyle(number).display !== "none");
    return [shown, cells].map(some => some.filter(isBehind).length);
}"""

# One step of a slider, and what is behind before the browser can draw.
CHANGE = """(slider, behind) => {
    slider.stepUp();
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    return eval(behind)(slider.closest(".convlib-explorer"));
}"""


def test_numbers_that_are_shown_change_at_once_and_hidden_ones_soon(show):
    root = show({"image": address(32, 32), "kernel": np.eye(3)}, width=960)
    shown, behind = slider(root, "Stride rows").evaluate(CHANGE, BEHIND)
    assert shown == 0
    assert behind > 0
    root.page.wait_for_function(f"root => ({BEHIND})(root)[1] === 0", arg=root.element_handle())


def test_all_numbers_show_where_there_is_room(show):
    root = show(SEED)
    assert len(numbered(root, "image")) == SEED_IMAGE.size


@pytest.mark.parametrize("width", [480, 800, 1280])
@pytest.mark.parametrize("presenter", [False, True])
def test_every_number_stays_inside_its_cell(show, width, presenter):
    rng = np.random.default_rng(0)
    image = rng.choice(NUMBERS, (6, 9))
    for kernel in (rng.choice(NUMBERS, (3, 3)), np.array([[1, 0.5], [-1, 0.25]])):
        root = show({"image": image, "kernel": kernel}, width=width, presenter=presenter)
        assert root.evaluate(OUTSIDE, 0.02) == []


@pytest.mark.parametrize("width", [480, 960])
def test_numbers_in_small_cells_stay_inside_too(show, width):
    rng = np.random.default_rng(0)
    root = show({"image": rng.choice(NUMBERS, (32, 32)), "kernel": np.eye(7) / 3}, width=width)
    assert root.evaluate(OUTSIDE, 0.02) == []


@pytest.mark.parametrize(
    ("image", "kernel"),
    [((1, 1), (1, 1)), ((1, 9), (1, 3)), ((32, 32), (7, 7)), ((32, 1), (32, 1))],
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_odd_sizes(show, image, kernel, theme):
    setting = SMALL | {"image": address(*image), "kernel": address(*kernel) - 2, "padding": (0, 0)}
    root = show(setting | {"stride": (1, 1)}, theme)
    check_shows(read(root), setting | {"stride": (1, 1)}, (0, 0))
