// The explorer: one state (the model's traits), painted; every gesture becomes a change of it.
import { paintEditor } from "./editor.js";
import { createParts, fitRows, paintChoices } from "./parts.js";
import { RowPointing } from "./pointing.js";
import { paintFan } from "./rows.js";
import { paintSheet } from "./sheet.js";
import { isSquare, outputOf, stackOf } from "./stack.js";
import { paintTable } from "./table.js";
import { fan, isSeparable, sheet } from "./trails.js";
import { paintWords } from "./view.js";
import { BaseExplorer, entry } from "../shared/base.js";
import { paintTransport } from "../shared/transport.js";

/**
 * @typedef {import("./view.js").At} At
 * @typedef {import("./stack.js").Stack} Stack
 * @typedef {import("./scene.js").Layer} Layer
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {ReturnType<typeof createParts>} Parts
 */

const SETTING = ["layers", "input_size", "axis"];
const WATCHED = [...SETTING, "position", "presenter"];
const PATIENCE = 120; // ms until the field of branches is worked out: it takes about as long

/** @extends {BaseExplorer<Parts>} */
class Explorer extends BaseExplorer {
  /** @param {import("../shared/store.js").Model} model */
  constructor(model) {
    super(model, WATCHED, (store, actions) => createParts(actions, store.get("_presets")));
    this.selected = this.store.get("layers").length;
    this.both = isSquare(this.store.get("layers"), this.store.get("input_size"));
    this.rows = new RowPointing(this.parts.view, {
      top: () => this.store.get("layers").length,
      moveAlong: (cell) => this.moveAlong(cell),
      onChange: () => this.paint(),
    });
    /** @type {any[]} what the stack was worked out of */
    this.seen = [];
    /** @type {Stack|null} */
    this.stack = null;
    this.sheet = { ...sheet([], [0, 0]), key: "" };
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.waiting = undefined;
  }

  actions() {
    return {
      ...super.actions(),
      change: (/** @type {any} */ patch) => this.change(patch),
      release: () => this.rows.point({ pinned: null }),
      layers: () => this.store.get("layers"),
      selected: () => this.selected,
      axes: () => (this.both ? [this.a, 1 - this.a] : [this.a]),
      putLayers: (/** @type {Layer[]} */ layers, selected = this.selected) =>
        this.change({ layers }, {}, selected),
      takePreset: (/** @type {number} */ index) => this.takePreset(index),
      setBoth: (/** @type {boolean} */ on) => {
        this.both = on;
        this.paint();
      },
      setSide: (/** @type {number} */ side) => this.setSide(side),
    };
  }

  destroy() {
    clearTimeout(this.waiting);
    super.destroy();
  }

  // The state

  /** The axis that is shown. */
  get a() {
    return this.store.get("axis") === "rows" ? 0 : 1;
  }

  size() {
    return this.stack?.fields.at(-1)?.output ?? [1, 1];
  }

  /** @returns {At} the cell whose fan is shown */
  get at() {
    const top = this.store.get("layers").length;
    const found = this.rows.pinned ?? (this.player.playing ? null : this.rows.hovered);
    const cells =
      found && (found.map ? this.stack?.fields[found.map - 1]?.output : this.stack?.size);
    if (found && cells) return { map: found.map, cell: Math.min(found.cell, cells[this.a] - 1) };
    return { map: top, cell: this.position[this.a] };
  }

  /** Move along the axis that is shown, around its end. @param {number} by */
  step(by) {
    const count = this.size()[this.a];
    this.moveAlong((((this.position[this.a] + by) % count) + count) % count);
  }

  /** @param {number} cell */
  moveAlong(cell) {
    this.moveTo(/** @type {Pair} */ (this.position.with(this.a, cell)));
  }

  /** @param {Pair} position */
  moveTo(position) {
    this.rows.forget();
    super.moveTo(position);
  }

  /** Change the state, unless its layers do not fit on each other: then say so.
   * @param {import("../shared/store.js").Patch} patch @param {{quiet?: boolean}} [how]
   * @param {number} [selected] */
  change(patch, how, selected = this.selected) {
    const { layers, input_size: size } = { ...this.store.read(SETTING), ...patch };
    try {
      const last = outputOf(layers, size);
      const position = (patch.position ?? this.position).map(
        (/** @type {number} */ cell, /** @type {number} */ n) => Math.min(cell, last[n] - 1),
      );
      this.selected = Math.min(selected, layers.length);
      super.change({ ...patch, position }, how);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.say(`That does not fit: ${error.message}. Nothing was changed.`);
    }
  }

