"""Small images and the seed example that the lessons, the tests and the presets share."""

import numpy as np

# Nikita Detkov, "Convolution from scratch" (2020), MIT: the image and kernel of its README.
SEED_IMAGE = np.array(
    [
        [1, 4, 4, 2, 1, 0, 0, 1, 0, 0, 3, 3, 3, 4],
        [0, 2, 0, 2, 0, 3, 4, 4, 2, 1, 1, 3, 0, 4],
        [1, 1, 0, 0, 3, 4, 2, 4, 4, 2, 3, 0, 0, 4],
        [4, 0, 1, 2, 0, 2, 0, 3, 3, 3, 0, 4, 1, 0],
        [3, 0, 0, 3, 3, 3, 2, 0, 2, 1, 1, 0, 4, 2],
        [2, 4, 3, 1, 1, 0, 2, 1, 3, 4, 4, 0, 2, 3],
        [2, 4, 3, 3, 2, 1, 4, 0, 3, 4, 1, 2, 0, 0],
        [2, 1, 0, 1, 1, 2, 2, 3, 0, 0, 1, 2, 4, 2],
        [3, 3, 1, 1, 1, 1, 4, 4, 2, 3, 2, 2, 2, 3],
    ]
)
SEED_KERNEL = np.array(
    [
        [0, 1, 3, 3, 2],
        [0, 1, 3, 1, 3],
        [1, 1, 2, 0, 2],
        [2, 2, 3, 2, 0],
        [1, 3, 1, 2, 0],
    ]
)
# The setting in which that README shows them: the feature map is 3×6.
SEED_SETTING = {"stride": (2, 1), "dilation": (1, 2)}
SEED_IMAGE.setflags(write=False)
SEED_KERNEL.setflags(write=False)

# What the ladder of lesson 09 took on one core of an AMD EPYC, one thread, NumPy 2.4 with OpenBLAS:
# milliseconds for an image of 128×128 and square kernels, the shortest of 15 runs.
LADDER_TIMES = {
    "four loops": {3: 61, 7: 277},
    "im2col": {3: 0.30, 7: 0.65, 15: 2.9, 31: 13},
    "FFT": {3: 0.18, 7: 0.18, 15: 0.18, 31: 0.18},
    "conv2d": {3: 0.11, 7: 0.16, 15: 0.28, 31: 0.27},
}


def address(height: int, width: int) -> np.ndarray:
    """Image whose values spell their own places, 10·row + col.

    Examples
    --------
    >>> address(2, 3)
    array([[ 0,  1,  2],
           [10, 11, 12]])
    """
    return 10 * np.arange(height)[:, None] + np.arange(width)


def impulse(height: int, width: int) -> np.ndarray:
    """Image of zeros with a single 1 in the middle: its feature map is the kernel turned by 180°.

    Examples
    --------
    >>> impulse(3, 3)
    array([[0, 0, 0],
           [0, 1, 0],
           [0, 0, 0]])
    """
    image = np.zeros((height, width), int)
    image[height // 2, width // 2] = 1
    return image


def edge(height: int, width: int) -> np.ndarray:
    """Image that is dark on the left (0) and bright on the right (9), with one upright edge.

    Examples
    --------
    >>> edge(2, 4)
    array([[0, 0, 9, 9],
           [0, 0, 9, 9]])
    """
    return np.tile(np.where(np.arange(width) < width // 2, 0, 9), (height, 1))


def checkerboard(height: int, width: int) -> np.ndarray:
    """Image of zeros and ones in turn, with 0 in the corner.

    Examples
    --------
    >>> checkerboard(2, 3)
    array([[0, 1, 0],
           [1, 0, 1]])
    """
    return np.indices((height, width)).sum(axis=0) % 2
