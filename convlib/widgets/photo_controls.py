"""What a reader of a PhotoFilter chooses, presses and types."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import anywidget
import ipywidgets as widgets
import numpy as np
from traitlets import Bool, Int, List, Unicode

from ..arguments import PADDING_MODES, Pair
from ..filters import kernels
from ..photos import LARGEST_SIDE
from ..words import size_text
from .bundle import bundle, live
from .photo_state import OWN, PhotoState

LARGEST_GRID = 9  # rows or columns of number fields; more weights are set from Python


def field_number(weight: float) -> float:
    """Return a weight in four decimals: as many as a number field has room for."""
    return round(float(weight), 4)


class _Upload(anywidget.AnyWidget):
    """A button that opens a file in the browser, and sends it made small enough to be sent.

    A message has the file's name, and the size of a photo that was made smaller; its buffer is
    the content, missing where a file is too large and the browser cannot read it.
    """

    _esm = live(bundle, "photo/upload.js")
    largest_side = Int(LARGEST_SIDE).tag(sync=True)


class PresenterButton(anywidget.AnyWidget):
    """A button that makes the PhotoFilter around it as large as the window lets it be."""

    _esm = live(bundle, "photo/presenter.js")
    presenter = Bool(False).tag(sync=True)


class WeightFields(anywidget.AnyWidget):
    """One number field for each weight of a kernel, or words where there are too many.

    Parameters
    ----------
    edit : callable
        Called as ``edit(kernel)`` with the kernel that the reader has typed.
    """

    _esm = live(bundle, "photo/weights.js")
    # No echoes: one that arrives late would undo what was typed since, a digit lost.
    weights = List().tag(sync=True, echo_update=False)
    told = Unicode().tag(sync=True)

    def __init__(self, edit: Callable[[np.ndarray], Any]) -> None:
        self._edit, self._kernel = edit, np.zeros((0, 0))
        super().__init__()
        self.observe(self._on_weights, "weights")

    def show(self, kernel: np.ndarray) -> None:
        """Show a kernel, or where it is too large, its size in words."""
        self._kernel = kernel
        if max(kernel.shape) > LARGEST_GRID:
            told = f"{size_text(kernel.shape)} weights are too many to edit here"
            self.weights, self.told = [], f"{told}: set them from Python."
            return
        self.told = ""
        fields = _field_numbers(kernel)
        if _field_numbers(self.weights) != fields:  # else they are being typed in
            self.weights = fields

    def _on_weights(self, change: Any) -> None:
        if np.shape(change.new) != self._kernel.shape:  # typed while the kernel was changed
            self.show(self._kernel)
            return
        kernel = self._kernel.copy()
        for place, weight in np.ndenumerate(change.new):
            # A field that shows what the kernel holds has not been typed in.
            if weight != field_number(float(kernel[place])):
                kernel[place] = weight
        if not np.array_equal(kernel, self._kernel):
            self._edit(kernel)


def _field_numbers(rows):
    return [[field_number(weight) for weight in row] for row in rows]


class Controls:
    """The controls, which show a state and ask for changes of it.

    Parameters
    ----------
    state : PhotoState
    change : callable
        Called as ``change(name, value)`` for a part of the state that the reader wants changed.
    open_file : callable
        Called as ``open_file(name, content, size)`` with a file that the reader has chosen: None
        as content if it is too large, and a size if its photo had another before it was sent.
    """

    def __init__(
        self,
        state: PhotoState,
        change: Callable[[str, Any], Any],
        open_file: Callable[[str, bytes | None, Pair | None], Any],
    ) -> None:
        self._state, self._change, self._open_file = state, change, open_file
        self._name = _dropdown("Kernel", [*kernels, OWN])
        self._border = _dropdown("Padding mode", PADDING_MODES)
        self._file = _Upload()
        self._larger = _button("Add a ring of zeros")
        self._smaller = _button("Drop the outer ring")
        self._scale = _button("Divide by the sum")
        self._fields = WeightFields(partial(change, "kernel"))
        self.presenter = PresenterButton()
        self.choices = _row(self._name, self._border, self._file, self.presenter)
        self.choices.add_class("convlib-choices")
        buttons = _row(self._larger, self._smaller, self._scale)
        self.weights = widgets.VBox([buttons, self._fields])
        self.weights.add_class("convlib-weights")
        self._listen()

    def _listen(self) -> None:
        state, change = self._state, self._change
        self._name.observe(self._on_name, "value")
        self._border.observe(lambda event: change("padding_mode", event.new), "value")
        self._file.on_msg(self._on_file)
        self._larger.on_click(lambda _: change("kernel", np.pad(state.kernel, 1)))
        self._smaller.on_click(lambda _: change("kernel", state.kernel[1:-1, 1:-1]))
        self._scale.on_click(lambda _: change("kernel", state.kernel / state.kernel.sum()))

    def _on_name(self, event: Any) -> None:
        if event.new not in (OWN, self._state.kernel_name):
            self._change("kernel", event.new)

    def _on_file(self, _: Any, message: dict[str, Any], buffers: list[memoryview]) -> None:
        size = tuple(message.get("size", ())) or None
        self._open_file(message["name"], bytes(buffers[0]) if buffers else None, size)

    def show(self) -> None:
        """Show the state as it is now."""
        kernel = self._state.kernel
        self._name.value, self._border.value = self._state.kernel_name, self._state.padding_mode
        self._larger.disabled = max(kernel.shape) + 2 > LARGEST_GRID
        self._smaller.disabled = min(kernel.shape) < 3
        self._scale.disabled = bool(np.isclose(kernel.sum(), 0))
        self._fields.show(kernel)


def _dropdown(label: str, options: Sequence[str]) -> widgets.Dropdown:
    return widgets.Dropdown(
        options=options, description=label, style={"description_width": "initial"}
    )


def _button(label: str) -> widgets.Button:
    return widgets.Button(description=label, layout={"width": "auto"})


def _row(*parts: widgets.Widget) -> widgets.HBox:
    return widgets.HBox(parts, layout={"flex_flow": "row wrap"})
