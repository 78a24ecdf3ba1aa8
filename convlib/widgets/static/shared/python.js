// Whether Python is still there: a kernel can be restarted, die or be shut down under its widgets,
// and a new one does not know them.

/**
 * @template Sender, Told @typedef {{connect: (slot: (sender: Sender, told: Told) => void) => void,
 *   disconnect: (slot: (sender: Sender, told: Told) => void) => void}} Signal of Lumino
 */
/** @typedef {{statusChanged: Signal<any, string>, disposed: Signal<any, any>}} Kernel JupyterLab's
 * connection to it */

const LOST = ["restarting", "autorestarting", "terminating", "dead"];

/** Watch whether Python goes. Outside of JupyterLab nothing is known of it.
 * @param {import("./store.js").Model} model @param {() => void} onGone
 * @returns {() => void} ends the watch */
export function watchPython(model, onGone) {
  const kernel = model.widget_manager?.kernel;
  if (!kernel?.statusChanged || !kernel.disposed) return () => {};
  const onStatus = (/** @type {any} */ _, /** @type {string} */ status) => {
    if (LOST.includes(status)) onGone();
  };
  kernel.statusChanged.connect(onStatus);
  kernel.disposed.connect(onGone);
  return () => {
    kernel.statusChanged.disconnect(onStatus);
    kernel.disposed.disconnect(onGone);
  };
}
