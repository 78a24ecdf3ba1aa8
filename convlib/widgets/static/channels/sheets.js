// The sheets: a map for each channel of the input, and one for each output.
import { feeds, sharesOf, sizesOf, weightAt } from "./scene.js";
import { channelCaption, longestCaption } from "./words.js";
import { FLAG, UNIT } from "../shared/cell.js";
import { createMap, paintMap, setCaption } from "../shared/cells.js";
import { valueTint, weightTint } from "../shared/colours.js";
import { element, setAttribute } from "../shared/dom.js";
import { paintFrames, paintMark, paintPoint } from "../shared/marks.js";
import { cellText } from "../shared/numbers.js";
import { isAt } from "../shared/pointing.js";

/**
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./view.js").ViewState} ViewState
 * @typedef {import("../shared/cells.js").CellMap} CellMap
 */

const BOLD = 0.61; // em, mean width of a bold letter in a caption

/** @type {Record<string, string[]>} */
const MARKS = {
  channel: ["sheet", "ground", "window", "point"],
  output: ["sheet", "now", "point"],
};

/** @param {string} map @returns {{kind: string, index: number}} "channel-2": a channel, 2 */
export function kindOf(map) {
  const [kind, index] = map.split("-");
  return { kind, index: Number(index) };
}

/** @param {"channel"|"output"} kind @param {number} count */
export function createSheets(kind, count) {
  const maps = Array.from({ length: count }, (_, n) => {
    const map = createMap(`${kind}-${n}`, MARKS[kind], { hasProducts: kind === "channel" });
    map.figure.classList.add("convlib-one-sheet");
    return map;
  });
  const node = element("div", { class: "convlib-sheets" }, ...maps.map((map) => map.figure));
  node.style.setProperty("--across", String(Math.ceil(Math.sqrt(count))));
  return { maps, node };
}

/** Keep room for the longest caption, so that none lies over the next, and no sheet moves.
 * @param {CellMap[]} maps of the channels @param {import("./scene.js").Layer} layer */
export function reserveCaptions(maps, layer) {
  const width = `${BOLD * longestCaption(layer)}em`;
  for (const { figure } of maps) figure.style.minWidth = width;
}

/** A channel, with the window on it where it feeds the output that is shown.
 * @param {CellMap} map @param {ViewState} now @param {number} channel */
export function paintChannel(map, now, channel) {
  const { layer, output, at, pointed, brightest, strongest } = now;
  const share = sharesOf(layer, output, at).find((one) => one.channel === channel);
  const { image, kernel } = sizesOf(layer);
  paintMap(map, [0, image[0]], [0, image[1]], (row, col) => {
    const value = layer.image[channel][row][col];
    const [i, j] = [row - at[0], col - at[1]];
    const product = share?.products[i]?.[j];
    const pointedAt = isAt(pointed, map.name, row, col) ? FLAG.pointed : 0;
    if (!share || product === undefined) {
      return { value, flags: pointedAt, tint: valueTint(value, brightest), product: "" };
    }
    const flags = pointedAt | FLAG["in-window"] | FLAG.multiplied;
    const weight = share.kernel[i][j];
    const tint = weightTint(weight, strongest);
    return { value, flags, tint, product: `=${cellText(product)}`, weight };
  });
  /** @type {[Pair, Pair][]} */
  const window = share ? [[at, kernel]] : [];
  paintFrames(map, "ground", window);
  paintFrames(map, "window", window);
  paintPoint(map, pointed);
  paintEdge(map, image);
  setAttribute(map.figure, "data-idle", !isLit(now, "channel", channel));
  setCaption(map, channelCaption(channel, share?.sum));
}

/** @param {CellMap} map @param {ViewState} now @param {number} index */
export function paintOutput(map, now, index) {
  const { maps, output, at, position, pointed, largest } = now;
  const feature = maps[index];
  const isShown = index === output;
  paintMap(map, [0, feature.length], [0, feature[0].length], (row, col) => {
    const isCurrent = isShown && row === position[0] && col === position[1];
    const pointedAt = isAt(pointed, map.name, row, col) ? FLAG.pointed : 0;
    const flags = pointedAt | (isCurrent ? FLAG.current : 0);
    const value = feature[row][col];
    return { value, flags, tint: valueTint(value, largest), product: "" };
  });
  paintMark(map, "now", isShown ? [at] : []);
  paintPoint(map, pointed);
  paintEdge(map, [feature.length, feature[0].length]);
  setAttribute(map.figure, "data-idle", !isLit(now, "output", index));
  setCaption(map, `Output ${index}`);
}

/** Let a sheet be seen as one of paper, by its lower and its right edge.
 * @param {CellMap} map @param {Pair} size */
function paintEdge(map, [rows, cols]) {
  const [bottom, right] = [rows * UNIT + 2.5, cols * UNIT + 2.5];
  setAttribute(map.marks.sheet, "d", `M4 ${bottom}H${right}V4`);
}

/** Whether a sheet belongs to what is pointed at, or else to the sum that is shown.
 * @param {ViewState} now @param {"channel"|"output"} kind @param {number} index */
function isLit({ layer, output, pointed }, kind, index) {
  const place = kindOf(pointed?.map ?? "");
  if (place.kind === "channel") {
    return kind === "channel" ? index === place.index : feeds(layer, index, place.index);
  }
  if (place.kind === "weights" && pointed) {
    return index === weightAt(layer, pointed.row, pointed.col)[kind];
  }
  return kind === "output" ? index === output : feeds(layer, output, index);
}
