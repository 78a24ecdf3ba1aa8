// What the reader sees: three maps and what is said of them. Built once, then painted from a view
// state, differences only.
import { paintFeatureMap, paintImage, paintKernel } from "./paint.js";
import { axes, extent, feeds } from "./scene.js";
import { imageSentence, legendFor, missedSentence, sumSentence, weightSentence } from "./words.js";
import { createMap, setCaption } from "../shared/cells.js";
import { element, setAttribute, setText } from "../shared/dom.js";
import { paintMark } from "../shared/marks.js";
import { numberText, sizeText } from "../shared/numbers.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Axis} Axis
 * @typedef {import("./scene.js").Knobs} Knobs
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("../shared/cells.js").CellMap} CellMap
 * @typedef {import("../shared/pointing.js").Place} Place
 * @typedef {Record<string, CellMap>} Maps "image", "kernel" and "feature-map"
 * @typedef {ReturnType<typeof createView>} View
 * @typedef {{state: State, knobs: Knobs, at: Pair, truth: number[][],
 *   judged: import("./answer.js").Judged|null, pointed: Place|null,
 *   hides: (row: number, col: number) => boolean, note: string, playing: boolean}} ViewState
 *   what the reader is to see now: `at` is the position shown, the one pointed at or the state's
 */

export function createView() {
  const imageMarks = ["leftover-area", "skipped", "ground", "span", "window", "touch", "point"];
  /** @type {Maps} */
  const maps = {
    image: createMap("image", imageMarks, { hasProducts: true }),
    kernel: createMap("kernel", ["touch", "point"]),
    "feature-map": createMap("feature-map", ["touch", "differ", "now", "point"]),
  };
  const legend = element("p", { class: "convlib-legend" });
  const missed = element("p", { class: "convlib-missed" });
  const key = element("div", { class: "convlib-key" }, missed, legend);
  const others = [maps.kernel.figure, maps["feature-map"].figure];
  const side = element("div", { class: "convlib-side" }, ...others);
  const node = element("div", { class: "convlib-maps" }, maps.image.figure, side);
  const says = element("p", { class: "convlib-says", "aria-live": "polite" });
  const changed = element("p", { class: "convlib-spoken", role: "status" });
  const note = element("p", { class: "convlib-note", role: "status" });
  return { node, maps, moved: "feature-map", key, legend, missed, says, changed, note };
}

/** Paint what follows the setting alone, wherever the position is: captions, legend, and the image
 * cells that no window holds.
 * @param {View} view @param {State} state @param {Knobs} knobs
 * @param {import("./answer.js").Judged|null} judged */
export function paintGround(view, state, knobs, judged) {
  const [rows, cols] = axes(state);
  paintLegend(view, knobs);
  paintMark(view.maps.image, "leftover-area", leftoverCells(rows, cols));
  paintMark(view.maps.image, "skipped", skippedCells(rows, cols));
  paintCaptions(view.maps, state, judged, rows, cols);
  setText(view.missed, missedSentence(state, knobs));
}

/** @param {View} view @param {Knobs} knobs */
function paintLegend({ maps, legend, missed }, knobs) {
  // How much their captions can come to say.
  setAttribute(maps.image.figure, "data-long", knobs.padding);
  setAttribute(maps.kernel.figure, "data-long", knobs.dilation);
  const { legend: text, misses } = legendFor(knobs);
  setText(legend, text);
  missed.hidden = !misses;
}

/** @param {View} view @param {ViewState} now */
export function paintView(view, now) {
  const [rows, cols] = axes(now.state);
  paintImage(view.maps.image, now, rows, cols);
  paintKernel(view.maps.kernel, now);
  paintFeatureMap(view.maps["feature-map"], now, rows, cols);
  setText(view.says, sentence(now));
  setAttribute(view.says, "aria-live", now.playing ? "off" : "polite");
  const isWrong = now.note !== "" || Boolean(now.judged?.isWrong);
  setText(view.note, now.note || (now.judged?.note ?? ""));
  setAttribute(view.note, "data-kind", isWrong ? "wrong" : "right");
}

/** @param {Axis} rows @param {Axis} cols @returns {Pair[]} */
function leftoverCells(rows, cols) {
  const [[top, bottom], [left, right]] = [extent(rows, "image"), extent(cols, "image")];
  /** @type {Pair[]} */
  const cells = [];
  for (let row = top; row < bottom; row++) {
    for (let col = left; col < right; col++) {
      if (row >= bottom - rows.leftover || col >= right - cols.leftover) cells.push([row, col]);
    }
  }
  return cells;
}

/** @param {Axis} rows @param {Axis} cols @returns {Pair[]} image cells that no tap ever meets */
function skippedCells(rows, cols) {
  const [byRow, byCol] = [feeds(rows), feeds(cols)];
  /** @type {Pair[]} */
  const cells = [];
  byRow.forEach((fedByRow, row) =>
    byCol.forEach((fedByCol, col) => {
      if (!fedByRow.length || !fedByCol.length) cells.push([row, col]);
    }),
  );
  return cells;
}

/** @param {Maps} maps @param {State} state @param {import("./answer.js").Judged|null} judged
 * @param {Axis} rows @param {Axis} cols */
function paintCaptions(maps, state, judged, rows, cols) {
  const by = (/** @type {"input"|"padded"|"kernel"|"span"|"output"} */ name) =>
    sizeText(rows[name], cols[name]);
  const isPadded = by("padded") !== by("input");
  setCaption(maps.image, `Image ${by("input")}${isPadded ? `, padded ${by("padded")}` : ""}`);
  const span = rows.dilation > 1 || cols.dilation > 1 ? `, span ${by("span")}` : "";
  const flipped = state.flip_kernel ? ", applied flipped" : "";
  setCaption(maps.kernel, `Kernel ${by("kernel")}${span}${flipped}`);
  setCaption(maps["feature-map"], judged ? learnersCaption(judged) : `Feature map ${by("output")}`);
}

/** @param {import("./answer.js").Judged} judged */
function learnersCaption({ map }) {
  return map ? `Your feature map ${sizeText(map.length, map[0].length)}` : "Your feature map: none";
}

/** @param {ViewState} now */
function sentence(now) {
  const {
    state,
    knobs,
    at: [row, col],
    truth,
    judged,
    pointed,
    hides,
  } = now;
  if (pointed?.map === "image") return imageSentence(state, pointed.row, pointed.col);
  if (pointed?.map === "kernel") return weightSentence(state, pointed.row, pointed.col, knobs);
  const hidden = hides(row, col);
  const spoken = sumSentence(state, [row, col], truth[row][col], hidden);
  const own = hidden || judged?.isLate ? undefined : judged?.map?.[row]?.[col];
  return own === undefined ? spoken : `${spoken}; your function gives ${numberText(own)}`;
}
