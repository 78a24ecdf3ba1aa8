// Buttons and sliders that move a position over a map, in the order of the loops.
import { element, setAttribute, setText, setValue } from "./dom.js";
import { button, slider, sliderField } from "./controls.js";
import { SPEEDS } from "./player.js";

/** @typedef {{step: (by: number) => void, moveToIndex: (index: number) => void,
 *   togglePlay: () => void, setSpeed: (speed: number) => void, reset: () => void,
 *   togglePresenter: () => void}} Moves
 * @typedef {{position: [number, number], size: [number, number], playing: boolean, speed: number,
 *   presenter: boolean}} Motion size: of the map that the position moves over */

/** @param {Moves} moves */
export function createTransport(moves) {
  const back = button("Step back", "◀ Step");
  const play = button("Play", "▶ Play");
  play.classList.add("convlib-play");
  const forward = button("Step forward", "Step ▶");
  const position = slider("Position", { min: 0, class: "convlib-position" });
  const where = element("output");
  const speed = slider("Speed", { min: 0, max: SPEEDS.length - 1 });
  const pace = element("output");
  const reset = button("Reset");
  const presenter = button("Presenter size");
  back.addEventListener("click", () => moves.step(-1));
  play.addEventListener("click", () => moves.togglePlay());
  forward.addEventListener("click", () => moves.step(1));
  position.addEventListener("input", () => moves.moveToIndex(Number(position.value)));
  speed.addEventListener("input", () => moves.setSpeed(Number(speed.value)));
  reset.addEventListener("click", () => moves.reset());
  presenter.addEventListener("click", () => moves.togglePresenter());
  const node = element(
    "div",
    { class: "convlib-transport" },
    element("span", { class: "convlib-buttons" }, back, play, forward),
    sliderField("Position", position, where),
    sliderField("Speed", speed, pace),
    element("span", { class: "convlib-buttons" }, reset, presenter),
  );
  return { node, play, position, where, speed, pace, presenter };
}

/** @param {ReturnType<typeof createTransport>} parts @param {Motion} motion */
export function paintTransport(parts, { position: [row, col], size, playing, speed, presenter }) {
  setAttribute(parts.position, "max", size[0] * size[1] - 1);
  setValue(parts.position, row * size[1] + col);
  setAttribute(parts.position, "aria-valuetext", `row ${row}, column ${col}`);
  setText(parts.where, `(${row}, ${col})`);
  setText(parts.play, playing ? "❚❚ Pause" : "▶ Play");
  setAttribute(parts.play, "aria-label", playing ? "Pause" : "Play");
  setValue(parts.speed, speed);
  const [shown, spoken] = paceTexts(SPEEDS[speed]);
  setText(parts.pace, shown);
  setAttribute(parts.speed, "aria-valuetext", spoken);
  setAttribute(parts.presenter, "aria-pressed", presenter);
}

/** @param {number} pace */
function paceTexts(pace) {
  if (pace === Infinity) return ["fastest", "as fast as the screen"];
  return [`${pace} a second`, `${pace} positions a second`];
}
