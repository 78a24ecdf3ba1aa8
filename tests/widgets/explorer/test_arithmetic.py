"""The arithmetic and the code: formulas, loops, and lines to copy."""

import numpy as np
import pytest

from convlib import conv2d
from tests.support.explorer_dom import (
    FOLDS,
    SEED,
    button,
    cell,
    check_shows,
    here,
    position,
    predict,
    read,
    slider,
    unfold,
)


def test_the_formula_and_the_code_follow_the_setting(show):
    root = show(SEED)
    unfold(root)
    slider(root, "Padding rows").press("ArrowRight")
    assert root.locator(".convlib-formula").nth(0).inner_text() == (
        "rows:  k̂ = 1·(5 − 1) + 1 = 5;  o = ⌊(9 + 1 + 1 − 5)/2⌋ + 1 = ⌊6/2⌋ + 1 = 4,  leftover 0"
    )
    assert root.locator('[data-library="convlib"]').inner_text() == (
        "conv2d(image, kernel, stride=(2, 1), padding=(1, 0), dilation=(1, 2))"
    )


LOOPS = """feature_map = np.zeros((3, 6))
for row in range(3):
    for col in range(6):
        for i in range(5):
            for j in range(5):
                feature_map[row, col] += image[2 * row + i, col + 2 * j] * kernel[i, j]"""


def test_the_loops_follow_the_setting(show):
    root = show(SEED, unfold="arithmetic")
    loops = root.locator('[data-library="loops"]')
    assert loops.inner_text() == LOOPS
    slider(root, "Padding rows").press("ArrowRight")
    slider(root, "Stride rows").press("Home")
    slider(root, "Dilation columns").press("Home")
    root.get_by_text(FOLDS["more"]).click()
    root.get_by_label("flip the kernel").check()
    assert loops.inner_text().splitlines()[:3] == [
        'padded = np.pad(image, ((1, 1), (0, 0)), "constant")',
        "feature_map = np.zeros((7, 10))",
        "for row in range(7):",
    ]
    assert loops.inner_text().endswith("padded[row + i, col + j] * kernel[4 - i, 4 - j]")


def test_where_the_loops_stand_follows_the_position(show, shared_page):
    root = show(SEED, unfold="arithmetic")
    assert here(root) == "here: row = 0, col = 0, feature_map[0, 0] = 52"
    for _ in range(8):
        button(root, "Step forward").click()
    assert here(root) == "here: row = 1, col = 2, feature_map[1, 2] = 78"
    cell(root, "feature-map", (2, 5)).hover()
    assert here(root).startswith("here: row = 2, col = 5, ")
    shared_page.mouse.move(1, 1)
    assert here(root).startswith("here: row = 1, col = 2, ")


def test_where_the_loops_stand_tells_no_result_before_it_is_predicted(show):
    root = show(SEED, unfold="arithmetic", predict=True)
    assert here(root).endswith("= ?")
    predict(root, "52")
    assert here(root).endswith("= 52")


@pytest.mark.parametrize("presenter", [False, True])
def test_loops_too_wide_scroll_in_their_own_box(show, shared_page, presenter):
    root = show(SEED, unfold="arithmetic", width=480, presenter=presenter)
    loops = root.locator('[data-library="loops"]')
    assert loops.evaluate("box => box.scrollWidth - box.clientWidth") > 0
    assert shared_page.evaluate("document.scrollingElement.scrollWidth") <= 480
    loops.press("ArrowRight")
    shared_page.wait_for_function("box => box.scrollLeft > 0", arg=loops.element_handle())
    assert position(root) == (0, 0)
    loops.press("PageDown")
    assert position(root) == (0, 1)


@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("width", [700, 850, 1280])
def test_loops_are_seen_whole_where_they_can_be(show, width, presenter):
    root = show(SEED, unfold="arithmetic", width=width, presenter=presenter)
    loops = root.locator('[data-library="loops"]')
    assert loops.evaluate("box => box.scrollWidth - box.clientWidth") <= 0
    largest = 17 if presenter else 13
    letters = loops.evaluate("box => parseFloat(getComputedStyle(box).fontSize)")
    assert letters == largest if width == 1280 else 11 < letters <= largest


def test_arrows_on_loops_that_fit_move_the_position(show):
    root = show(SEED, unfold="arithmetic")
    root.locator('[data-library="loops"]').press("ArrowRight")
    check_shows(read(root), SEED, (0, 1))


def test_copy_takes_code_that_runs(show_alone, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    root = show_alone(SEED)
    unfold(root)
    for name in ("loops", "convlib", "NumPy"):
        button(root, f"Copy {name}").click()
        page.wait_for_function(
            f"document.querySelector('[aria-label=\"Copy {name}\"]').textContent === 'Copied'"
        )
        scope = {}
        exec(page.evaluate("navigator.clipboard.readText()"), scope)
        np.testing.assert_array_equal(scope["feature_map"], conv2d(**SEED))


def test_where_copying_is_not_allowed_a_message_says_what_to_do(show_alone, page):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    root = show_alone(SEED)
    unfold(root)
    button(root, "Copy NumPy").click()
    root.get_by_text("select the line and copy it by hand").wait_for()
