"""ChannelsExplorer: how channels become outputs, in a notebook or in a page of its own.

The picture is drawn in the browser by static/channels, which works out all it shows. The traits
of base.py, and:

=================  =======  ======================================================================
trait, as JSON     set by   meaning
=================  =======  ======================================================================
image              both     tables of numbers, one for each channel
weights            both     the whole table of small kernels, by output and then by channel; those
                            that a grouping leaves out are kept for its way back
bias               both     one number for each output
groups, pointwise  both     as in `ChannelsExplorer`; with those above, the *layer*
output             both     index of the output whose sum is shown, at `position` of its map
=================  =======  ======================================================================
"""

from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from ..arguments import Position
from ..conv import conv2d
from ..figures.canvas import Figure
from ..figures.channels import LayerStep, draw_layer_step
from ..words import count_text, size_text
from .base import SYNCED, Explorer
from .traits import MOST_ENTRIES, Choice, Numbers, Whole, matrix_json, refused_as_trait_error

LAYER = ("image", "weights", "bias", "groups", "pointwise")


class ChannelsExplorer(Explorer, entry="channels/explorer.js", setting=LAYER):
    """A layer that sums over channels: sheets, the table of its kernels, and what it costs.

    Parameters
    ----------
    image : array_like, shape (C, H, W)
    kernel : array_like, shape (O, C/groups, kH, kW)
        Neither has more than 8 entries along an axis; finite numbers from -1e6 to 1e6.
    bias : array_like, shape (O,), optional
        Zeros if not given.
    groups : int, optional
        Into how many groups channels and outputs are cut: a common divisor of both. With fewer
        groups the table has more kernels; those that were not given are 0. The trait ``weights``
        holds the whole table, `kernel` the part in use.
    pointwise : bool, optional
        Shrink each kernel to 1×1: the weight in its middle, the first of two.
    output : int, optional
        Whose sum is shown, first.
    position : (int, int), optional
        Row and column of that sum in the output's map.
    presenter : bool, optional
        Start in the size for the back row.
    **options
        Other traits of an ipywidget, such as layout.

    Raises
    ------
    traitlets.TraitError
        If a value is not valid, here or when a trait is set later; then nothing has changed. It
        is a ValueError or a TypeError as well, and speaks as `conv2d` does.

    Examples
    --------
    >>> explorer = ChannelsExplorer(np.ones((4, 3, 3)), np.ones((4, 4, 2, 2)))
    >>> explorer.groups = 2
    >>> explorer
    ChannelsExplorer: 4 channels of 3×3, 4 outputs, 2×2 kernels, 2 groups; run this cell to move it
    >>> explorer.kernel.shape
    (4, 2, 2, 2)
    >>> explorer.groups = 3
    Traceback (most recent call last):
        ...
    convlib.widgets.traits.ValueTraitError: groups=3 must divide the 4 channels and the 4 outputs
    """

    _first = (*LAYER, "output", "position")

    image = Numbers([[[0]]], ("C", "H", "W")).tag(**SYNCED, to_json=matrix_json)
    weights = Numbers([[[[0]]]], ("O", "C", "kH", "kW")).tag(**SYNCED, to_json=matrix_json)
    bias = Numbers([0], ("O",)).tag(**SYNCED, to_json=matrix_json)
    groups = Whole(1, 1, MOST_ENTRIES).tag(**SYNCED)
    pointwise = Choice(False, True).tag(**SYNCED)
    output = Whole(0, 0, MOST_ENTRIES - 1).tag(**SYNCED)

    def __init__(
        self,
        image: ArrayLike,
        kernel: ArrayLike,
        *,
        bias: ArrayLike | None = None,
        groups: int = 1,
        pointwise: bool = False,
        output: int = 0,
        position: Position = (0, 0),
        presenter: bool = False,
        **options: Any,
    ) -> None:
        with refused_as_trait_error():
            conv2d(image, kernel, bias=bias, groups=groups)
            weights = _whole_table(np.asarray(kernel), groups)
        super().__init__(
            image=image,
            weights=weights,
            bias=np.zeros(len(weights), int) if bias is None else bias,
            groups=groups,
            pointwise=pointwise,
            output=output,
            position=position,
            presenter=presenter,
            **options,
        )
        self._drawn = self.weights.shape[:2]  # the browser draws as many sheets

    @property
    def kernel(self) -> np.ndarray:
        """ndarray, shape (O, C/groups, kH, kW): the kernels in use, as `conv2d` takes them."""
        return _used(self.weights, self.groups, self.pointwise)

    def _read_setting(self, setting):
        _feature_maps(**setting)
        drawn = setting["weights"].shape[:2]
        if getattr(self, "_drawn", drawn) != drawn:
            raise ValueError(
                f"weights has {size_text(drawn)} kernels, but {size_text(self._drawn)} are "
                "drawn: make a new ChannelsExplorer"
            )
        return setting

    @traitlets.validate("output")
    def _check_output(self, proposal):
        with refused_as_trait_error():
            self._read_setting(self._setting())  # as before the position, in base.py
            if proposal.value >= len(self.weights):
                raise ValueError(f"output={proposal.value!r} is none of {len(self.weights)}")
        return proposal.value

    def _map(self):
        sizes = zip(self.image.shape[1:], self.kernel.shape[2:], strict=True)
        return "feature map", tuple(cells - taps + 1 for cells, taps in sizes)

    def _follow_setting(self, change):
        """Keep the output among those there are, and the position on its map."""
        self.output = min(self.output, len(self.weights) - 1)
        super()._follow_setting(change)

    def __repr__(self):
        channels, *size = self.image.shape
        outputs, _, *kernel = self.kernel.shape
        channels, outputs = count_text(channels, "channel"), count_text(outputs, "output")
        return (
            f"ChannelsExplorer: {channels} of {size_text(size)}, {outputs}, "
            f"{size_text(kernel)} kernels, {count_text(self.groups, 'group')}; "
            "run this cell to move it"
        )

    def _step(self):
        layer = self.image, self.kernel, self.bias, self.groups
        return LayerStep(*layer, self.output, self.position)

    def _alt(self):
        return f"{self._step().sum_text().capitalize()}."

    def figure(self) -> Figure:
        """Draw the layer and the current sum.

        Returns
        -------
        matplotlib.figure.Figure
            Its axes are "page", one for each sheet ("channel 0", "output 0") and one for each
            small kernel ("kernel 0 1": of output 0, for channel 1).
        """
        return draw_layer_step(self._step())


def _whole_table(kernel, groups):
    """Return weights for all outputs and all channels: 0 where the groups have none."""
    outputs, per_group, *size = kernel.shape
    table = np.zeros((outputs, per_group * groups, *size), kernel.dtype)
    for output, kernels in enumerate(kernel):
        first = output // (outputs // groups) * per_group
        table[output, first : first + per_group] = kernels
    return table


def _used(weights, groups, pointwise):
    """Return the part of the whole table that the groups use, at 1×1 the middle weights alone."""
    outputs, channels, *size = weights.shape
    per_group = channels // groups
    firsts = np.arange(outputs) // (outputs // groups) * per_group
    used = weights[np.arange(outputs)[:, None], firsts[:, None] + np.arange(per_group)]
    row, col = ((n - 1) // 2 for n in size)
    return used[..., row : row + 1, col : col + 1] if pointwise else used


def _feature_maps(image, weights, bias, groups, pointwise):
    """Return what conv2d gives, or raise what it says."""
    channels, outputs = weights.shape[1], len(weights)
    if channels % groups or outputs % groups:
        raise ValueError(
            f"groups={groups} must divide the {channels} channels and the {outputs} outputs"
        )
    return conv2d(image, _used(weights, groups, pointwise), bias=bias, groups=groups)
