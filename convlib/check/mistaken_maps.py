"""What each misunderstanding makes of a feature map, worked out for the very task at hand.

Here are those that a sum worked out by hand may show, too: mistakes along the axes, which come from
`mistaken_axes`, and kernels laid down wrongly. `mistaken_loops` adds those that only code makes.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from ..arguments import PADDING_MODES
from ..axis import Axis
from .mistaken_axes import CHANGES, but
from .task import Task

#: A misconception, and a function of a `Task` that gives the feature map, raises `Beyond` or
#: `NoRoom` where code would stop, or another ValueError where nobody can have made this mistake.
Mistake: TypeAlias = tuple[str, Callable[[Task], np.ndarray]]

HALF_TURN = partial(np.rot90, k=2)
# Pairs of a misconception and what it makes of the right weights.
FLIPS = (("flipped along one axis", np.fliplr), ("flipped along one axis", np.flipud))
LOST_WEIGHTS = (("weights ignored", np.ones_like), ("signs ignored", np.abs))


def mistakes_by_hand(flip_kernel: bool) -> list[Mistake]:
    """List what somebody may do instead of a convolution, the likelier first.

    Parameters
    ----------
    flip_kernel : bool
        Whether the task is to flip: then to turn the kernel once more is not to flip it.
    """
    turned = "kernel not flipped" if flip_kernel else "flipped kernel"
    return [
        *each(map_of_weights, [(turned, HALF_TURN), *FLIPS]),
        *each(map_along_axes, CHANGES),
        *each(map_in_mode, [("padding mode", mode) for mode in PADDING_MODES]),
        ("transposed kernel", partial(map_of_turned_kernel, np.transpose, False)),
        *each(map_of_weights, LOST_WEIGHTS),
    ]


def each(
    make: Callable[[Any, Task], np.ndarray], mistakes: Iterable[tuple[str, Any]]
) -> list[Mistake]:
    """List a table of mistakes of one kind, each as a function of the task alone."""
    return [(name, partial(make, mistake)) for name, mistake in mistakes]


def map_of_weights(mistake, task):
    """Lay the kernel down wrongly: the mistake makes other weights of the right ones."""
    return task.slide(task.geometry.axes, mistake(task.weights))


def map_along_axes(change, task):
    """Go along axes that a mistake has changed."""
    return task.slide_along(tuple(change(task.geometry.axes)))


def map_in_mode(mode, task):
    """Pad in another mode."""
    return Task(task.image, task.kernel, task.geometry, mode, task.flip_kernel).feature_map


def map_of_turned_kernel(turn, keep_sizes, task):
    """Let rows of the kernel become columns; its size follows, or the loops stay as they are."""
    rows, cols = task.geometry.axes
    weights = turn(task.kernel)
    change = Axis._replace if keep_sizes else but
    axes = change(rows, kernel=cols.kernel), change(cols, kernel=rows.kernel)
    return task.slide(axes, weights)
