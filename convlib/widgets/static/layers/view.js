// What the reader sees: the table of layers, the rows of cells beside it, the field on the image,
// and what is said of them. Built once, then painted by table.js, rows.js and sheet.js.
import { NUMBERS } from "./table.js";
import { spread } from "./trails.js";
import { fanSentence, missSentence, spreadSentence } from "./words.js";
import { element, setAttribute, setText, svgElement } from "../shared/dom.js";

/**
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./words.js").Met} Met
 * @typedef {import("./stack.js").Stack} Stack
 * @typedef {{map: number, cell: number}} At  a cell of a map along the axis, of the image (0) or of
 *   a layer
 * @typedef {{count: number, first: number, apart: number, half: number, high: number,
 *   y: number}} Line  where the cells of a map stand, in pixels: the middle of the first, the way
 *   to the next, half of the width and of the height, the middle of the row
 * @typedef {{stack: Stack, a: number, selected: number, output: number, at: At, met: Met[],
 *   sheet: import("./words.js").Sheet, playing: boolean, note: string}} ViewState  output: along
 *   the axis, the one whose field is shown
 * @typedef {ReturnType<typeof createView>} View
 */

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
  const seen = element("figure", { class: "convlib-seen" }, box, caption);
  const node = element("div", { class: "convlib-stack" }, table, svg, seen);
  const says = element("p", { class: "convlib-says", "aria-live": "polite" });
  const note = element("p", { class: "convlib-note", role: "status", "data-kind": "wrong" });
  const key = element("p", { class: "convlib-help convlib-key" });
  return {
    ...{ node, maps: {}, moved: "", table, body, svg, cone, rows, says, note, key },
    ...{ seen, canvas, frames, image, beyond, field, caption, hatch },
    /** @type {Line[]} */
    lines: [],
    painted: "", // which field, and how large
  };
}

/** @param {string} id @returns {SVGElement} */
function hatching(id) {
  const line = svgElement("path", { d: "M0 8L8 0" });
  const size = { width: 8, height: 8, patternUnits: "userSpaceOnUse" };
  return svgElement("defs", {}, svgElement("pattern", { id, ...size }, line));
}

/** @param {View} view @param {ViewState} now */
export function paintWords(view, { stack, a, output, at, met, note, playing }) {
  const told = { ...at, a, met, size: stack.size[a] };
  setText(view.says, fanSentence(told));
  setAttribute(view.says, "aria-live", playing ? "off" : "polite");
  setText(view.note, note);
  const middle = spreadSentence(spread(stack.placed, a, output), stack.layers, a);
  const miss = missSentence(stack.fields, a);
  const stars = "* depends on the image’s size; all other numbers hold on any image.";
  setText(view.key, `${miss}${middle} ${stars}`);
}
