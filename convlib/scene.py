"""What one step of a convolution shows: numbers, windows and sums, before anything is drawn."""

from dataclasses import dataclass
from math import isclose

import numpy as np

from .conv import add_padding, as_numbers, conv2d
from .geometry import ConvGeometry

__all__ = ["Scene", "as_plane", "factor_text", "is_exact", "number_text"]

MAX_CELLS = 32
MAX_PADDED = 64
RESULT_WIDTH = 8  # characters of the sum itself; its factors read as they do in the cells


def number_text(value, width=6):
    """Write a number in at most about `width` characters, exactly where that fits.

    Parameters
    ----------
    value : number
        Any real number; NaN and infinity are written out.
    width : int, optional
        Characters. Longer numbers are rounded to as many digits as fit, at least one.

    Returns
    -------
    str
        With a true minus sign.

    Examples
    --------
    >>> number_text(-12), number_text(0.0625), number_text(1 / 3), number_text(1234567)
    ('−12', '0.0625', '0.3333', '1.23e6')
    """
    value = value.item() if isinstance(value, np.generic) else value
    text = _compact(f"{value:.12g}") if isinstance(value, float) else str(int(value))
    digits = width
    while len(text) > width and digits:
        text = _compact(f"{value:.{digits}g}")
        digits -= 1
    return ("0" if text == "-0" else text).replace("-", "−")


def _compact(text):
    """Drop the plus and the leading zeros of an exponent."""
    mantissa, _, exponent = text.partition("e")
    return f"{mantissa}e{int(exponent)}" if exponent else text


def factor_text(value):
    """Write a number as a factor of a product: "2", "(−2)"."""
    text = number_text(value)
    return f"({text})" if text.startswith("−") else text


def is_exact(value, text):
    """Whether a number's text tells all of it but the last bits of a float."""
    if not np.isfinite(value):
        return True
    return isclose(float(text.replace("−", "-")), value, rel_tol=1e-9, abs_tol=1e-12)


def as_plane(array, name):
    """Return an array_like as a plane small enough for a picture of cells, or say what it is."""
    plane = as_numbers(array, name)
    if plane.ndim != 2 or plane.size == 0:
        raise ValueError(
            f"{name} has shape {plane.shape}: pictures need one plane, (rows, cols), of 1 or more"
        )
    if plane.dtype.kind == "c":
        raise TypeError(f"{name} has dtype {plane.dtype}: pictures need real numbers")
    if max(plane.shape) > MAX_CELLS:
        raise ValueError(
            f"{name} has {plane.shape[0]}×{plane.shape[1]} cells: pictures of cells stop at "
            f"{MAX_CELLS}×{MAX_CELLS}. Cut a part out, or filter a photo whole with "
            "apply_filter_to_image"
        )
    return plane.astype(int) if plane.dtype.kind == "b" else plane


