"use strict";
// The frame of every page: its data, language and theme, elements, numbers with units, figures with their tables.

const page = JSON.parse(document.getElementById("data").textContent);
const state = { language: page.language, theme: null };

/** The text of the language that is shown. */
const say = (english, chinese) => (state.language === "zh" ? chinese : english);

/** A term shared with the terminal; what is unknown is shown as it is. */
function term(group, key) {
  const pair = page.terms[group]?.[key];
  return pair ? say(...pair) : key;
}

/** An element. Children are nodes or texts: a text is never read as markup. */
function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** An element of SVG. */
function shape(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(2).filter((child) => child != null));
  return element;
}

// Numbers

/** A number with thousands apart and so many places. */
function fixed(value, places = 0) {
  if (value == null || !Number.isFinite(value)) return "–";
  const text = Math.abs(value).toLocaleString("en-US", { minimumFractionDigits: places,
    maximumFractionDigits: places });
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** A number as short as it is, such as `5` or `14.1`. */
const plain = (value) => (value == null ? "–" : fixed(value, Math.min(4, (String(value).split(".")[1] ?? "")
.length)));

/** Places that suit a table whose largest value is `most`. */
const placesFor = (most) => Math.max(0, Math.min(3, 3 - Math.floor(Math.log10(Math.max(most, 1e-9)))));

/** A number with about four significant digits. */
function digits(value, significant = 4) {
  if (value == null || !Number.isFinite(value)) return "–";
  if (Math.abs(value) < 1e-9) return "0";
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return fixed(value, Math.min(4, Math.max(0, significant - 1 - magnitude)));
}

/** The unit in which values up to `most` read best: `by` times the value in MW, MWh, t or currency. */
function unit(kind, most = 0) {
  const size = Math.abs(most);
  const chinese = state.language === "zh";
  const among = (...choices) => {
    const [, by, name] = choices.find(([from]) => size >= from);
    return { by, name };
  };
  switch (kind) {
    case "power":
      return chinese ? among([1000, 0.1, "万千瓦"], [0, 1, "MW"]) : among([10000, 0.001, "GW"], [0, 1, "MW"]);
    case "energy":
      return chinese ?
        among([1e5, 1e-5, "亿千瓦时"], [1e3, 0.1, "万千瓦时"], [0, 1, "MWh"]) :
        among([1e6, 1e-6, "TWh"], [1e3, 1e-3, "GWh"], [0, 1, "MWh"]);
    case "mass":
      return chinese ? among([1e4, 1e-4, "万吨"], [0, 1, "吨"]) : among([1e6, 1e-6, "Mt"], [1e3, 1e-3, "kt"], [0, 1,
        "t"]);
    case "money": {
      const currency = page.summary?.currency ?? "CNY";
      const yuan = currency === "CNY" ? "元" : currency;
      return chinese ?
        among([1e8, 1e-8, `亿${yuan}`], [1e4, 1e-4, `万${yuan}`], [0, 1, yuan]) :
        among([1e9, 1e-9, `bn ${currency}`], [1e6, 1e-6, `million ${currency}`], [0, 1, currency]);
    }
    case "price":
      return { by: 1, name: `${page.summary?.currency ?? "CNY"}/MWh` };
    case "percent":
      return { by: 1, name: "%" };
    default:
      return { by: 1, name: kind };
  }
}

/** A value with the unit that suits it, such as `1,234 MW`. */
function quantity(kind, value, significant = 4) {
  if (value == null || !Number.isFinite(value)) return "–";
  const { by, name } = unit(kind, value);
  return `${digits(value * by, significant)} ${name}`;
}

// Series

const unpacked = new WeakMap();

/** The values of a packed series. */
function values(packed) {
  let result = unpacked.get(packed);
  if (result) return result;
  result = new Float64Array(packed.count).fill(packed.low);
  if (packed.bits) {
    const bytes = atob(packed.bits);
    for (let t = 0; t < packed.count; t++) {
      result[t] += packed.step * (bytes.charCodeAt(2 * t) | (bytes.charCodeAt(2 * t + 1) << 8));
    }
  }
  unpacked.set(packed, result);
  return result;
}

const sum = (numbers) => numbers.reduce((total, value) => total + value, 0);

// Figures

/** What is drawn again when the width changes. */
let painters = [];

/**
 * A figure: title, note, chart and legend, and the same as a table for those who cannot see it.
 * `paint(box, width)` draws into the box; `table()` gives `{ head: [texts], rows: [[…]] }` when it is opened.
 */
function figure({ id, title, note, controls, table, legend }, paint) {
  const box = make("div", { class: "chart" });
  const keys = make("ul", { class: "legend" });
  const caption = make("p", { class: "note" });
  const details = table ?
    make("details", {}, make("summary", {}, say("Table", "数据表")), make("div", { class: "scroll" })) :
    null;
  const repaint = () => {
    const width = isPrinting ? (box.closest(".pair") ? 345 : 720) : Math.max(300, Math.floor(box.clientWidth ||
      1160));
    box.replaceChildren();
    paint(box, width);
    keys.replaceChildren(...(legend?.() ?? []));
    caption.textContent = (typeof note === "function" ? note() : note) ?? "";
    if (details?.open) details.lastChild.replaceChildren(tableOf(table()));
  };
  details?.addEventListener("toggle", () => {
    if (details.open) details.lastChild.replaceChildren(tableOf(table()));
  });
  painters.push(repaint);
  const element = make(
    "figure", { id, "aria-labelledby": `${id}-title` },
    make("div", { class: "top" }, make("h3", { id: `${id}-title` }, title), controls), caption, keys, box, details);
  element.repaint = repaint;
  return element;
}

/** An entry of a legend: a filled, hatched or drawn key. */
function key(name, color, style = "fill") {
  const mark =
    style === "line" || style === "dashed" ?
    shape("path", { d: "M0 6H18", stroke: color, "stroke-width": 2.2, "stroke-dasharray": style === "dashed" ? "4 3" :
        null }) :
    shape("rect", { width: 18, height: 12, rx: 2, fill: style === "hatch" ? "url(#hatch)" : color });
  return make("li", {}, shape("svg", { viewBox: "0 0 18 12", "aria-hidden": "true" }, mark), name);
}

/** A table; numbers are already texts. A row may carry `sum: true` or `bad: Set of columns`. */
function tableOf({ head, rows }) {
  return make(
    "table", {},
    make("thead", {}, make("tr", {}, head.map((text) => make("th", { scope: "col" }, text)))),
    make("tbody", {}, rows.map((row) =>
      make("tr", { class: row.sum ? "sum" : null }, (row.cells ?? row).map((cell, column) =>
        column === 0 ? make("th", { scope: "row" }, cell) : make("td", { class: row.bad?.has(column) ? "bad" :
            null }, cell))))));
}

/** A card with an indicator; `verdict` is `pass`, `fail`, `open` or nothing. */
function card({ name, value, unit: unitName, more, verdict, verdictText, id }) {
  return make(
    "div", { class: `card ${verdict ?? ""}`, "data-indicator": id },
    make("div", { class: "name" }, name),
    make("div", { class: "value" }, value, unitName ? make("small", {}, ` ${unitName}`) : null),
    verdictText ? make("div", { class: "verdict" }, { pass: "✓ ", fail: "✗ ", open: "? " } [verdict] ?? "",
      verdictText) : null,
    more ? make("div", { class: "more" }, more) : null);
}

/** A command line as a shell takes it. */
const commandText = (words) => words.map((word) => (/^[\w./=:@%+-]+$/.test(word) ? word :
  `'${word.replaceAll("'", "'\\''")}'`)).join(" ");

/** A section with a heading for the contents. */
function section(id, title, ...children) {
  const content = children.flat().filter(Boolean);
  return content.length ? make("section", { id }, make("h2", {}, title), content) : null;
}

// The page

/** Asked of the script of each kind of page: title, lines below it, sections, and what runs when they stand. */
let contents = () => ({ title: "", lines: [], sections: [] });

/** Whether what is shown is dark now. */
const isDark = () =>
  state.theme ? state.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;

function applyTheme() {
  document.documentElement.dataset.theme = isDark() ? "dark" : "light";
}

function choice(text, isChosen, choose) {
  return make("button", { type: "button", "aria-pressed": String(isChosen), onclick: choose }, text);
}

/** Builds the whole page; again where language or theme change. */
function showPage() {
  painters = [];
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  applyTheme();
  const { title, lines, sections } = contents();
  const language = (code, name) =>
    choice(name, state.language === code, () => {
      state.language = code;
      showPage();
    });
  const theme = (code, name) =>
    choice(name, isDark() === (code === "dark"), () => {
      state.theme = code;
      showPage();
    });
  const shown = sections.filter(Boolean);
  document.getElementById("head").replaceChildren(
    make("div", { class: "title" }, make("h1", {}, title), make(
      "div", { class: "controls" },
      make("span", { role: "group", "aria-label": say("Language", "语言"), class: "controls" }, language("zh",
        "中文"), language("en", "English")),
      make("span", { role: "group", "aria-label": say("Colours", "配色"), class: "controls" },
        theme("light", say("Light", "浅色")), theme("dark", say("Dark", "深色"))),
      make("button", { type: "button", onclick: () => window.print() }, say("Print", "打印")))),
    ...lines.map((line) => (typeof line === "string" ? make("p", { class: "subtitle" }, line) : line)),
    make("nav", { "aria-label": say("Contents", "目录") }, make("ul", {}, shown.map((part) =>
      make("li", {}, make("a", { href: `#${part.id}` }, part.querySelector("h2").textContent))))));
  document.getElementById("main").replaceChildren(sharedShapes(), ...shown);
  document.getElementById("foot").replaceChildren(
    say("Written by griddispatch. This file holds all that it shows and asks no network.",
      "由 griddispatch 生成。本文件自含全部内容，不访问网络。"));
  paintInTurn([...painters]);
}

/** Draws one figure after another, and lets the browser show each: what stands above is seen at once. */
let turn = 0;

function paintInTurn(waiting) {
  cancelAnimationFrame(turn);
  const next = () => {
    const until = performance.now() + 12;
    while (waiting.length && performance.now() < until) waiting.shift()();
    if (waiting.length) turn = requestAnimationFrame(next);
    else document.documentElement.dataset.drawn = "true";
  };
  document.documentElement.dataset.drawn = "false";
  turn = requestAnimationFrame(next);
}

/** Patterns that any chart may refer to. */
function sharedShapes() {
  return shape("svg", { width: 0, height: 0, style: "position:absolute", "aria-hidden": "true" }, shape("defs", {},
    shape("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse",
        patternTransform: "rotate(45)" },
      shape("rect", { width: 6, height: 6, style: "fill: var(--curtailed); fill-opacity: .18" }),
      shape("rect", { width: 2.2, height: 6, style: "fill: var(--curtailed)" }))));
}

let pending = 0;

function repaintSoon() {
  cancelAnimationFrame(pending);
  pending = requestAnimationFrame(() => painters.forEach((paint) => paint()));
}

// On paper charts are drawn for the width of a page, so that their letters are as large as those of the text.
let isPrinting = false;
for (const [event, state] of [
    ["beforeprint", true],
    ["afterprint", false]
  ]) {
  window.addEventListener(event, () => {
    isPrinting = state;
    for (const paint of painters) paint();
  });
}

let lastWidth = window.innerWidth;
window.addEventListener("resize", () => {
  if (window.innerWidth === lastWidth) return;
  lastWidth = window.innerWidth;
  repaintSoon();
});
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (!state.theme) showPage();
});