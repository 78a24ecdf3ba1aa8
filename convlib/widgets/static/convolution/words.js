// What the explorer says: sentences and formulas. Pure: no DOM.
import { axes, feeds, valueAt, windowTaps } from "./scene.js";
import {
  equalsText,
  factorText,
  numberText,
  placeText,
  plural,
  sizeText,
} from "../shared/numbers.js";

/** @typedef {import("./scene.js").Setting} Setting
 * @typedef {import("./scene.js").Knobs} Knobs
 * @typedef {import("./scene.js").Pair} Pair */

/** Terms written out; beyond it the middle of the sum is left out. */
export const LONGEST_SUM = 81;

/** @param {Setting} state @param {Pair} at @param {number} result @param {boolean} hidden
 * @returns {string} the sum of one feature-map cell, every product written out; a reader who
 * predicts it finds the products alone */
export function sumSentence(state, at, result, hidden) {
  if (hidden) return `feature map ${placeText(at)}: ?`;
  const taps = windowTaps(state, at);
  const isLong = taps.length > LONGEST_SUM;
  if (isLong) taps.splice(LONGEST_SUM - 2, taps.length - LONGEST_SUM + 1);
  const terms = taps.map(({ value, weight }) => `${factorText(value)}·${factorText(weight)}`);
  if (isLong) terms.splice(LONGEST_SUM - 2, 0, "…");
  const factors = taps.flatMap(({ value, weight }) => [value, weight]);
  return `feature map ${placeText(at)}: ${terms.join(" + ")} ${equalsText(result, ...factors)}`;
}

/** @param {Pair} at @param {number} result @param {boolean} hidden
 * @returns {string} where the two outer loops stand, and what the two inner ones sum up there */
export function loopSentence([row, col], result, hidden) {
  const end = hidden ? "= ?" : equalsText(result);
  return `here: row = ${row}, col = ${col}, feature_map[${row}, ${col}] ${end}`;
}

/** @param {Setting} state @param {number} row @param {number} col
 * @returns {string} what an image cell feeds at this setting */
export function imageSentence(state, row, col) {
  const [byRow, byCol] = axes(state).map(feeds);
  const said = `cell ${placeText([row, col])}: value ${numberText(valueAt(state, row, col))}`;
  if (!byRow[row] || !byCol[col]) return `padding ${said}, by padding mode ${state.padding_mode}`;
  const count = byRow[row].length * byCol[col].length;
  if (!count) return `image ${said}; no tap ever meets it (skipped)`;
  return `image ${said}; feeds ${plural(count, "feature-map cell")}`;
}

/** @param {Setting} state @param {number} row @param {number} col @param {Knobs} knobs
 * @returns {string} what one weight meets as the kernel moves over the whole image */
export function weightSentence(state, row, col, knobs) {
  const [rowAxis, colAxis] = axes(state);
  const cells = rowAxis.output * colAxis.output;
  const all = cells === 1 ? "the only feature-map cell" : `all ${cells} feature-map cells`;
  const weight = `weight ${placeText([row, col])} = ${numberText(state.kernel[row][col])}`;
  const met = `${plural(cells, "cell")} of the ${knobs.padding ? "padded image" : "image"}`;
  return `${weight}: the same weight enters ${all}, and meets ${met}`;
}

/** @param {Setting} state @returns {number} image cells that no tap meets */
function skippedCount(state) {
  const [rows, cols] = axes(state);
  const [metRows, metCols] = [rows, cols].map(
    (axis) => feeds(axis).filter((positions) => positions.length > 0).length,
  );
  return rows.input * cols.input - metRows * metCols;
}

/** @param {Setting} state @param {Knobs} knobs
 * @returns {string} rows and columns beyond the last window, and image cells no tap meets */
export function missedSentence(state, knobs) {
  const [rows, cols] = axes(state);
  const missed = [`skipped: ${plural(skippedCount(state), "image cell")}`];
  if (knobs.stride) {
    const [row, column] = [plural(rows.leftover, "row"), plural(cols.leftover, "column")];
    missed.unshift(`leftover: ${row}, ${column}`);
  }
  return missed.join(" · ");
}

