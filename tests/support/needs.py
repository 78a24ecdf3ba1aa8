"""What some tests need beside the `test` extra: where it is missing they skip and say so.

In CI (`CI=true` in the environment) conftest.py makes any skipped test an error.
"""

import os
import shutil

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def oracle(name):
    """Import an independent implementation to compare with, or skip the calling module or test."""
    return pytest.importorskip(
        name, reason=f'no {name} to compare with: pip install -e ".[oracles]"'
    )


def chromium_path():
    """Return the path of a Chromium, from CONVLIB_CHROMIUM or the PATH, or skip."""
    path = os.environ.get("CONVLIB_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if shutil.which(path):
        return path
    pytest.skip(f"no Chromium at {path!r}: install one or set CONVLIB_CHROMIUM to its path")
