"""ConvExplorer without a browser: its traits, what it refuses, and what it writes out."""

import json
import re
from html import unescape
from unittest import mock

import imageio.v3 as iio
import numpy as np
import pytest
import traitlets

from convlib import ConvExplorer, conv2d, save_animation
from convlib.check import check_cell, check_feature_map
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING, address
from convlib.scene import Scene
from convlib.widgets.explorer import SETTING

SEED = {"image": SEED_IMAGE, "kernel": SEED_KERNEL, **SEED_SETTING}
IMAGE, KERNEL = address(6, 7), np.array([[1, 0, -1], [2, 0, -2]])
VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def explorer():
    return ConvExplorer(IMAGE, KERNEL)


def state_of(explorer):
    return explorer.get_state((*SETTING, "position", "max_stride", "max_padding", "max_dilation"))


# Setting and observing


def test_defaults():
    explorer = ConvExplorer(IMAGE, KERNEL)
    assert (explorer.stride, explorer.padding, explorer.dilation) == ((1, 1), (0, 0), (1, 1))
    assert explorer.position == (0, 0)
    assert (explorer.padding_mode, explorer.flip_kernel) == ("zeros", False)
    assert (explorer.max_stride, explorer.max_padding, explorer.max_dilation) == (3, 3, 3)


def test_arguments_become_traits():
    explorer = ConvExplorer(
        IMAGE, KERNEL, stride=(2, 1), padding=1, dilation=(1, 2), position=(1, 2), presenter=True
    )
    assert (explorer.stride, explorer.padding, explorer.dilation) == ((2, 1), (1, 1), (1, 2))
    assert explorer.position == (1, 2)
    assert explorer.presenter is True


def test_one_integer_stands_for_both_axes(explorer):
    explorer.stride = np.int64(2)
    assert explorer.stride == (2, 2)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (2, (2, 2)),
        ((1, 2), (1, 2)),
        (((1, 1), (2, 2)), (1, 2)),
        (((0, 1), (2, 2)), ((0, 1), (2, 2))),
        ([[0, 1], 2], ((0, 1), (2, 2))),
        ("valid", (0, 0)),
        ("full", (1, 2)),
        ("same", ((0, 1), (1, 1))),
    ],
)
def test_every_form_of_padding(explorer, given, kept):
    explorer.padding = given
    assert explorer.padding == kept
    explorer.padding = 0
    assert ConvExplorer(IMAGE, KERNEL, padding=given).padding == kept


@pytest.mark.parametrize(
    ("name", "value", "bound"),
    [
        ("stride", 5, 5),
        ("padding", ((4, 2), 3), 4),
        ("padding", "full", 5),
        ("dilation", (1, 2), 3),
    ],
)
def test_a_bound_makes_room_for_what_is_given(name, value, bound):
    explorer = ConvExplorer(address(12, 12), np.ones((6, 2)), **{name: value})
    assert getattr(explorer, f"max_{name}") == bound


def test_the_image_is_a_read_only_copy():
    image = IMAGE.copy()
    explorer = ConvExplorer(image, KERNEL)
    image[:] = -1
    np.testing.assert_array_equal(explorer.image, IMAGE)
    with pytest.raises(ValueError, match="read-only"):
        explorer.image[0, 0] = 1


def test_observers_see_the_new_value(explorer):
    seen = []
    explorer.observe(lambda change: seen.append((change.name, change.new)), ["stride", "position"])
    explorer.stride = (2, 1)
    explorer.position = (1, 3)
    assert seen == [("stride", (2, 1)), ("position", (1, 3))]


def test_the_position_stays_on_a_map_that_shrinks(explorer):
    explorer.position = (4, 4)
    explorer.stride = (2, 3)
    assert explorer.position == (2, 1)


def test_traits_link_two_explorers(explorer):
    other = ConvExplorer(IMAGE, KERNEL)
    traitlets.link((explorer, "stride"), (other, "stride"))
    explorer.stride = (1, 2)
    assert other.stride == (1, 2)


# What is refused


