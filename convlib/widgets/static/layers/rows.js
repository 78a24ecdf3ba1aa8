// The rows of cells at their true places, and the fan that a cell opens through them.
import { isOutgrown } from "./table.js";
import { cellName, layerText } from "./words.js";
import { setAttribute, svgElement } from "../shared/dom.js";
import { KEEPS_KEYS } from "../shared/controls.js";
import { rectangle } from "../shared/marks.js";

/** @typedef {import("./stack.js").Stack} Stack
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").Line} Line
 * @typedef {import("./view.js").At} At
 * @typedef {import("./words.js").Met} Met */

const SHADES = 6;
const EDGE = 20; // pixels beside the rows, for their numbers
const WIDEST = 12; // pixels of a cell whose neighbours are far away
const LARGEST = 40; // pixels of an image cell
const NARROW = 3; // pixels: lines between cells that are narrower would paint all of them grey

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

/** @param {View} view
 * @param {{stack: Stack, a: number, at: At, met: Met[]}} now */
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
