// The explorer: one state (the model's traits), painted; every gesture becomes a change of it.
import {
  SETTING,
  axes,
  extent,
  featureMap,
  isValid,
  knobsOf,
  settingOf,
  withinMap,
} from "./scene.js";
import { createArithmetic, paintArithmetic, paintLoops } from "./arithmetic.js";
import { judge } from "./answer.js";
import { followFocus, keysAt, listenToClicks } from "./gestures.js";
import { fit, reserveLines, reserveRoom } from "./layout.js";
import { Prediction } from "./prediction.js";
import { createMore, createSettings, isUneven, paintMore, paintSettings } from "./settings.js";
import { createView, paintLegend, paintView } from "./view.js";
import { setTabStop } from "../shared/cells.js";
import { element } from "../shared/dom.js";
import { edit, withCell } from "../shared/editing.js";
import { listenToKeys } from "../shared/keys.js";
import { Player } from "../shared/player.js";
import { Pointing } from "../shared/pointing.js";
import { Store } from "../shared/store.js";
import { createTransport, paintTransport } from "../shared/transport.js";

/** Traits that change how the state is shown, not what it is. */
export const OPTIONS = [
  "presenter",
  "predict",
  "dilation_from",
  "unfold",
  "max_stride",
  "max_padding",
  "max_dilation",
];
const WATCHED = [...SETTING, "position", ...OPTIONS, "_answer", "_reason"];

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("../shared/store.js").Patch} Patch
 * @typedef {import("../shared/pointing.js").Place} Place
 * @typedef {import("./settings.js").Subject & import("./gestures.js").Actions &
 *   import("./prediction.js").Surroundings & import("../shared/transport.js").Moves &
 *   import("./arithmetic.js").Subject} Actions
 */

class Explorer {
  /** @param {import("../shared/store.js").Model} model */
  constructor(model) {
    this.note = ""; // to the reader, until the next change
    this.perSide = false; // padding by four sliders, on request
    /** @type {any[]} what the last painted setting was made of */
    this.seen = [];
    /** @type {string|null} the fold opened on request last */
    this.unfolded = null;
    /** @type {number[][]} */
    this.truth = [];
    this.knobs = knobsOf({ stride: 1, padding: 0, dilation: 1 });
    /** @type {import("./answer.js").Judged|null} */
    this.judged = null;
    /** @type {import("./layout.js").Room|null} */
    this.room = null;
    const repaint = () => this.paint();
    this.store = new Store(model, WATCHED, repaint);
    this.player = new Player({ step: () => this.step(1), onChange: () => this.onPlay() });
    this.view = createView();
    this.pointing = new Pointing(this.view.node, { moved: "feature-map", onChange: repaint });
    const actions = this.actions();
    this.settings = createSettings(actions);
    this.transport = createTransport(actions);
    this.prediction = new Prediction(actions);
    this.more = createMore(this.store.get("_presets"), actions);
    this.arithmetic = createArithmetic(actions);
    this.root = this.build();
    this.resize = new ResizeObserver(() => this.fit());
    this.resize.observe(this.root);
    listenToClicks(this.view.node, actions);
    const after = (/** @type {Element} */ target) => followFocus(target, actions);
    listenToKeys(this.root, (target) => keysAt(target, actions), after);
  }

  build() {
    const { settings, transport, prediction, more, arithmetic, view } = this;
    return element(
      "div",
      { class: "convlib-explorer", role: "group", "aria-label": "Convolution explorer" },
      settings.node,
      transport.node,
      view.says,
      prediction.node,
      view.note,
      view.node,
      more.node,
      arithmetic.node,
    );
  }

