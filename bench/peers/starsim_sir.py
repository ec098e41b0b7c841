"""A plain SIR in Starsim: agent-days per second on one thread, for every number of agents given.

    python starsim_sir.py 100000 1000000

Prints one JSON object. Building the population is not timed, the run is; the first run, which compiles, is not timed.
"""

import os

for threads in ["OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"]:
    os.environ[threads] = "1"

import json
import sys
import time

import starsim as ss

DAYS = 60


def seconds(agents):
    sim = ss.Sim(
        n_agents=agents,
        diseases=ss.SIR(beta=ss.perday(0.05), init_prev=0.01),
        networks=ss.RandomNet(n_contacts=4),
        start=ss.date("2022-01-01"),
        dt=ss.days(1),
        dur=ss.days(DAYS),
        verbose=0,
    )
    sim.init()
    begun = time.perf_counter()
    sim.run()
    return time.perf_counter() - begun, len(sim.t.timevec)


def main():
    seconds(1000)
    rows = []
    for agents in map(int, sys.argv[1:]):
        taken, days = min(seconds(agents) for _ in range(2))
        rows.append({"agents": agents, "days": days, "seconds": taken, "agent_days_per_second": agents * days / taken})
    print(json.dumps({"peer": "Starsim", "version": ss.__version__, "rows": rows}))


if __name__ == "__main__":
    main()
