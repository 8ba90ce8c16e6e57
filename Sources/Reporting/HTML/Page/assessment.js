"use strict";
// The report of a peak-shaving assessment: verdicts, the shaved days, what each resource gives, what more storage would.

const { assessment, charts } = page;
let entry = Math.max(0, assessment.assessments.findIndex(({ definition, basis }) => definition === "all" && basis ===
  "gross"));

const definitionName = (definition) => (definition === "demand" ? say("Demand side only", "需求侧响应能力") : say(
  "All resources", "电网削峰能力"));
const basisName = (basis) => (basis === "gross" ? say("gross load", "全社会负荷") : say("net load", "净负荷"));
const entryName = ({ definition, basis }) => say(`${definitionName(definition)}, ${basisName(basis)}`,
  `${definitionName(definition)}（${basisName(basis)}）`);
const limitName = (limit) => ({ power: say("power", "功率"), energy: say("energy", "电量"), recharge: say("recharge",
    "充电"), budget: say("yearly budget", "年度预算") })[limit] ?? limit ?? "–";
const exclusionName = (reason) => ({ noPower: say("no power", "无放电功率"), noEnergy: say("no energy", "无可用电量"),
  noRecharge: say("cannot recharge", "无法回充"),
  generation: say("hydro is generation", "水电属电源") })[reason] ?? reason;
const groupColors = { pumped: "var(--pumped)", battery: "var(--battery)", "compressed-air": "var(--compressed-air)",
  mine: "var(--compressed-air)", hydro: "var(--hydro)", other: "var(--other-store)", interruptible: "var(--response)", shiftable: "var(--solar)" };
const groupColor = (group) => groupColors[group] ?? "var(--other-fuel)";
const groupName = (group) => term("groups", group);

function verdictCards() {
  return assessment.verdicts.map(({ verdict, margin_points: margin, needs }) => {
    const state = verdict.met === true ? "pass" : verdict.met === false ? "fail" : "open";
    const target = verdict.up_to_percent != null ?
      `${plain(verdict.target_percent)}–${plain(verdict.up_to_percent)}` : plain(verdict.target_percent);
    const words = { pass: say("met", "达标"), fail: say("missed", "未达标"), open: say("not decided within the gap",
        "间隙内未定") } [state];
    const need = needs && [
      [say("storage at its duration", "储能功率（时长不变）"), needs.extra_storage_mw, "MW"],
      [say("storage at its power", "储能时长（功率不变）"), needs.extra_storage_hours, "h"],
      [say("interruptible load", "可中断负荷"), needs.extra_interruptible_mw, "MW"],
    ].filter(([, value]) => value != null).map(([name, value, unitName]) =>
      `${name} +${digits(value)} ${unitName}`).join(say(" or ", " 或 "));
    return card({
      id: verdict.indicator,
      name: `${term("targets", verdict.indicator)} (${basisName(verdict.basis)})`,
      value: fixed(verdict.percent, 2),
      unit: "%",
      verdict: state,
      verdictText: `${words} · ${say("target", "目标")} ${target} %`,
      more: `${say("of the maximum load; margin", "占最高负荷；裕度")} ${fixed(margin, 2)} ${say("points", "个百分点")}${need ? ` · ${say("short of", "尚缺")} ${need}` : ""}`,
    });
  });
}

function entryCards() {
  return assessment.assessments.map((one) => card({
    id: `${one.definition}-${one.basis}`,
    name: entryName(one),
    value: fixed(one.capability_mw, 1),
    unit: "MW",
    more: `${one.percent_of_maximum_load != null ? `${fixed(one.percent_of_maximum_load, 2)} ${say("% of maximum load", "% 最高负荷")} · ` : ""}${fixed(one.peak_mw)} → ${fixed(one.level_mw)} MW · ${say("no schedule stays below", "任何方案不低于")} ${fixed(one.lower_bound_mw, 1)} MW`,
  }));
}

const stepOfTime = (text) => stepAt(new Date(`${text.slice(0, 16)}Z`));

