// What changes the layers: sliders of the selected one, and buttons that add and take away. Built
// once, then painted.
import { mostAdded } from "./scene.js";
import { MOST_LAYERS } from "./stack.js";
import { layerText } from "./words.js";
import { element, setAttribute, setText, setValue } from "../shared/dom.js";
import { button, choice, labelled, slider, sliderField, tick } from "../shared/controls.js";

/**
 * @typedef {import("./scene.js").Layer} Layer
 * @typedef {import("./scene.js").Sliding} Sliding
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {{name: string, least: number, most: number, of: (layer: Sliding, a: number) => number,
 *   put: (layer: Sliding, a: number, value: number) => Sliding,
 *   kinds?: string[], isPadding?: boolean}} Dial  one number of a layer along an axis
 * @typedef {{layers: () => Layer[], selected: () => number, axes: () => number[],
 *   putLayers: (layers: Layer[], selected?: number) => void}} Subject  selected: counted from 1;
 *   axes: that change together, the shown one first
 */

const KINDS = ["conv", "pool", "transposed"];
/** @type {Layer} */
const NEW = {
  kind: "conv",
  kernel: [3, 3],
  stride: [1, 1],
  padding: [
    [1, 1],
    [1, 1],
  ],
  dilation: [1, 1],
};

/** @param {string} name @param {"kernel"|"stride"|"dilation"} field @param {number} most
 * @returns {Dial} */
function plainDial(name, field, most) {
  return {
    ...{ name, least: 1, most },
    of: (layer, a) => layer[field][a],
    put: (layer, a, value) => withRoom({ ...layer, [field]: layer[field].with(a, value) }),
  };
}

/** Let what is added give way to a smaller stride or dilation.
 * @param {Sliding} layer @returns {Sliding} */
function withRoom(layer) {
  const { added } = layer;
  if (!added) return layer;
  const kept = (/** @type {number} */ a) => Math.min(added[a], mostAdded(layer, a));
  return { ...layer, added: [kept(0), kept(1)] };
}

/** @param {string} name @param {number} side @returns {Dial} */
function paddingDial(name, side) {
  return {
    ...{ name, least: 0, most: 8, isPadding: true },
    of: ({ padding }, a) => (padding === "same" ? 0 : padding[a][side]),
    put: (layer, a, value) => {
      /** @type {[Pair, Pair]} */
      const sides =
        layer.padding === "same"
          ? [
              [0, 0],
              [0, 0],
            ]
          : layer.padding;
      const changed = /** @type {Pair} */ (sides[a].with(side, value));
      return { ...layer, padding: /** @type {[Pair, Pair]} */ (sides.with(a, changed)) };
    },
  };
}

/** @type {Dial[]} */
const DIALS = [
  plainDial("kernel", "kernel", 11),
  plainDial("stride", "stride", 4),
  paddingDial("before", 0),
  paddingDial("after", 1),
  plainDial("dilation", "dilation", 16),
  {
    ...{ name: "added", least: 0, most: 3, kinds: ["transposed"] },
    of: ({ added = [0, 0] }, a) => added[a],
    put: (layer, a, value) => {
      const added = /** @type {Pair} */ ((layer.added ?? [0, 0]).with(a, value));
      return { ...layer, added };
    },
  },
];

/** @param {Subject} subject */
export function createEditor(subject) {
  const kind = choice("Kind of layer", KINDS);
  kind.addEventListener("change", () => changeLayer(subject, (one) => ofKind(one, kind.value)));
  const dials = DIALS.map((dial) => createDial(dial, subject));
  const same = tick("padding “same”", (on) =>
    changeLayer(subject, (one) => ({ ...one, padding: on ? "same" : NEW_PADDING })),
  );
  const ceil = tick("round up (ceil)", (on) =>
    changeLayer(subject, (one) => ({ ...one, ceil: on })),
  );
  const add = button("Add a layer above", "+ Layer");
  const remove = button("Take the layer away", "− Layer");
  const branch = button("Lead a branch around the layer", "Branch around");
  const longer = button("Take the next layer into the branch", "Longer");
  add.addEventListener("click", () => addLayer(subject));
  remove.addEventListener("click", () => removeLayer(subject));
  branch.addEventListener("click", () => toggleBranch(subject));
  longer.addEventListener("click", () => lengthenBranch(subject));
  const title = element("legend");
  const kindField = labelled("kind", kind);
  const rows = dials.map(({ row }) => row);
  const buttons = element("span", { class: "convlib-buttons" }, add, remove, branch, longer);
  const parts = [title, kindField, ...rows, same.field, ceil.field, buttons];
  const node = element("fieldset", { class: "convlib-editor" }, ...parts);
  return { node, title, kind, kindField, dials, same, ceil, add, remove, branch, longer };
}

