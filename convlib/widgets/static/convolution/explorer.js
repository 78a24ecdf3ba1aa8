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
import { Parts } from "./parts.js";
import { isUneven } from "./settings.js";
import { changeSentence } from "./words.js";
import { BaseExplorer, entry } from "../shared/base.js";
import { setText } from "../shared/dom.js";

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

/** @extends {BaseExplorer<Parts>} */
class Explorer extends BaseExplorer {
  /** @param {import("../shared/store.js").Model} model */
  constructor(model) {
    super(model, WATCHED, (store, actions) => new Parts(store.get("_presets"), actions));
    this.perSide = false; // padding by four sliders, on request
    /** @type {import("./scene.js").Setting|null} the last painted one */
    this.setting = null;
    /** @type {any[]} what the last painted setting was made of */
    this.seen = [];
    /** @type {number[][]} */
    this.truth = [];
    /** @type {import("./answer.js").Judged|null} */
    this.judged = null;
    this.isCutOff = false; // whether what the learner's function gives will never come
  }

  /** @returns {import("./parts.js").Actions & import("../shared/base.js").BaseActions} */
  actions() {
    return {
      ...super.actions(),
      state: () => this.state,
      subject: () => ({ state: this.state, truth: this.result }),
      change: (patch) => this.change(patch),
      choose: (patch) => this.store.change(patch),
      ask: (guess) => this.store.change({ _guess: guess }),
      repaint: () => this.paint(),
      showSides: (on) => this.showSides(on),
    };
  }

  size() {
    return outputSize(this.state);
  }

  fit() {
    this.parts.fit();
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
    super.change({ ...patch, position }, how);
  }

  /** @param {boolean} on */
  showSides(on) {
    this.perSide = on;
    this.paint();
  }

  // Painting

  /** Paint what differs. What follows the setting alone is left alone while only the position
   * moves. */
  paint() {
    const { state } = this;
    if (!isValid(state)) return; // Python's traits come one by one: the rest is on its way
    const options = this.store.read(OPTIONS);
    this.paintNewSetting(state, options);
    const { position } = state;
    const { predict } = options;
    const predicted = { position, predict, reason: this.store.get("_reason") };
    this.parts.paint(this.viewState(state, options), this.motion, predicted);
    this.parts.keepTabStops(state, this.pointing.focused);
  }

  /** @param {State} state @param {Patch} options */
  paintNewSetting(state, options) {
    const answer = this.store.get("_answer");
    const setting = Object.values(settingOf(state));
    const seen = [...setting, ...Object.values(options), answer, this.perSide, this.isPythonGone];
    if (seen.every((part, n) => part === this.seen[n])) return;
    if (setting.some((part, n) => part !== this.seen[n])) this.parts.prediction.forget();
    this.seen = seen;
    this.speakOfChange(state, options);
    this.truth = featureMap(state);
    const judged = judge(answer, state, this.truth);
    this.isCutOff = this.isPythonGone && Boolean(judged?.isLate);
    this.judged = this.isCutOff ? null : judged;
    const { max_padding: maxPadding, presenter, unfold } = options;
    const choices = this.choices(state, options);
    const setup = { choices, answer, judged: this.judged, maxPadding, presenter, unfold };
    this.parts.paintSetting(state, setup);
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
    const { truth, judged } = this;
    const { playing } = this.player;
    const note = this.note || (this.isCutOff ? GONE : "");
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

export default entry(Explorer);
