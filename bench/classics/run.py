"""All sides of the comparison in one run, interleaved, on one thread each; writes results.md.

Usage: python run.py FOLDER_OF_PROGRAMS [--rounds N] [--seconds S] [--large-mesa] [--quick]. The python
that runs this must have the packages of requirements.txt. Every measurement is of processor time, pinned
to one processor; the table shows medians over the rounds. A quick trial prints the table and keeps nothing.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
SIDES = [40, 200, 1000]
WINDOWS = ["von-neumann", "moore"]
PROGRAMS = ["righting", "krabmaga", "ixa", "mesa"]
NAMES = {
    "righting": "Righting",
    "krabmaga": "krABMaga 0.6.2 (no shuffle)",
    "ixa": "ixa 4.0.0",
    "mesa": "Mesa 3.5.1, its own example",
}
# Agent updates per second by side of the grid.
GOALS = {40: 25e6, 200: 25e6, 1000: 15e6}


def command(folder: Path, program: str, side: int, window: str, seconds: float, seed: int) -> list[str]:
    tail = [str(side), window, str(seconds), str(seed)]
    if program == "mesa":
        return [sys.executable, str(HERE / "mesa_speed.py"), *tail]
    return [str(folder / program), *tail]


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor()


def is_run(program: str, side: int, seed: int, arguments: argparse.Namespace) -> bool:
    """A million Python agents take minutes a tick and gigabytes: once, and only if asked for."""
    if program == "mesa" and side == 1000:
        return arguments.large_mesa and seed == 0
    return True


def measure(arguments: argparse.Namespace, sides: list[int]) -> dict[tuple[str, str, int], list[dict]]:
    found: dict[tuple[str, str, int], list[dict]] = {}
    for seed in range(arguments.rounds):
        for window in WINDOWS:
            for side in sides:
                for program in PROGRAMS:
                    if not is_run(program, side, seed, arguments):
                        continue
                    run = command(arguments.programs, program, side, window, arguments.seconds, seed)
                    done = subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True)
                    result = json.loads(done.stdout.strip().splitlines()[-1])
                    found.setdefault((program, window, side), []).append(result)
                    print(json.dumps(result), file=sys.stderr, flush=True)
    return found


def cell(runs: list[dict] | None) -> str:
    if not runs:
        return "not run"
    speeds = [run["updates_per_second"] for run in runs]
    memory = statistics.median(run["peak_mib"] for run in runs)
    return f"{statistics.median(speeds):,.0f} ({min(speeds):,}-{max(speeds):,}; {memory:.0f} MiB)"


def goals(found: dict[tuple[str, str, int], list[dict]], sides: list[int]) -> list[str]:
    rows = ["", "| goal for Righting, updates per second | " + " | ".join(WINDOWS) + " |", "|---|---|---|"]
    for side in sides:
        verdicts = []
        for window in WINDOWS:
            speeds = [run["updates_per_second"] for run in found[("righting", window, side)]]
            verdicts.append("met" if statistics.median(speeds) >= GOALS[side] else "**missed**")
        rows.append(f"| {GOALS[side]:,.0f} at {side} x {side} | " + " | ".join(verdicts) + " |")
    return rows


def page(found: dict, sides: list[int], arguments: argparse.Namespace, load: float) -> str:
    text = [
        "# Epstein Model I: agent updates per second",
        "",
        f"{date.today()}, {processor()}, {os.cpu_count()} processors, one thread each, Python "
        f"{platform.python_version()}. Rules of Mesa 3.5.1, vision 7, 70 % citizens, 7.4 % cops, L = 0.8, Jmax = 1000.",
        f"Medians of {arguments.rounds} rounds of {arguments.seconds} s, all sides in one run; processor time; load at "
        f"the start {load:.1f}. Other work still slows every side through shared caches, so only a run on a quiet machine "
        "gives absolute speeds. In brackets: least and most; peak memory in MiB.",
    ]
    if arguments.quick:
        text.insert(1, "\n**A quick trial on small settings: no result.**")
    if arguments.large_mesa:
        text.append("Mesa at 1000 x 1000 is measured once, over the ticks that fit into the time, one at least.")
    for window in WINDOWS:
        text += ["", f"## Window: {window}", "", "| | " + " | ".join(f"{s} x {s}" for s in sides) + " |"]
        text.append("|---" * (len(sides) + 1) + "|")
        for program in PROGRAMS:
            cells = [cell(found.get((program, window, side))) for side in sides]
            text.append(f"| {NAMES[program]} | " + " | ".join(cells) + " |")
    text += [
        "",
        "## Goals",
        *goals(found, sides),
        "",
        "All programs take the same decisions on the same grid; krABMaga keeps its schedule's order instead of "
        "shuffling. The ports are in `programs/`, written against the libraries' own interfaces; a user of these "
        "libraries may know a faster way, and a faster port is welcome.",
    ]
    return "\n".join(text) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("programs", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--large-mesa", action="store_true")
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    sides = SIDES
    if arguments.quick:
        arguments.rounds, arguments.seconds, arguments.large_mesa, sides = 1, 0.2, False, [40]
    load = os.getloadavg()[0]
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    text = page(measure(arguments, sides), sides, arguments, load)
    print(text)
    if not arguments.quick:
        (HERE / "results.md").write_text(text)


if __name__ == "__main__":
    main()
