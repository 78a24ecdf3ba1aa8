// The size formula with its numbers, the loops, and the same call in three libraries.
import { LIBRARIES, codeText, wholeCode } from "./code.js";
import { loopSentence, sizeFormula } from "./words.js";
import { AXES } from "./settings.js";
import { element, setText } from "../shared/dom.js";
import { KEEPS_KEYS, copyButton, fold } from "../shared/controls.js";

/** @typedef {import("./scene.js").State} State
 * @typedef {import("./view.js").ViewState} ViewState
 * @typedef {{state: () => State, say: (note: string) => void}} Subject
 * @typedef {{library: string, code: HTMLElement, node: HTMLElement}} Line */

/** @param {Subject} subject */
export function createArithmetic({ state, say }) {
  const sizes = AXES.map((axis) => element("p", { class: "convlib-formula", "data-axis": axis }));
  const here = element("p", { class: "convlib-here" });
  const lines = LIBRARIES.map((library) => {
    const copy = copyButton(library, () => wholeCode(state(), library), say);
    return createLine(library, copy);
  });
  const [loops, ...expressions] = lines.map((line) => line.node);
  const help = "Copy takes the imports, the image and the kernel along.";
  const node = fold(
    "The arithmetic and the code",
    { class: "convlib-arithmetic" },
    ...sizes,
    loops,
    here,
    ...expressions,
    element("p", { class: "convlib-help" }, help),
  );
  return { node, sizes, here, lines };
}

/** @param {string} library @param {HTMLElement} copy @returns {Line} */
function createLine(library, copy) {
  const code = element("code", { "data-library": library, tabindex: 0, ...KEEPS_KEYS });
  const [kind, parts] = library === "loops" ? ["loops", [copy, code]] : ["code", [code, copy]];
  const name = element("span", {}, library);
  const node = element("div", { class: `convlib-${kind}` }, name, ...parts);
  return { library, code, node };
}

/** @param {ReturnType<typeof createArithmetic>} parts @param {State} state
 * @param {import("./scene.js").Knobs} knobs */
export function paintArithmetic({ sizes, lines }, state, knobs) {
  sizes.forEach((node, a) => setText(node, `${AXES[a]}:  ${sizeFormula(state, a, knobs)}`));
  for (const { library, code } of lines) setText(code, codeText(state, library));
  const longest = Math.max(
    ...codeText(state, "loops")
      .split("\n")
      .map((line) => line.length),
  );
  lines[0].node.style.setProperty("--letters", String(longest));
}

/** @param {ReturnType<typeof createArithmetic>} parts @param {ViewState} now */
export function paintLoops({ here }, { at, truth, hides }) {
  setText(here, loopSentence(at, truth[at[0]][at[1]], hides(at[0], at[1])));
}
