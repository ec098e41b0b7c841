"""What there is to begin with: scenarios that ship, countries, records of others, published models."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

from righting.command import call, options
from righting.errors import InputError
from righting.folders import Folder
from righting.run import Run
from righting.scenario import Scenario
from righting.study import Calibration, Curve, Forecast, Sensitivity, Study, Sweep

_KINDS: dict[str, type[Study]] = {
    "calibrate": Calibration,
    "curve": Curve,
    "forecast": Forecast,
    "sensitivity": Sensitivity,
    "sweep": Sweep,
}


def list_scenarios() -> list[dict[str, Any]]:
    """Scenarios that ship: id, title, first day, days, people, places, quality of their data.

    >>> "kazakhstan-2022" in [scenario["id"] for scenario in rt.list_scenarios()]
    True
    """
    scenarios: list[dict[str, Any]] = call(["list"])["scenarios"]
    return scenarios


def new(
    what: str,
    folder: str | Path | None = None,
    *,
    start: str | datetime.date | None = None,
    days: int | None = None,
    price: str | None = None,
    places: int | None = None,
) -> Scenario:
    """Writes the scenario of a country, by code or English name, into a folder (named after it) and opens it.

    Nothing of the year of `start` or later is read. `days`: days to simulate. `price`: a shock, such as
    `"fuel=+40%@2022-03-25"`. `places`: at most so many.

    >>> rt.new("LKA", "my-case", start="2022-03-25", days=5).name
    'my-case'
    """
    words = [what, *([str(folder)] if folder is not None else [])]
    told = call(["new", *words, *options(start=start, days=days, price=price, places=places)])
    made = folder if folder is not None else told.get("folder")
    if made is None:
        raise InputError("the command did not say where the scenario is")
    return Scenario(made)


def read_events(
    files: str | Path | list[str | Path],
    into: str | Path,
    *,
    format: str | None = None,
    columns: dict[str, str] | None = None,
    source: str | None = None,
    covers: tuple[str, str] | None = None,
) -> dict[str, Any]:
    """Reads records of events into a scenario's folder, as facts, events of the report and draft targets.

    `format`: as `righting import --format` lists them; by default it is told from the file. `columns`: of a table of your
    own, `{"date": "day", "place": "town"}`. `covers`: the first and last day of the file. Free text and names in the files
    are dropped.

    >>> case = rt.new("five-towns", "towns")
    >>> table = "day,town,killed\\n2030-03-04,Dunwater,2\\n"
    >>> _ = Path("events.csv").write_text(table)
    >>> told = rt.read_events("events.csv", "towns", columns={"date": "day", "place": "town", "deaths": "killed"})
    >>> told["files"][0]["used"]
    1
    """
    paths = [str(path) for path in (files if isinstance(files, list) else [files])]
    mapping = ",".join(f"{field}={column}" for field, column in columns.items()) if columns else None
    period = "..".join(covers) if covers else None
    words = options(into=into, format=format, columns=mapping, source=source, covers=period)
    return call(["import", *paths, *words])


def read_acled(
    files: str | Path | list[str | Path], into: str | Path, *, weekly: bool = False, **named: Any
) -> dict[str, Any]:
    """Reads ACLED, an event a row, or `weekly` its counts by week and region; other files are refused. Options as of
    `read_events`.

    >>> rt.read_acled("nothing.csv", "towns")
    Traceback (most recent call last):
    righting.errors.InputError: ...
    """
    return read_events(files, into, format="acled-weekly" if weekly else "acled", **named)


def classic(name: str, *, out: str | Path | None = None, **named: object) -> Study:
    """A published model, obtained beside published. Options are those of `righting classic NAME`.

    >>> claims = rt.classic("granovetter", quick=True).result["claims"]
    >>> len(claims) > 0
    True
    """
    folder = Folder.take(out)
    return Study(folder, call(["classic", name, *options(out=folder.path, **named)], partial=True))


def open(path: str | Path) -> Run | Study:
    """A run or study that a command stored, here or on the command line.

    >>> rt.open(run.path)
    Run('five-towns', replicates=4, seed=1)
    """
    folder = Folder(Path(path))
    if (folder.path / "run.json").is_file():
        return Run(folder)
    record = folder.path / "study.json"
    if not record.is_file():
        raise InputError(f"{path} holds no run and no study")
    kind = json.loads(record.read_text(encoding="utf-8")).get("kind", "")
    return _KINDS.get(kind, Study)(folder, {})
