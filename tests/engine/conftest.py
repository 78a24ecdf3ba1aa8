"""Tiles so small that tiny images are cut as large ones are."""

import pytest

from convlib.engine import bands, fourier, separable, windows, winograd


@pytest.fixture(params=["tiles as they are", "tiny tiles"])
def tiles(request, monkeypatch):
    """Run a test twice: as it is, and so that the smallest image is cut into many tiles."""
    if request.param == "tiny tiles":
        monkeypatch.setattr(bands, "TILE_BYTES", 2000)
        monkeypatch.setattr(bands, "MIN_COLUMN_WIDTH", 3)
        monkeypatch.setattr(windows, "WINDOW_BYTES", 2000)
        monkeypatch.setattr(separable, "PASS_TILE", (5, 6))
        monkeypatch.setattr(fourier, "FFT_TILE", (12, 8))
        monkeypatch.setattr(separable, "BLOCK", 3)
        monkeypatch.setattr(winograd, "TILE_CELLS", 20)
        monkeypatch.setattr(winograd, "MIN_TILE_BLOCKS", 3)
