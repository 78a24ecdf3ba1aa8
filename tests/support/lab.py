"""A real JupyterLab in a real Chromium, for tests that look at what a learner sees.

`serve` starts a server that knows nothing of the user's settings, `launch` a browser without any
network but this machine, and `Lab` opens notebooks of the one in the other. The fixtures are in
conftest.py.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import nbformat
from playwright.sync_api import sync_playwright

from tests.support.paths import NOTEBOOKS, ROOT

START_SECONDS = 60
STORE = ROOT / "convlib/widgets/static/shared/store.js"
SYNC_MS = int(re.search(r"SYNC_MS = (\d+)", STORE.read_text())[1])
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Whatever asks for the internet, a lesson among it, fails here as it would in a closed room.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"

SETTINGS = {
    # Lab renders only the cells in view unless told otherwise.
    "notebook-extension/tracker": {"windowingMode": "none", "scrollPastEnd": False},
    "apputils-extension/notification": {"checkForUpdates": False, "fetchNews": "false"},
    "docmanager-extension/plugin": {"autosave": False},
}
# Otherwise Lab's server sees with Node.js, at each load, whether Lab should be built anew.
PAGE_CONFIG = {"buildAvailable": False, "buildCheck": False}
SCRATCH = count(1)
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

# What a page started with expose_app_in_browser offers: the same calls that Lab's menus make.
CONTEXT = "jupyterapp.shell.currentWidget?.sessionContext"
KERNEL = f"{CONTEXT}?.session?.kernel"
EXECUTE = f"""async code => {{
    const future = {KERNEL}.requestExecute({{ code }});
    const texts = [];
    future.onIOPub = ({{ content }}) => texts.push(content.text ?? content.traceback ?? []);
    const reply = await future.done;
    return [reply.content.status, texts.flat().join("")];
}}"""
ERRORS = """jupyterapp.shell.currentWidget.content.widgets
    .flatMap(cell => cell.model.outputs?.toJSON() ?? [])
    .filter(output => output.output_type === "error")
    .map(output => `${output.ename}: ${output.evalue}`)"""
# Closing asks nothing: what was changed is given up.
CLOSE = """async () => {
    const notebook = jupyterapp.shell.currentWidget;
    await notebook.sessionContext.shutdown();
    const closed = new Promise(resolve => notebook.disposed.connect(() => resolve()));
    notebook.context.model.dirty = false;
    notebook.close();
    await closed;
}"""
# Lab's launcher, in sight since the last notebook was closed, may take the focus a moment late.
OPEN = """async ([path, theme]) => {
    await jupyterapp.commands.execute("apputils:change-theme", { theme });
    const notebook = await jupyterapp.commands.execute("docmanager:open", { path });
    await notebook.context.ready;
    while (jupyterapp.shell.currentWidget !== notebook) {
        jupyterapp.shell.activateById(notebook.id);
        await new Promise(requestAnimationFrame);
    }
}"""
HIDDEN_HEIGHT = """Math.max(...Array.from(
    document.querySelectorAll(".jp-WindowedPanel-outer"),
    panel => panel.scrollHeight - panel.clientHeight,
))"""
TO_TOP = (
    "document.querySelectorAll('.jp-WindowedPanel-outer').forEach(panel => panel.scrollTo(0, 0))"
)


@contextmanager
def launch(executable):
    """Run headless Chromium; Playwright's event loop runs in this thread until it is closed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=[*FLAGS, OFFLINE])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def serve(folder):
    """Run a JupyterLab server over copies of the lessons; yields (url, root, settings folder)."""
    root, settings = folder / "root", folder / "settings"
    ignored = shutil.ignore_patterns(".ipynb_checkpoints", "__pycache__")
    shutil.copytree(NOTEBOOKS, root / "notebooks", ignore=ignored)
    for name, value in SETTINGS.items():
        write_setting(settings, name, value)
    _write_json(folder / "config" / "labconfig" / "page_config.json", PAGE_CONFIG)
    url = f"http://127.0.0.1:{_free_port()}"
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(
            _command(url, root),
            env=_environment(folder, settings),
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(url, server, folder / "server.log")
            yield url, root, settings
        finally:
            server.terminate()
            server.wait(START_SECONDS)


def _command(url, root):
    options = {
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.port": url.rpartition(":")[2],
        "ServerApp.port_retries": 0,
        "ServerApp.root_dir": root,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "IdentityProvider.token": "",
        "ServerApp.disable_check_xsrf": True,
        # Lets a test call Lab's own commands instead of hunting through its menus.
        "LabApp.expose_app_in_browser": True,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.extension_manager": "readonly",
    }
    return [sys.executable, "-m", "jupyterlab", *(f"--{k}={v}" for k, v in options.items())]


def _environment(folder, settings):
    """Give the server a Jupyter of its own, so that nobody's configuration decides a test."""
    own = {f"JUPYTER_{kind}_DIR": folder / kind.lower() for kind in ("CONFIG", "DATA", "RUNTIME")}
    own |= {"JUPYTERLAB_SETTINGS_DIR": settings, "JUPYTERLAB_WORKSPACES_DIR": folder / "workspaces"}
    own |= {"IPYTHONDIR": folder / "ipython"}
    return os.environ | {name: str(path) for name, path in own.items()}


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(url, server, log):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            return rest(url, "GET", "/api/status")
        except URLError:
            time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()}")


def write_setting(settings, name, value):
    """Write one of JupyterLab's user settings, as its settings editor would."""
    _write_json(settings / "@jupyterlab" / f"{name}.jupyterlab-settings", value)


def _write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


