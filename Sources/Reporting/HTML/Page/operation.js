"use strict";
// A dispatch over time: by source, prices, states of charge, coal units.

/** The area whose dispatch is shown: 0 for the whole system, then zone by zone, then portfolio by portfolio. */
let area = 0;

function dispatchFigure() {
  const choose = (event) => {
    area = Number(event.target.value);
    element.repaint();
  };
  const zones = charts.areas.length > 1 ?
    make("label", {}, `${say("Area", "区域")} `, make("select", { onchange: choose },
      charts.areas.map(({ zone }, k) => make("option", { value: k, selected: k === area }, zone ?? say(
        "whole system", "全系统"))))) :
    null;
  const parts = () => {
    const { series } = charts.areas[area];
    const at = (k) => values(series[k]);
    const up = stacked(series).map((k) => ({ key: k, name: sourceName(k), color: sourceColor(k), series: k ===
        "exchange" ? at(k).map((v) => Math.max(0, v)) : at(k) }));
    const down = below(series).map((k) => ({ key: k, name: sourceName(k), color: sourceColor(k), series: at(k) }));
    if (series.exchange) down.push({ key: "to", name: say("to outside", "送往区外"), color: sourceColor("exchange"),
      series: at("exchange").map((v) => Math.max(0, -v)) });
    const lines = [{ name: say("load", "负荷"), color: "var(--line-load)", series: at("load"), weight: 2 }];
    if (series.export) lines.push({ name: say("load and export", "负荷+外送"), color: "var(--line-total)",
      style: "dashed", series: added(at("load"), at("export")), weight: 1.4 });
    if (series["net-load"]) lines.push({ name: say("net load", "净负荷"), color: "var(--line-net)", series: at(
        "net-load"), weight: 1.8 });
    return { up, down, lines, curtailed: series.curtailed ? at("curtailed") : null };
  };
  const element = timeFigure({
    id: "dispatch-chart",
    title: say("Dispatch by source", "电源出力与负荷平衡"),
    controls: zones,
    note: () => {
      const grouping = bucketText(buckets());
      return `${grouping ? say(`Drawn as ${grouping}. `, `图中为${grouping}。`) : ""}${say("Below zero: what storage draws. Drag over the strip above or double-click a day to look closer.", "零线以下为储能充电。可在上方时段条拖选，或双击某日放大。")}`;
    },
    legend: () => {
      const { up, down, lines, curtailed } = parts();
      return [...lines.map(({ name, color, style }) => key(name, color, style ?? "line")), curtailed ? key(
          sourceName("curtailed"), "", "hatch") : null,
        ...[...up].reverse().map(({ name, color }) => key(name, color)), ...down.map(({ name, color }) => key(
          name, color))
      ].filter(Boolean);
    },
    table: () => {
      const { up, down, lines, curtailed } = parts();
      return timeTable([...lines, ...up, ...down, ...(curtailed ? [{ name: sourceName("curtailed"),
        series: curtailed }] : [])].map((one) => ({ ...one, unit: "MW" })));
    },
  }, (box, width) => {
    const { up, down, lines, curtailed } = parts();
    const groups = buckets();
    const reduce = (list) => list.map((one) => ({ ...one, data: reduced(one.series, groups, mean) }));
    const [above, under, drawn] = [reduce(up), reduce(down), reduce(lines)];
    const spilled = curtailed && reduced(curtailed, groups, mean);
    const count = groups.length - 1;
    const top = new Float64Array(count);
    const bottom = new Float64Array(count);
    for (const { data } of above)
      for (let k = 0; k < count; k++) top[k] += data[k];
    for (const { data } of under)
      for (let k = 0; k < count; k++) bottom[k] -= data[k];
    const whole = spilled ? top.map((value, k) => value + spilled[k]) : top;
    const high = Math.max(highest(whole, 0, count), ...drawn.map(({ data }) => highest(data, 0, count)));
    const low = Math.min(lowest(bottom, 0, count), ...drawn.map(({ data }) => lowest(data, 0, count)), 0);
    const { by, name } = unit("power", Math.max(high, -low));
    const chart = frame(box, width, Math.max(300, Math.min(440, width * 0.4)), say(
      "Stacked dispatch by source over time with load and net load", "各类电源堆叠出力、负荷与净负荷"), { left: timeLeft(
        width) });
    const x = linear([view.from, view.to], [chart.left, chart.right]);
    const y = linear(rounded(low * by, high * by, 7), [chart.bottom, chart.top]);
    yAxis(chart, y, name, 7);
    const floor = new Float64Array(count);
    const scaled = (data) => data.map((value) => value * by);
    for (const { data, color, key: source } of above) {
      const next = floor.map((value, k) => value + data[k]);
      chart.svg.append(shape("path", { d: layer(scaled(floor), scaled(next), groups, x, y),
        style: `fill: ${color}`, "data-source": source }));
      floor.set(next);
    }
    if (spilled) chart.svg.append(shape("path", { d: layer(scaled(top), scaled(whole), groups, x, y),
      fill: "url(#hatch)", "data-source": "curtailed" }));
    floor.fill(0);
    for (const { data, color, key: source } of under) {
      const next = floor.map((value, k) => value - data[k]);
      chart.svg.append(shape("path", { d: layer(scaled(next), scaled(floor), groups, x, y),
        style: `fill: ${color}; fill-opacity: .8`, "data-source": source }));
      floor.set(next);
    }
    chart.svg.append(shape("line", { class: "zero", x1: chart.left, x2: chart.right, y1: y(0), y2: y(0) }));
    for (const { data, color, style, weight } of drawn) {
      // A light edge keeps a dark line visible on dark coal.
      const d = course(scaled(data), groups, x, y);
      chart.svg.append(shape("path", { class: "line", d,
          style: `stroke: var(--paper); stroke-width: ${weight + (count < 250 ? 2 : 1.2)}; stroke-opacity: .75` }),
        shape("path", { class: "line", d,
        style: `stroke: ${color}; stroke-width: ${weight}`, "stroke-dasharray": style === "dashed" ? "6 3" :
            null }));
    }
    timeAxis(chart, x);
    timeCursor(box, chart, groups, x, (k) => [
      ...drawn.map(({ name: own, data, color }) => [own, `${digits(data[k] * by)} ${name}`, color]),
      ...(spilled && spilled[k] > 1e-4 ? [
        [sourceName("curtailed"), `${digits(spilled[k] * by)} ${name}`, "var(--curtailed)"]
      ] : []),
      ...[...above].reverse().filter(({ data }) => data[k] > 1e-4).map(({ name: own, data, color }) => [own,
        `${digits(data[k] * by)} ${name}`, color
      ]),
      ...under.filter(({ data }) => data[k] > 1e-4).map(({ name: own, data, color }) => [own,
        `−${digits(data[k] * by)} ${name}`, color
      ]),
    ]);
  });
  return element;
}

