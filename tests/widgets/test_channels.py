"""ChannelsExplorer: its traits in Python, its still, and its own page in the browser."""

from itertools import combinations

import numpy as np
import pytest
from playwright.sync_api import expect
from traitlets import TraitError

from convlib import ChannelsExplorer, conv2d
from tests.support import artists
from tests.support.explorer_dom import button, cell, edit, opened, problems, says, slider

IMAGE = np.arange(36).reshape(4, 3, 3) % 7
KERNEL = np.arange(64).reshape(4, 4, 2, 2) % 5 - 2
BIAS = np.array([10, 20, 30, 40])
LAYER = {"image": IMAGE, "kernel": KERNEL, "bias": BIAS}


# In Python


def test_a_group_uses_the_blocks_on_the_diagonal_and_the_rest_comes_back():
    explorer = ChannelsExplorer(**LAYER)
    explorer.groups = 2
    np.testing.assert_array_equal(explorer.kernel[:2], KERNEL[:2, :2])
    np.testing.assert_array_equal(explorer.kernel[2:], KERNEL[2:, 2:])
    explorer.groups = 4
    np.testing.assert_array_equal(explorer.kernel[:, 0], KERNEL[range(4), range(4)])
    explorer.groups = 1
    np.testing.assert_array_equal(explorer.kernel, KERNEL)


def test_kernels_given_in_groups_stand_in_a_table_of_zeros():
    explorer = ChannelsExplorer(IMAGE, KERNEL[:, :2], groups=2)
    np.testing.assert_array_equal(explorer.kernel, KERNEL[:, :2])
    explorer.groups = 1
    assert not explorer.kernel[:2, 2:].any()
    maps = conv2d(IMAGE, KERNEL[:, :2], groups=2)
    np.testing.assert_array_equal(conv2d(IMAGE, explorer.kernel), maps)


def test_a_kernel_of_1_by_1_is_the_weight_in_the_middle():
    kernel = np.arange(9).reshape(1, 1, 3, 3)
    explorer = ChannelsExplorer(np.ones((1, 3, 3)), kernel, pointwise=True)
    assert explorer.kernel.tolist() == [[[[4]]]]
    assert ChannelsExplorer(**LAYER, pointwise=True).kernel[0, 0].tolist() == [[KERNEL[0, 0, 0, 0]]]


def test_the_position_stays_on_the_map_when_kernels_grow_again():
    explorer = ChannelsExplorer(**LAYER, pointwise=True, position=(2, 2))
    explorer.pointwise = False
    assert explorer.position == (1, 1)


def test_one_channel_and_one_output_are_called_so():
    told = "ChannelsExplorer: 1 channel of 3×3, 1 output, 2×2 kernels, 1 group;"
    assert repr(ChannelsExplorer(IMAGE[:1], KERNEL[:1, :1])).startswith(told)


