"""The folder that `python -m docs` builds in; test_site.py looks at what it builds."""

import pytest

from docs.__main__ import new_parts


def test_what_an_earlier_build_has_left_is_removed_and_nothing_else(tmp_path):
    build = tmp_path / "new" / "build"
    parts = new_parts(build)
    assert [part.name for part in parts] == ["source", "extra", "site", "doctrees"]
    for part in parts:
        (part / "old.html").touch()
    (build / "notes.txt").touch()
    assert new_parts(build) == parts
    assert [[*part.iterdir()] for part in parts] == [[], [], [], []]
    assert (build / "notes.txt").exists()


@pytest.mark.parametrize("name", ["source", "extra", "site", "doctrees"])
def test_a_part_that_no_build_has_made_stays(tmp_path, name):
    (tmp_path / name).mkdir()
    with pytest.raises(FileExistsError, match=name):
        new_parts(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_is_no_folder_to_build_in(tmp_path):
    (tmp_path / "build").touch()
    with pytest.raises(OSError, match="build"):
        new_parts(tmp_path / "build")
