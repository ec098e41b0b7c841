"""All sides of the comparison in one run, interleaved, on one thread each; writes results.md.

Usage: python run.py FOLDER_OF_PROGRAMS [ROUNDS] [SECONDS]. The python that runs this must have the
packages of requirements.txt. Every measurement is of processor time, pinned to one processor;
the table shows medians over the rounds.
"""

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
# Building a million Python agents takes minutes: Mesa is not run there.
SKIP = {("mesa", 1000)}
PROGRAMS = ["righting", "krabmaga", "ixa", "mesa"]
NAMES = {
    "righting": "Righting",
    "krabmaga": "krABMaga 0.6.2 (no shuffle)",
    "ixa": "ixa 4.0.0",
    "mesa": "Mesa 3.5.1, its own example",
}


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


def main() -> None:
    folder = Path(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 2.0
    load = os.getloadavg()[0]
    found: dict[tuple[str, str, int], list[dict]] = {}
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for seed in range(rounds):
        for window in ["von-neumann", "moore"]:
            for side in SIDES:
                for program in PROGRAMS:
                    if (program, side) in SKIP:
                        continue
                    run = command(folder, program, side, window, seconds, seed)
                    done = subprocess.run(run, check=True, capture_output=True, text=True)
                    result = json.loads(done.stdout.strip().splitlines()[-1])
                    found.setdefault((program, window, side), []).append(result)
                    print(done.stdout.strip(), flush=True)
    text = [
        "# Epstein Model I: agent updates per second",
        "",
        f"{date.today()}, {processor()}, {os.cpu_count()} processors, one thread each, Python "
        f"{platform.python_version()}. Rules of Mesa 3.5.1, vision 7, 70 % citizens, 7.4 % cops, L = 0.8, Jmax = 1000.",
        f"Medians of {rounds} rounds of {seconds} s, all sides in one run; processor time; load at "
        f"the start {load:.1f}. Other work still slows every side through shared caches, so only a run on a quiet machine "
        f"gives absolute speeds. In brackets: least and most; "
        "peak memory in MiB.",
    ]
    for window in ["von-neumann", "moore"]:
        text += ["", f"## Window: {window}", "", "| | " + " | ".join(f"{s} x {s}" for s in SIDES) + " |"]
        text.append("|---" * (len(SIDES) + 1) + "|")
        for program in PROGRAMS:
            cells = []
            for side in SIDES:
                runs = found.get((program, window, side))
                if not runs:
                    cells.append("not run")
                    continue
                speeds = [run["updates_per_second"] for run in runs]
                memory = statistics.median(run["peak_mib"] for run in runs)
                cells.append(
                    f"{statistics.median(speeds):,.0f} ({min(speeds):,}-{max(speeds):,}; {memory:.0f} MiB)"
                )
            text.append(f"| {NAMES[program]} | " + " | ".join(cells) + " |")
    text += [
        "",
        "All programs take the same decisions on the same grid; krABMaga keeps its schedule's order instead of "
        "shuffling. The ports are in `programs/`, written against the libraries' own interfaces; a user of these "
        "libraries may know a faster way, and a faster port is welcome.",
    ]
    (HERE / "results.md").write_text("\n".join(text) + "\n")


if __name__ == "__main__":
    main()
