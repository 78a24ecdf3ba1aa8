// The parts of the explorer, one below the other: built once, then painted.
import { createEditor } from "./editor.js";
import { layOut } from "./rows.js";
import { LARGEST_SIDE } from "./stack.js";
import { createView } from "./view.js";
import { AXES, tableCsv } from "./words.js";
import { explorerRoot } from "../shared/base.js";
import {
  KEEPS_KEYS,
  choice,
  fold,
  labelled,
  slider,
  sliderField,
  tick,
} from "../shared/controls.js";
import { element, setAttribute, setText, setValue } from "../shared/dom.js";
import { visibleHeight } from "../shared/room.js";
import { isEqual } from "../shared/store.js";
import { createTransport } from "../shared/transport.js";

/**
 * @typedef {import("./scene.js").Layer} Layer
 * @typedef {import("./stack.js").Stack} Stack
 * @typedef {[string, Layer[], import("./scene.js").Pair][]} Presets  name, layers, image
 */

const LEAST_ROW = 15; // pixels
const MOST_ROW = 52;
const HELP =
  "Point at a cell: the fan opens down to what it sees, and up to the outputs that see it; a " +
  "click or a tap pins it, Escape lets it go. Click a layer in the table to change it. Keys: " +
  "left and right move along a row, up and down change the row; space plays; P enlarges.";

/** @param {any} actions @param {Presets} presets */
export function createParts(actions, presets) {
  const view = createView();
  const transport = createTransport(actions);
  const editor = createEditor(actions);
  const preset = choice("Layers", ["choose…", ...presets.map(([name]) => name)]);
  preset.addEventListener("change", () => actions.takePreset(preset.selectedIndex - 1));
  const axis = choice("Axis", AXES);
  axis.addEventListener("change", () => actions.change({ axis: axis.value }));
  const both = tick("change both axes", (on) => actions.setBoth(on));
  const side = slider("Image size", { min: 1 });
  const sideOutput = element("output");
  side.addEventListener("input", () => actions.setSide(Number(side.value)));
  const csv = element(
    "a",
    { download: "layers.csv", href: "", ...KEEPS_KEYS },
    "Save the table (CSV)",
  );
  const choices = element(
    "div",
    { class: "convlib-fields" },
    labelled("layers", preset),
    labelled("along", axis),
    sliderField("image", side, sideOutput),
    both.field,
    csv,
  );
  const more = fold(
    "Keys",
    { class: "convlib-more" },
    element("p", { class: "convlib-help" }, HELP),
  );
  const controls = element("div", { class: "convlib-controls" }, transport.node);
  const parts = [choices, controls, editor.node, view.says, view.note, view.node, view.key, more];
  const root = explorerRoot("Receptive field explorer", ["convlib-layers"], ...parts);
  return { root, view, transport, editor, preset, axis, both, side, sideOutput, csv };
}

/** @param {ReturnType<typeof createParts>} parts @param {Stack} stack
 * @param {{a: number, both: boolean, presets: Presets}} how */
export function paintChoices(parts, { layers, size, fields: known }, { a, both, presets }) {
  parts.axis.value = AXES[a];
  parts.both.input.checked = both;
  const most = Math.max(64, 2 ** Math.ceil(Math.log2(size[a] + 1)));
  setAttribute(parts.side, "max", Math.min(most, LARGEST_SIDE));
  setValue(parts.side, size[a]);
  setText(parts.sideOutput, String(size[a]));
  parts.preset.selectedIndex = presets.findIndex(([, stack]) => isEqual(stack, layers)) + 1;
  const text = encodeURIComponent(tableCsv(layers, known, a));
  setAttribute(parts.csv, "href", `data:text/csv;charset=utf-8,${text}`);
}

/** Choose the height of a row, so that all of them are in sight, and put the cells there.
 * @param {ReturnType<typeof createParts>} parts @param {Stack} stack @param {number} a */
export function fitRows({ root, view }, stack, a) {
  const above = view.node.getBoundingClientRect().top - root.getBoundingClientRect().top;
  const height = Math.min(visibleHeight(root), innerHeight); // rows need it less than cells do
  const room = height - above - view.key.offsetHeight - 8;
  const ideal = Math.floor(room / (stack.layers.length + 2));
  const row = Math.min(Math.max(ideal, LEAST_ROW), MOST_ROW);
  root.style.setProperty("--row", `${row}px`);
  setAttribute(view.svg, "width", 0); // it would keep the width that it had
  layOut(view, stack, a, Math.floor(view.svg.getBoundingClientRect().width) || 280, row);
}
