"""The explorer in a page of its own, opened from disk: every gesture, by mouse and by key."""

import json
import re
from itertools import pairwise, product

import numpy as np
import pytest

from convlib import ConvExplorer, add_padding, conv2d, kernels
from convlib.examples import SEED_IMAGE, SEED_KERNEL, address, checkerboard, edge, impulse
from tests.support.explorer_dom import (
    SLIDERS,
    TINT,
    by_sliders,
    check_sentence,
    check_shows,
    marked,
    problems,
    read,
    table,
)
from tests.support.random_settings import MODES, geometry_of, is_valid, products

SEED = {
    "image": SEED_IMAGE, "kernel": SEED_KERNEL, "stride": (2, 1), "padding": (0, 0),
    "dilation": (1, 2), "padding_mode": "zeros", "flip_kernel": False,
}  # fmt: skip
SMALL = SEED | {
    "image": address(5, 6), "kernel": np.array([[1, -2], [0, 3]]), "stride": (1, 2),
    "padding": (1, 1), "dilation": (1, 1),
}  # fmt: skip
FRAME = "() => new Promise(requestAnimationFrame)"


@pytest.fixture(scope="module")
def shared(chromium):
    """Return one page, and its scripts' errors, for all tests that leave the browser as it was."""
    page, errors = chromium.new_page(), []
    page.on("pageerror", lambda error: errors.append(error))
    yield page, errors
    page.close()


@pytest.fixture
def shared_page(shared):
    """Return the shared page; a script error nobody caught fails the test that met it."""
    page, errors = shared
    yield page
    page.mouse.move(1, 1)
    assert errors == []


@pytest.fixture
def show(shared_page, tmp_path):
    """Return a function that opens an explorer's own page and returns its root."""
    return opener(shared_page, tmp_path)


@pytest.fixture
def show_alone(page, tmp_path):
    """Do the same in a page that the test may treat as it likes."""
    return opener(page, tmp_path)


def opener(page, tmp_path):
    def open_page(setting, theme="light", width=1280, height=800, **options):
        ConvExplorer(**setting, **options).save_html(tmp_path / "page.html")
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        page.goto((tmp_path / "page.html").as_uri())
        return page.locator(".convlib-explorer")

    return open_page


def cell(root, name, place):
    return root.locator(f'[data-map="{name}"][data-row="{place[0]}"][data-col="{place[1]}"]')


def slider(root, name):
    return root.get_by_role("slider", name=name, exact=True)


def button(root, name):
    return root.get_by_role("button", name=name, exact=True)


def unfold(root):
    for summary in root.locator("summary").all():
        summary.click()


def says(root):
    return root.locator(".convlib-says").inner_text()


def position(root):
    return next(iter(marked(read(root)["feature-map"], "current")))


# What it shows


def test_first_sight(show):
    root = show(SEED)
    check_shows(read(root), SEED, (0, 0))
    assert root.locator("details[open]").count() == 0


def test_every_control_and_map_has_its_name(show):
    root = show(SEED)
    for name in (*SLIDERS, "Position", "Speed"):
        assert slider(root, name).is_visible()
    for name in ("Play", "Step back", "Step forward", "Reset", "Presenter size"):
        assert button(root, name).is_visible()
    for name in ("Image 9 × 14", "Kernel 5 × 5, span 5 × 9", "Feature map 3 × 6"):
        assert root.get_by_role("grid", name=name, exact=True).is_visible()


def test_a_tapped_cell_wears_the_tint_of_its_weight_and_shows_the_product(show):
    root = show(SMALL, position=(1, 1))
    taps = products(SMALL | {"padding": ((1, 1), (1, 1))}, (1, 1))
    for place, tap in zip(np.ndindex(2, 2), taps, strict=True):
        met, weight = cell(root, "image", tap[:2]), cell(root, "kernel", place)
        assert met.evaluate(TINT) == weight.evaluate(TINT)
        assert met.locator(".product").text_content() == f"={tap[2] * tap[3]}".replace("-", "−")


def test_weights_of_either_sign_differ_in_tint(show):
    root = show(SMALL)
    assert len({cell(root, "kernel", at).evaluate(TINT) for at in np.ndindex(2, 2)}) == 4


def test_padding_cells_are_dashed_and_show_their_value(show):
    root = show(SMALL | {"padding_mode": "replicate"})
    seen = read(root)["image"]
    inside = set(np.ndindex(5, 6))
    assert marked(seen, "padding") == set(seen) - inside
    dash = "group => getComputedStyle(group.querySelector('rect')).strokeDasharray"
    assert cell(root, "image", (-1, 6)).evaluate(dash) != "none"
    assert cell(root, "image", (0, 0)).evaluate(dash) == "none"
    assert cell(root, "image", (-1, 6)).locator(".value").text_content() == "5"


def test_leftover_and_skipped_cells_are_marked_and_counted(show):
    setting = SEED | {"image": address(10, 7), "kernel": np.ones((2, 2), int), "stride": (3, 2)}
    setting["dilation"] = (1, 1)
    root = show(setting)
    geometry = geometry_of(setting)
    skipped = (geometry.count_map() == 0).sum()
    rows, cols = geometry.leftover
    assert (rows, cols, skipped) == (2, 1, 34)
    marks = {
        name: root.locator(f".convlib-image .{name}").get_attribute("d").count("z" * closed or "M")
        for name, closed in (("skipped", 1), ("leftover-area", 0))
    }
    assert marks == {"skipped": skipped, "leftover-area": 2 * (2 * 7 + 1 * 10 - 2 * 1)}
    assert root.locator(".convlib-missed").inner_text() == (
        "leftover: 2 rows, 1 column · skipped: 34 image cells"
    )


