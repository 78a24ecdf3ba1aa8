"""animate.py: GIFs read back frame by frame."""

from itertools import product

import imageio.v3 as iio
import matplotlib
import numpy as np
import pytest
from PIL import Image

from convlib import conv2d, draw_receptive_field, save_animation
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING, address
from convlib.figures.animate import save_figures
from convlib.figures.step import Picture
from convlib.scene import Scene

RANDOM = np.random.default_rng(3)
SCENES = {
    "one cell": (([[3]], [[-2]]), {}),
    "seed": ((SEED_IMAGE, SEED_KERNEL), SEED_SETTING),
    "uneven padding": (
        (address(4, 5), [[1, 0, -1], [2, 2, 0]]),
        {"padding": ((1, 0), (2, 1)), "padding_mode": "replicate"},
    ),
    "flipped": (
        (RANDOM.normal(size=(6, 7)) * 100, RANDOM.normal(size=(3, 3))),
        {"stride": 2, "flip_kernel": True},
    ),
    "skipped and leftover": ((address(6, 8), [[1, -1], [0, 2]]), {"stride": (4, 3)}),
    "32×32": (
        (RANDOM.integers(0, 256, (32, 32)), RANDOM.integers(-2, 3, (3, 3))),
        {"stride": 9, "padding": 1},
    ),
}
SMALL = (address(3, 4), [[1, -1], [0, 2]])


def frames_of(path):
    return iio.imread(path, index=None)[..., :3]


def durations_of(path):
    with Image.open(path) as gif:
        times = []
        for number in range(gif.n_frames):
            gif.seek(number)
            times.append(gif.info["duration"])
    return times


def drawn(planes, **setting):
    figure = draw_receptive_field(*planes, **setting)
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba())[..., :3]


# Letters' edges have seven shades instead of 256; nothing else may differ. But before 3.11
# matplotlib put a letter of a line up to a pixel beside where it put it alone, and smoothed lines.
IS_OLD = matplotlib.__version_info__ < (3, 11)
SHIFTS, MOST = ((0, -1, 1), 80) if IS_OLD else ((0,), 40)


