"""TilesExplorer: an image cut into tiles, and the cells that come out wrong.

The state lives here, as traits, and is checked here. The picture is drawn in the browser by
static/tiles, which works out for itself which cells are wrong. The traits of base.py, and:

==================  ======  ==================================================================
trait               set by  meaning
==================  ======  ==================================================================
stack               both    name of the stack of layers in use
tile, halo, offset  both    image cells, as in `TilesExplorer`
size                Python  rows, and columns, of the image
_stacks             Python  what the outputs of each stack see: [{name, jump, grid, before,
                            after}, …], the fields of `Sight`
==================  ======  ==================================================================
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import traitlets

from ..arguments import Position
from ..cutting import STACKS, Sight, cuts, sight, wrong_along
from ..figures.canvas import Figure
from ..figures.tiles import draw_tiles
from ..layers import Layer
from .base import SYNCED, Explorer
from .traits import Name, Whole, refused_as_trait_error

SETTING = ("stack", "size", "tile", "halo", "offset")
MOST, LEAST_TILE = 128, 8


class TilesExplorer(Explorer, entry="tiles/explorer.js", setting=SETTING):
    """An image cut into tiles for a stack of layers; cells that come out wrong turn red.

    Every window is as large, a tile and its halo, rounded up to whole strides, and stays on the
    image. A cell of the result is wrong if it differs from that of the whole image.

    Parameters
    ----------
    stacks : mapping of str to sequence of layers, optional
        Stacks by name, whose padding keeps an image's size, but for strides. If not given, four
        that tell most.
    stack : str, optional
        Name of the one in use; the first if not given.
    size : int, optional
        Rows, and columns, of the image, up to 128: whole strides of each stack.
    tile : int, optional
        Rows, and columns, of a tile, at least 8.
    halo : int, optional
        Cells that are read around a tile, on each side.
    offset : int, optional
        Cells before the first whole tile, fewer than a tile has.
    position : (int, int), optional
        Row and column of the tile whose window is shown.
    presenter : bool, optional
        Start in the size for the back row.
    **options
        Other traits of an ipywidget, such as layout.

    Raises
    ------
    traitlets.TraitError
        If a value is not valid, here or when a trait is set later; then nothing has changed. It
        is a ValueError or a TypeError as well.

    Examples
    --------
    >>> explorer = TilesExplorer(stack="small U-Net", tile=32, halo=13)
    >>> explorer
    TilesExplorer: 96×96 image, small U-Net, tiles of 32, halo 13, offset 0, 5120 of 9216 cells \
wrong; run this cell to move it
    >>> explorer.halo = 12
    >>> explorer.wrong().any()
    np.False_
    >>> explorer.offset = 32
    Traceback (most recent call last):
        ...
    convlib.widgets.traits.ValueTraitError: offset=32 must be less than the tile, 32
    """

    _first = ("stack", "tile", "halo", "offset", "position")

    stack = Name("").tag(**SYNCED)
    size = Whole(96, LEAST_TILE, MOST).tag(**SYNCED)
    tile = Whole(32, LEAST_TILE, MOST).tag(**SYNCED)
    halo = Whole(0, 0, MOST // 2).tag(**SYNCED)
    offset = Whole(0, 0, MOST).tag(**SYNCED)
    _stacks = traitlets.List().tag(**SYNCED)

    def __init__(
        self,
        stacks: Mapping[str, Iterable[Layer]] = STACKS,
        *,
        stack: str | None = None,
        size: int = 96,
        tile: int = 32,
        halo: int = 0,
        offset: int = 0,
        position: Position = (0, 0),
        presenter: bool = False,
        **options: Any,
    ) -> None:
        with refused_as_trait_error():
            if not isinstance(stacks, Mapping):
                raise TypeError(f"stacks={stacks!r} must be layers by name: {{'one': [Conv(3)]}}")
            if not stacks:
                raise ValueError(f"stacks={stacks!r} must hold at least one stack of layers")
            self._seen = {name: sight(layers) for name, layers in stacks.items()}
        super().__init__(
            _stacks=[{"name": name, **seen._asdict()} for name, seen in self._seen.items()],
            stack=next(iter(self._seen)) if stack is None else stack,
            size=size,
            tile=tile,
            halo=halo,
            offset=offset,
            position=position,
            presenter=presenter,
            **options,
        )

    def _read_setting(self, setting):
        _check(self._seen, **setting)
        return setting

    def _map(self):
        count = len(cuts(*self._cut()))
        return "table of tiles", (count, count)

    def _cut(self) -> tuple[Sight, int, int, int, int]:
        return self._seen[self.stack], self.size, self.tile, self.halo, self.offset

    def wrong(self) -> np.ndarray:
        """Find the wrong cells.

        Returns
        -------
        ndarray of bool, shape (rows, cols) of the result
        """
        along = wrong_along(*self._cut())
        return along[:, None] | along

    def __repr__(self):
        wrong = self.wrong()
        return (
            f"TilesExplorer: {self.size}×{self.size} image, {self.stack}, tiles of {self.tile}, "
            f"halo {self.halo}, offset {self.offset}, {np.count_nonzero(wrong)} of {wrong.size} "
            "cells wrong; run this cell to move it"
        )

    def _alt(self):
        return f"The window of tile {self.position} is outlined."

    def figure(self) -> Figure:
        """Draw the result, its wrong cells in red, and the window of the current tile.

        Returns
        -------
        matplotlib.figure.Figure
            Its axes are "page" and "result".
        """
        return draw_tiles(*self._cut(), position=self.position)


def _check(seen, stack, size, tile, halo, offset):
    """Refuse what does not fit together."""
    if stack not in seen:
        raise ValueError(f"stack={stack!r} must be one of {', '.join(map(repr, seen))}")
    for name, each in seen.items():
        if size % each.grid:
            raise ValueError(
                f"size={size} must be a multiple of {each.grid}, the total stride of {name}"
            )
    if tile > size:
        raise ValueError(f"tile={tile} must be at most the image's size, {size}")
    if halo > size // 2:
        raise ValueError(f"halo={halo} must be at most half of the image's size, {size // 2}")
    if offset >= tile:
        raise ValueError(f"offset={offset} must be less than the tile, {tile}")
