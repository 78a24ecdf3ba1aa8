"""PhotoFilter without a browser: its state, its controls, a file handed to it, its still."""

from itertools import permutations

import imageio.v3 as iio
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convlib import PADDING_MODES, PhotoFilter, apply_filter_to_image, gaussian_kernel, kernels
from convlib.check import check_blur_kernel

RNG = np.random.default_rng(7)
PHOTO = RNG.integers(0, 256, (12, 9, 3), np.uint8)
RAMP = np.arange(144, dtype=np.uint8).reshape(12, 12)
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def photo_filter():
    return PhotoFilter(PHOTO, "sharpen")


def parts(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from parts(child)


def part(widget, description):
    """Return the control with this label."""
    (found,) = [p for p in parts(widget) if getattr(p, "description", None) == description]
    return found


def fields(widget):
    """Return the number fields of the weights."""
    return next(p for p in parts(widget) if hasattr(p, "weights") and hasattr(p, "told"))


def type_weight(widget, row, col, weight):
    """Change one number field as the browser does: the weights come back as they are shown."""
    weights = [list(line) for line in fields(widget).weights]
    weights[row][col] = weight
    fields(widget).weights = weights


def sentence(widget):
    return next(p.text for p in parts(widget) if hasattr(p, "text"))


def upload(widget, name, content, **message):
    """Hand in a file as the browser does; no content where it is too large."""
    button = next(p for p in parts(widget) if hasattr(p, "largest_side"))
    buffers = [] if content is None else [memoryview(content)]
    button._handle_custom_msg({"name": name, **message}, buffers)


def state(widget):
    return {
        "photo": widget.photo.tolist(),
        "kernel": widget.kernel.tolist(),
        "padding_mode": widget.padding_mode,
        "filtered": widget.filtered.tolist(),
    }


def assert_is_filtered(widget):
    wanted = apply_filter_to_image(widget.photo, widget.kernel, padding_mode=widget.padding_mode)
    np.testing.assert_array_equal(widget.filtered, wanted)


def test_the_state_is_what_was_given(photo_filter):
    np.testing.assert_array_equal(photo_filter.photo, PHOTO)
    np.testing.assert_array_equal(photo_filter.kernel, kernels["sharpen"])
    assert photo_filter.padding_mode == "zeros"
    assert_is_filtered(photo_filter)


@pytest.mark.parametrize("name", kernels)
def test_every_kernel_can_be_set_by_name(photo_filter, name):
    photo_filter.kernel = name
    np.testing.assert_array_equal(photo_filter.kernel, kernels[name])
    assert photo_filter.kernel_name == part(photo_filter, "Kernel").value == name
    assert_is_filtered(photo_filter)


@pytest.mark.parametrize("mode", ["zeros", "reflect", "replicate", "circular"])
def test_every_padding_mode_can_be_set(photo_filter, mode):
    photo_filter.padding_mode = mode
    assert part(photo_filter, "Padding mode").value == mode
    assert_is_filtered(photo_filter)


@pytest.mark.parametrize(
    "photo",
    [
        PHOTO[..., 0],
        RNG.integers(0, 256, (5, 8, 4), np.uint8),
        RNG.integers(0, 65536, (5, 8), np.uint16),
        RNG.random((5, 8, 3), np.float32),
    ],
    ids=["grey", "RGBA", "uint16", "float32"],
)
def test_every_kind_of_photo_can_be_set(photo_filter, photo):
    photo_filter.photo = photo
    assert photo_filter.filtered.dtype == photo.dtype
    assert_is_filtered(photo_filter)


def test_a_kernel_of_any_size_can_be_set(photo_filter):
    photo_filter.kernel = np.ones((2, 15)) / 30
    assert photo_filter.kernel_name == "your own"
    assert_is_filtered(photo_filter)


WRONG = [
    ("kernel", "blurr", "'blurr' is not a known name: choose from identity"),
    ("kernel", [1, 2], r"shape \(2,\)"),
    ("kernel", np.zeros((0, 3)), r"shape \(0, 3\)"),
    ("kernel", [[np.nan]], "finite"),
    ("kernel", None, "kernel"),
    ("kernel", [[1, 2], [3]], "kernel is not rectangular"),
    ("kernel", [[1j]], "kernel has dtype complex128"),
    ("photo", [1, 2], "photo"),
    ("photo", np.zeros((3, 3, 7), np.uint8), r"shape \(3, 3, 7\)"),
    ("padding_mode", "mirror", r"padding_mode='mirror' must be one of \('zeros', 'reflect'"),
    ("photo", None, "photo"),
    ("padding_mode", None, "padding_mode=None"),
    ("presenter", 1, "presenter=1 must be False or True"),
]


@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_a_wrong_value_raises_and_changes_nothing(photo_filter, name, value, words):
    before = state(photo_filter)
    with pytest.raises((TypeError, ValueError), match=words):
        setattr(photo_filter, name, value)
    assert state(photo_filter) == before


def test_a_padding_mode_that_does_not_fit_the_kernel_is_refused(photo_filter):
    photo_filter.kernel = np.ones((27, 1)) / 27
    before = state(photo_filter)
    with pytest.raises(ValueError, match="padding"):
        photo_filter.padding_mode = "reflect"
    assert state(photo_filter) == before


def test_a_padding_mode_chosen_by_hand_that_does_not_fit_is_taken_back(photo_filter):
    photo_filter.kernel = np.ones((27, 1)) / 27
    part(photo_filter, "Padding mode").value = "reflect"
    assert photo_filter.padding_mode == part(photo_filter, "Padding mode").value == "zeros"
    assert sentence(photo_filter).startswith("Nothing was changed: ")


# Several at once


TOGETHER = {"photo": RNG.integers(0, 256, (40, 3), np.uint8), "kernel": "box_blur",
            "padding_mode": "reflect"}  # fmt: skip
ORDERS = [order for n in (2, 3) for order in permutations(TOGETHER, n)]


def set_together(widget, **values):
    with widget.hold_trait_notifications():
        for name, value in values.items():
            setattr(widget, name, value)


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_several_can_be_set_together_in_any_order(photo_filter, order):
    set_together(photo_filter, **{name: TOGETHER[name] for name in order})
    wanted = {"photo": PHOTO, "kernel": "sharpen", "padding_mode": "zeros"} | {
        name: TOGETHER[name] for name in order
    }
    np.testing.assert_array_equal(photo_filter.photo, wanted["photo"])
    np.testing.assert_array_equal(photo_filter.kernel, kernels[wanted["kernel"]])
    assert photo_filter.padding_mode == wanted["padding_mode"]
    assert_is_filtered(photo_filter)
    assert part(photo_filter, "Kernel").value == wanted["kernel"]
    assert part(photo_filter, "Padding mode").value == wanted["padding_mode"]


@pytest.mark.parametrize("order", [*permutations(TOGETHER)], ids=" ".join)
def test_values_that_fit_only_together_are_taken_together(order):
    photo_filter = PhotoFilter(PHOTO[:1, :1], "identity")
    values = {"photo": PHOTO, "kernel": np.ones((9, 9)) / 81, "padding_mode": "reflect"}
    set_together(photo_filter, **{name: values[name] for name in order})
    assert photo_filter.padding_mode == "reflect"
    assert_is_filtered(photo_filter)


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("name", "value", "words"), WRONG)
def test_a_wrong_value_takes_back_what_was_set_with_it(photo_filter, name, value, words, first):
    before, still = state(photo_filter), photo_filter._repr_mimebundle_()["text/html"]
    good = {other: TOGETHER[other] for other in TOGETHER if other != name}
    values = {name: value} | good if first else good | {name: value}
    with pytest.raises((TypeError, ValueError), match=words):
        set_together(photo_filter, **values)
    assert state(photo_filter) == before
    assert photo_filter._repr_mimebundle_()["text/html"] == still
    set_together(photo_filter, **TOGETHER)
    assert_is_filtered(photo_filter)


