// A button that makes letters and photos as large as the window lets them be, for the back row.
import { button } from "../shared/controls.js";
import { setAttribute } from "../shared/dom.js";
import { Store } from "../shared/store.js";
import { visibleHeight } from "../shared/room.js";

const ROOT = ".convlib-photo-filter";
const GAP = 8; // pixels between photos and weights, as in the style sheet
const WEIGHTS = 262; // pixels that three columns of weights take beside the photos
const SMALLEST = 200; // pixels of a photo that a low window may not take away

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
    if (found && found !== root) resize.observe(found);
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
  root.style.setProperty("--photo", `${Math.floor(sideOf(root.clientWidth, height))}px`);
}

/** Pixels of a photo's side, with weights beside the photos where that costs little, else below.
 * @param {number} width @param {number} height of all that the photos may take */
function sideOf(width, height) {
  const high = Math.max(height, SMALLEST);
  const below = Math.min(high, (width - GAP) / 2);
  const beside = Math.min(high, (width - WEIGHTS - 2 * GAP) / 2);
  return beside > 0.9 * below ? beside : below;
}

export default { render };
