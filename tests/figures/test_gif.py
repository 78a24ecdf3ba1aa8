"""gif.py: what is written of frames, and read back."""

from io import BytesIO

import imageio.v3 as iio
import numpy as np
import pytest
from PIL import Image

from convlib.figures.gif import MOST_COLOURS, SHORT_GAP, gif, join_short_gaps

RANDOM = np.random.default_rng(8)
PALETTE = RANDOM.integers(0, 256, (MOST_COLOURS, 3)).astype(np.uint8)


def moving(count, rows=40, cols=60):
    """Frames on which a patch of noise moves one pixel further at every step."""
    still = RANDOM.integers(0, MOST_COLOURS, (rows, cols)).astype(np.uint8)
    patch = RANDOM.integers(0, MOST_COLOURS, (12, 7)).astype(np.uint8)
    for step in range(count):
        frame = still.copy()
        frame[5 + step : 17 + step, 9 + step : 16 + step] = patch
        yield frame


def saved_by_pillow(frames, times):
    """Save frames as Pillow does by itself: it compares them, and fills in what does not change."""
    first, *others = map(Image.fromarray, frames)
    file = BytesIO()
    first.save(
        file,
        format="GIF",
        save_all=True,
        append_images=others,
        palette=np.concatenate([PALETTE, [[255, 0, 255]]]).astype(np.uint8).tobytes(),
        optimize=True,
        transparency=MOST_COLOURS,
        duration=times,
        loop=0,
    )
    return file.getvalue()


def tiles(data):
    """What a GIF says of every rectangle that it holds."""
    with Image.open(BytesIO(data)) as picture:
        for number in range(picture.n_frames):
            picture.seek(number)
            yield picture.tile[0]


@pytest.mark.parametrize("count", [1, 2, 9])
def test_frames_come_back_pixel_by_pixel(count):
    frames = list(moving(count))
    data = gif(iter(frames), PALETTE, [100] * count)
    read = iio.imread(data, index=None, extension=".gif")[..., :3]
    np.testing.assert_array_equal(read, PALETTE[np.stack(frames)])


def test_the_colour_of_unchanged_pixels_can_be_a_frames_own_as_well():
    palette = np.array([[255, 0, 255], [0, 0, 0]], np.uint8)
    frames = [np.array([[0, 1, 1]], np.uint8), np.array([[0, 0, 1]], np.uint8)]
    read = iio.imread(gif(frames, palette, [100, 100]), index=None, extension=".gif")[..., :3]
    np.testing.assert_array_equal(read, palette[np.stack(frames)])


def test_only_the_rectangle_that_changed_is_written():
    data = gif(moving(3), PALETTE, [100] * 3)
    assert [tile[1] for tile in tiles(data)] == [(0, 0, 60, 40), (9, 5, 17, 18), (10, 6, 18, 19)]


def test_the_file_is_no_larger_than_pillows_own():
    frames, times = list(moving(9)), [100] * 9
    assert len(gif(frames, PALETTE, times)) <= len(saved_by_pillow(frames, times))


def test_frames_of_few_colours_have_short_codes():
    first = np.arange(200, dtype=np.uint8).reshape(4, 50)
    frames = [first, first.copy(), first.copy(), first.copy()]
    frames[1][:, 5], frames[2][:, [5, 45]], frames[3][:, [5, 45]] = 199, [150, 199], [199, 150]
    data = gif(frames, PALETTE, [100] * 4)
    assert [tile[3][0] for tile in tiles(data)] == [8, 2, 2, 2]
    read = iio.imread(data, index=None, extension=".gif")[..., :3]
    np.testing.assert_array_equal(read, PALETTE[np.stack(frames)])


@pytest.mark.parametrize(
    ("gap", "is_joined"), [(1, True), (SHORT_GAP, True), (SHORT_GAP + 1, False)]
)
def test_pixels_that_change_are_joined_across_short_gaps_alone(gap, is_joined):
    changed = np.zeros((3, 50), bool)
    changed[1, [4, 5, 6 + gap]] = True
    joined = join_short_gaps(changed)
    assert joined[1, 6 : 6 + gap].all() == joined[1, 6 : 6 + gap].any() == is_joined
    assert joined.sum() == (3 + gap if is_joined else 3)


def test_a_short_gap_may_reach_from_the_end_of_a_row_into_the_next():
    changed = np.zeros((2, 9), bool)
    changed[0, 8] = changed[1, 2] = True
    np.testing.assert_array_equal(np.flatnonzero(join_short_gaps(changed)), [8, 9, 10, 11])
