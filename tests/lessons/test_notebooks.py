"""The lessons as files: what nbval, JupyterLab and GitHub need of them.

That they run and show what they say is nbval's to test; it needs the outputs demanded here.
"""

import copy
import re

import nbformat
import pytest
from nbconvert import SlidesExporter

from notebooks.execute import normalise
from notebooks.handout import main as write_handout
from tests.support.paths import LESSONS

IGNORE = "nbval-ignore-output"
MACHINE_PATH = re.compile(r"/(home|root|tmp|work|Users)/|[A-Z]:\\\\|site-packages|ipykernel_\d")
# nbval cannot follow these, or they hide what a cell does.
UNTESTABLE = re.compile(r"\binteract|\bOutput\(|clear_output|^%run|^!|NBVAL_", re.MULTILINE)


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request):
    return nbformat.read(request.param, as_version=4)


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def path(request):
    return request.param


def code_cells(lesson):
    return [cell for cell in lesson.cells if cell.cell_type == "code"]


def outputs(lesson):
    return [output for cell in code_cells(lesson) for output in cell.outputs]


def prose(lesson):
    return "\n\n".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")


def shown_html(lesson):
    """All HTML a reader sees: that of the prose and that of the outputs."""
    return prose(lesson) + "\n".join(
        output.get("data", {}).get("text/html", "") for output in outputs(lesson)
    )


def is_hidden(cell):
    """Whether JupyterLab shows a cell's outputs only."""
    return cell.metadata.get("jupyter", {}).get("source_hidden", False)


def is_folded(output):
    return output.get("data", {}).get("text/html", "").startswith("<details><summary>")


def test_lessons_are_numbered_once():
    numbers = [path.name[:2] for path in LESSONS]
    assert "00" in numbers
    assert len(set(numbers)) == len(numbers)


def test_a_lesson_is_valid(lesson):
    nbformat.validate(lesson)


def test_every_code_cell_was_run_once_from_top_to_bottom(lesson):
    counts = [cell.execution_count for cell in code_cells(lesson)]
    assert counts == list(range(1, len(counts) + 1))


def test_a_lesson_shows_something(lesson):
    assert len(outputs(lesson)) >= len(code_cells(lesson)) / 3


def test_a_lesson_is_saved_as_execute_py_saves_it(lesson):
    again = copy.deepcopy(lesson)
    normalise(again)
    assert again == lesson, "run: python notebooks/execute.py"


def test_a_picture_in_html_is_there_as_a_picture_for_exports_that_know_no_html(lesson):
    data = [output.get("data", {}) for output in outputs(lesson)]
    pictures = [forms for forms in data if "<img " in forms.get("text/html", "")]
    assert [forms for forms in pictures if not forms.keys() & {"image/png", "image/jpeg"}] == []


def test_no_output_is_an_error_or_a_warning(lesson):
    assert [
        o for o in outputs(lesson) if o.output_type == "error" or o.get("name") == "stderr"
    ] == []


def test_no_path_of_a_machine_is_shown(path):
    assert MACHINE_PATH.findall(path.read_text()) == []


def test_a_lesson_is_small(path):
    assert path.stat().st_size < 1_000_000


def test_a_lesson_has_few_cells(lesson):
    assert len(lesson.cells) <= 25


def test_code_cells_are_short(lesson):
    lines = [len(cell.source.splitlines()) for cell in code_cells(lesson)]
    assert max(lines) <= 8


def test_code_is_what_nbval_can_follow(lesson):
    assert [cell.source for cell in code_cells(lesson) if UNTESTABLE.search(cell.source)] == []


def test_only_widgets_and_times_are_not_compared(lesson):
    tagged = [cell for cell in lesson.cells if cell.metadata.get("tags")]
    assert {tag for cell in tagged for tag in cell.metadata.tags} <= {IGNORE}
    varying = re.compile(r"Explorer|PhotoFilter|explorer|widget|live_plot|\btime|%timeit")
    assert [cell.source for cell in tagged if not varying.search(cell.source)] == []


def test_a_lesson_has_one_title_and_opens_with_it(lesson):
    titles = re.findall(r"^# .+", prose(lesson), re.MULTILINE)
    assert len(titles) == 1
    assert lesson.cells[0].source.startswith(titles[0])


def test_every_exercise_is_checked_and_has_a_solution(lesson):
    """Between the heading of an exercise and the next heading there is a check and a solution."""
    parts = re.split(r"^##+ ", "\n".join(cell.source for cell in lesson.cells), flags=re.MULTILINE)
    exercises = [part for part in parts if re.match(r"(\d+\W+)?exercise", part, re.IGNORECASE)]
    assert exercises
    for exercise in exercises:
        assert "check_" in exercise, exercise
        assert re.search(r"<summary>.*solution", exercise, re.IGNORECASE), exercise


