// How numbers and sizes are written and read: the twin of convlib/words.py. Pure: no DOM.

const DIGITS = 6;
const LARGEST_WRITTEN_OUT = 1e16; // from here on, and below the next, by a power of ten
const SMALLEST_WRITTEN_OUT = 1e-4;
const CELL_CHARACTERS = 7;
/** Largest number that can be typed: beyond it sums would lose digits. */
export const LARGEST_VALUE = 1e6;
/** Most rows or columns of what is drawn cell by cell. */
export const MOST_CELLS = 32;

/** @param {string} text @returns {string} with true minus signs, not hyphens */
const withMinus = (text) => text.replaceAll("-", "−");

/** @param {string} text of digits @returns {string} without zeros at the end of its fraction */
const withoutZeros = (text) => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

/** @param {number|string} value a number, or the text that stands for one ("nan")
 * @param {number} [digits] significant ones; those before the point are always written
 * @returns {string} */
export function numberText(value, digits = DIGITS) {
  if (typeof value === "string") return withMinus(value);
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value < 0 ? "−inf" : "inf";
  if (Math.abs(value) >= LARGEST_WRITTEN_OUT) return powerText(value, digits);
  if (Number.isInteger(value)) return value < 0 ? `−${-value}` : String(value);
  const power = Number(value.toExponential().split("e")[1]); // of ten, at the first digit
  const decimals = Math.min(Math.max(digits - 1 - power, 0), 100);
  const text = value.toFixed(decimals);
  const isSmall = Math.abs(Number(text)) < SMALLEST_WRITTEN_OUT;
  return isSmall ? powerText(value, digits) : withMinus(withoutZeros(text));
}

/** @param {number} value @param {number} digits @returns {string} "1.5e−7" */
function powerText(value, digits) {
  const [mantissa, power] = value.toExponential(digits - 1).split("e");
  return withMinus(`${withoutZeros(mantissa)}e${Number(power)}`);
}

/** @param {number|string} value @returns {string} in the few characters a cell has room for */
export function cellText(value) {
  const text = numberText(value, 3);
  const fits = text.length <= CELL_CHARACTERS || typeof value === "string";
  return fits ? text : powerText(value, 2);
}

/** @param {number} value @returns {string} as it is computed with, to be edited */
export function exactText(value) {
  return withMinus(String(value));
}

/** @param {number} value @returns {string} as it stands in a product: "2", "(−2)" */
export function factorText(value) {
  return value < 0 ? `(${numberText(value)})` : numberText(value);
}

/** @param {number} value @returns {boolean} whether its text tells all of it */
export function isExact(value) {
  if (!Number.isFinite(value)) return true;
  const told = Number(numberText(value).replaceAll("−", "-"));
  return Math.abs(told - value) <= 1e-9 * Math.abs(value);
}

/** @param {number} result of a sum @param {...number} factors that are written with it
 * @returns {string} how the sum ends: "= 4", or "≈ 0.333333" where digits of any were dropped */
export function equalsText(result, ...factors) {
  return `${[result, ...factors].every(isExact) ? "=" : "≈"} ${numberText(result)}`;
}

/** @param {number} rows @param {number} cols @returns {string} "9×14" */
export function sizeText(rows, cols) {
  return `${rows}×${cols}`;
}

/** @param {number[][]} table @returns {[number, number]} rows and columns */
export function sizeOf(table) {
  return [table.length, table[0].length];
}

/** @param {[number, number]} place @returns {string} "(2, −1)" */
export function placeText([row, col]) {
  return `(${numberText(row)}, ${numberText(col)})`;
}

/** @param {number} count @param {string} one @param {string} [many] @returns {string} "2 cells" */
export function plural(count, one, many = `${one}s`) {
  return `${count} ${count === 1 ? one : many}`;
}

/** @param {string} text as people write numbers, with any minus and a point or a comma; "1/9", too
 * @returns {number|null} none where it is no number, or one too large */
export function parseNumber(text) {
  const parts = text.replaceAll("−", "-").replaceAll(",", ".").split("/");
  const [value, by, more] = parts.map((part) => (part.trim() === "" ? NaN : Number(part)));
  const number = value / (by ?? 1);
  return more === undefined && Math.abs(number) <= LARGEST_VALUE ? number : null;
}

/** @param {string} text that is no number @param {string} what it was typed into
 * @returns {string} why nothing came of it */
export function refusal(text, what) {
  const range = `from ${numberText(-LARGEST_VALUE)} to ${numberText(LARGEST_VALUE)}`;
  return `${JSON.stringify(text)} is not a number ${range}: the ${what} keeps its last one.`;
}

/** @param {string} text @param {number} otherwise what counts where the text is no number
 * @param {number} by @returns {string} the number counted up or down */
export function counted(text, otherwise, by) {
  return numberText((parseNumber(text) ?? otherwise) + by, 12);
}
