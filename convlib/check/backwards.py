"""Checks of stamps, of gradients, of a step downhill, and of what a learned kernel does."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..arguments import as_real_kernel, as_size
from ..conv import conv2d
from ..gradients import conv2d_gradients
from ..transpose import conv_transpose2d
from ..words import size_text
from .answers import Unusable, as_numbers
from .given import as_real, as_row
from .questions import Question, judge
from .verdict import Verdict, judged, right, wrong

CLOSE = 0.05  # of the largest number of a map: so far a learned kernel's map may lie off
FRESH = (3, 10, 10)  # images that no learner has seen, of noise from -1 to 1


# Rows of numbers


def check_stamps(
    answer: Any,
    row: ArrayLike,
    kernel: ArrayLike,
    *,
    stride: int = 1,
    padding: int = 0,
    output_padding: int = 0,
) -> Verdict:
    """What a row of cells gives when each puts down a stamp: a transposed convolution by hand.

    Parameters
    ----------
    answer : sequence of numbers
    row, kernel : array_like, shape (n,) and (k,)
    stride, padding, output_padding : int, optional
        As in `conv_transpose2d`, along the row.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_stamps([1, 10, 2, 20, 3, 30, 300], [1, 2, 3], [1, 10, 100], stride=2)
    Not yet: where stamps meet, the later one has replaced the earlier. Add them up.
    """
    cells, weights = as_row(row, "row"), as_row(kernel, "kernel")
    stride, padding = as_size(stride, "stride", 1), as_size(padding, "padding", 0)
    output_padding = as_size(output_padding, "output_padding", 0)
    truth = _stamped(cells, weights, stride, padding, output_padding)
    question = Question(
        truth,
        [
            *_mistaken_borders(_stamped(cells, weights, stride), padding, output_padding),
            *(
                (name, _kept(whole, padding, output_padding))
                for name, whole in _mistaken_stamps(cells, weights, stride)
            ),
        ],
        f"{len(truth)} cells, and each is right.",
        "Write each stamp in a line of its own, below the cells it falls on. Then add up, and cut.",
    )
    return judged(_judge_row, answer, question)


def _stamped(cells, weights, stride=1, padding=0, output_padding=0):
    return conv_transpose2d(
        [cells],
        [weights],
        stride=(1, stride),
        padding=(0, padding),
        output_padding=(0, output_padding),
    )[0]


def _kept(whole, padding, added):
    """Cut a row of stamps as padding does, and give cells back at its end."""
    grown = np.append(whole, np.zeros(added, whole.dtype))
    return grown[padding : len(whole) - padding + added]


def _mistaken_borders(whole, padding, added):
    """Yield (misconception, row) of what can be cut and added wrongly."""
    zeros = np.zeros(added, whole.dtype)
    inner = whole[padding : len(whole) - padding]
    yield "added cell first", whole[max(padding - added, 0) : len(whole) - padding]
    yield "added cell left 0", np.append(inner, zeros)
    yield "added cell left out", inner
    yield "padding left out", np.append(whole, zeros)
    yield "padding adds cells", np.pad(whole, (padding, padding + added))
    yield "cut on one side", _kept(whole, 0, added)[padding:]
    yield "padding as the total", _kept(whole, padding // 2, added)
    middle = np.arange(len(whole))
    is_cut = (middle < padding) | (middle >= len(whole) - padding + added)
    yield "zeros in place of a cut", np.where(is_cut, 0, whole)


def _mistaken_stamps(cells, weights, stride):
    """Yield (misconception, row) of what can be stamped wrongly."""
    places = [slice(n * stride, n * stride + len(weights)) for n in range(len(cells))]
    last, first = (np.zeros_like(_stamped(cells, weights, stride)) for _ in range(2))
    for place, cell in zip(places, cells, strict=True):
        last[place] = cell * weights
    for place, cell in zip(places[::-1], cells[::-1], strict=True):
        first[place] = cell * weights
    counts = _stamped(np.ones_like(cells), np.ones_like(weights), stride)
    yield "stamps overwrite", last
    yield "first stamp stays", first
    yield "stamps averaged", _stamped(cells, weights, stride) / np.maximum(counts, 1)
    yield "stamp turned", _stamped(cells, weights[::-1], stride)
    yield "stamps side by side", _stamped(cells, weights, 1)
    yield "one gap too many", _stamped(cells, weights, stride + 1)


def check_image_gradient(
    answer: Any, gradient: ArrayLike, kernel: ArrayLike, *, stride: int = 1
) -> Verdict:
    """The gradient for a row of an image: each gradient of the map stamps the kernel.

    Parameters
    ----------
    answer : sequence of numbers
    gradient, kernel : array_like, shape (n,) and (k,)
        Of the feature map, and what made it.
    stride : int, optional

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_image_gradient([1, 12, 124, 240, 400], [1, 2, 4], [1, 10, 100], stride=2)
    Not yet: the stride was left out: in the map's gradient two neighbours are s cells of the image
    apart.
    """
    change, weights = as_row(gradient, "gradient"), as_row(kernel, "kernel")
    stride = as_size(stride, "stride", 1)
    spread = np.zeros((len(change) - 1) * stride + 1, change.dtype)
    spread[::stride] = change
    repeated = np.repeat(change, stride)[: len(spread)]
    stamps = dict(_mistaken_stamps(change, weights, stride))
    mistakes = [
        ("gradient not spread", _stamped(change, weights)),
        ("gradient repeated", _stamped(repeated, weights)),
        ("gradient left out", _stamped(np.ones_like(change), weights, stride)),
        ("valid, not full", np.convolve(spread, weights, "valid")),
        *((name, stamps[name]) for name in ("stamps overwrite", "stamp turned")),
    ]
    truth = _stamped(change, weights, stride)
    hint = "Which sums of the map does each cell of the image enter, and by which weight?"
    return judged(_judge_row, answer, Question(truth, mistakes, f"{len(truth)} cells.", hint))


def check_kernel_gradient(
    answer: Any, gradient: ArrayLike, row: ArrayLike, *, stride: int = 1
) -> Verdict:
    """The gradient for a row of weights: each gradient of the map adds its window.

    Parameters
    ----------
    answer : sequence of numbers
    gradient, row : array_like, shape (n,) and (w,)
        Of the feature map, and the image that it was made of.
    stride : int, optional

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_kernel_gradient([10, 14, 5], [1, 2, 4], [1, 2, 0, 3, 1])
    Not yet: the numbers are right, in the wrong order: weight 0 met the first cells of the windows.
    """
    change, cells = as_row(gradient, "gradient"), as_row(row, "row")
    reach = (len(change) - 1) * as_size(stride, "stride", 1)
    if len(cells) <= reach:
        raise ValueError(
            f"row has {len(cells)} cells: {len(change)} gradients at stride {stride} need at "
            f"least {reach + 1}"
        )
    size = len(cells) - reach
    zeros = np.zeros((1, size), int)
    truth = conv2d_gradients([change], [cells], zeros, stride=(1, stride)).kernel[0]
    met = conv2d_gradients([np.ones_like(change)], [cells], zeros, stride=(1, stride)).kernel[0]
    tight = conv2d([cells], [change])[0]
    mistakes = [
        ("weights' gradients reversed", truth[::-1]),
        ("gradient left out", met),
        ("mean instead of sum", truth / len(change)),
        ("gradient not spread", tight[:size]),
        ("windows spread, gradient not", conv2d([cells], [change], stride=(1, stride))[0][:size]),
        ("more weights than there are", tight),
    ]
    hint = "Which cell did each weight meet at each position? Multiply by that position's gradient."
    return judged(_judge_row, answer, Question(truth, mistakes, f"{len(truth)} weights.", hint))


def check_step(answer: Any, kernel: ArrayLike, gradient: ArrayLike, rate: float) -> Verdict:
    """The kernel after one step downhill.

    Parameters
    ----------
    answer : sequence of numbers
    kernel, gradient : array_like, shape (k,)
    rate : float

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_step([2.5, 24], [0, 10], [5, 28], 0.5)
    Not yet: that goes uphill: a gradient says where the error grows, so take it away.
    """
    weights, change = as_row(kernel, "kernel"), as_row(gradient, "gradient")
    if len(weights) != len(change):
        raise ValueError(
            f"gradient has {len(change)} numbers and kernel {len(weights)}: give as many"
        )
    rate = as_real(rate, "rate")
    mistakes = [
        ("uphill", weights + rate * change),
        ("rate left out", weights - change),
        ("step instead of kernel", -rate * change),
        ("size of the step", rate * change),
        ("gradient as the kernel", change),
    ]
    truth = weights - rate * change
    hint = "Which way is downhill, and how far does the rate go?"
    return judged(_judge_row, answer, Question(truth, mistakes, "that is downhill.", hint))


def _judge_row(answer, question):
    numbers = as_numbers(answer)
    if numbers.ndim == 2 and numbers.shape[0] == 1:
        numbers = numbers[0]  # as conv_transpose2d gives a row
    return judge(numbers, question)


# Learning


def check_learned_kernel(answer: Any, kernel: ArrayLike) -> Verdict:
    """Whether a learned kernel does what another one does, on images it has never seen.

    Its weights are not looked at: other weights may do as well.

    Parameters
    ----------
    answer : array_like, shape of `kernel`
    kernel : array_like, shape (kH, kW)
        That made the maps of the examples.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> check_learned_kernel([[0.01, -1, 1.02]], [[0, -1, 1]])
    Right: on images it has never seen its maps are at most 1.4 % off.
    >>> check_learned_kernel([[0.0, 1, -1]], [[0, -1, 1]])
    Not yet: that goes uphill: a gradient says where the error grows, so take it away. On images it
    has never seen its maps are up to 200 % off.
    """
    wanted, largest = as_real_kernel(kernel), FRESH[1:]
    if wanted.shape[0] > largest[0] or wanted.shape[1] > largest[1]:
        raise ValueError(
            f"kernel has {size_text(wanted.shape)} weights: it is tried on images of "
            f"{size_text(largest)} cells, give one that fits on them"
        )
    if not np.isfinite(wanted).all():
        raise ValueError("kernel holds NaN or infinity: nobody can learn that")
    return judged(_judge_learned, answer, wanted)


def _judge_learned(answer, wanted):
    learned = as_numbers(answer)
    if learned.shape != wanted.shape:
        raise Unusable(f"of shape {learned.shape}: the kernel has shape {wanted.shape}")
    images = np.random.default_rng(11).uniform(-1, 1, FRESH)
    off = _gap(images, learned, wanted)
    if off <= CLOSE:
        return right(f"on images it has never seen its maps are at most {100 * off:.1f} % off.")
    told = f"On images it has never seen its maps are up to {100 * off:.0f} % off."
    name = _misled(learned, wanted, images, off)
    # Poor examples may also leave a kernel half way.
    return wrong(told if off < 100 else "", name, certain=name != "stopped too early")


def _misled(learned, wanted, images, off):
    """Name what kept a kernel from doing the right thing, if it is known."""
    if not learned.any():
        return "nothing learned"
    if not np.isfinite(off) or off > 3:
        return "ran away"
    if _gap(images, learned[::-1, ::-1], wanted) <= CLOSE:
        return "learned kernel flipped"
    if any(_gap(bars, learned, wanted) <= CLOSE for bars in _bars(images, wanted)):
        return "examples that cannot tell"
    alike = np.vdot(learned, wanted) / np.sqrt(np.vdot(learned, learned) * np.vdot(wanted, wanted))
    if alike < -0.5:
        return "uphill"
    return "stopped too early" if alike > 0.5 else None


def _bars(images, wanted):
    """Yield images whose columns, or rows, are alike, if a kernel answers to them at all."""
    least = CLOSE * np.abs(conv2d(images, wanted)).max()
    for line in (images[:, :1], images[:, :, :1]):
        bars = np.broadcast_to(line, images.shape)
        if np.abs(conv2d(bars, wanted)).max() > least:
            yield bars


def _gap(images, learned, wanted):
    """How far the maps of two kernels are apart, in parts of the largest number of the right one.

    Where the right maps are zeros, in parts of 1.
    """
    right_maps = conv2d(images, wanted)
    return np.abs(conv2d(images, learned) - right_maps).max() / (np.abs(right_maps).max() or 1)
