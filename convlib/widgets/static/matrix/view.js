// What the reader sees: image, kernel and feature map, and beside them the matrix with the factors
// above it and the sums at its end. Built once, then painted from a view state, differences only.
import { createRing, paintRing } from "./ring.js";
import {
  entryAt,
  factors,
  isSame,
  mapSize,
  matrixSize,
  meeting,
  overlaps,
  places,
  ringBounds,
  sums,
} from "./scene.js";
import {
  captions,
  entrySentence,
  imageSentence,
  legendFor,
  positionOf,
  priceSentence,
  ringSentence,
  rowSentence,
  weightSentence,
} from "./words.js";
import { FLAG, UNIT } from "../shared/cell.js";
import { createMap, paintMap, reserve, setCaption } from "../shared/cells.js";
import { largestOf, valueTint, weightTint } from "../shared/colours.js";
import { element, setAttribute, setText } from "../shared/dom.js";
import { paintFrames, paintMark, paintPoint, rectangle } from "../shared/marks.js";
import { sizeOf } from "../shared/numbers.js";
import { isAt } from "../shared/pointing.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("../shared/cells.js").CellMap} CellMap
 * @typedef {import("../shared/pointing.js").Place} Place
 * @typedef {ReturnType<typeof createView>} View
 * @typedef {{state: State, row: number, pointed: Place|null, note: string,
 *   playing: boolean}} ViewState  row: of the matrix, the one that is shown
 * @typedef {{cell: Pair|null, weight: Pair|null}} Subject what is pointed at, wherever it stands
 */

const MARKS = ["ground", "span", "window", "touch", "now", "differ", "point"];
export function createView() {
  const names = ["image", "kernel", "feature-map", "factors", "matrix", "sums"];
  /** @type {Record<string, CellMap>} */
  const maps = Object.fromEntries(names.map((name) => [name, createMap(name, MARKS)]));
  const [image, kernel, result, above, matrix, end] = names.map((name) => maps[name].figure);
  const ring = createRing();
  const pair = element("div", { class: "convlib-pair" }, kernel, result);
  const side = element("div", { class: "convlib-side" }, image, pair);
  const product = element("div", { class: "convlib-pair" }, matrix, end);
  const big = element("div", { class: "convlib-product" }, above, product);
  const beside = element("div", { class: "convlib-maps" }, side, big, ring.node);
  const legend = element("p", { class: "convlib-help" });
  const node = element("div", {}, beside, legend);
  const price = element("p", { class: "convlib-price", role: "status" });
  const says = element("p", { class: "convlib-says", "aria-live": "polite" });
  const note = element("p", { class: "convlib-note", role: "status" });
  return { node, maps, moved: "feature-map", ring, legend, price, says, note };
}

/** @param {View} view @param {ViewState} now */
export function paintView(view, now) {
  const { state, row, note, playing } = now;
  for (const [name, text] of Object.entries(captions(state))) setCaption(view.maps[name], text);
  for (const [name, room] of Object.entries(roomFor(state))) reserve(view.maps[name], room);
  const subject = subjectOf(state, now.pointed);
  const met = Array.from({ length: matrixSize(state)[1] }, (_, col) => meeting(state, row, col));
  const lit = met.filter(({ cell, weight }) => cell && weight);
  paintTable(view.maps.image, state.image, "value", now, {
    lit: lit.map(({ cell }) => cell),
    touched: subject.cell ? [subject.cell] : [],
  });
  paintTable(view.maps.kernel, state.kernel, "weight", now, {
    touched: subject.weight ? [subject.weight] : [],
  });
  paintResults(view.maps, now, subject);
  paintMatrix(view.maps, now, subject);
  paintWindow(
    view.maps.image,
    lit.map(({ cell }) => /** @type {Pair} */ (cell)),
  );
  paintRing(view.ring, state, row, ringSentence(state));
  setText(view.legend, legendFor(state));
  setText(view.price, priceSentence(state));
  setText(view.says, sentence(now));
  setAttribute(view.says, "aria-live", playing ? "off" : "polite");
  setText(view.note, note);
  setAttribute(view.note, "data-kind", "wrong");
}

/** Rows and columns that each map keeps; on a ring, for the longest, so that nothing moves.
 * @param {State} state @returns {Record<string, Pair>} */
function roomFor(state) {
  const longest = { ...state, length: ringBounds(state)[1] };
  const [rows, cols] = matrixSize(longest);
  return {
    image: sizeOf(state.image),
    kernel: sizeOf(state.kernel),
    "feature-map": mapSize(longest),
    factors: [1, cols],
    matrix: [rows, cols],
    sums: [rows, 1],
  };
}

/** @param {CellMap} map @param {number[][]} table @param {"value"|"weight"} kind
 * @param {ViewState} now
 * @param {{lit?: (Pair|null)[], touched?: Pair[], wrong?: Pair[], current?: Pair}} marked */
