"""The script that brings the explorers of anybody's page to life."""

import json
from base64 import urlsafe_b64encode

import pytest

from convlib import ConvExplorer
from convlib.widgets.alive import explorer_entries, page_script, save_script
from convlib.widgets.bundle import STATIC
from tests.support.explorer_dom import SEED, SMALL, button, check_shows, read, says

ALIVE = ".convlib-alive .convlib-explorer"


@pytest.fixture(scope="module")
def script():
    return page_script()


@pytest.fixture
def show(page, tmp_path, script):
    """Return a function that opens a page, which is the HTML given and the script."""

    def show(html, where="body", hash=""):
        tag = '<script defer src="convlib.js"></script>'
        head, body = (tag, html) if where == "head" else ("", html + tag.replace("defer ", ""))
        (tmp_path / "convlib.js").write_text(script)
        text = f"<!doctype html><title>x</title><meta charset='utf-8'>{head}<body>{body}"
        (tmp_path / "page.html").write_text(text)
        page.goto("about:blank")  # so that another hash is another visit
        page.goto((tmp_path / "page.html").as_uri() + hash)
        return page

    return show


def test_every_explorer_is_in_it(script):
    folders = {path.parent.name for path in STATIC.glob("*/explorer.js")}
    assert {entry.partition("/")[0] for entry in explorer_entries()} == folders
    assert all(json.dumps(entry) in script for entry in explorer_entries())


@pytest.mark.parametrize("where", ["head", "body"])
def test_every_still_of_a_page_comes_alive(show, where):
    stills = [ConvExplorer(**setting).still_html() for setting in (SEED, SMALL)]
    page = show("".join(stills), where)
    roots = page.locator(ALIVE)
    assert roots.count() == 2
    check_shows(read(roots.nth(0)), SEED, (0, 0))
    check_shows(read(roots.nth(1)), SMALL, (0, 0))
    before = says(roots.nth(0))
    button(roots.nth(1), "Step forward").click()
    check_shows(read(roots.nth(1)), SMALL, (0, 1))
    assert says(roots.nth(0)) == before
    assert page.locator(".convlib-still:visible").count() == 0


def test_the_still_of_an_explorer_that_the_script_does_not_know_stays(show):
    state = '{"entry": "future/explorer.js", "state": {}}'
    page = show(f"<div class='convlib-still' data-convlib='{state}'>a picture</div>")
    assert page.get_by_text("a picture").is_visible()
    assert page.locator(".convlib-alive").count() == 0


def test_a_link_sets_traits_of_its_own_explorer_and_nothing_else(show):
    page = show(ConvExplorer(**SMALL).still_html())
    hashed = page.evaluate(
        """text => "#explorer-1=" + btoa(text).replaceAll("=", "")""",
        json.dumps({"position": [1, 1], "_presets": None, "nonsense": 1}),
    )
    page.evaluate("hash => { location.hash = hash; }", hashed)
    page.wait_for_function("document.querySelector('.convlib-says').innerText.includes('(1, 1)')")
    check_shows(read(page.locator(ALIVE)), SMALL, (1, 1))


@pytest.mark.parametrize("traits", [{}, {"position": [1, 1]}])
@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_a_link_opens_a_long_page_at_its_explorer(show, page, motion, traits):
    page.emulate_media(reduced_motion=motion)
    smooth = "@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }"
    stills = ConvExplorer(**SEED).still_html() + ConvExplorer(**SMALL).still_html()
    text = "<p style='height: 3000px'></p>"
    html = f"<style>{smooth}</style>{text}{stills}{text}"
    show(
        html,
        "head",
        "#explorer-2=" + urlsafe_b64encode(json.dumps(traits).encode()).decode().rstrip("="),
    )
    page.wait_for_function("scrollY > 3000", timeout=5000)
    assert abs(page.locator("#explorer-2").bounding_box()["y"]) <= 1


def test_it_is_written_to_scripts_only(tmp_path, script):
    save_script(tmp_path / "convlib.js")
    assert (tmp_path / "convlib.js").read_text(encoding="utf-8") == script
    with pytest.raises(ValueError, match=r"must end in \.js"):
        save_script(tmp_path / "convlib.txt")
    with pytest.raises(ValueError, match="lies in a folder that does not exist"):
        save_script(tmp_path / "nowhere" / "convlib.js")