BAD_TABLES = {
    "one row": [1, 2, 3],
    "three axes": np.ones((2, 2, 2)),
    "ragged": [[1, 2], [3]],
    "empty": [[]],
    "none": None,
    "text": "image",
    "cells of text": [["a", "b"]],
    "nan": [[np.nan]],
    "infinity": [[np.inf]],
    "huge": [[1e7]],
    "beyond 64 bits": [[10**30]],
    "complex": [[1j]],
    "too many rows": np.zeros((33, 2)),
    "too many columns": np.zeros((2, 33)),
}
BAD_VALUES = {
    "stride": [0, -1, 1.5, "2", (1, 2, 3), None, (1, None), 10**30, float("nan"), 4],
    "dilation": [0, (1, 0), 2.0, "x", [], 10**30, 4, 6],
    "padding": [-1, 0.5, "some", ((1, 2), (3,)), (1, 2, 3), None, 10**6, 10**30, {}, 4],
    "position": [(-1, 0), (5, 0), (0, 5), 1.0, "a", (0, 0, 0), None, 10**30],
    "padding_mode": ["mirror", None, 0],
    "flip_kernel": ["yes", None, 2],
    "max_stride": [0, "3", 1.5, 10**30],
    "max_padding": [-1, None, 10**6],
    "max_dilation": [0, (3, 3), 10**30],
    "predict": ["no"],
    "dilation_from": [2, "0"],
    "unfold": ["all", True, 1],
}


def refuse(explorer, name, value):
    before = state_of(explorer)
    with pytest.raises(traitlets.TraitError) as caught:
        setattr(explorer, name, value)
    assert state_of(explorer) == before
    return str(caught.value)


@pytest.mark.parametrize("table", BAD_TABLES.values(), ids=BAD_TABLES)
@pytest.mark.parametrize("name", ["image", "kernel"])
def test_a_bad_table_is_refused_and_changes_nothing(explorer, name, table):
    assert name in refuse(explorer, name, table)


@pytest.mark.parametrize("table", BAD_TABLES.values(), ids=BAD_TABLES)
def test_a_bad_table_makes_no_explorer(table):
    with pytest.raises(traitlets.TraitError, match="image"):
        ConvExplorer(table, KERNEL)


@pytest.mark.parametrize(
    ("name", "value"), [(name, value) for name, values in BAD_VALUES.items() for value in values]
)
def test_a_bad_value_is_refused_and_changes_nothing(explorer, name, value):
    assert name.rpartition("_")[2] in refuse(explorer, name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [(n, v) for n in ("stride", "dilation", "padding") for v in BAD_VALUES[n] if v not in (4, 6)],
)
def test_a_bad_value_makes_no_explorer(name, value):
    with pytest.raises(traitlets.TraitError, match=name):
        ConvExplorer(IMAGE, KERNEL, **{name: value})


def test_an_image_too_large_names_the_photo_tools(explorer):
    assert "apply_filter_to_image" in refuse(explorer, "image", np.zeros((400, 600)))


def test_a_span_larger_than_the_image_names_the_remedy(explorer):
    explorer.image = address(3, 3)
    assert "add padding" in refuse(explorer, "dilation", 3)


def test_a_kernel_larger_than_the_image_is_refused(explorer):
    assert "spans 7 rows" in refuse(explorer, "kernel", np.ones((7, 7)))


def test_reflect_padding_as_wide_as_the_image_is_refused(explorer):
    explorer.image, explorer.padding = address(3, 3), 3
    assert "reflect" in refuse(explorer, "padding_mode", "reflect")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("padding_mode", "mirror", "padding_mode='mirror' must be one of ('zeros', "),
        ("flip_kernel", "yes", "flip_kernel='yes' must be False or True"),
        ("presenter", 1, "presenter=1 must be False or True"),
        ("unfold", "all", "unfold='all' must be None or 'more' or 'arithmetic'"),
        ("dilation_from", 2, "dilation_from=2 must be at most 1"),
        ("dilation_from", True, "dilation_from=True must be an integer"),
        ("max_stride", 0, "max_stride=0 must be at least 1"),
        ("max_padding", 17, "max_padding=17 must be at most 16"),
    ],
)
def test_a_refusal_names_the_trait_its_value_and_what_it_takes(explorer, name, value, told):
    assert refuse(explorer, name, value).startswith(told)


