"""Checks of layers with channels: sums over them, what a layer costs, lighter layers."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import as_size
from ..costs import cost
from ..fields import receptive_field
from ..layers import Conv
from ..operands import as_operands
from ..words import size_text
from .answers import Unusable, as_numbers, as_parts, brief
from .channel_task import ChannelTask
from .given import as_conv
from .mistaken_channels import mistaken_maps
from .mistaken_counts import (
    kernel_shape,
    mistaken_multiply_adds,
    mistaken_parameters,
    mistaken_shapes,
)
from .questions import Question, judge
from .verdict import EMPTY, Verdict, judged, right, wrong

PARTS = ("shape", "parameters", "multiply-adds")


def check_channel_sums(
    answer: Any,
    image: ArrayLike,
    kernel: ArrayLike,
    *,
    bias: ArrayLike | None = None,
    groups: int = 1,
) -> Verdict:
    """Sums over channels, worked out by hand.

    Parameters
    ----------
    answer : array_like
        The feature maps, shape (O, oH, oW); axes of length 1 may be left out.
    image, kernel, bias, groups
        As in `conv2d`, for one image and a kernel of four dimensions.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> image, kernel = [[[1]], [[2]]], [[[[3]], [[4]]], [[[5]], [[6]]]]
    >>> check_channel_sums((11, 17), image, kernel)
    Right: each output is the sum of its channels' shares, and its bias.
    >>> check_channel_sums((3, 5), image, kernel)
    Not yet: that is the first channel's share: all that an output reads add theirs.
    """
    read = as_operands(image, kernel, bias, groups)
    if len(read.image) != 1 or np.ndim(kernel) != 4 or read.dtype.kind == "c":
        raise ValueError(
            f"image has shape {np.shape(image)} and kernel {np.shape(kernel)}: give one image, "
            "(C, H, W), and (O, C/groups, kH, kW), of real numbers"
        )
    bias = np.zeros(len(read.kernel), int) if read.bias is None else np.asarray(read.bias)
    task = ChannelTask(read.image[0], read.kernel, bias, read.groups)
    question = Question(
        np.squeeze(task.feature_map),
        [(name, np.squeeze(maps)) for name, maps in mistaken_maps(task)],
        "each output is the sum of its channels' shares, and its bias.",
        "write down each channel's share first: which channels does each output read?",
    )
    return judged(_judge_sums, answer, question)


def _judge_sums(answer, question):
    return judge(np.squeeze(as_numbers(answer)), question)


def check_layer_counts(answer: Any, layer: Conv, input_shape: tuple[int, int, int]) -> Verdict:
    """What a layer holds and does: its kernel's shape, its parameters, its multiply-adds.

    Parameters
    ----------
    answer : (tuple of int, int, int)
        The kernel's shape as `conv2d` takes it, weights and biases, multiply-adds. Parts that are
        None are still to be filled in.
    layer : Conv
        With its channels, and a bias.
    input_shape : (int, int, int)
        Channels, rows and columns of the image.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> from convlib import Conv
    >>> check_layer_counts(((8, 4, 3, 3), 296, 14400), Conv(3, channels=8), (4, 7, 12))
    Right: (8, 4, 3, 3) is 288 weights; with the biases 296 parameters, at 50 positions.
    >>> check_layer_counts((None, 288, None), Conv(3, channels=8), (4, 7, 12))
    Not yet. Perhaps: the bias was left out: each output adds one number to all of its
    sums. Look at the parameters again.
    """
    (counted,) = cost([as_conv(layer, "layer")], input_shape)
    if not layer.bias:
        raise ValueError(f"layer={layer!r} must have a bias, which the exercise counts")
    shape = kernel_shape(layer, input_shape[0])
    weights, positions = np.prod(shape), np.prod(counted.output_shape[1:])
    told = (
        f"{shape} is {weights} weights; with the biases {counted.parameters} parameters, at "
        f"{positions} positions."
    )
    hints = (
        "how many outputs are there, and how many channels does each of them read?",
        "how many weights has each output, and what is added to each of its sums?",
        "how many positions has the output, and how many weights work at each?",
    )
    truths: tuple[ArrayLike, ...] = (shape, counted.parameters, counted.multiply_adds)
    mistakes = (
        mistaken_shapes(layer, input_shape[0]),
        mistaken_parameters(layer, input_shape),
        mistaken_multiply_adds(layer, input_shape),
    )
    asked = zip(truths, mistakes, hints, strict=True)
    questions = [Question(truth, known, told, hint) for truth, known, hint in asked]
    return judged(_judge_counts, answer, questions)


def _judge_counts(answer, questions):
    parts = as_parts(answer, "three things: the shape, the parameters, the multiply-adds")
    if len(parts) != len(questions):
        raise Unusable(f"{len(parts)} things: give the shape, the parameters, the multiply-adds")
    filled = [n for n, part in enumerate(parts) if part is not None]
    if not filled:
        return wrong(EMPTY)
    for n in filled:
        verdict = _judge_part(parts[n], questions[n], PARTS[n])
        if not verdict.ok:
            return verdict
    if len(filled) < len(parts):
        return wrong(f"right so far; {len(parts) - len(filled)} of {len(parts)} are still None.")
    return verdict


def _judge_part(part, question, name):
    try:
        verdict = judge(part, question)
    except Unusable as error:
        raise Unusable(f"{error}, as the {name}") from None
    if verdict.misconception:
        return replace(verdict, detail=f"Look at the {name} again.")
    return verdict if verdict.ok else replace(verdict, detail=f"the {name}: {verdict.detail}")


def check_lighter_layers(
    answer: Any, layer: Conv, input_shape: tuple[int, int, int], at_most: int
) -> Verdict:
    """Layers that do what another one does, for fewer multiply-adds; any right ones will do.

    Parameters
    ----------
    answer : sequence of Conv
        Their last output has the shape of the layer's, sees as many pixels and every channel.
    layer : Conv
        The layer in whose place they are put.
    input_shape : (int, int, int)
        Channels, rows and columns of the image.
    at_most : int
        Multiply-adds that they may take together.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> from convlib import Conv
    >>> layer = Conv(3, padding=1, channels=8)
    >>> check_lighter_layers([Conv(3, padding=1, channels=8, groups=4)], layer, (4, 9, 9), 9000)
    Not yet: some outputs do not see every channel: groups do not mix what is in
    different ones.
    """
    (wanted,) = cost([as_conv(layer, "layer")], input_shape)
    at_most = as_size(at_most, "at_most", 1)
    return judged(_judge_layers, answer, layer, input_shape, wanted.output_shape, at_most)


def _judge_layers(answer, layer, input_shape, wanted, at_most):
    layers = as_parts(answer, "a list of layers, [Conv(…), …]")
    if not layers or not all(isinstance(each, Conv) for each in layers):
        raise Unusable(f"{brief(answer)}: give a list of layers, [Conv(…), …]")
    try:
        costs = cost(layers, input_shape)
    except ValueError as error:
        return wrong(f"these layers do not go together: {error}.")
    if costs[-1].output_shape != wanted:
        given, asked = size_text(costs[-1].output_shape), size_text(wanted)
        return wrong(f"the last output is {given}; {asked} is wanted: channels, rows, columns.")
    field = receptive_field(layers, input_shape[1:])[-1].size
    if any(seen < k for seen, k in zip(field, layer.kernel_size, strict=True)):
        seen, needed = size_text(field), size_text(layer.kernel_size)
        return wrong(f"It sees {seen} of them; {needed} are wanted.", "one pixel only")
    if not _mixes(layers, input_shape[0]):
        return wrong(misconception="channels never meet")
    total = sum(each.multiply_adds for each in costs)
    if total > at_most:
        return wrong(f"Together it is {total}; at most {at_most} are wanted.", "not lighter")
    return right(f"{total} multiply-adds, and every output sees every channel.")


def _mixes(layers: Iterable[Conv], channels: int) -> bool:
    """Whether each output of the last layer sees every channel of the image."""
    seen = np.eye(channels, dtype=bool)  # by the channels of a map: those of the image
    for layer in layers:
        groups = seen.reshape(layer.groups, -1, channels).any(axis=1)
        seen = groups.repeat((layer.channels or 0) // layer.groups, axis=0)
    return bool(seen.all())
