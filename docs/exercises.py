"""The exercises on a page: input fields where tables know the answers, else what is needed."""

import ast
import json
import re
from contextlib import closing, contextmanager
from html import escape

import nbformat
import numpy as np

from convlib.check.questions import Question
from notebooks.exercises import Lesson, bound, quietly

from .tables import ITEMS, table_of_items, table_of_numbers

MOST_NUMBERS = 24  # of one answer: more than that nobody types
FIELD = (
    '<div class="exercise" data-lesson="{lesson}" data-number="{number}" '
    "data-parts='{parts}'><p>Put your answer into the notebook: on this page, the field for it "
    "needs JavaScript.</p></div>"
)
AT_HOME = (
    '<p class="exercise-note">{reason}: open the notebook in '
    '<a href="../home.html">JupyterLab</a>.</p>'
)
CODE = "This exercise asks for code of yours"
LARGE = "This exercise has more answers than a page can know"


def put_on_page(lesson, path):
    """Give each exercise of a notebook, in place, a field for each of its parts or a note.

    Parameters
    ----------
    lesson : NotebookNode
    path : pathlib.Path
        Of the same notebook.
    """
    cells = {cell.source: cell for cell in lesson.cells if cell.cell_type == "code"}
    with closing(Lesson(path)) as asked, quietly():
        for number, sources in asked.exercises.items():
            cell, stubs = cells[sources[-1]], stubs_of("\n".join(sources))
            tables = [table_of(asked, number, stub) for stub in stubs]
            if tables and all(tables):
                cell.outputs = cell.outputs[:-1]  # what the check said of an answer not yet given
                asked_for = [asked_of(stub, sources[-1], alone=len(stubs) == 1) for stub in stubs]
                cell.outputs.append(_html(_fields(path.stem, number, asked_for, tables)))
            else:
                note = AT_HOME.format(reason=reason_for(asked, number, stubs))
                cell.outputs.append(_html(note))


def reason_for(asked, number, stubs):
    """Say why an exercise has no field on its page."""
    if re.search(r"^def ", "\n".join(asked.exercises[number]), re.M):
        return CODE
    if stubs and isinstance(solution_of(asked, number, stubs[0]), np.ndarray):
        return CODE  # nobody types an array
    return LARGE


def stubs_of(source):
    """Names that a reader gives values in place of None."""
    assigned = [one for one in ast.parse(source).body if isinstance(one, ast.Assign)]
    return [name for one in assigned if ends_in_none(one.value) for name in bound(one)]


def ends_in_none(value):
    """Whether an expression is None, or a tuple of Nones."""
    return {"None"} == {ast.unparse(part) for part in getattr(value, "elts", [value])}


def table_of(asked, number, stub):
    """Table of an exercise, or None if its answers are no numbers, or too many."""
    solution = solution_of(asked, number, stub)
    form = np.shape(solution) if is_rectangular(solution) else None
    if form is None or np.size(solution) > MOST_NUMBERS:
        return None
    ask = asker(asked, number, stub)
    with questions() as met:
        is_right = ask(solution).startswith("Right")
    if not is_right:
        return None
    if not met and isinstance(solution, list) and isinstance(solution[0], tuple):
        return table_of_items(ask, solution) if form[1:] and form[1] in ITEMS else None
    known = [answer for question in met for _, answer in question.mistakes]
    if not known and np.size(solution) > 4 and form[:1] != (2,):
        return None
    return table_of_numbers(ask, solution, known)


def is_rectangular(value):
    """Whether a value is a number, or an even table of numbers, that a reader can type."""
    try:
        numbers = np.asarray(value)
    except ValueError:
        return False
    is_whole = numbers.dtype.kind in "iu"
    return is_whole or (numbers.dtype.kind == "f" and bool((numbers == numbers.round(3)).all()))


def solution_of(asked, number, stub):
    """Value of an exercise's folded solution."""
    names = asked.namespace()
    exec(asked.solutions[number], names)
    return names[stub]


def asker(asked, number, stub):
    """Return the exercise's own check as a function: it takes an answer, returns its sentence.

    Of an exercise in parts it takes one, and all others are right.
    """
    names, solution = asked.namespace(), asked.solutions[number]
    exec(solution, names)
    solved = {name for statement in ast.parse(solution).body for name in bound(statement)}
    *before, check = ast.parse("\n".join(asked.exercises[number])).body
    for statement in before:
        if solved.isdisjoint(bound(statement)):
            exec(ast.unparse(statement), names)
    code = compile(ast.Expression(check.value), "exercise", "eval")

    def ask(answer):
        return eval(code, names | {stub: answer}).message

    return ask


@contextmanager
def questions():
    """Remember the questions that a check asks, which know what each mistake gives."""
    met, make = [], Question.__init__

    def remember(question, *arguments, **named):
        make(question, *arguments, **named)
        met.append(question)

    Question.__init__ = remember
    try:
        yield met
    finally:
        Question.__init__ = make


def asked_of(stub, source, *, alone):
    """Text before a field: what the cell says of its answer or, of one among several, its name."""
    if not alone:
        return stub.replace("_", " ")
    line = next(line for line in source.splitlines() if line.startswith(f"{stub} = "))
    return line.partition("#")[2].strip() or "your answer"


def _fields(lesson, number, asked, tables):
    parts = [{"asked": a, "table": table} for a, table in zip(asked, tables, strict=True)]
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    text = escape(text, quote=False).replace("'", "&#39;")
    return FIELD.format(lesson=lesson, number=number, parts=text)


def _html(text):
    return nbformat.v4.new_output("display_data", {"text/html": text})