def differences(figure, frame):
    """Return how much each pixel differs, of letters that stand where matplotlib puts them."""
    shifted = [np.roll(figure, shift, axis=(0, 1)) for shift in product(SHIFTS, SHIFTS)]
    return np.min([abs(one.astype(int) - frame) for one in shifted], axis=0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "scene.gif"


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_each_frame_looks_like_the_figure_of_its_position(path, scene):
    planes, setting = scene
    save_animation(path, *planes, **setting)
    frames = frames_of(path)
    shape = conv2d(*planes, **setting).shape
    assert len(frames) == np.prod(shape)
    for frame in {0, len(frames) // 3, len(frames) // 2, len(frames) - 1}:
        position = np.unravel_index(frame, shape)
        figure = drawn(planes, **setting, position=tuple(map(int, position)))
        difference = differences(figure, frames[frame])
        assert difference.max() <= MOST
        assert difference.mean() < 2


def test_given_positions_are_shown_in_their_order(path):
    positions = [(1, 2), (0, 0), (np.int64(1), 1)]
    save_animation(path, *SMALL, positions=iter(positions))
    for frame, position in zip(frames_of(path), positions, strict=True):
        difference = differences(drawn(SMALL, position=position), frame)
        assert difference.max() <= MOST


def test_filled_in_feature_map_shows_only_results_reached(path, tmp_path):
    positions = [(0, 0), (1, 1), (0, 1)]
    save_animation(path, *SMALL, positions=positions, fill_in=True)
    save_animation(tmp_path / "all.gif", *SMALL, positions=positions)
    some, every = frames_of(path), frames_of(tmp_path / "all.gif")
    box = Picture(Scene.of(*SMALL)).layout.feature_map
    shown = [
        {
            (row, col)
            for row, col in np.ndindex(2, 3)
            if (cell_of(frame, box, row, col) != 255).any()
        }
        for frame in some
    ]
    assert shown == [{(0, 0)}, {(0, 0), (1, 1)}, {(0, 0), (1, 1), (0, 1)}]
    assert (cell_of(some[2], box, 1, 1) == cell_of(every[2], box, 1, 1)).all()
    elsewhere = (some != every).any(axis=(0, 3))
    elsewhere[box.y : box.y + box.height, box.x : box.x + box.width] = False
    assert not elsewhere.any()


def test_lines_around_results_not_reached_hint_at_nothing(path):
    save_animation(path, *SMALL, fill_in=True)
    box = Picture(Scene.of(*SMALL)).layout.feature_map
    below = frames_of(path)[0][box.y + box.cell + 5 : box.y + box.height, box.x : box.x + box.width]
    assert below.min() < 200  # there are lines
    assert (np.ptp(below, axis=2) == 0).all()


def test_completely_filled_in_feature_map_is_that_of_the_figure(path, tmp_path):
    save_animation(path, *SMALL, fill_in=True)
    save_animation(tmp_path / "all.gif", *SMALL)
    assert (frames_of(path)[-1] == frames_of(tmp_path / "all.gif")[-1]).all()


def cell_of(frame, box, row, col):
    """Pixels of a cell, without borders."""
    y, x = box.y + row * box.cell, box.x + col * box.cell
    return frame[y + 6 : y + box.cell - 6, x + 6 : x + box.cell - 6]


def test_frames_last_as_told_and_the_last_is_held(path):
    save_animation(path, *SMALL, seconds=0.25, hold=1.5)
    assert durations_of(path) == [250] * 5 + [1500]


def test_single_frame_is_held(path):
    save_animation(path, *SMALL, positions=[(1, 1)], hold=1.5)
    with Image.open(path) as gif:
        assert (gif.n_frames, gif.info["duration"]) == (1, 1500)


def test_position_shown_twice_running_lasts_twice_as_long(path):
    save_animation(path, *SMALL, positions=[(0, 0), (0, 0), (0, 1)], seconds=0.3, hold=1)
    assert durations_of(path) == [600, 1000]


def test_animation_never_ends(path):
    save_animation(path, *SMALL)
    with Image.open(path) as gif:
        assert gif.info["loop"] == 0


def local_palettes(data):
    """How many frames of a GIF bring a palette of their own."""
    place = 13 + 3 * 2 ** ((data[10] & 7) + 1)
    count = 0
    while data[place] != 0x3B:
        if data[place] == 0x21:  # extension
            place += 2
        else:  # image
            flags = data[place + 9]
            count += flags >> 7
            place += 11 + (flags >> 7) * 3 * 2 ** ((flags & 7) + 1)
        while data[place]:  # blocks
            place += data[place] + 1
        place += 1
    return count


def test_frames_share_one_palette(path):
    save_animation(path, *SCENES["seed"][0], **SCENES["seed"][1])
    data = path.read_bytes()
    assert data[10] & 0x80  # there is a global palette
    assert local_palettes(data) == 0


def test_smooth_image_shows_no_bands(path):
    image = np.add.outer(np.arange(32), np.arange(32)) / 62
    planes = (image, [[1.0]])
    save_animation(path, *planes, positions=[(0, 0)])
    box = Picture(Scene.of(*planes)).layout.image
    # One pixel of each cell, off its lines.
    rows, cols = (start + 3 + box.cell * np.arange(32) for start in (box.y, box.x))
    cells = np.ix_(rows, cols)
    difference = abs(frames_of(path)[0][cells].astype(int) - drawn(planes)[cells])
    assert difference.shape == (32, 32, 3)
    assert difference[1:].max() <= 3  # the window lies on the first row


def test_what_stays_still_does_not_flicker(path):
    save_animation(path, *SCENES["seed"][0], **SCENES["seed"][1])
    frames = frames_of(path)
    moved = (frames != frames[0]).any(axis=(0, 3))
    # Heading, kernel and legend.
    assert not moved[:80].any()
    assert not moved[:300, 640:].any()
    assert not moved[-45:].any()


def test_same_arguments_make_the_same_file(path, tmp_path):
    save_animation(path, *SMALL)
    save_animation(tmp_path / "again.GIF", *SMALL)
    assert path.read_bytes() == (tmp_path / "again.GIF").read_bytes()


def test_file_of_the_seed_scene_is_small(path):
    save_animation(path, *SCENES["seed"][0], **SCENES["seed"][1])
    assert path.stat().st_size < 400_000


def test_progress_is_counted_on_request_only(path, capsys):
    save_animation(path, *SMALL)
    assert capsys.readouterr() == ("", "")
    save_animation(path, *SMALL, progress=True)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.split("\r")[1:] == [f"frame {n} of 6" for n in range(1, 6)] + ["frame 6 of 6\n"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"positions": []}, "positions is empty"),
        ({"positions": [(0, 0), (2, 0)]}, r"position=\(2, 0\) lies outside"),
        ({"seconds": 0}, "seconds=0"),
        ({"hold": float("nan")}, "hold=nan"),
        ({"stride": 0}, "stride=0"),
        ({"dilation": 9}, "spans 10 rows"),
    ],
)
def test_bad_input_is_refused_and_leaves_the_file_alone(path, arguments, message):
    path.write_text("precious")
    with pytest.raises(ValueError, match=message):
        save_animation(path, *SMALL, **arguments)
    assert path.read_text() == "precious"


