// The ring: the whole convolution laid around it. What is longer than the ring comes to lie on its
// beginning, on an outer lane, in red.
import { fullResult, overlaps } from "./scene.js";
import { element, setAttribute, setText, svgElement } from "../shared/dom.js";
import { cellText } from "../shared/numbers.js";

const CELL = 44; // units of a place
const LANE = 50; // from a lane to the next
const LEAST = 72; // radius: the words in the middle need room

/** @typedef {import("./scene.js").State} State */

export function createRing() {
  const svg = svgElement("svg", { role: "img" });
  const caption = element("figcaption");
  const node = element("figure", { class: "convlib-ring" }, caption, svg);
  return { node, svg, caption };
}

/** @param {ReturnType<typeof createRing>} ring @param {State} state @param {number} at the place
 * that is shown @param {string} said */
export function paintRing({ node, svg, caption }, state, at, said) {
  node.hidden = state.show !== "ring";
  if (node.hidden) return;
  setText(caption, "The results, laid around the ring");
  setAttribute(svg, "aria-label", said);
  const radius = Math.max(LEAST, (state.length * LANE) / (2 * Math.PI));
  const reach = radius + LANE + CELL / 2 + 3;
  setAttribute(svg, "viewBox", `${-reach} ${-reach} ${2 * reach} ${2 * reach}`);
  const full = fullResult(state);
  const places = Array.from({ length: Math.max(full.length, state.length) }, (_, place) => place);
  const nodes = places.map((place) => placeOnRing(state, full[place] ?? 0, place, at, radius));
  const words = svgElement("text", { class: "middle" }, `ring of ${state.length}`);
  svg.replaceChildren(svgElement("circle", { r: radius }), ...nodes, words);
}

/** @param {State} state @param {number} value @param {number} place of the whole result
 * @param {number} at @param {number} radius */
function placeOnRing(state, value, place, at, radius) {
  const [turns, on] = [Math.floor(place / state.length), place % state.length];
  const angle = (2 * Math.PI * on) / state.length;
  const away = radius + turns * LANE;
  const [x, y] = [away * Math.sin(angle), -away * Math.cos(angle)];
  const names = [
    "place",
    turns > 0 || overlaps(state, place) ? "overlap" : "",
    on === at ? "now" : "",
  ];
  const [corner, text] = [{ x: x - CELL / 2, y: y - CELL / 2 }, cellText(value)];
  return svgElement(
    "g",
    { class: names.filter(Boolean).join(" ") },
    svgElement("rect", { ...corner, width: CELL, height: CELL, rx: 6 }),
    svgElement("text", { x, y, style: `font-size: ${Math.min(20, 60 / text.length)}px` }, text),
  );
}
