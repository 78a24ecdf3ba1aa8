// What outputs see along one axis, from the first cell to the last, in one pass up a stack. Pure:
// no DOM. tests/widgets/test_layers_scene.py holds it to receptive_field, by way of fields.js.

/**
 * @typedef {import("./scene.js").Placed} Placed
 * @typedef {[number, number]} Ends  the first cell and the end; equal where no cell is seen
 * @typedef {{hulls: Ends[], shift: number}} Seen  what the first outputs of a map see; as many
 *   outputs further, it lies `shift` cells further
 */

/** @type {Seen} */
export const IMAGE = { hulls: [[0, 1]], shift: 1 };

/** @param {Seen} below what the cells of a layer's input see @param {Placed} placed
 * @param {number} a @returns {Seen} what its outputs see */
export function seenAbove(below, placed, a) {
  if (placed.paths.length) return seenByAll(below, placed.paths, a);
  const step = placed.steps[a];
  const period = below.hulls.length;
  const common = divisor(period, step.stride);
  const count = step.up ? period * step.stride : period / common;
  const hulls = Array.from({ length: count }, (_, n) =>
    hullOf(cellsMet(step, n).map((cell) => seenAt(below, cell))),
  );
  return { hulls, shift: step.up ? below.shift : (below.shift * step.stride) / common };
}

/** @param {Seen} below @param {Placed[][]} paths @param {number} a @returns {Seen} */
function seenByAll(below, paths, a) {
  const ends = paths.map((path) => path.reduce((seen, each) => seenAbove(seen, each, a), below));
  const period = ends.map(({ hulls }) => hulls.length).reduce((m, n) => (m * n) / divisor(m, n));
  const hulls = Array.from({ length: period }, (_, n) => hullOf(ends.map((end) => seenAt(end, n))));
  return { hulls, shift: ends[0].shift * (period / ends[0].hulls.length) };
}

/** @param {Seen} seen @param {number} position @returns {Ends} */
function seenAt({ hulls, shift }, position) {
  const times = Math.floor(position / hulls.length);
  const [first, end] = hulls[position - times * hulls.length];
  return [first + times * shift, end + times * shift];
}

/** @param {import("./scene.js").Step} step @param {number} position
 * @returns {number[]} the cells of the input that its taps meet */
function cellsMet({ kernel, stride, dilation, before, up }, position) {
  const taps = Array.from({ length: kernel }, (_, tap) => tap * dilation);
  if (!up) return taps.map((tap) => position * stride - before + tap);
  return taps.map((tap) => (position + before - tap) / stride).filter(Number.isInteger);
}

/** @param {Ends[]} cells @returns {Ends} */
function hullOf(cells) {
  const found = cells.filter(([first, end]) => end > first);
  if (!found.length) return [0, 0];
  return [Math.min(...found.map(([first]) => first)), Math.max(...found.map(([, end]) => end))];
}

/** @param {number} a @param {number} b @returns {number} the greatest that divides both */
export function divisor(a, b) {
  return b ? divisor(b, a % b) : a;
}
