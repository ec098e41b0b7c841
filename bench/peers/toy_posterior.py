"""A toy posterior by pyABC: the mean of a normal, from the mean of twenty observations, under a wide uniform prior.

    python toy_posterior.py

Prints the mean and the standard deviation of the posterior for every seed, as one JSON object. The closed form is
1.3 and 0.2236; `cargo test -p righting-lab --test lab the_posterior_of` holds our sampler to it.
"""

import json
import os
import tempfile

import numpy as np
import pyabc

SEEDS = [1, 2, 3, 4, 5]
OBSERVED = 1.3


def model(parameter):
    return {"mean": np.random.normal(parameter["mean"], 1.0, 20).mean()}


def posterior(seed):
    np.random.seed(seed)
    prior = pyabc.Distribution(mean=pyabc.RV("uniform", -4.0, 8.0))
    abc = pyabc.ABCSMC(
        model,
        prior,
        pyabc.AdaptivePNormDistance(p=1),
        population_size=400,
        sampler=pyabc.SingleCoreSampler(),
    )
    with tempfile.TemporaryDirectory() as folder:
        abc.new("sqlite:///" + os.path.join(folder, "history.db"), {"mean": OBSERVED})
        history = abc.run(max_nr_populations=6)
        frame, weights = history.get_distribution()
        values = frame["mean"].to_numpy()
        mean = float((weights * values).sum())
        deviation = float(np.sqrt((weights * (values - mean) ** 2).sum()))
        return {
            "seed": seed,
            "mean": mean,
            "standard_deviation": deviation,
            "effective": float(1.0 / (weights**2).sum()),
            "runs": int(history.total_nr_simulations),
        }


if __name__ == "__main__":
    print(json.dumps({"pyabc": pyabc.__version__, "seeds": [posterior(seed) for seed in SEEDS]}, indent=2))
