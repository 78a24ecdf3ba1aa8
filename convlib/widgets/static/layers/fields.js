// Sizes, jumps and starts of what the outputs of each layer see. Pure: no DOM.
import { IMAGE, divisor, seenAbove } from "./hulls.js";
import { BOTH } from "./scene.js";
import { ends } from "./trails.js";

/**
 * @typedef {import("./scene.js").Pair} Pair
 * @typedef {import("./scene.js").Placed} Placed
 * @typedef {{jump: number, centre: number, period: number, miss: number, sure: boolean,
 *   placed: boolean}} Look  sure: what is seen has one size on images of all sizes; placed: and one
 *   place
 * @typedef {{size: Pair, varies: [boolean, boolean], jump: Pair,
 *   start: [number|null, number|null], centre: Pair, miss: Pair, sure: [boolean, boolean],
 *   placed: [boolean, boolean], output: Pair}} Field  size: the largest, where it varies from one
 *   position to the next
 */

/** @type {Look} how the image looks at itself */
const GROUND = { jump: 1, centre: 0, period: 1, miss: 0, sure: true, placed: true };

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
