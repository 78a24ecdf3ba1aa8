"""Motion: playing, stepping, and the keys that move the window."""

from itertools import pairwise

import pytest

from tests.support.explorer_dom import SEED, button, cell, check_shows, position, read, slider


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
