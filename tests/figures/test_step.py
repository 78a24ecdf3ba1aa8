"""The figure of one step, read off its artists: what stands where, and whether it can be read."""

import io
import pickle
import re
import subprocess
import sys

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Polygon
from PIL import Image

from convlib import ConvGeometry, conv2d, draw_loops, draw_receptive_field
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING, address
from convlib.figures.colours import VALUE_HUES, WEIGHT_HUES, tints
from convlib.figures.pixels import figure_png
from convlib.figures.step import Picture
from convlib.scene import Scene
from tests.support.artists import (
    axes,
    cells,
    extent,
    off_the_page,
    outlines,
    overlapping,
    page_texts,
    too_wide,
    values,
)

RANDOM = np.random.default_rng(2)
SEED = ((SEED_IMAGE, SEED_KERNEL), SEED_SETTING)
SCENES = {
    "one cell": (([[3]], [[-2]]), {}),
    "3×3 over 5×5": ((address(5, 5), np.eye(3, dtype=int)), {}),
    "seed": SEED,
    "uneven padding": ((address(5, 5), [[1, 0, -1]]), {"padding": ((1, 0), (2, 1))}),
    "leftover": ((address(7, 8), [[1, 0, -1]] * 2), {"stride": (2, 3)}),
    "long numbers": (
        (RANDOM.integers(-(10**9), 10**9, (6, 7)), RANDOM.normal(size=(3, 3)) * 1e-4),
        {"dilation": 2},
    ),
    "everything": (
        (address(6, 4), [[1, 2], [3, 4]]),
        {"stride": 4, "dilation": 2, "padding": ((1, 1), (1, 0))},
    ),
    "fractions": ((RANDOM.normal(size=(6, 7)) * 100, RANDOM.normal(size=(2, 3))), {}),
    "32×32": ((RANDOM.integers(0, 10, (32, 32)), RANDOM.integers(-2, 3, (7, 7))), {}),
    "photo": (
        (RANDOM.integers(0, 256, (32, 32)), np.full((3, 3), 1 / 9)),
        {"padding": 1, "padding_mode": "reflect"},
    ),
    "many tints": (
        (RANDOM.integers(-9, 99, (32, 32)), RANDOM.integers(-9, 9, (5, 5))),
        {},
    ),
    "tall": ((address(32, 1), [[1], [-1]]), {"padding": (3, 3)}),
    "wide": ((address(1, 32), [[1, -1]]), {"padding": (0, 3)}),
}
every_scene = pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)


def draw(scene, **more):
    planes, setting = scene
    return draw_receptive_field(*planes, **setting, **more)


def sum_text(figure):
    return " ".join(t.get_text() for t in figure.axes[0].texts if t.get_gid() == "sum")


# What stands where


def test_image_values_stand_in_their_cells_padding_outside():
    figure = draw_receptive_field(address(2, 3) + 1, [[1]], padding=((1, 0), (0, 2)))
    expected = np.pad(address(2, 3) + 1, ((1, 0), (0, 2)))
    assert values(axes(figure, "image")) == {
        (row - 1, col): value for (row, col), value in np.ndenumerate(expected)
    }


def test_padding_shows_the_values_of_its_mode():
    figure = draw_receptive_field([[5, 6, 7]], [[1]], padding=(0, 1), padding_mode="circular")
    shown = values(axes(figure, "image"))
    assert (shown[0, -1], shown[0, 3]) == (7, 5)


def test_feature_map_shows_the_results():
    figure = draw(SEED)
    expected = conv2d(*SEED[0], **SEED[1])
    assert values(axes(figure, "feature map")) == dict(np.ndenumerate(expected))


def test_kernel_shows_its_weights_as_given_even_flipped():
    figure = draw_receptive_field(address(4, 4), [[1, 2], [3, -4]], flip_kernel=True)
    shown = values(axes(figure, "kernel"))
    assert shown == {(0, 0): 1, (0, 1): 2, (1, 0): 3, (1, 1): -4}


