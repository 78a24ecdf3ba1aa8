"""ConvExplorer: a kernel that slides over an image, in a notebook or in a page of its own.

The state lives here, as traits, and is checked here. The picture is drawn in the browser by
static/convolution, which works out sizes and sums for itself, so that moving needs no round trip
to Python. The two sides talk through synced traits alone, those of base.py and:

=======================================  =======  ================================================
trait, as JSON                           set by   meaning
=======================================  =======  ================================================
image, kernel                            both     rows of numbers
stride, dilation                         both     [rows, cols]
padding                                  both     [[top, bottom], [left, right]]
padding_mode, flip_kernel                both     as in conv2d; with those above, the *setting*
predict, dilation_from                   both     options, as in `ConvExplorer`
unfold, max_stride, max_padding,         Python   options that the browser only reads
max_dilation
_presets                                 Python   {image, kernel}: each [[name, rows], …] of a menu
_answer                                  Python   null without a function, else {setting, map,
                                                  reason} or {setting, error}: what the function
                                                  gave for that setting ("nan" and "inf" as text),
                                                  and, if known, which misunderstanding it shows
_guess                                   browser  {setting, position, value}: a wrong prediction
_reason                                  Python   {guess, text}: which misunderstanding that very
                                                  guess may show; not set where none is known
=======================================  =======  ================================================

An answer or a reason carries what it belongs to, so that the browser can tell one that comes late.
The browser tells of a change within 80 ms, and while it plays not before the pause.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from os import PathLike
from typing import Any

import numpy as np
import traitlets
from numpy.typing import ArrayLike

from ..arguments import PaddingLike, PairLike, Position
from ..check import check_cell, check_feature_map
from ..figures.animate import save_animation
from ..figures.canvas import Figure
from ..figures.limits import drawable_scene
from ..figures.step import draw_receptive_field
from ..geometry import ConvGeometry
from ..words import size_text
from .base import SYNCED, Explorer
from .learner import INTERRUPTED, ask
from .presets import presets
from .traits import (
    MOST_PADDING,
    MOST_STEPS,
    Choice,
    Matrix,
    Padding,
    PaddingMode,
    Pair,
    TypeTraitError,
    Whole,
    matrix_json,
    padding_json,
    shortest_padding,
)

STEPS = ("stride", "padding", "dilation")
SETTING = ("image", "kernel", *STEPS, "padding_mode", "flip_kernel")
BOUNDS = {"max_stride": MOST_STEPS, "max_padding": MOST_PADDING, "max_dilation": MOST_STEPS}
USUAL_BOUND = 3


class ConvExplorer(Explorer, entry="convolution/explorer.js", setting=(*SETTING, *BOUNDS)):
    """A kernel sliding over an image: sliders, three maps and the written-out sum.

    Parameters
    ----------
    image, kernel : array_like, shape (H, W) and (kH, kW)
        Up to 32 × 32 finite numbers between -1e6 and 1e6. The traits hold read-only copies.
    stride, padding, dilation : optional
        As in `conv2d`. As a trait, padding is (rows, cols), or ((top, bottom), (left, right))
        where sides differ; a name such as "same" becomes the numbers it stands for.
    position : (int, int), optional
        Row and column of the current feature-map cell.
    padding_mode, flip_kernel : optional
        As in `conv2d`.
    conv : callable, optional
        A learner's function ``conv(image, kernel, ...)``; of stride, padding, dilation,
        padding_mode and flip_kernel it gets those its signature names. Its feature map is shown,
        each cell marked in which it differs from the truth, and the misunderstanding named that
        the whole map shows, where `check_feature_map` knows one.
    max_stride, max_padding, max_dilation : int, optional
        Bounds of the sliders, 3 where the setting given asks for no more. The picture keeps room
        for all that they allow, if its numbers stay readable. Where a bound leaves one value only
        (a stride or dilation of 1, a padding of 0) the parameter has no sliders, so that a lesson
        can isolate another.
    presenter, predict : bool, optional
        Start in the size for the back row; hide the feature map, and the products of each sum,
        until it is predicted. Of a wrong prediction Python tells which misunderstanding it shows,
        where `check_cell` knows one.
    dilation_from : {1, 0}, optional
        The number shown for a kernel without gaps: books differ.
    unfold : {None, "more", "arithmetic"}, optional
        Start with *Change more*, or *The arithmetic and the code*, unfolded.
    **options
        Other traits of an ipywidget, such as layout.

    Raises
    ------
    traitlets.TraitError
        If a value is not valid, here or when a trait is set later; then nothing has changed. It
        is a ValueError or a TypeError as well, and speaks as `conv2d` does.

    Examples
    --------
    >>> explorer = ConvExplorer([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, -1]])
    >>> explorer.stride = (2, 1)
    >>> explorer
    ConvExplorer: 3×3 image, 2×2 kernel, stride (2, 1), padding (0, 0), dilation (1, 1); \
