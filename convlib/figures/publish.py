"""What a notebook shows of figures and photos: HTML with alt texts and captions, and text."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from html import escape
from io import BytesIO, StringIO
from math import ceil

import imageio.v3 as iio
import numpy as np
from IPython.display import display
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from ..arguments import PaddingLike, PairLike
from ..photos import as_shown_photo, reduce_photo
from .animate import animation_gif, figures_gif
from .canvas import Page, plain_settings, text_width
from .fonts import fonts_for_names
from .given import as_figure, as_text
from .pixels import figure_png, pixels_of, png_of

# A caption begins where JupyterLab's prose begins, but is smaller and quieter. Opacity makes the
# text's own colour paler, so that its contrast suffices in light and in dark themes.
CAPTION_STYLE = "margin: 4px 0 0 6px; font-size: 0.93em; opacity: 0.8"

SMALL_WIDTH = 340  # pixels on the screen of a photo that has fewer
LABEL_SIZE, LABEL_LINE = 15, 28  # pixels: the letters of a photo's label, and the line of it
LARGEST_JPEG = 65500  # pixels along a side
PHOTO_GAP = 8  # pixels between two photos


def show(figure: Figure, *, alt: str, caption: str = "", fold: str = "") -> None:
    """Publish a figure in a notebook, with words for those who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    alt : str
        What a sighted reader sees, in a sentence; where no picture can be shown, it stands alone.
    caption : str, optional
        Text below the figure.
    fold : str, optional
        What to click on to see the figure, such as "Look"; without it, the figure is in sight.

    Raises
    ------
    ValueError
        If `alt` is empty.
    """
    display(figure_bundle(figure, alt=alt, caption=caption, fold=fold), raw=True)


def figure_bundle(figure: Figure, *, alt: str, caption: str = "", fold: str = "") -> dict[str, str]:
    """Return what `show` publishes: each form of a figure by its MIME type.

    JupyterLab shows the HTML, which alone has alt text and caption; an export to PDF takes the
    picture, where nothing else is shown there are words.

    Parameters
    ----------
    figure, alt, caption, fold
        As for `show`.

    Returns
    -------
    dict of str to str
        Of "text/html", "image/png" in base64, and "text/plain".
    """
    png = figure_png(as_figure(figure, "figure"))
    return _picture_bundle("png", png, png, alt=alt, caption=caption, fold=fold)


def _picture_bundle(kind, data, still, *, alt, caption, fold):
    """Forms of a picture, given as the bytes of a file of some kind, and as a PNG that is still."""
    if not as_text(alt, "alt").strip():
        raise ValueError(f"alt={alt!r} must say in words what the figure shows")
    address = f"data:image/{kind};base64,{b64encode(data).decode()}"
    html = _figure_html(address, alt, as_text(caption, "caption"))
    return {
        "text/html": _folded(html, fold),
        "image/png": b64encode(still).decode(),
        "text/plain": alt,
    }


def _figure_html(address, alt, caption):
    below = caption_html(caption) if caption else ""
    return (
        f'<figure style="margin: 0"><img alt="{escape(alt)}" '
        f'style="max-width: 100%; background: white" src="{address}">{below}</figure>'
    )


def _folded(html, summary):
    """HTML that is out of sight until its summary is clicked on, if it has one."""
    if not as_text(summary, "fold"):
        return html
    return f"<details><summary>{escape(summary)}</summary>{html}</details>"


def show_animation(
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    alt: str,
    caption: str = "",
    fold: str = "See it move",
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    padding_mode: str = "zeros",
    flip_kernel: bool = False,
    fill_in: bool = True,
    seconds: float = 1.0,
) -> None:
    """Publish the kernel stepping over the image in a notebook, without a file beside it.

    It moves as long as it is in sight, so it is folded until a reader asks for it. Folding it
    again stops it. An export to PDF gets its last frame.

    Parameters
    ----------
    image, kernel, stride, padding, dilation, padding_mode, flip_kernel, fill_in, seconds
        As for `save_animation`.
    alt, caption, fold
        As for `show`.

    Raises
    ------
    ValueError, TypeError
        If `alt` is empty, or if `save_animation` refuses the other arguments.

    See Also
    --------
    save_animation : the same as a file.
    show_figures : any figures, one after the other.
    """
    gif = animation_gif(
        image,
        kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        padding_mode=padding_mode,
        flip_kernel=flip_kernel,
        fill_in=fill_in,
        seconds=seconds,
    )
    _display_gif(gif, alt, caption, fold)


def show_figures(
    figures: Iterable[Figure],
    seconds: Sequence[float],
    *,
    alt: str,
    caption: str = "",
    fold: str = "See it move",
) -> None:
    """Publish figures of one size in a notebook, one after the other, again and again.

    They are folded until a reader asks for them. Folding them again stops them.

    Parameters
    ----------
    figures, seconds
        As for `save_figures`.
    alt, caption, fold
        As for `show`.

    Raises
    ------
    ValueError
        If `alt` is empty, or if `save_figures` refuses the other arguments.
    """
    _display_gif(figures_gif(figures, seconds), alt, caption, fold)


def _display_gif(gif, alt, caption, fold):
    *_, last = iio.imiter(gif, extension=".gif", plugin="pillow", mode="RGBA")
    bundle = _picture_bundle("gif", gif, png_of(last), alt=alt, caption=caption, fold=fold)
    display(bundle, raw=True)


@contextmanager
def folded(summary: str = "Look") -> Iterator[None]:
    """Fold what is printed within, so that a question above it can be answered first.

    Parameters
    ----------
    summary : str, optional
        What to click on to see the text.

    Examples
    --------
    In a notebook, this shows a triangle and *Look*; outside of one, a line of text::

        with folded():
            print(2 + 2)
    """
    with redirect_stdout(StringIO()) as printed:
        yield
    text = printed.getvalue()
    html = _folded(f"<pre>{escape(text)}</pre>", summary)
    display({"text/html": html, "text/plain": text}, raw=True)


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


def show_photos(*pictures: tuple[str, ArrayLike, str], caption: str, fold: str = "") -> None:
    """Publish photos side by side in a notebook.

    Parameters
    ----------
    *pictures : (str, ndarray, str)
        Label, photo of shape (H, W[, 3 or 4]), and the alt text for those who do not see it.
    caption : str
        A sentence below all of them.
    fold : str, optional
        What to click on to see them, such as "Look"; without it, they are in sight.

    Returns
    -------
    None
        So that nothing else is printed at the end of a cell.
    """
    display(photos_bundle(*pictures, caption=caption, fold=fold), raw=True)


def photos_bundle(
    *pictures: tuple[str, ArrayLike, str], caption: str, fold: str = ""
) -> dict[str, str]:
    """Return what `show_photos` publishes: each form of photos side by side by its MIME type.

    Parameters
    ----------
    *pictures, caption, fold
        As for `show_photos`.

    Returns
    -------
    dict of str to str
        Of "text/html", "image/jpeg" in base64 (a PNG would take six times as much of a notebook),
        and "text/plain".
    """
    if not pictures:
        raise ValueError("there are no pictures: give at least one, as (label, photo, alt)")
    pictures = [_as_labelled(picture, f"pictures[{n}]") for n, picture in enumerate(pictures)]
    caption = as_text(caption, "caption")
    html = [picture_html(*picture) for picture in pictures]
    jpeg = iio.imwrite("<bytes>", _row_of(pictures), extension=".jpg", plugin="pillow")
    text = "\n".join([*(f"{label}: {alt}" for label, _, alt in pictures), caption])
    return {
        "text/html": _folded(side_by_side(html, caption), fold),
        "image/jpeg": b64encode(jpeg).decode(),
        "text/plain": text,
    }


def _as_labelled(picture, name):
    """Read one picture as label, photo and alt text."""
    if not isinstance(picture, tuple | list) or len(picture) != 3:
        raise TypeError(f"{name} is of type {type(picture).__name__}: give (label, photo, alt)")
    label, photo, alt = picture
    photo = reduce_photo(as_shown_photo(photo), LARGEST_JPEG)
    return as_text(label, f"{name}[0]"), photo, as_text(alt, f"{name}[2]")


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
