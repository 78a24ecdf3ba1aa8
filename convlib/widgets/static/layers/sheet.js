// The field on the image, rows and columns.
import { sheetSentence } from "./words.js";
import { setAttribute, setText } from "../shared/dom.js";
import { rectangle } from "../shared/marks.js";

/** @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./view.js").View} View
 * @typedef {import("./view.js").ViewState} ViewState */

const LARGEST_DOT = 16; // pixels of an image cell

/** @param {View} view @param {ViewState} now */
export function paintSheet(view, { stack, sheet }) {
  if (!view.seen.clientWidth) return; // not on the page yet
  const side = view.seen.clientWidth - 4;
  const painted = `${side} ${JSON.stringify([stack.size, stack.reach, sheet.key])}`;
  if (painted === view.painted) return;
  view.painted = painted;
  const [[top, bottom], [left, right]] = stack.reach;
  const unit = Math.min(side / Math.max(bottom - top, right - left), LARGEST_DOT);
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
  setText(view.caption, sheetSentence(sheet, stack.size));
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
