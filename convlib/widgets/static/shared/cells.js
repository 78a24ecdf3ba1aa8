// A map as SVG: a cell is written to only where it differs from what it showed last.
import { element, setAttribute, setText, svgElement } from "./dom.js";
import { cellText, numberText } from "./numbers.js";
import { KEEPS_KEYS } from "./controls.js";

export const UNIT = 40; // SVG units to a cell; the page scales them to pixels
const EM = 20; // SVG units, of the numbers in cells, as in the style sheet
const LATE_MS = 60; // until what is not seen follows
const MARGIN = 4; // room for outlines around the outermost cells
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
/** The flags of those names that hold.
 * @param {Record<string, boolean>} marks @returns {number} */
export function flagsOf(marks) {
  let flags = 0; // each cell of each picture asks: a loop makes no lists
  for (const name in marks) if (marks[name]) flags |= FLAG[name];
  return flags;
}

/** Cells that keep their number where cells are small; the style sheet has the same. */
const SHOWN = FLAG["in-window"] | FLAG.pointed | FLAG.current;

/**
 * @typedef {[number, number]} Range first, and one past the last
 * @typedef {{value: number|string, flags: number, tint: number, product: string,
 *   weight?: number, name?: string}} Look weight: by which the value is multiplied, where it is;
 *   name: what is said of the cell, where its row and column do not tell it
 * @typedef {{node: SVGElement, text: Text, largest: number, fontSize: number}} Label sizes in em
 * @typedef {{row: number, col: number, key: string, group: SVGElement,
 *   value: Label, product: Label, seen: Look}} Cell
 * @typedef {{row: number, group: SVGElement, cols: string, cells: Cell[]}} Line the cells of a row,
 *   and the columns that they are of
 * @typedef {{name: string, figure: HTMLElement, caption: HTMLElement, canvas: HTMLCanvasElement,
 *   svg: SVGElement, body: SVGElement, marks: Record<string, SVGElement>,
 *   hasProducts: boolean, cells: Map<string, Cell>, madeCells: Map<string, Cell>,
 *   madeLines: Map<number, Line>, shape: string, tabStop: Cell|null}} CellMap
 */

/** @param {string} name such as "image" @param {string[]} marks names of shapes in marks.js
 * @param {{hasProducts?: boolean}} [how] whether its cells have a second number, below the first
 * @returns {CellMap} */
export function createMap(name, marks, { hasProducts = false } = {}) {
  const body = svgElement("g", { role: "rowgroup" });
  const paths = marks.map((mark) => svgElement("path", { class: mark }));
  const overlay = svgElement("g", { "aria-hidden": "true", class: "marks" }, ...paths);
  const svg = svgElement("svg", { role: "grid" }, body, overlay);
  const canvas = element("canvas", { "aria-hidden": "true", width: 0, height: 0 });
  const sheet = element("div", { class: "convlib-sheet" }, canvas, svg);
  const caption = element("figcaption");
  const figure = element("figure", { class: `convlib-map convlib-${name}` }, caption, sheet);
  const markOf = Object.fromEntries(marks.map((mark, n) => [mark, paths[n]]));
  return {
    name,
    figure,
    caption,
    canvas,
    svg,
    body,
    marks: markOf,
    hasProducts,
    shape: "",
    tabStop: null,
    cells: new Map(),
    madeCells: new Map(),
    madeLines: new Map(),
  };
}

/** Give the map the room it keeps while parameters change.
 * @param {CellMap} map @param {[number, number]} size rows and columns
 * @param {[number, number]} [before] those kept free above and to the left of cell (0, 0) */
export function reserve(map, [rows, cols], [above, left] = [0, 0]) {
  const [width, height] = [cols * UNIT + 2 * MARGIN, rows * UNIT + 2 * MARGIN];
  const [toLeft, toTop] = [left * UNIT + MARGIN, above * UNIT + MARGIN];
  setAttribute(map.svg, "viewBox", `${-toLeft} ${-toTop} ${width} ${height}`);
  const inUnits = { "--units": width, "--left": toLeft, "--above": toTop };
  for (const [name, units] of Object.entries(inUnits)) {
    map.figure.style.setProperty(name, String(units / UNIT));
  }
}

/** @param {CellMap} map @param {string} text its name, for everyone */
export function setCaption(map, text) {
  setText(map.caption, text);
  setAttribute(map.svg, "aria-label", text);
}

