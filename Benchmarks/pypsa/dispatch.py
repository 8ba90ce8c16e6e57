"""Solves the dispatch of a GridDispatch case folder, or a CSV folder of PyPSA's, with PyPSA and HiGHS, and prints one line
of JSON.

The same LP as `griddispatch solve` without commitment, as a careful user of PyPSA would build it: one generator per cost
segment, what cannot be decided moved into the load, and the rest (joint ramps, reserves, budgets, windows) as vectorised
linopy constraints; no LP file, no names, no duals but those HiGHS returns anyway.
"""

import argparse
import json
import logging
import resource
import sys
import time
import warnings
from pathlib import Path

warnings.filterwarnings("ignore")
import highspy  # noqa: E402
import numpy as np  # noqa: E402
import pandas as pd  # noqa: E402
import pypsa  # noqa: E402
import xarray as xr  # noqa: E402

from casefolder import EFFICIENCY, Case, convex  # noqa: E402

INFINITE = float("inf")


class Folder:
    """A CSV folder of PyPSA's, taken as it is."""

    def __init__(self, folder):
        self.network = pypsa.Network(folder)
        self.name = self.network.name or Path(folder).name
        self.steps = len(self.network.snapshots)

    constant = property(lambda self: self.network.objective_constant)
    add_constraints = None


