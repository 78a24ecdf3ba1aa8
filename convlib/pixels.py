"""Pictures that Pillow holds, as pixels: grey, RGB or RGBA, whatever the file holds.

Pillow is imported only when a file is read. Who hands in a Pillow image has imported it already.
"""

import re
import sys
import warnings
from io import BytesIO
from typing import Any

import numpy as np

# What a sample of a grey PNG is multiplied by, to run to 255. Pillow does so with the pixels, and
# leaves the transparent grey as it stands in the file.
GREY_STEPS = {"L;2": 85, "L;4": 17}
BITS_PER_SAMPLE, PHOTOMETRIC, WHITE_IS_ZERO = 258, 262, 0  # of TIFF


def is_picture(value: Any) -> bool:
    """Whether a value is a Pillow image."""
    pillow = sys.modules.get("PIL.Image")
    return pillow is not None and isinstance(value, pillow.Image)


def read_pixels(content: bytes) -> np.ndarray:
    """Return the pixels of an image file, turned the way the camera was held.

    Raises
    ------
    OSError
        If the content is no image file, or only a part of one.
    ValueError
        If the picture has too many pixels.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # large, but it fits
            picture = Image.open(BytesIO(content))
            _mend_transparency(picture)
            return pixels_of(picture)
    except Image.DecompressionBombError as error:
        raise ValueError(_too_large(str(error))) from None
    except Exception as error:  # a broken file makes Pillow raise whatever it likes
        raise OSError(f"this is no picture that can be read, or a damaged one: {error}") from error


def _too_large(message: str) -> str:
    pixels, limit = (int(number) / 1e6 for number in re.findall(r"\d+", message)[:2])
    return (
        f"the picture has {pixels:.0f} megapixels, and at most {limit:.0f} can be read: "
        "make it smaller first"
    )


def _mend_transparency(picture: Any) -> None:
    """Let a PNG's transparent colour be one of the 8-bit colours that Pillow will read."""
    colour = picture.info.get("transparency")
    if picture.format != "PNG" or colour is None:
        return
    samples = picture.tile[0][3]
    if samples in GREY_STEPS:
        picture.info["transparency"] = colour * GREY_STEPS[samples]
    elif samples == "RGB;16B":
        picture.info["transparency"] = tuple(sample >> 8 for sample in colour)


def pixels_of(picture: Any) -> np.ndarray:
    """Return the pixels of a Pillow image as colours, turned the way the camera was held.

    Returns
    -------
    ndarray, shape (H, W), (H, W, 3) or (H, W, 4)
        Grey, RGB, or RGBA where the picture has transparency in any form: uint8, or uint16 for
        16 bits of grey. The numbers of modes "I" and "F", which have no white, stay as they are.

    Raises
    ------
    TypeError
        If Pillow cannot convert the picture.
    """
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(picture)
    # Pillow stretches a PGM of more than 8 bits to 16 bits, and holds it as 32.
    if picture.mode.startswith("I;16") or (picture.mode, picture.format) == ("I", "PPM"):
        return _deep_pixels(turned, _white(picture), _is_negative(picture))
    if picture.mode in ("I", "F"):
        return np.array(turned)
    mode = _shown_mode(picture)
    try:
        # Pillow has no way from grey with premultiplied alpha to RGBA but through "LA".
        turned = turned.convert("LA") if turned.mode == "La" else turned
        return np.array(turned.convert(mode))
    except (ValueError, ImportError) as error:
        raise TypeError(
            f"a Pillow image of mode {picture.mode} cannot be read as colours ({error}): "
            f'convert it to mode "{mode}" first'
        ) from error


def _shown_mode(picture: Any) -> str:
    if picture.has_transparency_data:
        return "RGBA"
    return "L" if picture.mode in ("1", "L") else "RGB"


def _white(picture: Any) -> int:
    """Return the number of white in 16-bit grey; TIFFs may hold 12 bits of it only."""
    return 2 ** _tiff_tag(picture, BITS_PER_SAMPLE, 16) - 1


def _is_negative(picture: Any) -> bool:
    return _tiff_tag(picture, PHOTOMETRIC, None) == WHITE_IS_ZERO


def _tiff_tag(picture: Any, tag: int, otherwise: Any) -> Any:
    value = getattr(picture, "tag_v2", {}).get(tag, otherwise)
    return value[0] if isinstance(value, tuple) else value


def _deep_pixels(picture: Any, white: int, negative: bool) -> np.ndarray:
    """Return 16-bit grey from 0 to 65535, with alpha where one grey stands for transparent."""
    stored = np.asarray(picture)
    grey = np.rint(stored * (65535 / white)).astype(np.uint16)
    grey = 65535 - grey if negative else grey
    if "transparency" not in picture.info:
        return grey
    alpha = np.where(stored == picture.info["transparency"], 0, 65535).astype(np.uint16)
    return np.stack([grey, grey, grey, alpha], axis=-1)
