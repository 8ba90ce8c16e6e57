"use strict";
// Charts that are not over the shared window: bars, curves, heat maps, strips, contours.

/**
 * Stacked bars by period. `series` of { name, color, hatch, data } with positive and negative parts; `lines` are drawn
 * over them as points joined by a line.
 */
function barChart(box, width, { names, series, lines = [], kind, title, label, height = 260 }) {
  let low = 0;
  let high = 0;
  names.forEach((_, k) => {
    high = Math.max(high, sum(series.map(({ data }) => Math.max(0, data[k]))), ...lines.map(({ data }) => data[
      k]));
    low = Math.min(low, sum(series.map(({ data }) => Math.min(0, data[k]))), ...lines.map(({ data }) => data[k]));
  });
  const { by, name } = unit(kind, Math.max(high, -low));
  const area = frame(box, width, height, label);
  const y = linear(rounded(low * by, high * by), [area.bottom, area.top]);
  yAxis(area, y, title ? `${title}, ${name}` : name);
  const slot = area.width / names.length;
  const bar = Math.min(46, slot * 0.72);
  const every = Math.ceil(names.length / Math.max(1, Math.floor(area.width / 44)));
  names.forEach((period, k) => {
    const middle = area.left + slot * (k + 0.5);
    let [up, down] = [0, 0];
    for (const { name: part, color, hatch, data } of series) {
      const value = data[k] * by;
      if (!value) continue;
      const [from, to] = value > 0 ? [up, (up += value)] : [down, (down += value)];
      const height = Math.abs(y(from) - y(to));
      area.svg.append(shape("rect", { x: middle - bar / 2, width: bar, y: Math.min(y(from), y(to)), height,
          style: hatch ? null : `fill: ${color}`, fill: hatch ? "url(#hatch)" : null },
        shape("title", {}, `${period} ${part}: ${digits(value)} ${name}`)));
    }
    if (k % every === 0) area.svg.append(shape("text", { x: middle, y: area.bottom +
    16, "text-anchor": "middle", "aria-hidden": "true" }, periodText(period)));
  });
  area.svg.append(shape("line", { class: "axis", x1: area.left, x2: area.right, y1: y(0), y2: y(0) }));
  for (const { color, data, dashed } of lines) {
    const at = data.map((value, k) => [area.left + slot * (k + 0.5), y(value * by)]);
    area.svg.append(shape("path", { class: "line", d: `M${at.map((p) => p.join(" ")).join("L")}`,
        style: `stroke: ${color}`, "stroke-dasharray": dashed ? "5 3" : null }),
      ...at.map(([cx, cy]) => shape("circle", { cx, cy, r: 3, style: `fill: ${color}` })));
  }
}

/** Horizontal bars with their values, largest first or as given. `rows` of { name, value, color, text }. */
function rankedBars(box, width, { rows, kind, label, significant = 4 }) {
  const most = Math.max(...rows.map(({ value }) => Math.abs(value)), 1e-12);
  const { by, name } = unit(kind, most);
  const rowHeight = 27;
  const left = Math.min(width * 0.42, 14 + 7.4 * Math.max(...rows.map((row) => textWidth(row.name))));
  const texts = rows.map(({ value, text }) => text ?? `${digits(value * by, significant)} ${name}`);
  const right = 14 + 7.3 * Math.max(...texts.map(textWidth));
  const area = frame(box, width, rows.length * rowHeight + 8, label, { top: 4, bottom: 4, left, right });
  const low = Math.min(0, ...rows.map(({ value }) => value));
  const x = linear([low, Math.max(0, ...rows.map(({ value }) => value)) || 1], [area.left, area.right]);
  rows.forEach(({ name: own, value, color }, k) => {
    const middle = area.top + rowHeight * (k + 0.5);
    area.svg.append(
      shape("text", { x: area.left - 8, y: middle + 4, "text-anchor": "end" }, shortened(own, left / 7)),
      shape("rect", { x: Math.min(x(0), x(value)), width: Math.max(1, Math.abs(x(value) - x(0))), y: middle - 9,
        height: 18, style: `fill: ${color}` }),
      shape("text", { class: "strong halo", x: Math.max(x(0), x(value)) + 6, y: middle + 4 }, texts[k]));
  });
  area.svg.append(shape("line", { class: "axis", x1: x(0), x2: x(0), y1: area.top, y2: area.bottom }));
}

