"use strict";
// Scales, ticks and axes.

/** Round values from low to high, about `count` of them. */
function ticks(low, high, count = 5) {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999);
  const result = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * span; k++) result.push(k * step);
  return result;
}

/** Texts of ticks, with the places that tell them apart. */
function tickTexts(at) {
  const step = at.length > 1 ? at[1] - at[0] : Math.abs(at[0]) || 1;
  let places = 0;
  while (places < 6 && Math.abs(step * 10 ** places - Math.round(step * 10 ** places)) > 1e-6) places++;
  return at.map((value) => fixed(value, places));
}

/** Limits widened a little, to a quarter of the distance of ticks. */
function rounded(low, high, count = 5) {
  if (!(high > low))[low, high] = [Math.min(0, low), Math.max(low, 0) || 1];
  const at = ticks(low, high, count);
  const step = (at.length > 1 ? at[1] - at[0] : high - low) / 4;
  return [Math.floor(low / step + 1e-9) * step, Math.ceil(high / step - 1e-9) * step];
}

/** A linear map from a domain to pixels. */
function linear([d0, d1], [r0, r1]) {
  const map = (value) => r0 + ((value - d0) / (d1 - d0 || 1)) * (r1 - r0);
  map.domain = [d0, d1];
  map.invert = (pixel) => d0 + ((pixel - r0) / (r1 - r0 || 1)) * (d1 - d0);
  return map;
}

/** A frame for a chart: an SVG with a label for screen readers, and the inner rectangle. */
function frame(box, width, height, label, margin = {}) {
  const { top = 22, right = 12, bottom = 34, left = 62 } = margin;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
  box.append(svg);
  return { svg, left, top, right: width - right, bottom: height - bottom, width: width - left - right,
    height: height - top - bottom };
}

/** A vertical axis on the left with gridlines; the title stands above it. */
function yAxis(area, scale, title, count = 5) {
  const at = ticks(...scale.domain, count);
  const texts = tickTexts(at);
  const group = shape("g", { "aria-hidden": "true" });
  at.forEach((value, k) => {
    const y = scale(value);
    group.append(
      shape("line", { class: Math.abs(value) < 1e-9 && scale.domain[0] < 0 ? "zero" : "gridline", x1: area.left,
        x2: area.right, y1: y, y2: y }),
      shape("text", { x: area.left - 7, y: y + 4, "text-anchor": "end" }, texts[k]));
  });
  group.append(shape("text", { x: 2, y: area.top - 9 }, title));
  area.svg.append(group);
}

/** A horizontal axis of numbers. */
function xAxis(area, scale, title, count = 6) {
  const at = ticks(...scale.domain, count);
  const texts = tickTexts(at);
  const group = shape("g", { "aria-hidden": "true" }, shape("line", { class: "axis", x1: area.left, x2: area.right,
    y1: area.bottom, y2: area.bottom }));
  at.forEach((value, k) => {
    const x = scale(value);
    group.append(
      shape("line", { class: "axis", x1: x, x2: x, y1: area.bottom, y2: area.bottom + 4 }),
      shape("text", { x, y: area.bottom + 16, "text-anchor": k === at.length - 1 && x > area.right - 20 ?
          "end" : "middle" }, texts[k]));
  });
  group.append(shape("text", { x: area.right, y: area.bottom + 31, "text-anchor": "end" }, title));
  area.svg.append(group);
}

// Time: steps from the start of the horizon; dates are local and kept as if they were UTC.

const stepSeconds = () => page.charts.stepMinutes * 60;
const dateAt = (step) => new Date((page.charts.start + step * stepSeconds()) * 1000);
const stepAt = (date) => (date.getTime() / 1000 - page.charts.start) / stepSeconds();
const two = (number) => String(number).padStart(2, "0");
const stepsPerDay = () => 86400 / stepSeconds();

const englishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const monthText = (date) => say(englishMonths[date.getUTCMonth()], `${date.getUTCMonth() + 1}月`);
const dayText = (date) =>
  say(`${date.getUTCDate()} ${englishMonths[date.getUTCMonth()]}`, `${date.getUTCMonth() + 1}月${date.getUTCDate()}日`);
const dayISO = (date) => date.toISOString().slice(0, 10);
const clockText = (date) => `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
const timeText = (step) => `${dayISO(dateAt(step))} ${clockText(dateAt(step))}`;

/** Such as `2030-07` or `2030-07-03` as a label of a bar. */
function periodText(name) {
  const date = new Date(name.length === 7 ? `${name}-01` : name);
  return name.length === 7 ? monthText(date) : `${date.getUTCMonth() + 1}-${two(date.getUTCDate())}`;
}

/** Steps at which a time axis has ticks, with their texts. */
function timeTicks(from, to, width) {
  const hours = ((to - from) * stepSeconds()) / 3600;
  const most = Math.max(3, width / 75);
  const result = [];
  const first = dateAt(from);
  const spacing = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336].find((h) => hours / h <= most);
  if (spacing && hours <= 24 * 62) {
    const midnight = Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), first.getUTCDate());
    for (let time = midnight;; time += spacing * 3600e3) {
      const step = stepAt(new Date(time));
      if (step > to + 1e-9) break;
      if (step < from - 1e-9) continue;
      const date = new Date(time);
      result.push({ step, text: date.getUTCHours() === 0 && spacing < 24 && hours > 36 ? dayText(date) : spacing <
          24 ? clockText(date) : dayText(date) });
    }
    return result;
  }
  const months = [1, 2, 3, 6, 12].find((m) => hours / 730 / m <= most) ?? 12;
  for (let k = 0;; k++) {
    const date = new Date(Date.UTC(first.getUTCFullYear(), k * months));
    const step = stepAt(date);
    if (step > to + 1e-9) break;
    if (step >= from - 1e-9) result.push({ step, text: date.getUTCMonth() === 0 && k > 0 ? String(date
      .getUTCFullYear()) : monthText(date) });
  }
  return result;
}

/** A horizontal axis of time over the steps of a scale. */
function timeAxis(area, scale) {
  const [from, to] = scale.domain;
  const group = shape("g", { "aria-hidden": "true" }, shape("line", { class: "axis", x1: area.left, x2: area.right,
    y1: area.bottom, y2: area.bottom }));
  for (const { step, text } of timeTicks(from, to, area.width)) {
    const x = scale(step);
    group.append(shape("line", { class: "axis", x1: x, x2: x, y1: area.bottom, y2: area.bottom + 4 }));
    if (x < area.right - 24) group.append(shape("text", { x: x + 2, y: area.bottom + 16 }, text));
  }
  const days = (to - from) / stepsPerDay();
  if (days <= 2.01) {
    const text = days <= 1.01 ? dayISO(dateAt(from)) : `${dayISO(dateAt(from))} – ${dayISO(dateAt(to - 1))}`;
    group.append(shape("text", { x: area.right, y: area.bottom + 30, "text-anchor": "end" }, text));
  }
  area.svg.append(group);
}