// Predict first: type what the current cell will be, check it, reveal it, read why it was wrong.
import { format } from "./words.js";
import { element, setText } from "../shared/cells.js";
import { isClose } from "./view.js";
import { button } from "./settings.js";
import { parseNumber } from "../shared/editing.js";

/** @typedef {{setting: object, position: [number, number], value: number}} Guess */

export class Prediction {
  /** @param {import("./explorer.js").Explorer} explorer */
  constructor(explorer) {
    Object.assign(this, { explorer, revealed: new Set(), said: "", guess: null });
    this.label = element("span");
    this.input = element("input", {
      type: "text", inputmode: "decimal", "aria-label": "Your prediction", size: 8, autocomplete: "off",
    });
    const [check, reveal] = [button("Check"), button("Reveal")];
    this.verdict = element("span", { class: "convlib-verdict", role: "status" });
    this.node = element(
      "div", { class: "convlib-predict" }, this.label, this.input, check, reveal, this.verdict);
    // Not by a form: in JupyterLab the Enter key submits none.
    this.input.addEventListener("keydown", ({ key }) => key === "Enter" && this.judge());
    check.addEventListener("click", () => this.judge());
    reveal.addEventListener("click", () => this.show(`It is ${format(this.truth)}.`));
  }

  get truth() {
    const [row, col] = this.explorer.state.position;
    return this.explorer.truth[row][col];
  }

  judge() {
    const value = parseNumber(this.input.value);
    if (value === null) this.say("Type a number first.");
    else if (isClose(this.truth, value)) this.show(`Right: it is ${format(this.truth)}.`);
    else this.doubt(value);
  }

  show(text) {
    this.revealed.add(`${this.explorer.state.position}`);
    this.input.value = "";
    this.say(text);
  }

  /** Tell at once that a guess is wrong; why it is, Python may know. @param {number} value */
  doubt(value) {
    const { explorer } = this;
    const guess = { setting: explorer.setting, position: explorer.state.position, value };
    explorer.model.set("_guess", guess);
    this.say(`Not ${format(value)}. Add the products once more, or reveal the cell.`, guess);
    explorer.saveSoon();
  }

  /** @param {string} text @param {Guess|null} [guess] a wrong one, which Python may have a reason for */
  say(text, guess = null) {
    Object.assign(this, { said: text, guess });
    this.explorer.paint();
  }

  /** Another setting: every result is hidden again, and what was said is of another map. */
  forget() {
    this.revealed.clear();
    this.place = undefined;
  }

  /** @returns {string} Python's reason, if it is one for the very guess judged last */
  reason() {
    const reason = this.guess && this.explorer.model.get("_reason");
    return reason && JSON.stringify(reason.guess) === JSON.stringify(this.guess) ? reason.text : "";
  }

  /** @param {[number, number]} position @param {boolean} predict whether this is wanted at all */
  paint(position, predict) {
    const place = `${position}`;
    if (place !== this.place) Object.assign(this, { place, said: "", guess: null });
    this.node.hidden = !predict;
    setText(this.label, `Feature map (${position.join(", ")}) will be`);
    setText(this.verdict, `${this.said} ${this.reason()}`.trim());
  }
}
