"""PhotoFilter: a photo before and after a kernel, chosen by name or edited weight by weight."""

from functools import partial
from pathlib import Path

import anywidget
import ipywidgets as widgets
import numpy as np
from traitlets import Any, TraitType, Unicode, observe, validate

from ..arguments import PADDING_MODES, as_real_kernel
from ..figures.publish import picture_html, side_by_side
from ..filters import kernels
from ..photos import apply_filter_to_image, as_shown_photo, read_photo, reduce_photo
from .still import WithStill

__all__ = ["PhotoFilter"]

STATIC = Path(__file__).parent / "static" / "photo"
STATE = ("photo", "kernel", "padding_mode")
LARGEST_GRID = 9  # rows or columns of number fields; more weights are set from Python
CELL_WIDTH = "60px"
OWN = "your own"


def size(array):
    """Rows × columns of an array, in words."""
    return "×".join(map(str, np.shape(array)[:2]))


def as_kernel(value):
    """Return a kernel, given by name or as numbers, as a read-only array of floats."""
    if isinstance(value, str) and value not in kernels:
        raise ValueError(f"kernel={value!r} is not a known name: choose from {', '.join(kernels)}")
    weights = kernels[value] if isinstance(value, str) else value
    kernel = as_real_kernel(weights).astype(float)
    if not np.isfinite(kernel).all():
        raise ValueError(f"kernel={value!r} must hold finite numbers only")
    kernel.setflags(write=False)
    return kernel


def _shown(weight):
    """Four decimals of a weight: as many as a number field has room for."""
    return round(float(weight), 4)


def _flat_areas(total):
    """Say what a kernel with this sum of weights does to an area of one colour."""
    if np.isclose(total, 1):
        return "flat areas keep their brightness"
    if total <= 0 or np.isclose(total, 0):
        return "flat areas turn black"
    return f"flat areas become {total:.4g} times as bright"


class _Says(anywidget.AnyWidget):
    """A sentence in an aria-live region, and the style of the PhotoFilter around it."""

    _esm = STATIC / "says.js"
    _css = STATIC / "photo.css"
    text = Unicode().tag(sync=True)


