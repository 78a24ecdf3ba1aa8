// What every explorer is: one state (the model's traits), painted; a position that steps over a
// map; a life that ends. Each explorer adds what it shows, and how.
import { KEEPS_KEYS } from "./controls.js";
import { element } from "./dom.js";
import { edit, withCell } from "./editing.js";
import { listenToGestures } from "./gestures.js";
import { Player } from "./player.js";
import { Pointing } from "./pointing.js";
import { watchPython } from "./python.js";
import { hideStills } from "./still.js";
import { Store } from "./store.js";
import { groundOf } from "./theme.js";

/**
 * @typedef {import("./store.js").Model} Model
 * @typedef {import("./store.js").Patch} Patch
 * @typedef {import("./pointing.js").Place} Place
 * @typedef {Omit<import("./editing.js").Subject, "say">} Subject
 * @typedef {[number, number]} Pair
 * @typedef {import("./gestures.js").Actions & import("./transport.js").Moves &
 *   {say: (note: string) => void}} BaseActions
 * @typedef {{root: HTMLElement, view: import("./gestures.js").Stage}} Built
 */

/** @template {Built} Parts what the reader sees, built once and then painted */
export class BaseExplorer {
  /** @param {Model} model @param {string[]} watched traits that are painted when they change
   * @param {(store: Store, actions: any) => Parts} build gets what `actions` returns */
  constructor(model, watched, build) {
    this.note = ""; // to the reader, until the next change
    this.isPythonGone = false;
    const repaint = () => this.paint();
    this.store = new Store(model, watched, repaint);
    this.player = new Player({ step: () => this.step(1), onChange: () => this.onPlay() });
    const actions = this.actions();
    this.parts = build(this.store, actions);
    const { root, view } = this.parts;
    this.pointing = new Pointing(view, repaint);
    this.ground = groundOf(root);
    this.resize = new ResizeObserver(() => {
      this.ground.follow(); // it has come onto the page, perhaps
      this.fit();
    });
    this.resize.observe(root);
    this.onWindow = () => this.fit(); // its height changes no width
    window.addEventListener("resize", this.onWindow);
    this.unwatch = watchPython(model, () => this.onPythonGone());
    this.showStills = hideStills(this.store.get("_still_id"));
    listenToGestures(root, view, actions);
  }

  /** All that can be done here; each part says which of it it wants.
   * @returns {BaseActions} */
  actions() {
    return {
      position: () => this.position,
      size: () => this.size(),
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
      say: (note) => this.say(note),
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

  // What each explorer says for itself

  /** Paint what differs. */
  paint() {}

  /** Choose the size of the cells for the room there is. */
  fit() {}

  /** @returns {Pair} rows and columns of the map that the position moves over */
  size() {
    return [1, 1];
  }

  /** What can be changed at a place, if anything: of most, a cell of the image or the kernel.
   * @param {Place} place @returns {Subject|null} */
  subjectAt(place) {
    return place.map === "image" || place.map === "kernel" ? this.numberAt(place.map, place) : null;
  }

  // Changes

  /** @returns {Pair} where the reader is, on the map even if a change has just made it smaller */
  get position() {
    const [row, col] = this.store.get("position");
    const [rows, cols] = this.size();
    return [Math.min(row, rows - 1), Math.min(col, cols - 1)];
  }

  /** Change the state, and with it what is said of it.
   * @param {Patch} patch @param {{quiet?: boolean}} [how] as in Store */
  change(patch, how) {
    this.note = "";
    this.store.change(patch, how);
  }

  /** Move through the positions in the order of the loops, around the end.
   * @param {number} by */
  step(by) {
    const [rows, cols] = this.size();
    const [row, col] = this.position;
    const [index, count] = [row * cols + col + by, rows * cols];
    this.moveToIndex(((index % count) + count) % count);
  }

  /** @param {number} index of a position, in the order of the loops */
  moveToIndex(index) {
    const cols = this.size()[1];
    this.moveTo([Math.floor(index / cols), index % cols]);
  }

  /** @param {Pair} position */
  moveTo(position) {
    this.pointing.lift();
    this.change({ position }, { quiet: this.player.playing });
  }

  /** Open a cell, if it is one that can be changed: a learner changes it in place.
   * @param {Place} place @param {string} [typed] the key that began it */
  edit(place, typed) {
    const subject = this.subjectAt(place);
    if (!subject) return;
    this.pointing.release(); // the click that led here pinned the cell
    const map = this.parts.view.maps[place.map];
    edit(map, place, { ...subject, say: (note) => this.say(note) }, typed);
  }

  /** One number of a trait that holds rows of them, if it has one there.
   * @param {string} trait @param {{row: number, col: number}} at @returns {Subject|null} */
  numberAt(trait, at) {
    const value = this.store.get(trait)?.[at.row]?.[at.col];
    const put = (/** @type {number} */ number) =>
      this.change({ [trait]: withCell(this.store.get(trait), at, number) });
    return typeof value === "number" ? { value, put } : null;
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

  /** @param {string} note */
  say(note) {
    this.note = note;
    this.paint();
  }

  /** @returns {import("./transport.js").Motion} how it moves now, for the transport */
  get motion() {
    const { playing, speed } = this.player;
    const presenter = this.store.get("presenter");
    return { position: this.position, size: this.size(), playing, speed, presenter };
  }
}

/** The element that holds all of an explorer.
 * @param {string} name @param {string[]} classes of its own @param {Node[]} children */
export function explorerRoot(name, classes, ...children) {
  const attributes = {
    class: ["convlib-explorer", ...classes].join(" "),
    role: "group",
    "aria-label": name,
    tabindex: -1, // takes the focus from a click, so that keys step wherever one has clicked
    ...KEEPS_KEYS,
  };
  return element("div", attributes, ...children);
}

/** The anywidget entry point of an explorer.
 * @param {new (model: Model) => BaseExplorer<Built>} Explorer */
export function entry(Explorer) {
  /** @param {{model: Model, el: HTMLElement}} context */
  const render = ({ model, el }) => {
    const explorer = new Explorer(model);
    el.append(explorer.parts.root);
    explorer.paint();
    return () => explorer.destroy();
  };
  return { render };
}
