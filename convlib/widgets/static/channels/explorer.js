// The channels' explorer: one state (the model's traits), painted; every gesture changes it.
import { build, paintSettings } from "./parts.js";
import { LAYER, feeds, featureMaps, isValid, sizesOf, weightAt } from "./scene.js";
import { kindOf } from "./sheets.js";
import { tableSize } from "./table.js";
import { workedOut } from "./view.js";
import { changeSentence, longestSentence } from "./words.js";
import { BaseExplorer, entry } from "../shared/base.js";
import { setText } from "../shared/dom.js";
import { withCell } from "../shared/editing.js";
import { fitCells } from "../shared/fit.js";
import { paintTransport } from "../shared/transport.js";

/**
 * @typedef {import("./scene.js").Layer} Layer
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("../shared/pointing.js").Place} Place
 */

const WATCHED = [...LAYER, "output", "position", "presenter"];
const LETTER = 0.54; // em, mean width of a letter in a sentence
const GONE = "Python is gone: the explorer goes on by itself.";
/** @extends {BaseExplorer<ReturnType<typeof build>>} */
class Explorer extends BaseExplorer {
  /** @param {import("../shared/store.js").Model} model */
  constructor(model) {
    super(model, WATCHED, build);
    /** @type {any[]} what the last painted layer was made of */
    this.seen = [];
    /** @type {import("./view.js").Worked|null} */
    this.worked = null;
  }

  actions() {
    return {
      ...super.actions(),
      regroup: (/** @type {number} */ groups) => this.change({ groups }),
      shrink: (/** @type {boolean} */ pointwise) => this.change({ pointwise }),
      choose: (/** @type {number} */ output) => this.goTo(output, this.position),
      pin: (/** @type {Place} */ place) => this.pin(place),
    };
  }

  /** @returns {Layer} */
  get layer() {
    return /** @type {Layer} */ (this.store.read(LAYER));
  }

  /** @returns {number} */
  get output() {
    return Math.min(this.store.get("output"), this.store.get("weights").length - 1);
  }

  size() {
    return sizesOf(this.layer).map;
  }

  fit() {
    const { root, view } = this.parts;
    if (this.worked) reserveSays(root, longestSentence(this.worked.layer, this.worked.maps));
    fitCells(root, view.stage, { least: 20, most: this.store.get("presenter") ? 72 : 40 });
  }

  // Changes

  /** Move through all positions of an output, then through those of the next.
   * @param {number} by */
  step(by) {
    const [rows, cols] = this.size();
    const [row, col] = this.position;
    const [count, outputs] = [rows * cols, this.store.get("weights").length];
    const index = this.output * count + row * cols + col + by;
    const all = count * outputs;
    const next = ((index % all) + all) % all;
    const place = next % count;
    this.goTo(Math.floor(next / count), [Math.floor(place / cols), place % cols]);
  }

  /** @param {number} output @param {Pair} position */
  goTo(output, position) {
    this.pointing.lift();
    this.change({ output, position }, { quiet: this.player.playing });
  }

  /** A click on an output goes there; on any other cell it pins it.
   * @param {Place} place */
  pin(place) {
    const { kind, index } = kindOf(place.map);
    if (kind === "output") this.goTo(index, [place.row, place.col]);
    else this.pointing.pin(place);
  }

  /** A cell of a channel, a weight or a bias.
   * @param {Place} place */
  subjectAt(place) {
    const { layer } = this;
    const { kind, index } = kindOf(place.map);
    if (kind === "channel") return this.cellSubject(index, place);
    if (kind === "weights") return this.weightSubject(place);
    const n = Math.floor(place.row / sizesOf(layer).kernel[0]);
    if (kind !== "bias" || place.row % sizesOf(layer).kernel[0]) return null;
    const put = (/** @type {number} */ value) => this.change({ bias: layer.bias.with(n, value) });
    return { value: layer.bias[n], name: `bias of output ${n}`, put };
  }

  /** @param {number} channel @param {Place} place */
  cellSubject(channel, place) {
    const { image } = this.layer;
    const put = (/** @type {number} */ value) =>
      this.change({ image: image.with(channel, withCell(image[channel], place, value)) });
    const name = `channel ${channel} (${place.row}, ${place.col})`;
    return { value: image[channel][place.row][place.col], name, put };
  }

  /** @param {Place} place */
  weightSubject({ row, col }) {
    const { weights } = this.layer;
    const { output, channel, i, j } = weightAt(this.layer, row, col);
    if (!feeds(this.layer, output, channel)) return null;
    const put = (/** @type {number} */ value) => {
      const kernel = withCell(weights[output][channel], { row: i, col: j }, value);
      this.change({ weights: weights.with(output, weights[output].with(channel, kernel)) });
    };
    const name = `weight (${i}, ${j}) from channel ${channel} to output ${output}`;
    return { value: weights[output][channel][i][j], name, put };
  }

  // Painting

  paint() {
    const { layer } = this;
    if (!isValid(layer)) return; // Python's traits come one by one: the rest is on its way
    const worked = this.workOut(layer);
    const { view, transport } = this.parts;
    const pointed = this.pointing.place((place) => this.isThere(place));
    const { kind, index } = kindOf(pointed?.map ?? "");
    const isResult = pointed && kind === "output" && !this.player.playing;
    view.paint({
      ...worked,
      output: isResult ? index : this.output,
      at: isResult ? [pointed.row, pointed.col] : this.position,
      position: this.position,
      pointed,
      focused: this.pointing.focused,
      note: this.note || (this.isPythonGone ? GONE : ""),
      playing: this.player.playing,
    });
    paintTransport(transport, this.motion);
  }

  /** Work a layer out and paint what follows it alone, if it is a new one.
   * @param {Layer} layer */
  workOut(layer) {
    const options = [this.output, this.store.get("presenter")];
    const seen = [...Object.values(layer), ...options];
    if (this.worked && seen.every((part, n) => part === this.seen[n])) return this.worked;
    this.seen = seen;
    const { root, view, settings } = this.parts;
    if (this.worked) setText(view.changed, changeSentence(this.worked.layer, layer));
    const worked = workedOut(layer, featureMaps(layer));
    this.worked = worked;
    view.paintLayer(layer);
    paintSettings(settings, layer, this.output);
    root.classList.toggle("convlib-presenter", this.store.get("presenter"));
    this.fit();
    return worked;
  }

  /** @param {Place} place @returns {boolean} */
  isThere({ map, row, col }) {
    const { kind } = kindOf(map);
    if (kind === "output") return col < this.size()[1] && row < this.size()[0];
    if (kind !== "weights") return true;
    const [rows, cols] = tableSize(this.layer);
    return row < rows && col < cols;
  }
}

/** Keep as many lines for what is said as it can come to need: where the maps moved away from below
 * a mouse, they would be pointed at no more.
 * @param {HTMLElement} root @param {number} letters */
function reserveSays(root, letters) {
  const em = parseFloat(getComputedStyle(root).fontSize);
  const lines = Math.ceil((letters * LETTER * em) / (root.clientWidth || Infinity));
  root.style.setProperty("--says-lines", String(Math.max(lines, 1)));
}

export default entry(Explorer);
