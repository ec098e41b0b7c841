"""Runs and sweeps in parts, on any executor of PEP 3148: processes of this machine, Dask, loky, mpi4py."""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from righting._native import scenario_files
from righting.command import Progress, call, options, told_by
from righting.errors import InputError, RightingError
from righting.folders import Folder

if TYPE_CHECKING:
    from righting.scenario import Scenario

_TRIES = 3
_NAME = re.compile(r"(\d+)-of-(\d+)")


@dataclass(frozen=True)
class Task:
    """What is made in parts: a command with its options, and how many pieces it has at most, if that is known."""

    command: str
    words: list[str]
    pieces: int | None
    # Options of `righting merge`.
    merging: list[str] = field(default_factory=list[str])
    # A design of one's own, as the worker writes it down.
    design: str | None = None


def _packed(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return buffer.getvalue()


def _unpack(data: bytes, folder: Path) -> None:
    """Under another name first: a folder of that name is whole."""
    begun = folder.with_name(f".{folder.name}.tmp")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(begun)
    begun.rename(folder)


def _part(name: str, files: dict[str, str], changes: list[str], task: Task, part: str) -> bytes:
    """Makes one part where the executor runs it, and gives its folder back as bytes."""
    with tempfile.TemporaryDirectory(prefix="righting-part-") as home:
        scenarios, out = Path(home) / "scenarios", Path(home) / "part"
        for path, text in files.items():
            target = scenarios / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8", newline="")
        words = [*task.words, *options(threads=1, part=part, out=out)]
        if task.design is not None:
            design = Path(home) / "design.csv"
            design.write_text(task.design, encoding="utf-8", newline="")
            words += options(csv=design)
        call([task.command, str(scenarios / name), *changes, *words], False, partial=True, quiet=True)
        return _packed(out)


def run_on(
    executor: Executor,
    scenario: Scenario,
    folder: Folder,
    task: Task,
    parts: int | None,
    resume: bool,
    progress: bool | Progress | None,
) -> dict[str, Any]:
    """Makes a run or sweep in parts and merges them: the bytes of one made in one place.

    A part whose worker dies is made again, three times at most. Nothing is shared but what is sent: the scenario's files go
    to the workers, the packed parts come back. Beside a folder that was named, they are kept until they are merged.
    """
    if folder.stays:
        home = folder.path.with_name(f"{folder.path.name}.parts")
        if home.exists() and not resume:
            raise InputError(f"{home} holds the parts of a job that was interrupted: resume=True goes on with them")
        made = _on_workers(executor, scenario, home, task, parts, progress)
        told = call(["merge", str(folder.path), *made, *task.merging], False, partial=True)
        shutil.rmtree(home)
        return told
    with tempfile.TemporaryDirectory(prefix="righting-parts-") as temporary:
        made = _on_workers(executor, scenario, Path(temporary), task, parts, progress)
        return call(["merge", str(folder.path), *made, *task.merging], False, partial=True)


def _on_workers(
    executor: Executor,
    scenario: Scenario,
    home: Path,
    task: Task,
    parts: int | None,
    progress: bool | Progress | None,
) -> list[str]:
    """Folders of all parts, those that an earlier call left among them."""
    source, *changes = scenario.arguments
    name, files = scenario_files(source)
    home.mkdir(parents=True, exist_ok=True)
    wanted = parts or _width(executor)
    count, done = _left(home, max(1, min(wanted, task.pieces or wanted)), parts)

    def submit(number: int) -> Future[bytes]:
        return executor.submit(_part, name, files, changes, task, f"{number}/{count}")

    todo = [number for number in range(1, count + 1) if number not in done]
    with told_by(progress, "part") as tell:
        tries = dict.fromkeys(todo, _TRIES)
        numbers = {submit(number): number for number in todo}
        try:
            while numbers:
                for future in wait(numbers, return_when=FIRST_COMPLETED).done:
                    number = numbers.pop(future)
                    try:
                        data = future.result()
                    except RightingError:
                        raise
                    except Exception:
                        tries[number] -= 1
                        if not tries[number]:
                            raise
                        numbers[submit(number)] = number
                        continue
                    _unpack(data, home / f"{number}-of-{count}")
                    done.add(number)
                    tell(len(done), count)
        except BaseException as error:
            for future in numbers:
                future.cancel()
            error.add_note(f"{len(done)} of {count} parts came back")
            raise
    return [str(home / f"{number}-of-{count}") for number in range(1, count + 1)]


def _left(home: Path, count: int, asked: int | None) -> tuple[int, set[int]]:
    """How many parts there are, and which of them an earlier call has left; what it had not unpacked goes."""
    names = [match for match in map(_NAME.fullmatch, (path.name for path in home.iterdir())) if match]
    for begun in home.glob(".*.tmp"):
        shutil.rmtree(begun)
    if not names:
        return count, set()
    of = int(names[0][2])
    if asked is not None and asked != of:
        raise InputError(f"{home} holds parts of {of}, not of {asked}: leave out `parts`, or remove the folder")
    return of, {int(match[1]) for match in names}


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
