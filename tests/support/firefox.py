"""Firefox, driven as it offers itself: WebDriver BiDi over a websocket.

Playwright knows builds of Firefox that it has patched; this is for the one that people have.
"""

import itertools
import json
import subprocess
import time
from contextlib import closing, contextmanager

import websocket

START_SECONDS = 120
SERVER = "WebDriverBiDiServer.json"  # Firefox writes into its profile where it listens


@contextmanager
def launch(path, profile):
    """Run a headless Firefox with a profile of its own; yields a `Firefox`."""
    command = [path, "--headless", "--remote-debugging-port=0", f"--profile={profile}"]
    with (profile / "firefox.log").open("w") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
        try:
            with closing(websocket.create_connection(
                _url(process, profile), timeout=START_SECONDS, suppress_origin=True
            )) as connection:  # fmt: skip
                yield Firefox(connection)
        finally:
            process.terminate()
            process.wait(START_SECONDS)


def _url(process, profile):
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return "ws://{ws_host}:{ws_port}/session".format(**json.loads(_read(profile / SERVER)))
        except (FileNotFoundError, json.JSONDecodeError):
            time.sleep(0.1)
    raise RuntimeError(f"Firefox did not start:\n{_read(profile / 'firefox.log')}")


def _read(path):
    return path.read_text()


class Firefox:
    """One tab, and what a person does in it.

    Attributes
    ----------
    errors : list of str
        What scripts threw and nobody caught, and what they told the console as an error.
    """

    def __init__(self, connection):
        self._connection, self._numbers, self.errors = connection, itertools.count(), []
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=["log.entryAdded"])
        # In the tab that is there already no page has the focus: the address bar keeps it.
        self._tab = {"context": self._call("browsingContext.create", type="tab")["context"]}

    def _call(self, method, **params):
        number = next(self._numbers)
        self._connection.send(json.dumps({"id": number, "method": method, "params": params}))
        while (message := json.loads(self._connection.recv())).get("id") != number:
            entry = message.get("params", {})
            self.errors += [entry["text"]] if entry.get("level") == "error" else []
        if message["type"] == "error":
            raise RuntimeError(f"{method}: {message['message']}")
        return message["result"]

    def open(self, url, width=1280, height=720):
        """Show a page in a window of a size, and wait until it has loaded."""
        size = {"width": width, "height": height}
        self._call("browsingContext.setViewport", **self._tab, viewport=size)
        self._call("browsingContext.navigate", **self._tab, url=url, wait="complete")

    def evaluate(self, expression):
        """Return the value of an expression of JavaScript; of a promise, what it becomes."""
        script = f"Promise.resolve({expression}).then(value => JSON.stringify(value) ?? 'null')"
        told = self._call("script.evaluate", target=self._tab, expression=script, awaitPromise=True)
        if told["type"] == "exception":
            raise RuntimeError(told["exceptionDetails"]["text"])
        return json.loads(told["result"]["value"])

    def until(self, expression):
        """Wait until an expression of JavaScript, or what its promise becomes, is true."""
        pause = "new Promise(resolve => setTimeout(resolve, 50))"
        self.evaluate(f"(async () => {{ while (!(await ({expression}))) await {pause}; }})()")

    def press(self, key):
        """Press a key: a character, or one of WebDriver's for others, such as "\\ue014"."""
        self._act("key", {"type": "keyDown", "value": key}, {"type": "keyUp", "value": key})

    def click(self, selector):
        """Click into the middle of the first part of the page that a selector finds."""
        box = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
        x, y = self.evaluate(
            f"(({{x, y, width, height}}) => [x + width / 2, y + height / 2])({box})"
        )
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        self._act(
            "pointer",
            move,
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        )

    def _act(self, kind, *actions):
        device = {"type": kind, "id": kind, "actions": actions}
        self._call("input.performActions", **self._tab, actions=[device])
