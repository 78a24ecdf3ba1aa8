// One cell of a map: it is written to only where it differs from what it showed last.
import { KEEPS_KEYS } from "./controls.js";
import { svgElement } from "./dom.js";
import { cellText, numberText } from "./numbers.js";

export const UNIT = 40; // SVG units to a cell; the page scales them to pixels
const EM = 20; // SVG units, of the numbers in cells, as in the style sheet
const LATE_MS = 60; // until what is not seen follows
const FLAGS = [
  "padding",
  "in-window",
  "multiplied",
  "current",
  "touched",
  "pointed",
  "differs",
  "hidden",
  "gone",
];
/** @type {Record<string, number>} one bit for each state that a cell can be in */
export const FLAG = Object.fromEntries(FLAGS.map((name, bit) => [name, 1 << bit]));
/** Cells that keep their number where cells are small; the style sheet has the same. */
const SHOWN = FLAG["in-window"] | FLAG.pointed | FLAG.current;

/**
 * @typedef {{value: number|string, flags: number, tint: number, product: string,
 *   weight?: number, name?: string}} Look weight: by which the value is multiplied, where it is;
 *   name: what is said of the cell, where its row and column do not tell it
 * @typedef {{node: SVGElement, text: Text, largest: number, fontSize: number}} Label sizes in em
 * @typedef {{row: number, col: number, key: string, group: SVGElement,
 *   value: Label, product: Label, seen: Look}} Cell
 */

/** The flags of those names that hold.
 * @param {Record<string, boolean>} marks @returns {number} */
export function flagsOf(marks) {
  let flags = 0; // each cell of each picture asks: a loop makes no lists
  for (const name in marks) if (marks[name]) flags |= FLAG[name];
  return flags;
}

/** @param {import("./cells.js").CellMap} map @param {number} row @param {number} col
 * @returns {Cell} */
export function createCell({ name, hasProducts }, row, col) {
  const group = svgElement("g", {
    class: "cell",
    role: "gridcell",
    tabindex: -1,
    "data-map": name,
    "data-row": row,
    "data-col": col,
    ...KEEPS_KEYS,
  });
  // No transforms anywhere in a cell: each would make the browser composite the cell by itself.
  const [x, y] = [col * UNIT, row * UNIT];
  const rect = svgElement("rect", { x: x + 1, y: y + 1, width: UNIT - 2, height: UNIT - 2 });
  const value = createLabel("value", x + UNIT / 2, y + UNIT / 2, 1);
  const product = createLabel("product", x + UNIT / 2, y + 30, 0.75);
  group.append(rect, value.node);
  if (hasProducts) group.append(product.node);
  const seen = { value: NaN, flags: 0, tint: 0, product: "" };
  return { row, col, key: `${row},${col}`, group, value, product, seen };
}

/** @param {string} kind @param {number} x @param {number} y @param {number} largest in em
 * @returns {Label} */
function createLabel(kind, x, y, largest) {
  const text = document.createTextNode("");
  const node = svgElement("text", { class: kind, x, y }, text);
  return { node, text, largest, fontSize: 1 };
}

/** @param {Label} label @param {string} text written as large as its cell has room for */
function write(label, text) {
  if (label.text.data === text) return;
  label.text.data = text;
  const fontSize = fittingSize(text, label.largest);
  if (fontSize !== label.fontSize) label.node.setAttribute("font-size", `${fontSize.toFixed(3)}em`);
  label.fontSize = fontSize;
}

/** @param {Cell} cell @param {Look} next @param {boolean} isSmall its map's cells show no numbers,
 * but for a few */
export function paintCell(cell, next, isSmall) {
  const { seen } = cell;
  const flips = seen.flags ^ next.flags;
  const isNumberOther =
    seen.value !== next.value || seen.product !== next.product || flips & FLAG.hidden;
  cell.seen = next;
  if (flips) paintFlags(cell, flips);
  if (isNumberOther) paintValue(cell);
  if (isSmall ? next.flags & SHOWN : isNumberOther) writeNumbers(cell);
  if (isNumberOther || flips || seen.weight !== next.weight || seen.name !== next.name) {
    writeLater(cell);
  }
}

/** @param {Cell} cell */
function writeNumbers({ value, product, seen }) {
  write(value, seen.flags & FLAG.hidden ? "?" : cellText(seen.value));
  write(product, seen.product);
}

/** @type {Set<Cell>} cells of which something that is not seen is yet to be written */
const behind = new Set();

/** Write a cell's name, and numbers that are not shown, once some frames are out: no picture waits
 * for what is not in it. @param {Cell} cell */
function writeLater(cell) {
  if (!behind.size) setTimeout(catchUp, LATE_MS);
  behind.add(cell);
}

function catchUp() {
  for (const cell of behind) {
    writeNumbers(cell);
    cell.group.setAttribute("aria-label", cell.seen.name ?? nameOf(cell));
  }
  behind.clear();
}

/** @param {Cell} cell @returns {string} what a screen reader says of a cell */
function nameOf({ row, col, seen: { value, flags, weight } }) {
  const place = `row ${numberText(row)}, column ${numberText(col)}`;
  const cell = flags & FLAG.padding ? `padding, ${place}` : place;
  if (flags & FLAG.hidden) return `${cell}: to be predicted`;
  if (weight !== undefined) {
    const product = cellText(Number(value) * weight);
    return `${cell}: ${cellText(value)} times ${cellText(weight)} is ${product}`;
  }
  const end = flags & FLAG.differs ? ", differs" : "";
  return `${cell}: ${cellText(value)}${flags & FLAG["in-window"] ? ", in the window" : end}`;
}

/** @param {Cell} cell @param {number} flips flags that are other than they were */
function paintFlags({ group, seen }, flips) {
  for (const name of FLAGS) {
    if (!(flips & FLAG[name])) continue;
    if (seen.flags & FLAG[name]) group.setAttribute(`data-${name}`, "true");
    else group.removeAttribute(`data-${name}`);
  }
}

/** @param {Cell} cell */
function paintValue({ group, seen }) {
  if (seen.flags & FLAG.hidden) group.removeAttribute("data-value");
  else group.setAttribute("data-value", String(seen.value));
}

/** Font size in em with which a text stays in its cell; digits and signs are up to 0.64 and 0.84 em
 * wide in the fonts that browsers fall back on, and a little more where these are small: browsers
 * round.
 * @param {string} text @param {number} largest in em */
function fittingSize(text, largest) {
  const signs = text.replace(/[\d.]/g, "").length;
  const width = EM * (0.64 * (text.length - signs) + 0.84 * signs);
  return Math.min(largest, (UNIT - 10) / width);
}