/** The days that hold the hours which decide, at most a week of them. */
function showDeciding() {
  const hours = assessment.assessments[entry].binding_hours;
  const steps = hours.length ? hours.map(({ time }) => stepOfTime(time)) : [stepOfTime(assessment.assessments[entry]
    .peak_time)];
  const perDay = stepsPerDay();
  const heaviest = hours.length ? stepOfTime(hours.reduce((a, b) => (b.weight > a.weight ? b : a)).time) : steps[0];
  const near = steps.filter((step) => Math.abs(step - heaviest) <= 3 * perDay);
  const first = Math.floor(Math.min(...near) / perDay) * perDay;
  const last = Math.ceil((Math.max(...near) + 1) / perDay) * perDay;
  moveView(first, Math.max(last, first + perDay));
}

function shavingFigure() {
  const chosen = () => assessment.assessments[entry];
  const proof = () => charts.proofs[entry];
  const pick = make("label", {}, make("span", { class: "hidden" }, say("Definition and basis", "口径")), make(
    "select", {
      onchange: (event) => {
        entry = Number(event.target.value);
        showDeciding();
        repaintSoon();
      }
    }, assessment.assessments.map((one, k) => make("option", { value: k, selected: k === entry }, entryName(
    one)))));
  const groups = () => Object.keys(proof()?.groups ?? {}).sort((a, b) => Object.keys(groupColors).indexOf(a) - Object
    .keys(groupColors).indexOf(b));
  return timeFigure({
    id: "shaving-chart",
    title: say("The load, and what is left of it", "削峰前后负荷"),
    controls: pick,
    note: () =>
      `${say("A schedule that holds the level within every limit. Marks at the foot: hours that decide the level, wide by their weight.", "满足全部约束并保持该水平的方案；底部标记为决定该水平的时段，宽度表示权重。")} ${bucketText(buckets())}`,
    legend: () => [key(say("load", "负荷"), "var(--line-load)", "line"), key(say("level held", "削峰后水平"),
      "var(--fail)", "dashed"), ...groups().map((group) => key(groupName(group), groupColor(group))), key(say(
      "left to serve", "剩余负荷"), "var(--exchange)")],
    table: () => timeTable([{ name: say("load", "负荷"), series: values(proof().load), unit: "MW" }, { name: say(
        "left", "剩余"), series: values(proof().left), unit: "MW" }, ...groups().map((group) =>
  ({ name: groupName(group), series: values(proof().groups[group]), unit: "MW" }))]),
  }, (box, width) => {
    if (!proof()) return box.append(make("p", {}, say("The folder lacks this proof.", "结果文件夹缺少该方案。")));
    const steps = buckets();
    const load = reduced(values(proof().load), steps, mean);
    const left = reduced(values(proof().left), steps, mean);
    const count = steps.length - 1;
    const { by, name } = unit("power", highest(load, 0, count));
    const high = Math.max(highest(load, 0, count), highest(left, 0, count), chosen().level_mw) * by;
    const low = Math.min(0, lowest(load, 0, count) * by);
    const chart = frame(box, width, 360, say("Load, what is left of it, and resources that shave it",
      "负荷、剩余负荷与削峰资源"), { left: timeLeft(width) });
    const x = linear([view.from, view.to], [chart.left, chart.right]);
    const y = linear(rounded(low, high, 6), [chart.bottom, chart.top]);
    yAxis(chart, y, name, 6);
    const scaled = (data) => data.map((value) => value * by);
    const zero = new Float64Array(count);
    chart.svg.append(shape("path", { d: layer(zero, scaled(left.map((value, k) => Math.min(value, load[k]))),
        steps, x, y), style: "fill: var(--exchange); fill-opacity: .75" }));
    // What is taken off stands on what is left; what charging adds stands on the load.
    const up = left.map((value, k) => Math.min(value, load[k]));
    const over = Float64Array.from(load);
    for (const group of groups()) {
      const data = reduced(values(proof().groups[group]), steps, mean);
      const next = up.map((value, k) => value + Math.max(0, data[k]));
      chart.svg.append(shape("path", { d: layer(scaled(up), scaled(next), steps, x, y),
        style: `fill: ${groupColor(group)}` }));
      up.set(next);
      const more = over.map((value, k) => value + Math.max(0, -data[k]));
      chart.svg.append(shape("path", { d: layer(scaled(over), scaled(more), steps, x, y),
        style: `fill: ${groupColor(group)}; fill-opacity: .45` }));
      over.set(more);
    }
    for (const [style, weight] of [
        ["var(--paper)", 4],
        ["var(--line-load)", 2]
      ]) {
      chart.svg.append(shape("path", { class: "line", d: stairs(scaled(load), steps, x, y),
        style: `stroke: ${style}; stroke-width: ${weight}` }));
    }
    const level = y(chosen().level_mw * by);
    chart.svg.append(shape("line", { x1: chart.left, x2: chart.right, y1: level, y2: level,
        style: "stroke: var(--fail)", "stroke-width": 2, "stroke-dasharray": "7 4" }),
      shape("text", { class: "strong halo", x: chart.left + 6, y: level - 6 }, quantity("power", chosen()
        .level_mw, 5)));
    const weight = values(proof().weight);
    const most = highest(weight, 0, weight.length);
    for (let t = view.from; t < view.to && most > 0; t++) {
      if (weight[t] <= most * 1e-3) continue;
      const half = Math.max(1.5, ((x(t + 1) - x(t)) / 2) * Math.sqrt(weight[t] / most));
      chart.svg.append(shape("rect", { x: (x(t) + x(t + 1)) / 2 - half, width: 2 * half, y: chart.bottom - 7,
        height: 7, style: "fill: var(--fail)" }, shape("title", {},
        `${timeText(t)}: ${fixed(weight[t] * 100, 1)} %`)));
    }
    timeAxis(chart, x);
    timeCursor(box, chart, steps, x, (k) => [
      [say("load", "负荷"), `${digits(load[k] * by)} ${name}`, "var(--line-load)"],
      [say("left", "剩余"), `${digits(left[k] * by)} ${name}`, "var(--exchange)"],
      ...groups().map((group) => [groupName(group),
        `${digits(mean(values(proof().groups[group]), steps[k], steps[k + 1]) * by)} ${name}`, groupColor(
          group)
      ]),
    ]);
  });
}