@pytest.mark.parametrize(
    "order", [("photo", "padding_mode"), ("padding_mode", "photo")], ids=" ".join
)
def test_values_that_do_not_fit_together_are_both_taken_back(photo_filter, order):
    before = state(photo_filter)
    values = {"photo": PHOTO[:1, :1], "padding_mode": "reflect"}
    with pytest.raises(ValueError, match="use at most 0, or another padding_mode"):
        set_together(photo_filter, **{name: values[name] for name in order})
    assert state(photo_filter) == before


def test_whoever_observes_sees_a_state_that_belongs_together(photo_filter):
    seen = []
    photo_filter.observe(lambda change: seen.append(change.name), [*TOGETHER, "filtered"])
    photo_filter.observe(lambda change: assert_is_filtered(photo_filter))
    set_together(photo_filter, **TOGETHER)
    assert set(seen) == {*TOGETHER, "filtered"}


def test_a_photo_that_is_refused_keeps_the_size_of_the_one_before(photo_filter):
    photo_filter.photo = np.full((1300, 900, 3), 7, np.uint8)
    with pytest.raises(ValueError, match="reflect"):
        set_together(photo_filter, photo=np.zeros((2000, 1)), padding_mode="reflect")
    photo_filter.kernel = "edge"
    assert "433×300 photo, reduced from 1300×900;" in sentence(photo_filter)
    photo_filter.photo = np.zeros((1, 70000), np.uint8)
    assert "1×636 photo, reduced from 1×70000;" in sentence(photo_filter)


