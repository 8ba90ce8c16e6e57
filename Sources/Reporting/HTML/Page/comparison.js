"use strict";
// Results side by side: what differs, targets, curves over each other, differences by cause and by month.

const { comparison, labels } = page;
const { results } = comparison;
page.summary = { currency: labels.currency };

const letter = (k) => (k < 26 ? String.fromCharCode(65 + k) : String(k + 1));
const color = (k) => ["var(--ink)", "var(--wind)", "var(--fail)", "var(--pumped)", "var(--battery)", "var(--solar)"][k % 6];
const both = (pair) => say(...pair);
const others = results.map((_, k) => k).slice(1);
const against = (k) => `${letter(k)} − ${letter(0)}`;
const signed = (text, value) => (value > 0 ? `+${text}` : text);
const percent = (value) => (value == null ? "–" : `${signed(fixed(value, Math.abs(value) < 1000 ? 2 : 0), value)} %`);

/** The unit that suits a row, with `text(value)` and `change(difference)` in it. */
function scale(unitName, numbers) {
  const kind = { MW: "power", MWh: "energy", t: "mass" }[unitName] ?? (unitName && unitName === labels.currency ? "money" : unitName);
  const most = Math.max(0, ...numbers.filter((value) => value != null).map(Math.abs));
  const { by, name } = unit(kind, most);
  const places = placesFor(most * by);
  const isSame = (value) => Math.abs(value) <= Math.max(1e-8 * most, 1e-6);
  return {
    by, name, text: (value) => (value == null ? "–" : fixed(value * by, places)),
    change: (value) => (value == null ? "–" : isSame(value) ? "0" : signed(digits(value * by), value)),
  };
}

const rows = comparison.indicators.map((row, k) => ({ ...row, ...labels.indicators[k] }));
/** A label that is set in belongs to the one before it. */
const isPart = (row) => row.label[0].startsWith(" ");
const fullName = (row) => (isPart(row) ? `${both(rows.slice(0, rows.indexOf(row)).findLast((one) => !isPart(one)).label)}${say(" ", "：")}` : "") + both(row.label).trim();

function headlines() {
  return rows.filter(({ main }) => main).map((row) => {
    const { name, text, change } = scale(row.unit, row.values);
    return card({
      id: row.name, name: fullName(row), value: text(row.values[0]), unit: name,
      more: others.map((k) => make("div", {}, `${letter(k)} ${text(row.values[k])} (${change(row.differences[k])}${row.unit === "%" || row.percents[k] == null ? "" : `, ${percent(row.percents[k])}`})`)),
    });
  });
}

function tables() {
  const groups = [...new Set(rows.map(({ group }) => group[0]))];
  const head = [say("Indicator", "指标"), say("Unit", "单位"), letter(0), ...others.flatMap((k) => [letter(k), against(k), "%"])];
  return groups.map((group) => {
    const own = rows.filter((row) => row.group[0] === group);
    const cells = own.map((row) => {
      const { name, text, change } = scale(row.unit, row.values);
      return [isPart(row) ? `\u2003${both(row.label).trim()}` : both(row.label), name, text(row.values[0]), ...others.flatMap((k) => [text(row.values[k]), change(row.differences[k]), row.unit === "%" ? "" : percent(row.percents[k])])];
    });
    return make("figure", { id: `table-${group.toLowerCase().replaceAll(" ", "-")}` }, make("h3", {}, both(own[0].group)), make("div", { class: "scroll whole" }, tableOf({ head, rows: cells })));
  });
}

function targetTable() {
  if (!comparison.targets.length) return [];
  const word = (met, value) => (met === true ? `✓ ${say("met", "达标")}` : met === false ? `✗ ${say("not met", "未达标")}` : value == null ? "" : say("open", "未定"));
  return [make("figure", { id: "targets-table" }, make("div", { class: "scroll whole" }, tableOf({
    head: [say("Target", "目标"), ...results.map((_, k) => letter(k))],
    rows: comparison.targets.map(({ values, met }, k) => ({
      cells: [both(labels.targets[k].label), ...values.map((value, i) => `${fixed(value, 2)} ${labels.targets[k].unit} ${word(met[i], value)}`)],
      bad: new Set(met.flatMap((isMet, i) => (isMet === false ? [i + 1] : []))),
    })),
  })))];
}

const resultKeys = (shown) => shown.map((k) => key(`${letter(k)} ${results[k].folder}`, color(k), k % 2 ? "dashed" : "line"));

