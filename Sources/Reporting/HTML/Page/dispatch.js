"use strict";
// The report of a dispatch, in the order in which an engineer and a planner look at it.

// Cost, proof

function costFigures() {
  const cost = summary.cost;
  const result = [];
  if (cost) {
    const parts = Object.entries(cost).filter(([k, value]) => k !== "total" && Math.abs(value) > 0).map(([k,
      value]) => ({ name: term("costs", k), value: k === "export_revenue" ? -value : value, id: k })).sort((a, b) =>
      b.value - a.value);
    result.push(figure({
      id: "cost-chart",
      title: `${say("Cost", "运行成本")}: ${quantity("money", cost.total)}`,
      table: () => ({ head: [say("Part", "构成"), summary.currency], rows: [...parts.map(({ name, value }) => [
          name, fixed(value, 2)
        ]), { cells: [say("Total", "合计"), fixed(cost.total, 2)], sum: true }] }),
    }, (box, width) => rankedBars(box, width, { rows: parts.map((part) => ({ ...part, text: quantity("money",
          part.value), color: part.value < 0 ? "var(--hydro)" : "var(--wind)" })), kind: "money", label: say(
        "Parts of the cost", "成本构成") })));
  }
  const fuels = charts.fuels?.filter(({ energy }) => energy > 0);
  if (fuels?.length) {
    result.push(figure({
      id: "co2-chart",
      title: `CO2: ${quantity("mass", sum(fuels.map(({ co2 }) => co2)))}`,
      note: fuels.map(({ fuel, energy, burnt, co2 }) =>
        `${sourceName(fuel)} ${fixed((burnt / energy) * 1000, 1)} gce/kWh, ${fixed((co2 / energy) * 1000)} g CO2/kWh`
        ).join(" · "),
      table: () => ({ head: [say("Fuel", "燃料"), "MWh", "tce", summary.currency, "t CO2"], rows: fuels.map((
          one) => [sourceName(one.fuel), fixed(one.energy), fixed(one.burnt), fixed(one.cost), fixed(one
            .co2)]) }),
    }, (box, width) => rankedBars(box, width, { rows: fuels.map(({ fuel, co2 }) => ({ name: sourceName(fuel),
        value: co2, color: sourceColor(fuel) })), kind: "mass", label: say("CO2 by fuel", "分燃料碳排放") })));
  }
  return [make("div", { class: "pair" }, result)];
}

function proofFigures() {
  const points = summary.progress ?? [];
  const result = [];
  const facts = [
    [say("Status", "求解状态"), term("statuses", summary.status) + (summary.options?.stopped ?
      ` (${term("stops", summary.options.stopped)})` : "")],
    summary.note ? [say("Note", "说明"), summary.note] : null,
    [say("Cost", "目标函数值"), `${fixed(summary.objective, 2)} ${summary.currency}`],
    [say("Lower bound", "下界"), summary.bound != null ? `${fixed(summary.bound, 2)} ${summary.currency}` : say(
      "none", "无")],
    summary.gap != null ? [say("Gap", "间隙"), `${fixed(summary.gap * 100, 4)} %`] : null,
    summary.certified_by ? [say("Certified by", "证明方式"), summary.certified_by] : null,
    summary.rederived_bound != null ? [say("Bound derived again from the prices", "由电价重算的下界"),
      `${fixed(summary.rederived_bound, 2)} ${summary.currency} (${fixed(summary.rederived_gap * 100, 4)} %)`
    ] : null,
    summary.audit ? [say("Audit", "校核"), make(
    "span", { class: `verdict ${summary.audit.passed ? "pass" : "fail"}` }, summary.audit.passed ? say(
        "passed: feasibility, cost and indicators recomputed by code that knows nothing of the model",
        "通过：由独立于模型的程序重算可行性、成本与指标") : `${say("FAILED, violations:", "未通过，违反约束：")} ${summary.audit.violations}`)] :
    null,
    ...(summary.audit?.first ?? []).map((message) => ["", message]),
  ].filter(Boolean);
  result.push(make("figure", { id: "proof-facts" }, make("h3", {}, say("Proof", "最优性与校核")), listOf(facts)));
  if (points.length > 1 && points.some(({ cost, bound }) => cost != null && bound != null)) {
    result.push(figure({
      id: "convergence-chart",
      title: say("Cost and bound while solving", "求解收敛过程"),
      note: say("The best schedule's cost falls, the proven bound rises; no schedule lies below it.",
        "最优可行成本下降、已证明下界上升；任何方案成本不低于下界。"),
      legend: () => [key(say("cost of the best schedule", "最优可行成本"), "var(--ink)", "line"), key(say(
        "proven lower bound", "已证明下界"), "var(--pass)", "line")],
      table: () => ({ head: [say("Seconds", "秒"), say("Cost", "成本"), say("Bound", "下界")], rows: points.map(
      ({ seconds, cost, bound }) => [fixed(seconds, 2), fixed(cost, 2), fixed(bound, 2)]) }),
    }, (box, width) => convergenceChart(box, width, { points, label: say("Convergence of cost and bound",
        "收敛曲线") })));
  }
  return [make("div", { class: "pair" }, result)];
}

const listOf = (facts) => make("dl", {}, facts.flatMap(([name, text]) => [make("dt", {}, name), make("dd", {},
  text)]));

