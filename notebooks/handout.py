"""Copy the lessons for students: without the solutions, and with nothing run.

    python notebooks/handout.py FOLDER

Hints stay; solutions and what you should have seen go, and so do the outputs, which would answer
the questions before they are asked. Needs the `test` extra.
"""

import argparse
import re
from pathlib import Path

import nbformat

HERE = Path(__file__).parent
ANSWER = re.compile(
    r"<details><summary>(Solution|What you should have seen).*?</details>\s*", re.DOTALL
)


def without_answers(notebook):
    """Take the folded solutions, what was to be seen, and all outputs out of a notebook."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = ANSWER.sub("", cell.source).strip()
        else:
            cell.outputs, cell.execution_count = [], None
    notebook.cells = [cell for cell in notebook.cells if cell.source]


def new_folder(folder):
    """Make a folder, unless it is there and empty."""
    folder = Path(folder)
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"folder={str(folder)!r} is not empty: name a new one")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def asked_folder(command, told):
    """Read the command line: the name of a folder that is new or empty.

    Parameters
    ----------
    command : str
        What has been typed before that name.
    told : str
        What the command does, for ``--help``.

    Returns
    -------
    pathlib.Path
        The folder, which is there now. Any other command line ends with what is wrong with it.
    """
    kept = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog=command, description=told, formatter_class=kept)
    parser.add_argument("folder", metavar="FOLDER", help="new, or empty")
    try:
        return new_folder(parser.parse_args().folder)
    except OSError as error:
        parser.error(str(error))


def main(folder):
    """Write the copies into a folder that is new or empty."""
    folder = new_folder(folder)
    for path in sorted(HERE.glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        without_answers(notebook)
        nbformat.write(notebook, folder / path.name)


if __name__ == "__main__":
    main(asked_folder("python notebooks/handout.py", __doc__))