def test_one_position_in_place_of_a_list_of_them_is_refused(path):
    with pytest.raises(TypeError, match="position=1 must be a pair"):
        save_animation(path, *SMALL, positions=(1, 1))


def test_interrupted_run_leaves_the_file_alone(path, monkeypatch):
    path.write_text("precious")
    monkeypatch.setattr("convlib.figures.film.Film.frame", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        save_animation(path, *SMALL)
    assert path.read_text() == "precious"


@pytest.mark.parametrize("name", ["scene", "scene.png", "missing/scene.gif"])
def test_path_must_be_a_gif_in_a_folder_that_exists(tmp_path, name):
    with pytest.raises(ValueError, match="path="):
        save_animation(tmp_path / name, *SMALL)
    assert list(tmp_path.iterdir()) == []


def test_equal_frames_that_are_one_too_long_frame_in_a_gif_are_refused(path):
    with pytest.raises(ValueError, match="equal frames in a row last longer together than the 655"):
        save_animation(path, *SMALL, positions=[(0, 0), (0, 0)], seconds=600, hold=600)
    assert not path.exists()
    save_animation(path, *SMALL, positions=[(0, 0), (0, 1)], seconds=600, hold=600)
    assert durations_of(path) == [600_000, 600_000]
    save_animation(path, *SMALL, positions=[(0, 0), (0, 0)], seconds=300, hold=300)
    assert durations_of(path) == [600_000]


# Figures of any kind


def test_figures_become_frames_with_their_times(path):
    steps = [(0, 0), (0, 1), (1, 2)]
    save_figures(path, (draw_receptive_field(*SMALL, position=at) for at in steps), [1, 0.5, 2])
    assert durations_of(path) == [1000, 500, 2000]
    for frame, position in zip(frames_of(path), steps, strict=True):
        assert abs(drawn(SMALL, position=position).astype(int) - frame).mean() < 1
    assert local_palettes(path.read_bytes()) == 0


def test_a_figure_may_be_changed_between_two_frames(tmp_path):
    def marked():
        figure = draw_receptive_field(*SMALL)
        for text in "ab":
            mark = figure.text(0.5, 0.5, text)
            yield figure
            mark.remove()

    save_figures(tmp_path / "one.gif", marked(), [1, 1])
    frames = iio.imread(tmp_path / "one.gif", index=None)
    assert len(frames) == 2
    assert not np.array_equal(*frames)


@pytest.mark.parametrize(
    ("figures", "seconds", "message"),
    [
        (0, [], "0 figures and 0 times"),
        (1, [1, 1], "1 figures and 2 times"),
        (1, [0], r"seconds\[0\]=0 must be from"),
    ],
)
def test_figures_without_times_are_refused(path, figures, seconds, message):
    with pytest.raises(ValueError, match=message):
        save_figures(path, [draw_receptive_field(*SMALL)] * figures, seconds)
    assert not path.exists()
