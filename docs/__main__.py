"""Build the site: ``python -m docs [FOLDER]``. It needs the `docs` extra, and no network.

What is made lies in build/, or in the folder given: the pages in site/, and a zip of them.
"""

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from convlib.widgets.alive import save_script

from .api import stage_api
from .front import stage_front
from .gallery import stage_gallery
from .lessons import stage_lessons
from .pages import stage_pages
from .paths import BUILD, DOCS, ROOT
from .words import stage_words

PARTS = ("source", "extra", "site", "doctrees")  # folders that are made anew each time
MARK = ".made-by-convlib-docs"  # file in a folder whose parts may be removed


def main(build, source, extra, site, cache):
    """Make all pages, and a zip of them, in a folder and its empty parts."""
    stage_pages(source)
    stage_words(source)
    stage_front(source)
    stage_gallery(source, extra)
    stage_lessons(source, extra)
    stage_api(source)
    run_sphinx(source, site, cache)
    shutil.copytree(extra, site, dirs_exist_ok=True)
    save_script(site / "_static" / "convlib.js")
    shutil.make_archive(build / "convlib-site", "zip", site)


def new_parts(build):
    """Make a folder's parts, each empty, in place of those that an earlier call has made.

    Raises
    ------
    FileExistsError
        If a part is there that no earlier call has made; then nothing has been removed.
    """
    parts = [build / name for name in PARTS]
    found = [part for part in parts if part.exists()]
    if found and not (build / MARK).exists():
        raise FileExistsError(
            f"nothing says that python -m docs has made {found[0]}: remove it, or name a new folder"
        )
    for part in found:
        shutil.rmtree(part)
    for part in parts:
        part.mkdir(parents=True)
    (build / MARK).touch()
    return parts


def run_sphinx(source, site, cache):
    """Have Sphinx make pages of all that was put into a folder."""
    options = ["--fail-on-warning", "--keep-going", "--quiet", "--jobs", "auto", "--conf-dir", DOCS]
    command = [sys.executable, "-m", "sphinx", "--builder", "html", *options]
    subprocess.run([*command, "--doctree-dir", cache, source, site], cwd=ROOT, check=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m docs", description=__doc__.partition(":")[0])
    told = "in place of build/; what an earlier build has left there is removed first"
    asked.add_argument("folder", metavar="FOLDER", nargs="?", type=Path, default=BUILD, help=told)
    build = asked.parse_args().folder.resolve()
    try:
        parts = new_parts(build)
    except OSError as error:
        asked.error(str(error))
    main(build, *parts)
    print("Open", build / "site" / "index.html")