function curveFigures() {
  return comparison.duration_curves.map((curve, i) => {
    const shown = results.map((_, k) => k).filter((k) => curve.values[k]);
    const shares = [0, 1, 5, 10, 25, 50, 75, 90, 95, 99, 100];
    const fit = () => scale(curve.unit, curve.values.flatMap((list) => list ?? []));
    return figure({
      id: `curve-${curve.quantity}`, title: both(labels.curves[i]), legend: () => resultKeys(shown),
      table: () => ({ head: [`${say("% of the time", "时间占比 %")}`, ...shown.map((k) => `${letter(k)} (${fit().name})`)], rows: shares.map((share) => [String(share), ...shown.map((k) => fit().text(curve.values[k][share]))]) }),
    }, (box, width) => {
      const { by, name } = fit();
      const all = shown.flatMap((k) => curve.values[k]).map((value) => value * by);
      const area = frame(box, width, 270, `${both(labels.curves[i])}: ${say("duration curves", "持续曲线")}`, { bottom: 40 });
      const x = linear([0, 100], [area.left, area.right]);
      const y = linear(rounded(Math.min(0, ...all), Math.max(...all)), [area.bottom, area.top]);
      yAxis(area, y, name);
      xAxis(area, x, say("% of the time held or exceeded", "不低于该值的时间占比 %"));
      for (const k of shown) {
        const path = curve.values[k].map((value, at) => `${at ? "L" : "M"}${x(curve.percent_of_time[at]).toFixed(1)} ${y(value * by).toFixed(1)}`).join("");
        area.svg.append(shape("path", { class: "line", d: path, style: `stroke: ${color(k)}; stroke-width: 1.9`, "stroke-dasharray": k % 2 ? "6 3" : null }));
      }
    });
  });
}

function costFigures() {
  const parts = rows.filter(({ name }) => name.startsWith("cost."));
  return others.flatMap((k) => {
    const changed = parts.filter((row) => row.differences[k] != null && Math.abs(row.differences[k]) > 1e-6)
      .sort((a, b) => Math.abs(b.differences[k]) - Math.abs(a.differences[k]));
    if (!changed.length) return [];
    const texts = changed.map((row) => scale(row.unit, changed.map((one) => one.differences[k])));
    return [figure({
      id: `cost-${letter(k)}`, title: `${say("Cost", "费用")}: ${against(k)}`,
      table: () => ({ head: [say("Part", "项目"), letter(0), letter(k), against(k)], rows: changed.map((row) => { const s = scale(row.unit, row.values); return [both(row.label), s.text(row.values[0]), s.text(row.values[k]), s.change(row.differences[k])]; }) }),
    }, (box, width) => rankedBars(box, width, { rows: changed.map((row, i) => ({ name: both(row.label), value: row.differences[k], color: row.differences[k] > 0 ? "var(--fail)" : "var(--pass)", text: `${texts[i].change(row.differences[k])} ${texts[i].name}` })), kind: "money", label: `${say("Differences of cost", "费用之差")}: ${against(k)}` }))];
  });
}

function monthFigures() {
  return others.flatMap((k) => comparison.months.flatMap((row, i) => {
    const change = row.months.map((_, m) => (row.values[0][m] == null || row.values[k][m] == null ? null : row.values[k][m] - row.values[0][m]));
    if (!change.some((value) => Math.abs(value ?? 0) > 1e-3)) return [];
    // A month is of the base's year.
    const names = row.months.map((month) => `${results[0].horizon.start.slice(0, 4)}-${two(month)}`);
    const kind = row.unit === "MWh" ? "energy" : row.unit;
    return [figure({
      id: `months-${row.quantity}-${letter(k)}`, title: `${both(labels.months[i])}: ${against(k)}`,
      table: () => { const s = scale(row.unit, [...row.values[0], ...row.values[k]]); return { head: [say("Month", "月份"), `${letter(0)} (${s.name})`, letter(k), against(k)], rows: row.months.map((month, m) => [String(month), s.text(row.values[0][m]), s.text(row.values[k][m]), s.change(change[m])]) }; },
    }, (box, width) => barChart(box, width, { names, series: [{ name: against(k), color: color(k), data: change.map((value) => value ?? 0) }], kind, label: `${both(labels.months[i])}: ${say("differences by month", "逐月之差")}`, height: 220 }))];
  }));
}

const inPairs = (figures) => (figures.length ? [make("div", { class: "pair" }, figures)] : []);

contents = () => ({
  title: say("Results side by side", "结果对比"),
  lines: [
    make("dl", { id: "results" }, results.flatMap(({ folder, case: name, horizon, status }, k) => [
      make("dt", {}, `${letter(k)}${k ? "" : say(" (base)", "（基准）")}`),
      make("dd", {}, `${folder} · ${name} · ${horizon.start.slice(0, 16).replace("T", " ")} – ${horizon.end.slice(0, 16).replace("T", " ")} · ${fixed(horizon.steps)} × ${horizon.step_minutes} min${status ? ` · ${term("statuses", status)}` : ""}`),
    ])),
    ...labels.caveats.map((caveat) => make("p", { class: "warning" }, both(caveat))),
  ],
  sections: [
    section("indicators", say("What matters first", "主要指标"), make("div", { class: "cards wide" }, headlines())),
    section("targets", say("Targets", "规划目标"), targetTable()),
    section("curves", say("Duration curves", "持续曲线"), inPairs(curveFigures())),
    section("costs", say("Where the cost differs", "费用差异"), inPairs(costFigures())),
    section("months", say("Month by month", "逐月差异"), inPairs(monthFigures())),
    section("tables", say("Every number", "全部指标"), tables()),
  ],
});

showPage();
