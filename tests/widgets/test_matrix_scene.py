"""The browser's own matrices and sums, held to convolution_matrix, im2col, conv2d and the FFT."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.linalg import circulant

from convlib import MatrixExplorer, conv2d, convolution_matrix, im2col
from convlib.figures.matrix import PICTURES, map_size, matrix_size, ring_matrix
from convlib.widgets.bundle import bundle
from tests.support.examples import examples

EXPOSE = """globalThis.scene = {
    entryAt, factors, fullResult, isValid, mapSize, matrixSize, meeting, overlaps, shownAs, sums,
    terms };"""
ANSWER = """state => {
    const s = globalThis.scene;
    const [rows, cols] = s.matrixSize(state);
    const over = (make) => Array.from({ length: rows }, (_, row) =>
        Array.from({ length: cols }, (_, col) => make(state, row, col)));
    return {
        matrix: over(s.entryAt),
        met: over(s.meeting),
        factors: s.factors(state),
        sums: s.sums(state),
        map: s.mapSize(state),
        full: state.show === "ring" ? s.fullResult(state) : [],
        overlaps: Array.from({ length: rows }, (_, row) => s.overlaps(state, row)),
    };
}"""
OFFERED = """([state, show]) => {
    const shown = globalThis.scene.shownAs(state, show);
    return [shown, globalThis.scene.isValid(shown)];
}"""
numbers = st.integers(-9, 9)


@pytest.fixture(scope="module")
def module(chromium):
    """Return a page that holds the functions of matrix/scene.js and nothing else."""
    page = chromium.new_page()
    page.add_script_tag(content=bundle("matrix/scene.js") + EXPOSE, type="module")
    page.wait_for_function("globalThis.scene")
    yield page
    page.close()


def plane(draw, rows, cols):
    row = st.lists(numbers, min_size=cols, max_size=cols)
    return np.array(draw(st.lists(row, min_size=rows, max_size=rows)))


@st.composite
def planes(draw):
    """Draw an image, and a kernel that fits into it."""
    rows, cols = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    return plane(draw, rows, cols), plane(
        draw, draw(st.integers(1, rows)), draw(st.integers(1, cols))
    )


@st.composite
def rings(draw):
    """Draw an image and a kernel of one row, and how many places a ring for them has."""
    n, k = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    return plane(draw, 1, n), plane(draw, 1, k), draw(st.integers(max(n, k), n + k))


def ask(module, image, kernel, show, length=1):
    state = {"image": image.tolist(), "kernel": kernel.tolist(), "show": show, "length": length}
    return module.evaluate(ANSWER, state)


@examples(25)
@given(planes=planes())
def test_the_matrix_is_that_of_convlib_and_its_rows_make_the_feature_map(module, planes):
    image, kernel = planes
    told = ask(module, image, kernel, "matrix")
    np.testing.assert_array_equal(told["matrix"], convolution_matrix(kernel, image.shape))
    np.testing.assert_array_equal(told["factors"], image.ravel())
    check_sums(told, conv2d(image, kernel))
    assert tuple(told["map"]) == map_size(image, kernel, "matrix", 1)


@examples(25)
@given(planes=planes())
def test_the_packed_rows_are_the_columns_of_im2col(module, planes):
    image, kernel = planes
    told = ask(module, image, kernel, "packed")
    np.testing.assert_array_equal(told["matrix"], im2col(image, kernel.shape).T)
    np.testing.assert_array_equal(told["factors"], kernel.ravel())
    check_sums(told, conv2d(image, kernel))


@examples(25)
@given(ring=rings())
def test_the_ring_is_what_an_fft_of_its_length_gives(module, ring):
    image, kernel, length = ring
    told = ask(module, image, kernel, "ring", length)
    column = np.pad(kernel[0], (0, length - kernel.size))
    np.testing.assert_array_equal(told["matrix"], circulant(column))
    np.testing.assert_array_equal(told["matrix"], ring_matrix(kernel[0], length))
    spectrum = np.fft.fft(image[0], length) * np.fft.fft(kernel[0], length)
    np.testing.assert_allclose(told["sums"], np.fft.ifft(spectrum).real, atol=1e-9)
    full = np.convolve(image[0], kernel[0])
    np.testing.assert_array_equal(told["full"], full)
    assert told["overlaps"] == [place + length < full.size for place in range(length)]
    right = np.pad(full, (0, max(length - full.size, 0)))[:length]
    differs = np.array(told["sums"]) != right
    assert not (differs & ~np.array(told["overlaps"])).any()


def check_sums(told, feature_map):
    np.testing.assert_array_equal(told["sums"], feature_map.ravel())
    assert len(told["matrix"]) == feature_map.size


@examples(20)
@given(planes=planes())
def test_where_a_row_meets_a_column_the_image_cell_and_the_weight_are_named(module, planes):
    image, kernel = planes
    for show in ("matrix", "packed"):
        told = ask(module, image, kernel, show)
        for row, col in np.ndindex(matrix_size(image, kernel, show, 1)):
            met, value = told["met"][row][col], told["matrix"][row][col]
            factor = told["factors"][col]
            seen = [image[tuple(met["cell"])], kernel[tuple(met["weight"])] if met["weight"] else 0]
            assert [value, factor] == (seen if show == "packed" else seen[::-1])


@examples(40)
@given(
    rows=st.tuples(st.integers(1, 2), st.integers(1, 2)),
    cols=st.tuples(st.integers(1, 16), st.integers(1, 16)) | st.just((32, 20)),
    length=st.integers(1, 64),
    show=st.sampled_from(PICTURES),
)
def test_a_picture_is_offered_where_python_draws_it(module, rows, cols, length, show):
    assume(rows[0] * cols[0] <= 32 >= rows[1] * cols[1])
    image, kernel = map(np.ones, zip(rows, cols, strict=True))
    state = {"image": image.tolist(), "kernel": kernel.tolist(), "show": "", "length": length}
    shown, is_offered = module.evaluate(OFFERED, [state, show])
    try:
        MatrixExplorer(image, kernel, show=show, length=shown["length"])
    except ValueError:
        assert not is_offered
    else:
        assert is_offered


def test_what_goes_round_the_end_is_known(module):
    told = ask(module, np.array([[1, 2, 3, 4]]), np.array([[1, 10, 100]]), "ring", 4)
    assert told["sums"] == [341, 412, 123, 234]
    round_the_end = [(r, c) for r in range(4) for c in range(4) if told["met"][r][c]["wraps"]]
    assert round_the_end == [(0, 2), (0, 3), (1, 3)]
