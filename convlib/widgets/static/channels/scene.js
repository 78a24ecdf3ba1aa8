// Which channels feed which outputs, their shares, the feature maps and the cost, worked out a
// second time so that the picture needs no kernel to move. Pure: no DOM.
// tests/widgets/test_channels_scene.py holds it to conv2d and cost.
import { sizeOf } from "../shared/numbers.js";

/**
 * @typedef {[number, number]} Pair  (rows, cols)
 * @typedef {number[][]} Table
 * @typedef {{image: Table[], weights: Table[][], bias: number[], groups: number,
 *   pointwise: boolean}} Layer  weights by output, then by channel: a table of small kernels
 * @typedef {Layer & {output: number, position: Pair}} State
 * @typedef {{channels: number, outputs: number, perGroup: number, outputsPerGroup: number,
 *   image: Pair, kernel: Pair, map: Pair}} Sizes  perGroup: channels that each output reads
 * @typedef {{channel: number, kernel: Table, products: Table, sum: number}} Share  of one channel
 *   in one sum
 * @typedef {{outputs: number, perGroup: number, kernel: Pair, positions: number, weights: number,
 *   biases: number, multiplyAdds: number}} Cost
 */

/** The traits that make up a layer and the image it is given. */
export const LAYER = ["image", "weights", "bias", "groups", "pointwise"];

/** @param {Layer} layer @returns {Sizes} */
export function sizesOf({ image, weights, groups, pointwise }) {
  const [channels, outputs] = [image.length, weights.length];
  const size = sizeOf(image[0]);
  /** @type {Pair} */
  const kernel = pointwise ? [1, 1] : sizeOf(weights[0][0]);
  return {
    channels,
    outputs,
    perGroup: channels / groups,
    outputsPerGroup: outputs / groups,
    image: size,
    kernel,
    map: [size[0] - kernel[0] + 1, size[1] - kernel[1] + 1],
  };
}

/** @param {Layer} layer @returns {boolean} whether it has a feature map; what Python sends comes
 * trait by trait */
export function isValid(layer) {
  const { channels, outputs, perGroup, outputsPerGroup, map } = sizesOf(layer);
  const isShared = Number.isInteger(perGroup) && Number.isInteger(outputsPerGroup);
  const fits = layer.weights[0].length === channels && layer.bias.length === outputs;
  return isShared && fits && Math.min(...map) > 0;
}

/** @param {Layer} layer @returns {number[]} into how many groups the channels can be cut */
export function groupings({ image, weights }) {
  const counts = Array.from({ length: image.length }, (_, n) => n + 1);
  return counts.filter((n) => image.length % n === 0 && weights.length % n === 0);
}

/** @param {Layer} layer @param {number} output @returns {number} the group that it belongs to */
export function groupOf(layer, output) {
  return Math.floor(output / sizesOf(layer).outputsPerGroup);
}

/** @param {Layer} layer @param {number} output @param {number} channel
 * @returns {boolean} whether they are of one group */
export function feeds(layer, output, channel) {
  return groupOf(layer, output) === Math.floor(channel / sizesOf(layer).perGroup);
}

/** @param {number} count @returns {number} index of the middle, the first of two */
const middle = (count) => Math.floor((count - 1) / 2);

/** Which weight of the whole table stands in a cell of the one shown.
 * @param {Layer} layer @param {number} row @param {number} col
 * @returns {{output: number, channel: number, i: number, j: number}} */
export function weightAt(layer, row, col) {
  const [height, width] = sizesOf(layer).kernel;
  const [output, channel] = [Math.floor(row / height), Math.floor(col / width)];
  const [rows, cols] = sizeOf(layer.weights[0][0]);
  const [i, j] = layer.pointwise ? [middle(rows), middle(cols)] : [row % height, col % width];
  return { output, channel, i, j };
}

/** @param {Layer} layer @param {number} output @param {number} channel
 * @returns {Table} the small kernel between them; 1×1 keeps the weight in its middle */
export function kernelAt(layer, output, channel) {
  const kernel = layer.weights[output][channel];
  const [rows, cols] = sizeOf(kernel);
  return layer.pointwise ? [[kernel[middle(rows)][middle(cols)]]] : kernel;
}

/** @param {Layer} layer @param {number} output @param {Pair} position
 * @returns {Share[]} what each channel that feeds an output adds to one of its sums */
export function sharesOf(layer, output, [row, col]) {
  const channels = layer.image.map((_, channel) => channel);
  return channels
    .filter((channel) => feeds(layer, output, channel))
    .map((channel) => {
      const kernel = kernelAt(layer, output, channel);
      const products = kernel.map((line, i) =>
        line.map((weight, j) => weight * layer.image[channel][row + i][col + j]),
      );
      const sum = products.flat().reduce((total, product) => total + product, 0);
      return { channel, kernel, products, sum };
    });
}

/** @param {Layer} layer @returns {Table[]} the feature map of each output */
export function featureMaps(layer) {
  const { outputs, map } = sizesOf(layer);
  const [rows, cols] = map.map((count) => Array.from({ length: count }, (_, n) => n));
  const sum = (/** @type {number} */ output, /** @type {Pair} */ position) =>
    sharesOf(layer, output, position).reduce((total, one) => total + one.sum, layer.bias[output]);
  return Array.from({ length: outputs }, (_, output) =>
    rows.map((row) => cols.map((col) => sum(output, [row, col]))),
  );
}

/** @param {Layer} layer @returns {Cost} */
export function costOf(layer) {
  const { outputs, perGroup, kernel, map } = sizesOf(layer);
  const weights = outputs * perGroup * kernel[0] * kernel[1];
  const positions = map[0] * map[1];
  const multiplyAdds = weights * positions;
  return { outputs, perGroup, kernel, positions, weights, biases: outputs, multiplyAdds };
}
