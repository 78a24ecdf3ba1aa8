// Layers on each other. What their outputs see is worked out from here in trails.js, hulls.js and
// fields.js, a second time so that the picture needs no kernel to move. Pure: no DOM.
// tests/widgets/test_layers_scene.py holds all of it to receptive_field.

/**
 * @typedef {[number, number]} Pair  (rows, cols)
 * @typedef {{kind: "conv"|"pool"|"transposed", kernel: Pair, stride: Pair,
 *   padding: [Pair, Pair]|"same", dilation: Pair, ceil?: boolean, added?: Pair}} Sliding
 *   ceil: whether a pool has a last window beyond the padding; added: a transposed one's cells
 * @typedef {{kind: "branches", paths: Layer[][]}} Fork
 * @typedef {Sliding|Fork} Layer
 * @typedef {{kernel: number, stride: number, dilation: number, before: number, up: boolean,
 *   open: boolean}} Step  one axis of a layer; up: transposed; open: `before` depends on the size
 * @typedef {{input: Pair, output: Pair, steps: Step[], paths: Placed[][]}} Placed
 */

export const BOTH = [0, 1]; // axes: rows, columns

/** @param {Layer[]} layers @param {Pair} input @returns {Placed[]} each layer on the map below it;
 * throws a RangeError where one does not fit */
export function place(layers, input) {
  /** @type {Placed[]} */
  const placed = [];
  for (const [n, layer] of layers.entries()) {
    const below = n ? placed[n - 1].output : input;
    placed.push(layer.kind === "branches" ? placeFork(layer, below) : placeSliding(layer, below));
  }
  return placed;
}

/** @param {Fork} fork @param {Pair} input @returns {Placed} */
function placeFork(fork, input) {
  const paths = fork.paths.map((path) => place(path, input));
  const ends = paths.map((path) => path.at(-1)?.output ?? input);
  if (ends.some((end) => end[0] !== ends[0][0] || end[1] !== ends[0][1])) {
    throw new RangeError(`branches end in ${ends.map((end) => end.join("×")).join(" and ")} cells`);
  }
  return { input, output: ends[0], steps: [], paths };
}

/** @param {Sliding} layer @param {Pair} input @returns {Placed} */
function placeSliding(layer, input) {
  if (BOTH.some((a) => layer.added && layer.added[a] > mostAdded(layer, a))) {
    throw new RangeError("a layer adds fewer cells than its stride or its dilation has");
  }
  const sides = BOTH.map((a) => sidesOn(layer, a, input[a]));
  /** @param {number} a @returns {number} */
  const count = (a) => outputSize(layer, a, input[a], sides[a]);
  /** @type {Pair} */
  const output = [count(0), count(1)];
  if (Math.min(...output) < 1) {
    throw new RangeError(`a layer of ${layer.kernel.join("×")} cells does not fit on its input`);
  }
  const steps = BOTH.map((a) => ({
    kernel: layer.kernel[a],
    stride: layer.stride[a],
    dilation: layer.dilation[a],
    before: sides[a][0],
    up: layer.kind === "transposed",
    open: layer.padding === "same" && layer.stride[a] > 1,
  }));
  return { input, output, steps, paths: [] };
}

/** @param {Sliding} layer @param {number} a
 * @returns {number} cells that may be added to what its stamps cover: more tell no sizes apart */
export function mostAdded({ stride, dilation }, a) {
  return Math.max(stride[a], dilation[a]) - 1;
}

/** @param {Sliding} layer @param {number} a @returns {number} */
function spanOf(layer, a) {
  return layer.dilation[a] * (layer.kernel[a] - 1) + 1;
}

/** @param {Sliding} layer @param {number} a @param {number} input @returns {Pair} */
function sidesOn(layer, a, input) {
  if (layer.padding !== "same") return layer.padding[a];
  const stride = layer.stride[a];
  const steps = Math.ceil(input / stride) - 1;
  const total = Math.max(steps * stride + spanOf(layer, a) - input, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** @param {Sliding} layer @param {number} a @param {number} input @param {Pair} sides
 * @returns {number} */
function outputSize(layer, a, input, [before, after]) {
  const stride = layer.stride[a];
  if (layer.kind === "transposed") {
    const covered = (input - 1) * stride + spanOf(layer, a);
    return covered - before - after + (layer.added?.[a] ?? 0);
  }
  const steps = (input + before + after - spanOf(layer, a)) / stride;
  if (!layer.ceil) return Math.max(Math.floor(steps) + 1, 0);
  const output = Math.max(Math.ceil(steps) + 1, 0);
  return (output - 1) * stride >= input + before ? output - 1 : output;
}
