// The maps of the explorer, each painted from a view state, differences only.
import {
  axes,
  extents,
  gather,
  inputAt,
  meetings,
  pile,
  resultSize,
  seenAt,
  stamp,
  stampCounts,
  stampsOn,
  weigh,
  weightGradient,
} from "./scene.js";
import { flagsOf, paintMap } from "../shared/cells.js";
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
function byCell(taps) {
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
function paintWindow(map, ...boxes) {
  paintFrames(map, "ground", boxes);
  paintFrames(map, "window", boxes);
}

/** The stamps of a row so far, each in a line of its own above the cells it falls on.
 * @param {CellMap} map @param {ViewState} now */
export function paintStamps(map, { state, at, pointed }) {
  const lines = state.image[0].map((_, n) => byCell(n > at[1] ? [] : stamp(state, [0, n])));
  const largest = largestOf([state.image[0].map((value) => value * largestOf(state.kernel))]);
  const isKept = keptCells(state);
  paintMap(map, ...extents(state, "stamps"), (row, col) => {
    const tap = lines[row].get(`0,${col}`);
    const value = tap ? tap.value * tap.weight : "";
    const flags = flagsOf({
      padding: !isKept(0, col),
      pointed: isAt(pointed, "stamps", row, col),
    });
    const tint = tap ? valueTint(Number(value), largest) : 0;
    const name = `stamp ${row} on output ${col}: ${tap ? cellText(value) : "nothing"}`;
    return { value, flags, tint, product: "", name };
  });
  paintWindow(map, [
    [at[1], stamp(state, at)[0].col],
    [1, state.kernel[0].length],
  ]);
  paintPoint(map, pointed);
}

/** What comes out: whole where a window gathers it, so far where stamps pile up.
 * @param {CellMap} map @param {ViewState} now */
export function paintResult(map, now) {
  const { state, at, pointed } = now;
  const [rows, cols] = extents(state, "result");
  const isScatter = state.way === "scatter";
  const table = resultTable(now);
  const largest = largestOf(table);
  const taps = isScatter ? byCell(added(state, at)) : new Map();
  const isKept = keptCells(state);
  paintMap(map, rows, cols, (row, col, key) => {
    const value = table[row - rows[0]][col - cols[0]];
    const tap = taps.get(key);
    const isPadding = !isKept(row, col);
    const flags = flagsOf({
      padding: isPadding,
      multiplied: tap !== undefined,
      current: !isScatter && row === at[0] && col === at[1],
      pointed: isAt(pointed, "result", row, col),
    });
    const tint = valueTint(value, isPadding ? 2 * largest : largest);
    const amount = now.isCounting ? 1 : tap && tap.value * tap.weight;
    const product = tap ? `+${cellText(amount)}` : "";
    const place = `${isPadding ? "cut off, " : ""}row ${row}, column ${col}`;
    const name = `${place}: ${cellText(value)}${tap ? `, ${product} just now` : ""}`;
    return { value, flags, tint, product, name };
  });
  paintBoxes(map, now);
  paintPoint(map, pointed);
}

/** @param {ViewState} now @returns {number[][]} */
function resultTable({ state, at, isCounting }) {
  const [rows, cols] = sizeOf(state.image);
  const count = state.way === "scatter" ? at[0] * cols + at[1] + 1 : rows * cols;
  if (state.task === "kernel gradient") return weightGradient(state, count);
  return isCounting ? stampCounts(state, count) : pile(state, count);
}

/** @param {State} state @param {Pair} at of the input
 * @returns {Tap[]} what it adds, each on its cell of the result */
function added(state, at) {
  if (state.task !== "kernel gradient") return stamp(state, at);
  return weigh(state, at).map((tap) => ({ ...tap, row: tap.kernelRow, col: tap.kernelCol }));
}

/** @param {State} state
 * @returns {(row: number, col: number) => boolean} whether padding keeps a cell of the result */
function keptCells(state) {
  const [rows, cols] = resultSize(state);
  return (row, col) => row >= 0 && col >= 0 && row < rows && col < cols;
}

/** Frame the stamp, hatch what is cut off and mark what is added.
 * @param {CellMap} map @param {ViewState} now */
function paintBoxes(map, { state, at }) {
  const isScatter = state.way === "scatter";
  paintMark(map, "now", isScatter ? [] : [at]);
  if (state.task === "kernel gradient") {
    for (const mark of ["leftover-area", "skipped", "ground", "window"]) paintMark(map, mark, []);
    return;
  }
  const stamped = isScatter ? stamp(state, at).slice(0, 1) : [];
  paintWindow(map, ...stamped.map(({ row, col }) => [[row, col], sizeOf(state.kernel)]));
  const isKept = keptCells(state);
  const cells = allCells(extents(state, "result"));
  paintMark(
    map,
    "leftover-area",
    cells.filter(([r, c]) => !isKept(r, c)),
  );
  const [rows, cols] = axes(state);
  const isAdded = (/** @type {Pair} */ [r, c]) =>
    isKept(r, c) && (r >= rows.output - rows.added || c >= cols.output - cols.added);
  paintMark(map, "skipped", cells.filter(isAdded));
}

/** @param {[Pair, Pair]} extents @returns {Pair[]} */
function allCells([rows, cols]) {
  const range = (/** @type {Pair} */ [first, end]) =>
    Array.from({ length: end - first }, (_, n) => first + n);
  return range(rows).flatMap((row) => range(cols).map((col) => /** @type {Pair} */ ([row, col])));
}