REFUSED_BY_BOTH = {
    "stride": [0, 1.5, (1, 2, 3), None],
    "dilation": [0, "2", 6],
    "padding": [-1, 0.5, "some", ((1, 2), (3,)), None],
    "padding_mode": ["mirror", None, 0],
    "image": [[1, 2, 3], [[1, 2], [3]], [[]], None, "image", np.ma.masked_equal(IMAGE, 3)],
    "kernel": [np.ones((7, 7)), [["a"]]],
}


@pytest.mark.parametrize(
    ("name", "value"), [(name, v) for name, values in REFUSED_BY_BOTH.items() for v in values]
)
def test_what_conv2d_refuses_is_refused_in_the_same_words(explorer, name, value):
    with pytest.raises((TypeError, ValueError)) as caught:
        Scene.of(**{"image": IMAGE, "kernel": KERNEL, name: value})
    with pytest.raises(type(caught.value)) as refused:
        setattr(explorer, name, value)
    assert isinstance(refused.value, traitlets.TraitError)
    assert str(refused.value) == str(caught.value)


def test_a_bound_below_the_value_in_use_is_refused(explorer):
    explorer.stride = 3
    assert "max_stride" in refuse(explorer, "max_stride", 2)


def test_an_unknown_argument_is_named():
    with pytest.raises(TypeError, match="strides"):
        ConvExplorer(IMAGE, KERNEL, strides=2)


def test_a_conv_that_is_no_function_is_refused():
    with pytest.raises(traitlets.TraitError, match="conv="):
        ConvExplorer(IMAGE, KERNEL, conv="conv2d")


# Several at once, as hold_trait_notifications and the browser set them


def set_together(explorer, **values):
    with explorer.hold_trait_notifications():
        for name, value in values.items():
            setattr(explorer, name, value)


def test_two_changes_valid_only_together(explorer):
    set_together(explorer, kernel=np.ones((8, 8)), image=address(9, 9))
    assert explorer.kernel.shape == (8, 8)


def test_a_bad_value_among_several_takes_all_back(explorer):
    before = state_of(explorer)
    with pytest.raises(traitlets.TraitError, match="spans 8 rows"):
        set_together(explorer, stride=2, kernel=np.ones((8, 8)))
    assert state_of(explorer) == before


def test_a_message_from_the_browser_sets_the_state(explorer):
    explorer.set_state(
        {"image": [[1.5, 2], [3, 4]], "padding": [[1, 1], [0, 2]], "position": [1, 0]}
    )
    np.testing.assert_array_equal(explorer.image, [[1.5, 2], [3, 4]])
    assert explorer.padding == ((1, 1), (0, 2))
    assert explorer.position == (1, 0)


@pytest.mark.parametrize(
    "state",
    [
        {"image": [[1, "x"]]},
        {"stride": [2, 2], "kernel": [[None]]},
        {"padding": [[1, 1], [1]]},
        {"position": [9, 9]},
        {"stride": [2, 2], "position": [4, 4]},
        {"image": [[1]], "stride": [2, 2]},
    ],
)
def test_a_malformed_message_changes_nothing(explorer, state):
    before = state_of(explorer)
    with pytest.raises(traitlets.TraitError):
        explorer.set_state(state)
    assert state_of(explorer) == before


def test_a_message_that_shrinks_the_map_moves_the_position(explorer):
    explorer.position = (4, 4)
    explorer.set_state({"stride": [3, 3]})
    assert explorer.position == (1, 1)


def test_what_the_browser_gets_is_plain_json(explorer):
    explorer.padding = (1, 2)
    state = state_of(explorer)
    assert state["image"] == IMAGE.tolist()
    assert state["padding"] == ((1, 1), (2, 2))
    assert type(state["image"][0][0]) is int


# What it writes out


def test_repr_is_stable_text():
    explorer = ConvExplorer(**SEED)
    assert repr(explorer) == (
        "ConvExplorer: 9×14 image, 5×5 kernel, stride (2, 1), padding (0, 0), dilation (1, 2); "
        "run this cell to move it"
    )


def test_a_notebook_shows_widget_still_and_text(explorer):
    data = explorer._repr_mimebundle_()
    assert VIEW in data
    assert data["text/plain"] == repr(explorer)
    assert re.search(r'<img alt="[^"]{40,}"', data["text/html"])
    assert repr(explorer) in data["text/html"]
    assert data["image/png"] in data["text/html"]  # for exports that know no HTML


