// Sizes, windows and sums, worked out a second time so that the picture needs no kernel to move.
// Pure: no DOM. tests/widgets/test_explorer_scene.py holds it to conv2d, ConvGeometry and Scene.

/**
 * @typedef {[number, number]} Pair  (rows, cols)
 * @typedef {{image: number[][], kernel: number[][], stride: Pair, padding: [Pair, Pair],
 *   dilation: Pair, padding_mode: string, flip_kernel: boolean}} Setting
 * @typedef {Setting & {position: Pair}} State
 * @typedef {{input: number, kernel: number, stride: number, before: number, after: number,
 *   dilation: number, span: number, padded: number, output: number, leftover: number}} Axis
 * @typedef {{row: number, col: number, kernelRow: number, kernelCol: number,
 *   value: number, weight: number}} Tap
 * @typedef {"stride"|"padding"|"dilation"} Parameter
 * @typedef {Record<Parameter, number>} Bounds  largest values offered
 * @typedef {Record<Parameter, boolean>} Knobs  which can be changed
 */

/** The traits that make up a setting. */
export const SETTING = [
  "image",
  "kernel",
  "stride",
  "padding",
  "dilation",
  "padding_mode",
  "flip_kernel",
];
export const PADDING_MODES = ["zeros", "reflect", "replicate", "circular"];

/** @param {State} state @returns {Setting} the state without its position */
export function settingOf(state) {
  const { position: _, ...setting } = state;
  return setting;
}

/** @param {Setting} state @returns {[Axis, Axis]} the sizes by rows and by columns */
export function axes(state) {
  return [axisOf(state, 0), axisOf(state, 1)];
}

/** @param {Setting} state @param {number} a 0 for the rows, 1 for the columns @returns {Axis} */
function axisOf(state, a) {
  const input = a ? state.image[0].length : state.image.length;
  const kernel = a ? state.kernel[0].length : state.kernel.length;
  const [before, after] = state.padding[a];
  const [stride, dilation] = [state.stride[a], state.dilation[a]];
  const span = dilation * (kernel - 1) + 1;
  const padded = input + before + after;
  const output = padded >= span ? Math.floor((padded - span) / stride) + 1 : 0;
  const leftover = (padded - span) % stride;
  return { input, kernel, stride, before, after, dilation, span, padded, output, leftover };
}

/** @param {Axis} axis @param {string} map "image" or "kernel"
 * @returns {Pair} its first cell and the end */
export function extent(axis, map) {
  return map === "kernel" ? [0, axis.kernel] : [-axis.before, axis.padded - axis.before];
}

/** @param {Setting} state @returns {Pair} rows and columns of the feature map */
export function outputSize(state) {
  const [rows, cols] = axes(state);
  return [rows.output, cols.output];
}

/** @param {Setting} state @param {{map: string, row: number, col: number}} place
 * @returns {boolean} whether the padded image, or the kernel, has this cell */
export function isOnMap(state, { map, row, col }) {
  return axes(state).every((axis, a) => {
    const [first, end] = extent(axis, map);
    const cell = a ? col : row;
    return first <= cell && cell < end;
  });
}

/** @param {Axis} axis @param {number} position
 * @returns {number[]} image rows (or columns) of the taps */
export function taps(axis, position) {
  const start = position * axis.stride - axis.before;
  return Array.from({ length: axis.kernel }, (_, tap) => start + tap * axis.dilation);
}

/** @param {number} cell @param {number} size @param {string} mode
 * @returns {number} the image row (or column) that a padding cell repeats, -1 for a zero */
function repeated(cell, size, mode) {
  if (cell >= 0 && cell < size) return cell;
  if (mode === "zeros") return -1;
  if (mode === "replicate") return cell < 0 ? 0 : size - 1;
  if (mode === "circular") return (cell + size) % size;
  return cell < 0 ? -cell : 2 * (size - 1) - cell; // reflect: the edge itself is not repeated
}

/** @param {Setting} state @param {number} row @param {number} col
 * @returns {number} value of a cell of the padded image */
export function valueAt(state, row, col) {
  const r = repeated(row, state.image.length, state.padding_mode);
  const c = repeated(col, state.image[0].length, state.padding_mode);
  return r < 0 || c < 0 ? 0 : state.image[r][c];
}

/** @param {Setting} state @param {number} row @param {number} col
 * @returns {number} the weight that a tap applies (flipped on request) */
function weightAt(state, row, col) {
  const { kernel } = state;
  if (!state.flip_kernel) return kernel[row][col];
  return kernel[kernel.length - 1 - row][kernel[0].length - 1 - col];
}

