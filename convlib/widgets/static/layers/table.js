// The table of the layers: names that can be chosen, and their numbers along the axis.
import { layerText } from "./words.js";
import { element, setAttribute, setText } from "../shared/dom.js";
import { KEEPS_KEYS } from "../shared/controls.js";
import { numberText, sizeText } from "../shared/numbers.js";

/** @typedef {import("./stack.js").Stack} Stack
 * @typedef {import("./view.js").View} View */

export const NUMBERS = ["cells*", "size", "jump", "start"];

/** @param {View} view @param {{stack: Stack, a: number, selected: number}} now
 * @param {(map: number) => void} select */
export function paintTable({ body }, { stack, a, selected }, select) {
  const wanted = stack.layers.length + 1;
  while (body.rows.length > wanted) body.deleteRow(0);
  while (body.rows.length < wanted) body.prepend(tableRow(body.rows.length, select));
  [...body.rows].forEach((row, at) => {
    const map = wanted - 1 - at;
    const texts = map ? layerNumbers(stack, map, a) : [sizeText(...stack.size), "", "", ""];
    row.classList.toggle("outgrown", isOutgrown(stack, map, a));
    const name = map ? layerText(stack.layers[map - 1], a) : "image";
    const label = row.cells[1].firstElementChild ?? row.cells[1];
    setText(label, name);
    if (map) setAttribute(label, "aria-pressed", map === selected);
    texts.forEach((text, n) => setText(row.cells[2 + n], text));
  });
}

/** @param {number} map @param {(map: number) => void} select */
function tableRow(map, select) {
  const name = element("td");
  if (map) {
    const choose = element("button", { type: "button", ...KEEPS_KEYS });
    choose.addEventListener("click", () => select(map));
    name.append(choose);
  }
  const numbers = NUMBERS.map(() => element("td", { class: "number" }));
  return element("tr", {}, element("td", { class: "number" }, String(map)), name, ...numbers);
}

/** @param {Stack} stack @param {number} map @param {number} a */
export function isOutgrown({ fields, size }, map, a) {
  return map > 0 && fields[map - 1].size[a] > size[a];
}

/** What depends on the image's size has a star, but for the cells: they always do.
 * @param {Stack} stack @param {number} map @param {number} a */
function layerNumbers(stack, map, a) {
  const { output, size, varies, jump, start, sure, placed } = stack.fields[map - 1];
  const outgrown = isOutgrown(stack, map, a) ? ` > ${stack.size[a]}` : "";
  const star = (/** @type {boolean} */ isSure) => (isSure ? "" : "*");
  const first = start[a] === null ? "none" : numberText(start[a]);
  return [
    String(output[a]),
    (varies[a] ? "up to " : "") + size[a] + star(sure[a]) + outgrown,
    numberText(jump[a], 3),
    first + star(placed[a]),
  ];
}
