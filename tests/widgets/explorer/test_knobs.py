"""A lesson may leave one knob alone: the others are not shown."""

import re

import pytest

from tests.support.explorer_dom import (
    SEED,
    SLIDERS,
    button,
    cell,
    check_shows,
    read,
    says,
    slider,
    unfold,
)

STILL = {"max_stride": 1, "max_padding": 0, "max_dilation": 1}
NEEDS = {
    "max_stride": set(),
    "max_padding": {"Padding mode", "each side by itself"},
    "max_dilation": {"count dilation from 0"},
}
PLAIN = SEED | {"stride": (1, 1), "dilation": (1, 1)}


def offered(root):
    """Names of the settings whose sliders show, and of the choices about them that show."""
    fields = [name for names in NEEDS.values() for name in names]
    return {name for name in SLIDERS if slider(root, name).is_visible()}, {
        name for name in fields if root.get_by_label(name, exact=True).is_visible()
    }


@pytest.mark.parametrize("bound", STILL)
def test_a_slider_with_nothing_to_choose_is_not_shown(show, bound):
    root = show(PLAIN, **{bound: STILL[bound]})
    unfold(root)
    name = bound.removeprefix("max_").capitalize()
    sliders, choices = offered(root)
    assert sliders == {one for one in SLIDERS if not one.startswith(name)}
    assert choices == set().union(*NEEDS.values()) - NEEDS[bound]
    assert not root.get_by_role("group", name=name.lower()).is_visible()
    check_shows(read(root), PLAIN, (0, 0))


def test_one_knob_alone_still_turns(show):
    root = show(PLAIN, **STILL | {"max_dilation": 3})
    assert offered(root)[0] == {"Dilation rows", "Dilation columns"}
    slider(root, "Dilation columns").press("End")
    unfold(root)
    check_shows(read(root), PLAIN | {"dilation": (1, 3)}, (0, 0))
    assert "k̂ = 3·(5 − 1) + 1 = 13" in root.locator(".convlib-formula").nth(1).inner_text()


def test_without_any_slider_their_row_takes_no_room(show):
    root = show(PLAIN, **STILL)
    top = root.bounding_box()["y"]
    assert offered(root) == (set(), set())
    assert button(root, "Step back").bounding_box()["y"] - top < 12
    button(root, "Step forward").click()
    check_shows(read(root), PLAIN, (0, 1))


@pytest.mark.parametrize(
    ("chosen", "named"),
    [
        (set(), {"window"}),
        ({"max_padding"}, {"window", "padding"}),
        ({"max_dilation"}, {"window", "span", "skipped"}),
        ({"max_stride"}, {"window", "leftover", "skipped"}),
        (set(STILL), {"window", "span", "padding", "leftover", "skipped"}),
    ],
)
def test_the_legend_names_the_marks_that_can_be_seen(show, chosen, named):
    root = show(PLAIN, **STILL | dict.fromkeys(chosen, 3))
    legend = root.locator(".convlib-legend").inner_text()
    assert set(re.findall(r": (current cell|\w+)", legend)) == named | {"current cell"}
    assert root.locator(".convlib-missed").is_visible() == ("skipped" in named)


def test_without_any_knob_nothing_is_said_of_what_it_would_change(show):
    root = show(PLAIN, **STILL, unfold="arithmetic")
    formulas = root.locator(".convlib-formula").all_inner_texts()
    assert formulas == ["rows:  o = 9 − 5 + 1 = 5", "columns:  o = 14 − 5 + 1 = 10"]
    cell(root, "kernel", (0, 0)).hover()
    assert says(root).endswith("and meets 50 cells of the image")


def test_one_value_beyond_the_least_is_something_to_choose(show):
    root = show(PLAIN, max_stride=2, max_padding=1, max_dilation=2)
    unfold(root)
    assert offered(root) == (set(SLIDERS), set().union(*NEEDS.values()))
