"""A reader's matplotlib settings change no byte of a picture."""

from contextlib import suppress

import matplotlib
import pytest
from matplotlib import style

from convlib import draw_loops, draw_maps, draw_receptive_field, save_animation
from convlib.examples import address
from convlib.figures.pixels import figure_png

# Padding, gaps, leftover rows and skipped cells: every kind of artist there is.
PLANES = (address(2, 3), [[1, -4.5]])
SETTING = {"stride": (2, 3), "dilation": 2, "padding": ((1, 0), (1, 0))}

# Tried in turn until a setting accepts one that it does not have already.
VALUES = [
    *(True, False, 3, 0.37, 50, (0.1, 0.2), [5, 3], "bold", "lower", "serif", "red", "--", "right"),
    *("center", "tight", "nearest", "left", "plasma", "black", "equal", "both", "compressed", "x"),
    *("large", "none", "log", "constrained", "round", "bevel", "s", "small-caps", "italic"),
]
ELSEWHERE = ("backend", "interactive", "toolbar", "date.epoch", "docstring.hardcopy")


def other_value(name):
    """A value that a setting can have, but does not have; None where none is known."""
    settings = matplotlib.rcParams.copy()
    before = settings[name]
    for value in VALUES:
        with suppress(Exception):
            settings[name] = value
            if settings[name] != before:
                return value
    return None


CHANGED = {
    name: value
    for name in sorted(matplotlib.rcParamsDefault)
    if name not in ELSEWHERE and (value := other_value(name)) is not None
}
BITS = range(len(CHANGED).bit_length())


def still():
    return figure_png(draw_receptive_field(*PLANES, **SETTING))


def pictures(folder):
    """Bytes of every kind of picture."""
    path = folder / "scene.gif"
    save_animation(path, *PLANES, **SETTING)
    maps = draw_maps({"a": address(3, 4), "b": [[1, -1]]}, weights="b", padding={"a": 1})
    loops = draw_loops(address(3, 3), [[1, -1]], position=(1, 0), tap=(0, 1))
    return [still(), figure_png(maps), figure_png(loops), path.read_bytes()]


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    with style.context("default"):
        return pictures(tmp_path_factory.mktemp("plain"))


def test_the_sweep_knows_another_value_of_nearly_every_setting():
    assert len(CHANGED) > 0.9 * len(matplotlib.rcParamsDefault)
    assert {"image.origin", "font.weight", "figure.autolayout", "text.usetex"} <= set(CHANGED)


@pytest.mark.parametrize("value", [0, 1])
@pytest.mark.parametrize("bit", BITS)
def test_no_setting_changes_a_picture(bit, value, plain):
    """Half of all settings are changed at once: those whose number has this value of this bit.

    Any two numbers differ in a bit, so that no setting can hide behind another in all halves.
    """
    half = {name: CHANGED[name] for n, name in enumerate(CHANGED) if n >> bit & 1 == value}
    with matplotlib.rc_context(half):
        is_plain = still() == plain[0]
    assert is_plain, [name for name in half if is_seen(name, plain)]


def is_seen(name, plain):
    """Whether a setting changes the picture by itself."""
    with matplotlib.rc_context({name: CHANGED[name]}):
        return still() != plain[0]


def test_all_settings_at_once_change_no_picture_of_any_kind(plain, tmp_path):
    with matplotlib.rc_context(CHANGED):
        assert pictures(tmp_path) == plain


@pytest.mark.parametrize("name", style.available)
def test_no_style_sheet_changes_a_picture(name, plain):
    with style.context(name):
        assert still() == plain[0]


def test_settings_that_change_between_drawing_and_rendering_change_nothing(plain):
    figure = draw_receptive_field(*PLANES, **SETTING)
    with matplotlib.rc_context(CHANGED | {"path.sketch": (1, 100, 2)}):
        assert figure_png(figure) == plain[0]


def test_drawing_leaves_the_readers_settings_as_they_are():
    with matplotlib.rc_context(CHANGED):
        before = dict(matplotlib.rcParams)
        still()
        with pytest.raises(ValueError, match="position="):
            draw_receptive_field(*PLANES, position=(9, 9))
        assert dict(matplotlib.rcParams) == before
