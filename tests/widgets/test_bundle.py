"""The bundle of the browser side: what it joins, and what it refuses to join."""

import re
from pathlib import Path
from time import sleep

import pytest

from convlib.widgets.bundle import (
    STATIC,
    bundle,
    bundle_style,
    classic,
    classic_together,
    live,
)

ENTRIES = [
    str(path.relative_to(STATIC))
    for path in sorted(Path(str(STATIC)).rglob("*.js"))
    if "export default" in path.read_text()
]


@pytest.fixture
def folder(tmp_path):
    """Return a function that writes small files and gives the folder they lie in."""

    def write(files):
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
        return tmp_path

    return write


def joined(folder, entry="a.js"):
    """Lines of a bundle that hold something."""
    return [line for line in bundle(entry, folder).splitlines() if line.strip()]


# What it joins


def test_what_is_imported_comes_first_and_once(folder):
    files = {
        "one/a.js": 'import { b } from "./b.js";\nimport { c } from "../two/c.js";\nconst a = c;',
        "one/b.js": 'import { d } from "../two/d.js";\nexport const b = d;',
        "two/c.js": 'import { d } from "./d.js";\nexport const c = d;',
        "two/d.js": "export const d = 1;",
    }
    lines = ["const d = 1;", "const b = d;", "const c = d;", "const a = c;"]
    assert joined(folder(files), "one/a.js") == lines


def test_what_nothing_imports_is_left_out(folder):
    assert joined(folder({"a.js": "const a = 1;", "b.js": "const b = 2;"})) == ["const a = 1;"]


def test_an_import_may_run_over_several_lines(folder):
    files = {
        "a.js": 'import {\n  b,\n  c,\n} from "./b.js";\nconst a = b + c;',
        "b.js": "export const b = 1;\nexport function c() {}",
    }
    assert joined(folder(files))[-1] == "const a = b + c;"


@pytest.mark.parametrize(
    "declaration",
    ["const b = 1;", "let b;", "function b() {}", "async function b() {}", "class b {}",
     "class b extends Map {}"],
)  # fmt: skip
def test_every_form_of_declaration_can_be_imported(folder, declaration):
    files = {"a.js": 'import { b } from "./b.js";', "b.js": f"export {declaration}"}
    assert joined(folder(files)) == [declaration]


def test_comments_are_left_out_and_code_beside_them_stays(folder):
    comments = "// one\n/** two\n * three */\n"
    text = f"{comments}const a = /** @type {{any}} */ (1); // four\n  /** five */ a;\n"
    string = 'const c = "a // b";'
    text += f"{string}\n"
    lines = ["const a = /** @type {any} */ (1);", "  /** five */ a;", string]
    assert joined(folder({"a.js": text})) == lines


def test_a_module_keeps_its_default_export_and_a_classic_script_gives_its_value(
    folder, shared_page
):
    files = {
        "a.js": 'import { b } from "./b.js";\nexport default { b };',
        "b.js": "export const b = 3;",
    }
    assert joined(folder(files))[-1] == "export default { b };"
    assert shared_page.evaluate(classic("a.js", folder(files))) == {"b": 3}


def test_style_sheets_are_joined_in_the_order_of_their_imports(folder):
    files = {
        "one/a.css": '@import "../two/b.css";\n@import "../two/c.css";\na { color: red; }',
        "two/b.css": "b { color: red; }",
        "two/c.css": '@import "./b.css";\nc { color: red; }',
    }
    found = re.findall(r"^\w", bundle_style("one/a.css", folder(files)), re.MULTILINE)
    assert found == ["b", "c", "a"]


