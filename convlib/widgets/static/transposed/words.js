// What is said of a stamp, a window and a sum. Pure: no DOM.
import {
  axes,
  gather,
  inputAt,
  meetings,
  positions,
  resultSize,
  stamp,
  stampsOn,
  total,
} from "./scene.js";
import { equalsText, factorText, numberText, placeText, sizeText } from "../shared/numbers.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Axis} Axis
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./scene.js").Tap} Tap
 */

const LONGEST_SUM = 9; // products; of longer sums the middle is left out

/** What comes in and what comes out, by task.
 * @type {Record<string, {incoming: string, outgoing: string}>} */
export const NAMES = {
  transposed: { incoming: "Input", outgoing: "Output" },
  "image gradient": { incoming: "Input: gradient", outgoing: "Output: gradient for the image" },
  "kernel gradient": { incoming: "Input: gradient", outgoing: "Output: gradient for the kernel" },
};

/** @param {Tap[]} taps @returns {string} "2·1 + 1·100 = 102" */
function sumText(taps) {
  if (!taps.length) return "nothing, so 0";
  const terms = taps.map(({ value, weight }) => `${factorText(value)}·${factorText(weight)}`);
  if (terms.length > LONGEST_SUM) {
    terms.splice(LONGEST_SUM - 2, terms.length - LONGEST_SUM + 1, "…");
  }
  const factors = taps.flatMap(({ value, weight }) => [value, weight]);
  return `${terms.join(" + ")} ${equalsText(total(taps), ...factors)}`;
}

/** @param {State} state @param {Pair} at of the input cell or output cell that is shown
 * @returns {string} what happens at this position */
export function stepSentence(state, at) {
  if (state.task === "kernel gradient") return weightSentence(state, at);
  if (state.way === "gather") return windowSentence(state, at);
  const taps = stamp(state, at);
  const products = taps.map(({ weight }) => `${factorText(taps[0].value)}·${factorText(weight)}`);
  const told = taps.length > LONGEST_SUM - 4 ? "" : `: ${products.join(", ")}`;
  const value = numberText(taps[0].value);
  return `input ${placeText(at)} = ${value} puts down ${value} times the kernel${told}`;
}

/** @param {State} state @param {Pair} at */
function windowSentence(state, at) {
  const taps = gather(state, at);
  const cells = taps.filter(({ row, col }) => inputAt(state, row, col)).length;
  const met = `${cells} of the input and ${taps.length - cells} put in as zeros`;
  return `the window of output ${placeText(at)} meets ${taps.length} cells: ${met}`;
}

/** @param {State} state @param {Pair} at */
function weightSentence(state, at) {
  if (state.way === "gather") {
    const count = meetings(state, at).length;
    return `weight ${placeText(at)} met one cell of the image at each of ${count} positions`;
  }
  const value = numberText(state.image[at[0]][at[1]]);
  return `gradient ${placeText(at)} = ${value} adds ${value} times the window that it came of`;
}

/** @param {State} state @param {Pair|null} cell of the output
 * @returns {string} its sum, both ways */
export function sumsSentence(state, cell) {
  if (!cell) return "";
  if (state.task === "kernel gradient") {
    return `output ${placeText(cell)}: ${sumText(meetings(state, cell))}`;
  }
  const [stamps, window] = [stampsOn(state, cell), gather(state, cell)];
  return `output ${placeText(cell)} as stamps: ${sumText(stamps)}; as a window: ${sumText(window)}`;
}

/** @param {State} state @returns {string} the size of the result along each axis that has one */
export function sizesText(state) {
  const lines = axes(state).map((axis, a) => `${a ? "columns" : "rows"}: o = ${sizeFormula(axis)}`);
  return lines.slice(isRow(state) ? 1 : 0).join(" · ");
}

/** @param {Axis} axis @returns {string} o = (i − 1)·s + k − p − p + added, with numbers */
function sizeFormula({ input, kernel, stride, before, after, added, output }) {
  return `(${input} − 1)·${stride} + ${kernel} − ${before} − ${after} + ${added} = ${output}`;
}

/** @param {State} state @returns {boolean} whether all lies in one row, and rows have no sliders */
export function isRow(state) {
  return state.image.length === 1 && state.kernel.length === 1;
}

/** @param {State} before @param {State} after
 * @returns {string} what a change of the setting did, for those who do not see it */
export function changeSentence(before, after) {
  const [down, across] = positions(after);
  const moves = `${after.way}, ${after.task}, ${down * across} steps`;
  const isOther = before.way !== after.way || before.task !== after.task;
  return `${isOther ? `${moves}: ` : ""}output ${sizeText(...resultSize(after))}`;
}

/** @param {State} state @returns {string} what the marks mean */
export function legendFor({ task, way }) {
  const box = way === "scatter" && task !== "kernel gradient" ? "stamp" : "window";
  const marks = [
    way === "gather" && task === "kernel gradient"
      ? "framed: cells that the weight met"
      : `thick outline: ${box}`,
    task !== "kernel gradient" && way === "gather" && "dashed: a zero put in",
    task !== "kernel gradient" && "hatched: cut off by padding",
    task !== "kernel gradient" && "filled corner: added by output padding",
    task === "kernel gradient" && "dashed: padding, or not in the image",
    "double border: current cell",
  ];
  return marks.filter(Boolean).join(" · ");
}
