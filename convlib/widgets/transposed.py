"""TransposedExplorer: stamps and windows, forwards and back.

The state lives here, as traits, and is checked here; the picture is drawn in the browser by
static/transposed. The two sides talk through the traits of base.py and these:

===================  ======  ======================================================
trait, as JSON       set by  meaning
===================  ======  ======================================================
image, kernel, seen  both    rows of numbers
stride               both    [rows, cols]
padding              both    [[top, bottom], [left, right]]
output_padding       both    [rows, cols]
task, way            both    what is computed, and how
count_stamps         both    whether stamps are counted instead of added up
===================  ======  ======================================================
"""

from math import prod
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import PaddingLike, PairLike, Position, as_sides
from ..figures.canvas import Figure
from ..figures.limits import MAX_CELLS
from ..figures.maps import draw_maps
from ..gradients import conv2d_gradients
from ..transpose import conv_transpose2d
from ..words import number_text, size_text
from .base import SYNCED, Explorer
from .traits import (
    Choice,
    Matrix,
    Padding,
    Pair,
    matrix_json,
    padding_json,
    refused_as_trait_error,
    shortest_padding,
)

STEPS = ("stride", "padding", "output_padding")
SETTING = ("image", "kernel", "seen", *STEPS, "task", "way")
# What comes in and what comes out, by task.
NAMES = {
    "transposed": ("Input", "Output"),
    "image gradient": ("Input: gradient", "Output: gradient for the image"),
    "kernel gradient": ("Input: gradient", "Output: gradient for the kernel"),
}


