// A button that opens a file and sends it to Python, photos of many megabytes made small before: a
// larger message than Jupyter's server takes would be lost, and every later one with it.
import { KEEPS_KEYS } from "../shared/controls.js";
import { element } from "../shared/dom.js";

const LARGEST_FILE = 8_000_000; // bytes; the server takes 10 MiB

/**
 * @typedef {{name: string, size?: [number, number]}} Message size: rows and columns that a photo
 *   had before it was made smaller
 * @typedef {{message: Message, content: ArrayBuffer[]}} Parcel without content where a file is too
 *   large and no photo that this browser can read
 * @typedef {{get: (name: "largest_side") => number,
 *   send: (message: Message, callbacks: undefined, content: ArrayBuffer[]) => void}} Model
 */

/** The anywidget entry point. @param {{model: Model, el: HTMLElement}} context */
function render({ model, el }) {
  const input = element("input", { type: "file", accept: "image/*", hidden: "" });
  const icon = element("i", { class: "fa fa-upload", "aria-hidden": "true" });
  const look = { class: "jupyter-widgets jupyter-button widget-upload", type: "button" };
  const button = element("button", { ...look, ...KEEPS_KEYS }, icon, "Your own photo");
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    if (!file) return;
    const { message, content } = await packed(file, model.get("largest_side"));
    input.value = ""; // so that the same file can be chosen again
    try {
      model.send(message, undefined, content);
    } catch {
      // No kernel: the sentence above the photos says so.
    }
  });
  el.append(button, input);
}

/** The file as it is, if it is small enough to be sent, else its photo made smaller.
 * @param {File} file @param {number} largestSide @returns {Promise<Parcel>} */
async function packed(file, largestSide) {
  const { name } = file;
  if (file.size <= LARGEST_FILE) return { message: { name }, content: [await file.arrayBuffer()] };
  try {
    const photo = await createImageBitmap(file, { imageOrientation: "from-image" });
    const content = await reduced(photo, largestSide, file.type);
    return { message: { name, size: [photo.height, photo.width] }, content: [content] };
  } catch {
    return { message: { name }, content: [] };
  }
}

/** The file of a photo made smaller as Python's reduce_photo does, each pixel of n × n.
 * @param {ImageBitmap} photo @param {number} largestSide @param {string} type
 * @returns {Promise<ArrayBuffer>} */
async function reduced(photo, largestSide, type) {
  const n = Math.ceil(Math.max(photo.width, photo.height) / largestSide);
  const [width, height] = [photo.width, photo.height].map((side) =>
    Math.max(1, Math.floor(side / n)),
  );
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.imageSmoothingQuality = "high";
  const [right, bottom] = [Math.min(photo.width, width * n), Math.min(photo.height, height * n)];
  context.drawImage(photo, 0, 0, right, bottom, 0, 0, width, height);
  // A JPEG has no transparency to keep; as one it stays without.
  const blob = await canvas.convertToBlob(type === "image/jpeg" ? { type, quality: 0.95 } : {});
  return blob.arrayBuffer();
}

export default { render };
