"""Presets and the other choices: padding by side, padding modes, flip, reset."""

import numpy as np
import pytest

from convlib import PADDING_MODES, kernels
from convlib.examples import SEED_IMAGE, SEED_KERNEL, address, checkerboard, edge, impulse
from tests.support.explorer_dom import (
    SEED,
    SLIDERS,
    SMALL,
    button,
    cell,
    check_shows,
    read,
    slider,
    unfold,
)
from tests.support.random_settings import is_valid


def test_image_presets(show):
    root = show(SMALL | {"image": address(9, 14) + 1})
    unfold(root)
    images = {
        "impulse": impulse(9, 14),
        "edge": edge(9, 14),
        "checkerboard": checkerboard(9, 14),
        "address 10·row + col": address(9, 14),
        "lesson 06": SEED_IMAGE,
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
    assert select.input_value() == "lesson 06"
    for name, kernel in kernels.items():
        select.select_option(name.replace("_", " "))
        check_shows(read(root), SEED | {"kernel": np.asarray(kernel)}, (0, 0))


def test_only_presets_that_fit_can_be_chosen(show):
    setting = SEED | {"image": address(4, 4), "kernel": np.ones((3, 3)), "dilation": (1, 1)}
    root = show(setting)
    unfold(root)
    for kind in ("image", "kernel"):
        for option in root.get_by_label(f"{kind.capitalize()} preset").locator("option").all()[1:]:
            table_of = {"image": {"lesson 06": SEED_IMAGE},
                        "kernel": {n.replace("_", " "): k for n, k in kernels.items()}
                        | {"lesson 06": SEED_KERNEL}}[kind]  # fmt: skip
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


@pytest.mark.parametrize("mode", PADDING_MODES)
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
