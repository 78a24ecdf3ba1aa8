"""Where an explorer may stand: on any ground, in high contrast, on paper, beside its still."""

from itertools import pairwise

import numpy as np
import pytest

from convlib import ConvExplorer
from tests.support.colours import contrast, rgb
from tests.support.explorer_dom import SEED, SMALL, cell, edit, marked, read, says, slider

GREY = "rgb(40, 42, 54)"
# Numbers of every kind: under a tap, beside one, on padding; of the kernel and of the result.
NUMBERS = """root => Array.from(root.querySelectorAll(".cell .value"), value => ({
    fill: getComputedStyle(value).fill,
    shown: getComputedStyle(value).display !== "none",
}))"""


def letters_and_paper(root):
    """Return all colours of numbers, and that of the explorer's ground, from 0 to 1."""
    numbers = {one["fill"] for one in root.evaluate(NUMBERS) if one["shown"]}
    paper = root.evaluate("root => getComputedStyle(root).backgroundColor")
    return [rgb(colour)[0] for colour in numbers], rgb(paper)[0]


# High contrast


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_in_high_contrast_every_number_is_clear_on_the_readers_ground(show_alone, page, theme):
    root = show_alone(SEED | {"padding": 1}, theme)
    page.emulate_media(forced_colors="active", color_scheme=theme)
    letters, paper = letters_and_paper(root)
    assert (paper.mean() < 0.5) == (theme == "dark")
    assert min(contrast(letter, paper) for letter in letters) >= 7
    assert root.locator("canvas").first.is_hidden()


@pytest.mark.parametrize("ground", ["white", "black"])
def test_high_contrast_wins_over_what_the_host_has_painted(show_alone, page, ground):
    root = show_alone(SMALL)
    page.evaluate("ground => (document.body.style.background = ground)", ground)
    page.emulate_media(forced_colors="active", color_scheme="dark")
    letters, paper = letters_and_paper(root)
    assert paper.max() < 0.2
    assert min(contrast(letter, paper) for letter in letters) >= 7


def test_in_high_contrast_marks_are_told_apart_by_their_shapes(show_alone, page):
    root = show_alone(SEED | {"padding": 1})
    page.emulate_media(forced_colors="active", color_scheme="dark")
    frame = "one => { const s = getComputedStyle(one); return [s.strokeWidth, s.strokeDasharray]; }"

    def look(name, place):
        return tuple(cell(root, name, place).locator("rect").evaluate(frame))

    tapped = max(marked(read(root)["image"], "inWindow"))
    looks = [look("image", place) for place in (tapped, (-1, 5), (8, 13))]
    assert len(set(looks)) == 3
    for name, mark in (("image", "window"), ("feature-map", "now")):
        path = root.locator(f".convlib-{name} .marks .{mark}")
        assert path.get_attribute("d")
        ink = path.evaluate("one => getComputedStyle(one).stroke")
        assert contrast(rgb(ink)[0], letters_and_paper(root)[1]) >= 3


# The ground of the host


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_dark_on_a_dark_ground_whatever_the_system_says(show_alone, page, theme):
    root = show_alone(SEED, theme)
    page.evaluate("ground => (document.body.style.background = ground)", GREY)
    root.locator("xpath=self::*[@data-theme='dark']").wait_for()
    letters, paper = letters_and_paper(root)
    np.testing.assert_allclose(paper * 255, [40, 42, 54], atol=0.6)
    assert min(contrast(letter, paper) for letter in letters) >= 4.5


def test_it_follows_a_host_that_says_by_a_class_alone_what_its_theme_is(show_alone, page):
    root = show_alone(SMALL)
    page.add_style_tag(content="body { background: white } .night body { background: #101418 }")
    for name, theme in (("night", "dark"), ("", "light"), ("night", "dark")):
        page.evaluate("name => (document.documentElement.className = name)", name)
        root.locator(f"xpath=self::*[@data-theme='{theme}']").wait_for()
        letters, paper = letters_and_paper(root)
        assert min(contrast(letter, paper) for letter in letters) >= 4.5


def test_the_nearest_ground_counts(show_alone, page):
    root = show_alone(SMALL)
    page.evaluate("document.querySelector('main').style.background = 'rgba(0, 0, 0, 0.9)'")
    page.evaluate("document.body.dataset.changed = 'once'")
    root.locator("xpath=self::*[@data-theme='dark']").wait_for()


# Paper


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_paper_the_maps_stand_below_each_other_in_dark_ink(show_alone, page, theme):
    root = show_alone(SEED | {"padding": 1}, theme)
    page.emulate_media(media="print", color_scheme=theme)
    page.set_viewport_size({"width": 794, "height": 1123})  # A4 at 96 dots an inch
    sheets = [root.locator(f".convlib-{name} .convlib-sheet") for name in ("image", "kernel")]
    sheets.append(root.locator(".convlib-feature-map .convlib-sheet"))
    boxes = [sheet.bounding_box() for sheet in sheets]
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"]
    assert max(box["x"] + box["width"] for box in boxes) <= 794
    letters, _ = letters_and_paper(root)
    assert min(contrast(letter, np.ones(3)) for letter in letters) >= 4.5
    assert not any(button.is_visible() for button in root.get_by_role("button").all())
    assert says(root)


