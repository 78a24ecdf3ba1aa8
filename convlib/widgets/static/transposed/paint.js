// The maps of what comes in, each painted from a view state, differences only.
import { axes, extents, gather, inputAt, meetings, seenAt, stampsOn, weigh } from "./scene.js";
import { flagsOf } from "../shared/cell.js";
import { paintMap } from "../shared/cells.js";
import { largestOf, valueTint, weightTint } from "../shared/colours.js";
import { paintFrames, paintMark, paintPoint } from "../shared/marks.js";
import { cellText, sizeOf } from "../shared/numbers.js";
import { isAt } from "../shared/pointing.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./scene.js").Tap} Tap
 * @typedef {import("./view.js").ViewState} ViewState
 * @typedef {import("../shared/cells.js").CellMap} CellMap
 * @typedef {import("../shared/pointing.js").Place} Place
 */

/** @param {Tap[]} taps @returns {Map<string, Tap>} each by the cell on which it lies */
export function byCell(taps) {
  return new Map(taps.map((tap) => [`${tap.row},${tap.col}`, tap]));
}

/** @param {CellMap} map @param {ViewState} now */
export function paintInput(map, now) {
  const { state, at, cell, pointed } = now;
  const isMoved = state.way === "scatter";
  const isGradient = state.task === "kernel gradient";
  const asked = pointed?.map === "result" && cell && !isGradient ? stampsOn(state, cell) : [];
  const touched = new Set(asked.map(({ row, col }) => `${row},${col}`));
  const largest = largestOf(state.image);
  paintMap(map, ...extents(state, "image"), (row, col, key) => {
    const value = state.image[row][col];
    const isNow = isMoved && row === at[0] && col === at[1];
    const tint = isGradient ? weightTint(value, largest) : valueTint(value, largest);
    const flags = flagsOf({
      current: isNow,
      touched: touched.has(key),
      pointed: isAt(pointed, "image", row, col),
    });
    return { value, flags, tint, product: "" };
  });
  paintMark(
    map,
    "touch",
    asked.map(({ row, col }) => [row, col]),
  );
  paintMark(map, "now", isMoved ? [at] : []);
  paintPoint(map, pointed);
}

/** @param {CellMap} map @param {ViewState} now */
export function paintKernel(map, now) {
  const { state, cell, pointed } = now;
  const [height, width] = sizeOf(state.kernel);
  const isTurned = state.way === "gather";
  const place = (/** @type {number} */ row, /** @type {number} */ col) =>
    isTurned ? [height - 1 - row, width - 1 - col] : [row, col];
  const asked = pointed?.map === "result" && cell && !isTurned ? stampsOn(state, cell) : [];
  const used = asked.map(
    ({ kernelRow, kernelCol }) => /** @type {Pair} */ ([kernelRow, kernelCol]),
  );
  const touched = new Set(used.map(String));
  const strongest = largestOf(state.kernel);
  paintMap(map, ...extents(state, "kernel"), (row, col, key) => {
    const [i, j] = place(row, col);
    const value = state.kernel[i][j];
    const flags = flagsOf({
      touched: touched.has(key),
      pointed: isAt(pointed, "kernel", row, col),
    });
    return { value, flags, tint: weightTint(value, strongest), product: "" };
  });
  paintMark(map, "touch", used);
  paintPoint(map, pointed);
}

/** The input with its zeros, and the window on it. @param {CellMap} map @param {ViewState} now */
export function paintSpread(map, now) {
  const { state, at, pointed } = now;
  const taps = gather(state, at);
  const value = (/** @type {number} */ row, /** @type {number} */ col) => {
    const cell = inputAt(state, row, col);
    return cell ? state.image[cell[0]][cell[1]] : 0;
  };
  const isReal = (/** @type {number} */ row, /** @type {number} */ col) =>
    inputAt(state, row, col) !== null;
  paintTaps(map, extents(state, "spread"), byCell(taps), { value, isReal, pointed }, state);
  const { row, col } = taps[0];
  paintWindow(map, [[row, col], sizeOf(state.kernel)]);
}

/** The image that the convolution saw, and the window or the cells that count now.
 * @param {CellMap} map @param {ViewState} now */
export function paintSeen(map, now) {
  const { state, at, pointed } = now;
  const isWindow = state.way === "scatter";
  const taps = isWindow ? weigh(state, at) : meetings(state, at);
  const [rows, cols] = axes(state);
  const isReal = (/** @type {number} */ row, /** @type {number} */ col) =>
    row >= 0 && col >= 0 && row < rows.output && col < cols.output;
  const value = (/** @type {number} */ row, /** @type {number} */ col) => seenAt(state, row, col);
  paintTaps(map, extents(state, "seen"), byCell(taps), { value, isReal, pointed }, state);
  const { row, col } = taps[0];
  const box = [
    [row, col],
    [rows.kernel, cols.kernel],
  ];
  /** @type {any} */
  const boxes = isWindow
    ? [box]
    : taps.map((tap) => [
        [tap.row, tap.col],
        [1, 1],
      ]);
  paintWindow(map, ...boxes);
}

/**
 * @typedef {{value: (row: number, col: number) => number, pointed: Place|null,
 *   isReal: (row: number, col: number) => boolean}} Ground
 * @param {CellMap} map @param {[Pair, Pair]} extents @param {Map<string, Tap>} taps by cell
 * @param {Ground} ground @param {State} state */
function paintTaps(map, [rows, cols], taps, { value, isReal, pointed }, state) {
  const weights = [...taps.values()].map(({ weight }) => [weight]);
  const strongest = largestOf(map.name === "seen" ? state.image : weights);
  const brightest = largestOf(map.name === "seen" ? state.seen : state.image);
  paintMap(map, rows, cols, (row, col, key) => {
    const [number, tap] = [value(row, col), taps.get(key)];
    const flags = flagsOf({
      padding: !isReal(row, col),
      "in-window": tap !== undefined,
      multiplied: tap !== undefined,
      pointed: isAt(pointed, map.name, row, col),
    });
    if (!tap) return { value: number, flags, tint: valueTint(number, brightest), product: "" };
    const { weight } = tap;
    const product = `=${cellText(number * weight)}`;
    return { value: number, flags, tint: weightTint(weight, strongest), product, weight };
  });
  paintPoint(map, pointed);
}

/** @param {CellMap} map @param {...any} boxes as for `paintFrames` */
export function paintWindow(map, ...boxes) {
  paintFrames(map, "ground", boxes);
  paintFrames(map, "window", boxes);
}
