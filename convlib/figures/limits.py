"""What a picture of cells can show: planes of real numbers that are not too large."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import as_plane
from ..scene import Scene
from ..words import size_text

MAX_CELLS = 32  # rows or columns of an image or a kernel
MAX_PADDED = 64  # rows or columns of an image with its padding


def as_drawable(array: ArrayLike, name: str) -> np.ndarray:
    """Return a plane of real numbers that is small enough to be drawn cell by cell."""
    plane = as_plane(array, name)
    if plane.dtype.kind == "c":
        raise TypeError(f"{name} has dtype {plane.dtype}: pictures need real numbers")
    if max(plane.shape) > MAX_CELLS:
        raise ValueError(
            f"{name} has {size_text(plane.shape)} cells: pictures of cells stop at "
            f"{MAX_CELLS}×{MAX_CELLS}. Cut a part out, or filter a photo whole with "
            "apply_filter_to_image"
        )
    return plane.astype(int) if plane.dtype.kind == "b" else plane


def drawable_scene(image: ArrayLike, kernel: ArrayLike, **setting: Any) -> Scene:
    """Return the scene of an image, a kernel and a setting that can be drawn cell by cell."""
    scene = Scene.of(as_drawable(image, "image"), as_drawable(kernel, "kernel"), **setting)
    if max(scene.geometry.padded_size) > MAX_PADDED:
        raise ValueError(
            f"padding={scene.geometry.padding} makes the image {scene.geometry.padded_size}: "
            f"pictures of cells stop at {MAX_PADDED}×{MAX_PADDED}, use less padding"
        )
    return scene
