// Room: how the maps stand beside each other, how large a cell is drawn, and what is kept free so
// that nothing moves when settings change.
import { axes } from "./scene.js";
import { LONGEST_SUM } from "./words.js";
import { reserve } from "../shared/cells.js";
import { numberText } from "../shared/numbers.js";
import { largestCell, visibleHeight } from "../shared/room.js";

const SMALLEST = 20; // pixels a cell needs for its number
const BACK_ROW = 38; // pixels of a cell whose number the back row reads: it is 14 pt high
const LARGE = 20; // rows; a larger image is seen whole, without numbers
const LETTER = 0.54; // em, mean width of a letter in a sentence
const LONGEST_SENTENCE = 120; // letters, of those about weights and image cells
const LONGEST_REASON = 210; // letters, of what is wrong and why
const LONGEST_OWN = 32; // letters, of what the learner's function gives
const AROUND = 0.2; // cells that a map is larger than its cells, for outlines
const TINIEST = 4; // pixels of a cell that is still drawn
const ALMOST = 0.9; // of the largest cells that one setting lets be
const STEP = 0.25; // pixels, between the cell sizes that are tried

/** @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./answer.js").Answer} Answer
 * @typedef {{before: number, length: number}} Line image cells before cell 0, and all of them
 * @typedef {Record<"image"|"kernel"|"feature-map", Pair> & {before: Pair}} Room rows and columns
 *   for each map, and those of padding above and left of the image
 * @typedef {{width: number, height: number, gap: number, gapBelow: number,
 *   captionHeight: number, captions: number[]}} Space pixels that the maps have, that lie between
 *   them, and that their captions take
 * @typedef {{room: Room, arrangement: string, cell: number}} Layout
 */

/** Rooms to choose from, from the most to the least: for all that the sliders can bring, for all
 * that stride and dilation can with the padding as it is, and for what there is now.
 * @param {State} state @param {number} maxPadding @param {Answer|null} answer @returns {Room[]} */
export function roomsFor(state, maxPadding, answer) {
  const both = axes(state);
  const around = Math.max(maxPadding, ...state.padding.flat());
  const most = both.map(({ input }) => ({ before: around, length: input + 2 * around }));
  const now = both.map(({ before, padded }) => ({ before, length: padded }));
  const outputs = both.map(({ output }) => output);
  const results = (/** @type {Line[]} */ lines) =>
    both.map(({ kernel, output }, a) => Math.max(lines[a].length - kernel + 1, output));
  return [
    roomOf(state, most, results(most), answer),
    roomOf(state, now, results(now), answer),
    roomOf(state, now, outputs, answer),
  ];
}

/** @param {State} state @param {Line[]} lines @param {number[]} results rows and columns
 * @param {Answer|null} answer @returns {Room} */
function roomOf({ kernel }, [rows, cols], results, answer) {
  const own = answer?.map ?? [];
  return {
    before: [rows.before, cols.before],
    image: [rows.length, cols.length],
    kernel: [kernel.length, kernel[0].length],
    "feature-map": [Math.max(results[0], own.length), Math.max(results[1], own[0]?.length ?? 0)],
  };
}

/** Lay the maps out for the window: numbers are readable where they can be, all maps are in sight
 * where that leaves numbers readable, and nothing scrolls sideways. The presenter size fills the
 * window, and is never smaller than the normal size.
 * @param {HTMLElement} root @param {import("./view.js").View} view @param {Room[]} rooms
 * @param {{presenter: boolean, reserveLines: () => void}} how */
export function fit(root, view, rooms, { presenter, reserveLines }) {
  const measured = (/** @type {boolean} */ isPresenter) => {
    root.classList.toggle("convlib-presenter", isPresenter);
    reserveLines();
    return measure(root, view);
  };
  const least = rooms[rooms.length - 1].image[0] > LARGE ? 16 : SMALLEST;
  let layout = chooseLayout(rooms, measured(false), least, [SMALLEST, least], 40);
  if (presenter) {
    const { cell } = layout;
    layout = chooseLayout(rooms, measured(true), cell, [Math.max(cell, BACK_ROW)], 72);
  }
  show(root, view, layout);
}

/** The layout with the most room whose cells are as large as wanted, or as is wanted next; else,
 * whose cells are almost the largest, so that maps stay where they are while sliders move.
 * @param {Room[]} rooms @param {Space} space @param {number} least pixels of a cell that the height
 * may not take away: then the page scrolls @param {number[]} wanted @param {number} largest
 * @returns {Layout} */
