"""Studies: what a command asks of many runs, its answer and its tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from righting._native import LIMITS_OF_A_FORECAST
from righting.errors import InputError, need
from righting.folders import Folder
from righting.run import Run
from righting.table import Table


class Study:
    """The folder of a study. `result` is what the command prints with `--json`.

    >>> study = scenario.sweep(trials=2, replicates=1)
    >>> study.result["trials"], study.tables
    (2, ['trials'])
    """

    def __init__(self, folder: Folder, result: dict[str, Any]) -> None:
        self._folder = folder
        self.result = result

    @property
    def path(self) -> Path:
        """Its folder.

        >>> (scenario.sweep(trials=2, replicates=1).path / "study.json").exists()
        False
        """
        return self._folder.path

    @property
    def tables(self) -> list[str]:
        """Names of its tables, as `table` takes them.

        >>> scenario.compare(scenario.without("emergency"), replicates=2).tables
        ['pairs']
        """
        here = [path.stem for path in self.path.glob("*.parquet")]
        parts = {path.parent.name for path in self.path.glob("*/*.parquet") if not (path.parent / "run.json").exists()}
        return sorted([*here, *parts])

    def table(self, name: str) -> Table:
        """A table by its name; one that was written in parts is read as one.

        >>> len(scenario.sweep(trials=2, replicates=3).table("trials").to_dict()["trial"])
        6
        """
        whole = self.path / f"{name}.parquet"
        parts = sorted((self.path / name).glob("[0-9]*.parquet"))
        if whole.is_file():
            return Table(self._folder, [whole])
        if parts:
            return Table(self._folder, parts)
        raise InputError(f"the study has no table {name}; it has {', '.join(self.tables) or 'none'}")

    def save(self, out: str | Path) -> Path:
        """Keeps the study in a folder that stays.

        >>> scenario.sweep(trials=2, replicates=1).save("runs/sweep").name
        'sweep'
        """
        self._folder = self._folder.copy(out)
        return self.path

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"


class Comparison(Study):
    """Two scenarios on the same chances: `pairs` has one row per arm, replicate and endpoint.

    >>> compared = scenario.compare(scenario.without("emergency"), replicates=2)
    >>> compared.base.replicates, compared.other.replicates
    (2, 2)
    """

    def __init__(self, folder: Folder, result: dict[str, Any], base: Run, other: Run) -> None:
        super().__init__(folder, result)
        self.base = base
        self.other = other

    @property
    def pairs(self) -> Table:
        """One row per replicate and endpoint: base, other, difference, in the endpoint's unit.

        >>> compared = scenario.compare(scenario.without("emergency"), replicates=2)
        >>> sorted(set(compared.pairs.to_dict()["endpoint"]))[:2]
        ['active_person_days', 'days_to_order']
        """
        return self.table("pairs")


class Curve(Study):
    """The righting curve: chance of return to order by size of the shock.

    >>> curve = scenario.curve(sizes=[0, 1], replicates=2)
    >>> curve.result["shocks"]
    ['price']
    """


class Sweep(Study):
    """Sets of parameters and what came of them: `trials` has one row per set and replicate.

    >>> scenario.sweep("sobol", trials=4, replicates=1).result["parameters"][0]
    'pool.share'
    """

    @property
    def trials(self) -> Table:
        """One row per set and replicate.

        >>> "peak_active" in scenario.sweep(trials=2, replicates=1).trials.schema
        True
        """
        return self.table("trials")


class Sensitivity(Study):
    """Which parameters the results depend on.

    >>> bool(scenario.sensitivity(size=4, replicates=1).result)
    True
    """


class Calibration(Study):
    """A posterior: `posterior` has one row per draw, with weights and ancestors.

    >>> fitted = scenario.calibrate(runs=200, predictive=4)
    >>> fitted.result["runs"] >= 200
    True
    """

    @property
    def posterior(self) -> Table:
        """One row per draw.

        >>> "pool.share" in scenario.calibrate(runs=200, predictive=4).posterior.schema
        True
        """
        return self.table("posterior")

    def to_arviz(self) -> Any:
        """For ArviZ: a sample of the population without copies, no larger than what it is worth.

        An `InferenceData` under ArviZ 0.23, a `DataTree` under 1.x. The whole population, with weights and ancestors, is
        in the group `constant_data`.

        >>> "pool.share" in scenario.calibrate(runs=200, predictive=4).to_arviz().posterior
        True
        """
        arviz = need("arviz", "Calibration.to_arviz")
        path = self.path / "posterior.json"
        if arviz.__version__.startswith("0."):
            return arviz.from_json(str(path))
        import numpy

        groups = json.loads(path.read_text(encoding="utf-8"))
        arrays = {group: {name: numpy.array(values) for name, values in of.items()} for group, of in groups.items()}
        return arviz.from_dict(arrays)


class Forecast(Study):
    """A forecast with its statement of use.

    >>> forecast = whole.forecast("2030-03-04", days=6, replicates=200, members=10)
    >>> forecast.path.is_dir()
    True
    """

    @property
    def statement(self) -> str:
        """What the forecast may be used for, and what not: as its page has it.

        >>> "forecast" in whole.forecast("2030-03-04", days=6, replicates=200, members=10).statement
        True
        """
        return LIMITS_OF_A_FORECAST
