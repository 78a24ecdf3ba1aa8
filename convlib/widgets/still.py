"""The picture that stands in for a widget wherever the widget cannot live."""

from IPython.display import display

__all__ = ["WithStill"]

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
    """Mixin for a widget whose mimebundle holds, beside the widget-view, a still as HTML and text.

    JupyterLab saves every form of an output and, on reopening, picks the widget-view, which then
    finds no model. So the still is an output of its own.
    """

    def _ipython_display_(self):
        bundle = self._repr_mimebundle_()
        live = {WIDGET_VIEW: bundle[WIDGET_VIEW]}
        html = f'<div class="convlib-still">{STYLE}{bundle["text/html"]}</div>'
        display({"text/html": html, "text/plain": bundle["text/plain"]}, raw=True)
        display(live, raw=True)
