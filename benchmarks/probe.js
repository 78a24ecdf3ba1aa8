// The clock, in the page: from a keydown's timeStamp to the first task after the next animation
// frame that follows the change which the key brought about. By then the frame has been laid out
// and painted.
(() => {
  const PATIENCE_MS = 30000;
  let watched = null; // a picture, its changes, keydowns not yet answered and latencies of the others

  /** @returns {Promise<number>} the time of the first task after the next animation frame */
  const afterFrame = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage(null);
      });
    });

  addEventListener("keydown", (event) => watched?.pressed.push(event.timeStamp), true);

  /** @returns {number[]} row and column of the current feature-map cell, as the picture shows it */
  const place = () => {
    const { row, col } = watched.picture.querySelector("[data-map=feature-map][data-current]").dataset;
    return [Number(row), Number(col)];
  };

  /** Set `released` to what the picture shows in the frame after a key goes up, and when. */
  const listen = () => {
    const up = new Promise((resolve) => addEventListener("keyup", resolve, { capture: true, once: true }));
    window.probe.released = up.then(async (event) => [(await afterFrame()) - event.timeStamp, place()]);
  };

  // Names, and numbers of cells that are too small for them, follow by themselves.
  const isSeen = ({ type, attributeName }) =>
    type === "childList" || (type === "attributes" && !["aria-label", "font-size"].includes(attributeName));

  const answer = (run) => {
    const pressed = run.pressed.splice(0);
    if (!pressed.length) return;
    afterFrame().then((now) => run.latencies.push(...pressed.map((start) => now - start)));
  };

  /** Time keys from now on. @param {Element} picture @param {boolean} [bitmap] it is an <img>,
   * made anew for each change, which can be seen once it is decoded */
  const watch = (picture, bitmap = false) => {
    watched?.observer.disconnect();
    const run = { picture, pressed: [], latencies: [], changes: 0 };
    run.observer = new MutationObserver((records) => {
      if (!records.some(isSeen)) return;
      run.changes += 1;
      const image = bitmap && picture.querySelector("img");
      if (image) image.decode().then(() => answer(run), () => {});
      else if (!bitmap) answer(run);
    });
    run.observer.observe(picture, { subtree: true, childList: true, attributes: true, characterData: true });
    watched = run;
  };

  /** @param {number} count @returns {Promise<number[]>} the latencies, once there are that many */
  const latencies = async (count) => {
    const start = performance.now();
    while (watched.latencies.length < count) {
      if (performance.now() - start > PATIENCE_MS) throw Error("the picture did not follow the key");
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return watched.latencies;
  };

  /** @param {number} count @returns {Promise<number[]>} times in ms between animation frames */
  const frames = (count) =>
    new Promise((resolve) => {
      const times = [];
      const frame = (now) => {
        times.push(now);
        if (times.length <= count) requestAnimationFrame(frame);
        else resolve(times.slice(1).map((time, n) => time - times[n]));
      };
      requestAnimationFrame(frame);
    });

  const changes = () => watched.changes;

  const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (...message) {
    window.probe.sent += 1;
    return send.apply(this, message);
  };

  window.probe = { watch, latencies, changes, frames, listen, released: null, sent: 0 };
})();
