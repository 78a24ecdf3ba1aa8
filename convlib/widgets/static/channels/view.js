// What the reader sees: the input's sheets, the table of kernels with the biases, the output's
// sheets, and the cost. Built once, then painted from a view state, differences only.
import { createCost, paintCost } from "./cost.js";
import { sizesOf, weightAt } from "./scene.js";
import { createSheets, kindOf, paintChannel, paintOutput, reserveCaptions } from "./sheets.js";
import { createTable, paintTable, paintWeights } from "./table.js";
import { channelSentence, kernelSentence, sumSentence } from "./words.js";
import { reserve, setTabStop } from "../shared/cells.js";
import { largestOf } from "../shared/colours.js";
import { element, setAttribute, setText } from "../shared/dom.js";

/**
 * @typedef {import("./scene.js").Layer} Layer
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("../shared/cells.js").CellMap} CellMap
 * @typedef {import("../shared/pointing.js").Place} Place
 * @typedef {{layer: Layer, maps: number[][][], brightest: number, strongest: number,
 *   largest: number}} Worked  a layer worked out: its feature maps, and the largest value of the
 *   image, of the weights and of the maps, for their tints
 * @typedef {Worked & {output: number, at: Pair, position: Pair, pointed: Place|null,
 *   focused: Record<string, string>, note: string, playing: boolean}} ViewState
 *   output and at: the sum that is shown, the one pointed at or that of the state
 */

/** @param {Layer} layer @param {number[][][]} maps @returns {Worked} */
export function workedOut(layer, maps) {
  const brightest = largestOf(layer.image.flat());
  const strongest = largestOf(layer.weights.flat(2));
  return { layer, maps, brightest, strongest, largest: largestOf(maps.flat()) };
}

export class View {
  /** @param {number} channels @param {number} outputs */
  constructor(channels, outputs) {
    this.moved = "output-0";
    const [inputs, results] = [createSheets("channel", channels), createSheets("output", outputs)];
    this.channels = inputs.maps;
    this.table = createTable();
    const all = [...inputs.maps, this.table.weights, this.table.bias, ...results.maps];
    /** @type {Record<string, CellMap>} */
    this.maps = Object.fromEntries(all.map((map) => [map.name, map]));
    const blocks = [inputs.node, this.table.node, results.node];
    this.node = element("div", { class: "convlib-maps" }, ...blocks);
    this.says = element("p", { class: "convlib-says", "aria-live": "polite" });
    this.changed = element("p", { class: "convlib-spoken", role: "status" });
    this.note = element("p", { class: "convlib-note", role: "status", "data-kind": "wrong" });
    this.cost = createCost();
    this.stage = element("div", {}, this.node, this.cost.node);
  }

  /** Paint what follows the layer alone. @param {Layer} layer */
  paintLayer(layer) {
    const { image } = sizesOf(layer);
    for (const [name, map] of Object.entries(this.maps)) {
      // Outputs are largest at 1×1, as large as the image: nothing moves when kernels shrink.
      if (["channel", "output"].includes(kindOf(name).kind)) reserve(map, image);
    }
    reserveCaptions(this.channels, layer);
    paintTable(this.table, layer);
    paintCost(this.cost, layer);
  }

  /** @param {ViewState} now */
  paint(now) {
    this.moved = `output-${now.output}`;
    now.layer.image.forEach((_, n) => paintChannel(this.maps[`channel-${n}`], now, n));
    paintWeights(this.table, now);
    now.maps.forEach((_, n) => paintOutput(this.maps[`output-${n}`], now, n));
    setText(this.says, sentence(now));
    setAttribute(this.says, "aria-live", now.playing ? "off" : "polite");
    setText(this.note, now.note);
    this.keepTabStops(now);
  }

  /** Give each map one tab stop; of the outputs, only the one over which the position moves.
   * @param {ViewState} now */
  keepTabStops({ focused, position }) {
    for (const [name, map] of Object.entries(this.maps)) {
      if (kindOf(name).kind !== "output") setTabStop(map, focused[name] ?? "0,0");
      else setTabStop(map, name === this.moved ? `${position}` : null);
    }
  }
}

/** @param {ViewState} now */
function sentence({ layer, output, at, maps, pointed }) {
  const { kind, index } = kindOf(pointed?.map ?? "");
  if (kind === "channel") return channelSentence(layer, index);
  if (kind === "weights" && pointed) {
    const place = weightAt(layer, pointed.row, pointed.col);
    return kernelSentence(layer, place.output, place.channel);
  }
  return sumSentence(layer, output, at, maps[output][at[0]][at[1]]);
}
