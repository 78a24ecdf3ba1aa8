"""What notebooks get of figures: HTML, a picture and words."""

import base64
import re

import pytest

from convlib import draw_receptive_field, show
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
