// What is said of a tile, of a cell, and of all of them.
import { faultAt, seenBy, sideOf, wrongIn } from "./scene.js";

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
  const [rows, cols] = tile.map((n) => scene.cuts[n].read);
  const read = `reads rows ${rangeText(rows)}, columns ${rangeText(cols)}`;
  return `tile (${tile[0]}, ${tile[1]}): ${read}; ${verdict(stack, scene, tile)}`;
}

/** @param {Stack} stack @param {Scene} scene @param {Pair} tile */
function verdict(stack, scene, tile) {
  const [wrong, cells] = wrongIn(stack, scene, tile);
  if (!wrong) return `all ${countText(cells)} cells are right`;
  const off = tile.map((n) => scene.cuts[n].read[0]).find((first) => first % stack.grid);
  const why =
    off === undefined
      ? "too little halo, they see beyond it"
      : `${off} is no multiple of ${stack.grid}, the total stride`;
  return `${countText(wrong)} of ${countText(cells)} cells are wrong: ${why}`;
}

/** What is said of one cell of the result.
 * @param {Stack} stack @param {Scene} scene @param {Pair} cell */
export function cellSentence(stack, scene, cell) {
  const [rows, cols] = cell.map((output) => seenBy(stack, output));
  const seen = `rows ${rangeText(rows)}, columns ${rangeText(cols)}`;
  const sees = `cell (${cell[0]}, ${cell[1]}) sees ${seen}`;
  const fault = faultAt(scene, ...cell);
  const told = {
    "": "right",
    cut: "wrong: that is more than was read",
    off: "wrong: its window does not start on the total stride",
  }[fault];
  return `${sees.replaceAll("-", "−")}; ${told}`;
}

/** @param {Scene} scene */
export function countSentence({ wrong, cells }) {
  return `${countText(wrong)} of ${countText(cells)} cells wrong`;
}

/** What one window takes of memory, and all of them of time.
 * @param {Stack} stack @param {Setting} setting @param {Scene} scene */
export function priceSentence(stack, setting, { cuts }) {
  const side = sideOf(stack, setting);
  const [share, count] = [(side / setting.size) ** 2, cuts.length ** 2];
  const read = `${side}×${side} cells, ${Math.round(100 * share)} % of the image`;
  const all = `${count} windows read ${(count * share).toFixed(2)} images`;
  return `in memory at a time: ${read}; ${count === 1 ? "one window reads it once" : all}`;
}
