"""Checks of whole numbers: sizes, spans, windows, positions, padding."""

from itertools import product

import numpy as np

from ..arguments import AXES
from ..geometry import ConvGeometry
from .answers import Unusable, as_numbers
from .mistaken_axes import mistaken_axes
from .verdict import judged, right, wrong

__all__ = ["check_output_size", "check_padding", "check_positions", "check_span", "check_window"]


@judged
def check_output_size(answer, geometry):
    """Rows and columns of a feature map.

    Parameters
    ----------
    answer : (number, number)
        Rows, columns; one number where they are equal.
    geometry : ConvGeometry

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_output_size((5, 7), ConvGeometry((7, 9), 3))
    Right: 5 rows and 7 columns.
    >>> check_output_size((5, 6), ConvGeometry((7, 9), 3))
    Not yet: the + 1 is missing: the kernel makes that many steps, and stands once before the first.
    Look at the columns again.
    """
    wanted = geometry.output_size
    answer = _pair(answer, wanted)
    if answer == wanted:
        return right("{} rows and {} columns.".format(*wanted))
    mistaken = [(name, (r.output, c.output)) for name, (r, c) in mistaken_axes(geometry)]
    question = "How far can the kernel's first cell move, in steps? And where did it stand before?"
    return _explained(answer, wanted, mistaken, question)


@judged
def check_span(answer, geometry):
    """Rows and columns that a dilated kernel spans, k̂.

    Parameters
    ----------
    answer : (number, number)
        Rows, columns; one number where they are equal.
    geometry : ConvGeometry

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_span(6, ConvGeometry(9, 3, dilation=2))
    Not yet: gaps lie between the taps, and there is none after the last: k̂ = d·(k − 1) + 1, not
    d·k.
    """
    wanted = geometry.effective_kernel_size
    answer = _pair(answer, wanted)
    if answer == wanted:
        return right("the kernel spans {} rows and {} columns.".format(*wanted))
    formulas = {
        "k instead of k̂": lambda a: a.kernel,
        "gap after the last tap": lambda a: a.dilation * a.kernel,
        "first cell left out": lambda a: a.dilation * (a.kernel - 1),
        "dilation from 0": lambda a: (a.dilation + 1) * (a.kernel - 1) + 1,
    }
    axes = geometry.axes
    mistaken = [(name, tuple(map(formula, axes))) for name, formula in formulas.items()]
    return _explained(answer, wanted, mistaken, "Mark the taps in a row of cells and count.")


@judged
def check_window(answer, geometry, position):
    """Image rows and columns that the taps meet at one position.

    Parameters
    ----------
    answer : (sequence of int, sequence of int)
        Rows and columns as `ConvGeometry.window` gives them, in any order, counted from the
        image's own corner: padding is negative, or past the end. Or all the cells, as pairs.
    geometry : ConvGeometry
    position : (int, int)
        Row and column in the feature map.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_window(([0, 1, 2], [2, 3, 4]), ConvGeometry(9, 3, dilation=2), (0, 2))
    Not yet: the dilation was left out: with it the taps stand d cells apart.
    """
    axes = geometry.axes
    wanted = _taps(axes, position)
    answer = _rows_and_columns(answer, geometry)
    if answer == wanted:
        return right(f"rows {_listed(wanted[0])} and columns {_listed(wanted[1])}.")
    unpadded = [axis._replace(before=0) for axis in axes]
    mistaken = [
        ("counted in the padded image", _taps(unpadded, position)),
        *((name, _taps(changed, position)) for name, changed in mistaken_axes(geometry)),
        ("whole span", tuple(tuple(range(taps[0], taps[-1] + 1)) for taps in wanted)),
        ("counted from 1", tuple(tuple(tap + 1 for tap in taps) for taps in wanted)),
    ]
    question = "Where does the window begin, and how far is it from one tap to the next?"
    return _explained(answer, wanted, mistaken, question)


