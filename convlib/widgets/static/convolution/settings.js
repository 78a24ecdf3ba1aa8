// The six sliders, and what unfolds when wanted: built once, then painted from the state.
import { PADDING_MODES, isValid, limits } from "./scene.js";
import { element, setAttribute, setText, setValue } from "../shared/dom.js";
import { choice, fold, labelled, slider, sliderField, tick } from "../shared/controls.js";
import { isEqual } from "../shared/store.js";

export const AXES = ["rows", "columns"];
const SIDES = [
  ["top", "bottom"],
  ["left", "right"],
];
/** @type {Parameter[]} */
const PARAMETERS = ["stride", "padding", "dilation"];
const HELP =
  "Change a cell of the image or the kernel: click it and type, press Enter, or tap it twice; " +
  "arrows up and down count. Point at any cell to see what it touches; a click or a tap pins " +
  "it. Keys: arrows, Home, End, Page Up, Page Down move; space plays; P enlarges.";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Setting} Setting
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./scene.js").Parameter} Parameter
 * @typedef {{name: Parameter, axis: number, side?: number}} Dial  one number of a setting:
 *   without a side, padding is that of both
 * @typedef {Dial & {row: HTMLElement, input: HTMLInputElement, output: HTMLElement}} Slider
 * @typedef {Record<"image"|"kernel", [string, number[][]][]>} Presets  tables by name
 * @typedef {{bounds: import("./scene.js").Bounds, knobs: import("./scene.js").Knobs,
 *   perSide: boolean, dilationFrom: number, predict: boolean}} Choices
 * @typedef {{state: () => State, change: (patch: Patch) => void, choose: (patch: Patch) => void,
 *   showSides: (on: boolean) => void}} Subject what is set: the state, or how it is shown
 * @typedef {import("../shared/store.js").Patch} Patch
 */

/** The six sliders (padding also by side), and the fieldset that holds those of one name.
 * @param {Subject} subject */
export function createSettings(subject) {
  const sliders = PARAMETERS.flatMap((name) => [
    ...[0, 1].map((axis) => createSlider({ name, axis }, subject)),
    ...(name === "padding" ? sidesOfPadding().map((one) => createSlider(one, subject)) : []),
  ]);
  const fieldsets = PARAMETERS.map((name) => {
    const rows = sliders.filter((one) => one.name === name).map(({ row }) => row);
    return element("fieldset", {}, element("legend", {}, name), ...rows);
  });
  const node = element("div", { class: "convlib-settings" }, ...fieldsets);
  return { node, sliders, fieldsets };
}

/** @returns {Dial[]} */
function sidesOfPadding() {
  return [0, 1].flatMap((axis) => [0, 1].map((side) => ({ name: "padding", axis, side })));
}

/** @param {Dial} one @param {Subject} subject
 * @returns {Slider} */
function createSlider(one, { state, change }) {
  const { name, axis, side } = one;
  const word = side === undefined ? AXES[axis] : SIDES[axis][side];
  const input = slider(`${name[0].toUpperCase()}${name.slice(1)} ${word}`);
  input.addEventListener("input", () => {
    const value = Number(input.value);
    if (value !== numberIn(state(), one)) change(withNumber(state(), one, value));
  });
  const output = element("output");
  return { ...one, row: sliderField(word, input, output), input, output };
}

/** @param {Setting} state @param {Dial} one @returns {number} */
function numberIn(state, { name, axis, side = 0 }) {
  return name === "padding" ? state.padding[axis][side] : state[name][axis];
}

/** @param {Setting} state @param {Dial} one @param {number} value
 * @returns {Patch} the changed trait */
function withNumber(state, { name, axis, side }, value) {
  if (name !== "padding") return { [name]: state[name].with(axis, value) };
  const sides = side === undefined ? [value, value] : state.padding[axis].with(side, value);
  return { padding: state.padding.map((old, a) => (a === axis ? sides : old)) };
}

/** @param {ReturnType<typeof createSettings>} parts @param {State} state
 * @param {Choices} choices */
export function paintSettings({ sliders, fieldsets }, state, choices) {
  PARAMETERS.forEach((name, n) => {
    fieldsets[n].hidden = !choices.knobs[name];
  });
  for (const one of sliders) paintSlider(one, state, choices);
}

