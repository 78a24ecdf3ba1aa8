// Predict first: type what the current cell will be, check it, reveal it, read why it was wrong.
import { agrees, settingOf, tolerances } from "./scene.js";
import { button, numberField } from "../shared/controls.js";
import { element, setText } from "../shared/dom.js";
import { numberText, parseNumber } from "../shared/numbers.js";
import { isEqual } from "../shared/store.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {{setting: object, position: [number, number], value: number}} Guess
 * @typedef {{state: State, truth: number}} Stand where the reader stands, and the result there
 * @typedef {{subject: () => Stand, ask: (guess: Guess) => void, repaint: () => void}} Surroundings
 *   `ask` tells Python a wrong guess, which it may have a reason for
 */

export class Prediction {
  /** @param {Surroundings} surroundings */
  constructor({ subject, ask, repaint }) {
    this.subject = subject;
    this.ask = ask;
    this.repaint = repaint;
    /** @type {Set<string>} */
    this.revealed = new Set();
    this.place = "";
    this.said = "";
    /** @type {Guess|null} */
    this.guess = null;
    this.label = element("span");
    this.input = numberField("Your prediction", { size: 8 });
    this.verdict = element("span", { class: "convlib-verdict", role: "status" });
    this.node = this.build();
  }

  build() {
    const [check, reveal] = [button("Check"), button("Reveal")];
    // Not by a form: in JupyterLab the Enter key submits none.
    this.input.addEventListener("keydown", ({ key }) => key === "Enter" && this.judge());
    check.addEventListener("click", () => this.judge());
    reveal.addEventListener("click", () => this.reveal("It is"));
    const parts = [this.label, this.input, check, reveal, this.verdict];
    return element("div", { class: "convlib-predict" }, ...parts);
  }

  judge() {
    const value = parseNumber(this.input.value);
    if (value === null) this.say("Type a number first.");
    else if (this.isRight(value)) this.reveal("Right: it is");
    else this.doubt(value);
  }

  /** @param {number} value */
  isRight(value) {
    const { state, truth } = this.subject();
    const [row, col] = state.position;
    return agrees(truth, value, tolerances(state)[row][col]);
  }

  /** @param {string} words before the result */
  reveal(words) {
    const { state, truth } = this.subject();
    this.revealed.add(`${state.position}`);
    this.input.value = "";
    this.say(`${words} ${numberText(truth)}.`);
  }

  /** Tell at once that a guess is wrong; why it is, Python may know.
   * @param {number} value */
  doubt(value) {
    const { state } = this.subject();
    const guess = { setting: settingOf(state), position: state.position, value };
    this.say(`Not ${numberText(value)}. Add the products once more, or reveal the cell.`, guess);
    this.ask(guess);
  }

  /** @param {string} text @param {Guess|null} [guess] a wrong one */
  say(text, guess = null) {
    this.said = text;
    this.guess = guess;
    this.repaint();
  }

  /** Another setting: every result is hidden again, and what was said is of another map. */
  forget() {
    this.revealed.clear();
    this.place = "";
  }

  /** @param {{position: [number, number], predict: boolean,
   *   reason: {guess: Guess, text: string}|null}} now whether this is wanted at all, and Python's
   * reason for a guess that it was told */
  paint({ position, predict, reason }) {
    if (this.place !== `${position}`) {
      this.place = `${position}`;
      this.said = "";
      this.guess = null;
    }
    this.node.hidden = !predict;
    setText(this.label, `Feature map (${position.join(", ")}) will be`);
    const isOfThisGuess = reason && this.guess && isEqual(reason.guess, this.guess);
    setText(this.verdict, isOfThisGuess ? `${this.said} ${reason.text}`.trim() : this.said);
  }
}
