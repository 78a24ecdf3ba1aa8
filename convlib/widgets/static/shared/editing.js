// A cell of the image or the kernel changed in place.
import { format } from "../convolution/words.js";
import { element } from "./cells.js";

const LARGEST = 1e6; // as LARGEST_VALUE in explorer.py: beyond it sums would lose digits

/** @typedef {import("./explorer.js").Explorer} Explorer */

/** @param {string} text @returns {number|null} */
export function parseNumber(text) {
  const value = Number(text.trim().replaceAll("−", "-").replace(",", "."));
  return text.trim() !== "" && Math.abs(value) <= LARGEST ? value : null;
}

/** Put an input over a cell of the image or the kernel; the feature map follows at every key.
 * @param {Explorer} explorer @param {{map: string, row: number, col: number}|null} place
 * @param {string} [typed] first character, when typing began the edit */
export function edit(explorer, place, typed) {
  const original = place && explorer.model.get(place.map)?.[place.row]?.[place.col];
  if (original === undefined || original === null) return; // a feature-map or a padding cell
  new Editor(explorer, place, original).open(typed);
}

class Editor {
  constructor(explorer, place, original) {
    Object.assign(this, { explorer, place, original });
    this.map = explorer.stage.maps[place.map];
    this.group = this.map.cells.get(`${place.row},${place.col}`).group;
    this.input = element("input", {
      type: "text", inputmode: "decimal", class: "convlib-edit", "data-lm-suppress-shortcuts": "true",
      "aria-label": `${place.map} (${place.row}, ${place.col})`,
    });
    this.input.oninput = () => this.follow();
    this.input.onblur = () => this.close();
    this.input.onkeydown = (event) => this.key(event);
  }

  open(typed) {
    this.input.value = typed ?? format(this.original, 17);
    placeOver(this.map.figure, this.group, this.input);
    this.input.focus({ preventScroll: true });
    if (typed === undefined) this.input.select();
    else this.follow();
  }

  put(value) {
    const table = this.explorer.model.get(this.place.map);
    this.explorer.change({ [this.place.map]: withCell(table, this.place, value) });
  }

  follow() {
    const value = parseNumber(this.input.value);
    if (value !== null) this.put(value);
  }

  key(event) {
    event.stopPropagation();
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by) {
      event.preventDefault();
      this.input.value = format((parseNumber(this.input.value) ?? this.original) + by, 12);
      this.follow();
    } else if (event.key === "Escape") {
      this.put(this.original);
      this.input.value = format(this.original, 17);
      this.close(true);
    } else if (event.key === "Enter") this.close(true);
  }

  close(keepFocus = false) {
    const { input } = this;
    if (!input.isConnected) return;
    input.onblur = null; // removing a focused input blurs it once more
    input.remove();
    if (parseNumber(input.value) === null) {
      const text = JSON.stringify(input.value);
      this.explorer.say(`${text} is not a number from ${format(-LARGEST)} to ${LARGEST}: the cell keeps its last one.`);
    }
    if (keepFocus) this.group.focus({ preventScroll: true });
  }
}

function withCell(table, { row, col }, value) {
  return table.map((line, r) => (r === row ? line.map((old, c) => (c === col ? value : old)) : line));
}

function placeOver(figure, group, input) {
  const [cell, frame] = [group.getBoundingClientRect(), figure.getBoundingClientRect()];
  const width = Math.max(cell.width, 52);
  input.style.left = `${cell.left - frame.left + (cell.width - width) / 2}px`;
  input.style.top = `${cell.top - frame.top}px`;
  input.style.width = `${width}px`;
  input.style.height = `${Math.max(cell.height, 26)}px`;
  figure.append(input);
}
