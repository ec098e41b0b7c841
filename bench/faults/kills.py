"""A kill, a torn write, a full disk and an I/O error at every write-side system call of every command that stores.

After each, the same command is given afresh and with --resume. One of the two must end well with the bytes of an
unbroken run; the other may do so too, or refuse with exit code 2; nothing that the user owns may have changed.
"""

import itertools
import random
import time
from pathlib import Path

from common import RECIPES, WRITERS, call, conclude, copied, differing, everywhere, library, options, prepare, scratch, tree

FAULTS = ["kill", "torn", "ENOSPC", "EIO"]
# What a kill leaves to be swept up: temporary files, a line of a list without its file.
SWEPT = 10
# Commands that keep all they store as they go. The others make the tables of runs again, from parts that are kept.
AS_IT_GOES = ("sweep", "curve", "fork save", "forecast")


class Case:
    """A command, its folder before, its tree after, and how many calls it makes."""

    def __init__(self, recipe, root, preload):
        self.recipe, self.preload = recipe, preload
        self.start = root / f"{recipe.name} start"
        self.start.mkdir()
        if recipe.replaces:
            for name in ("out.old", "out.new"):
                (self.start / name).mkdir()
                (self.start / name / "mine.txt").write_text("not made by the program")
        prepare(recipe, self.start)
        self.before = tree(self.start)
        count = root / f"{recipe.name} count"
        unbroken = copied(self.start, root / f"{recipe.name} unbroken")
        ended = call(recipe.arguments, unbroken, preload | {"FAULT_COUNT": str(count)})
        assert ended.code == 0, f"{recipe.name}: {ended.said}"
        self.after, self.calls, self.count = tree(unbroken), int(count.read_text()), count
        # What is done anew where nothing is left to do: the folder is opened, record, tables of results and page are written.
        self.again = 0
        if recipe.resumes:
            ended = call([*arguments_of(recipe, True), "--resume"], unbroken, preload | {"FAULT_COUNT": str(count)})
            assert ended.code == 0, f"{recipe.name} --resume: {ended.said}"
            self.again = int(count.read_text())

    def trial(self, fault, at):
        """The fault's outcome: what failed, in words, and whether the program went on as if nothing had been."""
        with scratch() as folder:
            broken = copied(self.start, Path(folder) / "broken")
            ended = call(self.recipe.arguments, broken, self.preload | {"FAULT": f"{fault}:{at}"})
            failed = list(self.ended_well(fault, ended, broken))
            failed += self.recovery(Path(folder), broken, fault, at)
        where = f"{self.recipe.name}, {fault} at call {at} of {self.calls}"
        return [f"{where}: {what}" for what in failed], ended.code == 0

    def ended_well(self, fault, ended, broken):
        if fault in ("kill", "torn"):
            if ended.code not in (-9, 0):
                yield f"exit code {ended.code}"
        elif ended.code not in (0, 1) or "panicked" in ended.said:
            yield f"exit code {ended.code}: {' '.join(ended.said.split())[:160]}"
        if ended.code == 0 and (names := differing(self.after, tree(broken))):
            yield f"exit code 0 and other files: {names[:4]}"
        if self.recipe.replaces:
            yield from self.kept(tree(broken))

    def kept(self, found):
        """What stood there before the replacement, and what is not the program's, is there still."""
        for name, content in self.before.items():
            if name.endswith("mine.txt") and found.get(name) != content:
                yield f"{name} is the user's and is gone"
        old = {Path(name).name: content for name, content in self.before.items() if name.startswith("out/")}
        tables = {name: content for name, content in old.items() if name.endswith(".parquet")}
        folders = {str(Path(name).parent) for name in found}
        whole = any(all(found.get(f"{folder}/{name}") == content for name, content in tables.items())
                    for folder in folders)
        new = all(found.get(name) == content for name, content in self.after.items() if name.endswith(".parquet"))
        if not whole and not new:
            yield "neither the old run nor the new one is whole"

    def recovery(self, folder, broken, fault, at):
        ways = {"afresh": []} | ({"--resume": ["--resume"]} if self.recipe.resumes else {})
        outcomes, lost = {}, []
        for way, more in ways.items():
            again = copied(broken, folder / way.strip("-"))
            count = folder / f"count {way.strip('-')}"
            arguments = arguments_of(self.recipe, bool(more))
            ended = call([*arguments, *more], again, self.preload | {"FAULT_COUNT": str(count)})
            said = " ".join(ended.said.split())[:160]
            if ended.code == 0:
                names = differing(self.after, tree(again))
                outcomes[way] = f"other files: {names[:4]}" if names else None
                calls = int(count.read_text())
                kept = self.recipe.name in AS_IT_GOES and fault == "kill"
                if kept and more and not names and calls > self.calls - at + self.again + SWEPT:
                    lost.append(f"work was lost: {calls} calls to go on, where {self.calls - at} were left")
            elif ended.code == 2:
                # What is whole already is not written over.
                whole = not differing(self.after, tree(again))
                outcomes[way] = None if whole else f"refused: {said}"
            else:
                outcomes[way] = f"exit code {ended.code}: {said}"
        wrong = lost + [f"{way}: {what}" for way, what in outcomes.items() if what and not what.startswith("refused")]
        if not any(what is None for what in outcomes.values()):
            wrong.append(f"DEAD END: {outcomes}")
        return wrong


def arguments_of(recipe, resumes):
    """The command's arguments: one that goes on replaces nothing."""
    return [argument for argument in recipe.arguments if not resumes or argument != "--force"]


def main():
    arguments = options(__doc__, only=(str, "", "names of commands, with commas"))
    begun = time.monotonic()
    chosen = [recipe for recipe in RECIPES + WRITERS if not arguments.only or recipe.name in arguments.only.split(",")]
    failures, points, ignored = [], 0, 0
    with scratch() as root:
        preload = library(root)
        for recipe in chosen:
            case = Case(recipe, Path(root), preload)
            todo = list(itertools.product(FAULTS, range(1, case.calls + 1)))
            if arguments.short:
                todo = random.Random(f"{arguments.seed} {recipe.name}").sample(todo, min(12, len(todo)))
            outcomes = everywhere(lambda point: case.trial(*point), todo)
            bad = [failure for failed, _ in outcomes for failure in failed]
            went_on = sum(on for (fault, _), (_, on) in zip(todo, outcomes) if fault in ("ENOSPC", "EIO"))
            print(f"{recipe.name}: {case.calls} calls, {len(todo)} points, {len(bad)} failures, {went_on} errors "
                  f"without harm", flush=True)
            failures += bad
            points += len(todo)
            ignored += went_on
    conclude("kill, torn write, ENOSPC, EIO at every call", arguments, points, failures, time.monotonic() - begun,
             f"{ignored} errors of the disk did no harm")


main()
