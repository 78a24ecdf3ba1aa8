// What the reader sees: the page is built once, then painted from the state, differences only.
import { axes, extent, feeds, taps, valueAt, windowTaps } from "./scene.js";
import {
  format, imageSentence, legendFor, missedSentence, sumSentence, weightSentence,
} from "./words.js";
import {
  FLAG, UNIT, box, brief, createMap, element, paintMap, pathOver, setAttribute, setText,
} from "../shared/cells.js";

// Okabe-Ito, and as in draw.py: values from orange to blue, weights from purple to green.
const SKY = [86, 180, 233];
const ORANGE = [230, 159, 0];
const GREEN = [0, 158, 115];
const PURPLE = [204, 121, 167];

/** @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Knobs} Knobs
 * @typedef {{map: string, row: number, col: number}} Place
 * @typedef {{state: State, knobs: Knobs, at: [number, number], truth: number[][], shown: any[][],
 *   pointed: Place|null, hides: (row: number, col: number) => boolean, answer: any,
 *   late: boolean, note: string, playing: boolean}} Scene */

/** @returns {{stage: HTMLElement, maps: Record<string, import("../shared/cells.js").CellMap>,
 *   legend: HTMLElement, missed: HTMLElement, says: HTMLElement, note: HTMLElement}} */
export function createStage() {
  const image = createMap("image", ["leftover-area", "skipped", "touch", "span", "point"]);
  const kernel = createMap("kernel", ["point"]);
  const feature = createMap("feature-map", ["touch", "differ", "now", "point"]);
  const [legend, missed] = ["legend", "missed"].map((name) => element("p", { class: `convlib-${name}` }));
  image.figure.append(legend, missed);
  const side = element("div", { class: "convlib-side" }, kernel.figure, feature.figure);
  const stage = element("div", { class: "convlib-stage" }, image.figure, side);
  const says = element("p", { class: "convlib-says", "aria-live": "polite" });
  const note = element("p", { class: "convlib-note", role: "status" });
  return { stage, maps: { image, kernel, "feature-map": feature }, legend, missed, says, note };
}

/** @param {Knobs} knobs */
export function paintLegend({ legend, missed }, knobs) {
  const { legend: text, misses } = legendFor(knobs);
  setText(legend, text);
  missed.hidden = !misses;
}

/** @param {Scene} scene */
export function paintStage(view, scene) {
  const [rows, cols] = axes(scene.state);
  paintImage(view, scene, rows, cols);
  paintKernel(view, scene);
  paintFeatureMap(view, scene, rows, cols);
  paintCaptions(view, scene, rows, cols);
  setText(view.says, sentence(scene));
  setAttribute(view.says, "aria-live", scene.playing ? "off" : "polite");
  const [note, kind] = scene.note ? [scene.note, "wrong"] : learnerNote(scene, rows, cols);
  setText(view.note, note);
  setAttribute(view.note, "data-kind", kind);
}

function paintImage(view, scene, rows, cols) {
  const { state, pointed } = scene;
  const map = view.maps.image;
  const met = new Map(windowTaps(state, scene.at).map((t) => [`${t.row},${t.col}`, t]));
  const touched = cellsMetByWeight(state, pointed, rows, cols);
  const strongest = largest(state.kernel);
  const brightest = largest(state.image);
  const look = (row, col, key) => {
    const value = valueAt(state, row, col);
    const tap = met.get(key);
    const outside = row < 0 || col < 0 || row >= rows.input || col >= cols.input;
    const flags =
      (outside && FLAG.padding) | (tap && FLAG["in-window"]) |
      (touched.has(key) && FLAG.touched) | (isAt(pointed, "image", row, col) && FLAG.pointed);
    const tint = tap
      ? weightTint(tap.weight, strongest)
      : valueTint(value, outside ? 2 * brightest : brightest); // paler: its number is in a quiet grey
    return { value, flags, tint, product: tap ? `=${brief(tap.value * tap.weight)}` : "" };
  };
  paintMap(map, extent(rows, "image"), extent(cols, "image"), look);
  paintImageMarks(map, scene, rows, cols, touched);
}

