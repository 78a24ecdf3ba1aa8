// What the reader sees: the table of layers, the rows of cells with the fan through them, and the
// field on the image. Built once, then painted.
import {
  cellName,
  fanSentence,
  layerText,
  missSentence,
  sheetSentence,
  spreadSentence,
} from "./words.js";
import { element, setAttribute, setText, svgElement } from "../shared/dom.js";
import { KEEPS_KEYS } from "../shared/controls.js";
import { rectangle } from "../shared/marks.js";
import { numberText, sizeText } from "../shared/numbers.js";

/**
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./words.js").Met} Met
 * @typedef {import("./stack.js").Stack} Stack
 * @typedef {{map: number, cell: number}} At  a cell of a map along the axis, of the image (0) or of
 *   a layer
 * @typedef {{count: number, first: number, apart: number, half: number, high: number,
 *   y: number}} Line  where the cells of a map stand, in pixels: the middle of the first, the way
 *   to the next, half of the width and of the height, the middle of the row
 * @typedef {{stack: Stack, a: number, selected: number, at: At, met: Met[],
 *   sheet: import("./words.js").Sheet, playing: boolean, note: string}} ViewState
 * @typedef {ReturnType<typeof createView>} View
 */

const SHADES = 6;
const NUMBERS = ["cells*", "size", "jump", "start"];
const EDGE = 20; // pixels beside the rows, for their numbers
const WIDEST = 12; // pixels of a cell whose neighbours are far away
const LARGEST = 26; // pixels of an image cell
const NARROW = 3; // pixels: lines between cells that are narrower would paint all of them grey
const SHEET = 150; // pixels of the field on the image

let made = 0; // views: each has a hatching by a name of its own

export function createView() {
  const hatch = `convlib-hatch-${(made += 1)}`;
  const body = element("tbody");
  const heads = ["", "layer", ...NUMBERS].map((name) => element("th", { scope: "col" }, name));
  const table = element("table", {}, element("thead", {}, element("tr", {}, ...heads)), body);
  const cone = svgElement("path", { class: "cone" });
  const rows = svgElement("g");
  const svg = svgElement(
    "svg",
    { class: "convlib-rows", role: "group" },
    hatching(hatch),
    cone,
    rows,
  );
  const canvas = element("canvas", { "aria-hidden": "true" });
  const frames = svgElement("svg", { class: "convlib-frames", "aria-hidden": "true" });
  const image = svgElement("path", { class: "image" });
  const beyond = svgElement("path", { class: "beyond", style: `fill: url(#${hatch})` });
  const field = svgElement("path", { class: "edge" });
  frames.append(beyond, image, field);
  const caption = element("figcaption");
  const box = element("div", { class: "convlib-sheet" }, canvas, frames);
  const sheet = element("figure", { class: "convlib-seen" }, box, caption);
  const node = element("div", { class: "convlib-stack" }, table, svg, sheet);
  const says = element("p", { class: "convlib-says", "aria-live": "polite" });
  const note = element("p", { class: "convlib-note", role: "status", "data-kind": "wrong" });
  const key = element("p", { class: "convlib-help convlib-key" });
  return {
    ...{ node, maps: {}, moved: "", table, body, svg, cone, rows, says, note, key },
    ...{ canvas, frames, image, beyond, field, caption, hatch },
    /** @type {Line[]} */
    lines: [],
  };
}

/** @param {string} id @returns {SVGElement} */
function hatching(id) {
  const line = svgElement("path", { d: "M0 8L8 0" });
  const size = { width: 8, height: 8, patternUnits: "userSpaceOnUse" };
  return svgElement("defs", {}, svgElement("pattern", { id, ...size }, line));
}

// The table

/** @param {View} view @param {ViewState} now @param {(map: number) => void} select */
export function paintTable({ body }, { stack, a, selected }, select) {
  const wanted = stack.layers.length + 1;
  while (body.rows.length > wanted) body.deleteRow(0);
  while (body.rows.length < wanted) body.prepend(tableRow(body.rows.length, select));
  [...body.rows].forEach((row, at) => {
    const map = wanted - 1 - at;
    const texts = map ? layerNumbers(stack, map, a) : [sizeText(...stack.size), "", "", ""];
    row.classList.toggle("outgrown", isOutgrown(stack, map, a));
    const name = map ? layerText(stack.layers[map - 1], a) : "image";
    const label = row.cells[1].firstElementChild ?? row.cells[1];
    setText(label, name);
    if (map) setAttribute(label, "aria-pressed", map === selected);
    texts.forEach((text, n) => setText(row.cells[2 + n], text));
  });
}

