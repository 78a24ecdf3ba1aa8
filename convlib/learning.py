"""A network small enough to look into: kernels that learn to tell strokes apart."""

from collections.abc import Iterator

import numpy as np

from .conv import conv2d
from .gradients import conv2d_gradients
from .pooling import max_pool2d, max_pool2d_gradient

SIDE = 12  # cells of a drawing
LENGTH = 7  # cells of a stroke
KERNEL = 5
WAYS = ((0, 1), (1, 0), (1, 1))  # one cell further along a stroke: —, |, \


def strokes(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    r"""Draw strokes of three kinds, each somewhere on a noisy ground.

    Parameters
    ----------
    count : int
        Of the drawings.
    seed : int
        The same seed draws the same strokes.

    Returns
    -------
    ndarray, shape (count, 1, 12, 12)
        Drawings, each with one channel.
    ndarray of int, shape (count,)
        Their kinds: 0 for —, 1 for |, 2 for \.

    Examples
    --------
    >>> drawings, kinds = strokes(3, seed=0)
    >>> drawings.shape, kinds.shape
    ((3, 1, 12, 12), (3,))
    """
    rng = np.random.default_rng(seed)
    drawings = rng.normal(0, 0.1, (count, 1, SIDE, SIDE))
    kinds = rng.integers(0, len(WAYS), count)
    for drawing, kind in zip(drawings[:, 0], kinds, strict=True):
        down, right = WAYS[kind]
        room = SIDE - (LENGTH - 1) * np.array([down, right])
        row, col = rng.integers(0, room)
        steps = np.arange(LENGTH)
        drawing[row + down * steps, col + right * steps] += 1
    return drawings, kinds


class StrokeNetwork:
    """A convolution, the largest cell of each map, and from these a score for each kind.

    Parameters
    ----------
    kernels : int, optional
        Of 5×5 weights; two make a network of 61 parameters.
    seed : int, optional
        Of the numbers to begin with.

    Attributes
    ----------
    kernels : ndarray, shape (kernels, 1, 5, 5)
    biases : ndarray, shape (kernels,)
    weights : ndarray, shape (3, kernels)
        By which each kind scores the largest cell of each map.
    offsets : ndarray, shape (3,)

    Examples
    --------
    >>> network = StrokeNetwork(kernels=2)
    >>> network.parameters()
    61
    >>> losses = list(network.learn(*strokes(60, seed=1), epochs=30))
    >>> bool(losses[-1] < losses[0])
    True
    """

    def __init__(self, kernels: int = 2, seed: int = 1) -> None:
        rng = np.random.default_rng(seed)
        self.kernels = rng.normal(0, 1 / KERNEL, (kernels, 1, KERNEL, KERNEL))
        self.biases = np.zeros(kernels)
        self.weights = rng.normal(0, 1, (len(WAYS), kernels))
        self.offsets = np.zeros(len(WAYS))

    def parameters(self) -> int:
        """Count the numbers that it can learn."""
        return sum(p.size for p in (self.kernels, self.biases, self.weights, self.offsets))

    def guess(self, drawings: np.ndarray) -> np.ndarray:
        """Return the kind with the largest score for each drawing."""
        _, largest = self._look(drawings)
        return self._score(largest).argmax(axis=1)

    def _look(self, drawings):
        """Return all maps, and the largest cell of each."""
        maps = conv2d(drawings, self.kernels, bias=self.biases)
        return maps, max_pool2d(maps, maps.shape[-1])[..., 0, 0]

    def _score(self, largest):
        return largest @ self.weights.T + self.offsets

    def learn(
        self, drawings: np.ndarray, kinds: np.ndarray, *, epochs: int = 30, rate: float = 0.3
    ) -> Iterator[float]:
        """Learn from drawings whose kinds are known, and tell the loss after each epoch.

        Parameters
        ----------
        drawings, kinds
            As `strokes` gives them.
        epochs : int, optional
            How often all drawings are gone through.
        rate : float, optional
            How far each step goes.

        Yields
        ------
        float
            The mean over all drawings of −log of the probability that it gave to the right kind.
        """
        for _ in range(epochs):
            losses = [
                self._step(drawings[start : start + 30], kinds[start : start + 30], rate)
                for start in range(0, len(drawings), 30)
            ]
            yield float(np.mean(losses))

    def _step(self, drawings, kinds, rate):
        """Go one step downhill on a few drawings; return their loss before it."""
        maps, largest = self._look(drawings)
        chances = _softmax(self._score(largest))
        loss = -np.log(chances[np.arange(len(kinds)), kinds]).mean()
        of_scores = (chances - np.eye(len(WAYS))[kinds]) / len(kinds)
        of_largest = of_scores @ self.weights
        of_maps = max_pool2d_gradient(of_largest[..., None, None], maps, maps.shape[-1])
        back = conv2d_gradients(of_maps, drawings, self.kernels)
        self.weights -= rate * of_scores.T @ largest
        self.offsets -= rate * of_scores.sum(axis=0)
        self.kernels -= rate * back.kernel
        self.biases -= rate * back.bias
        return loss


def _softmax(scores):
    """Return positive numbers that sum to 1, the larger the score the larger."""
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    return grown / grown.sum(axis=1, keepdims=True)
