// The state of an explorer where there is no Jupyter: on a page.

/** @typedef {import("./store.js").Model} Model */

/** Stands in for the Jupyter model: the same state, nobody to tell. @implements {Model} */
export class PageModel {
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
