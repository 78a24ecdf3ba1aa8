// The room that an explorer has: how high what it stands in is, and how large its cells may be.

const STEPS = 7; // of halving: cells are found to within less than a pixel

/** Pixels that are seen at once of what an explorer stands in: of the panel that scrolls it, which
 * in JupyterLab holds the notebook, else of the window. A heading at its top is left in sight.
 * @param {HTMLElement} root */
export function visibleHeight(root) {
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

/** Choose the size of the cells, `--cell`, by trying: the largest with which the maps are as wide
 * as the explorer and all down to the end of the maps is in sight. The style sheet is left to say
 * how maps stand, and wrap.
 * @param {HTMLElement} root @param {HTMLElement} node that holds the maps
 * @param {{least: number, most: number}} bounds pixels; below the least the page scrolls instead */
export function fitCells(root, node, { least, most }) {
  if (!root.clientWidth) return; // not on the page yet
  const height = visibleHeight(root);
  const fits = (/** @type {number} */ cell) => {
    root.style.setProperty("--cell", `${cell}px`);
    const bottom = node.getBoundingClientRect().bottom - root.getBoundingClientRect().top;
    return node.scrollWidth <= root.clientWidth && bottom <= height;
  };
  if (fits(most)) return;
  let [low, high] = [least, most];
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  fits(low);
}