SIZES = st.tuples(st.integers(1, 12), st.integers(1, 12))
VALUES = {
    "photo": SIZES.map(lambda size: RAMP[: size[0], : size[1]]),
    "kernel": st.sampled_from([*kernels, "no name"]) | SIZES.map(np.ones),
    "padding_mode": st.sampled_from([*PADDING_MODES, "mirror"]),
}
CHANGE = st.one_of(*(st.tuples(st.just(name), value) for name, value in VALUES.items()))


@given(st.lists(st.lists(CHANGE, min_size=1, max_size=3), max_size=5))
def test_photo_kernel_padding_mode_and_result_always_belong_together(batches):
    photo_filter = PhotoFilter(PHOTO, "sharpen")
    for batch in batches:
        before = state(photo_filter)
        try:
            with photo_filter.hold_trait_notifications():
                for name, value in batch:
                    setattr(photo_filter, name, value)
        except (TypeError, ValueError):
            assert state(photo_filter) == before
        assert_is_filtered(photo_filter)
        assert part(photo_filter, "Kernel").value == photo_filter.kernel_name
        assert part(photo_filter, "Padding mode").value == photo_filter.padding_mode


def test_the_photo_is_a_copy_that_cannot_be_changed_in_place(photo_filter):
    given = PHOTO.copy()
    photo_filter.photo = given
    given[:] = 0
    np.testing.assert_array_equal(photo_filter.photo, PHOTO)
    with pytest.raises(ValueError, match="read-only"):
        photo_filter.photo[0, 0] = 5


def test_the_result_cannot_be_set(photo_filter):
    with pytest.raises(Exception, match="read-only"):
        photo_filter.filtered = PHOTO


def test_changes_can_be_observed(photo_filter):
    seen = []
    photo_filter.observe(lambda change: seen.append(photo_filter.filtered), "kernel")
    photo_filter.kernel = "identity"
    np.testing.assert_array_equal(seen, [PHOTO])


def test_the_kernel_is_a_copy_that_cannot_be_changed_in_place(photo_filter):
    given = np.ones((3, 3))
    photo_filter.kernel = given
    given[0, 0] = 5
    assert photo_filter.kernel[0, 0] == 1
    with pytest.raises(ValueError, match="read-only"):
        photo_filter.kernel[0, 0] = 5


def test_a_large_photo_is_reduced_and_says_so(photo_filter):
    photo_filter.photo = np.full((1300, 900, 3), 7, np.uint8)
    assert photo_filter.photo.shape == (433, 300, 3)
    assert "433×300 photo, reduced from 1300×900;" in sentence(photo_filter)
    photo_filter.photo = PHOTO
    assert "reduced" not in sentence(photo_filter)


def test_a_kernel_chosen_in_the_list_moves_everything(photo_filter):
    part(photo_filter, "Kernel").value = "edge"
    np.testing.assert_array_equal(photo_filter.kernel, kernels["edge"])
    assert fields(photo_filter).weights[1][1] == 8
    assert_is_filtered(photo_filter)


def test_your_own_cannot_be_chosen_only_made(photo_filter):
    part(photo_filter, "Kernel").value = "your own"
    assert photo_filter.kernel_name == "sharpen"


def test_a_weight_is_edited_by_itself(photo_filter):
    type_weight(photo_filter, 0, 2, -3)
    wanted = np.array(kernels["sharpen"])
    wanted[0, 2] = -3
    np.testing.assert_array_equal(photo_filter.kernel, wanted)
    assert part(photo_filter, "Kernel").value == "your own"
    assert_is_filtered(photo_filter)


