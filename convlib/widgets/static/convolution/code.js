// The same computation as lines of code. Pure: no DOM.
import { axes } from "./scene.js";

/** @typedef {import("./scene.js").Setting} Setting
 * @typedef {import("./scene.js").Axis} Axis
 * @typedef {import("./scene.js").Pair} Pair */

/** How NumPy and PyTorch call the padding modes, where they have another name.
 * @type {Record<string, string>} */
const NUMPY_MODES = { zeros: "constant", replicate: "edge", circular: "wrap" };
/** @type {Record<string, string>} */
const TORCH_MODES = { zeros: "constant" };

/** @param {(number|string)[]} values */
const tuple = (values) => `(${values.join(", ")})`;
/** @param {[Pair, Pair]} padding */
const sidesText = ([rows, cols]) => tuple([tuple(rows), tuple(cols)]);
/** @param {[Pair, Pair]} padding */
const isPadded = (padding) => padding.flat().some((side) => side > 0);

/** @param {Setting} state @returns {string} */
function convlibLine(state) {
  const { stride, padding, dilation, padding_mode: mode } = state;
  const even = padding.every(([before, after]) => before === after);
  const parts = [`stride=${tuple(stride)}`];
  parts.push(`padding=${even ? tuple(padding.map((side) => side[0])) : sidesText(padding)}`);
  parts.push(`dilation=${tuple(dilation)}`);
  if (mode !== "zeros") parts.push(`padding_mode="${mode}"`);
  if (state.flip_kernel) parts.push("flip_kernel=True");
  return `conv2d(image, kernel, ${parts.join(", ")})`;
}

/** @param {Setting} state @returns {string} the padded image, as NumPy makes it */
function numpyPadded(state) {
  if (!isPadded(state.padding)) return "image";
  const mode = NUMPY_MODES[state.padding_mode] ?? state.padding_mode;
  return `np.pad(image, ${sidesText(state.padding)}, "${mode}")`;
}

/** @param {Setting} state @returns {string} each position, and at each every
 * weight. The map is made here, too: what can be read can be copied by hand and run. */
function loopLines(state) {
  const [rows, cols] = axes(state);
  const name = isPadded(state.padding) ? "padded" : "image";
  /** @param {number} n @param {string} index */
  const times = (n, index) => (n === 1 ? index : `${n} * ${index}`);
  /** @param {Axis} axis @param {string} index @param {string} tap */
  const place = (axis, index, tap) => `${times(axis.stride, index)} + ${times(axis.dilation, tap)}`;
  /** @param {Axis} axis @param {string} tap */
  const weight = (axis, tap) => (state.flip_kernel ? `${axis.kernel - 1} - ${tap}` : tap);
  const kernel = `kernel[${weight(rows, "i")}, ${weight(cols, "j")}]`;
  const cell = `${name}[${place(rows, "row", "i")}, ${place(cols, "col", "j")}]`;
  return [
    ...(name === "padded" ? [`padded = ${numpyPadded(state)}`] : []),
    `feature_map = np.zeros((${rows.output}, ${cols.output}))`,
    `for row in range(${rows.output}):`,
    `    for col in range(${cols.output}):`,
    `        for i in range(${rows.kernel}):`,
    `            for j in range(${cols.kernel}):`,
    `                feature_map[row, col] += ${cell} * ${kernel}`,
  ].join("\n");
}

/** @param {Setting} state @returns {string} */
function numpyLine(state) {
  const spans = axes(state).map((axis) => axis.span);
  const steps = [...state.stride, ...state.dilation].map((n) => (n === 1 ? ":" : `::${n}`));
  const padded = numpyPadded(state);
  const windows = `np.lib.stride_tricks.sliding_window_view(${padded}, ${tuple(spans)})`;
  const sliced = steps.every((s) => s === ":") ? windows : `${windows}[${steps.join(", ")}]`;
  const kernel = state.flip_kernel ? "kernel[::-1, ::-1]" : "kernel";
  return `np.einsum("ijkl,kl->ij", ${sliced}, ${kernel})`;
}

/** @param {Setting} state @returns {string} */
function torchLine(state) {
  const [[top, bottom], [left, right]] = state.padding;
  const mode = TORCH_MODES[state.padding_mode] ?? state.padding_mode;
  const plane = "torch.tensor(image)[None, None].double()";
  const padded = isPadded(state.padding)
    ? `F.pad(${plane}, (${left}, ${right}, ${top}, ${bottom}), "${mode}")`
    : plane;
  const flip = state.flip_kernel ? ".flip(2, 3)" : "";
  const kernel = `torch.tensor(kernel)[None, None].double()${flip}`;
  const steps = `stride=${tuple(state.stride)}, dilation=${tuple(state.dilation)}`;
  return `F.conv2d(${padded}, ${kernel}, ${steps})[0, 0]`;
}

/** The loops, which make a `feature_map`, and one expression of each of three libraries. */
export const LIBRARIES = ["loops", "convlib", "NumPy", "PyTorch"];
/** @type {Record<string, {line: (state: Setting) => string, imports: string}>} */
const CODE = {
  loops: { line: loopLines, imports: "import numpy as np\n" },
  convlib: { line: convlibLine, imports: "import numpy as np\nfrom convlib import conv2d\n" },
  NumPy: { line: numpyLine, imports: "import numpy as np\n" },
  PyTorch: {
    line: torchLine,
    imports: "import numpy as np\nimport torch\nimport torch.nn.functional as F\n",
  },
};

/** @param {Setting} state @param {string} library
 * @returns {string} the computation of an `image` and a `kernel` */
export function codeText(state, library) {
  return CODE[library].line(state);
}

/** @param {Setting} state @param {string} library
 * @returns {string} the same with its imports, the image and the kernel: it runs as it is */
export function wholeCode(state, library) {
  /** @param {"image"|"kernel"} name */
  const array = (name) => `${name} = np.array(${JSON.stringify(state[name])})\n`;
  const line = codeText(state, library);
  const made = library === "loops" ? line : `feature_map = ${line}`;
  return `${CODE[library].imports}${array("image")}${array("kernel")}${made}\n`;
}