  /** All that the parts can do here; each of them says which it wants.
   * @returns {Actions} */
  actions() {
    return {
      maps: this.view.maps,
      state: () => this.state,
      subject: () => ({ state: this.state, truth: this.result }),
      position: () => this.state.position,
      size: () => sizeOf(this.state),
      change: (patch) => this.change(patch),
      choose: (patch) => this.store.change(patch),
      ask: (guess) => this.store.change({ _guess: guess }),
      say: (note) => this.say(note),
      repaint: () => this.paint(),
      showSides: (on) => this.showSides(on),
      step: (by) => this.step(by),
      moveTo: (position) => this.moveTo(position),
      moveToIndex: (index) => this.moveToIndex(index),
      togglePlay: () => this.player.toggle(),
      setSpeed: (speed) => this.setSpeed(speed),
      togglePresenter: () => this.store.change({ presenter: !this.store.get("presenter") }),
      reset: () => this.reset(),
      pin: (place) => this.pointing.pin(place),
      release: () => this.pointing.release(),
      edit: (place, typed) => this.edit(place, typed),
    };
  }

  destroy() {
    this.player.pause();
    this.resize.disconnect();
    this.store.destroy();
  }

  /** @returns {State} */
  get state() {
    return withinMap(/** @type {State} */ (this.store.read([...SETTING, "position"])));
  }

  /** The true result at the current position. */
  get result() {
    const [row, col] = this.state.position;
    return this.truth[row][col];
  }

  // Changes

  /** Change the state, and keep the position inside the map.
   * @param {Patch} patch @param {{quiet?: boolean}} [how] as in Store */
  change(patch, how) {
    const { position } = withinMap({ ...this.state, ...patch });
    this.note = "";
    this.store.change({ ...patch, position }, how);
  }

  /** Move through the positions in the order of the loops, around the end.
   * @param {number} by */
  step(by) {
    const [rows, cols] = sizeOf(this.state);
    const [row, col] = this.state.position;
    const [index, count] = [row * cols + col + by, rows * cols];
    this.moveToIndex(((index % count) + count) % count);
  }

  /** @param {number} index of a position, in the order of the loops */
  moveToIndex(index) {
    const cols = sizeOf(this.state)[1];
    this.moveTo([Math.floor(index / cols), index % cols]);
  }

  /** @param {Pair} position */
  moveTo(position) {
    this.pointing.lift();
    this.change({ position }, { quiet: this.player.playing });
  }

  reset() {
    this.player.pause();
    this.pointing.release();
    this.change(this.store.get("_initial"));
  }

  onPlay() {
    this.paint();
    if (!this.player.playing) this.store.saveSoon();
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.player.speed = speed;
    this.paint();
  }

  /** @param {boolean} on */
  showSides(on) {
    this.perSide = on;
    this.paint();
  }

  /** @param {string} note */
  say(note) {
    this.note = note;
    this.paint();
  }

  /** Open a cell of the image or the kernel, not one of padding: a learner changes it in place.
   * @param {Place} place @param {string} [typed] */
  edit(place, typed) {
    const { map } = place;
    if (map !== "image" && map !== "kernel") return;
    const value = this.store.get(map)[place.row]?.[place.col];
    if (value === undefined) return;
    const put = (/** @type {number} */ number) =>
      this.change({ [map]: withCell(this.store.get(map), place, number) });
    edit(this.view.maps[map], place, { value, put, say: (note) => this.say(note) }, typed);
  }

  // Painting

  /** Paint what differs. What follows the setting alone is left alone while only the position
   * moves. */
  paint() {
    const { state } = this;
    if (!isValid(state)) return; // Python's traits come one by one: the rest is on its way
    const options = this.store.read(OPTIONS);
    this.paintNewSetting(state, options);
    const now = this.viewState(state, options);
    paintView(this.view, now);
    paintTransport(this.transport, {
      position: state.position,
      size: sizeOf(state),
      playing: this.player.playing,
      speed: this.player.speed,
      presenter: options.presenter,
    });
    paintLoops(this.arithmetic, now);
    const { predict } = options;
    this.prediction.paint({
      position: state.position,
      predict,
      reason: this.store.get("_reason"),
    });
    this.keepTabStops(state);
  }

