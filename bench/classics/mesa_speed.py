"""Mesa's own example under the settings of the comparison: mesa_speed.py SIDE WINDOW SECONDS SEED."""

import json
import resource
import sys
import time

from mesa.examples.advanced.epstein_civil_violence.model import (
    EpsteinCivilViolence,
    EpsteinScenario,
)


def main() -> None:
    side, window, seconds, seed = int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), int(sys.argv[4])
    grid = {"von-neumann": "Von Neumann", "moore": "Moore"}[window]
    scenario = EpsteinScenario(
        citizen_density=0.7,
        cop_density=0.074,
        legitimacy=0.8,
        max_jail_term=1000,
        max_iters=10**9,
        grid_type=grid,
        rng=seed,
    )
    model = EpsteinCivilViolence(width=side, height=side, scenario=scenario)
    # One tick to fill the caches of neighbourhoods, which Mesa builds on first use.
    model.step()
    agents = len(model.agents)
    wall, start = time.perf_counter(), time.process_time()
    ticks = 0
    while time.process_time() - start < seconds:
        model.step()
        ticks += 1
    processor = time.process_time() - start
    elapsed = time.perf_counter() - wall
    print(
        json.dumps(
            {
                "program": "mesa",
                "side": side,
                "window": window,
                "agents": agents,
                "ticks": ticks,
                "updates_per_second": round(agents * ticks / processor),
                "updates_per_wall_second": round(agents * ticks / elapsed),
                "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
