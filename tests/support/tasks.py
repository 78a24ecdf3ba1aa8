"""What checks are asked about: the seed's geometry, a photo, and any geometry at all."""

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from convlib import ConvGeometry, kernels
from convlib.examples import SEED_SETTING

SEED_GEOMETRY = ConvGeometry((9, 14), 5, **SEED_SETTING)
PHOTO = np.random.default_rng(5).integers(0, 256, (6, 7, 3), np.uint8)
UNSHARP = kernels["unsharp"]


@st.composite
def geometries(draw):
    """Draw a ConvGeometry."""
    small = st.integers(1, 3)
    sides = st.tuples(st.integers(0, 2), st.integers(0, 2))
    try:
        return ConvGeometry(
            draw(st.tuples(st.integers(1, 9), st.integers(1, 9))),
            draw(st.tuples(st.integers(1, 4), st.integers(1, 4))),
            draw(st.tuples(small, small)),
            draw(st.tuples(sides, sides)),
            draw(st.tuples(small, small)),
        )
    except ValueError:
        assume(False)


def arrays(geometry):
    """Return an image and a kernel of a geometry's sizes."""
    random = np.random.default_rng(geometry.output_size[0])
    image = random.integers(-9, 10, geometry.input_size)
    return image, random.integers(-4, 5, geometry.kernel_size)


def setting_of(geometry):
    """Return the geometry's stride, padding and dilation as conv2d takes them."""
    return {name: getattr(geometry, name) for name in ("stride", "padding", "dilation")}