class Dispatch:
    def __init__(self, case):
        self.case = case
        self.name = case.name
        self.steps = case.steps
        self.dt = case.step_hours
        self.constant = 0.0
        self.network = pypsa.Network()
        self.network.set_snapshots(case.times)
        self.network.snapshot_weightings = self.network.snapshot_weightings.astype(float) * self.dt
        self.load = {bus["name"]: case.column("load", bus["name"], 0) for bus in case.buses}
        self.unserved_limit = {name: load.copy() for name, load in self.load.items()}
        self.generators = {}
        self.ramped = []
        self.segments = {}
        self.floors = {}
        self.available = {}
        self.network.add("Bus", list(self.load))
        for unit in case.units:
            self.add_unit(unit)
        for plant in case.renewables:
            self.add_renewable(plant)
        self.add_flexible_loads()
        for channel in case.exports:
            self.add_export(channel)
        for bus, load in self.unserved_limit.items():
            if load.max() > 0:
                self.generator(f"unserved {bus}", bus, load, case.value_of_lost_load)
        self.add_generators()
        self.add_storages()
        self.add_lines()
        loads = pd.DataFrame(self.load, index=case.times)
        self.network.add("Load", loads.columns, suffix=" load", bus=loads.columns, p_set=loads)

    def generator(self, name, bus, limit, cost, sign=1):
        """Output from 0 to a limit; limit and cost are a number or one per step. Added all at once later."""
        limit = np.broadcast_to(np.asarray(limit, dtype=float), (self.steps,))
        self.generators[name] = (bus, limit, cost, sign)

    def add_generators(self):
        index = self.case.times
        rows = self.generators
        names = list(rows)
        sizes = np.array([rows[name][1].max(initial=0) for name in names])
        varying = [name for name in names if np.ptp(rows[name][1]) > 0]
        priced = [name for name in names if np.ndim(rows[name][2]) > 0]
        limits = pd.DataFrame({name: rows[name][1] / rows[name][1].max() for name in varying}, index=index)
        prices = pd.DataFrame({name: rows[name][2] for name in priced}, index=index)
        for group, is_varying in ((varying, True), ([n for n in names if n not in set(varying)], False)):
            if not group:
                continue
            size = dict(zip(names, sizes))
            self.network.add(
                "Generator",
                group,
                bus=[rows[name][0] for name in group],
                p_nom=[size[name] for name in group],
                marginal_cost=[0.0 if np.ndim(rows[name][2]) else float(rows[name][2]) for name in group],
                sign=[rows[name][3] for name in group],
                **({"p_max_pu": limits[group]} if is_varying else {}),
            )
        if priced:
            self.network.generators_t.marginal_cost = prices

    def add_unit(self, unit):
        case, steps = self.case, self.steps
        name, capacity, minimum = unit["name"], float(unit["capacity_mw"]), float(unit.get("min_output_mw", 0))
        available = capacity * case.column("thermal_availability", name, 1)
        always = unit.get("must_run", "no").lower() in ("yes", "true", "1")
        must_run = case.column("must_run", name, always) > 0.5
        floor = np.where(must_run, np.minimum(minimum, available), 0)
        outputs, fuels = case.fuel_curve(unit)
        co2 = float(unit.get("co2_t_per_tce", 2.7 if unit.get("fuel", "coal") == "coal" else 0))
        price = float(unit.get("fuel_price_per_tce", 900)) + case.co2_price * co2
        other = float(unit.get("variable_cost_per_mwh", 0))

        def segments(outputs, fuels):
            widths = np.diff(outputs)
            return widths, np.diff(fuels) / widths * price + other

        on = segments(outputs, fuels)
        positive = outputs > 0
        free = segments(*convex(np.append(0, outputs[positive]), np.append(0, fuels[positive])))
        is_on = must_run & (available >= minimum)
        held = must_run & ~is_on
        self.constant += self.dt * is_on.sum() * (fuels[0] * price + other * outputs[0])
        for t in np.flatnonzero(held):
            below = np.concatenate(([0], np.cumsum(free[0])))
            self.constant += self.dt * np.sum(free[1] * np.clip(available[t] - below[:-1], 0, free[0]))

        self.segments[name] = []
        kinds = [(on, is_on), (free, ~is_on)]
        for k in range(max(len(curve[0]) for curve, where in kinds if where.any())):
            limit, cost = np.zeros(steps), np.zeros(steps)
            for (widths, slopes), where in kinds:
                if k < len(widths):
                    start = (outputs[0] if where is is_on else 0) + widths[:k].sum()
                    room = np.where(held, 0, available) - start
                    limit = np.where(where, np.clip(room, 0, widths[k]), limit)
                    cost = np.where(where, slopes[k], cost)
            if limit.max() > 0:
                segment = f"{name} {k}"
                self.generator(segment, unit["bus"], limit, cost[0] if np.ptp(cost) == 0 else cost)
                self.segments[name].append(segment)
        self.load[unit["bus"]] = self.load[unit["bus"]] - floor
        self.floors[name], self.available[name] = floor, available

        up = float(unit.get("ramp_up_mw_per_hour", INFINITE)) * self.dt
        down = float(unit.get("ramp_down_mw_per_hour", unit.get("ramp_up_mw_per_hour", INFINITE))) * self.dt
        if min(up, down) < capacity - floor.min() and self.segments[name]:
            hours = float(unit.get("initial_hours", 0))
            before = float(unit.get("initial_output_mw", minimum)) if hours > 0 else None
            self.ramped.append((name, up, down, before))

    def add_renewable(self, plant):
        available = float(plant["capacity_mw"]) * self.case.availability(plant)
        variable = float(plant.get("variable_cost_per_mwh", 0))
        if plant.get("curtailable", "yes").lower() in ("no", "false", "0"):
            self.load[plant["bus"]] = self.load[plant["bus"]] - available
            self.constant += variable * available.sum() * self.dt
            return
        curtailment = float(plant.get("curtailment_price_per_mwh", 0))
        self.constant += curtailment * available.sum() * self.dt
        if available.max() > 0:
            self.generator(plant["name"], plant["bus"], available, variable - curtailment)

    def add_flexible_loads(self):
        for load in self.case.interruptible:
            self.generator(f"interruption {load['name']}", load["bus"], float(load["capacity_mw"]), float(load["price_per_mwh"]))
        for load in self.case.shiftable:
            down = float(load["down_capacity_mw"])
            self.generator(f"lowered {load['name']}", load["bus"], down, float(load.get("price_per_mwh", 0)))
            self.generator(f"raised {load['name']}", load["bus"], float(load.get("up_capacity_mw", down)), 0.0, sign=-1)

    def add_export(self, channel):
        schedule = self.case.column("export", channel["name"], float(channel.get("schedule_mw", 0)))
        self.load[channel["bus"]] = self.load[channel["bus"]] + schedule
        self.constant -= float(channel.get("price_per_mwh", 0)) * schedule.sum() * self.dt

    def add_storages(self):
        self.stores = []
        for row in self.case.storages:
            power = float(row["discharge_capacity_mw"])
            charge = float(row.get("charge_capacity_mw", power))
            energy = float(row["energy_mwh"])
            usual = 100 * EFFICIENCY[row["technology"]]
            end = row.get("end_level", "cyclic").lower()
            initial = row.get("initial_energy_mwh", None if end == "cyclic" else energy / 2)
            store = {
                "name": row["name"],
                "bus": row["bus"],
                "charge": charge,
                "discharge": power,
                "energy": energy,
                "least": float(row.get("min_energy_mwh", 0)),
                "in": float(row.get("charge_efficiency_percent", usual)) / 100,
                "out": float(row.get("discharge_efficiency_percent", usual)) / 100,
                "loss": float(row.get("self_discharge_percent_per_hour", 0)) / 100,
                "initial": None if initial is None else float(initial),
                "end": end,
                "cost": float(row.get("discharge_cost_per_mwh", 0)),
                "hours": float(row.get("reserve_hours", 1)),
                "gives": row.get("gives_reserve", "yes").lower() in ("yes", "true", "1"),
            }
            self.stores.append(store)
        stores = self.stores
        if not stores:
            return
        self.network.add(
            "StorageUnit",
            [s["name"] for s in stores],
            bus=[s["bus"] for s in stores],
            p_nom=[s["discharge"] for s in stores],
            p_min_pu=[-s["charge"] / s["discharge"] for s in stores],
            max_hours=[s["energy"] / s["discharge"] for s in stores],
            efficiency_store=[s["in"] for s in stores],
            efficiency_dispatch=[s["out"] for s in stores],
            standing_loss=[s["loss"] for s in stores],
            marginal_cost=[s["cost"] for s in stores],
            cyclic_state_of_charge=[s["initial"] is None for s in stores],
            # PyPSA's first step begins after the losses of the one before.
            state_of_charge_initial=[(s["initial"] or 0.0) * (1 - s["loss"]) ** self.dt for s in stores],
        )

    def add_lines(self):
        lines = self.case.lines
        self.is_line = {row["name"]: self.case.is_dc and "reactance_pu" in row for row in lines}
        links = [row for row in lines if not self.is_line[row["name"]]]
        if links:
            forward = [float(row["capacity_mw"]) for row in links]
            reverse = [float(row.get("reverse_capacity_mw", row["capacity_mw"])) for row in links]
            self.network.add(
                "Link",
                [row["name"] for row in links],
                bus0=[row["from_bus"] for row in links],
                bus1=[row["to_bus"] for row in links],
                p_nom=np.maximum(forward, reverse),
                p_max_pu=np.divide(forward, np.maximum(forward, reverse)),
                p_min_pu=-np.divide(reverse, np.maximum(forward, reverse)),
            )
        branches = [row for row in lines if self.is_line[row["name"]]]
        if branches:
            self.network.add(
                "Line",
                [row["name"] for row in branches],
                bus0=[row["from_bus"] for row in branches],
                bus1=[row["to_bus"] for row in branches],
                s_nom=[max(float(r["capacity_mw"]), float(r.get("reverse_capacity_mw", 0))) for r in branches],
                x=[float(row["reactance_pu"]) for row in branches],
            )
        self.one_way = [r for r in branches if float(r.get("reverse_capacity_mw", r["capacity_mw"])) != float(r["capacity_mw"])]

    # What PyPSA has no component for.

    def add_constraints(self, network, snapshots):
        model = network.model
        self.power = model["Generator-p"]
        self.add_line_limits(model)
        self.add_levels(model)
        self.add_ramps(model)
        self.add_budgets(model)
        self.add_windows(model)
        for number, rule in enumerate(self.case.reserves):
            self.add_reserve(model, number, rule)

    def frame(self, columns):
        """One column per name over the steps, with the coordinates of the model."""
        values = np.column_stack(list(columns.values()))
        return xr.DataArray(values, coords={"snapshot": self.case.times, "name": list(columns)}, dims=("snapshot", "name"))

    def output(self, units):
        """Sum of each unit's segments, without what it must run."""
        names = [segment for unit in units for segment in self.segments[unit]]
        owner = pd.Series([unit for unit in units for _ in self.segments[unit]], index=pd.Index(names, name="name"), name="unit")
        summed = (1 * self.power.sel(name=names)).groupby(owner).sum()
        return summed.rename({"unit": "name"}).sel(name=list(units))

    def add_line_limits(self, model):
        for row in self.one_way:
            flow = model["Line-s"].sel(name=row["name"])
            forward = float(row["capacity_mw"])
            model.add_constraints(flow <= forward, name=f"forward {row['name']}")
            model.add_constraints(flow >= -float(row["reverse_capacity_mw"]), name=f"reverse {row['name']}")

    def add_levels(self, model):
        for store in self.stores:
            level = model["StorageUnit-state_of_charge"].sel(name=store["name"])
            last = level.isel(snapshot=-1)
            if store["least"] > 0:
                model.add_constraints(level >= store["least"], name=f"least {store['name']}")
            if store["end"] == "cyclic" and store["initial"] is not None:
                model.add_constraints(last == store["initial"], name=f"end {store['name']}")
            elif store["end"] not in ("cyclic", "free"):
                model.add_constraints(last >= float(store["end"]), name=f"end {store['name']}")

    def add_ramps(self, model):
        if not self.ramped:
            return
        units = [name for name, _, _, _ in self.ramped]
        output = self.output(units)
        if self.steps > 1:
            floors = self.frame({unit: self.floors[unit] for unit in units}).diff("snapshot")
            limit = {"name": units}
            up = xr.DataArray([up for _, up, _, _ in self.ramped], coords=limit, dims="name")
            down = xr.DataArray([down for _, _, down, _ in self.ramped], coords=limit, dims="name")
            change = output.diff("snapshot")
            rises, falls = np.isfinite(up.values), np.isfinite(down.values)
            if rises.any():
                model.add_constraints(change.isel(name=rises) <= (up - floors).isel(name=rises), name="ramp up")
            if falls.any():
                model.add_constraints(change.isel(name=falls) >= (-down - floors).isel(name=falls), name="ramp down")
        for name, up, down, before in self.ramped:
            if before is None:
                continue
            first = output.sel(name=name).isel(snapshot=0)
            above = before - self.floors[name][0]
            if np.isfinite(up):
                model.add_constraints(first <= above + up, name=f"first ramp up {name}")
            if np.isfinite(down):
                model.add_constraints(first >= above - down, name=f"first ramp down {name}")

    def add_budgets(self, model):
        days, years = self.case.days(), self.case.times.year.to_numpy()
        for load in self.case.interruptible:
            power = self.power.sel(name=f"interruption {load['name']}")
            for column, periods in (("hours_per_day", days), ("hours_per_year", years)):
                hours = float(load.get(column, INFINITE))
                if np.isfinite(hours):
                    limit = hours * float(load["capacity_mw"]) / self.dt
                    model.add_constraints(self.by_period(power, periods) <= limit, name=f"{column} {load['name']}")

    def add_windows(self, model):
        for load in self.case.shiftable:
            windows = self.case.windows(float(load.get("window_hours", 24)))
            moved = self.power.sel(name=f"lowered {load['name']}") - self.power.sel(name=f"raised {load['name']}")
            model.add_constraints(self.by_period(moved, windows) == 0, name=f"neutral {load['name']}")

    def by_period(self, expression, periods):
        period = pd.Series(periods, index=pd.Index(self.case.times, name="snapshot"), name="period")
        return (1 * expression).groupby(period).sum()

    def add_reserve(self, model, number, rule):
        is_up = rule["direction"] == "up"
        needed = xr.DataArray(rule["needed"], coords={"snapshot": self.case.times}, dims="snapshot")
        label = f"reserve {number}"
        shortfall = model.add_variables(lower=0, upper=needed, name=f"{label} shortfall")
        model.objective += (rule["price"] * self.dt * shortfall).sum()
        provided = 1 * shortfall
        units = {u["name"]: u for u in self.case.units if u["bus"] in rule["buses"] and self.segments[u["name"]]}
        limits = {name: float(unit.get("reserve_limit_mw", INFINITE)) for name, unit in units.items()}
        limited = [n for n in units if 0 < limits[n] < float(units[n]["capacity_mw"])]
        headroom = [n for n in units if limits[n] >= float(units[n]["capacity_mw"])]
        if limited:
            cap = xr.DataArray([limits[n] for n in limited], coords={"name": limited}, dims="name")
            times = pd.Index(self.case.times, name="snapshot")
            reserve = model.add_variables(
                lower=0, upper=cap.expand_dims(snapshot=times), name=f"{label} units", coords=[times, pd.Index(limited, name="name")]
            )
            output = self.output(limited)
            if is_up:
                room = self.frame({n: self.available[n] - self.floors[n] for n in limited})
                model.add_constraints(output + reserve <= room, name=f"{label} headroom")
            else:
                model.add_constraints(output - reserve >= 0, name=f"{label} footroom")
            provided = provided + reserve.sum("name")
        if headroom:
            names = [segment for unit in headroom for segment in self.segments[unit]]
            output = self.power.sel(name=names).sum("name")
            provided = provided - output if is_up else provided + output
            if is_up:
                needed = needed - sum(self.available[n] - self.floors[n] for n in headroom)
        stores = [s for s in self.stores if s["gives"] and s["bus"] in rule["buses"]]
        if stores:
            provided = provided + self.store_reserve(model, label, stores, is_up)
        model.add_constraints(provided >= needed, name=label)

    def store_reserve(self, model, label, stores, is_up):
        names = [s["name"] for s in stores]
        times = pd.Index(self.case.times, name="snapshot")

        def per_store(value):
            return xr.DataArray([value(s) for s in stores], coords={"name": names}, dims="name")

        reserve = model.add_variables(
            lower=0,
            upper=per_store(lambda s: s["charge"] + s["discharge"]).expand_dims(snapshot=times),
            name=f"{label} stores",
            coords=[times, pd.Index(names, name="name")],
        )
        net = model["StorageUnit-p_dispatch"].sel(name=names) - model["StorageUnit-p_store"].sel(name=names)
        level = model["StorageUnit-state_of_charge"].sel(name=names)
        if is_up:
            hours = per_store(lambda s: s["hours"] / s["out"])
            model.add_constraints(reserve + net <= per_store(lambda s: s["discharge"]), name=f"{label} store power")
            model.add_constraints(hours * reserve - level <= per_store(lambda s: -s["least"]), name=f"{label} store energy")
        else:
            hours = per_store(lambda s: s["hours"] * s["in"])
            model.add_constraints(reserve - net <= per_store(lambda s: s["charge"]), name=f"{label} store power")
            model.add_constraints(hours * reserve + level <= per_store(lambda s: s["energy"]), name=f"{label} store energy")
        return reserve.sum("name")





