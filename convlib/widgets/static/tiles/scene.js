// Which cells of a result a plain cutter gets wrong, and what it reads: worked out from sizes a
// second time, so that the picture needs no kernel to move. Pure: no DOM.
// tests/widgets/test_tiles_scene.py holds it to convlib/cutting.py and to layers that are run.

/**
 * @typedef {[number, number]} Pair  (rows, cols)
 * @typedef {{name: string, jump: number, grid: number, before: number[], after: number[]}} Stack
 *   as `Sight` in convlib/cutting.py: image cells from one output to the next; the total stride;
 *   how far an output sees before and after its own cell, by its place from one multiple of the
 *   total stride to the next
 * @typedef {{size: number, tile: number, halo: number, offset: number}} Setting  image cells
 * @typedef {{own: Pair, read: Pair}} Cut  along one axis, each from its first cell to one past it
 * @typedef {"cut"|"off"|""} Fault  it sees beyond what was read; its window is off the grid; none
 * @typedef {{cuts: Cut[], faults: Fault[], wrong: number, cells: number}} Scene  faults: of the
 *   outputs along one axis; wrong, cells: of the whole result
 */

/** The traits that, with the stack's name, make up a setting. */
export const SETTING = ["size", "tile", "halo", "offset"];

export const LEAST_TILE = 8; // cells of its side; as in convlib/widgets/tiles_explorer.py

/** @param {Stack} stack @param {Setting} setting @returns {number} cells of a window's side */
export function sideOf({ grid }, { size, tile, halo }) {
  return Math.min(Math.ceil((tile + 2 * halo) / grid) * grid, size);
}

/** @param {Stack} stack @param {Setting} setting @returns {Cut[]} the tiles along one axis */
export function cutsOf(stack, setting) {
  const { size, tile, halo, offset } = setting;
  const side = sideOf(stack, setting);
  const starts = offset > 0 ? [0] : [];
  for (let start = offset; start < size; start += tile) starts.push(start);
  return starts.map((start, n) => {
    const first = Math.min(Math.max(start - halo, 0), size - side);
    return { own: [start, starts[n + 1] ?? size], read: [first, first + side] };
  });
}

/** @param {Stack} stack @param {Cut} cut @returns {Pair} its outputs, to one past the last */
export function outputsOf({ jump }, { own }) {
  return [Math.ceil(own[0] / jump), Math.ceil(own[1] / jump)];
}

/** @param {Stack} stack @param {number} output
 * @returns {Pair} the image cells that it sees along one axis, also beyond the image's ends */
export function seenBy({ jump, before, after }, output) {
  const phase = output % before.length;
  return [output * jump - before[phase], output * jump + after[phase] + 1];
}

/** @param {Stack} stack @param {number} size @param {Cut} cut @param {number} output
 * @returns {Fault} */
function faultOf(stack, size, { read }, output) {
  const [first, end] = seenBy(stack, output);
  if (read[0] % stack.grid) return "off";
  const isCut = (read[0] > 0 && first < read[0]) || (read[1] < size && end > read[1]);
  return isCut ? "cut" : "";
}

/** @param {Stack} stack @param {Setting} setting @returns {Scene} */
export function sceneOf(stack, setting) {
  const cuts = cutsOf(stack, setting);
  const faults = cuts.flatMap((cut) => {
    const [first, end] = outputsOf(stack, cut);
    return Array.from({ length: end - first }, (_, n) =>
      faultOf(stack, setting.size, cut, first + n),
    );
  });
  const cells = faults.length ** 2;
  return { cuts, faults, wrong: cells - faults.filter((fault) => !fault).length ** 2, cells };
}

/** @param {Scene} scene @param {number} row @param {number} col
 * @returns {Fault} what is wrong with an output of the plane */
export function faultAt({ faults }, row, col) {
  const found = [faults[row], faults[col]];
  return found.find((fault) => fault === "off") ?? found.find((fault) => fault) ?? "";
}

/** @param {Stack} stack @param {Scene} scene @param {Pair} tile
 * @returns {Pair} how many outputs of one tile are wrong, and how many it has */
export function wrongIn(stack, { cuts, faults }, tile) {
  const parts = tile.map((n) => faults.slice(...outputsOf(stack, cuts[n])));
  const [cells, right] = [
    parts[0].length * parts[1].length,
    parts.map((part) => part.filter((fault) => !fault).length).reduce((a, b) => a * b),
  ];
  return [cells - right, cells];
}
