"""Banded im2col: write out the windows of a band of the feature map, let BLAS multiply.

A product of matrices needs every window written out. For a whole image that would take many
times its memory; for one band of it, it takes about two megabytes, which stay in the cache.
Three ideas make them go far:

- *Shared rows.* The columns are kept as (image row, channel, tap column) × (position in a row).
  The windows of the next feature-map row are then the same array, begun one image row later. So
  each value is written once for each tap column, not once for each tap.
- *Lifting.* A product with a single output row wastes BLAS. Four or eight copies of the kernel,
  each one position further down, give as many feature-map rows in one product.
- *Phases.* A stride s and a dilation d share q = gcd(s, d). Feature-map rows d/q apart see image
  rows that are multiples of d apart. Taken by themselves, they have adjacent taps and stride s/q.

What paths take and return: see `convlib.engine`.
"""

from math import gcd
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided

from .padding import padded_part
from .pieces import all_finite, length, multiply_in_parts, slices

TILE_BYTES = 5 * 2**19  # bytes that a tile's part of the image, columns and products may take
COLUMN_WIDTH = 2048  # positions in one product at most: BLAS gains nothing from more
MIN_COLUMN_WIDTH = 32  # at least: BLAS is so slow with fewer that columns may outgrow their bytes
LONG_ROW = 48  # positions of a row that makes a product by itself; shorter ones of images join


class Tile(NamedTuple):
    """A piece of the feature maps: some images, groups and columns, and some rows of one phase."""

    images: slice
    groups: slice
    rows: range
    cols: slice


def plain(image, kernel, setting, maps):
    """Multiply each window by the kernel and nothing else: NaN and infinity stay where they are."""
    return Bands(image, kernel, setting, maps, copies=1).run()


def lifted(image, kernel, setting, maps):
    """Multiply several copies of the kernel at a time: for one output per group.

    A kernel of fewer than eight rows is copied only four times: with eight copies, most weights of
    a product would be the zeros above and below them.
    """
    return Bands(image, kernel, setting, maps, copies=4 if kernel.shape[2] < 8 else 8).run()


def lift(kernel, copies, step):
    """Stack copies of each kernel, each some rows further down, with zeros above and below.

    Parameters
    ----------
    kernel : ndarray, shape (O, C, kH, kW)
    copies : int
    step : int
        Rows from one copy to the next.

    Returns
    -------
    ndarray, shape (O, copies, (copies - 1) * step + kH, C, kW)

    Examples
    --------
    >>> lift(np.array([[[[1], [2]]]]), copies=3, step=1).reshape(3, 4)
    array([[1, 2, 0, 0],
           [0, 1, 2, 0],
           [0, 0, 1, 2]])
    """
    outputs, channels, height, width = kernel.shape
    shape = (outputs, copies, (copies - 1) * step + height, channels, width)
    stacked = np.zeros(shape, kernel.dtype)
    for copy in range(copies):
        rows = slice(copy * step, copy * step + height)
        stacked[:, copy, rows] = kernel.transpose(0, 2, 1, 3)
    return stacked


