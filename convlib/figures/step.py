"""Still pictures of one step of a convolution, and the way they get into a notebook."""

from base64 import b64encode
from html import escape
from io import BytesIO

import numpy as np
from PIL import Image

from .caption import caption_html
from .limits import drawable_scene
from .picture import Picture

__all__ = ["draw_receptive_field", "figure_png", "show"]


def draw_receptive_field(
    image,
    kernel,
    *,
    position=(0, 0),
    stride=1,
    padding=0,
    dilation=1,
    padding_mode="zeros",
    flip_kernel=False,
):
    """Draw one step: the window on the image, the kernel, the feature map, the sum written out.

    Parameters
    ----------
    image : array_like of real numbers, shape (H, W)
        At most 32×32 cells.
    kernel : array_like of real numbers, shape (kH, kW)
        Each weight has a tint; image cells met by a tap wear the tint of their weight.
    position : (int, int), optional
        Row and column in the feature map.
    stride, padding, dilation, padding_mode, flip_kernel : optional
        As in `conv2d`.

    Returns
    -------
    matplotlib.figure.Figure
        Its axes are "page", "image", "kernel", "feature map" and, where the image's cells are
        too small for numbers, "window", which magnifies it. A map's axes count cells: what
        belongs to cell (row, col) is drawn at x = col, y = row; padding has negative rows and
        columns, or such past the image's end. Pyplot knows nothing of the figure. All positions
        of one setting give figures of the same size.

    Raises
    ------
    ValueError, TypeError
        If the position lies outside the feature map, the image is too large for a picture of
        cells, or `conv2d` refuses the arguments.

    Notes
    -----
    Numbers are left out where cells are too small for them. The sum has them all, or, where it
    would take more than five lines, its first and last terms.

    Examples
    --------
    >>> figure = draw_receptive_field([[1, 2, 3], [4, 5, 6]], [[1, -1]], position=(1, 0))
    >>> [text.get_text() for text in figure.axes[0].texts if text.get_gid() == "sum"]
    ['feature map (1, 0): 4·1 + 5·(−1) = −1']
    """
    scene = drawable_scene(
        image,
        kernel,
        stride=stride,
        padding=padding,
        dilation=dilation,
        padding_mode=padding_mode,
        flip_kernel=flip_kernel,
    )
    picture = Picture(scene)
    picture.move(position)
    return picture.figure


def figure_png(figure):
    """Render a figure as a small PNG of at most 256 colours.

    Parameters
    ----------
    figure : matplotlib.figure.Figure

    Returns
    -------
    bytes
        The same at every call: neither dates nor versions are written into it.
    """
    indices, palette = indexed(pixels_of(figure))
    picture = Image.fromarray(indices)
    picture.putpalette(palette.tobytes())
    file = BytesIO()
    picture.save(file, format="PNG")
    return file.getvalue()


def pixels_of(figure):
    """Draw a figure: ndarray of uint8, shape (rows, cols, 4)."""
    figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba())


def indexed(rgba, most=256):
    """Colour indices (..., rows, cols) and their palette (at most `most`, 3) of opaque pictures.

    The commonest colours stay exact, so that no tint shifts; the rest, smoothed edges of
    letters, take the nearest of them.
    """
    packed = rgba.view(np.uint32)[..., 0]
    colours, inverse, counts = np.unique(packed, return_inverse=True, return_counts=True)
    rgb = colours.view(np.uint8).reshape(-1, 4)[:, :3]
    palette = rgb[np.argsort(-counts, kind="stable")[:most]]
    distances = ((rgb[:, None].astype(int) - palette) ** 2).sum(axis=2)
    nearest = distances.argmin(axis=1).astype(np.uint8)
    return nearest[inverse].reshape(packed.shape), palette


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
    from IPython.display import display

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