function paintImageMarks(map, { state, at, pointed }, rows, cols, touched) {
  const [top, left] = [taps(rows, at[0])[0], taps(cols, at[1])[0]];
  setAttribute(map.marks.span, "d", box(left * UNIT, top * UNIT, cols.span * UNIT, rows.span * UNIT));
  const [[upper, bottom], [leftmost, right]] = [rows, cols].map((axis) => extent(axis, "image"));
  const leftover = [];
  for (let row = upper; row < bottom; row++) {
    for (let col = leftmost; col < right; col++) {
      if (row >= bottom - rows.leftover || col >= right - cols.leftover) leftover.push([row, col]);
    }
  }
  const hatch = (x, y) => // in two corners: across the middle it would strike the number out
    `M${x + 2} ${y + 8}l6 -6m6 0l-12 12M${x + 26} ${y + 38}l12 -12m0 6l-6 6`;
  setAttribute(map.marks["leftover-area"], "d", pathOver(leftover, hatch));
  const [byRow, byCol] = [feeds(rows), feeds(cols)];
  const skipped = [];
  byRow.forEach((r, row) =>
    byCol.forEach((c, col) => r.length * c.length === 0 && skipped.push([row, col])));
  const corner = (x, y) => `M${x + UNIT - 1} ${y + UNIT - 13}v12h-12z`;
  setAttribute(map.marks.skipped, "d", pathOver(skipped, corner));
  const places = [...touched].map((key) => key.split(",").map(Number));
  setAttribute(map.marks.touch, "d", pathOver(places, corners));
  paintPoint(map, pointed);
}

function paintKernel(view, { state, at, pointed }) {
  const map = view.maps.kernel;
  const strongest = largest(state.kernel);
  const used = pointed?.map === "image" ? weightsMeeting(state, at, pointed) : new Set();
  paintMap(map, [0, state.kernel.length], [0, state.kernel[0].length], (row, col, key) => {
    const value = state.kernel[row][col];
    const flags =
      (isAt(pointed, "kernel", row, col) && FLAG.pointed) | (used.has(key) && FLAG.touched);
    return { value, flags, tint: weightTint(value, strongest), product: "" };
  });
  paintPoint(map, pointed);
}

function paintFeatureMap(view, scene, rows, cols) {
  const { state, at, shown, pointed, hides } = scene;
  const map = view.maps["feature-map"];
  const strongest = largest(shown.map((line) => line.filter((v) => typeof v === "number")));
  const [byRow, byCol] = pointed?.map === "image" ? [feeds(rows), feeds(cols)] : [];
  const fed = (row, col) =>
    pointed?.map === "kernel" ||
    (pointed?.map === "image" && byRow[pointed.row]?.includes(row) && byCol[pointed.col]?.includes(col));
  const lists = { touch: [], differ: [] };
  paintMap(map, [0, shown.length], [0, shown[0]?.length ?? 0], (row, col) => {
    const value = shown[row][col];
    const current = row === state.position[0] && col === state.position[1];
    const [touched, differs] = [fed(row, col), isDifferent(scene, row, col)];
    if (touched) lists.touch.push([row, col]);
    if (differs) lists.differ.push([row, col]);
    const flags =
      (current && FLAG.current) | (touched && FLAG.touched) | (differs && FLAG.differs) |
      (hides(row, col) && FLAG.hidden) | (isAt(pointed, "feature-map", row, col) && FLAG.pointed);
    const tint = flags & FLAG.hidden || typeof value !== "number"
      ? 0
      : valueTint(value, strongest);
    return { value, flags, tint, product: "" };
  });
  setAttribute(map.marks.touch, "d", pathOver(lists.touch, corners));
  const cross = (x, y) => `M${x + 5} ${y + 5}l8 8m0 -8l-8 8`;
  setAttribute(map.marks.differ, "d", pathOver(lists.differ, cross));
  const double = (x, y) => box(x, y, UNIT, UNIT, -1) + ring(x, y);
  setAttribute(map.marks.now, "d", pathOver([at], double));
  paintPoint(map, pointed);
}

function paintPoint(map, pointed) {
  const place = pointed?.map === map.name ? [[pointed.row, pointed.col]] : [];
  setAttribute(map.marks.point, "d", pathOver(place, (x, y) => box(x, y, UNIT, UNIT, 1)));
}

