// One sentence for everyone, read out by screen readers whenever it changes. The element has to
// outlive the sentence: a live region that is replaced whole is not announced.
/** @typedef {import("../shared/store.js").Model} Model */

/** The anywidget entry point. @param {{model: Model, el: HTMLElement}} context */
function render({ model, el }) {
  const sentence = document.createElement("p");
  sentence.className = "convlib-says";
  sentence.setAttribute("role", "status");
  sentence.setAttribute("aria-live", "polite");
  const update = () => (sentence.textContent = model.get("text"));
  model.on("change:text", update);
  update();
  el.append(sentence);
  return () => model.off("change:text", update);
}

export default { render };
