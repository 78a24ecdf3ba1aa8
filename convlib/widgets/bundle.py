"""The browser side as text: the files of static/ joined by their import lines.

anywidget loads a single module, which can import no file, and a page opened from disk can load
none either. So each file names what it uses in ordinary import lines, which an editor and a type
checker understand, and `bundle` follows them.
"""

import json
import os
import re
import tempfile
from collections import Counter
from contextlib import suppress
from html import escape
from importlib.resources import files
from pathlib import Path
from posixpath import dirname, join, normpath
from threading import Thread
from time import sleep

STATIC = files(__package__).joinpath("static")
# The only forms that are understood; each begins its line.
IMPORT = re.compile(
    r'^import \{((?:\s*\w+\s*(?:,|(?=\})))*)\s*\} from "(\.{1,2}/[^"]+)";$', re.MULTILINE
)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)
DEFAULT = re.compile(r"^export default (.*);$", re.MULTILINE)
NAME = re.compile(
    r"^(export )?(?:(?:async )?function\*?|class|const|let) +(\w+)(?= *[=({;]| extends)",
    re.MULTILINE,
)
# Comments are half of the text, and say nothing to a browser. Behind code, one with a quote stays:
# "//" may stand inside a string there.
COMMENT = re.compile(
    r"^ *(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)\n| // [^\n\"'`]*$", re.MULTILINE | re.DOTALL
)
# Lines that begin like a statement which the forms above have to account for.
STATEMENT = re.compile(r"^(?:import|export|const|let|var|function|class|async)\b.*", re.MULTILINE)
STYLE_COMMENT = re.compile(r"/\*.*?\*/\n?", re.DOTALL)
STYLE_IMPORT = re.compile(r'^@import "(\.{1,2}/[^"]+)";$', re.MULTILINE)


def browser_text(name, folder=STATIC):
    """Text of one file in static/."""
    return folder.joinpath(name).read_text(encoding="utf-8")


def bundle(entry, folder=STATIC):
    """Join a script and all that it imports into one ES module.

    Parameters
    ----------
    entry : str
        Path below `folder`, such as "convolution/explorer.js". Of all files it alone may have an
        ``export default``.
    folder : path, optional
        Where the scripts lie.

    Returns
    -------
    str
        Each file once, after the files that it imports; their import lines, the word ``export``
        and comments are left out.

    Raises
    ------
    ValueError
        If an import cannot be resolved or leads in a circle, a name is imported that is not
        exported, a line has a form that is not understood, or two files declare one name.
    """
    scripts = _in_order(entry, folder, IMPORT)
    exported = {path: _declared(path, text) for path, text in scripts.items()}
    for path, text in scripts.items():
        _check_imports(path, text, exported)
        if path != entry and DEFAULT.search(text):
            raise ValueError(f"{path} has an export default: only the entry, {entry}, may have one")
    _check_unique(exported)
    return _joined(scripts.values())


def classic(entry, folder=STATIC):
    """Join a script and all that it imports into one expression: what the entry exports by default.

    A page opened from disk can run it in a plain ``<script>``; none of its names leak.
    """
    return _called(bundle(entry, folder))


def classic_together(entries, folder=STATIC):
    """Join several entries into one expression: an object of what each exports, by its path.

    What lies in shared/ is there once. The rest of each entry stands in a function of its own, so
    that two explorers may use the same name.
    """
    shared, own = {}, []
    for entry in entries:
        bundle(entry, folder)  # refuses what cannot be joined
        scripts = _in_order(entry, folder, IMPORT)
        shared |= {path: text for path, text in scripts.items() if path.startswith("shared/")}
        rest = _joined(text for path, text in scripts.items() if path not in shared)
        own.append(f"{json.dumps(entry)}: {_called(rest)}")
    _check_unique({path: _declared(path, text) for path, text in shared.items()})
    return "(() => {\n" + _joined(shared.values()) + "return {" + ",\n".join(own) + "};\n})()"


def bundle_style(entry, folder=STATIC):
    """Join a style sheet and all that it imports, in the order of the imports, without comments."""
    return "\n".join(style_sheets(entry, folder).values())


