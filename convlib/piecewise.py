"""conv2d_tiled: one convolution of an image that is larger than memory, read tile by tile."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import product
from math import prod
from pathlib import Path
from typing import Any, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from .arguments import PaddingLike, Pair, PairLike, as_numbers, as_pair
from .axis import kernel_span
from .conv import conv2d, read_setting
from .engine import Setting, padded_part, slices
from .operands import Operands, as_operands
from .saving import take_room, written_whole


def conv2d_tiled(
    image: Any,
    kernel: ArrayLike,
    *,
    out: Any = None,
    tile: PairLike = 1024,
    bias: ArrayLike | None = None,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    groups: SupportsIndex = 1,
    padding_mode: str = "zeros",
    flip_kernel: bool = False,
) -> Any:
    """Slide a kernel over an image of any size, and hold no more of it than a tile needs.

    Parameters
    ----------
    image : anything with ``shape`` and ``dtype`` that can be sliced, or array_like
        An array on disk: np.memmap, a zarr array, a data set in HDF5, a TIFF's pages. Its shape is
        that of `conv2d`'s image.
    kernel : array_like, shape (kH, kW) or (O, C/groups, kH, kW)
        As in `conv2d`.
    out : path, or anything with ``shape`` to whose slices arrays can be assigned, optional
        Where the feature map goes. At a path a file in NumPy's format appears when all of it is
        written, and not before. None makes an array in memory.
    tile : int or (int, int), optional
        Rows and columns of the feature map that are worked out at a time; best those of the
        store's chunks, or a multiple of them.
    bias, stride, padding, dilation, groups, padding_mode, flip_kernel : optional
        As in `conv2d`. Only cells beyond the image's own edges are padding.

    Returns
    -------
    ndarray, or what ``out`` is
        The feature map, of `conv2d`'s shape and dtype, unless ``out`` has another dtype; with a
        path, the file's array, mapped and read-only.

    Raises
    ------
    ValueError
        As in `conv2d`, or if ``out`` has another shape or cannot be written to.
    TypeError
        As in `conv2d`, or if ``out`` has a dtype to which NumPy would not cast by "same_kind".
    OSError
        If a file cannot be written, for example because the disk is full. Nothing is left at the
        path, nor is an older file there touched.

    See Also
    --------
    tiles : the same idea for whole stacks of layers.
    conv2d_dask : on several processes, and for chunked arrays.

    Notes
    -----
    Beside image, kernel and ``out``, memory holds one tile: C · (T·s + k̂ − s)² cells of the image,
    twice at its border, O · T² of the feature map, and a few MB; with a 2-D kernel C and O are 1.
    Float16 is summed in float32, twice as large. What a store holds while it reads, such as whole
    chunks, comes on top.

    Any tile is right, also one smaller than the kernel; what is read twice grows as tiles shrink.
    Integers are those of `conv2d` to the last bit, and so are floats whose sums need no rounding,
    unless they take the FFT or Winograd's algorithm (see `conv2d`). Other floats may differ in
    their last bits: a part may add up in another order than the whole.

    If something fails in the middle, ``out`` given as an array keeps what has been written, and
    a note in the error says so.

    Examples
    --------
    >>> image = np.arange(12).reshape(3, 4)
    >>> conv2d_tiled(image, [[1, 0], [0, -1]], tile=2)
    array([[-5, -5, -5],
           [-5, -5, -5]])
    """
    image, kernel = _as_sliceable(image), as_numbers(kernel, "kernel")
    moves = stride, padding, dilation, groups, padding_mode
    given, setting = read_lazily(image.shape, image.dtype, kernel, bias, *moves)
    leading = image.shape[: -2 if kernel.ndim == 2 else -3]
    places = _places(leading, setting.output_size, as_pair(tile, "tile", 1))

    def make(index: tuple[int, ...], rows: slice, cols: slice) -> np.ndarray:
        return conv2d(
            _part_under(Plane(image, index), rows, cols, kernel.shape[-2:], setting),
            kernel,
            bias=given.bias,
            stride=setting.stride,
            dilation=setting.dilation,
            groups=given.groups,
            flip_kernel=flip_kernel,
        )

    shape = (*given.leading, *setting.output_size)
    if isinstance(out, (str, os.PathLike)):
        return _saved(Path(out), shape, given.dtype, partial(_fill, places=places, make=make))
    if out is None:
        out = np.empty(shape, given.dtype)
    _check_out(out, shape, given.dtype, image)
    _fill(out, places, make)
    return out


def read_lazily(
    shape: tuple[int, ...],
    dtype: np.dtype,
    kernel: ArrayLike,
    bias: ArrayLike | None,
    stride: PairLike,
    padding: PaddingLike,
    dilation: PairLike,
    groups: SupportsIndex,
    padding_mode: str,
) -> tuple[Operands, Setting]:
    """Read the arguments of a convolution without a look at the image's cells, or refuse them."""
    image = np.broadcast_to(np.zeros((), dtype), shape)  # one cell that stands for all
    given = as_operands(image, kernel, bias, groups)
    kernel_size = given.kernel.shape[2], given.kernel.shape[3]
    moves = stride, padding, dilation, given.groups, padding_mode
    return given, read_setting(shape, kernel_size, *moves)


