// Elements: made with what they hold, and later written to only where they differ.

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string|number>} Attributes */

/** Make an HTML element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag @param {Attributes} [attributes] @param {(Node|string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]} */
export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

/** Make an SVG element.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag @param {Attributes} [attributes] @param {(Node|string)[]} children
 * @returns {SVGElementTagNameMap[Tag]} */
export function svgElement(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

/** @template {Element} Made @param {Made} node @param {Attributes} attributes
 * @param {(Node|string)[]} children @returns {Made} */
function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/** @param {Element} node @param {string} name @param {string|number|boolean} value */
export function setAttribute(node, name, value) {
  const text = String(value);
  if (node.getAttribute(name) !== text) node.setAttribute(name, text);
}

/** @param {Node} node @param {string} text */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** @param {HTMLInputElement} input @param {number} value */
export function setValue(input, value) {
  if (input.value !== String(value)) input.value = String(value);
}
