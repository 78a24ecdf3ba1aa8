// A map as SVG: its cells, and the tints below them.
import { UNIT, createCell, paintCell } from "./cell.js";
import { element, setAttribute, setText, svgElement } from "./dom.js";

const MARGIN = 4; // room for outlines around the outermost cells

/**
 * @typedef {[number, number]} Range first, and one past the last
 * @typedef {import("./cell.js").Look} Look
 * @typedef {import("./cell.js").Cell} Cell
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
