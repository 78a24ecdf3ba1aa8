"""What figures are given beside numbers is refused in words that name the argument."""

import numpy as np
import pytest

from convlib import (
    Conv,
    conv2d,
    draw_curves,
    draw_loops,
    draw_maps,
    draw_receptive_field,
    draw_receptive_field_stack,
    live_plot,
    save_animation,
    save_figures,
    show,
    show_figures,
    show_photos,
    time_convolutions,
)
from convlib.cutting import Sight
from convlib.figures.matrix import draw_matrix
from convlib.figures.tiles import draw_tiles

PLANES = [[1, 2, 3]], [[1, -1]]
ROW = [1, 2]
PHOTO = np.zeros((2, 2), np.uint8)
FIGURE = draw_receptive_field(*PLANES)
LARGER = draw_maps({"large": np.ones((9, 30))})


def curves(given=None, *, across="n", up="n²", log=""):
    draw_curves({"a": (ROW, ROW)} if given is None else given, across=across, up=up, log=log)


def film(**given):
    save_animation("film.gif", *PLANES, **given)


def frames(figures, seconds):
    save_figures("frames.gif", figures, seconds)


def timed(functions, sizes=(3,), **given):
    time_convolutions(functions, sizes, **{"cells": 8} | given)


REFUSED = {
    "curves={0 to 4}": (
        lambda: curves({str(n): (ROW, ROW) for n in range(5)}),
        ValueError,
        "curves holds 5 curves: give from 1 to 4",
    ),
    "no curves": (lambda: curves({}), ValueError, "curves holds 0 curves"),
    "curves as a list": (lambda: curves([ROW]), TypeError, "curves is of type list: give names"),
    "numbered curves": (lambda: curves({3: (ROW, ROW)}), TypeError, "curves has the name 3"),
    "one row": (lambda: curves({"a": 5}), TypeError, r"curves\['a'\]=5 must be a pair"),
    "three rows": (lambda: curves({"a": [1, 2, 3]}), ValueError, r"curves\['a'\] holds 3 rows"),
    "uneven rows": (
        lambda: curves({"a": ([1], ROW)}),
        ValueError,
        r"curves\['a'\] has numbers of shape \(1,\) across and \(2,\) up",
    ),
    "tables": (lambda: curves({"a": ([ROW], [ROW])}), ValueError, "give two rows of one length"),
    "words as numbers": (lambda: curves({"a": ("xy", ROW)}), TypeError, r"curves\['a'\] has dtype"),
    "complex": (
        lambda: curves({"a": (ROW, [1j, 2])}),
        TypeError,
        "holds complex numbers: give rea",
    ),
    "log='z'": (lambda: curves(log="z"), ValueError, "log='z' must be one of '', 'y', 'xy'"),
    "log=None": (lambda: curves(log=None), ValueError, "log=None must be one of"),
    "across=None": (lambda: curves(across=None), TypeError, "across=None must be text"),
    "up=5": (lambda: curves(up=5), TypeError, "up=5 must be text"),
    "size='big'": (lambda: film(size="big"), TypeError, r"size='big' must be a pair .*\(width"),
    "size=0": (lambda: film(size=0), TypeError, "size=0 must be a pair of integers"),
    "size of 3": (lambda: film(size=(9, 9, 9)), ValueError, r"size=\(9, 9, 9\) must be two"),
    "half a pixel": (lambda: film(size=(900.5, 800)), TypeError, "size=900.5 must be an integer"),
    "no pixel": (lambda: film(size=(0, 800)), ValueError, "size=0 must be at least 1"),
    "huge slide": (lambda: film(size=(10**6, 9)), ValueError, "size=.* must be at most 16384"),
    "seconds='x'": (lambda: film(seconds="x"), TypeError, "seconds='x' must be a number"),
    "hold=None": (lambda: film(hold=None), TypeError, "hold=None must be a number of seconds"),
    "positions=5": (lambda: film(positions=5), TypeError, "positions=5 must be a list of pairs"),
    "path=5": (lambda: save_animation(5, *PLANES), TypeError, "path=5 must be text, like 'wave.gi"),
    "two sizes": (
        lambda: frames([FIGURE, LARGER], [1, 1]),
        ValueError,
        r"figures have \d+×\d+ and \d+×\d+ pixels: give figures of one size",
    ),
    "no figure": (
        lambda: frames(["x"], [1]),
        TypeError,
        r"figures\[0\] is of type str: give a fig",
    ),
    "figure alone": (
        lambda: frames(FIGURE, [1]),
        TypeError,
        "figures=.* must be a list of figures",
    ),
    "time alone": (lambda: frames([FIGURE], 1), TypeError, "seconds=1 must be a time for each"),
    "times in words": (lambda: frames([FIGURE], ["x"]), TypeError, r"seconds\[0\]='x' must be a n"),
    "layer alone": (
        lambda: draw_receptive_field_stack(Conv(3), 9),
        TypeError,
        r"layers=Conv\(.* must be a sequence of layers",
    ),
    "show='bogus'": (
        lambda: draw_matrix(*PLANES, show="bogus"),
        ValueError,
        "show='bogus' must be one of 'matrix', 'packed', 'ring'",
    ),
    "off the map": (
        lambda: draw_matrix(*PLANES, position=(0, 2)),
        ValueError,
        r"position=\(0, 2\) lies outside the map of size \(1, 2\)",
    ),
    "off the ring": (
        lambda: draw_matrix(*PLANES, show="ring", length=4, position=(1, 0)),
        ValueError,
        r"position=\(1, 0\) lies outside the map of size \(1, 4\)",
    ),
    "no such tile": (
        lambda: draw_tiles(Sight(1, 1, (1,), (1,)), 12, 4, 0, 0, (3, 0)),
        ValueError,
        r"position=\(3, 0\) lies outside the table of tiles of size \(3, 3\)",
    ),
    "length='x'": (
        lambda: draw_matrix(*PLANES, show="ring", length="x"),
        TypeError,
        "length='x' must be an integer",
    ),
    "show text": (lambda: show("x", alt="a"), TypeError, "figure is of type str: give a figure"),
    "axes": (lambda: show(FIGURE.axes[0], alt="a"), TypeError, "figure is of type Axes: give a"),
    "alt=None": (lambda: show(FIGURE, alt=None), TypeError, "alt=None must be text"),
    "caption=5": (lambda: show(FIGURE, alt="a", caption=5), TypeError, "caption=5 must be text"),
    "fold=True": (lambda: show(FIGURE, alt="a", fold=True), TypeError, "fold=True must be text"),
    "show_figures(5)": (
        lambda: show_figures(5, [1], alt="a"),
        TypeError,
        "figures=5 must be a lis",
    ),
    "no photos": (
        lambda: show_photos(caption="c"),
        ValueError,
        "there are no pictures: give at le",
    ),
    "photo alone": (
        lambda: show_photos(PHOTO, caption="c"),
        TypeError,
        r"pictures\[0\] is of type",
    ),
    "photo without alt": (
        lambda: show_photos(("a", PHOTO, "alt"), ("b", PHOTO), caption="c"),
        TypeError,
        r"pictures\[1\] is of type tuple: give \(label, photo, alt\)",
    ),
    "label=5": (
        lambda: show_photos((5, PHOTO, "alt"), caption="c"),
        TypeError,
        r"pictures\[0\]\[0\]=5 must be text",
    ),
    "photo's alt=None": (
        lambda: show_photos(("a", PHOTO, None), caption="c"),
        TypeError,
        r"pictures\[0\]\[2\]=None must be text",
    ),
    "photos' caption": (
        lambda: show_photos(("a", PHOTO, "alt"), caption=None),
        TypeError,
        "caption=None must be text",
    ),
    "no functions": (lambda: timed({}), ValueError, "there are 0 lines to draw: give from 1 to 8"),
    "nine functions": (
        lambda: timed({str(n): conv2d for n in range(9)}),
        ValueError,
        "there are 9 lines to draw",
    ),
    "nine with those measured": (
        lambda: timed(dict.fromkeys("abcd", conv2d), measured={n: {3: 1} for n in "efghi"}),
        ValueError,
        "there are 9 lines to draw",
    ),
    "function alone": (lambda: timed(conv2d), TypeError, "functions is of type function: give na"),
    "called": (lambda: timed({"a": 5}), TypeError, r"functions\['a'\]=5 must be a function"),
    "no sizes": (
        lambda: timed({"a": conv2d}, []),
        ValueError,
        r"sizes=\[\] must hold at least one",
    ),
    "size alone": (lambda: timed({"a": conv2d}, 3), TypeError, "sizes=3 must be the rows of kern"),
    "sizes in words": (
        lambda: timed({"a": conv2d}, ["x"]),
        TypeError,
        r"sizes\[0\]='x' must be an",
    ),
    "large kernel": (
        lambda: timed({"a": conv2d}, [3, 9]),
        ValueError,
        r"sizes=\[3, 9\] must hold at least one size, and none above cells=8",
    ),
    "cells='x'": (lambda: timed({"a": conv2d}, cells="x"), TypeError, "cells='x' must be an integ"),
    "measured=5": (lambda: timed({"a": conv2d}, measured=5), TypeError, "measured is of type int"),
    "measured rows": (
        lambda: timed({"a": conv2d}, measured={"a": [1]}),
        TypeError,
        r"measured\['a'\]=\[1\] must hold times by size",
    ),
    "its caption": (
        lambda: timed({"a": conv2d}, caption=None),
        TypeError,
        "caption=None must be te",
    ),
    "its fold": (lambda: timed({"a": conv2d}, fold=1), TypeError, "fold=1 must be text"),
    "numbers=5": (
        lambda: live_plot(5, 1, name="loss", alt="a"),
        TypeError,
        "numbers=5 must give one number after the other",
    ),
    "name=5": (lambda: live_plot([1], 1, name=5, alt="a"), TypeError, "name=5 must be text"),
}