/** Let the Tab key stop at one cell of the map, at the corner if that one is not there.
 * @param {CellMap} map @param {string|null} key "row,col", or null for no stop at all */
export function setTabStop(map, key) {
  const wanted = key === null ? undefined : (map.cells.get(key) ?? map.cells.get("0,0"));
  const cell = wanted ?? null;
  if (map.tabStop === cell) return;
  map.tabStop?.group.setAttribute("tabindex", "-1");
  cell?.group.setAttribute("tabindex", "0");
  map.tabStop = cell;
}

/** @param {CellMap} map @param {number} row @param {number} col */
export function focusCell(map, row, col) {
  map.cells.get(`${row},${col}`)?.group.focus({ preventScroll: true });
}

/** Draw every cell of a map.
 * @param {CellMap} map @param {Range} rows @param {Range} cols
 * @param {(row: number, col: number, key: string) => Look} look */
export function paintMap(map, rows, cols, look) {
  const shape = `${rows} ${cols}`;
  let isStale = map.shape !== shape;
  if (isStale) {
    arrange(map, rows, cols);
    placeTints(map, rows, cols);
  }
  map.shape = shape;
  const isSmall = map.name !== "kernel" && Boolean(map.figure.closest(".convlib-small"));
  for (const cell of map.cells.values()) {
    const next = look(cell.row, cell.col, cell.key);
    isStale ||= cell.seen.tint !== next.tint;
    paintCell(cell, next, isSmall);
  }
  if (isStale) paintTints(map);
}

/** Put the canvas of the tints, one pixel for each cell, below the cells.
 * @param {CellMap} map @param {Range} rows @param {Range} cols */
function placeTints({ canvas }, rows, cols) {
  const [height, width] = [rows[1] - rows[0], cols[1] - cols[0]];
  Object.assign(canvas, { width, height });
  const places = { "--row": rows[0], "--col": cols[0], "--rows": height, "--cols": width };
  for (const [name, value] of Object.entries(places)) canvas.style.setProperty(name, String(value));
}

/** Colour the cells. A thousand fills of their own would cost the browser most of a frame.
 * @param {CellMap} map */
function paintTints({ canvas, cells }) {
  if (!cells.size) return;
  const pixels = new ImageData(canvas.width, canvas.height);
  const tints = new Uint32Array(pixels.data.buffer);
  let n = 0;
  for (const cell of cells.values()) tints[n++] = cell.seen.tint;
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
}

/** Put exactly the wanted rows and cells into the map, in reading order. Cells that go are kept for
 * their return, as they were: sliders go to and fro.
 * @param {CellMap} map @param {Range} rows @param {Range} cols */
function arrange(map, rows, cols) {
  map.cells = new Map();
  const lines = [];
  for (let row = rows[0]; row < rows[1]; row++) {
    const line = once(map.madeLines, row, () => createRow(row));
    if (line.cols !== `${cols}`) fillRow(map, line, cols);
    for (const cell of line.cells) map.cells.set(cell.key, cell);
    lines.push(line);
  }
  keepChildren(map.body, lines);
}

/** @param {number} row @returns {Line} */
function createRow(row) {
  return { row, group: svgElement("g", { role: "row" }), cols: "", cells: [] };
}

/** @param {CellMap} map @param {Line} line @param {Range} cols */
function fillRow(map, line, cols) {
  line.cols = `${cols}`;
  line.cells = [];
  for (let col = cols[0]; col < cols[1]; col++) {
    const key = `${line.row},${col}`;
    line.cells.push(once(map.madeCells, key, () => createCell(map, line.row, col)));
  }
  keepChildren(line.group, line.cells);
}

/** What is held under a key, made when it is first asked for.
 * @template Key, Value
 * @param {Map<Key, Value>} held @param {Key} key @param {() => Value} make @returns {Value} */
function once(held, key, make) {
  const found = held.get(key) ?? make();
  held.set(key, found);
  return found;
}

/** Leave nodes in place that are there already: a removed node would lose the focus.
 * @param {Element} parent @param {{group: Element}[]} wanted */
function keepChildren(parent, wanted) {
  const keep = new Set(wanted.map(({ group }) => group));
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const node of keep) {
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  }
}

/** @param {CellMap} map @param {number} row @param {number} col @returns {Cell} */
function createCell({ name, hasProducts }, row, col) {
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
function paintCell(cell, next, isSmall) {
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
