"""LayersExplorer in a page of its own, opened from disk, held to receptive_field."""

import csv
import io
import re
from urllib.parse import unquote

import numpy as np
import pytest
from playwright.sync_api import expect

from convlib import (
    Branches,
    Conv,
    LayersExplorer,
    Pool,
    Transposed,
    networks,
    receptive_field,
)
from convlib.figures.rows import layer_text
from convlib.words import size_text
from tests.support.explorer_dom import button, opened, problems, says, slider, unfold

HOLES = [Conv(3, dilation=2, padding=2)] * 3
MIXED = [
    Conv(3, stride=2, padding=((0, 2), (2, 0))),
    Branches([Conv(3, padding=1)], []),
    Pool(2, ceil_mode=True),
]
TABLE = """root => [...root.querySelectorAll("tbody tr")].map(
    row => [...row.cells].map(cell => cell.textContent))"""


@pytest.fixture
def show(shared_page, tmp_path):
    """Return a function that opens an explorer's own page and returns its root."""

    def open_page(layers, size, theme="light", width=1280, height=800, main="<main>", **options):
        explorer = LayersExplorer(layers, size, **options)
        return opened(shared_page, tmp_path, explorer, theme, width, height, main)

    return open_page


def table(root):
    """Return the rows of the table, from the image up."""
    return root.evaluate(TABLE)[::-1]


def row(root, level):
    return root.locator(f'[data-level="{level}"]')


def sets(control, value):
    control.evaluate(
        "(one, value) => { one.value = value; one.dispatchEvent(new Event('input')); }", str(value)
    )


@pytest.mark.parametrize(
    ("layers", "size"),
    [(HOLES, (21, 25)), (MIXED, (18, 23)), (networks["AlexNet"], (224, 224))],
    ids=["holes", "mixed", "AlexNet"],
)
@pytest.mark.parametrize("axis", [0, 1])
def test_the_table_holds_what_receptive_field_finds(show, layers, size, axis):
    root = show(layers, size, axis=("rows", "columns")[axis])
    told = table(root)
    assert told[0][1:3] == ["image", f"{size[0]}×{size[1]}"]
    for n, field in enumerate(receptive_field(layers, size)):
        start = str(field.start[axis]).replace("-", "−")
        right = [field.output_size[axis], field.size[axis], field.jump[axis], start]
        assert told[n + 1] == [str(n + 1), layer_text(layers[n], axis), *map(str, right)]


@pytest.mark.parametrize("axis", [0, 1])
def test_a_layer_is_called_by_all_of_its_numbers_in_the_browser_and_in_figures(show, axis):
    added = Transposed(3, stride=2, padding=((1, 0), (0, 0)), output_padding=(0, 1))
    root = show([added, *MIXED], (9, 9), axis=("rows", "columns")[axis])
    names = ["transposed 3, s 2, p 1+0", "transposed 3, s 2, +1"]
    assert table(root)[1][1] == names[axis]
    assert [line[1] for line in table(root)[1:]] == [
        layer_text(layer, axis) for layer in [added, *MIXED]
    ]


def test_what_depends_on_the_image_has_a_star_and_what_has_outgrown_it_says_so(show):
    root = show([Conv(3, stride=2, padding="same")] * 4, 16)
    assert [line[5] for line in table(root)[1:]] == ["0*", "0*", "0*", "0*"]
    assert [line[3] for line in table(root)[1:]] == ["3", "7", "15", "31 > 16"]
    sets(slider(root, "Image size"), 17)
    assert [line[5] for line in table(root)[1:]] == ["−1*", "−3*", "−7*", "−15*"]


