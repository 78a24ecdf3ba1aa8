// Marks over the cells of a map: each is one SVG path that repeats a shape.
import { UNIT } from "./cell.js";
import { setAttribute } from "./dom.js";

/** @typedef {import("./cells.js").CellMap} CellMap
 * @typedef {import("./pointing.js").Place} Place */

/** SVG path of a rectangle, inset (or, negative, outset) by some units.
 * @param {number} x @param {number} y @param {number} width @param {number} height
 * @param {number} [inset] */
export function rectangle(x, y, width, height, inset = 0) {
  const [w, h] = [width - 2 * inset, height - 2 * inset];
  return `M${x + inset} ${y + inset}h${w}v${h}h${-w}z`;
}

/** The shape of each mark over the cell whose corner is (x, y). They keep to the edges and corners:
 * across the middle they would strike the number out.
 * @type {Record<string, (x: number, y: number) => string>} */
const SHAPES = {
  touch: (x, y) =>
    `M${x + 2.5} ${y + 13}v-10.5h10.5m14 0h10.5v10.5m0 14v10.5h-10.5m-14 0h-10.5v-10.5`,
  point: (x, y) => rectangle(x, y, UNIT, UNIT, 1),
  now: (x, y) => rectangle(x, y, UNIT, UNIT, -1) + rectangle(x, y, UNIT, UNIT, 4),
  differ: (x, y) => `M${x + 4.5} ${y + 4.5}l6 6m0 -6l-6 6`,
  skipped: (x, y) => `M${x + UNIT - 1} ${y + UNIT - 13}v12h-12z`,
  "leftover-area": (x, y) =>
    `M${x + 2} ${y + 8}l6 -6m6 0l-12 12M${x + 26} ${y + 38}l12 -12m0 6l-6 6`,
};

/** Put a mark over exactly these cells, given as (row, col).
 * @param {CellMap} map @param {string} name @param {[number, number][]} cells */
export function paintMark(map, name, cells) {
  const path = cells.map(([row, col]) => SHAPES[name](col * UNIT, row * UNIT)).join("");
  setAttribute(map.marks[name], "d", path);
}

/** Mark the cell that is pointed at, if it is on this map.
 * @param {CellMap} map @param {Place|null} pointed */
export function paintPoint(map, pointed) {
  paintMark(map, "point", pointed?.map === map.name ? [[pointed.row, pointed.col]] : []);
}

/** Frame boxes of cells, each given as ((row, col), (rows, columns)).
 * @param {CellMap} map @param {string} name
 * @param {[[number, number], [number, number]][]} boxes */
export function paintFrames(map, name, boxes) {
  const path = boxes.map(([[row, col], [rows, cols]]) =>
    rectangle(col * UNIT, row * UNIT, cols * UNIT, rows * UNIT),
  );
  setAttribute(map.marks[name], "d", path.join(""));
}