@dataclass(frozen=True, eq=False)
class Scene:
    """An image, a kernel and a setting, with everything worked out that a picture shows.

    `padded` is the image with its padding, `feature_map` the result.
    """

    image: np.ndarray
    kernel: np.ndarray
    geometry: ConvGeometry
    padding_mode: str
    flip_kernel: bool
    padded: np.ndarray
    feature_map: np.ndarray

    @classmethod
    def of(cls, image, kernel, *, padding_mode="zeros", flip_kernel=False, **setting):
        """Work out the scene; `setting` holds stride, padding and dilation."""
        image, kernel = as_plane(image, "image"), as_plane(kernel, "kernel")
        geometry = ConvGeometry(image.shape, kernel.shape, **setting)
        if max(geometry.padded_size) > MAX_PADDED:
            raise ValueError(
                f"padding={geometry.padding} makes the image {geometry.padded_size}: pictures "
                f"of cells stop at {MAX_PADDED}×{MAX_PADDED}, use less padding"
            )
        padded = add_padding(image, geometry.padding, padding_mode=padding_mode)
        feature_map = conv2d(
            image, kernel, padding_mode=padding_mode, flip_kernel=flip_kernel, **setting
        )
        return cls(image, kernel, geometry, padding_mode, flip_kernel, padded, feature_map)

    @property
    def weights(self):
        """ndarray, shape (kH, kW): the kernel as it lies on the image, turned if flipped."""
        return self.kernel[::-1, ::-1] if self.flip_kernel else self.kernel

    def value(self, row, col):
        """Return the padded image's value, counted from the unpadded image's corner."""
        (top, _), (left, _) = self.geometry.padding
        return self.padded[row + top, col + left]

    def taps(self, position):
        """(row, col, value, weight) of every tap at one position, in reading order."""
        rows, cols = self.geometry.window(position)
        return [
            (row, col, self.value(row, col), self.weights[r, c])
            for r, row in enumerate(rows)
            for c, col in enumerate(cols)
        ]

    def setting_text(self):
        """Name the sizes, and of the setting what is set: a first figure needs no more words.

        "image 5×5, kernel 3×3, stride 2 → feature map 2×2".
        """
        g = self.geometry
        turned = " turned by 180°" * self.flip_kernel
        parts = [f"image {_size_text(g.input_size)}", f"kernel {_size_text(g.kernel_size)}{turned}"]
        if max(g.stride) > 1:
            parts.append(f"stride {_pair_text(g.stride)}")
        if np.any(g.padding):
            parts.append(f"{self.padding_mode} padding {_padding_text(g.padding)}")
        if max(g.dilation) > 1:
            parts.append(f"dilation {_pair_text(g.dilation)}")
        return f"{', '.join(parts)} → feature map {_size_text(g.output_size)}"

    def sum_bounds(self):
        """Characters that no position's `sum_text`, and no term in it, exceeds: (sum, term)."""
        value, weight = (
            max(len(factor_text(number)) for number in plane.flat)
            for plane in (self.padded, self.kernel)
        )
        term = len(" + ·") + value + weight
        result = max(len(number_text(number, RESULT_WIDTH)) for number in self.feature_map.flat)
        head = len("feature map (, ): ") + sum(len(str(n - 1)) for n in self.feature_map.shape)
        return head + self.kernel.size * term + result, term

    def sum_text(self, position, characters=None):
        """Write out the sum of one position.

        Parameters
        ----------
        position : (int, int)
            Row and column in the feature map.
        characters : int, optional
            Room; where the sum is longer, terms in its middle give way to "…".

        Returns
        -------
        str
            "feature map (0, 0): 1·0 + 4·1 = 4"; "≈" where a number had to be rounded.
        """
        numbers = [number for _, _, *pair in self.taps(position) for number in pair]
        result = self.feature_map[tuple(position)]
        factors = [factor_text(number) for number in numbers]
        terms = [f"{a}·{b}" for a, b in zip(factors[::2], factors[1::2], strict=True)]
        head = f"feature map ({position[0]}, {position[1]}): "
        total = number_text(result, RESULT_WIDTH)
        exact = is_exact(result, total) and all(is_exact(n, number_text(n)) for n in numbers)
        tail = f" {'=' if exact else '≈'} {total}"
        room = None if characters is None else characters - len(head) - len(tail)
        return head + " + ".join(_without_middle(terms, room)) + tail


def _without_middle(terms, characters):
    kept = list(terms)
    while characters is not None and len(" + ".join(kept)) > characters and len(kept) > 3:
        middle = len(kept) // 2
        kept[middle - 1 : middle + 2] = ["…"]
    return kept


def _size_text(size):
    return f"{size[0]}×{size[1]}"


def _pair_text(pair):
    return str(pair[0]) if pair[0] == pair[1] else str(pair)


def _padding_text(padding):
    """One number, (rows, cols), or where the two sides differ, all four."""
    (top, bottom), (left, right) = padding
    return _pair_text((top, left)) if (top, left) == (bottom, right) else str(padding)
