// A button that makes letters and photos as large as the window lets them be, for the back row.
import { button } from "../shared/controls.js";
import { setAttribute } from "../shared/dom.js";
import { Store } from "../shared/store.js";
import { visibleHeight } from "../shared/room.js";

const ROOT = ".convlib-photo-filter";
const GAP = 8; // pixels between photos and weights, as in the style sheet
const LARGE = 17; // pixels of a letter of a weight, for the back row
const LEGIBLE = 14; // pixels where that is too wide: as many as at normal size
const COLUMN = 4.9; // em, of a weight, as in the style sheet
const COLUMNS = 3; // of weights, that the buttons above them need
const SMALLEST = 200; // pixels of a photo that a low window may not take away
const NORMAL = 347; // pixels of a photo at normal size

/** The anywidget entry point.
 * @param {{model: import("../shared/store.js").Model, el: HTMLElement}} context */
function render({ model, el }) {
  const press = button("Presenter size");
  press.classList.add("jupyter-widgets", "jupyter-button");
  const resize = new ResizeObserver(() => paint());
  /** @type {HTMLElement|null} */
  let root = null;
  const store = new Store(model, ["presenter"], () => paint());
  function paint() {
    setAttribute(press, "aria-pressed", store.get("presenter"));
    const found = /** @type {HTMLElement|null} */ (el.closest(ROOT)); // once it is on the page
    if (found && found !== root) {
      resize.observe(found);
      found.querySelectorAll(".convlib-weights").forEach((weights) => resize.observe(weights));
    }
    root = found;
    if (root) fit(root, store.get("presenter"));
  }
  press.addEventListener("click", () => store.change({ presenter: !store.get("presenter") }));
  resize.observe(el);
  window.addEventListener("resize", paint);
  el.append(press);
  return () => {
    resize.disconnect();
    window.removeEventListener("resize", paint);
    store.destroy();
  };
}

/** Make each photo as large as what is visible has room for.
 * @param {HTMLElement} root @param {boolean} isPresenter */
function fit(root, isPresenter) {
  root.classList.toggle("convlib-large", isPresenter);
  const pair = root.querySelector(".convlib-pair");
  const image = pair?.querySelector("img");
  if (!pair || !image) return;
  const around = pair.getBoundingClientRect().height - image.getBoundingClientRect().height;
  const above = pair.getBoundingClientRect().top - root.getBoundingClientRect().top;
  const height = visibleHeight(root) - above - around - GAP;
  const grid = /** @type {HTMLElement|null} */ (root.querySelector(".convlib-weight-grid"));
  const columns = Number(grid?.style.getPropertyValue("--columns"));
  const { side, letters } = roomFor(root.clientWidth, height, columns);
  root.style.setProperty("--photo", `${Math.floor(side)}px`);
  root.style.setProperty("--letters", `${letters}px`);
}

/** Pixels of a photo's side and of the weights' letters. Weights stand beside the photos, unless
 * photos became smaller than at normal size; more than have room there stand below.
 * @param {number} width @param {number} height of all that the photos may take
 * @param {number} columns of weights */
function roomFor(width, height, columns) {
  const high = Math.max(height, SMALLEST);
  const below = Math.min(high, (width - GAP) / 2);
  const beside = (/** @type {number} */ letters, /** @type {number} */ count) => {
    const weights = Math.max(count, COLUMNS) * (COLUMN * letters + 2);
    return { side: Math.min(high, (width - weights - 3 * GAP) / 2), letters };
  };
  const choices = [beside(LARGE, columns), beside(LEGIBLE, columns), beside(LARGE, COLUMNS)];
  const found = choices.find(({ side }) => side >= Math.min(below, NORMAL));
  return found ?? { side: below, letters: LARGE };
}

export default { render };