/** Steps worth going to. */
function places() {
  const load = seriesOf("load");
  if (!load) return [];
  const extreme = (series, sign) => series.reduce((best, value, t) => (sign * value > sign * series[best] ? t : best),
    0);
  const net = seriesOf("net-load") ?? load;
  const list = [
    [say("highest load", "最高负荷日"), extreme(load, 1)],
    [say("highest net load", "最高净负荷日"), extreme(net, 1)],
    [say("lowest net load", "最低净负荷日"), extreme(net, -1)]
  ];
  const days = (series) => {
    const perDay = stepsPerDay();
    let [best, most] = [0, -1];
    const offset = (page.charts.start % 86400) / stepSeconds();
    for (let t = -offset; t < series.length; t += perDay) {
      const total = sum([...series.subarray(Math.max(0, t), t + perDay)]);
      if (total > most) [best, most] = [Math.max(0, t), total];
    }
    return best;
  };
  if (seriesOf("curtailed")) list.push([say("most curtailment", "弃电最多日"), days(seriesOf("curtailed"))]);
  if (seriesOf("unserved")) list.push([say("most unserved energy", "失负荷最多日"), days(seriesOf("unserved"))]);
  if (charts.prices.length) list.push([say("highest price", "最高电价日"), extreme(values(charts.prices[0].series), 1)]);
  return list;
}

