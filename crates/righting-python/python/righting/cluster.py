"""Runs in parts, on any executor of PEP 3148: processes of this machine, Dask, loky, mpi4py."""

from __future__ import annotations

import io
import tempfile
import zipfile
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import TYPE_CHECKING, Any

from righting._native import scenario_files
from righting.command import Progress, call, options
from righting.folders import Folder

if TYPE_CHECKING:
    from righting.scenario import Scenario

_TRIES = 3


def _packed(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return buffer.getvalue()


def _unpack(data: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)


def _part(name: str, files: dict[str, str], changes: list[str], words: list[str]) -> bytes:
    """Makes one part where the executor runs it, and gives its folder back as bytes."""
    with tempfile.TemporaryDirectory(prefix="righting-part-") as home:
        scenarios, out = Path(home) / "scenarios", Path(home) / "part"
        for path, text in files.items():
            target = scenarios / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="")
        call(["run", str(scenarios / name), *changes, *words, *options(threads=1, out=out)], False, quiet=True)
        return _packed(out)


def run_on(
    executor: Executor,
    scenario: Scenario,
    folder: Folder,
    replicates: int,
    seed: int,
    recovery: int | None,
    parts: int | None,
    report: bool,
    progress: bool | Progress | None,
) -> None:
    """Runs a scenario in parts and merges them: the bytes of one run.

    A part whose worker dies is made again, three times at most. Nothing is shared but what is sent: the scenario's files go
    to the workers, the packed parts come back.
    """
    source, *changes = scenario.arguments
    name, files = scenario_files(source)
    count = min(parts or _width(executor), replicates)
    common = options(replicates=replicates, seed=seed, recovery=recovery)
    tell = progress if callable(progress) else None
    with tempfile.TemporaryDirectory(prefix="righting-parts-") as home:

        def submit(number: int) -> Future[bytes]:
            return executor.submit(_part, name, files, changes, [*common, "--part", f"{number}/{count}"])

        futures = {number: submit(number) for number in range(1, count + 1)}
        folders: list[str] = []
        for number, future in futures.items():
            part = Path(home) / f"{number}"
            _unpack(_result(future, lambda number=number: submit(number)), part)
            folders.append(str(part))
            if tell is not None:
                tell(number, count)
        call(["merge", str(folder.path), *folders, *options(no_report=not report)], progress, partial=True)


def _result(future: Future[bytes], again: Any) -> bytes:
    from righting.errors import RightingError

    for left in reversed(range(_TRIES)):
        try:
            return future.result()
        except RightingError:
            raise
        except Exception:
            if not left:
                raise
            future = again()
    raise AssertionError("the last try returns or raises")


def _width(executor: Executor) -> int:
    """Parts for an executor: four for each of its workers, if it says how many it has."""
    for name in ("_max_workers", "max_workers", "_n_workers"):
        workers = getattr(executor, name, None)
        if isinstance(workers, int) and workers > 0:
            return 4 * workers
    client = getattr(executor, "_client", None)
    if client is not None:
        return 4 * max(1, len(client.scheduler_info()["workers"]))
    return 16
