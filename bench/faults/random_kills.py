"""Kills at moments drawn at random: the program is killed once to three times, goes on, and its bytes are those of an
unbroken run."""

import random
import time
from pathlib import Path

from common import RECIPES, WRITERS, call, conclude, copied, differing, everywhere, options, prepare, scratch, tree


class Case:
    """A command, its folder before, its tree after, and how long it takes."""

    def __init__(self, recipe, root):
        self.recipe, self.start = recipe, root / f"{recipe.name} start"
        self.start.mkdir()
        prepare(recipe, self.start)
        unbroken = copied(self.start, root / f"{recipe.name} unbroken")
        ended = call(recipe.arguments, unbroken)
        assert ended.code == 0, f"{recipe.name}: {ended.said}"
        self.after, self.seconds = tree(unbroken), ended.seconds

    def trial(self, seed):
        """Kills that landed, and what failed in words."""
        chance = random.Random(f"{seed} {self.recipe.name}")
        landed = 0
        with scratch() as folder:
            broken = copied(self.start, Path(folder) / "broken")
            kills = chance.randint(1, 3)
            for kill in range(kills + 1):
                last = kill == kills
                after = None if last else chance.uniform(0, 1.05 * self.seconds)
                ended, said = self.go_on(broken, after)
                landed += ended.code == -9
                if ended.code == 2 and not differing(self.after, tree(broken)):
                    # The kill came when all was written: what is whole is not written over.
                    break
                if ended.code not in (0, -9):
                    return landed, [f"{self.recipe.name}, seed {seed}: {said}"]
                if ended.code == 0 and (names := differing(self.after, tree(broken))):
                    return landed, [f"{self.recipe.name}, seed {seed}: other files: {names[:4]}"]
        return landed, []

    def go_on(self, folder, after):
        """Afresh, and with --resume where that is refused."""
        said = []
        for more in [[], ["--resume"]] if self.recipe.resumes else [[]]:
            arguments = [argument for argument in self.recipe.arguments if not more or argument != "--force"]
            ended = call([*arguments, *more], folder, after=after)
            said.append(f"exit code {ended.code}: {' '.join(ended.said.split())[:160]}")
            if ended.code != 2:
                break
        return ended, "; ".join(said)


def main():
    arguments = options(__doc__, kills=(int, 1000, "kills in all"))
    begun = time.monotonic()
    failures, landed, wanted = [], 0, 20 if arguments.short else arguments.kills
    with scratch() as root:
        cases = [Case(recipe, Path(root)) for recipe in RECIPES + WRITERS]
        for seed in range(10 * wanted):
            if landed >= wanted:
                break
            outcomes = everywhere(lambda case: case.trial(arguments.seed * 1_000_003 + seed), cases)
            landed += sum(kills for kills, _ in outcomes)
            failures += [failure for _, failed in outcomes for failure in failed]
    conclude("random kills", arguments, landed, failures, time.monotonic() - begun)


main()
