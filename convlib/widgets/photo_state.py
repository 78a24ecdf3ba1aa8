"""The state of a PhotoFilter: a photo, a kernel and a padding mode, and the photo they give."""

from typing import Any

import numpy as np
from traitlets import Any as AnyValue
from traitlets import Bunch, HasTraits, observe, validate

from ..arguments import Pair, as_real_kernel, check_padding_mode
from ..filters import kernels
from ..geometry import ConvGeometry
from ..photos import apply_filter_to_image, as_shown_photo, reduce_photo
from .traits import Argument, PaddingMode, refused_as_trait_error

STATE = ("photo", "kernel", "padding_mode")
OWN = "your own"


def read_only(array: np.ndarray) -> np.ndarray:
    """Return an array that nobody can change in place: itself, or a copy."""
    if array.flags.writeable:
        array = array.copy()
        array.setflags(write=False)
    return array


class Photo(Argument):
    """A read-only photo, reduced where it has more pixels than are shown."""

    read = staticmethod(as_shown_photo)

    def validate(self, obj: "PhotoState", value: Any) -> np.ndarray:
        """Return ``value`` as an array of shape (H, W[, 3 or 4])."""
        given = super().validate(obj, value)
        photo = read_only(reduce_photo(given))
        if photo.shape != given.shape:
            obj._last_reduced = photo, given.shape[:2]
        return photo


class Weights(Argument):
    """A read-only kernel of finite floats, given by name or as numbers."""

    def read(self, value: Any) -> np.ndarray:
        """Return ``value`` as an array of shape (kH, kW)."""
        if isinstance(value, str) and value not in kernels:
            known = ", ".join(kernels)
            raise ValueError(f"{self.name}={value!r} is not a known name: choose from {known}")
        kernel = as_real_kernel(kernels[value] if isinstance(value, str) else value).astype(float)
        if not np.isfinite(kernel).all():
            raise ValueError(f"{self.name}={value!r} must hold finite numbers only")
        return read_only(kernel)


class PhotoState(HasTraits):
    """What a PhotoFilter holds; its docstring names the traits.

    A value is read by its own trait. `_check_fit` then holds it to the two others, and
    `_follow` filters the photo again. Where several traits are set together, under
    hold_trait_notifications, both wait for the last, and an error takes all back.
    """

    photo = Photo(np.zeros((1, 1), np.uint8))
    kernel = Weights(np.ones((1, 1)))
    padding_mode = PaddingMode("zeros")
    filtered = AnyValue(read_only=True)
    _given_size: Pair | None = None  # of a photo that is shown reduced
    _last_reduced: tuple[np.ndarray | None, Pair | None] = None, None  # it may yet be refused

    @validate(*STATE)
    def _check_fit(self, proposal: Bunch) -> Any:
        """Refuse a padding mode that cannot fill the border of such a photo for such a kernel."""
        state = {name: getattr(self, name) for name in STATE}
        proposed = state | {proposal.trait.name: proposal.value}
        with refused_as_trait_error():
            size, kernel_size = proposed["photo"].shape[:2], proposed["kernel"].shape
            padding = ConvGeometry(size, kernel_size, padding="same").padding
            check_padding_mode(proposed["padding_mode"], padding, size)
        return proposal.value

    @observe(*STATE)
    def _follow(self, change: Bunch) -> None:
        if change.name == "photo":
            reduced, size = self._last_reduced
            self._given_size = size if change.new is reduced else None
        filtered = apply_filter_to_image(self.photo, self.kernel, padding_mode=self.padding_mode)
        self.set_trait("filtered", filtered)

    @property
    def kernel_name(self) -> str:
        """str: the name of this kernel in ``convlib.kernels``, or "your own"."""
        return next((name for name in kernels if np.array_equal(kernels[name], self.kernel)), OWN)
