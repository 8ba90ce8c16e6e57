"use strict";
// The report of a dispatch, in the order in which an engineer and a planner look at it.

const { summary, charts } = page;
let area = 0;

// Sources and uses: names, colours and their order in a stack from below.

const storeKinds = { pumped: "pumped", battery: "battery", "compressed-air": "compressed-air", other: "other-store" };
const stackOrder = ["nuclear", "coal", "gas", "oil", "biomass", "hydro", "import", "exchange", "discharge", "response", "wind", "solar", "unserved"];
const palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5195", "#8c6d31", "#4d4d4d", "#b2df8a", "#a6761d", "#1b9e77"];

/** A fuel by its usual name. */
const usual = (fuel) => ({ ng: "gas" })[fuel] ?? fuel;

function sourceColor(source) {
  const [kind, technology] = usual(source).split(":");
  if (technology) return `var(--${storeKinds[technology] ?? "other-store"})`;
  return `var(--${stackOrder.includes(kind) || kind === "curtailed" || kind === "export" ? kind : "other-fuel"})`;
}

function sourceName(source) {
  const [kind, technology] = source.split(":");
  const store = technology && term("groups", technology);
  switch (kind) {
    case "discharge": return say(`${store}, giving`, `${store}放电`);
    case "charge": return say(`${store}, charging`, `${store}充电`);
    case "response": return say("demand response", "需求响应");
    case "response-up": return say("load shifted in", "负荷转入");
    case "exchange": return say("from other zones", "区外受入");
    case "curtailed": return say("curtailed", "弃电");
    case "load": return say("load", "负荷");
    default: {
      const name = term("sources", usual(kind));
      return state.language === "en" ? name.toLowerCase() : name;
    }
  }
}

/** Keys of the series of an area that stand above zero, from below; unknown fuels after oil. */
function stacked(series) {
  const place = (source) => {
    const kind = usual(source).split(":")[0];
    const at = stackOrder.indexOf(kind);
    return at < 0 ? 3.5 : at;
  };
  return Object.keys(series)
    .filter((k) => !["load", "net-load", "export", "curtailed", "response-up"].includes(k) && !k.startsWith("charge:"))
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}
const below = (series) => [...Object.keys(series).filter((k) => k.startsWith("charge:")).sort(), ...("response-up" in series ? ["response-up"] : [])];

const added = (...list) => {
  const known = list.filter(Boolean);
  const total = new Float64Array(page.charts.count);
  for (const series of known) for (let t = 0; t < total.length; t++) total[t] += series[t];
  return total;
};
const less = (series, other) => (other ? series.map((value, t) => value - other[t]) : series);
const seriesOf = (k, index = 0) => charts.areas[index]?.series[k] && values(charts.areas[index].series[k]);

// Indicators

function targetText({ indicator, minimum, maximum }) {
  const name = indicator === "coal_rate_gce_per_kwh" ? "gce/kWh" : "%";
  if (minimum != null && maximum != null) return `${say("target", "目标")} ${plain(minimum)}–${plain(maximum)} ${name}`;
  return `${say("target", "目标")} ${minimum != null ? "≥" : "≤"} ${plain(minimum ?? maximum)} ${name}`;
}

function targetCards() {
  return (summary.targets ?? []).map((check) => {
    const verdict = check.met === true ? "pass" : check.met === false ? "fail" : "open";
    const text = check.met === true ? say("met", "达标") : check.met === false ? say("not met", "未达标")
      : check.value != null ? say("left open", "待定") : say("not applicable", "不适用");
    const open = check.met == null && check.value != null
      ? say("What could be called upon: griddispatch assess.", "最大能力见 griddispatch assess。") : moreOf(check.indicator);
    return card({
      id: check.indicator, name: term("targets", check.indicator), value: fixed(check.value, 2),
      unit: check.indicator === "coal_rate_gce_per_kwh" ? "gce/kWh" : "%", verdict, verdictText: `${text} · ${targetText(check)}`, more: open,
    });
  });
}

/** What a card of an indicator says besides the value. */
function moreOf(indicator) {
  const i = summary.indicators;
  const hours = (value) => (value == null ? null : `${fixed(value)} ${say("h used", "利用小时")}`);
  switch (indicator) {
    case "renewable_utilisation_percent": return i?.new_energy ? `${say("curtailed", "弃电")} ${quantity("energy", i.new_energy.curtailed_mwh)} (${fixed(i.new_energy.curtailment_percent, 2)} %)` : null;
    case "coal_rate_gce_per_kwh": return hours(i?.utilisation_hours?.thermal);
    case "wind": return hours(i?.utilisation_hours?.wind);
    case "solar": return hours(i?.utilisation_hours?.solar);
    default: return null;
  }
}

