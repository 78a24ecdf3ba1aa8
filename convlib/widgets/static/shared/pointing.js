// Which cell the reader points at: pinned by a click, else under the mouse, else with the focus.

/** @typedef {{map: string, row: number, col: number}} Place a cell of one of the maps */

/** @param {EventTarget|null} target @returns {HTMLElement|SVGElement|null} the cell it lies in */
export function cellOf(target) {
  return target instanceof Element ? target.closest("[data-map]") : null;
}

/** @param {EventTarget|null} target @returns {Place|null} */
export function placeOf(target) {
  const { map, row, col } = cellOf(target)?.dataset ?? {};
  return map === undefined ? null : { map, row: Number(row), col: Number(col) };
}

/** @param {Place|null} place @param {string} map @param {number} row @param {number} col */
export function isAt(place, map, row, col) {
  return place?.map === map && place.row === row && place.col === col;
}

/** @param {Place|null} a @param {Place|null} b */
function isSamePlace(a, b) {
  return a === b || (b !== null && isAt(a, b.map, b.row, b.col));
}

export class Pointing {
  /** @param {{node: HTMLElement, moved: string}} stage node: holds the maps; moved: the map on
   * which a click moves the position; nothing on it is pinned, and the focus follows the position,
   * it does not point. It may become another map.
   * @param {() => void} onChange */
  constructor(stage, onChange) {
    this.stage = stage;
    this.onChange = onChange;
    /** @type {Record<"pinned"|"hover"|"focus", Place|null>} */
    this.places = { pinned: null, hover: null, focus: null };
    /** @type {Record<string, string>} key of the cell of each map that had the focus last */
    this.focused = {};
    this.listen(stage.node);
  }

  /** @param {HTMLElement} node */
  listen(node) {
    node.addEventListener("pointerover", ({ target }) => this.point("hover", placeOf(target)));
    node.addEventListener("pointerleave", () => this.point("hover", null));
    node.addEventListener("focusin", ({ target }) => this.focus(target));
    node.addEventListener("focusout", () => this.point("focus", null));
  }

  /** @param {"pinned"|"hover"|"focus"} how @param {Place|null} place */
  point(how, place) {
    if (isSamePlace(this.places[how], place)) return;
    this.places[how] = place;
    this.onChange();
  }

  /** @param {EventTarget|null} target */
  focus(target) {
    const place = placeOf(target);
    if (place) this.focused[place.map] = `${place.row},${place.col}`;
    const points = place?.map !== this.stage.moved && cellOf(target)?.matches(":focus-visible");
    this.point("focus", points ? place : null);
  }

  /** Pin a cell, or let go of it if it is the one. @param {Place} place */
  pin(place) {
    const isLetGo = place.map === this.stage.moved || isSamePlace(this.places.pinned, place);
    this.point("pinned", isLetGo ? null : place);
  }

  /** @returns {boolean} whether there was a pin to let go of */
  release() {
    const wasPinned = this.places.pinned !== null;
    this.point("pinned", null);
    return wasPinned;
  }

  /** Forget a mouse that rests on the map of positions: it would hold the window where it is. */
  lift() {
    if (this.places.hover?.map === this.stage.moved) this.places.hover = null;
  }

  /** @param {(place: Place) => boolean} isThere whether a cell is still on its map
   * @returns {Place|null} */
  place(isThere) {
    const { pinned, hover, focus } = this.places;
    return [pinned, hover, focus].find((place) => place && isThere(place)) ?? null;
  }
}