/** Letters of Latin width that a text takes. */
const textWidth = (text) => [...String(text)].reduce((total, letter) => total + (letter.codePointAt(0) > 0x2e7f ?
  1.75 : 1), 0);

function shortened(text, most) {
  let room = most;
  const letters = [...String(text)];
  const kept = letters.filter((letter) => (room -= textWidth(letter)) >= 0);
  return kept.length === letters.length ? text : `${kept.slice(0, -1).join("")}…`;
}

/** Values from high to low over the share of the time that they are exceeded. */
function durationChart(box, width, { curves, kind, label, title, height = 300 }) {
  const sorted = curves.map((curve) => ({ ...curve, data: Float64Array.from(curve.series).sort().reverse() }));
  const count = sorted[0].data.length;
  const hours = (count * stepSeconds()) / 3600;
  const high = Math.max(...sorted.map(({ data }) => data[0]));
  const low = Math.min(0, ...sorted.map(({ data }) => data[count - 1]));
  const { by, name } = unit(kind, Math.max(high, -low));
  const area = frame(box, width, height, label, { bottom: 40 });
  const x = linear([0, hours], [area.left, area.right]);
  const y = linear(rounded(low * by, high * by), [area.bottom, area.top]);
  yAxis(area, y, title ? `${title}, ${name}` : name);
  xAxis(area, x, say("hours exceeded", "持续小时数"));
  const most = Math.min(count, 500);
  for (const { data, color, style, weight } of sorted) {
    let path = "";
    for (let k = 0; k <= most; k++) {
      const t = Math.min(count - 1, Math.round((k / most) * (count - 1)));
      path +=
        `${k ? "L" : "M"}${x(((t + (k === 0 ? 0 : 1)) / count) * hours).toFixed(1)} ${y(data[t] * by).toFixed(1)}`;
    }
    area.svg.append(shape("path", { class: "line", d: path,
    style: `stroke: ${color}; stroke-width: ${weight ?? 1.8}`, "stroke-dasharray": style === "dashed" ? "5 3" :
        null }));
  }
}

/** The values of curves at shares of the time, as a table. */
function durationTable(curves, unitOf) {
  const sorted = curves.map(({ series }) => Float64Array.from(series).sort().reverse());
  const count = sorted[0].length;
  const shares = [0, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];
  return {
    head: [say("Share of time exceeded", "超过时间占比"), ...curves.map(({ name }) => `${name} (${unitOf.name})`)],
    rows: shares.map((share) => [`${digits(share * 100)} %`, ...sorted.map((data) => digits(data[Math.round(share * (
      count - 1))] * unitOf.by, 5))]),
  };
}

// Colours that rise in lightness for any colour vision (after cividis).
const ramp = [
  [0, 34, 78],
  [35, 62, 108],
  [87, 92, 109],
  [124, 123, 120],
  [165, 157, 117],
  [210, 193, 98],
  [254, 232, 56]
];

function rampColor(part) {
  const at = Math.max(0, Math.min(1, part)) * (ramp.length - 1);
  const k = Math.min(ramp.length - 2, Math.floor(at));
  return ramp[k].map((low, c) => Math.round(low + (at - k) * (ramp[k + 1][c] - low)));
}

/** A picture of so many cells, as a link that holds it. `color(column, row)` gives [red, green, blue] or nothing. */
function cells(columns, rows, color) {
  const canvas = make("canvas", { width: columns, height: rows });
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const rgb = color(column, row);
      if (!rgb) continue;
      const at = 4 * (row * columns + column);
      [image.data[at], image.data[at + 1], image.data[at + 2], image.data[at + 3]] = [...rgb, 255];
    }
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

