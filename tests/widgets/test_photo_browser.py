"""Lesson 07 in a real JupyterLab: its PhotoFilter used by mouse, keyboard and file chooser."""

import imageio.v3 as iio
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

LESSON = "notebooks/07-filters-on-a-photo.ipynb"


class Shown:
    """The PhotoFilter on a page, by what a user can see or hear of it."""

    def __init__(self, page):
        self.page = page
        self.root = page.locator(".convlib-photo-filter")
        self.says = self.root.get_by_role("status")
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
    shown.weight(0, 0).press_sequentially("-12.3456789")
    expect(shown.says).to_contain_text("They sum to -9.3457:")
    expect(shown.weight(0, 0)).to_have_value("-12.3456789")
    assert lab.run(shown.page, "print(photo_filter.kernel[0, 0])") == "-12.3456789\n"


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


def test_the_pictures_keep_their_place_and_size_whatever_is_shown(lab, shown):
    place = shown.after.bounding_box()
    for code, last in (("'unsharp'", 4), ("np.eye(9)", 8), ("[[1]]", 0)):
        lab.run(shown.page, f"photo_filter.kernel = {code}")
        expect(shown.weight(last, last)).to_be_visible()
        assert shown.after.bounding_box() == place
        assert shown.weight(0, 0).bounding_box()["y"] > place["y"] + place["height"]
    lab.run(shown.page, "photo_filter.photo = photo[:90]")
    expect(shown.says).to_contain_text("90×272 photo")
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


def test_without_a_kernel_the_lesson_shows_still_photos_instead(lab):
    page = lab.open_without_kernel(LESSON)
    still = page.get_by_alt_text("Grace Hopper, filtered with emboss")
    expect(still).to_be_visible()
    expect(page.get_by_text("PhotoFilter: 272×272 photo, emboss 3×3")).to_be_visible()
    expect(page.locator(".convlib-photo-filter")).to_have_count(0)
    expect(page.get_by_text("Error displaying widget")).to_have_count(0)
    assert still.evaluate("image => image.naturalWidth") == 272
