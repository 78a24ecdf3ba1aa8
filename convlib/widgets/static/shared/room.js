// The room that an explorer has: how high what it stands in is, and how large its cells may be.

const TELEPHONE = 480; // pixels; on narrower ones all scrolls: the width is the room

/** Pixels that are seen at once of what an explorer stands in: of the panel that scrolls it, which
 * in JupyterLab holds the notebook, else of the window. A heading at its top is left in sight.
 * @param {HTMLElement} root */
export function visibleHeight(root) {
  if (root.clientWidth < TELEPHONE) return Infinity;
  const panel = scrollerOf(root);
  const height = panel?.clientHeight ?? innerHeight;
  const [from, scrolled] = panel
    ? [panel.getBoundingClientRect().top, panel.scrollTop]
    : [0, scrollY];
  const heading = root.getBoundingClientRect().top - from + scrolled;
  return height - (heading < height / 8 ? heading : 0);
}

/** @type {WeakMap<HTMLElement, Element>} what scrolls an explorer, once it is known */
const scrollers = new WeakMap();

/** @param {HTMLElement} root @returns {Element|null} the nearest panel that scrolls: one that does
 * not grow with what is in it, as an output of JupyterLab does */
function scrollerOf(root) {
  const known = scrollers.get(root);
  if (known?.contains(root)) return known;
  const panels = [];
  for (let one = root.parentElement; one && one !== document.body; one = one.parentElement) {
    if (["auto", "scroll"].includes(getComputedStyle(one).overflowY)) panels.push(one);
  }
  root.style.minHeight = "200vh"; // for a moment, so that it fits into none that scrolls
  const found = panels.find((one) => one.scrollHeight > one.clientHeight + 1) ?? null;
  root.style.minHeight = "";
  if (found) scrollers.set(root, found);
  return found;
}

/** The largest size of a cell that holds; the smallest is not asked about.
 * @param {number} least @param {number} most pixels @param {number} step between two sizes
 * @param {(cell: number) => boolean} holds @returns {number} */
export function largestCell(least, most, step, holds) {
  let [low, high] = [0, Math.round((most - least) / step)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(least + middle * step)) low = middle;
    else high = middle - 1;
  }
  return least + low * step;
}