def test_the_still_is_of_the_state_now(explorer):
    first = explorer._repr_mimebundle_()["text/html"]
    explorer.position = (2, 3)
    second = explorer._repr_mimebundle_()["text/html"]
    assert "feature map (2, 3)" in second
    assert first != second


def test_the_still_carries_all_that_a_page_needs_to_show_the_explorer_alive(explorer):
    explorer.stride = 2
    shown = []
    with mock.patch("convlib.widgets.still.display", lambda data, raw: shown.append(data)):
        explorer._ipython_display_()
    (attribute,) = re.findall(r"data-convlib='([^']*)'", shown[0]["text/html"])
    page = json.loads(unescape(attribute))
    assert page["entry"] == "convolution/explorer.js"
    assert page["state"] == json.loads(json.dumps(explorer._page()["state"]))
    assert page["state"]["stride"] == [2, 2]
    np.testing.assert_array_equal(page["state"]["image"], explorer.image)


def test_what_needs_python_is_not_carried_to_a_page():
    explorer = ConvExplorer(IMAGE, KERNEL, conv=lambda image, kernel: image)
    assert explorer._answer["map"] == IMAGE.tolist()
    assert explorer._page()["state"]["_answer"] is None


def test_a_still_of_the_largest_setting_can_be_drawn():
    explorer = ConvExplorer(address(32, 32), np.ones((7, 7)), padding=16)
    assert "<img" in explorer._repr_mimebundle_()["text/html"]


def test_the_figure_shows_the_current_step():
    explorer = ConvExplorer(IMAGE, KERNEL, stride=(2, 1), padding=1, position=(1, 2))
    texts = [text.get_text() for text in explorer.figure().axes[0].texts]
    result = conv2d(IMAGE, KERNEL, stride=(2, 1), padding=1)[1, 2]
    written = str(result).replace("-", "−")
    assert any("feature map (1, 2):" in text and text.endswith(f"= {written}") for text in texts)


def test_the_figure_shows_every_number_of_the_feature_map():
    explorer = ConvExplorer(IMAGE, KERNEL, padding=((1, 0), (0, 2)), padding_mode="reflect")
    (axes,) = [ax for ax in explorer.figure().axes if ax.get_label() == "feature map"]
    shown = {
        (round(text.get_position()[1]), round(text.get_position()[0])): text.get_text()
        for text in axes.texts
    }
    truth = conv2d(IMAGE, KERNEL, padding=((1, 0), (0, 2)), padding_mode="reflect")
    assert shown == {at: str(v).replace("-", "−") for at, v in np.ndenumerate(truth)}


def test_the_animation_is_that_of_the_state(tmp_path):
    setting = {"stride": (2, 2), "padding": 1, "flip_kernel": True}
    ConvExplorer(IMAGE, KERNEL, **setting).save_animation(tmp_path / "a.gif", seconds=0.1)
    save_animation(tmp_path / "b.gif", IMAGE, KERNEL, seconds=0.1, **setting)
    a, b = (iio.imread(tmp_path / name, index=None) for name in ("a.gif", "b.gif"))
    np.testing.assert_array_equal(a, b)
    assert len(a) == conv2d(IMAGE, KERNEL, **setting).size


