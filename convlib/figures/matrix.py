"""draw_matrix: a convolution as one product of a matrix, at one position."""

import numpy as np

from ..arguments import as_position, as_size
from ..conv import conv2d
from ..matrix import convolution_matrix, im2col
from ..words import size_text
from .canvas import Page, plain_settings
from .cells import CellMap, name_size, readable_cell, widest_number
from .colours import VALUE_HUES, WEIGHT_HUES, largest, tints
from .fonts import FONT
from .grid import lay_out_grid
from .legend import VALUE_SCALE, WEIGHT_SCALE, draw_legend, legend_widths
from .limits import MAX_CELLS, as_drawable

PICTURES = ("matrix", "packed", "ring")
LEGEND = ("window", "current cell", VALUE_SCALE, WEIGHT_SCALE)


def map_size(image, kernel, show, length):
    """Rows and columns of the map that a position moves over: (1, length) on a ring."""
    if show == "ring":
        return 1, length
    (rows, cols), (m, n) = image.shape, kernel.shape
    return rows - m + 1, cols - n + 1


def matrix_size(image, kernel, show, length):
    """Rows and columns of the matrix.

    Raises
    ------
    ValueError
        If there is no such matrix, or if it is too large to be drawn.

    Examples
    --------
    >>> matrix_size(np.ones((4, 5)), np.ones((2, 3)), "matrix", 1)
    (9, 20)
    """
    if show == "ring":
        _check_ring(image, kernel, length)
        return length, length
    rows, cols = map_size(image, kernel, show, length)
    if min(rows, cols) < 1:
        raise ValueError(
            f"the kernel has {size_text(kernel.shape)} cells but the image "
            f"{size_text(image.shape)}: give a smaller kernel or a larger image"
        )
    size = rows * cols, (kernel if show == "packed" else image).size
    if max(rows * cols, image.size, kernel.size) > MAX_CELLS:
        raise ValueError(
            f"the matrix would have {size_text(size)} cells of {image.size} image cells: pictures "
            f"of cells stop at {MAX_CELLS}×{MAX_CELLS}, give a smaller image"
        )
    return size


def _check_ring(image, kernel, length):
    if len(image) * len(kernel) > 1:
        raise ValueError(
            f"show='ring' needs an image and a kernel of one row, not {size_text(image.shape)} "
            f"and {size_text(kernel.shape)}"
        )
    n, k = image.size, kernel.size
    if not max(n, k) <= length <= min(n + k, MAX_CELLS):
        raise ValueError(
            f"length={length} must be from {max(n, k)}, the longer of image and kernel, to "
            f"{min(n + k, MAX_CELLS)}"
        )


def ring_matrix(kernel, length):
    """Return the matrix of a convolution on a ring: each column is the one before, one place on.

    Parameters
    ----------
    kernel : ndarray, shape (k,)
    length : int
        Places of the ring, at least k.

    Returns
    -------
    ndarray, shape (length, length)

    Examples
    --------
    >>> ring_matrix(np.array([1, 10, 100]), 4)
    array([[  1,   0, 100,  10],
           [ 10,   1,   0, 100],
           [100,  10,   1,   0],
           [  0, 100,  10,   1]])
    """
    first = np.zeros(as_size(length, "length", kernel.size), kernel.dtype)
    first[: kernel.size] = kernel
    return np.stack([np.roll(first, col) for col in range(length)], axis=1)


def draw_matrix(image, kernel, *, show="matrix", length=1, position=(0, 0)):
    """Draw image, kernel, feature map and matrix; the window and its row are outlined.

    Parameters
    ----------
    image, kernel, show, length, position
        As for `MatrixExplorer`.

    Returns
    -------
    matplotlib.figure.Figure
        Its axes are "page" and one for each map, labelled with its name.

    Raises
    ------
    ValueError, TypeError
        As for `MatrixExplorer`.

    Examples
    --------
    >>> figure = draw_matrix([[1, 2, 3]], [[1, 10]])
    >>> [axes.get_label() for axes in figure.axes]
    ['page', 'image', 'kernel', 'feature map', 'C: a row for each position']
    """
    image, kernel = as_drawable(image, "image"), as_drawable(kernel, "kernel")
    if show not in PICTURES:
        raise ValueError(f"show={show!r} must be one of {', '.join(map(repr, PICTURES))}")
    length = as_size(length, "length", 1)
    matrix_size(image, kernel, show, length)
    moved_over = map_size(image, kernel, show, length)
    position = as_position(position, moved_over, "position", "map")
    return _draw(_planes(image, kernel, show, length), show, position, kernel.shape)


def _planes(image, kernel, show, length):
    """Maps by name, and whether each holds weights."""
    if show == "ring":
        matrix = ring_matrix(kernel[0], length)
        result = matrix @ np.pad(image[0], (0, length - image.size))
        name, matrix = f"a ring of {length}", (matrix, True)
    else:
        result = conv2d(image, kernel)
        name, matrix = {
            "matrix": (
                "C: a row for each position",
                (convolution_matrix(kernel, image.shape), True),
            ),
            "packed": ("im2col: each row packed", (im2col(image, kernel.shape).T, False)),
        }[show]
    maps = {"image": (image, False), "kernel": (kernel, True)}
    return maps | {"feature map": (np.atleast_2d(result), False), name: matrix}


@plain_settings()
def _draw(planes, show, position, kernel_size):
    shapes = [plane.shape for plane, _ in planes.values()]
    readable = readable_cell(max(widest_number(plane) for plane, _ in planes.values()))
    widths = [name_size(name, FONT)[0] for name in planes]
    grid = lay_out_grid(shapes, widths, readable, legend_widths(LEGEND))
    page = Page(grid.width, grid.height)
    cells = [
        _draw_map(page, box, name, plane, is_weights, planes)
        for box, (name, (plane, is_weights)) in zip(grid.boxes, planes.items(), strict=True)
    ]
    image, _, feature_map, matrix = cells
    if show != "ring":
        image.outline(position, kernel_size, 3)
    feature_map.double_border(position)
    row = position[0] * feature_map.size[1] + position[1]
    matrix.outline((row, 0), (1, matrix.size[1]), 3)
    draw_legend(page, LEGEND, grid.legend)
    return page.figure


def _draw_map(page, box, name, plane, is_weights, planes):
    hues = WEIGHT_HUES if is_weights else VALUE_HUES
    alike = [p for other, (p, w) in planes.items() if w == is_weights and other != "feature map"]
    top = None if name == "feature map" else largest(*alike)
    cells = CellMap(page, name, box, plane, tints(plane, hues, top=top))
    cells.write_name()
    cells.write_indices()
    cells.write_numbers()
    return cells
