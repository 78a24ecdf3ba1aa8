"""Images and kernels by name, as the menus of an explorer list them."""

import numpy as np

from .. import examples
from ..arguments import Pair
from ..filters import kernels


def presets(size: Pair) -> dict[str, list[list]]:
    """Return images of one size, and kernels, as pairs of a name and rows of numbers."""
    images = {
        "impulse": examples.impulse(*size),
        "edge": examples.edge(*size),
        "checkerboard": examples.checkerboard(*size),
        "address 10·row + col": examples.address(*size),
        "lesson 06": examples.SEED_IMAGE,
    }
    weights = {**kernels, "lesson 06": examples.SEED_KERNEL}
    listed = {"image": images, "kernel": weights}
    return {
        kind: [[name.replace("_", " "), np.asarray(table).tolist()] for name, table in of.items()]
        for kind, of in listed.items()
    }
