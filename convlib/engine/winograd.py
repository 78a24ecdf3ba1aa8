"""Winograd's way with 3×3 kernels: 16 products in place of 36, for many channels and outputs.

Along one axis, two neighbouring cells of a feature map see four image cells, d0 to d3. Four
products give both cells, where the plain sums take six:

    y0 = d0·g0 + d1·g1 + d2·g2 = m0 + m1 + m2        m0 = (d0 - d2) · g0
    y1 = d1·g0 + d2·g1 + d3·g2 = m1 - m2 - m3        m1 = (d1 + d2) · (g0 + g1 + g2) / 2
                                                     m2 = (d2 - d1) · (g0 - g1 + g2) / 2
                                                     m3 = (d1 - d3) · g2

Done to rows and to columns, that is 4 · 4 products in place of 6 · 6, for a block of 2 × 2 cells.
Differences are taken once for each channel and sums once for each output, which is cheap; a product
is due for each pair of channel and output. Only cells of its own window enter a sum.

After Lavin & Gray (2016), "Fast algorithms for convolutional neural networks". What paths take and
return: see `convlib.engine`.
"""

import numpy as np

from .padding import padded_part
from .pieces import all_finite, even_slices, length, multiply_in_parts

TILE_CELLS = 2**15  # blocks × channels, or × outputs, in a tile: then most of its steps fit a cache
MIN_TILE_BLOCKS = 256  # at least: BLAS reads all kernels once more for each tile

WEIGHTS = np.array([[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]]) / 2
DIFFERENCES = (np.subtract, 0, 2), (np.add, 1, 2), (np.subtract, 2, 1), (np.subtract, 1, 3)


def winograd(image, kernel, setting, maps):
    """Multiply differences of image cells by sums of weights: for 3×3 kernels, close together."""
    weights = combine_weights(kernel, setting.groups)
    for images, rows, cols in tiles(maps, max(image.shape[1], len(kernel))):
        cells = multiply(weights, phases(image[images], rows, cols, setting, kernel.dtype))
        if not all_finite(cells.reshape(len(kernel), -1)):
            return False
        for row, col in np.ndindex(2, 2):
            target = maps[
                images,
                :,
                2 * rows.start + row : 2 * rows.stop : 2,
                2 * cols.start + col : 2 * cols.stop : 2,
            ]
            part = cells[row, col, :, :, : target.shape[2], : target.shape[3]]
            target[...] = part.swapaxes(0, 1)
    return True


def combine_weights(kernel, groups):
    """Add up the weights that a product needs: (O, C/groups, 3, 3) to (4, 4, groups, O/groups, …).

    Examples
    --------
    >>> combine_weights(np.ones((1, 1, 3, 3)), 1)[..., 0, 0, 0]
    array([[1.  , 1.5 , 0.5 , 1.  ],
           [1.5 , 2.25, 0.75, 1.5 ],
           [0.5 , 0.75, 0.25, 0.5 ],
           [1.  , 1.5 , 0.5 , 1.  ]])
    """
    both_axes = np.kron(WEIGHTS, WEIGHTS).astype(kernel.dtype)
    combined = both_axes @ kernel.reshape(-1, 9).T
    return combined.reshape(4, 4, groups, len(kernel) // groups, -1)


def tiles(maps, depth):
    """Cut the feature maps into tiles: slices of images, of rows and of columns of blocks.

    A block is 2 × 2 cells, and ``depth`` counts the channels or the outputs, whichever are more.
    """
    count, _, *size = maps.shape
    height, width = (-(-cells // 2) for cells in size)
    blocks = max(TILE_CELLS // depth, MIN_TILE_BLOCKS)
    for images in even_slices(count, max(blocks // (height * width), 1)):
        for rows in even_slices(height, max(blocks // width, 1)):
            for cols in even_slices(width, blocks):
                yield images, rows, cols


def phases(image, rows, cols, setting, dtype):
    """Return what a tile sees of the padded image: even and odd rows, even and odd columns apart.

    Takes (N, C, H, W); returns (2, 2, C, N, rows + 1, cols + 1). A map with an odd number of rows
    or columns ends in half a block; what the other half sees beyond the padding enters no result.
    """
    places = (range(2 * blocks.start, 2 * blocks.stop + 2) for blocks in (rows, cols))
    part = padded_part(image, *places, setting.padding, setting.padding_mode, dtype)
    pairs = *part.shape[:2], length(rows) + 1, 2, length(cols) + 1, 2
    return np.ascontiguousarray(part.reshape(pairs).transpose(3, 5, 1, 0, 2, 4))


def multiply(weights, parts):
    """Return the cells of a tile, even and odd rows and columns apart.

    Blocks follow each other in one long row, so that the next block is the next cell. At the end of
    each row of blocks there is one too many.

    Parameters
    ----------
    weights : ndarray, shape (4, 4, groups, O/groups, C/groups)
    parts : ndarray, shape (2, 2, C, N, rows + 1, cols + 1)

    Returns
    -------
    ndarray, shape (2, 2, O, N, rows, cols + 1)
    """
    _, _, channels, count, height, width = parts.shape
    groups, outputs = weights.shape[2:4]
    blocks = (height - 1) * width
    (even, odd), dtype = parts.reshape(2, 2, channels, count, -1), parts.dtype
    down = even[..., :blocks], odd[..., :blocks], even[..., width:], odd[..., width:]
    middle = np.empty((2, channels, count * blocks + 1), dtype)
    middle[..., -1] = 0
    across = middle[0, :, :-1], middle[1, :, :-1], middle[0, :, 1:], middle[1, :, 1:]
    cells = np.empty((4, groups, channels // groups, count * blocks), dtype)
    products = np.empty((4, groups, outputs, count * blocks), dtype)
    sums = np.empty((2, 2, *products.shape[1:]), dtype)
    rest = np.empty(sums.shape[1:], dtype)
    target = middle[..., :-1].reshape(2, channels, count, blocks)
    for row, (operation, one, other) in enumerate(DIFFERENCES):
        operation(down[one], down[other], out=target)
        for col, (operation, one, other) in enumerate(DIFFERENCES):
            operation(across[one], across[other], out=cells[col].reshape(channels, -1))
        multiply_in_parts(weights[row], cells, products)
        # Rows 0 and 1 begin a sum each; what rows 2 and 3 bring needs a place of its own.
        half = sums[row] if row < 2 else rest
        add_up(products, half)
        if row in (1, 2):
            sums[0] += half
        if row > 1:
            sums[1] -= half
    return sums.reshape(2, 2, -1, count, height - 1, width)


def add_up(products, sums):
    """Put m0 + m1 + m2 and m1 - m2 - m3 into sums, of length 2, for products of length 4."""
    np.add(products[1], products[2], out=sums[0])
    np.subtract(products[1], products[2], out=sums[1])
    sums[0] += products[0]
    sums[1] -= products[3]
