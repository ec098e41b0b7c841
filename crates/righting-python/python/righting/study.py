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
    """The folder of a study. `result` is what the command prints with `--json`."""

    def __init__(self, folder: Folder, result: dict[str, Any]) -> None:
        self._folder = folder
        self.result = result

    @property
    def path(self) -> Path:
        """Its folder."""
        return self._folder.path

    @property
    def tables(self) -> list[str]:
        """Names of its tables, as `table` takes them."""
        here = [path.stem for path in self.path.glob("*.parquet")]
        parts = {path.parent.name for path in self.path.glob("*/*.parquet") if not (path.parent / "run.json").exists()}
        return sorted([*here, *parts])

    def table(self, name: str) -> Table:
        """A table by its name; one that was written in parts is read as one."""
        whole = self.path / f"{name}.parquet"
        parts = sorted((self.path / name).glob("[0-9]*.parquet"))
        if whole.is_file():
            return Table([whole])
        if parts:
            return Table(parts)
        raise InputError(f"the study has no table {name}; it has {', '.join(self.tables) or 'none'}")

    def save(self, out: str | Path) -> Path:
        """Keeps the study in a folder that stays."""
        self._folder = self._folder.copy(out)
        return self.path

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"


class Comparison(Study):
    """Two scenarios on the same chances: `pairs` has one row per arm, replicate and endpoint."""

    def __init__(self, folder: Folder, result: dict[str, Any], base: Run, other: Run) -> None:
        super().__init__(folder, result)
        self.base = base
        self.other = other

    @property
    def pairs(self) -> Table:
        """One row per replicate and endpoint: base, other, difference."""
        return self.table("pairs")


class Curve(Study):
    """The righting curve."""


class Sweep(Study):
    """Sets of parameters and what came of them: `trials` has one row per set and replicate."""

    @property
    def trials(self) -> Table:
        """One row per set and replicate."""
        return self.table("trials")


class Sensitivity(Study):
    """Which parameters the results depend on."""


class Calibration(Study):
    """A posterior: `posterior` has one row per draw, with weights and ancestors."""

    @property
    def posterior(self) -> Table:
        """One row per draw."""
        return self.table("posterior")

    def to_arviz(self) -> Any:
        """For ArviZ: a sample of the population without copies, no larger than what it is worth.

        An `InferenceData` under ArviZ 0.23, a `DataTree` under 1.x. The whole population, with weights and ancestors, is
        in the group `constant_data`.
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
    """A forecast with its statement of use."""

    @property
    def statement(self) -> str:
        """What the forecast may be used for, and what not: as its page has it."""
        return LIMITS_OF_A_FORECAST
