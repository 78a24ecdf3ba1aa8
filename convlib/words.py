"""Numbers, sizes and sums as text: the twin of shared/numbers.js and convolution/words.js.

Figures and the explorer write the same number in the same way; a parity test holds them to it.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal
from math import isfinite
from typing import Any

import numpy as np

from .arguments import Pair, Position, Sides
from .scene import Scene

DIGITS = 6  # significant digits of a number in a sentence
CELL_DIGITS = 3  # significant digits of a number in a cell
CELL_LETTERS = 7  # letters that fit into a cell
LARGEST_WHOLE = 10**16  # a float64 cannot tell larger whole numbers apart
SMALLEST_PLAIN = Decimal("1e-4")
MINUS = "−"


# Numbers


def number_text(value: Any, digits: int = DIGITS) -> str:
    """Write a number in a few digits, exactly where that many suffice.

    Parameters
    ----------
    value : number
        Any real number; NaN and infinity are written out.
    digits : int, optional
        Significant digits; halves are rounded away from zero. Digits before the point are never
        rounded away. Numbers from 1e16 on, and those below 1e-4, have an exponent.

    Returns
    -------
    str
        With a true minus sign.

    Examples
    --------
    >>> number_text(-12), number_text(0.0625), number_text(1 / 3), number_text(1234567)
    ('−12', '0.0625', '0.333333', '1234567')
    >>> number_text(1813.99, 3), number_text(2e20), number_text(-3e-7)
    ('1814', '2e20', '−3e−7')
    """
    number = value.item() if isinstance(value, np.generic) else value
    if not isinstance(number, int | Decimal):
        number = float(number)  # an np.longdouble, too, whose item() is one again
    if not isfinite(number):
        return f"{number}".replace("-", MINUS)
    exact = Decimal(number)
    if exact == exact.to_integral_value() and abs(exact) < LARGEST_WHOLE:
        return f"{int(exact)}".replace("-", MINUS)
    whole_digits = len(str(int(abs(exact))))
    rounded = _rounded(exact, max(digits, whole_digits))
    if not SMALLEST_PLAIN <= abs(rounded) < LARGEST_WHOLE:
        return _exponent_text(exact, digits)
    return f"{rounded.normalize():f}".replace("-", MINUS)


def _rounded(exact: Decimal, digits: int) -> Decimal:
    return Context(prec=digits, rounding=ROUND_HALF_UP).create_decimal(exact)


def _exponent_text(exact: Decimal, digits: int) -> str:
    mantissa, exponent = f"{_rounded(exact, digits).normalize():e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def cell_text(value: Any) -> str:
    """Write a number in the few letters that a cell has room for.

    Examples
    --------
    >>> cell_text(1 / 3), cell_text(1234567), cell_text(12345678)
    ('0.333', '1234567', '1.2e7')
    """
    text = number_text(value, CELL_DIGITS)
    return text if len(text) <= CELL_LETTERS else _exponent_text(Decimal(float(value)), 2)


def factor_text(value: Any) -> str:
    """Write a number as a factor of a product: "2", "(−2)"."""
    text = number_text(value)
    return f"({text})" if text.startswith(MINUS) else text


def is_exact(value: Any) -> bool:
    """Whether a number's text is the number itself, up to the last bits of a float.

    Examples
    --------
    >>> is_exact(0.1 + 0.2), is_exact(1 / 3)
    (True, False)
    """
    if not isfinite(value):
        return True
    told = float(number_text(value).replace(MINUS, "-"))
    return abs(told - float(value)) <= 1e-9 * abs(float(value))


def count_text(count: int, one: str) -> str:
    """Write how many there are of something: "1 channel", "2 channels"."""
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


# Sizes and settings


def size_text(size: Iterable[int]) -> str:
    """Write rows and columns, or any other shape: "9×14"."""
    return "×".join(map(str, size))


def pair_text(pair: Pair) -> str:
    """Write a pair of settings, as one number where both are equal: "2", "(2, 1)"."""
    return str(pair[0]) if pair[0] == pair[1] else str(pair)


def padding_text(padding: Sides) -> str:
    """Write padding as one number, as (rows, cols), or as all four sides where two differ."""
    (top, bottom), (left, right) = padding
    return pair_text((top, left)) if (top, left) == (bottom, right) else str(padding)


def setting_text(scene: Scene) -> str:
    """Name the sizes, and what has been set; a first figure then needs few words.

    Examples
    --------
    >>> setting_text(Scene.of(np.ones((5, 5)), np.ones((3, 3)), stride=2))
    'image 5×5, kernel 3×3, stride 2 → feature map 2×2'
    """
    geometry = scene.geometry
    kernel = f"kernel {size_text(geometry.kernel_size)}"
    if scene.flip_kernel:
        kernel += " turned by 180°"
    parts = [f"image {size_text(geometry.input_size)}", kernel]
    if max(geometry.stride) > 1:
        parts.append(f"stride {pair_text(geometry.stride)}")
    if np.any(geometry.padding):
        parts.append(f"{scene.padding_mode} padding {padding_text(geometry.padding)}")
    if max(geometry.dilation) > 1:
        parts.append(f"dilation {pair_text(geometry.dilation)}")
    return f"{', '.join(parts)} → feature map {size_text(geometry.output_size)}"


# Sums


def equals_text(result: Any, *factors: Any) -> str:
    """Write how a sum ends: "= 4", or "≈ 0.333333" where any of its numbers had to be rounded."""
    sign = "=" if all(map(is_exact, (result, *factors))) else "≈"
    return f"{sign} {number_text(result)}"


def sum_text(scene: Scene, position: Position, letters: int | None = None) -> str:
    """Write out the sum of one position.

    Parameters
    ----------
    scene : Scene
    position : (int, int)
        Row and column in the feature map.
    letters : int, optional
        Letters there is room for; in a longer sum, "…" stands for terms in its middle.

    Returns
    -------
    str
        With "≈" in place of "=" where a number had to be rounded.

    Examples
    --------
    >>> sum_text(Scene.of([[1, 4, 2]], [[3, -1]]), (0, 1))
    'feature map (0, 1): 4·3 + 2·(−1) = 10'
    """
    taps = scene.taps(position)
    terms = [f"{factor_text(tap.value)}·{factor_text(tap.weight)}" for tap in taps]
    head = f"feature map ({position[0]}, {position[1]}): "
    factors = [factor for tap in taps for factor in (tap.value, tap.weight)]
    tail = f" {equals_text(scene.feature_map[tuple(position)], *factors)}"
    if letters is not None:
        terms = _without_middle(terms, letters - len(head) - len(tail))
    return head + " + ".join(terms) + tail


def _without_middle(terms: list[str], letters: int) -> list[str]:
    kept = list(terms)
    while len(" + ".join(kept)) > letters and len(kept) > 3:
        middle = len(kept) // 2
        kept[middle - 1 : middle + 2] = ["…"]
    return kept


def sum_bounds(scene: Scene) -> Pair:
    """Return the most letters that any position's `sum_text`, and a term in it, may have."""
    value, weight = (
        max(len(factor_text(number)) for number in plane.flat)
        for plane in (scene.padded, scene.kernel)
    )
    term = len(" + ·") + value + weight
    result = max(len(number_text(number)) for number in scene.feature_map.flat)
    head = len("feature map (, ): ") + sum(len(str(n - 1)) for n in scene.feature_map.shape)
    return head + scene.kernel.size * term + result, term
