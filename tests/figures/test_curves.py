"""Curves, told apart without colours."""

from convlib import draw_curves

CURVES = {"one": ([1, 10], [2, 20]), "two": (range(1, 40), range(1, 40))}


def test_curves_show_their_numbers_and_names():
    (axes,) = draw_curves(CURVES, across="step", up="error").axes
    assert [line.get_label() for line in axes.lines] == ["one", "two"]
    assert [*map(tuple, axes.lines[0].get_xydata())] == [(1, 2), (10, 20)]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("step", "error")
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["one", "two"]


def test_curves_differ_in_more_than_their_colour():
    one, two = draw_curves(CURVES, across="", up="").axes[0].lines
    assert one.get_linestyle() != two.get_linestyle()
    assert (one.get_marker(), two.get_marker()) == ("o", "")


def test_axes_count_in_factors_on_request():
    scales = [
        (axes.get_xscale(), axes.get_yscale())
        for log in ("", "y", "xy")
        for axes in draw_curves(CURVES, across="", up="", log=log).axes
    ]
    assert scales == [("linear", "linear"), ("linear", "log"), ("log", "log")]


def test_a_single_curve_needs_no_legend():
    (axes,) = draw_curves({"one": CURVES["one"]}, across="", up="").axes
    assert axes.get_legend() is None