/** @param {Setting} state @param {Pair} position
 * @returns {Tap[]} the products of one sum, in order */
export function windowTaps(state, position) {
  const [rows, cols] = axes(state).map((axis, a) => taps(axis, position[a]));
  return rows.flatMap((row, i) =>
    cols.map((col, j) => {
      const [kernelRow, kernelCol] = state.flip_kernel
        ? [rows.length - 1 - i, cols.length - 1 - j]
        : [i, j];
      const [value, weight] = [valueAt(state, row, col), weightAt(state, i, j)];
      return { row, col, kernelRow, kernelCol, value, weight };
    }),
  );
}

/** @param {Setting} state @returns {number[][]} the whole feature map */
export function featureMap(state) {
  const [rowTaps, colTaps] = axes(state).map((axis) =>
    Array.from({ length: axis.output }, (_, p) => taps(axis, p)),
  );
  return rowTaps.map((rows) => colTaps.map((cols) => dot(state, rows, cols)));
}

/** @param {Setting} state @param {number[]} rows @param {number[]} cols @returns {number} */
function dot(state, rows, cols) {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < cols.length; j++) {
      sum += valueAt(state, rows[i], cols[j]) * weightAt(state, i, j);
    }
  }
  return sum;
}

/** How far an answer may lie from each feature-map cell and still be the same number: what summing
 * in another order, or in float32, changes. Relative to the sizes of the products, not to the sum.
 * @param {Setting} state @returns {number[][]} */
export function tolerances(state) {
  const tables = [state.image, state.kernel];
  const [image, kernel] = tables.map((table) => table.map((line) => line.map(Math.abs)));
  const sizes = featureMap({ ...state, image, kernel });
  const areWhole = tables.every((table) => table.flat().every(Number.isInteger));
  const share = areWhole ? 1e-12 : 1e-6;
  const least = 1e-12 * Math.max(...sizes.flat());
  return sizes.map((line) => line.map((size) => Math.max(share * size, least)));
}

/** @param {number} truth @param {number|string} answer @param {number} tolerance
 * @returns {boolean} whether they are the same number but for rounding */
export function agrees(truth, answer, tolerance) {
  return typeof answer === "number" && Math.abs(truth - answer) <= tolerance;
}

/** @param {Axis} axis
 * @returns {number[][]} for each image row (or column), the positions it feeds, once
 * for each tap that lands on it */
export function feeds(axis) {
  /** @type {number[][]} */
  const used = Array.from({ length: axis.input }, () => []);
  for (let p = 0; p < axis.output; p++) {
    for (const cell of taps(axis, p)) if (cell >= 0 && cell < axis.input) used[cell].push(p);
  }
  return used;
}

/** @param {Setting} state @param {Parameter} name @param {number} a axis
 * @param {number} bound the explorer's own maximum
 * @param {number} [side] 0 before, 1 after, none for both alike
 * @returns {Pair} smallest and largest value that keep the setting valid */
export function limits(state, name, a, bound, side) {
  const axis = axes(state)[a];
  if (name === "stride") return [1, bound];
  if (name === "dilation") {
    const fits = axis.kernel > 1 ? Math.floor((axis.padded - 1) / (axis.kernel - 1)) : bound;
    return [1, Math.min(bound, fits)];
  }
  const missing = axis.span - axis.input; // rows (or columns) that only padding can supply
  const least =
    side === undefined ? Math.ceil(missing / 2) : missing - [axis.after, axis.before][side];
  return [Math.max(0, least), Math.min(bound, mostPadding(axis, state.padding_mode))];
}

/** @param {Axis} axis @param {string} mode
 * @returns {number} cells of padding that a side can get */
function mostPadding(axis, mode) {
  if (mode === "reflect") return axis.input - 1;
  return mode === "circular" ? axis.input : Infinity;
}

/** @param {Bounds} bounds @returns {Knobs} which leave more than one value to choose from */
export function knobsOf({ stride, padding, dilation }) {
  return { stride: stride > 1, padding: padding > 0, dilation: dilation > 1 };
}

/** @param {State} state @returns {State} the same with a position inside the feature map */
export function withinMap(state) {
  const [row, col] = axes(state).map((axis, a) =>
    Math.min(Math.max(state.position[a], 0), Math.max(axis.output - 1, 0)),
  );
  return { ...state, position: [row, col] };
}

/** @param {Setting} state @returns {boolean} whether this setting has a feature map at all */
export function isValid(state) {
  return axes(state).every((axis) => {
    const most = mostPadding(axis, state.padding_mode);
    return axis.output > 0 && axis.before <= most && axis.after <= most;
  });
}
