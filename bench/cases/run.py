"""Runs the cases that are no fit of anything, and calm country-years, and writes docs/generated/cases.md.

Usage: python run.py RIGHTING OUT [--replicates N]. RIGHTING is the program, OUT a folder for the runs:
what is there is kept. The python that runs this must have the packages of requirements.txt.
"""

import argparse
import csv
import json
import subprocess
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SEED = 1
# Day on which the head of government was gone, where that was the outcome of the streets; None where he stayed.
OUTCOMES = {
    "algeria-2019": date(2019, 4, 2),
    "brazil-2013": None,
    "brazil-2015": None,
    "brazil-2016": None,
    "egypt-2011": date(2011, 2, 11),
    "france-2023": None,
    "france-2023-pensions": None,
    "haiti-2003": None,
    "iran-2025": None,
    "lebanon-2019": None,
    "oaxaca-2006": None,
    "tunisia-2010": date(2011, 1, 14),
    "ukraine-2013": date(2014, 2, 22),
}
# What is in OUTCOMES and is not scored: an armed revolt came next; the government resigned as an act; the conflict was with a
# governor.
UNSCORED = {"haiti-2003", "lebanon-2019", "oaxaca-2006"}
CALM_SHARE = 0.0005
CALM_PLACES = 200


def righting(program: str, *arguments: str) -> str:
    done = subprocess.run([program, *arguments], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"righting {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def simulate(arguments: argparse.Namespace, scenario: Path, out: Path) -> Path:
    """The run of a scenario, made if it is not there or was interrupted."""
    if not (out / "report.html").is_file():
        resume = ["--resume"] if out.is_dir() else []
        replicates = ["--replicates", str(arguments.replicates), "--seed", str(SEED)]
        righting(arguments.program, "run", str(scenario), *replicates, "--out", str(out), *resume)
    return out


def residents(scenario: Path) -> int:
    with (scenario / "regions.csv").open() as table:
        return sum(int(row["population"]) for row in csv.DictReader(table))


def falls(run: Path) -> list[date]:
    """Days on which the government fell, a run at most one."""
    events = pq.read_table(run / "events.parquet", columns=["time", "kind"]).to_pylist()
    return [event["time"] for event in events if event["kind"] == "government_fell"]


def largest_crowds(run: Path) -> list[int]:
    """The largest crowd of the nation in each run."""
    largest: dict[int, int] = {}
    for row in pq.read_table(run / "nation.parquet", columns=["replicate", "active_peak"]).to_pylist():
        largest[row["replicate"]] = max(largest.get(row["replicate"], 0), row["active_peak"])
    return list(largest.values())


def shown(value: object) -> str:
    if value is None:
        return "never"
    return value[5:] if isinstance(value, str) else f"{value:,.0f}"


def bounds(low: object, high: object) -> str:
    return shown(low) if low == high else f"{shown(low)} to {shown(high)}"


def case_table(scenario: Path, check: dict) -> list[str]:
    with (scenario / "records/targets.csv").open() as table:
        targets = list(csv.DictReader(table))
    lines = ["| target | where | record | 5 % | 50 % | 95 % | |", "|---|---|---:|---:|---:|---:|---|"]
    for target, row in zip(targets, check["rows"], strict=True):
        if (target["quantity"], target["place"]) != (row["quantity"], row["place"]):
            raise SystemExit(f"{scenario.name}: {target['id']} is not {row}")
        verdict = "inside" if row["inside"] else "**outside**"
        band = " | ".join(shown(row[name]) for name in ("p5", "p50", "p95"))
        lines.append(f"| `{target['id']}` | {target['place']} | {bounds(*row['record'])} | {band} | {verdict} |")
    return lines


def cases(arguments: argparse.Namespace) -> list[str]:
    summary = ["| scenario | residents | places | targets inside | sharpness |", "|---|---:|---:|---:|---:|"]
    tables, outcome, inside, total = [], [], 0, 0
    for name, fell in OUTCOMES.items():
        scenario = ROOT / "scenarios" / name
        run = simulate(arguments, scenario, arguments.out / name)
        check = json.loads(righting(arguments.program, "check", str(run), "--json"))
        inside, total = inside + check["inside"], total + check["total"]
        places = sum(1 for _ in (scenario / "places.csv").open()) - 1
        sharpness = "-" if check["sharpness"] is None else f"{check['sharpness']:,.0f}"
        score = f"{check['inside']} of {check['total']} | {sharpness}"
        summary.append(f"| `{name}` | {residents(scenario):,} | {places} | {score} |")
        tables += [f"\n### `{name}`\n", *case_table(scenario, check)]
        days = falls(run)
        share = len(days) / check["replicates"]
        early = sum(day < fell for day in days) / check["replicates"] if fell else None
        outcome.append((name, fell, share, early))
    head = [f"**{inside} of {total} targets are inside** the band from the 5th to the 95th percentile.\n", *summary]
    return [*head, *power(outcome), "\n## The targets, case by case", *tables]


def power(outcome: list[tuple]) -> list[str]:
    lines = ["\n## The outcome of power\n", "| scenario | the head of government | runs in which the government fell | "]
    lines[1] += "before that day | squared error |\n|---|---|---:|---:|---:|"
    errors = []
    for name, fell, share, early in outcome:
        scored = name not in UNSCORED
        error = (share - (fell is not None)) ** 2
        errors += [error] * scored
        told = f"gone on {fell}" if fell else "stayed" if scored else "not scored"
        before = "-" if early is None else f"{early:.0%}"
        lines.append(f"| `{name}` | {told} | {share:.0%} | {before} | {f'{error:.2f}' if scored else '-'} |")
    came = sum(fell is not None for name, fell, *_ in outcome if name not in UNSCORED) / len(errors)
    lines.append(
        f"\nMean squared error (Brier score) {sum(errors) / len(errors):.3f} over {len(errors)} cases; whoever says their "
        f"own share, {came:.2f}, for each of them has {came * (1 - came):.3f}."
    )
    return lines


def calm(arguments: argparse.Namespace) -> list[str]:
    with (HERE / "negatives.csv").open() as table:
        rows = list(csv.DictReader(table))
    lines = ["\n## Calm country-years\n", "| country | from | residents | median largest crowd | 95 % | runs over 0.05 % |"]
    lines.append("|---|---|---:|---:|---:|---:|")
    over, runs = 0, 0
    for row in rows:
        folder = arguments.out / "calm" / f"{row['code'].lower()}-{row['start'][:4]}"
        scenario = folder / "scenario"
        if not scenario.is_dir():
            made = ["--start", row["start"], "--days", row["days"], "--places", str(CALM_PLACES)]
            righting(arguments.program, "new", row["code"], str(scenario), *made)
        crowds = sorted(largest_crowds(simulate(arguments, scenario, folder / "run")))
        people = residents(scenario)
        large = sum(crowd > CALM_SHARE * people for crowd in crowds)
        over, runs = over + large, runs + len(crowds)
        middle, high = crowds[len(crowds) // 2], crowds[min(len(crowds) - 1, int(0.95 * len(crowds)))]
        lines.append(f"| {row['code']} | {row['start']} | {people:,} | {middle:,} | {high:,} | {large / len(crowds):.0%} |")
    lines.append(f"\n{over} of {runs} runs ({over / runs:.1%}) have a crowd of more than 0.05 % of the residents; asked are 2 %.")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", metavar="RIGHTING")
    parser.add_argument("out", metavar="OUT", type=Path)
    parser.add_argument("--replicates", type=int, default=100)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "calm").mkdir(exist_ok=True)
    version = righting(arguments.program, "--version").strip()
    head = f"# Cases, none of them fitted\n\nMade by `bench/cases/run.py` with {version}, {arguments.replicates} replicates each, "
    head += f"seed {SEED}; do not edit. What it means: [Other cases](../cases.md). Dates are month and day; \"never\" is a date that "
    head += "is not reached.\n"
    page = "\n".join([head, *cases(arguments), *calm(arguments)]) + "\n"
    (ROOT / "docs/generated/cases.md").write_text(page)


if __name__ == "__main__":
    main()