@pytest.mark.parametrize(("draw", "error", "words"), REFUSED.values(), ids=REFUSED)
def test_what_no_figure_can_be_made_of_is_refused_by_name(draw, error, words, tmp_path, capsys):
    with pytest.MonkeyPatch.context() as here:
        here.chdir(tmp_path)
        with pytest.raises(error, match=words):
            draw()
    assert list(tmp_path.iterdir()) == []
    assert capsys.readouterr().out == ""  # nothing has been shown of it


def test_as_many_curves_as_styles_are_all_drawn():
    given = {str(n): (ROW, [n, n]) for n in range(4)}
    (axes,) = draw_curves(given, across="n", up="n").axes
    assert [line.get_label() for line in axes.lines] == ["0", "1", "2", "3"]
    assert len({(line.get_color(), line.get_linestyle()) for line in axes.lines}) == 4


@pytest.mark.parametrize("dtype", "?bQefdg")
def test_numbers_of_any_real_dtype_are_drawn(dtype):
    plane = np.array([[0, 1], [1, 1]], dtype)
    if np.dtype(dtype).kind == "f":
        plane /= 3
    for figure in (
        draw_receptive_field(plane, plane),
        draw_loops(plane, plane[:1]),
        draw_maps({"a": plane}),
        draw_matrix(plane, plane[:1]),
    ):
        written = {text.get_text() for axes in figure.axes for text in axes.texts}
        assert written & {"1", "0.333"}
