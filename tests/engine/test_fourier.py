"""Large kernels, by way of their spectra."""

import numpy as np
import pytest

from convlib import conv2d
from tests.support.engine_paths import picked


@pytest.mark.usefixtures("tiles")
def test_huge_finite_values_survive_the_fft():
    image, kernel = np.full((120, 120), 1e306), np.zeros((13, 13))
    kernel[3, 4], kernel[5, 6] = 2, -1
    assert picked(image, kernel) == "fft"
    np.testing.assert_allclose(conv2d(image, kernel), 1e306)