def test_an_output_opens_the_fan_down_and_an_image_cell_opens_it_up(show):
    root = show(HOLES, 25)
    assert says(root) == "Layer 3, column 12 sees image columns 6 to 18: 13, 6 in holes."
    row(root, 3).focus()
    row(root, 3).press("ArrowRight")
    assert says(root).startswith("Layer 3, column 13 sees image columns 7 to 19")
    row(root, 0).focus()
    row(root, 0).press("End")
    assert says(root) == "Image column 24 feeds 4 outputs of layer 3, 18 to 24."
    row(root, 0).press("ArrowUp")
    row(root, 1).press("Home")
    assert says(root).startswith("Layer 1, column 0 sees image columns −2 to 2: 5, 2 of them")
    row(root, 1).press("Escape")
    assert says(root).startswith("Layer 3, column 13 sees")


def test_the_mouse_points_pins_and_moves(show, shared_page):
    root = show(HOLES, 25)
    at = row(root, 0).locator(".cells").bounding_box()
    middle = at["y"] + at["height"] / 2
    shared_page.mouse.move(at["x"] + 0.5 * at["width"] / 25, middle)
    assert says(root).startswith("Image column 0 feeds 4 outputs")
    shared_page.mouse.click(at["x"] + 2.5 * at["width"] / 25, middle)
    shared_page.mouse.move(1, 1)
    assert says(root).startswith("Image column 2 feeds 5 outputs")
    top = row(root, 3).locator(".cells").bounding_box()
    shared_page.mouse.click(top["x"] + 1, top["y"] + 5)
    shared_page.mouse.move(1, 1)
    assert says(root).startswith("Layer 3, column 0 sees")


def test_layers_are_changed_added_and_taken_away(show):
    root = show(HOLES, 25)
    expect(caption(root)).to_contain_text("49 of 169")
    root.get_by_role("button", name="conv 3, p 2, d 2").first.click()
    sets(slider(root, "Layer dilation"), 1)
    expect(caption(root)).to_contain_text("121 of 121")
    button(root, "Add a layer above").click()
    assert [line[1] for line in table(root)[1:]][-1] == "conv 3, p 1"
    button(root, "Take the layer away").click()
    assert len(table(root)) == 4
    button(root, "Reset").click()
    expect(caption(root)).to_contain_text("49 of 169")


def caption(root):
    return root.locator(".convlib-seen figcaption")


@pytest.mark.parametrize(
    ("layers", "size", "position"),
    [(HOLES, (9, 15), (4, 2)), (MIXED, (18, 23), (0, 0)), ([Conv(3, padding=5)], (9, 9), (0, 0))],
    ids=["holes", "mixed", "padding alone"],
)
def test_of_a_field_that_an_edge_cuts_it_says_how_much_lies_on_the_image(
    show, layers, size, position
):
    field = receptive_field(layers, size)[-1]
    (used, spanned), paths = field.used(position), field.paths(position)
    inside = [
        len({*cells} & {*range(n)}) for cells, n in zip(field.cells(position), size, strict=True)
    ]
    told = f"{used} of {spanned} cells count; on the image, {np.count_nonzero(paths)} of "
    root = show(layers, size, position=position)
    expect(caption(root)).to_have_text(
        f"Field {size_text(field.size)}: {told}{inside[0] * inside[1]}"
    )


def test_of_networks_that_see_more_than_their_image_it_says_so(show):
    root = show(networks["ResNet-50"], 224, position=(3, 3))
    expect(caption(root)).to_have_text(
        "Field 427×427: 182329 of 182329 cells count; on the image, 50176 of 50176"
    )
    root.get_by_label("Layers", exact=True).select_option("dilation 2, three times")
    expect(caption(root)).to_have_text("Field 13×13: 49 of 169 cells count")


def spread(root):
    """Return what is said of the dark middle."""
    return re.search(r"σ = .*?;", root.locator(".convlib-key").text_content())[0]


@pytest.mark.parametrize("count", [1, 10, 20])
def test_the_dark_middle_is_as_wide_as_lesson_10_says(show, count):
    field = receptive_field([Conv(3)] * count)[-1]
    shares = field.paths((0, 0)).sum(0) / 9.0**count
    sigma = np.sqrt(shares @ np.arange(-count, count + 1) ** 2)
    assert sigma == pytest.approx(np.sqrt(2 * count / 3))
    root = show([Conv(3, padding=1)] * count, 51)
    assert spread(root) == f"σ = {sigma:.3g} = √(2·{count}/3);"


