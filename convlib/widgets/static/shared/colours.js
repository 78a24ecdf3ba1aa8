// Tints of cells, in Okabe and Ito's colours, as in convlib/figures: values and weights differ.

/** Of negative and of positive values, and of weights. */
export const VALUE_HUES = ["#E69F00", "#56B4E9"];
export const WEIGHT_HUES = ["#CC79A7", "#009E73"];

/** A hue as canvas pixels hold it: red in the lowest byte, then green and blue.
 * @param {string} hue */
function pixelOf(hue) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hue.slice(at, at + 2), 16));
  return (blue << 16) | (green << 8) | red;
}

const VALUE_PIXELS = VALUE_HUES.map(pixelOf);
const WEIGHT_PIXELS = WEIGHT_HUES.map(pixelOf);

/** @param {number} pixel @param {number} opacity @returns {number} with the opacity on top */
function tinted(pixel, opacity) {
  return ((Math.round(255 * opacity) << 24) | pixel) >>> 0;
}

/** @param {number} value @param {number} largest of all, as `largestOf` gives it */
export function valueTint(value, largest) {
  return tinted(VALUE_PIXELS[value < 0 ? 0 : 1], (0.55 * Math.abs(value)) / largest);
}

/** @param {number} weight @param {number} largest */
export function weightTint(weight, largest) {
  if (weight === 0) return 0;
  const opacity = 0.15 + (0.45 * Math.abs(weight)) / largest;
  return tinted(WEIGHT_PIXELS[weight < 0 ? 0 : 1], opacity);
}

/** @param {(number|string)[][]} table @returns {number} the largest absolute value, never 0 */
export function largestOf(table) {
  const sizes = table.flat().map((value) => (typeof value === "number" ? Math.abs(value) : 0));
  return Math.max(...sizes, 1e-12);
}
