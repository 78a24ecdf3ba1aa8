// A convolution as one product of a matrix and a row of factors, in three pictures of the same
// sums, worked out a second time so that the picture needs no kernel to move. Pure: no DOM.
// tests/widgets/test_matrix_scene.py holds it to convolution_matrix, im2col, conv2d and the FFT.

import { MOST_CELLS, sizeOf } from "../shared/numbers.js";

/**
 * @typedef {[number, number]} Pair  (rows, cols)
 * @typedef {"matrix"|"packed"|"ring"} Show
 * @typedef {{image: number[][], kernel: number[][], show: Show, length: number,
 *   position: Pair}} State  length: places of the ring, which no other picture has
 * @typedef {{cell: Pair|null, weight: Pair|null, wraps: boolean}} Meeting  where a row of the
 *   matrix meets a column: the image cell and the weight that are multiplied there, null where
 *   there is none, and whether the weight has gone round the end of the ring
 */

/** What the state is made of. */
export const SETTING = ["image", "kernel", "show", "length"];

/** @param {State} state @returns {Pair} rows and columns of the feature map */
export function outputSize({ image, kernel }) {
  const [[rows, cols], [m, n]] = [sizeOf(image), sizeOf(kernel)];
  return [rows - m + 1, cols - n + 1];
}

/** @param {State} state @returns {Pair} of the map that the position moves over */
export function mapSize(state) {
  return state.show === "ring" ? [1, state.length] : outputSize(state);
}

/** @param {State} state @returns {Pair} rows and columns of the matrix */
export function matrixSize(state) {
  if (state.show === "ring") return [state.length, state.length];
  const [rows, cols] = outputSize(state);
  const factors = state.show === "packed" ? state.kernel : state.image;
  return [rows * cols, factors.flat().length];
}

/** @param {State} state
 * @returns {boolean} whether it can be shown: Python's traits come one by one */
export function isValid(state) {
  const { image, kernel, show, length } = state;
  if (show !== "ring") return Math.min(...outputSize(state)) >= 1;
  const [least, most] = ringBounds(state);
  return image.length * kernel.length === 1 && length >= least && length <= most;
}

/** @param {State} state @returns {Pair} places of the shortest ring, and of the longest that is
 * drawn: too long by one, where there is room */
export function ringBounds({ image, kernel }) {
  const [n, k] = [image[0].length, kernel[0].length];
  return [Math.max(n, k), Math.min(n + k, MOST_CELLS)];
}

/** @param {State} state @param {Show} show
 * @returns {State} the same in another picture, a ring as near to its length as one can be */
export function shownAs(state, show) {
  if (show !== "ring") return { ...state, show };
  const [least, most] = ringBounds(state);
  return { ...state, show, length: Math.min(Math.max(state.length, least), most) };
}

/** @param {State} state @param {number} row @param {number} col of the matrix @returns {Meeting} */
export function meeting(state, row, col) {
  if (state.show === "ring") return meetingOnRing(state, row, col);
  const [[, across], [m, n]] = [outputSize(state), sizeOf(state.kernel)];
  const [top, left] = [Math.floor(row / across), row % across];
  if (state.show === "packed") {
    const [i, j] = [Math.floor(col / n), col % n];
    return { cell: [top + i, left + j], weight: [i, j], wraps: false };
  }
  const width = state.image[0].length;
  const [r, c] = [Math.floor(col / width), col % width];
  const [i, j] = [r - top, c - left];
  const isMet = i >= 0 && i < m && j >= 0 && j < n;
  return { cell: [r, c], weight: isMet ? [i, j] : null, wraps: false };
}

/** The kernel begins anew at each place of the ring, and goes round its end.
 * @param {State} state @param {number} row @param {number} col @returns {Meeting} */
function meetingOnRing({ image, kernel, length }, row, col) {
  const j = (row - col + length) % length;
  return {
    cell: col < image[0].length ? [0, col] : null,
    weight: j < kernel[0].length ? [0, j] : null,
    wraps: j < kernel[0].length && col > row,
  };
}

/** @param {number[][]} table @param {Pair|null} place @returns {number} 0 where there is none */
function at(table, place) {
  return place ? table[place[0]][place[1]] : 0;
}

/** @param {State} state @param {number} row @param {number} col
 * @returns {number} what stands in the matrix */
export function entryAt(state, row, col) {
  const { cell, weight } = meeting(state, row, col);
  return state.show === "packed" ? at(state.image, cell) : at(state.kernel, weight);
}

/** @param {State} state @returns {number[]} by what the columns of the matrix are multiplied */
export function factors(state) {
  const { image, kernel, show, length } = state;
  if (show === "packed") return kernel.flat();
  if (show === "matrix") return image.flat();
  return Array.from({ length }, (_, col) => image[0][col] ?? 0);
}

/** @param {State} state @param {number} row
 * @returns {{value: number, weight: number, col: number}[]} the products of a row of the matrix,
 * those left out whose weight or image cell is none */
export function terms(state, row) {
  const met = Array.from({ length: matrixSize(state)[1] }, (_, col) => ({
    col,
    ...meeting(state, row, col),
  }));
  return met.flatMap(({ col, cell, weight }) =>
    cell && weight ? [{ value: at(state.image, cell), weight: at(state.kernel, weight), col }] : [],
  );
}

/** @param {State} state @returns {number[]} the sum of each row of the matrix */
export function sums(state) {
  return Array.from({ length: matrixSize(state)[0] }, (_, row) =>
    terms(state, row).reduce((sum, { value, weight }) => sum + value * weight, 0),
  );
}

/** @param {State} state @returns {number[]} the convolution in full: what a ring that is long
 * enough gives, before any zeros */
export function fullResult(state) {
  const [n, k] = [state.image[0].length, state.kernel[0].length];
  return sums({ ...state, show: "ring", length: n + k - 1 });
}

/** @param {State} state @param {number} place of a ring @returns {boolean} whether ends overlap */
export function overlaps({ image, kernel, length }, place) {
  return place + length < image[0].length + kernel[0].length - 1;
}

/** @param {State} state @param {(met: Meeting) => boolean} wanted
 * @returns {Pair[]} the places (row, col) of the matrix where they meet so */
export function places(state, wanted) {
  const [rows, cols] = matrixSize(state);
  return Array.from({ length: rows * cols }, (_, at) => [Math.floor(at / cols), at % cols])
    .map(([row, col]) => /** @type {Pair} */ ([row, col]))
    .filter(([row, col]) => wanted(meeting(state, row, col)));
}

/** @param {Pair|null} a @param {Pair|null} b */
export const isSame = (a, b) => a?.[0] === b?.[0] && a?.[1] === b?.[1];