def test_the_other_weights_keep_the_digits_that_a_field_does_not_show(photo_filter):
    photo_filter.kernel = "box_blur"
    assert fields(photo_filter).weights[1][1] == 0.1111
    type_weight(photo_filter, 0, 0, 0)
    assert photo_filter.kernel[1, 1] == 1 / 9


def test_a_field_keeps_the_digits_as_they_are_typed(photo_filter):
    type_weight(photo_filter, 0, 0, 0.123456)
    assert photo_filter.kernel[0, 0] == 0.123456
    assert fields(photo_filter).weights[0][0] == 0.123456


def test_there_is_one_field_for_each_weight(photo_filter):
    photo_filter.kernel = [[1, 2, 3], [4, 5, 6]]
    assert fields(photo_filter).weights == [[1, 2, 3], [4, 5, 6]]


def test_too_many_weights_are_not_edited_one_by_one(photo_filter):
    photo_filter.kernel = gaussian_kernel(11, 2)
    assert fields(photo_filter).weights == []
    assert "11×11 weights are too many to edit here" in fields(photo_filter).told
    photo_filter.kernel = "edge"
    assert np.shape(fields(photo_filter).weights) == (3, 3)
    assert fields(photo_filter).told == ""


def test_weights_typed_while_the_kernel_got_another_size_are_dropped(photo_filter):
    photo_filter.kernel = [[1, 2]]
    fields(photo_filter).weights = [[0, 0, 0], [0, 0.5, 0], [0, 0, 0]]
    np.testing.assert_array_equal(photo_filter.kernel, [[1, 2]])
    assert fields(photo_filter).weights == [[1, 2]]


def test_presenter_size_is_set_from_either_side():
    photo_filter = PhotoFilter(PHOTO, presenter=True)
    button = next(
        p for p in parts(photo_filter) if p is not photo_filter and hasattr(p, "presenter")
    )
    assert button.presenter is True
    button.presenter = False
    assert photo_filter.presenter is False


def test_a_ring_of_zeros_changes_the_kernel_but_not_the_picture(photo_filter):
    before = photo_filter.filtered
    part(photo_filter, "Add a ring of zeros").click()
    assert photo_filter.kernel.shape == (5, 5)
    np.testing.assert_array_equal(photo_filter.filtered, before)
    part(photo_filter, "Drop the outer ring").click()
    np.testing.assert_array_equal(photo_filter.kernel, kernels["sharpen"])


def test_the_weights_can_be_divided_by_their_sum(photo_filter):
    photo_filter.kernel = [[1, 2], [3, 4]]
    part(photo_filter, "Divide by the sum").click()
    np.testing.assert_allclose(photo_filter.kernel, [[0.1, 0.2], [0.3, 0.4]])


@pytest.mark.parametrize(
    ("kernel", "button"),
    [
        ("edge", "Divide by the sum"),
        ([[1, 1]], "Drop the outer ring"),
        (np.ones((9, 9)), "Add a ring of zeros"),
    ],
)
def test_a_button_that_could_do_nothing_is_off(photo_filter, kernel, button):
    assert not part(photo_filter, button).disabled
    photo_filter.kernel = kernel
    assert part(photo_filter, button).disabled


def test_an_uploaded_photo_is_shown(photo_filter):
    own = np.rot90(PHOTO)
    upload(photo_filter, "own.png", iio.imwrite("<bytes>", own, extension=".png"))
    np.testing.assert_array_equal(photo_filter.photo, own)
    assert_is_filtered(photo_filter)
    assert 'alt="own.png"' in photo_filter._repr_mimebundle_()["text/html"]


def test_a_photo_made_smaller_in_the_browser_tells_the_size_it_had(photo_filter):
    content = iio.imwrite("<bytes>", PHOTO, extension=".png")
    upload(photo_filter, "large.png", content, size=[6000, 4500])
    assert "12×9 photo, reduced from 6000×4500;" in sentence(photo_filter)
    upload(photo_filter, "small.png", content)
    assert "reduced" not in sentence(photo_filter)


