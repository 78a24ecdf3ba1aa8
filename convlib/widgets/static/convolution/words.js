// What the explorer says: numbers, sentences, formulas and lines of code. Pure: no DOM.
import { axes, feeds, valueAt, windowTaps } from "./scene.js";

const DIGITS = 6;
export const LONGEST_SUM = 81; // terms written out; beyond it the middle of the sum is left out

/** @param {number|string} value @param {number} [digits]
 * @returns {string} short text for a number, as people write it */
export function format(value, digits = DIGITS) {
  return withMinus(typeof value === "number" ? rounded(value, digits) : value);
}

/** @param {number|string} value @returns {string} its text with a true minus sign, not a hyphen */
export function withMinus(value) {
  return String(value).replaceAll("-", "−");
}

function rounded(value, digits) {
  if (Number.isInteger(value)) return value;
  // Digits before the point are never rounded away: 1813.99 is 1814 in short, not 1810.
  const whole = Math.trunc(Math.abs(value)).toString().length;
  return Number(value.toPrecision(Math.min(Math.max(digits, whole), 21)));
}

const signed = (value) => (value < 0 ? `(${format(value)})` : format(value));
const placeText = (row, col) => `(${format(row)}, ${format(col)})`;
const plural = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** @param {number} value @returns {string} "= 2" or, where digits were dropped, "≈ 0.333333" */
function equals(value) {
  return `${rounded(value, DIGITS) === value ? "=" : "≈"} ${format(value)}`;
}

/** @param {import("./scene.js").State} state @param {[number, number]} at
 * @returns {string} the sum of one feature-map cell, every product written out, without its result */
export function sumText(state, at) {
  const terms = windowTaps(state, at).map((t) => `${signed(t.value)}·${signed(t.weight)}`);
  if (terms.length > LONGEST_SUM) {
    terms.splice(LONGEST_SUM - 2, terms.length - LONGEST_SUM + 1, "…");
  }
  return terms.join(" + ");
}

const told = (result, hidden) => (hidden ? "= ?" : equals(result));

/** @param {import("./scene.js").State} state @param {[number, number]} at @param {number} result
 * @param {boolean} hidden @returns {string} */
export function sumSentence(state, at, result, hidden) {
  return `feature map ${placeText(...at)}: ${sumText(state, at)} ${told(result, hidden)}`;
}

/** @param {[number, number]} at @param {number} result @param {boolean} hidden
 * @returns {string} where the two outer loops stand, and what the two inner ones sum up there */
export function loopSentence([row, col], result, hidden) {
  return `here: row = ${row}, col = ${col}, feature_map[${row}, ${col}] ${told(result, hidden)}`;
}

/** @returns {string} what an image cell feeds at this setting */
export function imageSentence(state, row, col) {
  const [byRow, byCol] = axes(state).map(feeds);
  const inside = byRow[row] && byCol[col];
  const value = format(valueAt(state, row, col));
  if (!inside) return `padding cell ${placeText(row, col)}: value ${value}, by padding mode ${state.padding_mode}`;
  const count = byRow[row].length * byCol[col].length;
  if (!count) return `image cell ${placeText(row, col)}: value ${value}; no tap ever meets it (skipped)`;
  return `image cell ${placeText(row, col)}: value ${value}; feeds ${plural(count, "feature-map cell")}`;
}

/** @param {import("./scene.js").Knobs} knobs
 * @returns {string} what one weight meets as the kernel moves over the whole image */
export function weightSentence(state, row, col, knobs) {
  const [rowAxis, colAxis] = axes(state);
  const cells = rowAxis.output * colAxis.output;
  return (
    `weight ${placeText(row, col)} = ${format(state.kernel[row][col])}: the same weight enters ` +
    `${cells === 1 ? "the only feature-map cell" : `all ${cells} feature-map cells`}, ` +
    `and meets ${plural(cells, "cell")} of the ${knobs.padding ? "padded image" : "image"}`
  );
}

/** @param {import("./scene.js").Knobs} knobs
 * @returns {string} rows and columns beyond the last window, and image cells no tap meets */
export function missedSentence(state, knobs) {
  const [rowAxis, colAxis] = axes(state);
  const [byRow, byCol] = [rowAxis, colAxis].map((axis) => feeds(axis).map((p) => p.length > 0));
  const met = byRow.filter(Boolean).length * byCol.filter(Boolean).length;
  const skipped = rowAxis.input * colAxis.input - met;
  const missed = [
    knobs.stride &&
      `leftover: ${plural(rowAxis.leftover, "row")}, ${plural(colAxis.leftover, "column")}`,
    `skipped: ${plural(skipped, "image cell")}`,
  ];
  return missed.filter(Boolean).join(" · ");
}

/** @param {import("./scene.js").Knobs} knobs
 * @returns {{legend: string, misses: boolean}} what the marks mean that can come to be seen, and
 * whether an image cell can be missed at all */
export function legendFor({ stride, padding, dilation }) {
  const misses = stride || dilation;
  const marks = [
    dilation ? "thick outline: span · framed: taps" : "thick outline: window",
    padding && "dashed: padding", stride && "hatched: leftover",
    misses && "filled corner: skipped", "double border: current cell",
  ];
  return { legend: marks.filter(Boolean).join(" · "), misses };
}

