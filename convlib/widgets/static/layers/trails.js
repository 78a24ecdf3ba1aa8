// Ways from a position down to the image, and from a cell up to the outputs. Pure: no DOM.
import { BOTH } from "./scene.js";

/**
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./scene.js").Placed} Placed
 * @typedef {import("./scene.js").Step} Step
 * @typedef {{first: Pair, counts: number[][]}} Trail
 */

const MOST = 0.95; // of all paths

/** @param {Placed[]} placed @param {Trail} trail @param {number[]} axes along which to go
 * @param {boolean} within whether ways through padding are dropped @returns {Trail} */
function leadDown(placed, trail, axes, within) {
  for (const each of placed.toReversed()) {
    if (each.paths.length) {
      trail = merged(each.paths.map((path) => leadDown(path, trail, axes, within)));
    }
    for (const a of each.steps.length ? axes : []) {
      trail = along(trail, a, (first, counts) => {
        const met = (each.steps[a].up ? up : down)(each.steps[a], first, counts);
        return within ? cut(...met, each.input[a]) : met;
      });
    }
  }
  return trail;
}

/** The other way round: where cells of the first layer's input lead to. A convolution's cells meet
 * its positions as a transposed layer's positions meet its cells.
 * @param {Placed[]} placed @param {Trail} trail @param {number[]} axes @returns {Trail} */
function leadUp(placed, trail, axes) {
  for (const each of placed) {
    if (each.paths.length) {
      trail = merged(each.paths.map((path) => leadUp(path, trail, axes)));
    }
    for (const a of each.steps.length ? axes : []) {
      trail = along(trail, a, (first, counts) => {
        const met = (each.steps[a].up ? down : up)(each.steps[a], first, counts);
        return cut(...met, each.output[a]);
      });
    }
  }
  return trail;
}

/** @param {Trail} trail @param {number} a
 * @param {(first: number, counts: number[][]) => [number, number[][]]} move @returns {Trail} */
function along(trail, a, move) {
  if (!trail.counts.length || !trail.counts[0].length) return trail;
  const lines = a ? turned(trail.counts) : trail.counts;
  const [first, moved] = move(trail.first[a], lines);
  const counts = a ? turned(moved) : moved;
  return { first: a ? [trail.first[0], first] : [first, trail.first[1]], counts };
}

/** @param {number[][]} table @returns {number[][]} rows as columns */
function turned(table) {
  return table.length ? table[0].map((_, col) => table.map((line) => line[col])) : [];
}

/** @param {number} count @param {number} width @returns {number[][]} */
function zeros(count, width) {
  return Array.from({ length: Math.max(count, 0) }, () => Array(width).fill(0));
}

/** @param {number[]} sums @param {number[]} terms @param {number} [start] */
function add(sums, terms, start = 0) {
  for (const [n, term] of terms.entries()) sums[start + n] += term;
}

/** @param {Step} step @param {number} first @param {number[][]} counts
 * @returns {[number, number[][]]} */
function down({ kernel, stride, dilation, before }, first, counts) {
  const reach = (counts.length - 1) * stride;
  const met = zeros(reach + dilation * (kernel - 1) + 1, counts[0].length);
  for (let tap = 0; tap < kernel; tap++) {
    for (const [n, line] of counts.entries()) add(met[n * stride + tap * dilation], line);
  }
  return [first * stride - before, met];
}

/** @param {Step} step @param {number} first @param {number[][]} counts
 * @returns {[number, number[][]]} */
function up({ kernel, stride, dilation, before }, first, counts) {
  const start = first + before;
  const lowest = Math.ceil((start - dilation * (kernel - 1)) / stride);
  const highest = Math.floor((start + counts.length - 1) / stride);
  const met = zeros(highest - lowest + 1, counts[0].length);
  for (const [n, line] of met.entries()) {
    for (let tap = 0; tap < kernel; tap++) {
      const position = (lowest + n) * stride + tap * dilation - start;
      if (position >= 0 && position < counts.length) add(line, counts[position]);
    }
  }
  return [lowest, met];
}

/** @param {number} first @param {number[][]} counts @param {number} size
 * @returns {[number, number[][]]} what lies on a map of this size */
function cut(first, counts, size) {
  const start = Math.max(-first, 0);
  return [first + start, counts.slice(start, Math.max(size - first, 0))];
}

/** @param {Trail[]} trails @returns {Trail} their sum */
function merged(trails) {
  const found = trails.filter(({ counts }) => counts.length && counts[0].length);
  if (found.length < 2) return found[0] ?? trails[0];
  const rows = found.map(({ first, counts }) => [first[0], first[0] + counts.length]);
  const cols = found.map(({ first, counts }) => [first[1], first[1] + counts[0].length]);
  const [top, bottom] = ends(rows);
  const [left, right] = ends(cols);
  const sums = zeros(bottom - top, right - left);
  for (const { first, counts } of found) {
    for (const [n, line] of counts.entries()) add(sums[first[0] - top + n], line, first[1] - left);
  }
  return { first: [top, left], counts: sums };
}

/** @param {number[][]} ranges @returns {Pair} */
export function ends(ranges) {
  return [Math.min(...ranges.map((r) => r[0])), Math.max(...ranges.map((r) => r[1]))];
}

