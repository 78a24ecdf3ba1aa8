"""Where the site's parts lie: what it is made of, what is made, and how a link finds its page."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
NOTEBOOKS = ROOT / "notebooks"
BUILD = ROOT / "build"

# Pages made of files that have another place, or another name, in the repository.
PAGES = {
    "notebooks/README.md": "lessons/teachers.md",
    "benchmarks/README.md": "benchmarks.md",
}


def page_of(file):
    """Path of the page, below the site's source, that shows a file of the repository.

    Parameters
    ----------
    file : pathlib.Path
        Below `ROOT`.

    Returns
    -------
    str
        A lesson's notebook and the pages above have pages of their own; any other text is shown
        as it is, below source/.
    """
    name = file.relative_to(ROOT).as_posix()
    if file.suffix == ".ipynb":
        return f"lessons/{file.name}"
    return PAGES.get(name, f"source/{name}.md")
