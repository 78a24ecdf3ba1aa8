"""Write the lessons' explorers as pages for a class, in presenter size; they need no install.

    python -m notebooks.pages FOLDER

Each lesson is run up to its explorer, which is written as it starts there. The pages work without
Python and without a network, from disk, from a course page and on a phone. Needs the `test` extra.
"""

import re
from contextlib import chdir

import nbformat

from notebooks.execute import FOLDER
from notebooks.exercises import clean_up, quietly
from notebooks.handout import asked_folder, new_folder

EXPLORER = re.compile(r"^explorer = ", re.MULTILINE)


def up_to_the_explorer(notebook):
    """Code cells of a lesson down to the one that makes its explorer; none if there is none."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    made = [n for n, cell in enumerate(cells) if EXPLORER.search(cell.source)]
    return cells[: made[0] + 1] if made else []


def main(folder):
    """Write a page for each lesson that has an explorer, into a folder that is new or empty."""
    folder = new_folder(folder).resolve()
    for path in sorted(FOLDER.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        title = notebook.cells[0].source.splitlines()[0].removeprefix("# ")
        page = folder / f"{path.stem}.html"
        if cells := up_to_the_explorer(notebook):
            write_page(cells, page, title)
            print(page.name, flush=True)


def write_page(cells, path, title):
    """Run cells, and write the explorer that the last one makes as a page."""
    names = {}
    with quietly(), chdir(FOLDER):
        for cell in cells:
            exec(cell.source, names)
        names["explorer"].presenter = True
        names["explorer"].save_html(path, title=title)
    clean_up(names)


if __name__ == "__main__":
    main(asked_folder("python -m notebooks.pages", __doc__))