/** Indicators besides those that a target is held against. */
function indicatorCards() {
  const i = summary.indicators;
  if (!i) return [];
  const targeted = new Set((summary.targets ?? []).map(({ indicator }) => indicator));
  const sized = (id, name, kind, value, more) => {
    if (value == null) return null;
    const u = unit(kind, value);
    return card({ id, name, value: digits(value * u.by, 4), unit: u.name, more });
  };
  const sizeless = (id, name, value, unitName, places, more) => value == null ? null : card({ id, name, value: fixed(value, places), unit: unitName, more });
  const load = i.energy?.find(({ source }) => source === "load")?.energy_mwh;
  const generation = i.energy?.filter(({ source }) => !["storage-discharge", "storage-charge", "interruption", "shifted", "export", "import", "unserved", "load"].includes(source)).reduce((t, e) => t + e.energy_mwh, 0);
  return [
    sized("cost", say("Total cost", "总成本"), "money", summary.objective, summary.gap != null ? `${say("proven within", "已证明间隙")} ${digits(summary.gap * 100, 3)} %` : say("no bound proven", "未证明下界")),
    targeted.has("renewable_utilisation_percent") ? null : sizeless("utilisation", say("Wind and solar utilisation", "新能源利用率"), i.new_energy?.utilisation_percent, "%", 2, moreOf("renewable_utilisation_percent")),
    sizeless("wind", say("Wind curtailment", "弃风率"), i.wind?.curtailment_percent, "%", 2, moreOf("wind")),
    sizeless("solar", say("Solar curtailment", "弃光率"), i.solar?.curtailment_percent, "%", 2, moreOf("solar")),
    targeted.has("renewable_share_percent") ? null : sizeless("renewable-share", say("Renewable share", "可再生能源发电量占比"), i.renewable_share_percent, "%", 2, `${say("of", "总发电量")} ${quantity("energy", generation)}`),
    targeted.has("coal_rate_gce_per_kwh") ? null : sizeless("coal-rate", say("Coal rate", "供电煤耗"), i.coal_rate_gce_per_kwh, "gce/kWh", 2, moreOf("coal_rate_gce_per_kwh")),
    sized("co2", say("CO2", "二氧化碳排放"), "mass", i.co2_t, generation ? `${fixed((i.co2_t / generation) * 1000)} g/kWh` : null),
    sized("load", say("Maximum load", "最高负荷"), "power", i.load?.maximum_mw, load ? `${say("energy", "用电量")} ${quantity("energy", load)}` : null),
    sizeless("peak-valley", say("Peak-valley ratio", "最大峰谷差率"), i.load?.ratio_percent, "%", 1, `${say("difference", "峰谷差")} ${quantity("power", i.load?.difference_mw)}`),
    targeted.has("peak_shaving_percent") ? null : sizeless("peak-shaving", say("Peak shaved by storage and demand", "电网削峰"), i.peak_shaving?.percent_of_maximum_load, "%", 2, quantity("power", i.peak_shaving?.power_mw)),
    sizeless("cycles", say("Storage cycles", "储能等效循环"), i.storage?.equivalent_full_cycles, say("times", "次"), 1, i.storage?.round_trip_percent != null ? `${say("round trip", "综合效率")} ${fixed(i.storage.round_trip_percent, 1)} %` : null),
    i.starts != null ? sizeless("starts", say("Unit starts", "机组启动"), i.starts, say("starts", "次"), 0) : null,
    sizeless("unserved", say("Unserved energy", "失负荷电量"), i.unserved_energy_mwh, "MWh", 0, `${fixed(i.unserved_hours)} ${say("hours", "小时")}`),
  ].filter(Boolean);
}

function auditCard() {
  const audit = summary.audit;
  if (!audit) return null;
  return card({
    id: "audit", name: say("Audit", "校核"), value: audit.passed ? say("passed", "通过") : say("failed", "未通过"), verdict: audit.passed ? "pass" : "fail",
    verdictText: audit.passed ? say("every rule holds in every step", "各时段全部约束成立") : `${fixed(audit.violations)} ${say("violations", "处违反")}`,
  });
}

// Dispatch over time

