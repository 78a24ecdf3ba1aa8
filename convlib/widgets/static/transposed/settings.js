// What can be chosen: the task, the way, and the sliders; built once, then painted from the state.
import { limits, withRoom } from "./scene.js";
import { isRow } from "./words.js";
import { element, setAttribute, setText, setValue } from "../shared/dom.js";
import { button, choice, fold, labelled, slider, sliderField, tick } from "../shared/controls.js";
import { isEqual } from "../shared/store.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("../shared/store.js").Patch} Patch
 * @typedef {"stride"|"padding"|"output_padding"} Step
 * @typedef {{name: Step, axis: number, side: number, word: string}} Dial one number of a setting
 * @typedef {{state: () => State, change: (patch: Patch) => void}} Subject
 */

/** @type {[string, string][]} */
const TASKS = [
  ["transposed", "transposed convolution"],
  ["image gradient", "gradient for the image"],
  ["kernel gradient", "gradient for the kernel"],
];
/** @type {["scatter"|"gather", string][]} */
const WAYS = [
  ["scatter", "Scatter"],
  ["gather", "Gather"],
];
const ROW = [[1, 2, 3]];
const KERNEL = [[1, 10, 100]];
const ones = (/** @type {number} */ size) =>
  Array.from({ length: size }, () => Array(size).fill(1));
const PLAIN = { stride: [1, 2], padding: sides(0, 0), output_padding: [0, 0] };
const BY_TENS = { ...PLAIN, image: ROW, kernel: KERNEL };
const BY_ONES = { ...PLAIN, image: ones(3), stride: [2, 2] };
/** Settings by name that show something at once. @type {[string, Patch][]} */
const EXAMPLES = [
  ["1 2 3 by 1 10 100", BY_TENS],
  ["six, as PyTorch", { ...BY_TENS, padding: sides(1, 1), output_padding: [0, 1] }],
  ["six, as TensorFlow", { ...BY_TENS, padding: sides(0, 1) }],
  ["chessboard: kernel 3×3", { ...BY_ONES, kernel: ones(3) }],
  ["even: kernel 4×4", { ...BY_ONES, kernel: ones(4) }],
];
const HELP =
  "Change a cell of the input, the kernel or the image: click it and type. Point at an output to " +
  "see its sum. Keys: arrows, Home, End, Page Up, Page Down move; space plays; P enlarges.";

/** @param {number} left @param {number} right */
function sides(left, right) {
  return [
    [0, 0],
    [left, right],
  ];
}

/** @type {Dial[]} */
const DIALS = [
  ...["rows", "columns"].map((word, axis) => dial("stride", axis, 0, word)),
  ...["top", "bottom"].map((word, side) => dial("padding", 0, side, word)),
  ...["left", "right"].map((word, side) => dial("padding", 1, side, word)),
  ...["rows", "columns"].map((word, axis) => dial("output_padding", axis, 0, word)),
];

/** @param {Step} name @param {number} axis @param {number} side @param {string} word
 * @returns {Dial} */
function dial(name, axis, side, word) {
  return { name, axis, side, word };
}

/** @param {Subject} subject */
export function createSettings(subject) {
  const task = choice("Task", []);
  for (const [value, text] of TASKS) task.append(element("option", { value }, text));
  task.addEventListener("change", () => subject.change({ task: task.value }));
  const ways = WAYS.map(([way, text]) => {
    const pressed = button(text);
    pressed.addEventListener("click", () => subject.change({ way }));
    return pressed;
  });
  const sliders = DIALS.map((one) => createSlider(one, subject));
  const fieldsets = ["stride", "padding", "output padding"].map((legend) => {
    const rows = sliders.filter(({ dial: { name } }) => name === legend.replace(" ", "_"));
    return element("fieldset", {}, element("legend", {}, legend), ...rows.map(({ row }) => row));
  });
  const buttons = element("span", { class: "convlib-buttons" }, ...ways);
  const node = element("div", { class: "convlib-settings" }, task, buttons, ...fieldsets);
  return { node, task, ways, sliders };
}

/** @param {Dial} dial @param {Subject} subject */
function createSlider(dial, { state, change }) {
  const { name, word } = dial;
  const label = `${name[0].toUpperCase()}${name.slice(1).replace("_", " ")} ${word}`;
  const input = slider(label);
  input.addEventListener("input", () => change(withNumber(state(), dial, Number(input.value))));
  const output = element("output");
  return { dial, row: sliderField(word, input, output), input, output };
}

/** @param {State} state @param {Dial} dial @returns {number} */
function numberIn(state, { name, axis, side }) {
  return name === "padding" ? state.padding[axis][side] : state[name][axis];
}

/** @param {State} state @param {Dial} dial @param {number} value @returns {Patch} */
function withNumber(state, { name, axis, side }, value) {
  if (name === "padding") {
    return {
      padding: state.padding.with(axis, /** @type {any} */ (state.padding[axis].with(side, value))),
    };
  }
  const { stride, padding, output_padding } = withRoom({
    ...state,
    [name]: state[name].with(axis, value),
  });
  return { stride, padding, output_padding };
}

/** @param {ReturnType<typeof createSettings>} parts @param {State} state */
export function paintSettings({ task, ways, sliders }, state) {
  task.value = state.task;
  WAYS.forEach(([way], n) => setAttribute(ways[n], "aria-pressed", way === state.way));
  for (const { dial: one, row, input, output } of sliders) {
    const { name, axis, side } = one;
    const value = numberIn(state, one);
    const [least, most] = limits(state, name, axis, side);
    row.hidden = axis === 0 && isRow(state);
    setAttribute(input, "min", Math.min(least, value));
    setAttribute(input, "max", Math.max(most, value));
    setValue(input, value);
    setText(output, String(value));
    setAttribute(input, "aria-valuetext", `${value}, of ${least} to ${most}`);
  }
}

/** Examples, counting, and what keys do.
 * @param {Subject} subject */
export function createMore({ change, state }) {
  const example = choice("Example", ["choose…", ...EXAMPLES.map(([name]) => name)]);
  example.addEventListener("change", () => {
    const chosen = EXAMPLES[example.selectedIndex - 1];
    if (chosen) change({ ...chosen[1], seen: state().seen, position: [0, 0] });
  });
  const counts = tick("count the stamps", (on) => change({ count_stamps: on }));
  const fields = element(
    "div",
    { class: "convlib-fields" },
    labelled("Example", example),
    counts.field,
  );
  const help = element("p", { class: "convlib-help" }, HELP);
  return { node: fields, help: fold("How to change it", {}, help), example, counts };
}

/** @param {ReturnType<typeof createMore>} parts @param {State} state @param {boolean} isCounting */
export function paintMore({ example, counts }, state, isCounting) {
  // An arrow key goes on from the example that is named.
  example.selectedIndex = EXAMPLES.findIndex(([, setting]) => holds(state, setting)) + 1;
  counts.input.checked = isCounting;
  counts.field.hidden = state.task === "kernel gradient"; // in which nothing is stamped
}

/** @param {Patch} state @param {Patch} setting @returns {boolean} whether the state is of it */
function holds(state, setting) {
  return Object.entries(setting).every(([name, value]) => isEqual(state[name], value));
}