@pytest.mark.parametrize("flip", [False, True])
def test_every_tapped_cell_names_and_wears_its_weight(flip):
    kernel = np.array([[1, -2, 3], [4, 5, 0]])
    setting = {"stride": 2, "dilation": (1, 2), "padding": 1}
    figure = draw_receptive_field(
        address(5, 6), kernel, position=(1, 1), flip_kernel=flip, **setting
    )
    image, laid = axes(figure, "image"), kernel[::-1, ::-1] if flip else kernel
    rows, cols = ConvGeometry((5, 6), kernel.shape, **setting).window((1, 1))
    overlay = np.asarray(image.images[1].get_array())
    colours = tints(laid, WEIGHT_HUES)
    texts = cells(image)
    for (r, c), weight in np.ndenumerate(laid):
        assert texts[rows[r], cols[c]][1] == f"×{weight}".replace("-", "−")
        assert (overlay[rows[r] + 1, cols[c] + 1] == [*colours[r, c], 255]).all()
    assert (overlay[..., 3] == 255).sum() == kernel.size
    assert sum(len(texts) == 2 for texts in texts.values()) == kernel.size


@pytest.mark.parametrize("dilation", [1, 2, (1, 2), (3, 1)])
def test_thick_outlines_enclose_exactly_the_window(dilation):
    figure = draw_receptive_field(
        address(8, 9), np.ones((2, 3)), position=(1, 0), dilation=dilation
    )
    rows, cols = ConvGeometry((8, 9), (2, 3), dilation=dilation).window((1, 0))
    enclosed = [
        (row + r, col + c)
        for row, col, height, width in outlines(axes(figure, "image"), 3)
        for r, c in np.ndindex(round(height), round(width))
    ]
    assert sorted(enclosed) == [(row, col) for row in rows for col in cols]


def test_span_is_outlined_where_taps_leave_gaps():
    figure = draw_receptive_field(address(8, 9), np.ones((2, 3)), position=(1, 1), dilation=(1, 2))
    assert (1, 1, 2, 5) in outlines(axes(figure, "image"), 1)


def test_current_cell_has_a_double_border():
    figure = draw(SEED, position=(2, 4))
    feature_map = axes(figure, "feature map")
    (outer,), inner = outlines(feature_map, 3), outlines(feature_map, 1)
    middles = [(row + h / 2, col + w / 2) for row, col, h, w in (outer, inner[-1])]
    assert np.allclose(middles, (2.5, 4.5))


def test_padding_is_dashed_and_the_image_is_not():
    figure = draw_receptive_field([[1, 2]], [[1]], padding=(0, 1))
    solid, dashed = axes(figure, "image").collections
    assert solid.get_linestyle()[0][1] is None
    assert dashed.get_linestyle()[0][1] is not None
    assert {-1.5, 2.5} <= {x for path in dashed.get_segments() for x, _ in path}


def test_leftover_is_hatched():
    figure = draw_receptive_field(address(6, 8), np.ones((2, 2)), stride=(3, 4))
    hatched = [p.get_bbox().extents for p in axes(figure, "image").patches if p.get_hatch()]
    # Rows 5 and columns 6, 7; the corner once.
    assert sorted(map(tuple, hatched)) == [(-0.5, 4.5, 7.5, 5.5), (5.5, -0.5, 7.5, 4.5)]


@pytest.mark.parametrize(
    ("shape", "kernel", "setting"),
    [
        ((7, 8), (2, 2), {"stride": (3, 3), "padding": ((1, 0), (0, 1)), "dilation": (2, 1)}),
        ((5, 6), (1, 1), {"stride": 2}),
        ((4, 4), (3, 3), {}),
    ],
)
def test_cells_that_no_tap_meets_have_a_filled_corner(shape, kernel, setting):
    figure = draw_receptive_field(address(*shape), np.ones(kernel), **setting)
    corners = [p for p in axes(figure, "image").patches if isinstance(p, Polygon)]
    places = [(round(p.get_xy()[1, 1] - 0.5), round(p.get_xy()[1, 0] - 0.5)) for p in corners]
    unused = ConvGeometry(shape, kernel, **setting).count_map() == 0
    assert sorted(places) == list(map(tuple, np.argwhere(unused)))
    assert all(p.get_fill() for p in corners)
    assert ("skipped" in page_texts(figure)) == unused.any()


