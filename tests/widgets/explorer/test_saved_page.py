"""The saved page itself: offline, its title, and its agreement with the figure."""

import numpy as np

from convlib import ConvExplorer, add_padding, conv2d
from convlib.examples import SEED_IMAGE, SEED_KERNEL
from tests.support.explorer_dom import SEED, SMALL, button, check_shows, read, slider, table, unfold


def test_the_page_asks_nothing_of_any_network(show_alone, page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.context.set_offline(True)
    root = show_alone(SEED)
    unfold(root)
    slider(root, "Stride rows").press("ArrowRight")
    button(root, "Step forward").click()
    check_shows(read(root), SEED | {"stride": (3, 1)}, (0, 1))
    assert [url for url in asked if not url.startswith("file://")] == []


def test_a_title_cannot_break_the_page(shared_page, tmp_path):
    path = tmp_path / "page.html"
    ConvExplorer(SEED_IMAGE, SEED_KERNEL).save_html(path, title="</script><b>1 < 2</b>")
    shared_page.goto(path.as_uri())
    assert shared_page.locator("h1").inner_text() == "</script><b>1 < 2</b>"
    check_shows(
        read(shared_page.locator(".convlib-explorer")),
        SEED | {"stride": (1, 1), "dilation": (1, 1)},
        (0, 0),
    )


def test_page_figure_and_conv2d_agree(show):
    explorer = ConvExplorer(**SMALL, position=(1, 1))
    root = show(SMALL, position=(1, 1))
    (axes,) = [ax for ax in explorer.figure().axes if ax.get_label() == "feature map"]
    drawn = {
        (round(t.get_position()[1]), round(t.get_position()[0])): float(
            t.get_text().replace("−", "-")
        )
        for t in axes.texts
    }
    shown = {at: float(c["value"]) for at, c in read(root)["feature-map"].items()}
    assert shown == drawn == dict(np.ndenumerate(conv2d(**SMALL)))
    padded = add_padding(SMALL["image"], SMALL["padding"])
    np.testing.assert_array_equal(table(read(root)["image"]), padded)