class PhotoFilter(WithStill, widgets.VBox):
    """A photo before and after a kernel: choose the kernel by name or edit it weight by weight.

    Parameters
    ----------
    photo : array_like, shape (H, W), (H, W, 3) or (H, W, 4)
        uint8, uint16, or floats from 0 to 1. One with a side above 640 pixels is reduced.
    kernel : str or array_like, shape (kH, kW), optional
        A name from ``convlib.kernels``, or the weights.
    padding_mode : {"zeros", "reflect", "replicate", "circular"}, optional
        What lies beyond the photo's border.
    alt : str, optional
        What the photo shows, for those who do not see it.

    Attributes
    ----------
    photo, kernel, padding_mode
        The state, as above. Set one and the pictures follow; ``observe`` them to be told.
    filtered : ndarray
        The photo after the kernel, of the photo's shape and dtype. Read only.

    Raises
    ------
    TypeError, ValueError
        When a value does not fit; nothing is changed then.

    Examples
    --------
    >>> photo_filter = PhotoFilter(np.full((4, 6), 90, np.uint8), "edge")
    >>> photo_filter.kernel = [[0.5, 0.5]]
    >>> photo_filter
    PhotoFilter: 4×6 photo, your own 1×2, padding mode zeros; run this cell to move it
    >>> photo_filter.filtered[0]
    array([90, 90, 90, 90, 90, 45], dtype=uint8)
    """

    photo = TraitType(np.zeros((1, 1), np.uint8))
    kernel = TraitType(np.ones((1, 1)))
    padding_mode = TraitType("zeros")
    filtered = Any(read_only=True)

    def __init__(self, photo, kernel="gaussian_blur", *, padding_mode="zeros", alt="the photo"):
        self._cells = {}
        self._alt, self._note = alt, ""
        self._make_parts()
        super().__init__(children=self._arranged())
        self.add_class("convlib-photo-filter")
        self.photo, self.kernel, self.padding_mode = photo, kernel, padding_mode
        self._listen()

    # The state: a value that cannot be filtered is refused before it becomes part of it.

    @validate("photo")
    def _check_photo(self, proposal):
        given = as_shown_photo(proposal.value)
        photo = self._tried("photo", reduce_photo(given))
        self._note = "" if photo is given else f", reduced from {size(given)}"
        return photo

    @validate("kernel")
    def _check_kernel(self, proposal):
        return self._tried("kernel", as_kernel(proposal.value))

    @validate("padding_mode")
    def _check_padding_mode(self, proposal):
        if proposal.value not in PADDING_MODES:
            raise ValueError(
                f"padding_mode={proposal.value!r} must be one of {', '.join(PADDING_MODES)}"
            )
        return self._tried("padding_mode", proposal.value)

    def _tried(self, name, value):
        state = {known: getattr(self, known) for known in STATE} | {name: value}
        self._result = apply_filter_to_image(
            state["photo"], state["kernel"], padding_mode=state["padding_mode"]
        )
        return value

    @property
    def kernel_name(self):
        """str: the name of this kernel in ``convlib.kernels``, or "your own"."""
        return next((name for name in kernels if np.array_equal(kernels[name], self.kernel)), OWN)

    # The parts, and what the user does to them.

    def _make_parts(self):
        whole = {"style": {"description_width": "initial"}}
        wide = {"layout": {"width": "auto"}}
        self._name = widgets.Dropdown(options=[*kernels, OWN], description="Kernel", **whole)
        self._border = widgets.Dropdown(options=PADDING_MODES, description="Padding mode", **whole)
        self._file = widgets.FileUpload(accept="image/*", description="Your own photo", **wide)
        self._larger = widgets.Button(description="Add a ring of zeros", **wide)
        self._smaller = widgets.Button(description="Drop the outer ring", **wide)
        self._scale = widgets.Button(description="Divide by the sum", **wide)
        self._before, self._after = widgets.HTML(), widgets.HTML()
        self._grid = widgets.GridBox()
        self._says = _Says()

    def _arranged(self):
        wrap = {"flex_flow": "row wrap"}
        pair = widgets.HBox([self._before, self._after])
        pair.add_class("convlib-pair")
        buttons = widgets.HBox([self._larger, self._smaller, self._scale], layout=wrap)
        weights = widgets.VBox([buttons, self._grid])
        weights.add_class("convlib-weights")
        choices = widgets.HBox([self._name, self._border, self._file], layout=wrap)
        choices.add_class("convlib-choices")
        return [choices, self._says, pair, weights]

    def _listen(self):
        self._name.observe(self._on_name, "value")
        self._border.observe(lambda change: self._attempt("padding_mode", change.new), "value")
        self._file.observe(self._on_file, "value")
        self._larger.on_click(lambda _: self._attempt("kernel", np.pad(self.kernel, 1)))
        self._smaller.on_click(lambda _: self._attempt("kernel", self.kernel[1:-1, 1:-1]))
        self._scale.on_click(lambda _: self._attempt("kernel", self.kernel / self.kernel.sum()))

    def _attempt(self, name, value):
        """Set a part of the state for the user; if it does not fit, say so and change nothing."""
        try:
            setattr(self, name, value)
        except (TypeError, ValueError) as error:
            self._says.text = f"Nothing was changed: {error}."
            self._show_choices()
            self._show_weights()
            return False
        return True

    def _on_name(self, change):
        if change.new not in (OWN, self.kernel_name):
            self._attempt("kernel", change.new)

    def _on_weight(self, row, col, change):
        # A field that shows what the kernel holds already was set by the program, not by the user.
        if change.new != _shown(self.kernel[row, col]):
            kernel = self.kernel.copy()
            kernel[row, col] = change.new
            self._attempt("kernel", kernel)

    def _on_file(self, change):
        if not change.new:
            return
        name, content = change.new[0]["name"], change.new[0]["content"]
        self._file.value = ()  # so that the same file can be chosen again
        try:
            photo = read_photo(content)
        except OSError:
            self._says.text = (
                f"{name} is damaged or no picture that can be read, so the photo before stays. "
                "Choose a PNG or JPEG file."
            )
            return
        except (TypeError, ValueError) as error:
            self._says.text = f"{name} cannot be shown, so the photo before stays: {error}."
            return
        before, self._alt = self._alt, name
        if not self._attempt("photo", photo):
            self._alt = before

    # The pictures, read off the state.

    @observe(*STATE)
    def _update(self, change):
        self.set_trait("filtered", self._result)
        if change.name == "photo":
            self._before.value = picture_html("before", self.photo, self._alt, 80)
        elif change.name == "kernel":
            self._show_weights()
        self._after.value = picture_html("after", self.filtered, self._after_alt(), 80)
        self._show_choices()
        self._says.text = self._sentence()

    def _after_alt(self):
        return f"{self._alt}, filtered with {self.kernel_name}"

    def _show_choices(self):
        self._name.value, self._border.value = self.kernel_name, self.padding_mode
        self._larger.disabled = max(self.kernel.shape) + 2 > LARGEST_GRID
        self._smaller.disabled = min(self.kernel.shape) < 3
        self._scale.disabled = bool(np.isclose(self.kernel.sum(), 0))

    def _show_weights(self):
        rows, cols = self.kernel.shape
        if max(rows, cols) > LARGEST_GRID:
            text = f"{rows}×{cols} weights are too many to edit here: set them from Python."
            self._grid.children = (widgets.HTML(text),)
            return
        cells = [self._cell(row, col) for row in range(rows) for col in range(cols)]
        for cell, weight in zip(cells, self.kernel.flat, strict=True):
            if _shown(cell.value) != _shown(weight):  # else leave the field as it is being typed
                cell.value = _shown(weight)
        self._grid.layout.grid_template_columns = f"repeat({cols}, {CELL_WIDTH})"
        if self._grid.children != tuple(cells):
            self._grid.children = cells

    def _cell(self, row, col):
        """The number field of one weight, made when it is first needed."""
        if (row, col) not in self._cells:
            cell = widgets.FloatText(
                description=f"Weight row {row}, column {col}",
                continuous_update=True,
                layout={"width": "auto", "margin": "1px"},
            )
            cell.add_class("convlib-weight")
            cell.observe(partial(self._on_weight, row, col), "value")
            self._cells[row, col] = cell
        return self._cells[row, col]

    def _sentence(self):
        total = self.kernel.sum()
        return (
            f"{size(self.photo)} photo{self._note}; {self.kernel_name}, {size(self.kernel)} "
            f"weights. They sum to {_shown(total) + 0:g}: {_flat_areas(total)}."
        )

    def __repr__(self):
        return (
            f"PhotoFilter: {size(self.photo)} photo, {self.kernel_name} {size(self.kernel)}, "
            f"padding mode {self.padding_mode}; run this cell to move it"
        )

    def _repr_mimebundle_(self, **kwargs):
        # Saved without the widget-view, a notebook shows the richest form left: this still picture.
        pair = [self._before.value, self._after.value]
        still = {"text/plain": repr(self), "text/html": side_by_side(pair, repr(self))}
        return (super()._repr_mimebundle_(**kwargs) or {}) | still
