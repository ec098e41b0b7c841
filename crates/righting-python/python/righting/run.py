"""Runs: an ensemble on disk, its tables and figures."""

from __future__ import annotations

import json
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from righting.command import call
from righting.display import Page, table_of
from righting.errors import InputError, need
from righting.folders import Folder
from righting.table import Table

if TYPE_CHECKING:
    import datetime

    import xarray
    from matplotlib.figure import Figure


class Check(dict[str, Any]):
    """A run beside the record: `inside` of `total` targets, and `rows`, one per target with its 5-50-95 % band.

    >>> check = run.check()
    >>> check["total"] == len(check["rows"])
    True
    """

    def __repr__(self) -> str:
        return f"{self['inside']} of {self['total']} targets inside the 90 % band"

    def to_pandas(self) -> Any:
        """One row per target; values in the unit of the target, onsets in days after the start.

        >>> frame = run.check().to_pandas()
        >>> len(frame) == run.check()["total"]
        True
        """
        return need("pandas", "Check.to_pandas").DataFrame(self["rows"])


class Run:
    """An ensemble of replicates in a folder.

    Tables are named as on disk: `nation`, `regions`, `places`, `events`, `summary`, and `recovery` where months after the
    crisis were simulated. Units and meaning of their columns: the page *Tables* of the book.

    >>> run
    Run('five-towns', replicates=4, seed=1)
    >>> max(run.nation.to_dict()["active"]) > 0
    True
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        record = json.loads((folder.path / "run.json").read_text(encoding="utf-8"))
        if record.get("state") != "complete":
            raise InputError(f"{folder.path} is no finished run")
        self._record = record

    @property
    def path(self) -> Path:
        """Its folder.

        >>> (run.path / "run.json").exists()
        True
        """
        return self._folder.path

    @property
    def manifest(self) -> dict[str, Any]:
        """All that the results depend on.

        >>> run.manifest["days"], run.manifest["start"]
        (7, '2030-03-01')
        """
        manifest: dict[str, Any] = self._record["manifest"]
        return manifest

    @property
    def replicates(self) -> int:
        """Replicates that were asked for.

        >>> run.replicates
        4
        """
        return int(self.manifest["replicates"])

    @property
    def failures(self) -> list[dict[str, Any]]:
        """Replicates that failed, with stage and message; tables are without them.

        >>> run.failures
        []
        """
        return [status for status in self._record["replicates"] if status["status"] == "failed"]

    def table(self, name: str) -> Table:
        """A table by its name.

        >>> run.table("summary").schema["time"]
        'Date32'
        """
        path = self.path / f"{name}.parquet"
        if not path.is_file():
            known = ", ".join(sorted(path.stem for path in self.path.glob("*.parquet")))
            raise InputError(f"the run has no table {name}; it has {known}")
        return Table(self._folder, [path])

    @property
    def nation(self) -> Table:
        """One row per replicate and day.

        >>> run.nation.to_pandas().shape[0]
        28
        """
        return self.table("nation")

    @property
    def regions(self) -> Table:
        """One row per replicate, day and region.

        >>> sorted(set(run.regions.to_dict()["region"]))
        ['north', 'south']
        """
        return self.table("regions")

    @property
    def places(self) -> Table:
        """One row per replicate, day and place.

        >>> len(set(run.places.to_dict()["place"]))
        5
        """
        return self.table("places")

    @property
    def events(self) -> Table:
        """One row per happening: when, where, which kind.

        >>> "kind" in run.events.schema
        True
        """
        return self.table("events")

    @property
    def summary(self) -> Table:
        """Mean and quantiles of every series over the replicates.

        >>> "mean" in run.summary.schema
        True
        """
        return self.table("summary")

    @cached_property
    def _check(self) -> Check:
        return Check(call(["check", str(self.path)]))

    def check(self) -> Check:
        """The run held against the record: one row per target with the 5-50-95 % band of the replicates.

        >>> run.check()
        2 of 2 targets inside the 90 % band
        """
        return self._check

    def to_xarray(self, table: str = "regions") -> xarray.Dataset:
        """A table as a dataset with the dimensions replicate, time (days), and region or place.

        >>> dict(run.to_xarray("regions").sizes)
        {'replicate': 4, 'time': 7, 'region': 2}
        """
        need("xarray", "Run.to_xarray")
        frame = self.table(table).to_pandas()
        keys = {"nation": [], "regions": ["region"], "places": ["place"]}.get(table)
        if keys is None:
            raise InputError(f"the table {table} has no dimensions; nation, regions and places have")
        drop = [name for name in ("scenario", "seed", "name", *({"region"} - set(keys))) if name in frame]
        data = frame.drop(columns=drop).set_index(["replicate", "time", *keys]).to_xarray()
        data.attrs = {"scenario": self.manifest["scenario"], "seed": self.manifest["seed"]}
        return data

    def plot(self, quantity: str = "active", where: str | None = None, ax: Any = None) -> Figure:
        """A quantity by day: median, 50 and 90 % bands over the replicates. `where`: id of a region, key of a place.

        >>> run.plot("active", where="south").savefig("active.png")
        """
        from righting.plot import course

        return course(self, quantity, where, ax)

    def map(self, quantity: str = "active", day: str | datetime.date | int = 0, ax: Any = None) -> Figure:
        """The median of a quantity by region on a day, or by place where there are no boundaries. `day`: a date, or days
        after the first.

        >>> run.map("active", day="2030-03-04").savefig("map.png")
        """
        from righting.plot import map_of

        return map_of(self, quantity, day, ax)

    def save(self, out: str | Path) -> Run:
        """Keeps the run in a folder that stays.

        >>> run.save("runs/kept").path.name
        'kept'
        """
        return Run(self._folder.copy(out))

    @property
    def report(self) -> Path:
        """The page of the run.

        >>> run.report.name
        'report.html'
        """
        return self.path / "report.html"

    def live(self, height: int = 640) -> Page:
        """The live report inside a cell of a notebook: the engine is in the page, so its sliders run in the browser.

        `height`: of the frame, in pixels. It is written over the report of the run, as `righting report --live` does.

        >>> run.live()._repr_html_().startswith("<iframe srcdoc=")
        True
        """
        told = call(["report", str(self.path), "--live"])
        return Page(self, Path(told["report"]), height)

    def _repr_html_(self) -> str:
        return table_of(self)

    def __repr__(self) -> str:
        return f"Run({self.manifest['scenario']!r}, replicates={self.replicates}, seed={self.manifest['seed']})"
