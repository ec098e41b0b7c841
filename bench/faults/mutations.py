"""Mutated inputs of every kind of file: no panic, no hang, no more than 1.5 GB, exit codes 0, 1 and 2 only.

The files are those of five towns with all that a scenario may have (`land/`), and stored folders of every command. A
failure is named by its number: `--only NUMBER --keep DIR` makes it again and keeps the folder.
"""

import os
import random
import shutil
import time
from pathlib import Path

from common import HERE, RECIPES, SECONDS, call, conclude, copied, everywhere, options, scratch, stored_reads
from mutate import mutate

DAYS = ["--set", "time.days=6"]
VALIDATE = ["validate", "land"]
RUN = ["run", "land", *DAYS, "--replicates", "1", "--no-report", "--out", "new"]
SCENARIO = [VALIDATE, RUN]
# What reads each kind of file that an author writes; every other file of the land is read with the scenario.
READS = {
    "claims.toml": [VALIDATE, ["claims", "land", "--replicates", "20", "--out", "new"]],
    "fit.toml": [["fit", "land", *DAYS, "--plan", "land/fit.toml", "--out", "new"]],
    "design.csv": [["sweep", "land", *DAYS, "--csv", "land/design.csv", "--replicates", "1", "--out", "new"]],
    "scenario.toml": [*SCENARIO, ["migrate", "land", "--out", "new"]],
    "gatherings.csv": [["import", "land/gatherings.csv", "--into", "land", "--columns",
                        "date=day,place=town,crowd=people"]],
    "pact.toml": [["alliance", "list", "land/pact.toml"], RUN],
}
PROSE = {"SOURCES.md"}


def build_land(folder):
    """Five towns with facts, claims, an alliance of its own, a plan of a fit, a design and a file of events."""
    ended = call(["init", "five-towns", "land"], folder)
    assert ended.code == 0, ended.said
    land = folder / "land"
    for path in (HERE / "land").rglob("*"):
        if path.is_file() and path.name != "append.toml":
            shutil.copy(path, land / path.relative_to(HERE / "land"))
    text = (land / "scenario.toml").read_text()
    text = text.replace('events = "records/events.csv"\n',
                        'events = "records/events.csv"\nfacts = "records/facts.csv"\nclaims = "claims.toml"\n')
    (land / "scenario.toml").write_text(text + (HERE / "land/append.toml").read_text())


class Kind:
    """A folder, its files, and what reads each of them."""

    def __init__(self, name, folder, files, reads):
        self.name, self.folder, self.files, self.reads = name, folder, files, reads


def kinds(root):
    land = root / "land"
    land.mkdir()
    build_land(land)
    files = [path.relative_to(land) for path in sorted(land.rglob("*")) if path.is_file() and path.name not in PROSE]
    for path in files:
        yield Kind("land", land, [path], lambda path: READS.get(path.name, SCENARIO))
    for recipe in RECIPES:
        if recipe.replaces:
            continue
        folder = root / recipe.name
        folder.mkdir()
        for arguments in [*recipe.before, recipe.arguments]:
            ended = call(arguments, folder)
            assert ended.code == 0, f"{recipe.name}: {ended.said}"
        files = [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file()]
        reads = stored_reads(recipe)
        yield Kind(recipe.name, folder, files, lambda path, reads=reads: reads)


def strange(chance, path):
    """Something in the place of a file that is no file."""
    path.unlink()
    what = chance.choice(["folder", "nothing", "itself", "pipe", "zeros"])
    match what:
        case "folder":
            path.mkdir()
        case "itself":
            path.symlink_to(path.name)
        case "pipe":
            os.mkfifo(path)
        case "zeros":
            path.symlink_to("/dev/zero")
    return what


def at_work(folder):
    """Whether the program wrote something in the last seconds: a long calculation that was asked for is no hang."""
    times = [path.lstat().st_mtime for path in folder.rglob("*")]
    return bool(times) and max(times) > time.time() - SECONDS / 2


def trial(kinds, seed, number, keep=None):
    """One mutation and all that reads the file: the failures in words, and whether it was refused."""
    chance = random.Random(f"{seed} {number}")
    # Files that authors write in half of the trials, stored folders in the other half.
    written = [kind for kind in kinds if kind.name == "land"]
    stored = [kind for kind in kinds if kind.name != "land"]
    kind = chance.choice(chance.choice([written, stored]))
    file = chance.choice(kind.files)
    reads = kind.reads(file)
    reads = reads if kind.name == "land" else [reads[0], chance.choice(reads[1:])] if len(reads) > 1 else reads
    failures, codes = [], []
    with scratch() as folder:
        for count, arguments in enumerate(reads):
            here = copied(kind.folder, Path(folder) / str(count))
            again = random.Random(f"{seed} {number}")
            if again.random() < 0.01:
                names = [strange(again, here / file)]
            else:
                data, names = mutate(again, (here / file).read_bytes())
                (here / file).write_bytes(data)
            ended = call(arguments, here)
            fault = ended.fault()
            if fault and fault.startswith("still running") and at_work(here):
                fault = None
            codes.append(ended.code)
            if fault:
                said = " ".join(ended.said.split())[-300:]
                failures.append(f"number {number}, {kind.name}/{file} ({', '.join(names)}): {arguments[0]}: {fault}: {said}")
            if keep:
                copied(here, Path(keep) / str(count))
                print(arguments, ended)
    return failures, codes


def unchanged(kind):
    """Every reading command does its work on the files as they were: else their mutations would test nothing."""
    seen = []
    for read in (read for file in kind.files for read in kind.reads(file)):
        if read in seen:
            continue
        seen.append(read)
        with scratch() as folder:
            ended = call(read, copied(kind.folder, Path(folder) / "whole"))
        if ended.code != 0:
            yield f"unchanged, {kind.name}: {' '.join(read)}: exit code {ended.code}: {' '.join(ended.said.split())[:200]}"


def main():
    arguments = options(__doc__, points=(int, 10_000, "mutations"), only=(int, None, "one mutation by its number"),
                        keep=(str, None, "where to keep its folders"))
    begun = time.monotonic()
    points = 300 if arguments.short else arguments.points
    with scratch() as root:
        known = list(kinds(Path(root)))
        failures = [failure for kind in known for failure in unchanged(kind)]
        numbers = range(points) if arguments.only is None else [arguments.only]
        outcomes = everywhere(lambda number: trial(known, arguments.seed, number, arguments.keep), numbers)
    failures += [failure for failed, _ in outcomes for failure in failed]
    codes = [code for _, trial_codes in outcomes for code in trial_codes]
    note = ", ".join(f"exit {code}: {codes.count(code):,}" for code in sorted(set(codes)))
    conclude("mutated inputs", arguments, len(numbers), failures, time.monotonic() - begun, note)


main()