# Places in the middle of the cells that wear a mark, where numbers stand, that it runs through.
COVERED = """([root, mark, flag, width, height]) => {
    const path = root.querySelector(`.convlib-image .${mark}`);
    const covers = (x, y) => path.isPointInStroke(new DOMPoint(x, y));
    return [...root.querySelectorAll(`[data-map=image]${flag}`)].flatMap(({ dataset }) => {
        const [x, y] = [40 * dataset.col + 20, 40 * dataset.row + 20];
        const along = size => Array.from({ length: 2 * size + 1 }, (_, n) => n - size);
        return along(width).flatMap(dx => along(height)
            .filter(dy => covers(x + dx, y + dy)).map(dy => [dataset.row, dataset.col, dx, dy]));
    });
}"""


def test_leftover_cells_keep_their_numbers_free(show, shared_page):
    root = show(SEED | {"image": address(10, 8), "stride": (3, 1), "dilation": (1, 1)})
    leftover = '[data-row="8"]'
    path = root.locator(".convlib-image .leftover-area").get_attribute("d")
    assert path.count("M") == 2 * 2 * 8
    asked = [root.element_handle(), "leftover-area", leftover, 16, 6]
    assert shared_page.evaluate(COVERED, asked) == []


def test_an_image_cell_under_a_gap_of_the_kernel_is_no_leftover_but_skipped(show):
    setting = SEED | {"image": address(3, 3), "kernel": np.ones((2, 2), int), "stride": (2, 2)}
    root = show(setting | {"dilation": (2, 2)})
    assert root.locator(".convlib-missed").inner_text() == (
        "leftover: 0 rows, 0 columns · skipped: 5 image cells"
    )


def test_what_is_shown_and_spoken_has_true_minus_signs_and_the_code_has_hyphens(show):
    image = -np.array([[123.25, 1e6, 0.001], [1234567e-1, 0.5, 1], [3, 2, 1]])
    setting = SMALL | {"image": image, "kernel": np.array([[1, -2e5], [0.25, -3]])}
    root = show(setting, unfold="arithmetic", predict=True, position=(1, 1))
    texts = root.locator("[data-map] text").all_text_contents()
    for place in ((0, 0), (-1, -1)):
        cell(root, "image", place).hover()
        texts.append(says(root))
    cell(root, "kernel", (0, 1)).hover()
    texts += [says(root), predict(root, "-7")]
    root.page.mouse.move(1, 1)
    texts += [says(root), here(root)]
    assert [text for text in texts if "-" in text.replace("feature-map", "")] == []
    assert len([text for text in texts if "−" in text]) > 10
    assert cell(root, "image", (2, 0)).get_attribute("data-value") == "-3"
    assert "−" not in "".join(root.locator("code").all_text_contents())


def test_a_cell_opens_with_a_true_minus_sign(show):
    root = show(SMALL)
    cell(root, "kernel", (0, 1)).dblclick()
    assert edit(root).input_value() == "−2"
    edit(root).press("ArrowDown")
    assert edit(root).input_value() == "−3"
    edit(root).press("Enter")
    assert table(read(root)["kernel"])[0, 1] == -3


# Sliders


@pytest.mark.parametrize("name", SLIDERS)
def test_a_slider_follows_the_keyboard(show, name):
    root = show(SEED)
    before = read(root)["sliders"]
    slider(root, name).press("ArrowLeft" if before[name] > 1 else "ArrowRight")
    after = read(root)["sliders"]
    assert {n for n in SLIDERS if after[n] != before[n]} == {name}
    check_shows(read(root), by_sliders(SEED, after), (0, 0))


@pytest.mark.parametrize("name", SLIDERS)
def test_a_slider_follows_the_mouse(show, shared_page, name):
    root = show(SEED | {"dilation": (1, 1), "stride": (1, 1)})
    box = slider(root, name).bounding_box()
    middle = box["y"] + box["height"] / 2
    shared_page.mouse.move(box["x"] + 6, middle)
    shared_page.mouse.down()
    shared_page.mouse.move(box["x"] + box["width"] - 2, middle, steps=4)
    shared_page.mouse.up()
    after = read(root)["sliders"]
    assert after[name] == (2 if name == "Dilation rows" else 3)
    check_shows(read(root), by_sliders(SEED, after), (0, 0))


@pytest.mark.parametrize("mode", MODES)
def test_no_walk_over_the_sliders_leads_to_an_invalid_setting_or_moves_another(show, mode):
    rng = np.random.default_rng(MODES.index(mode))
    setting = SMALL | {"image": address(4, 6), "kernel": address(3, 2), "padding_mode": mode}
    root = show(setting)
    for _ in range(25):
        before = read(root)["sliders"]
        name = str(rng.choice(SLIDERS))
        slider(root, name).press(str(rng.choice(["ArrowRight", "ArrowLeft", "End", "Home"])))
        seen = read(root)
        assert {n for n in SLIDERS if seen["sliders"][n] != before[n]} <= {name}
        now = by_sliders(setting, seen["sliders"])
        assert is_valid(now)
        check_shows(seen, now, position(root))


def test_limits_follow_the_other_settings(show):
    root = show(SEED | {"stride": (1, 1), "dilation": (1, 1)})
    assert slider(root, "Dilation rows").get_attribute("max") == "2"
    slider(root, "Padding rows").press("End")
    assert slider(root, "Dilation rows").get_attribute("max") == "3"
    slider(root, "Dilation rows").press("End")
    assert slider(root, "Padding rows").get_attribute("min") == "2"


def test_the_position_slider_walks_the_map_in_reading_order(show):
    root = show(SEED)
    for _ in range(7):
        slider(root, "Position").press("ArrowRight")
    check_shows(read(root), SEED, (1, 1))
    slider(root, "Position").press("End")
    check_shows(read(root), SEED, (2, 5))


def test_a_position_outside_a_shrunken_map_moves_to_its_edge(show):
    root = show(SEED | {"stride": (1, 1)}, position=(4, 5))
    slider(root, "Stride columns").press("End")
    check_shows(read(root), SEED | {"stride": (1, 3)}, (4, 1))


