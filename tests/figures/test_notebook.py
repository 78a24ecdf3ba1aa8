"""Figures in real kernels, and in what nbconvert makes of a notebook."""

import base64
import io

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import LatexExporter
from PIL import Image

from convlib import ConvExplorer, draw_loops, draw_maps, draw_receptive_field
from convlib.figures.pixels import figure_png

pytestmark = pytest.mark.kernel
IMPORTS = "from convlib import ConvExplorer, draw_loops, draw_maps, draw_receptive_field"
PLANES = ([[1, 2], [3, 4]], [[1, -1]])
LAST_LINES = {
    f"draw_receptive_field(*{PLANES})": draw_receptive_field(*PLANES),
    f"draw_loops(*{PLANES})": draw_loops(*PLANES),
    "draw_maps({'a': [[5]]})": draw_maps({"a": [[5]]}),
    f"ConvExplorer(*{PLANES}).figure()": ConvExplorer(*PLANES).figure(),
}
PUBLISHED = """
import numpy as np
from convlib import show, show_animation, show_photos
show_animation([[1, 2]], [[3]], alt="three, then six")
show(draw_maps({"a": [[5]]}), alt="five")
show_photos(("one", np.zeros((9, 9), np.uint8), "black"), caption="A photo.")
"""


def executed(*sources):
    """Return a notebook of some cells that has run in a fresh kernel."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    return notebook


@pytest.mark.parametrize("first", ["", "%matplotlib inline", "import matplotlib.pyplot as plt"])
def test_a_figure_as_the_last_line_of_a_cell_shows_its_picture_once(first):
    cells = executed(f"{first}\n{IMPORTS}", *LAST_LINES).cells
    assert cells[0].outputs == []
    for cell, (line, figure) in zip(cells[1:], LAST_LINES.items(), strict=True):
        assert len(cell.outputs) == 1, line
        assert base64.b64decode(cell.outputs[0].data["image/png"]) == figure_png(figure), line


def test_pictures_reach_a_latex_export():
    notebook = executed(IMPORTS, *list(LAST_LINES)[:1], PUBLISHED)
    text, resources = LatexExporter().from_notebook_node(notebook)
    files = resources["outputs"]
    kinds = [Image.open(io.BytesIO(content)).format for content in files.values()]
    assert sorted(kinds) == ["JPEG", "PNG", "PNG", "PNG"]
    assert all(name in text for name in files)
