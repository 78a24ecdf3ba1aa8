// Playing: a step again and again, at a pace that the reader chooses.

/** Steps a second; the last is as fast as the screen. */
export const SPEEDS = [0.5, 1, 2, 4, 8, 16, 30, Infinity];
const CALM = 2; // steps a second at most for readers who asked their system for less motion

export class Player {
  /** @param {{step: () => void, onChange: () => void, speed?: number}} how onChange is called when
   * playing begins or ends; speed is an index of SPEEDS */
  constructor({ step, onChange, speed = 2 }) {
    this.step = step;
    this.onChange = onChange;
    this.speed = speed;
    this.playing = false;
    this.frame = 0;
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    this.playing = true;
    this.onChange();
    let due = 0;
    let last = NaN;
    /** @param {number} now in milliseconds */
    const turn = (now) => {
      if (!this.playing) return;
      if (!Number.isNaN(last)) due += ((now - last) / 1000) * this.pace();
      last = now;
      if (due >= 1) {
        due = Math.min(due - 1, 1); // as fast as the screen at most: no frame makes up for another
        this.step();
      }
      this.frame = requestAnimationFrame(turn);
    };
    this.frame = requestAnimationFrame(turn);
  }

  /** @returns {number} steps a second */
  pace() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    return Math.min(SPEEDS[this.speed], calm ? CALM : 1e6);
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    cancelAnimationFrame(this.frame);
    this.onChange();
  }
}
