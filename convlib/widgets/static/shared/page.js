// An explorer in a page of its own: no Jupyter, no Python.
import { PageModel } from "./model.js";

function followTheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const follow = () => {
    document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
  };
  dark.addEventListener("change", follow);
  follow();
}

/** Show a widget with this state in the page's main element.
 * @param {{render: (context: {model: import("./store.js").Model, el: HTMLElement}) => void}} widget
 * @param {Record<string, any>} state */
function open(widget, state) {
  followTheme();
  const el = document.createElement("div");
  document.querySelector("main")?.append(el);
  widget.render({ model: new PageModel(state), el });
}

export default open;