def style_sheets(entry, folder=STATIC):
    """Text of a style sheet and of all that it imports, by path, in the order of the imports."""
    sheets = _in_order(entry, folder, STYLE_IMPORT)
    return {
        path: STYLE_COMMENT.sub("", STYLE_IMPORT.sub("", text)) for path, text in sheets.items()
    }


def live(joined, entry):
    """Give a widget its ``_esm`` or ``_css``: the text, or in development a file that follows it.

    Started with ``ANYWIDGET_HMR=1`` in the environment (and watchfiles installed), anywidget
    reloads a widget on the page when the file changes that its ``_esm`` names. So then the joined
    text goes into a temporary file, which is written anew whenever a source has changed.

    Parameters
    ----------
    joined : callable
        `bundle` or `bundle_style`.
    entry : str

    Returns
    -------
    str or pathlib.Path
    """
    if os.environ.get("ANYWIDGET_HMR") != "1":
        return joined(entry)
    path = Path(tempfile.mkdtemp(prefix="convlib-"), Path(entry).name)
    path.write_text(joined(entry), encoding="utf-8")
    Thread(target=_follow, args=(path, joined, entry), daemon=True).start()
    return path


def _follow(path, joined, entry):
    while True:
        sleep(0.3)
        with suppress(ValueError):  # a source that is just being changed
            text = joined(entry)
            if text != path.read_text(encoding="utf-8"):
                path.write_text(text, encoding="utf-8")


def standalone_page(entry, state, title):
    """One HTML page in which an explorer works by itself.

    Parameters
    ----------
    entry : str
        The explorer's script, below static/; its style sheet lies beside it.
    state : dict
        The synced traits as plain JSON values.
    title : str

    Returns
    -------
    str
        HTML with the script, the style and the state inside.
    """
    parts = {
        "TITLE": escape(title),
        "STYLE": bundle_style(entry.replace(".js", ".css")),
        # "<" would let a "</script>" inside the state end the script element.
        "STATE": json.dumps(state).replace("<", "\\u003c"),
        "OPEN": classic("shared/page.js"),
        "WIDGET": classic(entry),
    }
    page = browser_text("shared/page.html")
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], page)


def _joined(texts):
    """Join scripts in their order, without what only modules and readers need."""
    return "".join(EXPORT.sub("", IMPORT.sub("", COMMENT.sub("", text))) for text in texts)


def _called(text):
    """Expression with the value that a joined script exports by default; no name of it leaks."""
    return "(() => {\n" + DEFAULT.sub(r"return \1;", text) + "})()"


def _in_order(entry, folder, form):
    """Text of each file by its path, the files that it imports before it."""
    found = {}

    def visit(path, importers):
        if path in importers:
            circle = " → ".join([*importers[importers.index(path) :], path])
            raise ValueError(f"the imports lead in a circle: {circle}")
        if path in found:
            return
        text = _text_of(path, folder, importers)
        for match in form.finditer(text):
            visit(_resolved(path, match), (*importers, path))
        found[path] = text

    visit(entry, ())
    return found


def _text_of(path, folder, importers):
    try:
        return browser_text(path, folder)
    except OSError:
        asked = f", which {importers[-1]} imports" if importers else ""
        raise ValueError(f"there is no file {path}{asked}, in {folder}") from None


def _resolved(path, match):
    """Path below the folder of what a file imports."""
    return normpath(join(dirname(path), match.groups()[-1]))


def _declared(path, text):
    """Names that a script declares at its top level, and whether it exports them."""
    for line in STATEMENT.finditer(text):
        if not any(form.match(text, line.start()) for form in (IMPORT, DEFAULT, NAME)):
            raise ValueError(f"{path} has a line that the bundle does not understand: {line[0]}")
    return {name: bool(export) for export, name in NAME.findall(text)}


def _check_imports(path, text, exported):
    for match in IMPORT.finditer(text):
        source = _resolved(path, match)
        for name in filter(None, map(str.strip, match[1].split(","))):
            if not exported[source].get(name):
                raise ValueError(f"{path} imports {name} from {source}, which does not export it")


def _check_unique(declared):
    counts = Counter(name for names in declared.values() for name in names)
    for name, count in counts.items():
        if count > 1:
            paths = " and ".join(path for path, names in declared.items() if name in names)
            raise ValueError(f"{name} is declared twice at top level, in {paths}: rename one")
