"""What a widget says to an argument that means nothing: always a TraitError of a plain kind."""

import inspect
from functools import partial
from itertools import chain, product

import numpy as np
import pytest
from traitlets import TraitError

from convlib import MatrixExplorer, PhotoFilter, TilesExplorer
from tests.support.explorers import EXPLORERS

WIDGETS = EXPLORERS | {"photo": partial(PhotoFilter, np.zeros((4, 4), np.uint8))}
NONSENSE = [5, None, "x", [1], [[1, 2], [3]], {}, {"a": [5]}, [{"kind": "conv"}], object()]


def names_of(make):
    """Return the names of a widget's arguments, without what stands for any other trait."""
    parameters = inspect.signature(make.func).parameters.values()
    return [one.name for one in parameters if one.kind is not inspect.Parameter.VAR_KEYWORD]


@pytest.mark.parametrize("widget", WIDGETS)
def test_what_means_nothing_is_refused_with_a_trait_error_that_is_a_plain_one_too(widget):
    make = WIDGETS[widget]
    given = inspect.signature(make.func).bind(*make.args, **make.keywords).arguments
    refused = {}
    for name, value in product(names_of(make), NONSENSE):
        try:
            make.func(**given | {name: value})
        except Exception as error:
            refused.setdefault(name, []).append(error)
    assert refused.keys() >= given.keys()
    for error in chain.from_iterable(refused.values()):
        assert isinstance(error, TraitError), repr(error)
        assert isinstance(error, ValueError | TypeError), repr(error)


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (lambda: TilesExplorer(stack=5), TypeError, "stack=5 must be a name"),
        (lambda: TilesExplorer([1]), TypeError, r"stacks=\[1\] must be layers by name"),
        (lambda: TilesExplorer({}), ValueError, "stacks={} must hold at least one stack"),
        (lambda: MatrixExplorer([[1, 2], [3]], [[1]]), ValueError, "image is not rectangular"),
        (lambda: PhotoFilter(np.zeros((4, 4)), alt=5), TypeError, "alt=5 must be a string"),
    ],
)
def test_it_names_the_argument_and_the_remedy(make, error, words):
    with pytest.raises(error, match=words):
        make()
