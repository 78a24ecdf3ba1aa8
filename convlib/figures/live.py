"""A curve that grows while its numbers come, beside a progress bar."""

from collections.abc import Iterable
from contextlib import suppress
from html import escape
from math import isfinite, nan
from time import monotonic

from IPython.display import display

from ..arguments import as_size
from .curves import draw_curves
from .given import as_text
from .publish import figure_bundle

PAUSE = 0.2  # seconds at least from one picture to the next: drawing takes time from the numbers
HIGHEST = 1e300  # the highest that an axis reaches: nearer to infinity matplotlib's sums overflow


def live_plot(
    numbers: Iterable[float], total: int, *, name: str, alt: str, across: str = "epoch"
) -> list[float]:
    """Show numbers as a curve while they come, beside a progress bar.

    Whoever interrupts the kernel ends it early, without an error, and keeps what has come.

    Parameters
    ----------
    numbers : iterable of positive numbers
        Asked for one by one, such as the losses of a network that learns. NaN and infinity, where
        a loss runs away, are kept and not drawn.
    total : int
        How many there will be.
    name : str
        What they are, for the axis.
    alt : str
        What a sighted reader sees, in a sentence.
    across : str, optional
        What each of them comes after.

    Returns
    -------
    list of float
        All that came.

    Raises
    ------
    ValueError, TypeError
        If `alt` is empty, `total` is no integer of at least 1, or `numbers` cannot be asked.
    """
    name, total = as_text(name, "name"), as_size(total, "total", 1)
    if not isinstance(numbers, Iterable):
        raise TypeError(f"numbers={numbers!r} must give one number after the other, as a list does")
    seen: list[float] = []
    curve = (seen, total, name, across, alt)
    shown = display(_bundle(*curve), raw=True, display_id=True)
    due = monotonic() + PAUSE
    with suppress(KeyboardInterrupt):
        for number in numbers:
            seen.append(number)
            if monotonic() >= due:
                _update(shown, *curve)
                due = monotonic() + PAUSE
    _update(shown, *curve)
    return seen


def _update(shown, *curve):
    if shown is not None:  # outside of notebooks nothing can be shown again
        shown.update(_bundle(*curve), raw=True)


def _bundle(seen, total, name, across, alt):
    """Each form of the curve so far by its MIME type."""
    bundle = figure_bundle(_draw(seen, total, name, across), alt=alt)
    told = f"{len(seen)} of {total}"
    bar = f'<progress value="{len(seen)}" max="{total}" aria-label="{escape(name)}"></progress>'
    return bundle | {"text/html": f"<p>{bar} {told}</p>{bundle['text/html']}"}


def _draw(seen, total, name, across):
    counted = range(1, len(seen) + 1)
    drawn = [number if abs(number) < HIGHEST else nan for number in seen]
    figure = draw_curves({name: (counted, drawn)}, across=across, up=name)
    top = max(filter(isfinite, drawn), default=1) or 1
    figure.axes[0].set(xlim=(0, total), ylim=(0, 1.05 * top))
    return figure
