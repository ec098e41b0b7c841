"""Folders of results: named ones stay, others go with their last user."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from righting.errors import InputError


class Folder:
    """Where a result lies."""

    def __init__(self, path: Path, held: tempfile.TemporaryDirectory[str] | None = None) -> None:
        self.path = path
        self._held = held

    @property
    def stays(self) -> bool:
        """Whether it was named, and outlives its users."""
        return self._held is None

    @classmethod
    def take(cls, out: str | Path | None, resume: bool = False) -> Folder:
        """The folder that was named, or one that lives as long as its results."""
        if out is not None:
            return cls(Path(out))
        if resume:
            raise InputError("resume needs `out`: the folder to go on with")
        held = tempfile.TemporaryDirectory(prefix="righting-")
        return cls(Path(held.name) / "result", held)

    def copy(self, out: str | Path) -> Folder:
        """A copy that stays."""
        path = Path(out)
        if path.exists():
            raise InputError(f"{path} exists already")
        shutil.copytree(self.path, path, ignore=shutil.ignore_patterns(".lock"))
        return Folder(path)
