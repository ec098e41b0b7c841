"""Seeds of a fuzz target: what ships, what the tests hold as bad, and for stored folders the files of real ones."""

import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# The first byte says which table; the order is that of fuzz_targets/table.rs.
TABLES = ["regions.csv", "places.csv", "facilities.csv", "targets.csv", "events.csv", "facts.csv", "sources.csv",
          "indicators.csv"]
LARGEST = 60_000
ACLED = (b"event_id_cnty;event_date;event_type;country;admin1;location;latitude;longitude;fatalities;timestamp\n"
         b"KAZ1;05 January 2022;Riots;Kazakhstan;Almaty;Almaty;43.25;76.95;3;1641600000\n")


def bounded(data):
    """As much as a fuzzer can move about in, in whole lines."""
    return data if len(data) <= LARGEST else data[:data.rfind(b"\n", 0, LARGEST) + 1]


def scenario():
    for folder in ("scenarios", "crates/righting-scenario/tests/bad"):
        yield from (path.read_bytes() for path in sorted((ROOT / folder).glob("*/scenario.toml")))


def table():
    for kind, name in enumerate(TABLES):
        for folder in ("scenarios", "packs", "crates/righting-data/tests", "crates/righting-scenario/tests"):
            for path in sorted((ROOT / folder).rglob(name)):
                yield bytes([kind]) + bounded(path.read_bytes())


def boundaries():
    for folder in ("scenarios", "crates"):
        for path in sorted((ROOT / folder).rglob("*.geojson")):
            if path.stat().st_size <= LARGEST:
                yield path.read_bytes()


def events():
    """Rows in every form, from the readers' own tests: raw strings that hold a table."""
    for kind, name in enumerate(["acled", "ged", "weekly", "mass", "views"]):
        text = (ROOT / f"crates/righting-data/src/conflict/{name}.rs").read_bytes()
        for part in text.split(b'"'):
            if b"," in part or b";" in part:
                yield bytes([kind]) + part.replace(b"\\n", b"\n").replace(b"\\\n", b"")
        for path in sorted((ROOT / "crates/righting-data/tests").rglob(f"*{name}*.csv")):
            yield bytes([kind]) + bounded(path.read_bytes())
    yield b"\0" + ACLED
    yield b"\0" + ACLED.replace(b";", b",")


def stored(folder):
    """Every file of a run, a fork and a forecast, made here by the program; its first byte is its number."""
    towns = ["five-towns", "--set", "time.days=4"]
    for name, arguments in {
        "run": ["run", *towns, "--replicates", "2", "--no-report"],
        "fork": ["fork", "save", *towns, "--at", "2030-03-03", "--replicates", "1"],
        "forecast": ["forecast", "five-towns", "--as-of", "2030-03-04", "--days", "11", "--replicates", "8", "--members",
                     "2", "--least-effective", "1"],
    }.items():
        if not (folder / name).exists():
            built = os.environ.get("RIGHTING")
            program = [built] if built else ["cargo", "run", "--quiet", "--package", "righting-cli", "--"]
            subprocess.run([*program, *arguments, "--out", str(folder / name)], cwd=ROOT, check=True,
                           stdout=subprocess.DEVNULL)
    files = sorted((path for path in folder.rglob("*") if path.is_file() and path.suffix != ".html"),
                   key=lambda path: path.relative_to(folder).parts)
    for number, path in enumerate(files):
        yield bytes([number]) + path.read_bytes()


def main():
    target, corpus = sys.argv[1], pathlib.Path(sys.argv[2])
    made = stored(corpus.resolve().parent.parent / "target/stored") if target == "stored" else globals()[target]()
    for number, seed in enumerate(made):
        (corpus / f"seed-{number:04}").write_bytes(seed)


main()
