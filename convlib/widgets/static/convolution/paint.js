// The three maps, each painted from a view state, differences only.
import { extent, feeds, taps, valueAt, windowTaps } from "./scene.js";
import { flagsOf } from "../shared/cell.js";
import { paintMap } from "../shared/cells.js";
import { largestOf, valueTint, weightTint } from "../shared/colours.js";
import { paintFrames, paintMark, paintPoint } from "../shared/marks.js";
import { cellText } from "../shared/numbers.js";
import { isAt } from "../shared/pointing.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Axis} Axis
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./view.js").ViewState} ViewState
 * @typedef {import("../shared/cells.js").CellMap} CellMap
 * @typedef {import("../shared/pointing.js").Place} Place
 */

/** @param {CellMap} map @param {ViewState} now @param {Axis} rows @param {Axis} cols */
export function paintImage(map, { state, at, pointed, hides }, rows, cols) {
  const met = new Map(windowTaps(state, at).map((tap) => [`${tap.row},${tap.col}`, tap]));
  const touched = cellsMetByWeight(state, pointed, rows, cols);
  const touchedKeys = new Set(touched.map(String));
  const isPredicted = hides(...at);
  const [strongest, brightest] = [largestOf(state.kernel), largestOf(state.image)];
  paintMap(map, extent(rows, "image"), extent(cols, "image"), (row, col, key) => {
    const value = valueAt(state, row, col);
    const tap = met.get(key);
    const isPadding = row < 0 || col < 0 || row >= rows.input || col >= cols.input;
    const flags = flagsOf({
      padding: isPadding,
      "in-window": tap !== undefined,
      multiplied: tap !== undefined && !isPredicted,
      touched: touchedKeys.has(key),
      pointed: isAt(pointed, "image", row, col),
    });
    if (tap) {
      const tint = weightTint(tap.weight, strongest);
      if (isPredicted) return { value, flags, tint, product: "" };
      const product = `=${cellText(tap.value * tap.weight)}`;
      return { value, flags, tint, product, weight: tap.weight };
    }
    // Padding is paler: its number is in a quiet grey.
    const tint = valueTint(value, isPadding ? 2 * brightest : brightest);
    return { value, flags, tint, product: "" };
  });
  paintWindow(map, at, rows, cols);
  paintMark(map, "touch", touched);
  paintPoint(map, pointed);
}

/** As in the figures: a thick line around touching taps, a thin one around a span that has gaps.
 * @param {CellMap} map @param {Pair} at @param {Axis} rows @param {Axis} cols */
function paintWindow(map, at, rows, cols) {
  /** @typedef {[Pair, Pair]} Box */
  const [down, across] = [runs(rows, at[0]), runs(cols, at[1])];
  const window = down.flatMap(([row, height]) =>
    across.map(
      ([col, width]) =>
        /** @type {Box} */ ([
          [row, col],
          [height, width],
        ]),
    ),
  );
  const hasGaps = rows.dilation > 1 || cols.dilation > 1;
  /** @type {Box[]} */
  const span = hasGaps
    ? [
        [
          [down[0][0], across[0][0]],
          [rows.span, cols.span],
        ],
      ]
    : [];
  paintFrames(map, "ground", [...span, ...window]);
  paintFrames(map, "window", window);
  paintFrames(map, "span", span);
}

/** @param {Axis} axis @param {number} position
 * @returns {Pair[]} first cell and length of each run of taps that touch */
function runs(axis, position) {
  const cells = taps(axis, position);
  return axis.dilation === 1 ? [[cells[0], cells.length]] : cells.map((cell) => [cell, 1]);
}

/** @param {CellMap} map @param {ViewState} now */
export function paintKernel(map, { state, at, pointed }) {
  const strongest = largestOf(state.kernel);
  const used = pointed?.map === "image" ? weightsMeeting(state, at, pointed) : [];
  const usedKeys = new Set(used.map(String));
  paintMap(map, [0, state.kernel.length], [0, state.kernel[0].length], (row, col, key) => {
    const value = state.kernel[row][col];
    const flags = flagsOf({
      pointed: isAt(pointed, "kernel", row, col),
      touched: usedKeys.has(key),
    });
    return { value, flags, tint: weightTint(value, strongest), product: "" };
  });
  paintMark(map, "touch", used);
  paintPoint(map, pointed);
}

/** The learner's map where there is one, an empty one where the function failed, else the truth.
 * @param {ViewState} now @returns {(number|string)[][]} */
function shownMap({ judged, truth }) {
  return judged ? (judged.map ?? []) : truth;
}

/** @param {CellMap} map @param {ViewState} now @param {Axis} rows @param {Axis} cols */
export function paintFeatureMap(map, now, rows, cols) {
  const { state, at, judged, pointed, hides } = now;
  const shown = shownMap(now);
  const largest = largestOf(shown);
  const isFed = fedBy(pointed, rows, cols);
  /** @type {Record<"fed"|"differing", Pair[]>} */
  const cells = { fed: [], differing: [] };
  paintMap(map, [0, shown.length], [0, shown[0]?.length ?? 0], (row, col) => {
    const value = shown[row][col];
    const hidden = hides(row, col);
    const [touched, differs] = [isFed(row, col), Boolean(judged?.differs(row, col))];
    if (touched) cells.fed.push([row, col]);
    if (differs) cells.differing.push([row, col]);
    const flags = flagsOf({
      touched,
      differs,
      hidden,
      pointed: isAt(pointed, "feature-map", row, col),
      current: row === state.position[0] && col === state.position[1],
    });
    const tint = hidden || typeof value !== "number" ? 0 : valueTint(value, largest);
    return { value, flags, tint, product: "" };
  });
  paintMark(map, "touch", cells.fed);
  paintMark(map, "differ", cells.differing);
  paintMark(map, "now", [at]);
  paintPoint(map, pointed);
}

/** @param {Place|null} pointed @param {Axis} rows @param {Axis} cols
 * @returns {(row: number, col: number) => boolean} whether what is pointed at enters that result */
function fedBy(pointed, rows, cols) {
  if (pointed?.map === "kernel") return () => true;
  if (pointed?.map !== "image") return () => false;
  const [byRow, byCol] = [feeds(rows)[pointed.row] ?? [], feeds(cols)[pointed.col] ?? []];
  return (row, col) => byRow.includes(row) && byCol.includes(col);
}

/** @param {State} state @param {Place|null} pointed @param {Axis} rows @param {Axis} cols
 * @returns {Pair[]} the cells of the padded image that the weight pointed at meets */
function cellsMetByWeight(state, pointed, rows, cols) {
  if (pointed?.map !== "kernel") return [];
  const lines = (/** @type {Axis} */ axis, /** @type {number} */ weight) => {
    const tap = state.flip_kernel ? axis.kernel - 1 - weight : weight;
    return Array.from({ length: axis.output }, (_, p) => taps(axis, p)[tap]);
  };
  const [down, across] = [lines(rows, pointed.row), lines(cols, pointed.col)];
  return down.flatMap((row) => across.map((col) => /** @type {Pair} */ ([row, col])));
}

/** @param {State} state @param {Pair} at @param {Place} pointed
 * @returns {Pair[]} the weights that meet an image cell at one position */
function weightsMeeting(state, at, { row, col }) {
  const met = windowTaps(state, at).filter((tap) => tap.row === row && tap.col === col);
  return met.map((tap) => [tap.kernelRow, tap.kernelCol]);
}