function runFacts() {
  const model = summary.model;
  return make("figure", { id: "run-facts" }, listOf([
    [say("Case", "算例"), summary.case],
    [say("Horizon", "时段"),
      `${summary.horizon.start} – ${summary.horizon.end}, ${fixed(summary.horizon.steps)} × ${summary.horizon.step_minutes} min`
    ],
    summary.command ? [say("Command", "命令行"), make("code", {}, commandText(summary.command))] : null,
    [say("Options", "选项"), Object.entries(summary.options).map(([name, value]) => `${name} ${value}`).join(
      " · ")],
    [say("Versions", "版本"), Object.entries(summary.versions).map(([name, value]) => `${name} ${value}`).join(
      " · ")],
    model ? [say("Model", "模型规模"),
      `${fixed(model.rows)} ${say("rows", "行")}, ${fixed(model.columns)} ${say("columns", "列")}, ${fixed(model.nonzeros)} ${say("nonzeros", "非零元")}, ${fixed(model.integers)} ${say("integers", "整数变量")}`
    ] : null,
    summary.phases?.length ? [say("Time", "用时"), summary.phases.map(({ name, seconds }) =>
      `${name} ${fixed(seconds, 2)} s`).join(" · ")] : null,
    summary.peak_memory_mb ? [say("Peak memory", "峰值内存"), `${fixed(summary.peak_memory_mb)} MB`] : null,
  ].filter(Boolean)));
}

function durationFigures() {
  const load = seriesOf("load");
  if (!load) return [];
  const relief = less(added(...Object.keys(charts.areas[0].series).filter((k) => k.startsWith("discharge:") || k ===
      "response").map((k) => seriesOf(k))),
    added(...Object.keys(charts.areas[0].series).filter((k) => k.startsWith("charge:") || k === "response-up").map((
      k) => seriesOf(k))));
  const net = seriesOf("net-load");
  // Before: vehicles charge as they come. After: as scheduled, which is part of the relief.
  const curves = (own, name, color) => [
    { name: say(`${name} before`, `${name}（储能与需求响应前）`), series: added(own, seriesOf("unmanaged")), color,
      style: "dashed", weight: 1.5 },
    { name: say(`${name} after storage and demand response`, `${name}（储能与需求响应后）`), series: less(own, relief),
      color, weight: 2.2 },
  ];
  const list = [...curves(load, say("load", "负荷"), "var(--line-load)"), ...(net ? curves(net, say("net load", "净负荷"),
    "var(--line-net)") : [])];
  return [figure({
    id: "duration-chart",
    title: say("Load and net load duration", "负荷与净负荷持续曲线"),
    note: say("Net load: load less available wind and solar power.", "净负荷：负荷减可发风光电力。") + (seriesOf("unmanaged") ?
      say(" Before, vehicles charge as they come.", "响应前电动汽车即来即充。") : ""),
    legend: () => list.map(({ name, color, style }) => key(name, color, style ?? "line")),
    table: () => durationTable(list, unit("power", 0)),
  }, (box, width) => durationChart(box, width, { curves: list, kind: "power", label: say(
      "Duration curves of load and net load before and after storage and demand response",
      "储能与需求响应前后的负荷、净负荷持续曲线") }))];
}

function heatFigures() {
  if (!charts.prices.length || charts.count < 2 * stepsPerDay()) return [];
  const series = values(charts.prices[0].series);
  return [figure({
    id: "price-heat",
    title: say("Price by day and hour", "电价时序热力图"),
    note: `${priceName(charts.prices[0])}. ${say("Colours from the 2nd to the 98th of a hundred; click a day to see it above.", "色阶取第 2 至第 98 百分位；点击某日可在上方查看。")}`,
    table: () => heatTable(series),
  }, (box, width) => heatMap(box, width, { series, unitName: unit("price").name, label: say(
      "Heat map of prices by day and hour", "电价热力图") }))];
}

contents = () => {
  followers = [];
  const missing = charts.isComplete ? null : make("div", { class: "warning", role: "note" },
    say(
      "These results were written before the report's inputs were part of them (system.json, load.csv, …): charts by source, zone and unit are left out. Solve the case again with --out to have them.",
      "该结果由旧版本写出，缺少 system.json、load.csv 等文件，故无分电源、分区、分机组图表；请用 --out 重新求解。"));
  const load = seriesOf("load");
  const time = [charts.areas.length ? dispatchFigure() : null, priceFigure(), storageFigure()].filter(Boolean);
  if (!view.to)[view.from, view.to] = [0, charts.count];
  const strip = load ?? (charts.prices.length ? values(charts.prices[0].series) : null);
  const coal = commitmentFigures();
  const control = strip && time.length ? timeControl(strip, load ? say("Load", "负荷") : say("Price", "电价"),
  places()) : null;
  return {
    title: summary.case,
    lines: [
      `${summary.horizon.start.slice(0, 16).replace("T", " ")} – ${summary.horizon.end.slice(0, 16).replace("T", " ")} · ${term("statuses", summary.status)}`,
      ...(missing ? [missing] : []),
    ],
    sections: [
      section("indicators", say("Indicators", "指标"), make("div", { class: "cards" }, targetCards(), auditCard(),
        indicatorCards())),
      section("capacities", say("What to build", "新建容量"), capacityTable()),
      section("dispatch", say("Dispatch", "调度运行"), control, ...time, coal[0]),
      section("prices", say("Prices", "电价"), heatFigures()),
      section("durations", say("Duration curves", "持续曲线"), durationFigures()),
      section("coal", say("Coal units", "煤电"), coal.slice(1)),
      section("curtailment", say("Curtailment", "弃电"), curtailmentFigures()),
      section("network", say("Network", "网络"), networkFigures()),
      section("balances", say("Balances", "三项平衡"), charts.balances ? [powerBalance(), ...energyBalance()] : [],
        regulationBalance()),
      section("cost", say("Cost and CO2", "成本与碳排放"), costFigures()),
      section("proof", say("Proof", "最优性证明与校核"), proofFigures()),
      section("run", say("Case and run", "算例与运行"), runFacts()),
    ],
  };
};

showPage();