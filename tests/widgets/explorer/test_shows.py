"""What an explorer shows: every number, mark and name of a setting."""

import re

import numpy as np
import pytest

from convlib.examples import address
from tests.support.explorer_dom import (
    COVERED,
    SEED,
    SLIDERS,
    SMALL,
    TINT,
    button,
    cell,
    check_shows,
    edit,
    here,
    marked,
    predict,
    read,
    says,
    slider,
    table,
)
from tests.support.random_settings import geometry_of, products


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
    for name in ("Image 9×14", "Kernel 5×5, span 5×9", "Feature map 3×6"):
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


def outlines(root, mark):
    """Boxes (left, top, width, height), in cells, that a mark of the image is made of."""
    path = root.locator(f".convlib-image .marks .{mark}").get_attribute("d")
    numbers = [[float(n) / 40 for n in re.findall(r"-?[\d.]+", box)] for box in path.split("z")]
    return {(x, y, width, height) for x, y, width, height, _ in filter(None, numbers)}


@pytest.mark.parametrize(
    ("dilation", "window", "span"),
    [
        ((1, 1), {(0, 0, 5, 5)}, set()),
        ((1, 2), {(2 * n, 0, 1, 5) for n in range(5)}, {(0, 0, 9, 5)}),
        ((2, 2), {(2 * c, 2 * r, 1, 1) for r, c in np.ndindex(5, 5)}, {(0, 0, 9, 9)}),
    ],
)
def test_a_thick_outline_is_the_window_and_a_thin_one_a_span_with_gaps(
    show, dilation, window, span
):
    root = show(SEED | {"dilation": dilation})
    assert outlines(root, "window") == window
    assert outlines(root, "span") == span
    width = "path => parseFloat(getComputedStyle(path).strokeWidth)"
    thick, thin = (root.locator(f".marks .{n}").evaluate(width) for n in ("window", "span"))
    assert thick == 2 * thin


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