/** @param {number} map @param {(map: number) => void} select */
function tableRow(map, select) {
  const name = element("td");
  if (map) {
    const choose = element("button", { type: "button", ...KEEPS_KEYS });
    choose.addEventListener("click", () => select(map));
    name.append(choose);
  }
  const numbers = NUMBERS.map(() => element("td", { class: "number" }));
  return element("tr", {}, element("td", { class: "number" }, String(map)), name, ...numbers);
}

/** @param {Stack} stack @param {number} map @param {number} a */
function isOutgrown({ fields, size }, map, a) {
  return map > 0 && fields[map - 1].size[a] > size[a];
}

/** What depends on the image's size has a star, but for the cells: they always do.
 * @param {Stack} stack @param {number} map @param {number} a */
function layerNumbers(stack, map, a) {
  const { output, size, jump, start, sure, placed } = stack.fields[map - 1];
  const outgrown = isOutgrown(stack, map, a) ? ` > ${stack.size[a]}` : "";
  const star = (/** @type {boolean} */ isSure) => (isSure ? "" : "*");
  const first = start[a] === null ? "none" : numberText(start[a]);
  return [
    String(output[a]),
    size[a] + star(sure[a]) + outgrown,
    numberText(jump[a], 3),
    first + star(placed[a]),
  ];
}

// The rows

/** Find where all cells stand.
 * @param {View} view @param {Stack} stack @param {number} a @param {number} width pixels
 * @param {number} row pixels from one row to the next */
export function layOut(view, stack, a, width, row) {
  const [first, end] = stack.reach[a];
  const unit = Math.min((width - EDGE - 4) / (end - first), LARGEST);
  const left = EDGE + (0.5 - first) * unit;
  const count = stack.layers.length;
  view.lines = [null, ...stack.fields].map((field, map) => {
    const apart = unit * (field ? field.jump[a] : 1);
    return {
      count: field ? field.output[a] : stack.size[a],
      first: left + unit * (field ? field.centre[a] : 0),
      apart,
      half: Math.min(apart, Math.max(unit, Math.min(0.7 * apart, WIDEST))) / 2,
      high: 0.33 * row,
      y: (count - map + 1.5) * row,
    };
  });
  const height = (count + 2) * row;
  setAttribute(view.svg, "viewBox", `0 0 ${width} ${height}`);
  setAttribute(view.svg, "width", width);
  setAttribute(view.svg, "height", height);
  paintCells(view, stack, a, width, row);
}

/** @param {View} view @param {Stack} stack @param {number} a @param {number} width
 * @param {number} row */
function paintCells(view, stack, a, width, row) {
  const parts = view.rows.children;
  while (parts.length > view.lines.length) parts[parts.length - 1].remove();
  while (parts.length < view.lines.length) view.rows.append(rowOfCells(parts.length, view.hatch));
  view.lines.forEach((line, map) => {
    const part = parts[map];
    const [hit, number, cells] = part.children;
    part.classList.toggle("outgrown", isOutgrown(stack, map, a));
    const name = map ? layerText(stack.layers[map - 1], a) : "image";
    setAttribute(part, "aria-label", map ? `layer ${map}, ${name}` : name);
    setAttribute(part, "aria-valuemax", line.count - 1);
    setAttribute(hit, "d", rectangle(1, line.y - row / 2 + 1, width - 2, row - 2));
    setAttribute(number, "y", line.y);
    setAttribute(cells, "d", allCells(line));
  });
}

