"""The explorer's sliders: by mouse, by key, and where each one ends."""

import numpy as np
import pytest

from convlib import PADDING_MODES
from convlib.examples import address
from tests.support.explorer_dom import (
    SEED,
    SLIDERS,
    SMALL,
    by_sliders,
    check_shows,
    position,
    read,
    slider,
)
from tests.support.random_settings import is_valid


@pytest.mark.parametrize("name", SLIDERS)
def test_a_slider_follows_the_keyboard(show, name):
    root = show(SEED)
    before = read(root)["sliders"]
    slider(root, name).press("ArrowLeft" if before[name] > 1 else "ArrowRight")
    after = read(root)["sliders"]
    assert {n for n in SLIDERS if after[n] != before[n]} == {name}
    check_shows(read(root), by_sliders(SEED, after), (0, 0))


@pytest.mark.parametrize("name", SLIDERS)
def test_a_slider_follows_the_mouse(show, shared_page, name):
    root = show(SEED | {"dilation": (1, 1), "stride": (1, 1)})
    box = slider(root, name).bounding_box()
    middle = box["y"] + box["height"] / 2
    shared_page.mouse.move(box["x"] + 6, middle)
    shared_page.mouse.down()
    shared_page.mouse.move(box["x"] + box["width"] - 2, middle, steps=4)
    shared_page.mouse.up()
    after = read(root)["sliders"]
    assert after[name] == (2 if name == "Dilation rows" else 3)
    check_shows(read(root), by_sliders(SEED, after), (0, 0))


@pytest.mark.parametrize("mode", PADDING_MODES)
def test_no_walk_over_the_sliders_leads_to_an_invalid_setting_or_moves_another(show, mode):
    rng = np.random.default_rng(PADDING_MODES.index(mode))
    setting = SMALL | {"image": address(4, 6), "kernel": address(3, 2), "padding_mode": mode}
    root = show(setting)
    for _ in range(25):
        before = read(root)["sliders"]
        name = str(rng.choice(SLIDERS))
        slider(root, name).press(str(rng.choice(["ArrowRight", "ArrowLeft", "End", "Home"])))
        seen = read(root)
        assert {n for n in SLIDERS if seen["sliders"][n] != before[n]} <= {name}
        now = by_sliders(setting, seen["sliders"])
        assert is_valid(now)
        check_shows(seen, now, position(root))


def test_limits_follow_the_other_settings(show):
    root = show(SEED | {"stride": (1, 1), "dilation": (1, 1)})
    assert slider(root, "Dilation rows").get_attribute("max") == "2"
    slider(root, "Padding rows").press("End")
    assert slider(root, "Dilation rows").get_attribute("max") == "3"
    slider(root, "Dilation rows").press("End")
    assert slider(root, "Padding rows").get_attribute("min") == "2"


def test_the_position_slider_walks_the_map_in_reading_order(show):
    root = show(SEED)
    for _ in range(7):
        slider(root, "Position").press("ArrowRight")
    check_shows(read(root), SEED, (1, 1))
    slider(root, "Position").press("End")
    check_shows(read(root), SEED, (2, 5))


def test_a_position_outside_a_shrunken_map_moves_to_its_edge(show):
    root = show(SEED | {"stride": (1, 1)}, position=(4, 5))
    slider(root, "Stride columns").press("End")
    check_shows(read(root), SEED | {"stride": (1, 3)}, (4, 1))
