"""The browser's own model of channels and groups, held to conv2d and cost over random layers."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from convlib import ChannelsExplorer, Conv, conv2d, cost
from convlib.widgets.bundle import bundle
from tests.support.examples import examples
from tests.support.random_channels import layers

EXPOSE = "globalThis.scene = { featureMaps, sharesOf, costOf, feeds, groupings, sumSentence };"
ANSWER = """([layer, output, position]) => {
    const { featureMaps, sharesOf, costOf, feeds, groupings, sumSentence } = globalThis.scene;
    const maps = featureMaps(layer);
    const result = maps[output][position[0]][position[1]];
    return {
        maps, shares: sharesOf(layer, output, position).map(one => one.sum),
        cost: costOf(layer), groupings: groupings(layer),
        read: layer.image.map((_, n) => n).filter(n => feeds(layer, output, n)),
        says: sumSentence(layer, output, position, result),
    };
}"""


@pytest.fixture(scope="module")
def module(chromium):
    """Return a page that holds the functions of channels/words.js and scene.js, and no more."""
    page = chromium.new_page()
    page.add_script_tag(content=bundle("channels/words.js") + EXPOSE, type="module")
    page.wait_for_function("globalThis.scene")
    yield page
    page.close()


def explorer_of(layer, pointwise=False, **where):
    return ChannelsExplorer(**layer, pointwise=pointwise, **where)


def ask(module, explorer):
    names = ("image", "weights", "bias", "groups", "pointwise")
    return module.evaluate(
        ANSWER, [explorer.get_state(names), explorer.output, [*explorer.position]]
    )


@settings(examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(layer=layers(), pointwise=st.booleans(), place=st.integers(0, 999))
def test_the_browser_works_out_what_conv2d_and_cost_do(module, layer, pointwise, place):
    explorer = explorer_of(layer, pointwise)
    image, bias, groups = layer["image"], layer["bias"], layer["groups"]
    truth = conv2d(image, explorer.kernel, bias=bias, groups=groups)
    output, row, col = np.unravel_index(place % truth.size, truth.shape)
    explorer.output, explorer.position = int(output), (int(row), int(col))
    told = ask(module, explorer)
    np.testing.assert_allclose(told["maps"], truth, rtol=1e-9, atol=1e-9)
    assert sum(told["shares"]) + bias[output] == pytest.approx(truth[output, row, col])
    outputs, per_group, *size = explorer.kernel.shape
    assert len(told["read"]) == len(told["shares"]) == per_group
    conv = Conv(tuple(size), channels=outputs, groups=groups)
    (counted,) = cost([conv], image.shape)
    assert told["cost"]["weights"] + told["cost"]["biases"] == counted.parameters
    assert told["cost"]["multiplyAdds"] == counted.multiply_adds
    assert told["groupings"] == [n for n in range(1, 9) if len(image) % n == 0 and outputs % n == 0]


def written_sum(explorer):
    """Return the sum that stands in the figure."""
    texts = explorer.figure().axes[0].texts
    (written,) = [text.get_text() for text in texts if text.get_gid() == "sum"]
    return written


@settings(examples(30), suppress_health_check=[HealthCheck.too_slow])
@given(layer=layers(), pointwise=st.booleans())
def test_the_figure_and_the_browser_say_the_same_sum(module, layer, pointwise):
    explorer = explorer_of(layer, pointwise, output=len(layer["kernel"]) - 1)
    assert ask(module, explorer)["says"] == written_sum(explorer)


def test_a_sum_of_which_digits_were_dropped_is_told_as_nearly_equal(module):
    thirds = ChannelsExplorer([[[1]], [[2]]], [[[[1 / 3]], [[1 / 3]]]], bias=[0.5])
    says = ask(module, thirds)["says"]
    assert says.startswith("output 0 (0, 0): 0.333333 + 0.666667 + 0.5 ≈ 1.5, from channels 0 and")
    assert written_sum(thirds) == says