def test_on_paper_the_tints_lie_under_their_cells(show_alone, page):
    root = show_alone(SEED | {"padding": 1})
    page.emulate_media(media="print")
    canvas = root.locator(".convlib-image canvas").bounding_box()
    first = cell(root, "image", (-1, -1)).bounding_box()
    assert canvas["x"] == pytest.approx(first["x"], abs=2)
    assert canvas["y"] == pytest.approx(first["y"], abs=2)


# Clicks


@pytest.mark.parametrize(
    "part", [".convlib-says", "figcaption", ".convlib-legend", ".convlib-maps"]
)
def test_after_a_click_anywhere_inside_page_down_steps(show, shared_page, part):
    root = show(SEED)
    shared_page.evaluate("document.activeElement.blur()")
    root.locator(part).first.click(position={"x": 3, "y": 3})
    shared_page.keyboard.press("PageDown")
    assert says(root).startswith("feature map (0, 1): ")
    assert shared_page.evaluate("scrollY") == 0


def test_a_button_that_the_browser_does_not_focus_gives_the_keys_to_the_explorer(show, shared_page):
    root = show(SEED)
    # As Safari does: a click on a button leaves the focus where it is.
    root.evaluate("""root => root.addEventListener("mousedown", event => event.preventDefault())""")
    shared_page.evaluate("document.activeElement.blur()")
    root.get_by_role("button", name="Step forward").click()
    shared_page.keyboard.press("PageDown")
    assert says(root).startswith("feature map (0, 2): ")


def test_a_click_on_a_slider_leaves_the_focus_on_it(show, shared_page):
    root = show(SEED)
    slider(root, "Stride rows").click()
    assert slider(root, "Stride rows").evaluate("one => one === document.activeElement")


def test_a_cell_that_is_edited_is_not_pinned(show, shared_page):
    root = show(SEED)
    cell(root, "image", (2, 3)).dblclick()
    edit(root).fill("7")
    shared_page.keyboard.press("Enter")
    shared_page.evaluate("document.activeElement.blur()")
    shared_page.mouse.move(1, 1)
    assert says(root).startswith("feature map (0, 0): ")


# Fingers


@pytest.fixture
def touched(chromium, tmp_path):
    """Return the root of the seed's explorer on a telephone."""
    ConvExplorer(**SEED).save_html(tmp_path / "page.html")
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto((tmp_path / "page.html").as_uri())
    yield page.locator(".convlib-explorer")
    context.close()


def test_for_a_finger_everything_is_high_enough(touched):
    heights = {
        kind: min(box["height"] for box in boxes)
        for kind in ("button", "[type=range]", "summary")
        if (boxes := [b for one in touched.locator(kind).all() if (b := one.bounding_box())])
    }
    assert heights.keys() == {"button", "[type=range]", "summary"}
    assert min(heights.values()) >= 36


def test_for_a_finger_what_unfolds_keeps_its_triangle(touched):
    assert touched.evaluate("matchMedia('(pointer: coarse)').matches")
    # Only a list item has a marker.
    display = "all => [...new Set(all.map(one => getComputedStyle(one).display))]"
    assert touched.locator("summary").evaluate_all(display) == ["list-item"]


def test_numbers_are_typed_on_a_keyboard_that_has_a_minus(show):
    root = show(SEED, predict=True)
    cell(root, "image", (2, 3)).dblclick()
    fields = root.locator("input[type=text]").all()
    assert [field.get_attribute("inputmode") for field in fields] == ["text"] * 2


# Marks


def test_the_weight_that_meets_the_cell_pointed_at_is_marked_and_keeps_its_frame(show):
    root = show(SEED)
    cell(root, "image", (1, 4)).hover()
    mark = root.locator(".convlib-kernel .marks .touch").bounding_box()
    weight = cell(root, "kernel", (1, 2)).bounding_box()
    for side in ("x", "y", "width", "height"):
        assert mark[side] == pytest.approx(weight[side], abs=6)


# The still beside it


def test_a_live_explorer_hides_its_own_still_wherever_that_is(show_alone, page):
    show_alone(SMALL)
    explorer = ConvExplorer(**SMALL)
    explorer._still_id = "one"
    page.evaluate(
        """state => {
            document.body.insertAdjacentHTML("afterbegin",
                "<section><p id='one'>its own</p></section>" +
                "<div class='output_area'>Out: <p id='one'>its own</p></div>" +
                "<p id='two'>that of another</p>");
            open_widget(widget, state);
        }""",
        explorer.get_state([name for name in explorer.keys if not name.startswith("_anywidget")]),
    )
    assert page.get_by_text("its own").count() == 2
    assert not any(still.is_visible() for still in page.get_by_text("its own").all())
    assert page.get_by_text("Out:").is_hidden()
    assert page.get_by_text("that of another").is_visible()
