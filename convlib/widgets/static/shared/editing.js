// A cell of a map, changed in place.
import { counted, exactText, parseNumber, refusal } from "./numbers.js";
import { numberField } from "./controls.js";

/** @typedef {import("./cells.js").CellMap} CellMap
 * @typedef {import("./pointing.js").Place} Place
 * @typedef {{value: number, put: (value: number) => void, say: (note: string) => void,
 *   name?: string}} Subject what a cell holds, how to change it, where to tell what went wrong, and
 *   what it is called, where its map and place do not tell it */

/** Put an input over a cell; `put` is called at every key that leaves a number.
 * @param {CellMap} map @param {Place} place @param {Subject} subject
 * @param {string} [typed] first character, when typing began the edit */
export function edit(map, place, subject, typed) {
  const cell = map.cells.get(`${place.row},${place.col}`);
  const name = subject.name ?? `${place.map} (${place.row}, ${place.col})`;
  if (cell) new Editor(map.figure, cell.group, name, subject).open(typed);
}

class Editor {
  /** @param {HTMLElement} figure @param {SVGElement} group the cell @param {string} name
   * @param {Subject} subject */
  constructor(figure, group, name, { value, put, say }) {
    this.figure = figure;
    this.group = group;
    this.original = value;
    this.put = put;
    this.say = say;
    this.input = numberField(name, { class: "convlib-edit" });
    this.input.oninput = () => this.follow();
    this.input.onblur = () => this.close();
    this.input.onkeydown = (event) => this.key(event);
  }

  /** @param {string} [typed] */
  open(typed) {
    this.input.value = typed ?? exactText(this.original);
    placeOver(this.figure, this.group, this.input);
    this.input.focus({ preventScroll: true });
    if (typed === undefined) this.input.select();
    else this.follow();
  }

  follow() {
    const value = parseNumber(this.input.value);
    if (value !== null) this.put(value);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    event.stopPropagation();
    if (event.key === "ArrowUp") this.count(event, 1);
    else if (event.key === "ArrowDown") this.count(event, -1);
    else if (event.key === "Enter") this.close(true);
    else if (event.key === "Escape") {
      this.put(this.original);
      this.input.value = exactText(this.original);
      this.close(true);
    }
  }

  /** @param {KeyboardEvent} event @param {number} by */
  count(event, by) {
    event.preventDefault();
    this.input.value = counted(this.input.value, this.original, by);
    this.follow();
  }

  /** @param {boolean} [keepFocus] on the cell */
  close(keepFocus = false) {
    const { input } = this;
    if (!input.isConnected) return;
    input.onblur = null; // removing a focused input blurs it once more
    input.remove();
    if (parseNumber(input.value) === null) this.say(refusal(input.value, "cell"));
    if (keepFocus) this.group.focus({ preventScroll: true });
  }
}

/** @param {number[][]} table @param {{row: number, col: number}} place @param {number} value
 * @returns {number[][]} the table with one cell changed */
export function withCell(table, { row, col }, value) {
  return table.map((line, r) =>
    r === row ? line.map((old, c) => (c === col ? value : old)) : line,
  );
}

/** @param {HTMLElement} figure @param {SVGElement} group @param {HTMLElement} input */
function placeOver(figure, group, input) {
  const [cell, frame] = [group.getBoundingClientRect(), figure.getBoundingClientRect()];
  const width = Math.max(cell.width, 52);
  input.style.left = `${cell.left - frame.left + (cell.width - width) / 2}px`;
  input.style.top = `${cell.top - frame.top}px`;
  input.style.width = `${width}px`;
  input.style.height = `${Math.max(cell.height, 26)}px`;
  figure.append(input);
}