# What it refuses


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"a.js": 'import { b } from "./b.js";'},
            r"there is no file b\.js, which a\.js imports, in /",
        ),
        (
            {"a.js": 'import { b } from "../b.js";'},
            r"there is no file \.\./b\.js, which a\.js imports",
        ),
        (
            {"a.js": 'import { b } from "./b.js";', "b.js": "const b = 1;"},
            r"a\.js imports b from b\.js, which does not export it",
        ),
        (
            {"a.js": 'import { b, c } from "./b.js";', "b.js": "export const b = 1;"},
            r"a\.js imports c from b\.js, which does not export it",
        ),
        (
            {"a.js": 'import { b } from "./b.js";\nconst c = 1;',
             "b.js": "export const b = 1;\nclass c {}"},
            r"c is declared twice at top level, in b\.js and a\.js: rename one",
        ),
        (
            {"a.js": 'import { b } from "./b.js";\nexport const a = 1;',
             "b.js": 'import { c } from "./c.js";\nexport const b = 1;',
             "c.js": 'import { a } from "./a.js";\nexport const c = 1;'},
            r"the imports lead in a circle: a\.js → b\.js → c\.js → a\.js",
        ),
        (
            {"a.js": 'import { b } from "./b.js";',
             "b.js": "export const b = 1;\nexport default b;"},
            r"b\.js has an export default: only the entry, a\.js, may have one",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_joined_is_an_error_that_names_the_files(folder, files, message):
    with pytest.raises(ValueError, match=message):
        bundle("a.js", folder(files))


@pytest.mark.parametrize(
    "line",
    [
        'import * as b from "./b.js";',
        'import b from "./b.js";',
        'import "./b.js";',
        'import { b as c } from "./b.js";',
        'import { b } from "somewhere";',
        'import { b } from "https://example.org/b.js";',
        "import { b } from './b.js';",
        "export { b };",
        'export * from "./b.js";',
        "const [b, c] = [1, 2];",
        "let { b } = window;",
        "var b = 1;",
        "export default class {",
    ],
)
def test_a_form_that_is_not_understood_is_an_error(folder, line):
    files = {"a.js": f"const a = 1;\n{line}\n", "b.js": "export const b = 1;"}
    message = f"a.js has a line that the bundle does not understand: {line}"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        bundle("a.js", folder(files))


# Several together


def test_entries_together_share_what_lies_in_shared_and_keep_their_own_names(folder, shared_page):
    script = (
        'import { count } from "../shared/c.js";\nconst own = "%s" + count();\nexport default own;'
    )
    files = {
        "one/a.js": script % "one",
        "two/a.js": script % "two",
        "shared/c.js": "let n = 0;\nexport function count() {\n  return ++n;\n}",
    }
    text = classic_together(["one/a.js", "two/a.js"], folder(files))
    assert text.count("let n = 0") == 1
    assert shared_page.evaluate(text) == {"one/a.js": "one1", "two/a.js": "two2"}


def test_two_files_in_shared_may_not_declare_one_name_though_no_entry_has_both(folder):
    files = {
        f"{n}/a.js": f'import {{ f{n} }} from "../shared/{n}.js";\nexport default f{n};'
        for n in (1, 2)
    } | {f"shared/{n}.js": f"const same = {n};\nexport const f{n} = same;" for n in (1, 2)}
    with pytest.raises(ValueError, match="same is declared twice"):
        classic_together(["1/a.js", "2/a.js"], folder(files))


# The package's own


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_script_with_a_default_export_can_be_joined(entry, shared_page):
    assert not re.search(r"^(?:import|export (?!default))", bundle(entry), re.MULTILINE)
    assert shared_page.evaluate(f"typeof {classic(entry)}") in ("object", "function")


def test_there_are_scripts_to_join():
    assert {"convolution/explorer.js", "shared/page.js"} <= set(ENTRIES)


# In development


def test_a_widget_gets_its_text(monkeypatch):
    monkeypatch.delenv("ANYWIDGET_HMR", raising=False)
    assert live(bundle, "shared/page.js") == bundle("shared/page.js")


def test_in_development_a_widget_gets_a_file_that_follows_its_sources(folder, monkeypatch):
    monkeypatch.setenv("ANYWIDGET_HMR", "1")
    sources = folder({"a.js": 'import { b } from "./b.js";', "b.js": "export const b = 1;"})
    path = live(lambda entry: bundle(entry, sources), "a.js")
    assert path.read_text().strip() == "const b = 1;"
    folder({"b.js": "export { b };"})  # refused
    sleep(1)
    assert path.read_text().strip() == "const b = 1;"
    folder({"b.js": "export const b = 3;"})
    for _ in range(200):
        if path.read_text().strip() == "const b = 3;":
            break
        sleep(0.05)
    assert path.read_text().strip() == "const b = 3;"