@judged
def check_positions(answer, geometry, cell):
    """Positions whose windows hold an image cell: all the sums it is a part of.

    Parameters
    ----------
    answer : sequence of (int, int)
        Rows and columns in the feature map, in any order; empty if no tap meets the cell.
    geometry : ConvGeometry
    cell : (int, int)
        Row and column in the image.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_positions([(0, 0), (1, 0)], ConvGeometry(5, 3, stride=2), (2, 0))
    Right: these 2 positions.
    >>> check_positions([(1, 0)], ConvGeometry(5, 3, stride=2), (2, 0))
    Not yet: position (0, 0) is missing: its window holds rows 0, 1, 2 and columns 0, 1, 2.
    """
    axes = geometry.axes
    answer, wanted = _cells(answer), _feeds(axes, cell)
    if answer == wanted:
        return right(f"these {len(wanted)} positions." if len(wanted) != 1 else "only there.")
    window = set(product(*geometry.window(cell))) if _in_map(cell, geometry) else None
    mistaken = [
        *(
            (name, _feeds(changed, cell))
            for name, changed in mistaken_axes(geometry)
            if _taps(changed, (1, 1)) != _taps(axes, (1, 1))  # another size alone moves no window
        ),
        ("rows and columns swapped", {(col, row) for row, col in wanted}),
        ("counted from 1", {(row + 1, col + 1) for row, col in wanted}),
        ("window instead of positions", window),
    ]
    name = next((name for name, positions in mistaken if positions == answer), None)
    if answer < wanted:  # right as far as it goes: that is no misunderstanding
        name = None
    return wrong(_misplaced(answer, wanted, geometry), name)


