"""A kernel sliding over an image, as a GIF."""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike

from ..arguments import PaddingLike, PairLike, Position, as_position, as_size
from .canvas import plain_settings
from .film import Film
from .gif import MOST_COLOURS, gif
from .given import as_figure, as_iterable, as_list, as_milliseconds
from .limits import drawable_scene
from .pixels import indexed, pixels_of
from .video import mp4, on_slide

LARGEST_SLIDE = 16384  # pixels along a side: four of today's largest screens


def save_animation(
    path: str | PathLike,
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    stride: PairLike = 1,
    padding: PaddingLike = 0,
    dilation: PairLike = 1,
    padding_mode: str = "zeros",
    flip_kernel: bool = False,
    positions: Iterable[Position] | None = None,
    fill_in: bool = False,
    seconds: float = 0.5,
    hold: float = 2.0,
    size: tuple[int, int] | None = None,
    progress: bool = False,
) -> None:
    """Save a GIF, or a film, in which the kernel steps over the image.

    Parameters
    ----------
    path : str or path
        Ends in ".gif" or, with the `video` extra installed, in ".mp4". An existing file is
        replaced, once everything else has succeeded.
    image : array_like of real numbers, shape (H, W)
        At most 32×32 cells.
    kernel : array_like of real numbers, shape (kH, kW)
    stride, padding, dilation, padding_mode, flip_kernel : optional
        As in `conv2d`.
    positions : iterable of (int, int), optional
        Rows and columns in the feature map, in the order to be shown; all of them, row by row,
        if not given.
    fill_in : bool, optional
        Leave the feature map's cells blank until the kernel has been there, so that a class can
        say what comes next. If not, every frame is the figure of its position.
    seconds : float, optional
        Time of a frame, at least 0.02; GIFs count hundredths.
    hold : float, optional
        Time of the last frame, before the animation starts anew. A GIF never ends.
    size : (int, int), optional
        Width and height in pixels, such as (1920, 1080) for a slide: cells are enlarged as often as
        they fit, on white. If not given, the picture is as large as it is.
    progress : bool, optional
        Count the frames on stderr while they are made.

    Raises
    ------
    ValueError, TypeError
        If the path does not end in ".gif" or ".mp4" or its folder is missing, if there is no
        position or one lies outside the feature map, if a time is too short or the size too small,
        or if `draw_receptive_field` refuses the other arguments. No file is changed then.
    ImportError
        If a film is wanted and the `video` extra is not installed.

    See Also
    --------
    draw_receptive_field : each frame, as a figure.
    show_animation : the same in a notebook, without a file.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "edge.gif")
    ...     save_animation(path, [[0, 0, 9, 9]], [[-1, 1]])
    ...     path.read_bytes()[:6]
    b'GIF89a'
    """
    path = _check_path(path, ".gif", ".mp4")
    encode = mp4 if path.suffix.lower() == ".mp4" else gif
    data = animation_gif(
        image,
        kernel,
        positions=positions,
        fill_in=fill_in,
        seconds=seconds,
        hold=hold,
        size=size,
        progress=progress,
        encode=encode,
        stride=stride,
        padding=padding,
        dilation=dilation,
        padding_mode=padding_mode,
        flip_kernel=flip_kernel,
    )
    path.write_bytes(data)


@plain_settings()
def animation_gif(
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    positions: Iterable[Position] | None = None,
    fill_in: bool = False,
    seconds: float = 0.5,
    hold: float = 2.0,
    size: tuple[int, int] | None = None,
    progress: bool = False,
    header: str = "",
    names: Mapping[str, str] | None = None,
    encode: Callable[..., bytes] | None = None,
    **setting: Any,
) -> bytes:
    """Return the GIF that `save_animation` saves; the arguments, and the errors, are its own.

    Others: what stands above all maps, and above each, as for `Picture`; what makes bytes of the
    frames, if not a GIF, from the frames as indices, their palette and their times.
    """
    times = [as_milliseconds(seconds, "seconds"), as_milliseconds(hold, "hold")]
    size = _as_slide(size)
    scene = drawable_scene(image, kernel, **setting)
    positions = _as_positions(positions, scene.geometry.output_size)
    film = Film(scene, positions[0], fill_in, header, names)
    frames = (film.frame(position) for position in positions)
    if size is not None:
        frames = (on_slide(frame, film.palette, size) for frame in frames)
    if progress:
        frames = _counted(frames, len(positions))
    times = [times[0]] * (len(positions) - 1) + times[1:]
    return (encode or gif)(frames, film.palette, times)


