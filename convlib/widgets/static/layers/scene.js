// What the outputs of a stack of layers see, worked out a second time so that the picture needs no
// kernel to move. Pure: no DOM. tests/widgets/test_layers_scene.py holds it to receptive_field.

import { IMAGE, divisor, seenAbove } from "./hulls.js";

/**
 * @typedef {[number, number]} Pair  (rows, cols)
 * @typedef {{kind: "conv"|"pool"|"transposed", kernel: Pair, stride: Pair,
 *   padding: [Pair, Pair]|"same", dilation: Pair, ceil?: boolean, added?: Pair}} Sliding
 *   ceil: whether a pool has a last window beyond the padding; added: a transposed one's cells
 * @typedef {{kind: "branches", paths: Layer[][]}} Fork
 * @typedef {Sliding|Fork} Layer
 * @typedef {{kernel: number, stride: number, dilation: number, before: number, up: boolean,
 *   open: boolean}} Step  one axis of a layer; up: transposed; open: `before` depends on the size
 * @typedef {{input: Pair, output: Pair, steps: Step[], paths: Placed[][]}} Placed
 * @typedef {{first: Pair, counts: number[][]}} Trail
 * @typedef {{jump: number, centre: number, period: number, miss: number, sure: boolean,
 *   placed: boolean}} Look  sure: what is seen has one size on images of all sizes; placed: and one
 *   place
 * @typedef {{size: Pair, varies: [boolean, boolean], jump: Pair,
 *   start: [number|null, number|null], centre: Pair, miss: Pair, sure: [boolean, boolean],
 *   placed: [boolean, boolean], output: Pair}} Field  size: the largest, where it varies from one
 *   position to the next
 */

const BOTH = [0, 1];
const MOST = 0.95; // of all paths
/** @type {Look} how the image looks at itself */
const GROUND = { jump: 1, centre: 0, period: 1, miss: 0, sure: true, placed: true };

// Layers on each other

/** @param {Layer[]} layers @param {Pair} input @returns {Placed[]} each layer on the map below it;
 * throws a RangeError where one does not fit */
export function place(layers, input) {
  /** @type {Placed[]} */
  const placed = [];
  for (const [n, layer] of layers.entries()) {
    const below = n ? placed[n - 1].output : input;
    placed.push(layer.kind === "branches" ? placeFork(layer, below) : placeSliding(layer, below));
  }
  return placed;
}

/** @param {Fork} fork @param {Pair} input @returns {Placed} */
function placeFork(fork, input) {
  const paths = fork.paths.map((path) => place(path, input));
  const ends = paths.map((path) => path.at(-1)?.output ?? input);
  if (ends.some((end) => end[0] !== ends[0][0] || end[1] !== ends[0][1])) {
    throw new RangeError(`branches end in ${ends.map((end) => end.join("×")).join(" and ")} cells`);
  }
  return { input, output: ends[0], steps: [], paths };
}

/** @param {Sliding} layer @param {Pair} input @returns {Placed} */
function placeSliding(layer, input) {
  if (BOTH.some((a) => layer.added && layer.added[a] > mostAdded(layer, a))) {
    throw new RangeError("a layer adds fewer cells than its stride or its dilation has");
  }
  const sides = BOTH.map((a) => sidesOn(layer, a, input[a]));
  /** @param {number} a @returns {number} */
  const count = (a) => outputSize(layer, a, input[a], sides[a]);
  /** @type {Pair} */
  const output = [count(0), count(1)];
  if (Math.min(...output) < 1) {
    throw new RangeError(`a layer of ${layer.kernel.join("×")} cells does not fit on its input`);
  }
  const steps = BOTH.map((a) => ({
    kernel: layer.kernel[a],
    stride: layer.stride[a],
    dilation: layer.dilation[a],
    before: sides[a][0],
    up: layer.kind === "transposed",
    open: layer.padding === "same" && layer.stride[a] > 1,
  }));
  return { input, output, steps, paths: [] };
}

/** @param {Sliding} layer @param {number} a
 * @returns {number} cells that may be added to what its stamps cover: more tell no sizes apart */
export function mostAdded({ stride, dilation }, a) {
  return Math.max(stride[a], dilation[a]) - 1;
}

