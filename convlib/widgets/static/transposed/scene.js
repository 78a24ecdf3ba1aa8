// A transposed convolution and the gradients that are the same sums, worked out a second time so
// that the picture needs no kernel to move. Pure: no DOM. tests/widgets/test_transposed_scene.py
// holds it to conv_transpose2d and conv2d_gradients.
import { MOST_CELLS, sizeOf } from "../shared/numbers.js";

/**
 * @typedef {[number, number]} Pair (rows, cols), or (row, col)
 * @typedef {"transposed"|"image gradient"|"kernel gradient"} Task
 * @typedef {{image: number[][], kernel: number[][], seen: number[][], stride: Pair,
 *   padding: [Pair, Pair], output_padding: Pair, task: Task, way: "scatter"|"gather",
 *   position: Pair}} State image: what comes in, a gradient where one is led back; seen: the image
 *   that the convolution saw, repeated or cut to the size of the result
 * @typedef {{input: number, kernel: number, stride: number, before: number, after: number,
 *   added: number, stamped: number, output: number}} Axis stamped: cells that stamps cover, before
 *   padding cuts some off
 * @typedef {{row: number, col: number, value: number, weight: number, kernelRow: number,
 *   kernelCol: number}} Tap one product, and the cell of a map on which it lies
 */

/** The traits of which everything follows. */
export const SETTING = [
  "image",
  "kernel",
  "seen",
  "stride",
  "padding",
  "output_padding",
  "task",
  "way",
];
export const MOST_STEPS = 3; // of a stride, or of padding on a side, that sliders offer

/** @param {State} state @returns {[Axis, Axis]} the sizes by rows and by columns */
export function axes(state) {
  return [axisOf(state, 0), axisOf(state, 1)];
}

/** @param {State} state @param {number} a 0 for the rows, 1 for the columns @returns {Axis} */
function axisOf(state, a) {
  const input = a ? state.image[0].length : state.image.length;
  const kernel = a ? state.kernel[0].length : state.kernel.length;
  const [before, after] = state.padding[a];
  const [stride, added] = [state.stride[a], state.output_padding[a]];
  const stamped = (input - 1) * stride + kernel;
  const output = stamped - before - after + added;
  return { input, kernel, stride, before, after, added, stamped, output };
}

/** @param {State} state @returns {boolean} whether this setting has a result that can be drawn */
export function isValid(state) {
  return axes(state).every(
    ({ output, added, stride, stamped }) =>
      output > 0 && added < stride && stamped + added <= MOST_CELLS,
  );
}

/** First cell and end of a map; places count from the first cell that padding keeps.
 * @param {Axis} axis @param {string} map @param {Task} task @returns {Pair} */
export function extent(axis, map, task) {
  const { input, kernel, before, stamped, output } = axis;
  if (map === "image") return [0, input];
  if (map === "kernel" || (map === "result" && task === "kernel gradient")) return [0, kernel];
  if (map === "spread") return [before - kernel + 1, before + output];
  return [-before, Math.max(stamped - before, output)]; // the result, and the image that was seen
}

/** First cells and ends of a map by rows and by columns; of "stamps", each in a row of its own.
 * @param {State} state @param {string} map @returns {[Pair, Pair]} */
export function extents(state, map) {
  const [rows, cols] = axes(state);
  const across = extent(cols, map, state.task);
  return [map === "stamps" ? [0, cols.input] : extent(rows, map, state.task), across];
}

/** @param {State} state @returns {Pair} rows and columns of the result */
export function resultSize(state) {
  const [rows, cols] = axes(state);
  if (state.task === "kernel gradient") return [rows.kernel, cols.kernel];
  return [rows.output, cols.output];
}

/** @param {State} state @returns {Pair} rows and columns of the map over which the position moves:
 * the input scatters, the result gathers */
export function positions(state) {
  return state.way === "scatter" ? sizeOf(state.image) : resultSize(state);
}

/** @param {State} state @returns {State} the same with a position that is on its map */
export function withinMap(state) {
  const [rows, cols] = positions(state);
  const [row, col] = state.position;
  return { ...state, position: [Math.min(row, rows - 1), Math.min(col, cols - 1)] };
}

/** @param {Pair} size @returns {Pair[]} all places of a map, in reading order */
export function places([rows, cols]) {
  return Array.from({ length: rows * cols }, (_, n) => [Math.floor(n / cols), n % cols]);
}

/** @param {State} state @param {Pair} position of an input cell
 * @returns {Tap[]} its stamp: what it adds, and to which cells of the result */
export function stamp(state, [row, col]) {
  const [rows, cols] = axes(state);
  const value = state.image[row][col];
  return places(sizeOf(state.kernel)).map(([i, j]) => ({
    row: row * rows.stride + i - rows.before,
    col: col * cols.stride + j - cols.before,
    value,
    weight: state.kernel[i][j],
    kernelRow: i,
    kernelCol: j,
  }));
}

/** @param {State} state @param {Pair} cell of the result
 * @returns {Tap[]} the stamps that lie on it: (row, col) is the input cell that put it there */
export function stampsOn(state, [row, col]) {
  return places(sizeOf(state.image)).flatMap((at) =>
    stamp(state, at)
      .filter((tap) => tap.row === row && tap.col === col)
      .map((tap) => ({ ...tap, row: at[0], col: at[1] })),
  );
}

