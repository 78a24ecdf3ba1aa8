"""Paths of the engine, forced upon arrays or listened to: for its tests and the benchmark."""

from functools import partial
from unittest import mock

import numpy as np

from convlib import ConvGeometry, conv2d
from convlib.engine import PATHS, Setting, rule


def paths_taken(call):
    """Run a call; return the names of the paths that the rule chose, each once, in order."""
    choose, names = rule.choose, []

    def listening(*arguments):
        name, dtype = choose(*arguments)
        names.append(name)
        return name, dtype

    with mock.patch.object(rule, "choose", listening):
        call()
    return list(dict.fromkeys(names))


def picked(image, kernel, dtype=None, **options):
    """Name the path that conv2d takes."""
    image, kernel = np.asarray(image, dtype), np.asarray(kernel, dtype)
    (name,) = paths_taken(partial(conv2d, image, kernel, **options))
    return name


def forced(path, image, kernel, options, dtype=None):
    """Run one path; return the maps, or None where it does not trust its result."""
    moves = options["stride"], options["padding"], options["dilation"]
    size = ConvGeometry(image.shape[2:], kernel.shape[2:], *moves).output_size
    setting = Setting(*moves, options.get("groups", 1), options["padding_mode"], size)
    maps = np.full((len(image), len(kernel), *size), -1, dtype or image.dtype)
    with np.errstate(invalid="ignore", over="ignore"):
        trusted = PATHS[path](image, kernel, setting, maps)
    return maps if trusted else None