def test_a_file_that_is_too_large_is_refused_in_words(photo_filter):
    before = state(photo_filter)
    upload(photo_filter, "scan.tiff", None)
    assert state(photo_filter) == before
    assert sentence(photo_filter) == (
        "scan.tiff is too large to be sent and cannot be made smaller here, so the photo before "
        "stays. Choose a PNG or JPEG file."
    )


@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n cut off"])
def test_a_bad_file_is_explained_and_loses_nothing(photo_filter, content):
    before, still = state(photo_filter), photo_filter._repr_mimebundle_()["text/html"]
    upload(photo_filter, "bad.png", content)
    assert state(photo_filter) == before
    assert photo_filter._repr_mimebundle_()["text/html"] == still
    assert sentence(photo_filter).startswith("bad.png is damaged or no picture")


def test_a_file_without_a_known_white_is_explained_and_loses_nothing(photo_filter):
    before = state(photo_filter)
    upload(photo_filter, "depth.pfm", b"Pf 2 1 -1.0\n" + np.array([0, 7], "<f4").tobytes())
    assert state(photo_filter) == before
    assert sentence(photo_filter).startswith("depth.pfm cannot be shown, so the photo before stays")
    assert "from 0.0 to 7.0 but must run from 0 to 1: divide it" in sentence(photo_filter)


def test_an_uploaded_photo_that_does_not_fit_the_padding_mode_is_explained(photo_filter):
    photo_filter.padding_mode = "reflect"
    photo_filter.kernel = np.ones((5, 5)) / 25
    before, still = state(photo_filter), photo_filter._repr_mimebundle_()["text/html"]
    upload(photo_filter, "tiny.png", iio.imwrite("<bytes>", PHOTO[:1, :1], extension=".png"))
    assert state(photo_filter) == before
    assert photo_filter._repr_mimebundle_()["text/html"] == still
    assert sentence(photo_filter).startswith("Nothing was changed: ")


def test_the_same_file_can_be_uploaded_again(photo_filter):
    content = iio.imwrite("<bytes>", PHOTO[:4], extension=".png")
    upload(photo_filter, "own.png", content)
    photo_filter.photo = PHOTO
    upload(photo_filter, "own.png", content)
    np.testing.assert_array_equal(photo_filter.photo, PHOTO[:4])


@pytest.mark.parametrize(
    ("kernel", "words"),
    [
        ("box_blur", "sum to 1: flat areas keep their brightness."),
        ("edge", "sum to 0: flat areas turn black."),
        ([[0.1, 0.2, -0.3]], "sum to 0: flat areas turn black."),
        ([[-2]], "sum to -2: flat areas turn black."),
        ([[0.5, 1]], "sum to 1.5: flat areas become 1.5 times as bright."),
    ],
)
def test_the_sentence_says_what_the_sum_of_the_weights_does(photo_filter, kernel, words):
    photo_filter.kernel = kernel
    assert words in sentence(photo_filter)


def test_the_text_is_stable(photo_filter):
    text = (
        "PhotoFilter: 12×9 photo, sharpen 3×3, padding mode zeros. To move, it needs Python: open "
        "it in Jupyter and run this cell"
    )
    assert repr(photo_filter) == text
    assert photo_filter._repr_mimebundle_()["text/plain"] == text


def test_the_still_shows_both_photos_with_alt_text_beside_the_live_view():
    bundle = PhotoFilter(PHOTO, "emboss", alt="noise")._repr_mimebundle_()
    assert WIDGET_VIEW in bundle
    assert bundle["text/html"].count("<img ") == 2
    assert "it needs Python: open it in Jupyter and run this cell" in bundle["text/html"]
    assert 'alt="noise"' in bundle["text/html"]
    assert 'alt="noise, filtered with emboss"' in bundle["text/html"]
    assert bundle["image/jpeg"]  # for exports that know no HTML


def test_the_solution_of_the_lessons_first_exercise_can_be_tried(photo_filter):
    blur = np.ones((5, 5)) / 25
    assert check_blur_kernel(blur).ok
    photo_filter.kernel = blur
    assert_is_filtered(photo_filter)


def test_a_closed_filter_that_is_shown_says_so(photo_filter, capsys):
    photo_filter.close()
    photo_filter._ipython_display_()
    assert "This PhotoFilter was closed" in capsys.readouterr().out
    photo_filter.kernel = "edge"
    assert_is_filtered(photo_filter)
