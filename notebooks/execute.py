"""Run lessons from top to bottom and save what they show, ready to commit.

    python notebooks/execute.py          every lesson
    python notebooks/execute.py 00 06    those whose names begin like this

Outputs and execution counts are kept: nbval compares them, and readers on GitHub see nothing else.
What differs from run to run or from machine to machine is taken out. Needs the `test` extra.
"""

import argparse
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"file_extension": ".py", "name": "python", "pygments_lexer": "ipython3"},
}


def execute(notebook):
    """Run a notebook in place, in a fresh kernel and in the lessons' folder.

    Parameters
    ----------
    notebook : NotebookNode
        Gets the new outputs and the execution counts 1 to n.

    Raises
    ------
    nbclient.exceptions.CellExecutionError
        If a cell fails.
    """
    NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=60,
        store_widget_state=False,
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(FOLDER)}},
    ).execute()


def normalise(notebook):
    """Take out of a notebook, in place, what depends on who ran it and when.

    A saved widget-view would show an error to whoever reopens the lesson without the kernel that
    made it; without it the next richest form of the same output shows: a picture, or text.

    Parameters
    ----------
    notebook : NotebookNode
        Keeps its sources, outputs, execution counts, tags, cell ids, and which cells hide their
        source. Texts say where a slide begins.
    """
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata = _kept(cell.metadata) | _slide(cell)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if _without_view(output)]


def _kept(metadata):
    kept = {"tags": metadata.tags} if metadata.get("tags") else {}
    if metadata.get("jupyter", {}).get("source_hidden"):
        kept["jupyter"] = {"source_hidden": True}
    return kept


def _slide(cell):
    """Where a slide begins: at a heading, and below it at each text; code stays with its text."""
    if cell.cell_type != "markdown":
        return {}
    begins = "slide" if cell.source.startswith(("# ", "## ")) else "subslide"
    return {"slideshow": {"slide_type": begins}}


def _without_view(output):
    """Take the widget-view out of an output; false if it held nothing else."""
    output.get("data", {}).pop(WIDGET_VIEW, None)
    return output.get("data") != {}


def asked_lessons():
    """Read the command line: paths of all lessons, or of those whose names begin as it says."""
    kept = argparse.RawDescriptionHelpFormatter
    command = "python notebooks/execute.py"
    parser = argparse.ArgumentParser(prog=command, description=__doc__, formatter_class=kept)
    parser.add_argument("names", metavar="NAME", nargs="*", help="how a lesson's name begins")
    lessons = sorted(FOLDER.glob("*.ipynb"))
    names = parser.parse_args().names or [""]
    for name in names:
        if not any(path.name.startswith(name) for path in lessons):
            parser.error(f"no lesson's name begins with {name!r}")
    return [path for path in lessons if path.name.startswith(tuple(names))]


def main(lessons):
    """Execute, normalise and save lessons."""
    for path in lessons:
        start = time.perf_counter()
        notebook = nbformat.read(path, as_version=4)
        execute(notebook)
        normalise(notebook)
        nbformat.write(notebook, path)
        print(f"{path.name}: {time.perf_counter() - start:.1f} s", flush=True)


if __name__ == "__main__":
    main(asked_lessons())
