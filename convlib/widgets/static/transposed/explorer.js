// The explorer: one state (the model's traits), painted; every gesture becomes a change of it.
import { SETTING, inputAt, isValid, positions, resultSize, stamp, withinMap } from "./scene.js";
import { createMore, createSettings, paintMore, paintSettings } from "./settings.js";
import { arrangeView, createView, isOnView, keepTabStops, movedMap, paintView } from "./view.js";
import { changeSentence, isRow } from "./words.js";
import { BaseExplorer, entry, explorerRoot } from "../shared/base.js";
import { element, setAttribute, setText } from "../shared/dom.js";
import { fitCells } from "../shared/fit.js";
import { sizeOf } from "../shared/numbers.js";
import { isEqual } from "../shared/store.js";
import { createTransport, paintTransport } from "../shared/transport.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("../shared/pointing.js").Place} Place
 * @typedef {import("../shared/store.js").Patch} Patch
 * @typedef {ReturnType<typeof createParts>} Parts
 */

const WATCHED = [...SETTING, "count_stamps", "position", "presenter"];

/** @param {any} actions */
function createParts(actions) {
  const view = createView();
  const settings = createSettings(actions);
  const more = createMore(actions);
  const transport = createTransport(actions);
  settings.node.append(more.node);
  const root = explorerRoot(
    "Transposed convolution explorer",
    ["convlib-transposed"],
    element("div", { class: "convlib-controls" }, settings.node, transport.node),
    view.says,
    view.sums,
    view.changed,
    view.note,
    view.node,
    view.key,
    more.help,
  );
  return { root, view, settings, more, transport };
}

/** @extends {BaseExplorer<Parts>} */
class Explorer extends BaseExplorer {
  /** @param {import("../shared/store.js").Model} model */
  constructor(model) {
    super(model, WATCHED, (_, actions) => createParts(actions));
    /** @type {State|null} the last painted one */
    this.painted = null;
    this.isLarge = false;
  }

  actions() {
    return {
      ...super.actions(),
      state: () => this.state,
      change: (/** @type {Patch} */ patch) => this.change(patch),
    };
  }

  /** @returns {State} */
  get state() {
    return withinMap(/** @type {State} */ (this.store.read([...SETTING, "position"])));
  }

  size() {
    return positions(this.state);
  }

  fit() {
    const isLarge = this.store.get("presenter");
    fitCells(this.parts.root, this.parts.view.node, { least: 22, most: isLarge ? 84 : 52 });
  }

  /** Change the state, and keep the position on its map.
   * @param {Patch} patch @param {{quiet?: boolean}} [how] as in Store */
  change(patch, how) {
    const { position } = withinMap({ ...this.state, ...patch });
    super.change({ ...patch, position }, how);
  }

  /** A cell of what comes in, of the kernel or of the image.
   * @param {Place} place */
  subjectAt(place) {
    const at = this.placeIn(place);
    return at && this.numberAt(place.map === "spread" ? "image" : place.map, at);
  }

  /** @param {Place} place @returns {Place|null} the cell of a trait that stands there, if any */
  placeIn(place) {
    const { map, row, col } = place;
    const { state } = this;
    if (map === "result") return null;
    if (map === "spread") {
      const at = inputAt(state, row, col);
      return at && { map, row: at[0], col: at[1] };
    }
    if (map === "seen") {
      return { map, row: row % state.seen.length, col: col % state.seen[0].length };
    }
    if (map !== "kernel" || state.way === "scatter") return place;
    const [height, width] = sizeOf(state.kernel);
    return { map, row: height - 1 - row, col: width - 1 - col };
  }

  paint() {
    const { state } = this;
    if (!isValid(state)) return; // Python's traits come one by one: the rest is on its way
    const { view, settings, more, transport } = this.parts;
    const isNew = this.paintSetting(state);
    const { playing } = this.player;
    const pointed = this.pointing.place((place) => isOnView(state, place));
    const isCounting = this.store.get("count_stamps");
    const shown = shownCells(state, playing ? null : pointed);
    paintView(view, { state, ...shown, pointed, isCounting, note: this.note, playing });
    paintSettings(settings, state);
    paintMore(more, state, isCounting);
    paintTransport(transport, this.motion);
    keepTabStops(view, state, this.pointing.focused);
    if (isNew) this.fit();
  }

  /** Paint what follows the setting and the size for the back row alone.
   * @param {State} state @returns {boolean} whether either is new */
  paintSetting(state) {
    const [before, wasLarge] = [this.painted, this.isLarge];
    this.isLarge = this.store.get("presenter");
    this.painted = state;
    this.parts.root.classList.toggle("convlib-presenter", this.isLarge);
    const isNew =
      !before || SETTING.some((name) => !isEqual(trait(before, name), trait(state, name)));
    if (!isNew) return wasLarge !== this.isLarge;
    const { view, root } = this.parts;
    view.moved = movedMap(state);
    setAttribute(root, "data-row", isRow(state));
    arrangeView(view, state);
    if (before) setText(view.changed, changeSentence(before, state));
    return true;
  }
}

/** @param {State} state @param {string} name of a trait */
function trait(state, name) {
  return Reflect.get(state, name);
}

/** @param {State} state @param {Place|null} pointed
 * @returns {{at: Pair, cell: Pair|null}} the position shown, and the output whose sum is told */
function shownCells(state, pointed) {
  /** @type {Pair|null} */
  const place = pointed && [pointed.row, pointed.col];
  const isMoved = pointed?.map === movedMap(state) && isWithin(place, positions(state));
  const at = place && isMoved ? place : state.position;
  if (pointed?.map === "result" && isWithin(place, resultSize(state))) return { at, cell: place };
  if (state.way === "gather") return { at, cell: at };
  if (state.task === "kernel gradient") return { at, cell: [0, 0] };
  const stamped = stamp(state, at).map(({ row, col }) => /** @type {Pair} */ ([row, col]));
  return { at, cell: stamped.find((cell) => isWithin(cell, resultSize(state))) ?? null };
}

/** @param {Pair|null} place @param {Pair} size */
function isWithin(place, size) {
  return place !== null && place.every((n, a) => n >= 0 && n < size[a]);
}

export default entry(Explorer);
