"""Runs PyPSA + HiGHS and griddispatch on the same case folders and prints both side by side.

Each run is a process of its own, measured whole: CPU seconds of user and system, and peak resident memory.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ONE_THREAD = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
}


def available_megabytes():
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) / 1024
    return float("inf")


def measure(command, cpu_limit):
    """Runs a command to its end, or to its limit of CPU seconds, or until the machine is short of memory."""
    limits = lambda: resource.setrlimit(resource.RLIMIT_CPU, (cpu_limit, cpu_limit + 5))  # noqa: E731
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        process = subprocess.Popen(
            command, stdout=output, stderr=errors, env=os.environ | ONE_THREAD, preexec_fn=limits
        )
        reason = None
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if reason is None and available_megabytes() < 1500:
                reason = "out of memory"
                process.kill()
            time.sleep(0.2)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = usage.ru_utime + usage.ru_stime
        if reason is None and process.returncode < 0:
            reason = f"cut after {cpu_limit} s" if seconds >= cpu_limit - 1 else f"signal {-process.returncode}"
        output.seek(0)
        errors.seek(0)
        return {
            "seconds": seconds,
            "megabytes": usage.ru_maxrss / 1024,
            "reason": reason,
            "code": process.returncode,
            "output": output.read(),
            "errors": errors.read(),
        }


def peer(case, solver, options):
    command = [sys.executable, str(HERE / "dispatch.py"), case, "--solver", solver]
    if options.hours:
        command += ["--hours", str(options.hours)]
    run = measure(command, options.cpu_limit)
    row = {"method": f"PyPSA + HiGHS {solver}", **run}
    lines = [line for line in run["output"].splitlines() if line.startswith("{")]
    if lines:
        answer = json.loads(lines[-1])
        row |= {"objective": answer["objective"], "solver": answer["solver_seconds"], "status": answer["status"]}
        row |= {"bound": answer["objective"], "versions": answer["versions"], "steps": answer["steps"]}
        row |= {"size": f"{answer['rows']} × {answer['columns']}"}
    else:
        row["status"] = run["reason"] or run["errors"].strip().splitlines()[-1:] or ["failed"]
    return row


def ours(case, gap, options):
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "results"
        command = [options.griddispatch, "solve", case, "--gap", str(gap), "--out", str(out), *options.more]
        if options.hours:
            command += ["--hours", f"0..<{round(options.hours)}"]
        run = measure(command, options.cpu_limit)
        row = {"method": f"griddispatch, gap {gap:g}", **run}
        if not (out / "summary.json").exists():
            row["status"] = run["reason"] or f"exit code {run['code']}"
            return row
        answer = json.loads((out / "summary.json").read_text())
        around = {"read", "build", "audit", "write", "report"}
        solving = sum(phase["seconds"] for phase in answer["phases"] if phase["name"] not in around)
        row |= {"objective": answer["cost"]["total"], "bound": answer["bound"], "status": answer["status"]}
        row |= {"versions": answer["versions"], "steps": answer["horizon"]["steps"], "solver": solving}
        row |= {"size": f"{answer['model']['rows']} × {answer['model']['columns']}"}
        if not answer["audit"]["passed"]:
            row["status"] += ", audit failed"
        return row


def number(value, form="{:.1f}"):
    return "" if value is None else form.format(value)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="+")
    parser.add_argument("--hours", type=float, help="only the first hours of each case")
    parser.add_argument("--solvers", default="simplex,ipm", help="of HiGHS; none to leave PyPSA out")
    parser.add_argument("--gaps", default="0.0001", help="of griddispatch; none to leave it out")
    parser.add_argument("--cpu-limit", type=int, default=2400, help="CPU seconds after which a run is cut")
    parser.add_argument("--griddispatch", default=str(HERE.parent.parent / ".build/release/griddispatch"))
    parser.add_argument("--more", nargs=argparse.REMAINDER, default=[], help="further options of griddispatch solve")
    options = parser.parse_args()
    header = ["case", "steps", "method", "rows × columns", "objective", "bound", "gap", "off PyPSA's optimum"]
    header += ["CPU, s", "in the solver, s", "peak, MB", "CPU ratio", "memory ratio", "status"]
    print("| " + " | ".join(header) + " |")
    print("|" + "---|" * len(header), flush=True)
    versions = {}
    for case in options.cases:
        best = None
        rows = [(peer, solver) for solver in options.solvers.split(",") if solver != "none"]
        rows += [(ours, float(gap)) for gap in options.gaps.split(",") if gap != "none"]
        for run, argument in rows:
            row = run(case, argument, options)
            versions |= row.get("versions", {})
            objective, bound = row.get("objective"), row.get("bound")
            if run is peer and objective is not None and (best is None or row["seconds"] < best["seconds"]):
                best = row
            gap = None if objective is None else max(0, objective - bound) / max(abs(objective), 1e-10)
            off = None if best is None or objective is None else (objective - best["objective"]) / abs(best["objective"])
            ratio = {key: None if best is None else best[key] / row[key] for key in ("seconds", "megabytes")}
            cells = [Path(case).name, str(row.get("steps", "")), row["method"], row.get("size", "")]
            cells += [number(objective, "{:.2f}"), number(bound, "{:.2f}"), number(gap, "{:.1e}"), number(off, "{:+.1e}")]
            cells += [number(row["seconds"], "{:.2f}"), number(row.get("solver"), "{:.2f}"), number(row["megabytes"], "{:.0f}")]
            cells += [number(ratio["seconds"], "{:.2f}"), number(ratio["megabytes"], "{:.2f}"), str(row["status"])]
            print("| " + " | ".join(cells) + " |", flush=True)
    print("\n" + ", ".join(f"{name} {version}" for name, version in versions.items()))


if __name__ == "__main__":
    main()
