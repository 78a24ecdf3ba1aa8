"""What the gallery shows: the catalogue of Dumoulin & Visin (2016), and what is asked beside it.

Each setting is an object that knows its picture's words, its frames and its explorer.
"""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

import convlib
from convlib import ChannelsExplorer, ConvExplorer, ConvGeometry, TransposedExplorer
from convlib.arguments import as_pair
from convlib.figures.animate import animation_gif
from convlib.words import size_text

from .drawings import grouped_gif, pooling_gif

WEIGHTS = np.array([[1, 0, 2, 1], [0, 1, 1, 0], [3, 0, 0, 1], [1, 2, 0, 1]])
SECONDS = 0.8


def image_of(rows, cols):
    """Image of small numbers, 1 to 9, not the same when it is turned or mirrored."""
    row, col = np.indices((rows, cols))
    return (4 * row + 7 * col + 2 * row * col) % 9 + 1


def kernel_of(rows, cols):
    """Kernel of small weights, not the same when it is turned."""
    return WEIGHTS[:rows, :cols]


def setting_words(setting):
    """Text of a setting, each part after a comma: ", stride 2, padding 1"."""
    return "".join(f", {name.replace('_', ' ')} {value}" for name, value in setting.items())


@dataclass(frozen=True)
class Convolution:
    """A kernel that slides over an image.

    Attributes
    ----------
    title : str
        What the setting is called.
    input_size, kernel_size : (int, int)
    setting : dict
        stride, padding, dilation, padding_mode, as for `conv2d`.
    words : str
        What is to be seen.
    plain : bool
        Whether all weights are 1: many frames are a small file then.
    """

    title: str
    input_size: tuple[int, int]
    kernel_size: tuple[int, int]
    setting: dict = field(default_factory=dict)
    words: str = ""
    plain: bool = False

    @cached_property
    def image(self):
        """Input."""
        return image_of(*self.input_size)

    @cached_property
    def kernel(self):
        """Weights."""
        return np.ones(self.kernel_size, int) if self.plain else kernel_of(*self.kernel_size)

    @property
    def alt(self):
        """What a sighted reader sees, in a sentence."""
        sizes = {name: value for name, value in self.setting.items() if name != "padding_mode"}
        geometry = ConvGeometry(self.input_size, self.kernel_size, **sizes)
        return (
            f"A {size_text(self.kernel_size)} kernel steps over an input of "
            f"{size_text(self.input_size)} cells{setting_words(self.setting)}; the output, filled "
            f"in sum by sum, has {size_text(geometry.output_size)}."
        )

    def gif(self):
        """Bytes of the animation, its maps named as input and output."""
        names = {"image": "image (input)", "feature map": "feature map (output)"}
        options = {"fill_in": True, "seconds": SECONDS, "names": names}
        return animation_gif(self.image, self.kernel, **self.setting, **options)

    def explorer(self):
        """Explorer at this very setting."""
        return ConvExplorer(self.image, self.kernel, **self.setting)


@dataclass(frozen=True)
class Transposed:
    """A transposed convolution, seen from its output: zeros between the cells of the input.

    Attributes
    ----------
    title, input_size, kernel_size, setting, words
        As for `Convolution`; the setting has stride, padding and output_padding, one number each.
    """

    title: str
    input_size: tuple[int, int]
    kernel_size: tuple[int, int]
    setting: dict = field(default_factory=dict)
    words: str = ""

    @cached_property
    def image(self):
        """Input."""
        return image_of(*self.input_size)

    @cached_property
    def kernel(self):
        """Weights, not turned."""
        return kernel_of(*self.kernel_size)

    @property
    def output(self):
        """What the setting gives."""
        return convlib.conv_transpose2d(self.image, self.kernel, **self.setting)

    @property
    def gathered(self):
        """The same as a sliding kernel: image, kernel and padding for `conv2d`."""
        rows, cols = as_pair(self.setting.get("stride", 1), "stride", 1)
        stuffed = np.zeros(np.subtract(self.input_size, 1) * (rows, cols) + 1, int)
        stuffed[::rows, ::cols] = self.image
        padding, more = (self.setting.get(name, 0) for name in ("padding", "output_padding"))
        sides = tuple((k - 1 - padding, k - 1 - padding + more) for k in self.kernel_size)
        return stuffed, self.kernel[::-1, ::-1], sides

    @property
    def alt(self):
        """What a sighted reader sees, in a sentence."""
        return (
            f"Transposed convolution of an input of {size_text(self.input_size)} cells with a "
            f"{size_text(self.kernel_size)} kernel{setting_words(self.setting)}: the turned kernel "
            "steps over the input with zeros between and around; the output has "
            f"{size_text(self.output.shape)} cells."
        )

    def gif(self):
        """Bytes of the animation, its maps named as input and output."""
        stuffed, kernel, sides = self.gathered
        between = ", zeros between" if self.setting.get("stride", 1) != 1 else ""
        names = {
            "image": f"input {size_text(self.input_size)}{between}",
            "kernel": "kernel, turned",
            "feature map": f"output {size_text(self.output.shape)}",
        }
        header = f"transposed convolution{setting_words(self.setting) or ', stride 1'}"
        options = {"fill_in": True, "seconds": SECONDS, "names": names, "header": header}
        return animation_gif(stuffed, kernel, padding=sides, **options)

    def explorer(self):
        """Explorer at this very setting, seen from the output, as the picture is."""
        return TransposedExplorer(self.image, self.kernel, **self.setting, way="gather")