def set_together(explorer, change):
    with explorer.hold_trait_notifications():
        for name, value in change.items():
            setattr(explorer, name, value)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"groups": 3}, ValueError, "groups=3 must divide the 4 channels and the 4 outputs"),
        ({"image": IMAGE[:3]}, ValueError, "image has 3 channels"),
        ({"image": IMAGE[0]}, ValueError, r"image has shape \(3, 3\)"),
        ({"bias": [1, 2]}, ValueError, "bias has shape"),
        ({"bias": [1, 2, 3, np.nan]}, ValueError, "bias must hold finite numbers"),
        ({"weights": KERNEL * 1j}, TypeError, "pictures need real numbers"),
        ({"weights": np.ones((4, 4, 9, 2))}, ValueError, "each from 1 to 8"),
        ({"weights": KERNEL[:2], "bias": [1, 2]}, ValueError, "make a new ChannelsExplorer"),
        ({"output": 4}, ValueError, "output=4 is none of 4"),
        ({"position": (2, 0)}, ValueError, "position"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_has_changed(change, error, message):
    explorer = ChannelsExplorer(**LAYER)
    before = explorer.get_state()
    with pytest.raises(error, match=message) as caught:
        set_together(explorer, change)
    assert isinstance(caught.value, TraitError)
    assert explorer.get_state() == before


@pytest.mark.parametrize(
    "arguments",
    [(IMAGE, KERNEL[:, :3]), (IMAGE[0], KERNEL), (IMAGE, KERNEL[0, 0]), (IMAGE, "kernel")],
)
def test_a_layer_that_conv2d_refuses_is_refused(arguments):
    with pytest.raises(TraitError):
        ChannelsExplorer(*arguments)


def test_the_still_shows_every_number_and_says_the_sum():
    explorer = ChannelsExplorer(**LAYER, groups=1, output=2, position=(1, 0))
    explorer.groups = 2
    bundle = explorer._still()
    maps = conv2d(IMAGE, explorer.kernel, bias=BIAS, groups=2)
    assert f"= {maps[2, 1, 0]}, from channels 2 and 3, then the bias" in bundle["text/plain"]
    figure = explorer.figure()
    for n in range(4):
        shown = artists.values(artists.axes(figure, f"output {n}"))
        assert shown == dict(np.ndenumerate(maps[n]))
    axes = [ax.get_label() for ax in figure.axes]
    assert "kernel 0 1" in axes
    assert "kernel 0 2" not in axes


# In the browser


@pytest.fixture
def show(shared_page, tmp_path):
    """Return a function that opens the explorer's own page and returns its root."""

    def open_page(theme="light", width=1280, height=720, **options):
        explorer = ChannelsExplorer(**LAYER | options)
        return opened(shared_page, tmp_path, explorer, theme, width, height)

    return open_page


def maps_shown(root):
    """Return the outputs' numbers, sheet by sheet."""
    read = """root => [...root.querySelectorAll("figure")]
        .map(figure => [...figure.querySelectorAll("[data-map^=output-]")]
            .map(cell => Number(cell.dataset.value)))
        .filter(numbers => numbers.length)"""
    return root.evaluate(read)


def lit(root):
    """Return the names of the sheets that are lit."""
    read = """root => [...root.querySelectorAll(".convlib-one-sheet[data-idle=false] svg")]
        .map(svg => svg.ariaLabel.split(":")[0])"""
    return root.evaluate(read)


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_the_slider_stops_at_common_divisors_and_the_table_falls_apart(show, groups):
    root = show()
    for _ in range([1, 2, 4].index(groups)):
        slider(root, "Groups").press("ArrowRight")
    explorer = ChannelsExplorer(**LAYER)
    explorer.groups = groups
    maps = conv2d(IMAGE, explorer.kernel, bias=BIAS, groups=groups)
    assert maps_shown(root) == maps.reshape(4, -1).tolist()
    assert root.locator("[data-map=weights]:not([data-gone])").count() == 64 // groups
    assert f"{4 // groups} channel" in root.locator(".convlib-factors").inner_text()
    assert f"{256 // groups} multiply-adds" in root.locator(".convlib-factors").inner_text()


def test_what_is_pointed_at_lights_what_it_feeds_and_what_feeds_it(show):
    root = show(groups=1)
    slider(root, "Groups").press("ArrowRight")
    assert lit(root) == ["Channel 0", "Channel 1", "Output 0"]
    cell(root, "channel-2", (0, 0)).hover()
    assert lit(root) == ["Channel 2", "Output 2", "Output 3"]
    assert says(root) == "channel 2 feeds outputs 2 and 3, by column 2 of the table"
    cell(root, "output-3", (1, 1)).hover()
    assert lit(root) == ["Channel 2", "Channel 3", "Output 3"]
    assert says(root).startswith("output 3 (1, 1): ")
    cell(root, "weights", (6, 4)).hover()
    assert lit(root) == ["Channel 2", "Output 3"]


def test_steps_go_through_every_position_of_every_output_and_round(show):
    root = show()
    seen = []
    for _ in range(17):
        seen.append(says(root).split(":")[0])
        button(root, "Step forward").click()
    places = [f"output {n} ({r}, {c})" for n, r, c in np.ndindex(4, 2, 2)]
    assert seen == [*places, places[0]]


def test_a_click_on_an_output_goes_there_and_arrows_step_on_from_it(show, shared_page):
    root = show()
    cell(root, "output-2", (0, 1)).click()
    assert slider(root, "Output").input_value() == "2"
    shared_page.keyboard.press("ArrowRight")
    shared_page.mouse.move(0, 0)
    assert says(root).startswith("output 2 (1, 0): ")
    shared_page.keyboard.press("End")
    shared_page.keyboard.press("ArrowRight")
    assert says(root).startswith("output 3 (0, 0): ")


@pytest.mark.parametrize(
    ("name", "place", "layer"),
    [
        ("channel-1", (0, 0), {"image": IMAGE + 9 * (np.arange(36) == 9).reshape(4, 3, 3)}),
        ("weights", (1, 3), {"kernel": KERNEL + 9 * (np.arange(64) == 7).reshape(4, 4, 2, 2)}),
        ("bias", (2, 0), {"bias": BIAS + 9 * (BIAS == 20)}),
    ],
)
def test_any_cell_any_weight_and_any_bias_can_be_edited(show, name, place, layer):
    root = show()
    one = cell(root, name, place)
    one.dblclick()
    number = int(one.get_attribute("data-value")) + 9
    edit(root).fill(str(number))
    edit(root).press("Enter")
    expect(edit(root)).to_have_count(0)
    wanted = LAYER | layer
    maps = conv2d(wanted["image"], wanted["kernel"], bias=wanted["bias"])
    assert maps_shown(root) == maps.reshape(4, -1).tolist()


def test_a_weight_that_the_groups_leave_out_is_none_and_cannot_be_edited(show):
    root = show()
    slider(root, "Groups").press("End")
    gone = cell(root, "weights", (0, 2))
    expect(gone).to_have_accessible_name("channel 1 to output 0: none")
    gone.dblclick()
    assert edit(root).count() == 0


def test_a_tick_shrinks_the_kernels_and_reset_brings_all_back(show):
    root = show()
    root.get_by_label("1×1").check()
    slider(root, "Groups").press("End")
    maps = conv2d(IMAGE, KERNEL[range(4), range(4)][:, None, :1, :1], bias=BIAS, groups=4)
    assert maps_shown(root) == maps.reshape(4, -1).tolist()
    spoken = root.locator(".convlib-spoken")
    assert spoken.text_content() == "4 groups: 4 weights, 36 multiply-adds"
    button(root, "Reset").click()
    assert maps_shown(root) == conv2d(IMAGE, KERNEL, bias=BIAS).reshape(4, -1).tolist()


def test_the_keyboard_reaches_every_map_and_walks_over_gaps(show, shared_page):
    root = show()
    slider(root, "Groups").press("End")
    cell(root, "weights", (0, 0)).focus()
    for _ in range(3):
        shared_page.keyboard.press("ArrowRight")
    assert shared_page.evaluate("document.activeElement.dataset.col") == "3"
    reached = set()
    shared_page.locator("h1").click()
    for _ in range(30):
        shared_page.keyboard.press("Tab")
        reached.add(shared_page.evaluate("document.activeElement.dataset.map"))
    outputs = {name for name in reached if name and name.startswith("output")}
    assert reached - outputs - {None} == {f"channel-{n}" for n in range(4)} | {"weights", "bias"}
    assert outputs == {"output-0"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(show, shared_page, theme):
    root = show(theme, presenter=True)
    slider(root, "Groups").press("ArrowRight")
    root.locator("summary").click()
    assert problems(shared_page) == []


def test_in_presenter_size_all_is_in_sight_at_599_pixels(show, shared_page):
    root = show(height=599, presenter=True)
    cost = root.locator(".convlib-cost").bounding_box()
    assert cost["y"] + cost["height"] <= 599
    assert cell(root, "weights", (0, 0)).bounding_box()["height"] > 28


@pytest.mark.parametrize("width", [390, 1100])
def test_nothing_moves_when_something_else_is_pointed_at(show, shared_page, width):
    """What moved away from below the mouse would be pointed at no more, and come back."""
    root = show(width=width, presenter=width > 390, groups=1)
    seen = set()
    for name in ("channel-1", "weights", "bias", "output-0", "output-3"):
        cell(root, name, (0, 0)).hover()
        seen.add(root.locator(".convlib-maps").evaluate("node => node.offsetTop"))
    assert len(seen) == 1


CAPTIONS = """root => [...root.querySelectorAll(".convlib-one-sheet figcaption")].map(caption => {
    const text = document.createRange();
    text.selectNodeContents(caption);
    const { top, bottom, left, right } = text.getBoundingClientRect();
    return { top, bottom, left, right };
})"""


def do_overlap(a, b):
    beside = a["right"] <= b["left"] or b["right"] <= a["left"]
    return not (beside or a["bottom"] <= b["top"] or b["bottom"] <= a["top"])


LARGE = {"image": np.full((4, 3, 3), 99), "kernel": np.full((4, 4, 2, 2), -99)}


@pytest.mark.parametrize("presenter", [False, True])
@pytest.mark.parametrize("width", [390, 1100])
def test_captions_with_large_shares_stand_beside_each_other(show, width, presenter):
    root = show(width=width, presenter=presenter, **LARGE)
    texts = root.locator(".convlib-one-sheet figcaption").all_inner_texts()
    assert texts[:4] == [f"Channel {n}: −39204" for n in range(4)]
    boxes = root.evaluate(CAPTIONS)
    assert [pair for pair in combinations(boxes, 2) if do_overlap(*pair)] == []


@pytest.mark.parametrize("layer", [{}, LARGE])
@pytest.mark.parametrize("presenter", [False, True])
def test_a_narrow_screen_holds_all_without_scrolling_sideways(show, shared_page, layer, presenter):
    show(width=390, height=844, presenter=presenter, **layer)
    assert shared_page.evaluate("document.documentElement.scrollWidth") <= 390
