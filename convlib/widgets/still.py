"""The picture that stands in for a widget wherever the widget cannot live."""

from typing import Any

from IPython.display import display

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# Of two outputs that follow each other, the still and the widget, JupyterLab shows one: the still
# gives way to a live widget, and hides the error that a saved widget without a kernel shows.
STYLE = """<style>
.jp-OutputArea-child:has(.convlib-still):has(
  + .jp-OutputArea-child :is(.convlib-explorer, .widget-vbox)) { display: none; }
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

    def _still(self) -> dict[str, str]:
        """Return each form of the picture by its MIME type, HTML among them."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        live = {"version_major": 2, "version_minor": 0, "model_id": self.model_id}
        return {WIDGET_VIEW: live, **self._still(), "text/plain": repr(self)}

    def _ipython_display_(self) -> None:
        if self.comm is None:
            display({"text/plain": self._farewell()}, raw=True)
            return
        bundle = self._repr_mimebundle_()
        live = {WIDGET_VIEW: bundle.pop(WIDGET_VIEW)}
        html = f'<div class="convlib-still">{STYLE}{bundle["text/html"]}</div>'
        display(bundle | {"text/html": html}, raw=True)
        display(live, raw=True)

    def _farewell(self) -> str:
        name = type(self).__name__
        return f"This {name} was closed, for good: make a new one with {name}(…) to show it again."
