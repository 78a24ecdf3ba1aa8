// What the channels' explorer says: sentences and sums. Pure: no DOM.
import { costOf, feeds, kernelAt, sharesOf, sizesOf } from "./scene.js";
import {
  cellText,
  equalsText,
  numberText,
  placeText,
  plural,
  sizeText,
} from "../shared/numbers.js";

/** @typedef {import("./scene.js").Layer} Layer
 * @typedef {import("./scene.js").Pair} Pair */

const LONGEST_OTHER = 82; // letters, of a sentence about a channel or a kernel

/** @param {string} one what there are several of @param {number[]} indices
 * @returns {string} "channels 0, 1 and 2" */
function listed(one, indices) {
  const last = indices[indices.length - 1];
  const before = indices.slice(0, -1).join(", ");
  return before ? `${one}s ${before} and ${last}` : `${one} ${last}`;
}

/** @param {number[]} terms @returns {string} "−4 + 1 − 2" */
function added(terms) {
  const signed = terms.map((term) => `${term < 0 ? "−" : "+"} ${numberText(Math.abs(term))}`);
  return [numberText(terms[0]), ...signed.slice(1)].join(" ");
}

/** @param {Layer} layer @param {number} output @param {Pair} position @param {number} result
 * @returns {string} each channel's share, the bias, and their sum: as in figures/channels.py */
export function sumSentence(layer, output, position, result) {
  const shares = sharesOf(layer, output, position);
  const terms = [...shares.map(({ sum }) => sum), layer.bias[output]];
  const from = listed(
    "channel",
    shares.map(({ channel }) => channel),
  );
  const sum = `${added(terms)} ${equalsText(result, ...terms)}`;
  return `output ${output} ${placeText(position)}: ${sum}, from ${from}, then the bias`;
}

/** @param {number} channel @param {number} [share] of the sum that is shown, if it has one
 * @returns {string} what stands above a sheet */
export function channelCaption(channel, share) {
  return `Channel ${channel}${share === undefined ? "" : `: ${cellText(share)}`}`;
}

/** @param {Layer} layer @returns {number} letters of the longest caption that a channel can get */
export function longestCaption(layer) {
  const { outputs, map } = sizesOf(layer);
  const letters = Array.from({ length: outputs * map[0] * map[1] }, (_, n) => {
    const place = Math.floor(n / outputs);
    const position = /** @type {Pair} */ ([Math.floor(place / map[1]), place % map[1]]);
    const shares = sharesOf(layer, n % outputs, position);
    return shares.map(({ channel, sum }) => channelCaption(channel, sum).length);
  });
  return Math.max(...letters.flat());
}

/** @param {Layer} layer @param {number} channel @returns {string} where a sheet goes */
export function channelSentence(layer, channel) {
  const fed = layer.bias.map((_, output) => output).filter((n) => feeds(layer, n, channel));
  return `channel ${channel} feeds ${listed("output", fed)}, by column ${channel} of the table`;
}

/** @param {Layer} layer @param {number} output @param {number} channel @returns {string} */
export function kernelSentence(layer, output, channel) {
  const between = `from channel ${channel} to output ${output}`;
  if (!feeds(layer, output, channel)) return `no kernel ${between}: they are of different groups`;
  const { map } = sizesOf(layer);
  const weights = kernelAt(layer, output, channel).flat().length;
  const used = `${weights === 1 ? "its weight is" : `its ${weights} weights are`} used`;
  return `the kernel ${between}: ${used} at each of ${plural(map[0] * map[1], "position")}`;
}

/** @param {Layer} layer @param {number[][][]} maps @returns {number} letters of the longest
 * sentence that can come to be said of it */
export function longestSentence(layer, maps) {
  const sums = maps.flatMap((map, output) =>
    map.flatMap((line, row) =>
      line.map((result, col) => sumSentence(layer, output, [row, col], result).length),
    ),
  );
  return Math.max(...sums, LONGEST_OTHER);
}

/** @param {Layer} layer @returns {string[]} the factors of the multiply-adds, named */
export function costFactors(layer) {
  const { outputs, perGroup, kernel, positions } = costOf(layer);
  return [
    plural(outputs, "output"),
    `${plural(perGroup, "channel")} each`,
    `${sizeText(...kernel)} kernel`,
    plural(positions, "position"),
  ];
}

/** @param {Layer} layer @returns {string} what is to be learned */
export function parametersText(layer) {
  const { outputs, perGroup, kernel, weights, biases } = costOf(layer);
  const product = `${outputs} × ${perGroup} × ${sizeText(...kernel)} = ${weights} weights`;
  return `Parameters: ${product}, and ${biases} biases: ${weights + biases}`;
}

/** @param {Layer} layer @returns {string} three ways to count the same work */
export function countsText(layer) {
  const { outputs, positions, multiplyAdds } = costOf(layer);
  const withBias = multiplyAdds + outputs * positions;
  return (
    `Other tools count multiplications and additions separately: ${2 * multiplyAdds}; ` +
    `or one more for each bias added: ${withBias}`
  );
}

/** @param {Layer} before @param {Layer} after
 * @returns {string} what a change of the layer did, for those who do not see it */
export function changeSentence(before, after) {
  const told = [];
  if (before.groups !== after.groups) told.push(plural(after.groups, "group"));
  if (before.pointwise !== after.pointwise) {
    told.push(`kernels ${sizeText(...sizesOf(after).kernel)}`);
  }
  if (!told.length) return "";
  const { weights, multiplyAdds } = costOf(after);
  return `${told.join(", ")}: ${plural(weights, "weight")}, ${multiplyAdds} multiply-adds`;
}
