"""Presenter size, in the room that JupyterLab and the site have on a screen of 1280×720 pixels."""

from functools import partial

import numpy as np
import pytest

from convlib import ChannelsExplorer, MatrixExplorer
from convlib.examples import address
from tests.support.explorer_dom import button, opened
from tests.support.explorers import EXPLORERS

LOW = 599
TABLE = np.arange(64).reshape(4, 4, 2, 2) % 6 - 2
CASES = EXPLORERS | {
    "four channels": partial(ChannelsExplorer, address(4, 9).reshape(4, 3, 3) % 4, TABLE),
    "packed": partial(EXPLORERS["matrix"], show="packed"),
    "ring": partial(MatrixExplorer, [[1, 2, 3, 4]], [[1, 10, 100]], show="ring", length=4),
    "gather": partial(EXPLORERS["transposed"], way="gather"),
    "image gradient": partial(EXPLORERS["transposed"], task="image gradient"),
    "kernel gradient": partial(EXPLORERS["transposed"], task="kernel gradient"),
}
SIZE = """root => ["--cell", "--row"].map(name => parseFloat(root.style.getPropertyValue(name)))
    .find(pixels => pixels > 0)"""
BOTTOM = """root => {
    const maps = root.querySelector(".convlib-maps, .convlib-stack");
    return maps.getBoundingClientRect().bottom - root.getBoundingClientRect().top;
}"""


@pytest.mark.parametrize("name", CASES)
def test_the_cells_are_as_large_as_before_or_larger_and_all_in_sight(shared_page, tmp_path, name):
    root = opened(shared_page, tmp_path, CASES[name](), width=1134, height=LOW)
    normal = root.evaluate(SIZE)
    button(root, "Presenter size").click()
    assert root.evaluate(SIZE) >= normal
    assert root.evaluate(BOTTOM) <= LOW


@pytest.mark.parametrize("name", CASES)
def test_the_cells_are_as_large_as_before_where_the_site_leaves_less_width(
    shared_page, tmp_path, name
):
    root = opened(shared_page, tmp_path, CASES[name](), width=896, height=720)
    normal = root.evaluate(SIZE)
    button(root, "Presenter size").click()
    assert root.evaluate(SIZE) >= normal


@pytest.mark.parametrize("name", CASES)
def test_on_a_telephone_nothing_is_wider_than_it(shared_page, tmp_path, name):
    root = opened(shared_page, tmp_path, CASES[name](), width=360, height=844)
    button(root, "Presenter size").click()
    assert shared_page.evaluate("document.documentElement.scrollWidth") <= 360
