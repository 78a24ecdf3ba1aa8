// The three maps as SVG: a cell is written to only where it differs from what it showed last.
import { format, withMinus } from "../convolution/words.js";

export const UNIT = 40; // SVG units to a cell; the page scales them to pixels
const MARGIN = 4; // room for outlines around the outermost cells
const SVG = "http://www.w3.org/2000/svg";
const FLAGS = ["padding", "in-window", "current", "touched", "pointed", "skipped", "differs", "hidden"];
/** @type {Record<string, number>} one bit for each mark that a cell can wear */
export const FLAG = Object.fromEntries(FLAGS.map((name, bit) => [name, 1 << bit]));

/**
 * @typedef {{value: number|string, flags: number, tint: number, product: string}} Look
 * @typedef {{node: SVGElement, text: Text, largest: number, size: number}} Label
 * @typedef {{row: number, col: number, key: string, group: SVGElement,
 *   value: Label, product: Label, seen: Look}} Cell
 * @typedef {{name: string, figure: HTMLElement, caption: HTMLElement,
 *   canvas: HTMLCanvasElement, svg: SVGElement,
 *   body: SVGElement, marks: Record<string, SVGElement>, cells: Map<string, Cell>,
 *   made: Map<string, Cell>, lines: Map<number, SVGElement>, shape: string}} CellMap
 */

/** @returns {any} an HTML (or, with svg, an SVG) element with attributes and children */
export function element(tag, attributes = {}, ...children) {
  const node = attributes.svg ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== "svg") node.setAttribute(name, String(value));
  }
  node.append(...children);
  return node;
}

const svgElement = (tag, attributes) => element(tag, { svg: true, ...attributes });

/** @param {string} name "image", "kernel" or "feature-map" @param {string[]} marks overlay paths
 * @returns {CellMap} */
export function createMap(name, marks) {
  const body = svgElement("g", { role: "rowgroup" });
  const overlay = svgElement("g", { "aria-hidden": "true", class: "marks" });
  const paths = Object.fromEntries(marks.map((mark) => [mark, svgElement("path", { class: mark })]));
  overlay.append(...Object.values(paths));
  const svg = svgElement("svg", { role: "grid" });
  svg.append(body, overlay);
  const canvas = element("canvas", { "aria-hidden": "true", width: 0, height: 0 });
  const sheet = element("div", { class: "convlib-sheet" }, canvas, svg);
  const caption = element("figcaption");
  const figure = element("figure", { class: `convlib-map convlib-${name}` }, caption, sheet);
  const [cells, made, lines] = [new Map(), new Map(), new Map()];
  return { name, figure, caption, canvas, svg, body, marks: paths, cells, made, lines, shape: "" };
}

/** Give the map the room it keeps while parameters change.
 * @param {CellMap} map @param {number} rows @param {number} cols @param {number} before
 * rows and columns kept free above and to the left of cell (0, 0) */
export function reserve(map, rows, cols, before) {
  const [width, height] = [cols * UNIT + 2 * MARGIN, rows * UNIT + 2 * MARGIN];
  const corner = -before * UNIT - MARGIN;
  setAttribute(map.svg, "viewBox", `${corner} ${corner} ${width} ${height}`);
  map.figure.style.setProperty("--units", String(width / UNIT));
  map.figure.style.setProperty("--room", String(before + MARGIN / UNIT));
}

/** @param {Element} node */
export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
}

/** @param {Node & {textContent: string|null}} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Draw every cell of a map. @param {CellMap} map @param {[number, number]} rows first and past-the-end
 * row @param {[number, number]} cols @param {(row: number, col: number, key: string) => Look} look */
export function paintMap(map, rows, cols, look) {
  const shape = `${rows} ${cols}`;
  let stale = map.shape !== shape;
  if (stale) arrange(map, rows, cols);
  map.shape = shape;
  for (const cell of map.cells.values()) {
    const next = look(cell.row, cell.col, cell.key);
    stale ||= cell.seen.tint !== next.tint;
    paintCell(cell, next);
  }
  if (stale) paintTints(map, rows, cols);
}

/** Colour the cells: one pixel each on a canvas below them. A thousand fills of their own would cost
 * the browser most of a frame. */
function paintTints({ canvas, cells }, rows, cols) {
  const [height, width] = [rows[1] - rows[0], cols[1] - cols[0]];
  Object.assign(canvas, { width, height });
  const places = { "--row": rows[0], "--col": cols[0], "--rows": height, "--cols": width };
  for (const [name, value] of Object.entries(places)) canvas.style.setProperty(name, String(value));
  if (!cells.size) return;
  const pixels = new ImageData(width, height);
  new Uint32Array(pixels.data.buffer).set(Array.from(cells.values(), (cell) => cell.seen.tint));
  canvas.getContext("2d").putImageData(pixels, 0, 0);
}

