"""The built site as its readers meet it: from disk and over http, with the network cut."""

import re
import shutil
import subprocess
import sys
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe

from convlib import ChannelsExplorer, Conv, ConvExplorer, ConvGeometry
from convlib.check import check_cells_read, check_field, check_output_size, check_window
from docs.catalogue import catalogue
from docs.gallery import page_of, state_text
from notebooks.exercises import Lesson
from tests.support.explorer_dom import SEED, button, check_shows, read, says, slider
from tests.support.paths import LESSONS, ROOT

# The first test waits for the site to be built.
pytestmark = pytest.mark.timeout(1200)
ALIVE = ".convlib-alive"
FRONT = "index.html"
# What an explorer shows, and where its controls stand.
SHOWN = """root => root.innerText + [...root.querySelectorAll("input")].map(one => one.value)"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory, chromium_executable):
    """Return what `python -m docs` makes; a warning of Sphinx would have failed it."""
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "docs", folder]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=1100)
    assert made.returncode == 0, made.stdout + made.stderr
    assert made.stdout == f"Open {folder / 'site' / 'index.html'}\n"
    return folder


@pytest.fixture(scope="module")
def site(folder):
    return folder / "site"


@pytest.fixture(scope="module")
def names(site):
    """Return the addresses of all pages that Sphinx made, below the site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


@pytest.fixture(scope="module")
def reader(chromium):
    """Return a page whose network is cut; `faults` gathers what went wrong, and what it asked."""
    # Without motion nothing has to be waited for until a page has stopped scrolling.
    size = {"width": 1280, "height": 720}
    context = chromium.new_context(viewport=size, reduced_motion="reduce")
    context.set_offline(True)
    page, faults = context.new_page(), []
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: is_away(request.url) and faults.append(request.url))
    page.faults = faults
    yield page
    context.close()


def is_away(url):
    return not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1:"))


@pytest.fixture
def visit(reader, site):
    """Return a function that opens a page from disk; what goes wrong fails the test."""
    reader.faults.clear()
    reader.set_viewport_size({"width": 1280, "height": 720})
    reader.emulate_media(color_scheme="light", media="screen")

    def visit(name, hash="", root=site):
        reader.goto("about:blank")  # so that another hash is another visit
        reader.goto((root / name).as_uri() + hash)
        return reader

    yield visit
    assert reader.faults == []


def lesson_pages():
    return [f"lessons/{path.stem}.html" for path in LESSONS]


# All pages


def test_every_lesson_and_every_public_name_has_its_page(names):
    import convlib

    wanted = [*lesson_pages(), *(f"api/{name}.html" for name in convlib.__all__)]
    others = ["gallery", "lessons/teachers", "engine", "benchmarks", "cite", "home", "publish"]
    assert {*wanted, *(f"{name}.html" for name in others), FRONT} <= {*names}


def test_no_page_loads_anything_from_elsewhere(site, names):
    loads = re.compile(r"<(?:script|link|img|iframe)\b[^>]*?(?:src|href)=\"(?:https?:)?//[^\"]+")
    for name in names:
        found = [tag for tag in loads.findall((site / name).read_text()) if "canonical" not in tag]
        assert found == [], name


def test_every_page_opens_from_disk_without_an_error(visit, names):
    for name in names:
        if not name.startswith(("api/", "source/")) or name == "api/conv2d.html":
            visit(name)


def test_links_between_pages_lead_somewhere(site, names):
    for name in names:
        text = re.sub(r"<(script|style).*?</\1>", "", (site / name).read_text(), flags=re.DOTALL)
        for target in re.findall(r'href="(?![a-z]+:|#)([^"#?]+)', text):
            assert ((site / name).parent / target).exists(), (name, target)


def test_formulas_are_mathml(visit):
    page = visit("lessons/06-all-together.html")
    assert page.locator("math").count() >= 1
    assert page.locator("math mfrac").first.is_visible()


def test_a_page_of_the_api_tells_the_docstring(visit):
    text = visit("api/conv2d.html").locator("article").inner_text()
    assert "array_like, shape (…, H, W)" in text.replace("...", "…")


# Explorers


def test_the_first_screen_has_a_living_explorer(visit):
    root = visit(FRONT).locator(f"{ALIVE} .convlib-explorer")
    box = root.locator(".convlib-feature-map svg").bounding_box()
    assert box["y"] + box["height"] < 720
    before = says(root)
    button(root, "Step forward").click()
    assert says(root) != before


def test_no_two_headings_of_the_first_page_say_the_same(visit):
    headings = visit(FRONT).get_by_role("main").get_by_role("heading").all_inner_texts()
    said = [heading.casefold() for heading in headings]
    assert sorted(set(said)) == sorted(said)


