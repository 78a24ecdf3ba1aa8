"""Fixtures for tests that need a browser: `page` for a page by itself, `lab` for JupyterLab."""

import pytest
from needs import chromium_path


@pytest.fixture(scope="session")
def chromium_executable():
    """Path of a Chromium; where there is none the test skips, in CI it fails."""
    return chromium_path()


@pytest.fixture(scope="module")
def chromium(chromium_executable):
    """Headless Chromium, for one module: its event loop must not outlive the browser tests."""
    from lab import launch

    with launch(chromium_executable) as browser:
        yield browser


@pytest.fixture
def page(chromium):
    """Return an empty page without a server behind it; a script error nobody caught fails."""
    errors = []
    page = chromium.new_page()
    page.on("pageerror", lambda error: errors.append(error))
    yield page
    page.close()
    assert errors == []


@pytest.fixture(scope="session")
def lab_server(chromium_executable, tmp_path_factory):
    """Return address, root folder and settings folder of a JupyterLab server."""
    from lab import serve

    with serve(tmp_path_factory.mktemp("lab")) as server:
        yield server


@pytest.fixture(scope="module")
def lab(chromium, lab_server):
    """JupyterLab in Chromium; a script error that nobody caught fails the module's last test."""
    from lab import Lab

    lab = Lab(chromium, *lab_server)
    yield lab
    lab.close()
    assert lab.errors == []
