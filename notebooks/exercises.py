"""The exercises as they stand in a lesson: its cells, its folded solutions, its check.

Tests run them with right and wrong answers; the site asks the checks about every answer in range.
"""

import ast
import re
from contextlib import contextmanager, redirect_stdout
from functools import cached_property
from io import StringIO
from tempfile import TemporaryDirectory

import nbformat

from convlib.check import Verdict
from convlib.figures import publish

CODE = re.compile(r"```python\n(.*?)```|`(\w+ = [^`]+)`", re.DOTALL)
# What publishes pictures in a notebook.
SHOWING = ("show", "show_animation", "show_figures", "show_photos")


class Lesson:
    """A lesson's setup cells and its exercises by number."""

    def __init__(self, path):
        self.setup, self.exercises, self.solutions, self.hints = [], {}, {}, []
        number = None
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                self._add_code(cell, number)
                continue
            for heading in re.findall(r"^## (.*)", cell.source, re.MULTILINE):
                found = re.match(r"Exercise (\d)", heading)
                number = int(found[1]) if found else None
            self.hints += [number] * cell.source.count("<details><summary>Hint</summary>")
            for solved, text in re.findall(
                r"<summary>Solution of exercise (\d)</summary>(.*?)</details>",
                cell.source,
                re.DOTALL,
            ):
                fenced, inline = CODE.search(text).groups()
                self.solutions[int(solved)] = fenced or inline

    def _add_code(self, cell, number):
        explorer = "nbval-ignore-output" in cell.metadata.get("tags", [])
        if number is None:
            self.setup.append(cell.source)
        elif not explorer:
            self.exercises.setdefault(number, []).append(cell.source)

    @cached_property
    def _names(self):
        names = {}
        with quietly():
            for source in self.setup:
                exec(source, names)
        return names

    def namespace(self):
        """Return what all cells outside the exercises have defined."""
        return dict(self._names)

    def close(self):
        """Remove the folders that the cells have made for a while, as a kernel does at its end."""
        if "_names" in vars(self):  # if anybody has run them
            clean_up(self._names)


def clean_up(names):
    """Remove the folders that cells have made for a while."""
    for value in names.values():
        if isinstance(value, TemporaryDirectory):
            value.cleanup()


@contextmanager
def quietly():
    """Print nothing and show no picture while a lesson's cells are run: the saved ones do."""
    showing = {name: getattr(publish, name) for name in SHOWING}
    for name in showing:
        setattr(publish, name, lambda *_, **__: None)
    try:
        with redirect_stdout(StringIO()):
            yield
    finally:
        for name, function in showing.items():
            setattr(publish, name, function)


def bound(statement):
    """Names that a statement defines, in their order."""
    if isinstance(statement, ast.FunctionDef):
        return [statement.name]
    if isinstance(statement, ast.Assign):
        nodes = (node for target in statement.targets for node in ast.walk(target))
        return [node.id for node in nodes if isinstance(node, ast.Name)]
    return []


def run(cells, names, answer=""):
    """Run an exercise's cells, an answer in place of what it defines; return its verdicts."""
    answered = set().union(*(bound(s) for s in ast.parse(answer).body))
    exec(answer, names)
    verdicts = []
    for statement in ast.parse("\n".join(cells)).body:
        if isinstance(statement, ast.Expr):
            value = eval(ast.unparse(statement.value), names)
            verdicts += [value] if isinstance(value, Verdict) else []
        elif answered.isdisjoint(bound(statement)):
            exec(ast.unparse(statement), names)
    return verdicts
