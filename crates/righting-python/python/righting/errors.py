"""What can go wrong. The texts are those of the command line, with file, line and what is allowed."""

import importlib
from types import ModuleType


class RightingError(Exception):
    """Anything that the engine or a command refuses.

    >>> issubclass(rt.InputError, rt.RightingError)
    True
    """


class InputError(RightingError, ValueError):
    """Bad input: a scenario, a file or an option that cannot be used. Exit code 2 of the command line.

    >>> try:
    ...     scenario.set("time.dyas", 8)
    ... except rt.InputError as error:
    ...     print("did you mean `days`" in str(error))
    True
    """


class CheckFailed(RightingError):
    """It ran, and a check or a replicate failed, or the disk refused. Exit code 1 of the command line.

    What was computed is kept; `folder` says where, if there is one.

    >>> rt.CheckFailed("1 of 8 replicates failed", "runs/case").folder
    'runs/case'
    """

    def __init__(self, message: str, folder: str | None = None) -> None:
        super().__init__(message)
        self.folder = folder


class Interrupted(RightingError):
    """It was interrupted by another caller; what was run is kept. Exit code 130 of the command line. Ctrl-C raises
    `KeyboardInterrupt` instead, with the note how to go on.

    >>> issubclass(rt.Interrupted, KeyboardInterrupt)
    False
    """


class Missing(RightingError, ImportError):
    """A package that is not required is not installed: the message names it and how to install it.

    >>> issubclass(rt.Missing, ImportError)
    True
    """


def need(module: str, purpose: str) -> ModuleType:
    """A package that only some calls need."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise Missing(f"{purpose} needs the package {package}: pip install {package}") from error
