// The parts of the channels' explorer, one below the other: built once, then painted.
import { LAYER, groupings, sizesOf } from "./scene.js";
import { View } from "./view.js";
import { explorerRoot } from "../shared/base.js";
import { fold, slider, sliderField, tick } from "../shared/controls.js";
import { element, setAttribute, setText, setValue } from "../shared/dom.js";
import { createTransport } from "../shared/transport.js";

/**
 * @typedef {import("./scene.js").Layer} Layer
 * @typedef {import("../shared/transport.js").Moves & {regroup: (groups: number) => void,
 *   shrink: (pointwise: boolean) => void, choose: (output: number) => void}} Actions
 */

const HELP =
  "Point at a channel to see which outputs it feeds, at an output to see which channels it " +
  "reads, at a weight to see which two it joins; a click or a tap pins it, on an output it goes " +
  "there. " +
  "Change a cell, a weight or a bias: click it and type, press Enter, or tap it twice. " +
  "Keys: arrows, Page Up, Page Down move; space plays; P enlarges.";

/** @param {import("../shared/store.js").Store} store
 * @param {Actions} actions */
export function build(store, actions) {
  const { channels, outputs } = sizesOf(/** @type {Layer} */ (store.read(LAYER)));
  const view = new View(channels, outputs);
  const settings = createSettings(actions, () =>
    groupings(/** @type {Layer} */ (store.read(LAYER))),
  );
  const transport = createTransport(actions);
  const help = fold(
    "How to use it",
    { class: "convlib-more" },
    element("p", { class: "convlib-help" }, HELP),
  );
  const root = explorerRoot(
    "Channels explorer",
    ["convlib-channels"],
    element("div", { class: "convlib-controls" }, settings.node, transport.node),
    view.says,
    view.changed,
    view.note,
    view.stage,
    help,
  );
  return { root, view, settings, transport };
}

/** @param {Actions} actions @param {() => number[]} stops */
function createSettings({ regroup, shrink, choose }, stops) {
  const groups = slider("Groups", { min: 0 });
  groups.addEventListener("input", () => regroup(stops()[Number(groups.value)]));
  const output = slider("Output", { min: 0 });
  output.addEventListener("input", () => choose(Number(output.value)));
  const [grouped, chosen] = [element("output"), element("output")];
  const pointwise = tick("1×1", shrink);
  const node = element(
    "div",
    { class: "convlib-settings" },
    sliderField("Groups", groups, grouped),
    pointwise.field,
    sliderField("Output", output, chosen),
  );
  return { node, groups, grouped, output, chosen, pointwise: pointwise.input };
}

/** @param {ReturnType<typeof createSettings>} parts @param {Layer} layer @param {number} output */
export function paintSettings(
  { groups, grouped, output: which, chosen, pointwise },
  layer,
  output,
) {
  const stops = groupings(layer);
  setAttribute(groups, "max", stops.length - 1);
  setValue(groups, stops.indexOf(layer.groups));
  setAttribute(groups, "aria-valuetext", `${layer.groups}, of ${stops.join(", ")}`);
  setText(grouped, String(layer.groups));
  setAttribute(which, "max", layer.weights.length - 1);
  setValue(which, output);
  setText(chosen, String(output));
  pointwise.checked = layer.pointwise;
}