/** Days across, hours of the day down: a value as a colour between the 2nd and the 98th of a hundred. */
function heatMap(box, width, { series, unitName, label, height = 230 }) {
  const perDay = stepsPerDay();
  const offset = (page.charts.start % 86400) / stepSeconds();
  const days = Math.ceil((series.length + offset) / perDay);
  const sorted = Float64Array.from(series).sort();
  const low = sorted[Math.floor(0.02 * (sorted.length - 1))];
  const high = sorted[Math.ceil(0.98 * (sorted.length - 1))];
  const area = frame(box, width, height, label, { right: 78 });
  const link = cells(days, perDay, (day, row) => {
    const t = day * perDay + row - offset;
    return t < 0 || t >= series.length ? null : rampColor(high > low ? (series[t] - low) / (high - low) : 0.5);
  });
  const x = linear([-offset, days * perDay - offset], [area.left, area.right]);
  const y = linear([0, 24], [area.top, area.bottom]);
  area.svg.append(
    shape("rect", { x: area.left, y: area.top, width: area.width, height: area.height,
      style: "fill: var(--faint)" }),
    shape("image", { href: link, x: area.left, y: area.top, width: area.width, height: area.height,
      preserveAspectRatio: "none", style: "image-rendering: pixelated" }));
  for (const hour of [0, 6, 12, 18, 24]) {
    area.svg.append(shape("text", { x: area.left - 7, y: y(hour) + 4, "text-anchor": "end", "aria-hidden": "true" },
      `${two(hour)}:00`));
  }
  area.svg.append(shape("text", { x: 2, y: area.top - 9 }, say("hour of the day", "时刻")));
  timeAxis(area, x);
  // The key: the ramp with its ends.
  const bar = 10;
  const keyLeft = area.right + 12;
  const key = cells(1, 64, (_, row) => rampColor(1 - row / 63));
  area.svg.append(shape("image", { href: key, x: keyLeft, y: area.top, width: bar, height: area.height,
    preserveAspectRatio: "none" }));
  const value = linear([low, high], [area.bottom, area.top]);
  const at = high > low ? ticks(low, high, 4) : [low];
  tickTexts(at).forEach((text, k) => area.svg.append(shape("text", { x: keyLeft + bar + 5, y: value(at[k]) + 4 },
    text)));
  area.svg.append(shape("text", { x: area.right + 76, y: area.top - 9, "text-anchor": "end" }, unitName));
  const tip = shape("title");
  const cover = shape("rect", { x: area.left, y: area.top, width: area.width, height: area.height,
    fill: "transparent" }, tip);
  cover.addEventListener("pointermove", (event) => {
    const bounds = area.svg.getBoundingClientRect();
    const scale = width / bounds.width;
    const day = Math.floor((((event.clientX - bounds.left) * scale - area.left) / area.width) * days);
    const row = Math.floor((((event.clientY - bounds.top) * scale - area.top) / area.height) * perDay);
    const t = day * perDay + row - offset;
    tip.textContent = t >= 0 && t < series.length ? `${timeText(t)}: ${digits(series[t])} ${unitName}` : "";
  });
  cover.addEventListener("click", (event) => {
    const bounds = area.svg.getBoundingClientRect();
    const day = Math.floor(((((event.clientX - bounds.left) * width) / bounds.width - area.left) / area.width) *
      days);
    showDay(Math.max(0, day * perDay - offset));
  });
  area.svg.append(cover);
}

/** Means by hour of the day and month, as a table of a heat map. */
function heatTable(series) {
  const months = new Map();
  for (let t = 0; t < series.length; t++) {
    const date = dateAt(t);
    const name = date.toISOString().slice(0, 7);
    if (!months.has(name)) months.set(name, Array.from({ length: 24 }, () => [0, 0]));
    const cell = months.get(name)[date.getUTCHours()];
    cell[0] += series[t];
    cell[1] += 1;
  }
  return {
    head: [say("Hour of the day", "时刻"), ...[...months.keys()]],
    rows: Array.from({ length: 24 }, (_, hour) => [`${two(hour)}:00`, ...[...months.values()].map((cells) => digits(
      cells[hour][0] / cells[hour][1]))]),
  };
}

