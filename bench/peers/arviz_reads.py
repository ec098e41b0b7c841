"""Reads the `posterior.json` of a calibration with the real ArviZ, checks what it makes of it, and prints its summary.

    python arviz_reads.py runs/kazakhstan-2022-calibrate/posterior.json
"""

import json
import sys

import arviz as az
import numpy as np


def read(path):
    if hasattr(az, "from_json"):
        return az.from_json(path)
    return az.from_dict({g: {k: np.array(v) for k, v in vs.items()} for g, vs in json.load(open(path)).items()})


def check(data):
    """No reader can mistake copies for draws: sizes and weights are those of the population."""
    population = data["constant_data"]
    weights = population["population_weight"].values
    effective = float(population["effective_size"].values[0])
    ancestors = float(population["ancestors"].values[0])
    assert abs(weights.sum() - 1) < 1e-9, weights.sum()
    assert abs(1 / (weights**2).sum() - effective) < 1e-6 * effective, effective
    assert len(population["population_ancestor"]) == len(weights)
    trials = data["sample_stats"]["trial"].values.ravel()
    assert len(set(trials)) == len(trials), "a draw is a copy"
    draws = data["posterior"].sizes["chain"] * data["posterior"].sizes["draw"]
    assert draws == len(trials) <= max(1, min(effective, ancestors) + 1e-6), (draws, effective, ancestors)
    assert data["posterior_predictive"].sizes["draw"] == draws
    return draws, effective, ancestors


if __name__ == "__main__":
    data = read(sys.argv[1])
    draws, effective, ancestors = check(data)
    print(f"ArviZ {az.__version__}: {draws} draws of a population worth {effective:.1f}, of {ancestors:.1f} ancestors")
    print(az.summary(data, kind="stats"))
