"""Still pictures of maps of numbers, side by side."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import PaddingLike, as_sides
from ..words import size_text
from .canvas import Figure, Page, plain_settings
from .cells import CellMap, name_size, readable_cell, widest_number
from .colours import VALUE_HUES, WEIGHT_HUES, largest, tints
from .fonts import fonts_for_names
from .given import as_list, as_named
from .grid import lay_out_grid
from .legend import VALUE_SCALE, WEIGHT_SCALE, draw_legend, legend_widths
from .limits import as_drawable


def draw_maps(
    maps: Mapping[str, ArrayLike],
    *,
    padding: PaddingLike | Mapping[str, PaddingLike] = 0,
    weights: str | Iterable[str] = (),
    font: str | Sequence[str] | None = None,
) -> Figure:
    """Draw maps of numbers side by side, each with its name; in rows where they are many.

    Parameters
    ----------
    maps : mapping of str to array_like of real numbers, shape (rows, cols)
        Name and numbers of each map, at most 32×32. Equal numbers have equal tints. Names are
        written letter by letter as they are, in as many lines as they have.
    padding : int, (int, int), ((int, int), (int, int)) or mapping of str to these, optional
        How many of each map's own cells are padding, in any form that `conv2d` takes as numbers:
        they are dashed, and rows and columns count from the first cell that is not. A mapping
        gives it for single maps; the others have none.
    weights : str or iterable of str, optional
        Names of the maps that are kernels: they wear the tints of weights, not of values.
    font : str or sequence of str, optional
        Fonts for the letters of names that DejaVu Sans does not have, such as "Noto Sans CJK JP"
        for 日本語. If not given, those of matplotlib's own setting ``font.family``.

    Returns
    -------
    matplotlib.figure.Figure
        Its axes are "page" and one for each map, labelled with its name, which count cells as
        in `draw_receptive_field`. Numbers are left out where cells are too small for them.

    Raises
    ------
    ValueError, TypeError
        If there are no maps or more than a page holds, if one is not a plane of real numbers or
        too large, if it has no cell that is not padding, if `padding` or `weights` name no map,
        or if a font is not installed.

    Examples
    --------
    >>> from convlib import ConvGeometry
    >>> counts = {f"padding {p}": ConvGeometry(5, 3, padding=p).count_map() for p in (0, 1)}
    >>> [axes.get_label() for axes in draw_maps(counts).axes]
    ['page', 'padding 0', 'padding 1']
    """
    planes = _as_planes(maps)
    paddings = _as_paddings(padding, planes)
    names = [weights] if isinstance(weights, str) else as_list(weights, "weights", "names of maps")
    _check_names(names, planes, "weights")
    return _draw(planes, paddings, set(names), fonts_for_names(font))


# Checks


def _as_planes(maps):
    maps = as_named(maps, "maps", 'names and planes, like {"before": image, "after": feature_map}')
    if not maps:
        raise ValueError("maps is empty: give at least one name and its plane")
    return {name: as_drawable(plane, f"maps[{name!r}]") for name, plane in maps.items()}


def _as_paddings(padding, planes):
    """Padding of each map as ((top, bottom), (left, right))."""
    if isinstance(padding, Mapping):
        _check_names(padding, planes, "padding")
        given = {name: padding.get(name, 0) for name in planes}
    else:
        given = dict.fromkeys(planes, padding)
    return {name: _as_padding(given[name], name, plane.shape) for name, plane in planes.items()}


def _as_padding(padding, name, shape):
    if isinstance(padding, str):
        raise ValueError(f"padding={padding!r} must say how many cells of the map are padding")
    sides = as_sides(padding)
    if any(sum(pair) >= size for pair, size in zip(sides, shape, strict=True)):
        raise ValueError(
            f"padding={padding!r} leaves no cell of maps[{name!r}], which has "
            f"{size_text(shape)} with its padding: use less, or pad the map first with add_padding"
        )
    return sides


def _check_names(names, planes, argument):
    for name in names:
        if name not in [*planes]:  # a list cannot be looked up in a dictionary
            raise ValueError(f"{argument} names {name!r}, but the maps are {', '.join(planes)}")


# Work


@plain_settings()
def _draw(planes, paddings, weights, fonts):
    legend = _legend(planes, paddings, weights)
    grid = _lay_out(planes, legend, fonts)
    page = Page(grid.width, grid.height)
    colours = _tints(planes, weights)
    for box, (name, plane) in zip(grid.boxes, planes.items(), strict=True):
        cells = CellMap(page, name, box, plane, colours[name], paddings[name])
        cells.write_name(fonts)
        cells.write_indices()
        cells.write_numbers()
    draw_legend(page, legend, grid.legend)
    return page.figure


def _legend(planes, paddings, weights):
    """Names of what the legend shows: the two scales only where there are two."""
    needed = {
        "padding": any(np.any(sides) for sides in paddings.values()),
        VALUE_SCALE: 0 < len(weights) < len(planes),
        WEIGHT_SCALE: len(weights) > 0,
    }
    return [name for name in needed if needed[name]]


def _lay_out(planes, legend, fonts):
    shapes = [plane.shape for plane in planes.values()]
    readable = readable_cell(max(widest_number(plane) for plane in planes.values()))
    widths, headings = zip(*(name_size(name, fonts) for name in planes), strict=True)
    grid = lay_out_grid(shapes, widths, readable, legend_widths(legend), max(headings))
    if grid is None:
        raise ValueError(
            f"maps holds {len(planes)} maps, more than one page has room for: draw fewer of "
            "them, or give them shorter names"
        )
    return grid


def _tints(planes, weights):
    """Colours of each map: weights have one scale in common, and values another."""
    weight_top = largest(*(plane for name, plane in planes.items() if name in weights))
    value_top = largest(*(plane for name, plane in planes.items() if name not in weights))
    return {
        name: tints(plane, WEIGHT_HUES, top=weight_top)
        if name in weights
        else tints(plane, VALUE_HUES, top=value_top)
        for name, plane in planes.items()
    }
