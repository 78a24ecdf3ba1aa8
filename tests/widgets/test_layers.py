"""LayersExplorer without a browser: its traits, what it refuses, its still."""

import numpy as np
import pytest
import traitlets
from hypothesis import given
from hypothesis import strategies as st

from convlib import Branches, Conv, LayersExplorer, Pool, Transposed, networks
from convlib.widgets.layer_traits import layer_json, layer_of, layers_json
from tests.support.examples import examples
from tests.support.networks import convs, pools, transposed

LAYERS = [Conv(3, stride=2, padding=1), Branches([Conv(3, padding=1)], []), Pool(2)]


@pytest.fixture
def explorer():
    return LayersExplorer(LAYERS, 18)


def test_it_begins_with_the_output_in_the_middle_of_the_last_map(explorer):
    assert (explorer.layers, explorer.input_size) == (tuple(LAYERS), (18, 18))
    assert (explorer.position, explorer.axis, explorer.presenter) == ((1, 1), "columns", False)


@examples(60)
@given(st.lists(convs() | pools() | transposed()))
def test_layers_come_back_from_json_as_they_were(layers):
    assert [layer_of(told) for told in layers_json(tuple(layers), None)] == layers


@pytest.mark.parametrize("name", networks)
def test_published_networks_come_back_but_for_their_channels(name):
    told = [*map(layer_json, networks[name])]
    assert [layer_json(layer_of(one)) for one in told] == told


def test_what_the_browser_sends_is_read_as_layers(explorer):
    explorer.set_state({"layers": [layer_json(Transposed(3, stride=2)), layer_json(Pool(2))]})
    assert explorer.layers == (Transposed(3, stride=2), Pool(2))
    assert explorer.get_state("layers")["layers"][0]["added"] == [0, 0]


@pytest.mark.parametrize(
    ("change", "kind", "match"),
    [
        ({"layers": []}, ValueError, "layers holds 0 layers"),
        ({"layers": [Conv(1)] * 65}, ValueError, "from 1 to 64"),
        ({"layers": [3]}, TypeError, r"layers\[0\]=3"),
        ({"layers": [{"kind": "dense"}]}, ValueError, "kind='dense' must be one of conv"),
        ({"layers": [Conv(19)]}, ValueError, "spans 19 rows"),
        ({"input_size": 5000}, ValueError, "must be at most 4096"),
        ({"input_size": (1, 0)}, ValueError, "input_size"),
        ({"position": (4, 0)}, ValueError, "position"),
        ({"axis": "depth"}, ValueError, "axis='depth'"),
        ({"layers": [Branches([Conv(3)], [])]}, ValueError, "so that they meet"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_changes(explorer, change, kind, match):
    before = explorer.get_state()
    for name, value in change.items():
        with pytest.raises(traitlets.TraitError, match=match) as caught:
            setattr(explorer, name, value)
        assert isinstance(caught.value, kind)
    assert explorer.get_state() == before


def test_the_position_stays_on_the_map(explorer):
    explorer.position = (3, 2)
    explorer.input_size = (18, 9)
    assert explorer.position == (3, 1)


def test_layers_may_come_one_by_one():
    assert len(LayersExplorer((Conv(3) for _ in range(2)), 9).layers) == 2


def test_what_cannot_be_shown_at_all_is_refused_as_a_trait_is():
    with pytest.raises(traitlets.TraitError, match="must be a sequence of layers"):
        LayersExplorer(3, 9)


def test_every_preset_fits_on_its_image(explorer):
    for name, told, size in explorer._presets:
        explorer.set_state({"layers": told, "input_size": size})
        assert explorer.input_size == tuple(size), name


def test_its_still_is_the_figure_of_its_state(explorer):
    explorer.position, explorer.axis = (0, 2), "rows"
    texts = [text.get_text() for text in explorer.figure().axes[0].texts]
    assert texts[:2] == ["output (0, 2)", "sees rows −3 to 5"]
    still = explorer._still()
    assert "The fan of output (0, 2) opens down" in still["text/plain"]
    assert "<figcaption" in still["text/html"]


def test_reset_knows_where_it_began(explorer):
    explorer.axis = "rows"
    assert explorer._initial["axis"] == "columns"
    np.testing.assert_array_equal(explorer._initial["position"], [1, 1])
