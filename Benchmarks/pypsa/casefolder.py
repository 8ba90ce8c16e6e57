"""Reads a GridDispatch case folder: an independent reader, for the comparison only."""

from pathlib import Path

import numpy as np
import pandas as pd
import yaml

EFFICIENCY = {"pumped": 0.87, "battery": 0.94, "compressed-air": 0.8, "other": 1.0}
SERIES = {
    "load": ["series/load.csv"],
    "availability": ["series/wind.csv", "series/solar.csv"],
    "thermal_availability": ["series/thermal-availability.csv"],
    "must_run": ["series/must-run.csv"],
    "export": ["series/export.csv"],
    "reserve": ["series/reserve.csv"],
}
# What dispatch.py has no rows for; `DispatchBenchmark write --plain` writes a case without it.
TABLES = {"buses", "lines", "thermal-units", "coal-rate-curves", "renewables", "storages", "interruptible-loads"}
TABLES |= {"shiftable-loads", "export-channels"}
REFUSED = {"carrier", "load_mw", "heat_bus", "regular_min_mw", "min_renewable_percent", "levels_mw", "loss_percent"}
REFUSED |= {"energy_mwh_per_day", "fuel_gj_per_mwh", "inflow_mw", "max_energy_per_week_mwh", "max_cycles_per_day"}