/** @type {[Pair, Pair]} */
const NEW_PADDING = [
  [0, 0],
  [0, 0],
];

/** @param {Dial} dial @param {Subject} subject */
function createDial(dial, subject) {
  const input = slider(`Layer ${dial.name}`, { min: dial.least });
  const output = element("output");
  input.addEventListener("input", () => {
    const value = Number(input.value);
    changeLayer(subject, (layer) =>
      subject.axes().reduce((changed, a) => dial.put(changed, a, value), layer),
    );
  });
  return { dial, input, output, row: sliderField(dial.name, input, output) };
}

/** @param {ReturnType<typeof createEditor>} parts @param {Layer[]} layers @param {number} selected
 * @param {number} a */
export function paintEditor(parts, layers, selected, a) {
  const layer = layers[selected - 1];
  const isBranch = layer.kind === "branches";
  setText(parts.title, `layer ${selected}: ${layerText(layer, a)}`);
  parts.add.disabled = layers.length === MOST_LAYERS;
  parts.remove.disabled = layers.length === 1;
  setText(parts.branch, isBranch ? "No branch" : "Branch around");
  const told = isBranch ? "Leave the first path only" : "Lead a branch around the layer";
  setAttribute(parts.branch, "aria-label", told);
  parts.longer.hidden = !isBranch || selected === layers.length;
  parts.kindField.hidden = isBranch;
  parts.same.field.hidden = isBranch || layer.kind === "transposed";
  parts.ceil.field.hidden = isBranch || layer.kind !== "pool";
  for (const one of parts.dials) paintDial(one, layer, a);
  if (isBranch) return;
  parts.kind.value = layer.kind;
  parts.same.input.checked = layer.padding === "same";
  parts.ceil.input.checked = Boolean(layer.ceil);
}

/** @param {ReturnType<typeof createDial>} one @param {Layer} layer @param {number} a */
function paintDial({ dial, input, output, row }, layer, a) {
  row.hidden = layer.kind === "branches" || !hasDial(layer, dial);
  if (layer.kind === "branches" || row.hidden) return;
  const value = dial.of(layer, a);
  setAttribute(input, "max", Math.max(dial.most, value));
  setValue(input, value);
  setText(output, String(value));
}

/** @param {Sliding} layer @param {Dial} dial @returns {boolean} whether it is one of the layer's */
function hasDial({ kind, padding }, { kinds = KINDS, isPadding }) {
  return kinds.includes(kind) && !(isPadding && padding === "same");
}

// What the buttons do

/** @param {Subject} subject @param {(layer: Sliding) => Sliding} change of the selected layer */
function changeLayer({ layers, selected, putLayers }, change) {
  const at = selected() - 1;
  const layer = layers()[at];
  if (layer.kind !== "branches") putLayers(layers().with(at, change(layer)));
}

/** @param {Sliding} layer @param {string} kind @returns {Sliding} with what only that kind has */
function ofKind({ kernel, stride, padding, dilation }, kind) {
  const kept = { kernel, stride, dilation, padding };
  if (kind === "transposed") {
    return { kind, ...kept, padding: padding === "same" ? NEW_PADDING : padding, added: [0, 0] };
  }
  return kind === "pool" ? { kind, ...kept, ceil: false } : { kind: "conv", ...kept };
}

/** @param {Subject} subject */
function addLayer({ layers, selected, putLayers }) {
  putLayers(layers().toSpliced(selected(), 0, NEW), selected() + 1);
}

/** @param {Subject} subject */
function removeLayer({ layers, selected, putLayers }) {
  putLayers(layers().toSpliced(selected() - 1, 1), Math.max(selected() - 1, 1));
}

/** Lead an empty path around the selected layer, or leave only the first of its paths.
 * @param {Subject} subject */
function toggleBranch({ layers, selected, putLayers }) {
  const at = selected() - 1;
  const layer = layers()[at];
  /** @type {Layer[]} */
  const put =
    layer.kind === "branches" ? layer.paths[0] : [{ kind: "branches", paths: [[layer], []] }];
  putLayers(layers().toSpliced(at, 1, ...put));
}

/** Take the layer above into the first path of the selected branches.
 * @param {Subject} subject */
function lengthenBranch({ layers, selected, putLayers }) {
  const at = selected() - 1;
  const [layer, next] = layers().slice(at, at + 2);
  if (layer.kind !== "branches") return;
  const paths = layer.paths.with(0, [...layer.paths[0], next]);
  putLayers(layers().toSpliced(at, 2, { ...layer, paths }));
}