def test_the_page_is_small_and_needs_no_network(explorer, tmp_path):
    explorer.save_html(tmp_path / "page.html", title="A <page>")
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert 20_000 < len(text.encode()) < 100_000
    assert set(re.findall(r"https?://[^\s\"']+", text)) <= {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<link|\bsrc=|@import|url\(|^import\b", text, re.MULTILINE)
    assert "<title>A &lt;page&gt;</title>" in text


def test_the_page_needs_nothing_of_pythons_side(explorer, tmp_path):
    explorer.stride = (2, 3)
    explorer.save_html(tmp_path / "page.html")
    assert '"stride": [2, 3]' in (tmp_path / "page.html").read_text(encoding="utf-8")


# A prediction


@pytest.fixture
def seed():
    return ConvExplorer(**SEED, predict=True)


def as_sent(explorer, value, position, **changes):
    """What the browser sends of a wrong guess, once as JSON and back."""
    setting = explorer.get_state(SETTING) | changes
    return json.loads(json.dumps({"setting": setting, "position": position, "value": value}))


@pytest.mark.parametrize(("value", "told"), [(82, "the kernel turned by 180°"), (50, "its weight")])
def test_a_wrong_guess_gets_its_reason(seed, value, told):
    guess = as_sent(seed, value, (1, 2))
    seed.set_state({"_guess": guess})
    assert seed._reason["guess"] == guess
    verdict = check_cell(value, position=(1, 2), **SEED)
    assert verdict.misconception
    known = " ".join(verdict.message.split()).removeprefix("Not yet. ")
    assert seed._reason["text"] == known
    assert known.startswith("Perhaps: ")
    assert told in known


def test_a_reason_is_of_the_whole_setting():
    setting = {"padding": ((0, 1), (2, 2)), "padding_mode": "reflect", "flip_kernel": True}
    explorer = ConvExplorer(IMAGE / 4, KERNEL.astype(float), **setting)
    unflipped = conv2d(IMAGE / 4, KERNEL, **setting | {"flip_kernel": False})[2, 3]
    explorer.set_state({"_guess": as_sent(explorer, float(unflipped), (2, 3))})
    assert "the kernel was not flipped" in explorer._reason["text"]


@pytest.mark.parametrize("value", [78, 1e6, -0.125])
def test_a_right_guess_and_one_wrong_in_no_known_way_get_no_reason(seed, value):
    seed.set_state({"_guess": as_sent(seed, value, (1, 2))})
    assert seed._reason is None


def test_a_guess_of_another_setting_gets_no_reason(seed):
    guess = as_sent(seed, 82, (1, 2))
    seed.stride = 1
    seed.set_state({"_guess": guess})
    assert seed._reason is None


def test_a_guess_may_come_with_the_change_of_setting_before_it():
    explorer = ConvExplorer(SEED_IMAGE, SEED_KERNEL)
    guess = as_sent(explorer, 82, (1, 2), **SEED_SETTING)
    explorer.set_state({"_guess": guess, **SEED_SETTING})
    assert "flipped" in explorer._reason["text"]


GUESS = {"setting": {}, "position": [1, 2], "value": 82}
BAD_GUESSES = {
    "none": None,
    "text": "82",
    "number": 82,
    "list": [GUESS],
    "empty": {},
    "no setting": {"position": [1, 2], "value": 82},
    "a part of a setting": GUESS | {"setting": {"stride": [2, 1]}},
    "text as setting": GUESS | {"setting": "same"},
}
BAD_PARTS = {
    "position": [None, 3, "12", [], [1], [1, 2, 0], [1.0, 2.0], [-1, 0], [3, 0], [0, 6], ["1", 2]],
    "value": [None, "82", [82], {}, True, float("nan"), 10**400],
}


def check_unmoved(explorer, guess):
    explorer.set_state({"_guess": as_sent(explorer, 82, (1, 2))})
    before, reason = state_of(explorer), explorer._reason
    explorer.set_state({"_guess": guess})
    assert state_of(explorer) == before
    assert explorer._reason == reason


@pytest.mark.parametrize("guess", BAD_GUESSES.values(), ids=BAD_GUESSES)
def test_a_malformed_guess_changes_nothing(seed, guess):
    check_unmoved(seed, guess)


@pytest.mark.parametrize(
    ("part", "value"), [(part, value) for part, values in BAD_PARTS.items() for value in values]
)
def test_a_guess_with_a_malformed_part_changes_nothing(seed, part, value):
    check_unmoved(seed, as_sent(seed, 82, (1, 2)) | {part: value})


# A learner's function


def answer_of(conv, **setting):
    return ConvExplorer(IMAGE, KERNEL, conv=conv, **setting)._answer


def test_a_right_function():
    answer = answer_of(lambda image, kernel, **setting: conv2d(image, kernel, **setting))
    assert answer["map"] == conv2d(IMAGE, KERNEL).tolist()


def test_a_function_gets_the_settings_it_names():
    got = []
    answer_of(lambda image, kernel, dilation, stride=1: got.append((stride, dilation)), stride=2)
    assert got == [((2, 2), (1, 1))]


def test_a_function_is_asked_again_at_each_change_of_setting_and_only_then():
    asked = []
    explorer = ConvExplorer(
        IMAGE, KERNEL, conv=lambda image, kernel, stride: asked.append(stride) or [[len(asked)]]
    )
    explorer.position = (1, 1)
    explorer.stride = 2
    assert asked == [(1, 1), (2, 2)]
    assert explorer._answer["map"] == [[2]]


def test_several_changes_at_once_ask_once():
    asked = []
    explorer = ConvExplorer(IMAGE, KERNEL, conv=lambda image, kernel: asked.append(1) or [[0]])
    set_together(explorer, stride=2, padding=1, dilation=2)
    assert len(asked) == 2


def flipped(image, kernel, **setting):
    return conv2d(image, kernel, **setting | {"flip_kernel": not setting["flip_kernel"]})


def test_a_wrong_map_gets_its_reason():
    explorer = ConvExplorer(**SEED, conv=flipped)
    verdict = check_feature_map(conv2d(**SEED, flip_kernel=True), **SEED)
    assert verdict.misconception == "flipped kernel"
    known = " ".join(verdict.message.split()).removeprefix("Not yet: ")
    assert explorer._answer["reason"] == f"Why: {known}"
    explorer.flip_kernel = True
    assert "not flipped" in explorer._answer["reason"]


def test_a_map_of_another_shape_gets_its_reason_too():
    answer = answer_of(lambda image, kernel: conv2d(image, kernel), stride=2)
    assert "the stride was left out" in answer["reason"]


WITHOUT_REASON = {
    "right": lambda image, kernel: conv2d(image, kernel),
    "wrong in no known way": lambda image, kernel: conv2d(image, kernel) + 0.5,
    "not finite": lambda image, kernel: np.full((5, 5), [np.nan, np.inf, -np.inf, 1, 2]),
    "text": lambda image, kernel: "map",
    "an error": lambda image, kernel: 1 / 0,
}


@pytest.mark.parametrize("conv", WITHOUT_REASON.values(), ids=WITHOUT_REASON)
def test_an_answer_that_shows_no_known_misunderstanding_gets_no_reason(conv):
    assert "reason" not in answer_of(conv)


def test_equal_answers_reach_the_browser_too():
    explorer = ConvExplorer(IMAGE, KERNEL, conv=lambda image, kernel: [[7]])
    seen = []
    explorer.observe(lambda change: seen.append(change.new["map"]), "_answer")
    explorer.stride = 2
    assert seen == [[[7]]]


def test_a_function_cannot_change_the_state(explorer):
    def spoil(image, kernel):
        image[:] = kernel[:] = 0
        return image

    spoiled = ConvExplorer(IMAGE, KERNEL, conv=spoil)
    np.testing.assert_array_equal(spoiled.image, IMAGE)
    np.testing.assert_array_equal(spoiled.kernel, KERNEL)


def test_an_exception_leaves_the_explorer_alive():
    def once_broken(image, kernel, stride):
        if stride == (2, 2):
            raise RecursionError
        return image

    explorer = ConvExplorer(IMAGE, KERNEL, conv=once_broken)
    explorer.stride = 2
    assert "RecursionError" in explorer._answer["error"]
    explorer.stride = 3
    assert explorer._answer["map"] == IMAGE.tolist()


def test_an_interrupt_passes_and_ends_the_wait_for_an_answer():
    def stopped(image, kernel, stride):
        if stride == (2, 2):
            raise KeyboardInterrupt
        return image

    explorer = ConvExplorer(IMAGE, KERNEL, conv=stopped)
    with pytest.raises(KeyboardInterrupt):
        explorer.stride = 2
    assert explorer._answer["setting"]["stride"] == (2, 2)
    assert "was interrupted" in explorer._answer["error"]
    explorer.stride = 3
    assert explorer._answer["map"] == IMAGE.tolist()


# Closed


def test_a_closed_explorer_that_is_shown_says_so(explorer, capsys):
    explorer.close()
    explorer._ipython_display_()
    told = capsys.readouterr().out
    assert "This ConvExplorer was closed" in told
    assert "ConvExplorer(…)" in told


def test_a_closed_explorer_still_draws_and_writes(explorer, tmp_path):
    explorer.close()
    explorer.stride = 2
    assert explorer.figure().axes
    explorer.save_html(tmp_path / "page.html")
    assert '"stride": [2, 2]' in (tmp_path / "page.html").read_text(encoding="utf-8")
