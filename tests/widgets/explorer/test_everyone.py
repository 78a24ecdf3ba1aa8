"""For everyone: axe, contrast, themes, the keyboard."""

import numpy as np
import pytest

from tests.support.colours import contrast, rgb
from tests.support.explorer_dom import (
    LONG,
    SEED,
    SLIDERS,
    SMALL,
    TINT,
    cell,
    edit,
    predict,
    problems,
    read,
    unfold,
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(show, shared_page, theme):
    root = show(SMALL, theme)
    assert problems(shared_page) == []
    unfold(root)
    assert problems(shared_page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_in_use(show, shared_page, theme):
    root = show(SEED | {"padding": ((0, 1), (1, 2))}, theme, predict=True, presenter=True)
    unfold(root)
    predict(root, "1")
    cell(root, "image", (2, 3)).dblclick()
    edit(root).fill("abc")
    assert problems(shared_page) == []
    shared_page.keyboard.press("Enter")
    assert read(root)["note"]
    assert problems(shared_page) == []


def ground(one, paper):
    """Colour of a cell: its tint over the paper."""
    tint, alpha = rgb(one["fill"])
    return paper + alpha * one["opacity"] * (tint - paper)


COLOURS = (
    f"root => {{ const tint = {TINT};"
    + """
    const style = node => getComputedStyle(node);
    const cells = [...root.querySelectorAll("[data-map]")].map(cell => ({
        map: cell.dataset.map,
        fill: tint(cell),
        opacity: Number(style(cell.closest("figure").querySelector("canvas")).opacity),
        texts: [...cell.querySelectorAll("text")].map(text => style(text).fill),
    }));
    const marks = Object.fromEntries([...root.querySelectorAll(".marks path")].map(path => [
        path.getAttribute("class"),
        path.matches(".skipped") ? style(path).fill : style(path).stroke]));
    return { paper: style(root).backgroundColor, cells, marks };
}"""
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("setting", [SMALL, SEED | {"padding": (1, 1)}, LONG])
def test_every_number_stands_out_from_its_cell(show, theme, setting):
    colours = show(setting | {"padding_mode": "replicate"}, theme).evaluate(COLOURS)
    paper = rgb(colours["paper"])[0]
    for one in colours["cells"]:
        behind = ground(one, paper)
        assert min(contrast(rgb(text)[0], behind) for text in one["texts"]) >= 4.5, one


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_mark_stands_out_from_paper_and_cells(show, theme):
    colours = show(SMALL, theme).evaluate(COLOURS)
    paper = rgb(colours["paper"])[0]
    marks = {name: rgb(colour)[0] for name, colour in colours["marks"].items()}
    np.testing.assert_array_equal(marks.pop("ground"), paper)  # it parts outlines from the tints
    assert len(marks) == 8
    assert {n: contrast(c, paper) for n, c in marks.items() if contrast(c, paper) < 3} == {}
    grounds = {"image": [], "kernel": [], "feature-map": []}
    for one in colours["cells"]:
        grounds[one["map"]].append(ground(one, paper))
    for name, cells in (
        ("touch", "image"),
        ("point", "image"),
        ("point", "kernel"),
        ("touch", "feature-map"),
        ("now", "feature-map"),
        ("differ", "feature-map"),
    ):
        assert min(contrast(marks[name], ground) for ground in grounds[cells]) >= 3, (name, cells)


# Of either sign, values and weights from the smallest to the largest: all tints that there are.
ALL_TINTS = SEED | {
    "image": np.array([np.arange(-7, 8), np.arange(7, -8, -1)]),
    "kernel": np.array([np.arange(-7, 8)]),
    "dilation": (1, 1),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_marks_of_leftover_and_skipped_stand_out_from_every_tint(show, theme):
    colours = show(ALL_TINTS, theme).evaluate(COLOURS)
    grounds = [ground(one, rgb(colours["paper"])[0]) for one in colours["cells"]]
    assert len({tuple(one) for one in grounds}) > 25
    for name in ("leftover-area", "skipped"):
        mark = rgb(colours["marks"][name])[0]
        assert min(contrast(mark, ground) for ground in grounds) >= 3, name


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_theme_is_followed(show, theme):
    colour = show(SEED, theme).evaluate("root => getComputedStyle(root).backgroundColor")
    assert (rgb(colour)[0].sum() > 1.5) == (theme == "light")


FOCUSED = """() => {
    const node = document.activeElement;
    if (node === document.body) return null;
    const style = getComputedStyle(node);
    const rect = node.querySelector(":scope > rect");
    return {
        name: node.ariaLabel || node.dataset.map || node.dataset.library || node.textContent
            || node.parentElement.textContent,
        visible: rect ? parseFloat(getComputedStyle(rect).strokeWidth) >= 4
            : style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    };
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_is_reached_by_the_keyboard_and_shows_its_focus(show, shared_page, theme):
    root = show(SEED, theme, predict=True)
    unfold(root)
    shared_page.evaluate("document.activeElement.blur(); window.getSelection().removeAllRanges()")
    shared_page.locator("h1").click()
    seen = []
    for _ in range(60):
        shared_page.keyboard.press("Tab")
        seen.append(shared_page.evaluate(FOCUSED))
        if seen[-1] is None:
            break
    names = [focus["name"] for focus in seen[:-1]]
    assert [focus["name"] for focus in seen[:-1] if not focus["visible"]] == []
    assert len(names) == len(set(names))
    expected = {
        *SLIDERS, "Step back", "Play", "Step forward", "Position", "Speed", "Reset",
        "Presenter size", "Your prediction", "Check", "Reveal", "image", "kernel", "feature-map",
        "Image preset", "Kernel preset", "Padding mode", "flip the kernel", "predict first",
        "Copy NumPy", "Change more", "The arithmetic and the code",
    }  # fmt: skip
    assert expected <= set(names)