function paintCaptions(view, { state, knobs, answer }, rows, cols) {
  const { image, kernel, "feature-map": feature } = view.maps;
  const padded = rows.padded > rows.input || cols.padded > cols.input;
  const by = (name) => `${rows[name]} × ${cols[name]}`;
  const spans = rows.dilation > 1 || cols.dilation > 1;
  caption(image, `Image ${by("input")}${padded ? `, padded ${by("padded")}` : ""}`);
  const flipped = state.flip_kernel ? ", applied flipped" : "";
  caption(kernel, `Kernel ${by("kernel")}${spans ? `, span ${by("span")}` : ""}${flipped}`);
  const mine = answer?.map ? `Your feature map ${answer.map.length} × ${answer.map[0].length}` : "Your feature map: none";
  caption(feature, answer ? mine : `Feature map ${by("output")}`);
  setText(view.missed, missedSentence(state, knobs));
}

function caption(map, text) {
  setText(map.caption, text);
  setAttribute(map.svg, "aria-label", text);
}

/** @param {Scene} scene */
function sentence({ state, knobs, at, truth, shown, pointed, hides, answer, late }) {
  if (pointed?.map === "image") return imageSentence(state, pointed.row, pointed.col);
  if (pointed?.map === "kernel") return weightSentence(state, pointed.row, pointed.col, knobs);
  const hidden = hides(at[0], at[1]);
  const spoken = sumSentence(state, at, truth[at[0]][at[1]], hidden);
  const own = hidden || late ? undefined : shown[at[0]]?.[at[1]];
  return answer?.map && own !== undefined ? `${spoken}; your function gives ${format(own)}` : spoken;
}

/** @returns {[string, "right"|"wrong"]} */
function learnerNote({ answer, truth, shown }, rows, cols) {
  if (!answer) return ["", "right"];
  if (answer.error) return [answer.error, "wrong"];
  const why = answer.reason ? ` ${answer.reason}` : "";
  if (shown.length !== rows.output || shown[0].length !== cols.output) {
    const got = `Your function returned ${shown.length} × ${shown[0].length} cells; `;
    return [`${got}this setting gives ${rows.output} × ${cols.output}.${why}`, "wrong"];
  }
  const wrong = truth.flatMap((line, r) => line.filter((v, c) => !isClose(v, shown[r][c]))).length;
  if (!wrong) return ["Your function agrees in every cell.", "right"];
  const all = rows.output * cols.output;
  return [`Your function differs in ${wrong} of ${all} cells, each marked ×.${why}`, "wrong"];
}

function isDifferent({ answer, late, truth, shown }, row, col) {
  return Boolean(answer?.map) && !late && !isClose(truth[row]?.[col], shown[row][col]);
}

/** @returns {boolean} whether two results agree but for the last bits of floating point */
export function isClose(truth, value) {
  return typeof value === "number" && typeof truth === "number" &&
    Math.abs(truth - value) <= 1e-9 * Math.max(1, Math.abs(truth));
}

function cellsMetByWeight(state, pointed, rows, cols) {
  if (pointed?.map !== "kernel") return new Set();
  const flipped = (axis, tap) => (state.flip_kernel ? axis.kernel - 1 - tap : tap);
  const lines = (axis, tap) =>
    Array.from({ length: axis.output }, (_, p) => taps(axis, p)[flipped(axis, tap)]);
  const across = lines(cols, pointed.col);
  return new Set(lines(rows, pointed.row).flatMap((row) => across.map((col) => `${row},${col}`)));
}

function weightsMeeting(state, at, pointed) {
  const met = windowTaps(state, at).filter((t) => t.row === pointed.row && t.col === pointed.col);
  return new Set(met.map((t) => `${t.kernelRow},${t.kernelCol}`));
}

const corners = (x, y) => // at the very edge: numbers and products keep the middle
  `M${x + 2.5} ${y + 13}v-10.5h10.5m14 0h10.5v10.5m0 14v10.5h-10.5m-14 0h-10.5v-10.5`;
const ring = (x, y) => box(x, y, UNIT, UNIT, 4);
const isAt = (place, map, row, col) => place?.map === map && place.row === row && place.col === col;
const largest = (table) => Math.max(...table.flat().map(Math.abs), 1e-12);
/** @returns {number} a colour as canvas pixels hold it: red in the lowest byte, opacity in the highest */
const shade = ([r, g, b], strength) => ((Math.round(255 * strength) << 24) | (b << 16) | (g << 8) | r) >>> 0;
const valueTint = (value, strongest) =>
  shade(value < 0 ? ORANGE : SKY, (0.55 * Math.abs(value)) / strongest);
const weightTint = (weight, strongest) =>
  shade(weight < 0 ? PURPLE : GREEN, (0.15 + 0.45 * Math.abs(weight) / strongest) * (weight !== 0));

