"""Lesson 07 in a real JupyterLab: its PhotoFilter used by mouse, keyboard and file chooser."""

import json
import re

import imageio.v3 as iio
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from convlib.photos import reduce_photo
from tests.support.lab import KERNEL

MESSAGE_LIMIT = 10 * 2**20  # bytes that Jupyter's server takes in one message
ORIENTATION = 0x0112  # the EXIF tag
LESSON = "notebooks/07-filters-on-a-photo.ipynb"


class Shown:
    """The PhotoFilter on a page, by what a user can see or hear of it."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(".convlib-photo-filter")
        self.says = self.root.locator(".convlib-says")
        self.before, self.after = (self.root.locator("figure img").nth(i) for i in range(2))

    def choose(self, label, option):
        self.root.get_by_label(label, exact=True).select_option(option)

    def weight(self, row, column):
        return self.root.get_by_label(f"Weight row {row}, column {column}", exact=True)

    def upload(self, path):
        with self.page.expect_file_chooser() as chooser:
            self.root.get_by_role("button", name="Your own photo").click()
        chooser.value.set_files(path)


@pytest.fixture(scope="module")
def lesson(lab):
    page = lab.open(LESSON, width=1024)
    lab.run_all(page)
    return page


@pytest.fixture
def shown(lab, lesson):
    lab.settle(lesson)
    lab.run(lesson, 'photo_filter.photo, photo_filter.kernel = photo, "emboss"')
    shown = Shown(lesson)
    expect(shown.says).to_contain_text("emboss, 3×3 weights")
    return shown


def expect_change(image, address):
    expect(image).not_to_have_attribute("src", address)


def test_a_kernel_chosen_in_the_list_changes_the_picture(lab, shown):
    address = shown.after.get_attribute("src")
    shown.choose("Kernel", "edge")
    expect_change(shown.after, address)
    expect(shown.says).to_contain_text("edge, 3×3 weights. They sum to 0")
    expect(shown.weight(1, 1)).to_have_value("8")
    assert lab.run(shown.page, "print(photo_filter.kernel_name)") == "edge\n"


def test_a_weight_typed_in_changes_the_picture(lab, shown):
    address = shown.after.get_attribute("src")
    shown.weight(0, 0).fill("-1.5")
    expect_change(shown.after, address)
    expect(shown.says).to_contain_text("your own, 3×3 weights. They sum to 1.5")
    expect(shown.root.get_by_label("Kernel", exact=True)).to_have_value("your own")
    assert lab.run(shown.page, "print(photo_filter.kernel[0, 0])") == "-1.5\n"


def test_fast_typing_loses_no_digit(lab, shown):
    shown.weight(0, 0).select_text()
    shown.weight(0, 0).press_sequentially("-12.3456")
    expect(shown.says).to_contain_text("They sum to -9.3456:")  # not so before the last digit
    expect(shown.weight(0, 0)).to_have_value("-12.3456")
    assert lab.run(shown.page, "print(photo_filter.kernel[0, 0])") == "-12.3456\n"


@pytest.mark.parametrize("typed", ["0,5", "0.5", "+.5"])
def test_a_number_is_read_as_people_write_it(lab, shown, typed):
    shown.weight(0, 0).select_text()
    shown.weight(0, 0).press_sequentially(typed)
    expect(shown.says).to_contain_text("They sum to 3.5:")
    expect(shown.weight(0, 0)).to_have_value(typed)
    assert lab.run(shown.page, "print(photo_filter.kernel[0, 0])") == "0.5\n"


def test_what_is_no_number_leaves_the_weight_and_goes_with_the_focus(lab, shown):
    shown.weight(0, 0).fill("half")
    shown.page.keyboard.press("Tab")
    expect(shown.weight(0, 0)).to_have_value("−2")
    told = shown.root.locator(".convlib-weights").get_by_role("status")
    why = '"half" is not a number from −1000000 to 1000000: the weight keeps its last one.'
    expect(told).to_have_text(why)
    assert lab.run(shown.page, "print(photo_filter.kernel[0, 0])") == "-2.0\n"
    shown.weight(0, 0).fill("3")
    expect(told).to_have_text("")


def test_a_fraction_is_a_weight(lab, shown):
    shown.weight(0, 0).select_text()
    shown.weight(0, 0).press_sequentially("1/9")
    expect(shown.says).to_contain_text("They sum to 3.1111:")
    expect(shown.weight(0, 0)).to_have_value("1/9")
    assert lab.run(shown.page, "print(photo_filter.kernel[0, 0] == 1 / 9)") == "True\n"


def test_the_fields_work_by_keyboard_alone(shown):
    shown.weight(0, 0).focus()
    shown.page.keyboard.press("Tab")
    expect(shown.weight(0, 1)).to_be_focused()
    shown.page.keyboard.press("ArrowUp")
    expect(shown.weight(0, 1)).to_have_value("0")
    expect(shown.says).to_contain_text("They sum to 2:")


def test_an_uploaded_photo_takes_the_place_of_the_other(shown, tmp_path):
    before, after = (image.get_attribute("src") for image in (shown.before, shown.after))
    iio.imwrite(tmp_path / "stripes.png", np.tile([0, 0, 255, 255], (30, 10)).astype(np.uint8))
    shown.upload(tmp_path / "stripes.png")
    expect_change(shown.before, before)
    expect_change(shown.after, after)
    expect(shown.before).to_have_attribute("alt", "stripes.png")
    expect(shown.says).to_contain_text("30×40 photo; emboss")


def test_a_file_that_is_no_picture_is_explained_and_loses_nothing(shown, tmp_path):
    after = shown.after.get_attribute("src")
    (tmp_path / "notes.png").write_text("not a picture")
    shown.upload(tmp_path / "notes.png")
    expect(shown.says).to_contain_text("notes.png is damaged or no picture")
    expect(shown.after).to_have_attribute("src", after)


def test_a_file_of_many_megabytes_is_made_small_before_it_is_sent(lab, shown, tmp_path):
    shade = np.add.outer(np.arange(2000) // 20, np.arange(3000) // 30)[..., None]
    photo = (shade + np.random.default_rng(0).integers(0, 48, (2000, 3000, 3))).astype(np.uint8)
    iio.imwrite(tmp_path / "large.png", photo)
    assert (tmp_path / "large.png").stat().st_size > MESSAGE_LIMIT
    shown.upload(tmp_path / "large.png")
    expect(shown.says).to_contain_text("400×600 photo, reduced from 2000×3000; emboss")
    seen = json.loads(lab.run(shown.page, "print(photo_filter.photo[:, ::50, 0].tolist())"))
    wanted = reduce_photo(photo)[:, ::50, 0]
    np.testing.assert_allclose(seen, wanted, atol=12)  # the noise is not weighed quite alike
    iio.imwrite(tmp_path / "small.png", photo[:30, :40])
    shown.upload(tmp_path / "small.png")
    expect(shown.says).to_contain_text("30×40 photo; emboss")


def test_a_large_photo_held_upright_stands_upright(lab, shown, tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (2000, 3000, 3), np.uint8)
    noise[:, :300] //= 8
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # the camera was held so that the left side shows at the top
    Image.fromarray(noise).save(tmp_path / "upright.jpg", quality=100, subsampling=0, exif=exif)
    assert (tmp_path / "upright.jpg").stat().st_size > MESSAGE_LIMIT
    shown.upload(tmp_path / "upright.jpg")
    expect(shown.says).to_contain_text("600×400 photo, reduced from 3000×2000; emboss")
    code = "p = photo_filter.photo; print(p.shape, p[:50].mean() < 0.3 * p[100:].mean())"
    assert lab.run(shown.page, code) == "(600, 400, 3) True\n"


def test_a_large_file_that_the_browser_cannot_read_is_refused_in_words(shown, tmp_path):
    after = shown.after.get_attribute("src")
    (tmp_path / "scan.tiff").write_bytes(bytes(11_000_000))
    shown.upload(tmp_path / "scan.tiff")
    expect(shown.says).to_contain_text("scan.tiff is too large to be sent")
    expect(shown.after).to_have_attribute("src", after)
    iio.imwrite(tmp_path / "small.png", np.zeros((30, 40), np.uint8))
    shown.upload(tmp_path / "small.png")
    expect(shown.says).to_contain_text("30×40 photo; emboss")


@pytest.mark.parametrize(("name", "dtype"), [("deep.png", "uint16"), ("scan.tiff", "uint8")])
def test_a_small_file_is_sent_as_it_is_so_that_python_reads_its_kind(
    lab, shown, tmp_path, name, dtype
):
    photo = np.arange(1200, dtype=dtype).reshape(30, 40)
    iio.imwrite(tmp_path / name, photo, plugin="pillow")
    shown.upload(tmp_path / name)
    expect(shown.says).to_contain_text("30×40 photo; emboss")
    code = "print(photo_filter.photo.dtype, photo_filter.photo.sum())"
    assert lab.run(shown.page, code) == f"{dtype} {photo.sum()}\n"


def test_a_file_is_chosen_by_keyboard(shown, tmp_path):
    iio.imwrite(tmp_path / "own.png", np.zeros((30, 40), np.uint8))
    button = shown.root.get_by_role("button", name="Your own photo", exact=True)
    # In command mode Lab would take Enter for itself.
    shown.page.evaluate("jupyterapp.commands.execute('notebook:enter-command-mode')")
    shown.root.get_by_label("Padding mode", exact=True).focus()
    shown.page.keyboard.press("Tab")
    expect(button).to_be_focused()
    with shown.page.expect_file_chooser() as chooser:
        # Lab may focus its cell late; a press on the button takes the focus back, then Enter.
        button.press("Enter")
    chooser.value.set_files(tmp_path / "own.png")
    expect(shown.says).to_contain_text("30×40 photo")


# For the back row


LETTERS = """root => [".convlib-says", "figcaption", "select", ".convlib-weight"].map(
    part => parseFloat(getComputedStyle(root.querySelector(part)).fontSize))"""
ENDS = """root => Math.max(...[...root.querySelectorAll("figure, .convlib-weight")].map(
    part => part.getBoundingClientRect().bottom)) - root.getBoundingClientRect().top"""


PROJECTED = """import numpy as np
from convlib import PhotoFilter
photo = np.random.default_rng(0).integers(0, 256, (320, 320, 3), np.uint8)
photo_filter = PhotoFilter(photo, "emboss")
photo_filter"""


# Lab lays its panels out a moment after the window has got another size.
IN_WINDOW = """document.querySelector(".jp-WindowedPanel-outer").getBoundingClientRect().right
    <= innerWidth"""


@pytest.fixture(scope="module")
def projector(lab):
    """Return a PhotoFilter as a class sees it: 1280×720, without the file browser."""
    page = lab.open(lab.notebook([PROJECTED, *["print()"] * 30]), width=1280, height=720)
    page.evaluate("jupyterapp.commands.execute('application:toggle-left-area')")
    lab.run_all(page)
    return page


def test_presenter_size_fills_the_projector_with_both_photos_and_the_weights(lab, projector):
    shown = Shown(projector)
    button = shown.root.get_by_role("button", name="Presenter size")
    normal = shown.after.bounding_box()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    large = shown.after.bounding_box()
    assert large["width"] == large["height"] >= 400 > normal["width"]
    assert min(shown.root.evaluate(LETTERS)) >= 17
    visible = projector.locator(".jp-WindowedPanel-outer").evaluate("panel => panel.clientHeight")
    assert shown.root.evaluate(ENDS) <= visible
    assert lab.run(projector, "print(photo_filter.presenter)") == "True\n"
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    assert shown.after.bounding_box()["width"] == normal["width"]


def test_presenter_size_keeps_the_photos_where_they_are_whatever_the_kernel(lab, projector):
    shown = Shown(projector)
    shown.root.get_by_role("button", name="Presenter size").click()
    expect(shown.root).to_have_class(re.compile("convlib-large"))
    place = shown.after.bounding_box()
    lab.run(projector, "photo_filter.kernel = np.eye(9) / 9")
    expect(shown.weight(8, 8)).to_be_visible()
    assert shown.after.bounding_box() == place
    lab.run(projector, "photo_filter.kernel = 'emboss'")
    shown.root.get_by_role("button", name="Presenter size").click()


def test_in_presenter_size_five_columns_of_weights_are_in_sight(lab, projector):
    shown = Shown(projector)
    normal = shown.after.bounding_box()["width"]
    shown.root.get_by_role("button", name="Presenter size").click()
    lab.run(projector, "photo_filter.kernel = np.full((5, 5), -0.0039)")
    expect(shown.weight(4, 4)).to_have_value("−0.0039")
    visible = projector.locator(".jp-WindowedPanel-outer").evaluate("panel => panel.clientHeight")
    projector.wait_for_function(
        f"({ENDS})(document.querySelector('.convlib-photo-filter')) <= {visible}", timeout=10_000
    )
    assert shown.after.bounding_box()["width"] >= normal
    assert shown.weight(4, 4).evaluate("field => field.scrollWidth <= field.clientWidth")
    lab.run(projector, "photo_filter.kernel = 'emboss'")
    shown.root.get_by_role("button", name="Presenter size").click()


@pytest.mark.parametrize("width", [640, 900])
def test_presenter_size_is_no_smaller_where_it_is_narrow(lab, projector, width):
    shown = Shown(projector)
    projector.set_viewport_size({"width": width, "height": 720})
    projector.wait_for_function(IN_WINDOW)
    normal = shown.after.bounding_box()["width"]
    shown.root.get_by_role("button", name="Presenter size").click()
    expect(shown.root).to_have_class(re.compile("convlib-large"))
    assert shown.after.bounding_box()["width"] >= normal
    shown.root.get_by_role("button", name="Presenter size").click()
    projector.set_viewport_size({"width": 1280, "height": 720})


# Without Python behind it


MAKE = """import numpy as np
from convlib import PhotoFilter
photo_filter = PhotoFilter(np.arange(48, dtype=np.uint8).reshape(6, 8), "emboss")
photo_filter"""
SIZES = "nodes => nodes.map(node => JSON.stringify(node.getBoundingClientRect()))"


@pytest.fixture
def scratch(lab):
    page = lab.open(lab.notebook([MAKE]))
    lab.run_all(page)
    yield Shown(page)
    lab.leave(page)


@pytest.mark.parametrize("leave", ["restart_kernel", "shutdown_kernel"])
def test_a_kernel_that_is_gone_is_told_and_nothing_can_be_chosen(lab, scratch, leave):
    expect(scratch.says).to_contain_text("6×8 photo; emboss")
    told = scratch.says.inner_text()
    weights = scratch.root.locator(".convlib-weight")
    places = weights.evaluate_all(SIZES)
    assert len(places) == 9
    getattr(lab, leave)(scratch.page)
    expect(scratch.says).to_contain_text("Python does not answer any more")
    expect(scratch.says).to_contain_text(f"They show: {told}")
    first = weights.first.evaluate("node => node.getBoundingClientRect().y")
    assert [json.loads(place)["x"] for place in weights.evaluate_all(SIZES)] == [
        json.loads(place)["x"] for place in places
    ]
    assert weights.nth(2).evaluate("node => node.getBoundingClientRect().y") == first
    scratch.root.get_by_label("Kernel", exact=True).focus()
    scratch.page.keyboard.press("End")
    expect(scratch.root.get_by_label("Kernel", exact=True)).to_have_value("emboss")
    assert not scratch.root.evaluate("root => root.contains(document.activeElement)")


def test_once_its_cell_is_run_again_it_works_again(lab, scratch):
    lab.restart_kernel(scratch.page)
    expect(scratch.says).to_contain_text("Python does not answer any more")
    scratch.page.wait_for_function(f"{KERNEL}?.status === 'idle'")
    lab.run_all(scratch.page)
    expect(scratch.says).to_contain_text("6×8 photo; emboss")
    scratch.choose("Kernel", "edge")
    expect(scratch.says).to_contain_text("edge, 3×3 weights")
    expect(scratch.says).not_to_contain_text("Python does not answer")


def test_a_closed_one_that_is_shown_again_says_so(lab):
    page = lab.open(lab.notebook([MAKE, "photo_filter.close()\nphoto_filter"]))
    lab.run_all(page)
    expect(page.get_by_text("This PhotoFilter was closed")).to_be_visible()
    lab.leave(page)


def test_the_pictures_keep_their_place_and_size_whatever_is_shown(lab, shown):
    place = shown.after.bounding_box()
    for code, last in (("'unsharp'", 4), ("np.eye(9)", 8), ("[[1]]", 0)):
        lab.run(shown.page, f"photo_filter.kernel = {code}")
        expect(shown.weight(last, last)).to_be_visible()
        assert shown.after.bounding_box() == place
        assert shown.weight(0, 0).bounding_box()["y"] > place["y"] + place["height"]
    lab.run(shown.page, "photo_filter.photo = photo[:90]")
    expect(shown.says).to_contain_text("90×320 photo")
    assert shown.after.bounding_box() == place


def test_a_narrow_window_needs_no_sideways_scrolling(shown):
    shown.choose("Kernel", "unsharp")
    shown.root.get_by_role("button", name="Add a ring of zeros").click()
    shown.root.get_by_role("button", name="Add a ring of zeros").click()
    right = shown.root.locator("xpath=ancestor::*[contains(@class, 'jp-OutputArea-output')]")
    expect(shown.weight(8, 8)).to_be_visible()
    edge, field = right.bounding_box(), shown.weight(8, 8).bounding_box()
    assert field["x"] + field["width"] <= edge["x"] + edge["width"]
    assert right.evaluate("output => output.scrollWidth <= output.clientWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_to_object_to(lab, theme):
    page = lab.open(LESSON, theme=theme)
    lab.run_all(page)
    results = Axe().run(page, context=".convlib-photo-filter")
    assert results.violations_count == 0, results.generate_report()
    lab.leave(page)


def test_without_a_kernel_the_lesson_shows_still_photos_instead(lab):
    page = lab.open_without_kernel(LESSON)
    still = page.get_by_alt_text("Grace Hopper, filtered with emboss")
    expect(still).to_be_visible()
    expect(page.get_by_text("PhotoFilter: 320×320 photo, emboss 3×3")).to_be_visible()
    expect(page.get_by_text("needs Python: open it in Jupyter")).to_be_visible()
    expect(page.locator(".convlib-photo-filter")).to_have_count(0)
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)
    assert still.evaluate("image => image.naturalWidth") == 320
