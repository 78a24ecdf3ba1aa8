"""Check of an open question: settings that lead to a feature map of a given size."""

from typing import Any

from ..arguments import Pair, PairLike, as_pair, as_size
from ..geometry import ConvGeometry
from ..words import size_text
from .answers import as_settings
from .mistaken_axes import mistaken_axes
from .verdict import Verdict, judged, right, wrong

NAMES = ("stride", "padding", "dilation")


def check_settings(
    answer: Any,
    input_size: PairLike,
    kernel_size: PairLike,
    output_size: PairLike,
    count: int = 3,
) -> Verdict:
    """Different settings that all give a feature map of one size; any right ones will do.

    Parameters
    ----------
    answer : sequence of (int, int) or (int, int, int)
        Stride, padding and, if given, dilation, each for rows and columns alike.
    input_size, kernel_size : int or (int, int)
        As for `ConvGeometry`.
    output_size : int or (int, int)
        Rows, columns of the feature map that is wanted.
    count : int, optional
        How many settings are wanted, at least.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_settings([(1, 0, 2), (2, 1, 1), (3, 3, 1)], 9, 3, 5)
    Right: all of these give 5×5 cells.
    >>> check_settings([(1, 0, 2), (1, 0, 2)], 9, 3, 5)
    Not yet: right so far, but 2 more are wanted, different from these.
    """
    sizes = ConvGeometry(input_size, kernel_size)
    wanted, count = as_pair(output_size, "output_size", 1), as_size(count, "count", 1)
    return judged(_judge_settings, answer, (sizes.input_size, sizes.kernel_size), wanted, count)


def _judge_settings(answer, sizes, wanted, count):
    settings = as_settings(answer)
    for setting in settings:
        try:
            geometry = ConvGeometry(*sizes, *setting)
        except ValueError as error:
            return wrong(f"{_named(setting)} will not do: {error}.")
        if geometry.output_size != wanted:
            return wrong(_other_size(setting, geometry, wanted), _mistake(geometry, wanted))
    missing = count - len(set(settings))
    if missing > 0:
        more = "1 more is" if missing == 1 else f"{missing} more are"
        return wrong(f"right so far, but {more} wanted, different from these.")
    return right(f"all of these give {size_text(wanted)} cells.")


def _mistake(geometry: ConvGeometry, wanted: Pair) -> str | None:
    """Name the mistake that makes a setting seem to give the size wanted, if only one does."""
    names = {
        name
        for name, (rows, cols) in mistaken_axes(geometry)
        if (rows.output, cols.output) == wanted
    }
    # Nobody chooses a setting by taking the size of the image, or of the kernel, for the map's.
    names -= {"size of the image", "size of the kernel"}
    return names.pop() if len(names) == 1 else None


def _other_size(setting, geometry, wanted):
    given, asked = size_text(geometry.output_size), size_text(wanted)
    return f"{_named(setting)} gives {given} cells; {asked} are wanted."


def _named(setting):
    return ", ".join(f"{name} {value}" for name, value in zip(NAMES, setting, strict=False))