def test_checks_stand_in_exercises_only(lesson):
    before = ""
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            before = cell.source if re.search("^#", cell.source, re.MULTILINE) else before
        elif "check_" in cell.source and "import" not in cell.source:
            assert re.search(r"^#.*exercise", before, re.MULTILINE | re.IGNORECASE), cell.source


def test_folded_parts_are_closed(lesson):
    text = prose(lesson)
    assert text.count("<details") == text.count("</details>") == text.count("<summary>")


def test_every_picture_has_alt_text(lesson):
    assert re.findall(r"!\[\s*\]\(", prose(lesson)) == []
    images = re.findall(r"<img\b[^>]*>", shown_html(lesson))
    assert [image[:80] for image in images if not re.search(r'\balt="[^"]+"', image)] == []


def test_pictures_are_published_with_their_alt_text(lesson):
    """JupyterLab ignores alt text beside a bare image: `convlib.show` wraps it in HTML."""
    bare = [
        data
        for output in outputs(lesson)
        if (data := output.get("data")) and any(mime.startswith("image/") for mime in data)
    ]
    assert [list(data) for data in bare if "text/html" not in data] == []


def test_a_lesson_is_whole_by_itself(lesson):
    """No picture lies beside it: a copy, Colab or Voilà would not find it."""
    assert re.findall(r"!\[[^]]*\]\([^)]*\)", prose(lesson)) == []
    sources = re.findall(r'<img\b[^>]*\bsrc="([^"]{,40})', shown_html(lesson))
    assert [source for source in sources if not source.startswith("data:image/")] == []


def test_a_cell_that_only_shows_a_figure_hides_its_source(lesson):
    shown = [c for c in code_cells(lesson) if re.match(r"show\w*\(.*\)\s*\Z", c.source, re.DOTALL)]
    assert [cell.source for cell in shown if not is_hidden(cell)] == []


def test_what_answers_a_prediction_is_folded(lesson):
    """Between a *Predict* and the next prose nothing can be read that was not asked for."""
    asked = False
    for cell in lesson.cells:
        if cell.cell_type == "markdown":
            asked = "**Predict" in cell.source
        elif asked:
            assert [o for o in cell.outputs if not is_folded(o)] == [], cell.source
            assert is_hidden(cell) or not re.search(r"(alt|caption)=[^=]*\d", cell.source), (
                cell.source
            )


def test_predictions_notes_and_explorers_have_one_form(lesson):
    text = prose(lesson)
    assert re.findall(r"\*\*(?:Predict|Notice)(?!:\*\* [a-zA-Z`])[^\n]{,40}", text) == []
    explorers = [i for i, cell in enumerate(lesson.cells) if cell.metadata.get("tags")]
    before, after = (
        lesson.cells[explorers[0] - 1].source,
        lesson.cells[explorers[0] + 1].source,
    )
    assert "\n## Move it\n" in f"\n{before}"
    assert after.startswith("<details><summary>What you should have seen</summary>")


def test_links_lead_to_files_that_exist(path):
    text = prose(nbformat.read(path, as_version=4))
    targets = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r'(?:src|href)="([^"#]+)', text)
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (path.parent / target).exists()] == []


# Handouts


@pytest.fixture(scope="module")
def handout(tmp_path_factory):
    folder = tmp_path_factory.mktemp("handout")
    write_handout(folder)
    return folder


def test_a_handout_has_every_lesson_and_nothing_else(handout):
    assert {p.name for p in handout.iterdir()} == {p.name for p in LESSONS}


def test_a_handout_keeps_hints_and_code_but_no_answer_and_no_output(handout, path):
    lesson = nbformat.read(path, as_version=4)
    copied = nbformat.read(handout / path.name, as_version=4)
    nbformat.validate(copied)
    assert prose(lesson).count("Solution of exercise") >= 2
    assert "Solution" not in prose(copied)
    assert "What you should have seen" not in prose(copied)
    assert prose(copied).count("<summary>Hint") == prose(lesson).count("<summary>Hint")
    assert [c.source for c in code_cells(copied)] == [c.source for c in code_cells(lesson)]
    assert outputs(copied) == []
    assert all(c.execution_count is None for c in code_cells(copied))


def test_a_handout_writes_over_nobodys_work(handout):
    with pytest.raises(FileExistsError, match="is not empty: name a new one"):
        write_handout(handout)


def test_slides_begin_at_headings_and_hold_one_text_each(lesson):
    slides, _ = SlidesExporter(embed_images=True).from_notebook_node(lesson)
    headings = [cell for cell in lesson.cells if cell.source.startswith(("# ", "## "))]
    texts = [cell for cell in lesson.cells if cell.cell_type == "markdown"]
    # A slide is a section around the sections of its texts.
    assert slides.count("<section") == len(headings) + len(texts)
