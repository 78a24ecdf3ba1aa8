"""An explorer in the browser: settings to show, parts to find, and a look at what they show.

Pictures are compared with conv2d and ConvGeometry.
"""

import re
from itertools import product

import numpy as np
from axe_playwright_python.sync_playwright import Axe

from convlib import add_padding, conv2d
from convlib.examples import SEED_IMAGE, SEED_KERNEL, SEED_SETTING, address
from tests.support.random_settings import check_close, geometry_of

SEED = {
    "image": SEED_IMAGE, "kernel": SEED_KERNEL, **SEED_SETTING, "padding": (0, 0),
    "padding_mode": "zeros", "flip_kernel": False,
}  # fmt: skip
SMALL = SEED | {
    "image": address(5, 6), "kernel": np.array([[1, -2], [0, 3]]), "stride": (1, 2),
    "padding": (1, 1), "dilation": (1, 1),
}  # fmt: skip
LONG = SMALL | {
    "image": np.array([[-123456, 0.123456, 7], [98765.4, -3.14159, 1e6], [5, -1e6, 2]]),
    "kernel": np.array([[1 / 3, -123456], [-0.5, 98765.25]]),
}

SLIDERS = tuple(
    f"{name} {axis}" for name in ("Stride", "Padding", "Dilation") for axis in ("rows", "columns")
)
FOLDS = {"more": "Change more", "arithmetic": "The arithmetic and the code"}
READ = """root => ({
    cells: Array.from(root.querySelectorAll("[data-map]"), cell => ({ ...cell.dataset })),
    says: root.querySelector(".convlib-says").textContent,
    note: root.querySelector(".convlib-note").textContent,
    sliders: Object.fromEntries(Array.from(
        root.querySelectorAll("[type=range]"), input => [input.ariaLabel, Number(input.value)])),
})"""


def opened(page, folder, explorer, theme="light", width=1280, height=720, main="<main>"):
    """Open an explorer's own page from disk, saved in a folder; return the explorer's root.

    It stands in another element than the page's own where `main` says so.
    """
    path = folder / "page.html"
    explorer.save_html(path)
    path.write_text(path.read_text().replace("<main>", main))
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme)
    page.goto(path.as_uri())
    return page.locator(".convlib-explorer")


def cell(root, name, place):
    """Find a cell of a map: "image", "kernel" or "feature-map"."""
    return root.locator(f'[data-map="{name}"][data-row="{place[0]}"][data-col="{place[1]}"]')


def slider(root, name):
    """Find a slider by its name."""
    return root.get_by_role("slider", name=name, exact=True)


def button(root, name):
    """Find a button by its name."""
    return root.get_by_role("button", name=name, exact=True)


def edit(root):
    """Find the field in which a cell is edited."""
    return root.locator(".convlib-edit")


def unfold(root):
    """Open, or close, all that is folded."""
    for summary in root.locator("summary").all():
        summary.click()


def predict(root, text):
    """Type a prediction, and return what is said of it."""
    root.get_by_label("Your prediction").fill(text)
    root.get_by_label("Your prediction").press("Enter")
    return root.locator(".convlib-verdict").inner_text()


def says(root):
    """Return the sentence below the picture."""
    return root.locator(".convlib-says").inner_text()


def here(root):
    """Return the line that tells where the loops stand."""
    return root.locator(".convlib-here").inner_text()


def position(root):
    """Return the place of the current feature-map cell."""
    return next(iter(marked(read(root)["feature-map"], "current")))


def read(root):
    """Return what an explorer shows: its cells by map, its words, its sliders' values."""
    seen = root.evaluate(READ)
    maps = {"image": {}, "kernel": {}, "feature-map": {}}
    for one in seen.pop("cells"):
        maps[one["map"]][int(one["row"]), int(one["col"])] = one
    return seen | maps


def number(text):
    """Return the number that a text with a true minus sign shows."""
    assert "-" not in text
    return float(text.replace("−", "-"))


def marked(cells, mark):
    """Return the places of the cells that wear a mark, such as "inWindow"."""
    return {place for place, cell in cells.items() if cell.get(mark) == "true"}


def table(cells):
    """Return the values of a map as an array; rows and columns start at the smallest."""
    first, last = min(cells), max(cells)
    shape = (last[0] - first[0] + 1, last[1] - first[1] + 1)
    assert len(cells) == shape[0] * shape[1]
    places = [(row + first[0], col + first[1]) for row, col in np.ndindex(shape)]
    return np.reshape([float(cells[place]["value"]) for place in places], shape)


