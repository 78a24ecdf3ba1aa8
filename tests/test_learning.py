"""The tiny network, held to PyTorch; and the strokes that it learns from."""

import numpy as np
import pytest

from convlib.learning import StrokeNetwork, strokes


def test_strokes_are_drawn_as_their_kinds_say():
    drawings, kinds = strokes(60, seed=3)
    assert set(kinds) == {0, 1, 2}
    for drawing, kind in zip(drawings[:, 0], kinds, strict=True):
        rows, cols = np.nonzero(drawing > 0.5)
        assert rows.size == 7
        assert (np.ptp(rows), np.ptp(cols)) == [(0, 6), (6, 0), (6, 6)][kind]
        assert kind != 2 or np.array_equal(rows - rows[0], cols - cols[0])


def test_the_same_seed_draws_the_same_strokes_and_begins_the_same_network():
    for first, again in zip(strokes(5, seed=1), strokes(5, seed=1), strict=True):
        np.testing.assert_array_equal(first, again)
    assert not np.array_equal(strokes(5, seed=1)[0], strokes(5, seed=2)[0])
    np.testing.assert_array_equal(StrokeNetwork(seed=1).kernels, StrokeNetwork(seed=1).kernels)


@pytest.mark.parametrize(("kernels", "parameters"), [(1, 32), (2, 61)])
def test_parameters_are_counted(kernels, parameters):
    assert StrokeNetwork(kernels).parameters() == parameters


def test_a_step_is_that_of_pytorch():
    torch = pytest.importorskip("torch")
    network, rate = StrokeNetwork(seed=4), 0.3
    drawings, kinds = strokes(30, seed=5)
    names = ("kernels", "biases", "weights", "offsets")
    given = {name: torch.tensor(getattr(network, name), requires_grad=True) for name in names}
    maps = torch.conv2d(torch.tensor(drawings), given["kernels"], given["biases"])
    scores = maps.amax(dim=(2, 3)) @ given["weights"].T + given["offsets"]
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(kinds))
    loss.backward()
    (told,) = network.learn(drawings, kinds, epochs=1, rate=rate)
    assert told == pytest.approx(loss.item())
    for name, before in given.items():
        after = (before - rate * before.grad).detach().numpy()
        np.testing.assert_allclose(getattr(network, name), after, atol=1e-12)


def test_it_learns_to_tell_strokes_apart_that_it_has_never_seen():
    network = StrokeNetwork()
    losses = list(network.learn(*strokes(300, seed=1), epochs=30))
    drawings, kinds = strokes(1000, seed=2)
    assert losses[-1] < losses[0] / 20
    assert np.mean(network.guess(drawings) == kinds) > 0.99