# A lesson may leave one knob alone


STILL = {"max_stride": 1, "max_padding": 0, "max_dilation": 1}
NEEDS = {
    "max_stride": set(),
    "max_padding": {"Padding mode", "each side by itself"},
    "max_dilation": {"count dilation from 0"},
}
PLAIN = SEED | {"stride": (1, 1), "dilation": (1, 1)}


def offered(root):
    """Names of the settings whose sliders show, and of the choices about them that show."""
    fields = [name for names in NEEDS.values() for name in names]
    return {name for name in SLIDERS if slider(root, name).is_visible()}, {
        name for name in fields if root.get_by_label(name, exact=True).is_visible()
    }


@pytest.mark.parametrize("bound", STILL)
def test_a_slider_with_nothing_to_choose_is_not_shown(show, bound):
    root = show(PLAIN, **{bound: STILL[bound]})
    unfold(root)
    name = bound.removeprefix("max_").capitalize()
    sliders, choices = offered(root)
    assert sliders == {one for one in SLIDERS if not one.startswith(name)}
    assert choices == set().union(*NEEDS.values()) - NEEDS[bound]
    assert not root.get_by_role("group", name=name.lower()).is_visible()
    check_shows(read(root), PLAIN, (0, 0))


def test_one_knob_alone_still_turns(show):
    root = show(PLAIN, **STILL | {"max_dilation": 3})
    assert offered(root)[0] == {"Dilation rows", "Dilation columns"}
    slider(root, "Dilation columns").press("End")
    unfold(root)
    check_shows(read(root), PLAIN | {"dilation": (1, 3)}, (0, 0))
    assert "k̂ = 3·(5 − 1) + 1 = 13" in root.locator(".convlib-formula").nth(1).inner_text()


def test_without_any_slider_their_row_takes_no_room(show):
    root = show(PLAIN, **STILL)
    top = root.bounding_box()["y"]
    assert offered(root) == (set(), set())
    assert button(root, "Step back").bounding_box()["y"] - top < 12
    button(root, "Step forward").click()
    check_shows(read(root), PLAIN, (0, 1))


@pytest.mark.parametrize(
    ("chosen", "named"),
    [
        (set(), {"window"}),
        ({"max_padding"}, {"window", "padding"}),
        ({"max_dilation"}, {"span", "taps", "skipped"}),
        ({"max_stride"}, {"window", "leftover", "skipped"}),
        (set(STILL), {"span", "taps", "padding", "leftover", "skipped"}),
    ],
)
def test_the_legend_names_the_marks_that_can_be_seen(show, chosen, named):
    root = show(PLAIN, **STILL | dict.fromkeys(chosen, 3))
    legend = root.locator(".convlib-legend").inner_text()
    assert set(re.findall(r": (current cell|\w+)", legend)) == named | {"current cell"}
    assert root.locator(".convlib-missed").is_visible() == ("skipped" in named)


def test_without_any_knob_nothing_is_said_of_what_it_would_change(show):
    root = show(PLAIN, **STILL, unfold="arithmetic")
    formulas = root.locator(".convlib-formula").all_inner_texts()
    assert formulas == ["rows:  o = 9 − 5 + 1 = 5", "columns:  o = 14 − 5 + 1 = 10"]
    cell(root, "kernel", (0, 0)).hover()
    assert says(root).endswith("and meets 50 cells of the image")


def test_one_value_beyond_the_least_is_something_to_choose(show):
    root = show(PLAIN, max_stride=2, max_padding=1, max_dilation=2)
    unfold(root)
    assert offered(root) == (set(SLIDERS), set().union(*NEEDS.values()))


# What starts unfolded


FOLDS = {"more": "Change more", "arithmetic": "The arithmetic and the code"}


def unfolded(root):
    opened = root.locator("details[open] > summary").all_inner_texts()
    return {name for name, text in FOLDS.items() if text in opened}


@pytest.mark.parametrize(("asked", "opened"), [(None, set()), *((n, {n}) for n in FOLDS)])
def test_what_a_lesson_is_about_starts_unfolded(show, asked, opened):
    assert unfolded(show(SEED, unfold=asked)) == opened


def test_what_the_reader_folds_stays_folded(show):
    root = show(SEED, unfold="more")
    root.get_by_text(FOLDS["more"]).click()
    root.get_by_text(FOLDS["arithmetic"]).click()
    slider(root, "Stride rows").press("ArrowRight")
    button(root, "Presenter size").click()
    button(root, "Reset").click()
    assert unfolded(root) == {"arithmetic"}


# Pointing


def windows_with(setting, place):
    """Feature-map cells whose window holds an image cell."""
    geometry = geometry_of(setting)
    return {
        at
        for at in np.ndindex(*geometry.output_size)
        if place in set(product(*geometry.window(at)))
    }


def met_by_weight(setting, weight):
    """Cells of the padded image that one kernel cell meets, over all positions."""
    shape = setting["kernel"].shape
    taps = [divmod(n, shape[1]) for n in range(shape[0] * shape[1])]
    if setting["flip_kernel"]:
        taps = [(shape[0] - 1 - row, shape[1] - 1 - col) for row, col in taps]
    number = taps.index(weight)
    positions = np.ndindex(*geometry_of(setting).output_size)
    return {tuple(products(setting, at)[number][:2]) for at in positions}


def test_pointing_at_a_feature_map_cell_shows_its_window_and_its_sum(show):
    root = show(SEED)
    cell(root, "feature-map", (2, 4)).hover()
    seen = read(root)
    assert marked(seen["image"], "inWindow") == set(product(*geometry_of(SEED).window((2, 4))))
    check_sentence(seen["says"], conv2d(**SEED), (2, 4))
    assert marked(seen["feature-map"], "current") == {(0, 0)}


