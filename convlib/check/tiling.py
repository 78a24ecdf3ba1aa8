"""Checks of tiles: the halo, what is read, what stands round a row, tiles of a strided row."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import as_size
from ..conv import conv2d
from ..engine import slices
from ..fields import receptive_field
from ..layers import Conv
from ..tiling import halo
from .answers import Unusable, as_numbers, as_parts
from .given import as_row, as_stack
from .questions import Question, judge
from .verdict import Verdict, judged, right, wrong

# Halos


def check_halo(answer: Any, layers: Iterable[Conv]) -> Verdict:
    """How many cells a tile needs before its own, for a stack of convolutions.

    Parameters
    ----------
    answer : number
    layers : sequence of Conv
        With square kernels, alike along both axes.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> layers = [Conv(5, padding=2), Conv(3, padding=1), Conv(3, padding=1)]
    >>> check_halo(9, layers)
    Not yet. Perhaps: that is all that one output sees. Its own cell is among them, and the cells
    after it, too.
    >>> check_halo(4, layers)
    Right: 4 cells: the outputs of a tile see so far beyond its first cell.
    """
    layers = as_stack(layers)
    (before, after), _ = halo(layers)
    question = Question(
        before,
        [
            (name, given)
            for name, given in _mistaken_halos(layers, before, after)
            if given != before
        ],
        f"{before} cells: the outputs of a tile see so far beyond its first cell.",
        "Which is the first cell that output 0 sees? Go down through the layers, one by one.",
    )
    return judged(judge, answer, question)


def _mistaken_halos(layers, before, after):
    """Yield (misconception, cells)."""
    kernels = [layer.kernel_size[0] for layer in layers]
    last = receptive_field(layers)[-1]
    yield "sign of the halo", -before
    yield "field as the halo", last.size[0]
    if last.jump[0] == 1:
        yield "whole kernels as the halo", sum(kernels)
        yield "largest kernel halved", max(kernels) // 2
        yield "layers counted", len(layers)
        yield "halo of both sides", before + after
        yield "halves of whole kernels", sum(kernels) // 2
    else:
        yield "paddings as the halo", sum(layer.padding[0][0] for layer in layers)
        yield "halves without the jump", sum(kernel // 2 for kernel in kernels)
        yield "half of the field", last.size[0] // 2
        yield "jump as the halo", int(last.jump[0])
        yield "halo of the other side", after


# What is read


def check_cells_read(answer: Any, size: int, tile: int, halo: int) -> Verdict:
    """How many cells all tiles of a square image read, if they stop at its border.

    Parameters
    ----------
    answer : number
    size, tile, halo : int
        Rows, and columns, of the image and of a tile; the last tiles are cut off. Cells of the
        halo on each side.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_cells_read(1218816, 1000, 256, 10)
    Not yet. Perhaps: tiles at the end are smaller: the image stops there, and so does what is read.
    """
    size, tile, halo = as_size(size, "size", 1), as_size(tile, "tile", 1), as_size(halo, "halo", 0)
    parts = [(part.start, part.stop) for part in slices(size, tile)]
    inside = sum(min(end + halo, size) - max(start - halo, 0) for start, end in parts)
    question = Question(
        inside**2,
        [
            ("halo left out", size**2),
            ("halo beyond the border", (size + 2 * halo * len(parts)) ** 2),
            ("all tiles whole", ((tile + 2 * halo) * len(parts)) ** 2),
            ("halo on one side", sum(min(end + halo, size) - start for start, end in parts) ** 2),
            ("read along one axis", inside),
        ],
        f"{inside:,} along each axis, {inside**2 / size**2:.3f} times the image in all.",
        "How long is each of the windows along one axis? Add them up, then multiply both axes.",
    )
    return judged(judge, answer, question)


# Borders


def check_border(answer: Any, row: Sequence[float], width: int) -> Verdict:
    """What scipy.ndimage's "reflect" puts round a row: its mirror image, the end cells twice.

    Parameters
    ----------
    answer : sequence of numbers
        The row and what stands round it.
    row : sequence of numbers
    width : int
        Cells on each side.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_border([3, 2, 1, 2, 3, 2, 1], [1, 2, 3], 2)
    Not yet: that is what NumPy and PyTorch call reflect: the mirror stands on the last cell. SciPy
    puts it after that cell.
    """
    cells, width = as_row(row, "row"), as_size(width, "width", 1)
    padded = {mode: np.pad(cells, width, mode=mode) for mode in BORDERS}  # type: ignore[call-overload]
    question = Question(
        np.pad(cells, width, "symmetric"),
        [(BORDERS[mode], border) for mode, border in padded.items()],
        "the mirror stands after the last cell, so that this cell comes twice.",
        "Does the end cell come once, or twice? Look at the table.",
    )
    return judged(judge, answer, question)


BORDERS = {
    "reflect": "reflect of NumPy",
    "edge": "edge repeated",
    "wrap": "wrapped round the ends",
    "constant": "zeros round the row",
}


# Tiles of a strided row


def check_tiles(answer: Any, row: ArrayLike, kernel: ArrayLike, *, stride: int = 1) -> Verdict:
    """Tiles of a row whose results, one after another, are the result of the whole row.

    Parameters
    ----------
    answer : (sequence of int, int)
        Where the tiles start, and how many cells each of them reads; at the row's end fewer. Any
        that work are right.
    row, kernel : array_like, shape (n,) and (k,)
    stride : int, optional

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_tiles(([0, 5], 7), range(1, 13), [1, 10, 100], stride=2)
    Not yet: a tile starts between two positions of the kernel: then its kernel meets other cells
    than that of the whole row. Look at the tile that starts at 5.
    """
    cells, weights = as_row(row, "row"), as_row(kernel, "kernel")
    if len(weights) > len(cells):
        raise ValueError(f"kernel has {len(weights)} weights, more than the {len(cells)} of row")
    return judged(_judge_tiles, answer, cells, weights, as_size(stride, "stride", 1))


def _judge_tiles(answer, cells, weights, stride):
    starts, length = _as_tiles(answer, len(cells))
    if len(starts) < 2:
        return wrong("that is one tile. Cut the row into at least two.")
    off = [start for start in starts if start % stride]
    if off:
        return wrong(f"Look at the tile that starts at {off[0]}.", "tile off the stride")
    whole = _slid(cells, weights, stride)
    results = [_slid(cells[start : start + length], weights, stride) for start in starts]
    ends = [start // stride + len(each) for start, each in zip(starts, results, strict=True)]
    for (start, following), end in zip(pairwise(starts), ends, strict=False):
        if end > following // stride:
            return wrong(_between(start, following), "cell made twice")
        if end < following // stride:
            return wrong(_between(start, following), "cells lost between tiles")
    if starts[0] > 0 or ends[-1] < len(whole):
        return wrong("sums at the row's ends are missing: where is the first tile, and the last?")
    told = f"{len(starts)} tiles of {length} cells make all {len(whole)} sums, each once."
    return right(told)


def _as_tiles(answer, size):
    """Read (starts, length), or say what it is instead."""
    parts = as_parts(answer, "the starts and the length")
    if len(parts) != 2:
        raise Unusable("no pair: give the starts and the length")
    starts, length = parts
    if starts is None or length is None:
        raise Unusable("not filled in: give the starts and the length")
    starts, length = as_numbers(starts).ravel(), as_numbers(length)
    numbers = [*starts, *length.ravel()]
    if length.size != 1 or not all(number.is_integer() for number in numbers):
        raise Unusable("none of whole cells: give a list of starts and one length")
    if min(numbers) < 0 or max(starts) >= size or (np.diff(starts) <= 0).any():
        raise Unusable("no list of starts that rise, from 0 to the row's last cell")
    return [int(start) for start in starts], int(length.reshape(()))


def _between(start, following):
    return f"Look at the tiles that start at {start} and {following}."


def _slid(cells, weights, stride):
    if len(cells) < len(weights):
        return np.empty(0)
    return conv2d([cells], [weights], stride=(1, stride))[0]