/** @param {import("./scene.js").State} state @param {number} a axis
 * @param {import("./scene.js").Knobs} knobs what a lesson does not change, it need not know
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

const tuple = (pair) => `(${pair.join(", ")})`;
const sides = (padding) => tuple(padding.map(tuple));
const isPadded = (padding) => padding.flat().some((side) => side > 0);

/** @param {import("./scene.js").State} state @returns {string} */
function convlibLine(state) {
  const { stride, padding, dilation, padding_mode: mode } = state;
  const even = padding.every(([before, after]) => before === after);
  const parts = [`stride=${tuple(stride)}`];
  parts.push(`padding=${even ? tuple(padding.map((side) => side[0])) : sides(padding)}`);
  parts.push(`dilation=${tuple(dilation)}`);
  if (mode !== "zeros") parts.push(`padding_mode="${mode}"`);
  if (state.flip_kernel) parts.push("flip_kernel=True");
  return `conv2d(image, kernel, ${parts.join(", ")})`;
}

/** @param {import("./scene.js").State} state @returns {string} the padded image, as NumPy makes it */
function numpyPadded(state) {
  const names = { zeros: "constant", replicate: "edge", circular: "wrap", reflect: "reflect" };
  if (!isPadded(state.padding)) return "image";
  return `np.pad(image, ${sides(state.padding)}, "${names[state.padding_mode]}")`;
}

/** @param {import("./scene.js").State} state @returns {string} each position, and at each every
 * weight. The map is made here, too: what can be read can be copied by hand and run. */
function loopLines(state) {
  const [rows, cols] = axes(state);
  const source = numpyPadded(state);
  const name = source === "image" ? "image" : "padded";
  const times = (n, index) => (n === 1 ? index : `${n} * ${index}`);
  const place = (axis, index, tap) => `${times(axis.stride, index)} + ${times(axis.dilation, tap)}`;
  const weight = (axis, tap) => (state.flip_kernel ? `${axis.kernel - 1} - ${tap}` : tap);
  const cell = `${name}[${place(rows, "row", "i")}, ${place(cols, "col", "j")}]`;
  return [
    ...(name === "padded" ? [`padded = ${source}`] : []),
    `feature_map = np.zeros((${rows.output}, ${cols.output}))`,
    `for row in range(${rows.output}):`,
    `    for col in range(${cols.output}):`,
    `        for i in range(${rows.kernel}):`,
    `            for j in range(${cols.kernel}):`,
    `                feature_map[row, col] += ${cell} * kernel[${weight(rows, "i")}, ${weight(cols, "j")}]`,
  ].join("\n");
}

/** @param {import("./scene.js").State} state @returns {string} */
function numpyLine(state) {
  const spans = axes(state).map((axis) => axis.span);
  const steps = [...state.stride, ...state.dilation].map((n) => (n === 1 ? ":" : `::${n}`));
  const windows = `np.lib.stride_tricks.sliding_window_view(${numpyPadded(state)}, ${tuple(spans)})`;
  const sliced = steps.every((s) => s === ":") ? windows : `${windows}[${steps.join(", ")}]`;
  return `np.einsum("ijkl,kl->ij", ${sliced}, ${state.flip_kernel ? "kernel[::-1, ::-1]" : "kernel"})`;
}

/** @param {import("./scene.js").State} state @returns {string} */
function torchLine(state) {
  const [[top, bottom], [left, right]] = state.padding;
  const names = { zeros: "constant" };
  const mode = names[state.padding_mode] ?? state.padding_mode;
  const plane = "torch.tensor(image)[None, None].double()";
  const padded = isPadded(state.padding)
    ? `F.pad(${plane}, (${left}, ${right}, ${top}, ${bottom}), "${mode}")`
    : plane;
  const kernel = `torch.tensor(kernel)[None, None].double()${state.flip_kernel ? ".flip(2, 3)" : ""}`;
  return `F.conv2d(${padded}, ${kernel}, stride=${tuple(state.stride)}, dilation=${tuple(state.dilation)})[0, 0]`;
}

/** @param {import("./scene.js").State} state @returns {{name: string, line: string}[]}
 * the same computation of an `image` and a `kernel`: by loops that make a `feature_map`, and as one
 * expression of each of three libraries */
export function codeLines(state) {
  return [
    { name: "loops", line: loopLines(state) },
    { name: "convlib", line: convlibLine(state) },
    { name: "NumPy", line: numpyLine(state) },
    { name: "PyTorch", line: torchLine(state) },
  ];
}

const IMPORTS = {
  loops: "import numpy as np\n",
  convlib: "import numpy as np\nfrom convlib import conv2d\n",
  NumPy: "import numpy as np\n",
  PyTorch: "import numpy as np\nimport torch\nimport torch.nn.functional as F\n",
};

/** @param {import("./scene.js").State} state @param {string} library
 * @returns {string} the loops or one of those lines with its imports, the image and the kernel: it runs as it is */
export function wholeCode(state, library) {
  const array = (name) => `${name} = np.array(${JSON.stringify(state[name])})\n`;
  const { line } = codeLines(state).find(({ name }) => name === library);
  const made = library === "loops" ? line : `feature_map = ${line}`;
  return `${IMPORTS[library]}${array("image")}${array("kernel")}${made}\n`;
}
