// Every gesture, by mouse, finger or key, becomes a change of the explorer's one state.
import { axes } from "./scene.js";
import { wholeCode } from "./words.js";
import { setText } from "../shared/cells.js";
import { edit } from "../shared/editing.js";
import { settingValue, withSetting } from "./settings.js";

/** @typedef {import("./explorer.js").Explorer} Explorer */

/** @param {Explorer} explorer */
export function listenToControls(explorer) {
  const { settings, transport, more, arithmetic, ui } = explorer;
  for (const one of settings.settings) {
    one.input.addEventListener("input", () => {
      const value = Number(one.input.value);
      if (value !== settingValue(one, explorer.state)) explorer.change(withSetting(one, explorer.state, value));
    });
  }
  const on = (node, event, act) => node.addEventListener(event, act);
  on(transport.back, "click", () => explorer.step(-1));
  on(transport.forward, "click", () => explorer.step(1));
  on(transport.play, "click", () => explorer.togglePlay());
  on(transport.reset, "click", () => explorer.reset());
  on(transport.presenter, "click", () => explorer.togglePresenter());
  on(transport.position, "input", () => explorer.moveToIndex(Number(transport.position.value)));
  on(transport.speed, "input", () => {
    ui.speed = Number(transport.speed.value);
    explorer.paint();
  });
  listenToMore(explorer, more, on);
  for (const { name, copy } of arithmetic.lines) on(copy, "click", () => copyCode(explorer, name, copy));
}

function listenToMore(explorer, more, on) {
  for (const kind of ["image", "kernel"]) {
    on(more[kind], "change", () => {
      const preset = explorer.model.get("_presets")[kind][more[kind].selectedIndex - 1];
      if (preset) explorer.change({ [kind]: preset[1] });
    });
  }
  on(more.mode, "change", () => explorer.change({ padding_mode: more.mode.value }));
  on(more.flip.box, "change", () => explorer.change({ flip_kernel: more.flip.box.checked }));
  on(more.perSide.box, "change", () => {
    explorer.ui.perSide = more.perSide.box.checked;
    explorer.paint();
  });
  on(more.fromZero.box, "change", () => explorer.option("dilation_from", more.fromZero.box.checked ? 0 : 1));
  on(more.predict.box, "change", () => explorer.option("predict", more.predict.box.checked));
}

async function copyCode(explorer, name, button) {
  const text = wholeCode(explorer.state, name);
  try {
    await navigator.clipboard.writeText(text);
    setText(button, "Copied");
  } catch {
    explorer.say("The browser does not allow copying here: select the line and copy it by hand.");
  }
  setTimeout(() => setText(button, "Copy"), 1500);
}

/** @returns {{map: string, row: number, col: number}|null} the cell an event happened on */
function placeOf(event) {
  const cell = event.target instanceof Element ? event.target.closest("[data-map]") : null;
  if (!cell) return null;
  return { map: cell.dataset.map, row: Number(cell.dataset.row), col: Number(cell.dataset.col) };
}

const same = (a, b) => a?.map === b?.map && a?.row === b?.row && a?.col === b?.col;

/** @param {Explorer} explorer */
export function listenToMaps(explorer) {
  const { ui } = explorer;
  const { stage } = explorer.stage;
  const point = (kind, place) => {
    if (same(ui[kind], place)) return;
    ui[kind] = place;
    explorer.paint();
  };
  stage.addEventListener("pointerover", (event) => point("hover", placeOf(event)));
  stage.addEventListener("pointerleave", () => point("hover", null));
  stage.addEventListener("focusin", (event) => {
    const place = placeOf(event);
    if (place) (ui.stops ??= {})[place.map] = `${place.row},${place.col}`;
    const visible = event.target.matches(":focus-visible") && place?.map !== "feature-map";
    point("focus", visible ? place : null);
  });
  stage.addEventListener("focusout", () => point("focus", null));
  stage.addEventListener("click", (event) => {
    const place = placeOf(event);
    if (!place) return;
    event.target.closest("[data-map]").focus({ preventScroll: true });
    ui.pinned = place.map === "feature-map" || same(ui.pinned, place) ? null : place;
    const [rows, cols] = axes(explorer.state);
    const inMap = place.map === "feature-map" && place.row < rows.output && place.col < cols.output;
    if (inMap) explorer.moveTo([place.row, place.col]);
    else explorer.paint();
  });
  stage.addEventListener("dblclick", (event) => edit(explorer, placeOf(event)));
}

const STEPS = { PageDown: 1, PageUp: -1, ArrowRight: 1, ArrowLeft: -1 };

/** @param {Explorer} explorer */
export function listenToKeys(explorer) {
  explorer.root.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("select, [type=text]")) return;
    if (handleKey(explorer, target, key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  });
}

/** @returns {boolean} whether the key meant something here */
function handleKey(explorer, target, key) {
  const scrolls = target.matches("code") && target.scrollWidth > target.clientWidth;
  const moves = scrolls || target.matches("[type=range]"); // by the browser itself
  const place = placeOf({ target });
  if (key === "PageDown" || key === "PageUp") explorer.step(STEPS[key]);
  else if (key === "p" || key === "P") explorer.togglePresenter();
  else if (key === "Escape" && explorer.ui.pinned) {
    explorer.ui.pinned = null;
    explorer.paint();
  } else if (key === " " && !target.matches("button, summary, [type=checkbox]")) explorer.togglePlay();
  else if (moves) return false;
  else if (place && place.map !== "feature-map") return keyOnCell(explorer, place, key);
  else if (key === "ArrowRight" || key === "ArrowLeft") explorer.step(STEPS[key]);
  else return keyOnMap(explorer, key) && followFocus(explorer, place);
  followFocus(explorer, place);
  return true;
}

/** Arrows up and down, Home and End move the position. */
function keyOnMap(explorer, key) {
  const [rows, cols] = axes(explorer.state);
  const [row, col] = explorer.state.position;
  const to = {
    ArrowDown: [Math.min(row + 1, rows.output - 1), col],
    ArrowUp: [Math.max(row - 1, 0), col],
    Home: [0, 0],
    End: [rows.output - 1, cols.output - 1],
  }[key];
  if (to) explorer.moveTo(to);
  return Boolean(to);
}

/** Keep the focus on the current feature-map cell when it was on that map. */
function followFocus(explorer, place) {
  if (place?.map !== "feature-map") return true;
  const cell = explorer.stage.maps["feature-map"].cells.get(`${explorer.state.position}`);
  cell?.group.focus({ preventScroll: true });
  return true;
}

/** On the image and the kernel, arrows walk from cell to cell; a digit or Enter begins an edit. */
function keyOnCell(explorer, place, key) {
  const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key];
  if (by) {
    const next = explorer.stage.maps[place.map].cells.get(`${place.row + by[0]},${place.col + by[1]}`);
    next?.group.focus({ preventScroll: true });
  } else if (key === "Enter" || key === "F2") edit(explorer, place);
  else if (/^[-−.,\d]$/.test(key)) edit(explorer, place, key);
  else return false;
  explorer.paint();
  return true;
}
