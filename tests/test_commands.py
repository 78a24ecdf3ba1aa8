"""What is typed into a shell beside `python -m convlib`: help, and wrong arguments."""

import runpy
import sys
from functools import partial

import pytest

from tests.support.paths import LESSONS, ROOT

# Those of benchmarks.large need an extra of their own; test_main.py has those of convlib.
COMMANDS = [
    "-m benchmarks.animation",
    "-m benchmarks.conv2d",
    "-m benchmarks.latency",
    "-m benchmarks.operators",
    "-m docs",
    "-m docs.gallery",
    "-m notebooks.pages",
    "images/make.py",
    "notebooks/execute.py",
    "notebooks/handout.py",
]
# That a test has imported a module before does no harm.
pytestmark = pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")


@pytest.fixture
def shell(tmp_path, monkeypatch, capsys):
    """Return what runs a command in an empty folder and gives its exit code and all it says."""
    monkeypatch.chdir(tmp_path)

    def run(command, *arguments):
        monkeypatch.setattr(sys, "argv", [command, *map(str, arguments)])
        start = partial(runpy.run_path, str(ROOT / command))
        if command.startswith("-m "):
            start = partial(runpy.run_module, command.removeprefix("-m "))
        with pytest.raises(SystemExit) as stop:
            start(run_name="__main__")
        return stop.value.code, "".join(capsys.readouterr())

    return run


def test_every_command_is_tried():
    folders = ("benchmarks", "docs", "images", "notebooks")
    files = [path for folder in folders for path in (ROOT / folder).glob("*.py")]
    scripts = [path for path in files if 'if __name__ == "__main__":' in path.read_text()]
    assert len(scripts) == len(COMMANDS) + 1


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_given_in_place_of_work(shell, tmp_path, command):
    """`--help` was once taken for the name of a folder."""
    code, told = shell(command, "--help")
    assert code == 0
    assert told.startswith(f"usage: python {command} [-h]")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_an_option_that_there_is_not_is_refused(shell, tmp_path, command):
    code, told = shell(command, "--no-such-option", "folder")
    assert code == 2
    assert "unrecognized arguments: --no-such-option" in told
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("command", ["-m notebooks.pages", "notebooks/handout.py"])
def test_a_folder_in_use_is_refused(shell, tmp_path, command):
    (tmp_path / "mine.txt").touch()
    code, told = shell(command, ".")
    assert code == 2
    assert "folder='.' is not empty: name a new one" in told
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_somebody_else_has_put_into_the_sites_folder_is_left_alone(shell, tmp_path):
    thesis = tmp_path / "source" / "thesis.tex"
    thesis.parent.mkdir()
    thesis.write_text("three years of work")
    code, told = shell("-m docs", tmp_path)
    assert code == 2
    assert f"nothing says that python -m docs has made {thesis.parent}: remove it, or" in told
    assert thesis.read_text() == "three years of work"
    assert [*tmp_path.rglob("*")] == [thesis.parent, thesis]


def test_a_lesson_that_is_not_there_is_told_before_any_is_run(shell):
    before = LESSONS[0].stat().st_mtime_ns
    code, told = shell("notebooks/execute.py", "00", "99")
    assert code == 2
    assert "no lesson's name begins with '99'" in told
    assert LESSONS[0].stat().st_mtime_ns == before
