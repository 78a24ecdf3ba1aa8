"""The browser side as text: one module for anywidget, one page that works by itself."""

import json
import re
from html import escape
from importlib.resources import files

__all__ = ["browser_module", "browser_text", "standalone_page"]

SCRIPTS = (
    "scene.js",
    "words.js",
    "maps.js",
    "layout.js",
    "view.js",
    "controls.js",
    "editing.js",
    "prediction.js",
    "gestures.js",
    "explorer.js",
)


def browser_text(name):
    """Text of one file in static/."""
    return files(__package__).joinpath("static", name).read_text(encoding="utf-8")


def browser_module():
    """The scripts as one ES module: anywidget loads a single text, which can import no file."""
    text = "\n".join(browser_text(f"convolution/{name}") for name in SCRIPTS)
    text = re.sub(r"^import [^;]*;$", "", text, flags=re.MULTILINE)
    return re.sub(r"^export (?!default)", "", text, flags=re.MULTILINE)


def standalone_page(state, title):
    """One HTML page in which an explorer works by itself.

    Parameters
    ----------
    state : dict
        The synced traits as plain JSON values.
    title : str

    Returns
    -------
    str
        HTML with the script, the style and the state inside.
    """
    # "<" would let a "</script>" inside the state end the script element.
    data = json.dumps(state).replace("<", "\\u003c")
    parts = {
        "TITLE": escape(title),
        "STYLE": browser_text("convolution/explorer.css"),
        "STATE": data,
        "MODULE": browser_module().replace("export default", "const widget ="),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], browser_text("page.html"))
