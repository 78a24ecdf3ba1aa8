// The explorer: one state (the model's traits), painted; every gesture becomes a change of it.
import { SETTING, isValid, mapSize, ringBounds, shownAs } from "./scene.js";
import { createView, paintView } from "./view.js";
import { BaseExplorer, entry, explorerRoot } from "../shared/base.js";
import { setTabStop } from "../shared/cells.js";
import { button, slider, sliderField } from "../shared/controls.js";
import { element, setAttribute, setText, setValue } from "../shared/dom.js";
import { fitCells } from "../shared/fit.js";
import { createTransport, paintTransport } from "../shared/transport.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./scene.js").Show} Show
 * @typedef {import("../shared/pointing.js").Place} Place
 * @typedef {ReturnType<typeof build>} Parts
 * @typedef {import("../shared/base.js").BaseActions &
 *   {choose: (show: Show) => void, setLength: (length: number) => void}} Actions
 */

/** @type {[Show, string][]} */
const PICTURES = [
  ["matrix", "Matrix C"],
  ["packed", "Packed: im2col"],
  ["ring", "Ring"],
];

/** @param {Actions} actions */
function build(actions) {
  const view = createView();
  const buttons = PICTURES.map(([show, name]) => {
    const choose = button(name);
    choose.addEventListener("click", () => actions.choose(show));
    return { show, choose };
  });
  const length = slider("Places of the ring");
  const places = element("output");
  length.addEventListener("input", () => actions.setLength(Number(length.value)));
  const field = sliderField("Places", length, places);
  const chosen = element("span", { class: "convlib-buttons" }, ...buttons.map((one) => one.choose));
  const transport = createTransport(actions);
  const controls = element("div", { class: "convlib-controls" }, chosen, field, transport.node);
  const root = explorerRoot(
    "Matrix explorer",
    ["convlib-matrix-explorer"],
    controls,
    view.says,
    view.price,
    view.note,
    view.node,
  );
  return { root, view, buttons, field, length, places, transport };
}

/** @extends {BaseExplorer<Parts>} */
class Explorer extends BaseExplorer {
  /** @param {import("../shared/store.js").Model} model */
  constructor(model) {
    super(model, [...SETTING, "position", "presenter"], (_, actions) => build(actions));
    this.shape = ""; // of what was painted last: with it the size of the cells changes
  }

  /** @returns {Actions} */
  actions() {
    return {
      ...super.actions(),
      choose: (show) => this.choose(show),
      setLength: (length) => this.changeOnMap({ length }),
    };
  }

  /** @returns {State} */
  get state() {
    return /** @type {State} */ (this.store.read([...SETTING, "position"]));
  }

  size() {
    return mapSize(this.state);
  }

  /** Forget a row that is pointed at: it would hold the window where it is.
   * @param {import("./scene.js").Pair} position */
  moveTo(position) {
    const { places } = this.pointing;
    for (const how of /** @type {const} */ (["pinned", "hover", "focus"])) {
      if (rowPointedAt(this.state, places[how]) !== null) places[how] = null;
    }
    super.moveTo(position);
  }

  /** @param {Show} show */
  choose(show) {
    this.pointing.release();
    const { length } = shownAs(this.state, show);
    this.changeOnMap({ show, length });
  }

  /** Change the setting, and keep the position on the map.
   * @param {Partial<State>} patch */
  changeOnMap(patch) {
    const [rows, cols] = mapSize({ ...this.state, ...patch });
    const [row, col] = this.position;
    this.change({ ...patch, position: [Math.min(row, rows - 1), Math.min(col, cols - 1)] });
  }

  // Painting

  paint() {
    const { state, parts } = this;
    if (!isValid(state)) return; // Python's traits come one by one: the rest is on its way
    const { view } = parts;
    const place = this.pointing.place(({ map, row, col }) =>
      view.maps[map].cells.has(`${row},${col}`),
    );
    const isPlaying = this.player.playing;
    const row = isPlaying ? this.row : (rowPointedAt(state, place) ?? this.row);
    const pointed = isPlaying ? null : place;
    this.paintControls(state);
    paintView(view, { state, row, pointed, note: this.note, playing: isPlaying });
    paintTransport(parts.transport, this.motion);
    for (const [name, map] of Object.entries(view.maps)) {
      const key = name === view.moved ? `${this.position}` : this.pointing.focused[name];
      setTabStop(map, key ?? "0,0");
    }
    this.fitTo(`${state.show} ${JSON.stringify(state.image)} ${this.store.get("presenter")}`);
  }

  /** @returns {number} row of the matrix at the position */
  get row() {
    return this.position[0] * this.size()[1] + this.position[1];
  }

  /** @param {State} state */
  paintControls(state) {
    const { buttons, field, length, places, root } = this.parts;
    for (const { show, choose } of buttons) {
      setAttribute(choose, "aria-pressed", show === state.show);
      choose.hidden = !isValid(shownAs(state, show));
    }
    field.hidden = state.show !== "ring";
    const [least, most] = ringBounds(state);
    setAttribute(length, "min", least);
    setAttribute(length, "max", most);
    setValue(length, state.length);
    setText(places, String(state.length));
    root.dataset.show = state.show;
    root.classList.toggle("convlib-presenter", this.store.get("presenter"));
  }

  /** Fit the cells where the shape of the picture has changed. @param {string} shape */
  fitTo(shape) {
    if (shape === this.shape) return;
    this.shape = shape;
    this.fit();
  }

  fit() {
    const most = this.store.get("presenter") ? 64 : 40;
    fitCells(this.parts.root, this.parts.view.node, { least: 16, most });
  }
}

/** @param {State} state @param {Place|null} place
 * @returns {number|null} row of the matrix that belongs to what is pointed at */
function rowPointedAt(state, place) {
  if (!place) return null;
  if (place.map === "matrix" || place.map === "sums") return place.row;
  return place.map === "feature-map" ? place.row * mapSize(state)[1] + place.col : null;
}

export default entry(Explorer);