function dispatchFigure() {
  const zones = charts.areas.length > 1
    ? make("label", {}, `${say("Area", "区域")} `, make("select", { onchange: (event) => { area = Number(event.target.value); element.repaint(); } },
      charts.areas.map(({ zone }, k) => make("option", { value: k, selected: k === area }, zone ?? say("whole system", "全系统")))))
    : null;
  const parts = () => {
    const { series } = charts.areas[area];
    const at = (k) => values(series[k]);
    const up = stacked(series).map((k) => ({ key: k, name: sourceName(k), color: sourceColor(k), series: k === "exchange" ? at(k).map((v) => Math.max(0, v)) : at(k) }));
    const down = below(series).map((k) => ({ key: k, name: sourceName(k), color: sourceColor(k), series: at(k) }));
    if (series.exchange) down.push({ key: "to", name: say("to other zones", "送往区外"), color: sourceColor("exchange"), series: at("exchange").map((v) => Math.max(0, -v)) });
    const lines = [{ name: say("load", "负荷"), color: "var(--line-load)", series: at("load"), weight: 2 }];
    if (series.export) lines.push({ name: say("load and export", "负荷+外送"), color: "var(--line-total)", style: "dashed", series: added(at("load"), at("export")), weight: 1.4 });
    if (series["net-load"]) lines.push({ name: say("net load", "净负荷"), color: "var(--line-net)", series: at("net-load"), weight: 1.8 });
    return { up, down, lines, curtailed: series.curtailed ? at("curtailed") : null };
  };
  const element = timeFigure({
    id: "dispatch-chart", title: say("Dispatch by source", "电源出力与负荷平衡"), controls: zones,
    note: () => {
      const grouping = bucketText(buckets());
      return `${grouping ? say(`Drawn as ${grouping}. `, `图中为${grouping}。`) : ""}${say("Below zero: what storage draws. Drag over the strip above or double-click a day to look closer.", "零线以下为储能充电。可在上方时段条拖选，或双击某日放大。")}`;
    },
    legend: () => {
      const { up, down, lines, curtailed } = parts();
      return [...lines.map(({ name, color, style }) => key(name, color, style ?? "line")), curtailed ? key(sourceName("curtailed"), "", "hatch") : null,
        ...[...up].reverse().map(({ name, color }) => key(name, color)), ...down.map(({ name, color }) => key(name, color))].filter(Boolean);
    },
    table: () => {
      const { up, down, lines, curtailed } = parts();
      return timeTable([...lines, ...up, ...down, ...(curtailed ? [{ name: sourceName("curtailed"), series: curtailed }] : [])].map((one) => ({ ...one, unit: "MW" })));
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
    for (const { data } of above) for (let k = 0; k < count; k++) top[k] += data[k];
    for (const { data } of under) for (let k = 0; k < count; k++) bottom[k] -= data[k];
    const whole = spilled ? top.map((value, k) => value + spilled[k]) : top;
    const high = Math.max(highest(whole, 0, count), ...drawn.map(({ data }) => highest(data, 0, count)));
    const low = Math.min(lowest(bottom, 0, count), ...drawn.map(({ data }) => lowest(data, 0, count)), 0);
    const { by, name } = unit("power", Math.max(high, -low));
    const chart = frame(box, width, Math.max(300, Math.min(440, width * 0.4)), say("Stacked dispatch by source over time with load and net load", "各类电源堆叠出力、负荷与净负荷"), { left: timeLeft(width) });
    const x = linear([view.from, view.to], [chart.left, chart.right]);
    const y = linear(rounded(low * by, high * by, 7), [chart.bottom, chart.top]);
    yAxis(chart, y, name, 7);
    const floor = new Float64Array(count);
    const scaled = (data) => data.map((value) => value * by);
    for (const { data, color, key: source } of above) {
      const next = floor.map((value, k) => value + data[k]);
      chart.svg.append(shape("path", { d: layer(scaled(floor), scaled(next), groups, x, y), style: `fill: ${color}`, "data-source": source }));
      floor.set(next);
    }
    if (spilled) chart.svg.append(shape("path", { d: layer(scaled(top), scaled(whole), groups, x, y), fill: "url(#hatch)", "data-source": "curtailed" }));
    floor.fill(0);
    for (const { data, color, key: source } of under) {
      const next = floor.map((value, k) => value - data[k]);
      chart.svg.append(shape("path", { d: layer(scaled(next), scaled(floor), groups, x, y), style: `fill: ${color}; fill-opacity: .8`, "data-source": source }));
      floor.set(next);
    }
    chart.svg.append(shape("line", { class: "zero", x1: chart.left, x2: chart.right, y1: y(0), y2: y(0) }));
    for (const { data, color, style, weight } of drawn) {
      // A light edge keeps a dark line visible on dark coal.
      const d = course(scaled(data), groups, x, y);
      chart.svg.append(shape("path", { class: "line", d, style: `stroke: var(--paper); stroke-width: ${weight + (count < 250 ? 2 : 1.2)}; stroke-opacity: .75` }),
        shape("path", { class: "line", d, style: `stroke: ${color}; stroke-width: ${weight}`, "stroke-dasharray": style === "dashed" ? "6 3" : null }));
    }
    timeAxis(chart, x);
    timeCursor(box, chart, groups, x, (k) => [
      ...drawn.map(({ name: own, data, color }) => [own, `${digits(data[k] * by)} ${name}`, color]),
      ...(spilled && spilled[k] > 1e-4 ? [[sourceName("curtailed"), `${digits(spilled[k] * by)} ${name}`, "var(--curtailed)"]] : []),
      ...[...above].reverse().filter(({ data }) => data[k] > 1e-4).map(({ name: own, data, color }) => [own, `${digits(data[k] * by)} ${name}`, color]),
      ...under.filter(({ data }) => data[k] > 1e-4).map(({ name: own, data, color }) => [own, `−${digits(data[k] * by)} ${name}`, color]),
    ]);
  });
  return element;
}

/** Steps worth going to. */
function places() {
  const load = seriesOf("load");
  if (!load) return [];
  const extreme = (series, sign) => series.reduce((best, value, t) => (sign * value > sign * series[best] ? t : best), 0);
  const net = seriesOf("net-load") ?? load;
  const list = [[say("highest load", "最高负荷日"), extreme(load, 1)], [say("highest net load", "最高净负荷日"), extreme(net, 1)], [say("lowest net load", "最低净负荷日"), extreme(net, -1)]];
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
  const lines = () => charts.prices.map((price, k) => ({ name: priceName(price), series: values(price.series), color: k === 0 ? "var(--ink)" : palette[(k - 1) % palette.length], weight: k === 0 ? 1.9 : 1.2, style: k > palette.length ? "dashed" : null }));
  return timeFigure({
    id: "price-line", title: say("Price", "电价"),
    note: () => say("Dual of the balance of each bus", "各节点电力平衡约束的对偶值") + (bucketText(buckets()) ? say(`; ${bucketText(buckets())}, the band from the lowest to the highest`, `；${bucketText(buckets())}，色带为最低至最高`) : ""),
    legend: () => lines().map(({ name, color, style }) => key(name, color, style ?? "line")),
    table: () => timeTable(lines().map((one) => ({ ...one, unit: unit("price").name }))),
  }, (box, width) => timeLines(box, width, { series: lines(), kind: "price", label: say("Prices over time", "电价曲线") }));
}

function storageFigure() {
  if (!charts.stores.length) return null;
  const color = (store) => `var(--${storeKinds[store.kind] ?? "other-store"})`;
  return timeFigure({
    id: "storage-levels", title: say("State of charge", "储能荷电状态"), note: () => say("Energy inside each storage; the full height is what it can hold.", "各储能内存电量；满高为可存容量。"),
    legend: () => [...new Set(charts.stores.map(({ kind }) => kind).filter(Boolean))].map((kind) => key(term("groups", kind), color({ kind }))),
    table: () => timeTable(charts.stores.map(({ name, series }) => ({ name, series: values(series), unit: "MWh" }))),
  }, (box, width) => {
    const groups = buckets();
    const row = 44;
    const chart = frame(box, width, charts.stores.length * row + 34, say("State of charge of each storage", "各储能荷电状态"), { top: 4, bottom: 30, left: timeLeft(width) });
    const x = linear([view.from, view.to], [chart.left, chart.right]);
    const drawn = charts.stores.map((store) => ({ ...store, data: reduced(values(store.series), groups, mean) }));
    drawn.forEach((store, k) => {
      const [top, bottom] = [chart.top + k * row + 6, chart.top + (k + 1) * row - 4];
      const full = store.capacity ?? highest(values(store.series), 0, charts.count);
      const y = linear([0, full || 1], [bottom, top]);
      chart.svg.append(
        shape("rect", { x: chart.left, y: top, width: chart.width, height: bottom - top, style: "fill: var(--stage0)" }),
        shape("path", { d: layer(store.data.map(() => 0), store.data, groups, x, y), style: `fill: ${color(store)}` }),
        shape("text", { class: "strong", x: 2, y: (top + bottom) / 2 + (width > 640 ? -1 : 5) }, shortened(store.name, chart.left / 7.4)),
        width > 640 ? shape("text", { x: 2, y: (top + bottom) / 2 + 13 }, quantity("energy", full)) : "");
    });
    timeAxis(chart, x);
    timeCursor(box, chart, groups, x, (k) => drawn.map((store) => [store.name, `${quantity("energy", store.data[k])}${store.capacity ? ` · ${fixed((store.data[k] / store.capacity) * 100)} %` : ""}`, color(store)]));
  });
}

// Coal units

const stageNames = () => [say("off", "停机"), say("50 % of capacity or more", "负荷率≥50%"), say("below 50 %", "50%以下"), say("below 40 %", "40%以下"), say("below 30 %", "30%以下")];
const stageColors = [0, 1, 2, 3, 4].map((k) => `var(--stage${k})`);

function commitmentFigures() {
  const strip = charts.commitment;
  if (!strip) return [];
  const bytes = atob(strip.stages);
  const rowBytes = (charts.count + 1) >> 1;
  const stage = (unitIndex, t) => (bytes.charCodeAt(unitIndex * rowBytes + (t >> 1)) >> (t % 2 ? 4 : 0)) & 15;
  const units = strip.units;
  const chart = timeFigure({
    id: "commitment-strip", title: strip.hasStatus ? say("Coal units on and off", "煤电机组启停与负荷率") : say("Coal units by load rate", "煤电机组负荷率"),
    note: () => [
      strip.hasStatus ? null : say("Without commitment a unit counts as on while it gives power.", "未做机组组合：有出力即视为运行。"),
      buckets().size > 1 ? say("A day shows the stage of most of its hours.", "每日显示当日小时数最多的档位。") : null,
      strip.total > units.length ? say(`The ${units.length} largest of ${strip.total} units.`, `共 ${strip.total} 台，显示最大的 ${units.length} 台。`) : null,
    ].filter(Boolean).join(" "),
    legend: () => stageNames().map((name, k) => key(name, stageColors[k])),
    table: () => ({
      head: [say("Unit", "机组"), say("Bus", "节点"), "MW", ...stageNames().map((name) => `${name} (h)`)],
      rows: units.map((one) => [one.name, one.bus, digits(one.capacity), ...one.hours.map((hours) => fixed(hours))]),
    }),
  }, (box, width) => {
    const groups = buckets();
    const row = Math.max(3, Math.min(16, 420 / units.length));
    const named = row >= 12;
    const chart = frame(box, width, units.length * row + 34, say("Status and load rate of coal units over time", "煤电机组状态与负荷率"), { top: 4, bottom: 30, left: timeLeft(width) });
    const x = linear([view.from, view.to], [chart.left, chart.right]);
    const colors = [0, 1, 2, 3, 4].map((k) => cssColor(`--stage${k}`));
    const total = groups.length - 1;
    // Columns of the picture are of equal width, groups at the ends may be shorter.
    const link = cells(total, units.length, (k, one) => {
      const steps = [0, 0, 0, 0, 0];
      for (let t = groups[k]; t < groups[k + 1]; t++) steps[stage(one, t)]++;
      return colors[steps.lastIndexOf(Math.max(...steps))];
    });
    chart.svg.append(shape("image", { href: link, x: chart.left, y: chart.top, width: chart.width, height: chart.height, preserveAspectRatio: "none", style: "image-rendering: pixelated" }));
    let first = 0;
    for (let k = 0; k < units.length; k++) {
      if (named) chart.svg.append(shape("text", { x: chart.left - 6, y: chart.top + (k + 0.5) * row + 4, "text-anchor": "end" }, shortened(units[k].name, chart.left / 7.2)));
      if (k + 1 < units.length && units[k + 1].bus === units[k].bus) continue;
      const y = chart.top + (k + 1) * row;
      if (!named) chart.svg.append(shape("text", { x: chart.left - 6, y: chart.top + ((first + k + 1) / 2) * row + 4, "text-anchor": "end" }, shortened(units[k].bus, 11)));
      if (k + 1 < units.length) chart.svg.append(shape("line", { class: "axis", x1: chart.left - 4, x2: chart.right, y1: y, y2: y }));
      first = k + 1;
    }
    timeAxis(chart, x);
  });
  const whole = sum(units.map(({ hours }) => sum(hours)));
  const deep = figure({
    id: "deep-hours", title: say("Deep regulation", "深度调峰"),
    note: say("Unit-hours below a load rate, each stage by itself.", "各负荷率档的台·时数，互不重复。"),
    table: () => ({ head: [say("Stage", "档位"), say("unit-hours", "台·时"), "%"], rows: stageNames().map((name, k) => { const hours = sum(units.map((one) => one.hours[k])); return [name, fixed(hours), fixed((hours / whole) * 100, 1)]; }) }),
  }, (box, width) => rankedBars(box, width, {
    rows: stageNames().map((name, k) => { const value = sum(units.map((one) => one.hours[k])); return { name, value, color: stageColors[k], text: `${fixed(value)} h · ${fixed((value / whole) * 100, 1)} %` }; }),
    kind: "h", label: say("Unit-hours by stage", "各档台时"),
  }));
  return [chart, deep];
}

// Curtailment

const causeNames = () => ({
  network: say("network: another bus pays more", "网络受限：其他节点电价更高"), surplus: say("surplus everywhere: nobody can take it", "全网过剩：调峰受限"), unknown: say("not told: no prices", "无电价，原因不明"),
});

function curtailmentFigures() {
  const months = charts.curtailment?.months;
  if (!months) return [];
  const total = sum(months.map(({ technologies }) => sum(Object.values(technologies))));
  if (total < 1e-3) return [make("p", {}, say("Nothing is curtailed.", "无弃电。"))];
  const names = months.map(({ month }) => month);
  const technologies = ["wind", "solar", "hydro", "biomass"].filter((k) => months.some((month) => month.technologies[k]));
  const causes = Object.keys(causeNames()).filter((k) => months.some((month) => month.causes[k]));
  const column = (part, k) => months.map((month) => month[part][k] ?? 0);
  const causeColor = { network: "#0072b2", surplus: "#d55e00", unknown: "#8a8f96" };
  const table = (part, keys, name) => () => ({
    head: [say("Period", "时段"), ...keys.map((k) => `${name(k)} (MWh)`), say("total (MWh)", "合计 (MWh)"), say("of available (%)", "弃电率 (%)")],
    rows: months.map((month) => { const all = sum(Object.values(month[part])); return [month.month, ...keys.map((k) => fixed(month[part][k] ?? 0)), fixed(all), fixed(month.available ? (all / month.available) * 100 : 0, 2)]; }),
  });
  return [make("div", { class: "pair" },
    figure({ id: "curtailment-source", title: say("By source", "按电源"), legend: () => technologies.map((k) => key(sourceName(k), sourceColor(k))), table: table("technologies", technologies, sourceName) },
      (box, width) => barChart(box, width, { names, series: technologies.map((k) => ({ name: sourceName(k), color: sourceColor(k), data: column("technologies", k) })), kind: "energy", label: say("Curtailment by period and source", "分时段分电源弃电量") })),
    figure({
      id: "curtailment-cause", title: say("By cause", "按原因"), legend: () => causes.map((k) => key(causeNames()[k], causeColor[k])), table: table("causes", causes, (k) => causeNames()[k]),
      note: say("Told by the prices of the same step.", "按同一时段的节点电价判别。"),
    }, (box, width) => barChart(box, width, { names, series: causes.map((k) => ({ name: causeNames()[k], color: causeColor[k], data: column("causes", k) })), kind: "energy", label: say("Curtailment by period and cause", "分时段分原因弃电量") })))];
}

// Network

function networkFigures() {
  const network = charts.network;
  if (!network || (network.nodes.length < 2 && !network.channels.length)) return [];
  const hours = (charts.count * stepSeconds()) / 3600;
  return [figure({
    id: "network-chart", title: network.isByZone ? say("Exchange between zones", "分区交换") : say("Flows and congested hours", "潮流与阻塞小时"),
    note: say("A schematic, not a map. Width: energy in the main direction. Ring blue: more generated than consumed; orange: less.", "示意图，非地理位置。线宽表示主方向电量；蓝圈为电力外送区，橙圈为受入区。"),
    legend: () => [key(say("never at its limit", "未阻塞"), "var(--soft)", "line"), key(say("at its limit up to 2 % of the time", "阻塞时间≤2%"), "var(--stage2)", "line"), key(say("up to 25 %", "≤25%"), "var(--stage3)", "line"), key(say("more", ">25%"), "var(--stage4)", "line"), network.channels.length ? key(say("export channel", "外送通道"), "var(--export)", "line") : null].filter(Boolean),
    table: () => ({
      head: [say("Connection", "联络"), say("forward (MWh)", "正向电量 (MWh)"), say("reverse (MWh)", "反向电量 (MWh)"), say("highest flow (MW)", "最大潮流 (MW)"), say("limits (MW)", "限额 (MW)"), say("congested forward (h)", "正向阻塞 (h)"), say("congested reverse (h)", "反向阻塞 (h)")],
      rows: [
        ...network.edges.map((edge) => [`${edge.from} → ${edge.to} (${edge.lines.join(", ")})`, fixed(edge.forward), fixed(edge.reverse), fixed(edge.most), `${digits(edge.capacity)} / ${digits(edge.reverseCapacity)}`, fixed(edge.congestedForward), fixed(edge.congestedReverse)]),
        ...network.channels.map((channel) => [`${channel.node} → ${channel.name}`, fixed(channel.sent), fixed(channel.received), "–", digits(channel.capacity), "–", "–"]),
      ],
    }),
  }, (box, width) => networkChart(box, width, network, hours, say("Schematic of the network with flows and congested hours", "网络潮流与阻塞示意图")))];
}

// The balances of a planning report

function balanceTable(id, title, note, names, rows, unitName) {
  return make("figure", { id, "aria-labelledby": `${id}-title` }, make("div", { class: "top" }, make("h3", { id: `${id}-title` }, `${title} (${unitName})`)), make("p", { class: "note" }, note),
    make("div", { class: "scroll whole", tabindex: 0, role: "group", "aria-labelledby": `${id}-title` }, tableOf({ head: ["", ...names.map(periodText)], rows })));
}

function powerBalance() {
  const months = charts.balances.power;
  const kinds = [...new Set(months.flatMap(({ available }) => Object.keys(available)))];
  const ordered = stacked(Object.fromEntries(kinds.map((k) => [k, 0])));
  const { by, name } = unit("power", Math.max(...months.map(({ load, export: sent }) => load + sent)));
  const places = placesFor(Math.max(...months.map(({ load }) => load)) * by);
  const row = (title, value, options = {}) => ({ cells: [title, ...months.map((month) => fixed(value(month) * by, places))], ...options });
  const supply = (month) => sum(Object.values(month.available)) + month.response;
  const margins = months.map(({ margin }) => margin);
  return balanceTable("power-balance", say("Power balance", "电力平衡"),
    say("At the period's highest load with exports: capacity available of thermal units and storages, what wind, sun and water offer at that time, against load, export and spinning reserve.", "取各时段含外送最高负荷时刻：火电与储能可用容量、风光水当时可发电力，对应负荷、外送与旋转备用。"),
    months.map(({ month }) => month), [
      { cells: [say("time", "时刻"), ...months.map(({ time }) => `${time.slice(8, 10)}${say("d ", "日")}${time.slice(11, 16)}`)] },
      row(say("Load", "负荷"), (m) => m.load), row(say("Export", "外送"), (m) => m.export), row(say("Reserve", "备用"), (m) => m.reserve),
      row(say("Needed", "需要容量"), (m) => m.load + m.export + m.reserve, { sum: true }),
      ...ordered.map((k) => row(k.startsWith("discharge:") ? term("groups", k.slice(10)) : sourceName(k), (m) => m.available[k] ?? 0)),
      row(sourceName("response"), (m) => m.response),
      row(say("Available", "可用容量"), supply, { sum: true }),
      row(say("Margin", "盈亏"), (m) => m.margin, { sum: true, bad: new Set(margins.map((m, k) => (m < 0 ? k + 1 : 0)).filter(Boolean)) }),
    ], name);
}

function energyBalance() {
  const months = charts.balances.energy;
  const keys = [...new Set(months.flatMap(({ parts }) => Object.keys(parts)))];
  const series = Object.fromEntries(keys.map((k) => [k, 0]));
  const up = stacked(series);
  const down = below(series);
  const { by, name } = unit("energy", Math.max(...months.map(({ parts }) => parts.load ?? 0)));
  const places = placesFor(Math.max(...months.map(({ parts }) => parts.load ?? 0)) * by);
  const row = (title, value, options = {}) => ({ cells: [title, ...months.map((month) => fixed(value(month.parts) * by, places)), fixed(sum(months.map((month) => value(month.parts))) * by, places)], ...options });
  const supply = (parts) => sum(up.map((k) => parts[k] ?? 0));
  const use = (parts) => (parts.load ?? 0) + (parts.export ?? 0) + sum(down.map((k) => parts[k] ?? 0));
  const table = balanceTable("energy-balance", say("Energy balance", "电量平衡"), say("What is given and what is used, by period; both are the same.", "各时段供给电量与使用电量，二者相等。"),
    [...months.map(({ month }) => month)], [
      ...up.map((k) => row(sourceName(k), (parts) => parts[k] ?? 0)), row(say("Given", "供给合计"), supply, { sum: true }),
      row(say("Load", "用电量"), (parts) => parts.load ?? 0), ...(keys.includes("export") ? [row(say("Export", "外送"), (parts) => parts.export ?? 0)] : []),
      ...down.map((k) => row(sourceName(k), (parts) => parts[k] ?? 0)), row(say("Used", "使用合计"), use, { sum: true }),
      ...(keys.includes("curtailed") ? [row(sourceName("curtailed"), (parts) => parts.curtailed ?? 0)] : []),
    ], name);
  table.querySelector("thead tr").append(make("th", { scope: "col" }, say("total", "合计")));
  const chart = figure({
    id: "energy-balance-chart", title: say("Energy by source", "分电源电量"),
    legend: () => [...[...up].reverse().map((k) => key(sourceName(k), sourceColor(k))), ...down.map((k) => key(sourceName(k), sourceColor(k))), key(say("load", "负荷"), "var(--line-load)", "line"), keys.includes("export") ? key(say("load and export", "负荷+外送"), "var(--line-total)", "dashed") : null].filter(Boolean),
  }, (box, width) => barChart(box, width, {
    names: months.map(({ month }) => month), kind: "energy", label: say("Energy by source and period", "分时段分电源电量"), height: 300,
    series: [...up.map((k) => ({ name: sourceName(k), color: sourceColor(k), data: months.map(({ parts }) => parts[k] ?? 0) })), ...down.map((k) => ({ name: sourceName(k), color: sourceColor(k), data: months.map(({ parts }) => -(parts[k] ?? 0)) }))],
    lines: [{ color: "var(--line-load)", data: months.map(({ parts }) => parts.load ?? 0) }, ...(keys.includes("export") ? [{ color: "var(--line-total)", dashed: true, data: months.map(({ parts }) => (parts.load ?? 0) + (parts.export ?? 0)) }] : [])],
  }));
  return [chart, table];
}

/** The worst day of every period. */
function regulationBalance() {
  const names = charts.balances ? charts.balances.energy.map(({ month }) => month) : [...new Set(charts.regulation.map(({ day }) => day.slice(0, 7)))];
  const periods = names.map((name) => charts.regulation.filter(({ day }) => day.startsWith(name))).filter((days) => days.length);
  const worst = periods.map((days) => days.reduce((a, b) => (b.deep_margin_mw < a.deep_margin_mw ? b : a)));
  if (!worst.length) return null;
  const { by, name } = unit("power", Math.max(...worst.map((day) => day.committed_mw)));
  const places = placesFor(Math.max(...worst.map((day) => day.committed_mw)) * by);
  const row = (title, value, options = {}) => ({ cells: [title, ...worst.map((day) => fixed(value(day) * by, places))], ...options });
  const bad = (value) => new Set(worst.map((day, k) => (value(day) < -1e-6 ? k + 1 : 0)).filter(Boolean));
  return balanceTable("regulation-balance", say("Peak-regulation balance", "调峰平衡"),
    say("The worst day of each period: units committed for the day's highest net load and reserve, their minimum output against the lowest load with exports less all renewable power, and what storage and shiftable load can take. A negative margin is a shortfall: it is curtailed.",
      "各时段最紧张日：按当日最高净负荷与备用开机，其最小出力对应含外送负荷减全部可再生出力的最低值，加储能与可转移负荷可吸纳电力。裕度为负即调峰缺口，形成弃电。"),
    names.slice(0, worst.length), [
      { cells: [say("day", "日期"), ...worst.map(({ day }) => day.slice(5))] },
      row(say("Committed capacity", "开机容量"), (d) => d.committed_mw), row(say("Minimum output, regular", "常规最小出力"), (d) => d.regular_minimum_mw), row(say("Minimum output, deep", "深调最小出力"), (d) => d.deep_minimum_mw),
      row(say("Lowest net load with exports", "含外送最低净负荷"), (d) => d.lowest_net_load_mw), row(say("Charging room", "储能等可吸纳"), (d) => d.charging_room_mw),
      row(say("Margin, regular", "常规调峰裕度"), (d) => d.regular_margin_mw, { sum: true, bad: bad((d) => d.regular_margin_mw) }), row(say("Margin, deep", "深度调峰裕度"), (d) => d.deep_margin_mw, { sum: true, bad: bad((d) => d.deep_margin_mw) }),
      { cells: [say("Days short", "缺口天数"), ...periods.map((days) => fixed(days.filter(({ deep_margin_mw }) => deep_margin_mw < -1e-6).length))] },
    ], name);
}

// Cost, proof

function costFigures() {
  const cost = summary.cost;
  const result = [];
  if (cost) {
    const parts = Object.entries(cost).filter(([k, value]) => k !== "total" && Math.abs(value) > 0).map(([k, value]) => ({ name: term("costs", k), value: k === "export_revenue" ? -value : value, id: k })).sort((a, b) => b.value - a.value);
    result.push(figure({
      id: "cost-chart", title: `${say("Cost", "运行成本")}: ${quantity("money", cost.total)}`, table: () => ({ head: [say("Part", "构成"), summary.currency], rows: [...parts.map(({ name, value }) => [name, fixed(value, 2)]), { cells: [say("Total", "合计"), fixed(cost.total, 2)], sum: true }] }),
    }, (box, width) => rankedBars(box, width, { rows: parts.map((part) => ({ ...part, text: quantity("money", part.value), color: part.value < 0 ? "var(--hydro)" : "var(--wind)" })), kind: "money", label: say("Parts of the cost", "成本构成") })));
  }
  const fuels = charts.fuels?.filter(({ energy }) => energy > 0);
  if (fuels?.length) {
    result.push(figure({
      id: "co2-chart", title: `CO2: ${quantity("mass", sum(fuels.map(({ co2 }) => co2)))}`, note: fuels.map(({ fuel, energy, burnt, co2 }) => `${sourceName(fuel)} ${fixed((burnt / energy) * 1000, 1)} gce/kWh, ${fixed((co2 / energy) * 1000)} g CO2/kWh`).join(" · "),
      table: () => ({ head: [say("Fuel", "燃料"), "MWh", "tce", summary.currency, "t CO2"], rows: fuels.map((one) => [sourceName(one.fuel), fixed(one.energy), fixed(one.burnt), fixed(one.cost), fixed(one.co2)]) }),
    }, (box, width) => rankedBars(box, width, { rows: fuels.map(({ fuel, co2 }) => ({ name: sourceName(fuel), value: co2, color: sourceColor(fuel) })), kind: "mass", label: say("CO2 by fuel", "分燃料碳排放") })));
  }
  return [make("div", { class: "pair" }, result)];
}

function proofFigures() {
  const points = summary.progress ?? [];
  const result = [];
  const facts = [
    [say("Status", "求解状态"), term("statuses", summary.status) + (summary.options?.stopped ? ` (${term("stops", summary.options.stopped)})` : "")],
    summary.note ? [say("Note", "说明"), summary.note] : null,
    [say("Cost", "目标函数值"), `${fixed(summary.objective, 2)} ${summary.currency}`],
    [say("Lower bound", "下界"), summary.bound != null ? `${fixed(summary.bound, 2)} ${summary.currency}` : say("none", "无")],
    summary.gap != null ? [say("Gap", "间隙"), `${fixed(summary.gap * 100, 4)} %`] : null,
    summary.certified_by ? [say("Certified by", "证明方式"), summary.certified_by] : null,
    summary.rederived_bound != null ? [say("Bound derived again from the prices", "由电价重算的下界"), `${fixed(summary.rederived_bound, 2)} ${summary.currency} (${fixed(summary.rederived_gap * 100, 4)} %)`] : null,
    summary.audit ? [say("Audit", "校核"), make("span", { class: `verdict ${summary.audit.passed ? "pass" : "fail"}` }, summary.audit.passed ? say("passed: feasibility, cost and indicators recomputed by code that knows nothing of the model", "通过：由独立于模型的程序重算可行性、成本与指标") : `${say("FAILED, violations:", "未通过，违反约束：")} ${summary.audit.violations}`)] : null,
    ...(summary.audit?.first ?? []).map((message) => ["", message]),
  ].filter(Boolean);
  result.push(make("figure", { id: "proof-facts" }, make("h3", {}, say("Proof", "最优性与校核")), listOf(facts)));
  if (points.length > 1 && points.some(({ cost, bound }) => cost != null && bound != null)) {
    result.push(figure({
      id: "convergence-chart", title: say("Cost and bound while solving", "求解收敛过程"), note: say("The best schedule's cost falls, the proven bound rises; no schedule lies below it.", "最优可行成本下降、已证明下界上升；任何方案成本不低于下界。"),
      legend: () => [key(say("cost of the best schedule", "最优可行成本"), "var(--ink)", "line"), key(say("proven lower bound", "已证明下界"), "var(--pass)", "line")],
      table: () => ({ head: [say("Seconds", "秒"), say("Cost", "成本"), say("Bound", "下界")], rows: points.map(({ seconds, cost, bound }) => [fixed(seconds, 2), fixed(cost, 2), fixed(bound, 2)]) }),
    }, (box, width) => convergenceChart(box, width, { points, label: say("Convergence of cost and bound", "收敛曲线") })));
  }
  return [make("div", { class: "pair" }, result)];
}

const listOf = (facts) => make("dl", {}, facts.flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)]));