  /** @param {State} state @param {Patch} options */
  paintNewSetting(state, options) {
    const setting = Object.values(settingOf(state));
    const parts = [...setting, ...Object.values(options), this.store.get("_answer"), this.perSide];
    if (parts.every((part, n) => part === this.seen[n])) return;
    if (setting.some((part, n) => part !== this.seen[n])) this.prediction.forget();
    this.seen = parts;
    this.paintSetting(state, options);
  }

  /** @param {State} state @param {Patch} options */
  paintSetting(state, options) {
    const answer = this.store.get("_answer");
    this.truth = featureMap(state);
    this.judged = judge(answer, state, this.truth);
    const choices = this.choices(state, options);
    this.knobs = choices.knobs;
    paintSettings(this.settings, state, choices);
    paintMore(this.more, state, choices);
    paintArithmetic(this.arithmetic, state, this.knobs);
    paintLegend(this.view, this.knobs);
    this.room = reserveRoom(this.view.maps, state, options.max_padding, answer);
    this.root.classList.toggle("convlib-presenter", options.presenter);
    this.unfold(options.unfold);
    this.fit();
  }

  /** @param {State} state @param {Patch} options
   * @returns {import("./settings.js").Choices} */
  choices(state, options) {
    const bounds = {
      stride: options.max_stride,
      padding: options.max_padding,
      dilation: options.max_dilation,
    };
    return {
      bounds,
      knobs: knobsOf(bounds),
      perSide: this.perSide || isUneven(state),
      dilationFrom: options.dilation_from,
      predict: options.predict,
    };
  }

  /** Open what is asked for, once: afterwards the folds are the reader's.
   * @param {"more"|"arithmetic"|null} name */
  unfold(name) {
    if (name && name !== this.unfolded) this[name].node.open = true;
    this.unfolded = name;
  }

  fit() {
    if (!this.room || !this.root.clientWidth) return; // nothing painted, or not on the page yet
    fit(this.root, this.room, this.store.get("presenter"));
    reserveLines(this.root, this.state, this.store.get("_answer"));
  }

  /** @param {State} state @param {Patch} options @returns {import("./view.js").ViewState} */
  viewState(state, options) {
    const { knobs, truth, judged, note, player } = this;
    const pointed = this.pointing.place((place) => isThere(place, state));
    const isInMap = pointed?.map === "feature-map" && pointed.col in (truth[pointed.row] ?? []);
    /** @type {Pair} */
    const at = isInMap && !player.playing ? [pointed.row, pointed.col] : state.position;
    const hides = (/** @type {number} */ row, /** @type {number} */ col) =>
      options.predict && !this.prediction.revealed.has(`${row},${col}`);
    return { state, knobs, at, truth, judged, pointed, hides, note, playing: player.playing };
  }

  /** One tab stop for each map: the current cell, and of the others the one that had the focus.
   * @param {State} state */
  keepTabStops({ position }) {
    const { maps } = this.view;
    const { image = "0,0", kernel = "0,0" } = this.pointing.focused;
    setTabStop(maps["feature-map"], `${position}`);
    setTabStop(maps.image, image);
    setTabStop(maps.kernel, kernel);
  }
}

/** @param {State} state @returns {Pair} of the feature map */
function sizeOf(state) {
  const [rows, cols] = axes(state);
  return [rows.output, cols.output];
}

/** @param {Place} place @param {State} state
 * @returns {boolean} whether a cell pointed at or pinned earlier is still on its map */
function isThere(place, state) {
  if (place.map === "feature-map") return true;
  return axes(state).every((axis, a) => {
    const [first, end] = extent(axis, place.map);
    const cell = a ? place.col : place.row;
    return first <= cell && cell < end;
  });
}

/** The anywidget entry point.
 * @param {{model: import("../shared/store.js").Model, el: HTMLElement}} context */
function render({ model, el }) {
  const explorer = new Explorer(model);
  el.append(explorer.root);
  explorer.paint();
  return () => explorer.destroy();
}

export default { render };
