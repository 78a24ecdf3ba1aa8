"""Layers with channels and groups, drawn by hypothesis."""

import numpy as np
from hypothesis import strategies as st


@st.composite
def layers(draw):
    """Draw image, kernel, bias and groups that fit each other, as `ChannelsExplorer` takes them."""
    groups = draw(st.integers(1, 3))
    channels, outputs = (groups * draw(st.integers(1, 2)) for _ in range(2))
    kernel = draw(st.tuples(st.integers(1, 3), st.integers(1, 3)))
    size = [k + draw(st.integers(0, 2)) for k in kernel]
    random = np.random.default_rng(draw(st.integers(0, 99)))
    return {
        "image": random.integers(-9, 10, (channels, *size)),
        "kernel": random.integers(-9, 10, (outputs, channels // groups, *kernel)) / 2,
        "bias": random.integers(-9, 10, outputs),
        "groups": groups,
    }
