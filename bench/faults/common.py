"""What the harnesses share: the program under test, commands small enough to repeat thousands of times, folders."""

import argparse
import concurrent.futures
import contextlib
import datetime
import os
import platform
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MEMORY = Path("/dev/shm")
SECONDS = 20
BYTES = 1_500_000_000

TOWNS = ["five-towns", "--set", "time.days=8"]
TARGETS = ["--runs", "200", "--predictive", "4"]


@dataclass
class Recipe:
    """One command and what must stand beside it before it runs."""

    name: str
    arguments: list[str]
    before: list[list[str]] = field(default_factory=list)
    resumes: bool = True
    replaces: bool = False
    files: dict[str, Path] = field(default_factory=dict)


RUN = ["run", *TOWNS, "--replicates", "8", "--no-report"]
SWEEP = ["sweep", *TOWNS, "--trials", "6", "--replicates", "2"]
COMPARE = ["compare", "five-towns", "--both", "time.days=8", "--without", "emergency", "--replicates", "6"]
MERGE = ["merge", "out", "parts/1", "parts/2"]


def in_two(command):
    """A command in two parts, which `MERGE` puts together."""
    return [[*command, "--part", f"{part}/2", "--out", f"parts/{part}"] for part in (1, 2)]


RECIPES = [
    Recipe("run", ["run", *TOWNS, "--replicates", "40", "--out", "out"]),
    Recipe(
        "run --force",
        ["run", *TOWNS, "--replicates", "20", "--force", "--out", "out"],
        [["run", *TOWNS, "--replicates", "8", "--seed", "2", "--out", "out"]],
        replaces=True,
    ),
    Recipe("compare", ["compare", "five-towns", "--both", "time.days=8", "--without", "emergency", "--replicates", "20",
                       "--out", "out"]),
    Recipe("calibrate", ["calibrate", *TOWNS, *TARGETS, "--out", "out"]),
    Recipe("sweep", ["sweep", *TOWNS, "--trials", "6", "--replicates", "2", "--out", "out"]),
    Recipe("curve", ["curve", *TOWNS, "--sizes", "0,1", "--within", "5", "--replicates", "4", "--out", "out"]),
    Recipe("fork save", ["fork", "save", *TOWNS, "--at", "2030-03-04", "--replicates", "4", "--out", "out"]),
    Recipe(
        "fork continue",
        ["fork", "continue", "fork", "--out", "out"],
        [["fork", "save", *TOWNS, "--at", "2030-03-04", "--replicates", "4", "--out", "fork"]],
    ),
    Recipe("forecast", ["forecast", "five-towns", "--as-of", "2030-03-04", "--days", "11", "--replicates", "40",
                        "--members", "4", "--least-effective", "2", "--out", "out"]),
    Recipe("trial", ["trial", *TOWNS, *TARGETS, "--repeats", "1", "--accounts", "spontaneous,armed_groups", "--out",
                     "out"]),
    # Parts of runs hold the times of their replicates, so that no two have the same bytes: what is merged of them has.
    Recipe("sweep --part", [*SWEEP, "--part", "2/2", "--out", "out"]),
    Recipe("merge", MERGE, in_two(RUN), resumes=False),
    Recipe("merge sweep", MERGE, in_two(SWEEP), resumes=False),
    Recipe("merge compare", MERGE, in_two(COMPARE), resumes=False),
]

FEW = ["run", *TOWNS, "--replicates", "4", "--no-report", "--out", "run"]
OLD = ROOT / "crates/righting-import/tests/version-0.1.0/five-towns/scenario.toml"


def again(name, arguments, before=(), **more):
    return Recipe(name, arguments, list(before), resumes=False, **more)


# Commands that write, and make no folder that another reads or that is gone on with: said again, they end as if nothing
# had been.
WRITERS = [
    again("new", ["new", "five-towns", "out"]),
    again("new country", ["new", "LUX", "out"]),
    again("classic", ["classic", "granovetter", "--out", "out"]),
    *(again(f"export {form}", ["export", "run", "--format", form, "--out", "out"], [FEW]) for form in ("csv", "parquet")),
    *(again(f"export {form}", ["export", "run", "--format", form, "--out", f"out.{form}"], [FEW])
      for form in ("xlsx", "geojson", "gpkg")),
    again("bundle", ["bundle", "run", "--out", "out.zip"], [FEW]),
    again("import", ["import", "events.csv", "--into", "case", "--columns", "date=day,place=town,crowd=people"],
          [["new", "five-towns", "case"]], files={"events.csv": HERE / "land/gatherings.csv"}),
    again("migrate", ["migrate", "case"], [["new", "five-towns", "case"]], files={"case/scenario.toml": OLD}),
    again("migrate --out", ["migrate", "case", "--out", "out"], [["new", "five-towns", "case"]],
          files={"case/scenario.toml": OLD}),
    again("score", ["score", "five-towns", "made", "--out", "out"],
          [["forecast", "five-towns", "--as-of", "2030-03-04", "--days", "11", "--replicates", "40", "--members", "4",
            "--least-effective", "2", "--out", "made"]]),
]


def prepare(recipe, folder):
    """What stands in a folder before a command."""
    for arguments in recipe.before:
        ended = call(arguments, folder)
        assert ended.code == 0, f"{recipe.name}: {ended.said}"
    for name, source in recipe.files.items():
        shutil.copy(source, Path(folder) / name)