  /** @param {number} index */
  takePreset(index) {
    const preset = this.store.get("_presets")[index];
    if (!preset) return;
    const [, layers, size] = preset;
    this.both = isSquare(layers, size);
    const position = outputOf(layers, size).map((cells) => Math.floor((cells - 1) / 2));
    const axis = size[0] < size[1] ? { axis: "columns" } : {};
    this.rows.forget();
    this.change({ layers, input_size: size, position, ...axis }, {}, layers.length);
  }

  /** @param {number} side */
  setSide(side) {
    const size = this.store.get("input_size");
    this.change({ input_size: this.both ? [side, side] : size.with(this.a, side) });
  }

  reset() {
    this.player.pause();
    this.rows.forget();
    const first = this.store.get("_initial");
    this.both = isSquare(first.layers, first.input_size);
    this.change(first);
  }

  // Painting

  paint() {
    if (!this.workOut() || !this.stack) return; // Python's traits come one by one
    const { stack, a, at } = this;
    const met = fan(stack.placed, a, at.map, at.cell);
    const { parts, selected, note } = this;
    const playing = this.player.playing;
    const output = this.position[a];
    const now = { stack, a, selected, output, at, met, sheet: this.sheetNow(), playing, note };
    paintTable(parts.view, now, (map) => this.select(map));
    paintFan(parts.view, now);
    paintSheet(parts.view, now);
    paintWords(parts.view, now);
    paintEditor(parts.editor, stack.layers, selected, a);
    paintTransport(parts.transport, this.motion);
    paintChoices(parts, stack, { a, both: this.both, presets: this.store.get("_presets") });
  }

  /** Work out what follows from the layers, the image and the axis, if one of them is new.
   * @returns {boolean} whether they fit on each other */
  workOut() {
    const seen = [...Object.values(this.store.read(SETTING)), this.store.get("presenter")];
    if (seen.every((part, n) => part === this.seen[n])) return this.stack !== null;
    const [layers, size] = seen;
    try {
      this.stack = stackOf(layers, size);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return false;
    }
    this.seen = seen;
    this.selected = Math.min(this.selected, layers.length);
    this.parts.root.classList.toggle("convlib-presenter", this.store.get("presenter"));
    paintTable(this.parts.view, { ...this.blank(this.stack) }, (map) => this.select(map));
    paintEditor(this.parts.editor, layers, this.selected, this.a);
    this.fit();
    return true;
  }

  /** @param {Stack} stack @returns {import("./view.js").ViewState} without a fan */
  blank(stack) {
    const { a, selected, at } = this;
    const output = this.position[a];
    const sheet = this.sheet;
    return { stack, a, selected, output, at, met: [], sheet, playing: false, note: "" };
  }

  /** What the output sees, rows and columns; of branches, a little later. */
  sheetNow() {
    const { placed, layers, size } = /** @type {Stack} */ (this.stack);
    const { position } = this;
    const key = JSON.stringify([layers, size, position]);
    if (key === this.sheet.key) return this.sheet;
    if (isSeparable(placed)) this.sheet = { ...sheet(placed, position), key };
    else this.workOutLater(key);
    return this.sheet;
  }

  /** @param {string} key */
  workOutLater(key) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const { placed } = /** @type {Stack} */ (this.stack);
      this.sheet = { ...sheet(placed, this.position), key };
      this.paint();
    }, PATIENCE);
  }

  /** @param {number} map */
  select(map) {
    this.selected = map;
    this.paint();
  }

  fit() {
    const { stack, a } = this;
    const { root, view } = this.parts;
    if (!stack || !root.clientWidth) return;
    fitRows(this.parts, stack, a);
    const met = fan(stack.placed, a, this.at.map, this.at.cell);
    const now = { ...this.blank(stack), met };
    paintFan(view, now);
    paintSheet(view, now);
  }
}

export default entry(Explorer);
