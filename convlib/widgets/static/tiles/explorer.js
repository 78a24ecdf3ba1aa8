// The tiles' explorer: one state (the model's traits), painted; every gesture changes it.
import { LEAST_TILE, SETTING, cutsOf, sceneOf } from "./scene.js";
import { cellBelow, createView, paintPlace, paintSetting } from "./view.js";
import { BaseExplorer, entry, explorerRoot } from "../shared/base.js";
import { setTabStop } from "../shared/cells.js";
import { choice, labelled, slider, sliderField } from "../shared/controls.js";
import { element, setAttribute, setText, setValue } from "../shared/dom.js";
import { fitCells } from "../shared/fit.js";
import { createTransport, paintTransport } from "../shared/transport.js";

/**
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./scene.js").Stack} Stack
 * @typedef {import("./scene.js").Setting} Setting
 * @typedef {import("../shared/base.js").BaseActions &
 *   {set: (patch: Record<string, number|string>) => void}} Actions
 */

// Pixels; as in the style sheet.
const LEAST_CELL = 3.5;
const NARROW = 520;
const GAP = 16; // half of that between two maps, and their margins
const HELP =
  "Point at a cell of the result to see which cells of the image it needs. A click on a tile " +
  "shows its window. Keys: arrows, Page Up, Page Down move from tile to tile; space plays; " +
  "P enlarges.";

/** @param {import("../shared/store.js").Store} store @param {Actions} actions */
function build(store, actions) {
  const view = createView();
  const names = store.get("_stacks").map((/** @type {Stack} */ stack) => stack.name);
  const stack = choice("Layers", names);
  stack.addEventListener("change", () => actions.set({ stack: stack.value }));
  const sliders = Object.fromEntries(
    ["tile", "halo", "offset"].map((name) => {
      const title = name[0].toUpperCase() + name.slice(1);
      const input = slider(title, { min: name === "tile" ? LEAST_TILE : 0 });
      const output = element("output");
      input.addEventListener("input", () => actions.set({ [name]: Number(input.value) }));
      return [name, { input, output, field: sliderField(title, input, output) }];
    }),
  );
  const transport = createTransport(actions);
  const fields = Object.values(sliders).map(({ field }) => field);
  const controls = element(
    "div",
    { class: "convlib-controls" },
    labelled("Layers", stack),
    ...fields,
    transport.node,
  );
  const root = explorerRoot(
    "Tiles explorer",
    ["convlib-tiles-explorer"],
    controls,
    element("div", { class: "convlib-counts" }, view.count, view.bar, view.price),
    view.says,
    view.note,
    view.node,
    element("p", { class: "convlib-help" }, HELP),
  );
  return { root, view, stack, sliders, transport };
}

/** @extends {BaseExplorer<ReturnType<typeof build>>} */
class Explorer extends BaseExplorer {
  /** @param {import("../shared/store.js").Model} model */
  constructor(model) {
    super(model, ["stack", ...SETTING, "position", "presenter"], build);
    this.painted = ""; // the setting that was painted last
    /** @type {import("./view.js").Worked|null} */
    this.worked = null;
    /** @type {Pair|null} cell of the result below the mouse */
    this.pointed = null;
    const { result } = this.parts.view.maps;
    result.svg.addEventListener("pointermove", (event) =>
      this.pointAt(this.worked && cellBelow(result, this.worked, event)),
    );
    result.svg.addEventListener("pointerleave", () => this.pointAt(null));
  }

  /** @returns {Actions} */
  actions() {
    return { ...super.actions(), set: (patch) => this.set(patch) };
  }

  /** @returns {Stack} */
  get stack() {
    const name = this.store.get("stack");
    return this.store.get("_stacks").find((/** @type {Stack} */ stack) => stack.name === name);
  }

  /** @returns {Setting} */
  get setting() {
    return /** @type {Setting} */ (this.store.read(SETTING));
  }

  size() {
    const count = cutsOf(this.stack, this.setting).length;
    return /** @type {Pair} */ ([count, count]);
  }

  /** Change the setting; the offset stays less than a tile, the position on a tile.
   * @param {Record<string, number|string>} patch */
  set(patch) {
    const asked = { ...this.setting, ...patch };
    const offset = Math.min(asked.offset, asked.tile - 1);
    const last = cutsOf(this.stack, { ...asked, offset }).length - 1;
    const [row, col] = this.position.map((n) => Math.min(n, last));
    this.pointed = null;
    this.change({ ...patch, offset, position: [row, col] });
  }

  /** @param {Pair|null} cell */
  pointAt(cell) {
    if (String(cell) === String(this.pointed)) return;
    this.pointed = cell;
    this.paint();
  }

  step(/** @type {number} */ by) {
    this.pointed = null;
    super.step(by);
  }

  // Painting

  paint() {
    if (!this.stack) return; // Python's traits come one by one: the rest is on its way
    const { parts } = this;
    const worked = this.workOut();
    paintPlace(parts.view, {
      ...worked,
      position: this.position,
      pointed: this.player.playing ? null : this.pointed,
      note: this.note,
      playing: this.player.playing,
    });
    paintTransport(parts.transport, this.motion);
    setTabStop(parts.view.maps.result, `${this.position}`);
  }

  /** Work a setting out and paint what follows it alone, if it is a new one. */
  workOut() {
    const { stack, setting, parts } = this;
    const presenter = this.store.get("presenter");
    const wanted = JSON.stringify([stack.name, setting, presenter]);
    if (this.worked && wanted === this.painted) return this.worked;
    this.painted = wanted;
    this.worked = { stack, setting, scene: sceneOf(stack, setting) };
    paintSetting(parts.view, this.worked);
    this.paintControls();
    parts.root.classList.toggle("convlib-presenter", presenter);
    this.fit();
    return this.worked;
  }

  paintControls() {
    const { setting, stack, parts } = this;
    const most = { tile: setting.size, halo: setting.size / 2, offset: setting.tile - 1 };
    for (const name of /** @type {const} */ (["tile", "halo", "offset"])) {
      const { input, output } = parts.sliders[name];
      setAttribute(input, "max", most[name]);
      setValue(input, setting[name]);
      setText(output, String(setting[name]));
    }
    if (parts.stack.value !== stack.name) parts.stack.value = stack.name;
  }

  fit() {
    const { root, view } = this.parts;
    const across = root.clientWidth < NARROW ? 1 : 2; // maps beside each other
    const room = root.clientWidth / across - GAP;
    const least = Math.min(LEAST_CELL, room / this.store.get("size"));
    fitCells(root, view.node, { least, most: 8 });
  }
}

export default entry(Explorer);