def test_row_and_column_numbers_count_from_the_image_corner():
    figure = draw_receptive_field([[1, 2]], [[1]], padding=((2, 0), (1, 0)))
    assert {"−1", "−2"} <= set(page_texts(figure))


@pytest.mark.parametrize(
    ("setting", "header"),
    [
        ({}, "image 5×6, kernel 2×3 → feature map 4×4"),
        ({"flip_kernel": True}, "image 5×6, kernel 2×3 turned by 180° → feature map 4×4"),
        ({"padding_mode": "reflect"}, "image 5×6, kernel 2×3 → feature map 4×4"),
        ({"padding": 1}, "image 5×6, kernel 2×3, zeros padding 1 → feature map 6×6"),
        (
            {"padding": ((1, 0), (0, 2)), "padding_mode": "reflect"},
            "image 5×6, kernel 2×3, reflect padding ((1, 0), (0, 2)) → feature map 5×6",
        ),
        (
            {"stride": 2, "padding": (0, 1), "dilation": (1, 2)},
            "image 5×6, kernel 2×3, stride 2, zeros padding (0, 1), dilation (1, 2) "
            "→ feature map 2×2",
        ),
    ],
)
def test_the_header_names_of_the_setting_what_is_set(setting, header):
    figure = draw_receptive_field(address(5, 6), np.ones((2, 3)), **setting)
    assert header in page_texts(figure)


# Tints


def test_values_and_weights_share_no_tint_but_white():
    values, weights = (
        {to_hex(colour / 255) for colour in tints(np.arange(-9, 10), hues)}
        for hues in (VALUE_HUES, WEIGHT_HUES)
    )
    assert values & weights == {"#ffffff"}


def test_tints_grow_with_the_absolute_value_on_both_sides_of_white():
    darkness = 3 * 255 - tints([-2, -1, 0, 1, 2], VALUE_HUES).sum(axis=1, dtype=int)
    assert darkness[0] > darkness[1] > darkness[2] == 0 < darkness[3] < darkness[4]


@pytest.mark.parametrize("hues", [VALUE_HUES, WEIGHT_HUES])
def test_black_is_readable_on_every_tint(hues):
    linear = (tints(np.linspace(-1, 1, 99), hues) / 255) ** 2.2
    luminance = linear @ [0.2126, 0.7152, 0.0722]
    assert ((luminance + 0.05) / 0.05).min() > 4.5 * 1.5  # pale numbers keep 4.5


def test_nan_and_infinity_are_drawn():
    figure = draw_receptive_field([[np.nan, np.inf, 1.0]], [[1.0]])
    assert [texts[0] for texts in cells(axes(figure, "image")).values()] == ["nan", "inf", "1"]
    figure.canvas.draw()


# The sum


@pytest.mark.parametrize("scene", ["seed", "uneven padding", "leftover", "one cell"])
def test_written_out_sum_is_true(scene):
    planes, setting = SCENES[scene]
    for position, result in np.ndenumerate(conv2d(*planes, **setting)):
        head, terms, total = re.split(": | = ", sum_text(draw(SCENES[scene], position=position)))
        assert head == f"feature map {position}"
        products = re.findall(r"\(?(−?[\d.]+)\)?·\(?(−?[\d.]+)\)?", terms.replace("-", "−"))
        numbers = [[float(n.replace("−", "-")) for n in pair] for pair in products]
        assert len(numbers) == np.size(planes[1])
        assert sum(a * b for a, b in numbers) == float(total.replace("−", "-")) == result


