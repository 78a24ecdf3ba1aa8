"""What a notebook shows of figures and photos: HTML with alt texts and captions, and text."""

from base64 import b64encode
from html import escape
from io import BytesIO
from math import ceil

import imageio.v3 as iio
import numpy as np
from IPython.display import display
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from ..photos import as_shown_photo, reduce_photo
from .canvas import Page, plain_settings, text_width
from .fonts import fonts_for_names
from .pixels import figure_png, pixels_of

# A caption begins where JupyterLab's prose begins, but is smaller and quieter. Opacity makes the
# text's own colour paler, so that its contrast suffices in light and in dark themes.
CAPTION_STYLE = "margin: 4px 0 0 6px; font-size: 0.93em; opacity: 0.8"

SMALL_WIDTH = 340  # pixels on the screen of a photo that has fewer
LABEL_SIZE, LABEL_LINE = 15, 28  # pixels: the letters of a photo's label, and the line of it
PHOTO_GAP = 8  # pixels between two photos


def show(figure: Figure, *, alt: str, caption: str = "") -> None:
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
    display(figure_bundle(figure, alt=alt, caption=caption), raw=True)


def figure_bundle(figure: Figure, *, alt: str, caption: str = "") -> dict[str, str]:
    """Return what `show` publishes: each form of a figure by its MIME type.

    JupyterLab shows the HTML, which alone has alt text and caption; an export to PDF takes the
    picture, where nothing else is shown there are words.

    Parameters
    ----------
    figure, alt, caption
        As for `show`.

    Returns
    -------
    dict of str to str
        Of "text/html", "image/png" in base64, and "text/plain".
    """
    if not alt.strip():
        raise ValueError(f"alt={alt!r} must say in words what the figure shows")
    png = b64encode(figure_png(figure)).decode()
    return {"text/html": _figure_html(png, alt, caption), "image/png": png, "text/plain": alt}


def _figure_html(png, alt, caption):
    below = caption_html(caption) if caption else ""
    return (
        f'<figure style="margin: 0"><img alt="{escape(alt)}" '
        f'style="max-width: 100%; background: white" src="data:image/png;base64,{png}">'
        f"{below}</figure>"
    )


def caption_html(text):
    """Return a caption as HTML, to stand in a figure."""
    return f'<figcaption style="{CAPTION_STYLE}">{escape(text)}</figcaption>'


def _as_bytes(photo):
    """Pixels as a screen shows them: uint8, with what lies outside the range clipped."""
    if photo.dtype == np.uint8:
        return photo
    largest = 65535 if photo.dtype == np.uint16 else 1
    return np.rint(np.clip(photo / largest, 0, 1) * 255).astype(np.uint8)


def _is_small(photo):
    """Whether a photo has so few pixels that a reader should see each of them."""
    return max(photo.shape[:2]) <= 64


def _address(photo, quality):
    """Photo as a data: address. JPEG is a fifth of the size, but only PNG knows transparency."""
    has_alpha = photo.shape[2:] == (4,)
    # JPEG would smear the single pixels of a small photo.
    is_png = has_alpha or _is_small(photo)
    kind, options = ("png", {}) if is_png else ("jpeg", {"quality": quality})
    file = BytesIO()
    iio.imwrite(file, _as_bytes(photo), plugin="pillow", extension=f".{kind}", **options)
    return f"data:image/{kind};base64,{b64encode(file.getvalue()).decode()}"


def picture_html(label, photo, alt, quality=75):
    """Return one photo as an HTML figure: the picture with its alt text, the label below it."""
    pixelated = "image-rendering:pixelated;" if _is_small(photo) else ""
    width = max(photo.shape[1], SMALL_WIDTH)
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


def show_photos(*pictures: tuple[str, ArrayLike, str], caption: str) -> None:
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
    display(photos_bundle(*pictures, caption=caption), raw=True)


def photos_bundle(*pictures: tuple[str, ArrayLike, str], caption: str) -> dict[str, str]:
    """Return what `show_photos` publishes: each form of photos side by side by its MIME type.

    Parameters
    ----------
    *pictures, caption
        As for `show_photos`.

    Returns
    -------
    dict of str to str
        Of "text/html", "image/jpeg" in base64 (a PNG would take six times as much of a notebook),
        and "text/plain".
    """
    pictures = [(label, as_shown_photo(photo), alt) for label, photo, alt in pictures]
    html = [picture_html(*picture) for picture in pictures]
    jpeg = iio.imwrite("<bytes>", _row_of(pictures), extension=".jpg", plugin="pillow")
    text = "\n".join([*(f"{label}: {alt}" for label, _, alt in pictures), caption])
    return {
        "text/html": side_by_side(html, caption),
        "image/jpeg": b64encode(jpeg).decode(),
        "text/plain": text,
    }


def _row_of(pictures):
    """Pixels of photos side by side with their labels below, where there is no HTML to do it."""
    fonts = fonts_for_names()
    # As in HTML, a label is one line, whatever spaces and line breaks it has.
    photos = [(" ".join(label.split()), _enlarged(photo)) for label, photo, _ in pictures]
    with plain_settings():
        return _draw_row(photos, fonts)


def _enlarged(photo):
    """Photo in its size on a screen: smaller ones show their pixels as squares."""
    pixels = _as_bytes(reduce_photo(photo))
    scale = max(1, SMALL_WIDTH // pixels.shape[1]) if _is_small(pixels) else 1
    return pixels.repeat(scale, axis=0).repeat(scale, axis=1)


def _draw_row(photos, fonts):
    style = {"family": fonts, "weight": "bold"}
    widths = [
        max(pixels.shape[1], ceil(text_width(label, LABEL_SIZE, **style)))
        for label, pixels in photos
    ]
    tallest = max(pixels.shape[0] for _, pixels in photos)
    page = Page(sum(widths) + PHOTO_GAP * (len(photos) - 1), tallest + LABEL_LINE)
    x = 0
    for (label, pixels), width in zip(photos, widths, strict=True):
        height, across = pixels.shape[:2]
        left = x + (width - across) // 2
        page.fill((0, left), (height, across), _as_rgb(pixels))
        middle = left + across / 2
        page.write(middle, height + LABEL_LINE / 2, label, LABEL_SIZE, ha="center", **style)
        x += width + PHOTO_GAP
    return pixels_of(page.figure)[..., :3]


def _as_rgb(pixels):
    return pixels if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
