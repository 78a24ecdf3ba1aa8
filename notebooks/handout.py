"""Copy the lessons for students: without the solutions, and with nothing run.

    python notebooks/handout.py FOLDER

FOLDER gets notebooks/ and images/, so that the pictures are found. Hints stay; solutions go, and
so do the outputs, which would answer the questions before they are asked. Needs the `test` extra.
"""

import re
import shutil
import sys
from pathlib import Path

import nbformat

HERE = Path(__file__).parent
SOLUTION = re.compile(r"<details><summary>Solution .*?</details>\s*", re.DOTALL)


def without_solutions(notebook):
    """Take the folded solutions and all outputs out of a notebook, in place."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = SOLUTION.sub("", cell.source).strip()
        else:
            cell.outputs, cell.execution_count = [], None
    notebook.cells = [cell for cell in notebook.cells if cell.source]


def main(folder):
    """Write the copies into a folder that is new or empty."""
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"folder={str(folder)!r} is not empty: name a new one")
    (folder / "notebooks").mkdir(parents=True)
    for path in sorted(HERE.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        without_solutions(notebook)
        nbformat.write(notebook, folder / "notebooks" / path.name)
    pictures = shutil.ignore_patterns("*.py", "*.md", "__pycache__")
    shutil.copytree(HERE.parent / "images", folder / "images", ignore=pictures)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
