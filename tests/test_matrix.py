"""A convolution as a product of matrices: im2col and convolution_matrix, against PyTorch."""

import sys

import numpy as np
import pytest
from hypothesis import given

from convlib import ConvGeometry, conv2d, conv_transpose2d, convolution_matrix, im2col
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING
from tests.support.examples import examples
from tests.support.needs import oracle
from tests.support.random_convolutions import convolutions

some = examples(80)
RNG = np.random.default_rng(9)
MOVES = ("stride", "padding", "dilation")


def moves(options):
    return {name: options[name] for name in MOVES}


# -- im2col


def test_every_window_is_written_out_as_a_column():
    found = im2col(np.arange(9).reshape(3, 3), 2)
    assert found.tolist() == [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]


@some
@given(convolutions(modes=("zeros",)))
def test_im2col_is_pytorchs_unfold(case):
    torch = oracle("torch")
    image, kernel, options = case
    (top, bottom), (left, right) = options["padding"]
    padded = torch.nn.functional.pad(torch.tensor(image), (left, right, top, bottom))
    unfold = torch.nn.functional.unfold
    wanted = unfold(
        padded, kernel.shape[2:], stride=options["stride"], dilation=options["dilation"]
    )
    found = im2col(image, kernel.shape[2:], **moves(options))
    np.testing.assert_array_equal(found, wanted.numpy())
    np.testing.assert_array_equal(
        im2col(image[0], kernel.shape[2:], **moves(options)), wanted[0].numpy()
    )


@some
@given(convolutions(modes=("zeros",)))
def test_one_product_with_the_columns_is_the_convolution(case):
    image, kernel, options = case
    kernel = np.resize(kernel, (3, image.shape[1], *kernel.shape[2:]))
    columns = im2col(image, kernel.shape[2:], **moves(options))
    right = conv2d(image, kernel, **moves(options))
    found = (kernel.reshape(3, -1) @ columns).reshape(right.shape)
    np.testing.assert_allclose(found, right, atol=1e-12)


@pytest.mark.parametrize("padding", ["same", "full", "valid"])
def test_im2col_takes_padding_by_name(padding):
    image, kernel = RNG.normal(size=(6, 7)), RNG.normal(size=(3, 2))
    right = conv2d(image, kernel, padding=padding, stride=2)
    found = kernel.ravel() @ im2col(image, (3, 2), padding=padding, stride=2)
    np.testing.assert_allclose(found.reshape(right.shape), right, atol=1e-12)


@pytest.mark.parametrize(
    ("shape", "size", "options", "wanted"),
    [
        ((3, 227, 227), 11, {"stride": 4}, (363, 3025)),
        ((6, 7), (2, 3), {}, (6, 25)),
        ((2, 5, 4, 6, 7), 2, {}, (2, 5, 16, 30)),
        ((0, 4, 6, 7), 2, {}, (0, 16, 30)),
        ((2, 0, 6, 7), 2, {"padding": 1}, (2, 0, 56)),
    ],
)
def test_columns_have_a_row_for_each_weight_and_a_column_for_each_position(
    shape, size, options, wanted
):
    assert im2col(np.zeros(shape), size, **options).shape == wanted


@pytest.mark.parametrize("dtype", ["bool", "uint8", "float16", "float32", "complex64", "int64"])
@pytest.mark.parametrize("size", [1, 2])
def test_columns_keep_the_images_dtype_and_share_no_memory_with_it(dtype, size):
    image = np.ones((2, 3, 3), dtype)
    found = im2col(image, size)
    assert found.dtype == dtype
    assert not np.shares_memory(found, image)
    found[...] = 0
    assert image.all()


def test_read_only_images_of_any_strides_are_taken():
    image = RNG.normal(size=(24, 36))[::-2, ::3].T
    image.setflags(write=False)
    np.testing.assert_array_equal(im2col(image, 3), im2col(image.copy(), 3))


# -- convolution_matrix


def test_each_row_of_the_matrix_holds_the_kernel_once():
    found = convolution_matrix([[1, 2]], (2, 3))
    assert found.tolist() == [
        [1, 2, 0, 0, 0, 0],
        [0, 1, 2, 0, 0, 0],
        [0, 0, 0, 1, 2, 0],
        [0, 0, 0, 0, 1, 2],
    ]


def test_the_matrix_gives_the_published_feature_map():
    matrix = convolution_matrix(SEED_KERNEL, SEED_IMAGE.shape, **SEED_SETTING)
    assert (matrix @ SEED_IMAGE.ravel()).reshape(3, 6).tolist() == [
        [52, 64, 60, 83, 61, 91],
        [84, 85, 78, 81, 94, 66],
        [77, 76, 74, 50, 79, 72],
    ]


