// What the reader sees: what comes in, the kernel, what comes out, and what is said of them. Built
// once, then painted from a view state, differences only.
import { paintInput, paintKernel, paintSeen, paintSpread } from "./paint.js";
import { paintResult, paintStamps } from "./result.js";
import { axes, extents } from "./scene.js";
import { NAMES, isRow, legendFor, sizesText, stepSentence, sumsSentence } from "./words.js";
import { createMap, reserve, setCaption, setTabStop } from "../shared/cells.js";
import { element, setAttribute, setText } from "../shared/dom.js";
import { sizeText } from "../shared/numbers.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("../shared/cells.js").CellMap} CellMap
 * @typedef {import("../shared/pointing.js").Place} Place
 * @typedef {ReturnType<typeof createView>} View
 * @typedef {{state: State, at: Pair, cell: Pair|null, pointed: Place|null, isCounting: boolean,
 *   note: string, playing: boolean}} ViewState at: the position shown, the one pointed at or the
 *   state's; cell: of the result, whose sum is written out
 */

/** @type {Record<string, (map: CellMap, now: ViewState) => void>} */
const PAINTERS = {
  image: paintInput,
  spread: paintSpread,
  seen: paintSeen,
  kernel: paintKernel,
  stamps: paintStamps,
  result: paintResult,
};

export function createView() {
  const whole = ["ground", "window", "touch", "point"];
  /** @type {Record<string, CellMap>} */
  const maps = {
    image: createMap("image", ["touch", "now", "point"]),
    spread: createMap("spread", whole, { hasProducts: true }),
    seen: createMap("seen", whole, { hasProducts: true }),
    kernel: createMap("kernel", ["touch", "point"]),
    stamps: createMap("stamps", ["ground", "window", "point"]),
    result: createMap("result", ["leftover-area", "skipped", "ground", "window", "now", "point"], {
      hasProducts: true,
    }),
  };
  const { image, spread, seen, kernel, stamps, result } = maps;
  const side = [seen.figure, spread.figure, image.figure, kernel.figure];
  const incoming = element("div", { class: "convlib-side" }, ...side);
  const outgoing = element("div", { class: "convlib-outgoing" }, stamps.figure, result.figure);
  const node = element("div", { class: "convlib-maps" }, incoming, outgoing);
  const says = element("p", { class: "convlib-says", "aria-live": "polite" });
  const sums = element("p", { class: "convlib-sums", "aria-live": "polite" });
  const changed = element("p", { class: "convlib-spoken", role: "status" });
  const note = element("p", { class: "convlib-note", "data-kind": "wrong", role: "status" });
  const size = element("p", { class: "convlib-size" });
  const legend = element("p", { class: "convlib-legend" });
  const key = element("div", { class: "convlib-key" }, size, legend);
  return { node, maps, moved: "image", says, sums, changed, note, key, size, legend };
}

/** @param {State} state @returns {string} the map over which the position moves */
export function movedMap({ way }) {
  return way === "scatter" ? "image" : "result";
}

/** @param {State} state @returns {string[]} the maps that belong to a task done in a way */
function shownMaps(state) {
  if (state.task === "kernel gradient") return ["seen", "image", "result"];
  if (state.way === "gather") return ["spread", "kernel", "result"];
  // Only stamps of a row can be written below each other.
  return ["image", "kernel", ...(isRow(state) ? ["stamps"] : []), "result"];
}

/** Show the maps of this setting, in the room they keep.
 * @param {View} view @param {State} state */
export function arrangeView({ node, maps, size, legend }, state) {
  const shown = shownMaps(state);
  setAttribute(node, "data-task", state.task);
  for (const [name, map] of Object.entries(maps)) {
    map.figure.hidden = !shown.includes(name);
    const [rows, cols] = extents(state, name);
    reserve(map, [rows[1] - rows[0], cols[1] - cols[0]], [-rows[0], -cols[0]]);
  }
  setText(size, sizesText(state));
  setText(legend, legendFor(state));
}

/** @param {State} state @param {Place} place @returns {boolean} whether it is in sight */
export function isOnView(state, { map, row, col }) {
  if (!shownMaps(state).includes(map)) return false;
  const [rows, cols] = extents(state, map);
  return rows[0] <= row && row < rows[1] && cols[0] <= col && col < cols[1];
}

/** @param {View} view @param {ViewState} now */
export function paintView(view, now) {
  const { maps } = view;
  const { state } = now;
  for (const name of shownMaps(state)) PAINTERS[name](maps[name], now);
  paintCaptions(maps, state, now.isCounting);
  setText(view.says, stepSentence(state, now.at));
  setText(view.sums, sumsSentence(state, now.cell));
  for (const node of [view.says, view.sums]) {
    setAttribute(node, "aria-live", now.playing ? "off" : "polite");
  }
  setText(view.note, now.note);
}

/** @param {Record<string, CellMap>} maps @param {State} state @param {boolean} isCounting */
function paintCaptions(maps, state, isCounting) {
  const [rows, cols] = axes(state);
  const { incoming, outgoing } = NAMES[state.task];
  const [input, kernel, output] = ["input", "kernel", "output"].map((name) =>
    sizeText(/** @type {any} */ (rows)[name], /** @type {any} */ (cols)[name]),
  );
  const [down, across] = extents(state, "spread");
  const spread = sizeText(down[1] - down[0], across[1] - across[0]);
  setCaption(maps.image, `${incoming} ${input}`);
  setCaption(maps.spread, `${incoming} ${input}, with zeros ${spread}`);
  setCaption(maps.stamps, "Stamps, one below the other");
  setCaption(maps.seen, `Image ${output}, with its padding`);
  setCaption(maps.kernel, `Kernel ${kernel}${state.way === "gather" ? ", turned by 180°" : ""}`);
  const size = state.task === "kernel gradient" ? kernel : output;
  const counted = isCounting && state.task !== "kernel gradient" ? ", stamps counted" : "";
  setCaption(maps.result, `${outgoing} ${size}${counted}`);
}

/** Give each map one tab stop: the current cell, and the one that had the focus last.
 * @param {View} view @param {State} state @param {Record<string, string>} focused keys of cells */
export function keepTabStops({ maps }, state, focused) {
  for (const [name, map] of Object.entries(maps)) {
    setTabStop(map, name === movedMap(state) ? `${state.position}` : (focused[name] ?? "0,0"));
  }
}
