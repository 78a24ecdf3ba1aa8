"""Pointing at cells: what shares a weight, what an image cell feeds, pins."""

import re
from itertools import product

import numpy as np
import pytest

from convlib import conv2d, kernels
from tests.support.explorer_dom import (
    COVERED,
    SEED,
    SMALL,
    button,
    cell,
    check_sentence,
    check_shows,
    marked,
    read,
    says,
    slider,
    unfold,
)
from tests.support.random_settings import geometry_of, products


def windows_with(setting, place):
    """Feature-map cells whose window holds an image cell."""
    geometry = geometry_of(setting)
    return {
        at
        for at in np.ndindex(*geometry.output_size)
        if place in set(product(*geometry.window(at)))
    }


def met_by_weight(setting, weight):
    """Cells of the padded image that one kernel cell meets, over all positions."""
    shape = setting["kernel"].shape
    taps = [divmod(n, shape[1]) for n in range(shape[0] * shape[1])]
    if setting["flip_kernel"]:
        taps = [(shape[0] - 1 - row, shape[1] - 1 - col) for row, col in taps]
    number = taps.index(weight)
    positions = np.ndindex(*geometry_of(setting).output_size)
    return {tuple(products(setting, at)[number][:2]) for at in positions}


def test_pointing_at_a_feature_map_cell_shows_its_window_and_its_sum(show):
    root = show(SEED)
    cell(root, "feature-map", (2, 4)).hover()
    seen = read(root)
    assert marked(seen["image"], "inWindow") == set(product(*geometry_of(SEED).window((2, 4))))
    check_sentence(seen["says"], conv2d(**SEED), (2, 4))
    assert marked(seen["feature-map"], "current") == {(0, 0)}


def test_the_window_goes_back_when_the_mouse_leaves(show, shared_page):
    root = show(SEED)
    cell(root, "feature-map", (2, 4)).hover()
    shared_page.mouse.move(1, 1)
    check_shows(read(root), SEED, (0, 0))


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pointing_at_a_weight_shows_all_that_shares_it(show, flip, theme):
    setting = SMALL | {"padding": ((1, 1), (1, 1)), "flip_kernel": flip}
    root = show(setting, theme)
    cell(root, "kernel", (0, 1)).hover()
    seen = read(root)
    assert marked(seen["image"], "touched") == met_by_weight(setting, (0, 1))
    assert marked(seen["feature-map"], "touched") == set(seen["feature-map"])
    assert "all 24 feature-map cells" in seen["says"]


def test_the_mark_of_what_shares_a_weight_covers_no_number(show, shared_page):
    root = show(SMALL)
    cell(root, "kernel", (0, 1)).hover()
    asked = [root.element_handle(), "touch", "[data-touched]", 15, 15]
    assert root.locator(".convlib-image .touch").get_attribute("d")
    assert shared_page.evaluate(COVERED, asked) == []


@pytest.mark.parametrize("place", [(0, 0), (3, 4), (4, 5)])
def test_pointing_at_an_image_cell_shows_what_it_feeds_and_how_many(show, place):
    setting = SMALL | {"padding": ((1, 1), (1, 1))}
    root = show(setting)
    cell(root, "image", place).hover()
    fed = windows_with(setting, place)
    assert marked(read(root)["feature-map"], "touched") == fed
    assert re.search(rf"feeds {len(fed)} feature-map cell", says(root))


def test_pointing_at_an_image_cell_in_the_window_shows_its_weight(show):
    root = show(SMALL | {"flip_kernel": True}, position=(1, 1))
    cell(root, "image", (0, 1)).hover()
    assert marked(read(root)["kernel"], "touched") == {(1, 1)}


def test_the_focus_points_too(show, shared_page):
    root = show(SMALL)
    button(root, "Presenter size").focus()
    shared_page.keyboard.press("Tab")
    assert says(root).startswith("image cell (0, 0)")
    shared_page.keyboard.press("ArrowDown")
    shared_page.keyboard.press("ArrowRight")
    assert says(root).startswith("image cell (1, 1)")
    assert marked(read(root)["feature-map"], "touched") == windows_with(SMALL, (1, 1))
    shared_page.keyboard.press("Tab")
    shared_page.keyboard.press("ArrowRight")
    assert says(root).startswith("weight (0, 1) = −2")
    shared_page.keyboard.press("Tab")
    check_shows(read(root), SMALL, (0, 0))


def test_a_click_pins_and_another_lets_go(show):
    root = show(SEED)
    cell(root, "kernel", (2, 2)).click()
    cell(root, "image", (8, 8)).hover()
    assert says(root).startswith("weight (2, 2)")
    cell(root, "kernel", (2, 2)).click()
    cell(root, "image", (8, 8)).hover()
    assert says(root).startswith("image cell (8, 8)")


def test_escape_lets_go_of_a_pin(show, shared_page):
    root = show(SEED)
    cell(root, "image", (3, 3)).click()
    shared_page.keyboard.press("Escape")
    shared_page.keyboard.press("Tab")
    shared_page.mouse.move(1, 1)
    shared_page.keyboard.press("Tab")
    assert says(root).startswith("feature map")


def test_a_pin_follows_the_setting(show):
    root = show(SEED)
    cell(root, "image", (2, 5)).click()
    slider(root, "Padding rows").press("End")
    now = SEED | {"padding": (3, 0)}
    assert marked(read(root)["feature-map"], "touched") == windows_with(now, (2, 5))


def test_a_pinned_cell_that_goes_away_is_forgotten(show):
    root = show(SEED)
    slider(root, "Padding rows").press("End")
    cell(root, "image", (-3, 2)).click()
    assert says(root).startswith("padding cell (−3, 2)")
    slider(root, "Padding rows").press("Home")
    check_shows(read(root), SEED, (0, 0))


def test_a_pinned_weight_outlives_a_change_to_a_smaller_kernel(show):
    root = show(SEED)
    cell(root, "kernel", (4, 4)).click()
    unfold(root)
    root.get_by_label("Kernel preset").select_option("sharpen")
    check_shows(read(root), SEED | {"kernel": kernels["sharpen"]}, (0, 0))


def test_a_click_on_the_feature_map_moves_there(show):
    root = show(SEED)
    cell(root, "feature-map", (1, 3)).click()
    check_shows(read(root), SEED, (1, 3))


def test_a_resting_mouse_does_not_hold_the_window(show, shared_page):
    root = show(SEED)
    cell(root, "feature-map", (1, 3)).click()
    shared_page.keyboard.press("ArrowRight")
    check_shows(read(root), SEED, (1, 4))
