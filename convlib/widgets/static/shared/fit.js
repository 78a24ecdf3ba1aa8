// The size of the cells, of explorers whose style sheet says how their maps stand.
import { largestCell, visibleHeight } from "./room.js";

const FINENESS = 128; // sizes to choose from

/** Choose the size of the cells, `--cell`, by trying: the largest with which the maps are as wide
 * as the explorer and all down to the end of the maps is in sight. The style sheet is left to say
 * how maps stand, and wrap.
 * @param {HTMLElement} root @param {HTMLElement} node that holds the maps
 * @param {{least: number, most: number}} bounds pixels; below the least the page scrolls instead */
export function fitCells(root, node, { least, most }) {
  if (!root.clientWidth) return; // not on the page yet
  const height = visibleHeight(root);
  const show = (/** @type {number} */ cell) => root.style.setProperty("--cell", `${cell}px`);
  const fits = (/** @type {number} */ cell) => {
    show(cell);
    const bottom = node.getBoundingClientRect().bottom - root.getBoundingClientRect().top;
    return node.scrollWidth <= root.clientWidth && bottom <= height;
  };
  if (!fits(most)) show(largestCell(least, most, (most - least) / FINENESS, fits));
}
