"use strict";
// What a dispatch comes to by month: curtailment, flows, and the three balances of a planning report.

// Curtailment

const causeColor = {
  "minimum-output": "#d55e00",
  ramp: "#e69f00",
  network: "#0072b2",
  channel: "#009e73",
  saturation: "#cc79a7",
  price: "#56b4e9",
  unknown: "#8a8f96",
};
const causeName = (k) => k === "unknown" ? say("not told", "原因不明") : term("causes", k);

function curtailmentFigures() {
  const months = charts.curtailment?.months;
  if (!months) return [];
  const total = sum(months.map(({ technologies }) => sum(Object.values(technologies))));
  if (total < 1e-3) return [make("p", {}, say("Nothing is curtailed.", "无弃电。"))];
  const names = months.map(({ month }) => month);
  const technologies = ["wind", "solar", "hydro", "biomass"].filter((k) => months.some((month) => month.technologies[
    k]));
  const causes = Object.keys(causeColor).filter((k) => months.some((month) => month.causes[k]));
  const column = (part, k) => months.map((month) => month[part][k] ?? 0);
  const table = (part, keys, name) => () => ({
    head: [say("Period", "时段"), ...keys.map((k) => `${name(k)} (MWh)`), say("total (MWh)", "合计 (MWh)"), say(
      "of available (%)", "弃电率 (%)")],
    rows: months.map((month) => { const all = sum(Object.values(month[part])); return [month.month, ...keys.map((
        k) => fixed(month[part][k] ?? 0)), fixed(all), fixed(month.available ? (all / month.available) *
        100 : 0, 2)]; }),
  });
  return [make("div", { class: "pair" },
    figure({ id: "curtailment-source", title: say("By source", "按电源"), legend: () => technologies.map((k) => key(
          sourceName(k), sourceColor(k))), table: table("technologies", technologies, sourceName) },
      (box, width) => barChart(box, width, { names, series: technologies.map((k) => ({ name: sourceName(k),
          color: sourceColor(k), data: column("technologies", k) })), kind: "energy", label: say(
          "Curtailment by period and source", "分时段分电源弃电量") })),
    figure({
      id: "curtailment-cause",
      title: say("By cause", "按原因"),
      legend: () => causes.map((k) => key(causeName(k), causeColor[k])),
      table: table("causes", causes, causeName),
      note: say("What would have had to give way, told from the schedule of each step (curtailment.csv).",
        "按各时段调度方案逐时判别须让路的约束（curtailment.csv）。"),
    }, (box, width) => barChart(box, width, { names, series: causes.map((k) => ({ name: causeName(k),
        color: causeColor[k], data: column("causes", k) })), kind: "energy", label: say(
        "Curtailment by period and cause", "分时段分原因弃电量") })))];
}

// Network

function networkFigures() {
  const network = charts.network;
  if (!network || (network.nodes.length < 2 && !network.channels.length)) return [];
  const hours = (charts.count * stepSeconds()) / 3600;
  return [figure({
    id: "network-chart",
    title: network.isByZone ? say("Exchange between zones", "分区交换") : say("Flows and congested hours",
      "潮流与阻塞小时"),
    note: say(
      "A schematic, not a map. Width: energy in the main direction. Ring blue: more generated than consumed; orange: less.",
      "示意图，非地理位置。线宽表示主方向电量；蓝圈为电力外送区，橙圈为受入区。"),
    legend: () => [key(say("never at its limit", "未阻塞"), "var(--soft)", "line"), key(say(
        "at its limit up to 2 % of the time", "阻塞时间≤2%"), "var(--stage2)", "line"), key(say("up to 25 %",
        "≤25%"), "var(--stage3)", "line"), key(say("more", ">25%"), "var(--stage4)", "line"), network.channels
      .length ? key(say("export channel", "外送通道"), "var(--export)", "line") : null
    ].filter(Boolean),
    table: () => ({
      head: [say("Connection", "联络"), say("forward (MWh)", "正向电量 (MWh)"), say("reverse (MWh)",
        "反向电量 (MWh)"), say("highest flow (MW)", "最大潮流 (MW)"), say("limits (MW)", "限额 (MW)"), say(
          "congested forward (h)", "正向阻塞 (h)"), say("congested reverse (h)", "反向阻塞 (h)")
      ],
      rows: [
        ...network.edges.map((edge) => [`${edge.from} → ${edge.to} (${edge.lines.join(", ")})`, fixed(edge
            .forward), fixed(edge.reverse), fixed(edge.most),
          `${digits(edge.capacity)} / ${digits(edge.reverseCapacity)}`, fixed(edge.congestedForward),
          fixed(edge.congestedReverse)
        ]),
        ...network.channels.map((channel) => [`${channel.node} → ${channel.name}`, fixed(channel.sent),
          fixed(channel.received), "–", digits(channel.capacity), "–", "–"
        ]),
      ],
    }),
  }, (box, width) => networkChart(box, width, network, hours, say(
    "Schematic of the network with flows and congested hours", "网络潮流与阻塞示意图")))];
}

