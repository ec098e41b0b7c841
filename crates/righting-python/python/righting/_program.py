"""The command line that the wheel carries."""

import sys

from righting._native import program


def main() -> int:
    """Runs `righting` with the arguments of the process."""
    return program(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
