"""The cases that a learner's convolution is tried on: small, always the same, and telling."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from ..axis import kernel_span
from .answers import as_table
from .task import Task

PARAMETERS = ("stride", "padding", "dilation")
CASES = 160
# Rows and columns of the kernel and of the feature map, each drawn from one of these.
TINY = ((1, 2), (1, 2, 2))  # to be shown: nothing in them that does not matter
LINES = ((1, 2, 3), (1, 1, 2, 3))
USUAL = ((2, 3, 3, 3, 4), (2, 3, 4, 5))
LARGE = ((8, 9), (2, 3))
# What each parameter is drawn from. Often both numbers are the plain first one.
VALUES = {"stride": (1, 2, 3), "padding": (0, 1, 2), "dilation": (1, 2, 3)}


@dataclass(frozen=True)
class Case:
    """One call: what is handed over, and the task it makes.

    Attributes
    ----------
    task : Task
    setting : dict
        Pairs (rows, cols) of the parameters that the exercise has reached.
    read : callable
        Reads what comes back.
    """

    task: Any
    setting: dict[str, Any]
    read = staticmethod(as_table)

    @property
    def bulk(self) -> tuple[int, int]:
        """(int, int): how much there is to look at, numbers and parameters."""
        sizes = self.task.image.size + self.task.kernel.size + self.task.feature_map.size
        return sizes, sum(map(sum, self.setting.values()))


def reached(upto: str | None) -> tuple[str, ...]:
    """Return the names of the parameters up to this one."""
    return PARAMETERS[: PARAMETERS.index(upto) + 1] if upto else ()


@cache
def draw_cases(upto: str | None, flip_kernel: bool) -> list[Case]:
    """Draw the cases of an exercise, always the same ones.

    Returns
    -------
    list of Case
        The smallest first; those with fractions or large numbers last.
    """
    random = np.random.default_rng(12)
    drawn = [(n % 4 == 3, _draw_telling(random, n, upto, flip_kernel)) for n in range(CASES)]
    return [case for _, case in sorted(drawn, key=lambda each: (each[0], each[1].bulk))]


def _draw_telling(random, n, upto, flip_kernel):
    """Draw the n-th case again until most of its sums are not 0: 0 hides many a mistake."""
    while True:
        case = _draw(random, n, reached(upto), flip_kernel)
        if 2 * np.count_nonzero(case.task.feature_map) > case.task.feature_map.size:
            return case


def _draw(random, n, parameters, flip_kernel):
    """Draw the n-th case: kernel, setting and feature map first, then the image they need."""
    kernel_sizes, map_sizes = _kind(n)
    setting = {name: _draw_pair(random, VALUES[name]) for name in parameters}
    if kernel_sizes == LARGE[0]:
        setting |= {name: (1, 1) for name in ("stride", "dilation") if name in setting}
    kernel_size, map_size = _draw_two(random, kernel_sizes), _draw_two(random, map_sizes)
    image_size = _image_size(random, kernel_size, map_size, setting)
    image, kernel = _draw_numbers(random, n, image_size, kernel_size)
    return Case(Task.of(image, kernel, flip_kernel=flip_kernel, **setting), setting)


def _kind(n):
    """Sizes of the n-th case: of 20, 4 are tiny, 3 are lines, 1 or 2 hold a large kernel."""
    if n % 20 in (5, 10, 15, 0):
        return TINY
    if n % 20 in (4, 9, 18):
        return LINES
    return LARGE if n % 32 == 17 else USUAL


def _draw_pair(random, values):
    if random.random() < 0.25:
        return (values[0],) * 2
    return _draw_two(random, values)


def _draw_two(random, values):
    """Draw as `random.choice(values, 2)` does, which takes long for two numbers."""
    first, second = random.integers(len(values), size=2)
    return values[first], values[second]


def _image_size(random, kernel_size, map_size, setting):
    """Return rows and columns in which the kernel has so many positions, and often a leftover.

    Where the padding alone has room for them, one row or column is left, and the map is larger.
    """
    stride, dilation = (setting.get(name, (1, 1)) for name in ("stride", "dilation"))
    padding = setting.get("padding", (0, 0))
    return [
        max((o - 1) * s + random.integers(s) + kernel_span(k, d) - 2 * p, 1)
        for k, o, s, p, d in zip(kernel_size, map_size, stride, padding, dilation, strict=True)
    ]


def _draw_numbers(random, n, image_size, kernel_size):
    """Draw an image and a kernel; a fourth of them with fractions, or as large as a photo's."""
    image = random.integers(-2, 10, image_size)
    image[image == 0] = random.integers(1, 10)
    kernel = random.integers(-3, 5, kernel_size)
    kernel[0, -1] = kernel[0, -1] or 2
    drawn = {
        3: lambda: (random.integers(0, 1000, image_size), 16 * kernel),
        7: lambda: (image / 2, kernel),
        11: lambda: (image, kernel / 4),
        15: lambda: (image / 2, kernel / 4),
    }
    return drawn[n % 16]() if n % 16 in drawn else (image, kernel)