function chooseLayout(rooms, space, least, wanted, largest) {
  const layouts = rooms.map((room) => layOut(room, space, least, largest));
  const most = Math.max(...layouts.map(({ cell }) => cell));
  const almost = Math.min(Math.max(ALMOST * most, least + STEP), most);
  const limit = wanted.find((size) => size <= most) ?? almost;
  return layouts.find(({ cell }) => cell >= limit) ?? layouts[0];
}

/** @param {Room} room @param {Space} space @param {number} least @param {number} largest
 * @returns {Layout} with the largest cells */
function layOut(room, space, least, largest) {
  const layouts = Object.entries(ARRANGEMENTS).map(([arrangement, sizeOf]) => {
    const fits = (/** @type {number} */ cell) => {
      const { width, height } = sizeOf(sizesOf(room, space, cell), space);
      return width <= space.width && (cell <= least || height <= space.height);
    };
    return { room, arrangement, cell: largestCell(TINIEST, largest, STEP, fits) };
  });
  return layouts.reduce((best, one) => (one.cell > best.cell ? one : best));
}

/** @typedef {{width: number, height: number}} Size
 * @typedef {{image: Size, kernel: Size, feature: Size}} Sizes captions included */

/** What the three maps take together, in each way they can stand. The style sheet has the same.
 * @type {Record<string, (sizes: Sizes, space: Space) => Size>} */
const ARRANGEMENTS = {
  row: ({ image, kernel, feature }, { gap }) => beside([image, kernel, feature], gap),
  side: ({ image, kernel, feature }, { gap, gapBelow }) =>
    beside([image, below([kernel, feature], gapBelow)], gap),
  stack: ({ image, kernel, feature }, { gap, gapBelow }) =>
    below([image, beside([kernel, feature], gap)], gapBelow),
  column: ({ image, kernel, feature }, { gapBelow }) => below([image, kernel, feature], gapBelow),
};

/** @param {Size[]} sizes @param {number} gap @returns {Size} */
function beside(sizes, gap) {
  const width = sizes.reduce((sum, size) => sum + size.width, gap * (sizes.length - 1));
  return { width, height: Math.max(...sizes.map((size) => size.height)) };
}

/** @param {Size[]} sizes @param {number} gap @returns {Size} */
function below(sizes, gap) {
  const height = sizes.reduce((sum, size) => sum + size.height, gap * (sizes.length - 1));
  return { width: Math.max(...sizes.map((size) => size.width)), height };
}

/** @param {Room} room @param {Space} space @param {number} cell pixels @returns {Sizes} */
function sizesOf(room, { captions, captionHeight }, cell) {
  const [image, kernel, feature] = [room.image, room.kernel, room["feature-map"]].map(
    ([rows, cols], n) => ({
      width: Math.max((cols + AROUND) * cell, captions[n]),
      height: captionHeight + (rows + AROUND) * cell,
    }),
  );
  return { image, kernel, feature };
}

/** @param {HTMLElement} root @param {import("./view.js").View} view @param {Layout} layout */
function show(root, { maps }, { room, arrangement, cell }) {
  root.dataset.arrangement = arrangement;
  root.style.setProperty("--cell", `${cell}px`);
  root.classList.toggle("convlib-small", cell < SMALLEST);
  reserve(maps.image, room.image, room.before);
  reserve(maps.kernel, room.kernel);
  reserve(maps["feature-map"], room["feature-map"]);
}

/** The room for the maps in what is visible at once, and two pixels less for rounding.
 * @param {HTMLElement} root @param {import("./view.js").View} view @returns {Space} */
function measure(root, { node, key, maps }) {
  const style = getComputedStyle(root);
  const read = (/** @type {string} */ name) => parseFloat(style.getPropertyValue(name));
  const em = parseFloat(style.fontSize);
  const above = node.getBoundingClientRect().top - root.getBoundingClientRect().top;
  return {
    width: root.clientWidth - 2,
    height: visibleHeight(root) - above - key.offsetHeight - 2,
    gap: read("--gap"),
    gapBelow: read("--gap-below"),
    captions: Object.values(maps).map(({ figure }) =>
      parseFloat(getComputedStyle(figure).minWidth),
    ),
    captionHeight: read("--caption-height") * em,
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