function runFacts() {
  const model = summary.model;
  return make("figure", { id: "run-facts" }, listOf([
    [say("Case", "算例"), summary.case],
    [say("Horizon", "时段"), `${summary.horizon.start} – ${summary.horizon.end}, ${fixed(summary.horizon.steps)} × ${summary.horizon.step_minutes} min`],
    summary.command ? [say("Command", "命令行"), make("code", {}, commandText(summary.command))] : null,
    [say("Options", "选项"), Object.entries(summary.options).map(([name, value]) => `${name} ${value}`).join(" · ")],
    [say("Versions", "版本"), Object.entries(summary.versions).map(([name, value]) => `${name} ${value}`).join(" · ")],
    model ? [say("Model", "模型规模"), `${fixed(model.rows)} ${say("rows", "行")}, ${fixed(model.columns)} ${say("columns", "列")}, ${fixed(model.nonzeros)} ${say("nonzeros", "非零元")}, ${fixed(model.integers)} ${say("integers", "整数变量")}`] : null,
    summary.phases?.length ? [say("Time", "用时"), summary.phases.map(({ name, seconds }) => `${name} ${fixed(seconds, 2)} s`).join(" · ")] : null,
    summary.peak_memory_mb ? [say("Peak memory", "峰值内存"), `${fixed(summary.peak_memory_mb)} MB`] : null,
  ].filter(Boolean)));
}

