"""The lessons' notebooks, as Sphinx reads them: outputs as saved, exercises to be answered."""

import shutil

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
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        shutil.copyfile(path, extra / "notebooks" / path.name)
        lesson = nbformat.read(path, as_version=4)
        target = source / "lessons" / path.name
        for cell in lesson.cells:
            if cell.cell_type == "markdown":
                cell.source = relinked(cell.source, NOTEBOOKS, target, source)
            elif cell.metadata.get("jupyter", {}).get("source_hidden"):
                cell.metadata.tags = ["hide-input"]
        put_on_page(lesson, path)
        title, _, rest = lesson.cells[0].source.partition("\n")
        lesson.cells[0].source = "\n\n".join([title, DOWNLOAD.format(name=path.name), rest])
        nbformat.write(lesson, target)