const cssColor = (name) => {
  const probe = make("span", { style: `color: var(${name})` });
  document.body.append(probe);
  const rgb = getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number);
  probe.remove();
  return rgb;
};

/** A contour over two axes with lines at levels. `at(i, j)` is the value at xs[i], ys[j]. */
function contourChart(box, width, { xs, ys, at, levels, xTitle, yTitle, unitName, label, height = 360 }) {
  const area = frame(box, width, height, label, { bottom: 42, right: 78 });
  const x = linear([0, xs[xs.length - 1]], [area.left, area.right]);
  const y = linear([0, ys[ys.length - 1]], [area.bottom, area.top]);
  const all = xs.flatMap((_, i) => ys.map((_, j) => at(i, j)));
  const [low, high] = [Math.min(...all), Math.max(...all)];
  // Between grid points values are interpolated, so that the picture is as smooth as the function.
  const place = (axis, value) => {
    let k = 0;
    while (k < axis.length - 2 && axis[k + 1] < value) k++;
    return [k, Math.max(0, Math.min(1, (value - axis[k]) / (axis[k + 1] - axis[k])))];
  };
  const between = (xv, yv) => {
    const [i, p] = place(xs, xv);
    const [j, q] = place(ys, yv);
    return (1 - p) * ((1 - q) * at(i, j) + q * at(i, j + 1)) + p * ((1 - q) * at(i + 1, j) + q * at(i + 1, j + 1));
  };
  const [columns, rows] = [240, 120];
  const value = (column, row) => between(xs[0] + ((column + 0.5) / columns) * (xs[xs.length - 1] - xs[0]), ys[ys
    .length - 1] - ((row + 0.5) / rows) * (ys[ys.length - 1] - ys[0]));
  const link = cells(columns, rows, (column, row) => rampColor((value(column, row) - low) / (high - low || 1)));
  yAxis(area, y, yTitle);
  xAxis(area, x, xTitle);
  area.svg.append(shape("image", { href: link, x: x(xs[0]), width: x(xs[xs.length - 1]) - x(xs[0]), y: y(ys[ys
      .length - 1]), height: y(ys[0]) - y(ys[ys.length - 1]), preserveAspectRatio: "none" }));
  let labels = 0;
  for (const { level, text, strong } of levels) {
    const pieces = contourLines(xs, ys, at, level);
    if (!pieces.length) continue;
    area.svg.append(shape("path", {
      d: pieces.map(([
        [x0, y0],
        [x1, y1]
      ]) => `M${x(x0).toFixed(1)} ${y(y0).toFixed(1)}L${x(x1).toFixed(1)} ${y(y1).toFixed(1)}`).join(""),
      fill: "none",
      stroke: strong ? "#fff" : "#ffffffaa",
      "stroke-width": strong ? 3 : 1,
      "stroke-linecap": "round",
    }));
    if (strong) {
      area.svg.append(shape("path", {
        d: pieces.map(([
          [x0, y0],
          [x1, y1]
        ]) => `M${x(x0).toFixed(1)} ${y(y0).toFixed(1)}L${x(x1).toFixed(1)} ${y(y1).toFixed(1)}`).join(""),
        fill: "none",
        stroke: "#d3122a",
        "stroke-width": 1.8,
        "stroke-linecap": "round",
      }));
    }
    // Labels step from line to line, so that none covers another, and keep off the corners.
    const wanted = 0.72 - 0.13 * (labels++ % 5);
    const inside = pieces.map(([a]) => [x(a[0]), y(a[1])]).filter(([, py]) => py > area.top + 16 && py < area.bottom -
      8);
    if (!inside.length) continue;
    const [px, py] = inside.reduce((best, p) => (Math.abs(p[0] - area.left - wanted * area.width) < Math.abs(best[0] -
      area.left - wanted * area.width) ? p : best));
    area.svg.append(shape("text", { x: px, y: py - 5, "text-anchor": "middle",
        style: `fill: #fff; stroke: #0008; stroke-width: 3px; paint-order: stroke; ${strong ? "font-weight: 600" : ""}` },
      text));
  }
  const bar = 10;
  const keyLeft = area.right + 12;
  const key = cells(1, 64, (_, row) => rampColor(1 - row / 63));
  area.svg.append(shape("image", { href: key, x: keyLeft, y: area.top, width: bar, height: area.height,
    preserveAspectRatio: "none" }));
  const scale = linear([low, high], [area.bottom, area.top]);
  const marks = ticks(low, high - 0.03 * (high - low), 5);
  tickTexts(marks).forEach((text, k) => area.svg.append(shape("text", { x: keyLeft + bar + 5, y: scale(marks[k]) +
      4 }, text)));
  area.svg.append(shape("text", { x: area.right + 76, y: area.top - 9, "text-anchor": "end" }, unitName));
}

