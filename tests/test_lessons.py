"""Each lesson as a learner meets it: run in JupyterLab, and reopened without a kernel."""

import pytest
from lab import NOTEBOOKS
from playwright.sync_api import expect

LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
WIDTH = 1024  # half a projector's 1920 pixels, and a bit
# What JupyterLab shows in place of a widget that it cannot show.
BROKEN = "text=/Error displaying widget|Loading widget|Failed to load model/"


# Widgets the cells hold, and those that have come to life.
WIDGETS = """jupyterapp.shell.currentWidget.content.widgets
    .flatMap(cell => cell.model.outputs?.toJSON() ?? [])
    .filter(({ data }) => data?.["application/vnd.jupyter.widget-view+json"])
    .length"""
ALIVE = ".jp-OutputArea-output > .jupyter-widgets"
PICTURES = ".jp-OutputArea-output figure img"
UNLOADED = """Array.from(document.querySelectorAll(".jp-Notebook img"))
    .filter(image => !image.complete || !image.naturalWidth)
    .map(image => image.alt)"""
TOO_WIDE = """Array.from(document.querySelectorAll(".jp-OutputArea-output, .jp-RenderedMarkdown"))
    .filter(part => part.scrollWidth > part.clientWidth + 1)
    .map(part => part.innerText.slice(0, 80))"""


@pytest.fixture(scope="module", params=LESSONS)
def lesson(request):
    return f"notebooks/{request.param}"


@pytest.fixture(scope="module")
def run(lab, lesson):
    """Page on which every cell of a lesson has run."""
    page = lab.open(lesson, width=WIDTH)
    lab.run_all(page)
    yield page
    lab.shutdown_kernel(page)
    page.close()


@pytest.fixture(scope="module")
def reopened(lab, lesson):
    """Page on which a lesson is shown as it was saved, without a kernel."""
    page = lab.open_without_kernel(lesson, width=WIDTH)
    yield page
    page.close()


def test_a_lesson_runs_without_warnings(run):
    warnings = run.locator("[data-mime-type='application/vnd.jupyter.stderr']")
    assert warnings.all_inner_texts() == []


def test_every_widget_of_a_lesson_is_alive(run):
    widgets = run.evaluate(WIDGETS)
    assert widgets > 0
    expect(run.locator(ALIVE)).to_have_count(widgets)
    expect(run.locator(BROKEN)).to_have_count(0)


def test_a_lesson_without_a_kernel_shows_a_picture_for_each_widget(run, reopened):
    stills = run.evaluate(WIDGETS)
    elsewhere = run.locator(f"{PICTURES}:not({ALIVE} *)").count()
    assert reopened.locator(PICTURES).count() >= stills + elsewhere
    expect(reopened.locator(BROKEN)).to_have_count(0)


def test_all_pictures_of_a_lesson_load(run):
    run.wait_for_function(f"{UNLOADED}.length === 0")


def test_all_pictures_of_a_lesson_load_without_a_kernel(reopened):
    reopened.wait_for_function(f"{UNLOADED}.length === 0")


def test_nothing_in_a_lesson_is_wider_than_its_place(run):
    assert run.evaluate(TOO_WIDE) == []


def test_nothing_in_a_lesson_without_a_kernel_is_wider_than_its_place(reopened):
    assert reopened.evaluate(TOO_WIDE) == []