/** The deciding hours as a matrix of days and hours of the day. */
function bindingFigure() {
  const hours = () => assessment.assessments[entry].binding_hours;
  return figure({
    id: "binding-hours",
    title: say("Hours that decide the level", "决定削峰水平的时段"),
    note: say(
      "Full colour: the greatest weight. A weight is the MW of the level per MW of load in that hour; all sum to 100 %.",
      "颜色越深权重越大；权重为该时段负荷每变化 1 MW 引起的水平变化，合计 100%。"),
    table: () => ({ head: [say("Time", "时间"), say("Load (MW)", "负荷 (MW)"), say("Weight (%)", "权重 (%)")], rows: [
        ...hours()
      ].sort((a, b) => b.weight - a.weight).map(({ time, load_mw: load, weight }) => [time.slice(0, 16)
        .replace("T", " "), fixed(load, 1), fixed(weight * 100, 2)
      ]) }),
  }, (box, width) => {
    const days = [...new Set(hours().map(({ time }) => time.slice(0, 10)))].sort();
    const row = 24;
    const chart = frame(box, width, days.length * row + 34, say("Weights of the deciding hours by day and hour",
      "决定时段权重"), { top: 4, bottom: 30, left: 88 });
    const x = linear([0, 24], [chart.left, chart.right]);
    const most = Math.max(...hours().map(({ weight }) => weight));
    days.forEach((day, k) => chart.svg.append(shape("rect", { x: chart.left, width: chart.width, y: chart.top +
        k * row + 2, height: row - 4, style: "fill: var(--stage0)" }), shape("text", { x: chart.left - 7,
      y: chart.top + k * row + 16, "text-anchor": "end" }, day)));
    for (const { time, load_mw: load, weight } of hours()) {
      const from = Number(time.slice(11, 13)) + Number(time.slice(14, 16)) / 60;
      const length = stepSeconds() / 3600;
      chart.svg.append(shape("rect", { x: x(from) + 0.5, width: Math.max(1, x(from + length) - x(from) - 1),
        y: chart.top + days.indexOf(time.slice(0, 10)) * row + 2, height: row - 4,
        style: `fill: var(--fail); fill-opacity: ${0.15 + 0.85 * (weight / most)}` }, shape("title", {},
        `${time.slice(0, 16).replace("T", " ")}: ${fixed(load, 1)} MW, ${fixed(weight * 100, 2)} %`)));
    }
    for (const hour of [0, 6, 12, 18, 24]) chart.svg.append(shape("text", { x: x(hour), y: chart.bottom +
      16, "text-anchor": hour === 24 ? "end" : "middle" }, `${two(hour)}:00`));
  });
}

