"""Checks of whole numbers: sizes, spans, windows, positions, padding."""

from dataclasses import replace
from itertools import product
from math import isfinite
from typing import Any

from ..arguments import AXES, PairLike, Position, as_position
from ..geometry import ConvGeometry
from ..words import size_text
from .answers import as_cells, as_pair_of_numbers, as_sides_of_numbers, as_window
from .mistaken_axes import mistaken_axes, mistaken_paddings, mistaken_spans
from .verdict import Verdict, judged, right, wrong

SWAPPED = "rows and columns swapped"


def check_output_size(answer: Any, geometry: ConvGeometry) -> Verdict:
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
    return judged(judge_output_size, answer, _as_geometry(geometry))


def judge_output_size(answer: Any, geometry: ConvGeometry) -> Verdict:
    """Judge rows and columns of a feature map; called through `judged`."""
    wanted = geometry.output_size
    answer = as_pair_of_numbers(answer, wanted)
    if answer == wanted:
        return right(f"{_rows_and_columns(wanted)}.")
    mistaken = [(name, (r.output, c.output)) for name, (r, c) in mistaken_axes(geometry)]
    answer = tuple(
        _fraction_meant(number, [size[axis] for _, size in mistaken])
        for axis, number in enumerate(answer)
    )
    question = "How far can the kernel's first cell move, in steps? And where did it stand before?"
    named = {name for name, size in mistaken if size == answer}
    verdict = _name_mistake(answer, wanted, mistaken, question)
    return replace(verdict, certain=verdict.certain and len(named) < 2)


def _fraction_meant(number, known):
    """Return what a learner means who writes two decimals of a fraction: 10/3 for 3.33."""
    if number % 1 == 0 or not isfinite(number):
        return number
    return next((fraction for fraction in known if abs(number - fraction) < 0.01), number)


def check_span(answer: Any, geometry: ConvGeometry) -> Verdict:
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
    return judged(_judge_span, answer, _as_geometry(geometry))


def _judge_span(answer, geometry):
    wanted = geometry.effective_kernel_size
    answer = as_pair_of_numbers(answer, wanted)
    if answer == wanted:
        return right(f"the kernel spans {_rows_and_columns(wanted)}.")
    question = "Mark the taps in a row of cells and count."
    return _name_mistake(answer, wanted, [*mistaken_spans(geometry)], question)


def check_window(answer: Any, geometry: ConvGeometry, position: Position) -> Verdict:
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
    geometry = _as_geometry(geometry)
    position = as_position(position, geometry.output_size, "position", "feature map")
    return judged(_judge_window, answer, geometry, position)


def _judge_window(answer, geometry, position):
    axes = geometry.axes
    wanted = _taps(axes, position)
    answer = as_window(answer, geometry.kernel_size)
    if answer == wanted:
        return right(f"rows {_listed(wanted[0])} and columns {_listed(wanted[1])}.")
    mistaken = [
        *_on_either_axis("counted in the padded image", wanted, _shifted_by_padding(wanted, axes)),
        *((name, _taps(changed, position)) for name, changed in mistaken_axes(geometry)),
        *_on_either_axis("whole span", wanted, [range(taps[0], taps[-1] + 1) for taps in wanted]),
        *_on_either_axis("counted from 1", wanted, [[tap + 1 for tap in taps] for taps in wanted]),
    ]
    question = "Where does the window begin, and how far is it from one tap to the next?"
    return _name_mistake(answer, wanted, mistaken, question)


