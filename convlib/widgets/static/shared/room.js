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

/** @type {WeakMap<HTMLElement, Element>} A panel that has scrolled once is one that scrolls, though
 * all of it be in sight now: else sizes would go to and fro. */
const scrollers = new WeakMap();

/** @param {HTMLElement} root @returns {Element|null} the nearest panel that scrolls */
function scrollerOf(root) {
  const known = scrollers.get(root);
  if (known?.contains(root)) return known;
  for (let one = root.parentElement; one && one !== document.body; one = one.parentElement) {
    const canScroll = ["auto", "scroll"].includes(getComputedStyle(one).overflowY);
    if (!canScroll || one.scrollHeight <= one.clientHeight + 1) continue;
    scrollers.set(root, one);
    return one;
  }
  return null;
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
