"""The browser fixtures themselves: what every test in JupyterLab builds on."""

import pytest
from playwright.sync_api import expect

CELLS = [
    "from ipywidgets import IntSlider\nslider = IntSlider(3, 0, 10)\nslider",
    "print(6 * 7)",
]


@pytest.fixture(scope="module")
def notebook(lab):
    page = lab.open(lab.notebook(CELLS))
    lab.run_all(page)
    return page


def test_a_widget_and_printed_text_are_shown(notebook):
    assert notebook.locator(".widget-readout").inner_text() == "3"
    expect(notebook.locator(".jp-OutputArea-output", has_text="42")).to_be_visible()


def test_code_run_in_the_kernel_moves_the_widget(lab, notebook):
    assert lab.run(notebook, "slider.value = 7\nprint(slider.value)") == "7\n"
    assert notebook.locator(".widget-readout").inner_text() == "7"


def test_the_keyboard_on_the_widget_reaches_the_kernel(lab, notebook):
    lab.run(notebook, "slider.value = 7")
    notebook.locator(".noUi-handle").press("ArrowRight")
    assert lab.run(notebook, "print(slider.value)") == "8\n"


def test_an_error_in_the_kernel_is_raised(lab, notebook):
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        lab.run(notebook, "1 / 0")


def test_run_all_raises_what_a_cell_raised(lab):
    page = lab.open(lab.notebook(["1 / 0"]))
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        lab.run_all(page)
    lab.leave(page)


def test_the_page_outlives_its_kernel(lab):
    page = lab.open(lab.notebook(CELLS))
    lab.run_all(page)
    lab.shutdown_kernel(page)
    assert page.locator(".widget-readout").inner_text() == "3"
    lab.leave(page)


def test_a_notebook_opens_without_a_kernel(lab):
    page = lab.open_without_kernel(lab.notebook(CELLS))
    expect(page.get_by_text("No Kernel").first).to_be_visible()
    expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(len(CELLS))
    lab.leave(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_themes(lab, theme):
    page = lab.open(lab.notebook(CELLS), theme=theme)
    is_light = str(theme == "light").lower()
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", is_light)
    lab.leave(page)


def test_a_screenshot_shows_the_whole_notebook(lab, tmp_path):
    page = lab.open(lab.notebook(["0"] * 40), width=800, height=600)
    lab.screenshot(page, tmp_path / "whole.png")
    width, height = _png_size(tmp_path / "whole.png")
    assert width == 800
    assert height > 40 * 20
    lab.leave(page)


def _png_size(path):
    header = path.read_bytes()[16:24]
    return int.from_bytes(header[:4]), int.from_bytes(header[4:])


def test_the_browser_reaches_this_machine_only(page):
    with pytest.raises(Exception, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.org")


def test_a_page_opens_from_a_file(page, tmp_path):
    (tmp_path / "page.html").write_text("<h1>Hello</h1>")
    page.goto((tmp_path / "page.html").as_uri())
    assert page.locator("h1").inner_text() == "Hello"