/** @param {number} map @param {string} hatch */
function rowOfCells(map, hatch) {
  const shades = Array.from({ length: SHADES }, (_, n) =>
    svgElement("path", { class: "shade", style: `--share: ${(n + 1) / SHADES}` }),
  );
  const number = svgElement("text", { x: EDGE - 6 }, String(map));
  const beyond = svgElement("path", { class: "beyond", style: `fill: url(#${hatch})` });
  const [cells, edge, here] = ["cells", "edge", "here"].map((name) =>
    svgElement("path", { class: name }),
  );
  const how = { role: "slider", tabindex: 0, "aria-valuemin": 0, "data-level": map };
  const hit = svgElement("path", { class: "hit" });
  return svgElement(
    "g",
    { class: "convlib-line", ...how, ...KEEPS_KEYS },
    hit,
    number,
    ...[cells, ...shades, beyond, edge, here],
  );
}

/** @param {Line} line @param {number} cell */
function middleOf(line, cell) {
  return line.first + cell * line.apart;
}

/** Cells from one to another, which may lie beyond the map, as one box.
 * @param {Line} line @param {number} from @param {number} to past the last
 * @param {number} [wider] pixels */
function boxOf(line, from, to, wider = 0) {
  const [x, y] = [middleOf(line, from) - line.half, line.y - line.high];
  const width = (to - from - 1) * line.apart + 2 * line.half;
  return to > from ? rectangle(x, y, width, 2 * line.high, -wider) : "";
}

/** @param {Line} line */
function allCells(line) {
  if (2 * line.half < NARROW && line.apart <= 2 * line.half) return boxOf(line, 0, line.count);
  return Array.from({ length: line.count }, (_, cell) => boxOf(line, cell, cell + 1)).join("");
}

/** @param {View} view @param {ViewState} now */
export function paintFan(view, { stack, a, at, met }) {
  const { lines } = view;
  [...view.rows.children].forEach((part, map) => {
    const line = lines[map];
    const [, , , ...painted] = part.children;
    const [beyond, edge, here] = painted.slice(SHADES);
    const { spanned } = met[map];
    const inside = [Math.max(spanned[0], 0), Math.min(spanned[1], line.count)];
    paintShades(painted.slice(0, SHADES), line, met[map]);
    const before = boxOf(line, spanned[0], Math.min(spanned[1], 0), 2);
    const after = boxOf(line, Math.max(spanned[0], line.count), spanned[1], 2);
    setAttribute(beyond, "d", before + after);
    setAttribute(edge, "d", boxOf(line, inside[0], inside[1], 2));
    setAttribute(here, "d", map === at.map ? boxOf(line, at.cell, at.cell + 1, 1) : "");
    const now = map === at.map ? at.cell : Math.min(met[map].first, line.count - 1);
    setAttribute(part, "aria-valuenow", Math.max(now, 0));
    setAttribute(part, "aria-valuetext", valueText(met[map], map, at, a));
  });
  setAttribute(view.cone, "d", conePath(lines, met));
  setAttribute(view.svg, "aria-label", `${stack.layers.length} layers and the fan of a cell`);
}

/** @param {Met} met @param {number} map @param {At} at @param {number} a */
function valueText({ first, counts }, map, at, a) {
  if (map === at.map) return cellName(map, at.cell, a);
  const used = counts.filter(Boolean).length;
  return used ? `${used} in the fan, ${first} to ${first + counts.length - 1}` : "none in the fan";
}

/** @param {Element[]} shades @param {Line} line @param {Met} met */
function paintShades(shades, line, { first, counts }) {
  const most = Math.max(...counts, 0);
  const paths = shades.map(() => "");
  counts.forEach((count, n) => {
    if (count)
      paths[Math.ceil((SHADES * count) / most) - 1] += boxOf(line, first + n, first + n + 1);
  });
  shades.forEach((shade, n) => setAttribute(shade, "d", paths[n]));
}

/** The fan itself, from row to row.
 * @param {Line[]} lines @param {Met[]} met */
function conePath(lines, met) {
  const ends = lines.map((line, map) => {
    const [first, end] = met[map].spanned;
    const edges = [middleOf(line, first) - line.half, middleOf(line, end - 1) + line.half];
    return first < end ? edges : null;
  });
  const parts = ends.slice(1).map((top, map) => {
    const bottom = ends[map];
    if (!top || !bottom) return "";
    const [low, high] = [lines[map].y - lines[map].high, lines[map + 1].y + lines[map + 1].high];
    return `M${top[0]} ${high}H${top[1]}L${bottom[1]} ${low}H${bottom[0]}z`;
  });
  return parts.join("");
}