run this cell to move it
    >>> explorer.dilation = 3
    Traceback (most recent call last):
        ...
    convlib.widgets.traits.ValueTraitError: the dilated kernel spans 4 rows but the image \
has 3: add padding, or reduce dilation or the kernel
    """

    _first = (*SETTING, "position")
    _kept_here = ("_answer", "_guess", "_reason")

    image = Matrix(((0,),)).tag(**SYNCED, to_json=matrix_json)
    kernel = Matrix(((0,),)).tag(**SYNCED, to_json=matrix_json)
    stride = Pair((1, 1), 1).tag(**SYNCED)
    padding = Padding((0, 0)).tag(**SYNCED, to_json=padding_json)
    dilation = Pair((1, 1), 1).tag(**SYNCED)
    padding_mode = PaddingMode("zeros").tag(**SYNCED)
    flip_kernel = Choice(False, True).tag(**SYNCED)
    max_stride = Whole(USUAL_BOUND, 1, MOST_STEPS).tag(**SYNCED)
    max_padding = Whole(USUAL_BOUND, 0, MOST_PADDING).tag(**SYNCED)
    max_dilation = Whole(USUAL_BOUND, 1, MOST_STEPS).tag(**SYNCED)
    predict = Choice(False, True).tag(**SYNCED)
    dilation_from = Whole(1, 0, 1).tag(**SYNCED)
    unfold = Choice(None, "more", "arithmetic").tag(**SYNCED)
    _presets = traitlets.Dict().tag(**SYNCED)
    _answer = traitlets.Any(None).tag(**SYNCED)
    _guess = traitlets.Any(None).tag(**SYNCED)
    _reason = traitlets.Any(None).tag(**SYNCED)

    def __init__(
        self,
        image: ArrayLike,
        kernel: ArrayLike,
        *,
        stride: PairLike = 1,
        padding: PaddingLike = 0,
        dilation: PairLike = 1,
        position: Position = (0, 0),
        padding_mode: str = "zeros",
        flip_kernel: bool = False,
        conv: Callable[..., ArrayLike] | None = None,
        max_stride: int | None = None,
        max_padding: int | None = None,
        max_dilation: int | None = None,
        presenter: bool = False,
        predict: bool = False,
        dilation_from: int = 1,
        unfold: str | None = None,
        **options: Any,
    ) -> None:
        if conv is not None and not callable(conv):
            raise TypeTraitError(f"conv={conv!r} must be a function of image and kernel")
        self._conv, self._asked = conv, None
        steps = {"stride": stride, "padding": padding, "dilation": dilation}
        bounds = dict(zip(BOUNDS, (max_stride, max_padding, max_dilation), strict=True))
        super().__init__(
            image=image,
            kernel=kernel,
            **steps,
            position=position,
            padding_mode=padding_mode,
            flip_kernel=flip_kernel,
            **_filled_bounds(bounds, image, kernel, steps),
            presenter=presenter,
            predict=predict,
            dilation_from=dilation_from,
            unfold=unfold,
            **options,
        )
        self._presets = presets(self.image.shape)
        self._update_answer()

    def _read_setting(self, setting):
        geometry = drawable_scene(**{name: setting[name] for name in SETTING}).geometry
        for step in STEPS:
            _check_bound(step, np.max(getattr(geometry, step)), setting[f"max_{step}"])
        return setting | {"padding": shortest_padding(geometry.padding)}

    def _map(self):
        return "feature map", drawable_scene(**self._convolution()).geometry.output_size

    def _convolution(self):
        """Image, kernel and all that `conv2d` takes beside them, without the sliders' bounds."""
        return {name: getattr(self, name) for name in SETTING}

    def _follow_setting(self, change):
        """Keep the position on the map, and ask the learner's function about the new setting."""
        super()._follow_setting(change)
        self._update_answer()

    def _update_answer(self):
        """Ask the learner's function, unless it has answered for this very setting."""
        asked = self.get_state(SETTING)
        if self._conv is None or asked == self._asked:
            return
        self._asked = asked
        answer = INTERRUPTED
        try:
            answer = _answer_of(self._conv, self._convolution())
        finally:  # an interrupt passes, but the browser waits no longer
            # With the setting it belongs to, the browser can tell an answer that comes late.
            self._answer = {"setting": asked, **answer}

    @traitlets.observe("_guess")
    def _explain_guess(self, change):
        """Say which misunderstanding a wrong prediction shows, where one is known."""
        guess = change.new
        if not self._is_current(guess):
            return
        value, position = guess["value"], guess["position"]
        verdict = check_cell(value, position=position, **self._convolution())
        if verdict.misconception:
            # With the guess it belongs to, the browser can tell a reason that comes late.
            self._reason = {"guess": guess, "text": verdict.hedged}

    def _is_current(self, guess):
        """Whether what the browser sent is a number for a cell of the map as it is now."""
        match guess:
            case {"setting": setting, "position": [int(row), int(col)], "value": int() | float()}:
                _, (rows, cols) = self._map()
                now = json.loads(json.dumps(self.get_state(SETTING)))  # lists, as it came
                return setting == now and 0 <= row < rows and 0 <= col < cols
        return False

    def __repr__(self):
        image, kernel = size_text(self.image.shape), size_text(self.kernel.shape)
        return (
            f"ConvExplorer: {image} image, {kernel} kernel, stride {self.stride}, "
            f"padding {self.padding}, dilation {self.dilation}; run this cell to move it"
        )

    def _alt(self):
        row, col = self.position
        return f"The kernel stands at feature map ({row}, {col})."

    def figure(self) -> Figure:
        """Draw the current step as `draw_receptive_field` does.

        Returns
        -------
        matplotlib.figure.Figure
        """
        return draw_receptive_field(position=self.position, **self._convolution())

    def save_animation(self, path: str | PathLike[str], **options: Any) -> None:
        """Write the current setting as a GIF that steps over every position.

        Parameters
        ----------
        path : str or path-like
            Ends in .gif.
        **options
            Passed on to `convlib.save_animation`: positions, seconds, hold, fill_in, progress.
        """
        save_animation(path, **self._convolution(), **options)


