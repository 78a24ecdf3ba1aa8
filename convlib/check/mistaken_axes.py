"""What each misunderstanding makes of sizes, windows and padding, for the very setting at hand.

A mistake along one axis changes that axis' numbers (`AXIS_MISTAKES`): from them follow the size,
the taps and, with the image and the kernel, the whole feature map (`mistaken_maps`) that somebody
who makes it gets. A check compares an answer with what each would have given, in the order of the
list: the likelier first.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import TypeAlias

from ..arguments import Pair, Sides
from ..axis import Axis
from ..geometry import ConvGeometry


def but(axis: Axis, **changes: int) -> Axis:
    """Return an axis with some numbers changed, and the output size that follows."""
    changed = axis._replace(**changes)
    return changed._replace(output=changed.room // changed.stride + 1)


def room_for(axis: Axis, span: int) -> int:
    """Return the output size if the kernel spanned so many cells."""
    return (axis.room + axis.span - span) // axis.stride + 1


def _larger_side_first(axis: Axis) -> Axis:
    smaller, larger = sorted((axis.before, axis.after))
    return but(axis, before=larger, after=smaller)


def _padded(axis: Axis, before: int, after: int) -> Axis:
    return but(axis, before=axis.before + before, after=axis.after + after)


#: Pairs of a misconception and what it makes of one axis. First those about a parameter in use:
#: where a padding has been given, a size that is 1 too small forgot a side of it, not the + 1.
AXIS_MISTAKES = (
    ("k instead of k̂", lambda a: a._replace(output=room_for(a, a.kernel))),
    ("padding left out", lambda a: but(a, before=0, after=0)),
    ("padding on one side", lambda a: but(a, after=0)),
    ("padding on one side", lambda a: but(a, before=0)),
    ("padding on one side", lambda a: but(a, before=2 * a.before, after=0)),
    ("padding on one side", lambda a: but(a, before=0, after=2 * a.after)),
    ("padding as the total", lambda a: but(a, before=a.before // 2, after=-(-a.after // 2))),
    ("gap after the last tap", lambda a: a._replace(output=room_for(a, a.dilation * a.kernel))),
    ("first cell left out", lambda a: a._replace(output=room_for(a, a.dilation * (a.kernel - 1)))),
    ("padding doubled", lambda a: but(a, before=2 * a.before, after=2 * a.after)),
    ("missing + 1", lambda a: a._replace(output=a.output - 1)),
    ("no floor", lambda a: a._replace(output=a.room / a.stride + 1)),
    ("stride + 1", lambda a: but(a, stride=a.stride + 1)),
    ("+ 1 divided too", lambda a: a._replace(output=(a.room + 1) // a.stride)),
    ("dilation from 0", lambda a: but(a, dilation=a.dilation + 1)),
    ("dilation left out", lambda a: but(a, dilation=1)),
    ("odd cell first", _larger_side_first),
    ("stride left out", lambda a: but(a, stride=1)),
    ("stride and dilation left out", lambda a: but(a, stride=1, dilation=1)),
    ("stride missing in the start", lambda a: a._replace(stride=1)),
    ("taps side by side", lambda a: a._replace(dilation=1)),
    ("stride missing in the bound", lambda a: a._replace(output=a.room + 1)),
    ("rounded up", lambda a: a._replace(output=-(-a.room // a.stride) + 1)),
    ("size of the image", lambda a: a._replace(output=a.input)),
    ("size of the kernel", lambda a: a._replace(output=a.kernel)),
    ("+ 1 twice", lambda a: a._replace(output=(a.room + 1) // a.stride + 1)),
    ("kernel left out of the size", lambda a: a._replace(output=(a.room + a.span) // a.stride)),
    ("kernel left out of the size", lambda a: a._replace(output=(a.room + a.span) // a.stride + 1)),
    ("− 1 for + 1", lambda a: a._replace(output=a.room // a.stride - 1)),
)
#: The same, of mistakes that only code makes.
CODE_AXIS_MISTAKES = (
    ("missing + 1", lambda a: a._replace(output=-(-a.room // a.stride))),  # range(0, i - k, s)
    ("padded image not used", lambda a: a._replace(before=0, after=0)),
    (
        "padding counted twice",
        lambda a: a._replace(output=(a.room + a.before + a.after) // a.stride + 1),
    ),
    ("padded by itself", lambda a: _padded(a, a.span // 2, a.span // 2)),
    ("padded by itself", lambda a: _padded(a, a.span // 2, (a.span - 1) // 2)),
    ("padded by itself", lambda a: _padded(a, (a.span - 1) // 2, a.span // 2)),
    ("padded by itself", lambda a: _padded(a, a.span - 1, a.span - 1)),
    ("sizes fixed", lambda a: a._replace(output=room_for(a, 3))),
)
#: Pairs of a misconception and the cells that it lets the kernel span along one axis.
SPAN_MISTAKES = (
    ("k instead of k̂", lambda a: a.kernel),
    ("gap after the last tap", lambda a: a.dilation * a.kernel),
    ("first cell left out", lambda a: a.dilation * (a.kernel - 1)),
    ("dilation from 0", lambda a: but(a, dilation=a.dilation + 1).span),
)
#: Pairs of a misconception and the cells (before, after) that it makes of one axis's "same".
SAME_MISTAKES = (
    ("k instead of k̂", lambda a: ((a.kernel - 1) // 2, a.kernel // 2)),
    ("odd cell first", lambda a: (a.after, a.before)),
    ("same on both sides", lambda a: (a.before + a.after,) * 2),
    ("padding on one side", lambda a: (0, a.before + a.after)),
)
#: Mistakes about a division: where the stride is 1, there is none.
DIVISIONS = ("+ 1 divided too", "+ 1 twice", "no floor", "rounded up")
#: Mistakes that change even a 1, which only somebody makes who has met the parameter.
ABOUT = {
    "stride": ("stride + 1", *DIVISIONS),
    "dilation": ("dilation from 0", "first cell left out"),
}
#: Which axes a mistake is made on: both first.
SIDES = ((True, True), (True, False), (False, True))


@lru_cache(maxsize=64)  # a check is asked about many answers to one setting
def mistaken_axes(geometry: ConvGeometry) -> tuple[tuple[str, tuple[Axis, Axis]], ...]:
    """List (misconception, (rows, columns)) for every mistake that changes something.

    Parameters
    ----------
    geometry : ConvGeometry

    Returns
    -------
    tuple of (str, (Axis, Axis))

    Examples
    --------
    >>> from convlib import ConvGeometry
    >>> name, (rows, cols) = mistaken_axes(ConvGeometry(7, 3, dilation=2))[0]
    >>> name, rows.output, cols.output
    ('k instead of k̂', 5, 5)
    """
    right, unmet = geometry.axes, unmet_mistakes(parameters_in_use(geometry))
    changed = [(name, change(right)) for name, change in CHANGES if name not in unmet]
    return tuple(
        (name, axes)
        for name, axes in changed
        if axes != right and not _divides_by_1(name, right, axes)
    )


def _divides_by_1(name, right, axes):
    """Whether a mistake about a division changes only axes whose stride is 1."""
    changed = [axis for axis, other in zip(right, axes, strict=True) if axis != other]
    return name in DIVISIONS and all(axis.stride == 1 for axis in changed)


def mistaken_spans(geometry: ConvGeometry) -> Iterator[tuple[str, Pair]]:
    """Yield (misconception, (rows, columns) that the kernel spans)."""
    for fields in ((*KERNEL, *DILATION), KERNEL, DILATION):
        rows, cols = _swapped(fields, False, geometry.axes)
        yield "rows and columns swapped", (rows.span, cols.span)
    yield from _on_either_axis(SPAN_MISTAKES, lambda a: a.span, geometry.axes)


def mistaken_paddings(geometry: ConvGeometry) -> Iterator[tuple[str, Sides]]:
    """Yield (misconception, padding) for a geometry whose own padding is the one called "same"."""
    yield "rows and columns swapped", (geometry.padding[1], geometry.padding[0])
    yield from _on_either_axis(SAME_MISTAKES, lambda a: (a.before, a.after), geometry.axes)


def _on_either_axis(mistakes, right, axes):
    """Yield (misconception, what it makes of both axes, and of either one)."""
    for name, mistake in mistakes:
        for sides in SIDES:
            yield (
                name,
                tuple(
                    mistake(a) if made else right(a) for a, made in zip(axes, sides, strict=True)
                ),
            )


def parameters_in_use(geometry):
    """Names of the parameters of which a setting makes use: stride, dilation."""
    return {name for name in ABOUT if getattr(geometry, name) != (1, 1)}


def unmet_mistakes(parameters):
    """Names of the mistakes about parameters other than these."""
    return {mistake for name, about in ABOUT.items() if name not in parameters for mistake in about}


def _on_axes(mistake, sides, axes):
    return tuple(mistake(a) if made else a for a, made in zip(axes, sides, strict=True))


def _swapped(fields, keep_sizes, axes):
    """Give each axis what belongs to the other, in the sizes too or in the windows alone."""
    rows, cols = axes
    changes = [{field: getattr(axis, field) for field in fields} for axis in (cols, rows)]
    change = Axis._replace if keep_sizes else but
    return tuple(change(axis, **changed) for axis, changed in zip(axes, changes, strict=True))


def _paired(axes):
    """Read ((rows, columns), (rows, columns)) as cells before and after: np.pad(image, padding)."""
    rows, cols = axes
    sides = {"before": rows.before, "after": cols.after}
    return but(rows, **sides), but(cols, **sides)


def _one_for_both(fields, pick, kind, axes):
    """Use one number of each pair for both axes: everywhere, in the windows or in the sizes."""
    shared = {field: pick(*(getattr(axis, field) for axis in axes)) for field in fields}
    return tuple(CHANGE[kind](axis, **shared) for axis in axes)


def _square_size(taken_from, fields, axes):
    """Work out both sizes from the rows or columns of one axis; the windows stay right."""
    source = axes[taken_from]
    taken = {field: getattr(source, field) for field in fields}
    return tuple(_in_the_size(axis, **taken) for axis in axes)


def _in_the_size(axis, **changes):
    """Return an axis whose numbers are changed in the size alone; the windows stay right."""
    return axis._replace(output=but(axis, **changes).output)


CHANGE = {"everywhere": but, "windows": Axis._replace, "size": _in_the_size}
STRIDE, PADDING, DILATION, KERNEL, INPUT = (
    ("stride",), ("before", "after"), ("dilation",), ("kernel",), ("input",),
)  # fmt: skip
PARAMETERS = ((*STRIDE, *PADDING, *DILATION), STRIDE, PADDING, DILATION)
#: Pairs of a misconception and what it makes of both axes.
Changes: TypeAlias = tuple[tuple[str, Callable[[tuple[Axis, Axis]], tuple[Axis, Axis]]], ...]
CHANGES: Changes = (
    *(
        ("rows and columns swapped", partial(_swapped, fields, keep_sizes))
        for keep_sizes in (False, True)
        for fields in PARAMETERS
    ),
    *(
        (name, partial(_on_axes, mistake, sides))
        for name, mistake in AXIS_MISTAKES
        for sides in SIDES
    ),
    *(("rows and columns swapped", partial(_swapped, fields, False)) for fields in (KERNEL, INPUT)),
    *(
        ("one number for both axes", partial(_one_for_both, fields, pick, kind))
        for kind in CHANGE
        for pick in (lambda rows, cols: rows, lambda rows, cols: cols, max, min)
        for fields in PARAMETERS
    ),
    ("pairs of sides", _paired),
)
#: The same, of mistakes that only code makes.
CODE_CHANGES: Changes = (
    *(
        (name, partial(_on_axes, mistake, sides))
        for name, mistake in CODE_AXIS_MISTAKES
        for sides in SIDES
    ),
    *(
        ("square assumed", partial(_square_size, taken_from, fields))
        for taken_from in (0, 1)
        for fields in (INPUT, KERNEL, (*INPUT, *KERNEL))
    ),
)