class Bands:
    """One convolution, tile by tile.

    Parameters
    ----------
    image, kernel, setting, maps
        What a path takes.
    copies : int
        Copies of each kernel in a product; with 1 it is not lifted. At most as many are used as
        a phase has rows.
    """

    def __init__(self, image, kernel, setting, maps, copies):
        self.image, self.setting, self.maps, self.dtype = image, setting, maps, kernel.dtype
        self.outputs = len(kernel) // setting.groups
        shared = gcd(setting.stride[0], setting.dilation[0])
        self.step = setting.stride[0] // shared
        self.phases = min(setting.dilation[0] // shared, maps.shape[2])
        self.copies = min(copies, maps.shape[2] // self.phases)
        stacked = lift(kernel, self.copies, self.step)
        self.height, self.channels, self.width = stacked.shape[2:]
        self.weights = stacked.reshape(setting.groups, 1, self.outputs * self.copies, -1)
        self._size_tiles(kernel.shape[2])

    def _size_tiles(self, kernel_height):
        """Choose how many columns, images, blocks of rows and groups a tile has."""
        count, _, o_h, o_w = self.maps.shape
        all_blocks = -(-o_h // (self.phases * self.copies))
        cell = (self.channels * (self.width + 1) + self.outputs) * self.dtype.itemsize
        # A tile is narrow enough to hold four blocks: tiles one above the other share image rows,
        # which each gathers for itself, and low tiles would gather most of their rows again.
        room = TILE_BYTES // (self.image_rows(min(all_blocks, 4)) * cell)
        room = max(min(room, COLUMN_WIDTH), MIN_COLUMN_WIDTH)
        self.tile_cols = min(o_w, room)
        self.tile_images = min(count, max(room // o_w, 1))
        all_bytes = self.setting.groups * self.image_rows(all_blocks) * cell * o_w
        if o_w >= LONG_ROW and all_bytes >= TILE_BYTES:  # One image fills a tile, and the rows
            self.tile_images = 1  # of a single image need not be put in their places afterwards.
        rows = TILE_BYTES // (cell * self.tile_cols * self.tile_images)
        blocks = ((rows - kernel_height) // self.step + 1) // self.copies
        self.tile_blocks = min(max(blocks, 1), all_blocks)
        rows_used = self.image_rows(self.tile_blocks)
        self.tile_groups = min(max(rows // rows_used, 1), self.setting.groups)
        positions = self.tile_groups * self.tile_images * self.tile_cols
        self.columns = np.empty(positions * rows_used * self.channels * self.width, self.dtype)
        self.products = np.empty(
            positions * self.tile_blocks * self.copies * self.outputs, self.dtype
        )

    def image_rows(self, blocks):
        """Return how many image rows some blocks see; a block is `copies` rows of one phase."""
        return (blocks - 1) * self.copies * self.step + self.height

    def run(self):
        """Fill the maps; return False as soon as a lifted product is not finite."""
        return all(self.multiply(tile, self.gather(tile)) for tile in self.tiles())

    def tiles(self):
        """Cut the feature maps into tiles that hold whole blocks.

        Where the rows of a phase do not make whole blocks, the last tile begins a few rows early
        and works those out again.
        """
        count, _, o_h, o_w = self.maps.shape
        for phase in range(self.phases):
            rows = range(phase, o_h, self.phases)
            whole = len(rows) // self.copies * self.copies
            bands = [rows[band] for band in slices(whole, self.tile_blocks * self.copies)]
            if whole < len(rows):
                bands.append(rows[-self.copies :])
            for groups in slices(self.setting.groups, self.tile_groups):
                for images in slices(count, self.tile_images):
                    for band in bands:
                        for cols in slices(o_w, self.tile_cols):
                            yield Tile(images, groups, band, cols)

    def gather(self, tile):
        """Write out the tile's columns, (groups, image rows, C, kW, images, positions)."""
        stride, dilation = self.setting.stride, self.setting.dilation
        first, count = tile.rows[0] * stride[0], self.image_rows(len(tile.rows) // self.copies)
        rows = range(first, first + (count - 1) * dilation[0] + 1, dilation[0])
        first, reach = tile.cols.start * stride[1], (length(tile.cols) - 1) * stride[1] + 1
        cols = range(first, first + (self.width - 1) * dilation[1] + reach)
        channels = slice(tile.groups.start * self.channels, tile.groups.stop * self.channels)
        part = padded_part(
            self.image[tile.images, channels],
            rows,
            cols,
            self.setting.padding,
            self.setting.padding_mode,
            self.dtype,
        )
        part = part.reshape(len(part), length(tile.groups), self.channels, len(rows), len(cols))
        part = part.transpose(1, 3, 2, 0, 4)
        shape = (*part.shape[:3], self.width, part.shape[3], length(tile.cols))
        *strides, per_image, per_cell = part.strides
        steps = (*strides, dilation[1] * per_cell, per_image, stride[1] * per_cell)
        columns = self.columns[: np.prod(shape)].reshape(shape)
        columns[...] = as_strided(part, shape, steps)
        return columns

    def multiply(self, tile, columns):
        """Multiply one tile and write it into the maps; return False if it cannot be trusted."""
        groups, _, _, _, images, positions = columns.shape
        blocks, group_outputs = len(tile.rows) // self.copies, self.weights.shape[2]
        row_stride, _, tap_stride = columns.strides[1:4]
        windows = np.ndarray(
            (groups, blocks, self.weights.shape[3], images * positions),
            self.dtype,
            columns,
            strides=(
                columns.strides[0],
                self.copies * self.step * row_stride,
                tap_stride,
                self.dtype.itemsize,
            ),
        )
        target, shape = self.target(tile, blocks), (groups, blocks, group_outputs)
        is_in_place = images == 1 and target.dtype == self.dtype
        if is_in_place:
            result = target[0]
        else:
            products = self.products[: np.prod(shape) * images * positions]
            result = products.reshape(*shape, images * positions)
        multiply_in_parts(self.weights[tile.groups], windows, result)
        if not is_in_place:
            target[...] = np.moveaxis(result.reshape(*shape, images, positions), 3, 0)
        return self.copies == 1 or all_finite(result)

    def target(self, tile, blocks):
        """View a tile of the maps as (images, groups, blocks, outputs, positions)."""
        outputs = slice(tile.groups.start * self.outputs, tile.groups.stop * self.outputs)
        rows = slice(tile.rows.start, tile.rows.stop, tile.rows.step)
        part = self.maps[tile.images, outputs, rows, tile.cols]
        images, groups, positions = len(part), length(tile.groups), length(tile.cols)
        if self.outputs == 1:
            return part.reshape(images, groups, blocks, self.copies, positions)
        return part.reshape(images, groups, self.outputs, blocks, positions).swapaxes(2, 3)
