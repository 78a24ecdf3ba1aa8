"""What some tests need beside the `test` extra: where it is missing they skip and say so.

In CI (`CI=true` in the environment) conftest.py makes any skipped test an error.
"""

import os
import shutil

import pytest


def oracle(name):
    """Import an independent implementation to compare with, or skip the calling module or test."""
    return pytest.importorskip(
        name, reason=f'no {name} to compare with: pip install -e ".[oracles]"'
    )


def chromium_path(*preferred):
    """Return the path of a Chromium, from CONVLIB_CHROMIUM or the PATH, or skip."""
    commands = (*preferred, "chromium", "chromium-browser", "google-chrome", "chrome")
    return _browser_path("Chromium", *commands)


def firefox_path():
    """Return the path of a Firefox, from CONVLIB_FIREFOX or the PATH, or skip."""
    return _browser_path("Firefox", "firefox-esr", "firefox")


def _browser_path(browser, *commands):
    variable = f"CONVLIB_{browser.upper()}"
    path = os.environ.get(variable) or next(filter(None, map(shutil.which, commands)), "")
    if shutil.which(path):
        return path
    pytest.skip(f"no {browser} at {path!r}: install one or set {variable} to its path")
