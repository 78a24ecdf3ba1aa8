// Addresses that carry a state: "#explorer-1=…", so that a teacher can send "look at this".

/** @typedef {import("../shared/store.js").Patch} Patch */

const FORM = /^#explorer-(\d+)=([\w-]+)$/;

/** @param {number} number of the explorer on its page, from 1
 * @param {Patch} patch traits that differ from the page's own
 * @returns {string} what follows a page's address */
export function hashOf(number, patch) {
  const isPlain = (/** @type {string} */ letter) => letter < "\u0080";
  const escaped = (/** @type {string} */ letter) =>
    "\\u" + letter.charCodeAt(0).toString(16).padStart(4, "0");
  const json = JSON.stringify(patch).replace(/[^]/g, (one) => (isPlain(one) ? one : escaped(one)));
  const text = btoa(json).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `#explorer-${number}=${text}`;
}

/** @param {string} hash of an address @param {number} number of an explorer
 * @returns {Patch|null} what the address says of it, if it is not another's or damaged */
export function patchIn(hash, number) {
  const [, whose, text] = FORM.exec(hash) ?? [];
  if (Number(whose) !== number) return null;
  try {
    return JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/")));
  } catch {
    return null;
  }
}
