"""Layers by their sizes: what they hold, what they refuse, and the sizes of their maps."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import (
    Branches,
    Conv,
    Pool,
    Transposed,
    conv2d,
    conv_transpose2d,
    max_pool2d,
)
from convlib.layers import Step
from tests.support.examples import examples
from tests.support.networks import convs, pools, transposed

extents = st.tuples(st.integers(1, 12), st.integers(1, 12))


def made_by(layer, image):
    if isinstance(layer, Pool):
        setting = {"stride": layer.stride, "dilation": layer.dilation, "ceil_mode": layer.ceil_mode}
        return max_pool2d(image, layer.kernel_size, padding=layer.padding, **setting)
    kernel = np.ones(layer.kernel_size)
    setting = {"stride": layer.stride, "padding": layer.padding, "dilation": layer.dilation}
    if isinstance(layer, Conv):
        return conv2d(image, kernel, **setting)
    return conv_transpose2d(image, kernel, output_padding=layer.output_padding, **setting)


@examples(150)
@given(convs() | pools() | transposed(), extents)
def test_a_layer_knows_the_size_that_its_operator_makes(layer, size):
    size_of_map = layer.output_size(size)
    try:
        found = made_by(layer, np.ones(size)).shape
    except ValueError as error:
        assert min(size_of_map) < 1 or "without a cell of the image" in str(error)  # noqa: PT017
    else:
        assert size_of_map == found


def test_arguments_are_read_into_pairs():
    layer = Conv(np.int64(3), stride=(2, 1), padding=[1, 2], dilation=np.array([1, 2]))
    assert (layer.kernel_size, layer.stride, layer.dilation) == ((3, 3), (2, 1), (1, 2))
    assert layer.padding == ((1, 1), (2, 2))
    assert Pool((2, 3)).stride == (2, 3)
    assert Transposed(2, stride=2, output_padding=(1, 0)).output_padding == (1, 0)


def test_what_is_not_given_is_what_changes_nothing():
    moves = {"stride": 1, "padding": 0, "dilation": 1}
    counted = {"channels": None, "groups": 1, "bias": True}
    assert Conv(3) == Conv(3, **moves, **counted)
    assert Transposed(3) == Transposed(3, **moves, **counted, output_padding=0)
    assert Pool(3) == Pool(3, **moves | {"stride": 3}, ceil_mode=False)
    assert Pool(3, stride=None) == Pool(3)


def test_layers_that_are_equal_compare_equal_and_can_be_keys():
    assert Conv(3, padding=1) == Conv((3, 3), padding=((1, 1), (1, 1)))
    block = Branches([Conv(3, padding="same")], [])
    assert {block: 1}[Branches((Conv(3, padding=1),), ())] == 1
    assert block != Branches([Conv(3, padding="same")], [], join="stack")


def test_padding_by_name_stays_a_name_only_where_it_depends_on_the_image():
    assert Conv(4, padding="same").padding == ((1, 2), (1, 2))
    assert Conv(3, stride=2, padding="valid").padding == ((0, 0), (0, 0))
    assert Conv(3, stride=2, padding="full").padding == ((2, 2), (2, 2))
    assert Conv(3, stride=2, padding="same").padding == "same"


def test_steps_tell_what_is_not_known():
    layer = Conv((3, 4), stride=(2, 1), padding="same")
    assert layer.steps(None) == (Step(3, 2, 1, None, False), Step(4, 1, 1, 1, False))
    assert layer.steps((6, 6)) == (Step(3, 2, 1, 0, False), Step(4, 1, 1, 1, False))


@pytest.mark.parametrize(
    ("build", "error", "words"),
    [
        (lambda: Conv(0), ValueError, "kernel_size=0 must be at least 1"),
        (lambda: Conv(3.0), TypeError, "kernel_size=3.0 must be an integer"),
        (lambda: Conv(3, stride=(1, 2, 3)), ValueError, "stride="),
        (lambda: Conv(3, stride=None), TypeError, "stride=None must be an integer"),
        (lambda: Conv(3, dilation=True), TypeError, "dilation=True"),
        (lambda: Conv(3, padding="some"), ValueError, "padding='some' must be"),
        (lambda: Conv(3, padding=-1), ValueError, "padding=-1"),
        (lambda: Conv(3, channels=0), ValueError, "channels=0 must be at least 1"),
        (lambda: Conv(3, channels=6, groups=4), ValueError, "groups=4 must divide the 6 output"),
        (lambda: Pool(2, stride=0), ValueError, "stride=0"),
        (lambda: Transposed(3, stride=None), TypeError, "stride=None must be an integer"),
        (lambda: Transposed(3, padding="same"), ValueError, "padding='same' depends on the image"),
        (lambda: Transposed(3, stride=2, output_padding=2), ValueError, "use at most 1 along"),
        (lambda: Branches(), ValueError, "Branches needs a path"),
        (lambda: Branches([], join="sum"), ValueError, "join='sum' must be \"add\" or"),
        (lambda: Branches(Conv(3)), TypeError, r"paths\[0\]=Conv\(.* must be a sequence"),
        (lambda: Branches([], ["Conv"]), TypeError, r"paths\[1\]\[0\]='Conv' must be a Conv"),
    ],
)
def test_what_is_no_layer_is_refused_with_a_remedy(build, error, words):
    with pytest.raises(error, match=words):
        build()


@pytest.mark.parametrize("layer", [Conv(3, stride=2, padding="same"), Pool(2), Transposed(2)])
def test_a_size_is_read_as_it_is_elsewhere(layer):
    assert layer.output_size(6) == layer.output_size([np.int64(6), 6]) == layer.output_size((6, 6))
    assert layer.steps(6) == layer.steps((6, 6))
    with pytest.raises(TypeError, match=r"input_size=\(5.5, 5\) must be an integer or a pair"):
        layer.output_size((5.5, 5))
    with pytest.raises(ValueError, match="input_size=0 must be at least 1 along both axes"):
        layer.output_size(0)
