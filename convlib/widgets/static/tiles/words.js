// What is said of a tile, of a cell, and of all of them.
import { LEAST_TILE, faultAt, seenBy, sideOf, wrongIn } from "./scene.js";
import { placeText } from "../shared/numbers.js";

/**
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./scene.js").Stack} Stack
 * @typedef {import("./scene.js").Setting} Setting
 * @typedef {import("./scene.js").Scene} Scene
 */

/** @param {number} number @returns {string} with a comma before each three digits */
export function countText(number) {
  return number.toLocaleString("en-US");
}

/** @param {Pair} range @returns {string} */
const rangeText = ([first, end]) => `${first} to ${end - 1}`;

/** What is said of one tile: its window, and why its cells are wrong.
 * @param {Stack} stack @param {Scene} scene @param {Pair} tile */
export function tileSentence(stack, scene, tile) {
  const read = tile.map((n) => scene.cuts[n].read);
  const off = read.map(([first]) => first).find((first) => first % stack.grid);
  return tileText(tile, read, wrongIn(stack, scene, tile), whyWrong(stack, off));
}

/** @param {Pair} tile @param {Pair[]} read @param {Pair} found wrong cells, and all
 * @param {string} why */
function tileText(tile, [rows, cols], [wrong, cells], why) {
  const reads = `reads rows ${rangeText(rows)}, columns ${rangeText(cols)}`;
  const verdict = wrong
    ? `${countText(wrong)} of ${countText(cells)} cells are wrong: ${why}`
    : `all ${countText(cells)} cells are right`;
  return `tile ${placeText(tile)}: ${reads}; ${verdict}`;
}

/** @param {Stack} stack @param {number|undefined} off where a window starts, if off the grid */
function whyWrong({ grid }, off) {
  if (off === undefined) return "too little halo, they see beyond it";
  return `${off} is no multiple of ${grid}, the total stride`;
}

/** What is said of one cell of the result.
 * @param {Stack} stack @param {Scene} scene @param {Pair} cell */
export function cellSentence(stack, scene, cell) {
  const [rows, cols] = cell.map((output) => seenBy(stack, output));
  const seen = `rows ${rangeText(rows)}, columns ${rangeText(cols)}`;
  const sees = `cell ${placeText(cell)} sees ${seen}`;
  const fault = faultAt(scene, ...cell);
  const told = {
    "": "right",
    cut: "wrong: that is more than was read",
    off: "wrong: its window does not start on the total stride",
  }[fault];
  return `${sees.replaceAll("-", "−")}; ${told}`;
}

/** @param {{wrong: number, cells: number}} scene */
export function countSentence({ wrong, cells }) {
  return `${countText(wrong)} of ${countText(cells)} cells wrong`;
}

/** What one window takes of memory, and all of them of time.
 * @param {Stack} stack @param {Setting} setting @param {Scene} scene */
export function priceSentence(stack, setting, { cuts }) {
  return priceText(sideOf(stack, setting), setting.size, cuts.length);
}

/** The longest that can be said with a stack and an image, of all cells, of one window and of a
 * tile: so much room is kept, and no change moves the maps.
 * @param {Stack} stack @param {number} size */
export function longestSentences(stack, size) {
  const across = Math.ceil(size / LEAST_TILE) + 1; // tiles, where an offset cuts one off
  const [tile, whole] = [across - 1, /** @type {Pair} */ ([size - 1, size])];
  const cells = size ** 2;
  const why = whyWrong(stack, stack.grid > 1 ? size - 1 : undefined);
  return {
    count: countSentence({ wrong: cells, cells }),
    price: priceText(size, size, across),
    says: tileText([tile, tile], [whole, whole], [cells, cells], why),
  };
}

/** @param {number} side of a window @param {number} size @param {number} across windows */
function priceText(side, size, across) {
  const [share, count] = [(side / size) ** 2, across ** 2];
  const read = `${side}×${side} cells, ${Math.round(100 * share)} % of the image`;
  const all = `${count} windows read ${(count * share).toFixed(2)} images`;
  return `in memory at a time: ${read}; ${count === 1 ? "one window reads it once" : all}`;
}
