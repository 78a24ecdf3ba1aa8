"""What a learner's function or prediction gives, told right or wrong by one tolerance."""

import numpy as np
import pytest

from convlib import ConvExplorer, check_conv2d, conv2d, kernels
from convlib.widgets.bundle import standalone_page
from tests.support.explorer_dom import SEED, cell, marked, predict, read, says

BOX_BLUR = SEED | {"kernel": kernels["box_blur"]}


@pytest.fixture
def ask(shared_page, tmp_path):
    """Return a function that opens a page with the answer of a learner's function in it."""

    def open_page(setting, conv):
        explorer = ConvExplorer(**setting, conv=conv)
        page = explorer._page()
        page["state"]["_answer"] = explorer._answer  # which else stays behind
        page = standalone_page(**page, title="A learner's function")
        (tmp_path / "page.html").write_text(page, encoding="utf-8")
        shared_page.goto((tmp_path / "page.html").as_uri())
        return shared_page.locator(".convlib-explorer")

    return open_page


def in_float32(image, kernel, stride=1, padding=0, dilation=1):
    setting = {"stride": stride, "padding": padding, "dilation": dilation}
    return conv2d(image, kernel, **setting).astype(np.float32)


def test_a_map_in_float32_agrees_as_the_check_says(ask):
    root = ask(BOX_BLUR, in_float32)
    assert read(root)["note"] == "Your function agrees in every cell."
    assert marked(read(root)["feature-map"], "differs") == set()
    assert root.locator(".convlib-note").get_attribute("data-kind") == "right"
    assert repr(check_conv2d(in_float32)).startswith("Right")


def test_what_a_float32_cannot_explain_differs(ask):
    def slightly_wrong(image, kernel, stride, dilation):
        result = conv2d(image, kernel, stride=stride, dilation=dilation)
        result[1, 2] += 1e-3
        return result

    root = ask(BOX_BLUR, slightly_wrong)
    assert marked(read(root)["feature-map"], "differs") == {(1, 2)}
    cells = conv2d(**BOX_BLUR).size
    assert read(root)["note"] == f"Your function differs in 1 of {cells} cells, each marked ×."


def test_whole_numbers_have_to_be_whole(ask):
    root = ask(SEED, lambda image, kernel, stride, dilation: conv2d(
        image, kernel, stride=stride, dilation=dilation) + 1e-6)  # fmt: skip
    assert marked(read(root)["feature-map"], "differs") == set(np.ndindex(3, 6))


def test_of_a_number_that_is_none_its_text_is_told(ask):
    root = ask(SEED, lambda image, kernel: np.full((3, 6), -np.inf))
    assert cell(root, "feature-map", (0, 0)).locator(".value").text_content() == "−inf"
    assert says(root).endswith("; your function gives −inf")


def test_tiny_weights_do_not_make_a_prediction_of_0_right(show):
    setting = SEED | {"kernel": np.full((2, 2), 1e-10)}
    root = show(setting, predict=True)
    assert predict(root, "0").startswith("Not 0.")
    truth = conv2d(**setting)[0, 0]
    assert predict(root, str(truth)) == f"Right: it is {truth * 1e10:.6g}e−10."


def test_a_prediction_may_be_rounded_as_numbers_are_written(show):
    root = show(BOX_BLUR, predict=True)
    truth = conv2d(**BOX_BLUR)[0, 0]
    assert f"{truth:.6g}" != f"{truth:.16g}"
    assert predict(root, f"{truth:.6f}") == f"Right: it is {truth:.6g}."