function resourceFigures() {
  const chosen = () => assessment.assessments[entry];
  const resources = () => chosen().resources;
  const bars = figure({
    id: "resource-chart",
    title: say("What each resource gives", "各资源削峰贡献"),
    note: () =>
      `${entryName(chosen())}. ${resources().some((one) => one.alone_mw != null) ? say("Outline: its power. Full: what it shaves alone. Dark: what is lost without it.", "外框：功率；浅色：单独削峰；深色：退出后损失。") : say("Its power; a brief assessment leaves out what each shaves.", "功率；简要评估不含各资源贡献。")}`,
    table: () => ({
      head: [say("Resource", "资源"), say("Group", "类别"), say("Power (MW)", "功率 (MW)"), say("Energy (MWh)",
        "电量 (MWh)"), say("Alone (MW)", "单独 (MW)"), say("Last in (MW)", "边际 (MW)"), say("Limited by",
        "限制因素")],
      rows: resources().map((one) => [one.name, groupName(one.group), digits(one.discharge_mw), digits(one
          .energy_mwh), fixed(one.alone_mw, 1), fixed(one.last_in_mw, 1), one
        .contributes_nothing_because ? exclusionName(one.contributes_nothing_because) : limitName(one
          .limited_by)
      ]),
    }),
  }, (box, width) => {
    const rows = resources();
    const left = Math.min(width * 0.34, 190);
    const rowHeight = 30;
    const chart = frame(box, width, rows.length * rowHeight + 44, say(
      "Power, alone and last-in shaving of each resource", "各资源功率、单独削峰与边际削峰"), { top: 4, bottom: 40, left,
      right: 96 });
    const x = linear(rounded(0, Math.max(...rows.map((one) => Math.max(one.discharge_mw, one.alone_mw ?? 0)), 1)),
      [chart.left, chart.right]);
    xAxis(chart, x, "MW");
    rows.forEach((one, k) => {
      const top = chart.top + k * rowHeight + 5;
      const bar = (value, style, height) => shape("rect", { x: x(0), width: Math.max(0, x(value) - x(0)),
        y: top + (20 - height) / 2, height, style });
      const color = groupColor(one.group);
      chart.svg.append(shape("text", { x: chart.left - 8, y: top + 14, "text-anchor": "end" }, shortened(one
          .name, left / 7.2)),
        bar(one.discharge_mw, `fill: none; stroke: ${color}; stroke-width: 1.5`, 20), bar(one.alone_mw ?? 0,
          `fill: ${color}; fill-opacity: .55`, 20), bar(one.last_in_mw ?? 0,
          `fill: ${color}; stroke: var(--ink); stroke-width: .6`, 12),
        shape("text", { x: x(Math.max(one.discharge_mw, one.alone_mw ?? 0)) + 6, y: top + 14 }, one
          .contributes_nothing_because ? exclusionName(one.contributes_nothing_because) : limitName(one
            .limited_by)));
    });
  });
  if (!chosen().groups?.length) return [bars, bindingFigure()];
  const shares = figure({
    id: "share-chart",
    title: say("Shapley shares", "Shapley 份额"),
    note: say("Shares that sum to what is shaved.", "各类资源份额，合计为总削峰量。"),
    table: () => ({ head: [say("Group", "类别"), "MW", "%"], rows: chosen().groups.map((one) => [groupName(one
        .name), fixed(one.shapley_mw, 1), fixed((one.shapley_mw / chosen().capability_mw) * 100, 1)
      ]) }),
  }, (box, width) => rankedBars(box, width, { rows: chosen().groups.map((one) => ({ name: groupName(one.name),
      value: one.shapley_mw, color: groupColor(one.name), text: `${fixed(one.shapley_mw, 1)} MW` })),
    kind: "MW", label: say("Shapley shares", "Shapley 份额") }));
  return [bars, make("div", { class: "pair" }, shares, bindingFigure())];
}

