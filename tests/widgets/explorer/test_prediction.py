"""Predict first: results are hidden until a prediction is right or they are revealed."""

import numpy as np
import pytest

from convlib import conv2d
from convlib.examples import address
from tests.support.explorer_dom import (
    BOXES,
    SEED,
    SMALL,
    TINT,
    button,
    cell,
    check_shows,
    marked,
    predict,
    read,
    says,
    slider,
    unfold,
)


def test_predicting_hides_every_result(show):
    kernel = np.array([[1000, 3], [-7, 20000]])
    setting = SMALL | {"kernel": kernel, "image": address(5, 6) + 111}
    root = show(setting, predict=True, position=(2, 1))
    unfold(root)
    truth = conv2d(**setting)
    html = root.evaluate("root => root.outerHTML")
    assert [v for v in truth.flat if str(v) in html] == []
    seen = read(root)
    assert all("value" not in c for c in seen["feature-map"].values())
    assert seen["says"].endswith("): ?")
    texts = root.locator('[data-map="feature-map"] text').all_text_contents()
    assert set(texts) == {"?"}
    tints = root.locator('[data-map="feature-map"]').evaluate_all(f"all => all.map({TINT})")
    assert set(tints) == {"rgb(0 0 0 / 0)"}


def test_predicting_hides_every_product_until_its_sum_is_revealed(show):
    root = show(SMALL, predict=True, position=(1, 1))
    products = root.locator("[data-map=image] .product")
    assert set(products.all_text_contents()) == {""}
    assert says(root) == "feature map (1, 1): ?"
    assert marked(read(root)["image"], "inWindow") == {(0, 1), (0, 2), (1, 1), (1, 2)}
    button(root, "Reveal").click()
    assert [text for text in products.all_text_contents() if text] == ["=1", "=−4", "=0", "=36"]
    assert says(root) == "feature map (1, 1): 1·1 + 2·(−2) + 11·0 + 12·3 = 33"
    button(root, "Step forward").click()
    assert set(products.all_text_contents()) == {""}


def test_the_number_of_a_cell_without_its_product_stands_in_the_middle(show):
    root = show(SMALL, predict=True, position=(1, 1))
    value = cell(root, "image", (1, 1)).locator(".value")
    assert value.evaluate("text => getComputedStyle(text).dominantBaseline") == "central"


def test_a_right_prediction_is_told_and_shows_its_cell_alone(show):
    root = show(SEED, predict=True)
    assert predict(root, "52") == "Right: it is 52."
    values = {at: c.get("value") for at, c in read(root)["feature-map"].items()}
    assert values.pop((0, 0)) == "52"
    assert set(values.values()) == {None}
    assert says(root).endswith("= 52")


def test_a_wrong_prediction_is_told_and_shows_nothing(show):
    root = show(SEED, predict=True)
    assert predict(root, "51").startswith("Not 51.")
    assert says(root).endswith("): ?")


@pytest.mark.parametrize("guess", ["82", "50"])
def test_without_python_a_wrong_prediction_gets_its_first_sentence(show, shared_page, guess):
    root = show(SEED, predict=True, position=(1, 2))
    first = f"Not {guess}. Add the products once more, or reveal the cell."
    assert predict(root, guess) == first
    shared_page.wait_for_timeout(200)
    assert predict(root, guess) == first
    assert predict(root, "78") == "Right: it is 78."


@pytest.mark.parametrize("width", [480, 1280])
def test_a_verdict_moves_nothing(show, width):
    root = show(SEED, predict=True, width=width)
    before = root.evaluate(BOXES)
    for text in ("many", "51", "52"):
        predict(root, text)
        assert root.evaluate(BOXES) == before


@pytest.mark.parametrize("width", [480, 1280])
def test_a_verdict_has_a_line_of_its_own(show, width):
    root = show(SEED, predict=True, width=width)
    predict(root, "51")
    parts = (root, root.get_by_label("Your prediction"), root.locator(".convlib-verdict"))
    whole, field, verdict = (part.bounding_box() for part in parts)
    assert verdict["y"] >= field["y"] + field["height"]
    assert verdict["width"] >= whole["width"] - 2


def test_a_verdict_goes_when_the_position_is_reset(show):
    root = show(SEED, predict=True)
    button(root, "Step forward").click()
    predict(root, "51")
    button(root, "Reset").click()
    assert root.locator(".convlib-verdict").inner_text() == ""


def test_no_number_is_no_prediction(show):
    root = show(SEED, predict=True)
    assert predict(root, "many") == "Type a number first."


def test_reveal(show):
    root = show(SEED, predict=True, position=(1, 1))
    button(root, "Reveal").click()
    assert root.locator(".convlib-verdict").inner_text() == "It is 85."
    assert says(root).endswith("= 85")
    button(root, "Step forward").click()
    assert says(root).endswith("): ?")
    assert root.locator(".convlib-verdict").inner_text() == ""


def test_another_setting_hides_all_again(show):
    root = show(SEED, predict=True)
    predict(root, "52")
    slider(root, "Stride columns").press("ArrowRight")
    assert all("value" not in c for c in read(root)["feature-map"].values())
    assert root.locator(".convlib-verdict").inner_text() == ""


def test_the_presenter_size_keeps_what_was_revealed(show):
    root = show(SEED, predict=True)
    predict(root, "52")
    button(root, "Presenter size").click()
    assert says(root).endswith("= 52")


def test_predicting_can_be_turned_on_and_off(show):
    root = show(SEED)
    assert not root.get_by_label("Your prediction").is_visible()
    unfold(root)
    root.get_by_label("predict first").check()
    assert says(root).endswith("): ?")
    root.get_by_label("predict first").uncheck()
    check_shows(read(root), SEED, (0, 0))
