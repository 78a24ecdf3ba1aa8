"""Photos as pixels: read from a file, checked, made small enough, published side by side."""

from base64 import b64encode
from html import escape
from io import BytesIO

import imageio.v3 as iio
import numpy as np
from IPython.display import display

from .caption import caption_html

__all__ = ["show_photos"]

LARGEST_SIDE = 640  # pixels; in a larger photo the work of a 3×3 kernel is too fine to be seen
# Kinds of file that are arrays of grey, RGB or RGBA already; any other becomes RGB.
READ_AS = {"L": None, "P": None, "RGB": None, "RGBA": None, "I;16": None, "1": "L", "LA": "RGBA"}


def read_photo(content):
    """Pixels of an image file.

    Parameters
    ----------
    content : bytes
        A PNG, JPEG, GIF (its first frame), WebP or other file that Pillow reads.

    Returns
    -------
    ndarray, shape (H, W[, 3 or 4])
        Turned the way the camera was held.

    Raises
    ------
    OSError
        If the content is not an image file, or only a part of one.
    """
    with iio.imopen(bytes(content), "r", plugin="pillow") as file:
        mode = file.metadata(index=0)["mode"]
        return file.read(index=0, rotate=True, mode=READ_AS.get(mode, "RGB"))


def as_photo(value):
    """Return a grey, RGB or RGBA photo as an array, or raise an error that says what is wrong."""
    photo = np.asarray(value)
    if photo.dtype not in (np.uint8, np.uint16) and photo.dtype.kind != "f":
        raise TypeError(
            f"photo of dtype {photo.dtype} must hold uint8, uint16 or floats from 0 to 1"
        )
    if photo.ndim not in (2, 3) or photo.shape[2:] not in ((), (3,), (4,)) or photo.size == 0:
        raise ValueError(
            f"photo of shape {photo.shape} must have shape (H, W), (H, W, 3) or (H, W, 4)"
        )
    if photo.dtype.kind == "f" and not (photo.min() >= 0 and photo.max() <= 1):
        raise ValueError(
            f"photo of floats runs from {photo.min()} to {photo.max()} but must run from 0 to 1:"
            " divide it by its largest possible value"
        )
    return photo


def reduce_photo(photo, largest_side=LARGEST_SIDE):
    """Photo made small enough by taking the mean of square blocks.

    Parameters
    ----------
    photo : ndarray, shape (H, W[, C])
    largest_side : int
        Rows and columns the result may have.

    Returns
    -------
    ndarray, shape (H // n, W // n[, C])
        n is the smallest block that is large enough; the dtype stays.

    Examples
    --------
    >>> reduce_photo(np.array([[0, 2, 9], [4, 6, 9]], np.uint8), largest_side=2)
    array([[3]], dtype=uint8)
    """
    height, width = photo.shape[:2]
    n = min(-(-max(height, width) // largest_side), height, width)
    if n <= 1:
        return photo
    height, width = height // n, width // n
    blocks = photo[: height * n, : width * n].reshape(height, n, width, n, *photo.shape[2:])
    means = blocks.mean(axis=(1, 3))
    return (means if photo.dtype.kind == "f" else np.rint(means)).astype(photo.dtype)


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
    html = [picture_html(label, as_photo(photo), alt) for label, photo, alt in pictures]
    text = "\n".join([*(f"{label}: {alt}" for label, _, alt in pictures), caption])
    display({"text/html": side_by_side(html, caption), "text/plain": text}, raw=True)
