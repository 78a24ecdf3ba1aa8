"""A scene: one image, one kernel and one setting, with all that follows from them worked out."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike

from .arguments import PaddingLike, PairLike, Position, as_plane, check_padding_mode
from .conv import add_padding, conv2d
from .geometry import ConvGeometry

# Relative to the size of the products:
ROUNDING = 1e-6  # what a learner's float32 may lose
DUST = 1e-12  # what the last bits of float64 may lose


class Tap(NamedTuple):
    """One product of a sum: the image cell that a tap meets, its value, and the weight."""

    row: int
    col: int
    value: Any
    weight: Any


@dataclass(frozen=True, eq=False)
class Scene:
    """An image, a kernel and a setting; all else is worked out when it is first asked for.

    Build one by `Scene.of`, which reads and checks its arguments.
    """

    image: np.ndarray
    kernel: np.ndarray
    geometry: ConvGeometry
    padding_mode: str = "zeros"
    flip_kernel: bool = False

    @classmethod
    def of(
        cls,
        image: ArrayLike,
        kernel: ArrayLike,
        *,
        stride: PairLike = 1,
        padding: PaddingLike = 0,
        dilation: PairLike = 1,
        padding_mode: str = "zeros",
        flip_kernel: bool = False,
    ) -> Self:
        """Build a scene from arguments as `conv2d` takes them.

        Parameters
        ----------
        image, kernel : array_like, shape (H, W) and (kH, kW)
            Truth values are read as 0 and 1, and floats of fewer bits as float64.
        stride, padding, dilation, padding_mode, flip_kernel : optional
            As in `conv2d`.

        Raises
        ------
        ValueError, TypeError
            If `conv2d` refuses the arguments, or an array is not one plane.

        Examples
        --------
        >>> scene = Scene.of([[1, 2, 3]], [[1, -1]])
        >>> scene.feature_map
        array([[-1, -1]])
        """
        image, kernel = _as_summed(as_plane(image, "image")), _as_summed(as_plane(kernel, "kernel"))
        geometry = ConvGeometry(image.shape, kernel.shape, stride, padding, dilation)
        check_padding_mode(padding_mode, geometry.padding, geometry.input_size)
        return cls(image, kernel, geometry, padding_mode, flip_kernel)

    @cached_property
    def weights(self) -> np.ndarray:
        """ndarray, shape (kH, kW): the kernel as it lies on the image, turned if flipped."""
        return self.kernel[::-1, ::-1] if self.flip_kernel else self.kernel

    @cached_property
    def padded(self) -> np.ndarray:
        """ndarray, shape (H + top + bottom, W + left + right): the image with its padding."""
        return add_padding(self.image, self.geometry.padding, padding_mode=self.padding_mode)

    @cached_property
    def feature_map(self) -> np.ndarray:
        """ndarray, shape (oH, oW)."""
        return self._convolve(self.padded, self.weights)

    @cached_property
    def tolerance(self) -> np.ndarray:
        """Ndarray of float64, shape (oH, oW): how far rounding may move a right answer.

        An answer agrees if it lies no further than this from the feature map. At each position
        that is 1e-6 of the size of its products, Σ|weight · value|; where all numbers are whole,
        so that nothing has to be rounded, it is 1e-12 of it. Where all products are 0, an FFT
        leaves dust: 1e-12 of the largest size on the map is always allowed.
        """
        padded, weights = (np.abs(plane.astype(float)) for plane in (self.padded, self.weights))
        sizes = self._convolve(padded, weights)
        rounding = DUST if _are_whole(self.image) and _are_whole(self.kernel) else ROUNDING
        return np.maximum(rounding * sizes, DUST * sizes.max(initial=0))

    def _convolve(self, padded: np.ndarray, weights: np.ndarray) -> np.ndarray:
        geometry = self.geometry
        return conv2d(padded, weights, stride=geometry.stride, dilation=geometry.dilation)

    def value(self, row: int, col: int) -> Any:
        """Return the padded image's value, counted from the unpadded image's corner."""
        (top, _), (left, _) = self.geometry.padding
        return self.padded[row + top, col + left].item()

    def taps(self, position: Position) -> list[Tap]:
        """Return every tap at one position, in reading order.

        Examples
        --------
        >>> Scene.of([[1, 2, 3]], [[5, 7]]).taps((0, 1))
        [Tap(row=0, col=1, value=2, weight=5), Tap(row=0, col=2, value=3, weight=7)]
        """
        rows, cols = self.geometry.window(position)
        return [
            Tap(row, col, self.value(row, col), weight)
            for row, weights in zip(rows, self.weights.tolist(), strict=True)
            for col, weight in zip(cols, weights, strict=True)
        ]

    def products(self, position: Position) -> np.ndarray:
        """ndarray, shape (kH, kW): the products that are summed up at one position."""
        (top, _), (left, _) = self.geometry.padding
        rows, cols = self.geometry.window(position)
        return self.padded[np.ix_(np.add(rows, top), np.add(cols, left))] * self.weights


def _as_summed(plane: np.ndarray) -> np.ndarray:
    """Return a plane in a dtype whose sums are as exact as Python's own numbers."""
    if plane.dtype.kind == "b":
        return plane.astype(int)
    return plane.astype(np.result_type(plane, float)) if plane.dtype.kind == "f" else plane


def _are_whole(plane: np.ndarray) -> bool:
    return bool(np.all(plane == np.rint(plane)))
