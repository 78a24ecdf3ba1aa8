// Light or dark: as the ground is on which an explorer stands, whoever painted it.

/** Keep a node's colours to its ground: `data-theme` says whether that is light or dark, and
 * `--paper` is its colour. JupyterLab, its themes, other notebooks and pages of anybody's have each
 * their own way to say it; all of them paint it.
 * @param {HTMLElement} node
 * @returns {{follow: () => void, stop: () => void}} follow: look again, after the node has moved */
export function groundOf(node) {
  const follow = () => {
    const ground = groundColour(node.parentElement);
    node.style.setProperty("--paper", ground);
    node.dataset.theme = isDark(ground) ? "dark" : "light";
  };
  const observer = new MutationObserver(follow);
  for (const part of [document.documentElement, document.body]) {
    observer.observe(part, { attributes: true });
  }
  const system = matchMedia("(prefers-color-scheme: dark)");
  system.addEventListener("change", follow);
  document.addEventListener("load", follow, true); // a theme's style sheet
  const stop = () => {
    observer.disconnect();
    system.removeEventListener("change", follow);
    document.removeEventListener("load", follow, true);
  };
  return { follow, stop };
}

/** @param {HTMLElement|null} node
 * @returns {string} colour of the nearest ground that lets nothing through, else the browser's */
function groundColour(node) {
  for (let one = node; one; one = one.parentElement) {
    const colour = getComputedStyle(one).backgroundColor;
    if (channels(colour)[3] > 0.5) return colour;
  }
  return colourOfCanvas();
}

/** @returns {string} what the browser paints below a page that has no ground of its own */
function colourOfCanvas() {
  const probe = document.createElement("span");
  probe.style.backgroundColor = "Canvas";
  document.body.append(probe);
  const colour = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return colour;
}

/** @param {string} colour as computed: "rgb(…)", "rgba(…)" or "color(srgb …)"
 * @returns {number[]} red, green, blue from 0 to 255, and opacity */
function channels(colour) {
  const numbers = (colour.match(/[\d.]+(?:e-?\d+)?/g) ?? ["0", "0", "0", "0"]).map(Number);
  const [red, green, blue, opacity = 1] = numbers;
  const scale = colour.startsWith("color(") ? 255 : 1;
  return [red * scale, green * scale, blue * scale, opacity];
}

/** @param {string} colour @returns {boolean} whether white letters are the clearer ones on it */
function isDark(colour) {
  const [red, green, blue] = channels(colour);
  return 0.299 * red + 0.587 * green + 0.114 * blue < 128;
}
