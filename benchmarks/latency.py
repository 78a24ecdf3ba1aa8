"""Slider to pixel: how long the explorer takes to follow a key, in JupyterLab in Chromium.

Run ``python -m benchmarks.latency``; it takes about three minutes, prints a table, and fails where
a target is missed. The clock (probe.js) runs from a keydown's timeStamp to the first task after the
next animation frame that follows the change. Keys are real ones, on a focused slider. The same
scene drawn by ``interact`` and ``plt.show()`` is measured in the same run.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles

from tests.support.lab import Lab, launch, serve
from tests.support.needs import chromium_path

PROBE = Path(__file__).with_name("probe.js").read_text(encoding="utf-8")
STEPS, CHANGES, SLOW_STEPS, FRAMES = 90, 40, 12, 240
STEP, CHANGE = (14, 24), (25, 34)  # ms: largest median, largest 95th percentile
TIMES_INTERACT = 45  # at least: how many times as long the same step takes with interact
PARAMETERS = ("Stride rows", "Padding rows", "Dilation columns")
RIGHT = {"key": "ArrowRight", "code": "ArrowRight", "windowsVirtualKeyCode": 39}
RATES = (30, 60)  # keys a second: as keyboards repeat, and as fast as the screen

SEED = """
from convlib import ConvExplorer
from convlib.examples import SEED_IMAGE, SEED_KERNEL
ConvExplorer(SEED_IMAGE, SEED_KERNEL)
"""
LARGE = """
import numpy as np
from convlib import ConvExplorer
random = np.random.default_rng(0)
ConvExplorer(random.integers(-9, 10, (32, 32)), random.integers(-3, 4, (7, 7)))
"""
INTERACT = """
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import interact
from convlib import conv2d
from convlib.examples import SEED_IMAGE, SEED_KERNEL

def draw_table(ax, table, title, tints, window=()):
    for (row, col), value in np.ndenumerate(table):
        met = (row, col) in window
        edge = {"ec": "black", "lw": 1.5} if met else {"ec": "grey", "lw": 0.5}
        ax.add_patch(plt.Rectangle((col, row), 1, 1, fc=plt.cm.Greens(tints[row, col]), **edge))
        ax.text(col + 0.5, row + (0.4 if met else 0.5), value, ha="center", va="center")
        if met:
            product = f"={value * SEED_KERNEL.flat[window.index((row, col))]}"
            ax.text(col + 0.5, row + 0.8, product, ha="center", va="center", size=7)
    rows, cols = table.shape
    ax.set(title=title, xticks=[], yticks=[], aspect="equal", xlim=(0, cols), ylim=(rows, 0))

@interact(position=(0, 49), stride_rows=(1, 3), dilation_columns=(1, 3))
def draw(position=0, stride_rows=1, dilation_columns=1):
    stride, dilation = (stride_rows, 1), (1, dilation_columns)
    result = conv2d(SEED_IMAGE, SEED_KERNEL, stride=stride, dilation=dilation)
    row, col = divmod(position, result.shape[1])
    top = row * stride_rows
    window = [(top + i, col + j * dilation_columns) for i in range(5) for j in range(5)]
    values = [SEED_IMAGE[cell] for cell in window]
    tints = SEED_IMAGE / 16
    for cell, weight in zip(window, SEED_KERNEL.flat):
        tints[cell] = 0.3 + weight / 6
    fig, axes = plt.subplots(1, 3, figsize=(14, 5), width_ratios=[14, 5, 6])
    draw_table(axes[0], SEED_IMAGE, "image", tints, window)
    span = (col, top), 4 * dilation_columns + 1, 5
    axes[0].add_patch(plt.Rectangle(*span, fill=False, ec="C0", lw=3))
    draw_table(axes[1], SEED_KERNEL, "kernel", 0.3 + SEED_KERNEL / 6)
    draw_table(axes[2], result, "feature map", result / 200)
    axes[2].add_patch(plt.Rectangle((col, row), 1, 1, fill=False, ec="C0", lw=3))
    terms = [f"{value}·{weight}" for value, weight in zip(values, SEED_KERNEL.flat)]
    fig.suptitle(f"{' + '.join(terms)} = {result[row, col]}", size=9)
    plt.show()