/** @param {Sliding} layer @param {number} a @returns {number} */
function spanOf(layer, a) {
  return layer.dilation[a] * (layer.kernel[a] - 1) + 1;
}

/** @param {Sliding} layer @param {number} a @param {number} input @returns {Pair} */
function sidesOn(layer, a, input) {
  if (layer.padding !== "same") return layer.padding[a];
  const stride = layer.stride[a];
  const steps = Math.ceil(input / stride) - 1;
  const total = Math.max(steps * stride + spanOf(layer, a) - input, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** @param {Sliding} layer @param {number} a @param {number} input @param {Pair} sides
 * @returns {number} */
function outputSize(layer, a, input, [before, after]) {
  const stride = layer.stride[a];
  if (layer.kind === "transposed") {
    const covered = (input - 1) * stride + spanOf(layer, a);
    return covered - before - after + (layer.added?.[a] ?? 0);
  }
  const steps = (input + before + after - spanOf(layer, a)) / stride;
  if (!layer.ceil) return Math.max(Math.floor(steps) + 1, 0);
  const output = Math.max(Math.ceil(steps) + 1, 0);
  return (output - 1) * stride >= input + before ? output - 1 : output;
}

// Ways from a position down to the image

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
function ends(ranges) {
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

// Sizes, jumps and starts

/** @param {Placed[]} placed @returns {Field[]} one for each layer; throws a RangeError where the
 * paths of branches have different jumps, and so never meet */
export function fields(placed) {
  let looks = BOTH.map(() => GROUND);
  let seen = BOTH.map(() => IMAGE);
  return placed.map((each) => {
    looks = BOTH.map((a) => above(looks[a], each, a));
    seen = BOTH.map((a) => seenAbove(seen[a], each, a));
    const first = seen.map(({ hulls }) => hulls[0]);
    const sizes = seen.map(({ hulls }) => hulls.map(([from, end]) => end - from));
    /** @template T @param {(a: number) => T} tell @returns {[T, T]} */
    const pair = (tell) => [tell(0), tell(1)];
    return {
      size: pair((a) => Math.max(...sizes[a])),
      varies: pair((a) => Math.min(...sizes[a]) < Math.max(...sizes[a])),
      jump: pair((a) => looks[a].jump),
      start: pair((a) => (first[a][1] > first[a][0] ? first[a][0] : null)),
      centre: pair((a) => looks[a].centre),
      miss: pair((a) => looks[a].miss),
      sure: pair((a) => looks[a].sure),
      placed: pair((a) => looks[a].placed && looks[a].sure),
      output: each.output,
    };
  });
}

/** @param {Look} look of its input @param {Placed} placed @param {number} a @returns {Look} */
function above(look, placed, a) {
  if (placed.paths.length) return joined(look, placed, a);
  const { kernel, stride, dilation, before, up: isUp, open } = placed.steps[a];
  const shift = ((dilation * (kernel - 1)) / 2 - before) * look.jump;
  return {
    jump: isUp ? look.jump / stride : look.jump * stride,
    centre: look.centre + (isUp ? -shift / stride : shift),
    period: isUp ? look.period * stride : look.period / divisor(look.period, stride),
    miss: look.miss,
    // The unknown shift is that of the whole; but it chooses among outputs that see differently.
    sure: look.sure && !(open && look.period > 1),
    placed: look.placed && !open,
  };
}

/** @param {Look} look @param {Placed} placed @param {number} a @returns {Look} */
function joined(look, placed, a) {
  const start = { ...look, placed: true };
  const met = placed.paths.map((path) => path.reduce((end, each) => above(end, each, a), start));
  const stands = met.every((end) => end.placed); // else what is seen depends on the image, too
  if (met.some((end) => Math.abs(end.jump - met[0].jump) > 1e-9 * end.jump)) {
    throw new RangeError(`branches move ${met.map((end) => end.jump).join(" and ")} cells`);
  }
  const [first, last] = ends(met.map(({ centre }) => [centre, centre]));
  return {
    jump: met[0].jump,
    centre: (first + last) / 2,
    period: met.reduce((all, { period }) => (all * period) / divisor(all, period), 1),
    miss: Math.max(last - first, ...met.map(({ miss }) => miss)),
    sure: stands && met.every((end) => end.sure),
    placed: stands && look.placed,
  };
}
