"""What holds for the repository as a whole: imports, dependencies, README, style."""

import ast
import doctest
import importlib
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter

import nbformat
import pytest
import yaml

import convlib
from tests.support.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
README = (ROOT / "README.md").read_text()
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("[!.]*/*.md")])

PACKAGE_OF = {"PIL": "pillow", "IPython": "ipython"}


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


# Imports

# From the ground up. A file imports from its own folder and from the floors below its own; a folder
# is one room, and a file that lies in none is a room by itself. A new file has to be given a floor.
FLOORS = [
    {"axis", "pixels"},
    {"arguments"},
    {"engine", "geometry", "operands", "examples"},
    {"pixel_sums"},
    {"conv", "photos", "saving"},
    {"filters", "scene", "transpose", "gradients", "pooling", "matrix", "piecewise"},
    {"words", "layers", "learning"},
    {"stacks", "published"},
    {"trails", "costs"},
    {"fields"},
    {"tiling", "chunks"},
    {"cutting"},
    {"check", "figures"},
    {"widgets"},
    {"__main__"},
]
# What a room may load beside NumPy and the standard library; all others load nothing more.
LOADS = {
    "chunks": {"dask"},  # not installed by itself, but with the extra "large"
    "pixels": {"PIL"},  # when a file is read, see the test of fresh processes
    "figures": {"matplotlib", "PIL", "imageio", "IPython"},
    "widgets": {"anywidget", "ipywidgets", "traitlets", "IPython"},
    "__main__": set(),  # a shell's way in to figures and widgets
}
PACKAGE = ROOT / "convlib"
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def imports(source):
    """Names of all modules that a piece of code imports; "." leads those of its own package."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield "." * node.level + node.module
        elif isinstance(node, ast.ImportFrom):
            yield from ("." * node.level + alias.name for alias in node.names)


def module_name(path):
    """Dotted name of a file, below convlib."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__")


def imported_from_convlib(path):
    """Dotted names, below convlib, of the modules that a file imports."""
    package = ["convlib", *path.relative_to(PACKAGE).parent.parts]
    for name in imports(path.read_text()):
        if name.startswith("."):
            level = len(name) - len(name.lstrip("."))
            name = ".".join([*package[: len(package) - level + 1], name.lstrip(".")])
        if name.partition(".")[0] == "convlib":
            yield name.partition(".")[2]


def imported_from_others(path):
    """Packages beside the standard library that a file imports, wherever in it."""
    names = {name.partition(".")[0] for name in imports(path.read_text())}
    return names - sys.stdlib_module_names - {"", "convlib"}


def room(module):
    return module.partition(".")[0]


def floor(module):
    """Floor of a module; a room that has none fails."""
    return next(level for level, rooms in enumerate(FLOORS) if room(module) in rooms)


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_a_file_imports_from_its_own_room_and_the_floors_below(path):
    own = module_name(path)
    wrong = [
        name
        for name in imported_from_convlib(path)
        if room(name) != room(own) and floor(name) >= floor(own)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_a_file_loads_what_its_room_may_load(path):
    allowed = {"numpy"} | LOADS.get(room(module_name(path)), set())
    assert imported_from_others(path) <= allowed


def test_modules_do_not_import_in_circles():
    graph = {module_name(path): set(imported_from_convlib(path)) for path in FILES}
    assert list(TopologicalSorter(graph).static_order())


def loaded_by(*modules):
    """Packages beside the standard library that a fresh process has loaded after some imports."""
    code = f"import sys, {', '.join(modules)}; print(*sys.modules)"
    loaded = {name.partition(".")[0] for name in run(sys.executable, "-c", code).stdout.split()}
    return {name for name in loaded - sys.stdlib_module_names if not name.startswith("_")}


LIGHT = [
    "convlib",
    *(f"convlib.{module_name(p)}" for p in FILES if room(module_name(p)) not in LOADS),
]


@pytest.mark.parametrize("modules", [["convlib"], ["convlib.check"], LIGHT], ids=str)
def test_numbers_and_checks_load_numpy_only(modules):
    own = loaded_by("sys")  # what a fresh process has anyway
    assert loaded_by(*modules) - own == {"convlib", "numpy"}


@pytest.mark.parametrize("name", convlib.__all__)
def test_public_names_can_be_had_and_are_documented(name):
    value = getattr(convlib, name)
    assert not callable(value) or value.__doc__


@pytest.mark.parametrize("path", FILES, ids=module_name)
def test_names_that_a_module_offers_exist(path):
    module = importlib.import_module(f"convlib.{module_name(path)}")
    assert [n for n in getattr(module, "__all__", []) if not hasattr(module, n)] == []


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="'convlib' has no attribute 'conv3d'"):
        _ = convlib.conv3d


# Dependencies


def lesson_sources():
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = nbformat.read(path, as_version=4).cells
        yield from (cell.source for cell in cells if cell.cell_type == "code")


