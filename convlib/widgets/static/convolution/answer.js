// What a learner's function answered, held to the truth. Pure: no DOM.
import { agrees, settingOf, tolerances } from "./scene.js";
import { sizeText } from "../shared/numbers.js";
import { isEqual } from "../shared/store.js";

/**
 * @typedef {import("./scene.js").State} State
 * @typedef {{setting: object, map?: (number|string)[][], error?: string, reason?: string}} Answer
 *   from Python: for which setting, and what came of it; "nan" and "inf" are texts
 * @typedef {{map: (number|string)[][]|null, isLate: boolean, note: string, isWrong: boolean,
 *   differs: (row: number, col: number) => boolean}} Judged
 */

export const GONE =
  "Python does not answer any more, so your function was not run for this setting: the feature " +
  "map is the right one. Run the notebook's cells again, this one last.";
const never = () => false;

/** @param {Answer|null} answer @param {State} state @param {number[][]} truth
 * @returns {Judged|null} none where there is no function */
export function judge(answer, state, truth) {
  if (!answer) return null;
  const map = answer.map ?? null;
  if (!isEqual(answer.setting, settingOf(state))) {
    const note = "Waiting for Python to run your function…";
    return { map, isLate: true, note, isWrong: true, differs: never };
  }
  if (!map) {
    return { map, isLate: false, note: answer.error ?? "", isWrong: true, differs: never };
  }
  const allowed = tolerances(state);
  const differing = map.map((line, row) =>
    line.map((value, col) => !agrees(truth[row]?.[col], value, allowed[row]?.[col])),
  );
  const told = noteOn(map, truth, differing.flat().filter(Boolean).length);
  const why = told.isWrong && answer.reason ? ` ${answer.reason}` : "";
  const note = told.note + why;
  const differs = (/** @type {number} */ row, /** @type {number} */ col) => differing[row][col];
  return { map, isLate: false, note, isWrong: told.isWrong, differs };
}

/** @param {(number|string)[][]} map @param {number[][]} truth @param {number} wrong cells */
function noteOn(map, truth, wrong) {
  const [got, wanted] = [map, truth].map((table) => sizeText(table.length, table[0].length));
  if (got !== wanted) {
    const note = `Your function returned ${got} cells; this setting gives ${wanted}.`;
    return { note, isWrong: true };
  }
  if (!wrong) return { note: "Your function agrees in every cell.", isWrong: false };
  const all = truth.length * truth[0].length;
  const note = `Your function differs in ${wrong} of ${all} cells, each marked ×.`;
  return { note, isWrong: true };
}
