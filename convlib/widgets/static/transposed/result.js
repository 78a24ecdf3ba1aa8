// The maps of what comes out, each painted from a view state, differences only.
import { byCell, paintWindow } from "./paint.js";
import {
  axes,
  extents,
  pile,
  resultSize,
  stamp,
  stampCounts,
  weigh,
  weightGradient,
} from "./scene.js";
import { flagsOf } from "../shared/cell.js";
import { paintMap } from "../shared/cells.js";
import { largestOf, valueTint } from "../shared/colours.js";
import { paintMark, paintPoint } from "../shared/marks.js";
import { cellText, sizeOf } from "../shared/numbers.js";
import { isAt } from "../shared/pointing.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./scene.js").Tap} Tap
 * @typedef {import("./view.js").ViewState} ViewState
 * @typedef {import("../shared/cells.js").CellMap} CellMap
 */

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
