"""For everyone: axe, contrast, themes, the keyboard."""

import numpy as np
import pytest
from playwright.sync_api import expect

from tests.support.colours import contrast, rgb
from tests.support.explorer_dom import (
    LONG,
    SEED,
    SLIDERS,
    SMALL,
    TINT,
    button,
    cell,
    edit,
    predict,
    problems,
    read,
    slider,
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
        name: node.dataset.map || node.ariaLabel || node.dataset.library || node.textContent
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


# What is said to those who do not see it


def spoken(root):
    """Return the words of the live region that tells what a change did."""
    return root.get_by_role("status").and_(root.locator(".convlib-spoken")).text_content()


def test_a_change_of_setting_is_told_with_what_it_did(show):
    root = show(SEED)
    assert spoken(root) == ""
    for name, key, told in (
        ("Stride rows", "ArrowRight", "stride rows 3: feature map 2×6, leftover 1 row, 14 cells"),
        ("Stride columns", "ArrowRight", "stride columns 2: feature map 2×3, leftover 1 row and 1"),
        ("Padding rows", "ArrowRight", "padding rows 1: feature map 3×3, leftover 1 column, "),
        ("Dilation columns", "Home", "dilation columns 1: feature map 3×5, leftover 1 column, "),
    ):
        slider(root, name).press(key)
        assert spoken(root).startswith(told)
    button(root, "Reset").click()
    assert spoken(root) == (
        "stride rows 2, stride columns 1, padding rows 0, dilation columns 2: "
        "feature map 3×6, no leftover, 0 cells skipped"
    )


def test_what_a_step_and_a_look_change_is_no_change_of_setting(show):
    root = show(SEED)
    slider(root, "Stride rows").press("ArrowRight")
    told = spoken(root)
    button(root, "Step forward").click()
    button(root, "Presenter size").click()
    cell(root, "image", (2, 3)).hover()
    assert spoken(root) == told


def test_a_change_of_a_table_and_by_the_menus_is_told(show):
    root = show(SMALL, max_stride=2, max_dilation=1)
    unfold(root)
    root.get_by_label("flip the kernel").check()
    assert spoken(root).startswith("flip of the kernel on: feature map 6×4")
    root.get_by_label("Padding mode").select_option("circular")
    assert spoken(root).startswith("padding mode circular: feature map 6×4")
    cell(root, "kernel", (0, 0)).dblclick()
    edit(root).fill("5")
    edit(root).press("Enter")
    assert spoken(root).startswith("kernel: feature map 6×4")


def test_a_dilation_is_told_as_it_is_counted(show):
    root = show(SEED, dilation_from=0)
    slider(root, "Dilation columns").press("Home")
    assert spoken(root).startswith("dilation columns 0: feature map 3×10")


def check_name(root, name, place, told):
    """Assert what a cell's name comes to be: names are written once the picture is out."""
    expect(cell(root, name, place)).to_have_accessible_name(told)


def test_every_cell_has_a_name_that_says_where_it_stands_and_what_it_does(show):
    root = show(SMALL | {"padding_mode": "replicate"})
    check_name(root, "image", (-1, -1), "padding, row −1, column −1: 0 times 1 is 0")
    check_name(root, "image", (-1, 6), "padding, row −1, column 6: 5")
    check_name(root, "image", (3, 2), "row 3, column 2: 32")
    check_name(root, "kernel", (0, 1), "row 0, column 1: −2")
    button(root, "Step forward").click()
    check_name(root, "image", (-1, -1), "padding, row −1, column −1: 0")
    check_name(root, "image", (0, 2), "row 0, column 2: 2 times 3 is 6")
    check_name(root, "feature-map", (0, 1), "row 0, column 1: 3")
    labels = root.locator("[data-map]").evaluate_all("all => all.map(cell => cell.ariaLabel)")
    assert all(labels)


def test_a_weight_that_changes_alone_renames_the_cells_it_meets(show):
    root = show(SEED | {"kernel": np.array([[2]]), "image": np.zeros((2, 2))})
    check_name(root, "image", (0, 0), "row 0, column 0: 0 times 2 is 0")
    cell(root, "kernel", (0, 0)).dblclick()
    edit(root).fill("3")
    edit(root).press("Enter")
    check_name(root, "image", (0, 0), "row 0, column 0: 0 times 3 is 0")


def test_names_hide_what_is_to_be_predicted(show):
    root = show(SMALL, predict=True, position=(1, 1))
    check_name(root, "feature-map", (1, 1), "row 1, column 1: to be predicted")
    check_name(root, "image", (1, 2), "row 1, column 2: 12, in the window")
    predict(root, "33")
    check_name(root, "feature-map", (1, 1), "row 1, column 1: 33")
    check_name(root, "image", (1, 2), "row 1, column 2: 12 times 3 is 36")