/** @param {Trail} trail @returns {Trail} without the ends to which no way leads */
function trimmed({ first, counts }) {
  const rows = counts.flatMap((line, row) => (line.some(Boolean) ? [row] : []));
  if (!rows.length) return { first, counts: [] };
  const cols = counts[0].flatMap((_, col) => (counts.some((line) => line[col]) ? [col] : []));
  const kept = counts.slice(rows[0], rows[rows.length - 1] + 1);
  return {
    first: [first[0] + rows[0], first[1] + cols[0]],
    counts: kept.map((line) => line.slice(cols[0], cols[cols.length - 1] + 1)),
  };
}

/** How many paths lead from each image cell to an output, from the first cell that has one; within
 * the image, those that carry something of it.
 * @param {Placed[]} placed @param {Pair} position @param {boolean} within @returns {Trail} */
export function paths(placed, position, within) {
  return trimmed(leadDown(placed, { first: position, counts: [[1]] }, BOTH, within));
}

/** The fan of one cell along an axis, from the image (0) up: what each map below it has to do with
 * it, and each map above it.
 * @param {Placed[]} placed @param {number} a @param {number} map on which the cell lies: 0 is the
 * image, 1 the first layer's @param {number} cell
 * @returns {{spanned: [number, number], counts: number[], first: number}[]} of each map: the first
 * cell and the end of what the cell sees, also beyond the map; and how many paths there are to the
 * map's own cells, from the first that has one */
export function fan(placed, a, map, cell) {
  /** @type {Trail} */
  const start = { first: a ? [0, cell] : [cell, 0], counts: [[1]] };
  const [seen, endless, fed] = [[start], [start], [start]];
  for (const each of placed.slice(0, map).toReversed()) {
    seen.unshift(leadDown([each], seen[0], [a], true));
    endless.unshift(leadDown([each], endless[0], [a], false));
  }
  for (const each of placed.slice(map)) fed.push(leadUp([each], fed[fed.length - 1], [a]));
  const above = fed.slice(1);
  const reached = [...endless, ...above].map((trail) => flat(trimmed(trail), a));
  return [...seen, ...above].map((trail, n) => {
    const { first, counts } = reached[n];
    return { spanned: [first, first + counts.length], ...flat(trimmed(trail), a) };
  });
}

/** @param {Trail} trail @param {number} a its only axis */
function flat({ first, counts }, a) {
  return { first: first[a], counts: a ? (counts[0] ?? []) : counts.map(([count]) => count) };
}

/** How the paths of an output spread along an axis, as if no map had an edge.
 * @param {Placed[]} placed @param {number} a @param {number} cell
 * @returns {{sigma: number, core: number, size: number}} standard deviation of the cells they lead
 * to, how many cells hold 95 of 100, and how many there are from the first to the last */
export function spread(placed, a, cell) {
  /** @type {Trail} */
  const start = { first: a ? [0, cell] : [cell, 0], counts: [[1]] };
  const { counts } = flat(trimmed(leadDown(placed, start, [a], false)), a);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const moment = (/** @type {(at: number) => number} */ of) =>
    counts.reduce((sum, count, at) => sum + of(at) * (count / total), 0);
  const mean = moment((at) => at);
  let held = 0;
  const shares = counts.map((count) => count / total).toSorted((one, other) => other - one);
  const core = shares.findIndex((share) => (held += share) >= MOST - 1e-9) + 1;
  return { sigma: Math.sqrt(moment((at) => (at - mean) ** 2)), core, size: counts.length };
}

/** Whether rows and columns go their ways by themselves: branches join them.
 * @param {Placed[]} placed @returns {boolean} */
export function isSeparable(placed) {
  return placed.every((each) => !each.paths.length);
}

/** What an output sees of the image, rows and columns.
 * @param {Placed[]} placed @param {Pair} position
 * @returns {{seen: Trail, spanned: [Pair, Pair], used: number, usedInside: number}} the paths to
 * image cells; first row and column, and rows and columns from the first to the last, also beyond
 * the image; how many of those have a path, if no edge counts, and how many image cells have one */
export function sheet(placed, position) {
  const [seen, all] = [true, false].map((within) =>
    isSeparable(placed) ? product(placed, position, within) : paths(placed, position, within),
  );
  const [usedInside, used] = [seen, all].map(({ counts }) =>
    counts.reduce((sum, line) => sum + line.filter(Boolean).length, 0),
  );
  const size = /** @type {Pair} */ ([all.counts.length, all.counts[0]?.length ?? 0]);
  return { seen, spanned: [all.first, size], used, usedInside };
}

/** As `paths`, where these are those along the rows times those along the columns.
 * @param {Placed[]} placed @param {Pair} position @param {boolean} within @returns {Trail} */
function product(placed, position, within) {
  const [rows, cols] = BOTH.map((a) => {
    /** @type {Trail} */
    const start = { first: position, counts: [[1]] };
    return flat(trimmed(leadDown(placed, start, [a], within)), a);
  });
  const counts = rows.counts.map((down) => cols.counts.map((across) => down * across));
  return { first: [rows.first, cols.first], counts: cols.counts.length ? counts : [] };
}
