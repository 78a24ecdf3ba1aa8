// Room: how large a cell is drawn, and what is kept free so that nothing moves when settings
// change.
import { axes } from "./scene.js";
import { LONGEST_SUM } from "./words.js";
import { reserve } from "../shared/cells.js";
import { numberText } from "../shared/numbers.js";

const SMALLEST = 20; // pixels a cell needs for its number
const LETTER = 0.54; // em, mean width of a letter in a sentence
const LONGEST_SENTENCE = 120; // letters, of those about weights and image cells
const LONGEST_REASON = 210; // letters, of what is wrong and why
const LONGEST_OWN = 32; // letters, of what the learner's function gives
const LARGE = 20; // rows of two maps that a window's height can show with numbers

/** @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./answer.js").Answer} Answer
 * @typedef {Record<"image"|"kernel"|"feature-map", Pair>} Room rows and columns for each map */

/** Keep room for everything that the sliders can bring.
 * @param {import("./view.js").Maps} maps @param {State} state @param {number} maxPadding
 * @param {Answer|null} answer @returns {Room} */
export function reserveRoom(maps, state, maxPadding, answer) {
  const [rows, cols] = axes(state);
  const around = Math.max(maxPadding, ...state.padding.flat());
  const results = [rows, cols].map((axis) =>
    Math.max(axis.input + 2 * around - axis.kernel + 1, axis.output),
  );
  const own = answer?.map ?? [];
  /** @type {Room} */
  const room = {
    image: [rows.input + 2 * around, cols.input + 2 * around],
    kernel: [rows.kernel, cols.kernel],
    "feature-map": [Math.max(results[0], own.length), Math.max(results[1], own[0]?.length ?? 0)],
  };
  reserve(maps.image, room.image, around);
  reserve(maps.kernel, room.kernel, 0);
  reserve(maps["feature-map"], room["feature-map"], 0);
  return room;
}

/** Choose maps side by side or stacked, and the cell size: nothing scrolls sideways, numbers are
 * readable where they can be, and the maps fit the window's height where they can.
 * @param {HTMLElement} root @param {Room} room @param {boolean} presenter */
export function fit(root, room, presenter) {
  // A number is half a cell high: 38 pixels give it 14 pt, which the back row can read.
  const [largest, readable] = presenter ? [72, 38] : [40, SMALLEST];
  const cells = cellSizes(root, room, largest, readable);
  const cell = cells.find((size) => size >= readable) ?? Math.max(...cells);
  root.style.setProperty("--cell", `${Math.max(4, Math.floor(cell * 4) / 4)}px`);
  root.classList.toggle("convlib-stacked", cell !== cells[0]);
  root.classList.toggle("convlib-small", cell < SMALLEST);
}

/** @param {HTMLElement} root @param {Room} room @param {number} largest @param {number} readable
 * @returns {number[]} pixels a cell gets with the image beside the other maps, with those two below
 * it, with all below each other */
function cellSizes(root, room, largest, readable) {
  const { width, gap, gapBelow, caption, narrow } = measure(root);
  const [image, kernel, feature] = [room.image, room.kernel, room["feature-map"]].map(
    ([rows, cols]) => ({ rows: rows + 1, cols: cols + 0.3 }),
  );
  /** @param {number} rows @param {number} cols @param {number} between pixels */
  const cellFor = (rows, cols, between) => {
    const least = rows > 2 * LARGE ? 16 : readable; // a large image is seen whole, without numbers
    const high = Math.max((0.75 * innerHeight) / rows, least);
    return Math.min((width - between) / cols, high, largest);
  };
  // The kernel and the feature map beside each other, below the image.
  const below = {
    rows: Math.max(kernel.rows, feature.rows),
    cols: kernel.cols + feature.cols,
  };
  const widest = Math.max(kernel.cols, feature.cols);
  const tallest = Math.max(image.rows, kernel.rows + feature.rows);
  const besideCaption = width < 2 * caption + gap ? 0 : (width - gap - caption) / image.cols;
  return [
    Math.min(cellFor(tallest, image.cols + widest, gap), besideCaption),
    Math.min(
      cellFor(image.rows + below.rows, Math.max(image.cols, below.cols), gapBelow),
      (width - gapBelow - narrow) / feature.cols,
    ),
    cellFor(image.rows + kernel.rows + feature.rows, Math.max(image.cols, widest), 0),
  ];
}

/** What the style sheet keeps free, in pixels, and two for rounding.
 * @param {HTMLElement} root */
function measure(root) {
  const style = getComputedStyle(root);
  const read = (/** @type {string} */ name) => parseFloat(style.getPropertyValue(name));
  const em = parseFloat(style.fontSize);
  return {
    width: root.clientWidth - 2,
    gap: read("--gap") + 2,
    gapBelow: read("--gap-below") + 2,
    caption: read("--caption") * em,
    narrow: read("--narrow-caption") * em,
  };
}

/** Keep as many lines for the sum, and for what is wrong and why, as they can come to need, so that
 * nothing below them jumps.
 * @param {HTMLElement} root @param {State} state @param {Answer|null} answer */
export function reserveLines(root, state, answer) {
  const terms = Math.min(state.kernel.flat().length, LONGEST_SUM);
  const sum = 30 + terms * (longestNumber(state.image) + longestNumber(state.kernel) + 4);
  const letters = Math.max(sum, LONGEST_SENTENCE) + (answer ? LONGEST_OWN : 0);
  const [em, width] = [parseFloat(getComputedStyle(root).fontSize), root.clientWidth];
  const keep = (/** @type {string} */ name, /** @type {number} */ count) =>
    root.style.setProperty(name, String(Math.ceil((count * LETTER * em) / width)));
  keep("--says-lines", letters);
  keep("--note-lines", answer ? LONGEST_REASON : 0);
  keep("--verdict-lines", LONGEST_REASON);
}

/** @param {number[][]} table @returns {number} letters, brackets around negative ones included */
function longestNumber(table) {
  const letters = (/** @type {number} */ value) => numberText(value).length + (value < 0 ? 2 : 0);
  return Math.max(...table.flat().map(letters));
}
