// Sizes, windows and sums, worked out a second time so that the picture needs no kernel to move.
// Pure: no DOM. tests/test_explorer_scene.py holds it to conv2d and ConvGeometry.

/**
 * @typedef {[number, number]} Pair  (rows, cols)
 * @typedef {{image: number[][], kernel: number[][], stride: Pair, padding: [Pair, Pair],
 *   dilation: Pair, position: Pair, padding_mode: string, flip_kernel: boolean}} State
 * @typedef {{input: number, kernel: number, stride: number, before: number, after: number,
 *   dilation: number, span: number, padded: number, output: number, leftover: number}} Axis
 * @typedef {{row: number, col: number, kernelRow: number, kernelCol: number,
 *   value: number, weight: number}} Tap
 * @typedef {{stride: number, padding: number, dilation: number}} Bounds  largest values offered
 * @typedef {{stride: boolean, padding: boolean, dilation: boolean}} Knobs  which can be changed
 */

/** @param {State} state @returns {[Axis, Axis]} the sizes by rows and by columns */
export function axes(state) {
  return [0, 1].map((a) => {
    const input = a ? state.image[0].length : state.image.length;
    const kernel = a ? state.kernel[0].length : state.kernel.length;
    const [stride, dilation, [before, after]] = [state.stride[a], state.dilation[a], state.padding[a]];
    const span = dilation * (kernel - 1) + 1;
    const padded = input + before + after;
    const output = padded >= span ? Math.floor((padded - span) / stride) + 1 : 0;
    const leftover = (padded - span) % stride;
    return { input, kernel, stride, before, after, dilation, span, padded, output, leftover };
  });
}

/** @param {Axis} axis @param {"image"|"kernel"} map @returns {Pair} its first cell and the end */
export function extent(axis, map) {
  return map === "kernel" ? [0, axis.kernel] : [-axis.before, axis.padded - axis.before];
}

/** @param {Axis} axis @param {number} position @returns {number[]} image rows (or columns) of the taps */
export function taps(axis, position) {
  const start = position * axis.stride - axis.before;
  return Array.from({ length: axis.kernel }, (_, tap) => start + tap * axis.dilation);
}

/** @param {number} cell @param {number} size @param {string} mode @returns {number} the image row
 * (or column) that a padding cell repeats, -1 for a zero */
export function source(cell, size, mode) {
  if (cell >= 0 && cell < size) return cell;
  if (mode === "zeros") return -1;
  if (mode === "replicate") return cell < 0 ? 0 : size - 1;
  if (mode === "circular") return (cell + size) % size;
  return cell < 0 ? -cell : 2 * (size - 1) - cell; // reflect: the edge itself is not repeated
}

/** @param {State} state @returns {number} value of a cell of the padded image */
export function valueAt(state, row, col) {
  const r = source(row, state.image.length, state.padding_mode);
  const c = source(col, state.image[0].length, state.padding_mode);
  return r < 0 || c < 0 ? 0 : state.image[r][c];
}

/** @param {State} state @returns {number} the weight that a tap applies (flipped on request) */
export function weightAt(state, row, col) {
  const { kernel } = state;
  if (!state.flip_kernel) return kernel[row][col];
  return kernel[kernel.length - 1 - row][kernel[0].length - 1 - col];
}

/** @param {State} state @param {Pair} position @returns {Tap[]} the products of one sum, in order */
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

/** @param {State} state @returns {number[][]} the whole feature map */
export function featureMap(state) {
  const [rowAxis, colAxis] = axes(state);
  const positions = (axis) => Array.from({ length: axis.output }, (_, p) => taps(axis, p));
  const colTaps = positions(colAxis);
  return positions(rowAxis).map((rows) => colTaps.map((cols) => dot(state, rows, cols)));
}

function dot(state, rows, cols) {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    for (let j = 0; j < cols.length; j++) {
      sum += valueAt(state, rows[i], cols[j]) * weightAt(state, i, j);
    }
  }
  return sum;
}

/** @param {Axis} axis @returns {number[][]} for each image row (or column), the positions it feeds;
 * one entry per tap that lands on it */
export function feeds(axis) {
  const used = Array.from({ length: axis.input }, () => []);
  for (let p = 0; p < axis.output; p++) {
    for (const cell of taps(axis, p)) if (cell >= 0 && cell < axis.input) used[cell].push(p);
  }
  return used;
}

/** @param {State} state @param {"stride"|"dilation"|"padding"} name @param {number} a axis
 * @param {number} bound the explorer's own maximum @param {number} [side] 0 before, 1 after,
 * none for both alike @returns {Pair} smallest and largest value that keep the setting valid */
export function limits(state, name, a, bound, side) {
  const axis = axes(state)[a];
  if (name === "stride") return [1, bound];
  if (name === "dilation") {
    const fits = axis.kernel > 1 ? Math.floor((axis.padded - 1) / (axis.kernel - 1)) : bound;
    return [1, Math.min(bound, fits)];
  }
  const cap = { reflect: axis.input - 1, circular: axis.input }[state.padding_mode] ?? bound;
  const missing = axis.span - axis.input; // rows (or columns) that only padding can supply
  const other = side === undefined ? 0 : [axis.after, axis.before][side];
  const least = side === undefined ? Math.ceil(missing / 2) : missing - other;
  return [Math.max(0, least), Math.min(bound, cap)];
}

/** @param {Bounds} bounds @returns {Knobs} which leave more than one value to choose from */
export function knobsOf({ stride, padding, dilation }) {
  return { stride: stride > 1, padding: padding > 0, dilation: dilation > 1 };
}

/** @param {State} state @returns {State} the same with a position inside the feature map */
export function withinMap(state) {
  const position = axes(state).map((axis, a) =>
    Math.min(Math.max(state.position[a], 0), Math.max(axis.output - 1, 0)),
  );
  return { ...state, position };
}

/** @param {State} state @returns {boolean} whether this setting has a feature map at all */
export function isValid(state) {
  const modes = { reflect: -1, circular: 0 };
  return axes(state).every((axis) => {
    const cap = axis.input + (modes[state.padding_mode] ?? Infinity);
    return axis.output > 0 && axis.before <= cap && axis.after <= cap;
  });
}
