"""The net below the checks: a test that sees it catch something fails, unless it asks for it.

`convlib.check.verdict.stopped` answers for whatever stops a check that nobody thought of. To a
learner that is a kindness; in a test it would hide the fault. Import both fixtures in a conftest.
"""

import pytest

from convlib.check import verdict


@pytest.fixture
def net():
    """Ask for the net: what it catches is answered in this test, as it is for a learner."""


@pytest.fixture(autouse=True)
def no_net(request, monkeypatch):
    """Let what stops a check stop the test."""
    if "net" in request.fixturenames:
        return

    def raise_it(error):
        raise AssertionError("a check was stopped, and only the net caught it") from error

    monkeypatch.setattr(verdict, "stopped", raise_it)