@pytest.mark.parametrize("name", [FRONT, *lesson_pages()])
def test_every_explorer_steps_by_pointer_and_by_keyboard(visit, site, name):
    page = visit(name)
    stills = (site / name).read_text().count("data-convlib=")
    assert page.locator(ALIVE).count() == stills
    for root in page.locator(f"{ALIVE} .convlib-explorer").all():
        shown = [root.evaluate(SHOWN)]
        button(root, "Step forward").click()
        shown.append(root.evaluate(SHOWN))
        button(root, "Step forward").press("PageDown")
        shown.append(root.evaluate(SHOWN))
        assert shown[0] != shown[1] != shown[2]


def test_a_still_hides_on_screens_and_takes_the_explorers_place_on_paper(visit):
    page = visit("lessons/03-stride.html")
    still, alive = page.locator(".convlib-still[data-convlib]"), page.locator(ALIVE)
    assert (still.is_visible(), alive.is_visible()) == (False, True)
    page.emulate_media(media="print")
    assert (still.is_visible(), alive.is_visible()) == (True, False)


def test_on_paper_nothing_around_the_text_is_flex(visit):
    page = visit(FRONT)
    page.emulate_media(media="print")
    around = page.locator("xpath=//article/ancestor::*").evaluate_all(
        "found => found.map(one => getComputedStyle(one).display)"
    )
    assert set(around) == {"block"}
    assert page.get_by_text("Skip to content").is_hidden()


def test_the_still_stays_where_no_script_runs(chromium, site):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "lessons/03-stride.html").as_uri())
    assert page.locator(".convlib-still[data-convlib] img").is_visible()
    context.close()


def test_an_explorer_follows_the_sites_own_switch(visit):
    page = visit(FRONT)
    root = page.locator(".convlib-explorer")
    seen = {root.get_attribute("data-theme")}
    for _ in range(2):  # auto, light, dark
        page.locator(".theme-toggle").locator("visible=true").first.click()
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        dark = sum(map(int, re.findall(r"\d+", ground)[:3])) < 380
        page.wait_for_function(
            "dark => document.querySelector('.convlib-explorer').dataset.theme === dark",
            arg="dark" if dark else "light",
        )
        seen.add(root.get_attribute("data-theme"))
    assert seen == {"light", "dark"}


# Links to a state


def test_a_copied_link_opens_the_page_as_it_was(visit):
    page = visit("lessons/06-all-together.html")
    root = page.locator(f"{ALIVE} .convlib-explorer")
    slider(root, "Stride columns").press("ArrowRight")
    button(root, "Step forward").click()
    page.get_by_role("button", name="Copy a link").click()
    page.locator(".convlib-link [role=status]", has_text="link").wait_for()
    link, shown = page.evaluate("location.hash"), says(root)
    assert link.startswith("#explorer-1=")
    root = visit("lessons/06-all-together.html", link).locator(f"{ALIVE} .convlib-explorer")
    assert says(root) == shown
    setting = SEED | {"stride": (2, 2)}
    check_shows(read(root), setting, (0, 1))
    assert abs(root.bounding_box()["y"]) <= 20  # its margin


@pytest.mark.parametrize("hash", ["#explorer-1=abc", "#explorer-1=", "#explorer-9=e30", "#x"])
def test_a_damaged_link_opens_the_page_as_it_is(visit, hash):
    root = visit("lessons/06-all-together.html", hash).locator(f"{ALIVE} .convlib-explorer")
    check_shows(read(root), SEED, (0, 0))


def test_each_setting_of_the_gallery_opens_its_explorer(visit, site):
    text = (site / "gallery.html").read_text()
    for name, item in catalogue().items():
        explorer = item.explorer()
        if explorer is None:
            continue
        hash = f"#explorer-1={state_text(explorer)}"
        assert f'href="{page_of(explorer)}{hash}"' in text, name
        root = visit(page_of(explorer), hash).locator(f"{ALIVE} .convlib-explorer")
        if isinstance(explorer, ConvExplorer):
            check_shows(read(root), explorer._convolution(), (0, 0))
        if isinstance(explorer, ChannelsExplorer):
            assert says(root).startswith(explorer._step().sum_text())


def test_pictures_of_the_gallery_are_small_and_told_in_words(site):
    pictures = sorted((site / "gallery").iterdir())
    assert {path.stem for path in pictures} == catalogue().keys()
    assert [path.name for path in pictures if path.stat().st_size >= 300_000] == []
    images = re.findall(r"<img[^>]*gallery/[^>]*>", (site / "gallery.html").read_text())
    assert len(images) == 2 * len(catalogue())
    assert [image for image in images if not re.search(r'alt="\w[^"]{40,}"', image)] == []


