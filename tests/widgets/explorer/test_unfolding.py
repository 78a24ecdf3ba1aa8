"""What starts unfolded, and what the reader folds."""

import pytest

from tests.support.explorer_dom import FOLDS, SEED, button, slider


def unfolded(root):
    opened = root.locator("details[open] > summary").all_inner_texts()
    return {name for name, text in FOLDS.items() if text in opened}


@pytest.mark.parametrize(("asked", "opened"), [(None, set()), *((n, {n}) for n in FOLDS)])
def test_what_a_lesson_is_about_starts_unfolded(show, asked, opened):
    assert unfolded(show(SEED, unfold=asked)) == opened


def test_what_the_reader_folds_stays_folded(show):
    root = show(SEED, unfold="more")
    root.get_by_text(FOLDS["more"]).click()
    root.get_by_text(FOLDS["arithmetic"]).click()
    slider(root, "Stride rows").press("ArrowRight")
    button(root, "Presenter size").click()
    button(root, "Reset").click()
    assert unfolded(root) == {"arithmetic"}