function frontierFigures() {
  const frontier = charts.frontier;
  if (!frontier || frontier.powers.length < 2 || frontier.hours.length < 2) return [];
  const { powers, hours, shaved } = frontier;
  const at = (i, j) => shaved[i * hours.length + j];
  const targets = assessment.verdicts.map(({ verdict }) => verdict).filter(({ indicator }) => indicator ===
    "peak_shaving_percent");
  const marks = [...new Set(targets.flatMap(({ target_percent: from, up_to_percent: to }) => [from, to]).filter((
    value) => value != null))];
  const [low, high] = [Math.min(...shaved), Math.max(...shaved)];
  const usual = ticks(low, high, 8);
  const levels = [...tickTexts(usual).map((text, k) => ({ level: usual[k], text: `${text} %` })).filter(({ level }) =>
    !marks.some((mark) => Math.abs(mark - level) < 1e-9)), ...marks.map((level) => ({ level,
    text: `${say("target", "目标")} ${plain(level)} %`, strong: true }))];
  const beyond = marks.filter((level) => level < low || level > high);
  const some = (list, most) => list.filter((_, k) => k % Math.ceil(list.length / most) === 0 || k === list.length -
  1);
  return [figure({
    id: "frontier-chart",
    title: say("What more storage would shave", "新增储能的削峰效果"),
    note: `${say("Storage of this power and duration, added to all there is; % of the maximum load, every point within 1e-4 of its bound.", "在现有资源之外新增相应功率与时长的储能；占最高负荷百分比，各点与下界相差不超过万分之一。")}${beyond.length ? ` ${beyond.map((level) => (level < low ? say(`The target of ${plain(level)} % is met without any.`, `目标 ${plain(level)}% 无需新增即可达到。`) : say(`The target of ${plain(level)} % is out of reach here.`, `目标 ${plain(level)}% 在此范围内无法达到。`))).join(" ")}` : ""}`,
    table: () => ({ head: [say("MW \\ h", "MW \\ 小时"), ...some(hours, 10).map((hour) => plain(hour))],
      rows: some(powers, 12).map((power) => [fixed(power), ...some(hours, 10).map((hour) => fixed(at(powers
          .indexOf(power), hours.indexOf(hour)), 2))]) }),
  }, (box, width) => contourChart(box, width, { xs: powers, ys: hours, at, levels, xTitle: say(
      "added power, MW", "新增功率，MW"), yTitle: say("hours at full power", "满功率时长，小时"), unitName: "%",
    label: say("Shaved share of the maximum load over added power and duration", "新增储能功率、时长与削峰率") }))];
}

