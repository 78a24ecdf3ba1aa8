"""One script that brings the explorers of a page to life, whoever made the page.

The still of an explorer carries its state (still.py). So a page made from a saved notebook, by
Sphinx, Jupyter Book, Quarto or nbconvert, needs no more than this script to have them move.
"""

import json
from pathlib import Path

from .bundle import STATIC, classic_together, style_sheets

START = "page/alive.js"
SHARED = "shared"  # the style sheet that all explorers have in common


def explorer_entries(folder=STATIC):
    """Return the entry scripts of all explorers there are, below static/.

    Examples
    --------
    >>> "convolution/explorer.js" in explorer_entries()
    True
    """
    rooms = sorted(room.name for room in folder.iterdir() if room.is_dir())
    return [
        f"{room}/explorer.js" for room in rooms if folder.joinpath(room, "explorer.js").is_file()
    ]


def page_script(folder=STATIC):
    """Join what a page needs, scripts and styles of all explorers, into one classic script.

    Parameters
    ----------
    folder : path, optional
        Where the scripts lie.

    Returns
    -------
    str
        JavaScript for a plain ``<script defer src="convlib.js"></script>``. It needs no network,
        and works in a page opened from disk, too.
    """
    entries = explorer_entries(folder)
    parts = classic_together([START, *entries], folder)
    return (
        f"// The explorers of convlib, for any page made from a saved notebook. MIT licence.\n"
        f"(() => {{\nconst {{ {json.dumps(START)}: start, ...widgets }} = {parts};\n"
        f"start(widgets, {json.dumps(_styles(entries, folder), indent=0)});\n}})();\n"
    )


def _styles(entries, folder):
    """Style sheets of the explorers by entry: what lies in shared/ once, under its own name."""
    shared = style_sheets(START.replace("alive.js", "page.css"), folder)
    styles = {}
    for entry in entries:
        sheets = style_sheets(entry.replace(".js", ".css"), folder)
        shared |= {path: text for path, text in sheets.items() if path.startswith("shared/")}
        styles[entry] = "\n".join(text for path, text in sheets.items() if path not in shared)
    return {SHARED: "\n".join(shared.values()), **styles}


def save_script(path):
    """Write the script that brings the explorers of a page to life.

    Parameters
    ----------
    path : str or path-like
        Ends in ".js".

    Raises
    ------
    ValueError
        If the path does not end in ".js" or its folder is missing.
    """
    path = Path(path)
    if path.suffix != ".js":
        raise ValueError(f"path={str(path)!r} must end in .js")
    if not path.parent.is_dir():
        raise ValueError(f"path={str(path)!r} lies in a folder that does not exist: make it first")
    path.write_text(page_script(), encoding="utf-8")
