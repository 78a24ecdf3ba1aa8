"""Parts of pages that are read off other files: how to cite, how fast it is."""

import re

import yaml

from .pages import relinked
from .paths import ROOT


def stage_words(source):
    """Put the citation, and the README's part about speed, on their pages."""
    cite = source / "cite.md"
    cite.write_text(cite.read_text().replace("<!-- citation -->", citation()))
    page = source / "benchmarks.md"
    readme = (ROOT / "README.md").read_text()
    part = re.search(r"^## How fast is it\?\n.*?(?=^## )", readme, re.MULTILINE | re.DOTALL)[0]
    title, _, rest = page.read_text().partition("\n")
    page.write_text("\n".join([title, "", relinked(part, ROOT, page, source), rest]))


def citation():
    """How to cite this, in words and as BibTeX, from CITATION.cff."""
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    authors = " and ".join(author["name"] for author in cff["authors"])
    title, version = cff["title"], cff["version"]
    first = f"{authors[0].upper()}{authors[1:]}: *{title}*, version {version}."
    fields = {"author": f"{{{authors}}}", "title": title, "version": version}
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"{first}\n\n```bibtex\n@software{{convlib,\n{lines}}}\n```"