const priceName = ({ name }) => name ?? say("mean over the load", "负荷加权平均");

function priceFigure() {
  if (!charts.prices.length) return null;
  const lines = () => charts.prices.map((price, k) => ({ name: priceName(price), series: values(price.series),
    color: k === 0 ? "var(--ink)" : palette[(k - 1) % palette.length], weight: k === 0 ? 1.9 : 1.2, style: k >
      palette.length ? "dashed" : null }));
  return timeFigure({
    id: "price-line",
    title: say("Price", "电价"),
    note: () => say("Dual of the balance of each bus", "各节点电力平衡约束的对偶值") + (bucketText(buckets()) ? say(
      `; ${bucketText(buckets())}, the band from the lowest to the highest`,
      `；${bucketText(buckets())}，色带为最低至最高`) : ""),
    legend: () => lines().map(({ name, color, style }) => key(name, color, style ?? "line")),
    table: () => timeTable(lines().map((one) => ({ ...one, unit: unit("price").name }))),
  }, (box, width) => timeLines(box, width, { series: lines(), kind: "price", label: say("Prices over time",
      "电价曲线") }));
}

function storageFigure() {
  if (!charts.stores.length) return null;
  const color = (store) => `var(--${storeKinds[store.kind] ?? "other-store"})`;
  return timeFigure({
    id: "storage-levels",
    title: say("State of charge", "储能荷电状态"),
    note: () => say("Energy inside each storage; the full height is what it can hold.", "各储能内存电量；满高为可存容量。"),
    legend: () => [...new Set(charts.stores.map(({ kind }) => kind).filter(Boolean))].map((kind) => key(term(
      "groups", kind), color({ kind }))),
    table: () => timeTable(charts.stores.map(({ name, series }) => ({ name, series: values(series),
      unit: "MWh" }))),
  }, (box, width) => {
    const groups = buckets();
    const row = 44;
    const chart = frame(box, width, charts.stores.length * row + 34, say("State of charge of each storage",
      "各储能荷电状态"), { top: 4, bottom: 30, left: timeLeft(width) });
    const x = linear([view.from, view.to], [chart.left, chart.right]);
    const drawn = charts.stores.map((store) => ({ ...store, data: reduced(values(store.series), groups, mean) }));
    drawn.forEach((store, k) => {
      const [top, bottom] = [chart.top + k * row + 6, chart.top + (k + 1) * row - 4];
      const full = store.capacity ?? highest(values(store.series), 0, charts.count);
      const y = linear([0, full || 1], [bottom, top]);
      chart.svg.append(
        shape("rect", { x: chart.left, y: top, width: chart.width, height: bottom - top,
          style: "fill: var(--stage0)" }),
        shape("path", { d: layer(store.data.map(() => 0), store.data, groups, x, y),
          style: `fill: ${color(store)}` }),
        shape("text", { class: "strong", x: 2, y: (top + bottom) / 2 + (width > 640 ? -1 : 5) }, shortened(
          store.name, chart.left / 7.4)),
        width > 640 ? shape("text", { x: 2, y: (top + bottom) / 2 + 13 }, quantity("energy", full)) : "");
    });
    timeAxis(chart, x);
    timeCursor(box, chart, groups, x, (k) => drawn.map((store) => [store.name,
      `${quantity("energy", store.data[k])}${store.capacity ? ` · ${fixed((store.data[k] / store.capacity) * 100)} %` : ""}`,
      color(store)
    ]));
  });
}

// Coal units

const stageNames = () => [say("off", "停机"), say("50 % of capacity or more", "负荷率≥50%"), say("below 50 %", "50%以下"),
  say("below 40 %", "40%以下"), say("below 30 %", "30%以下")
];
const stageColors = [0, 1, 2, 3, 4].map((k) => `var(--stage${k})`);

