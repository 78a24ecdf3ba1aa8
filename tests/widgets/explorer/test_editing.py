"""Editing cells in place."""

import json

import numpy as np
import pytest

from convlib import conv2d
from convlib.examples import SEED_IMAGE
from tests.support.explorer_dom import SEED, SMALL, cell, check_shows, edit, read, slider, table


def edited(name, place, value, setting=SEED):
    changed = setting[name].astype(float)
    changed[place] = value
    return setting | {name: changed}


@pytest.mark.parametrize("name", ["image", "kernel"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_number_typed_into_a_cell_is_taken(show, shared_page, name, theme):
    root = show(SEED, theme)
    cell(root, name, (2, 1)).click()
    shared_page.keyboard.type("-1.5")
    shared_page.keyboard.press("Enter")
    shared_page.keyboard.press("Escape")
    slider(root, "Position").focus()
    shared_page.mouse.move(1, 1)
    assert edit(root).count() == 0
    check_shows(read(root), edited(name, (2, 1), -1.5), (0, 0))


def test_the_feature_map_follows_every_key(show, shared_page):
    root = show(SEED)
    cell(root, "kernel", (1, 1)).click()
    for typed, value in (("1", 1), ("2", 12), (".", 12), ("5", 12.5)):
        shared_page.keyboard.type(typed)
        truth = conv2d(**edited("kernel", (1, 1), value))
        np.testing.assert_array_equal(table(read(root)["feature-map"]), truth)


def test_enter_opens_a_cell_and_the_arrows_count(show, shared_page):
    root = show(SEED)
    cell(root, "image", (0, 1)).focus()
    shared_page.keyboard.press("Enter")
    assert edit(root).input_value() == "4"
    shared_page.keyboard.press("ArrowUp")
    shared_page.keyboard.press("ArrowUp")
    shared_page.keyboard.press("ArrowDown")
    truth = conv2d(**edited("image", (0, 1), 5))
    np.testing.assert_array_equal(table(read(root)["feature-map"]), truth)


def test_a_double_click_opens_a_cell(show):
    root = show(SEED)
    cell(root, "kernel", (0, 1)).dblclick()
    assert edit(root).input_value() == "1"


def test_enter_gives_the_focus_back_to_the_cell(show, shared_page):
    root = show(SEED)
    cell(root, "image", (2, 3)).focus()
    shared_page.keyboard.type("7")
    shared_page.keyboard.press("Enter")
    shared_page.keyboard.press("ArrowRight")
    place = "[document.activeElement.dataset.row, document.activeElement.dataset.col]"
    assert shared_page.evaluate(place) == ["2", "4"]


def test_escape_takes_an_edit_back(show, shared_page):
    root = show(SEED)
    cell(root, "image", (2, 3)).focus()
    shared_page.keyboard.type("88")
    shared_page.keyboard.press("Escape")
    np.testing.assert_array_equal(table(read(root)["image"]), SEED_IMAGE)
    assert edit(root).count() == 0


def test_leaving_an_edit_keeps_its_number(show, shared_page):
    root = show(SEED)
    cell(root, "image", (2, 3)).dblclick()
    shared_page.keyboard.type("6")
    slider(root, "Position").focus()
    shared_page.mouse.move(1, 1)
    shared_page.keyboard.press("Escape")
    assert edit(root).count() == 0
    np.testing.assert_array_equal(table(read(root)["image"]), edited("image", (2, 3), 6)["image"])


NO_NUMBERS = ["abc", "", "-", "1e9", "NaN", "Infinity", "1 2", "1/0", "0/0", "1/", "/9", "1/2/3"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_text_that_is_no_number_gives_a_message_and_keeps_the_value(show, shared_page, text):
    root = show(SEED)
    cell(root, "image", (2, 3)).dblclick()
    edit(root).fill(text)
    shared_page.keyboard.press("Enter")
    assert f"{json.dumps(text)} is not a number" in read(root)["note"]
    np.testing.assert_array_equal(table(read(root)["image"]), SEED_IMAGE)


def test_the_message_goes_with_the_next_change(show, shared_page):
    root = show(SEED)
    cell(root, "image", (2, 3)).dblclick()
    edit(root).fill("abc")
    shared_page.keyboard.press("Enter")
    slider(root, "Stride rows").press("ArrowRight")
    assert read(root)["note"] == ""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("0,5", 0.5),
        ("−3", -3),
        ("-3", -3),
        (" 7 ", 7),
        ("1e3", 1000),
        ("5e−1", 0.5),
        ("−3 / 4", -0.75),
    ],
)
def test_numbers_as_people_write_them(show, typed, value):
    root = show(SEED)
    cell(root, "image", (2, 3)).dblclick()
    edit(root).fill(typed)
    edit(root).press("Enter")
    assert table(read(root)["image"])[2, 3] == value


@pytest.mark.parametrize(("name", "place"), [("image", (-1, 0)), ("feature-map", (0, 0))])
def test_padding_and_results_cannot_be_edited(show, shared_page, name, place):
    root = show(SMALL)
    cell(root, name, place).dblclick()
    shared_page.keyboard.type("5")
    shared_page.keyboard.press("Enter")
    assert edit(root).count() == 0
