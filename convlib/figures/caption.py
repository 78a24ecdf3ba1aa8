"""The sentence below a picture in a notebook."""

from html import escape

__all__ = ["caption_html"]

# Where JupyterLab's prose begins, smaller and quieter than it. In any theme: a part of the text's
# own colour, of which opacity leaves enough contrast.
STYLE = "margin: 4px 0 0 6px; font-size: 0.93em; opacity: 0.8"


def caption_html(text):
    """Return a caption as HTML, to stand in a figure."""
    return f'<figcaption style="{STYLE}">{escape(text)}</figcaption>'