/** The cell that is nearest to a place on the picture.
 * @param {View} view @param {number} x @param {number} y @returns {At|null} */
export function cellNear({ lines }, x, y) {
  const map = lines.findIndex((line) => Math.abs(y - line.y) <= line.high / 0.66);
  if (map < 0 || x < EDGE - 8) return null;
  const { first, apart, count } = lines[map];
  const cell = Math.round((x - first) / apart);
  return { map, cell: Math.min(Math.max(cell, 0), count - 1) };
}

// The field on the image, and the sentences

/** @param {View} view @param {ViewState} now */
export function paintSheet(view, { stack, sheet }) {
  const [[top, bottom], [left, right]] = stack.reach;
  const unit = Math.min(SHEET / Math.max(bottom - top, right - left), LARGEST / 2);
  const [width, height] = [(right - left) * unit, (bottom - top) * unit];
  const box = (/** @type {Pair} */ [row, col], /** @type {Pair} */ [rows, cols]) =>
    rectangle((col - left) * unit, (row - top) * unit, cols * unit, rows * unit);
  setAttribute(view.frames, "viewBox", `-2 -2 ${width + 4} ${height + 4}`);
  setAttribute(view.frames, "width", width + 4);
  setAttribute(view.frames, "height", height + 4);
  const [first, size] = sheet.spanned;
  const field = size[1] ? box(first, size) : "";
  setAttribute(view.image, "d", box([0, 0], stack.size));
  setAttribute(view.field, "d", field);
  setAttribute(view.beyond, "d", field + insideOf(first, size, stack.size, box));
  paintTones(view, sheet, ([row, col]) => [(col - left) * unit + 2, (row - top) * unit + 2], unit);
  setText(view.caption, sheetSentence(sheet));
}

/** What of a field lies on the image: cut out of it, what is left is hatched.
 * @param {Pair} first @param {Pair} size @param {Pair} image
 * @param {(first: Pair, size: Pair) => string} box */
function insideOf(first, size, image, box) {
  const from = first.map((cell) => Math.max(cell, 0));
  const to = first.map((cell, a) => Math.min(cell + size[a], image[a]));
  const [rows, cols] = to.map((end, a) => end - from[a]);
  return rows > 0 && cols > 0 ? box([from[0], from[1]], [rows, cols]) : "";
}

/** One pixel for each cell, stretched over its place.
 * @param {View} view @param {import("./words.js").Sheet} sheet
 * @param {(corner: Pair) => Pair} placeOfCell @param {number} unit */
function paintTones({ canvas }, { seen: { first, counts } }, placeOfCell, unit) {
  const [height, width] = [counts.length, counts[0]?.length ?? 0];
  Object.assign(canvas, { width, height });
  if (!width) return;
  const [x, y] = placeOfCell(first);
  const place = { left: x, top: y, width: width * unit, height: height * unit };
  for (const [name, pixels] of Object.entries(place)) {
    canvas.style.setProperty(name, `${pixels}px`);
  }
  const most = counts.reduce((all, line) => Math.max(all, ...line), 0);
  const pixels = new ImageData(width, height);
  const tones = counts.flatMap((line) => line.map((count) => toneOf(count / most)));
  new Uint32Array(pixels.data.buffer).set(tones);
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
}

/** @param {number} share of the most paths @returns {number} a pixel of the fan's blue */
function toneOf(share) {
  const opacity = share ? 0.2 + 0.8 * share : 0;
  return ((Math.round(255 * opacity) << 24) | 0xe9b456) >>> 0;
}

/** @param {View} view @param {ViewState} now */
export function paintWords(view, { stack, a, at, met, note, playing }) {
  const told = { ...at, a, met, size: stack.size[a] };
  setText(view.says, fanSentence(told));
  setAttribute(view.says, "aria-live", playing ? "off" : "polite");
  setText(view.note, note);
  const spread = spreadSentence(stack.spread[a], stack.fields, a);
  const miss = missSentence(stack.fields, a);
  const stars = "* depends on the image’s size; all other numbers hold on any image.";
  setText(view.key, `${miss}${spread} ${stars}`);
}
