// The stills of a page come alive, whoever made it of a saved notebook: no Jupyter, no Python.
import { hashOf, patchIn } from "./link.js";
import { element, setText } from "../shared/dom.js";
import { PageModel } from "../shared/model.js";
import { AREA } from "../shared/still.js";
import { isEqual } from "../shared/store.js";

/**
 * @typedef {import("../shared/store.js").Patch} Patch
 * @typedef {{render: (context: {model: PageModel, el: HTMLElement}) => (() => void)}} Widget
 */

/** Give every still that carries a state its explorer, as soon as the page is there.
 * @param {Record<string, Widget>} widgets by their entries
 * @param {Record<string, string>} styles of each, and what they share */
function bringToLife(widgets, styles) {
  const start = () => {
    const stills = [...document.querySelectorAll("[data-convlib]")];
    const known = stills.map((still) => ({ still, ...JSON.parse(String(dataOf(still))) }));
    const shown = known.filter(({ entry }) => entry in widgets);
    const sheets = new Set(["shared", ...shown.map(({ entry }) => entry)]);
    if (shown.length) document.head.append(...[...sheets].map((name) => sheet(styles[name])));
    shown.forEach(({ still, entry, state }, index) => {
      new Living(still, widgets[entry], state, index + 1);
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}

/** @param {Element} still @returns {string|null} */
function dataOf(still) {
  return still.getAttribute("data-convlib");
}

/** @param {string} text @returns {HTMLStyleElement} */
function sheet(text) {
  return element("style", {}, text);
}

/** Do something when all above and below has its size: a page that is loading still breaks off a
 * smooth scroll, and leaves the place of any other.
 * @param {() => void} action */
function onceLoaded(action) {
  if (document.readyState === "complete") action();
  else window.addEventListener("load", action, { once: true });
}

/** One explorer in the place of its still, and below it what makes a link to what it shows. */
class Living {
  /** @param {Element} still @param {Widget} widget @param {Patch} state of the saved notebook
   * @param {number} number on the page, from 1 */
  constructor(still, widget, state, number) {
    this.widget = widget;
    this.state = state;
    this.number = number;
    this.model = new PageModel({ ...state });
    this.end = () => {};
    this.room = element("div");
    this.told = element("span", { role: "status" });
    const copy = element("button", { type: "button" }, "Copy a link to this state");
    copy.addEventListener("click", () => this.copyLink());
    const link = element("p", { class: "convlib-link" }, copy, " ", this.told);
    this.place = still.closest(AREA) ?? still;
    const id = `explorer-${number}`;
    this.node = element("div", { id, class: "convlib-alive" }, this.room, link);
    this.place.after(this.node);
    this.show();
    window.addEventListener("hashchange", () => this.follow());
  }

  /** Show the saved state and what the address changes of it, and go to what an address names. */
  show() {
    const asked = patchIn(location.hash, this.number);
    const open = Object.entries(asked ?? {}).filter(([name]) => this.isOpen(name));
    try {
      this.render(Object.fromEntries(open));
    } catch {
      this.render({}); // an address that nobody made here
    }
    this.place.classList.add("convlib-replaced");
    if (asked) onceLoaded(() => this.node.scrollIntoView({ behavior: "instant" }));
  }

  /** @param {string} name @returns {boolean} whether an address may say a trait's value */
  isOpen(name) {
    return Object.hasOwn(this.state, name) && !name.startsWith("_");
  }

  /** @param {Patch} patch */
  render(patch) {
    this.end();
    this.end = () => {};
    this.room.replaceChildren();
    this.model = new PageModel({ ...this.state, ...patch });
    this.end = this.widget.render({ model: this.model, el: this.room });
  }

  /** Follow a link to another state on the same page. */
  follow() {
    if (patchIn(location.hash, this.number)) this.show();
  }

  async copyLink() {
    const now = Object.entries(this.model.state);
    const changed = now.filter(
      ([name, value]) => this.isOpen(name) && !isEqual(value, this.state[name]),
    );
    history.replaceState(null, "", hashOf(this.number, Object.fromEntries(changed)));
    try {
      await navigator.clipboard.writeText(location.href);
      setText(this.told, "Copied: the link opens this page as it is now.");
    } catch {
      setText(this.told, "The address of this page is that link now: copy it from there.");
    }
  }
}

export default bringToLife;
