// Sliders, buttons and choices: built once, then painted from the state.
import { axes, isValid, limits } from "./scene.js";
import { codeLines, loopSentence, sizeFormula } from "./words.js";
import { element, setAttribute, setText } from "../shared/cells.js";

const AXES = ["rows", "columns"];
const SIDES = [["top", "bottom"], ["left", "right"]];
const MODES = ["zeros", "reflect", "replicate", "circular"];
/** Positions a second; the last is as fast as the screen. */
export const SPEEDS = [0.5, 1, 2, 4, 8, 16, 30, Infinity];

/**
 * @typedef {{name: "stride"|"padding"|"dilation", axis: number, side?: number, label: string,
 *   row: HTMLElement, input: HTMLInputElement, output: HTMLElement}} Setting
 * @typedef {import("./scene.js").Bounds} Bounds
 * @typedef {import("./scene.js").Knobs} Knobs
 */

/** @returns {HTMLInputElement} */
function slider(label, attributes = {}) {
  return element("input", {
    type: "range", "aria-label": label, step: 1, "data-lm-suppress-shortcuts": "true", ...attributes,
  });
}

export function button(label, text = label) {
  return element(
    "button", { type: "button", "aria-label": label, "data-lm-suppress-shortcuts": "true" }, text);
}

function choice(label, options) {
  const select = element("select", { "aria-label": label, "data-lm-suppress-shortcuts": "true" });
  select.append(...options.map((name) => element("option", { value: name }, name)));
  return select;
}

function labelled(label, control) {
  return element("label", { class: "convlib-field" }, element("span", {}, label), control);
}

function tick(label) {
  const box = element("input", { type: "checkbox", "data-lm-suppress-shortcuts": "true" });
  return { box, field: element("label", { class: "convlib-field" }, box, element("span", {}, label)) };
}

/** @returns {Setting} */
function setting(name, axis, side) {
  const word = side === undefined ? AXES[axis] : SIDES[axis][side];
  const label = `${name[0].toUpperCase()}${name.slice(1)} ${word}`;
  const input = slider(label);
  const output = element("output");
  const row = element("label", { class: "convlib-slider" }, element("span", {}, word), input, output);
  return { name, axis, side, label, row, input, output };
}

/** The six sliders (padding also by side), and the fieldset that holds those of one name.
 * @returns {{node: HTMLElement, settings: Setting[], fieldsets: Record<string, HTMLElement>}} */
export function createSettings() {
  const groups = ["stride", "padding", "dilation"].map((name) => {
    const alike = [0, 1].map((axis) => setting(name, axis));
    const bySide = name === "padding"
      ? [0, 1].flatMap((axis) => [0, 1].map((side) => setting(name, axis, side)))
      : [];
    return [...alike, ...bySide];
  });
  const node = element("div", { class: "convlib-settings" });
  const fieldsets = {};
  for (const group of groups) {
    const { name } = group[0];
    const legend = element("legend", {}, name);
    fieldsets[name] = element("fieldset", {}, legend, ...group.map((s) => s.row));
  }
  node.append(...Object.values(fieldsets));
  return { node, settings: groups.flat(), fieldsets };
}

/** @param {Setting} setting @param {import("./scene.js").State} state @returns {number} */
export function settingValue({ name, axis, side }, state) {
  return name === "padding" ? state.padding[axis][side ?? 0] : state[name][axis];
}

/** @param {Setting} setting @param {import("./scene.js").State} state @param {number} value
 * @returns {object} the changed trait */
export function withSetting({ name, axis, side }, state, value) {
  const pairs = [...state[name]];
  if (name !== "padding") pairs[axis] = value;
  else if (side === undefined) pairs[axis] = [value, value];
  else pairs[axis] = pairs[axis].map((old, s) => (s === side ? value : old));
  return { [name]: pairs };
}

/** @param {ReturnType<typeof createSettings>} parts @param {import("./scene.js").State} state
 * @param {{bounds: Bounds, knobs: Knobs, perSide: boolean, dilationFrom: number}} options */
export function paintSettings({ settings, fieldsets }, state, { bounds, knobs, perSide, dilationFrom }) {
  for (const [name, fieldset] of Object.entries(fieldsets)) fieldset.hidden = !knobs[name];
  for (const one of settings) {
    const { name, axis, side, row, input, output } = one;
    if (name === "padding") row.hidden = (side === undefined) === perSide;
    const value = settingValue(one, state);
    const [least, most] = limits(state, name, axis, bounds[name], side);
    setAttribute(input, "min", String(Math.min(least, value)));
    setAttribute(input, "max", String(Math.max(most, value)));
    if (input.value !== String(value)) input.value = String(value);
    const told = name === "dilation" ? value - 1 + dilationFrom : value;
    setText(output, String(told));
    setAttribute(input, "aria-valuetext", `${told}, of ${least - value + told} to ${most - value + told}`);
  }
}

/** Buttons and sliders that move the position. */
export function createTransport() {
  const parts = {
    back: button("Step back", "◀ Step"),
    play: button("Play", "▶ Play"),
    forward: button("Step forward", "Step ▶"),
    position: slider("Position", { min: 0 }),
    where: element("output"),
    speed: slider("Speed", { min: 0, max: SPEEDS.length - 1 }),
    pace: element("output"),
    reset: button("Reset"),
    presenter: button("Presenter size"),
  };
  const node = element(
    "div", { class: "convlib-transport" },
    element("span", { class: "convlib-buttons" }, parts.back, parts.play, parts.forward),
    element("label", { class: "convlib-slider" }, element("span", {}, "Position"), parts.position, parts.where),
    element("label", { class: "convlib-slider" }, element("span", {}, "Speed"), parts.speed, parts.pace),
    element("span", { class: "convlib-buttons" }, parts.reset, parts.presenter),
  );
  return { node, ...parts };
}

