"""Build the site: ``python -m docs``. It needs the `docs` extra, and no network."""

import shutil
import subprocess
import sys

from convlib.widgets.alive import save_script

from .api import stage_api
from .front import stage_front
from .lessons import stage_lessons
from .pages import stage_pages
from .paths import BUILD, DOCS, ROOT


def main():
    """Make all pages, and a zip of them, from nothing."""
    source, extra, site = (BUILD / name for name in ("source", "extra", "site"))
    for folder in (source, extra, site):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    stage_pages(source)
    stage_front(source)
    stage_lessons(source, extra)
    stage_api(source)
    run_sphinx(source, site)
    shutil.copytree(extra, site, dirs_exist_ok=True)
    save_script(site / "_static" / "convlib.js")
    shutil.make_archive(BUILD / "convlib-site", "zip", site)


def run_sphinx(source, site):
    """Have Sphinx make pages of all that was put into a folder."""
    options = ["--fail-on-warning", "--keep-going", "--quiet", "--conf-dir", DOCS]
    command = [sys.executable, "-m", "sphinx", "--builder", "html", *options]
    cache = ["--doctree-dir", BUILD / "doctrees"]
    shutil.rmtree(BUILD / "doctrees", ignore_errors=True)
    subprocess.run([*command, *cache, source, site], cwd=ROOT, check=True)


if __name__ == "__main__":
    main()