/** Pieces of the line on which a function on a grid has a value: marching squares. */
function contourLines(xs, ys, at, level) {
  const pieces = [];
  for (let i = 0; i + 1 < xs.length; i++) {
    for (let j = 0; j + 1 < ys.length; j++) {
      const corners = [
        [xs[i], ys[j], at(i, j)],
        [xs[i + 1], ys[j], at(i + 1, j)],
        [xs[i + 1], ys[j + 1], at(i + 1, j + 1)],
        [xs[i], ys[j + 1], at(i, j + 1)]
      ];
      const crossings = [];
      corners.forEach((a, k) => {
        const b = corners[(k + 1) % 4];
        if (a[2] < level === b[2] < level) return;
        const part = (level - a[2]) / (b[2] - a[2]);
        crossings.push([a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])]);
      });
      for (let k = 0; k + 1 < crossings.length; k += 2) pieces.push([crossings[k], crossings[k + 1]]);
    }
  }
  return pieces;
}

/** Cost and bound over the time of the solve. */
function convergenceChart(box, width, { points, label, height = 240 }) {
  const end = points[points.length - 1];
  const closing = points.filter(({ cost, bound }) => cost != null && bound != null);
  // The far ends of the way would flatten what matters.
  const spread = Math.max(...closing.map(({ cost, bound }) => cost - bound), Math.abs(end.cost) * 1e-3) * 1.1;
  const reach = Math.min(spread, Math.max(Math.abs(end.cost) * 0.25, 20 * (end.cost - (end.bound ?? end.cost))));
  const [low, high] = [(end.bound ?? end.cost) - reach, end.cost + reach];
  const clipped = (value) => Math.max(low, Math.min(high, value));
  const { by, name } = unit("money", end.cost);
  const area = frame(box, width, height, label, { bottom: 40, left: 84 });
  const x = linear([0, Math.max(end.seconds, 1e-3)], [area.left, area.right]);
  const y = linear([low * by, high * by], [area.bottom, area.top]);
  yAxis(area, y, name);
  xAxis(area, x, say("seconds of solving", "求解时间，秒"));
  for (const [part, color] of [
      ["bound", "var(--pass)"],
      ["cost", "var(--ink)"]
    ]) {
    const known = points.filter((point) => point[part] != null);
    if (!known.length) continue;
    let path = "";
    known.forEach((point, k) => {
      const [px, py] = [x(point.seconds).toFixed(1), y(clipped(point[part]) * by).toFixed(1)];
      path += k ? `H${px}V${py}` : `M${px} ${py}`;
    });
    const last = known[known.length - 1];
    area.svg.append(shape("path", { class: "line", d: path, style: `stroke: ${color}; stroke-width: 2` }),
      shape("circle", { cx: x(last.seconds), cy: y(clipped(last[part]) * by), r: 3.5, style: `fill: ${color}` }));
  }
}