function paintTable(
  map,
  table,
  kind,
  { pointed },
  { lit = [], touched = [], wrong = [], current },
) {
  const [rows, cols] = sizeOf(table);
  const [tint, largest] = [kind === "value" ? valueTint : weightTint, largestOf(table)];
  const keys = [lit, touched, wrong, [current]].map((cells) => new Set(cells.map(String)));
  const flags = [FLAG["in-window"], FLAG.touched, FLAG.differs, FLAG.current];
  paintMap(map, [0, rows], [0, cols], (row, col, key) => {
    const value = table[row][col];
    const marks = flags.filter((_, n) => keys[n].has(key));
    if (isAt(pointed, map.name, row, col)) marks.push(FLAG.pointed);
    const bits = marks.reduce((all, one) => all | one, 0);
    return { value, flags: bits, tint: tint(value, largest), product: "" };
  });
  paintMark(map, "touch", touched);
  paintMark(map, "differ", wrong);
  paintMark(map, "now", current ? [current] : []);
  paintPoint(map, pointed);
}

/** @param {CellMap} map @param {Pair[]} cells of the window, first and last at its corners */
function paintWindow(map, cells) {
  const [first, last] = [cells[0], cells[cells.length - 1]];
  /** @type {[Pair, Pair][]} */
  const boxes = first ? [[first, [last[0] - first[0] + 1, last[1] - first[1] + 1]]] : [];
  const isWhole = boxes.length && boxes[0][1][0] * boxes[0][1][1] === cells.length;
  paintFrames(map, "window", isWhole ? boxes : cells.map((cell) => [cell, [1, 1]]));
}

/** The sums, once as a map and once at the end of their rows.
 * @param {Record<string, CellMap>} maps @param {ViewState} now @param {Subject} subject */
function paintResults(maps, now, subject) {
  const { state, row } = now;
  const [rows, cols] = mapSize(state);
  const all = sums(state);
  const table = Array.from({ length: rows }, (_, r) => all.slice(r * cols, (r + 1) * cols));
  const isFed = (/** @type {import("./scene.js").Meeting} */ met) =>
    met.weight !== null && subject.cell !== null && isSame(met.cell, subject.cell);
  const fed = places(state, isFed).map(([one]) => one);
  const wrong = all.flatMap((_, place) =>
    state.show === "ring" && overlaps(state, place) ? [place] : [],
  );
  const inMap = (/** @type {number[]} */ list) => list.map((one) => positionOf(state, one));
  const inLine = (/** @type {number[]} */ list) =>
    list.map((one) => /** @type {Pair} */ ([one, 0]));
  paintTable(maps["feature-map"], table, "value", now, {
    touched: inMap(fed),
    wrong: inMap(wrong),
    current: positionOf(state, row),
  });
  const line = all.map((sum) => [sum]);
  const marked = { touched: inLine(fed), wrong: inLine(wrong), current: inLine([row])[0] };
  paintTable(maps.sums, line, "value", now, marked);
}

/** @param {Record<string, CellMap>} maps @param {ViewState} now @param {Subject} subject */
function paintMatrix(maps, now, subject) {
  const { state, row } = now;
  const [rows, cols] = matrixSize(state);
  const table = Array.from({ length: rows }, (_, r) =>
    Array.from({ length: cols }, (_, c) => entryAt(state, r, c)),
  );
  const isTouched = (/** @type {import("./scene.js").Meeting} */ { cell, weight }) =>
    weight !== null &&
    ((subject.cell !== null && isSame(cell, subject.cell)) ||
      (subject.weight !== null && isSame(weight, subject.weight)));
  const isPacked = state.show === "packed";
  paintTable(maps.matrix, table, isPacked ? "value" : "weight", now, {
    lit: Array.from({ length: cols }, (_, col) => /** @type {Pair} */ ([row, col])),
    touched: places(state, isTouched),
    wrong: places(state, ({ cell, wraps }) => wraps && cell !== null),
  });
  paintFrames(maps.matrix, "window", [
    [
      [row, 0],
      [1, cols],
    ],
  ]);
  paintColumn(maps.matrix, columnOf(state, subject), rows);
  const columns = [...new Set(places(state, isTouched).map(([, col]) => col))];
  paintTable(maps.factors, [factors(state)], isPacked ? "weight" : "value", now, {
    touched: columns.length === 1 ? [[0, columns[0]]] : [],
  });
}

/** @param {CellMap} map @param {number|null} col @param {number} rows */
function paintColumn(map, col, rows) {
  const path = col === null ? "" : rectangle(col * UNIT, 0, UNIT, rows * UNIT);
  setAttribute(map.marks.span, "d", path);
}

/** @param {State} state @param {Subject} subject
 * @returns {number|null} column of the matrix in which an image cell has all its weights */
function columnOf({ show, image }, { cell }) {
  return cell && show !== "packed" ? cell[0] * image[0].length + cell[1] : null;
}

/** The image cell or the weight that is pointed at, on any of the maps.
 * @param {State} state @param {Place|null} pointed @returns {Subject} */
function subjectOf(state, pointed) {
  const none = { cell: null, weight: null };
  if (!pointed) return none;
  const { map, row, col } = pointed;
  if (map === "image") return { ...none, cell: [row, col] };
  if (map === "kernel") return { ...none, weight: [row, col] };
  const { cell, weight } = meeting(state, map === "factors" ? 0 : row, col);
  if (map === "factors") return state.show === "packed" ? { ...none, weight } : { ...none, cell };
  return map === "matrix" && cell ? { ...none, cell } : none;
}

/** @param {ViewState} now */
function sentence({ state, row, pointed }) {
  if (pointed?.map === "matrix") return entrySentence(state, pointed.row, pointed.col);
  const { cell, weight } = subjectOf(state, pointed);
  if (cell) return imageSentence(state, cell);
  if (weight) return weightSentence(state, weight);
  return rowSentence(state, row);
}
