"""Which fonts write what a caller gives: names of maps, labels of photos."""

from collections.abc import Sequence

from matplotlib import rcParams
from matplotlib.font_manager import get_font_names

FONT = "DejaVu Sans"  # matplotlib brings it along, so pictures are the same on every machine


def fonts_for_names(font: str | Sequence[str] | None = None) -> list[str]:
    """Return our font, and after it those that are asked for the letters that it lacks.

    Parameters
    ----------
    font : str or sequence of str, optional
        Names of installed fonts. The reader's own, from matplotlib's settings, if not given: they
        change no letter that DejaVu Sans has.

    Raises
    ------
    ValueError, TypeError
        If a font is not installed, or is not a name.
    """
    installed = set(get_font_names())
    if font is None:
        return [FONT, *(name for name in _readers_fonts() if name in installed - {FONT})]
    names = [font] if isinstance(font, str) else font
    if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        raise TypeError(f"font={font!r} must be the name of a font, or a sequence of names")
    for name in names:
        if name not in installed:
            raise ValueError(
                f"font={name!r} is not installed: choose one that "
                "matplotlib.font_manager.get_font_names() lists"
            )
    return [FONT, *names]


def _readers_fonts():
    """Names of the fonts in matplotlib's settings, where "serif" and the like stand for lists."""
    for family in rcParams["font.family"]:
        yield from rcParams.get(f"font.{family}", [family])
