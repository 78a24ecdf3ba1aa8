// What a layer costs: its multiply-adds as four factors, and other ways of counting.
import { costOf } from "./scene.js";
import { costFactors, countsText, parametersText } from "./words.js";
import { element, setText } from "../shared/dom.js";

export function createCost() {
  const factors = Array.from({ length: 4 }, () => element("span", { class: "convlib-factor" }));
  const total = element("strong");
  const signs = factors.flatMap((factor, n) => (n ? ["×", factor] : [factor]));
  const line = element("p", { class: "convlib-factors" }, ...signs, "=", total);
  const bar = element("div", { class: "convlib-bar", "aria-hidden": "true" }, element("div"));
  const [counts, parameters] = [element("p"), element("p")];
  const node = element("div", { class: "convlib-cost" }, line, bar, counts, parameters);
  return { node, factors, total, bar, counts, parameters };
}

/** @param {ReturnType<typeof createCost>} parts @param {import("./scene.js").Layer} layer */
export function paintCost({ factors, total, bar, counts, parameters }, layer) {
  costFactors(layer).forEach((text, n) => setText(factors[n], text));
  const { multiplyAdds } = costOf(layer);
  const whole = costOf({ ...layer, groups: 1, pointwise: false }).multiplyAdds;
  setText(total, `${multiplyAdds} multiply-adds`);
  bar.style.setProperty("--share", String(multiplyAdds / whole));
  setText(counts, countsText(layer));
  setText(parameters, parametersText(layer));
}
