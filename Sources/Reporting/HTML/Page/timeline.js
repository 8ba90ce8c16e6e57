"use strict";
// Charts over time that share one window, from the whole horizon to a day, and the strip by which it is moved.

/** The steps that are shown, `from` included and `to` not. */
const view = { from: 0, to: 0 };
let followers = [];

/** Redraws what follows the window. */
let waiting = 0;

function moveView(from, to) {
  const count = page.charts.count;
  const least = Math.min(count, Math.max(2, Math.round(3600 / stepSeconds()) * 3));
  const length = Math.min(count, Math.max(least, Math.round(to - from)));
  view.from = Math.max(0, Math.min(count - length, Math.round(from)));
  view.to = view.from + length;
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => followers.forEach((follow) => follow()));
}

/** The window that shows a local day. */
function showDay(step) {
  const day = Math.floor((page.charts.start + step * stepSeconds()) / 86400);
  const first = (day * 86400 - page.charts.start) / stepSeconds();
  moveView(Math.max(0, first), Math.max(0, first) + stepsPerDay());
}

/** The steps of the window in groups that can be told apart: steps, hours, or local days. Starts, and the end. */
function buckets() {
  const steps = view.to - view.from;
  const perHour = 3600 / stepSeconds();
  const size = steps <= 1000 ? 1 : steps <= 1000 * perHour ? perHour : stepsPerDay();
  const offset = ((page.charts.start % 86400) / stepSeconds()) % size;
  const starts = [view.from];
  for (let t = view.from - ((view.from + offset) % size) + size; t < view.to; t += size) starts.push(t);
  starts.push(view.to);
  starts.size = size;
  return starts;
}

/** Left margin of charts over time, the same for all: one hour stands under another. */
const timeLeft = (width) => (width > 640 ? 124 : 62);

/** What one value of the chart stands for. */
function bucketText(groups) {
  if (groups.size === 1) return "";
  return groups.size === stepsPerDay() ? say("daily means", "日平均") : say("hourly means", "小时平均");
}

function reduced(series, groups, combine) {
  const result = new Float64Array(groups.length - 1);
  for (let k = 0; k < result.length; k++) result[k] = combine(series, groups[k], groups[k + 1]);
  return result;
}
const mean = (series, from, to) => {
  let total = 0;
  for (let t = from; t < to; t++) total += series[t];
  return total / (to - from);
};
const highest = (series, from, to) => {
  let most = -Infinity;
  for (let t = from; t < to; t++)
    if (series[t] > most) most = series[t];
  return most;
};
const lowest = (series, from, to) => {
  let least = Infinity;
  for (let t = from; t < to; t++)
    if (series[t] < least) least = series[t];
  return least;
};

