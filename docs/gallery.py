"""The gallery's pictures and pages: ``python -m docs.gallery FOLDER`` draws all pictures anew."""

import argparse
import base64
import json
from concurrent.futures import ProcessPoolExecutor
from html import escape
from itertools import repeat
from pathlib import Path

import imageio.v3 as iio

from convlib.figures.pixels import png_of

from .catalogue import catalogue

HEADINGS = {
    "no-padding": "Convolution",
    "transposed-no-padding": "Transposed convolution",
    "non-square": "What is asked as well",
}
ENTRY = """### {title}

<figure class="gallery" id="{name}">
<img src="gallery/{name}.png" alt="{alt}" width="{width}" height="{height}" loading="lazy">
<figcaption>{words}</figcaption>
<details><summary>See it move</summary>
<img src="gallery/{name}.gif" alt="{alt}" loading="lazy"></details>
{link}
</figure>

"""
LINK = '<p><a href="{page}#explorer-1={state}">Open it in the explorer</a></p>'
EXPLORER = """# {title}

Every link of the [gallery](../gallery.md) opens this page at its setting. The button below the
explorer copies a link to what you see.

{still}
"""
TITLES = {
    "ChannelsExplorer": "Explorer: channels",
    "ConvExplorer": "Explorer: convolution",
    "TransposedExplorer": "Explorer: transposed",
}
INDEX = """# Explorers

These start from any setting; each lesson has one of its own.

```{{toctree}}
:maxdepth: 1

{pages}
```
"""


def draw(folder):
    """Draw all pictures: of each setting the animation, and as a still its last frame.

    Returns
    -------
    dict of str to (int, int)
        Width and height of each.
    """
    folder.mkdir(parents=True, exist_ok=True)
    items = catalogue()
    with ProcessPoolExecutor() as pool:
        sizes = pool.map(_draw_one, items.keys(), items.values(), repeat(folder))
        return dict(zip(items, sizes, strict=True))


def _draw_one(name, item, folder):
    gif = item.gif()
    (folder / f"{name}.gif").write_bytes(gif)
    *_, last = iio.imiter(gif, extension=".gif", plugin="pillow", mode="RGBA")
    (folder / f"{name}.png").write_bytes(png_of(last))
    return last.shape[1], last.shape[0]


def stage_gallery(source, extra):
    """Draw the pictures, and put the gallery's pages into the folder that Sphinx reads."""
    sizes = draw(extra / "gallery")
    explorers = {}
    entries = [_entry(name, item, sizes[name], explorers) for name, item in catalogue().items()]
    (source / "gallery.md").write_text((source / "gallery.md").read_text() + "".join(entries))
    folder = source / "explorers"
    folder.mkdir()
    for name, explorer in explorers.items():
        text = EXPLORER.format(title=TITLES.get(name, name), still=explorer.still_html())
        (folder / f"{name}.md").write_text(text)
    (folder / "index.md").write_text(INDEX.format(pages="\n".join(explorers)))


def _entry(name, item, size, explorers):
    """One setting as Markdown; its explorer joins the others, the first of each class."""
    explorer = item.explorer()
    if explorer:
        explorers.setdefault(type(explorer).__name__, explorer)
    link = LINK.format(page=page_of(explorer), state=state_text(explorer)) if explorer else ""
    heading = f"## {HEADINGS[name]}\n\n" if name in HEADINGS else ""
    words = dict(zip(("width", "height"), size, strict=True))
    alt, told = escape(item.alt), escape(item.words)
    return heading + ENTRY.format(
        title=item.title, name=name, alt=alt, words=told, link=link, **words
    )


def page_of(explorer):
    """Address of the page on which explorers of a class start, from the gallery's."""
    return f"explorers/{type(explorer).__name__}.html"


def state_text(explorer):
    """State of an explorer as an address carries it: what page/link.js reads."""
    state = explorer._page()["state"]
    told = {name: value for name, value in state.items() if not name.startswith("_")}
    text = json.dumps(told, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m docs.gallery", description=__doc__)
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="gets a GIF and a PNG of each")
    draw(parser.parse_args().folder)