def test_dependencies_are_what_convlib_and_the_lessons_import():
    sources = [path.read_text() for path in PACKAGE.rglob("*.py")]
    names = {
        name.partition(".")[0] for text in [*sources, *lesson_sources()] for name in imports(text)
    }
    needed = {PACKAGE_OF.get(name, name) for name in names - sys.stdlib_module_names} - {
        "",
        "convlib",
    }
    large = PROJECT["optional-dependencies"]["large"]
    declared, extra = (
        {re.match(r"[\w-]+", line)[0] for line in lines}
        for lines in (PROJECT["dependencies"], large)
    )
    assert needed <= declared | extra
    # Pillow is what imageio writes GIFs with.
    assert declared - needed <= {"pillow"}


def test_the_conda_environment_installs_this_project_and_pins_python():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, pip, installed = environment["dependencies"]
    assert re.fullmatch(r"python=3\.\d+", python)
    assert (pip, installed) == ("pip", {"pip": ["-e .[lab,large]"]})


def test_version_and_authors_are_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert PROJECT["version"] == convlib.__version__ == citation["version"]
    assert PROJECT["authors"] == citation["authors"]
    assert f"## {convlib.__version__}" in (ROOT / "CHANGELOG.md").read_text()


# Pages


def test_the_readme_installs_opens_and_tests_with_one_command_each():
    commands = re.findall(r"^pip install .*&&.*$", README, re.MULTILINE)
    assert commands == [
        'pip install -e ".[lab]" && jupyter lab notebooks/00-start-here.ipynb',
        'pip install -e ".[test,oracles]" && python -m pytest',
    ]


def test_the_readme_names_the_lessons_there_are():
    named = set(re.findall(r"notebooks/([\w-]+\.ipynb)", README))
    assert named == {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}


def test_what_the_readme_shows_of_python_is_true():
    session = "\n".join(re.findall(r"^```python\n(.*?)^```", README, re.MULTILINE | re.DOTALL))
    test = doctest.DocTestParser().get_doctest(session, {}, "README.md", "README.md", 0)
    report = []
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=report.append)
    assert test.examples
    assert not report, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_and_pictures_of_a_page_exist(page):
    targets = re.findall(r"\]\(([^)#\s]+)|(?:src|href)=\"([^\"#]+)", page.read_text())
    local = [target for target in map("".join, targets) if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_pictures_of_a_page_have_alt_text(page):
    text = page.read_text()
    assert re.findall(r"!\[\s*\]\(", text) == []
    assert [
        tag for tag in re.findall(r"<img\b[^>]*>", text) if not re.search(r'alt="\w', tag)
    ] == []


def planned(page):
    """Paths, below the repository, that the plan on a page names; folders end in a slash."""
    plan = re.search(r"^```\n(convlib/.*?)^```", (ROOT / page).read_text(), re.M | re.S)
    folders = []
    for indent, name in re.findall(r"^( *)(\S+) +\S", plan[1], re.MULTILINE):
        folders[len(indent) // 4 :] = [name]
        yield "".join(folders)


def folders_in(folder):
    """A folder of the repository and all below it, as a plan names them."""
    below = [path for path in folder.rglob("*/") if path.name != "__pycache__"]
    return {f"{path.relative_to(ROOT).as_posix()}/" for path in [folder, *below]}


def test_the_plan_of_convlib_has_a_sentence_for_each_file_and_for_nothing_else():
    files = {path.relative_to(ROOT).as_posix() for path in FILES if path.name != "__init__.py"}
    named = [*planned("convlib/README.md")]
    assert {*named} == {"convlib/__init__.py"} | files | folders_in(PACKAGE)
    assert len(named) == len({*named})


def test_contributing_names_the_folders_there_are():
    top = {f"{path.parent.name}/" for path in ROOT.glob("[!.]*/*.py")}
    static = "convlib/widgets/static/"
    own = {folder for folder in folders_in(PACKAGE) if not folder.startswith(static)}
    assert {*planned("CONTRIBUTING.md")} == top | own | {static}


def test_contributing_is_a_page_and_a_half_at_most():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    assert len(text.splitlines()) <= 75
    assert len(text.split()) <= 900


def test_make_tells_what_each_of_its_targets_does():
    rules = (ROOT / "Makefile").read_text()
    targets = re.findall(r"^([\w-]+):", rules, re.MULTILINE)
    assert re.findall(r"^([\w-]+):  ## [A-Z]", rules, re.MULTILINE) == targets
    assert re.search(r"^\.PHONY: (.*)$", rules, re.MULTILINE)[1].split() == targets


# Style


@pytest.mark.lint
def test_ruff_finds_nothing():
    found = run(sys.executable, "-m", "ruff", "check", "--no-cache", ".")
    assert found.returncode == 0, found.stdout


@pytest.mark.lint
def test_ruff_would_format_nothing():
    found = run(sys.executable, "-m", "ruff", "format", "--no-cache", "--check", ".")
    assert found.returncode == 0, found.stdout
