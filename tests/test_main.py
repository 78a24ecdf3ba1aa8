"""python -m convlib: what lecturers and publishers type."""

import imageio.v3 as iio
import numpy as np
import pytest

from convlib.__main__ import main
from convlib.examples import address
from convlib.figures.animate import animation_gif


def test_animate_saves_what_save_animation_saves(tmp_path):
    path = tmp_path / "a.gif"
    image, kernel = "2 0 1; 1 3 2", "1x2"
    setting = ["--stride", "1,2", "--padding", "1,0,0,1", "--padding-mode", "replicate"]
    main(["animate", str(path), "--image", image, "--kernel", kernel, *setting, "--fill-in"])
    wanted = animation_gif(
        np.array([[2.0, 0, 1], [1, 3, 2]]),
        address(1, 2) % 10,
        stride=(1, 2),
        padding=((1, 0), (0, 1)),
        padding_mode="replicate",
        fill_in=True,
    )
    assert path.read_bytes() == wanted


# imageio leaves the pipes to ffmpeg to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_slide_is_a_film_of_its_size(tmp_path):
    path, times = tmp_path / "a.mp4", ["--seconds", "0.1", "--hold", "0.1"]
    main(["animate", str(path), "--image", "3x3", "--padding", "same", *times, "--slide"])
    frames = list(iio.imiter(path, plugin="FFMPEG"))
    assert frames[0].shape == (1080, 1920, 3)
    assert len(frames) == 9 * 2  # 9 positions, a tenth of a second each, at 20 frames a second
    assert frames[0][0, 0].min() > 250  # white around the picture
    assert np.abs(frames[0].astype(int) - frames[-1]).max() > 100  # the window has moved


def test_what_cannot_work_ends_with_its_reason(tmp_path):
    with pytest.raises(SystemExit, match=r"must end in \.gif or \.mp4"):
        main(["animate", str(tmp_path / "a.png")])
    with pytest.raises(SystemExit, match="spans 7 rows"):
        main(["animate", str(tmp_path / "a.gif"), "--kernel", "7x7"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("command", "name"), [("animate", "a.gif"), ("script", "a.js")])
def test_a_path_that_cannot_be_written_to_is_told_without_a_traceback(command, name, tmp_path):
    (tmp_path / name).mkdir()
    with pytest.raises(SystemExit, match=f"python -m convlib: .*{name}"):
        main([command, str(tmp_path / name)])


def test_an_image_is_a_size_or_rows_of_numbers(capsys):
    with pytest.raises(SystemExit):
        main(["animate", "a.gif", "--image", "large"])
    assert "'large' is neither 5x6 nor rows of numbers" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["animate", "a.gif", "--image", "999999x999999"])
    assert "'999999x999999' is more than 32x32" in capsys.readouterr().err


def test_script_writes_the_pages_script(tmp_path):
    main(["script", str(tmp_path / "convlib.js")])
    assert "data-convlib" in (tmp_path / "convlib.js").read_text()
    with pytest.raises(SystemExit, match=r"must end in \.js"):
        main(["script", str(tmp_path / "convlib.txt")])