/** @param {Setting} before @param {Setting} after @param {Knobs} knobs
 * @param {number} dilationFrom the number shown for a kernel without gaps
 * @returns {string} what has changed and what came of it, for those who do not see it; nothing
 * where nothing has */
export function changeSentence(before, after, knobs, dilationFrom) {
  const [was, is] = [before, after].map((setting) => partsOf(setting, dilationFrom));
  const changes = Object.keys(is).filter((name) => is[name] !== was[name]);
  if (!changes.length) return "";
  const [rows, cols] = axes(after);
  const told = changes.map((name) => (TABLES.includes(name) ? name : `${name} ${is[name]}`));
  const result = `feature map ${sizeText(rows.output, cols.output)}`;
  return `${told.join(", ")}: ${[result, ...missedParts(after, knobs)].join(", ")}`;
}

const TABLES = ["image", "kernel"]; // of which a change is told, and not what they are now

/** @param {Setting} setting @param {number} dilationFrom
 * @returns {Record<string, string|number>} all that can change, by name */
function partsOf(setting, dilationFrom) {
  const { image, kernel, stride, padding, dilation } = setting;
  const [[top, bottom], [left, right]] = padding;
  /** @type {Record<string, string|number>} */
  const sides =
    top === bottom && left === right
      ? { "padding rows": top, "padding columns": left }
      : {
          "padding top": top,
          "padding bottom": bottom,
          "padding left": left,
          "padding right": right,
        };
  return {
    image: JSON.stringify(image),
    kernel: JSON.stringify(kernel),
    "stride rows": stride[0],
    "stride columns": stride[1],
    ...sides,
    "dilation rows": dilation[0] + dilationFrom - 1,
    "dilation columns": dilation[1] + dilationFrom - 1,
    "padding mode": setting.padding_mode,
    "flip of the kernel": setting.flip_kernel ? "on" : "off",
  };
}

/** @param {Setting} state @param {Knobs} knobs @returns {string[]} "leftover 1 row", "no … " */
function missedParts(state, knobs) {
  const [rows, cols] = axes(state);
  const lines = [
    rows.leftover && plural(rows.leftover, "row"),
    cols.leftover && plural(cols.leftover, "column"),
  ].filter(Boolean);
  const leftover = lines.length ? `leftover ${lines.join(" and ")}` : "no leftover";
  const skipped = `${plural(skippedCount(state), "cell")} skipped`;
  return [knobs.stride && leftover, (knobs.stride || knobs.dilation) && skipped].filter(
    (part) => part !== false,
  );
}

/** @param {Knobs} knobs
 * @returns {{legend: string, misses: boolean}} what the marks mean that can come to be seen, and
 * whether an image cell can be missed at all */
export function legendFor({ stride, padding, dilation }) {
  const misses = stride || dilation;
  const marks = [
    "thick outline: window",
    dilation && "thin outline: span",
    padding && "dashed: padding",
    stride && "hatched: leftover",
    misses && "filled corner: skipped",
    "double border: current cell",
  ];
  return { legend: marks.filter(Boolean).join(" · "), misses };
}

/** @param {Setting} state @param {number} a axis
 * @param {Knobs} knobs what a lesson does not change, it need not know
 * @returns {string} o = ⌊(i + p + p − k̂)/s⌋ + 1 with this axis' numbers, leftover included */
export function sizeFormula(state, a, knobs) {
  const { input, kernel, stride, before, after, dilation, span, padded, output, leftover } =
    axes(state)[a];
  const stretched = knobs.dilation ? `k̂ = ${dilation}·(${kernel} − 1) + 1 = ${span};  ` : "";
  const room = `${input}${knobs.padding ? ` + ${before} + ${after}` : ""} − ${span}`;
  if (!knobs.stride) return `${stretched}o = ${room} + 1 = ${output}`;
  return (
    `${stretched}o = ⌊(${room})/${stride}⌋ + 1 ` +
    `= ⌊${padded - span}/${stride}⌋ + 1 = ${output},  leftover ${leftover}`
  );
}
