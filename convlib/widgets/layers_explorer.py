"""LayersExplorer: what the outputs of a stack of layers see, as a fan to be pointed at.

The picture is drawn in the browser by static/layers, which works out sizes, paths and places for
itself. The two sides talk through synced traits alone, those of base.py and:

===================  =======  =================================================================
trait, as JSON       set by   meaning
===================  =======  =================================================================
layers               both     one object for each layer, as static/layers/scene.js has it
input_size           both     [rows, cols] of the image
axis                 both     "columns" or "rows": along which the fan is drawn and layers change
_presets             Python   [[name, layers, input_size], …] of a menu
===================  =======  =================================================================
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

import traitlets

from ..arguments import PairLike, Position, as_pair
from ..fields import receptive_field
from ..figures.canvas import Figure
from ..figures.stack import draw_receptive_field_stack
from ..layers import Conv, Layer, Transposed
from ..published import networks
from ..words import count_text, number_text, size_text
from .base import SYNCED, Explorer
from .layer_traits import Layers, layers_json
from .traits import Choice, Pair

LARGEST_SIDE = 4096  # cells of an image
SETTING = ("layers", "input_size")
# Stacks by name, and the image on which they begin.
STACKS: dict[str, tuple[Iterable[Layer], PairLike]] = {
    "three 3×3": ([Conv(3, padding=1)] * 3, 15),
    "twenty 3×3": ([Conv(3, padding=1)] * 20, 51),
    "stride 2 in between": ([Conv(3), Conv(3, stride=2), Conv(3)], 21),
    "dilation 2, three times": ([Conv(3, padding=2, dilation=2)] * 3, 25),
    "dilations 1, 2, 2": ([Conv(3, padding=d, dilation=d) for d in (1, 2, 2)], 25),
    "“same” at stride 2": ([Conv(3, stride=2, padding="same")] * 2, 16),
    "down and up": (
        [
            Conv(3, stride=2, padding=1),
            Conv(3, padding=1),
            Transposed(3, stride=2, padding=1, output_padding=1),
        ],
        20,
    ),
    "AlexNet": (networks["AlexNet"], 224),
    "VGG-16": (networks["VGG-16"], 224),
    "ResNet-50": (networks["ResNet-50"], 224),
    "WaveNet": (networks["WaveNet"], (1, 1100)),
    "U-Net": (networks["U-Net"], 572),
}


class LayersExplorer(Explorer, entry="layers/explorer.js", setting=SETTING):
    """A stack of layers, each a row of cells over the image: point at one to see its fan.

    Below a cell the fan opens down to all that it sees, above it up to all outputs that see it. A
    cell is the darker, the more paths lead to it. Layers can be added, taken away and changed.

    Parameters
    ----------
    layers : sequence of Conv, Pool, Transposed and Branches
        From the image up, at most 64. Branches are one row. Where the reader changes a layer, all
        layers forget their channels.
    input_size : int or (int, int)
        Rows and columns of the image, at most 4096.
    position : (int, int), optional
        Row and column of the output that is shown; the one in the middle, if not given.
    axis : {"columns", "rows"}, optional
        Along which the rows of cells are drawn.
    presenter : bool, optional
        Start in the size for the back row.
    **options
        Other traits of an ipywidget, such as layout.

    Raises
    ------
    traitlets.TraitError
        If a value is not valid, here or when a trait is set later; then nothing has changed. It
        is a ValueError or a TypeError as well, and speaks as `receptive_field` does.

    See Also
    --------
    receptive_field : the numbers of the table.
    draw_receptive_field_stack : the picture, without a browser.

    Examples
    --------
    >>> from convlib import Conv, Pool
    >>> explorer = LayersExplorer([Conv(3, padding=1), Pool(2)], input_size=12)
    >>> explorer
    LayersExplorer: 2 layers on a 12×12 image; an output sees 4×4 cells, the next one begins 2×2 \
further on; run this cell to move it
    >>> explorer.input_size = 1
    Traceback (most recent call last):
        ...
    convlib.widgets.traits.ValueTraitError: layers[1]: the kernel spans 2 rows but its input \
has 1: give a larger image or a smaller kernel
    """

    _first = (*SETTING, "axis", "position")

    layers = Layers(()).tag(**SYNCED, to_json=layers_json)
    input_size = Pair((1, 1), 1).tag(**SYNCED)
    axis = Choice("columns", "rows").tag(**SYNCED)
    _presets = traitlets.List().tag(**SYNCED)

    def __init__(
        self,
        layers: Iterable[Layer],
        input_size: PairLike,
        *,
        position: Position | None = None,
        axis: Literal["columns", "rows"] = "columns",
        presenter: bool = False,
        **options: Any,
    ) -> None:
        layers = [*layers] if isinstance(layers, Iterable) else layers
        if position is None:
            position = _middle(layers, input_size)
        super().__init__(
            layers=layers,
            input_size=input_size,
            position=position,
            axis=axis,
            presenter=presenter,
            **options,
        )
        self._presets = [
            [name, layers_json(Layers(()).read(stack), self), [*as_pair(size, name, 1)]]
            for name, (stack, size) in STACKS.items()
        ]

    def _read_setting(self, setting):
        if max(setting["input_size"]) > LARGEST_SIDE:
            raise ValueError(f"input_size={setting['input_size']} must be at most {LARGEST_SIDE}")
        _last_field(**setting)
        return setting

    def _map(self):
        return "feature map", _last_field(**self._setting()).output_size

    def __repr__(self):
        field = _last_field(**self._setting())
        count = count_text(len(self.layers), "layer")
        jump = "×".join(number_text(float(cells)) for cells in field.jump)
        return (
            f"LayersExplorer: {count} on a {size_text(self.input_size)} image; an output sees "
            f"{size_text(field.size)} cells, the next one begins {jump} further on; "
            "run this cell to move it"
        )

    def _alt(self):
        return f"The fan of output {self.position} opens down to the image."

    def figure(self) -> Figure:
        """Draw the fan of the current output as `draw_receptive_field_stack` does.

        Returns
        -------
        matplotlib.figure.Figure
        """
        return draw_receptive_field_stack(
            self.layers, self.input_size, position=self.position, axis=self.axis
        )


@lru_cache(maxsize=16)  # each position is checked on the same layers; U-Net's take 50 ms
def _last_field(layers, input_size):
    """Return what the outputs of the last layer see."""
    return receptive_field(layers, input_size)[-1]


def _middle(layers, input_size):
    """Return the output in the middle; the traits tell what is wrong, if there is none."""
    try:
        output = receptive_field(layers, input_size)[-1].output_size
        return tuple((cells - 1) // 2 for cells in output)  # no size, no output: a TypeError, too
    except (TypeError, ValueError, IndexError):
        return (0, 0)
