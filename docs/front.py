"""The front page: the first thing on it moves."""

import nbformat

from convlib import ConvExplorer

from .paths import NOTEBOOKS

# The image and the kernel of lesson 00: all of it is in sight on the first screen.
IMAGE = [[2, 0, 1, 3, 1], [1, 2, 0, 1, 2], [0, 1, 3, 2, 0], [2, 1, 0, 1, 1], [1, 0, 2, 0, 3]]
KERNEL = [[1, 0, 2], [0, 1, 1], [3, 0, 0]]


def stage_front(source):
    """Put the explorer, and all lessons, on the front page."""
    path = source / "index.md"
    explorer = ConvExplorer(IMAGE, KERNEL, max_padding=1, max_dilation=2)
    text = path.read_text().replace("<!-- explorer -->", explorer.still_html())
    lessons = (_entry(path) for path in sorted(NOTEBOOKS.glob("*.ipynb")))
    path.write_text(text.replace("<!-- lessons -->", "\n".join(lessons)))


def _entry(path):
    """Line of the contents: a lesson's number, its title, its page."""
    first = nbformat.read(path, as_version=4).cells[0].source.partition("\n")[0]
    return f"{path.stem[:2]} {first.removeprefix('# ')} <lessons/{path.stem}>"
