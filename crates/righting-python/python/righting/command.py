"""Commands of the program, called in this process."""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Sequence
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
    bar = _bar(progress)
    try:
        code, output, said = _native.call([*arguments, "--json"], bar)
    finally:
        close = getattr(bar, "close", None)
        if close is not None:
            close()
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

    def __init__(self, tqdm: Any) -> None:
        self._make = tqdm
        self._bar: Any = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            self._bar = self._make(total=total, unit="run")
        self._bar.total = total
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.close()


def _bar(progress: bool | Progress | None) -> Progress | None:
    """The callback: one's own, a bar of tqdm, or none. By default a bar where there is a terminal and tqdm."""
    if callable(progress):
        return progress
    if progress is False or (progress is None and not sys.stderr.isatty()):
        return None
    try:
        return _Tqdm(need("tqdm.auto", "a progress bar").tqdm)
    except Missing:
        if progress is None:
            return None
        raise


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
