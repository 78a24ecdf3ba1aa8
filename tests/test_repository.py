"""What holds for the repository as a whole: imports, dependencies, README, style."""

import ast
import doctest
import importlib
import re
import subprocess
import sys
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

import nbformat
import pytest
import yaml

import convlib

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
README = (ROOT / "README.md").read_text()
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("[!.]*/*.md")])

# What `import convlib` must not cost; each of these loads when a name that needs it is first used.
HEAVY = {"matplotlib", "ipywidgets", "anywidget", "traitlets", "IPython", "imageio", "PIL"}
# The design's order: a module imports only from its own line and those before it.
ORDER = [
    {"geometry", "examples", "engine"},
    {"conv"},
    {"filters", "draw"},
    {"animate", "check"},
    {"explorer"},
]
PACKAGE_OF = {"PIL": "pillow", "IPython": "ipython"}


def run(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)


# Imports


def imports(source):
    """Names of all modules that a piece of code imports; "." leads those of its own package."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield "." * node.level + node.module
        elif isinstance(node, ast.ImportFrom):
            yield from ("." + alias.name for alias in node.names)


def modules():
    """Modules of convlib by name, each with those of convlib that it imports."""
    paths = [path for path in (ROOT / "convlib").glob("*.py") if path.stem != "__init__"]
    return {
        path.stem: {name[1:] for name in imports(path.read_text()) if name.startswith(".")}
        for path in paths
    }


def reached(name, graph):
    """All modules that importing one loads."""
    return {name}.union(*(reached(other, graph) for other in graph[name]))


def test_importing_convlib_loads_numpy_only():
    loaded = run(sys.executable, "-c", "import sys, convlib; print(*sys.modules)").stdout.split()
    assert "numpy" in loaded
    assert HEAVY.intersection(loaded) == set()


def test_modules_do_not_import_in_circles():
    assert list(TopologicalSorter(modules()).static_order())


def test_modules_import_downwards_only():
    graph = modules()
    rank = {name: level for level, names in enumerate(ORDER) for name in names}
    upwards = [
        (name, other)
        for name in rank
        for other in reached(name, graph) & rank.keys()
        if rank[other] > rank[name]
    ]
    assert upwards == []


@pytest.mark.parametrize("name", convlib.__all__)
def test_public_names_can_be_had_and_are_documented(name):
    value = getattr(convlib, name)
    assert not callable(value) or value.__doc__


@pytest.mark.parametrize("name", sorted(modules()))
def test_names_that_a_module_offers_exist(name):
    module = importlib.import_module(f"convlib.{name}")
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
    sources = [path.read_text() for path in (ROOT / "convlib").glob("*.py")]
    names = {
        name.partition(".")[0] for text in [*sources, *lesson_sources()] for name in imports(text)
    }
    needed = {PACKAGE_OF.get(name, name) for name in names - sys.stdlib_module_names} - {
        "",
        "convlib",
    }
    declared = {re.match(r"[\w-]+", line)[0] for line in PROJECT["dependencies"]}
    assert needed <= declared
    # Pillow is what imageio writes GIFs with.
    assert declared - needed <= {"pillow"}


def test_the_conda_environment_installs_this_project_and_pins_python():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text())
    python, pip, installed = environment["dependencies"]
    assert re.fullmatch(r"python=3\.\d+", python)
    assert (pip, installed) == ("pip", {"pip": ["-e .[lab]"]})


def test_the_version_is_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert PROJECT["version"] == convlib.__version__ == citation["version"]


# Pages


def test_the_readme_installs_opens_and_tests_with_one_command_each():
    commands = re.findall(r"^pip install .*&&.*$", README, re.MULTILINE)
    assert commands == [
        'pip install -e ".[lab]" && jupyter lab --notebook-dir=. notebooks/00-start-here.ipynb',
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


# Style


def test_ruff_finds_nothing():
    found = run(sys.executable, "-m", "ruff", "check", "--no-cache", ".")
    assert found.returncode == 0, found.stdout


def test_ruff_would_format_nothing():
    found = run(sys.executable, "-m", "ruff", "format", "--no-cache", "--check", ".")
    assert found.returncode == 0, found.stdout
