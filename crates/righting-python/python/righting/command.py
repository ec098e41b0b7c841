"""Commands of the program, called in this process."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import Any

from righting import _native
from righting.errors import CheckFailed, InputError, Interrupted, Missing, need

Progress = Callable[[int, int], object]


def call(
    arguments: Sequence[str], progress: bool | Progress | None = None, *, partial: bool = False, quiet: bool = False
) -> dict[str, Any]:
    """Runs a command with `--json` and gives its object.

    `partial` takes a result of which replicates failed, with a warning, instead of raising. `quiet` leaves out warnings that
    another call gives.
    """
    with told_by(progress, "run") as bar:
        code, output, said = _native.call([*arguments, "--json"], bar)
    told: dict[str, Any] = json.loads(output) if output.strip() else {}
    said = said.strip()
    if code == 0 or (code == 1 and partial and told):
        if said and not quiet:
            warnings.warn(said, stacklevel=3)
        return told
    if code == 2:
        raise InputError(said)
    if code == 130:
        raise Interrupted(said)
    raise CheckFailed(said, told.get("run"))


class _Tqdm:
    """A bar of tqdm that follows what is told."""

    def __init__(self, tqdm: Any, unit: str) -> None:
        self._make = tqdm
        self._unit = unit
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = self._make(total=total, unit=self._unit)
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


@contextmanager
def told_by(progress: bool | Progress | None, unit: str) -> Generator[Progress]:
    """What is told how far a call has come: one's own function, a bar of tqdm, or nobody.

    By default there is a bar where somebody sees it, in a terminal or a notebook, and tqdm is installed.
    """
    if callable(progress):
        yield progress
        return
    if progress is False or (progress is None and not _is_seen()):
        yield _nobody
        return
    try:
        bar = _Tqdm(need("tqdm.auto", "a progress bar").tqdm, unit)
    except Missing:
        if progress:
            raise
        yield _nobody
        return
    try:
        yield bar
    finally:
        bar.close()


def _nobody(done: int, total: int) -> None:
    """Is told, and does nothing."""


def _is_seen() -> bool:
    """Whether a bar would be seen: in a terminal, or in a notebook, whose kernel has its own kind of output."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return sys.stderr.isatty() or type(shell).__name__ == "ZMQInteractiveShell"


def options(**named: object) -> list[str]:
    """Options of a command by name: `None` and `False` leave one out, `True` names a switch."""
    words: list[str] = []
    for name, value in named.items():
        option = "--" + name.replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            words.append(option)
        else:
            words += [option, str(value)]
    return words