def test_the_window_goes_back_when_the_mouse_leaves(show, shared_page):
    root = show(SEED)
    cell(root, "feature-map", (2, 4)).hover()
    shared_page.mouse.move(1, 1)
    check_shows(read(root), SEED, (0, 0))


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pointing_at_a_weight_shows_all_that_shares_it(show, flip, theme):
    setting = SMALL | {"padding": ((1, 1), (1, 1)), "flip_kernel": flip}
    root = show(setting, theme)
    cell(root, "kernel", (0, 1)).hover()
    seen = read(root)
    assert marked(seen["image"], "touched") == met_by_weight(setting, (0, 1))
    assert marked(seen["feature-map"], "touched") == set(seen["feature-map"])
    assert "all 24 feature-map cells" in seen["says"]


def test_the_mark_of_what_shares_a_weight_covers_no_number(show, shared_page):
    root = show(SMALL)
    cell(root, "kernel", (0, 1)).hover()
    asked = [root.element_handle(), "touch", "[data-touched]", 15, 15]
    assert root.locator(".convlib-image .touch").get_attribute("d")
    assert shared_page.evaluate(COVERED, asked) == []


@pytest.mark.parametrize("place", [(0, 0), (3, 4), (4, 5)])
def test_pointing_at_an_image_cell_shows_what_it_feeds_and_how_many(show, place):
    setting = SMALL | {"padding": ((1, 1), (1, 1))}
    root = show(setting)
    cell(root, "image", place).hover()
    fed = windows_with(setting, place)
    assert marked(read(root)["feature-map"], "touched") == fed
    assert re.search(rf"feeds {len(fed)} feature-map cell", says(root))


def test_pointing_at_an_image_cell_in_the_window_shows_its_weight(show):
    root = show(SMALL | {"flip_kernel": True}, position=(1, 1))
    cell(root, "image", (0, 1)).hover()
    assert marked(read(root)["kernel"], "touched") == {(1, 1)}


def test_the_focus_points_too(show, shared_page):
    root = show(SMALL)
    button(root, "Presenter size").focus()
    shared_page.keyboard.press("Tab")
    assert says(root).startswith("image cell (0, 0)")
    shared_page.keyboard.press("ArrowDown")
    shared_page.keyboard.press("ArrowRight")
    assert says(root).startswith("image cell (1, 1)")
    assert marked(read(root)["feature-map"], "touched") == windows_with(SMALL, (1, 1))
    shared_page.keyboard.press("Tab")
    shared_page.keyboard.press("ArrowRight")
    assert says(root).startswith("weight (0, 1) = −2")
    shared_page.keyboard.press("Tab")
    check_shows(read(root), SMALL, (0, 0))


def test_a_click_pins_and_another_lets_go(show):
    root = show(SEED)
    cell(root, "kernel", (2, 2)).click()
    cell(root, "image", (8, 8)).hover()
    assert says(root).startswith("weight (2, 2)")
    cell(root, "kernel", (2, 2)).click()
    cell(root, "image", (8, 8)).hover()
    assert says(root).startswith("image cell (8, 8)")


def test_escape_lets_go_of_a_pin(show, shared_page):
    root = show(SEED)
    cell(root, "image", (3, 3)).click()
    shared_page.keyboard.press("Escape")
    shared_page.keyboard.press("Tab")
    shared_page.mouse.move(1, 1)
    shared_page.keyboard.press("Tab")
    assert says(root).startswith("feature map")


def test_a_pin_follows_the_setting(show):
    root = show(SEED)
    cell(root, "image", (2, 5)).click()
    slider(root, "Padding rows").press("End")
    now = SEED | {"padding": (3, 0)}
    assert marked(read(root)["feature-map"], "touched") == windows_with(now, (2, 5))


def test_a_pinned_cell_that_goes_away_is_forgotten(show):
    root = show(SEED)
    slider(root, "Padding rows").press("End")
    cell(root, "image", (-3, 2)).click()
    assert says(root).startswith("padding cell (−3, 2)")
    slider(root, "Padding rows").press("Home")
    check_shows(read(root), SEED, (0, 0))


def test_a_pinned_weight_outlives_a_change_to_a_smaller_kernel(show):
    root = show(SEED)
    cell(root, "kernel", (4, 4)).click()
    unfold(root)
    root.get_by_label("Kernel preset").select_option("sharpen")
    check_shows(read(root), SEED | {"kernel": kernels["sharpen"]}, (0, 0))


def test_a_click_on_the_feature_map_moves_there(show):
    root = show(SEED)
    cell(root, "feature-map", (1, 3)).click()
    check_shows(read(root), SEED, (1, 3))


def test_a_resting_mouse_does_not_hold_the_window(show, shared_page):
    root = show(SEED)
    cell(root, "feature-map", (1, 3)).click()
    shared_page.keyboard.press("ArrowRight")
    check_shows(read(root), SEED, (1, 4))


# Editing in place


def edit(root):
    return root.locator(".convlib-edit")


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


@pytest.mark.parametrize("text", ["abc", "", "-", "1e9", "NaN", "Infinity", "1 2"])
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
    [("0,5", 0.5), ("−3", -3), ("-3", -3), (" 7 ", 7), ("1e3", 1000), ("5e−1", 0.5)],
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


# Presets and the other choices


def test_image_presets(show):
    root = show(SMALL | {"image": address(9, 14) + 1})
    unfold(root)
    images = {
        "impulse": impulse(9, 14),
        "edge": edge(9, 14),
        "checkerboard": checkerboard(9, 14),
        "address 10·row + col": address(9, 14),
        "seed example": SEED_IMAGE,
    }
    select = root.get_by_label("Image preset")
    assert select.input_value() == "choose…"
    assert select.locator("option").all_inner_texts()[1:] == list(images)
    for name, image in images.items():
        select.select_option(name)
        check_shows(read(root), SMALL | {"image": image}, (0, 0))
        assert select.input_value() == name


