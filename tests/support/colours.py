"""Colours as a browser computes them, and how clear one is on another."""

import re

import numpy as np


def rgb(text):
    """(red, green, blue), alpha of a computed colour from 0 to 1; none is transparent."""
    if text == "none":
        return np.zeros(3), 0.0
    numbers = [float(n) for n in re.findall(r"[\d.]+", text)]
    scale = 1 if text.startswith("color(") else 255
    return np.array(numbers[:3]) / scale, (numbers[3] if len(numbers) > 3 else 1.0)


def contrast(a, b):
    """Contrast of two colours from 0 to 1, by WCAG 2."""

    def luminance(colour):
        linear = np.where(colour <= 0.04045, colour / 12.92, ((colour + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)
