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


def main(build):
    """Make all pages, and a zip of them, from nothing."""
    source, extra, site = (build / name for name in ("source", "extra", "site"))
    for folder in (source, extra, site):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    stage_pages(source)
    stage_words(source)
    stage_front(source)
    stage_gallery(source, extra)
    stage_lessons(source, extra)
    stage_api(source)
    run_sphinx(source, site, build / "doctrees")
    shutil.copytree(extra, site, dirs_exist_ok=True)
    save_script(site / "_static" / "convlib.js")
    shutil.make_archive(build / "convlib-site", "zip", site)


def run_sphinx(source, site, cache):
    """Have Sphinx make pages of all that was put into a folder."""
    shutil.rmtree(cache, ignore_errors=True)
    options = ["--fail-on-warning", "--keep-going", "--quiet", "--jobs", "auto", "--conf-dir", DOCS]
    command = [sys.executable, "-m", "sphinx", "--builder", "html", *options]
    subprocess.run([*command, "--doctree-dir", cache, source, site], cwd=ROOT, check=True)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m docs", description=__doc__.partition(":")[0])
    told = "in place of build/; its folders source, extra and site are emptied first"
    asked.add_argument("folder", nargs="?", type=Path, default=BUILD, help=told)
    main(asked.parse_args().folder.resolve())