/** @param {State} state @param {number} count of input cells, in reading order, that have put their
 * stamps down @returns {number[][]} the sums so far, over all that is stamped or added */
export function pile(state, count) {
  const [rows, cols] = axes(state).map((axis) => extent(axis, "result", "transposed"));
  const sums = Array.from({ length: rows[1] - rows[0] }, () => Array(cols[1] - cols[0]).fill(0));
  for (const at of places(sizeOf(state.image)).slice(0, count)) {
    for (const { row, col, value, weight } of stamp(state, at)) {
      sums[row - rows[0]][col - cols[0]] += value * weight;
    }
  }
  return sums;
}

/** @param {State} state @param {number} count as in `pile`
 * @returns {number[][]} how many stamps lie on each cell so far */
export function stampCounts(state, count) {
  const ones = (/** @type {number[][]} */ table) => table.map((line) => line.map(() => 1));
  return pile({ ...state, image: ones(state.image), kernel: ones(state.kernel) }, count);
}

/** @param {State} state @param {number} row @param {number} col of the input with its zeros
 * @returns {Pair|null} the input cell that stands there, none where a zero was put */
export function inputAt(state, row, col) {
  const [down, across] = axes(state).map(({ stride }, a) => (a ? col : row) / stride);
  return state.image[down]?.[across] === undefined ? null : [down, across];
}

/** @param {State} state @param {Pair} cell of the result
 * @returns {Tap[]} its window on the input with its zeros, under the kernel turned by 180° */
export function gather(state, [row, col]) {
  const [rows, cols] = axes(state);
  const [height, width] = sizeOf(state.kernel);
  return places([height, width]).map(([i, j]) => {
    const [r, c] = [row + rows.before - height + 1 + i, col + cols.before - width + 1 + j];
    const at = inputAt(state, r, c);
    const [kernelRow, kernelCol] = [height - 1 - i, width - 1 - j];
    const weight = state.kernel[kernelRow][kernelCol];
    const value = at ? state.image[at[0]][at[1]] : 0;
    return { row: r, col: c, value, weight, kernelRow, kernelCol };
  });
}

/** @param {State} state @param {number} row @param {number} col
 * @returns {number} a cell of the image that the convolution saw; its padding is zeros */
export function seenAt(state, row, col) {
  const [rows, cols] = axes(state);
  if (row < 0 || col < 0 || row >= rows.output || col >= cols.output) return 0;
  const { seen } = state;
  return seen[row % seen.length][col % seen[0].length];
}

/** @param {State} state @param {Pair} position of a gradient that comes in
 * @returns {Tap[]} what it adds to the gradient of each weight: itself times the window it saw */
export function weigh(state, position) {
  const weight = state.image[position[0]][position[1]];
  return stamp(state, position).map((tap) => ({
    ...tap,
    value: seenAt(state, tap.row, tap.col),
    weight,
  }));
}

/** @param {State} state @param {Pair} cell of the kernel
 * @returns {Tap[]} all that its weight met, each times the gradient that came of it */
export function meetings(state, [i, j]) {
  const tap = i * state.kernel[0].length + j;
  return places(sizeOf(state.image)).map((at) => weigh(state, at)[tap]);
}

/** @param {State} state @param {number} count of gradients, in reading order, that have been led
 * back @returns {number[][]} the gradient for the kernel so far */
export function weightGradient(state, count) {
  const sums = state.kernel.map((line) => line.map(() => 0));
  for (const at of places(sizeOf(state.image)).slice(0, count)) {
    for (const { kernelRow, kernelCol, value, weight } of weigh(state, at)) {
      sums[kernelRow][kernelCol] += value * weight;
    }
  }
  return sums;
}

/** @param {Tap[]} taps @returns {number} */
export function total(taps) {
  return taps.reduce((sum, { value, weight }) => sum + value * weight, 0);
}

/** @param {State} state @param {"stride"|"padding"|"output_padding"} name @param {number} a axis
 * @param {number} side of padding, 0 before, 1 after
 * @returns {Pair} smallest and largest value that keep the setting valid */
export function limits(state, name, a, side) {
  const axis = axes(state)[a];
  if (name === "output_padding")
    return [Math.max(0, axis.added - axis.output + 1), axis.stride - 1];
  if (name === "stride") return [1, Math.min(MOST_STEPS, mostStride(axis))];
  const own = side ? axis.after : axis.before;
  return [0, Math.min(MOST_STEPS, own + axis.output - 1)];
}

/** @param {Axis} axis @returns {number} the largest stride at which all output padding fits, too */
function mostStride({ input, kernel }) {
  return Math.floor((MOST_CELLS - kernel + 1) / input);
}

/** Let output padding and padding give way to a new stride, so that the setting stays valid.
 * @param {State} state @returns {State} */
export function withRoom(state) {
  const pairs = axes(state).map(({ stride, added }) => Math.min(added, stride - 1));
  const fitted = { ...state, output_padding: /** @type {Pair} */ (pairs) };
  const padding = axes(fitted).map(({ before, after, output }) => {
    const excess = Math.max(0, 1 - output);
    const cut = Math.min(excess, after);
    return [before - (excess - cut), after - cut];
  });
  return { ...fitted, padding: /** @type {[Pair, Pair]} */ (padding) };
}
