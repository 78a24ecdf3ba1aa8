"""Checks of receptive fields: size, start and cells, gridding, dilations without a hole."""

from collections.abc import Callable, Iterable, Sequence
from math import prod
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from ..arguments import as_size
from ..fields import receptive_field
from ..layers import Conv, Layer, Pool, as_layers
from .answers import Unusable, as_numbers, as_parts
from .questions import Question, judge
from .verdict import EMPTY, Verdict, judged, right, wrong

Numbers: TypeAlias = tuple[float, ...]
LARGEST_DILATION = 99  # more would only make the count slow


class Row(NamedTuple):
    """One layer along its columns, as the lesson's formula takes it."""

    k: int
    s: int
    p: int
    d: int


def check_field(answer: Any, layers: Iterable[Layer], output: int, input_size: int) -> Verdict:
    """Size and start of a field, and the image cells that one output sees, along one axis.

    Parameters
    ----------
    answer : (int, int, (int, int))
        Cells of the field, the first cell that output 0 sees (negative is padding), and the first
        and the last image cell that the output sees.
    layers : sequence of Conv and Pool
        From the image up, padded alike on both sides; their columns count.
    output, input_size : int
        The output that is asked for, and the image's columns.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> layers = [Conv(3, stride=2, padding=1), Conv(3, padding=1)]
    >>> check_field((7, -3, (1, 7)), layers, 2, 20)
    Right: 7 cells, from −3 on; output 2 sees cells 1 to 7.
    >>> check_field((5, -3, (1, 7)), layers, 2, 20)
    Not yet. Perhaps: the strides were left out: above a stride of 2, one step is two
    cells of the image. Look at the size.
    """
    layers = as_layers(layers, "layers")
    rows = _as_rows(layers)
    field = receptive_field(layers, as_size(input_size, "input_size", 1))[-1]
    cells = field.cells((0, as_size(output, "output", 0)))[1]
    return judged(_judge_field, answer, rows, output, input_size, cells)


def _judge_field(answer, rows, output, input_size, cells):
    parts = as_parts(answer, "three parts: size, start and (first, last)")
    if len(parts) != 3:
        raise Unusable("not three parts: give size, start and (first, last)")
    if all(part is None for part in parts):
        return wrong(EMPTY)
    seen = max(cells.start, 0), min(cells.stop, input_size) - 1
    questions = {
        "size": Question(len(cells), _mistaken_sizes(rows), "", "how far do the taps reach?"),
        "start": _start_question(rows),
        "cells": Question(
            seen, _mistaken_cells(rows, output, input_size), "", "where does output 0 begin?"
        ),
    }
    for (name, question), part in zip(questions.items(), parts, strict=True):
        verdict = wrong("it is still None.") if part is None else judge(part, question)
        if not verdict.ok:
            detail = f"{verdict.detail} Look at the {name}.".strip()
            return wrong(detail, verdict.misconception, certain=verdict.certain)
    start = questions["start"].truth
    return right(
        f"{len(cells)} cells, from {_signed(start)} on; output {output} sees cells {seen[0]} to "
        f"{seen[1]}."
    )


def check_field_start(answer: Any, layers: Iterable[Layer]) -> Verdict:
    """First image cell that output 0 sees, along one axis; negative is padding.

    Parameters
    ----------
    answer : int
    layers : sequence of Conv and Pool
        From the image up, padded alike on both sides; their columns count.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_field_start(-3, [Conv(5, stride=2, padding=1), Conv(3, dilation=2, padding=2)])
    Not yet. Perhaps: the paddings were added up as they are. Each counts in steps of the
    map that it pads: multiply it by the jump there.
    """
    return judged(judge, answer, _start_question(_as_rows(layers)))


def check_used_cells(answer: Any, layers: Iterable[Layer]) -> Verdict:
    """How many cells of its field an output really uses, rows and columns.

    Parameters
    ----------
    answer : int
    layers : sequence of Conv and Pool
        From the image up.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_used_cells(169, [Conv(3, dilation=2)] * 3)
    Not yet. Perhaps: those are all cells of the field. A cell counts only if some path
    ends on it.
    >>> check_used_cells(49, [Conv(3, dilation=2)] * 3)
    Right: 49 of 169 cells.
    """
    layers = as_layers(layers, "layers")
    rows, field = _as_rows(layers), receptive_field(layers)[-1]
    used, spanned = field.used()
    along = int(np.count_nonzero(field.paths((0, 0)).any(0)))
    mistakes = [
        ("whole field", spanned),
        ("one axis of the field", along),
        ("used times spanned", along * len(field.cells((0, 0))[1])),
        ("one layer's weights", rows[-1].k ** 2),
        ("weights added up", sum(row.k**2 for row in rows)),
        ("paths instead of cells", prod(row.k**2 for row in rows)),
    ]
    hint = "which cells does one axis use? Mark them, layer by layer."
    told = f"{used} of {spanned} cells."
    return judged(judge, answer, Question(used, mistakes, told, hint))


def check_dilations(answer: Any, count: int = 3, taps: int = 3) -> Verdict:
    """Dilations of a stack that has no hole, and a field as wide as such a stack can have.

    Parameters
    ----------
    answer : sequence of int
        A dilation for each layer, from the image up; any right ones will do.
    count : int, optional
        How many layers there are.
    taps : int, optional
        Taps of each along one axis.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_dilations([1, 3, 9])
    Right: 27 cells, and no hole.
    >>> check_dilations([1, 2, 4])
    Not yet: no hole, and 15 cells wide. There are wider ones.
    >>> check_dilations([2, 2, 2])
    Not yet: all dilations share a factor, so all taps fall on the same cells of a grid, and
    those in between are never met. 7 of 13 cells count.
    """
    return judged(_judge_dilations, answer, as_size(count, "count", 1), as_size(taps, "taps", 2))


