// Room: how large a cell is drawn, and what is kept free so that nothing moves while settings change.
import { axes } from "./scene.js";
import { LONGEST_SUM, format } from "./words.js";
import { reserve } from "../shared/cells.js";

const SMALLEST = 20; // pixels a cell needs for its number
const LONGEST_SENTENCE = 120; // letters, of those about weights and image cells
const LONGEST_REASON = 210; // letters, of what is wrong and why
const CAPTION = 15.5; // em of the kernel's caption in one line: as in explorer.css
const NARROW = 9; // em of it in two lines
const LARGE = 20; // rows of two maps that a window's height can show with numbers

/** @typedef {import("./scene.js").State} State */

/** Keep room for everything that the sliders can bring. @param {State} state */
export function reserveRoom(view, state, maxPadding, answer) {
  const [rows, cols] = axes(state);
  const room = Math.max(maxPadding, ...state.padding.flat());
  const largest = (axis, a) => {
    const learner = answer?.map ? (a ? answer.map[0].length : answer.map.length) : 0;
    return Math.max(axis.input + 2 * room - axis.kernel + 1, axis.output, learner);
  };
  const sizes = {
    image: [rows.input + 2 * room, cols.input + 2 * room],
    kernel: [rows.kernel, cols.kernel],
    "feature-map": [largest(rows, 0), largest(cols, 1)],
  };
  for (const [name, [r, c]] of Object.entries(sizes)) {
    reserve(view.maps[name], r, c, name === "image" ? room : 0);
  }
  return sizes;
}

/** Choose maps side by side or stacked, and the cell size: nothing scrolls sideways, numbers are
 * readable where they can be, and the picture fits the window's height where it can.
 * @param {HTMLElement} root @param {Record<string, number[]>} sizes */
export function fit(root, sizes, presenter) {
  // A number is half a cell high: 38 pixels give it 14 pt, which the back row can read.
  const [largest, readable] = presenter ? [72, 38] : [40, SMALLEST];
  const [beside, below, stacked] = cellSizes(root, sizes, largest, readable);
  const cell = [beside, below, stacked].find((s) => s >= readable) ?? Math.max(beside, below, stacked);
  root.style.setProperty("--cell", `${Math.max(4, Math.floor(cell * 4) / 4)}px`);
  root.classList.toggle("convlib-stacked", cell !== beside);
  root.classList.toggle("convlib-small", cell < SMALLEST);
}

/** @returns {[number, number, number]} pixels a cell gets with the image beside the other maps, with
 * those two below it, with all below each other */
function cellSizes(root, sizes, largest, readable) {
  const width = root.clientWidth - 2;
  const [image, kernel, feature] = ["image", "kernel", "feature-map"].map(
    (name) => ({ rows: sizes[name][0] + 1, cols: sizes[name][1] + 0.3 }));
  const size = (rows, cols, gap) => {
    const least = rows > 2 * LARGE ? 16 : readable; // a large image is seen whole, without its numbers
    return Math.min((width - gap) / cols, Math.max((0.75 * innerHeight) / rows, least), largest);
  };
  const em = parseFloat(getComputedStyle(root).fontSize);
  const words = CAPTION * em;
  return [
    Math.min(
      size(Math.max(image.rows, kernel.rows + feature.rows), image.cols + Math.max(kernel.cols, feature.cols), 26),
      width < 2 * words + 26 ? 0 : (width - 26 - words) / image.cols),
    Math.min(
      size(image.rows + Math.max(kernel.rows, feature.rows), Math.max(image.cols, kernel.cols + feature.cols), 22),
      (width - 22 - NARROW * em) / feature.cols),
    size(image.rows + kernel.rows + feature.rows, Math.max(image.cols, kernel.cols, feature.cols), 0),
  ];
}

/** Keep as many lines for the sum, and for what is wrong and why, as they can come to need, so that
 * nothing below them jumps.
 * @param {HTMLElement} root @param {State} state */
export function reserveLines(root, state, answer) {
  const longest = (table) => Math.max(...table.flat().map((v) => format(v).length + 2 * (v < 0)));
  const terms = Math.min(state.kernel.flat().length, LONGEST_SUM);
  const sum = 30 + terms * (longest(state.image) + longest(state.kernel) + 4);
  const letters = Math.max(sum, LONGEST_SENTENCE) + (answer ? 32 : 0);
  const [em, width] = [parseFloat(getComputedStyle(root).fontSize), root.clientWidth];
  const keep = (name, count) => // a letter here has a mean width of 0.54 em
    root.style.setProperty(name, String(Math.ceil((count * 0.54 * em) / width)));
  keep("--says-lines", letters);
  keep("--note-lines", answer ? LONGEST_REASON : 0);
  keep("--verdict-lines", LONGEST_REASON);
}
