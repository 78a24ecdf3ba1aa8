"""ConvExplorer: a kernel that slides over an image, in a notebook or in a page of its own.

The state lives here, as traits, and is checked here. The picture is drawn in the browser by
static/convolution, which works out sizes and sums for itself, so that moving needs no round trip
to Python. The two sides talk through synced traits alone:

=======================================  =======  ================================================
trait, as JSON                           set by   meaning
=======================================  =======  ================================================
image, kernel                            both     rows of numbers
stride, dilation                         both     [rows, cols]
padding                                  both     [[top, bottom], [left, right]]
padding_mode, flip_kernel                both     as in conv2d; with those above, the *setting*
position                                 both     [row, col] in the feature map
presenter, predict, dilation_from        both     options, as in `ConvExplorer`
unfold, max_stride, max_padding,         Python   options that the browser only reads
max_dilation
_initial                                 Python   setting and position that *Reset* goes back to
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
from contextlib import suppress
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from .. import examples
from ..arguments import PADDING_MODES, as_pair
from ..check import check_cell, check_feature_map
from ..conv import conv2d
from ..figures.animate import save_animation
from ..figures.publish import figure_html
from ..figures.step import draw_receptive_field
from ..filters import kernels
from ..geometry import ConvGeometry
from .bundle import bundle, bundle_style, live, standalone_page
from .learner import ask
from .still import WithStill

__all__ = ["ConvExplorer"]

ENTRY = "convolution/explorer.js"  # in static/
LARGEST_SIDE = 32
# Larger values would cost the sums digits: 1e6 · 1e6 · 32 · 32 stays below 2**53.
LARGEST_VALUE = 1_000_000
MOST_PADDING = 16  # with it the largest image is 64 cells wide, as many as a picture shows
MOST_STEPS = 64
MAXIMA = ("max_stride", "max_padding", "max_dilation")
OPTIONS = ("presenter", "predict", "dilation_from", "unfold", *MAXIMA)
# No echoes: one that arrives late would undo a change made in the browser since, a step lost.
SYNCED = {"sync": True, "echo_update": False}
SETTING = ("image", "kernel", "stride", "padding", "dilation", "padding_mode", "flip_kernel")


class Matrix(traitlets.TraitType):
    """A read-only 2-D array of finite numbers, 1×1 to 32×32."""

    def validate(self, obj, value):
        """Return a copy of ``value`` as an array, or raise TraitError that says what is wrong."""
        table = np.array(None)
        with suppress(ValueError):  # rows of unequal length
            table = np.array(value)
        if table.dtype.kind not in "biuf" or table.ndim != 2 or table.size == 0:
            raise traitlets.TraitError(
                f"{self.name}={value!r:.60} must be rows of real numbers, shape (H, W)"
            )
        if max(table.shape) > LARGEST_SIDE:
            raise traitlets.TraitError(
                f"{self.name} has shape {table.shape}: ConvExplorer shows up to {LARGEST_SIDE} × "
                f"{LARGEST_SIDE} cells; crop it, or use apply_filter_to_image or PhotoFilter"
            )
        if not np.all(np.abs(table.astype(float)) <= LARGEST_VALUE):  # NaN compares as False
            raise traitlets.TraitError(
                f"{self.name} must hold finite numbers from -{LARGEST_VALUE} to {LARGEST_VALUE}: "
                "beyond that the sums would lose digits"
            )
        table = table.astype(float if table.dtype.kind == "f" else int)
        table.setflags(write=False)
        return table


class Pair(traitlets.TraitType):
    """(rows, cols); one integer stands for both."""

    def __init__(self, default, minimum, **kwargs):
        super().__init__(default, **kwargs)
        self.minimum = minimum

    def validate(self, obj, value):
        """Return ``value`` as a pair of ints, or raise TraitError."""
        try:
            return as_pair(value, self.name, self.minimum)
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(str(error)) from None


def _matrix_json(value, widget):
    return np.asarray(value).tolist()


def _sides(padding):
    """((top, bottom), (left, right)) of a padding in either canonical form."""
    return tuple(side if isinstance(side, tuple) else (side, side) for side in padding)


def _brief_padding(padding):
    """(rows, cols) where both sides are alike, else ((top, bottom), (left, right))."""
    if all(before == after for before, after in padding):
        return tuple(before for before, _ in padding)
    return padding


class ConvExplorer(WithStill, anywidget.AnyWidget):
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
        for all that they allow. Where a bound leaves one value only (a stride or dilation of 1, a
        padding of 0) the parameter has no sliders, so that a lesson can isolate another.
    presenter, predict : bool, optional
        Start in the size for the back row; hide the feature map until it is predicted. Of a wrong
        prediction Python tells which misunderstanding it shows, where `check_cell` knows one.
    dilation_from : {1, 0}, optional
        The number shown for a kernel without gaps: books differ.
    unfold : {None, "more", "arithmetic"}, optional
        Start with *Change more*, or *The arithmetic and the code*, unfolded.

    Raises
    ------
    traitlets.TraitError
        If a value is not valid, here or when a trait is set later; then nothing has changed.

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
    traitlets.traitlets.TraitError: the dilated kernel spans 4 rows but the padded image has 3: \
add padding, or reduce dilation or the kernel
    """

    _esm = live(bundle, ENTRY)
    _css = live(bundle_style, ENTRY.replace(".js", ".css"))

    image = Matrix(((0,),)).tag(**SYNCED, to_json=_matrix_json)
    kernel = Matrix(((0,),)).tag(**SYNCED, to_json=_matrix_json)
    stride = Pair((1, 1), 1).tag(**SYNCED)
    padding = traitlets.TraitType((0, 0)).tag(**SYNCED, to_json=lambda value, _: _sides(value))
    dilation = Pair((1, 1), 1).tag(**SYNCED)
    position = Pair((0, 0), 0).tag(**SYNCED)
    padding_mode = traitlets.Enum(PADDING_MODES, "zeros").tag(**SYNCED)
    flip_kernel = traitlets.Bool(False).tag(**SYNCED)
    max_stride = traitlets.Int(3, min=1, max=MOST_STEPS).tag(**SYNCED)
    max_padding = traitlets.Int(3, min=0, max=MOST_PADDING).tag(**SYNCED)
    max_dilation = traitlets.Int(3, min=1, max=MOST_STEPS).tag(**SYNCED)
    presenter = traitlets.Bool(False).tag(**SYNCED)
    predict = traitlets.Bool(False).tag(**SYNCED)
    dilation_from = traitlets.Enum((1, 0), 1).tag(**SYNCED)
    unfold = traitlets.Enum((None, "more", "arithmetic"), None).tag(**SYNCED)
    _initial = traitlets.Dict().tag(**SYNCED)
    _presets = traitlets.Dict().tag(**SYNCED)
    _answer = traitlets.Any(None).tag(**SYNCED)
    _guess = traitlets.Any(None).tag(**SYNCED)
    _reason = traitlets.Any(None).tag(**SYNCED)

    def __init__(self, image, kernel, *, conv=None, **settings):
        if conv is not None and not callable(conv):
            raise traitlets.TraitError(f"conv={conv!r} must be a function of image and kernel")
        if unknown := settings.keys() - self.trait_names():
            raise TypeError(f"ConvExplorer takes no argument {sorted(unknown)[0]!r}")
        self._conv, self._asked = conv, None
        super().__init__(image=image, kernel=kernel, **_bounds(image, kernel, settings) | settings)
        self._presets = _presets(self.image.shape)
        self._initial = self.get_state((*SETTING, "position"))
        self._update_answer()
        self.observe(self._follow_setting, SETTING)

    def _setting(self):
        return {name: getattr(self, name) for name in SETTING}

    @traitlets.validate(*SETTING, *MAXIMA)
    def _check_setting(self, proposal):
        """Hold the whole setting to conv2d's own checks before any part of it changes."""
        name, value = proposal.trait.name, proposal.value
        proposed = {**self._setting(), **self._maxima(), name: value}
        setting = {key: proposed[key] for key in SETTING}
        try:
            geometry = _geometry(setting)
            for key in ("stride", "padding", "dilation"):
                _check_bound(key, np.max(getattr(geometry, key)), proposed[f"max_{key}"])
            conv2d(**setting | {"padding": geometry.padding})
        except (TypeError, ValueError) as error:
            raise traitlets.TraitError(str(error)) from None
        return _brief_padding(geometry.padding) if name == "padding" else value

    @traitlets.validate("position")
    def _check_position(self, proposal):
        try:
            _geometry(self._setting()).window(proposal.value)
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None
        return proposal.value

    def _maxima(self):
        return {name: getattr(self, name) for name in MAXIMA}

    def _follow_setting(self, change):
        """Keep the position on the map, and ask the learner's function about the new setting."""
        last = np.subtract(_geometry(self._setting()).output_size, 1)
        self.position = np.minimum(self.position, last)
        self._update_answer()

    def _update_answer(self):
        """Ask the learner's function, unless it has answered for this very setting."""
        asked = self.get_state(SETTING)
        if self._conv is not None and asked != self._asked:
            self._asked = asked
            # With the setting it belongs to, the browser can tell an answer that comes late.
            self._answer = {"setting": asked, **_answer_of(self._conv, self._setting())}

    @traitlets.observe("_guess")
    def _explain_guess(self, change):
        """Say which misunderstanding a wrong prediction shows, where one is known."""
        guess = change.new
        if not self._is_current(guess):
            return
        value, position = guess["value"], guess["position"]
        verdict = check_cell(value, position=position, **self._setting())
        if verdict.misconception:
            # With the guess it belongs to, the browser can tell a reason that comes late. One
            # number may come about in several ways: nothing is certain.
            self._reason = {"guess": guess, "text": f"Perhaps: {verdict.reason}"}

    def _is_current(self, guess):
        """Whether what the browser sent is a number for a cell of the map as it is now."""
        match guess:
            case {"setting": setting, "position": [int(row), int(col)], "value": int() | float()}:
                rows, cols = _geometry(self._setting()).output_size
                now = json.loads(json.dumps(self.get_state(SETTING)))  # lists, as it came
                return setting == now and 0 <= row < rows and 0 <= col < cols
        return False

    def __repr__(self):
        image, kernel = ("{}×{}".format(*table.shape) for table in (self.image, self.kernel))
        return (
            f"ConvExplorer: {image} image, {kernel} kernel, stride {self.stride}, "
            f"padding {self.padding}, dilation {self.dilation}; run this cell to move it"
        )

    def _repr_mimebundle_(self, **kwargs):
        """The live widget, and for where there is none a still picture of its state as HTML."""
        live, _ = super()._repr_mimebundle_(**kwargs)
        row, col = self.position
        alt = f"{self!r}. The kernel stands at feature map ({row}, {col})."
        still = figure_html(self.figure(), alt=alt, caption=repr(self))
        return {**live, "text/plain": repr(self), "text/html": still}

    def figure(self):
        """Draw the current step as `draw_receptive_field` does.

        Returns
        -------
        matplotlib.figure.Figure
        """
        return draw_receptive_field(position=self.position, **self._setting())

    def save_animation(self, path, **options):
        """Write the current setting as a GIF that steps over every position.

        Parameters
        ----------
        path : str or path-like
            Ends in .gif.
        **options
            Passed on to `convlib.save_animation`: positions, seconds, hold, fill_in, progress.
        """
        save_animation(path, **self._setting(), **options)

    def save_html(self, path, *, title="2D convolution"):
        """Write one page in which the whole explorer works without Python or a network.

        Parameters
        ----------
        path : str or path-like
            Some tens of kB of HTML; opens from disk, too. A learner's function stays behind.
        title : str, optional
            Shown above the explorer and as the page's title.
        """
        names = (*SETTING, "position", *OPTIONS, "_presets", "_initial")
        page = standalone_page(ENTRY, {**self.get_state(names), "_answer": None}, title)
        Path(path).write_text(page, encoding="utf-8")