class TransposedExplorer(Explorer, entry="transposed/explorer.js", setting=SETTING):
    """A transposed convolution, as stamps or as windows; the same upside down is the gradient.

    Parameters
    ----------
    image, kernel : array_like, shape (H, W) and (kH, kW)
        What comes in, and the stamp: as in `conv_transpose2d`. Finite numbers between -1e6 and 1e6;
        the stamps may cover 32 × 32 cells. The traits hold read-only copies.
    stride, padding, output_padding : optional
        As in `conv_transpose2d`. As a trait, padding is (rows, cols), or ((top, bottom),
        (left, right)) where sides differ.
    task : {"transposed", "image gradient", "kernel gradient"}, optional
        What is computed. In the last two `image` is the gradient that comes in, of the feature map
        that a convolution with this kernel and this setting made.
    way : {"scatter", "gather"}, optional
        Each input cell puts its stamp down and the sums pile up; or a window slides over the input
        with zeros in it, and each output cell collects its sum at once.
    seen : array_like, shape (h, w), optional
        The image that the convolution saw, for "kernel gradient"; it is repeated or cut to the
        output's size. If not given, it counts from 0 to 3, again and again.
    count_stamps : bool, optional
        Show how many stamps lie on each cell instead of their sum.
    position : (int, int), optional
        Of the input cell that scatters, or the output cell that gathers.
    presenter : bool, optional
        Start in the size for the back row.
    **options
        Other traits of an ipywidget, such as layout.

    Raises
    ------
    traitlets.TraitError
        If a value is not valid, here or when a trait is set later; then nothing has changed. It
        is a ValueError or a TypeError as well, and speaks as `conv_transpose2d` does.

    Examples
    --------
    >>> explorer = TransposedExplorer([[1, 2, 3]], [[1, 10, 100]], stride=2)
    >>> explorer
    TransposedExplorer: 1×3 input, 1×3 kernel, stride (2, 2), padding (0, 0), output padding \
(0, 0), 1×7 output; run this cell to move it
    >>> explorer.output()
    array([[  1,  10, 102,  20, 203,  30, 300]])
    >>> explorer.output_padding = 2
    Traceback (most recent call last):
        ...
    convlib.widgets.traits.ValueTraitError: output_padding=(2, 2) must be less than the stride or \
the dilation: use at most 1 along the rows, or a larger stride
    """

    _first = (*SETTING, "count_stamps", "position")

    image = Matrix(((0,),)).tag(**SYNCED, to_json=matrix_json)
    kernel = Matrix(((0,),)).tag(**SYNCED, to_json=matrix_json)
    seen = Matrix(((0,),)).tag(**SYNCED, to_json=matrix_json)
    stride = Pair((1, 1), 1).tag(**SYNCED)
    padding = Padding((0, 0)).tag(**SYNCED, to_json=padding_json)
    output_padding = Pair((0, 0), 0).tag(**SYNCED)
    task = Choice(*NAMES).tag(**SYNCED)
    way = Choice("scatter", "gather").tag(**SYNCED)
    count_stamps = Choice(False, True).tag(**SYNCED)

    def __init__(
        self,
        image: ArrayLike,
        kernel: ArrayLike,
        *,
        stride: PairLike = 1,
        padding: PaddingLike = 0,
        output_padding: PairLike = 0,
        task: str = "transposed",
        way: str = "scatter",
        seen: ArrayLike | None = None,
        count_stamps: bool = False,
        position: Position = (0, 0),
        presenter: bool = False,
        **options: Any,
    ) -> None:
        steps: dict[str, Any] = {"stride": stride, "padding": padding}
        steps["output_padding"] = output_padding
        if seen is None:
            with refused_as_trait_error():
                size = conv_transpose2d(image, kernel, **steps).shape
            seen = np.arange(prod(size)).reshape(size) % 4
        super().__init__(
            image=image,
            kernel=kernel,
            **steps,
            task=task,
            way=way,
            seen=seen,
            count_stamps=count_stamps,
            position=position,
            presenter=presenter,
            **options,
        )

    def _read_setting(self, setting):
        conv_transpose2d(**{name: setting[name] for name in ("image", "kernel", *STEPS)})
        _check_room(setting)
        return setting | {"padding": shortest_padding(as_sides(setting["padding"]))}

    def _map(self):
        if self.way == "scatter":
            return "input", self.image.shape
        return "output", self.output().shape

    def _steps(self):
        return {name: getattr(self, name) for name in STEPS}

    def output(self) -> np.ndarray:
        """Compute what comes out, whole.

        Returns
        -------
        ndarray
            Of `conv_transpose2d`, which is the gradient for the image as well; for the task "kernel
            gradient" that of `conv2d_gradients`.
        """
        return self._output(self.image)

    def _output(self, image):
        if self.task != "kernel gradient":
            return conv_transpose2d(image, self.kernel, **self._steps())
        convolution = {"stride": self.stride, "padding": self.padding}
        return conv2d_gradients(image, self._seen_whole(), self.kernel, **convolution).kernel

    def _seen_whole(self):
        """Image that the convolution saw, repeated or cut to the size it had."""
        size = conv_transpose2d(self.image, self.kernel, **self._steps()).shape
        rows, cols = (np.arange(n) % m for n, m in zip(size, self.seen.shape, strict=True))
        return self.seen[np.ix_(rows, cols)]

    def __repr__(self):
        sizes = {
            "input": self.image.shape,
            "kernel": self.kernel.shape,
            "output": self.output().shape,
        }
        told = {name: f"{size_text(size)} {name}" for name, size in sizes.items()}
        return (
            f"TransposedExplorer: {told['input']}, {told['kernel']}, stride {self.stride}, "
            f"padding {self.padding}, output padding {self.output_padding}, {told['output']}; "
            "run this cell to move it"
        )

    def _alt(self):
        return f"It shows the task {self.task}, and the way {self.way}."

    def figure(self) -> Figure:
        """Draw what comes in, the kernel and what comes out, whole.

        Returns
        -------
        matplotlib.figure.Figure
        """
        incoming, outgoing = NAMES[self.task]
        maps = {incoming: self.image, "Kernel": self.kernel}
        if self.task == "kernel gradient":
            maps = {"Image that was seen": self._seen_whole(), incoming: self.image}
        return draw_maps(maps | {outgoing: self.output()}, weights=[*maps.keys() & {"Kernel"}])

    def figures(self) -> list[Figure]:
        """Draw one figure for each input cell: its stamp, and the sums so far.

        Returns
        -------
        list of matplotlib.figure.Figure
            All of one size, for `show_figures` and `save_figures`.
        """
        return [self._stamping(place) for place in np.ndindex(*self.image.shape)]

    def _stamping(self, place):
        order = np.arange(self.image.size).reshape(self.image.shape)
        now = self.image * (order == order[place])
        so_far = self.image * (order <= order[place])
        value = number_text(self.image[place])
        incoming, outgoing = NAMES[self.task]
        maps = {
            incoming: self.image,
            "Kernel": self.kernel,
            f"{value} times the kernel": self._output(now),
            f"{outgoing} so far": self._output(so_far),
        }
        return draw_maps(maps, weights="Kernel")


def _check_room(setting):
    """Refuse stamps that the picture has no room for."""
    sizes = zip(setting["image"].shape, setting["kernel"].shape, setting["stride"], strict=True)
    added = setting["output_padding"]
    covered = [(i - 1) * s + k + a for (i, k, s), a in zip(sizes, added, strict=True)]
    if max(covered) > MAX_CELLS:
        raise ValueError(
            f"the stamps cover {size_text(covered)} cells: the picture has room for "
            f"{MAX_CELLS}×{MAX_CELLS}, use a smaller image, kernel or stride"
        )
