"""Single bits flipped in stored folders of every command: `validate` finds each, and no reading command gives another
result without a word."""

import collections
import random
import re
import time
from pathlib import Path

from common import RECIPES, call, conclude, copied, everywhere, options, scratch, stored_reads, tree


class Stored:
    """The folder that a command stored, its files that hold something, and what its readers make of it."""

    def __init__(self, recipe, root):
        self.recipe, self.folder = recipe, root / recipe.name
        self.folder.mkdir()
        for arguments in [*recipe.before, recipe.arguments]:
            ended = call(arguments, self.folder)
            assert ended.code == 0, f"{recipe.name}: {ended.said}"
        paths = [path for path in sorted((self.folder / "out").rglob("*")) if path.is_file() and path.stat().st_size]
        self.files = [path.relative_to(self.folder) for path in paths]
        self.reads = [(arguments, *self.read(arguments)) for arguments in stored_reads(recipe)]

    def read(self, arguments, flipped=None):
        """The end of a reading command and all that it made."""
        with scratch() as folder:
            here = copied(self.folder, Path(folder) / "here")
            if flipped:
                file, bit = flipped
                data = bytearray((here / file).read_bytes())
                data[bit // 8] ^= 1 << bit % 8
                (here / file).write_bytes(data)
            ended = call(arguments, here)
            made = {name: data for name, data in tree(here).items() if not flipped or name != str(flipped[0])}
            return ended, made


def trial(stored, seed, number):
    chance = random.Random(f"{seed} {number}")
    one = chance.choice(stored)
    file = chance.choice(one.files)
    bit = chance.randrange(8 * (one.folder / file).stat().st_size)
    where = f"number {number}, {one.recipe.name}/{file}, bit {bit}"
    failures = []
    (validate, _, _), *others = one.reads
    ended, _ = one.read(validate, (file, bit))
    if fault := ended.fault():
        failures.append(f"{where}: validate: {fault}")
    elif ended.code == 0:
        failures.append(f"{where}: validate found nothing")
    if others:
        arguments, before, made = chance.choice(others)
        ended, now = one.read(arguments, (file, bit))
        changed = [name for name in now if made.get(name, now[name]) != now[name]]
        if fault := ended.fault():
            failures.append(f"{where}: {arguments[0]}: {fault}")
        elif ended.code == 0 and before.code == 0 and (words(ended) != words(before) or changed):
            failures.append(f"{where}: {arguments[0]}: another result without a word: {changed[:3]}")
    return str(file), failures


def words(ended):
    """What was said, less the times that work took."""
    timeless = re.sub(r"\b[\d.]+ s\b", "a while", ended.said)
    return [line for line in timeless.splitlines() if " ms " not in line and " MB " not in line]


def main():
    arguments = options(__doc__, points=(int, 10_000, "flips"), only=(int, None, "one flip by its number"))
    begun = time.monotonic()
    points = 200 if arguments.short else arguments.points
    with scratch() as root:
        stored = [Stored(recipe, Path(root)) for recipe in RECIPES if not recipe.replaces]
        failures = [f"unchanged, {one.recipe.name}: {' '.join(read)}: {' '.join(ended.said.split())[:200]}"
                    for one in stored for read, ended, _ in one.reads if ended.code != 0]
        numbers = range(points) if arguments.only is None else [arguments.only]
        outcomes = everywhere(lambda number: trial(stored, arguments.seed, number), numbers)
    missed = collections.Counter(Path(file).name for file, failed in outcomes if failed)
    for name, count in missed.most_common(12):
        print(f"{name}: {count}")
    failures += [failure for _, failed in outcomes for failure in failed]
    conclude("flips of single bits", arguments, len(numbers), failures, time.monotonic() - begun)


main()