"""


@dataclass
class Row:
    """One line of the table; a target of None is not asked for."""

    name: str
    samples: list[float]
    targets: tuple[float | None, float | None] = (None, None)
    also: bool = True
    note: str = ""

    @property
    def figures(self):
        """Median and 95th percentile."""
        return median(self.samples), quantiles(self.samples, n=20, method="inclusive")[-1]

    @property
    def met(self):
        """Whether both targets are met, and what else the row asks for."""
        pairs = zip(self.figures, self.targets, strict=True)
        return self.also and all(limit is None or value <= limit for value, limit in pairs)

    def __str__(self):
        limits = ["" if limit is None else f"≤ {limit:.1f}" for limit in self.targets]
        (middle, high), (first, second) = self.figures, limits
        answer = "" if limits == ["", ""] and not self.note else "yes" if self.met else "NO"
        figures = f"| {middle:.1f} | {first} | {high:.1f} | {second} | {answer} |"
        return f"| {self.name}{self.note and f' ({self.note})'} {figures}"


def press(page, slider, keys):
    """Press keys on a focused slider, one by one; returns their latencies in ms."""
    slider.focus()
    before = len(page.evaluate("probe.latencies(0)"))
    for count, key in enumerate(keys, 1):
        # At any moment of a frame, and of the exchange with the kernel that follows a change.
        time.sleep(random.uniform(0.05, 0.2))
        page.keyboard.press(key)
        latencies = page.evaluate("count => probe.latencies(count)", before + count)
    return latencies[before:]


def to_and_fro(count, turn):
    return ["ArrowRight" if n // turn % 2 == 0 else "ArrowLeft" for n in range(count)]


@contextmanager
def notebook(lab, *cells):
    """Open a notebook of these cells with the probe in its page, run it, and close it."""
    page = lab.open(lab.notebook(cells), height=1200)
    page.evaluate(PROBE)
    lab.run_all(page)
    yield page
    page.close()


def watched_explorer(page, n=0):
    root = page.locator(".convlib-explorer").nth(n)
    root.locator(".convlib-maps").evaluate("maps => probe.watch(maps)")
    return root


def measure_steps(root):
    slider = root.get_by_label("Position", exact=True)
    press(root.page, slider, to_and_fro(10, 5))
    return press(root.page, slider, to_and_fro(STEPS, 15))


def measure_changes(root, label):
    slider = root.get_by_label(label, exact=True)
    press(root.page, slider, to_and_fro(6, 1))
    return press(root.page, slider, to_and_fro(CHANGES, 1))


def measure_playing(root, empty):
    """Frames while playing at full speed, how many of them step, and what is sent meanwhile."""
    page = root.page
    root.get_by_label("Speed", exact=True).press("End")
    root.get_by_label("Play", exact=True).click()
    page.wait_for_timeout(500)
    sent, steps = page.evaluate("[probe.sent, probe.changes()]")
    frames = page.evaluate("count => probe.frames(count)", FRAMES)
    after, steps = page.evaluate(f"[probe.sent, probe.changes() - {steps}]")
    root.get_by_label("Pause", exact=True).click()
    page.wait_for_function("after => probe.sent > after", arg=after)  # it does count
    sent = after - sent
    also = sent == 0 and steps >= 0.9 * FRAMES
    note = f"{steps} steps in {FRAMES} frames, {sent} messages to the kernel"
    return Row("frame while playing", frames, (1.25 * median(empty), None), also, note)


def hold(root, rate, presses):
    """Hold the right arrow down; returns [ms from its release to the next frame, place shown then].

    The keys are stamped with the times at which a keyboard would have sent them, whether or not the
    page was ready for them by then: a backlog shows in the clock.
    """
    devtools = root.page.context.new_cdp_session(root.page)
    root.get_by_label("Position", exact=True).press("Home")
    root.page.evaluate("probe.listen()")
    start = time.time()
    for n in range(presses + 1):
        due = start + n / rate
        time.sleep(max(0, due - time.time()))
        kind = {"type": "rawKeyDown", "autoRepeat": n > 0} if n < presses else {"type": "keyUp"}
        devtools.send("Input.dispatchKeyEvent", {**kind, **RIGHT, "timestamp": due})
    return root.page.evaluate("probe.released")


def measure_holding(root, rate, cols, presses=60, times=8):
    """Releases of a held key; beside the clock, the picture must be where the presses lead."""
    latencies, places = zip(*(hold(root, rate, presses) for _ in range(times)), strict=True)
    right = sum(place == list(divmod(presses, cols)) for place in places)
    note = f"the right picture {right} times of {times}"
    return Row(f"arrow held at {rate} Hz, released", latencies, (34, None), right == times, note)


def measure_one(lab, name, source, cols=None):
    """The rows of one scene with one explorer."""
    with notebook(lab, source) as page:
        empty = page.evaluate("count => probe.frames(count)", FRAMES)
        yield Row(f"{name}: empty requestAnimationFrame loop", empty)
        root = watched_explorer(page)
        yield Row(f"{name}: step", measure_steps(root), STEP)
        for label in PARAMETERS:
            yield Row(f"{name}: {label}", measure_changes(root, label), CHANGE)
        playing = measure_playing(root, empty)
        playing.name = f"{name}: {playing.name}"
        yield playing
        for rate in RATES if cols else ():
            yield measure_holding(root, rate, cols)


def measure_interact(lab, step):
    """The same step by interact and plt.show(), `TIMES_INTERACT` times as long."""
    with notebook(lab, INTERACT) as page:
        page.locator(".widget-output").evaluate("output => probe.watch(output, true)")
        slider = page.locator(".noUi-handle").first
        press(page, slider, to_and_fro(2, 1))
        samples = press(page, slider, to_and_fro(SLOW_STEPS, SLOW_STEPS // 2))
    ratio = median(samples) / median(step.samples)
    note = f"{ratio:.0f} times the explorer's; target {TIMES_INTERACT}"
    return Row(
        "9×14: step by interact + plt.show()", samples, also=ratio >= TIMES_INTERACT, note=note
    )


def measure_ten(lab):
    with notebook(lab, *[SEED] * 10) as page:
        first, last = (measure_steps(watched_explorer(page, n)) for n in (0, 9))
    return Row("9×14: step, ten explorers in the notebook", first + last, STEP)


def measure(lab):
    for row in measure_one(lab, "9×14, 5×5", SEED):
        yield row
        if row.name.endswith(": step"):
            step = row
    yield measure_interact(lab, step)
    yield measure_ten(lab)
    yield from measure_one(lab, "32×32, 7×7", LARGE, cols=26)


def load():
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def main():
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(Path(folder)) as server,
        launch(chromium_path()) as browser,
    ):
        lab = Lab(browser, *server)
        print(f"JupyterLab {version('jupyterlab')}, Chromium {browser.version}; {load()}\n")
        print(
            "| ms | median | target | 95th percentile | target | met |\n|---|---|---|---|---|---|"
        )
        missed = 0
        for row in measure(lab):
            print(row, flush=True)
            missed += not row.met
        lab.close()
    print(f"\n{load()}; {missed} targets missed")
    return missed


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m benchmarks.latency", description=__doc__).parse_args()
    sys.exit(main())
