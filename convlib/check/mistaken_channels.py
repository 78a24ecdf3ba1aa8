"""What each misunderstanding of channels, groups and biases makes of feature maps."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeAlias

import numpy as np

from .channel_task import ChannelTask
from .task import Beyond

#: A misconception, and a function of a `ChannelTask` that gives feature maps, or raises `Beyond`
#: where code would stop.
ChannelMistake: TypeAlias = tuple[str, Callable[[ChannelTask], np.ndarray]]


def add_bias(maps, bias):
    """Add one number to each output, which is the first axis."""
    return maps + bias.reshape(-1, *[1] * (maps.ndim - 1))


def maps_of(task, kernel=None, read=None):
    """Return feature maps with another kernel, or from other channels."""
    return add_bias(task.shares_of(kernel, read).sum(axis=1), task.bias)


# What becomes of the shares, shape (O, channels, oH, oW)


def combined(combine, task):
    """Combine the channels' shares in another way than by adding them up for each output."""
    return add_bias(combine(task.shares), task.bias)


def in_one_map(task):
    """Add all outputs up."""
    return task.feature_map.sum(axis=0)


def listed(task):
    """Return a map for each small kernel, one after the other."""
    shares = task.shares
    maps = add_bias(shares, task.bias)
    return maps.reshape(-1, *shares.shape[2:])


def over_outputs(task):
    """Add up over the outputs, not over the channels."""
    return add_bias(task.shares, task.bias).sum(axis=0)


COMBINED = (
    ("channels not added up", lambda shares: shares),
    ("mean over channels", lambda shares: shares.mean(axis=1)),
    ("first channel only", lambda shares: shares[:, 0]),
    ("last channel only", lambda shares: shares[:, -1]),
    ("channels multiplied", lambda shares: shares.prod(axis=1)),
)


# What becomes of the kernel


def with_kernel(change, task):
    """Lay another kernel down."""
    return maps_of(task, kernel=change(task.kernel))


def swapped(kernel):
    """Take the kernel's first axis for the channels."""
    if kernel.shape[0] != kernel.shape[1]:
        raise Beyond
    return kernel.swapaxes(0, 1)


KERNELS = (
    ("one kernel for all channels", lambda kernel: np.repeat(kernel[:, :1], kernel.shape[1], 1)),
    ("channels in reverse", lambda kernel: kernel[:, ::-1]),
    ("first output's kernels", lambda kernel: np.repeat(kernel[:1], len(kernel), 0)),
    ("flipped kernel", lambda kernel: kernel[..., ::-1, ::-1]),
    ("flipped over channels", lambda kernel: kernel[:, ::-1, ::-1, ::-1]),
    ("outputs and channels swapped", swapped),
)


# What becomes of the bias


def with_bias(change, task):
    """Add another bias."""
    return add_bias(task.shares.sum(axis=1), change(task))


def bias_along_columns(task):
    """Let NumPy lay the bias along the columns, and stretch what has length 1."""
    maps = task.shares.sum(axis=1)
    if maps.shape[-1] not in (1, len(task.bias)) and len(task.bias) > 1:
        raise Beyond
    return maps + task.bias


BIASES = (
    ("bias left out", lambda task: 0 * task.bias),
    ("bias for each channel", lambda task: task.bias * task.kernel.shape[1]),
    ("one bias for all outputs", lambda task: np.full_like(task.bias, task.bias[0])),
)


# What becomes of the groups


def from_channels(change, task):
    """Let each output read other channels."""
    return maps_of(task, read=change(task))


def dealt_out(task):
    """Deal the channels out in turn: with two groups, the even ones and the odd ones."""
    return task.group_of[:, None] + np.arange(task.kernel.shape[1]) * task.groups


def outputs_dealt_out(task):
    """Deal the outputs out in turn: output o belongs to group o mod groups."""
    outputs, per_group = task.kernel.shape[:2]
    return (np.arange(outputs) % task.groups)[:, None] * per_group + np.arange(per_group)


def all_channels(task):
    """Let each output read all channels, its weights again and again."""
    outputs = len(task.kernel)
    every = np.tile(np.arange(len(task.image)), (outputs, 1))
    return maps_of(task, np.tile(task.kernel, (1, task.groups, 1, 1)), every)


READ = (
    ("first group only", lambda task: np.tile(task.read[0], (len(task.kernel), 1))),
    ("channels dealt out in turn", dealt_out),
    ("outputs dealt out in turn", outputs_dealt_out),
    ("groups in reverse", lambda task: task.read[::-1, :]),
)


def _each(make, table):
    return [(name, partial(make, change)) for name, change in table]


#: The likelier first.
CHANNEL_MISTAKES: list[ChannelMistake] = [
    *_each(combined, COMBINED),
    ("channels not added up", listed),
    ("outputs added up", in_one_map),
    ("added up over outputs", over_outputs),
    *_each(with_bias, BIASES),
    ("bias along the columns", bias_along_columns),
    *_each(with_kernel, KERNELS),
    *_each(from_channels, READ),
    ("groups left out", all_channels),
]


def mistaken_maps(task: ChannelTask) -> Iterator[tuple[str, np.ndarray]]:
    """Yield (misconception, feature maps) of all that differ from the truth."""
    for name, mistake in CHANNEL_MISTAKES:
        try:
            maps = mistake(task)
        except Beyond:  # nobody gets numbers that way
            continue
        if not task.agrees(maps):
            yield name, maps
