"""What some tests need beside the `test` extra: skip, saying why, where it is not there.

In CI (`CI=true` in the environment) nothing may skip: there a missing piece is an error.
"""

import os
import shutil
from importlib import import_module

import pytest

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def oracle(name):
    """Import an independent implementation to compare with, or skip the calling module or test."""
    if IN_CI:
        return import_module(name)
    return pytest.importorskip(
        name, reason=f'no {name} to compare with: pip install -e ".[oracles]"'
    )


def chromium_path():
    """Return the path of a Chromium, from CONVLIB_CHROMIUM or the PATH, or skip."""
    path = os.environ.get("CONVLIB_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if shutil.which(path):
        return path
    reason = f"no Chromium found at {path!r}: install one or set CONVLIB_CHROMIUM to its path"
    if IN_CI:
        pytest.fail(reason)
    pytest.skip(reason)