def _answer_of(conv, setting):
    """What `ask` gives, and as "reason" which misunderstanding it shows, where one is known."""
    answer = ask(conv, setting)
    if "map" not in answer:
        return answer
    feature_map = np.array(answer["map"], float)  # "nan" and "inf" become numbers again
    verdict = check_feature_map(feature_map, **setting)
    return answer | {"reason": f"Why: {verdict.reason}"} if verdict.misconception else answer


def _check_bound(name, largest, bound):
    if largest > bound:
        raise ValueError(
            f"{name} reaches {largest} but max_{name} is {bound}: the picture keeps room for no "
            f"more; set max_{name} first, or give it to ConvExplorer"
        )


def _filled_bounds(bounds, image, kernel, steps):
    """Bounds of the sliders: those given, and for the others 3, or more if the setting needs it."""
    needed = dict.fromkeys(bounds, USUAL_BOUND)
    with suppress(TypeError, ValueError):  # the traits tell what is wrong
        geometry = ConvGeometry(np.shape(image), np.shape(kernel), **steps)
        for name, most in BOUNDS.items():
            used = int(np.max(getattr(geometry, name.removeprefix("max_"))))
            needed[name] = min(max(used, USUAL_BOUND), most)
    return {name: needed[name] if bound is None else bound for name, bound in bounds.items()}