def _as_sliceable(image: Any) -> Any:
    """Return what knows its shape and a dtype of NumPy's as it is, and read anything else."""
    is_sliceable = hasattr(image, "shape") and isinstance(getattr(image, "dtype", None), np.dtype)
    if is_sliceable and not isinstance(image, np.ma.MaskedArray):
        return image
    return as_numbers(image, "image")


# Reading


@dataclass(frozen=True)
class Plane:
    """A stored image, or one of a batch, of which slices are all that is ever asked."""

    store: Any
    index: tuple[int, ...]  # of its leading axes

    @property
    def shape(self) -> tuple[int, ...]:
        """(…, H, W)."""
        return tuple(self.store.shape[len(self.index) :])

    def __getitem__(self, key: Any) -> np.ndarray:
        """Read ``[..., rows, cols]``: two slices, or two arrays of places as from np.ix_."""
        _, rows, cols = key
        if isinstance(rows, slice):
            return np.asarray(self.store[(*self.index, ..., rows, cols)])
        blocks = [[self._run(row, col) for col in _runs(cols)] for row in _runs(rows)]
        return np.concatenate([np.concatenate(row, -1) for row in blocks], -2)

    def _run(self, rows: np.ndarray, cols: np.ndarray) -> np.ndarray:
        """Read what lies between the first and last of some places, and choose from that."""
        block = self[..., _hull(rows), _hull(cols)]
        return block[..., *np.ix_(rows - rows.min(), cols - cols.min())]


def _runs(places: np.ndarray) -> list[np.ndarray]:
    """Cut places where they jump, as from an image's last row to its first."""
    places = places.ravel()
    return np.split(places, np.flatnonzero(np.abs(np.diff(places)) > 1) + 1)


def _hull(places: np.ndarray) -> slice:
    return slice(int(places.min()), int(places.max()) + 1)


def _part_under(
    image: Plane, rows: slice, cols: slice, kernel_size: Iterable[int], setting: Setting
) -> np.ndarray:
    """Return the part of the padded image that a piece of the feature map sees."""
    spans = map(kernel_span, kernel_size, setting.dilation)
    under_rows, under_cols = (
        range(cells.start * stride, (cells.stop - 1) * stride + span)
        for cells, stride, span in zip((rows, cols), setting.stride, spans, strict=True)
    )
    dtype, mode = image.store.dtype, setting.padding_mode
    return padded_part(image, under_rows, under_cols, setting.padding, mode, dtype)


# Writing


def _places(
    leading: tuple[int, ...], size: Pair, tile: Pair
) -> list[tuple[tuple[int, ...], slice, slice]]:
    """List the tiles of all feature maps: which image of the batch, which rows, which columns."""
    rows, cols = map(slices, size, tile)
    return list(product(np.ndindex(*leading), rows, cols))


def _fill(out: Any, places: list[Any], make: Callable[..., np.ndarray]) -> None:
    for n, (index, *part) in enumerate(places):
        try:
            out[(*index, ..., *part)] = make(index, *part)
        except BaseException as error:
            count = f"tile {n + 1} of {len(places)}"
            error.add_note(f"conv2d_tiled stopped at {count}: the feature map is not whole")
            raise


def _check_out(out: Any, shape: tuple[int, ...], dtype: np.dtype, image: Any) -> None:
    """Refuse an array that cannot take the feature map, before any of it is worked out."""
    if not hasattr(out, "shape"):
        raise TypeError(f"out={out!r} must be a path, or an array to whose slices one can assign")
    if tuple(out.shape) != shape:
        raise ValueError(f"out has shape {out.shape} but the feature map has {shape}")
    to = getattr(out, "dtype", dtype)
    if not np.can_cast(dtype, to, "same_kind"):
        raise TypeError(f"out has dtype {to}, which cannot hold {dtype}: make it of {dtype}")
    flags = getattr(out, "flags", None)
    if getattr(out, "read_only", False) or not getattr(flags, "writeable", True):
        raise ValueError('out is read-only: open it for writing, as with mode "r+"')
    arrays = isinstance(out, np.ndarray) and isinstance(image, np.ndarray)
    if out is image or (arrays and np.may_share_memory(out, image)):
        raise ValueError("out shares its memory with image, which is read on: give another array")


def _saved(
    path: Path, shape: tuple[int, ...], dtype: np.dtype, fill: Callable[[np.ndarray], None]
) -> np.ndarray:
    """Fill a file in NumPy's format, and return its array as it is on the disk."""
    size = prod(shape) * dtype.itemsize
    with written_whole(path) as part:
        try:
            maps = np.lib.format.open_memmap(part, "w+", dtype, shape)
            take_room(part, maps.offset, size)
        except OSError as error:
            reason = f"{error.strerror}, and the feature map takes {size} bytes"
            raise OSError(error.errno, reason, str(path)) from None
        fill(maps)
        maps.flush()
        del maps  # Some systems rename no file that is in use.
    return np.load(path, mmap_mode="r")