/** @param {Slider} one @param {State} state @param {Choices} choices */
function paintSlider(one, state, { bounds, perSide, dilationFrom }) {
  const { name, axis, side, row, input, output } = one;
  if (name === "padding") row.hidden = (side === undefined) === perSide;
  const value = numberIn(state, one);
  const [least, most] = limits(state, name, axis, bounds[name], side);
  setAttribute(input, "min", Math.min(least, value));
  setAttribute(input, "max", Math.max(most, value));
  setValue(input, value);
  const shift = name === "dilation" ? dilationFrom - 1 : 0;
  setText(output, String(value + shift));
  const told = `${value + shift}, of ${least + shift} to ${most + shift}`;
  setAttribute(input, "aria-valuetext", told);
}

/** Presets, padding mode and sides, flip, counting, prediction.
 * @param {Presets} presets @param {Subject} subject */
export function createMore(presets, { change, choose, showSides }) {
  const image = createPresets("image", presets, change);
  const kernel = createPresets("kernel", presets, change);
  const mode = choice("Padding mode", PADDING_MODES);
  mode.addEventListener("change", () => change({ padding_mode: mode.value }));
  const modeField = labelled("Padding mode", mode);
  const perSide = tick("each side by itself", showSides);
  const flip = tick("flip the kernel", (on) => change({ flip_kernel: on }));
  const fromZero = tick("count dilation from 0", (on) => choose({ dilation_from: on ? 0 : 1 }));
  const predict = tick("predict first", (on) => choose({ predict: on }));
  const ticks = [perSide, flip, fromZero, predict].map(({ field }) => field);
  const presetFields = [labelled("Image preset", image), labelled("Kernel preset", kernel)];
  const fields = element("div", { class: "convlib-fields" }, ...presetFields, modeField, ...ticks);
  const help = element("p", { class: "convlib-help" }, HELP);
  const node = fold("Change more", { class: "convlib-more" }, fields, help);
  return { node, presets, image, kernel, mode, modeField, perSide, flip, fromZero, predict };
}

/** @param {"image"|"kernel"} kind @param {Presets} presets
 * @param {(patch: Patch) => void} change */
function createPresets(kind, presets, change) {
  const names = presets[kind].map(([name]) => name);
  const select = choice(kind === "image" ? "Image preset" : "Kernel preset", ["choose…", ...names]);
  select.addEventListener("change", () => {
    const preset = presets[kind][select.selectedIndex - 1];
    if (preset) change({ [kind]: preset[1] });
  });
  return select;
}

/** @param {ReturnType<typeof createMore>} parts @param {State} state @param {Choices} choices */
export function paintMore(parts, state, { knobs, perSide, dilationFrom, predict }) {
  parts.modeField.hidden = !knobs.padding;
  parts.perSide.field.hidden = !knobs.padding;
  parts.fromZero.field.hidden = !knobs.dilation;
  parts.perSide.input.checked = perSide;
  parts.perSide.input.disabled = isUneven(state);
  parts.flip.input.checked = state.flip_kernel;
  parts.fromZero.input.checked = dilationFrom === 0;
  parts.predict.input.checked = predict;
  parts.mode.value = state.padding_mode;
  for (const option of parts.mode.options) {
    option.disabled = !isValid({ ...state, padding_mode: option.value });
  }
  paintPresets(parts.image, "image", state, parts.presets);
  paintPresets(parts.kernel, "kernel", state, parts.presets);
}

/** @param {Setting} state @returns {boolean} whether padding differs from side to side */
export function isUneven(state) {
  return state.padding.some(([before, after]) => before !== after);
}

/** @param {HTMLSelectElement} select @param {"image"|"kernel"} kind @param {State} state
 * @param {Presets} presets */
function paintPresets(select, kind, state, presets) {
  presets[kind].forEach(([, table], n) => {
    select.options[n + 1].disabled = !isValid({ ...state, [kind]: table });
  });
  select.selectedIndex = presets[kind].findIndex(([, table]) => isEqual(table, state[kind])) + 1;
}