def test_of_a_small_matrix_36_of_64_cells_and_of_a_large_one_1_15_percent_are_not_zero():
    small = convolution_matrix(np.ones((3, 3)), 4)
    assert small.shape == (4, 16)
    assert np.count_nonzero(small) == 36
    large = convolution_matrix(np.ones((3, 3)), 28)
    assert round(np.count_nonzero(large) / large.size * 100, 2) == 1.15


@pytest.mark.parametrize("sparse", [False, True])
@some
@given(case=convolutions(planes=True, modes=("zeros",)))
def test_the_matrix_and_its_transpose_are_the_convolution_and_the_transposed_one(sparse, case):
    if sparse:
        oracle("scipy")
    image, kernel, options = case
    matrix = convolution_matrix(kernel, image.shape, **moves(options), sparse=sparse)
    right = conv2d(image, kernel, **moves(options))
    np.testing.assert_allclose(matrix @ image.ravel(), right.ravel(), atol=1e-12)
    leftover = ConvGeometry(image.shape, kernel.shape, **moves(options)).leftover
    back = conv_transpose2d(right, kernel, **moves(options), output_padding=leftover)
    np.testing.assert_allclose(matrix.T @ right.ravel(), back.ravel(), atol=1e-11)


@pytest.mark.parametrize("padding", ["same", "full", "valid"])
def test_convolution_matrix_takes_padding_by_name(padding):
    image, kernel = RNG.normal(size=(6, 7)), RNG.normal(size=(3, 2))
    matrix = convolution_matrix(kernel, (6, 7), padding=padding, stride=(2, 1))
    right = conv2d(image, kernel, padding=padding, stride=(2, 1))
    np.testing.assert_allclose(matrix @ image.ravel(), right.ravel(), atol=1e-12)


@pytest.mark.parametrize("dtype", ["bool", "uint8", "float16", "float32", "complex64", "int64"])
def test_the_matrix_has_the_kernels_dtype(dtype):
    assert convolution_matrix(np.ones((2, 2), dtype), 3).dtype == dtype


def test_a_sparse_matrix_holds_the_same_cells_and_no_zeros():
    oracle("scipy")
    kernel = np.array([[1, 0, -1], [2, 0, -2]], np.float32)
    options = {"padding": 1, "stride": 2}
    sparse = convolution_matrix(kernel, (5, 6), **options, sparse=True)
    dense = convolution_matrix(kernel, (5, 6), **options)
    assert sparse.format == "csr"
    assert sparse.dtype == np.float32
    assert sparse.nnz == np.count_nonzero(dense)
    np.testing.assert_array_equal(sparse.toarray(), dense)


def test_a_kernel_of_zeros_makes_a_matrix_of_zeros():
    oracle("scipy")
    assert not convolution_matrix([[0]], 3).any()
    assert convolution_matrix([[0]], 3, sparse=True).nnz == 0


def test_where_scipy_is_missing_a_dense_matrix_can_be_had_and_a_sparse_one_says_what_it_needs(
    monkeypatch,
):
    monkeypatch.setitem(sys.modules, "scipy", None)
    monkeypatch.delitem(sys.modules, "scipy.sparse", raising=False)
    assert convolution_matrix([[3]], 1).tolist() == [[3]]
    with pytest.raises(ImportError, match=r"sparse=True needs SciPy: install it \(pip install sci"):
        convolution_matrix([[3]], 1, sparse=True)


# -- errors name the argument, its value and the remedy


def test_wrong_values_are_refused_with_a_remedy():
    for words, call in {
        r"kernel_size=0 must be at least 1": lambda: im2col(np.ones((3, 3)), 0),
        r"spans 5 rows but the image has 3: give": lambda: im2col(np.ones((3, 3)), 5),
        r"image has shape \(3,\): its last two": lambda: im2col(np.ones(3), 1),
        r"kernel has shape \(1, 1, 1\): give one plane": lambda: convolution_matrix([[[1]]], 3),
        r"input_size=0 must be at least 1": lambda: convolution_matrix([[1]], 0),
        r"spans 2 columns but the image has 1": lambda: convolution_matrix([[1, 2]], 1),
        r"padding='half' must be \"valid\"": lambda: convolution_matrix([[1]], 3, padding="half"),
    }.items():
        with pytest.raises(ValueError, match=words):
            call()


def test_wrong_types_are_refused_with_a_remedy():
    with pytest.raises(TypeError, match="image has dtype <U1"):
        im2col([["a"]], 1)
    with pytest.raises(TypeError, match=r"kernel_size=1\.5 must be an integer"):
        im2col([[1]], 1.5)
    with pytest.raises(TypeError, match=r"input_size='3' must be an integer"):
        convolution_matrix([[1]], "3")
