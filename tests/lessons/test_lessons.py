"""Each lesson as a learner meets it: run in JupyterLab, and reopened without a kernel."""

import shutil
from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError, expect

from tests.support.paths import LESSONS

pytestmark = pytest.mark.lessons
WIDTH = 1024  # half a projector's 1920 pixels, and a bit
# Widgets the cells hold, and those that have come to life.
WIDGETS = """jupyterapp.shell.currentWidget.content.widgets
    .flatMap(cell => cell.model.outputs?.toJSON() ?? [])
    .filter(({ data }) => data?.["application/vnd.jupyter.widget-view+json"])
    .length"""
ALIVE = ".jp-OutputArea-output:not([data-mime-type]):has(input, button, select)"
STILL = ".convlib-still"
UNLOADED = """Array.from(document.querySelectorAll(".jp-Notebook img"))
    .filter(image => !image.complete || !image.naturalWidth)
    .map(image => image.alt)"""
TOO_WIDE = """Array.from(document.querySelectorAll(".jp-OutputArea-output, .jp-RenderedMarkdown"))
    .filter(part => part.scrollWidth > part.clientWidth + 1)
    .map(part => part.innerText.slice(0, 80))"""


@pytest.fixture(scope="module", params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    return f"notebooks/{request.param.name}"


@pytest.fixture(scope="module")
def run(lab, lesson):
    """Page on which every cell of a lesson has run."""
    page = lab.open(lesson, width=WIDTH)
    lab.run_all(page)
    yield page
    lab.leave(page)


@pytest.fixture(scope="module")
def reopened(lab, lesson):
    """Page on which a lesson is shown as it was saved, without a kernel."""
    page = lab.open_without_kernel(lesson, width=WIDTH)
    yield page
    lab.leave(page)


def test_a_lesson_runs_without_warnings(run):
    warnings = run.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    assert warnings.all_inner_texts() == []


def test_every_widget_of_a_lesson_is_alive(run):
    widgets = run.evaluate(WIDGETS)
    assert widgets > 0
    expect(run.locator(ALIVE)).to_have_count(widgets)


def stills(page):
    """Still pictures of widgets that a reader of the page sees."""
    return page.locator(STILL).filter(visible=True)


def test_a_live_widget_has_no_still_beside_it(run):
    expect(stills(run)).to_have_count(0)


def test_a_lesson_without_a_kernel_shows_a_still_for_each_widget(run, reopened):
    expect(stills(reopened)).to_have_count(run.evaluate(WIDGETS))


def test_a_lesson_saved_by_its_reader_reopens_with_stills_and_no_error(lab, run, lesson):
    """Lab saves the widget-view too, which finds no model in the next kernel."""
    run.evaluate("jupyterapp.commands.execute('docmanager:save')")
    run.wait_for_function("!jupyterapp.shell.currentWidget.context.model.dirty")
    copy = lesson.replace(".ipynb", "-saved.ipynb")  # a notebook of its own has a kernel of its own
    shutil.copy(lab.root / lesson, lab.root / copy)
    page = lab.open(copy, width=WIDTH)
    expect(stills(page)).to_have_count(run.evaluate(WIDGETS))
    assert page.get_by_text("displaying widget").filter(visible=True).count() == 0
    lab.leave(page)


def unloaded(page):
    """Alt texts of the pictures that do not load within a while: Lab looks for them one by one."""
    with suppress(TimeoutError):
        page.wait_for_function(f"{UNLOADED}.length === 0", timeout=10_000)
    return page.evaluate(UNLOADED)


def test_all_pictures_of_a_lesson_load(run):
    assert unloaded(run) == []


def test_all_pictures_of_a_lesson_load_without_a_kernel(reopened):
    assert unloaded(reopened) == []


def test_nothing_in_a_lesson_is_wider_than_its_place(run):
    assert run.evaluate(TOO_WIDE) == []


def test_nothing_in_a_lesson_without_a_kernel_is_wider_than_its_place(reopened):
    assert reopened.evaluate(TOO_WIDE) == []