class SolverClock:
    """CPU seconds inside HiGHS, whoever calls it."""

    def __init__(self):
        self.seconds = 0.0
        run = highspy.Highs.run

        def timed(highs, *arguments, **options):
            start = time.process_time()
            try:
                return run(highs, *arguments, **options)
            finally:
                self.seconds += time.process_time() - start

        highspy.Highs.run = timed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case")
    parser.add_argument("--hours", type=float)
    parser.add_argument("--solver", choices=["simplex", "ipm"], default="simplex")
    parser.add_argument("--time-limit", type=float)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    clock = SolverClock()
    isCase = (Path(options.case) / "case.yaml").exists()
    dispatch = Dispatch(Case(options.case, options.hours)) if isCase else Folder(options.case)
    solver = {"threads": 1, "parallel": "off", "solver": options.solver, "output_flag": False}
    if options.time_limit:
        solver["time_limit"] = options.time_limit
    built = time.process_time()
    status, condition = dispatch.network.optimize(
        solver_name="highs",
        io_api="direct",
        solver_options=solver,
        extra_functionality=dispatch.add_constraints,
        include_objective_constant=not isCase,
        log_to_console=False,
    )
    model = dispatch.network.model
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(
        json.dumps(
            {
                "method": f"PyPSA + HiGHS {options.solver}",
                "case": dispatch.name,
                "steps": dispatch.steps,
                "status": f"{status} {condition}",
                "objective": model.objective.value + dispatch.constant if status == "ok" else None,
                "rows": model.ncons,
                "columns": model.nvars,
                "network_seconds": round(built, 2),
                "solver_seconds": round(clock.seconds, 2),
                "seconds": round(usage.ru_utime + usage.ru_stime, 2),
                "peak_mb": round(usage.ru_maxrss / 1024, 1),
                "versions": {
                    "python": sys.version.split()[0],
                    "pypsa": pypsa.__version__,
                    "linopy": __import__("linopy").__version__,
                    "highspy": highspy.Highs().version(),
                },
            }
        )
    )


if __name__ == "__main__":
    main()
