// A stack of layers on an image, worked out as far as no position matters. Pure: no DOM.
import { fields } from "./fields.js";
import { place } from "./scene.js";
import { fan } from "./trails.js";
import { isEqual } from "../shared/store.js";

/**
 * @typedef {import("./scene.js").Layer} Layer
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {{layers: Layer[], size: Pair, placed: import("./scene.js").Placed[],
 *   fields: import("./fields.js").Field[], reach: [Pair, Pair]}} Stack  reach: of each axis the
 *   first cell and the end of the image and of all that outputs see
 */

export const MOST_LAYERS = 64; // rows of one picture
export const LARGEST_SIDE = 4096; // cells of an image

/** @param {Layer[]} layers @param {Pair} size @returns {Stack} throws a RangeError where they do
 * not fit */
export function stackOf(layers, size) {
  const { placed, known, output } = workedOut(layers, size);
  const reach = [0, 1].map((a) => reachOf(placed, size, output, a));
  return { layers, size, placed, fields: known, reach: [reach[0], reach[1]] };
}

/** @param {Layer[]} layers @param {Pair} size @returns {Pair} cells of the last map; throws a
 * RangeError where the layers do not fit */
export function outputOf(layers, size) {
  return workedOut(layers, size).output;
}

/** @param {Layer[]} layers @param {Pair} size */
function workedOut(layers, size) {
  if (!layers.length || layers.length > MOST_LAYERS) {
    throw new RangeError(`a picture has from 1 to ${MOST_LAYERS} layers, not ${layers.length}`);
  }
  if (Math.max(...size) > LARGEST_SIDE) {
    throw new RangeError(`an image has at most ${LARGEST_SIDE} rows or columns`);
  }
  const placed = place(layers, size);
  const known = fields(placed);
  return { placed, known, output: known[known.length - 1].output };
}

/** @param {import("./scene.js").Placed[]} placed @param {Pair} size @param {Pair} output
 * @param {number} a @returns {Pair} first cell and end of the image and of all that outputs see */
function reachOf(placed, size, output, a) {
  const ends = [0, output[a] - 1].map((cell) => fan(placed, a, placed.length, cell)[0].spanned);
  const seen = ends.filter(([first, end]) => end > first);
  return [
    Math.min(0, ...seen.map(([first]) => first)),
    Math.max(size[a], ...seen.map(([, end]) => end)),
  ];
}

/** Whether rows and columns are alike.
 * @param {Layer[]} layers @param {Pair} size @returns {boolean} */
export function isSquare(layers, size) {
  return size[0] === size[1] && layers.every((layer) => isLayerSquare(layer));
}

/** @param {Layer} layer @returns {boolean} */
function isLayerSquare(layer) {
  if (layer.kind === "branches") return layer.paths.every((path) => path.every(isLayerSquare));
  const { kernel, stride, padding, dilation, added = [0, 0] } = layer;
  const pairs = [kernel, stride, dilation, added, padding === "same" ? [0, 0] : padding];
  return pairs.every(([rows, cols]) => isEqual(rows, cols));
}
