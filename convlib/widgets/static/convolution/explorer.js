// The explorer: one state (the model's traits), painted; every gesture becomes a change of it.
import { axes, extent, featureMap, isValid, knobsOf, withinMap } from "./scene.js";
import { element } from "../shared/cells.js";
import { fit, reserveLines, reserveRoom } from "./layout.js";
import { createStage, paintLegend, paintStage } from "./view.js";
import {
  SPEEDS, createArithmetic, createMore, createSettings, createTransport, paintArithmetic,
  paintLoops, paintMore, paintSettings, paintTransport,
} from "./settings.js";
import { Prediction } from "./prediction.js";
import { listenToControls, listenToKeys, listenToMaps } from "./gestures.js";

const SETTING = ["image", "kernel", "stride", "padding", "dilation", "padding_mode", "flip_kernel"];
const OPTIONS = [
  "presenter", "predict", "dilation_from", "unfold", "max_stride", "max_padding", "max_dilation",
];
const WATCHED = [...SETTING, "position", ...OPTIONS, "_answer", "_reason"];
const SYNC_MS = 80; // Python hears of changes at most this often: a held key builds no backlog

export class Explorer {
  /** @param {Model} model @param {HTMLElement} el */
  constructor(model, el) {
    this.model = model;
    this.ui = {
      hover: null, focus: null, pinned: null, playing: false, speed: 2, perSide: false,
      note: "",
    };
    this.seen = {};
    this.build(el);
    this.listen();
    this.paint();
  }

  build(el) {
    const presets = this.model.get("_presets");
    this.stage = createStage();
    this.settings = createSettings();
    this.transport = createTransport();
    this.more = createMore(presets);
    this.arithmetic = createArithmetic();
    this.prediction = new Prediction(this);
    this.root = element(
      "div", { class: "convlib-explorer", role: "group", "aria-label": "Convolution explorer" },
      this.settings.node, this.transport.node, this.stage.says, this.prediction.node,
      this.stage.note, this.stage.stage, this.more.node, this.arithmetic.node,
    );
    el.append(this.root);
  }

  listen() {
    this.onModel = () => this.changing || this.paint();
    for (const name of WATCHED) this.model.on(`change:${name}`, this.onModel);
    this.resize = new ResizeObserver(() => this.fit());
    this.resize.observe(this.root);
    listenToControls(this);
    listenToMaps(this);
    listenToKeys(this);
  }

  destroy() {
    this.pause();
    clearTimeout(this.saving);
    this.save();
    for (const name of WATCHED) this.model.off(`change:${name}`, this.onModel);
    this.resize.disconnect();
  }

  /** @returns {import("./scene.js").State} */
  get state() {
    return withinMap(this.read([...SETTING, "position"]));
  }

  /** The setting as it stands in the model. */
  get setting() {
    return this.read(SETTING);
  }

  read(names) {
    return Object.fromEntries(names.map((name) => [name, this.model.get(name)]));
  }

  /** Change some traits at once, keep the position inside the map, tell Python soon.
   * @param {object} patch @param {{quiet?: boolean}} [how] quiet: Python hears of it later */
  change(patch, { quiet = false } = {}) {
    const next = withinMap({ ...this.state, ...patch });
    this.changing = true;
    for (const [name, value] of Object.entries({ ...patch, position: next.position })) {
      if (JSON.stringify(this.model.get(name)) !== JSON.stringify(value)) this.model.set(name, value);
    }
    this.changing = false;
    this.ui.note = "";
    this.paint();
    if (!quiet) this.saveSoon();
  }

  saveSoon() {
    this.saving ??= setTimeout(() => this.save(), SYNC_MS);
  }

  save() {
    this.saving = undefined;
    try {
      this.model.save_changes();
    } catch {
      // No kernel: the explorer goes on by itself.
    }
  }

  /** Paint what differs. What follows the setting alone is left alone while only the position moves. */
  paint() {
    const state = this.state;
    if (!isValid(state)) return; // Python's traits come one by one: the rest is on its way
    const options = this.read(OPTIONS);
    const setting = [...SETTING.map((name) => this.model.get(name)), ...Object.values(options),
      this.model.get("_answer"), this.ui.perSide];
    if (setting.some((value, n) => value !== this.seen.setting?.[n])) {
      if (SETTING.some((_, n) => setting[n] !== this.seen.setting?.[n])) this.prediction.forget();
      this.paintSetting(state, options);
      this.seen.setting = setting;
    }
    const scene = this.scene(state, options);
    paintStage(this.stage, scene);
    paintTransport(this.transport, state, this.ui.playing, this.ui.speed, options.presenter);
    paintLoops(this.arithmetic, scene);
    this.prediction.paint(state.position, options.predict);
    this.keepTabStops(state);
  }

  paintSetting(state, options) {
    this.truth = featureMap(state);
    this.late = this.isLate(this.model.get("_answer"));
    const uneven = state.padding.some(([before, after]) => before !== after);
    const perSide = this.ui.perSide || uneven;
    const bounds = { stride: options.max_stride, padding: options.max_padding, dilation: options.max_dilation };
    this.knobs = knobsOf(bounds);
    const shown = { bounds, knobs: this.knobs, perSide, dilationFrom: options.dilation_from };
    paintSettings(this.settings, state, shown);
    paintMore(this.more, state, this.model.get("_presets"), { ...shown, predict: options.predict });
    paintArithmetic(this.arithmetic, state, this.knobs);
    paintLegend(this.stage, this.knobs);
    this.sizes = reserveRoom(this.stage, state, options.max_padding, this.model.get("_answer"));
    this.root.classList.toggle("convlib-presenter", options.presenter);
    this.unfold(options.unfold);
    this.fit();
  }

