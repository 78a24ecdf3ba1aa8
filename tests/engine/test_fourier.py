"""Large kernels, by way of their spectra."""

import numpy as np
import pytest

from convlib import conv2d
from convlib.engine import fourier
from tests.support.engine_paths import picked


@pytest.mark.usefixtures("tiles")
def test_huge_finite_values_survive_the_fft():
    image, kernel = np.full((120, 120), 1e306), np.zeros((13, 13))
    kernel[3, 4], kernel[5, 6] = 2, -1
    assert picked(image, kernel) == "fft"
    np.testing.assert_allclose(conv2d(image, kernel), 1e306)


@pytest.mark.parametrize(
    ("cells", "taps"), [(90, 13), (96, 13), (1000, 31), (4000, 31), (300, 200)]
)
def test_a_tile_covers_the_cells_with_least_work(cells, taps):
    def work(n):
        return -(-cells // (n - taps + 1)) * n

    found = fourier.fft_size(cells, taps, 256)
    assert taps <= found <= max(256, 4 * taps)
    lengths = [2**a * 3**b for a in range(2, 11) for b in range(6)]
    assert found in lengths
    assert all(work(found) <= work(n) for n in lengths if taps <= n <= max(256, 4 * taps))
