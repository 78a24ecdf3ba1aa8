// A map as SVG: a cell is written to only where it differs from what it showed last.
import { element, setAttribute, setText, svgElement } from "./dom.js";
import { cellText, numberText } from "./numbers.js";
import { KEEPS_KEYS } from "./controls.js";

export const UNIT = 40; // SVG units to a cell; the page scales them to pixels
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

/**
 * @typedef {[number, number]} Range first, and one past the last
 * @typedef {{value: number|string, flags: number, tint: number, product: string,
 *   weight?: number, name?: string}} Look weight: by which the value is multiplied, where it is;
 *   name: what is said of the cell, where its row and column do not tell it
 * @typedef {{node: SVGElement, text: Text, largest: number, fontSize: number}} Label
 * @typedef {{row: number, col: number, key: string, group: SVGElement,
 *   value: Label, product: Label, seen: Look}} Cell
 * @typedef {{group: SVGElement, cols: string}} Line a row, and the columns whose cells it holds
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
  for (const cell of map.cells.values()) {
    const next = look(cell.row, cell.col, cell.key);
    isStale ||= cell.seen.tint !== next.tint;
    paintCell(cell, next);
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
    const wanted = [];
    for (let col = cols[0]; col < cols[1]; col++) {
      const key = `${row},${col}`;
      const cell = once(map.madeCells, key, () => createCell(map, row, col));
      map.cells.set(key, cell);
      wanted.push(cell.group);
    }
    const line = once(map.madeLines, row, () => createRow(row));
    if (line.cols !== `${cols}`) keepChildren(line.group, wanted);
    line.cols = `${cols}`;
    lines.push(line.group);
  }
  keepChildren(map.body, lines);
}

/** @param {number} row @returns {Line} */
function createRow(row) {
  return { group: svgElement("g", { role: "row", "data-line": row }), cols: "" };
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
 * @param {Element} parent @param {Element[]} wanted */
function keepChildren(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const node of wanted) {
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
  const value = createLabel("value", x + UNIT / 2, y + UNIT / 2, 20);
  const product = createLabel("product", x + UNIT / 2, y + 30, 15);
  group.append(rect, value.node);
  if (hasProducts) group.append(product.node);
  const seen = { value: NaN, flags: 0, tint: 0, product: "" };
  return { row, col, key: `${row},${col}`, group, value, product, seen };
}

/** @param {string} kind @param {number} x @param {number} y @param {number} largest font size
 * @returns {Label} */
function createLabel(kind, x, y, largest) {
  const text = document.createTextNode("");
  const node = svgElement("text", { class: kind, x, y }, text);
  return { node, text, largest, fontSize: 0 };
}

/** @param {Label} label @param {string} text written as large as its cell has room for */
function write(label, text) {
  if (label.text.data === text) return;
  label.text.data = text;
  const fontSize = fittingSize(text, label.largest);
  if (fontSize !== label.fontSize) label.node.style.setProperty("--size", fontSize.toFixed(1));
  label.fontSize = fontSize;
}

/** @param {Cell} cell @param {Look} next */
function paintCell(cell, next) {
  const { seen } = cell;
  if (seen.flags !== next.flags) paintFlags(cell, next.flags);
  if (seen.value !== next.value || (seen.flags ^ next.flags) & FLAG.hidden) paintValue(cell, next);
  if (seen.product !== next.product) write(cell.product, next.product);
  const isOther =
    seen.flags !== next.flags ||
    seen.value !== next.value ||
    seen.weight !== next.weight ||
    seen.name !== next.name;
  if (isOther) cell.group.setAttribute("aria-label", next.name ?? nameOf(cell, next));
  cell.seen = next;
}

/** @param {Cell} cell @param {Look} look @returns {string} what a screen reader says of a cell */
function nameOf({ row, col }, { value, flags, weight }) {
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

/** @param {Cell} cell @param {number} flags */
function paintFlags(cell, flags) {
  FLAGS.forEach((name, bit) => {
    const on = (flags >> bit) & 1;
    if (on === ((cell.seen.flags >> bit) & 1)) return;
    if (on) cell.group.setAttribute(`data-${name}`, "true");
    else cell.group.removeAttribute(`data-${name}`);
  });
}

/** @param {Cell} cell @param {Look} look */
function paintValue(cell, { value, flags }) {
  const isHidden = flags & FLAG.hidden;
  if (isHidden) cell.group.removeAttribute("data-value");
  else cell.group.setAttribute("data-value", String(value));
  write(cell.value, isHidden ? "?" : cellText(value));
}

/** Font size at which a text stays inside its cell; digits and signs are up to 0.64 and 0.84 em
 * wide in the fonts that browsers fall back on, and a little more where these are small: browsers
 * round.
 * @param {string} text @param {number} largest */
function fittingSize(text, largest) {
  const signs = text.replace(/[\d.]/g, "").length;
  return Math.min(largest, (UNIT - 10) / (0.64 * (text.length - signs) + 0.84 * signs));
}