@pytest.mark.parametrize(
    ("layer", "variance"),
    [
        (Conv(5), 2),  # of −2, −1, 0, 1, 2
        (Conv(3, dilation=2), 8 / 3),
        (Conv(3, stride=2), 2 / 3),
        (Conv((5, 3)), 2 / 3),
        (Branches([Conv(3, padding=1)], []), 2 / 4),  # of −1, 0, 0, 1
    ],
    ids=lambda one: "",
)
def test_of_other_layers_it_tells_the_width_alone(show, layer, variance):
    told = spread(show([layer], 21, axis="columns"))
    root = " = √(2·1/3)" if layer == Conv((5, 3)) else ""
    assert told == f"σ = {np.sqrt(variance):.3g}{root};"


@pytest.mark.parametrize("position", [0, 193])
def test_of_outputs_that_see_fields_of_different_sizes_every_line_tells_the_same(show, position):
    field = receptive_field(networks["U-Net"], 572)[-1]
    size = len(field.cells((0, position))[1])
    assert size < field.size[1] == 204
    root = show(networks["U-Net"], 572, position=(0, position))
    assert table(root)[-1][3] == "up to 204"
    assert [line[3] for line in table(root)[1:3]] == ["3", "5"]
    assert says(root).endswith(f": {size}.")
    expect(caption(root)).to_contain_text(f"×{size}: ")
    assert f" of {size} columns." in root.locator(".convlib-key").text_content()


def test_a_branch_has_to_meet_its_layer_again(show):
    root = show([Conv(3), Conv(3, padding=1)], 9)
    button(root, "Lead a branch around the layer").click()
    assert table(root)[2][1] == "branches, 1 | 0 layers"
    button(root, "Leave the first path only").click()
    root.get_by_role("button", name="conv 3", exact=True).click()
    button(root, "Lead a branch around the layer").click()
    expect(root.locator(".convlib-note")).to_contain_text("branches end in 7×7 and 9×9 cells")
    assert table(root)[1][1] == "conv 3"


def test_a_branch_can_lead_around_several_layers(show):
    root = show([Conv(3, padding=1)] * 3, 9)
    root.get_by_role("button", name="conv 3, p 1").last.click()  # that of layer 1
    button(root, "Lead a branch around the layer").click()
    button(root, "Take the next layer into the branch").click()
    assert [line[1] for line in table(root)[1:]] == ["branches, 2 | 0 layers", "conv 3, p 1"]
    right = receptive_field([Branches([Conv(3, padding=1)] * 2, []), Conv(3, padding=1)], 9)
    assert [line[3] for line in table(root)[1:]] == [str(field.size[1]) for field in right]
    expect(caption(root)).to_contain_text("49 of 49")


def test_a_layer_becomes_one_of_another_kind(show):
    root = show([Conv(3, stride=2), Conv(3, padding=1)], 15)
    root.get_by_label("Kind of layer").select_option("transposed")
    sets(slider(root, "Layer stride"), 2)
    sets(slider(root, "Layer added"), 1)
    layers = [Conv(3, stride=2), Transposed(3, stride=2, padding=1, output_padding=1)]
    field = receptive_field(layers, 15)[-1]
    right = [field.output_size[1], f"up to {field.size[1]}", field.jump[1], field.start[1]]
    assert table(root)[2][2:] == [*map(str, right)]


def test_what_a_layer_adds_gives_way_to_its_stride_and_its_dilation(show):
    root = show([Transposed(3, stride=3, output_padding=2, dilation=2)], 6)
    sets(slider(root, "Layer stride"), 1)
    expect(slider(root, "Layer added")).to_have_value("1")
    sets(slider(root, "Layer dilation"), 1)
    expect(slider(root, "Layer added")).to_have_value("0")
    sets(slider(root, "Layer added"), 1)
    expect(root.locator(".convlib-note")).to_contain_text("adds fewer cells than its stride")
    assert table(root)[1][2] == str(Transposed(3).output_size((6, 6))[1])