def test_kernel_presets(show):
    root = show(SEED)
    unfold(root)
    select = root.get_by_label("Kernel preset")
    assert select.input_value() == "seed example"
    for name, kernel in kernels.items():
        select.select_option(name.replace("_", " "))
        check_shows(read(root), SEED | {"kernel": np.asarray(kernel)}, (0, 0))


def test_only_presets_that_fit_can_be_chosen(show):
    setting = SEED | {"image": address(4, 4), "kernel": np.ones((3, 3)), "dilation": (1, 1)}
    root = show(setting)
    unfold(root)
    for kind in ("image", "kernel"):
        for option in root.get_by_label(f"{kind.capitalize()} preset").locator("option").all()[1:]:
            table_of = {"image": {"seed example": SEED_IMAGE},
                        "kernel": {n.replace("_", " "): k for n, k in kernels.items()}
                        | {"seed example": SEED_KERNEL}}[kind]  # fmt: skip
            value = table_of.get(option.inner_text(), address(4, 4))
            assert option.is_enabled() == is_valid(setting | {kind: np.asarray(value)})


def test_padding_by_side(show):
    root = show(SEED)
    unfold(root)
    root.get_by_label("each side by itself").check()
    assert not slider(root, "Padding rows").is_visible()
    slider(root, "Padding bottom").press("ArrowRight")
    slider(root, "Padding left").press("End")
    check_shows(read(root), SEED | {"padding": ((0, 1), (3, 0))}, (0, 0))
    assert slider(root, "Padding top").input_value() == "0"


def test_uneven_padding_shows_its_sides_at_once(show):
    root = show(SEED | {"padding": ((0, 1), (2, 2))})
    values = [
        slider(root, f"Padding {s}").input_value() for s in ("top", "bottom", "left", "right")
    ]
    assert values == ["0", "1", "2", "2"]


def test_sides_fold_back_only_when_they_agree(show):
    root = show(SEED)
    unfold(root)
    tick = root.get_by_label("each side by itself")
    tick.check()
    slider(root, "Padding top").press("ArrowRight")
    assert tick.is_disabled()
    slider(root, "Padding bottom").press("ArrowRight")
    tick.uncheck()
    assert slider(root, "Padding rows").input_value() == "1"


@pytest.mark.parametrize("mode", MODES)
def test_padding_modes(show, mode):
    root = show(SMALL)
    unfold(root)
    root.get_by_label("Padding mode").select_option(mode)
    check_shows(read(root), SMALL | {"padding_mode": mode}, (0, 0))


def test_only_modes_that_fit_can_be_chosen(show):
    root = show(SMALL | {"image": address(2, 2), "padding": (2, 2)})
    unfold(root)
    options = root.get_by_label("Padding mode").locator("option").all()
    assert {o.inner_text() for o in options if o.is_disabled()} == {"reflect"}


def test_flip(show):
    root = show(SEED)
    unfold(root)
    root.get_by_label("flip the kernel").check()
    check_shows(read(root), SEED | {"flip_kernel": True}, (0, 0))
    assert root.get_by_role("grid", name="applied flipped").is_visible()


def test_dilation_counted_from_0_changes_its_numbers_alone(show):
    root = show(SEED)
    unfold(root)
    numbers = root.locator("fieldset", has_text="dilation").locator("output")
    assert numbers.all_inner_texts() == ["1", "2"]
    before = read(root)
    root.get_by_label("count dilation from 0").check()
    assert numbers.all_inner_texts() == ["0", "1"]
    assert slider(root, "Dilation columns").get_attribute("aria-valuetext").startswith("1,")
    assert read(root) == before


def test_reset(show, shared_page):
    root = show(SEED, position=(1, 2))
    unfold(root)
    cell(root, "kernel", (1, 1)).focus()
    shared_page.keyboard.type("9")
    shared_page.keyboard.press("Enter")
    for name in SLIDERS:
        slider(root, name).press("ArrowRight")
    root.get_by_label("flip the kernel").check()
    cell(root, "image", (0, 0)).click()
    button(root, "Reset").click()
    check_shows(read(root), SEED, (1, 2))


# The arithmetic and the code


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


def here(root):
    return root.locator(".convlib-here").inner_text()


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


# Motion