def test_seed_sum_reads_as_in_the_book():
    text = sum_text(draw(SEED))
    assert text.startswith("feature map (0, 0): 1·0 + 4·1 + 1·3 + 0·3 + 0·2 + 0·0")
    assert text.endswith(" = 52")


def test_terms_stay_in_their_place_where_rows_or_columns_reach_10():
    picture = Picture(Scene.of(address(11, 13) % 10, [[1, 2], [3, 4]]))
    lines = [picture.sum_lines(place)[0] for place in [(0, 0), (0, 11), (9, 10), (9, 9)]]
    assert [line.index("·") for line in lines] == [lines[1].index("·")] * 4
    assert lines[0].startswith("feature map (0, 0):  0·1 + 1·2 + 0·3")
    assert lines[1].startswith("feature map (0, 11): 1·1 + 2·2 + 1·3")


def test_rounded_numbers_make_the_sum_approximate():
    assert " ≈ 0.333333" in sum_text(draw_receptive_field([[1]], [[1 / 3]]))
    assert " = 0.25" in sum_text(draw_receptive_field([[1]], [[0.25]]))


@pytest.mark.parametrize("spread", [1, 1e3, 1e-4])
@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
def test_whole_sum_is_shown_in_the_lines_kept_for_it(size, spread):
    random = np.random.default_rng(size)
    picture = Picture(
        Scene.of(random.normal(size=(9, 9)) * spread, random.normal(size=(size,) * 2))
    )
    for position in np.ndindex(picture.scene.feature_map.shape):
        lines = picture.sum_lines(position)
        assert len(lines) <= picture.layout.sum_lines
        assert max(map(len, lines)) <= picture.layout.characters
        assert size > 3 or "…" not in " ".join(lines)


def test_sum_too_long_for_its_lines_loses_terms_from_its_middle():
    scene = ((np.full((12, 12), -1234), np.full((12, 12), -0.125)), {})
    text = sum_text(draw(scene))
    assert text.count("…") == 1
    assert text.endswith(" + (−1234)·(−0.125) = 22212")


# Can it be read?


@every_scene
def test_numbers_keep_inside_their_cells(scene):
    figure = draw(scene)
    for label in ("image", "kernel", "feature map"):
        assert too_wide(axes(figure, label)) == []


@pytest.mark.parametrize("plane", [-address(7, 8) - 10, [[-0.25, -0.0917]] * 3], ids=str)
def test_minus_signs_do_not_make_numbers_touch_those_of_the_next_cell(plane):
    image = axes(draw_receptive_field(plane, [[1]], position=(0, 0)), "image")
    numbers = [text for text in image.texts if not text.get_text().startswith("×")]
    widths = [extent(text).width for text in numbers]
    assert len(widths) == np.size(plane)
    assert max(widths) <= 0.9 * image.bbox.width / np.shape(plane)[1]


@every_scene
def test_texts_of_the_page_stay_on_it_and_apart(scene):
    figure = draw(scene)
    assert off_the_page(figure) == []
    assert overlapping(figure) == []


@every_scene
def test_figure_fits_a_notebook(scene):
    width, height = draw(scene).canvas.get_width_height()
    assert width <= 960
    assert height <= 860


@every_scene
def test_window_can_be_read_in_every_scene(scene):
    figure = draw(scene)
    window = [at for at in figure.axes if at.get_label() in ("image", "window") and at.texts]
    assert len(window) == 1
    sizes = {text.get_fontsize() * 128 / 72 for text in window[0].texts}
    assert min(sizes) >= 9


def test_magnified_window_shows_the_values_under_the_kernel():
    scene = SCENES["32×32"]
    shown = values(axes(draw(scene, position=(3, 5)), "window"))
    assert shown == dict(np.ndenumerate(scene[0][0][3:10, 5:12]))


def test_numbers_of_a_projected_scene_are_large():
    text = axes(draw(SEED), "image").texts[0]
    assert text.get_fontsize() * 128 / 72 >= 14 * 96 / 72  # 14 pt on a screen of 96 dpi


