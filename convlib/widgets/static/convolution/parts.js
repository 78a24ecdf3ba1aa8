// The parts of the explorer, one below the other: built once, then painted.
import { createArithmetic, paintArithmetic, paintLoops } from "./arithmetic.js";
import { fit, reserveLines, roomsFor } from "./layout.js";
import { Prediction } from "./prediction.js";
import { createMore, createSettings, paintMore, paintSettings } from "./settings.js";
import { createView, paintGround, paintView } from "./view.js";
import { explorerRoot } from "../shared/base.js";
import { setTabStop } from "../shared/cells.js";
import { element } from "../shared/dom.js";
import { createTransport, paintTransport } from "../shared/transport.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {import("./settings.js").Subject & import("./prediction.js").Surroundings &
 *   import("./arithmetic.js").Subject & import("../shared/transport.js").Moves} Actions
 * @typedef {{choices: import("./settings.js").Choices, answer: import("./answer.js").Answer|null,
 *   judged: import("./answer.js").Judged|null, maxPadding: number, presenter: boolean,
 *   unfold: "more"|"arithmetic"|null}} Setup
 *   how a setting is shown, at whichever position
 */

export class Parts {
  /** @param {import("./settings.js").Presets} presets @param {Actions} actions */
  constructor(presets, actions) {
    this.view = createView();
    this.settings = createSettings(actions);
    this.transport = createTransport(actions);
    this.prediction = new Prediction(actions);
    this.more = createMore(presets, actions);
    this.arithmetic = createArithmetic(actions);
    this.root = this.build();
    /** @type {string|null} the fold that was opened on request last */
    this.unfolded = null;
    this.fit = () => {}; // until a setting has been painted
  }

  build() {
    const { view, settings, transport, prediction, more, arithmetic } = this;
    return explorerRoot(
      "Convolution explorer",
      ["convlib-conv"],
      element("div", { class: "convlib-controls" }, settings.node, transport.node),
      view.says,
      view.changed,
      prediction.node,
      view.note,
      view.node,
      view.key,
      more.node,
      arithmetic.node,
    );
  }

  /** Paint what follows the setting alone. @param {State} state @param {Setup} setup */
  paintSetting(state, { choices, answer, judged, maxPadding, presenter, unfold }) {
    paintSettings(this.settings, state, choices);
    paintMore(this.more, state, choices);
    paintArithmetic(this.arithmetic, state, choices.knobs);
    paintGround(this.view, state, choices.knobs, judged);
    this.unfold(unfold);
    const rooms = roomsFor(state, maxPadding, answer);
    const how = { presenter, reserveLines: () => reserveLines(this.root, state, answer) };
    this.fit = () => {
      if (!this.root.clientWidth) return; // not on the page yet
      fit(this.root, this.view, rooms, how);
    };
    this.fit();
  }

  /** Open what is asked for, once: afterwards the folds are the reader's.
   * @param {"more"|"arithmetic"|null} name */
  unfold(name) {
    if (name && name !== this.unfolded) this[name].node.open = true;
    this.unfolded = name;
  }

  /** Paint what moves with the position.
   * @param {import("./view.js").ViewState} now
   * @param {import("../shared/transport.js").Motion} motion
   * @param {Parameters<Prediction["paint"]>[0]} predicted */
  paint(now, motion, predicted) {
    paintView(this.view, now);
    paintTransport(this.transport, motion);
    paintLoops(this.arithmetic, now);
    this.prediction.paint(predicted);
  }

  /** Give each map one tab stop: the current cell, and the one that had the focus last.
   * @param {State} state @param {Record<string, string>} focused keys of cells */
  keepTabStops({ position }, { image = "0,0", kernel = "0,0" }) {
    const { maps } = this.view;
    setTabStop(maps["feature-map"], `${position}`);
    setTabStop(maps.image, image);
    setTabStop(maps.kernel, kernel);
  }
}