def _judge_dilations(answer, count, taps):
    numbers = as_numbers(answer).ravel().tolist()
    if len(numbers) != count:
        raise Unusable(f"{len(numbers)} numbers: give {count}, one for each layer")
    if not all(n.is_integer() and 1 <= n <= LARGEST_DILATION for n in numbers):
        raise Unusable(f"not made of whole numbers from 1 to {LARGEST_DILATION}")
    dilations = [*map(int, numbers)]
    reached = {0}
    for d in dilations:
        reached = {cell + tap for cell in reached for tap in range(0, d * taps, d)}
    wide = max(reached) + 1
    if len(reached) < wide:
        shares = np.gcd.reduce(dilations) > 1
        misconception = "dilations with a common factor" if shares else None
        return wrong(f"{len(reached)} of {wide} cells count.", misconception)
    if wide < taps**count:  # so many paths there are, each to a cell of its own at best
        return wrong(f"no hole, and {wide} cells wide. There are wider ones.")
    return right(f"{wide} cells, and no hole.")


# What each misunderstanding gives, along one axis


def _as_rows(layers: Iterable[Layer]) -> list[Row]:
    """Read layers as the lesson's formula takes them, or refuse those it does not hold for."""
    rows = []
    for n, layer in enumerate(as_layers(layers, "layers")):
        if not isinstance(layer, Conv | Pool) or isinstance(layer.padding, str):
            raise ValueError(f"layers[{n}]={layer!r} must be a Conv or a Pool, padded by numbers")
        before, after = layer.padding[1]
        if before != after:
            raise ValueError(f"layers[{n}]={layer!r} must be padded alike on both sides")
        rows.append(Row(layer.kernel_size[1], layer.stride[1], before, layer.dilation[1]))
    if not rows:
        raise ValueError("layers is empty: give at least one, as in [Conv(3)]")
    return rows


def _grown(
    rows: Sequence[Row],
    spread: Callable[[Row], float] = lambda row: row.d * (row.k - 1),
    step: Callable[[Row], int] = lambda row: row.s,
    first: float = 1,
) -> float:
    """Add up what each layer spreads, in steps of the map that it lies on."""
    total, jump = first, 1
    for row in rows:
        total += spread(row) * jump
        jump *= step(row)
    return total


def _own_stride(rows: Sequence[Row], spread: Callable[[Row], float], first: float) -> float:
    jumps = np.cumprod([row.s for row in rows])
    return first + sum(spread(row) * int(jump) for row, jump in zip(rows, jumps, strict=True))


def _spread(row: Row) -> int:
    return row.d * (row.k - 1)


def _mistaken_sizes(rows: Sequence[Row]) -> list[tuple[str, float]]:
    before = [1, *(row.s for row in rows[:-1])]
    return [
        ("kernels added up", sum(row.k for row in rows)),
        ("strides left out of the field", _grown(rows, step=lambda row: 1)),
        ("own stride counted", _own_stride(rows, _spread, 1)),
        (
            "only the stride before",
            1 + sum(_spread(row) * s for row, s in zip(rows, before, strict=True)),
        ),
        ("k for k − 1", _grown(rows, lambda row: row.d * row.k)),
        ("dilation left out of the field", _grown(rows, lambda row: row.k - 1)),
        ("k·d for the spread", _grown(rows, lambda row: row.d * row.k - 1)),
        ("dilation as a stride", _grown(rows, step=lambda row: row.s * row.d)),
        ("kernels multiplied", prod(row.k for row in rows)),
        ("from the output down", _grown(rows[::-1])),
        ("padding taken off the field", _grown(rows) + 2 * _start(rows)),
    ]


def _start(rows: Sequence[Row]) -> int:
    return int(_grown(rows, lambda row: -row.p, first=0))


def _start_question(rows: Sequence[Row]) -> Question:
    start, half = _start(rows), (_grown(rows) - 1) / 2
    middle = _grown(rows, lambda row: (row.k - 1) / 2 - row.p, first=0)
    mistakes = [
        ("paddings added up", -sum(row.p for row in rows)),
        ("own stride counted", _own_stride(rows, lambda row: -row.p, 0)),
        ("dilation left out of the start", middle - half),
        ("half the field", -half),
        ("cut at 0", 0),
        ("sign forgotten", -start),
        ("half the padding", start / 2),
    ]
    hint = "how many image cells does each layer's padding take it to the left?"
    return Question(start, mistakes, f"cell {_signed(start)}.", hint)


def _mistaken_cells(rows: Sequence[Row], output: int, input_size: int) -> list[tuple[str, Numbers]]:
    jump = int(np.prod([row.s for row in rows]))
    start, wide, at = _start(rows), int(_grown(rows)), output * jump

    def on_image(first: int, last: int) -> Numbers:
        return max(first, 0), min(last, input_size - 1)

    return [
        ("padding counted as cells", (start + at, start + at + wide - 1)),
        ("start left out", on_image(at, at + wide - 1)),
        ("jump left out", on_image(start + output, start + output + wide - 1)),
        ("one cell too many", on_image(start + at, start + at + wide)),
        ("centred on the jump", on_image(at - wide // 2, at + wide // 2)),
    ]


def _signed(number: float) -> str:
    return f"{number:g}".replace("-", "−")
