"""The table of border names in lesson 12, held to the libraries themselves."""

import importlib.util
import re

import nbformat
import numpy as np
import pytest
from scipy import ndimage

from convlib import add_padding
from tests.support.needs import oracle
from tests.support.paths import NOTEBOOKS

ROW = np.array([1.0, 2, 3, 4])
LESSON = nbformat.read(NOTEBOOKS / "12-tiles.ipynb", as_version=4)
TABLE = [
    [cell.strip().strip("*") for cell in line.strip("|").split("|")]
    for line in "\n".join(cell.source for cell in LESSON.cells).splitlines()
    if line.startswith("| ")
]
COLUMNS, ROWS = TABLE[0], TABLE[2:]


def by_numpy(name):
    return np.pad(ROW, 2, name)


def by_scipy(name):
    places = np.arange(-2, len(ROW) + 2)
    return ndimage.map_coordinates(ROW, [places], order=0, mode=name)


def by_convlib(name):
    return add_padding(ROW[None], ((0, 0), (2, 2)), padding_mode=name)[0]


def by_torch(name):
    torch = oracle("torch")
    kernel = torch.eye(8, dtype=torch.float64)[:, None]  # each shows one cell of what it is given
    layer = torch.nn.Conv1d(1, 8, 8, padding=2, padding_mode=name, bias=False, dtype=torch.float64)
    layer.weight = torch.nn.Parameter(kernel)
    return layer(torch.tensor(ROW[None, None])).detach().numpy().ravel()


def by_dask(name):
    array = pytest.importorskip("dask.array")
    boundary = int(name) if name.isdigit() else name
    made = array.overlap.overlap(array.from_array(ROW, chunks=4), {0: 2}, {0: boundary})
    return made.compute()


def by_opencv(name):
    cv2 = importlib.import_module("cv2")
    kind = getattr(cv2, f"BORDER_{name}")
    return cv2.copyMakeBorder(ROW[None], 0, 0, 2, 2, kind, value=0)[0]


LIBRARIES = {
    "convlib, PyTorch": [by_convlib, by_torch],
    "NumPy `pad`": [by_numpy],
    "SciPy `ndimage`": [by_scipy],
    "OpenCV `BORDER_…`": [by_opencv] if importlib.util.find_spec("cv2") else [],
    "dask `overlap`": [by_dask],
}


def test_the_table_has_five_borders_and_a_column_for_each_library():
    assert COLUMNS[1:] == [*LIBRARIES]
    assert len(ROWS) == 5


@pytest.mark.parametrize(
    ("column", "pad"), [(column, pad) for column, pads in LIBRARIES.items() for pad in pads]
)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_name_in_the_table_puts_what_the_table_says(row, column, pad):
    name = row[COLUMNS.index(column)]
    if name:
        expected = [int(number) for number in re.findall(r"\d", row[0])]
        np.testing.assert_array_equal(pad(name), expected)
