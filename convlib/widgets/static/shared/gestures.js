// What clicks and keys mean on the maps and around them.
import { focusCell } from "./cells.js";
import { listenToKeys, movesItself } from "./keys.js";
import { placeOf } from "./pointing.js";

/**
 * @typedef {import("./pointing.js").Place} Place
 * @typedef {import("./keys.js").Keys} Keys
 * @typedef {[number, number]} Pair
 * @typedef {{node: HTMLElement, maps: Record<string, import("./cells.js").CellMap>,
 *   moved: string}} Stage the maps by name, what holds them, and over which the position moves now
 * @typedef {{position: () => Pair, size: () => Pair, step: (by: number) => void,
 *   moveTo: (position: Pair) => void, togglePlay: () => void, togglePresenter: () => void,
 *   pin: (place: Place) => void, release: () => boolean,
 *   edit: (place: Place, typed?: string) => void}} Actions what gestures do, and where
 */

const EDIT_BY_TYPING = [..."0123456789-−.,"];

/** @param {HTMLElement} root @param {Stage} stage @param {Actions} actions */
export function listenToGestures(root, stage, actions) {
  const { node, maps } = stage;
  node.addEventListener("click", ({ target }) => clickOn(placeOf(target), stage, actions));
  // Not every browser gives the focus to a button that is clicked, and none to a sentence.
  root.addEventListener("click", () => {
    if (!root.contains(document.activeElement)) root.focus({ preventScroll: true });
  });
  node.addEventListener("dblclick", ({ target }) => {
    const place = placeOf(target);
    if (place) actions.edit(place);
  });
  const keys = (/** @type {Element} */ target) => keysAt(target, stage, actions);
  listenToKeys(root, keys, (target) => {
    // Keep the focus on the current cell when it was on the map over which the position moves.
    const { moved } = stage;
    if (placeOf(target)?.map === moved) focusCell(maps[moved], ...actions.position());
  });
}

/** @param {Place|null} place @param {Stage} stage @param {Actions} actions */
function clickOn(place, { maps, moved }, actions) {
  if (!place) return;
  const { map, row, col } = place;
  focusCell(maps[map], row, col);
  actions.pin(place);
  const [rows, cols] = actions.size();
  if (map === moved && row < rows && col < cols) actions.moveTo([row, col]);
}

/** @param {Element} target @param {Stage} stage @param {Actions} actions
 * @returns {Keys} what keys mean there */
function keysAt(target, { maps, moved }, actions) {
  const place = placeOf(target);
  const isInput = place && place.map !== moved;
  const arrows = isInput ? keysOnCell(place, maps[place.map], actions) : keysOnPosition(actions);
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

/** On the other maps, arrows walk from cell to cell; a digit or Enter begins an edit.
 * @param {Place} place @param {import("./cells.js").CellMap} map @param {Actions} actions
 * @returns {Keys} */
function keysOnCell(place, map, { edit }) {
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
