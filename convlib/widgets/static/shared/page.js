// An explorer in a page of its own: no Jupyter, no Python.

/** @typedef {import("./store.js").Model} Model */

/** Stands in for the Jupyter model: the same state, nobody to tell. @implements {Model} */
class PageModel {
  /** @param {Record<string, any>} state */
  constructor(state) {
    this.state = state;
    /** @type {Map<string, (() => void)[]>} */
    this.listeners = new Map();
  }

  /** @param {string} name @returns {any} */
  get(name) {
    return this.state[name];
  }

  /** @param {string} name @param {any} value */
  set(name, value) {
    this.state[name] = value;
    for (const listener of this.heard(`change:${name}`)) listener();
  }

  /** @param {string} event @param {() => void} listener */
  on(event, listener) {
    this.listeners.set(event, [...this.heard(event), listener]);
  }

  /** @param {string} event @param {() => void} listener */
  off(event, listener) {
    const others = this.heard(event).filter((one) => one !== listener);
    this.listeners.set(event, others);
  }

  /** @param {string} event */
  heard(event) {
    return this.listeners.get(event) ?? [];
  }

  save_changes() {}
}

function followTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
  };
  dark.addEventListener("change", follow);
  follow();
}

/** Show a widget with this state in the page's main element.
 * @param {{render: (context: {model: Model, el: HTMLElement}) => void}} widget
 * @param {Record<string, any>} state */
function open(widget, state) {
  followTheme();
  const el = document.createElement("div");
  document.querySelector("main")?.append(el);
  widget.render({ model: new PageModel(state), el });
}

export default open;
