// Keys: a table of what they mean at the place where they are pressed.

/** @typedef {Record<string, () => void|boolean>} Keys what each key does; false: nothing now */

/** @param {HTMLElement} root @param {(target: Element) => Keys} keysAt
 * @param {(target: Element) => void} after called when a key has done something */
export function listenToKeys(root, keysAt, after) {
  root.addEventListener("keydown", (event) => {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return;
    if (target.matches("select, [type=text]")) return;
    const keys = keysAt(target);
    if (!Object.hasOwn(keys, key) || keys[key]() === false) return;
    after(target);
    event.preventDefault();
    event.stopPropagation();
  });
}

/** @param {Element} target @returns {boolean} whether the browser itself moves it by arrow keys */
export function movesItself(target) {
  const scrolls = target.matches("code") && target.scrollWidth > target.clientWidth;
  return scrolls || target.matches("[type=range]");
}
