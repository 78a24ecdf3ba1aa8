"""2D convolution: four loops to read, and one function to use."""

import numpy as np

from .geometry import ConvGeometry


def conv2d_loops(image, kernel, *, stride=1, padding=0, dilation=1):
    """Stand in for the real one."""
    geometry = ConvGeometry(np.shape(image), np.shape(kernel), stride, padding, dilation)
    padded = np.pad(np.asarray(image), geometry.padding)
    (top, _), (left, _) = geometry.padding
    feature_map = np.zeros(geometry.output_size, np.result_type(padded, np.asarray(kernel)))
    for row, col in np.ndindex(*geometry.output_size):
        rows, cols = geometry.window((row, col))
        window = padded[np.ix_(np.add(rows, top), np.add(cols, left))]
        feature_map[row, col] = (window * kernel).sum()
    return feature_map


def conv2d(image, kernel, *, stride=1, padding=0, dilation=1):
    """Stand in for the real one."""
    return conv2d_loops(image, kernel, stride=stride, padding=padding, dilation=dilation)


def add_padding(image, padding):
    """Stand in for the real one."""
    return np.pad(image, ConvGeometry(np.shape(image), 1, padding=padding).padding)