@judged
def check_padding(answer, input_size, kernel_size, stride=1, dilation=1):
    """Padding that gives o = ⌈i/s⌉, the one called "same".

    Parameters
    ----------
    answer : int, (int, int) or ((int, int), (int, int))
        Cells on every side, (rows, cols), or ((top, bottom), (left, right)).
    input_size, kernel_size, stride, dilation : int or (int, int)
        As for `ConvGeometry`.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_padding(((1, 0), (1, 0)), 6, 2)
    Not yet: the odd cell was put before; it goes after, at the bottom and at the right.
    """
    wanted = ConvGeometry(input_size, kernel_size, stride, "same", dilation).padding
    answer = _sides(answer)
    if answer == wanted:
        return right(f"{wanted} as ((top, bottom), (left, right)).")
    if any(side != int(side) for axis in answer for side in axis):
        return wrong(misconception="half a cell")
    axes = ConvGeometry(input_size, kernel_size, stride, "same", dilation).axes
    mistakes = {
        "k instead of k̂": tuple(((a.kernel - 1) // 2, a.kernel // 2) for a in axes),
        "odd cell first": tuple(sides[::-1] for sides in wanted),
        "rows and columns swapped": wanted[::-1],
        "same on both sides": tuple((sum(sides),) * 2 for sides in wanted),
        "padding on one side": tuple((0, sum(sides)) for sides in wanted),
    }
    name = next((name for name, padding in mistakes.items() if padding == answer), None)
    if name is None and tuple(map(sum, answer)) == tuple(map(sum, wanted)):
        name = "unevenly shared"
    sizes = [ConvGeometry(input_size, kernel_size, stride, p, dilation) for p in (answer, wanted)]
    got, size = ("{}×{}".format(*geometry.output_size) for geometry in sizes)
    return wrong(f"Your padding gives {got} cells; {size} are wanted." * (got != size), name)


def _pair(answer, wanted):
    """(rows, columns) of an answer; one number stands for both where both are equal."""
    numbers = as_numbers(answer).ravel().tolist()
    if len(numbers) == 1 and wanted[0] == wanted[1]:
        numbers *= 2
    if len(numbers) != 2:
        count = "one number" if len(numbers) == 1 else f"{len(numbers)} numbers"
        raise Unusable(f"{count}: give two, (rows, columns)")
    return tuple(numbers)


def _sides(answer):
    """((top, bottom), (left, right)) of an answer, as numbers."""
    if isinstance(answer, str):
        raise Unusable("its name: give the number of cells")
    numbers = as_numbers(answer)
    if numbers.shape not in ((), (2,), (2, 2)):
        raise Unusable("none of n, (rows, columns) and ((top, bottom), (left, right))")
    sides = np.broadcast_to(numbers[:, None] if numbers.ndim == 1 else numbers, (2, 2))
    whole = sides == np.rint(sides)
    return tuple(map(tuple, sides.astype(int).tolist() if whole.all() else sides.tolist()))


def _cells(answer):
    """Set of the (row, col) pairs of an answer."""
    pairs = list(answer)
    if not pairs:
        return set()
    numbers = as_numbers(pairs)
    if numbers.shape == (2,):
        numbers = numbers[None]  # one pair alone
    if numbers.ndim != 2 or numbers.shape[1] != 2:
        raise Unusable(
            f"an array of shape {numbers.shape}: give a list of pairs, [(row, column), …]"
        )
    return set(map(tuple, numbers.tolist()))


def _rows_and_columns(answer, geometry):
    """Sorted rows and sorted columns of a window given as two lists, or as all of its cells."""
    parts = list(answer)
    taps = geometry.kernel_size[0] * geometry.kernel_size[1]
    if len(parts) == taps and all(np.size(part) == 2 for part in parts) and taps != 2:
        cells = _cells(parts)
        rows, cols = (tuple(sorted(set(part))) for part in zip(*cells, strict=True))
        if cells != set(product(rows, cols)):
            raise Unusable("not a whole window: each of its rows meets each of its columns")
        return rows, cols
    if len(parts) != 2:
        raise Unusable(f"{len(parts)} things: give two lists, the rows and the columns")
    return tuple(tuple(sorted(as_numbers(part).ravel().tolist())) for part in parts)


def _taps(axes, position):
    return tuple(tuple(axis.taps(p)) for axis, p in zip(axes, position, strict=True))


def _feeds(axes, cell):
    """Set of the positions whose taps meet an image cell."""
    places = (
        [p for p in range(int(a.output)) if c in a.taps(p)] for a, c in zip(axes, cell, strict=True)
    )
    return set(product(*places))


def _in_map(position, geometry):
    return all(0 <= p < size for p, size in zip(position, geometry.output_size, strict=True))


def _misplaced(answer, wanted, geometry):
    """Point at a position that is missing or too much, with its window."""
    missing, extra = sorted(wanted - answer), sorted(answer - wanted)
    if not missing and not _in_map(extra[0], geometry):
        row, col = extra[0]
        return f"There is no position ({row:g}, {col:g}) in this feature map."
    position = tuple(map(int, (missing or extra)[0]))
    rows, cols = map(_listed, geometry.window(position))
    told = "is missing: its window holds" if missing else "is too much: its window holds only"
    return f"position {position} {told} rows {rows} and columns {cols}."


def _explained(answer, wanted, mistaken, question):
    """Name the mistake behind a pair of answers: one that explains both, or else the first."""
    swapped = "rows and columns swapped"
    mistaken = [(swapped, wanted[::-1]), *mistaken]
    places = [axis for axis in (0, 1) if answer[axis] != wanted[axis]]
    whole = [name for name, value in mistaken if value == answer]
    first = [
        name
        for name, value in mistaken
        if value[places[0]] == answer[places[0]] and name != swapped  # nobody swaps one alone
    ]
    name = next(iter([*whole, *first]), None)
    there = f"Look at the {AXES[places[0]]} again." if len(places) == 1 or not whole else ""
    return wrong(there if name else f"{there} {question}".strip(), name)


def _listed(numbers):
    return ", ".join(map(str, numbers))
