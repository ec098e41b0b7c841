"""Reads the `posterior.json` of a calibration with the real ArviZ and prints its summary.

    python arviz_reads.py runs/kazakhstan-2022-calibrate/posterior.json
"""

import json
import sys

import arviz as az


def read(path):
    if hasattr(az, "from_json"):
        return az.from_json(path)
    with open(path, encoding="utf-8") as file:
        return az.from_dict(json.load(file))


if __name__ == "__main__":
    data = read(sys.argv[1])
    print("ArviZ", az.__version__)
    print(az.summary(data, kind="stats"))