def save_figures(path: str | PathLike, figures: Iterable[Figure], seconds: Sequence[float]) -> None:
    """Save figures, of one size, as the frames of a GIF that never ends.

    Parameters
    ----------
    path : str or path
        Ends in ".gif".
    figures : iterable of matplotlib.figure.Figure
    seconds : sequence of float
        Time of each, at least 0.02.

    Raises
    ------
    ValueError
        If the path does not end in ".gif" or its folder is missing, if there are no figures or
        not as many as times, if two differ in size, or if a time is too short.
    TypeError
        If a figure is none, or a time no number.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> from convlib import draw_receptive_field
    >>> figures = [draw_receptive_field([[1, 2]], [[3]], position=(0, col)) for col in (0, 1)]
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = pathlib.Path(folder, "two.gif")
    ...     save_figures(path, figures, [1, 2])
    ...     path.read_bytes()[:6]
    b'GIF89a'
    """
    path = _check_path(path, ".gif")
    path.write_bytes(figures_gif(figures, seconds))


def figures_gif(figures: Iterable[Figure], seconds: Sequence[float]) -> bytes:
    """Return the GIF that `save_figures` saves; the arguments, and the errors, are its own."""
    seconds = as_list(seconds, "seconds", "a time for each figure, like [1, 0.5]")
    times = [as_milliseconds(time, f"seconds[{n}]") for n, time in enumerate(seconds)]
    # Each is drawn before the next is asked for, which may be the same one with other marks.
    figures = enumerate(as_iterable(figures, "figures", "a list of figures"))
    pictures = [pixels_of(as_figure(each, f"figures[{n}]")) for n, each in figures]
    if not len(pictures) == len(times) > 0:
        raise ValueError(
            f"there are {len(pictures)} figures and {len(times)} times: give one for each"
        )
    sizes = {f"{width}×{height}" for height, width, _ in map(np.shape, pictures)}
    if len(sizes) > 1:
        told = " and ".join(sorted(sizes))
        raise ValueError(f"figures have {told} pixels: give figures of one size")
    indices, palette = indexed(np.stack(pictures), most=MOST_COLOURS)
    return gif(iter(indices), palette, times)


def _check_path(path, *endings):
    try:
        path = Path(path)
    except TypeError:
        raise TypeError(f"path={path!r} must be text, like {'wave' + endings[0]!r}") from None
    if path.suffix.lower() not in endings:
        raise ValueError(f"path={str(path)!r} must end in {' or '.join(endings)}")
    if not path.parent.is_dir():
        raise ValueError(f"path={str(path)!r} lies in a folder that does not exist: make it first")
    return path


def _as_slide(size):
    """Read width and height of a slide in pixels; None is none."""
    if size is None:
        return None
    sides = as_list(size, "size", "a pair of integers (width, height)")
    if len(sides) != 2:
        raise ValueError(f"size={size!r} must be two integers, (width, height)")
    width, height = (as_size(side, "size", 1) for side in sides)
    if max(width, height) > LARGEST_SLIDE:
        raise ValueError(f"size={size!r} must be at most {LARGEST_SLIDE} pixels along each side")
    return width, height


def _as_positions(positions, size):
    """Positions in a feature map of some size as tuples; all of them for None."""
    if positions is None:
        return list(np.ndindex(*size))
    wanted = "a list of pairs (row, col), or None for all"
    positions = [
        as_position(place, size, "position", "feature map")
        for place in as_list(positions, "positions", wanted)
    ]
    if not positions:
        raise ValueError("positions is empty: give at least one (row, col), or None for all")
    return positions


def _counted(frames, total):
    for number, frame in enumerate(frames, 1):
        end = "\n" if number == total else ""
        print(f"\rframe {number} of {total}", end=end, file=sys.stderr, flush=True)
        yield frame
