"""What editors and type checkers see: every public name, and types that fit how it is called."""

import ast
import inspect
import subprocess
import sys

import pytest

import convlib
from tests.support.paths import ROOT

STUB = ROOT / "convlib" / "__init__.pyi"
# A lesson's calls, right and wrong. mypy reports a comment that hides no error, too.
USE = """
import numpy as np
import convlib
from convlib import (
    Branches, Conv, ConvGeometry, Pool, Transposed, add_padding, apply_filter_to_image, box_kernel,
    check_cell, conv2d, conv2d_loops, cost, draw_receptive_field, gaussian_kernel, kernels,
    output_size, receptive_field,
)

image, kernel = np.arange(12).reshape(3, 4), [[1, 0], [0, -1]]
feature_map: np.ndarray = conv2d(image, kernel, stride=(2, 1), padding="same")
conv2d(image, kernels["sharpen"], padding=((0, 1), (1, 0)), dilation=np.int64(2))
conv2d(np.ones((1, 3, 4)), np.ones((2, 1, 2, 2)), bias=[0.5, 1], padding=[1, 1], groups=1)
conv2d_loops(image.tolist(), kernel, padding=np.array([1, 2]))
add_padding(image, [[0, 1], [1, 0]], padding_mode="reflect")
apply_filter_to_image(image.astype(np.uint8), gaussian_kernel(5, 1))
apply_filter_to_image(image, box_kernel((1, 3)))
geometry = ConvGeometry((9, 14), 5, stride=(2, 1), padding="full", dilation=2)
rows: int = geometry.output_size[0]
rows, cols = ConvGeometry(image.shape, (2, 2), padding=((1, 0), (0, 0))).padded_size
taps: tuple[int, ...] = geometry.window((0, 1))[1]
size: int = output_size(14, 5, padding=2)
check_cell(5, image, kernel, (0, 0), stride=2)
draw_receptive_field(image, kernel, position=(0, 1), padding="same")
block = Branches([Conv(3, padding="same", channels=4), Pool((2, 1), stride=1)], [], join="stack")
field = receptive_field([block, Transposed(2, stride=(2, 1))], image.shape)[-1]
seen: range = field.cells((0, 1))[0]
parameters: int = cost([block], (1, 3, 4))[0].parameters

conv2d(image)  # type: ignore[call-arg]
conv2d(image, kernel, stride="2")  # type: ignore[arg-type]
conv2d(image, kernel, dilation=0.5)  # type: ignore[arg-type]
conv2d(image, kernel, strides=2)  # type: ignore[call-arg]
conv2d(image, kernel, padding_mode=0)  # type: ignore[arg-type]
ConvGeometry((9, 14), 5.0)  # type: ignore[arg-type]
Conv(3, 2)  # type: ignore[call-arg]
Branches(Conv(3))  # type: ignore[arg-type]
receptive_field([3])  # type: ignore[list-item]
ConvGeometry((9, 14), 5).window(3)  # type: ignore[arg-type]
gaussian_kernel(3, "1")  # type: ignore[arg-type]
kernels["mine"] = np.ones((3, 3))  # type: ignore[index]
convlib.conv3d  # type: ignore[attr-defined]
"""


def stub_imports():
    """(public name, module below convlib) of every line that imports in the stub."""
    lines = [node for node in ast.parse(STUB.read_text()).body if isinstance(node, ast.ImportFrom)]
    assert all(line.level == 1 for line in lines)
    # Only "as" makes a stub's import public.
    return [(alias.asname, line.module) for line in lines for alias in line.names]


def test_the_stub_names_what_is_public_and_no_more():
    assert sorted(name for name, _ in stub_imports()) == sorted(convlib.__all__)


def test_the_stub_finds_each_lazy_name_where_it_is_loaded_from():
    assert {name: module for name, module in stub_imports() if name in convlib._LAZY} == (
        convlib._LAZY
    )


@pytest.mark.parametrize(("name", "module"), stub_imports())
def test_the_stub_means_the_same_object(name, module):
    __import__(f"convlib.{module}")
    assert getattr(convlib, name) is getattr(sys.modules[f"convlib.{module}"], name)


def test_lazy_names_are_sorted():
    assert list(convlib._LAZY) == sorted(convlib._LAZY)


def public_functions(name):
    """Return what can be called under a public name: a function, or what a class of ours has."""
    one = getattr(convlib, name)
    if not inspect.isclass(one):
        return [one] if inspect.isfunction(one) else []
    own = [kind for kind in one.__mro__ if kind.__module__.startswith("convlib.")]
    parts = [part for kind in own for name, part in vars(kind).items() if name[0] != "_"]
    return [*filter(inspect.isfunction, (getattr(part, "fget", part) for part in parts))]


@pytest.mark.parametrize("name", convlib.__all__)
def test_what_is_public_says_the_type_that_it_returns(name):
    silent = [each for each in public_functions(name) if "return" not in each.__annotations__]
    assert silent == []


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """Return the errors that mypy finds, in one run, in the package and in a user's calls."""
    path = tmp_path_factory.mktemp("types") / "use.py"
    path.write_text(USE)
    command = [sys.executable, "-m", "mypy", "--no-incremental", "--no-pretty", "convlib", path]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300)
    errors = [line for line in run.stdout.splitlines() if ": error:" in line]
    assert run.returncode == bool(errors), run.stdout + run.stderr
    calls = [line for line in errors if "use.py:" in line]
    return {"calls": calls, "package": [line for line in errors if line not in calls]}


@pytest.mark.lint
def test_mypy_finds_nothing(found):
    assert found["package"] == []


@pytest.mark.lint
def test_a_users_calls_are_type_checked(found):
    assert found["calls"] == []
