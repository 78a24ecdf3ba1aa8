// The picture: the image with the window that is read, the result with its wrong cells, memory.
import { faultAt, outputsOf, seenBy, sideOf, wrongIn } from "./scene.js";
import {
  cellSentence,
  countSentence,
  countText,
  longestSentences,
  priceSentence,
  tileSentence,
} from "./words.js";
import { UNIT } from "../shared/cell.js";
import { createMap, reserve, setCaption } from "../shared/cells.js";
import { KEEPS_KEYS } from "../shared/controls.js";
import { element, setAttribute, setText, svgElement } from "../shared/dom.js";
import { paintFrames } from "../shared/marks.js";

/**
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./scene.js").Stack} Stack
 * @typedef {import("./scene.js").Setting} Setting
 * @typedef {import("./scene.js").Scene} Scene
 * @typedef {import("../shared/cells.js").CellMap} CellMap
 * @typedef {{stack: Stack, setting: Setting, scene: Scene}} Worked
 * @typedef {Worked & {position: Pair, pointed: Pair|null, note: string, playing: boolean}} Shown
 *   pointed: a cell of the result
 */

// Red in the lowest byte, opacity in the highest: as a canvas holds its pixels.
const WRONG = 0xa0_2a_4e_dc;
const RIGHT = 0x40_e9_b4_56;
const SMALLEST = 2 * UNIT; // letters that can be read
const LARGEST = 6 * UNIT;
const HILLS = [11, 7, 17]; // of the image: cells from one to the next

export function createView() {
  const image = createMap("image", ["halo", "ground", "window", "now", "seen"]);
  const result = createMap("result", ["ground", "now", "seen"]);
  setAttribute(image.svg, "role", "img");
  image.body.removeAttribute("role");
  const says = sentence({ class: "convlib-says", "aria-live": "polite" });
  const note = element("p", { class: "convlib-note", "aria-live": "polite" });
  const count = sentence({ class: "convlib-count", "aria-live": "polite" });
  const price = sentence({ class: "convlib-price" });
  const bar = element("div", { class: "convlib-bar", "aria-hidden": "true" }, element("div"));
  const node = element("div", { class: "convlib-maps" }, image.figure, result.figure);
  const maps = { image, result };
  return { node, maps, moved: "result", says, note, count, price, bar };
}

/** A paragraph that keeps the room of the longest that it can come to say.
 * @param {Record<string, string>} attributes */
function sentence(attributes) {
  const node = element("p", attributes, element("span"));
  node.classList.add("convlib-roomy");
  return node;
}

/** @typedef {ReturnType<typeof createView>} View */

/** Paint what follows a setting alone.
 * @param {View} view @param {Worked} worked */
export function paintSetting({ maps, count, price, says, bar }, worked) {
  const { stack, setting, scene } = worked;
  const { size } = setting;
  for (const map of Object.values(maps)) reserve(map, [size, size]);
  setCaption(maps.image, "Image: what is read");
  setCaption(maps.result, "Result: wrong cells red");
  paintPixels(maps.image, size, size, hill);
  const outputs = scene.faults.length;
  paintPixels(maps.result, size, outputs, (row, col) => (faultAt(scene, row, col) ? WRONG : RIGHT));
  paintTiles(maps.result, worked);
  const longest = longestSentences(stack, size);
  setAttribute(count, "data-longest", longest.count);
  setAttribute(price, "data-longest", longest.price);
  setAttribute(says, "data-longest", longest.says);
  setText(count.children[0], countSentence(scene));
  count.dataset.kind = scene.wrong ? "wrong" : "right";
  setText(price.children[0], priceSentence(stack, setting, scene));
  bar.style.setProperty("--share", String((sideOf(stack, setting) / size) ** 2));
}

/** @param {number} row @param {number} col @returns {number} a pixel of an image to look at */
function hill(row, col) {
  const [a, b, c] = HILLS;
  const height = Math.sin(row / a) + Math.sin(col / b) + Math.sin((row + 2 * col) / c);
  return ((Math.round(20 + 22 * (height + 3)) << 24) | 0x80_80_80) >>> 0;
}

/** Colour a square of cells, which covers the whole map.
 * @param {CellMap} map @param {number} size of the map @param {number} count cells along an axis
 * @param {(row: number, col: number) => number} pixelAt */
function paintPixels({ canvas }, size, count, pixelAt) {
  Object.assign(canvas, { width: count, height: count });
  const places = { "--row": 0, "--col": 0, "--rows": size, "--cols": size };
  for (const [name, value] of Object.entries(places)) canvas.style.setProperty(name, String(value));
  const pixels = new ImageData(count, count);
  const colours = new Uint32Array(pixels.data.buffer);
  colours.forEach((_, n) => (colours[n] = pixelAt(Math.floor(n / count), n % count)));
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
}

/** Put one cell on the map for each tile, with the number of its wrong cells.
 * @param {CellMap} map @param {Worked} worked */