function durationFigures() {
  const load = seriesOf("load");
  if (!load) return [];
  const relief = less(added(...Object.keys(charts.areas[0].series).filter((k) => k.startsWith("discharge:") || k === "response").map((k) => seriesOf(k))),
    added(...Object.keys(charts.areas[0].series).filter((k) => k.startsWith("charge:") || k === "response-up").map((k) => seriesOf(k))));
  const net = seriesOf("net-load");
  const curves = (before, name, color) => [
    { name: say(`${name} before`, `${name}（储能与需求响应前）`), series: before, color, style: "dashed", weight: 1.5 },
    { name: say(`${name} after storage and demand response`, `${name}（储能与需求响应后）`), series: less(before, relief), color, weight: 2.2 },
  ];
  const list = [...curves(load, say("load", "负荷"), "var(--line-load)"), ...(net ? curves(net, say("net load", "净负荷"), "var(--line-net)") : [])];
  return [figure({
    id: "duration-chart", title: say("Load and net load duration", "负荷与净负荷持续曲线"), note: say("Net load: load less available wind and solar power.", "净负荷：负荷减可发风光电力。"),
    legend: () => list.map(({ name, color, style }) => key(name, color, style ?? "line")), table: () => durationTable(list, unit("power", 0)),
  }, (box, width) => durationChart(box, width, { curves: list, kind: "power", label: say("Duration curves of load and net load before and after storage and demand response", "储能与需求响应前后的负荷、净负荷持续曲线") }))];
}