  /** Open what is asked for, once: afterwards the folds are the reader's.
   * @param {"more"|"arithmetic"|null} name */
  unfold(name) {
    if (name && name !== this.seen.unfold) this[name].node.open = true;
    this.seen.unfold = name;
  }

  /** @returns {boolean} whether Python's answer belongs to a setting that was left meanwhile */
  isLate(answer) {
    return SETTING.some(
      (name) => answer && JSON.stringify(answer.setting[name]) !== JSON.stringify(this.model.get(name)));
  }

  fit() {
    if (!this.root.clientWidth) return; // not on the page yet
    fit(this.root, this.sizes, this.model.get("presenter"));
    reserveLines(this.root, this.state, this.model.get("_answer"));
  }

  scene(state, options) {
    const { ui, truth, knobs, late } = this;
    const answer = this.model.get("_answer");
    const pointed = [ui.pinned, ui.hover, ui.focus].find((place) => isThere(place, state)) ?? null;
    const inMap = pointed?.map === "feature-map" && truth[pointed.row]?.[pointed.col] !== undefined;
    const at = inMap && !ui.playing ? [pointed.row, pointed.col] : state.position;
    const hides = (row, col) => options.predict && !this.prediction.revealed.has(`${row},${col}`);
    const note = ui.note || (late ? "Waiting for Python to run your function…" : "");
    const shown = answer ? (answer.map ?? []) : truth;
    return { state, knobs, at, truth, shown, pointed, hides, answer, late, note, playing: ui.playing };
  }

  /** One tab stop for each map: the current cell, and the corner (or the last focused) of the others. */
  keepTabStops({ position }) {
    const stops = { "feature-map": `${position}`, image: this.ui.stops?.image ?? "0,0", kernel: this.ui.stops?.kernel ?? "0,0" };
    for (const [name, key] of Object.entries(stops)) {
      const { cells } = this.stage.maps[name];
      const cell = cells.get(key) ?? cells.get("0,0");
      if (this.seen[name] === cell) continue;
      this.seen[name]?.group.setAttribute("tabindex", "-1");
      cell?.group.setAttribute("tabindex", "0");
      this.seen[name] = cell;
    }
  }

  /** Move through the positions in the order of the loops, around the end. */
  step(by) {
    const [rows, cols] = axes(this.state).map((axis) => axis.output);
    const [row, col] = this.state.position;
    this.moveToIndex((((row * cols + col + by) % (rows * cols)) + rows * cols) % (rows * cols));
  }

  /** Move to a position counted in the order of the loops. */
  moveToIndex(index) {
    const cols = axes(this.state)[1].output;
    this.moveTo([Math.floor(index / cols), index % cols]);
  }

  moveTo(position) {
    // A mouse that rests on the feature map would hold the window where it is.
    if (this.ui.hover?.map === "feature-map") this.ui.hover = null;
    this.change({ position }, { quiet: this.ui.playing });
  }

  play() {
    this.ui.playing = true;
    this.paint();
    let due = 0;
    let last;
    const frame = (now) => {
      if (!this.ui.playing) return;
      due += ((now - (last ?? now)) / 1000) * this.pace();
      last = now;
      if (due >= 1) {
        due = Math.min(due - 1, 1); // as fast as the screen at most: no frame makes up for another
        this.step(1);
      }
      this.frame = requestAnimationFrame(frame);
    };
    this.frame = requestAnimationFrame(frame);
  }

  /** Positions a second; readers who asked their system for less motion get two at most. */
  pace() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return Math.min(SPEEDS[this.ui.speed], calm ? 2 : 1e6);
  }

  pause() {
    if (!this.ui.playing) return;
    this.ui.playing = false;
    cancelAnimationFrame(this.frame);
    this.paint();
    this.saveSoon();
  }

  togglePlay() {
    if (this.ui.playing) this.pause();
    else this.play();
  }

  reset() {
    this.pause();
    this.ui.pinned = null;
    this.change({ ...this.model.get("_initial") });
  }

  say(note) {
    this.ui.note = note;
    this.paint();
  }

  togglePresenter() {
    this.option("presenter", !this.model.get("presenter"));
  }

  option(name, value) {
    this.model.set(name, value);
    this.saveSoon();
  }
}

/** @returns {boolean} whether a cell pointed at or pinned earlier is still on its map */
function isThere(place, state) {
  if (!place || place.map === "feature-map") return Boolean(place);
  return axes(state).every((axis, a) => {
    const [first, end] = extent(axis, place.map);
    const cell = a ? place.col : place.row;
    return first <= cell && cell < end;
  });
}

/** The anywidget entry point. @param {{model: Model, el: HTMLElement}} context */
function render({ model, el }) {
  const explorer = new Explorer(model, el);
  return () => explorer.destroy();
}

export default { render };
