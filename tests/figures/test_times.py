"""Times as a plot: what is measured, what is drawn of it, and what is refused."""

import numpy as np
import pytest

from convlib import conv2d, time_convolutions
from convlib.figures import times
from convlib.figures.times import draw_times, measure_times
from tests.support.artists import axes

LADDER = {"one": conv2d, "two": lambda image, kernel: conv2d(image, kernel) + 1e-12}


def lines(figure):
    """Label and data of each line of a plot."""
    return [(line.get_label(), line.get_xydata().tolist()) for line in figure.axes[0].lines]


def test_every_function_is_measured_for_every_size_and_says_so():
    said = []
    measured = measure_times(LADDER, (2, 3), 8, said.append)
    assert {name: [*line] for name, line in measured.items()} == {"one": [2, 3], "two": [2, 3]}
    assert [text[-8:] for text in said] == ["one, 2×2", "two, 2×2", "one, 3×3", "two, 3×3"]
    assert [text.count("█") for text in said] == [0, 6, 12, 18]
    assert all(0 < time < 1e4 for line in measured.values() for time in line.values())


def test_a_slow_function_is_asked_for_no_larger_kernel(monkeypatch):
    monkeypatch.setattr(times, "LONGEST", 0)
    assert {name: [*line] for name, line in measure_times(LADDER, (2, 3), 8, str).items()} == {
        "one": [2], "two": [2]}  # fmt: skip


def test_a_function_with_other_results_is_refused():
    wrong = {"one": conv2d, "flipped": lambda image, kernel: conv2d(image, kernel[::-1])}
    with pytest.raises(ValueError, match="flipped gives another feature map for a kernel of 2"):
        measure_times(wrong, (2,), 8, str)


def test_both_machines_are_drawn_and_only_one_is_named():
    figure = draw_times({"one": {3: 1.0, 7: 2.0}}, {"one": {3: 4}, "other": {3: 5}})
    drawn = lines(figure)
    assert [data for _, data in drawn] == [[[3, 4]], [[3, 1], [7, 2]], [[3, 5]]]
    assert [label for label, _ in drawn if not label.startswith("_")] == ["one"]
    ticks = [label.get_text() for label in axes(figure, "times").get_xticklabels()]
    assert ticks == ["3×3", "7×7"]


def test_the_plot_takes_the_place_of_the_bar_with_its_times_as_words(monkeypatch):
    shown = []
    monkeypatch.setattr(
        times, "measure_times", lambda *given: given[-1]("bar") or {"one": {3: 0.25}}
    )
    monkeypatch.setattr(times, "display", lambda *_, **__: Display(shown))
    time_convolutions(LADDER, (3, 7), caption="Here.", fold="Look")
    bar, plot = shown
    assert bar == {"text/plain": "bar"}
    assert plot["text/plain"] == "Times on this machine. one: 0.25 ms for 3×3."
    assert plot["text/html"].startswith("<details><summary>Look</summary>")
    assert "Here." in plot["text/html"]


class Display:
    """What IPython gives for a display that can be written again."""

    def __init__(self, shown):
        self.shown = shown

    def update(self, forms, raw):
        self.shown.append(forms)


def test_outside_of_a_notebook_it_shows_nothing(monkeypatch):
    monkeypatch.setattr(times, "display", lambda *_, **__: None)
    time_convolutions(LADDER, (2,), cells=8)


def test_the_image_is_as_large_as_asked():
    sizes = set()

    def look(image, kernel):
        sizes.add((image.shape, kernel.shape))
        return np.zeros(1)

    measure_times({"look": look}, (3,), 9, str)
    assert sizes == {((9, 9), (3, 3))}