@pytest.fixture
def clock(page):
    """Stop the page's time: it passes only by `run_for`, in milliseconds."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    return page.clock


def test_it_starts_still(show_alone, clock):
    root = show_alone(SEED)
    clock.run_for(5000)
    check_shows(read(root), SEED, (0, 0))
    assert button(root, "Play").is_visible()


def test_play_and_pause(show_alone, clock):
    root = show_alone(SEED)
    button(root, "Play").click()
    clock.run_for(1600)
    button(root, "Pause").click()
    check_shows(read(root), SEED, (0, 3))
    clock.run_for(3000)
    check_shows(read(root), SEED, (0, 3))
    assert button(root, "Play").is_visible()


def test_playing_goes_on_at_the_start_after_the_last_position(show_alone, clock):
    root = show_alone(SEED, position=(2, 5))
    button(root, "Play").click()
    clock.run_for(600)
    check_shows(read(root), SEED, (0, 0))


@pytest.mark.parametrize(("presses", "steps"), [(-2, 1), (0, 4), (3, 32)])
def test_speed(show_alone, clock, presses, steps):
    root = show_alone(SEED | {"stride": (1, 1)})
    for _ in range(abs(presses)):
        slider(root, "Speed").press("ArrowRight" if presses > 0 else "ArrowLeft")
    button(root, "Play").click()
    clock.run_for(2050)
    assert slider(root, "Position").input_value() == str(steps % 30)


def test_the_fastest_speed_moves_once_a_frame(show, shared_page):
    root = show(SEED)
    slider(root, "Speed").press("End")
    button(root, "Play").click()
    count = """() => new Promise(resolve => {
        const slider = document.querySelector("[aria-label=Position]");
        const seen = [];
        const look = () => seen.push(Number(slider.value)) < 30
            ? requestAnimationFrame(look) : resolve(seen);
        requestAnimationFrame(look);
    })"""
    seen = shared_page.evaluate(count)
    assert {(b - a) % 18 for a, b in pairwise(seen[2:])} == {1}


@pytest.mark.parametrize("speed", ["Home", "End"])
def test_readers_who_want_less_motion_get_at_most_two_steps_a_second(
    show_alone, page, clock, speed
):
    page.emulate_media(reduced_motion="reduce")
    root = show_alone(SEED)
    clock.run_for(2000)
    assert position(root) == (0, 0)
    slider(root, "Speed").press(speed)
    button(root, "Play").click()
    clock.run_for(2050)
    assert slider(root, "Position").input_value() == {"Home": "1", "End": "4"}[speed]


def test_while_playing_the_live_region_keeps_silent(show):
    root = show(SEED)
    region = root.locator(".convlib-says")
    assert region.get_attribute("aria-live") == "polite"
    button(root, "Play").click()
    assert region.get_attribute("aria-live") == "off"
    button(root, "Pause").click()
    assert region.get_attribute("aria-live") == "polite"


def test_step_buttons_go_both_ways_and_around(show):
    root = show(SEED)
    button(root, "Step back").click()
    assert position(root) == (2, 5)
    button(root, "Step forward").click()
    button(root, "Step forward").click()
    check_shows(read(root), SEED, (0, 1))


KEYS = {
    "ArrowRight": (1, 3), "ArrowLeft": (1, 1), "ArrowDown": (2, 2), "ArrowUp": (0, 2),
    "PageDown": (1, 3), "PageUp": (1, 1), "Home": (0, 0), "End": (2, 5),
}  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("focus", ["Step forward", "feature-map"])
def test_keys_move(show, shared_page, key, focus):
    root = show(SEED, position=(1, 2))
    (cell(root, focus, (1, 2)) if focus == "feature-map" else button(root, focus)).focus()
    shared_page.keyboard.press(key)
    check_shows(read(root), SEED, KEYS[key])
    if focus == "feature-map":
        assert cell(root, focus, KEYS[key]).evaluate("cell => cell === document.activeElement")


def test_a_clicker_steps_from_a_slider_too(show):
    root = show(SEED)
    slider(root, "Stride rows").press("PageDown")
    check_shows(read(root), SEED, (0, 1))


def test_space_plays_and_pauses(show, shared_page):
    root = show(SEED)
    slider(root, "Stride rows").focus()
    shared_page.keyboard.press("Space")
    assert button(root, "Pause").is_visible()
    shared_page.keyboard.press("Space")
    assert button(root, "Play").is_visible()


def test_space_on_a_button_presses_it_once(show, shared_page):
    root = show(SEED)
    button(root, "Step forward").focus()
    shared_page.keyboard.press("Space")
    check_shows(read(root), SEED, (0, 1))
    assert button(root, "Play").is_visible()


def test_browser_shortcuts_are_left_alone(show, shared_page):
    root = show(SEED, position=(1, 2))
    button(root, "Step forward").focus()
    shared_page.keyboard.press("Alt+ArrowRight")
    shared_page.keyboard.press("Control+End")
    assert position(root) == (1, 2)


def test_many_keys_in_one_frame_end_where_they_should(show):
    root = show(SEED)
    held = """async root => {
        const cell = root.querySelector("[data-current]");
        for (let n = 0; n < 50; n++) {
            cell.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
        }
        await new Promise(requestAnimationFrame);
    }"""
    root.evaluate(held)
    check_shows(read(root), SEED, divmod(50 % 18, 6))


# Predict first


def test_predicting_hides_every_result(show):
    kernel = np.array([[1000, 3], [-7, 20000]])
    setting = SMALL | {"kernel": kernel, "image": address(5, 6) + 111}
    root = show(setting, predict=True, position=(2, 1))
    unfold(root)
    truth = conv2d(**setting)
    html = root.evaluate("root => root.outerHTML")
    assert [v for v in truth.flat if str(v) in html] == []
    seen = read(root)
    assert all("value" not in c for c in seen["feature-map"].values())
    assert seen["says"].endswith("= ?")
    texts = root.locator('[data-map="feature-map"] text').all_text_contents()
    assert set(texts) == {"?"}
    tints = root.locator('[data-map="feature-map"]').evaluate_all(f"all => all.map({TINT})")
    assert set(tints) == {"rgb(0 0 0 / 0)"}


def predict(root, text):
    root.get_by_label("Your prediction").fill(text)
    root.get_by_label("Your prediction").press("Enter")
    return root.locator(".convlib-verdict").inner_text()


def test_a_right_prediction_is_told_and_shows_its_cell_alone(show):
    root = show(SEED, predict=True)
    assert predict(root, "52") == "Right: it is 52."
    values = {at: c.get("value") for at, c in read(root)["feature-map"].items()}
    assert values.pop((0, 0)) == "52"
    assert set(values.values()) == {None}
    assert says(root).endswith("= 52")


def test_a_wrong_prediction_is_told_and_shows_nothing(show):
    root = show(SEED, predict=True)
    assert predict(root, "51").startswith("Not 51.")
    assert says(root).endswith("= ?")


@pytest.mark.parametrize("guess", ["82", "50"])
def test_without_python_a_wrong_prediction_gets_its_first_sentence(show, shared_page, guess):
    root = show(SEED, predict=True, position=(1, 2))
    first = f"Not {guess}. Add the products once more, or reveal the cell."
    assert predict(root, guess) == first
    shared_page.wait_for_timeout(200)
    assert predict(root, guess) == first
    assert predict(root, "78") == "Right: it is 78."


@pytest.mark.parametrize("width", [480, 1280])
def test_a_verdict_moves_nothing(show, width):
    root = show(SEED, predict=True, width=width)
    before = root.evaluate(BOXES)
    for text in ("many", "51", "52"):
        predict(root, text)
        assert root.evaluate(BOXES) == before


@pytest.mark.parametrize("width", [480, 1280])
def test_a_verdict_has_a_line_of_its_own(show, width):
    root = show(SEED, predict=True, width=width)
    predict(root, "51")
    parts = (root, root.get_by_label("Your prediction"), root.locator(".convlib-verdict"))
    whole, field, verdict = (part.bounding_box() for part in parts)
    assert verdict["y"] >= field["y"] + field["height"]
    assert verdict["width"] >= whole["width"] - 2


def test_a_verdict_goes_when_the_position_is_reset(show):
    root = show(SEED, predict=True)
    button(root, "Step forward").click()
    predict(root, "51")
    button(root, "Reset").click()
    assert root.locator(".convlib-verdict").inner_text() == ""


def test_no_number_is_no_prediction(show):
    root = show(SEED, predict=True)
    assert predict(root, "many") == "Type a number first."


def test_reveal(show):
    root = show(SEED, predict=True, position=(1, 1))
    button(root, "Reveal").click()
    assert root.locator(".convlib-verdict").inner_text() == "It is 85."
    assert says(root).endswith("= 85")
    button(root, "Step forward").click()
    assert says(root).endswith("= ?")
    assert root.locator(".convlib-verdict").inner_text() == ""


def test_another_setting_hides_all_again(show):
    root = show(SEED, predict=True)
    predict(root, "52")
    slider(root, "Stride columns").press("ArrowRight")
    assert all("value" not in c for c in read(root)["feature-map"].values())
    assert root.locator(".convlib-verdict").inner_text() == ""


def test_the_presenter_size_keeps_what_was_revealed(show):
    root = show(SEED, predict=True)
    predict(root, "52")
    button(root, "Presenter size").click()
    assert says(root).endswith("= 52")


def test_predicting_can_be_turned_on_and_off(show):
    root = show(SEED)
    assert not root.get_by_label("Your prediction").is_visible()
    unfold(root)
    root.get_by_label("predict first").check()
    assert says(root).endswith("= ?")
    root.get_by_label("predict first").uncheck()
    check_shows(read(root), SEED, (0, 0))


# For the room


def sizes(root):
    return root.evaluate(
        """root => [root.querySelector("[data-map=image] rect").getBoundingClientRect().width,
            parseFloat(getComputedStyle(root.querySelector(".convlib-says")).fontSize)]"""
    )


@pytest.mark.parametrize("how", ["argument", "button", "key"])
def test_presenter_size(show, how):
    root = show(SEED, presenter=how == "argument", width=1920, height=1080)
    if how == "button":
        button(root, "Presenter size").click()
    if how == "key":
        slider(root, "Stride rows").press("p")
    cell_width, letters = sizes(root)
    # A number is half as high as its cell: 14 pt are 18.7 CSS pixels.
    assert cell_width > 40
    assert letters >= 18.7
    assert button(root, "Presenter size").get_attribute("aria-pressed") == "true"
    slider(root, "Stride rows").press("p")
    assert sizes(root)[0] < cell_width
    check_shows(read(root), SEED, (0, 0))


BOXES = """root => ["svg", ".convlib-stage", ".convlib-more", ".convlib-arithmetic"]
    .flatMap(which => [...root.querySelectorAll(which)])
    .map(node => node.getBoundingClientRect())
    .flatMap(({ x, y, width, height }) => [x, y, width, height].map(Math.round))"""
LONG = SMALL | {
    "image": np.array([[-123456, 0.123456, 7], [98765.4, -3.14159, 1e6], [5, -1e6, 2]]),
    "kernel": np.array([[1 / 3, -123456], [-0.5, 98765.25]]),
}
SCENES = {"seed": SEED, "small": SMALL, "long": LONG}


@pytest.mark.parametrize("width", [700, 1024, 1280])
@pytest.mark.parametrize("scene", SCENES)
def test_the_picture_keeps_its_size_whatever_is_moved(show, scene, width):
    rng = np.random.default_rng(1)
    root = show(SCENES[scene], width=width)
    before = root.evaluate(BOXES)
    for _ in range(15):
        slider(root, str(rng.choice(SLIDERS))).press(str(rng.choice(["ArrowRight", "ArrowLeft"])))
        slider(root, "Position").press(str(rng.choice(["ArrowRight", "End", "Home"])))
        cells = root.locator(f'[data-map="{rng.choice(["image", "kernel", "feature-map"])}"]')
        cells.nth(int(rng.integers(cells.count()))).dispatch_event("pointerover")
        assert root.evaluate(BOXES) == before


@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("width", [480, 640, 960, 1024])
def test_nothing_scrolls_sideways(show, shared_page, width, presenter):
    large = {"image": np.zeros((32, 32)), "kernel": np.ones((7, 7))}
    for setting in (SEED, LONG, large):
        root = show(setting, width=width, presenter=presenter)
        unfold(root)
        scroll = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
        assert shared_page.evaluate(scroll) <= 0
        assert root.evaluate("root => root.scrollWidth - root.clientWidth") <= 0


@pytest.mark.parametrize(("width", "stacked"), [(1280, False), (600, True)])
def test_the_maps_stack_where_the_pane_is_narrow(show, width, stacked):
    root = show(SEED, width=width)
    image, kernel = (root.locator(f".convlib-{n} svg").bounding_box() for n in ("image", "kernel"))
    assert (kernel["y"] > image["y"] + image["height"]) is stacked
    assert (kernel["x"] > image["x"] + image["width"]) is not stacked


def test_the_picture_follows_the_width_of_its_pane(show, shared_page):
    root = show(SEED, width=1280)
    wide = sizes(root)[0]
    shared_page.set_viewport_size({"width": 560, "height": 800})
    shared_page.wait_for_function(
        f"{wide} > document.querySelector('rect').getBoundingClientRect().width"
    )
    assert shared_page.evaluate("document.scrollingElement.scrollWidth") <= 560


def numbered(root, name):
    """Places of a map's cells whose number can be seen."""
    seen = root.locator(f'[data-map="{name}"]').evaluate_all(
        """cells => cells.filter(cell => getComputedStyle(
            cell.querySelector(".value")).display !== "none")
            .map(({ dataset }) => [Number(dataset.row), Number(dataset.col)])"""
    )
    return {tuple(place) for place in seen}


