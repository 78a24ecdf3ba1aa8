"""What all tests share: their markers, no skipping in CI, and the fixtures that open a browser.

`page` is a page by itself, `shared_page` that of a whole module, which is quicker, and `lab` is
JupyterLab.
"""

import asyncio
import gc
import os

import pytest
from hypothesis import settings

from tests.support.needs import chromium_path

# As many workers run as there are cores: further threads of BLAS and PyTorch would wait for them.
os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}

# No deadlines: on a busy machine they fail for nothing. CI tries the same examples every time.
settings.register_profile("convlib", deadline=None, derandomize=IN_CI)
# `make test` asks for the quick one: --hypothesis-profile=quick.
settings.register_profile("quick", settings.get_profile("convlib"), max_examples=15)
settings.load_profile("convlib")


def pytest_configure(config):
    """Measure no coverage in the lessons' kernels: nbval would, and cannot read a bare --cov."""
    config.option.cov_source = None  # pytest-cov has taken it already


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers():
    """Run one worker more than there are cores: a third of their time they wait for a browser."""
    return (yield) + 1


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by marker
def pytest_collection_modifyitems(items):
    """Mark each test that opens a browser, and each cell of a lesson."""
    for item in items:
        if "chromium_executable" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if item.path.suffix == ".ipynb":
            item.add_marker("lessons")


def pytest_sessionfinish(session):
    """In CI a skipped test is an error: there everything that a test needs has to be there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    # The workers of pytest-xdist have no reporter; what they skip is counted where they report to.
    if IN_CI and reporter and reporter.stats.get("skipped"):
        reporter.write_line("\nERROR: tests were skipped, which CI does not accept", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="module", autouse=True)
def no_leaks():
    """Let what a module leaves open fail in that module, not in one that runs when it is found."""
    gc.collect()
    gc.freeze()  # what earlier modules still hold need not be looked through again
    yield
    gc.collect()


@pytest.fixture(scope="session")
def chromium_executable():
    """Path of a Chromium; where there is none the test skips, in CI it fails.

    Best is Debian's chromium-headless-shell: the same pages, drawn without a hidden window around
    them, which takes an eighth less of these tests' time.
    """
    return chromium_path("chromium-headless-shell")


@pytest.fixture(scope="session")
def browser(chromium_executable):
    """Headless Chromium and the event loop of the Playwright that drives it."""
    from tests.support.lab import launch

    with launch(chromium_executable) as browser:
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield browser, loop
        asyncio._set_running_loop(loop)


@pytest.fixture(scope="module")
def chromium(browser):
    """Headless Chromium; only while tests drive it does its loop count as this thread's.

    Playwright says after each call that its loop runs, so that no other may start in the thread.
    """
    browser, loop = browser
    asyncio._set_running_loop(loop)
    yield browser
    asyncio._set_running_loop(None)


@pytest.fixture
def page(chromium):
    """Return an empty page without a server behind it; a script error nobody caught fails."""
    errors = []
    page = chromium.new_page()
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    page.close()
    assert errors == []


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
    errors.clear()
    yield page
    page.mouse.move(1, 1)
    assert errors == []


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory):
    """Return address, root folder and settings folder of a JupyterLab server."""
    from tests.support.lab import serve

    with serve(tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture(scope="module")
def lab(chromium, lab_server):
    """JupyterLab in Chromium; a script error that nobody caught fails the module's last test."""
    from tests.support.lab import Lab

    lab = Lab(chromium, *lab_server)
    yield lab
    lab.close()
    assert lab.errors == []
