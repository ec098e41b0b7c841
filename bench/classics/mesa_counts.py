"""Active counts of Mesa's own example by seed, for docking: mesa_counts.py WINDOW SEEDS TICKS SIDE JAIL."""

import json
import sys
from concurrent.futures import ProcessPoolExecutor

from mesa.examples.advanced.epstein_civil_violence.model import (
    EpsteinCivilViolence,
    EpsteinScenario,
)

# The seed reaches the model through the scenario, and through nothing else.


def one(job: tuple[str, int, int, int, int]) -> dict[str, list[int]]:
    window, seed, ticks, side, jail = job
    scenario = EpsteinScenario(
        citizen_density=0.7,
        cop_density=0.04,
        legitimacy=0.82,
        max_jail_term=jail,
        max_iters=10**9,
        grid_type={"von-neumann": "Von Neumann", "moore": "Moore"}[window],
        rng=seed,
    )
    model = EpsteinCivilViolence(width=side, height=side, scenario=scenario)
    active, jailed = [], []
    for _ in range(ticks):
        model.step()
        active.append(model.ACTIVE)
        jailed.append(model.ARRESTED)
    return {"active": active, "jailed": jailed}


def main() -> None:
    window, seeds, ticks, side, jail = sys.argv[1], *map(int, sys.argv[2:6])
    jobs = [(window, seed, ticks, side, jail) for seed in range(seeds)]
    with ProcessPoolExecutor() as pool:
        runs = list(pool.map(one, jobs))
    print(json.dumps({"runs": runs}))


if __name__ == "__main__":
    main()
