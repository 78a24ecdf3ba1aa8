// What is said of a stack of layers: names, sentences, the table. Pure: no DOM.
import { numberText, sizeText } from "../shared/numbers.js";

/**
 * @typedef {import("./scene.js").Layer} Layer
 * @typedef {import("./fields.js").Field} Field
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {ReturnType<typeof import("./trails.js").fan>[number]} Met  what a fan has of a map
 * @typedef {ReturnType<typeof import("./trails.js").sheet> & {key: string}} Sheet  key: what it
 *   shows
 */

export const AXES = ["rows", "columns"];

/** A layer by its numbers along one axis; those that change nothing are left out. The twin of
 * layer_text in convlib/figures/rows.py.
 * @param {Layer} layer @param {number} a @returns {string} */
export function layerText(layer, a) {
  if (layer.kind === "branches") {
    return `branches, ${layer.paths.map((path) => path.length).join(" | ")} layers`;
  }
  const { kind, kernel, stride, padding, dilation, added } = layer;
  const sides = padding === "same" ? padding : sidesText(padding[a]);
  const told = [
    ...(stride[a] > 1 ? [`s ${stride[a]}`] : []),
    ...(sides !== "0" ? [`p ${sides}`] : []),
    ...(dilation[a] > 1 ? [`d ${dilation[a]}`] : []),
    ...(layer.ceil ? ["ceil"] : []),
    ...(added?.[a] ? [`+${added[a]}`] : []),
  ];
  return [`${kind} ${kernel[a]}`, ...told].join(", ");
}

/** @param {Pair} sides */
function sidesText([before, after]) {
  return before === after ? String(before) : `${before}+${after}`;
}

/** @param {number} map 0 is the image @param {number} cell @param {number} a */
export function cellName(map, cell, a) {
  const one = AXES[a].slice(0, -1);
  return map ? `layer ${map}, ${one} ${cell}` : `image ${one} ${cell}`;
}

/** What a fan shows, in a sentence.
 * @param {{map: number, cell: number, a: number, met: Met[], size: number}} shown size: cells of
 * the image along the axis @returns {string} */
export function fanSentence({ map, cell, a, met, size }) {
  const name = cellName(map, cell, a);
  const down = map ? [seenText(met[0], AXES[a], size)] : [];
  const up = map < met.length - 1 ? [fedText(met[met.length - 1], met.length - 1)] : [];
  return `${name[0].toUpperCase()}${name.slice(1)} ${[...down, ...up].join(", and ")}.`;
}

/** @param {Met} met @param {string} axis @param {number} size */
function seenText({ spanned: [first, end], counts }, axis, size) {
  if (first === end) return `sees no ${axis}: it lies between all stamps`;
  const used = counts.filter(Boolean).length;
  const inside = cellsInside(first, end, size);
  const outside = end - first - inside;
  const told = [
    `sees image ${axis} ${numberText(first)} to ${numberText(end - 1)}: ${end - first}`,
    ...(outside ? [`${outside} of them beyond the image`] : []),
    ...(used < inside ? [`${inside - used} in holes`] : []),
  ];
  return told.join(", ");
}

/** How many cells from a first to an end lie on the image.
 * @param {number} first @param {number} end @param {number} size of the image */
function cellsInside(first, end, size) {
  return Math.max(Math.min(end, size) - Math.max(first, 0), 0);
}

/** @param {Met} met @param {number} top */
function fedText({ first, counts }, top) {
  const count = counts.filter(Boolean).length;
  const at = `of layer ${top}`;
  if (!count) return `feeds no output ${at}`;
  if (count === 1) return `feeds output ${first} ${at}`;
  return `feeds ${count} outputs ${at}, ${first} to ${first + counts.length - 1}`;
}

/** How many cells of a field count; of those on the image, too, where an edge leaves fewer.
 * @param {Sheet} sheet @param {Pair} image @returns {string} */
export function sheetSentence({ spanned: [first, size], used, usedInside }, image) {
  const [rows, cols] = size;
  const inside = size.map((cells, a) => cellsInside(first[a], first[a] + cells, image[a]));
  const cut = usedInside < used || inside[0] * inside[1] < rows * cols;
  const left = cut ? `; on the image, ${usedInside} of ${inside[0] * inside[1]}` : "";
  return `Field ${sizeText(rows, cols)}: ${used} of ${rows * cols} cells count${left}`;
}

/** How wide the dark middle is.
 * @param {ReturnType<typeof import("./trails.js").spread>} spread @param {Layer[]} layers
 * @param {number} a @returns {string} */
export function spreadSentence({ sigma, core, size }, layers, a) {
  // Three taps side by side have a variance of 2/3, and those of all layers add up.
  const root = layers.every((layer) => hasThreeTaps(layer, a)) ? ` = √(2·${layers.length}/3)` : "";
  const held = `95 % of the paths: ${core} of ${size} ${AXES[a]}`;
  return `σ = ${numberText(sigma, 3)}${root}; ${held}.`;
}

/** @param {Layer} layer @param {number} a @returns {boolean} whether those stand side by side */
function hasThreeTaps(layer, a) {
  if (layer.kind === "branches") return false;
  const { kernel, stride, dilation } = layer;
  return kernel[a] === 3 && stride[a] === 1 && dilation[a] === 1;
}

/** @param {Field[]} fields @param {number} a @returns {string} of branches that do not meet */
export function missSentence(fields, a) {
  const miss = fields[fields.length - 1].miss[a];
  return miss ? `The branches' ends stand up to ${numberText(miss)} cells beside each other. ` : "";
}

const COLUMNS = ["layer", "name", "cells", "size", "jump", "start", "size holds", "start holds"];

/** The table of an axis as comma-separated values.
 * @param {Layer[]} layers @param {Field[]} fields @param {number} a @returns {string} */
export function tableCsv(layers, fields, a) {
  const holds = (/** @type {boolean} */ sure) => (sure ? "on any image" : "on this image");
  const lines = fields.map(({ output, size, jump, start, sure, placed }, n) => [
    n + 1,
    `"${layerText(layers[n], a)}"`,
    ...[output[a], size[a], jump[a], start[a] ?? ""],
    ...[holds(sure[a]), holds(placed[a])],
  ]);
  return [COLUMNS, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}