# Exercises


def typed_solutions(path):
    """Solutions of a lesson that are values, a text for each part as typed, by exercise."""
    for number, solution in Lesson(path).solutions.items():
        names = {}
        try:
            exec(solution, {}, names)
        except NameError:  # what needs a name is no value
            continue
        whole = solution.partition(" = ")[2].strip()
        yield number, [whole] if len(names) == 1 else [*map(repr, names.values())]


def answer(page, number, *texts):
    """Answer the parts of an exercise; return what is said."""
    form = page.locator(f'.exercise[data-number="{number}"]')
    for field, text in zip(form.get_by_role("textbox").all(), texts, strict=True):
        field.fill(text)
    form.get_by_role("button", name="Check").click()
    return form.locator("output").inner_text()


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_right_answers_are_right_and_nonsense_is_not(visit, path):
    page = visit(f"lessons/{path.stem}.html")
    fields = {int(form.get_attribute("data-number")) for form in page.locator(".exercise").all()}
    for number, texts in typed_solutions(path):
        if number in fields:
            assert answer(page, number, *texts).startswith("Right"), (number, texts)
            for wrong in ([*texts[:n], "9871", *texts[n + 1 :]] for n in range(len(texts))):
                assert answer(page, number, *wrong).startswith("Not yet"), (number, wrong)
            nothing = ["what?"] * len(texts)
            assert answer(page, number, *nothing) == "Type your answer in numbers."
    notes = page.locator(".exercise-note").count()
    assert len(fields) + notes == len(Lesson(path).exercises)


def test_a_wrong_answer_gets_the_checks_own_sentence(visit):
    page = visit("lessons/00-start-here.html")
    verdict = check_output_size((5, 6), ConvGeometry((7, 9), 3))
    assert answer(page, 2, "5 × 6") == " ".join(verdict.message.split())
    page = visit("lessons/05-dilation.html")
    geometry = ConvGeometry((12, 14), 3, stride=(1, 2), dilation=(2, 3))
    verdict = check_window(([3, 4, 5], [4, 5, 6]), geometry, (3, 2))
    assert answer(page, 2, "3, 4, 5 and 4, 5, 6") == " ".join(verdict.message.split())


@pytest.mark.parametrize(
    "text", ["1060**2", "1060 ^ 2", "1060²", "1060 · 1060", "1,123,600", "1 123 600", "1_123_600"]
)
def test_one_number_may_be_written_as_a_lesson_or_a_reader_writes_it(visit, text):
    page = visit("lessons/12-tiles.html")
    assert answer(page, 2, text).startswith("Right")
    assert answer(page, 2, f"-{text}").startswith("Not yet")


@pytest.mark.parametrize("text", ["1,123,601", "1123599", "1060**2 · 3 / 3", "1123600.5"])
def test_a_number_is_right_on_a_page_where_the_check_says_so(visit, text):
    right = check_cells_read(eval(text.replace(",", "").replace("·", "*")), 1000, 256, 10).ok
    assert answer(visit("lessons/12-tiles.html"), 2, text).startswith("Right") == right


def test_two_numbers_where_one_is_wanted_stay_two(visit):
    page = visit("lessons/12-tiles.html")
    told = "Not yet: your answer is a list of 2: give one number."
    assert [answer(page, 2, text) for text in ("5, 7", "1060, 2")] == [told, told]


def test_an_exercise_in_parts_is_told_what_is_wrong_first_and_then_what_is_missing(visit):
    page = visit("lessons/10-receptive-fields.html")
    labels = page.locator('.exercise[data-number="1"] label').all_inner_texts()
    assert [label.strip() for label in labels] == ["Exercise 1: size", "start", "cells"]
    layers = [Conv(3, stride=2, padding=1), Conv(3, padding=2, dilation=3)]
    layers.append(Conv(5, stride=2, padding=2))
    for size, start, cells in [(11, -9, (0, 21)), (23, -9, (-1, 21)), (11, -5, (-1, 21))]:
        verdict = check_field((size, start, cells), layers, output=2, input_size=64)
        told = answer(page, 1, f"{size}", f"−{-start}", f"{cells}")
        assert told == " ".join(verdict.message.split())
    assert answer(page, 1, "23", "", "0 to 21").startswith("Not yet: right so far.")
    assert "Look at the cells." in answer(page, 1, "23", "", "-1 to 21")
    visit("lessons/10-receptive-fields.html")
    fields = page.locator('.exercise[data-number="1"]').get_by_role("textbox").all()
    assert [field.input_value() for field in fields] == ["23", "", "-1 to 21"]