def test_numbers_hide_where_cells_are_small_but_not_in_the_window_or_where_pointed(show):
    setting = {"image": address(32, 32), "kernel": np.ones((3, 3))}
    root = show(setting, width=960)
    window = set(product(range(3), range(3)))
    assert numbered(root, "image") == window
    assert numbered(root, "feature-map") == {(0, 0)}
    assert numbered(root, "kernel") == window
    cell(root, "image", (20, 9)).hover()
    assert numbered(root, "image") == window | {(20, 9)}
    cell(root, "feature-map", (5, 5)).hover()
    assert numbered(root, "feature-map") == {(0, 0), (5, 5)}
    assert numbered(root, "image") == set(product(range(5, 8), range(5, 8)))


def test_all_numbers_show_where_there_is_room(show):
    root = show(SEED)
    assert len(numbered(root, "image")) == SEED_IMAGE.size


OUTSIDE = """root => [...root.querySelectorAll("[data-map]")].flatMap(cell => {
    const frame = cell.querySelector("rect").getBoundingClientRect();
    return [...cell.querySelectorAll("text")]
        .map(text => [text.textContent, text.getBoundingClientRect()])
        .filter(([text, box]) => box.width && (box.left < frame.left || box.right > frame.right
            || box.top < frame.top - 2 || box.bottom > frame.bottom + 2))
        .map(([text, box]) => `${text} in ${cell.dataset.map}`);
})"""
NUMBERS = [-1e6, 999999, -123456.789, 0.1, -0.333333, 1e-7, -1e-7, 12345, -99999, 0, 7, -0.5, 1 / 7]


