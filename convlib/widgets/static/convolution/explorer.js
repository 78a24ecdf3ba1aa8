// The explorer: one state (the model's traits), painted; every gesture becomes a change of it.
import {
  SETTING,
  featureMap,
  isOnMap,
  isValid,
  knobsOf,
  outputSize,
  settingOf,
  withinMap,
} from "./scene.js";
import { GONE, judge } from "./answer.js";
import { listenToGestures } from "./gestures.js";
import { Parts } from "./parts.js";
import { isUneven } from "./settings.js";
import { changeSentence } from "./words.js";
import { setText } from "../shared/dom.js";
import { edit, withCell } from "../shared/editing.js";
import { Player } from "../shared/player.js";
import { Pointing } from "../shared/pointing.js";
import { watchPython } from "../shared/python.js";
import { hideStills } from "../shared/still.js";
import { Store } from "../shared/store.js";
import { groundOf } from "../shared/theme.js";

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
 */

class Explorer {
  /** @param {import("../shared/store.js").Model} model */
  constructor(model) {
    this.note = ""; // to the reader, until the next change
    this.perSide = false; // padding by four sliders, on request
    this.isPythonGone = false;
    /** @type {import("./scene.js").Setting|null} the last painted one */
    this.setting = null;
    /** @type {any[]} what the last painted setting was made of */
    this.seen = [];
    /** @type {number[][]} */
    this.truth = [];
    /** @type {import("./answer.js").Judged|null} */
    this.judged = null;
    const repaint = () => this.paint();
    this.store = new Store(model, WATCHED, repaint);
    this.player = new Player({ step: () => this.step(1), onChange: () => this.onPlay() });
    const actions = this.actions();
    this.parts = new Parts(this.store.get("_presets"), actions);
    const { root, view } = this.parts;
    this.pointing = new Pointing(view.node, { moved: "feature-map", onChange: repaint });
    this.ground = groundOf(root);
    this.resize = new ResizeObserver(() => {
      this.ground.follow(); // it has come onto the page, perhaps
      this.parts.fit();
    });
    this.resize.observe(root);
    this.onWindow = () => this.parts.fit(); // its height changes no width
    window.addEventListener("resize", this.onWindow);
    this.unwatch = watchPython(model, () => this.onPythonGone());
    this.showStills = hideStills(this.store.get("_still_id"));
    listenToGestures(root, view, actions);
  }

  /** All that can be done here; each part says which of it it wants.
   * @returns {import("./parts.js").Actions & import("./gestures.js").Actions} */
  actions() {
    return {
      state: () => this.state,
      subject: () => ({ state: this.state, truth: this.result }),
      position: () => this.state.position,
      size: () => outputSize(this.state),
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
    window.removeEventListener("resize", this.onWindow);
    this.unwatch();
    this.ground.stop();
    this.showStills();
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
    const [rows, cols] = outputSize(this.state);
    const [row, col] = this.state.position;
    const [index, count] = [row * cols + col + by, rows * cols];
    this.moveToIndex(((index % count) + count) % count);
  }

  /** @param {number} index of a position, in the order of the loops */
  moveToIndex(index) {
    const cols = outputSize(this.state)[1];
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

  onPythonGone() {
    this.isPythonGone = true;
    this.paint();
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
    this.pointing.release(); // the click that led here pinned the cell
    const put = (/** @type {number} */ number) =>
      this.change({ [map]: withCell(this.store.get(map), place, number) });
    edit(this.parts.view.maps[map], place, { value, put, say: (note) => this.say(note) }, typed);
  }

  // Painting

  /** Paint what differs. What follows the setting alone is left alone while only the position
   * moves. */
  paint() {
    const { state, player } = this;
    if (!isValid(state)) return; // Python's traits come one by one: the rest is on its way
    const options = this.store.read(OPTIONS);
    this.paintNewSetting(state, options);
    const { position } = state;
    const { presenter, predict } = options;
    const { playing, speed } = player;
    const motion = { position, size: outputSize(state), playing, speed, presenter };
    const predicted = { position, predict, reason: this.store.get("_reason") };
    this.parts.paint(this.viewState(state, options), motion, predicted);
    this.parts.keepTabStops(state, this.pointing.focused);
  }

  /** @param {State} state @param {Patch} options */
  paintNewSetting(state, options) {
    const answer = this.store.get("_answer");
    const setting = Object.values(settingOf(state));
    const seen = [...setting, ...Object.values(options), answer, this.perSide];
    if (seen.every((part, n) => part === this.seen[n])) return;
    if (setting.some((part, n) => part !== this.seen[n])) this.parts.prediction.forget();
    this.seen = seen;
    this.speakOfChange(state, options);
    this.truth = featureMap(state);
    this.judged = judge(answer, state, this.truth);
    const { max_padding: maxPadding, presenter, unfold } = options;
    const choices = this.choices(state, options);
    this.parts.paintSetting(state, { choices, answer, maxPadding, presenter, unfold });
  }

  /** Tell those who do not see it what a change of the setting did.
   * @param {State} state @param {Patch} options */
  speakOfChange(state, options) {
    const before = this.setting;
    this.setting = settingOf(state);
    if (!before) return;
    const knobs = knobsOf(boundsOf(options));
    const told = changeSentence(before, this.setting, knobs, options.dilation_from);
    if (told) setText(this.parts.view.changed, told);
  }

  /** @param {State} state @param {Patch} options
   * @returns {import("./settings.js").Choices} */
  choices(state, options) {
    const bounds = boundsOf(options);
    const perSide = this.perSide || isUneven(state);
    const { dilation_from: dilationFrom, predict } = options;
    return { bounds, knobs: knobsOf(bounds), perSide, dilationFrom, predict };
  }

  /** @param {State} state @param {Patch} options @returns {import("./view.js").ViewState} */
  viewState(state, options) {
    const { truth } = this;
    const { playing } = this.player;
    const isCutOff = this.isPythonGone && this.judged?.isLate;
    const judged = isCutOff ? null : this.judged;
    const note = this.note || (isCutOff ? GONE : "");
    const pointed = this.pointing.place(
      (place) => place.map === "feature-map" || isOnMap(state, place),
    );
    const isResult = pointed?.map === "feature-map" && pointed.col in (truth[pointed.row] ?? []);
    /** @type {Pair} */
    const at = isResult && !playing ? [pointed.row, pointed.col] : state.position;
    const hides = (/** @type {number} */ row, /** @type {number} */ col) =>
      options.predict && !this.parts.prediction.revealed.has(`${row},${col}`);
    const knobs = knobsOf(boundsOf(options));
    return { state, knobs, at, truth, judged, pointed, hides, note, playing };
  }
}

/** @param {Patch} options @returns {import("./scene.js").Bounds} */
function boundsOf({ max_stride: stride, max_padding: padding, max_dilation: dilation }) {
  return { stride, padding, dilation };
}

/** The anywidget entry point.
 * @param {{model: import("../shared/store.js").Model, el: HTMLElement}} context */
function render({ model, el }) {
  const explorer = new Explorer(model);
  el.append(explorer.parts.root);
  explorer.paint();
  return () => explorer.destroy();
}

export default { render };