function commitmentFigures() {
  const strip = charts.commitment;
  if (!strip) return [];
  const bytes = atob(strip.stages);
  const rowBytes = (charts.count + 1) >> 1;
  const stage = (unitIndex, t) => (bytes.charCodeAt(unitIndex * rowBytes + (t >> 1)) >> (t % 2 ? 4 : 0)) & 15;
  const units = strip.units;
  const chart = timeFigure({
    id: "commitment-strip",
    title: strip.hasStatus ? say("Coal units on and off", "煤电机组启停与负荷率") : say("Coal units by load rate",
      "煤电机组负荷率"),
    note: () => [
      strip.hasStatus ? null : say("Without commitment a unit counts as on while it gives power.",
        "未做机组组合：有出力即视为运行。"),
      buckets().size > 1 ? say("A day shows the stage of most of its hours.", "每日显示当日小时数最多的档位。") : null,
      strip.total > units.length ? say(`The ${units.length} largest of ${strip.total} units.`,
        `共 ${strip.total} 台，显示最大的 ${units.length} 台。`) : null,
    ].filter(Boolean).join(" "),
    legend: () => stageNames().map((name, k) => key(name, stageColors[k])),
    table: () => ({
      head: [say("Unit", "机组"), say("Bus", "节点"), "MW", ...stageNames().map((name) => `${name} (h)`)],
      rows: units.map((one) => [one.name, one.bus, digits(one.capacity), ...one.hours.map((hours) => fixed(
        hours))]),
    }),
  }, (box, width) => {
    const groups = buckets();
    const row = Math.max(3, Math.min(16, 420 / units.length));
    const named = row >= 12;
    const chart = frame(box, width, units.length * row + 34, say("Status and load rate of coal units over time",
      "煤电机组状态与负荷率"), { top: 4, bottom: 30, left: timeLeft(width) });
    const x = linear([view.from, view.to], [chart.left, chart.right]);
    const colors = [0, 1, 2, 3, 4].map((k) => cssColor(`--stage${k}`));
    const total = groups.length - 1;
    // Columns of the picture are of equal width, groups at the ends may be shorter.
    const link = cells(total, units.length, (k, one) => {
      const steps = [0, 0, 0, 0, 0];
      for (let t = groups[k]; t < groups[k + 1]; t++) steps[stage(one, t)]++;
      return colors[steps.lastIndexOf(Math.max(...steps))];
    });
    chart.svg.append(shape("image", { href: link, x: chart.left, y: chart.top, width: chart.width, height: chart
        .height, preserveAspectRatio: "none", style: "image-rendering: pixelated" }));
    let first = 0;
    for (let k = 0; k < units.length; k++) {
      if (named) chart.svg.append(shape("text", { x: chart.left - 6, y: chart.top + (k + 0.5) * row +
        4, "text-anchor": "end" }, shortened(units[k].name, chart.left / 7.2)));
      if (k + 1 < units.length && units[k + 1].bus === units[k].bus) continue;
      const y = chart.top + (k + 1) * row;
      if (!named) chart.svg.append(shape("text", { x: chart.left - 6, y: chart.top + ((first + k + 1) / 2) * row +
          4, "text-anchor": "end" }, shortened(units[k].bus, 11)));
      if (k + 1 < units.length) chart.svg.append(shape("line", { class: "axis", x1: chart.left - 4, x2: chart
          .right, y1: y, y2: y }));
      first = k + 1;
    }
    timeAxis(chart, x);
  });
  const whole = sum(units.map(({ hours }) => sum(hours)));
  const deep = figure({
    id: "deep-hours",
    title: say("Deep regulation", "深度调峰"),
    note: say("Unit-hours below a load rate, each stage by itself.", "各负荷率档的台·时数，互不重复。"),
    table: () => ({ head: [say("Stage", "档位"), say("unit-hours", "台·时"), "%"], rows: stageNames().map((name,
      k) => { const hours = sum(units.map((one) => one.hours[k])); return [name, fixed(hours), fixed((
          hours / whole) * 100, 1)]; }) }),
  }, (box, width) => rankedBars(box, width, {
    rows: stageNames().map((name, k) => { const value = sum(units.map((one) => one.hours[k])); return { name,
        value, color: stageColors[k], text: `${fixed(value)} h · ${fixed((value / whole) * 100, 1)} %` }; }),
    kind: "h",
    label: say("Unit-hours by stage", "各档台时"),
  }));
  return [chart, deep];
}

