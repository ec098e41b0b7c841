"""What can go wrong. The texts are those of the command line, with file, line and what is allowed."""

import importlib
from types import ModuleType


class RightingError(Exception):
    """Anything that the engine or a command refuses."""


class InputError(RightingError, ValueError):
    """Bad input: a scenario, a file or an option that cannot be used. Exit code 2 of the command line."""


class CheckFailed(RightingError):
    """It ran, and a check or a replicate failed, or the disk refused. Exit code 1 of the command line.

    What was computed is kept; `folder` says where, if there is one.
    """

    def __init__(self, message: str, folder: str | None = None) -> None:
        super().__init__(message)
        self.folder = folder


class Interrupted(RightingError):
    """It was interrupted by another caller; what was run is kept. Exit code 130 of the command line."""


class Missing(RightingError, ImportError):
    """A package that is not required is not installed."""


def need(module: str, purpose: str) -> ModuleType:
    """A package that only some calls need."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise Missing(f"{purpose} needs the package {package}: pip install {package}") from error
