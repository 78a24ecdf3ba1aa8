"""Ways from a position of a map down to the image, counted cell by cell.

A step leads from each position to the cells that its taps meet; the number of ways to a cell is
the sum over the positions that meet it. Rows and columns are done one after the other, branches
one beside the other.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from .axis import kernel_span, overlap
from .layers import Step
from .stacks import Placed


class Trail(NamedTuple):
    """How many ways lead to each cell of a map, from its first cell that one leads to."""

    first: tuple[int, ...]
    counts: np.ndarray  # one axis, or rows and columns; empty where no way leads


def lead_down(placed: Sequence[Placed], trail: Trail, axes: Sequence[int], within: bool) -> Trail:
    """Follow a trail from the last layer's output to the first layer's input.

    ``axes`` are those that the trail has: rows (0), columns (1) or both. ``within`` the maps, ways
    through padding are dropped; otherwise every map goes on beyond its edges.
    """
    for each in reversed(placed):
        if each.paths:
            trail = _merged([lead_down(path, trail, axes, within) for path in each.paths])
            continue
        for n, axis in enumerate(axes):
            trail = _through(each.steps[axis], trail, n)
            if within and each.input_size is not None:
                trail = _cut(trail, n, each.input_size[axis])
    return trail


def _through(step: Step, trail: Trail, axis: int) -> Trail:
    counts = np.moveaxis(trail.counts, axis, 0)
    if not counts.size:
        return trail
    move = _up if step.up else _down
    first, counts = move(step, trail.first[axis], counts)
    return _placed_at(trail, axis, first, np.moveaxis(counts, 0, axis))


def _down(step: Step, first: int, counts: np.ndarray) -> tuple[int, np.ndarray]:
    """Go through a layer whose positions are `stride` cells apart on its input."""
    reach = (len(counts) - 1) * step.stride
    met = np.zeros((reach + kernel_span(step.kernel, step.dilation), *counts.shape[1:]))
    for tap in range(step.kernel):
        start = tap * step.dilation
        met[start : start + reach + 1 : step.stride] += counts
    return first * step.stride - (step.before or 0), met


def _up(step: Step, first: int, counts: np.ndarray) -> tuple[int, np.ndarray]:
    """Go through a transposed layer, whose stamps are `stride` positions apart on its output."""
    first += step.before or 0
    reach = kernel_span(step.kernel, step.dilation) - 1
    lowest = -((reach - first) // step.stride)  # the first stamp that reaches the first position
    highest = (first + len(counts) - 1) // step.stride
    met = np.zeros((max(highest - lowest + 1, 0), *counts.shape[1:]))
    for tap in range(step.kernel):
        start = lowest * step.stride + tap * step.dilation
        places = range(start, start + len(met) * step.stride, step.stride)
        stamps, positions = overlap(places, first, len(counts))
        met[stamps] += counts[positions]
    return lowest, met


def _cut(trail: Trail, axis: int, size: int) -> Trail:
    """Drop the ways to cells beyond a map's edges."""
    first, counts = trail.first[axis], np.moveaxis(trail.counts, axis, 0)
    start = max(-first, 0)
    kept = counts[start : max(size - first, 0)]
    return _placed_at(trail, axis, first + start, np.moveaxis(kept, 0, axis))


def _placed_at(trail: Trail, axis: int, first: int, counts: np.ndarray) -> Trail:
    return Trail((*trail.first[:axis], first, *trail.first[axis + 1 :]), counts)


def _merged(trails: Sequence[Trail]) -> Trail:
    """Add up trails that lead to the same map."""
    found = [trail for trail in trails if trail.counts.size]
    if len(found) < 2:
        return found[0] if found else trails[0]
    firsts = np.array([trail.first for trail in found])
    first = firsts.min(0)
    ends = firsts + [trail.counts.shape for trail in found]
    counts = np.zeros(ends.max(0) - first)
    for start, end, trail in zip(firsts - first, ends - first, found, strict=True):
        counts[tuple(map(slice, start, end))] += trail.counts
    return Trail(tuple(first.tolist()), counts)


def trimmed(trail: Trail) -> Trail:
    """Leave out the rows and columns at the ends to which no way leads."""
    firsts, ends = [], []
    for met in np.nonzero(trail.counts):
        firsts.append(int(met.min(initial=trail.counts.size)))
        ends.append(int(met.max(initial=-1)) + 1)
    if not all(map(int.__lt__, firsts, ends)):
        return Trail(trail.first, np.zeros((0,) * trail.counts.ndim))
    first = tuple(a + b for a, b in zip(trail.first, firsts, strict=True))
    return Trail(first, trail.counts[tuple(map(slice, firsts, ends))])
