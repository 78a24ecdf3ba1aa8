"""The explorer in a page of its own, opened from disk: every gesture, by mouse and by key."""

import pytest

from convlib import ConvExplorer
from tests.support.explorer_dom import opened


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
        explorer = ConvExplorer(**setting, **options)
        return opened(page, tmp_path, explorer, theme, width, height)

    return open_page
