// Exercises answered on a page: the sentence of an answer, looked up in a table that the real check
// filled when the page was made (tables.py). Answers stay in the reader's own browser.

/**
 * @typedef {{kind: "numbers"|"items", count: number, messages: string[], general: number|null,
 *   counts: Record<string, number>, answers: Record<string, number>, below: number,
 *   items: Record<string, number>, lists: Record<string, number>, ordered: boolean}} Table
 * @typedef {{asked: string, table: Table}} Part what one field asks for
 */
(() => {
  const NUMBER = /[-−]?\d+(?:\.\d+)?(?:\/\d+)?/g;
  // Where one number is wanted: 1,123,600 and 1060**2, 1060² and 1060 · 1060 are one each.
  const DIGITS = String.raw`(?:\d{1,3}(?:[,_\s]\d{3})+(?!\d)|\d+)(?:\.\d+)?`;
  const POWER = String.raw`(${DIGITS})(?:\s*(?:\*\*|\^)\s*(\d+))?`;
  const FACTOR = new RegExp(String.raw`([*/·×])?\s*${POWER}`, "g");
  const TERM = new RegExp(String.raw`[-−]?${POWER}(?:\s*[*/·×]\s*${POWER})*`, "g");
  const BEYOND =
    "Not yet. (This page knows only answers in small numbers: the check in JupyterLab knows any.)";
  const EMPTY = "Type your answer in numbers.";
  const REST = "Not yet: right so far. Type the rest of your answer, too.";
  const KEPT = "Your answers are kept in this browser, and sent nowhere.";
  const LOST = "This browser keeps no answers of pages like this one: they go when you leave.";

  /** @param {string} text @returns {number[]} the numbers in it; 1/3 is one */
  function numbersIn(text) {
    return (text.match(NUMBER) ?? []).map(valueOf);
  }

  /** @param {string} text @returns {number[]} the numbers in it, where one is wanted */
  function oneNumberIn(text) {
    return (text.replaceAll("²", "**2").match(TERM) ?? []).map(valueOf);
  }

  /** @param {string} term @returns {number} what powers, products and a fraction come to */
  function valueOf(term) {
    let value = /^[-−]/.test(term) ? -1 : 1;
    for (const [, sign, digits, power = "1"] of term.matchAll(FACTOR)) {
      const factor = Number(digits.replace(/[,_\s]/g, "")) ** Number(power);
      value = sign === "/" ? value / factor : value * factor;
    }
    return value;
  }

  /** @param {Part[]} parts @param {string[]} texts @returns {string} what the check says first */
  function verdict(parts, texts) {
    const said = parts.map(({ table }, n) => sentence(table, texts[n]));
    const wrong = said.find((one) => one !== EMPTY && !isRight(one));
    if (wrong) return wrong;
    if (said.every(isRight)) return said[0];
    return said.some(isRight) ? REST : EMPTY;
  }

  /** @param {string} told @returns {boolean} */
  function isRight(told) {
    return told.startsWith("Right");
  }

  /** @param {Table} table @param {string} text @returns {string} what is said of one part */
  function sentence(table, text) {
    const isOne = table.kind === "numbers" && table.count === 1;
    const numbers = isOne ? oneNumberIn(text) : numbersIn(text);
    if (!numbers.length) return EMPTY;
    const found = table.kind === "items" ? ofItems(table, numbers) : ofNumbers(table, numbers);
    return found === null ? BEYOND : filled(table.messages[found], numbers);
  }

  /** @param {string} message @param {number[]} numbers @returns {string} */
  function filled(message, numbers) {
    return message.replaceAll("{}", String(Number(numbers[0].toFixed(6))));
  }

  /** @param {Table} table @param {number[]} numbers @returns {number|null} number of a sentence */
  function ofNumbers(table, numbers) {
    const known = Object.entries(table.answers).find(([key]) => agree(key, numbers));
    if (known) return known[1];
    if (numbers.length === table.count) return table.general;
    return table.counts[numbers.length] ?? null;
  }

  /** @param {string} key @param {number[]} numbers @returns {boolean} */
  function agree(key, numbers) {
    const known = key.split(",").map(Number);
    return known.length === numbers.length && known.every((one, n) => isNear(one, numbers[n]));
  }

  /** As `near` of convlib/check/questions.py: no whole number is near another.
   * @param {number} known @param {number} typed @returns {boolean} */
  function isNear(known, typed) {
    return Math.abs(known - typed) <= Math.min(1e-6 * Math.abs(known) + 1e-9, 0.1);
  }

  /** As `look_up_items` of tables.py. @param {Table} table @param {number[]} numbers
   * @returns {number|null} number of a sentence */
  function ofItems(table, numbers) {
    if (numbers.length % table.count) return null;
    const items = chunks(numbers, table.count);
    const sorted = [...items].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const own = table.lists[sorted.map(String).join(";")];
    if (own !== undefined) return own;
    for (const item of table.ordered ? items : sorted) {
      if (String(item) in table.items) return table.items[String(item)];
      if (!item.every((one) => isAsked(one, table.below))) return table.general;
    }
    const right = new Set(items.map(String)).size;
    return table.counts[Math.min(right, Object.keys(table.counts).length)];
  }

  /** @param {number} one @param {number} below @returns {boolean} whether lists were asked of it */
  function isAsked(one, below) {
    return Number.isInteger(one) && one >= 0 && one < below;
  }

  /** @param {number[]} numbers @param {number} size @returns {number[][]} */
  function chunks(numbers, size) {
    const starts = [...numbers.keys()].filter((index) => index % size === 0);
    return starts.map((start) => numbers.slice(start, start + size));
  }

  /** @param {string} name @returns {string|null} what this browser has kept, if anything */
  function kept(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null;
    }
  }

  /** @param {string} name @param {string} text @returns {boolean} whether it is kept */
  function keep(name, text) {
    try {
      localStorage.setItem(name, text);
      return true;
    } catch {
      return false;
    }
  }

  /** @template {keyof HTMLElementTagNameMap} Tag @param {Tag} tag
   * @param {Record<string, string>} attributes @param {(Node|string)[]} children
   * @returns {HTMLElementTagNameMap[Tag]} */
  function element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }

  /** Put fields where an exercise is answered, one for each part. @param {HTMLElement} node */
  function open(node) {
    const { lesson, number } = node.dataset;
    /** @type {Part[]} */
    const parts = JSON.parse(String(node.dataset.parts));
    const name = `convlib/${lesson}/${number}`;
    const size = parts.length === 1 ? "28" : "20";
    const fields = parts.map(() => element("input", { type: "text", autocomplete: "off", size }));
    const labels = parts.map(({ asked }, n) => element("label", {}, `${asked} `, fields[n]));
    labels[0].prepend(`Exercise ${number}: `);
    const told = element("output", {});
    const storage = element("small", {});
    const button = element("button", {}, "Check");
    const form = element("form", {}, ...labels, button, told, storage);
    const texts = () => fields.map((field) => field.value);
    const judge = () => {
      told.textContent = verdict(parts, texts());
      told.dataset.right = String(isRight(told.textContent));
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      judge();
      storage.textContent = keep(name, texts().join("\n")) ? KEPT : LOST;
    });
    const before = (kept(name) ?? "").split("\n");
    fields.forEach((field, n) => (field.value = before[n] ?? ""));
    if (texts().some(Boolean)) judge();
    node.replaceChildren(form);
  }

  for (const node of document.querySelectorAll(".exercise")) {
    if (node instanceof HTMLElement) open(node);
  }
})();
