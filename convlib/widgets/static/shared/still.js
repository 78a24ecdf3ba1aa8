// The still picture that stands in for a widget: the live widget takes its place.

/** What a notebook puts around one output: its prompt and its margins. */
export const AREA = ".jp-OutputArea-child, .output_area";

/** Hide the stills of a widget, wherever on the page they are.
 * @param {string} id of the stills' elements, "" where there is none
 * @returns {() => void} shows them again */
export function hideStills(id) {
  const found = id ? document.querySelectorAll(`[id="${CSS.escape(id)}"]`) : [];
  const stills = Array.from(found, (still) => still.closest(AREA) ?? still);
  const show = (/** @type {string} */ display) => {
    for (const still of stills) if (still instanceof HTMLElement) still.style.display = display;
  };
  show("none");
  return () => show("");
}
