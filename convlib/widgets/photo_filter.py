"""PhotoFilter: a photo before and after a kernel, chosen by name or edited weight by weight."""

from typing import Any

import anywidget
import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike
from traitlets import Bunch, Unicode, link, observe

from ..arguments import Pair
from ..figures.publish import photos_bundle, picture_html
from ..photos import read_photo
from ..words import size_text
from .bundle import bundle, bundle_style, live
from .photo_controls import Controls
from .photo_state import STATE, PhotoState, read_only
from .still import WithStill
from .traits import Choice, TypeTraitError

QUALITY = 80  # of the pictures' JPEG


class _Sentence(anywidget.AnyWidget):
    """A sentence in an aria-live region, and the style of the PhotoFilter around it."""

    _esm = live(bundle, "photo/says.js")
    _css = live(bundle_style, "photo/photo.css")
    text = Unicode().tag(sync=True)
    still_id = Unicode().tag(sync=True)


class _Pictures(widgets.HBox):
    """The photo before and after the kernel, side by side."""

    def __init__(self) -> None:
        self._before, self._after = widgets.HTML(), widgets.HTML()
        self._shown: dict[str, tuple[np.ndarray, str]] = {}
        super().__init__([self._before, self._after])
        self.add_class("convlib-pair")

    def show_before(self, photo: np.ndarray, alt: str) -> None:
        """Show another photo, with its alt text."""
        self._shown["before"] = photo, alt
        self._before.value = picture_html("before", photo, alt, QUALITY)

    def show_after(self, photo: np.ndarray, alt: str) -> None:
        """Show another result, with its alt text."""
        self._shown["after"] = photo, alt
        self._after.value = picture_html("after", photo, alt, QUALITY)

    def still(self, caption: str) -> dict[str, str]:
        """Return both in forms that need no widgets, by MIME type."""
        pictures = ((label, *self._shown[label]) for label in ("before", "after"))
        return photos_bundle(*pictures, caption=caption)


class PhotoFilter(WithStill, PhotoState, widgets.VBox):
    """A photo before and after a kernel: choose the kernel by name or edit it weight by weight.

    Parameters
    ----------
    photo : array_like, shape (H, W), (H, W, 3) or (H, W, 4)
        uint8, uint16, or floats from 0 to 1. One with a side above 640 pixels is reduced.
    kernel : str or array_like, shape (kH, kW), optional
        A name from ``convlib.kernels``, or the weights.
    padding_mode : {"zeros", "reflect", "replicate", "circular"}, optional
        What lies beyond the photo's border.
    presenter : bool, optional
        Start in the size for the back row: large letters, photos as large as the window allows.
    alt : str, optional
        What the photo shows, for those who do not see it.

    Attributes
    ----------
    photo, kernel, padding_mode, presenter
        The state, as above; the arrays are read-only copies. Set one and the pictures follow,
        or several under ``hold_trait_notifications``; ``observe`` them to be told.
    filtered : ndarray
        The photo after the kernel, of the photo's shape and dtype. Read only.

    Raises
    ------
    TypeError, ValueError
        When a value does not fit, here or when it is set later; nothing is changed then. They
        are traitlets.TraitErrors as well: what was set together with it is taken back, too.

    Examples
    --------
    >>> photo_filter = PhotoFilter(np.full((4, 6), 90, np.uint8), "edge")
    >>> photo_filter.kernel = [[0.5, 0.5]]
    >>> photo_filter
    PhotoFilter: 4×6 photo, your own 1×2, padding mode zeros. To move, it needs Python: open it \
in Jupyter and run this cell
    >>> photo_filter.filtered[0]
    array([90, 90, 90, 90, 90, 45], dtype=uint8)
    """

    presenter = Choice(False, True)

    def __init__(
        self,
        photo: ArrayLike,
        kernel: str | ArrayLike = "gaussian_blur",
        *,
        padding_mode: str = "zeros",
        presenter: bool = False,
        alt: str = "the photo",
    ) -> None:
        if not isinstance(alt, str):
            raise TypeTraitError(f"alt={alt!r} must be a string")
        self._alt = alt
        self._pictures, self._says = _Pictures(), _Sentence()
        self._controls = Controls(self, self._attempt, self._open)
        super().__init__(
            [self._controls.choices, self._says, self._pictures, self._controls.weights],
            photo=photo,
            kernel=kernel,
            padding_mode=padding_mode,
            presenter=presenter,
        )
        link((self, "presenter"), (self._controls.presenter, "presenter"))
        self._says.add_class("convlib-told")
        self.add_class("convlib-photo-filter")

    # What the reader asks for by the controls.

    def _attempt(self, name: str, value: Any) -> bool:
        """Set a part of the state, if it fits; else say so and change nothing."""
        try:
            setattr(self, name, value)
        except (TypeError, ValueError) as error:
            self._says.text = f"Nothing was changed: {error}."
            self._controls.show()
            return False
        return True

    def _open(self, name: str, content: bytes | None, size: Pair | None) -> None:
        """Take the photo of a file, if it can be read."""
        if content is None:
            self._refuse(f"{name} is too large to be sent and cannot be made smaller here")
            return
        try:
            photo = read_only(read_photo(content))
        except OSError:
            self._refuse(f"{name} is damaged or no picture that can be read")
            return
        except (TypeError, ValueError) as error:
            self._says.text = f"{name} cannot be shown, so the photo before stays: {error}."
            return
        if size and size != photo.shape[:2]:
            self._last_reduced = photo, size
        alt_before, self._alt = self._alt, name
        if not self._attempt("photo", photo):
            self._alt = alt_before

    def _refuse(self, reason: str) -> None:
        self._says.text = f"{reason}, so the photo before stays. Choose a PNG or JPEG file."

    # What is shown of the state.

    @observe(*STATE)
    def _follow(self, change: Bunch) -> None:
        super()._follow(change)
        if change.name == "photo":
            self._pictures.show_before(self.photo, self._alt)
        self._pictures.show_after(self.filtered, f"{self._alt}, filtered with {self.kernel_name}")
        self._controls.show()
        self._says.text = self._sentence()

    def _sentence(self) -> str:
        size, weights = size_text(self.photo.shape[:2]), size_text(self.kernel.shape)
        reduced = f", reduced from {size_text(self._given_size)}" if self._given_size else ""
        total = self.kernel.sum()
        return (
            f"{size} photo{reduced}; {self.kernel_name}, {weights} weights. They sum to "
            f"{round(total, 4) + 0:g}: {_effect_on_flat_areas(total)}."
        )

    def __repr__(self) -> str:
        size, weights = size_text(self.photo.shape[:2]), size_text(self.kernel.shape)
        return (
            f"PhotoFilter: {size} photo, {self.kernel_name} {weights}, padding mode "
            f"{self.padding_mode}. To move, it needs Python: open it in Jupyter and run this cell"
        )

    @property
    def _still_id(self) -> str:
        return self._says.still_id

    @_still_id.setter
    def _still_id(self, value: str) -> None:
        self._says.still_id = value

    def _still(self) -> dict[str, str]:
        return self._pictures.still(repr(self))


def _effect_on_flat_areas(total: float) -> str:
    """Say what a kernel with this sum of weights does to an area of one colour."""
    if np.isclose(total, 1):
        return "flat areas keep their brightness"
    if total <= 0 or np.isclose(total, 0):
        return "flat areas turn black"
    return f"flat areas become {total:.4g} times as bright"
