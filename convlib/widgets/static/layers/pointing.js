// Which cell of the rows the reader points at: pinned by a click, else under the mouse. Clicks and
// keys on the row at the top move the position.
import { cellNear } from "./rows.js";
import { isEqual } from "../shared/store.js";

/**
 * @typedef {import("./view.js").At} At
 * @typedef {import("./view.js").View} View
 * @typedef {{top: () => number, moveAlong: (cell: number) => void, onChange: () => void}} Host
 *   top: the map of the last layer
 */

export class RowPointing {
  /** @param {View} view @param {Host} host */
  constructor(view, host) {
    this.view = view;
    this.host = host;
    /** @type {At|null} */
    this.pinned = null;
    /** @type {At|null} */
    this.hovered = null;
    this.listen();
  }

  listen() {
    const { svg } = this.view;
    const near = (/** @type {MouseEvent} */ event) => {
      const box = svg.getBoundingClientRect();
      return cellNear(this.view, event.clientX - box.left, event.clientY - box.top);
    };
    svg.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") this.point({ hovered: near(event) });
    });
    svg.addEventListener("pointerleave", () => this.point({ hovered: null }));
    svg.addEventListener("click", (event) => this.pinOrMove(near(event)));
    svg.addEventListener("keydown", (event) => this.onKey(event));
  }

  /** @param {{pinned?: At|null, hovered?: At|null}} patch @returns {boolean} whether it differs */
  point(patch) {
    if (
      Object.entries(patch).every(([how, at]) => isEqual(at, this[/** @type {"pinned"} */ (how)]))
    ) {
      return false;
    }
    Object.assign(this, patch);
    this.host.onChange();
    return true;
  }

  /** Point at nothing; what is shown follows with the change that is the reason. */
  forget() {
    [this.pinned, this.hovered] = [null, null];
  }

  /** @param {At|null} at */
  pinOrMove(at) {
    if (!at) return;
    this.focusRow(at.map);
    if (at.map === this.host.top()) this.host.moveAlong(at.cell);
    else this.point({ pinned: isEqual(at, this.pinned) ? null : at });
  }

  /** @param {number} map */
  focusRow(map) {
    const row = this.view.rows.children[map];
    if (row instanceof SVGElement) row.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const row = event.target instanceof Element && event.target.closest("[data-level]");
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const map = Number(row.getAttribute("data-level"));
    const last = this.view.lines[map].count - 1;
    const cell = Number(row.getAttribute("aria-valuenow"));
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowRight: () => this.goTo(map, Math.min(cell + 1, last)),
      ArrowLeft: () => this.goTo(map, Math.max(cell - 1, 0)),
      Home: () => this.goTo(map, 0),
      End: () => this.goTo(map, last),
      ArrowUp: () => this.focusRow(map + 1),
      ArrowDown: () => this.focusRow(map - 1),
    };
    if (!Object.hasOwn(keys, event.key)) return;
    keys[event.key]();
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} map @param {number} cell */
  goTo(map, cell) {
    if (map === this.host.top()) this.host.moveAlong(cell);
    else this.point({ pinned: { map, cell } });
  }
}
