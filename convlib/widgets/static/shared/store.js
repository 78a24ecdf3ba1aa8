// The state: a model's traits. The browser changes them at once and tells Python soon.

/** @typedef {{get: (name: string) => any, set: (name: string, value: any) => void,
 *   on: (event: string, listener: () => void) => void,
 *   off: (event: string, listener: () => void) => void, save_changes: () => void,
 *   widget_manager?: {kernel?: import("./python.js").Kernel|null}}} Model
 * @typedef {Record<string, any>} Patch traits and their new values */

const SYNC_MS = 80; // Python hears of changes at most this often: a held key builds no backlog

/** @param {any} a @param {any} b @returns {boolean} whether two traits' values are equal */
export function isEqual(a, b) {
  return JSON.stringify(a) === JSON.stringify(b);
}

export class Store {
  /** @param {Model} model @param {string[]} names of the traits to watch
   * @param {() => void} onChange called once for each change, from either side */
  constructor(model, names, onChange) {
    this.model = model;
    this.names = names;
    this.onChange = onChange;
    this.isChanging = false;
    /** @type {ReturnType<typeof setTimeout>|undefined} */
    this.saving = undefined;
    this.heard = () => this.isChanging || this.onChange();
    for (const name of names) model.on(`change:${name}`, this.heard);
  }

  /** @param {string} name @returns {any} */
  get(name) {
    return this.model.get(name);
  }

  /** @param {string[]} names @returns {Patch} */
  read(names) {
    return Object.fromEntries(names.map((name) => [name, this.get(name)]));
  }

  /** Change some traits at once. @param {Patch} patch
   * @param {{quiet?: boolean}} [how] quiet: Python need not hear of it yet */
  change(patch, { quiet = false } = {}) {
    this.isChanging = true;
    for (const [name, value] of Object.entries(patch)) {
      if (!isEqual(this.get(name), value)) this.model.set(name, value);
    }
    this.isChanging = false;
    this.onChange();
    if (!quiet) this.saveSoon();
  }

  saveSoon() {
    this.saving ??= setTimeout(() => this.save(), SYNC_MS);
  }

  save() {
    clearTimeout(this.saving);
    this.saving = undefined;
    try {
      this.model.save_changes();
    } catch {
      // No kernel: the browser goes on by itself.
    }
  }

  destroy() {
    this.save();
    for (const name of this.names) this.model.off(`change:${name}`, this.heard);
  }
}