def _geometry(setting):
    return ConvGeometry(
        setting["image"].shape,
        setting["kernel"].shape,
        setting["stride"],
        setting["padding"],
        setting["dilation"],
    )


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


def _bounds(image, kernel, settings):
    """Slider bounds for settings given without them: 3, or what the settings ask for."""
    steps = {name: settings[name] for name in ("stride", "padding", "dilation") if name in settings}
    try:
        geometry = ConvGeometry(np.shape(image), np.shape(kernel), **steps)
    except (TypeError, ValueError):
        return {}  # for the traits to judge
    most = {"stride": MOST_STEPS, "padding": MOST_PADDING, "dilation": MOST_STEPS}
    needed = {name: max(3, int(np.max(getattr(geometry, name)))) for name in most}
    return {f"max_{name}": min(needed[name], most[name]) for name in most}


def _presets(size):
    """Images of one size, and kernels, by name, as the browser's menus list them."""
    images = {
        "impulse": examples.impulse(*size),
        "edge": examples.edge(*size),
        "checkerboard": examples.checkerboard(*size),
        "address 10·row + col": examples.address(*size),
        "seed example": examples.SEED_IMAGE,
    }
    weights = {**kernels, "seed example": examples.SEED_KERNEL}
    listed = {"image": images, "kernel": weights}
    return {
        kind: [[name.replace("_", " "), np.asarray(table).tolist()] for name, table in of.items()]
        for kind, of in listed.items()
    }
