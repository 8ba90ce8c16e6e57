"""Makes small random networks with PyPSA, solves each by PyPSA with HiGHS and, from its CSV folder, by griddispatch, and
compares the objectives. Networks are the same for the same seed."""

import argparse
import json
import logging
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pypsa

logging.disable(logging.CRITICAL)

KINDS = ["dispatch", "storage", "links", "lossy", "meshed", "weighted", "committable", "quadratic", "processes", "uneven", "extendable", "mixed", "switched", "star", "levels"]


class Maker:
    """One random network of a kind. Every bus has a dear generator that can serve it, so that all are feasible."""

    def __init__(self, kind, seed):
        self.draw = np.random.default_rng([KINDS.index(kind), seed])
        self.kind = kind
        self.network = pypsa.Network(name=f"{kind}-{seed}")
        self.steps = int(self.draw.integers(3, 13))
        self.network.set_snapshots(pd.date_range("2030-01-01", periods=self.steps, freq="h"))
        self.buses = [f"bus {i}" for i in range(int(self.draw.integers(2, 6)))]
        self.network.add("Carrier", ["gas", "wind", "coal", "battery", "hydro"], co2_emissions=[0.2, 0, 0.34, 0, 0])
        for bus in self.buses:
            self.network.add("Bus", bus, v_nom=float(self.draw.choice([110, 220, 380])))
            self.network.add("Load", f"load {bus}", bus=bus, p_set=self.series(20, 100))
            self.network.add(
                "Generator", f"backup {bus}", bus=bus, carrier="gas", p_nom=400, marginal_cost=self.price(150, 200)
            )
            self.generator(bus)

    def has(self, *kinds):
        return self.kind in kinds or self.kind == "mixed" and self.draw.random() < 0.5

    def number(self, low, high):
        return float(np.round(self.draw.uniform(low, high), 3))

    def price(self, low, high):
        return self.number(low, high)

    def series(self, low, high):
        return np.round(self.draw.uniform(low, high, self.steps), 3)

    def other(self, bus):
        return str(self.draw.choice([name for name in self.buses if name != bus]))

    def generator(self, bus):
        size = self.number(20, 120)
        self.network.add(
            "Generator", f"wind {bus}", bus=bus, carrier="wind", p_nom=size, p_max_pu=self.series(0, 1),
            marginal_cost=self.price(0, 2),
        )
        more = {}
        if self.draw.random() < 0.4:
            more["p_min_pu"] = self.number(0, 0.2)
        if self.draw.random() < 0.4:
            more["ramp_limit_up"] = more["ramp_limit_down"] = self.number(0.2, 0.6)
        self.network.add(
            "Generator", f"coal {bus}", bus=bus, carrier="coal", p_nom=size, marginal_cost=self.price(10, 40),
            efficiency=self.number(0.3, 0.5), **more,
        )

    def build(self):
        if self.has("storage"):
            self.storage()
        if self.has("links"):
            self.links(lossless=True)
        if self.has("lossy"):
            self.links(lossless=False)
        if self.has("meshed"):
            self.mesh()
        if self.has("weighted"):
            self.weigh()
        if self.has("committable"):
            self.commit()
        if self.has("processes"):
            self.process()
        if self.kind == "extendable":
            self.extend()
        if self.has("switched"):
            self.switch()
        if self.kind == "levels":
            self.storage()
            self.level()
        if self.kind == "star":
            self.mesh()
            self.star()
        if self.kind == "uneven":
            self.network.snapshot_weightings["objective"] = self.series(1, 20)
        if self.kind == "quadratic":
            generators = self.network.generators
            for name in generators.index[generators.carrier == "coal"]:
                generators.loc[name, "marginal_cost_quadratic"] = self.number(0.01, 0.1)
        return self.network

    def storage(self):
        for i in range(int(self.draw.integers(1, 4))):
            bus = str(self.draw.choice(self.buses))
            more = {"inflow": self.series(0, 10)} if self.draw.random() < 0.4 else {}
            if self.draw.random() < 0.5:
                more["cyclic_state_of_charge"] = True
            else:
                more["state_of_charge_initial"] = self.number(0, 30)
            self.network.add(
                "StorageUnit", f"unit {i}", bus=bus, carrier="battery", p_nom=self.number(10, 40), max_hours=4,
                efficiency_store=self.number(0.8, 1), efficiency_dispatch=self.number(0.8, 1),
                standing_loss=self.number(0, 0.02), marginal_cost=self.price(0, 3), **more,
            )
        if self.draw.random() < 0.7:
            bus = str(self.draw.choice(self.buses))
            self.network.add("Bus", "gas bus", carrier="gas")
            self.network.add("Link", "turbine", bus0="gas bus", bus1=bus, p_nom=60, efficiency=self.number(0.4, 0.6))
            self.network.add(
                "Store", "tank", bus="gas bus", e_nom=self.number(100, 400), e_cyclic=False,
                e_initial=self.number(20, 100), standing_loss=self.number(0, 0.01),
            )
            self.network.add("Generator", "well", bus="gas bus", p_nom=30, marginal_cost=self.price(20, 60))

    def links(self, lossless):
        for i in range(int(self.draw.integers(1, 5))):
            bus = str(self.draw.choice(self.buses))
            more = {"p_min_pu": -self.number(0.2, 1)} if lossless else {}
            if not lossless:
                more["efficiency"] = self.number(0.8, 0.99)
                more["marginal_cost"] = self.price(0, 3)
            name = f"link {i}" if lossless else f"lossy {i}"
            self.network.add("Link", name, bus0=bus, bus1=self.other(bus), p_nom=self.number(10, 60), **more)

    def mesh(self):
        for i, bus in enumerate(self.buses):
            for _ in range(2):
                self.network.add(
                    "Line", f"line {len(self.network.lines)}", bus0=bus, bus1=self.other(bus),
                    s_nom=self.number(10, 80), x=self.number(1, 20), r=0.1, s_max_pu=0.7,
                )
        self.network.add(
            "Transformer", "transformer", bus0=self.buses[0], bus1=self.buses[1], s_nom=50.0, x=self.number(0.05, 0.2),
            tap_ratio=self.number(0.95, 1.05),
        )
        self.network.add(
            "Line", "typed", bus0=self.buses[0], bus1=self.buses[-1], type="Al/St 240/40 2-bundle 220.0", s_nom=40,
            length=self.number(10, 100),
        )

    def weigh(self):
        hours = float(self.draw.choice([0.25, 0.5, 1, 2, 3]))
        same = self.draw.random() < 0.5
        for name, value in [("stores", hours), ("generators", hours), ("objective", hours if same else self.number(1, 50))]:
            self.network.snapshot_weightings[name] = float(value)

    def process(self):
        """What has no device of its own: several outputs, losses both ways, limits, efficiencies and costs that vary."""
        self.network.add("Bus", "heat", carrier="heat")
        self.network.add("Load", "heat load", bus="heat", p_set=self.series(5, 20))
        self.network.add("Generator", "boiler", bus="heat", p_nom=40, marginal_cost=self.price(60, 90))
        bus = str(self.draw.choice(self.buses))
        self.network.add("Bus", "fuel", carrier="gas")
        self.network.add("Generator", "supply", bus="fuel", p_nom=100, marginal_cost=self.series(10, 40))
        self.network.add(
            "Link", "chp", bus0="fuel", bus1=bus, bus2="heat", p_nom=self.number(20, 60), efficiency=0.4,
            efficiency2=self.number(0.3, 0.45), marginal_cost=self.price(0, 3), ramp_limit_up=0.5, ramp_limit_down=0.6,
        )
        self.network.add(
            "Link", "heat pump", bus0=bus, bus1="heat", p_nom=self.number(2, 8), efficiency=self.series(2, 4),
            p_max_pu=self.series(0.5, 1),
        )
        self.network.add(
            "Link", "cable", bus0=bus, bus1=self.other(bus), p_nom=self.number(10, 40), efficiency=self.number(0.9, 0.97),
            p_min_pu=-0.5, marginal_cost=0.5,
        )
        self.network.add(
            "Generator", "trade", bus=bus, p_nom=20, p_min_pu=-1, marginal_cost=self.series(5, 80), ramp_limit_up=0.8,
            ramp_limit_down=0.9, p_init=self.number(-5, 5),
        )
        self.network.add("Generator", "sale", bus=bus, sign=-1, p_nom=self.number(5, 15), marginal_cost=-self.price(10, 30))
        self.network.add(
            "Generator", "waste", bus=bus, p_nom=30, p_min_pu=self.series(0.1, 0.3), marginal_cost=self.price(5, 30)
        )
        self.network.add("Load", "feed-in", bus=bus, p_set=-self.series(0, 120))
        self.network.add(
            "Store", "air", bus=bus, e_nom=self.number(5, 30), e_min_pu=-1, e_cyclic=True, marginal_cost=self.price(0, 2)
        )

    def extend(self):
        """Capacities with capital cost, under a limit of emissions half of the time."""
        self.mesh()
        self.network.lines["s_nom_extendable"] = True
        self.network.lines["capital_cost"] = self.price(0.1, 5)
        for bus in self.buses:
            self.network.add(
                "Generator", f"new wind {bus}", bus=bus, carrier="wind", p_nom=10, p_nom_extendable=True,
                p_nom_min=self.number(0, 20), p_nom_max=self.number(50, 200), capital_cost=self.price(100, 900),
                p_max_pu=self.series(0, 1), marginal_cost=0.1,
            )
            self.network.add(
                "Generator", f"new gas {bus}", bus=bus, carrier="gas", p_nom_extendable=True, efficiency=0.5,
                capital_cost=self.price(10, 100), marginal_cost=self.price(30, 80), ramp_limit_up=self.number(0.3, 1),
            )
        bus = str(self.draw.choice(self.buses))
        self.network.add(
            "StorageUnit", "new battery", bus=bus, p_nom_extendable=True, capital_cost=self.price(5, 60), max_hours=3,
            efficiency_store=0.9, efficiency_dispatch=0.9, cyclic_state_of_charge=True,
        )
        self.network.add("Store", "new tank", bus=bus, e_nom_extendable=True, capital_cost=self.price(1, 20), e_cyclic=True)
        self.network.add(
            "Link", "new cable", bus0=bus, bus1=self.other(bus), p_nom_extendable=True, p_nom_max=100,
            capital_cost=self.price(1, 20), p_min_pu=float(self.draw.choice([0, -0.5, -1])), p_max_pu=0.9,
        )
        if self.draw.random() < 0.5:
            self.network.add(
                "GlobalConstraint", "co2", type="primary_energy", carrier_attribute="co2_emissions", sense="<=",
                constant=self.steps * self.number(40, 120),
            )

    def commit(self):
        for bus in self.buses[:3]:
            low = self.number(0.2, 0.5)
            more = {}
            if self.draw.random() < 0.5:
                more["p_init"] = self.number(40, 60)
                more["ramp_limit_up"] = more["ramp_limit_start_up"] = self.number(0.5, 0.7)
                more["ramp_limit_down"] = more["ramp_limit_shut_down"] = self.number(0.5, 0.7)
            if self.draw.random() < 0.3:
                more["stand_by_cost"] = self.price(10, 100)
            if self.draw.random() < 0.4:
                more |= {"up_time_before": 0, "down_time_before": int(self.draw.integers(1, 4))}
                more.pop("p_init", None)
            elif self.draw.random() < 0.3:
                more.pop("p_init", None)
            else:
                more["up_time_before"] = int(self.draw.integers(1, 4))
            self.network.add(
                "Generator", f"unit {bus}", bus=bus, carrier="gas", p_nom=100, p_min_pu=low, committable=True,
                marginal_cost=self.price(10, 60), start_up_cost=self.price(0, 2000),
                min_up_time=int(self.draw.integers(0, 5)), min_down_time=int(self.draw.integers(0, 5)), **more,
            )

    def level(self):
        """Stores whose level is held within limits by snapshot."""
        for bus in self.buses[:2]:
            least = {"e_min_pu": self.series(0, 0.2)} if self.draw.random() < 0.7 else {}
            self.network.add(
                "Store", f"reservoir {bus}", bus=bus, e_nom=self.number(50, 200), e_max_pu=self.series(0.5, 1),
                e_cyclic=bool(self.draw.random() < 0.5), e_initial=self.number(10, 40), marginal_cost=self.price(0, 2),
                standing_loss=self.number(0, 0.01), **least,
            )

    def star(self):
        """Three windings, one of negative reactance."""
        self.network.add("Bus", "middle", v_nom=110)
        for bus, sign in zip((self.buses * 2)[:3], [1, 1, -1]):
            self.network.add("Line", f"leg {sign} {bus}", bus0=bus, bus1="middle", s_nom=60, x=sign * self.number(5, 20))

    def switch(self):
        """Links that are switched on and off, and generators that draw, give heat or cost by the hour and are switched."""
        self.network.add("Bus", "steam", carrier="heat")
        self.network.add("Load", "steam load", bus="steam", p_set=self.series(5, 20))
        self.network.add("Generator", "steam boiler", bus="steam", p_nom=40, marginal_cost=self.price(60, 120))
        bus = str(self.draw.choice(self.buses))
        self.network.add(
            "Link", "electrode boiler", bus0=bus, bus1="steam", p_nom=self.number(10, 20), efficiency=0.95,
            p_max_pu=self.series(0.8, 1), **self.switching(),
        )
        self.network.add("Bus", "shaft gas", carrier="gas")
        self.network.add("Generator", "pipe", bus="shaft gas", p_nom=200, marginal_cost=self.series(10, 40))
        self.network.add(
            "Link", "engine", bus0="shaft gas", bus1=bus, bus2="steam", p_nom=self.number(30, 80), efficiency=0.4,
            efficiency2=self.number(0.3, 0.45), marginal_cost=self.series(-2, 3), **self.switching(),
        )
        self.network.add(
            "Link", "valve hall", bus0=bus, bus1=self.other(bus), p_nom=self.number(20, 50), efficiency=0.97,
            **self.switching(),
        )
        self.network.add(
            "Generator", "spot", bus=bus, carrier="gas", p_nom=50, marginal_cost=self.series(5, 60), **self.switching()
        )
        self.network.add(
            "Generator", "works", bus=bus, sign=-1, p_nom=15, marginal_cost=-self.price(10, 50), **self.switching()
        )
        self.network.add(
            "Generator", "kettle", bus="steam", p_nom=12, marginal_cost=self.price(20, 60), **self.switching()
        )

    def switching(self):
        more = {
            "committable": True, "p_min_pu": self.number(0.2, 0.6), "start_up_cost": self.price(0, 300),
            "min_up_time": int(self.draw.integers(0, 5)), "min_down_time": int(self.draw.integers(0, 5)),
        }
        if self.draw.random() < 0.3:
            more["stand_by_cost"] = self.price(1, 20)
        if self.draw.random() < 0.4:
            more |= {"up_time_before": 0, "down_time_before": int(self.draw.integers(1, 4))}
        else:
            more["up_time_before"] = int(self.draw.integers(1, 4))
        if self.draw.random() < 0.4:
            more["ramp_limit_up"] = more["ramp_limit_start_up"] = self.number(0.6, 0.8)
            more["ramp_limit_down"] = more["ramp_limit_shut_down"] = self.number(0.6, 0.8)
        return more


