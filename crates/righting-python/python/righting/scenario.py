"""Scenarios: what is simulated, with changes."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from righting.command import Progress, call, options
from righting.folders import Folder

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from righting.run import Run
    from righting.study import Calibration, Comparison, Curve, Forecast, Sensitivity, Sweep

class Scenario:
    """A scenario that ships (`righting.list_scenarios()`), a folder with a `scenario.toml`, or a file.

    It never changes: `set` and `without` give another. A change that does not fit raises `InputError` at once, with the
    text of the command line.

    >>> rt.Scenario("five-towns").set("joining.contagion", 0.8).without("emergency")
    Scenario('five-towns').set('joining.contagion', '0.8').without('emergency')
    """

    def __init__(self, source: str | Path) -> None:
        self._source = str(source)
        self._changes: tuple[tuple[str, str], ...] = ()
        self._explain()

    def _with(self, change: tuple[str, str]) -> Scenario:
        other = object.__new__(Scenario)
        other._source = self._source
        other._changes = (*self._changes, change)
        other._explain()
        return other

    def _explain(self) -> None:
        self._explained = call(["explain", *self.arguments], quiet=True)

    def set(self, path: str, value: object) -> Scenario:
        """With one value changed. The path names a section and a field, or a shock or an action and a field.

        >>> scenario.set("emergency.at", "2030-03-04T12:00").set("joining.contagion", 0.8).arguments[-1]
        'joining.contagion=0.8'
        """
        if isinstance(value, bool):
            text = "true" if value else "false"
        elif isinstance(value, (datetime.date, datetime.datetime)):
            text = value.isoformat()
        else:
            text = str(value)
        return self._with(("--set", f"{path}={text}"))

    def without(self, identifier: str) -> Scenario:
        """Without a shock, an action, a hypothesis or the alliance.

        >>> scenario.without("emergency").arguments[-2:]
        ['--without', 'emergency']
        """
        return self._with(("--without", identifier))

    @property
    def arguments(self) -> list[str]:
        """The scenario as arguments of the command line.

        >>> scenario.arguments
        ['five-towns', '--set', 'time.days=7']
        """
        return [self._source, *(word for change in self._changes for word in change)]

    @property
    def name(self) -> str:
        """The scenario as it was named.

        >>> scenario.name
        'five-towns'
        """
        return self._source

    def explain(self) -> dict[str, Any]:
        """Every parameter with its value, unit, range and source, and the order of the mechanisms: `righting explain`.

        >>> parameters = {parameter["path"]: parameter for parameter in scenario.explain()["parameters"]}
        >>> parameters["pool.share"]["value"]
        0.04
        """
        return self._explained

    def run(
        self,
        replicates: int = 200,
        seed: int = 1,
        *,
        recovery: int | None = None,
        threads: int = 0,
        out: str | Path | None = None,
        resume: bool = False,
        report: bool = True,
        executor: Executor | None = None,
        parts: int | None = None,
        progress: bool | Progress | None = None,
    ) -> Run:
        """Simulates it. The same scenario, seed and replicates give the same bytes, on any machine.

        `recovery`: months after the crisis. `threads`: 0 takes one per core. `out`: a folder that stays; without one the
        run is removed with its object, unless `Run.save` keeps it. `executor`: any PEP 3148 executor (processes of this
        machine, Dask, loky, mpi4py); it runs `parts` parts of the run, and the result has the bytes of one run. Parts that
        came back stand beside `out` until all have; `resume` goes on with them.

        >>> scenario.run(replicates=8, seed=3)
        Run('five-towns', replicates=8, seed=3)
        >>> from concurrent.futures import ThreadPoolExecutor
        >>> with ThreadPoolExecutor(2) as executor:
        ...     scenario.run(replicates=8, seed=3, executor=executor, parts=4)
        Run('five-towns', replicates=8, seed=3)
        """
        from righting.cluster import Task, run_on
        from righting.run import Run

        folder = Folder.take(out, resume)
        words = options(replicates=replicates, seed=seed, recovery=recovery)
        if executor is not None:
            task = Task("run", words, replicates, merging=options(no_report=not report))
            run_on(executor, self, folder, task, parts, resume, progress)
            return Run(folder)
        words += options(threads=threads, out=folder.path, resume=resume, no_report=not report)
        call(["run", *self.arguments, *words], progress, partial=True)
        return Run(folder)

    def compare(
        self,
        other: Scenario,
        replicates: int = 200,
        seed: int = 1,
        *,
        threads: int = 0,
        out: str | Path | None = None,
        executor: Executor | None = None,
        parts: int | None = None,
        progress: bool | Progress | None = None,
    ) -> Comparison:
        """This scenario beside another on the same people and chances, difference by difference. `executor`, `parts`: as
        for `run`.

        >>> compared = scenario.compare(scenario.without("emergency"), replicates=4)
        >>> len(set(compared.pairs.to_dict()["replicate"]))
        4
        """
        from righting.study import Comparison

        base, beside = (
            of.run(replicates, seed, threads=threads, report=False, executor=executor, parts=parts, progress=progress)
            for of in (self, other)
        )
        folder = Folder.take(out)
        told = call(["compare", str(base.path), str(beside.path), *options(seed=seed, out=folder.path)], progress)
        return Comparison(folder, told, base, beside)

    def curve(
        self,
        *,
        shock: str | None = None,
        sizes: list[float] | None = None,
        replicates: int | None = None,
        seed: int = 1,
        threads: int = 0,
        out: str | Path | None = None,
        progress: bool | Progress | None = None,
    ) -> Curve:
        """Chance of return to order by size of a shock and strength of the response: the righting curve. `sizes`: as shares
        of the scenario's own shock.

        >>> scenario.curve(sizes=[0, 1], replicates=2).result["points"][0]["chance"]
        1.0
        """
        from righting.study import Curve

        folder = Folder.take(out)
        listed = ",".join(map(str, sizes)) if sizes else None
        words = options(
            shock=shock, sizes=listed, replicates=replicates, seed=seed, threads=threads, out=folder.path
        )
        return Curve(folder, call(["curve", *self.arguments, *words], progress))

    def sweep(
        self,
        design: str | Path = "latin-hypercube",
        *,
        trials: int | None = None,
        replicates: int = 4,
        own_chances: bool = False,
        seed: int = 1,
        threads: int = 0,
        out: str | Path | None = None,
        resume: bool = False,
        executor: Executor | None = None,
        parts: int | None = None,
        progress: bool | Progress | None = None,
    ) -> Sweep:
        """Many sets of parameters within the priors: `latin-hypercube`, `sobol`, or a CSV file with sets of your own.

        `trials`: sets. `replicates`: runs of each. `own_chances`: every set has chances of its own. `executor`, `parts`,
        `resume`: as for `run`; what is summarised of a run is summarised where it runs.

        >>> swept = scenario.sweep("sobol", trials=4, replicates=2)
        >>> len(swept.trials.to_dict()["trial"])
        8
        """
        from righting.cluster import Task, run_on
        from righting.study import Sweep

        folder = Folder.take(out, resume)
        named = design in ("latin-hypercube", "sobol")
        words = options(
            design=design if named else None, trials=trials, replicates=replicates, own_chances=own_chances, seed=seed
        )
        if executor is not None:
            text = None if named else Path(design).read_text(encoding="utf-8")
            task = Task("sweep", words, trials, design=text)
            return Sweep(folder, run_on(executor, self, folder, task, parts, resume, progress))
        words += options(csv=None if named else design, threads=threads, out=folder.path, resume=resume)
        return Sweep(folder, call(["sweep", *self.arguments, *words], progress, partial=True))

    def sensitivity(
        self,
        method: str | None = None,
        *,
        size: int | None = None,
        replicates: int | None = None,
        output: str | None = None,
        seed: int = 1,
        threads: int = 0,
        out: str | Path | None = None,
        progress: bool | Progress | None = None,
    ) -> Sensitivity:
        """Which parameters the results depend on: elementary effects (Morris) or indices of Sobol.

        >>> len(scenario.sensitivity(size=4, replicates=1).result) > 0
        True
        """
        from righting.study import Sensitivity

        folder = Folder.take(out)
        words = options(
            method=method, size=size, replicates=replicates, output=output, seed=seed, threads=threads, out=folder.path
        )
        return Sensitivity(folder, call(["sensitivity", *self.arguments, *words], progress))

    def calibrate(
        self,
        *,
        runs: int | None = None,
        replicates: int | None = None,
        predictive: int | None = None,
        seed: int = 1,
        threads: int = 0,
        out: str | Path | None = None,
        resume: bool = False,
        progress: bool | Progress | None = None,
    ) -> Calibration:
        """The posterior of the parameters given the record, by sequential Monte Carlo without a likelihood.

        `runs`: spent before the last round of moves. `predictive`: replicates of each of the three ensembles that follow. It
        takes no `executor`: each round draws from the one before, so it is spread over the cores of one machine.

        >>> scenario.calibrate(runs=200, predictive=4).posterior.schema["pool.share"]
        'Float64'
        """
        from righting.study import Calibration

        folder = Folder.take(out, resume)
        words = options(
            runs=runs,
            replicates=replicates,
            predictive=predictive,
            seed=seed,
            threads=threads,
            out=folder.path,
            resume=resume,
        )
        return Calibration(folder, call(["calibrate", *self.arguments, *words], progress, partial=True))

    def forecast(
        self,
        as_of: str | datetime.date,
        *,
        days: int | None = None,
        replicates: int | None = None,
        members: int | None = None,
        seed: int = 1,
        threads: int = 0,
        out: str | Path | None = None,
        progress: bool | Progress | None = None,
    ) -> Forecast:
        """The days after a date from what was known on it. Read `Forecast.statement` before you use it.

        `replicates`: draws from the priors that are weighed by what was known. `members`: how many go on.

        >>> whole.forecast("2030-03-04", days=6, replicates=200, members=10).result["known"]["members"]
        10
        """
        from righting.study import Forecast

        folder = Folder.take(out)
        words = options(
            as_of=as_of, days=days, replicates=replicates, members=members, seed=seed, threads=threads, out=folder.path
        )
        return Forecast(folder, call(["forecast", *self.arguments, *words], progress, partial=True))

    def __repr__(self) -> str:
        changes = "".join(
            f".set({value.partition('=')[0]!r}, {value.partition('=')[2]!r})" if option == "--set" else f".without({value!r})"
            for option, value in self._changes
        )
        return f"Scenario({self._source!r}){changes}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Scenario) and (self._source, self._changes) == (other._source, other._changes)

    def __hash__(self) -> int:
        return hash((self._source, self._changes))
