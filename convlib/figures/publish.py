"""What a notebook shows of figures and photos: HTML with alt texts and captions, and text."""

from base64 import b64encode
from html import escape
from io import BytesIO

import imageio.v3 as iio
import numpy as np
from IPython.display import display

from ..photos import as_shown_photo
from .pixels import figure_png

# Where JupyterLab's prose begins, smaller and quieter than it. In any theme: a part of the text's
# own colour, of which opacity leaves enough contrast.
STYLE = "margin: 4px 0 0 6px; font-size: 0.93em; opacity: 0.8"


def show(figure, *, alt, caption=""):
    """Publish a figure in a notebook, with words for those who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What a sighted reader sees, in a sentence; where no picture can be shown, it stands alone.
    caption : str, optional
        Text below the figure.

    Raises
    ------
    ValueError
        If `alt` is empty.
    """
    html = figure_html(figure, alt=alt, caption=caption)
    display({"text/html": html, "text/plain": alt}, raw=True)


def figure_html(figure, *, alt, caption=""):
    """Return the HTML that `show` publishes: the picture inside, its words, its caption.

    Parameters
    ----------
    figure, alt, caption
        As for `show`.

    Returns
    -------
    str
    """
    if not alt.strip():
        raise ValueError(f"alt={alt!r} must say in words what the figure shows")
    source = b64encode(figure_png(figure)).decode()
    below = caption_html(caption) if caption else ""
    return (
        f'<figure style="margin: 0"><img alt="{escape(alt)}" '
        f'style="max-width: 100%; background: white" src="data:image/png;base64,{source}">'
        f"{below}</figure>"
    )


def caption_html(text):
    """Return a caption as HTML, to stand in a figure."""
    return f'<figcaption style="{STYLE}">{escape(text)}</figcaption>'


def _as_bytes(photo):
    """Pixels as a screen shows them: uint8, with what lies outside the range clipped."""
    if photo.dtype == np.uint8:
        return photo
    largest = 65535 if photo.dtype == np.uint16 else 1
    return np.rint(np.clip(photo / largest, 0, 1) * 255).astype(np.uint8)


def _address(photo, quality):
    """Photo as a data: address. JPEG is a fifth of the size, but only PNG knows transparency."""
    has_alpha = photo.shape[2:] == (4,)
    small = max(photo.shape[:2]) <= 64  # where JPEG would smear single pixels
    kind, options = ("png", {}) if has_alpha or small else ("jpeg", {"quality": quality})
    file = BytesIO()
    iio.imwrite(file, _as_bytes(photo), plugin="pillow", extension=f".{kind}", **options)
    return f"data:image/{kind};base64,{b64encode(file.getvalue()).decode()}"


def picture_html(label, photo, alt, quality=75):
    """Return one photo as an HTML figure: the picture with its alt text, the label below it."""
    pixelated = "image-rendering:pixelated;" if max(photo.shape[:2]) <= 64 else ""
    width = max(photo.shape[1], 340)
    return (
        '<figure style="margin:0;min-width:0">'
        f'<img src="{_address(photo, quality)}" alt="{escape(alt)}" width="{width}"'
        f' style="{pixelated}max-width:100%">'
        f'<figcaption style="text-align:center;font-weight:600">{escape(label)}'
        "</figcaption></figure>"
    )


def side_by_side(pictures, text):
    """Lay pictures, given as HTML, out in a row that shrinks to fit, with a sentence below them."""
    row = f'<div style="display:flex;gap:8px">{"".join(pictures)}</div>'
    return f'<figure style="margin:0">{row}{caption_html(text)}</figure>'


def show_photos(*pictures, caption):
    """Publish photos side by side in a notebook.

    Parameters
    ----------
    *pictures : (str, ndarray, str)
        Label, photo of shape (H, W[, 3 or 4]), and the alt text for those who do not see it.
    caption : str
        A sentence below all of them.

    Returns
    -------
    None
        So that nothing else is printed at the end of a cell.
    """
    html = [picture_html(label, as_shown_photo(photo), alt) for label, photo, alt in pictures]
    text = "\n".join([*(f"{label}: {alt}" for label, _, alt in pictures), caption])
    display({"text/html": side_by_side(html, caption), "text/plain": text}, raw=True)
