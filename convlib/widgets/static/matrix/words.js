// What the explorer says: sentences and captions. Pure: no DOM.
import {
  entryAt,
  fullResult,
  isSame,
  mapSize,
  matrixSize,
  meeting,
  outputSize,
  overlaps,
  places,
  sums,
  terms,
} from "./scene.js";
import {
  equalsText,
  factorText,
  numberText,
  placeText,
  plural,
  sizeOf,
  sizeText,
} from "../shared/numbers.js";

/** @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("../shared/pointing.js").Place} Place */

/** @type {Record<string, string>} what the matrix of each picture is called */
export const NAMES = { matrix: "C", packed: "im2col", ring: "the ring's matrix" };

/** @param {State} state @param {number} row of the matrix @returns {Pair} the position it is of */
export function positionOf(state, row) {
  const cols = state.show === "ring" ? state.length : outputSize(state)[1];
  return [Math.floor(row / cols), row % cols];
}

/** @param {State} state @param {number} row @returns {string} the sum of a row, written out */
export function rowSentence(state, row) {
  const products = terms(state, row);
  const written = products.map(
    ({ value, weight, col }) =>
      `${factorText(value)}·${factorText(weight)}${state.show === "ring" && col > row ? "↻" : ""}`,
  );
  const factors = products.flatMap(({ value, weight }) => [value, weight]);
  const end = `${written.join(" + ")} ${equalsText(sums(state)[row], ...factors)}`;
  if (state.show !== "ring") {
    const position = placeText(positionOf(state, row));
    return `row ${row} of ${NAMES[state.show]}, position ${position}: ${end}`;
  }
  const right = overlaps(state, row)
    ? `; without the ring ${numberText(fullResult(state)[row])}`
    : "";
  return `place ${row} of the ring: ${end}${right}`;
}

/** @param {State} state @param {Pair} cell @returns {string} where an image cell stands */
export function imageSentence(state, cell) {
  const said = `image cell ${placeText(cell)} = ${numberText(state.image[cell[0]][cell[1]])}`;
  const met = places(state, (one) => one.weight !== null && isSame(one.cell, cell));
  if (state.show === "packed") return `${said}: written down ${plural(met.length, "time")}`;
  const col = cell[0] * state.image[0].length + cell[1];
  const enters = `it enters ${plural(met.length, "sum")}`;
  const weights = met.map(([row]) => numberText(entryAt(state, row, col)));
  const name = NAMES[state.show];
  const also = state.show === "matrix" ? ` (row ${col} of Cᵀ)` : "";
  return `${said}: column ${col} of ${name}${also}, ${enters}, with weights ${weights.join(", ")}`;
}

/** @param {State} state @param {Pair} weight @returns {string} where a weight stands */
export function weightSentence(state, weight) {
  const said = `weight ${placeText(weight)} = ${numberText(state.kernel[weight[0]][weight[1]])}`;
  if (state.show === "packed") {
    const col = weight[0] * state.kernel[0].length + weight[1];
    return `${said}: multiplies column ${col} of im2col`;
  }
  const rows = plural(matrixSize(state)[0], "row");
  return `${said}: stands once in each of the ${rows} of ${NAMES[state.show]}`;
}

/** @param {State} state @param {number} row @param {number} col @returns {string} */
export function entrySentence(state, row, col) {
  const { cell, weight, wraps } = meeting(state, row, col);
  const said = `row ${row}, column ${col}: ${numberText(entryAt(state, row, col))}`;
  if (!cell) return `${said}, on a place that the image leaves 0`;
  const image = `image cell ${placeText(cell)}`;
  if (!weight) return `${said}, because ${image} is not in the window of this row`;
  const round = wraps ? ", gone round the end" : "";
  return `${said}, where weight ${placeText(weight)} meets ${image}${round}`;
}

/** @param {State} state @returns {string} how much is written down, and what for */
export function priceSentence(state) {
  const [rows, cols] = matrixSize(state);
  const size = `${NAMES[state.show]}: ${sizeText(rows, cols)} = ${rows * cols} numbers`;
  const cells = state.image.flat().length;
  if (state.show === "packed") {
    const times = numberText((rows * cols) / cells, 3);
    return `${size}, written from ${cells} image cells: ${times} times as many`;
  }
  const used = places(state, ({ weight }) => weight !== null).length;
  if (state.show === "matrix") return `${size}, of which ${used} hold a weight`;
  return ringSentence(state);
}

/** @param {State} state @returns {string} whether the ring is long enough */
export function ringSentence(state) {
  const [n, k] = [sizeOf(state.image)[1], sizeOf(state.kernel)[1]];
  const full = n + k - 1;
  const whole = `${n} + ${k} − 1 = ${full} results`;
  const [missing, spare] = [full - state.length, state.length - full];
  if (missing > 0) {
    const wrong = plural(missing, "place holds", "places hold");
    return `ring of ${state.length}, too short for ${whole}: ${wrong} two of them`;
  }
  return `ring of ${state.length}, long enough for ${whole}${spare ? `: ${spare} stays 0` : ""}`;
}

/** @param {State} state @returns {Record<string, string>} captions of the maps, by their names */
export function captions(state) {
  const size = sizeText(...matrixSize(state));
  const { result, above, matrix } = {
    matrix: { result: "Feature map", above: "The image as one row", matrix: `C ${size}` },
    packed: { result: "Feature map", above: "The kernel as one row", matrix: `im2col ${size}` },
    ring: { result: "On the ring", above: "The image, and zeros", matrix: `Ring ${size}` },
  }[state.show];
  return {
    image: `Image ${sizeText(...sizeOf(state.image))}`,
    kernel: `Kernel ${sizeText(...sizeOf(state.kernel))}`,
    "feature-map": `${result} ${sizeText(...mapSize(state))}`,
    factors: above,
    matrix,
    sums: "Sums",
  };
}

/** @param {State} state @returns {string} what the marks mean */
export function legendFor({ show }) {
  const lit = show === "ring" ? "the row shown, and what it meets" : "window, and its row";
  const round = show === "ring" ? "red, ×: gone round the end · " : "";
  const same = show === "packed" ? "the same number" : "a column's weights";
  return `thick outline: ${lit} · ${round}corners: ${same} · double border: current cell`;
}
