"""Pages in Markdown: their links lead to pages of the site, wherever they led in the repository."""

import re
import shutil
from os.path import relpath

from .paths import DOCS, PAGES, ROOT, page_of

LINK = re.compile(r"(?<!!)\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)")
PICTURE = re.compile(r"!\[([^]]*)\]\((?![a-z]+:)([^)\s]+)\)")
LANGUAGES = {".py": "python", ".js": "javascript", ".css": "css", ".toml": "toml", ".yml": "yaml"}


def stage_pages(source):
    """Put all pages that are not lessons into the folder that Sphinx reads."""
    for path in sorted((DOCS / "content").glob("*.md")):
        _stage(path, source / path.name, source)
    for name, page in PAGES.items():
        _stage(ROOT / name, source / page, source)


def _stage(path, target, source):
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(relinked(path.read_text(), path.parent, target, source))


def relinked(text, folder, target, source):
    """Text of a page, its links and pictures leading to where the site has them.

    Parameters
    ----------
    text : str
        Markdown.
    folder : pathlib.Path
        What relative links of the repository's page begin at.
    target, source : pathlib.Path
        The site's page, and the folder of all of them.

    Returns
    -------
    str
        Links to pages that `content` has only in the site stay as they are.
    """

    def link(match):
        file = (folder / match[1]).resolve()
        if not file.is_file() or ROOT not in file.parents or DOCS in file.parents:
            return match[0]
        page = source / page_of(file)
        if source / "source" in page.parents:
            _show_source(file, page)
        return f"]({relpath(page, target.parent)}{match[2] or ''})"

    def picture(match):
        file = (folder / match[2]).resolve()
        copy = source / "pictures" / file.name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
        return f"![{match[1]}]({relpath(copy, target.parent)})"

    return LINK.sub(link, PICTURE.sub(picture, text))


def _show_source(file, page):
    """Make a page of a file that has none of its own, with its text as it is."""
    page.parent.mkdir(parents=True, exist_ok=True)
    language = LANGUAGES.get(file.suffix, "text")
    name = file.relative_to(ROOT).as_posix()
    fence = "`" * 6
    text = f"---\norphan: true\n---\n\n# {name}\n\n{fence}{language}\n{file.read_text()}\n{fence}\n"
    page.write_text(text)
