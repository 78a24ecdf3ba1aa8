"""The explorers' style sheets: JupyterLab keeps those of all that were opened, in one page."""

import pytest

from convlib.widgets.bundle import STATIC, bundle_style
from tests.support.explorer_dom import opened
from tests.support.explorers import EXPLORERS

SHEETS = {path.parent.name: f"{path.parent.name}/{path.name}" for path in STATIC.glob("*/*.css")
          if path.name in {"explorer.css", "photo.css"}}  # fmt: skip
LOOK = """root => [...root.querySelectorAll("*")].map(node => {
    const { x, y, width, height } = node.getBoundingClientRect();
    const { fontSize, fontWeight, color, display } = getComputedStyle(node);
    const name = node.getAttribute("class") ?? node.tagName;
    return [name, x, y, width, height, fontSize, fontWeight, color, display];
})"""


def test_every_explorer_is_looked_at():
    assert {*EXPLORERS, "photo"} == {*SHEETS}


@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("name", EXPLORERS)
def test_an_explorer_looks_the_same_beside_the_style_sheets_of_all_others(
    shared_page, tmp_path, name, presenter
):
    explorer = EXPLORERS[name](presenter=presenter)
    root = opened(shared_page, tmp_path, explorer, width=1100, height=600)
    alone = root.evaluate(LOOK)
    for other in SHEETS.keys() - {name}:
        shared_page.add_style_tag(content=bundle_style(SHEETS[other]))
    shared_page.evaluate("window.dispatchEvent(new Event('resize'))")
    beside = root.evaluate(LOOK)
    assert [pair for pair in zip(alone, beside, strict=True) if pair[0] != pair[1]] == []