function paintTiles(map, { stack, scene }) {
  const shape = JSON.stringify(scene.cuts.map((cut) => cut.own));
  if (shape !== map.shape) layTiles(map, scene);
  map.shape = shape;
  for (const { row, col, group, value } of map.cells.values()) {
    const [wrong, cells] = wrongIn(stack, scene, [row, col]);
    const text = wrong ? countText(wrong) : "✓";
    const [height, width] = [row, col].map((n) => lengthOf(scene.cuts[n].own) * UNIT);
    const fontSize = Math.min(0.4 * height, (0.9 * width) / (0.6 * Math.max(text.length, 2)));
    setText(value.node, cells && fontSize > SMALLEST ? text : "");
    setAttribute(value.node, "font-size", Math.min(fontSize, LARGEST));
    setAttribute(group, "aria-label", `tile (${row}, ${col}): ${wrong} of ${cells} cells wrong`);
    setAttribute(group, "data-wrong", wrong);
  }
}

/** @param {Pair} range */
const lengthOf = ([first, end]) => end - first;

/** @param {CellMap} map @param {Scene} scene */
function layTiles(map, { cuts }) {
  map.cells = new Map();
  map.tabStop = null;
  const lines = cuts.map((rows, row) => {
    const line = svgElement("g", { role: "row" });
    cuts.forEach((cols, col) => line.append(layTile(map, [row, col], rows.own, cols.own)));
    return line;
  });
  map.body.replaceChildren(...lines);
}

/** @param {CellMap} map @param {Pair} place @param {Pair} rows @param {Pair} cols */
function layTile(map, [row, col], rows, cols) {
  const [x, y] = [cols[0] * UNIT, rows[0] * UNIT];
  const [width, height] = [lengthOf(cols) * UNIT, lengthOf(rows) * UNIT];
  const text = document.createTextNode("");
  const label = svgElement("text", { x: x + width / 2, y: y + height / 2 }, text);
  const group = svgElement(
    "g",
    {
      class: "cell",
      role: "gridcell",
      tabindex: -1,
      "data-map": map.name,
      "data-row": row,
      "data-col": col,
      ...KEEPS_KEYS,
    },
    svgElement("rect", { x, y, width, height }),
    label,
  );
  const value = { node: label, text, largest: 0, fontSize: 0 };
  const seen = { value: NaN, flags: 0, tint: 0, product: "" };
  map.cells.set(`${row},${col}`, {
    row,
    col,
    key: `${row},${col}`,
    group,
    value,
    product: value,
    seen,
  });
  return group;
}

/** Paint where the reader is.
 * @param {View} view @param {Shown} shown */
export function paintPlace({ maps, says, note }, shown) {
  const { stack, scene, position, pointed } = shown;
  const tile = pointed ? tileOf(stack, scene, pointed) : position;
  const [rows, cols] = tile.map((n) => scene.cuts[n]);
  const own = box(rows.own, cols.own);
  const read = box(rows.read, cols.read);
  for (const mark of ["halo", "ground", "window"]) paintFrames(maps.image, mark, [read]);
  paintFrames(maps.image, "now", [own]);
  for (const mark of ["ground", "now"]) paintFrames(maps.result, mark, [own]);
  const cells = pointed?.map((output) => [output * stack.jump, (output + 1) * stack.jump]);
  const sees = pointed?.map((output) => within(seenBy(stack, output), shown.setting.size));
  paintFrames(maps.result, "seen", cells ? [box(.../** @type {[Pair, Pair]} */ (cells))] : []);
  paintFrames(maps.image, "seen", sees ? [box(.../** @type {[Pair, Pair]} */ (sees))] : []);
  setAttribute(says, "aria-live", shown.playing ? "off" : "polite");
  setText(
    says.children[0],
    pointed ? cellSentence(stack, scene, pointed) : tileSentence(stack, scene, position),
  );
  setText(note, shown.note);
}

/** @param {Pair} range @param {number} size @returns {Pair} the part of it that is on the image */
function within([first, end], size) {
  return [Math.max(first, 0), Math.min(end, size)];
}

/** @param {Pair} rows @param {Pair} cols @returns {[Pair, Pair]} */
function box(rows, cols) {
  return [
    [rows[0], cols[0]],
    [lengthOf(rows), lengthOf(cols)],
  ];
}

/** Which cell of the result lies below the mouse.
 * @param {CellMap} map @param {Worked} worked @param {PointerEvent} event
 * @returns {Pair|null} */
export function cellBelow({ canvas }, { scene }, { clientX, clientY }) {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const count = scene.faults.length;
  const [row, col] = [(clientY - top) / height, (clientX - left) / width];
  if (Math.min(row, col) < 0 || Math.max(row, col) >= 1) return null;
  return [Math.floor(row * count), Math.floor(col * count)];
}

/** @param {Stack} stack @param {Scene} scene @param {Pair} cell
 * @returns {Pair} the tile in which a cell of the result stands */
function tileOf(stack, { cuts }, cell) {
  const [row, col] = cell.map((output) =>
    cuts.findIndex((cut) => output < outputsOf(stack, cut)[1]),
  );
  return [row, col];
}