def check_shows(seen, setting, position):
    """Assert that every number and mark of a picture is that of a setting and a position."""
    geometry, truth = geometry_of(setting), conv2d(**setting)
    (top, _), (left, _) = geometry.padding
    mode = {"padding_mode": setting["padding_mode"]}
    padded = add_padding(setting["image"], geometry.padding, **mode)
    np.testing.assert_array_equal(table(seen["image"]), padded)
    assert min(seen["image"]) == (-top, -left)
    np.testing.assert_array_equal(table(seen["kernel"]), setting["kernel"])
    check_close(table(seen["feature-map"]), truth, setting)
    assert marked(seen["image"], "inWindow") == set(product(*geometry.window(position)))
    assert marked(seen["feature-map"], "current") == {position}
    check_sentence(seen["says"], truth, position)


def check_sentence(says, truth, position):
    """Assert that the sentence tells the sum of one feature-map cell."""
    row, col, told = re.fullmatch(r"feature map \((\d+), (\d+)\): .* [=≈] (\S+)", says).groups()
    assert (int(row), int(col)) == position
    np.testing.assert_allclose(number(told), truth[position], rtol=1e-5, atol=1e-9)


def by_sliders(setting, sliders):
    """Return a setting with stride, padding and dilation as six sliders show them."""
    pairs = [[sliders[f"{name} {axis}"] for axis in ("rows", "columns")]
             for name in ("Stride", "Padding", "Dilation")]  # fmt: skip
    names = zip(("stride", "padding", "dilation"), map(tuple, pairs), strict=True)
    return setting | dict(names)


def problems(page):
    """What axe-core finds serious or critical in a page's explorers."""
    found = Axe().run(page, context=".convlib-explorer").response["violations"]
    return [
        f"{v['id']}: {[node['html'][:150] for node in v['nodes'][:3]]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


# Tints are pixels of a canvas below the cells; the expression gives a cell's as a colour of CSS.
TINT = """cell => {
    const canvas = cell.closest("figure").querySelector("canvas");
    const first = name => Number(canvas.style.getPropertyValue(name));
    const [x, y] = [cell.dataset.col - first("--col"), cell.dataset.row - first("--row")];
    const [r, g, b, a] = canvas.getContext("2d").getImageData(x, y, 1, 1).data;
    return `rgb(${r} ${g} ${b} / ${a / 255})`;
}"""
# Places in the middle of the cells that wear a mark, where numbers stand, that it runs through.
COVERED = """([root, mark, flag, width, height]) => {
    const path = root.querySelector(`.convlib-image .${mark}`);
    const covers = (x, y) => path.isPointInStroke(new DOMPoint(x, y));
    return [...root.querySelectorAll(`[data-map=image]${flag}`)].flatMap(({ dataset }) => {
        const [x, y] = [40 * dataset.col + 20, 40 * dataset.row + 20];
        const along = size => Array.from({ length: 2 * size + 1 }, (_, n) => n - size);
        return along(width).flatMap(dx => along(height)
            .filter(dy => covers(x + dx, y + dy)).map(dy => [dataset.row, dataset.col, dx, dy]));
    });
}"""
# Where the parts of an explorer stand, and how large they are.
BOXES = """root => ["svg", ".convlib-maps", ".convlib-more", ".convlib-arithmetic"]
    .flatMap(which => [...root.querySelectorAll(which)])
    .map(node => node.getBoundingClientRect())
    .flatMap(({ x, y, width, height }) => [x, y, width, height].map(Math.round))"""
# Numbers that come nearer to the sides of their cell than a share of it, or leave it.
OUTSIDE = """(root, share) => [...root.querySelectorAll("[data-map]")].flatMap(cell => {
    const frame = cell.querySelector("rect").getBoundingClientRect();
    const room = share * frame.width;
    return [...cell.querySelectorAll("text")]
        .map(text => [text.textContent, text.getBoundingClientRect()])
        .filter(([text, box]) => box.width && (box.left < frame.left + room
            || box.right > frame.right - room
            || box.top < frame.top - 2 || box.bottom > frame.bottom + 2))
        .map(([text]) => `${text} in ${cell.dataset.map}`);
})"""
# Numbers that take much room, and a few that do not.
NUMBERS = (
    -1e6, 999999, -123456.789, 0.1, -0.333333, 1e-7, -1e-7, 12345, -99999, 0, 7, -0.5, 1 / 7,
)  # fmt: skip