function heatFigures() {
  if (!charts.prices.length || charts.count < 2 * stepsPerDay()) return [];
  const series = values(charts.prices[0].series);
  return [figure({
    id: "price-heat", title: say("Price by day and hour", "电价时序热力图"), note: `${priceName(charts.prices[0])}. ${say("Colours from the 2nd to the 98th of a hundred; click a day to see it above.", "色阶取第 2 至第 98 百分位；点击某日可在上方查看。")}`,
    table: () => heatTable(series),
  }, (box, width) => heatMap(box, width, { series, unitName: unit("price").name, label: say("Heat map of prices by day and hour", "电价热力图") }))];
}

contents = () => {
  followers = [];
  const missing = charts.isComplete ? null : make("div", { class: "warning", role: "note" },
    say("These results were written before the report's inputs were part of them (system.json, load.csv, …): charts by source, zone and unit are left out. Solve the case again with --out to have them.",
      "该结果由旧版本写出，缺少 system.json、load.csv 等文件，故无分电源、分区、分机组图表；请用 --out 重新求解。"));
  const load = seriesOf("load");
  const time = [charts.areas.length ? dispatchFigure() : null, priceFigure(), storageFigure()].filter(Boolean);
  if (!view.to) [view.from, view.to] = [0, charts.count];
  const strip = load ?? (charts.prices.length ? values(charts.prices[0].series) : null);
  const coal = commitmentFigures();
  const control = strip && time.length ? timeControl(strip, load ? say("Load", "负荷") : say("Price", "电价"), places()) : null;
  return {
    title: summary.case,
    lines: [
      `${summary.horizon.start.slice(0, 16).replace("T", " ")} – ${summary.horizon.end.slice(0, 16).replace("T", " ")} · ${term("statuses", summary.status)}`,
      ...(missing ? [missing] : []),
    ],
    sections: [
      section("indicators", say("Indicators", "指标"), make("div", { class: "cards" }, targetCards(), auditCard(), indicatorCards())),
      section("dispatch", say("Dispatch", "调度运行"), control, ...time, coal[0]),
      section("prices", say("Prices", "电价"), heatFigures()),
      section("durations", say("Duration curves", "持续曲线"), durationFigures()),
      section("coal", say("Coal units", "煤电"), coal.slice(1)),
      section("curtailment", say("Curtailment", "弃电"), curtailmentFigures()),
      section("network", say("Network", "网络"), networkFigures()),
      section("balances", say("Balances", "三项平衡"), charts.balances ? [powerBalance(), ...energyBalance()] : [], charts.regulation ? regulationBalance() : null),
      section("cost", say("Cost and CO2", "成本与碳排放"), costFigures()),
      section("proof", say("Proof", "最优性证明与校核"), proofFigures()),
      section("run", say("Case and run", "算例与运行"), runFacts()),
    ],
  };
};

showPage();