/** @param {import("./scene.js").State} state */
export function paintTransport(parts, state, playing, speed, presenter) {
  const [rows, cols] = axes(state);
  const [row, col] = state.position;
  setAttribute(parts.position, "max", String(rows.output * cols.output - 1));
  const index = String(row * cols.output + col);
  if (parts.position.value !== index) parts.position.value = index;
  setText(parts.where, `(${row}, ${col})`);
  setAttribute(parts.position, "aria-valuetext", `row ${row}, column ${col}`);
  setText(parts.play, playing ? "❚❚ Pause" : "▶ Play");
  setAttribute(parts.play, "aria-label", playing ? "Pause" : "Play");
  if (parts.speed.value !== String(speed)) parts.speed.value = String(speed);
  const pace = SPEEDS[speed];
  setText(parts.pace, pace === Infinity ? "fastest" : `${pace} a second`);
  setAttribute(parts.speed, "aria-valuetext", pace === Infinity ? "as fast as the screen" : `${pace} positions a second`);
  setAttribute(parts.presenter, "aria-pressed", String(presenter));
}

/** What unfolds when wanted: presets, padding mode and sides, flip, counting, prediction. */
export function createMore(presets) {
  const names = (kind) => ["choose…", ...presets[kind].map(([name]) => name)];
  const parts = {
    image: choice("Image preset", names("image")),
    kernel: choice("Kernel preset", names("kernel")),
    mode: choice("Padding mode", MODES),
    perSide: tick("each side by itself"),
    flip: tick("flip the kernel"),
    fromZero: tick("count dilation from 0"),
    predict: tick("predict first"),
  };
  const modeField = labelled("Padding mode", parts.mode);
  const node = element(
    "details", { class: "convlib-more" },
    element("summary", { "data-lm-suppress-shortcuts": "true" }, "Change more"),
    element(
      "div", { class: "convlib-fields" },
      labelled("Image preset", parts.image), labelled("Kernel preset", parts.kernel),
      modeField, parts.perSide.field, parts.flip.field, parts.fromZero.field, parts.predict.field,
    ),
    element("p", { class: "convlib-help" }, "Change a cell of the image or the kernel: click it and " +
      "type, or press Enter; arrows up and down count. Point at any cell to see what it touches; " +
      "a click pins it. Keys: arrows, Home, End, Page Up, Page Down move; space plays; P enlarges."),
  );
  return { node, modeField, ...parts };
}

/** @param {import("./scene.js").State} state
 * @param {{knobs: Knobs, perSide: boolean, dilationFrom: number, predict: boolean}} options */
export function paintMore(parts, state, presets, { knobs, perSide, dilationFrom, predict }) {
  parts.modeField.hidden = !knobs.padding;
  parts.perSide.field.hidden = !knobs.padding;
  parts.fromZero.field.hidden = !knobs.dilation;
  const uneven = state.padding.some(([before, after]) => before !== after);
  parts.perSide.box.checked = perSide;
  parts.perSide.box.disabled = uneven;
  parts.flip.box.checked = state.flip_kernel;
  parts.fromZero.box.checked = dilationFrom === 0;
  parts.predict.box.checked = predict;
  parts.mode.value = state.padding_mode;
  for (const option of parts.mode.options) {
    option.disabled = !isValid({ ...state, padding_mode: option.value });
  }
  for (const kind of ["image", "kernel"]) paintPresets(parts[kind], kind, state, presets[kind]);
}

function paintPresets(select, kind, state, presets) {
  const shown = JSON.stringify(state[kind]);
  presets.forEach(([, values], n) => {
    select.options[n + 1].disabled = !isValid({ ...state, [kind]: values });
  });
  select.selectedIndex = presets.findIndex(([, values]) => JSON.stringify(values) === shown) + 1;
}

/** The size formula with its numbers, the loops, and the same call in three libraries. */
export function createArithmetic() {
  const sizes = AXES.map((word) => element("p", { class: "convlib-formula", "data-axis": word }));
  const here = element("p", { class: "convlib-here" });
  const lines = ["loops", "convlib", "NumPy", "PyTorch"].map((name) => {
    const code = element("code", { "data-library": name, tabindex: 0, "data-lm-suppress-shortcuts": "true" });
    const copy = button(`Copy ${name}`, "Copy");
    const [kind, parts] = name === "loops" ? ["loops", [copy, code]] : ["code", [code, copy]];
    const line = element("div", { class: `convlib-${kind}` }, element("span", {}, name), ...parts);
    return { name, code, copy, line };
  });
  const node = element(
    "details", { class: "convlib-arithmetic" },
    element("summary", { "data-lm-suppress-shortcuts": "true" }, "The arithmetic and the code"),
    ...sizes, lines[0].line, here, ...lines.slice(1).map((l) => l.line),
    element("p", { class: "convlib-help" }, "Copy takes the imports, the image and the kernel along."),
  );
  return { node, sizes, here, lines };
}

/** @param {import("./scene.js").State} state @param {Knobs} knobs */
export function paintArithmetic(parts, state, knobs) {
  parts.sizes.forEach((node, a) => setText(node, `${AXES[a]}:  ${sizeFormula(state, a, knobs)}`));
  codeLines(state).forEach(({ line }, n) => setText(parts.lines[n].code, line));
  const [{ line, code }] = parts.lines;
  const letters = Math.max(...code.textContent.split("\n").map((text) => text.length));
  line.style.setProperty("--letters", String(letters));
}

/** @param {import("./view.js").Scene} scene */
export function paintLoops({ here }, { at, truth, hides }) {
  setText(here, loopSentence(at, truth[at[0]][at[1]], hides(at[0], at[1])));
}
