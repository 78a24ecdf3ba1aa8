"""A curve that grows while its numbers come."""

import re

import numpy as np
import pytest

from convlib.figures import live


class Handle:
    """What IPython gives back for something shown, which can be shown anew."""

    def __init__(self, shown):
        self.shown = shown

    def update(self, bundle, *, raw):
        assert raw
        self.shown.append(bundle)


@pytest.fixture
def shown(monkeypatch):
    """Bundles that would be shown one after the other."""
    bundles = []

    def display(bundle, *, raw, display_id):
        assert raw
        assert display_id
        bundles.append(bundle)
        return Handle(bundles)

    monkeypatch.setattr(live, "display", display)
    return bundles


def progress(bundle):
    return re.search(r'<progress value="(\d+)" max="(\d+)"', bundle["text/html"]).groups()


def test_a_curve_begins_empty_and_ends_whole(shown):
    assert live.live_plot(iter([3.0, 2.0, 1.0]), 3, name="loss", alt="It falls.") == [3, 2, 1]
    assert progress(shown[0]) == ("0", "3")
    assert progress(shown[-1]) == ("3", "3")
    assert {bundle["text/plain"] for bundle in shown} == {"It falls."}
    assert "image/png" in shown[-1]


def test_a_curve_grows_while_its_numbers_come(shown, monkeypatch):
    monkeypatch.setattr(live, "PAUSE", 0)
    live.live_plot(iter([2.0, 1.0]), 2, name="loss", alt="It falls.")
    assert [progress(bundle)[0] for bundle in shown] == ["0", "1", "2", "2"]


def test_who_interrupts_it_keeps_what_has_come(shown):
    def numbers():
        yield 5.0
        raise KeyboardInterrupt

    assert live.live_plot(numbers(), 9, name="loss", alt="It falls.") == [5]
    assert progress(shown[-1]) == ("1", "9")


def test_outside_of_notebooks_the_numbers_come_all_the_same(monkeypatch):
    monkeypatch.setattr(live, "display", lambda *_, **__: None)
    assert live.live_plot(iter([1.0]), 1, name="loss", alt="It falls.") == [1]


def test_the_curve_shows_its_numbers():
    (axes,) = live._draw([2.0, 1.0], 5, "loss", "epoch").axes
    (line,) = axes.lines
    assert [*map(tuple, line.get_xydata())] == [(1, 2), (2, 1)]
    assert axes.get_xlim() == (0, 5)
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("epoch", "loss")


@pytest.mark.parametrize(
    ("numbers", "top"),
    [
        ([1.0, 2.0, np.inf], 2),
        ([np.nan, 3.0], 3),
        ([np.nan], 1),
        ([0.0, 0.0], 1),
        ([2.0, 1.79e308, -np.inf], 2),
    ],
)
def test_a_loss_that_runs_away_is_kept_and_leaves_an_axis(shown, numbers, top):
    seen = live.live_plot(iter(numbers), len(numbers), name="loss", alt="It runs away.")
    np.testing.assert_array_equal(seen, numbers)
    assert "image/png" in shown[-1]
    low, high = live._draw(numbers, 3, "loss", "epoch").axes[0].get_ylim()
    assert (low, high) == (0, pytest.approx(1.05 * top))


def test_how_many_there_will_be_is_asked_before_the_first_comes(shown):
    numbers = iter([1.0])
    for total, error in ((0, ValueError), ("9", TypeError)):
        with pytest.raises(error, match=f"total={total!r} must be"):
            live.live_plot(numbers, total, name="loss", alt="It falls.")
    assert [*numbers] == [1.0]
    assert not shown
