"""Files and folders that appear when they are whole."""

import os

import pytest

from convlib import written_whole


def test_a_folder_appears_when_all_of_it_is_there(tmp_path):
    with written_whole(tmp_path / "map.zarr") as part:
        part.mkdir()
        (part / "chunk").write_text("1")
        assert not (tmp_path / "map.zarr").exists()
    assert os.listdir(tmp_path) == ["map.zarr"]
    assert (tmp_path / "map.zarr" / "chunk").read_text() == "1"


def test_what_failed_in_the_middle_is_removed(tmp_path):
    def fail():
        with written_whole(tmp_path / "map.zarr") as part:
            part.mkdir()
            (part / "chunk").write_text("1")
            raise RuntimeError("a worker is gone")

    with pytest.raises(RuntimeError, match="a worker is gone"):
        fail()
    assert os.listdir(tmp_path) == []


def test_a_file_is_replaced_and_a_folder_is_not(tmp_path):
    path = tmp_path / "map.npy"
    path.write_text("old")
    with written_whole(str(path)) as part:
        part.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    with (
        pytest.raises(FileExistsError, match="is a folder that exists: remove it"),
        written_whole(tmp_path),
    ):
        pass