def check_positions(answer: Any, geometry: ConvGeometry, cell: Position) -> Verdict:
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
    Not yet: of all the windows that hold the cell, 1 is missing.
    """
    geometry = _as_geometry(geometry)
    cell = as_position(cell, geometry.input_size, "cell", "image")
    return judged(_judge_positions, answer, geometry, cell)


def _judge_positions(answer, geometry, cell):
    axes = geometry.axes
    answer, wanted = as_cells(answer), _positions_over(axes, cell)
    if answer == wanted:
        return right(f"these {len(wanted)} positions." if len(wanted) != 1 else "only there.")
    window = set(product(*geometry.window(cell))) if _in_map(cell, geometry) else None
    mistaken = [
        *(
            (name, _positions_over(changed, cell))
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


def check_padding(
    answer: Any,
    input_size: PairLike,
    kernel_size: PairLike,
    stride: PairLike = 1,
    dilation: PairLike = 1,
) -> Verdict:
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
    geometry = ConvGeometry(input_size, kernel_size, stride, "same", dilation)
    return judged(_judge_padding, answer, geometry)


def _judge_padding(answer, geometry):
    wanted = geometry.padding
    answer = as_sides_of_numbers(answer)
    if answer == wanted:
        return right(f"{wanted} as ((top, bottom), (left, right)).")
    if any(isinstance(side, float) for pair in answer for side in pair):
        return wrong(misconception="half a cell")
    mistaken = mistaken_paddings(geometry)
    name = next((name for name, padding in mistaken if padding == answer), None)
    if name is None and [*map(sum, answer)] == [*map(sum, wanted)]:
        name = "unevenly shared"
    look = _look_again(answer, wanted) if name else ""
    return wrong(f"{look} {_other_size(answer, geometry)}".strip(), name)


def _other_size(padding, geometry):
    """Say what size some padding gives, or nothing where it is the size wanted."""
    try:
        size = replace(geometry, padding=padding).output_size
    except ValueError:
        return "With your padding the kernel has no room."
    if size == geometry.output_size:
        return ""
    return (
        f"Your padding gives {size_text(size)} cells; {size_text(geometry.output_size)} are wanted."
    )


def _on_either_axis(name, wanted, mistaken):
    """Yield (misconception, rows and columns): both mistaken, then the rows, then the columns."""
    rows, cols = map(tuple, mistaken)
    yield name, (rows, cols)
    yield name, (rows, wanted[1])
    yield name, (wanted[0], cols)


def _shifted_by_padding(taps, axes):
    return [[tap + axis.before for tap in each] for each, axis in zip(taps, axes, strict=True)]


def _taps(axes, position):
    return tuple(tuple(axis.taps(p)) for axis, p in zip(axes, position, strict=True))


def _positions_over(axes, cell):
    """Set of the positions whose taps meet an image cell."""
    places = (
        [p for p in range(int(a.output)) if c in a.taps(p)] for a, c in zip(axes, cell, strict=True)
    )
    return set(product(*places))


def _in_map(position, geometry):
    return all(0 <= p < size for p, size in zip(position, geometry.output_size, strict=True))


def _misplaced(answer, wanted, geometry):
    """Say what is wrong with a set of positions, without saying which would be right."""
    missing, extra = len(wanted - answer), sorted(answer - wanted)
    if not extra:
        verb = "is" if missing == 1 else "are"
        return f"of all the windows that hold the cell, {missing} {verb} missing."
    row, col = extra[0]
    if not _in_map(extra[0], geometry):
        return f"There is no position ({row:g}, {col:g}) in this feature map."
    position = int(row), int(col)
    rows, cols = map(_listed, geometry.window(position))
    return f"position {position} is too much: its window holds only rows {rows} and columns {cols}."


def _name_mistake(answer, wanted, mistaken, question):
    """Name the mistake behind a pair of answers: one that explains both, or else one axis."""
    mistaken = [(SWAPPED, wanted[::-1]), *mistaken]
    for name, value in mistaken:
        if value == answer:
            return wrong(_look_again(answer, wanted), name)
    for axis, other in ((0, 1), (1, 0)):
        alone = (answer[0], wanted[1]) if axis == 0 else (wanted[0], answer[1])
        name = next((name for name, value in mistaken if value == alone and name != SWAPPED), None)
        if name and alone != wanted:
            told = f"That explains the {AXES[axis]}; the {AXES[other]} are wrong, too."
            return wrong(told, name, certain=False)  # half an answer tells little
    return wrong(f"{_look_again(answer, wanted)} {question}".strip())


def _look_again(answer, wanted):
    """Point at the one axis that is wrong, or at none where both are."""
    wrong_axes = [name for name, a, w in zip(AXES, answer, wanted, strict=True) if a != w]
    return f"Look at the {wrong_axes[0]} again." if len(wrong_axes) == 1 else ""


def _as_geometry(geometry: ConvGeometry) -> ConvGeometry:
    """Return the geometry that a lesson's author gives, or raise TypeError."""
    if not isinstance(geometry, ConvGeometry):
        raise TypeError(f"geometry={geometry!r} must be a ConvGeometry")
    return geometry


def _rows_and_columns(size):
    return "{} rows and {} columns".format(*size)


def _listed(numbers):
    return ", ".join(map(str, numbers))