/** The path of a line over groups: stairs, and from middle to middle where they are many. */
function course(data, groups, x, y) {
  if (data.length < 250) return stairs(data, groups, x, y);
  return `M${Array.from(data, (value, k) => `${((x(groups[k]) + x(groups[k + 1])) / 2).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}`;
}

/** The path of a curve that keeps its value through each group. */
function stairs(data, groups, x, y) {
  let path = "";
  for (let k = 0; k < data.length; k++) {
    const height = y(data[k]).toFixed(1);
    path += `${k ? `V${height}` : `M${x(groups[0]).toFixed(1)} ${height}`}H${x(groups[k + 1]).toFixed(1)}`;
  }
  return path;
}

/** The area between two curves of stairs. */
function layer(low, high, groups, x, y) {
  let path = stairs(high, groups, x, y);
  for (let k = low.length - 1; k >= 0; k--) {
    path +=
      `${k === low.length - 1 ? "L" : "H"}${x(groups[k + 1]).toFixed(1)}${k === low.length - 1 ? " " : "V"}${y(low[k]).toFixed(1)}`;
  }
  return `${path}H${x(groups[0]).toFixed(1)}Z`;
}

/**
 * A cursor over a chart of time: a line and a list of values under the pointer, or moved by the arrow keys.
 * `rows(k)` gives the lines of a group: [name, text, colour].
 */
function timeCursor(box, area, groups, x, rows) {
  const tip = make("div", { class: "tip", hidden: true, "aria-live": "polite" });
  const line = shape("line", { class: "cursor", y1: area.top, y2: area.bottom, visibility: "hidden" });
  const cover = shape("rect", { x: area.left, y: area.top, width: area.width, height: area.height,
    fill: "transparent" });
  area.svg.append(line, cover);
  area.svg.setAttribute("tabindex", "0");
  box.append(tip);
  let at = -1;
  const show = (k) => {
    at = Math.max(0, Math.min(groups.length - 2, k));
    const middle = (x(groups[at]) + x(groups[at + 1])) / 2;
    line.setAttribute("x1", middle);
    line.setAttribute("x2", middle);
    line.setAttribute("visibility", "visible");
    const start = dateAt(groups[at]);
    const title = groups.size === stepsPerDay() ? dayISO(start) : timeText(groups[at]);
    tip.replaceChildren(make("strong", {}, title), make("table", {}, make("tbody", {}, rows(at).map(([name, text,
        color
      ]) =>
      make("tr", {}, make("td", {}, color ? make("span", { class: "swatch",
        style: `background:${color}` }) : null, name), make("td", {}, text))))));
    tip.hidden = false;
    const scale = box.clientWidth / (area.right + 12);
    const right = middle * scale > box.clientWidth / 2;
    tip.style.left = right ? "" : `${middle * scale + 12}px`;
    tip.style.right = right ? `${box.clientWidth - middle * scale + 12}px` : "";
    tip.style.top = `${area.top}px`;
  };
  const hide = () => {
    tip.hidden = true;
    line.setAttribute("visibility", "hidden");
  };
  const groupAt = (event) => {
    const bounds = area.svg.getBoundingClientRect();
    const step = x.invert(((event.clientX - bounds.left) / bounds.width) * area.svg.viewBox.baseVal.width);
    let k = Math.min(groups.length - 2, Math.max(0, Math.floor((step - groups[0]) / groups.size)));
    while (k > 0 && groups[k] > step) k--;
    while (k < groups.length - 2 && groups[k + 1] <= step) k++;
    return k;
  };
  cover.addEventListener("pointermove", (event) => show(groupAt(event)));
  cover.addEventListener("pointerleave", hide);
  cover.addEventListener("dblclick", (event) => showDay(groups[groupAt(event)]));
  area.svg.addEventListener("blur", hide);
  area.svg.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, PageUp: -24, PageDown: 24 } [event.key];
    if (move) show((at < 0 ? 0 : at) + move);
    else if (event.key === "Enter" && at >= 0) showDay(groups[at]);
    else if (event.key === "Escape") moveView(0, page.charts.count);
    else return;
    event.preventDefault();
  });
}

/**
 * The strip of the whole horizon with the window on it, and buttons to move it.
 * `series` is drawn as an area; `places` are steps worth going to: [text, step].
 */
function timeControl(series, name, places) {
  const count = page.charts.count;
  if (!view.to)[view.from, view.to] = [0, count];
  const shown = make("span", { class: "note", "aria-live": "polite" });
  const day = make("input", {
    type: "date",
    "aria-label": say("Day", "日期"),
    min: dayISO(dateAt(0)),
    max: dayISO(dateAt(count - 1)),
    onchange: () => day.value && showDay(Math.max(0, stepAt(new Date(`${day.value}T00:00Z`)))),
  });
  const length = (text, days) =>
    make("button", {
      type: "button",
      onclick: () => {
        if (!days) return moveView(0, count);
        const perDay = stepsPerDay();
        const middle = view.to - view.from === count ? 0 : view.from;
        if (days === 1) return showDay(view.to - view.from === count ? Math.floor(count / 2) : view.from);
        moveView(middle, middle + days * perDay);
      }
    }, text);
  const shift = (text, label, sign) =>
    make("button", {
      type: "button",
      "aria-label": label,
      onclick: () => {
        const by = sign * (view.to - view.from);
        moveView(view.from + by, view.to + by);
      }
    }, text);
  const goTo = make("select", { "aria-label": say("Go to", "跳至"), onchange: () => goTo.value && showDay(Number(goTo
        .value)) },
    make("option", { value: "" }, say("Go to …", "跳至…")), places.map(([text, step]) => make(
    "option", { value: step }, `${text} (${dayISO(dateAt(step))})`)));
  const box = make("div", { class: "chart overview" });
  const days = count / stepsPerDay();
  const control = make("div", { class: "time" },
    make("div", { class: "controls" },
      length(days > 300 ? say("Year", "全年") : say("All", "全部"), 0), days > 45 ? length(say("Month", "月"), 30) :
      null,
      days > 8 ? length(say("Week", "周"), 7) : null, days > 1 ? length(say("Day", "日"), 1) : null,
      shift("◀", say("Earlier", "向前"), -1), shift("▶", say("Later", "向后"), 1), day, goTo, shown), box);

  const follow = () => {
    const days = (view.to - view.from) / stepsPerDay();
    shown.textContent = days <= 1.01 ? dayISO(dateAt(view.from)) : `${timeText(view.from)} – ${timeText(view.to)}`;
    if (document.activeElement !== day) day.value = dayISO(dateAt(view.from));
    place();
  };
  let place = () => {};
  const paint = () => {
    const width = Math.max(300, Math.floor(box.clientWidth || 1160));
    const height = 52;
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.part : null;
    box.replaceChildren();
    const area = frame(box, width, height, say(`${name} over the whole horizon`, `全时段${name}`), { top: 2,
      bottom: 17, left: timeLeft(width), right: 12 });
    area.svg.setAttribute("role", "group");
    const x = linear([0, count], [area.left, area.right]);
    const every = Math.max(1, Math.floor(count / 700));
    const starts = [];
    for (let t = 0; t < count; t += every) starts.push(t);
    starts.push(count);
    const data = reduced(series, starts, mean);
    const y = linear([0, highest(data, 0, data.length) || 1], [area.bottom, area.top]);
    area.svg.append(shape("path", { d: layer(data.map(() => 0), data, starts, x, y),
      style: "fill: var(--exchange)" }));
    timeAxis(area, x);
    const handle = (part, label) => shape("rect", {
      class: "handle",
      "data-part": part,
      width: 7,
      y: area.top,
      height: area.height,
      rx: 2,
      tabindex: 0,
      role: "slider",
      "aria-label": label,
      "aria-valuemin": 0,
      "aria-valuemax": count,
    });
    const brush = shape("rect", {
      class: "brush",
      "data-part": "brush",
      y: area.top,
      height: area.height,
      tabindex: 0,
      role: "slider",
      "aria-label": say("Window shown: arrows move it, + and − zoom", "显示时段：方向键移动，+ − 缩放"),
      "aria-valuemin": 0,
      "aria-valuemax": count,
    });
    const [left, right] = [handle("from", say("Start of the window", "起点")), handle("to", say("End of the window",
      "终点"))];
    area.svg.append(brush, left, right);
    place = () => {
      brush.setAttribute("x", x(view.from));
      brush.setAttribute("width", Math.max(2, x(view.to) - x(view.from)));
      left.setAttribute("x", x(view.from) - 7);
      right.setAttribute("x", x(view.to));
      for (const [part, step] of [
          [brush, view.from],
          [left, view.from],
          [right, view.to]
        ]) {
        part.setAttribute("aria-valuenow", step);
        part.setAttribute("aria-valuetext", timeText(step));
      }
    };
    dragging(area, x, brush, left, right);
    follow();
    if (focused) box.querySelector(`[data-part="${focused}"]`)?.focus();
  };
  painters.push(paint);
  followers.push(follow);
  return control;
}

/** Lets pointer and keys move the window and its ends. */
function dragging(area, x, brush, left, right) {
  const svg = area.svg;
  const stepOf = (event) => {
    const bounds = svg.getBoundingClientRect();
    return x.invert(((event.clientX - bounds.left) / bounds.width) * svg.viewBox.baseVal.width);
  };
  svg.addEventListener("pointerdown", (event) => {
    const part = event.target;
    const start = stepOf(event);
    const { from, to } = view;
    svg.setPointerCapture(event.pointerId);
    const isWhole = from === 0 && to === page.charts.count;
    const move = (now) => {
      const by = stepOf(now) - start;
      if (part === left) moveView(Math.min(from + by, to - 3), to);
      else if (part === right) moveView(from, Math.max(to + by, from + 3));
      else if (part === brush && !isWhole) moveView(from + by, to + by);
      else if (Math.abs(x(start + by) - x(start)) > 4) moveView(Math.min(start, start + by), Math.max(start,
        start + by));
    };
    const end = () => {
      svg.removeEventListener("pointermove", move);
      svg.removeEventListener("pointerup", end);
      svg.removeEventListener("pointercancel", end);
    };
    svg.addEventListener("pointermove", move);
    svg.addEventListener("pointerup", end);
    svg.addEventListener("pointercancel", end);
  });
  svg.addEventListener("keydown", (event) => {
    const { from, to } = view;
    const length = to - from;
    const by = (event.shiftKey ? 1 : Math.max(1, Math.round(length / 10))) * ({ ArrowLeft: -1, ArrowDown: -1,
      ArrowRight: 1, ArrowUp: 1 } [event.key] ?? 0);
    const part = event.target;
    const whole = length === page.charts.count;
    if (by && part === left) moveView(Math.min(from + by, to - 3), to);
    else if (by && part === right) moveView(from, Math.max(to + by, from + 3));
    else if (by && part === brush) moveView(from + by, to + by);
    else if (event.key === "PageUp") moveView(from - length, from);
    else if (event.key === "PageDown") moveView(to, to + length);
    else if (event.key === "+" || event.key === "=") {
      if (whole && length > 40 * stepsPerDay()) moveView(0, 30 * stepsPerDay());
      else moveView(from + length / 4, to - length / 4);
    } else if (event.key === "-") moveView(from - length / 2, to + length / 2);
    else if (event.key === "Home") moveView(0, length);
    else if (event.key === "End") moveView(page.charts.count - length, page.charts.count);
    else if (event.key === "Escape") moveView(0, page.charts.count);
    else return;
    event.preventDefault();
  });
}

/** A figure that follows the window. */
function timeFigure(options, paint) {
  const element = figure(options, paint);
  painters.pop();
  painters.push(element.repaint);
  followers.push(element.repaint);
  return element;
}

/** Rows of a table over the window: the time and a value of every column. */
function timeTable(columns) {
  const groups = buckets();
  const most = 400;
  const every = Math.ceil((groups.length - 1) / most);
  const data = columns.map(({ series }) => reduced(series, groups, mean));
  const rows = [];
  for (let k = 0; k < groups.length - 1; k += every) {
    rows.push([groups.size === stepsPerDay() ? dayISO(dateAt(groups[k])) : timeText(groups[k]), ...data.map((d) =>
      digits(d[k], 5))]);
  }
  return { head: [say("Time", "时间"), ...columns.map(({ name, unit: unitName }) => `${name} (${unitName})`)], rows };
}

/** Lines over the window: `series` of { name, series, color, style, width }; the band of the first where groups are days. */
function timeLines(box, width, { series, title, kind, height = 230, label, zero = true }) {
  const area = frame(box, width, height, label, { left: timeLeft(width) });
  const groups = buckets();
  const x = linear([view.from, view.to], [area.left, area.right]);
  const drawn = series.map((one) => ({ ...one, data: reduced(one.series, groups, mean) }));
  const tops = groups.size > 1 && drawn.length ? reduced(drawn[0].series, groups, highest) : null;
  const bottoms = tops && reduced(drawn[0].series, groups, lowest);
  let low = zero ? 0 : Infinity;
  let high = -Infinity;
  for (const data of [...drawn.map(({ data }) => data), ...(tops ? [tops, bottoms] : [])]) {
    low = Math.min(low, lowest(data, 0, data.length));
    high = Math.max(high, highest(data, 0, data.length));
  }
  const { by, name } = unit(kind, Math.max(Math.abs(low), Math.abs(high)));
  const y = linear(rounded(low * by, high * by), [area.bottom, area.top]);
  yAxis(area, y, title ? `${title}, ${name}` : name);
  timeAxis(area, x);
  const scaled = (data) => data.map((value) => value * by);
  if (tops) area.svg.append(shape("path", { d: layer(scaled(bottoms), scaled(tops), groups, x, y),
    style: `fill: ${drawn[0].color}; fill-opacity: .18` }));
  for (const { data, color, style, weight } of [...drawn].reverse()) {
    area.svg.append(shape("path", { class: "line", d: course(scaled(data), groups, x, y),
      style: `stroke: ${color}; stroke-width: ${weight ?? 1.6}`, "stroke-dasharray": style === "dashed" ?
        "5 3" : null }));
  }
  timeCursor(box, area, groups, x, (k) => drawn.map(({ name: own, data, color }) => [own,
    `${digits(data[k] * by)} ${name}`, color
  ]));
}