// The balances of a planning report

function balanceTable(id, title, note, names, rows, unitName) {
  return make("figure", { id, "aria-labelledby": `${id}-title` }, make("div", { class: "top" }, make(
    "h3", { id: `${id}-title` }, `${title} (${unitName})`)), make("p", { class: "note" }, note),
    make("div", { class: "scroll whole", tabindex: 0, role: "group", "aria-labelledby": `${id}-title` },
  tableOf({ head: ["", ...names.map(periodText)], rows })));
}

function powerBalance() {
  const months = charts.balances.power;
  const kinds = [...new Set(months.flatMap(({ available }) => Object.keys(available)))];
  const ordered = stacked(Object.fromEntries(kinds.map((k) => [k, 0])));
  const { by, name } = unit("power", Math.max(...months.map(({ load, export: sent }) => load + sent)));
  const places = placesFor(Math.max(...months.map(({ load }) => load)) * by);
  const row = (title, value, options = {}) => ({ cells: [title, ...months.map((month) => fixed(value(month) * by,
      places))], ...options });
  const supply = (month) => sum(Object.values(month.available)) + month.response;
  const margins = months.map(({ margin }) => margin);
  return balanceTable("power-balance", say("Power balance", "电力平衡"),
    say(
      "At the period's highest load with exports: capacity available of thermal units and storages, what wind, sun and water offer at that time, against load, export and spinning reserve.",
      "取各时段含外送最高负荷时刻：火电与储能可用容量、风光水当时可发电力，对应负荷、外送与旋转备用。"),
    months.map(({ month }) => month), [
      { cells: [say("time", "时刻"), ...months.map(({ time }) =>
          `${time.slice(8, 10)}${say("d ", "日")}${time.slice(11, 16)}`)] },
      row(say("Load", "负荷"), (m) => m.load), row(say("Export", "外送"), (m) => m.export), row(say("Reserve", "备用"), (
        m) => m.reserve),
      row(say("Needed", "需要容量"), (m) => m.load + m.export+m.reserve, { sum: true }),
      ...ordered.map((k) => row(k.startsWith("discharge:") ? term("groups", k.slice(10)) : sourceName(k), (m) => m
        .available[k] ?? 0)),
      row(sourceName("response"), (m) => m.response),
      row(say("Available", "可用容量"), supply, { sum: true }),
      row(say("Margin", "盈亏"), (m) => m.margin, { sum: true, bad: new Set(margins.map((m, k) => (m < 0 ? k + 1 : 0))
          .filter(Boolean)) }),
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
  const row = (title, value, options = {}) => ({ cells: [title, ...months.map((month) => fixed(value(month.parts) *
      by, places)), fixed(sum(months.map((month) => value(month.parts))) * by, places)], ...options });
  const supply = (parts) => sum(up.map((k) => parts[k] ?? 0));
  const use = (parts) => (parts.load ?? 0) + (parts.export ?? 0) + sum(down.map((k) => parts[k] ?? 0));
  const table = balanceTable("energy-balance", say("Energy balance", "电量平衡"), say(
      "What is given and what is used, by period; both are the same.", "各时段供给电量与使用电量，二者相等。"),
    [...months.map(({ month }) => month)], [
      ...up.map((k) => row(sourceName(k), (parts) => parts[k] ?? 0)), row(say("Given", "供给合计"),
      supply, { sum: true }),
      row(say("Load", "用电量"), (parts) => parts.load ?? 0), ...(keys.includes("export") ? [row(say("Export", "外送"), (
        parts) => parts.export ?? 0)] : []),
      ...down.map((k) => row(sourceName(k), (parts) => parts[k] ?? 0)), row(say("Used", "使用合计"),
    use, { sum: true }),
      ...(keys.includes("curtailed") ? [row(sourceName("curtailed"), (parts) => parts.curtailed ?? 0)] : []),
    ], name);
  table.querySelector("thead tr").append(make("th", { scope: "col" }, say("total", "合计")));
  const chart = figure({
    id: "energy-balance-chart",
    title: say("Energy by source", "分电源电量"),
    legend: () => [...[...up].reverse().map((k) => key(sourceName(k), sourceColor(k))), ...down.map((k) => key(
      sourceName(k), sourceColor(k))), key(say("load", "负荷"), "var(--line-load)", "line"), keys.includes(
      "export") ? key(say("load and export", "负荷+外送"), "var(--line-total)", "dashed") : null].filter(Boolean),
  }, (box, width) => barChart(box, width, {
    names: months.map(({ month }) => month),
    kind: "energy",
    label: say("Energy by source and period", "分时段分电源电量"),
    height: 300,
    series: [...up.map((k) => ({ name: sourceName(k), color: sourceColor(k), data: months.map(({ parts }) =>
        parts[k] ?? 0) })), ...down.map((k) => ({ name: sourceName(k), color: sourceColor(k), data: months
        .map(({ parts }) => -(parts[k] ?? 0)) }))],
    lines: [{ color: "var(--line-load)", data: months.map(({ parts }) => parts.load ?? 0) }, ...(keys.includes(
      "export") ? [{ color: "var(--line-total)", dashed: true, data: months.map(({ parts }) => (parts
        .load ?? 0) + (parts.export ?? 0)) }] : [])],
  }));
  return [chart, table];
}

/** The worst day of every period. */
function regulationBalance() {
  const periods = charts.balances.regulation;
  const names = periods.map(({ month }) => month);
  const worst = periods.map((period) => period.worst);
  if (!worst.length) return null;
  const { by, name } = unit("power", Math.max(...worst.map((day) => day.committed_mw)));
  const places = placesFor(Math.max(...worst.map((day) => day.committed_mw)) * by);
  const row = (title, value, options = {}) => ({ cells: [title, ...worst.map((day) => fixed(value(day) * by,
      places))], ...options });
  const bad = (value) => new Set(worst.map((day, k) => (value(day) < -1e-6 ? k + 1 : 0)).filter(Boolean));
  return balanceTable("regulation-balance", say("Peak-regulation balance", "调峰平衡"),
    say(
      "The worst day of each period: units committed for the day's highest net load and reserve, their minimum output against the lowest load with exports less all renewable power, and what storage and shiftable load can take. A negative margin is a shortfall: it is curtailed.",
      "各时段最紧张日：按当日最高净负荷与备用开机，其最小出力对应含外送负荷减全部可再生出力的最低值，加储能与可转移负荷可吸纳电力。裕度为负即调峰缺口，形成弃电。"),
    names, [
      { cells: [say("day", "日期"), ...worst.map(({ day }) => day.slice(5))] },
      row(say("Committed capacity", "开机容量"), (d) => d.committed_mw), row(say("Minimum output, regular", "常规最小出力"), (
        d) => d.regular_minimum_mw), row(say("Minimum output, deep", "深调最小出力"), (d) => d.deep_minimum_mw),
      row(say("Lowest net load with exports", "含外送最低净负荷"), (d) => d.lowest_net_load_mw), row(say("Charging room",
        "储能等可吸纳"), (d) => d.charging_room_mw),
      row(say("Margin, regular", "常规调峰裕度"), (d) => d.regular_margin_mw, { sum: true, bad: bad((d) => d
          .regular_margin_mw) }), row(say("Margin, deep", "深度调峰裕度"), (d) => d.deep_margin_mw, { sum: true, bad: bad(
          (d) => d.deep_margin_mw) }),
      { cells: [say("Days short", "缺口天数"), ...periods.map(({ daysShort }) => fixed(daysShort))] },
    ], name);
}

