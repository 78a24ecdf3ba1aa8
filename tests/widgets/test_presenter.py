"""Presenter size, in the room that JupyterLab has on a screen of 1280×720 pixels."""

import numpy as np
import pytest

from convlib import (
    ChannelsExplorer,
    Conv,
    ConvExplorer,
    LayersExplorer,
    MatrixExplorer,
    TilesExplorer,
    TransposedExplorer,
)
from convlib.examples import SEED_IMAGE, SEED_KERNEL, address
from tests.support.explorer_dom import button, opened

ONES, LOW = np.ones((3, 3), int), 599
BOARD = {"stride": 2, "seen": [[1, 2, 0, 3, 1, 5, 2]] * 7}
CASES = {
    "channels": lambda: ChannelsExplorer(address(2, 12).reshape(2, 3, 4), np.ones((2, 2, 2, 2))),
    "convolution": lambda: ConvExplorer(SEED_IMAGE, SEED_KERNEL),
    "layers": lambda: LayersExplorer([Conv(3, padding=2, dilation=2)] * 3, 25),
    "matrix": lambda: MatrixExplorer(address(4, 5), [[1, 2, 3], [4, 5, 6]]),
    "packed": lambda: MatrixExplorer(address(4, 5), [[1, 2, 3], [4, 5, 6]], show="packed"),
    "ring": lambda: MatrixExplorer([[1, 2, 3, 4]], [[1, 10, 100]], show="ring", length=4),
    "tiles": lambda: TilesExplorer(tile=32),
    "scatter": lambda: TransposedExplorer(ONES, ONES, **BOARD),
    "gather": lambda: TransposedExplorer(ONES, ONES, way="gather", **BOARD),
    "image gradient": lambda: TransposedExplorer(ONES, ONES, task="image gradient", **BOARD),
    "kernel gradient": lambda: TransposedExplorer(ONES, ONES, task="kernel gradient", **BOARD),
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
def test_on_a_telephone_nothing_is_wider_than_it(shared_page, tmp_path, name):
    root = opened(shared_page, tmp_path, CASES[name](), width=360, height=844)
    button(root, "Presenter size").click()
    assert shared_page.evaluate("document.documentElement.scrollWidth") <= 360