def solve_here(network):
    network.optimize(
        solver_name="highs", include_objective_constant=True,
        solver_options={"output_flag": False, "mip_rel_gap": 1e-9, "primal_feasibility_tolerance": 1e-9},
    )
    return None if network.objective is None else network.objective + network.objective_constant


def solve_there(command, folder, isCommitted):
    call = [command, "solve", str(folder), "--json", "--gap", "1e-9" if isCommitted else "0"]
    if isCommitted:
        call.append("--commitment")
    done = subprocess.run(call, capture_output=True, text=True, timeout=600)
    if done.returncode == 2:
        return None, done
    try:
        return json.loads(done.stdout)["cost"]["total"], done
    except (json.JSONDecodeError, KeyError, TypeError):
        return float("nan"), done


def compare(command, kind, seed, folder, keep):
    network = Maker(kind, seed).build()
    path = folder / network.name
    network.export_to_csv_folder(path)
    ours = solve_here(network)
    isCommitted = any(
        "committable" in devices and bool(devices.committable.any()) for devices in [network.generators, network.links]
    )
    theirs, done = solve_there(command, path, isCommitted)
    # Straight parts instead of a quadratic cost have an error of their own.
    tolerance = 1e-4 if kind == "quadratic" else 1e-6
    if ours is None or theirs is None:
        isSame = ours is theirs
    else:
        isSame = abs(theirs - ours) <= tolerance * max(1, abs(ours))
    shown = ["infeasible" if value is None else f"{value:.6f}" for value in [ours, theirs]]
    verdict = "same" if isSame else "DIFFERENT"
    print(f"{network.name:16} PyPSA {shown[0]:>18}  griddispatch {shown[1]:>18}  {verdict}", flush=True)
    if not isSame:
        sys.stdout.write(done.stderr[-1500:])
    if keep:
        target = Path(keep) / network.name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(path, target)
        for name in ["crs.json", "meta.json", "investment_periods.csv"]:
            (target / name).unlink(missing_ok=True)
        answer = {"objective": ours, "commitment": isCommitted, "tolerance": tolerance}
        (target / "answer.json").write_text(json.dumps(answer) + "\n")
    return isSame


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="networks in all")
    parser.add_argument("--seed", type=int, default=0, help="of the first of each kind")
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--griddispatch", default=".build/release/griddispatch")
    parser.add_argument("--keep", help="folder for the CSV folders with their objectives")
    arguments = parser.parse_args()
    kinds = arguments.kinds.split(",")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for i in range(arguments.count):
            kind = kinds[i % len(kinds)]
            seed = arguments.seed + i // len(kinds)
            wrong += not compare(arguments.griddispatch, kind, seed, Path(folder), arguments.keep)
    print(f"{arguments.count} networks, {wrong} mismatches")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
