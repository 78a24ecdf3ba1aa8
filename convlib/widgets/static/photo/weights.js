// A number field for each weight of a kernel. Numbers are read as people write them: "0,5", "1/9".
import { numberField } from "../shared/controls.js";
import { element, setText } from "../shared/dom.js";
import { withCell } from "../shared/editing.js";
import { counted, exactText, parseNumber, refusal } from "../shared/numbers.js";
import { Store } from "../shared/store.js";

const COUNTS = { ArrowUp: 1, ArrowDown: -1 };

/** The anywidget entry point.
 * @param {{model: import("../shared/store.js").Model, el: HTMLElement}} context */
function render({ model, el }) {
  const fields = new WeightFields(model);
  el.append(fields.grid, fields.told);
  return () => fields.store.destroy();
}

class WeightFields {
  /** @param {import("../shared/store.js").Model} model */
  constructor(model) {
    this.grid = element("div", { class: "convlib-weight-grid" });
    this.told = element("p", { role: "status" });
    this.note = ""; // on what was typed, until a weight changes
    /** @type {HTMLInputElement[][]} */
    this.fields = [];
    this.store = new Store(model, ["weights", "told"], () => this.say(""));
    this.show();
  }

  /** @returns {number[][]} */
  get weights() {
    return this.store.get("weights");
  }

  /** @param {string} note */
  say(note) {
    this.note = note;
    this.show();
  }

  show() {
    const { weights } = this;
    const shape = (/** @type {any[][]} */ table) => table.map((line) => line.length).join();
    if (shape(weights) !== shape(this.fields)) {
      this.fields = weights.map((line, row) => line.map((_, col) => this.field(row, col)));
      this.grid.replaceChildren(...this.fields.flat());
      this.grid.style.setProperty("--columns", String(weights[0]?.length ?? 1));
    }
    weights.forEach((line, row) => line.forEach((_, col) => this.showWeight(row, col)));
    setText(this.told, this.note || this.store.get("told"));
  }

  /** Leave a text alone that says the same in other words: it is being typed.
   * @param {number} row @param {number} col */
  showWeight(row, col) {
    const [field, weight] = [this.fields[row][col], this.weights[row][col]];
    if (parseNumber(field.value) !== weight) field.value = exactText(weight);
  }

  /** @param {number} row @param {number} col */
  field(row, col) {
    const field = numberField(`Weight row ${row}, column ${col}`, { class: "convlib-weight" });
    field.addEventListener("input", () => this.put(row, col, parseNumber(field.value)));
    field.addEventListener("keydown", (event) => {
      const by = COUNTS[/** @type {keyof COUNTS} */ (event.key)];
      if (by === undefined) return;
      event.preventDefault();
      field.value = counted(field.value, this.weights[row][col], by);
      this.put(row, col, parseNumber(field.value));
    });
    field.addEventListener("blur", () => {
      this.store.save(); // before anything else that is chosen now
      const { value } = field;
      this.showWeight(row, col); // in place of what is no number
      if (parseNumber(value) === null) this.say(refusal(value, "weight"));
    });
    return field;
  }

  /** @param {number} row @param {number} col @param {number|null} weight */
  put(row, col, weight) {
    if (weight === null) return;
    this.store.change({ weights: withCell(this.weights, { row, col }, weight) });
  }
}

export default { render };
