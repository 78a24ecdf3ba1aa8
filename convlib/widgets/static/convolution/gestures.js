// What clicks and keys mean on the maps and around them.
import { placeOf } from "../shared/pointing.js";
import { focusCell } from "../shared/cells.js";
import { movesItself } from "../shared/keys.js";

/**
 * @typedef {import("../shared/pointing.js").Place} Place
 * @typedef {import("../shared/keys.js").Keys} Keys
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {{maps: import("./view.js").Maps, position: () => Pair, size: () => Pair,
 *   step: (by: number) => void, moveTo: (position: Pair) => void, togglePlay: () => void,
 *   togglePresenter: () => void, pin: (place: Place) => void, release: () => boolean,
 *   edit: (place: Place, typed?: string) => void}} Actions what gestures do, and where
 */

const EDIT_BY_TYPING = [..."0123456789-−.,"];

/** @param {HTMLElement} node that holds the maps @param {Actions} actions */
export function listenToClicks(node, actions) {
  node.addEventListener("click", ({ target }) => {
    const place = placeOf(target);
    if (!place) return;
    const { map, row, col } = place;
    focusCell(actions.maps[/** @type {"image"} */ (map)], row, col);
    actions.pin(place);
    const [rows, cols] = actions.size();
    if (map === "feature-map" && row < rows && col < cols) actions.moveTo([row, col]);
  });
  node.addEventListener("dblclick", ({ target }) => {
    const place = placeOf(target);
    if (place) actions.edit(place);
  });
}

/** @param {Element} target @param {Actions} actions @returns {Keys} what keys mean there */
export function keysAt(target, actions) {
  const place = placeOf(target);
  const arrows =
    place && place.map !== "feature-map" ? keysOnCell(place, actions) : keysOnPosition(actions);
  return { ...(movesItself(target) ? {} : arrows), ...keysAnywhere(target, actions) };
}

/** @param {Element} target @param {Actions} actions @returns {Keys} */
function keysAnywhere(target, actions) {
  const isPressedBySpace = target.matches("button, summary, [type=checkbox]");
  return {
    PageDown: () => actions.step(1),
    PageUp: () => actions.step(-1),
    p: actions.togglePresenter,
    P: actions.togglePresenter,
    Escape: actions.release,
    ...(isPressedBySpace ? {} : { " ": actions.togglePlay }),
  };
}

/** @param {Actions} actions @returns {Keys} */
function keysOnPosition({ position, size, step, moveTo }) {
  const [row, col] = position();
  const [rows, cols] = size();
  return {
    ArrowRight: () => step(1),
    ArrowLeft: () => step(-1),
    ArrowDown: () => moveTo([Math.min(row + 1, rows - 1), col]),
    ArrowUp: () => moveTo([Math.max(row - 1, 0), col]),
    Home: () => moveTo([0, 0]),
    End: () => moveTo([rows - 1, cols - 1]),
  };
}

/** On the image and the kernel, arrows walk from cell to cell; a digit or Enter begins an edit.
 * @param {Place} place @param {Actions} actions @returns {Keys} */
function keysOnCell(place, { maps, edit }) {
  const map = maps[/** @type {"image"} */ (place.map)];
  /** @param {number} down @param {number} right */
  const walk = (down, right) => () => focusCell(map, place.row + down, place.col + right);
  const typed = EDIT_BY_TYPING.map((key) => [key, () => edit(place, key)]);
  return {
    ArrowUp: walk(-1, 0),
    ArrowDown: walk(1, 0),
    ArrowLeft: walk(0, -1),
    ArrowRight: walk(0, 1),
    Enter: () => edit(place),
    F2: () => edit(place),
    ...Object.fromEntries(typed),
  };
}

/** Keep the focus on the current feature-map cell when it was on that map.
 * @param {Element} target @param {Actions} actions */
export function followFocus(target, { maps, position }) {
  if (placeOf(target)?.map === "feature-map") focusCell(maps["feature-map"], ...position());
}