def test_an_answer_is_kept_in_the_readers_browser_and_says_so(visit):
    page = visit("lessons/00-start-here.html")
    answer(page, 2, "5, 7")
    form = page.locator('.exercise[data-number="2"]')
    assert form.locator("small").inner_text().startswith("Your answers are kept in this browser")
    visit("lessons/00-start-here.html")
    assert form.get_by_role("textbox").input_value() == "5, 7"
    assert form.locator("output").inner_text().startswith("Right")


# Everybody


@pytest.mark.parametrize(
    ("name", "theme"),
    [
        *((name, "light") for name in (FRONT, "gallery.html", "lessons/04-padding.html")),
        *((name, "dark") for name in (FRONT, "gallery.html", "lessons/04-padding.html")),
        ("api/conv2d.html", "light"),
        ("publish.html", "dark"),
    ],
)
def test_axe_finds_nothing_serious(visit, name, theme):
    page = visit(name)
    page.emulate_media(color_scheme=theme)
    # Without its own look into style sheets: from disk no script may read them. And without telling
    # what it found in order, which takes most of its time.
    options = {"preload": False, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    serious = [fault for fault in found if fault["impact"] in ("serious", "critical")]
    assert [(f["id"], [n["html"][:150] for n in f["nodes"][:3]]) for f in serious] == []


@pytest.fixture
def phone(chromium):
    """Return a page of a telephone's width, with a finger."""
    size = {"width": 390, "height": 844}
    context = chromium.new_context(viewport=size, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", [FRONT, "lessons/06-all-together.html", "gallery.html"])
def test_a_narrow_screen_scrolls_down_only(phone, site, name):
    phone.goto((site / name).as_uri())
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_finger_steps_an_explorer_and_answers_an_exercise(phone, site):
    phone.goto((site / "lessons/00-start-here.html").as_uri())
    root = phone.locator(f"{ALIVE} .convlib-explorer")
    before = says(root)
    button(root, "Step forward").tap()
    assert says(root) != before
    form = phone.locator('.exercise[data-number="2"]')
    form.get_by_role("textbox").fill("5, 7")
    form.get_by_role("button", name="Check").tap()
    assert form.locator("output").inner_text().startswith("Right")


# Other ways to it


def test_the_zip_works_where_it_is_unpacked(visit, folder, tmp_path):
    with zipfile.ZipFile(folder / "convlib-site.zip") as packed:
        packed.extractall(tmp_path)
    page = visit(FRONT, root=tmp_path)
    assert page.locator(f"{ALIVE} .convlib-explorer").is_visible()
    with page.expect_navigation():
        page.get_by_role("link", name="03 ").first.click()
    assert page.locator(f"{ALIVE} .convlib-explorer").is_visible()
    (link,) = page.get_by_role("link", name="Download this notebook").all()
    assert (tmp_path / "lessons" / link.get_attribute("href")).is_file()


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and writes nothing about it."""

    def log_message(self, *_):
        pass


def test_the_site_works_over_http(chromium, site):
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=site))
    Thread(target=server.serve_forever, daemon=True).start()
    page, faults = chromium.new_page(), []
    page.on("console", lambda said: said.type == "error" and faults.append(said.text))
    page.on("request", lambda request: is_away(request.url) and faults.append(request.url))
    try:
        for name in (FRONT, "lessons/03-stride.html", "gallery.html"):
            page.goto(f"http://127.0.0.1:{server.server_port}/{name}")
            page.wait_for_load_state("load")
            roots = page.locator(f"{ALIVE} .convlib-explorer")
            assert roots.count() == (0 if name == "gallery.html" else 1)
    finally:
        page.close()
        server.shutdown()
        server.server_close()
    assert faults == []


def test_a_page_that_nbconvert_made_comes_alive(page, site, tmp_path):
    path = next(path for path in LESSONS if path.name.startswith("03"))
    target = ["--output-dir", tmp_path, "--output", "page", path]
    command = [sys.executable, "-m", "nbconvert", "--to", "html", *target]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    shutil.copy(site / "_static" / "convlib.js", tmp_path)
    html = tmp_path / "page.html"
    script = '<script defer src="convlib.js"></script>'
    html.write_text(html.read_text().replace("</body>", f"{script}</body>"))
    page.goto(html.as_uri())  # it asks for MathJax in vain: that is nbconvert's
    root = page.locator(f"{ALIVE} .convlib-explorer")
    before = says(root)
    button(root, "Step forward").click()
    assert says(root) != before
    assert not page.locator(".convlib-still[data-convlib]").is_visible()