@dataclass(frozen=True)
class Pooling:
    """The largest, or the mean, of each window.

    Attributes
    ----------
    title, words : str
    kind : {"max", "avg"}
    """

    title: str
    kind: str
    words: str = ""
    input_size = (4, 6)

    @cached_property
    def image(self):
        """Input: even numbers, whose means of four are short."""
        return image_of(*self.input_size) * 4

    @property
    def alt(self):
        """What a sighted reader sees, in a sentence."""
        what = {"max": "the largest number", "avg": "the mean"}[self.kind]
        return (
            f"A 2×2 window steps over an input of 4×6 cells, two cells at a time; {what} of each "
            "window goes into an output of 2×3."
        )

    def gif(self):
        """Bytes of the animation."""
        pool = {"max": convlib.max_pool2d, "avg": convlib.avg_pool2d}[self.kind]
        return pooling_gif(self.image, pool(self.image, 2), SECONDS)

    def explorer(self):
        """Explorer at this setting: a mean is a convolution with four equal weights.

        None for the largest: it is no sum of products, and no explorer shows it.
        """
        if self.kind == "max":
            return None
        return ConvExplorer(self.image, np.full((2, 2), 0.25), stride=2)


@dataclass(frozen=True)
class Grouped:
    """Channels in two groups, each with an output of its own."""

    title: str
    words: str = ""

    alt = (
        "Four channels in two groups: the window lies on the first two channels for the first "
        "output, on the last two for the second. Each output sums over its own group alone."
    )

    image = np.stack([image_of(3, 4) + channel for channel in range(4)])
    kernel = np.array([[[[1, 0], [0, 1]], [[0, 1], [0, 0]]], [[[2, 0], [0, 0]], [[0, 0], [1, 1]]]])

    def gif(self):
        """Bytes of the animation."""
        return grouped_gif(self.image, self.kernel, SECONDS)

    def explorer(self):
        """Explorer at this very setting."""
        return ChannelsExplorer(self.image, self.kernel, groups=2)


def catalogue():
    """Return the settings by the names of their pictures, in the order of the page."""
    return {
        # Dumoulin & Visin (2016), chapters 2 to 5.
        "no-padding": Convolution("No padding, stride 1", (4, 4), (3, 3)),
        "arbitrary-padding": Convolution(
            "Arbitrary padding", (5, 5), (4, 4), {"padding": 2}, plain=True
        ),
        "half-padding": Convolution("Half padding, “same”", (5, 5), (3, 3), {"padding": 1}),
        "full-padding": Convolution("Full padding", (5, 5), (3, 3), {"padding": 2}, plain=True),
        "strides": Convolution("Strides, no padding", (5, 5), (3, 3), {"stride": 2}),
        "padding-strides": Convolution(
            "Padding and strides", (5, 5), (3, 3), {"stride": 2, "padding": 1}
        ),
        "padding-strides-odd": Convolution(
            "Padding and strides, odd", (6, 6), (3, 3), {"stride": 2, "padding": 1},
            "The last row and column of the padded input are left over: 5×5 gives the same 3×3.",
        ),
        "dilation": Convolution("Dilation", (7, 7), (3, 3), {"dilation": 2}),
        "transposed-no-padding": Transposed(
            "Transposed: no padding, stride 1", (2, 2), (3, 3), {},
            "Undoes the sizes, not the numbers, of *No padding, stride 1*.",
        ),
        "transposed-arbitrary": Transposed(
            "Transposed: arbitrary padding", (6, 6), (4, 4), {"padding": 2}
        ),
        "transposed-half": Transposed("Transposed: half padding", (5, 5), (3, 3), {"padding": 1}),
        "transposed-full": Transposed("Transposed: full padding", (7, 7), (3, 3), {"padding": 2}),
        "transposed-strides": Transposed(
            "Transposed: strides, no padding", (2, 2), (3, 3), {"stride": 2}
        ),
        "transposed-padding-strides": Transposed(
            "Transposed: padding and strides", (3, 3), (3, 3), {"stride": 2, "padding": 1}
        ),
        "transposed-padding-strides-odd": Transposed(
            "Transposed: padding and strides, odd", (3, 3), (3, 3),
            {"stride": 2, "padding": 1, "output_padding": 1},
            "The extra row and column stand at the bottom and at the right, beyond the last input "
            "cell: a well-known animation has them at the top and at the left.",
        ),
        # What people have asked for.
        "non-square": Convolution(
            "Nothing square", (4, 7), (2, 3), {"stride": (1, 2), "padding": (0, 1)}
        ),
        "one-sided": Convolution(
            "One-sided padding", (5, 5), (3, 3), {"padding": ((2, 0), (2, 0))},
            "All of the padding stands before: no sum sees what comes after its cell, as in causal "
            "convolutions.",
        ),
        "reflect": Convolution(
            "Padding that reflects", (4, 4), (3, 3), {"padding": 1, "padding_mode": "reflect"}
        ),
        "replicate": Convolution(
            "Padding that replicates", (4, 4), (3, 3), {"padding": 1, "padding_mode": "replicate"}
        ),
        "circular": Convolution(
            "Circular padding", (4, 4), (3, 3), {"padding": 1, "padding_mode": "circular"}
        ),
        "leftovers": Convolution(
            "Leftovers", (7, 8), (3, 3), {"stride": (2, 3)},
            "The last two columns are in no window, however far the kernel goes.",
        ),
        "even-kernel": Convolution(
            "Kernel 2 at stride 2", (4, 6), (2, 2), {"stride": 2},
            "Windows that touch and never overlap: each cell is used once.",
        ),
        "transposed-even-kernel": Transposed(
            "Transposed: kernel 2 at stride 2", (2, 3), (2, 2), {"stride": 2},
            "Stamps that touch and never overlap: no checkerboard.",
        ),
        "grouped": Grouped("Grouped: two groups of two channels"),
        "max-pooling": Pooling("Max pooling", "max"),
        "average-pooling": Pooling("Average pooling", "avg"),
    }  # fmt: skip
