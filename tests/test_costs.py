"""Parameters and multiply-adds against the arrays and sums themselves, and published counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import Branches, Conv, Cost, Pool, Transposed, conv2d, conv_transpose2d, cost
from convlib.published import resnet, vgg16
from tests.support.examples import examples
from tests.support.networks import alexnet_of_2012, alexnet_of_torchvision, dense

few = st.integers(1, 3)
pairs = st.tuples(few, few)


def total(costs, name):
    return sum(getattr(each, name) for each in costs)


@examples(60)
@given(few, few, few, pairs, pairs, st.booleans(), st.booleans())
def test_a_layer_has_as_many_weights_and_products_as_its_arrays(
    groups, inner, outer, kernel_size, stride, bias, transposed
):
    channels, image = groups * inner, np.ones((groups * inner, 7, 8), int)
    setting = {"stride": stride, "padding": ((1, 0), (0, 0)), "groups": groups}
    kind, operator = (Transposed, conv_transpose2d) if transposed else (Conv, conv2d)
    leading = (channels, outer) if transposed else (groups * outer, inner)
    kernel = np.ones((*leading, *kernel_size), int)
    biases = np.zeros(groups * outer, int) if bias else None
    layer = kind(kernel_size, channels=groups * outer, bias=bias, **setting)
    [found] = cost([layer], image.shape)
    made = operator(image, kernel, bias=biases, **setting)
    assert found.output_shape == made.shape
    assert found.parameters == kernel.size + (biases.size if bias else 0)
    if not transposed:  # Padding is multiplied, too: an image of ones that includes it tells.
        padded = np.ones((channels, 8, 8), int)
        sums = conv2d(padded, kernel, stride=stride, groups=groups)
        assert found.multiply_adds == sums.sum()
    else:  # Nothing of a stamp is saved where padding takes it off.
        stamped = conv_transpose2d(image, kernel, stride=stride, groups=groups)
        assert found.multiply_adds == stamped.sum()


def test_alexnet():
    costs = cost(alexnet_of_torchvision(), (3, 224, 224))
    assert total(costs, "parameters") == 61_100_840
    assert total(costs, "multiply_adds") == 714_188_480
    assert costs[-1].output_shape == (1000, 1, 1)


@pytest.mark.parametrize(("groups", "parameters"), [(2, 60_965_224), (1, 62_378_344)])
def test_alexnet_of_2012_in_groups_and_without(groups, parameters):
    assert total(cost(alexnet_of_2012(groups), (3, 227, 227)), "parameters") == parameters


def test_vgg16():
    costs = cost([*vgg16(), *dense(7, 4096, 4096, 1000)], (3, 224, 224))
    assert total(costs, "parameters") == 138_357_544
    assert total(costs, "multiply_adds") == 15_470_264_320


@pytest.mark.parametrize(("stride_on", "products"), [(3, 4_089_184_256), (1, 3_857_973_248)])
def test_resnet50(stride_on, products):
    def layers(bias):
        return [*resnet(stride_on=stride_on, bias=bias), Pool(7), Conv(1, channels=1000)]

    costs = cost(layers(False), (3, 224, 224))
    biased = cost(layers(True), (3, 224, 224))
    assert total(costs, "multiply_adds") == total(biased, "multiply_adds") == products
    # Each normalised channel has a scale and a shift; a bias would be one number.
    channels = total(biased, "parameters") - total(costs, "parameters")
    assert total(costs, "parameters") + 2 * channels == 25_557_032


def test_branches_cost_what_their_paths_cost():
    wide, narrow = Conv(3, padding=1, channels=4), Conv(1, channels=2)
    stacked = Branches([wide], [narrow, wide], [], join="stack")
    [found] = cost([stacked], (3, 5, 6))
    parts = [*cost([wide], (3, 5, 6)), *cost([narrow, wide], (3, 5, 6))]
    assert found == Cost(
        (4 + 4 + 3, 5, 6), total(parts, "parameters"), total(parts, "multiply_adds")
    )
    assert cost([Branches([wide], [narrow, wide])], (3, 5, 6))[0].output_shape == (4, 5, 6)


@pytest.mark.parametrize(
    ("layers", "shape", "error", "words"),
    [
        ([Conv(3)], (3, 8, 8), ValueError, r"layers\[0\] has no channels: .*channels=64"),
        ([Conv(3, channels=4, groups=2)], (3, 8, 8), ValueError, "divide its 3 input channels"),
        ([Branches([Conv(1, channels=4)], [])], (3, 8, 8), ValueError, r"end in \[4, 3\] channels"),
        ([Branches([Conv(1)], [])], (3, 8, 8), ValueError, r"layers\[0\].paths\[0\]\[0\] has no"),
        ([Pool(3)], (1, 2, 2), ValueError, "spans 3 rows but its input has 2"),
        ([], (8, 8), ValueError, r"input_shape=\(8, 8\) must be three integers"),
        ([], 8, TypeError, "input_shape=8"),
        ([], (3, 8, 0), ValueError, "input_shape=0 must be at least 1"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_remedy(layers, shape, error, words):
    with pytest.raises(error, match=words):
        cost(layers, shape)
