"use strict";
// The indicators of a dispatch as cards: targets with pass and fail first.

function targetText({ indicator, minimum, maximum }) {
  const name = indicator === "coal_rate_gce_per_kwh" ? "gce/kWh" : "%";
  if (minimum != null && maximum != null) return `${say("target", "目标")} ${plain(minimum)}–${plain(maximum)} ${name}`;
  return `${say("target", "目标")} ${minimum != null ? "≥" : "≤"} ${plain(minimum ?? maximum)} ${name}`;
}

function targetCards() {
  return (summary.targets ?? []).map((check) => {
    const verdict = check.met === true ? "pass" : check.met === false ? "fail" : "open";
    const text = check.met === true ? say("met", "达标") : check.met === false ? say("not met", "未达标") :
      check.value != null ? say("left open", "待定") : say("not applicable", "不适用");
    const open = check.met == null && check.value != null ?
      say("What could be called upon: griddispatch assess.", "最大能力见 griddispatch assess。") : moreOf(check
        .indicator);
    return card({
      id: check.indicator,
      name: term("targets", check.indicator),
      value: fixed(check.value, 2),
      unit: check.indicator === "coal_rate_gce_per_kwh" ? "gce/kWh" : "%",
      verdict,
      verdictText: `${text} · ${targetText(check)}`,
      more: open,
    });
  });
}

/** What a card of an indicator says besides the value. */
function moreOf(indicator) {
  const i = summary.indicators;
  const hours = (value) => (value == null ? null : `${fixed(value)} ${say("h used", "利用小时")}`);
  switch (indicator) {
    case "renewable_utilisation_percent":
      return i?.new_energy ?
        `${say("curtailed", "弃电")} ${quantity("energy", i.new_energy.curtailed_mwh)} (${fixed(i.new_energy.curtailment_percent, 2)} %)` :
        null;
    case "coal_rate_gce_per_kwh":
      return hours(i?.utilisation_hours?.thermal);
    case "wind":
      return hours(i?.utilisation_hours?.wind);
    case "solar":
      return hours(i?.utilisation_hours?.solar);
    default:
      return null;
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
  const sizeless = (id, name, value, unitName, places, more) => value == null ? null : card({ id, name, value: fixed(
      value, places), unit: unitName, more });
  const load = i.energy?.find(({ source }) => source === "load")?.energy_mwh;
  const generation = i.energy?.filter(({ source }) => !["storage-discharge", "storage-charge", "interruption",
    "shifted", "export", "import", "conversion", "unserved", "load"
  ].includes(source)).reduce((t, e) => t + e.energy_mwh, 0);
  return [
    sized("cost", say("Total cost", "总成本"), "money", summary.objective, summary.gap != null ?
      `${say("proven within", "已证明间隙")} ${digits(summary.gap * 100, 3)} %` : say("no bound proven", "未证明下界")),
    targeted.has("renewable_utilisation_percent") ? null : sizeless("utilisation", say("Wind and solar utilisation",
      "新能源利用率"), i.new_energy?.utilisation_percent, "%", 2, moreOf("renewable_utilisation_percent")),
    sizeless("wind", say("Wind curtailment", "弃风率"), i.wind?.curtailment_percent, "%", 2, moreOf("wind")),
    sizeless("solar", say("Solar curtailment", "弃光率"), i.solar?.curtailment_percent, "%", 2, moreOf("solar")),
    targeted.has("renewable_share_percent") ? null : sizeless("renewable-share", say("Renewable share",
      "可再生能源发电量占比"), i.renewable_share_percent, "%", 2, `${say("of", "总发电量")} ${quantity("energy", generation)}`),
    targeted.has("coal_rate_gce_per_kwh") ? null : sizeless("coal-rate", say("Coal rate", "供电煤耗"), i
      .coal_rate_gce_per_kwh, "gce/kWh", 2, moreOf("coal_rate_gce_per_kwh")),
    sized("co2", say("CO2", "二氧化碳排放"), "mass", i.co2_t, generation ?
      `${fixed((i.co2_t / generation) * 1000)} g/kWh` : null),
    sized("load", say("Maximum load", "最高负荷"), "power", i.load?.maximum_mw, load ?
      `${say("energy", "用电量")} ${quantity("energy", load)}` : null),
    sizeless("peak-valley", say("Peak-valley ratio", "最大峰谷差率"), i.load?.ratio_percent, "%", 1,
      `${say("difference", "峰谷差")} ${quantity("power", i.load?.difference_mw)}`),
    targeted.has("peak_shaving_percent") ? null : sizeless("peak-shaving", say("Peak shaved by storage and demand",
      "电网削峰"), i.peak_shaving?.percent_of_maximum_load, "%", 2, quantity("power", i.peak_shaving?.power_mw)),
    sizeless("cycles", say("Storage cycles", "储能等效循环"), i.storage?.equivalent_full_cycles, say("times", "次"), 1, i
      .storage?.round_trip_percent != null ?
      `${say("round trip", "综合效率")} ${fixed(i.storage.round_trip_percent, 1)} %` : null),
    i.starts != null ? sizeless("starts", say("Unit starts", "机组启动"), i.starts, say("starts", "次"), 0) : null,
    sizeless("unserved", say("Unserved energy", "失负荷电量"), i.unserved_energy_mwh, "MWh", 0,
      `${fixed(i.unserved_hours)} ${say("hours", "小时")}`),
  ].filter(Boolean);
}

function auditCard() {
  const audit = summary.audit;
  if (!audit) return null;
  return card({
    id: "audit",
    name: say("Audit", "校核"),
    value: audit.passed ? say("passed", "通过") : say("failed", "未通过"),
    verdict: audit.passed ? "pass" : "fail",
    verdictText: audit.passed ? say("every rule holds in every step", "各时段全部约束成立") :
      `${fixed(audit.violations)} ${say("violations", "处违反")}`,
  });
}