def stored_reads(recipe):
    """What reads the folder that a command stored: `validate` first."""
    reads = [["validate", "out"]]
    match recipe.name:
        case "run" | "fork continue":
            reads += [["check", "out", "--json"], ["report", "out"],
                      ["export", "out", "--format", "csv", "--out", "csv"], ["compare", "out", "out", "--out", "new"]]
        case "fork save":
            reads += [["fork", "continue", "out", "--out", "new"]]
        case "forecast":
            reads += [["score", "five-towns", "out", "--out", "new"]]
        case "compare":
            reads += [["compare", "out/base", "out/base", "--out", "new"]]
    if recipe.resumes and not recipe.replaces:
        reads.append([*recipe.arguments, "--resume"])
    return reads


@dataclass
class Ended:
    """How a run of the program ended."""

    code: int
    said: str
    seconds: float
    peak: int

    def fault(self):
        """What no input and no disk may bring about, or nothing."""
        if self.seconds > SECONDS:
            return f"still running after {SECONDS} s"
        if self.code not in (0, 1, 2):
            return f"exit code {self.code}"
        if "panicked at" in self.said:
            return "panic"
        if self.peak > BYTES:
            return f"{self.peak / 1e9:.1f} GB"
        return None


def binary():
    """The program: RIGHTING, or the newest build of this tree."""
    if "RIGHTING" in os.environ:
        return Path(os.environ["RIGHTING"]).resolve()
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    built = [target / profile / "righting" for profile in ("release", "debug")]
    built = [path for path in built if path.exists()]
    if not built:
        sys.exit("build the program first: cargo build --release --package righting-cli")
    return max(built, key=lambda path: path.stat().st_mtime)


def limits():
    """The machine is spared what a fault would take of it: memory, and files without end."""
    resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, 1 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def kill(process):
    """Ends a process that has not ended yet."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGKILL)


def call(arguments, folder, more=None, after=None):
    """Runs the program in a folder; killed after `after` seconds if that is given, and in any case when it hangs."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FAULT")}
    environment |= {"NO_COLOR": "1"} | (more or {})
    begun = time.monotonic()
    with tempfile.TemporaryFile(dir=scratch_root()) as said:
        child = subprocess.Popen(
            [PROGRAM, *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
            preexec_fn=limits,
        )
        limit = SECONDS + 1 if after is None else after
        # Not `child.kill`: that would wait for a child that has just ended, and take its end from the line below.
        timer = threading.Timer(limit, kill, [child.pid])
        timer.start()
        _, status, used = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read(1 << 20).decode("utf-8", "replace")
    return Ended(child.returncode, text, time.monotonic() - begun, used.ru_maxrss * 1024)


def scratch_root():
    return MEMORY if MEMORY.is_dir() else None


def scratch():
    """A folder of its own, in memory where the system has such a place, gone at the end."""
    return tempfile.TemporaryDirectory(prefix="righting-faults-", dir=scratch_root())


def library(folder):
    """Compiles the layer that makes system calls go wrong."""
    built = Path(folder) / "faults.so"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", built, HERE / "faults.c", "-ldl"], check=True)
    return {"LD_PRELOAD": str(built)}


# Times of day and of work, and the file whose lock says that somebody writes.
UNEQUAL = ("timing.json", ".lock")
# A file that a killed export has under a name by chance: nobody's, and in nobody's way.
CHANCE = ".righting-"


def tree(folder):
    """Every file with its bytes; None for those that may differ between two runs of the same command."""
    files = {}
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and not any(part.startswith(CHANCE) for part in path.relative_to(folder).parts):
            name = str(path.relative_to(folder))
            files[name] = None if path.name in UNEQUAL else path.read_bytes()
            if path.name == "righting.b3sum":
                # It lists every file, those that may differ among them, and twice the one that a kill kept from its place.
                lines = files[name].splitlines()
                files[name] = sorted({line for line in lines if not line.decode(errors="replace").endswith(UNEQUAL)})
    return files


def differing(expected, found):
    """The names of files that one has and the other has not, or has otherwise."""
    return sorted(name for name in expected.keys() | found.keys()
                  if name not in expected or name not in found or expected[name] != found[name])


def copied(source, target):
    shutil.copytree(source, target, symlinks=True)
    return Path(target)


def everywhere(work, items):
    """Does the work for all items, as many at a time as there are cores; results in order."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, items))


def options(about, **more):
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--short", action="store_true", help="the form that every test run takes")
    parser.add_argument("--seed", type=int, default=1, help="seed of all that is drawn")
    parser.add_argument("--write", action="store_true", help="add a row to results.md")
    for name, (kind, default, help_text) in more.items():
        parser.add_argument(f"--{name}", type=kind, default=default, help=help_text)
    return parser.parse_args()


def conclude(what, arguments, points, failures, seconds, note=""):
    """Prints what failed and one row; adds the row to results.md if asked; the exit code says whether all held."""
    for failure in failures[:40]:
        print(f"FAILED: {failure}")
    if len(failures) > 40:
        print(f"FAILED: and {len(failures) - 40} more")
    version = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True).stdout.strip()
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    row = (f"| {datetime.date.today()} | {what} | {version}, {PROGRAM.parent.name} | {machine} | {arguments.seed} | "
           f"{points:,} | {len(failures):,} | {seconds:.0f} | {note} |")
    print(row)
    if arguments.write:
        with open(HERE / "results.md", "a", encoding="utf-8") as file:
            file.write(row + "\n")
    sys.exit(1 if failures or not points else 0)


PROGRAM = binary()
