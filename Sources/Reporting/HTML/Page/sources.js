"use strict";
// Sources and uses of a dispatch: their names, colours and order in a stack.

const { summary, charts } = page;

const storeKinds = { pumped: "pumped", battery: "battery", "compressed-air": "compressed-air",
  mine: "compressed-air", hydro: "hydro", other: "other-store" };
const stackOrder = ["nuclear", "coal", "gas", "oil", "biomass", "hydro", "import", "exchange", "discharge",
  "process", "response", "wind", "solar", "unserved"
];
const palette = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7a5195", "#8c6d31", "#4d4d4d",
  "#b2df8a", "#a6761d", "#1b9e77"
];

/** A fuel by its usual name. */
const usual = (fuel) => ({ ng: "gas" })[fuel] ?? fuel;

function sourceColor(source) {
  const [kind, technology] = usual(source).split(":");
  if (technology) return `var(--${storeKinds[technology] ?? "other-store"})`;
  return `var(--${(stackOrder.includes(kind) && kind !== "process") || kind === "curtailed" || kind === "export" ? kind : "other-fuel"})`;
}

function sourceName(source) {
  const [kind, technology] = source.split(":");
  const store = technology && term("groups", technology);
  switch (kind) {
    case "discharge":
      return say(`${store}, giving`, `${store}放电`);
    case "charge":
      return say(`${store}, charging`, `${store}充电`);
    case "response":
      return say("demand response", "需求响应");
    case "response-up":
      return say("load shifted in", "负荷转入");
    case "exchange":
      return say("from outside", "区外受入");
    case "process":
      return say("processes, giving", "其他过程供电");
    case "process-use":
      return say("processes, drawing", "其他过程用电");
    case "curtailed":
      return say("curtailed", "弃电");
    case "load":
      return say("load", "负荷");
    default: {
      const name = term("sources", usual(kind));
      return state.language === "en" ? name.toLowerCase() : name;
    }
  }
}

/** Uses besides load and what stores charge. */
const otherUses = ["response-up", "conversion", "process-use"];

/** Keys of the series of an area that stand above zero, from below; unknown fuels after oil. */
function stacked(series) {
  const place = (source) => {
    const kind = usual(source).split(":")[0];
    const at = stackOrder.indexOf(kind);
    return at < 0 ? 3.5 : at;
  };
  return Object.keys(series)
    .filter((k) => !["load", "net-load", "export", "curtailed", "unmanaged", ...otherUses].includes(k) && !k.startsWith(
      "charge:"))
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}
const below = (series) => [...Object.keys(series).filter((k) => k.startsWith("charge:")).sort(), ...otherUses.filter((
  k) =>
  k in series)];

const added = (...list) => {
  const known = list.filter(Boolean);
  const total = new Float64Array(page.charts.count);
  for (const series of known)
    for (let t = 0; t < total.length; t++) total[t] += series[t];
  return total;
};
const less = (series, other) => (other ? series.map((value, t) => value - other[t]) : series);
const seriesOf = (k, index = 0) => charts.areas[index]?.series[k] && values(charts.areas[index].series[k]);

