"""The explorer in Firefox as people have it: its page, opened from disk, and JupyterLab."""

import json

import numpy as np
import pytest

from convlib import ConvExplorer, conv2d
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING
from tests.support.explorer_dom import NUMBERS, OUTSIDE, READ, marked, table
from tests.support.needs import firefox_path

pytestmark = pytest.mark.browser
CELL = """from convlib import ConvExplorer
explorer = ConvExplorer([[1, 2, 3]] * 3, [[1, 10]])
explorer"""
ROOT = "document.querySelector('.convlib-explorer')"
STEP, STRIDE = "[aria-label='Step forward']", "[aria-label='Stride rows']"
END, LEFT, RIGHT, DOWN = "\ue010", "\ue012", "\ue014", "\ue015"  # as WebDriver names these keys


@pytest.fixture(scope="module")
def firefox(tmp_path_factory):
    path = firefox_path()
    from tests.support.firefox import launch

    with launch(path, tmp_path_factory.mktemp("firefox")) as firefox:
        yield firefox


@pytest.fixture
def show(firefox, tmp_path):
    """Return a function that opens an explorer's own page; an error in the console fails."""

    def show(explorer, width=1280):
        explorer.save_html(tmp_path / "page.html")
        firefox.open((tmp_path / "page.html").as_uri(), width)
        return firefox

    yield show
    assert firefox.errors == []


def seen(firefox):
    """Return what the explorer shows: its feature map as an array, and the current cell."""
    cells = {
        (int(one["row"]), int(one["col"])): one
        for one in firefox.evaluate(f"({READ})({ROOT})")["cells"]
        if one["map"] == "feature-map"
    }
    return table(cells), marked(cells, "current")


def example():
    return ConvExplorer(SEED_IMAGE, SEED_KERNEL, **SEED_SETTING)


def test_a_click_and_keys_step_over_the_feature_map(show):
    page = show(example())
    feature_map, current = seen(page)
    np.testing.assert_array_equal(feature_map, conv2d(SEED_IMAGE, SEED_KERNEL, **SEED_SETTING))
    assert current == {(0, 0)}
    page.click(STEP)
    assert seen(page)[1] == {(0, 1)}
    for key, place in ((RIGHT, (0, 2)), (LEFT, (0, 1)), (END, (2, 5))):
        page.press(key)
        assert seen(page)[1] == {place}


def test_a_click_on_the_ground_is_enough_for_the_keys(show):
    page = show(example())
    page.click(".convlib-says")
    page.press(RIGHT)
    assert seen(page)[1] == {(0, 1)}


def test_a_slider_changes_the_map(show):
    page = show(example())
    page.evaluate(f"{ROOT}.querySelector({STRIDE!r}).focus()")
    page.press(RIGHT)
    setting = SEED_SETTING | {"stride": (3, 1)}
    np.testing.assert_array_equal(seen(page)[0], conv2d(SEED_IMAGE, SEED_KERNEL, **setting))


@pytest.mark.parametrize("size", [(6, 9), (32, 32)])
@pytest.mark.parametrize("width", [480, 960])
def test_every_number_stays_inside_its_cell(show, size, width):
    rng = np.random.default_rng(0)
    page = show(ConvExplorer(rng.choice(NUMBERS, size), np.eye(5) / 3), width)
    assert page.evaluate(f"({OUTSIDE})({ROOT}, 0)") == []


def test_keys_step_in_jupyterlab_too_and_python_hears_of_it(firefox, lab_server):
    from tests.support.lab import CLOSE, EXECUTE, KERNEL, Lab

    lab = Lab(None, *lab_server)
    firefox.open(f"{lab.url}/lab/tree/{lab.notebook([CELL])}")
    firefox.until(f"window.jupyterapp && {KERNEL}?.status === 'idle'")
    firefox.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")
    firefox.until(f"{ROOT}?.clientWidth")
    firefox.click(STEP)
    for key, place in ((RIGHT, (1, 0)), (DOWN, (2, 0)), (END, (2, 1))):
        firefox.press(key)
        assert seen(firefox)[1] == {place}
    python = f"({EXECUTE})({json.dumps('print(explorer.position)')})"
    firefox.until(f"{python}.then(([, text]) => text === '(2, 1)\\n')")
    firefox.evaluate(f"({CLOSE})()")
    assert firefox.errors == []