def test_padding_same_has_no_sides_to_choose(show):
    root = show([Conv(3, stride=2, padding="same"), Conv(3)], 16)
    sides = [slider(root, "Layer before"), slider(root, "Layer after")]
    for side in sides:
        expect(side).to_be_visible()
    root.get_by_role("button", name="conv 3, s 2, p same").click()
    expect(root.get_by_label("padding “same”")).to_be_checked()
    for side in sides:
        expect(side).to_be_hidden()
    expect(slider(root, "Layer stride")).to_be_visible()


def test_there_are_from_1_to_64_layers(show):
    paths = [Conv(1)] * 2, []
    root = show([*[Conv(1)] * 62, Branches([], [Conv(1)]), Branches(*paths)], 4)
    button(root, "Leave the first path only").click()
    expect(root.locator(".convlib-note")).to_contain_text("from 1 to 64 layers, not 65")
    expect(button(root, "Add a layer above")).to_be_disabled()
    button(root, "Take the layer away").click()
    expect(button(root, "Add a layer above")).to_be_enabled()
    root = show([Branches([], [Conv(1)])], 4)
    button(root, "Leave the first path only").click()
    expect(root.locator(".convlib-note")).to_contain_text("from 1 to 64 layers, not 0")
    assert len(table(root)) == 2


def test_what_does_not_fit_changes_nothing(show):
    root = show([Conv(3), Conv(3)], 7)
    sets(slider(root, "Image size"), 4)
    expect(root.locator(".convlib-note")).to_contain_text("does not fit")
    assert table(root)[0][2] == "7×7"


def test_a_preset_brings_its_layers_and_its_image(show):
    root = show(HOLES, 25)
    root.get_by_label("Layers", exact=True).select_option("VGG-16")
    assert [line[3] for line in table(root)[-2:]] == ["196", "212"]
    assert table(root)[0][2] == "224×224"


def test_the_table_is_saved_as_csv(show):
    root = show([Conv(3, stride=2, padding="same"), Pool((1, 2))], (8, 16))
    href = root.get_by_role("link", name="Save the table").get_attribute("href")
    lines = [*csv.DictReader(io.StringIO(unquote(href.partition(",")[2])))]
    assert lines[0]["name"] == "conv 3, s 2, p same"
    assert [line["size"] for line in lines] == ["3", "5"]
    assert [line["size holds"] for line in lines] == ["on any image"] * 2
    assert [line["start holds"] for line in lines] == ["on this image"] * 2


def test_the_field_shows_on_a_page_that_is_laid_out_late(show, shared_page):
    root = show(HOLES, 25, main="<main hidden>")
    shared_page.evaluate("document.querySelector('main').hidden = false")
    image = root.locator(".convlib-frames .image")
    shared_page.wait_for_function("one => one.getBBox().width > 90", arg=image.element_handle())
    assert root.locator(".convlib-seen canvas").bounding_box()["width"] > 50


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(show, shared_page, theme):
    root = show(networks["ResNet-50"], 224, theme)
    unfold(root)
    root.get_by_role("button", name="conv 7").click()
    assert problems(shared_page) == []


@pytest.mark.parametrize("layers", [HOLES, networks["VGG-16"]], ids=["three", "eighteen"])
def test_in_presenter_size_all_layers_are_in_sight(show, shared_page, layers):
    root = show(layers, 224, height=599, presenter=True)
    bottom = row(root, 0).locator(".cells").bounding_box()
    assert bottom["y"] + bottom["height"] <= 599


@pytest.mark.parametrize("name", ["AlexNet", "ResNet-50", "WaveNet"])
def test_on_a_narrow_screen_nothing_is_wider_than_it(show, shared_page, name):
    show(networks[name], 224, width=390)
    assert shared_page.evaluate("document.documentElement.scrollWidth") <= 390