/** Put exactly the wanted rows and cells into the map, in reading order. Cells that go are kept for
 * their return, as they were: sliders go to and fro. */
function arrange(map, rows, cols) {
  map.cells = new Map();
  const lines = [];
  for (let row = rows[0]; row < rows[1]; row++) {
    const wanted = [];
    for (let col = cols[0]; col < cols[1]; col++) {
      const key = `${row},${col}`;
      const cell = once(map.made, key, () => createCell(map.name, row, col));
      map.cells.set(key, cell);
      wanted.push(cell.group);
    }
    const line = once(map.lines, row, () => svgElement("g", { role: "row", "data-line": row }));
    keepChildren(line, wanted);
    lines.push(line);
  }
  keepChildren(map.body, lines);
}

/** @returns {any} what is held under a key, made when it is first asked for */
function once(held, key, make) {
  if (!held.has(key)) held.set(key, make());
  return held.get(key);
}

/** Leave nodes in place that are there already: a removed node would lose the focus. */
function keepChildren(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.childNodes]) if (!keep.has(child)) child.remove();
  let next = parent.firstChild;
  for (const node of wanted) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
}

/** @returns {Cell} */
function createCell(name, row, col) {
  const group = svgElement("g", {
    class: "cell",
    role: "gridcell",
    tabindex: -1,
    "data-map": name,
    "data-row": row,
    "data-col": col,
    // JupyterLab's shortcuts look at the focused element itself.
    "data-lm-suppress-shortcuts": "true",
  });
  // No transforms anywhere in a cell: each would make the browser composite the cell by itself.
  const [x, y] = [col * UNIT, row * UNIT];
  const rect = svgElement("rect", { x: x + 1, y: y + 1, width: UNIT - 2, height: UNIT - 2 });
  const value = createLabel("value", x + UNIT / 2, y + UNIT / 2, 20);
  const product = createLabel("product", x + UNIT / 2, y + 30, 15);
  group.append(rect, value.node);
  if (name === "image") group.append(product.node);
  const seen = { value: NaN, flags: 0, tint: 0, product: "" };
  return { row, col, key: `${row},${col}`, group, value, product, seen };
}

/** @returns {Label} */
function createLabel(kind, x, y, largest) {
  const node = svgElement("text", { class: kind, x, y });
  const text = document.createTextNode("");
  node.append(text);
  return { node, text, largest, size: 0 };
}

/** @param {Label} label @param {string} text written as large as its cell has room for */
function write(label, text) {
  if (label.text.data === text) return;
  label.text.data = text;
  const size = fitting(text, label.largest);
  if (size !== label.size) label.node.style.setProperty("--size", size.toFixed(1));
  label.size = size;
}

/** @param {Cell} cell @param {Look} next */
function paintCell(cell, next) {
  const { seen } = cell;
  if (seen.flags !== next.flags) paintFlags(cell, next.flags);
  if (seen.value !== next.value || (seen.flags ^ next.flags) & FLAG.hidden) paintValue(cell, next);
  if (seen.product !== next.product) write(cell.product, next.product);
  cell.seen = next;
}

function paintFlags(cell, flags) {
  FLAGS.forEach((name, bit) => {
    const on = (flags >> bit) & 1;
    if (on === ((cell.seen.flags >> bit) & 1)) return;
    if (on) cell.group.setAttribute(`data-${name}`, "true");
    else cell.group.removeAttribute(`data-${name}`);
  });
}

function paintValue(cell, { value, flags }) {
  const hidden = flags & FLAG.hidden;
  if (hidden) cell.group.removeAttribute("data-value");
  else cell.group.setAttribute("data-value", String(value));
  write(cell.value, hidden ? "?" : brief(value));
}

/** @param {number|string} value @returns {string} a number in the few digits a cell has room for */
export function brief(value) {
  const text = format(value, 3);
  return text.length <= 7 || typeof value !== "number" ? text
    : withMinus(value.toExponential(1).replace("e+", "e"));
}

/** @returns {number} font size at which a text stays inside its cell; digits and signs are up to
 * 0.64 and 0.84 em wide in the fonts that browsers fall back on */
export function fitting(text, largest) {
  const signs = text.replace(/[\d.]/g, "").length;
  return Math.min(largest, (UNIT - 8) / (0.64 * (text.length - signs) + 0.84 * signs));
}

/** @param {[number, number][]} cells (row, col) @param {(x: number, y: number) => string} shape
 * @returns {string} one SVG path that repeats a shape over cells */
export function pathOver(cells, shape) {
  return cells.map(([row, col]) => shape(col * UNIT, row * UNIT)).join("");
}

/** @returns {string} SVG path of a rectangle, inset (or, negative, outset) by some units */
export function box(x, y, width, height, inset = 0) {
  const [w, h] = [width - 2 * inset, height - 2 * inset];
  return `M${x + inset} ${y + inset}h${w}v${h}h${-w}z`;
}
