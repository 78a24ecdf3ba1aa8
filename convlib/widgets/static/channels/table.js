// The table: a small kernel for each output and each channel that feeds it, and the biases.
import { feeds, groupOf, sizesOf, weightAt } from "./scene.js";
import { kindOf } from "./sheets.js";
import { FLAG, UNIT } from "../shared/cell.js";
import { createMap, paintMap, reserve, setCaption } from "../shared/cells.js";
import { weightTint } from "../shared/colours.js";
import { element, svgElement } from "../shared/dom.js";
import { paintFrames, paintPoint } from "../shared/marks.js";
import { cellText } from "../shared/numbers.js";
import { isAt } from "../shared/pointing.js";

/**
 * @typedef {import("./scene.js").Layer} Layer
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./view.js").ViewState} ViewState
 * @typedef {import("../shared/pointing.js").Place} Place
 * @typedef {[Pair, Pair]} Box
 */

const LABELS = 0.7; // cells, for the numbers of outputs and channels along the table

export function createTable() {
  const weights = createMap("weights", ["kernels", "ground", "window", "touch", "point"]);
  const bias = createMap("bias", ["window", "point"]);
  const labels = svgElement("g", { class: "convlib-labels", "aria-hidden": "true" });
  weights.svg.append(labels);
  const node = element("div", { class: "convlib-table" }, weights.figure, bias.figure);
  return { node, weights, bias, labels };
}

/** @param {Layer} layer @returns {Pair} rows and columns of the table of weights */
export function tableSize(layer) {
  const { channels, outputs, kernel } = sizesOf(layer);
  return [outputs * kernel[0], channels * kernel[1]];
}

/** Paint what follows the layer alone.
 * @param {ReturnType<typeof createTable>} table @param {Layer} layer */
export function paintTable({ weights, bias, labels }, layer) {
  const { channels, outputs, kernel } = sizesOf(layer);
  const [rows, cols] = tableSize({ ...layer, pointwise: false });
  reserve(weights, [rows + LABELS, cols + LABELS], [LABELS, LABELS]);
  reserve(bias, [rows + LABELS, 1], [LABELS, 0]);
  setCaption(weights, `Weights: ${outputs} outputs × ${channels} channels`);
  setCaption(bias, "Bias");
  const text = (/** @type {number} */ x, /** @type {number} */ y, /** @type {number} */ n) =>
    svgElement("text", { x: x * UNIT, y: y * UNIT }, String(n));
  const columns = layer.image.map((_, n) => text((n + 0.5) * kernel[1], -LABELS / 2, n));
  const lines = layer.bias.map((_, n) => text(-LABELS / 2, (n + 0.5) * kernel[0], n));
  labels.replaceChildren(...columns, ...lines);
}

/** @param {ReturnType<typeof createTable>} table @param {ViewState} now */
export function paintWeights({ weights, bias }, now) {
  const { layer, output, pointed } = now;
  const [rows, cols] = tableSize(layer);
  const { kernel, perGroup } = sizesOf(layer);
  paintMap(weights, [0, rows], [0, cols], (row, col) => lookOfWeight(now, row, col));
  /** @type {(output: number, channel: number, count: number) => Box} */
  const box = (n, channel, count) => [
    [n * kernel[0], channel * kernel[1]],
    [kernel[0], count * kernel[1]],
  ];
  const first = layer.bias.map((_, n) => groupOf(layer, n) * perGroup);
  const kernels = first.flatMap((channel, n) =>
    Array.from({ length: perGroup }, (_, c) => box(n, channel + c, 1)),
  );
  paintFrames(weights, "kernels", kernels);
  const row = [box(output, first[output], perGroup)];
  paintFrames(weights, "ground", row);
  paintFrames(weights, "window", row);
  paintFrames(weights, "touch", touched(layer, pointed, box));
  paintPoint(weights, pointed);
  paintBias(bias, now, kernel[0]);
}

/** @param {ViewState} now @param {number} row @param {number} col */
function lookOfWeight({ layer, pointed, strongest }, row, col) {
  const { output, channel, i, j } = weightAt(layer, row, col);
  const flags = isAt(pointed, "weights", row, col) ? FLAG.pointed : 0;
  const between = `channel ${channel} to output ${output}`;
  if (!feeds(layer, output, channel)) {
    return { value: "", flags: flags | FLAG.gone, tint: 0, product: "", name: `${between}: none` };
  }
  const value = layer.weights[output][channel][i][j];
  const name = `${between}, weight (${i}, ${j}): ${cellText(value)}`;
  return { value, flags, tint: weightTint(value, strongest), product: "", name };
}

/** Each bias stands beside the first line of its output.
 * @param {import("../shared/cells.js").CellMap} map @param {ViewState} now
 * @param {number} height rows of a small kernel */
function paintBias(map, { layer, output, pointed }, height) {
  paintMap(map, [0, layer.bias.length * height], [0, 1], (row) => {
    const [value, name] = [layer.bias[row / height], `bias of output ${row / height}`];
    if (value === undefined) return { value: "", flags: FLAG.gone, tint: 0, product: "", name: "" };
    const flags = isAt(pointed, "bias", row, 0) ? FLAG.pointed : 0;
    return { value, flags, tint: 0, product: "", name: `${name}: ${cellText(value)}` };
  });
  paintFrames(map, "window", [
    [
      [output * height, 0],
      [1, 1],
    ],
  ]);
  paintPoint(map, pointed);
}

/** @param {Layer} layer @param {Place|null} pointed
 * @param {(output: number, channel: number, count: number) => Box} box
 * @returns {Box[]} the kernels of a channel that is pointed at, or the one kernel */
function touched(layer, pointed, box) {
  const { kind, index } = kindOf(pointed?.map ?? "");
  if (kind === "channel") {
    const fed = layer.bias.map((_, n) => n).filter((n) => feeds(layer, n, index));
    return fed.map((n) => box(n, index, 1));
  }
  if (kind !== "weights" || !pointed) return [];
  const { output, channel } = weightAt(layer, pointed.row, pointed.col);
  return [box(output, channel, 1)];
}