class Case:
    """Tables with the currency dropped from column names, and series as arrays over the steps."""

    def __init__(self, folder, hours=None):
        self.folder = Path(folder)
        settings = yaml.safe_load((self.folder / "case.yaml").read_text(encoding="utf-8"))
        self.currency = str(settings.get("currency", "CNY")).lower()
        settings = {key.replace(f"_{self.currency}", ""): value for key, value in settings.items()}
        self.name = settings["name"]
        self.step_hours = int(settings.get("step_minutes", 60)) / 60
        self.value_of_lost_load = float(settings.get("value_of_lost_load_per_mwh", 30000))
        self.co2_price = float(settings.get("co2_price_per_t", 0))
        self.is_dc = settings.get("network", "transport") == "dc"
        self._read_series(settings.get("series") or {})
        whole = len(self.series["load"])
        self.steps = whole if hours is None else min(whole, round(hours / self.step_hours))
        start = pd.Timestamp(str(settings["start"])).tz_localize(None)
        self.times = pd.date_range(start, periods=self.steps, freq=pd.Timedelta(hours=self.step_hours))
        strange = [file.name for file in self.folder.glob("*.csv") if file.stem not in TABLES]
        if strange:
            raise SystemExit(f"{self.folder} has {', '.join(sorted(strange))}: write it with --plain")
        self.buses = self._table("buses.csv")
        self.lines = self._table("lines.csv")
        self.units = self._table("thermal-units.csv")
        self.curves = self._table("coal-rate-curves.csv")
        self.renewables = self._table("renewables.csv")
        self.storages = self._table("storages.csv")
        self.interruptible = self._table("interruptible-loads.csv")
        self.shiftable = self._table("shiftable-loads.csv")
        self.exports = self._table("export-channels.csv")
        rules = [
            {key.replace(f"_{self.currency}", ""): value for key, value in rule.items()}
            for rule in settings.get("reserves") or []
        ]
        # Requirements look at the whole case; only then is it cut.
        self.reserves = [self._reserve(rule, whole) for rule in rules]

    def _read_series(self, paths):
        self.series = {}
        for kind, defaults in SERIES.items():
            named = paths.get(kind, defaults)
            files = [self.folder / path for path in ([named] if isinstance(named, str) else named)]
            tables = [pd.read_csv(file, index_col=0) for file in files if file.exists()]
            self.series[kind] = pd.concat(tables, axis=1) if tables else pd.DataFrame()

    def _table(self, name):
        file = self.folder / name
        if not file.exists():
            return []
        table = pd.read_csv(file, dtype=str, comment="#")
        table.columns = [column.replace(f"_{self.currency}", "") for column in table.columns]
        for column in REFUSED.intersection(table.columns):
            if (table[column].dropna() != "electricity").any():
                raise SystemExit(f"{file} has {column}: write the case with --plain")
        return [
            {
                key: "inf" if value.strip() == "unlimited" else value.strip()
                for key, value in row.items()
                if isinstance(value, str) and value.strip()
            }
            for row in table.to_dict("records")
        ]

    def column(self, kind, name, default, steps=None):
        """A series by name, or the default in all steps."""
        steps = steps or self.steps
        if name in self.series[kind].columns:
            return self.series[kind][name].to_numpy(dtype=float)[:steps]
        return np.full(steps, float(default))

    def availability(self, plant, steps=None):
        wanted = plant.get("availability", plant["name"])
        if wanted in self.series["availability"].columns:
            return self.column("availability", wanted, 0, steps)
        return np.full(steps or self.steps, float(wanted))

    def zone(self, bus):
        return next(row.get("zone", row["name"]) for row in self.buses if row["name"] == bus)

    def _reserve(self, rule, whole):
        zone = str(rule["zone"]) if "zone" in rule else None
        names = {row["name"] for row in self.buses if zone in (None, row.get("zone", row["name"]))}
        load = sum((self.column("load", name, 0, whole) for name in names), np.zeros(whole))
        needed = np.full(whole, float(rule.get("mw", 0)))
        if rule.get("series"):
            needed += self.column("reserve", rule["name"], 0, whole)
        needed += float(rule.get("percent_of_load", 0)) / 100 * load
        needed += float(rule.get("percent_of_maximum_load", 0)) / 100 * load.max()
        for plant in self.renewables:
            part = float(rule.get(f"percent_of_{plant['technology']}", 0)) / 100
            if part and plant["bus"] in names:
                needed += part * float(plant["capacity_mw"]) * self.availability(plant, whole)
        if rule.get("at_least_largest_unit"):
            largest = max((float(unit["capacity_mw"]) for unit in self.units if unit["bus"] in names), default=0)
            needed = np.maximum(needed, largest)
        return {
            "name": rule["name"],
            "direction": rule["direction"],
            "buses": names,
            "needed": needed[: self.steps],
            "price": float(rule.get("shortfall_price_per_mwh", self.value_of_lost_load / 3)),
        }

    def days(self):
        """Number of the local day of every step."""
        return ((self.times - pd.Timestamp("1970-01-01")) // pd.Timedelta(days=1)).to_numpy()

    def windows(self, hours):
        """Number of the window of every step; windows that divide days begin at midnight, others on the first day."""
        seconds = max(round(self.step_hours * 3600), round(hours * 3600))
        local = ((self.times - pd.Timestamp("1970-01-01")) // pd.Timedelta(seconds=1)).to_numpy()
        anchor = 0 if 86400 % seconds == 0 else self.days()[0] * 86400
        return (local - anchor) // seconds

    def fuel_curve(self, unit):
        """Outputs (MW) and fuel (tce/h) from minimum output to capacity, convex."""
        capacity = float(unit["capacity_mw"])
        minimum = float(unit.get("min_output_mw", 0))
        rate = float(unit["coal_rate_gce_per_kwh"]) if "coal_rate_gce_per_kwh" in unit else None
        if "coal_rate_curve" not in unit:
            outputs = [minimum, capacity] if minimum < capacity else [capacity]
            return np.array(outputs), np.array(outputs) * rate / 1000
        points = [row for row in self.curves if row["curve"] == unit["coal_rate_curve"]]
        loads = np.array([float(row["load_percent"]) / 100 for row in points]) * capacity
        rates = np.array([float(row["coal_rate_gce_per_kwh"]) for row in points])
        if rate is not None:
            rates = rates * rate / rates[-1]
        inner = [x for x in loads if minimum + 1e-9 < x < capacity - 1e-9]
        outputs = np.array([minimum] + inner + ([capacity] if capacity > minimum + 1e-9 else []))
        fuels = np.interp(outputs, loads, loads * rates / 1000)
        fuels = np.where(outputs < loads[0], outputs * rates[0] / 1000, fuels)
        fuels = np.where(outputs > loads[-1], outputs * rates[-1] / 1000, fuels)
        return convex(outputs, fuels)


def convex(outputs, fuels):
    """Lower convex envelope of the points."""
    kept = []
    for i in range(len(outputs)):
        while len(kept) >= 2:
            a, b = kept[-2], kept[-1]
            if (fuels[b] - fuels[a]) * (outputs[i] - outputs[a]) > (fuels[i] - fuels[a]) * (outputs[b] - outputs[a]):
                kept.pop()
            else:
                break
        kept.append(i)
    return outputs[kept], fuels[kept]
