"""The explorer in a page of its own, opened from disk: every gesture, by mouse and by key."""

import pytest

from convlib import ConvExplorer


@pytest.fixture(scope="module")
def shared(chromium):
    """Return one page, and its scripts' errors, for all tests that leave the browser as it was."""
    page, errors = chromium.new_page(), []
    page.on("pageerror", lambda error: errors.append(error))
    yield page, errors
    page.close()


@pytest.fixture
def shared_page(shared):
    """Return the shared page; a script error nobody caught fails the test that met it."""
    page, errors = shared
    yield page
    page.mouse.move(1, 1)
    assert errors == []


@pytest.fixture
def show(shared_page, tmp_path):
    """Return a function that opens an explorer's own page and returns its root."""
    return opener(shared_page, tmp_path)


@pytest.fixture
def show_alone(page, tmp_path):
    """Do the same in a page that the test may treat as it likes."""
    return opener(page, tmp_path)


def opener(page, tmp_path):
    def open_page(setting, theme="light", width=1280, height=800, **options):
        ConvExplorer(**setting, **options).save_html(tmp_path / "page.html")
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)
        page.goto((tmp_path / "page.html").as_uri())
        return page.locator(".convlib-explorer")

    return open_page