function firmFigures() {
  const firm = assessment.firm;
  if (!firm?.length) return [];
  const value = (one, name) => one.quantiles.find((quantile) => quantile.name === name);
  return [figure({
    id: "firm-chart",
    title: say("Over sampled years: P5 to P95", "抽样年份：P5–P95"),
    note: say(
      `${fixed(firm[0].samples)} ${firm[0].years.length ? `samples of ${fixed(firm[0].years.length)} given years` : "drawn years of weather and load"}, with outages, seed ${firm[0].seed}; % of each year's maximum load. All but 5 % of the years shave more than P5. Dot: P50; ring: the case itself.`,
      `${firm[0].years.length ? `${fixed(firm[0].years.length)} 个给定年的 ${fixed(firm[0].samples)} 次抽样` : `${fixed(firm[0].samples)} 个抽样年（天气、负荷）`}，计及停运，种子 ${firm[0].seed}；占当年最高负荷百分比。95% 的年份高于 P5。圆点为 P50，圆环为算例本身。`
      ),
    table: () => ({ head: [say("Definition and basis", "口径"), ...["P5", "P50", "P95"].flatMap((name) => [
        `${name} (MW)`, `± (MW)`, `${name} (%)`, "± (%)"
      ])], rows: firm.map((one) => [entryName(one), ...["P5", "P50", "P95"].flatMap((name) => { const q =
          value(one, name); return [fixed(q.capability_mw, 1), fixed(q.capability_standard_error_mw,
          1), fixed(q.percent_of_maximum_load, 2), fixed(q.percent_standard_error, 2)]; })]) }),
  }, (box, width) => {
    const left = Math.min(width * 0.36, 230);
    const rowHeight = 42;
    const chart = frame(box, width, firm.length * rowHeight + 62, say("P5 to P95 of what can be shaved",
      "削峰能力 P5–P95 区间"), { top: 22, bottom: 40, left, right: 20 });
    const targets = assessment.verdicts.map(({ verdict }) => verdict.target_percent);
    const own = (one) => assessment.assessments.find(({ definition, basis }) => definition === one.definition &&
      basis === one.basis)?.percent_of_maximum_load;
    const most = Math.max(...firm.flatMap((one) => [value(one, "P95").percent_of_maximum_load, own(one) ?? 0]),
      ...targets);
    const x = linear(rounded(0, most * 1.05), [chart.left, chart.right]);
    xAxis(chart, x, say("% of maximum load", "% 最高负荷"));
    for (const target of new Set(targets)) chart.svg.append(shape("line", { x1: x(target), x2: x(target),
      y1: chart.top, y2: chart.bottom,
  style: "stroke: var(--fail)", "stroke-dasharray": "6 4", "stroke-width": 1.6 }), shape(
      "text", { class: "strong", x: x(target), y: chart.top - 7, "text-anchor": "middle" },
      `${say("target", "目标")} ${plain(target)} %`));
    firm.forEach((one, k) => {
      const middle = chart.top + (k + 0.5) * rowHeight;
      const [low, half, high] = ["P5", "P50", "P95"].map((name) => value(one, name)
      .percent_of_maximum_load);
      chart.svg.append(shape("text", { x: chart.left - 8, y: middle + 4, "text-anchor": "end" }, shortened(
          entryName(one), left / 7)),
        shape("rect", { x: x(low), width: Math.max(1, x(high) - x(low)), y: middle - 8, height: 16, rx: 3,
          style: "fill: var(--wind); fill-opacity: .45" }),
        shape("circle", { cx: x(half), cy: middle, r: 5, style: "fill: var(--ink)" }), own(one) == null ?
        null : shape("circle", { cx: x(own(one)), cy: middle, r: 6,
          style: "fill: none; stroke: var(--fail); stroke-width: 2" }),
        shape("text", { class: "halo", x: x(low) - 4, y: middle + 4, "text-anchor": "end" }, fixed(low,
          1)), shape("text", { class: "halo", x: Math.max(x(high), x(own(one) ?? 0)) + 9, y: middle + 4 },
          fixed(high, 1)));
    });
  })];
}