@pytest.mark.parametrize("width", [480, 800, 1280])
@pytest.mark.parametrize("presenter", [False, True])
def test_every_number_stays_inside_its_cell(show, width, presenter):
    rng = np.random.default_rng(0)
    image = rng.choice(NUMBERS, (6, 9))
    for kernel in (rng.choice(NUMBERS, (3, 3)), np.array([[1, 0.5], [-1, 0.25]])):
        root = show({"image": image, "kernel": kernel}, width=width, presenter=presenter)
        assert root.evaluate(OUTSIDE) == []


def test_numbers_in_small_cells_stay_inside_too(show):
    rng = np.random.default_rng(0)
    root = show({"image": rng.choice(NUMBERS, (32, 32)), "kernel": np.eye(7) / 3}, width=960)
    assert root.evaluate(OUTSIDE) == []


@pytest.mark.parametrize(
    ("image", "kernel"),
    [((1, 1), (1, 1)), ((1, 9), (1, 3)), ((32, 32), (7, 7)), ((32, 1), (32, 1))],
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_odd_sizes(show, image, kernel, theme):
    setting = SMALL | {"image": address(*image), "kernel": address(*kernel) - 2, "padding": (0, 0)}
    root = show(setting | {"stride": (1, 1)}, theme)
    check_shows(read(root), setting | {"stride": (1, 1)}, (0, 0))


# For everyone


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


def rgb(text):
    """(red, green, blue), alpha of a computed colour; none is transparent."""
    if text == "none":
        return np.zeros(3), 0.0
    numbers = [float(n) for n in re.findall(r"[\d.]+", text)]
    scale = 1 if text.startswith("color(") else 255
    return np.array(numbers[:3]) / scale, (numbers[3] if len(numbers) > 3 else 1.0)


def ground(one, paper):
    """Colour of a cell: its tint over the paper."""
    tint, alpha = rgb(one["fill"])
    return paper + alpha * one["opacity"] * (tint - paper)


def contrast(a, b):
    def luminance(colour):
        linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


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
    assert len(marks) == 7
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


# Out of it


def test_the_page_asks_nothing_of_any_network(show_alone, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    root = show_alone(SEED)
    unfold(root)
    slider(root, "Stride rows").press("ArrowRight")
    button(root, "Step forward").click()
    check_shows(read(root), SEED | {"stride": (3, 1)}, (0, 1))
    assert [url for url in asked if not url.startswith("file://")] == []


def test_a_title_cannot_break_the_page(shared_page, tmp_path):
    path = tmp_path / "page.html"
    ConvExplorer(SEED_IMAGE, SEED_KERNEL).save_html(path, title="</script><b>1 < 2</b>")
    shared_page.goto(path.as_uri())
    assert shared_page.locator("h1").inner_text() == "</script><b>1 < 2</b>"
    check_shows(
        read(shared_page.locator(".convlib-explorer")),
        SEED | {"stride": (1, 1), "dilation": (1, 1)},
        (0, 0),
    )


def test_page_figure_and_conv2d_agree(show):
    explorer = ConvExplorer(**SMALL, position=(1, 1))
    root = show(SMALL, position=(1, 1))
    (axes,) = [ax for ax in explorer.figure().axes if ax.get_label() == "feature map"]
    drawn = {
        (round(t.get_position()[1]), round(t.get_position()[0])): float(
            t.get_text().replace("−", "-")
        )
        for t in axes.texts
    }
    shown = {at: float(c["value"]) for at, c in read(root)["feature-map"].items()}
    assert shown == drawn == dict(np.ndenumerate(conv2d(**SMALL)))
    padded = add_padding(SMALL["image"], SMALL["padding"])
    np.testing.assert_array_equal(table(read(root)["image"]), padded)
