// Sliders, buttons and choices, each with a name for everyone.
import { element, setText } from "./dom.js";

// JupyterLab's shortcuts look at the focused element itself.
export const KEEPS_KEYS = { "data-lm-suppress-shortcuts": "true" };

/** @typedef {import("./dom.js").Attributes} Attributes */

/** @param {string} label @param {Attributes} [attributes] */
export function slider(label, attributes = {}) {
  return element("input", {
    type: "range",
    "aria-label": label,
    step: 1,
    ...KEEPS_KEYS,
    ...attributes,
  });
}

/** A slider with its name before it and its value behind it.
 * @param {string} name @param {HTMLInputElement} input @param {HTMLOutputElement} output */
export function sliderField(name, input, output) {
  return element("label", { class: "convlib-slider" }, element("span", {}, name), input, output);
}

/** @param {string} label @param {string} [text] what is read, where the label says more */
export function button(label, text = label) {
  return element("button", { type: "button", "aria-label": label, ...KEEPS_KEYS }, text);
}

/** A field for a number. A whole keyboard comes up for it: an iPhone's keypad has no minus.
 * @param {string} label @param {Attributes} [attributes] */
export function numberField(label, attributes = {}) {
  return element("input", {
    type: "text",
    inputmode: "text",
    autocomplete: "off",
    "aria-label": label,
    ...KEEPS_KEYS,
    ...attributes,
  });
}

/** @param {string} label @param {string[]} names */
export function choice(label, names) {
  const options = names.map((name) => element("option", { value: name }, name));
  return element("select", { "aria-label": label, ...KEEPS_KEYS }, ...options);
}

/** @param {string} label @param {HTMLElement} control */
export function labelled(label, control) {
  return element("label", { class: "convlib-field" }, element("span", {}, label), control);
}

/** @param {string} label @param {(on: boolean) => void} act */
export function tick(label, act) {
  const input = element("input", { type: "checkbox", ...KEEPS_KEYS });
  input.addEventListener("change", () => act(input.checked));
  const field = element("label", { class: "convlib-field" }, input, element("span", {}, label));
  return { input, field };
}

/** @param {string} label @param {Attributes} attributes @param {HTMLElement[]} children */
export function fold(label, attributes, ...children) {
  return element("details", attributes, element("summary", KEEPS_KEYS, label), ...children);
}

/** A button that copies a text.
 * @param {string} name @param {() => string} text @param {(note: string) => void} say */
export function copyButton(name, text, say) {
  const copy = button(`Copy ${name}`, "Copy");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text());
      setText(copy, "Copied");
    } catch {
      say("The browser does not allow copying here: select the line and copy it by hand.");
    }
    setTimeout(() => setText(copy, "Copy"), 1500);
  });
  return copy;
}
