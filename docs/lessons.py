"""The lessons' notebooks, as Sphinx reads them: outputs as saved, exercises to be answered."""

import shutil
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat

import nbformat

from .exercises import put_on_page
from .pages import relinked
from .paths import NOTEBOOKS

DOWNLOAD = (
    '<p class="lesson-download"><a href="../notebooks/{name}" download>Download this notebook</a> '
    "to run it in JupyterLab.</p>"
)


def stage_lessons(source, extra):
    """Put every lesson into the folder that Sphinx reads, and its notebook beside, to download."""
    for folder in (source / "lessons", extra / "notebooks"):
        folder.mkdir(parents=True, exist_ok=True)
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    for path in paths:
        shutil.copyfile(path, extra / "notebooks" / path.name)
    with ProcessPoolExecutor() as pool:  # the checks are asked thousands of times
        list(pool.map(_stage, paths, repeat(source)))


def _stage(path, source):
    lesson = nbformat.read(path, as_version=4)
    target = source / "lessons" / path.name
    put_on_page(lesson, path)
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            cell.source = relinked(cell.source, NOTEBOOKS, target, source)
        elif cell.metadata.get("jupyter", {}).get("source_hidden"):
            cell.metadata.tags = ["hide-input"]
    title, _, rest = lesson.cells[0].source.partition("\n")
    lesson.cells[0].source = "\n\n".join([title, DOWNLOAD.format(name=path.name), rest])
    nbformat.write(lesson, target)
