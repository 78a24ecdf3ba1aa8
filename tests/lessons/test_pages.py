"""The pages for a class: those of the teacher's plan, opened from disk without any network."""

import re

import pytest

from notebooks.pages import main as write_pages
from tests.support.explorer_dom import button, position
from tests.support.paths import NOTEBOOKS

pytestmark = pytest.mark.lessons  # they are run, down to their explorers
PLAN = re.findall(r"`(\d\d-[\w-]+\.html)`", (NOTEBOOKS / "README.md").read_text())


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Write the pages once."""
    folder = tmp_path_factory.mktemp("class") / "pages"
    write_pages(folder)
    return folder


def test_every_page_of_the_plan_is_written(pages):
    assert len(PLAN) == 5
    assert set(PLAN) <= {page.name for page in pages.iterdir()}


@pytest.mark.parametrize("name", PLAN)
def test_a_page_opens_from_disk_in_presenter_size_and_steps(page, pages, name):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto((pages / name).as_uri())
    root = page.locator(".convlib-explorer")
    assert button(root, "Presenter size").get_attribute("aria-pressed") == "true"
    bottom = root.locator(".convlib-maps").evaluate("n => n.getBoundingClientRect().bottom")
    assert bottom <= 720
    assert position(root) == (0, 0)
    button(root, "Step forward").click()
    assert position(root) == (0, 1)
    assert [url for url in asked if not url.startswith("file://")] == []
