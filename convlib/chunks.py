"""conv2d_dask: one convolution of a chunked array, lazily, for as many processes as there are."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from .arguments import NUMPY_MODES, PaddingLike, PairLike, as_numbers
from .axis import kernel_span
from .conv import conv2d
from .engine import Setting
from .piecewise import read_lazily

try:
    import dask.array as da
except ImportError as error:
    raise ImportError('conv2d_dask needs dask: pip install "convlib[large]"') from error


def conv2d_dask(
    image: Any,
    kernel: ArrayLike,
    *,
    bias: ArrayLike | None = None,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    groups: SupportsIndex = 1,
    padding_mode: str = "zeros",
    flip_kernel: bool = False,
) -> Any:
    """Slide a kernel over a dask array: `conv2d`, of which nothing is worked out yet.

    Parameters
    ----------
    image : dask.array.Array
        Of the shape that `conv2d` takes, in any chunks. Channels are joined into one chunk.
    kernel : array_like, shape (kH, kW) or (O, C/groups, kH, kW)
        As in `conv2d`.
    bias, stride, padding, dilation, groups, padding_mode, flip_kernel : optional
        As in `conv2d`. Only cells beyond the image's own edges are padding.

    Returns
    -------
    dask.array.Array
        The feature map, of `conv2d`'s shape and dtype, cut where the image's chunks end: at the
        nearest multiples of the stride. Chunks narrower than the halo are joined.

    Raises
    ------
    ValueError
        As in `conv2d`, or if sizes of chunks are not known.
    TypeError
        As in `conv2d`, or if the image is not a dask array.
    ImportError
        If dask is not installed.

    See Also
    --------
    conv2d_tiled : one process, and no dask.
    written_whole : for `to_zarr`, so that no half of a result stays behind.

    Notes
    -----
    A task holds one chunk, its halo of k̂ − s cells along each axis, and the part of the feature
    map made of them. The image is padded before it is cut, so that borders inside of it are none.

    Integers are those of `conv2d` to the last bit, and so are floats whose sums need no rounding,
    unless they take the FFT or Winograd's algorithm (see `conv2d`). Other floats may differ in
    their last bits: a part may add up in another order than the whole.

    Examples
    --------
    >>> import dask.array as da
    >>> image = da.from_array(np.arange(12).reshape(3, 4), chunks=2)
    >>> feature_map = conv2d_dask(image, [[1, 0], [0, -1]], padding=((0, 1), (0, 0)))
    >>> feature_map.chunks
    ((2, 1), (2, 1))
    >>> feature_map.compute()
    array([[-5, -5, -5],
           [-5, -5, -5],
           [ 8,  9, 10]])
    """
    _check_chunks(image)
    kernel = as_numbers(kernel, "kernel")
    moves = stride, padding, dilation, groups, padding_mode
    given, setting = read_lazily(image.shape, image.dtype, kernel, bias, *moves)
    cuts = [_cut(image.chunks[axis], kernel.shape[axis], setting, axis) for axis in (-2, -1)]
    channels = () if kernel.ndim == 2 else ((len(kernel),),)
    chunks = (*image.chunks[: image.ndim - 2 - len(channels)], *channels)
    return da.map_blocks(
        conv2d,
        _overlapping(image, cuts, setting, joined=kernel.ndim == 4),
        kernel,
        bias=given.bias,
        stride=setting.stride,
        dilation=setting.dilation,
        groups=given.groups,
        flip_kernel=flip_kernel,
        chunks=(*chunks, *(cut.positions for cut in cuts)),
        meta=np.empty((0,) * image.ndim, given.dtype),
    )


def _check_chunks(image: Any) -> None:
    if not isinstance(image, da.Array):
        raise TypeError(
            f"image is a {type(image).__name__}: give a dask array, as from "
            "dask.array.from_array, or use conv2d or conv2d_tiled"
        )
    if np.isnan(image.shape).any():
        raise ValueError(
            f"image has chunks of unknown size, {image.chunks}: call its compute_chunk_sizes() "
            "first, or build it from parts whose size is known"
        )


class Cut(NamedTuple):
    """How one axis is cut: positions of the feature map, and cells of the padded image."""

    positions: tuple[int, ...]
    cells: tuple[int, ...]
    halo: tuple[int, int]  # cells before and after


def _cut(chunks: Sequence[int], kernel: int, setting: Setting, axis: int) -> Cut:
    """Cut the feature map near the ends of chunks, so that a halo lies in the next part alone."""
    stride, (padded, _) = setting.stride[axis], setting.padding[axis]
    size, span = setting.output_size[axis], kernel_span(kernel, setting.dilation[axis])
    halo = max(span - stride, 0)
    before = min(padded, halo)  # so that, if strides allow, parts end where chunks do
    least = -(-max(before, halo - before, 1) // stride)
    ends = [0]
    for cells in accumulate(chunks[:-1]):
        end = round((cells + padded - before) / stride)
        if min(end - ends[-1], size - end) >= least:
            ends.append(end)
    places = [end * stride + before for end in ends[1:]]
    total = (size - 1) * stride + span
    return Cut(_lengths([*ends, size]), _lengths([0, *places, total]), (before, halo - before))


def _lengths(ends: Sequence[int]) -> tuple[int, ...]:
    return tuple(end - start for start, end in pairwise(ends))


def _overlapping(image: Any, cuts: Sequence[Cut], setting: Setting, joined: bool) -> Any:
    """Pad an image, and cut it into parts that reach over each other by their halo."""
    rows, cols = (slice(sum(cut.cells)) for cut in cuts)
    widths = [(0, 0)] * (image.ndim - 2) + [*setting.padding]
    # An image without cells has none to repeat, and nothing that padding would be beside.
    mode = NUMPY_MODES[setting.padding_mode] if image.size else "constant"
    padded = da.pad(image, widths, mode)
    padded = padded[..., rows, cols]  # without what lies beyond the last position
    parts: dict[int, Any] = {image.ndim - 2 + n: cut.cells for n, cut in enumerate(cuts)}
    if joined:
        parts[image.ndim - 3] = -1
    depth = {image.ndim - 2 + n: cut.halo for n, cut in enumerate(cuts)}
    return da.overlap.overlap(padded.rechunk(parts), depth, "none", allow_rechunk=False)