function regulationFigures() {
  const regulation = assessment.regulation;
  if (!regulation) return [];
  const months = regulation.months;
  const names = months.map(({ month }) => month);
  const facts = [
    [say("Surplus that finds no room", "无法消纳电量"), quantity("energy", regulation.curtailment_mwh)],
    regulation.minimum_output_needed_percent != null ? [say("Minimum output that would remove it", "消除缺口所需最小出力"),
      `${fixed(regulation.minimum_output_needed_percent, 1)} %`
    ] : null,
    [say("Charging that would remove it", "消除缺口所需充电能力"),
      `${quantity("power", regulation.extra_charging_mw)}, ${quantity("energy", regulation.extra_charging_mwh)}`
    ],
  ].filter(Boolean);
  const table = () => ({ head: [say("Month", "月份"), say("Days short", "缺口天数"), say("Least margin (MW)", "最小裕度 (MW)"),
      say("Surplus (MWh)", "无法消纳 (MWh)")
    ], rows: months.map((month) => [month.month, fixed(month.shortfall_days), fixed(month.worst_margin_mw, 1),
      fixed(month.curtailment_mwh)
    ]) });
  return [make("dl", {}, facts.flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)])), make(
    "div", { class: "pair" },
    figure({ id: "regulation-margin", title: say("Least margin of peak regulation", "月最小调峰裕度"), note: say(
          "Units at least stable output, storage counted; below zero a shortfall.", "机组最小技术出力，计入储能；负值为缺口。"),
        table }, (box, width) => barChart(box, width, { names, series: [{ name: say("margin", "裕度"),
          color: "var(--wind)", data: months.map((month) => Math.max(0, month.worst_margin_mw)) },
        { name: say("shortfall", "缺口"), color: "var(--fail)", data: months.map((month) => Math.min(0, month
            .worst_margin_mw)) }], kind: "power", label: say("Least margin of peak regulation by month",
          "各月最小调峰裕度") })),
    figure({ id: "regulation-surplus", title: say("Surplus that finds no room", "无法消纳电量"), table }, (box,
      width) => barChart(box, width, { names, series: [{ name: say("surplus", "无法消纳"), color: "", hatch: true,
          data: months.map((month) => month.curtailment_mwh) }], kind: "energy", label: say("Surplus by month",
          "各月无法消纳电量") })))];
}

contents = () => {
  followers = [];
  if (!view.to) {
    [view.from, view.to] = [0, charts.count];
    showDeciding();
  }
  const strip = charts.proofs.find(Boolean);
  const days = () => {
    const list = [];
    const seen = new Set();
    for (const one of assessment.assessments) {
      for (const { time } of [...one.binding_hours].sort((a, b) => b.weight - a.weight)) {
        const day = time.slice(0, 10);
        if (seen.has(day) || seen.size > 11) continue;
        seen.add(day);
        list.push([say("deciding day", "决定日"), stepOfTime(time)]);
      }
    }
    return list;
  };
  return {
    title: assessment.case,
    lines: [
      `${say("Peak shaving", "削峰能力评估")} · ${assessment.horizon.start.slice(0, 16).replace("T", " ")} – ${assessment.horizon.end.slice(0, 16).replace("T", " ")} · ${say("maximum load", "最高负荷")} ${quantity("power", assessment.maximum_load_mw)}`
    ],
    sections: [
      section("indicators", say("Targets and capability", "目标与能力"), make("div", { class: "cards wide" },
        verdictCards(), entryCards())),
      section("dispatch", say("Shaved peak days", "削峰日过程"), strip ? [timeControl(values(strip.load), say("Load",
        "负荷"), days()), shavingFigure()] : []),
      section("resources", say("Resources", "资源贡献"), resourceFigures()),
      section("frontier", say("Added storage", "新增储能"), frontierFigures()),
      section("firm", say("Firmness", "可靠性"), firmFigures()),
      section("regulation", say("Peak regulation", "调峰平衡"), regulationFigures()),
      section("run", say("Case and run", "算例与运行"), make("figure", { id: "run-facts" }, make("dl", {}, [
        [say("Case", "算例"), assessment.case],
        [say("Horizon", "时段"),
          `${assessment.horizon.start} – ${assessment.horizon.end}, ${fixed(assessment.horizon.steps)} × ${assessment.horizon.step_minutes} min`
        ],
        assessment.command ? [say("Command", "命令行"), make("code", {}, commandText(assessment.command))] :
        null, [say("Version", "版本"), assessment.version],
        [say("Proof", "证明"), say(
          `every level within ${Math.max(...assessment.assessments.map(({ relative_gap: gap }) => gap)).toExponential(1)} of its bound; schedules checked: ${assessment.assessments.every((one) => one.schedule_checked) ? "all hold" : "FAILED"}`,
          `各水平与下界相对差不超过 ${Math.max(...assessment.assessments.map(({ relative_gap: gap }) => gap)).toExponential(1)}；方案校核：${assessment.assessments.every((one) => one.schedule_checked) ? "全部通过" : "未通过"}`
          )],
      ].filter(Boolean).flatMap(([name, text]) => [make("dt", {}, name), make("dd", {}, text)])))),
    ],
  };
};

showPage();