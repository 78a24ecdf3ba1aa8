"""The picture that stands in for a widget wherever the widget cannot live."""

import json
from hashlib import sha1
from html import escape
from typing import Any

from IPython.display import display

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# A live widget hides its still, which it knows by an id. A widget that was saved, and has no kernel
# now, shows an error in JupyterLab, which its still hides.
STYLE = """<style>
.jp-OutputArea-child:has(.convlib-still)
  + .jp-OutputArea-child:has(.jupyter-widgets):not(:has(.convlib-explorer, .widget-vbox)) {
  display: none; }
</style>"""


class WithStill:
    """Mixin for a widget that is shown with a still picture, in several forms, beside it.

    JupyterLab saves every form of an output and, on reopening, picks the widget-view, which then
    finds no model. So the still is an output of its own.
    """

    comm: Any
    model_id: str
    _still_id: str  # synced: the browser's side looks for it

    def _still(self) -> dict[str, str]:
        """Return each form of the picture by its MIME type, HTML among them."""
        raise NotImplementedError

    def _page(self) -> dict[str, Any] | None:
        """Return what a page without Python needs to show the widget alive, None if it cannot."""
        return None

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        live = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {WIDGET_VIEW: live, **self._still(), "text/plain": repr(self)}

    def _ipython_display_(self) -> None:
        if self.comm is None:
            display({"text/plain": self._farewell()}, raw=True)
            return
        bundle = self._repr_mimebundle_()
        live = {WIDGET_VIEW: bundle.pop(WIDGET_VIEW)}
        display(bundle | {"text/html": self._marked(bundle["text/html"])}, raw=True)
        display(live, raw=True)

    def still_html(self) -> str:
        """Return the still as HTML, as a notebook shows it; a page's script brings it to life."""
        return self._marked(self._still()["text/html"])

    def _marked(self, picture: str) -> str:
        """Return the still as HTML, with an id and with what a page needs to show it alive."""
        # From what it shows first, so that a lesson run again has the same id.
        self._still_id = self._still_id or f"still-{sha1(picture.encode()).hexdigest()}"
        mark = f'class="convlib-still" id="{self._still_id}"{_as_data(self._page())}'
        return f"<div {mark}>{STYLE}{picture}</div>"

    def _farewell(self) -> str:
        name = type(self).__name__
        return f"This {name} was closed, for good: make a new one with {name}(…) to show it again."


def _as_data(page: dict[str, Any] | None) -> str:
    """Write what a page needs as an attribute; a script that finds it there can bring it to life.

    An attribute, not a script element, whose text some sanitizers would show.
    """
    if page is None:
        return ""
    text = json.dumps(page, separators=(",", ":"), sort_keys=True)
    return f" data-convlib='{escape(text, quote=False).replace(chr(39), '&#39;')}'"
