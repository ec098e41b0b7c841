"""Vectors that the laboratory's scores are held against.

    score_vectors.py FILE           scores seeded ensembles with scoringrules and views-evaluation into FILE
    score_vectors.py FILE --check   does it again and compares with FILE to 1e-12 of the larger
"""

import json
import sys

import numpy as np
import scoringrules as sr
from views_evaluation.evaluation.native_metric_calculators import (
    calculate_coverage_native,
    calculate_crps_native,
    calculate_ignorance_score_native,
    calculate_mean_interval_score_native,
)

VIEWS_BINS = [0, 0.5, 2.5, 5.5, 10.5, 25.5, 50.5, 100.5, 250.5, 500.5, 1000.5]
# The last bin of the laboratory is open; the package wants an end.
BINS = VIEWS_BINS + [1e300]
ALPHA = 0.1


def cases():
    """Ensembles of several sizes and shapes with a value each."""
    rng = np.random.default_rng(20220101)
    for count in (2, 7, 50, 200):
        yield np.zeros(count), 0.0
        yield np.zeros(count), 37_500.0
        yield rng.poisson(3.0, count).astype(float), 2.0
        yield np.exp(rng.normal(8.0, 1.5, count)).round(), 36_831.0
        yield rng.normal(100.0, 20.0, count), 131.5
        yield rng.negative_binomial(0.3, 0.01, count).astype(float), 12.0


def scores(members, y):
    truth, forecast = np.array([y]), members[np.newaxis, :]
    low, high = np.quantile(members, [ALPHA / 2, 1 - ALPHA / 2])
    bandwidth = 0.1 + np.std(members)
    return {
        "crps_fair": float(sr.crps_ensemble(y, members, estimator="fair")),
        "crps_steps": float(calculate_crps_native(truth, forecast)),
        "crps_steps_scoringrules": float(sr.crps_ensemble(y, members, estimator="nrg")),
        "ignorance": float(calculate_ignorance_score_native(truth, forecast, bins=BINS, low_bin=0, high_bin=10000)),
        "interval_score": float(calculate_mean_interval_score_native(truth, forecast, alpha=ALPHA)),
        "interval_score_scoringrules": float(sr.interval_score(y, low, high, ALPHA)),
        "covered": bool(calculate_coverage_native(truth, forecast, alpha=ALPHA)),
        "bandwidth": float(bandwidth),
        "log_score": finite(sr.logs_ensemble(y, members, bw=bandwidth)),
        "silverman": silverman(members),
    }


def finite(score):
    """A density that underflows has an infinite score, which JSON cannot hold."""
    return float(score) if np.isfinite(score) else None


def silverman(members):
    """The bandwidth inside scoringrules.logs_ensemble."""
    spread = np.subtract(*np.quantile(members, [0.75, 0.25])) / 1.34
    return float(1.06 * min(np.std(members), spread) * len(members) ** (-1 / 5))


def vectors():
    made = [{"members": members.tolist(), "y": y, "scores": scores(members, y)} for members, y in cases()]
    brier = [{"probability": p, "happened": bool(o), "score": float(sr.brier_score(float(o), p))}
             for p in (0.0, 0.25, 0.9, 1.0) for o in (0, 1)]
    return {"ensembles": made, "brier": brier}


def same(found, expected):
    if isinstance(expected, dict):
        return found.keys() == expected.keys() and all(same(found[key], expected[key]) for key in expected)
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(expected, bool) or expected is None:
        return found == expected
    return found == expected or abs(found - expected) <= 1e-12 * max(1.0, abs(found), abs(expected))


def main():
    path = sys.argv[1]
    made = json.loads(json.dumps(vectors()))
    if "--check" in sys.argv:
        with open(path, encoding="utf-8") as file:
            if not same(json.load(file), made):
                sys.exit(f"{path} is not what scoringrules and views-evaluation give")
        print(f"{len(made['ensembles'])} ensembles agree")
        return
    with open(path, "w", encoding="utf-8") as file:
        json.dump(made, file)
        file.write("\n")


if __name__ == "__main__":
    main()
