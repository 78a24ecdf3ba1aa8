"""The cases that a learner's convolution over channels is tried on, and the exercises they make."""

from functools import cache
from typing import Any

import numpy as np

from .answers import as_maps
from .cases import Case
from .channel_task import ChannelTask

CHANNEL_PARAMETERS = ("bias", "groups")
CASES = 80


class ChannelCase(Case):
    """One call: an image with channels, a kernel, and the setting of a layer."""

    read = staticmethod(as_maps)

    @property
    def bulk(self) -> tuple[int, int]:
        """(int, int): how much there is to look at, numbers and groups."""
        task = self.task
        return task.image.size + task.kernel.size + task.feature_map.size, task.groups


@cache
def draw_channel_cases(upto: str) -> list[Case]:
    """Draw the cases of an exercise about channels, always the same ones, the smallest first."""
    random = np.random.default_rng(12)
    cases = [_draw_telling(random, n, upto) for n in range(CASES)]
    return sorted(cases, key=lambda case: case.bulk)


def _draw_telling(random, n, upto):
    """Draw the n-th case again until most of its sums are not 0: 0 hides many a mistake."""
    while True:
        case = _draw(random, n, upto)
        if 2 * np.count_nonzero(case.task.feature_map) > case.task.feature_map.size:
            return case


def _draw(random, n, upto):
    """Draw the n-th case: every tenth has one channel and one output, every fourth fractions."""
    groups = random.choice((1, 2, 2, 3)) if upto == "groups" else 1
    per_group, outputs = (1, 1) if n % 10 == 0 else (random.choice((1, 2, 3)) for _ in range(2))
    size, maps = random.choice((1, 2, 3), 2), random.choice((1, 1, 2, 3), 2)
    image = random.integers(-2, 10, (groups * per_group, *(size + maps - 1)))
    kernel = random.integers(-3, 5, (groups * outputs, per_group, *size))
    bias = random.integers(1, 30, len(kernel))
    if n % 4 == 3:
        image, bias = image / 2, bias / 4
    task = ChannelTask(image, kernel, bias, int(groups))
    setting: dict[str, Any] = {"bias": bias}
    return ChannelCase(task, setting | ({"groups": task.groups} if upto == "groups" else {}))