def test_page_is_equally_large_at_every_position():
    sizes = {
        draw(SCENES["fractions"], position=(row, col)).canvas.get_width_height()
        for row, col in np.ndindex(5, 5)
    }
    assert len(sizes) == 1


def test_legend_names_only_what_is_there():
    plain, rich = draw(SCENES["3×3 over 5×5"]), draw(SCENES["leftover"], padding=1, dilation=2)
    assert {"window", "current cell"} <= set(page_texts(plain))
    assert not {"padding", "span", "leftover", "skipped"} & set(page_texts(plain))
    assert {"window", "padding", "span", "leftover", "current cell"} <= set(page_texts(rich))


# Errors


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (([[1]], [[1]], {"position": (0, 1)}), ValueError, r"position=\(0, 1\)"),
        (([[1]], [[1]], {"position": 0}), TypeError, "position=0 must be a pair"),
        ((np.ones((33, 5)), [[1]], {}), ValueError, "apply_filter_to_image"),
        ((np.ones((5, 5, 3)), [[1]], {}), ValueError, "one plane"),
        (([[1j]], [[1]], {}), TypeError, "real"),
        (([[1]], [[1]], {"padding": 40}), ValueError, "padding"),
        (([[1]], np.ones((2, 2)), {}), ValueError, "spans 2 rows"),
        ((np.ones((0, 3)), [[1]], {}), ValueError, "image has shape"),
        (([[1], [1, 2]], [[1]], {}), ValueError, "image is not rectangular"),
    ],
)
def test_errors_name_the_argument_and_the_remedy(arguments, error, message):
    image, kernel, more = arguments
    with pytest.raises(error, match=message):
        draw_receptive_field(image, kernel, **more)


# Files


def test_drawing_leaves_pyplot_alone():
    code = (
        "import sys, convlib; convlib.draw_receptive_field([[1]], [[1]]).canvas.draw();"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_png_is_indexed_and_keeps_every_tint():
    figure = draw(SEED)
    picture = Image.open(io.BytesIO(figure_png(figure)))
    assert picture.mode == "P"
    drawn = np.asarray(figure.canvas.buffer_rgba())[..., :3].reshape(-1, 3)
    kept = np.asarray(picture.convert("RGB")).reshape(-1, 3)
    tint = (drawn == tints(SEED_IMAGE, VALUE_HUES)[0, 1]).all(axis=1)
    assert tint.sum() > 1000
    assert (kept[tint] == drawn[tint]).all()
    assert abs(kept.astype(int) - drawn).mean() < 1


def test_png_is_the_same_each_time_and_small():
    first, second = figure_png(draw(SEED)), figure_png(draw(SEED))
    assert first == second
    assert len(first) < 50_000
    assert b"tEXt" not in first
    assert b"tIME" not in first


def test_png_of_more_tints_than_it_has_room_for_keeps_all_their_hues():
    figure = draw_loops(*SCENES["many tints"][0], position=(20, 7))
    drawn, kept = as_drawn_and_as_png(figure)
    assert len(np.unique(drawn.reshape(-1, 3), axis=0)) > 1000
    assert abs(kept.astype(int) - drawn).max() <= 32


def as_drawn_and_as_png(figure):
    png = Image.open(io.BytesIO(figure_png(figure))).convert("RGB")
    return np.asarray(figure.canvas.buffer_rgba())[..., :3], np.asarray(png)


def test_a_figure_can_be_pickled_and_drawn_again():
    figure = draw(SCENES["everything"])
    again = pickle.loads(pickle.dumps(figure))
    assert figure_png(again) == figure_png(figure)


@pytest.mark.parametrize(("flip_kernel", "sign"), [(False, "⋆"), (True, "∗")])
def test_the_sign_between_image_and_kernel_says_whether_it_is_turned(flip_kernel, sign):
    figure = draw(SCENES["3×3 over 5×5"], flip_kernel=flip_kernel)
    signs = {"∗", "⋆"} & set(page_texts(figure))
    assert signs == {sign}
