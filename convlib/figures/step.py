"""One step of a convolution, as a still picture."""

from .limits import drawable_scene
from .picture import Picture


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
