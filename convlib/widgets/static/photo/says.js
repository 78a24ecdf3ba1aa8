// One sentence for everyone, read out by screen readers whenever it changes. The element has to
// outlive the sentence: a live region that is replaced whole is not announced.
import { element, setText } from "../shared/dom.js";
import { watchPython } from "../shared/python.js";
import { hideStills } from "../shared/still.js";

/** @typedef {import("../shared/store.js").Model} Model */

const GONE =
  "Python does not answer any more, so the photos stay as they are: run the notebook's cells " +
  "again, this one last. They show:";
const CONTROLS = ":is(.convlib-choices, .convlib-weights)";

/** The anywidget entry point. @param {{model: Model, el: HTMLElement}} context */
function render({ model, el }) {
  const sentence = element("p", { class: "convlib-says", role: "status", "aria-live": "polite" });
  let isGone = false;
  const update = () =>
    setText(sentence, isGone ? `${GONE} ${model.get("text")}` : model.get("text"));
  model.on("change:text", update);
  update();
  el.append(sentence);
  const showStills = hideStills(model.get("still_id"));
  const unwatch = watchPython(model, () => {
    isGone = true;
    update();
    makeInert(el);
  });
  return () => {
    unwatch();
    showStills();
    model.off("change:text", update);
  };
}

/** Let nothing be chosen that nobody hears of. @param {Element} el of the sentence */
function makeInert(el) {
  const controls = el.closest(".convlib-photo-filter")?.querySelectorAll(CONTROLS) ?? [];
  for (const control of controls) control.setAttribute("inert", "");
}

export default { render };