def rest(url, method, path):
    """Call the server's REST interface."""
    with urlopen(Request(url + path, method=method), timeout=START_SECONDS) as reply:
        return json.loads(reply.read() or "null")


def _wait_for_kernel(page):
    page.wait_for_function(f"{KERNEL}?.status === 'idle'", timeout=1000 * START_SECONDS)


class Lab:
    """Opens notebooks in JupyterLab, and does there what a person would.

    Paths are relative to the server's root folder: "notebooks/00-start-here.ipynb" is a copy of
    that lesson. Pages are Playwright's, with all it offers.

    Attributes
    ----------
    errors : list of Error
        What the pages' scripts threw and nobody caught; the fixture fails on any.
    left : list of Page
        Pages that tests have left: the next notebook opens there, without loading Lab again.
    """

    def __init__(self, browser, url, root, settings):
        self.browser, self.url, self.root, self.settings = browser, url, root, settings
        self.errors, self.left = [], []

    def notebook(self, cells, kernel="python3"):
        """Write a scratch notebook of code cells, given by their sources; return its path."""
        notebook = nbformat.v4.new_notebook(cells=[*map(nbformat.v4.new_code_cell, cells)])
        return self._write(notebook, kernel, Path())

    def _write(self, notebook, kernel, folder):
        notebook.metadata = {"kernelspec": {"name": kernel, "display_name": kernel}}
        path = folder / f"scratch-{next(SCRATCH)}.ipynb"
        nbformat.write(notebook, self.root / path)
        return path.as_posix()

    def open(self, path, theme="light", width=1280, height=1000):
        """Open a notebook and wait until its kernel is ready; returns the page."""
        page = self._show(path, theme, width, height)
        _wait_for_kernel(page)
        return page

    def open_without_kernel(self, path, theme="light", width=1280, height=1000):
        """Open a copy of a notebook whose kernel is not installed: nothing shows but what is saved.

        Lab then asks which kernel to take; the answer here is none.
        """
        notebook = nbformat.read(self.root / path, as_version=4)
        copy = self._write(notebook, "not installed", Path(path).parent)
        page = self._show(copy, theme, width, height)
        page.get_by_role("dialog").get_by_role("button", name="No Kernel").click()
        return page

    def leave(self, page):
        """Close a page's notebook and end its kernel; Lab must be as it was when it was opened."""
        if page.evaluate(f"Boolean({KERNEL})"):
            self.settle(page)  # Lab throws what a kernel that ends has not answered
        page.evaluate(CLOSE)
        self.left.append(page)

    def _show(self, path, theme, width, height):
        size = {"width": width, "height": height}
        if self.left:
            page = self.left.pop()
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=theme)
            page.evaluate(OPEN, [path, THEMES[theme]])
        else:
            page = self._load(path, theme, size)
        page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        page.locator(f"body[data-jp-theme-name='{THEMES[theme]}']").wait_for(state="attached")
        return page

    def _load(self, path, theme, size):
        write_setting(self.settings, "apputils-extension/themes", {"theme": THEMES[theme]})
        page = self.browser.new_page(viewport=size, color_scheme=theme)
        page.on("pageerror", lambda error: self.errors.append(error))
        # A workspace of its own holds nothing that Lab would open again.
        page.goto(f"{self.url}/lab/workspaces/{next(SCRATCH)}/tree/{path}")
        return page

    def run_all(self, page):
        """Run every cell and wait for the last; a cell that fails raises its error."""
        if not page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')"):
            raise RuntimeError(page.evaluate(ERRORS))

    def run(self, page, code):
        """Run code in the notebook's kernel, outside its cells; returns what it printed.

        When it returns, the page has handled every message the code sent, comms included.
        """
        status, text = page.evaluate(EXECUTE, code)
        if status != "ok":
            raise RuntimeError(text)
        return text

    def settle(self, page):
        """Let the kernel hear all that was done on the page, so that nothing undoes what comes.

        Explorers tell it of changes a moment later (SYNC_MS; a page's timers go off
        in turn), and a widget keeps a change back until the one before is answered.
        """
        page.evaluate(f"new Promise(resolve => setTimeout(resolve, {SYNC_MS}))")
        self.run(page, "")

    def restart_kernel(self, page):
        """Restart the notebook's kernel, as Lab's menu does: the page stays."""
        page.evaluate(f"{KERNEL}.restart()")

    def interrupt_kernel(self, page):
        """Press Lab's stop button."""
        page.evaluate(f"{KERNEL}.interrupt()")

    def shutdown_kernel(self, page):
        """Shut the notebook's kernel down, as Lab's menu does: the page stays, on its own."""
        kernel = page.evaluate(f"{KERNEL}.id")
        page.evaluate(f"{CONTEXT}.shutdown()")
        page.wait_for_function(f"!{KERNEL}")
        if kernel in {model["id"] for model in rest(self.url, "GET", "/api/kernels")}:
            raise RuntimeError(f"kernel {kernel} still runs")

    def screenshot(self, page, path):
        """Write a picture of the whole notebook: the window is made as tall as that needs."""
        size = page.viewport_size
        height = size["height"] + page.evaluate(HIDDEN_HEIGHT)
        page.set_viewport_size(size | {"height": height})
        page.evaluate(TO_TOP)
        page.screenshot(path=path)
        page.set_viewport_size(size)

    def close(self):
        """Close the pages and end the kernels."""
        for context in self.browser.contexts:
            context.close()
        paths = [f"/api/sessions/{one['id']}" for one in rest(self.url, "GET", "/api/sessions")]
        with ThreadPoolExecutor() as pool:
            list(pool.map(partial(rest, self.url, "DELETE"), paths))
