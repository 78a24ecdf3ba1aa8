"""What notebooks get of figures: HTML, a picture and words."""

import base64
import re

import imageio.v3 as iio
import numpy as np
import pytest
from matplotlib.figure import Figure

from convlib import (
    draw_receptive_field,
    folded,
    save_animation,
    save_figures,
    show,
    show_animation,
    show_figures,
    show_photos,
)
from convlib.figures.pixels import figure_png
from convlib.figures.publish import figure_bundle


@pytest.fixture
def shown(monkeypatch):
    published = []
    monkeypatch.setattr(
        "convlib.figures.publish.display", lambda data, raw: published.append((data, raw))
    )
    return published


def test_show_publishes_picture_alt_and_caption(shown):
    figure = draw_receptive_field([[3]], [[-2]])
    assert show(figure, alt="3 times −2", caption="one product") is None
    ((data, raw),) = shown
    assert raw
    assert data["text/plain"] == "3 times −2"
    pattern = (
        r'<figure[^>]*><img alt="3 times −2" [^>]*src="data:image/png;base64,[\w+/=]+">'
        "<figcaption[^>]*>one product</figcaption></figure>"
    )
    assert re.fullmatch(pattern, data["text/html"])


def test_show_takes_a_figure_that_was_made_without_pyplot(shown):
    figure = Figure(figsize=(1, 1))
    figure.subplots().plot([1, 2])
    show(figure, alt="a line")
    png = base64.b64decode(shown[0][0]["image/png"])
    assert iio.imread(png, extension=".png").shape[:2] == (100, 100)


def test_show_escapes_what_it_is_told(shown):
    show(draw_receptive_field([[3]], [[-2]]), alt='a "<b>" & c', caption="<i>x</i>")
    html = shown[0][0]["text/html"]
    assert 'alt="a &quot;&lt;b&gt;&quot; &amp; c"' in html
    assert ">&lt;i&gt;x&lt;/i&gt;</figcaption>" in html


def test_show_wants_alt_text():
    with pytest.raises(ValueError, match="alt="):
        show(draw_receptive_field([[3]], [[-2]]), alt=" ")


def test_a_figure_is_published_as_a_picture_too_for_exports_that_know_no_html():
    figure = draw_receptive_field([[3]], [[-2]])
    bundle = figure_bundle(figure, alt="3 times −2")
    assert list(bundle) == ["text/html", "image/png", "text/plain"]
    assert base64.b64decode(bundle["image/png"]) == figure_png(figure)
    assert bundle["image/png"] in bundle["text/html"]


def picture_in(html):
    kind, data = re.search(r'src="data:image/(\w+);base64,([^"]+)"', html).groups()
    return kind, base64.b64decode(data)


def test_an_animation_is_published_folded_with_a_still_of_its_last_frame(shown, tmp_path):
    scene = [[0, 0, 9, 9]], [[-1, 1]]
    assert show_animation(*scene, alt="an edge", caption="nine", seconds=0.4) is None
    ((data, raw),) = shown
    assert raw
    assert data["text/plain"] == "an edge"
    assert data["text/html"].startswith("<details><summary>See it move</summary><figure ")
    assert data["text/html"].endswith("nine</figcaption></figure></details>")
    save_animation(tmp_path / "edge.gif", *scene, fill_in=True, seconds=0.4)
    assert picture_in(data["text/html"]) == ("gif", (tmp_path / "edge.gif").read_bytes())
    still = iio.imread(base64.b64decode(data["image/png"]))
    last = iio.imread(tmp_path / "edge.gif", index=None)[-1]
    np.testing.assert_array_equal(still[..., :3], last)


def test_figures_are_published_as_one_picture_that_moves(shown, tmp_path):
    figures = [draw_receptive_field([[1, 2]], [[3]], position=(0, col)) for col in (0, 1)]
    show_figures(figures, [1, 2], alt="two cells", fold="Look")
    save_figures(tmp_path / "two.gif", figures, [1, 2])
    html = shown[0][0]["text/html"]
    assert html.startswith("<details><summary>Look</summary>")
    assert picture_in(html) == ("gif", (tmp_path / "two.gif").read_bytes())


def test_figures_and_photos_are_folded_on_demand(shown):
    show(draw_receptive_field([[3]], [[-2]]), alt="3 times −2", fold="Is it < 0?")
    show_photos(("one", np.zeros((9, 9), np.uint8), "black"), caption="A photo.", fold="Look")
    for (data, _), summary in zip(shown, ["Is it &lt; 0?", "Look"], strict=True):
        assert data["text/html"].startswith(f"<details><summary>{summary}</summary><figure ")
        assert data["text/html"].endswith("</figure></details>")


def test_what_is_printed_is_folded_and_is_there_as_text(shown):
    with folded():
        print("6 < 10")
    expected = "<details><summary>Look</summary><pre>6 &lt; 10\n</pre></details>"
    assert shown == [({"text/html": expected, "text/plain": "6 < 10\n"}, True)]
