"""Docks Righting's `mesa` rules to the real Mesa: the same distributions over many seeds?

Usage: python dock.py PATH_OF_DOCK_PROGRAM [--seeds N] [--quick]; writes docking.md beside this file and
ends with 1 where the two differ. A quick trial of ten seeds keeps nothing.

Two-sample Kolmogorov-Smirnov tests of active and of jailed counts at several ticks, on both windows;
agreement is rejected where the smallest p, times the number of tests, is under 0.01.
"""

import argparse
import json
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

import mesa
from scipy.stats import ks_2samp

HERE = Path(__file__).parent
TICKS, SIDE, JAIL = 40, 20, 30
AT = [1, 2, 5, 10, 20, 40]


def counts(command: list[str]) -> list[dict[str, list[int]]]:
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)["runs"]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    program, seeds = asked.program, 10 if asked.quick else asked.seeds
    rows = []
    for window in ["von-neumann", "moore"]:
        arguments = [window, str(seeds), str(TICKS), str(SIDE), str(JAIL)]
        ours = counts([program, *arguments])
        theirs = counts([sys.executable, str(HERE / "mesa_counts.py"), *arguments])
        for name in ["active", "jailed"]:
            for tick in AT:
                a = [run[name][tick - 1] for run in ours]
                b = [run[name][tick - 1] for run in theirs]
                p = ks_2samp(a, b).pvalue
                rows.append((window, name, tick, sum(a) / seeds, sum(b) / seeds, p))
    smallest = min(row[-1] for row in rows)
    agrees = smallest * len(rows) >= 0.01
    verdict = "agree" if agrees else "DIFFER"
    text = [
        "# Docking: Righting's `mesa` rules beside the real Mesa",
        "",
        f"{date.today()}, Mesa {mesa.__version__}, Python {platform.python_version()}. {seeds} seeds each, "
        f"{SIDE} x {SIDE} cells, vision 7, 70 % citizens, 4 % cops, L = 0.82, Jmax = {JAIL}.",
        f"Two-sample Kolmogorov-Smirnov tests; smallest p of {len(rows)} tests {smallest:.4f}, times {len(rows)}: "
        f"{min(1.0, smallest * len(rows)):.3f}. At 0.01 (Bonferroni) the distributions **{verdict}**.",
        "",
        "| window | count | tick | mean, Righting | mean, Mesa | p |",
        "|---|---|---|---|---|---|",
    ]
    for window, name, tick, a, b, p in rows:
        text.append(f"| {window} | {name} | {tick} | {a:.1f} | {b:.1f} | {p:.3f} |")
    if not asked.quick:
        (HERE / "docking.md").write_text("\n".join(text) + "\n")
    print("\n".join(text))
    return 0 if agrees else 1


if __name__ == "__main__":
    raise SystemExit(main())
