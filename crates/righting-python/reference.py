"""Writes the reference of the package, `docs/generated/python.md`, from the docstrings of its public names."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import righting as rt

PAGE = Path(__file__).resolve().parents[2] / "docs/generated/python.md"

# What stands before the examples; the tests run it before each of them.
BEFORE = """\
from pathlib import Path
import righting as rt
whole = rt.Scenario("five-towns")
scenario = whole.set("time.days", 7)
run = scenario.run(replicates=4)
"""

HEAD = f"""\
# Python: every name

Made from the docstrings by `python crates/righting-python/reference.py`; do not edit. How the package is used is told on
the page [Python](../python.md). The tests run every example; before each stands

```python
{BEFORE}```

Arguments that many calls share: `seed` of all chance; `threads`, 0 for one a core; `out`, a folder that stays, where
without one the result goes with its object; `resume`, to go on with what `out` has; `progress`, `False` for none, a function
of `(done, total)` for your own, a bar of tqdm otherwise where somebody sees it.
"""


def names() -> Iterator[tuple[str, Any]]:
    """Every public name of the package, with what it names: functions, classes, and what classes have of their own."""
    for name in sorted(name for name in rt.__all__ if name != "__version__"):
        value = getattr(rt, name)
        yield name, value
        if inspect.isclass(value):
            for member, of in sorted(vars(value).items()):
                if not member.startswith("_") and (callable(of) or isinstance(of, (property, classmethod))):
                    yield f"{name}.{member}", of


def signature(name: str, value: Any) -> str:
    """How it is called."""
    if isinstance(value, property):
        returned = inspect.signature(value.fget).return_annotation if value.fget else ""
        return f"{name}: {_plain(returned)}"
    of = value.__init__ if inspect.isclass(value) else value
    if inspect.isclass(value) and "__init__" not in vars(value):
        bases = ", ".join(base.__name__ for base in value.__bases__)
        return f"{name}({bases})"
    try:
        found = inspect.signature(of)
    except ValueError:
        return name
    parameters = [parameter for parameter in found.parameters.values() if parameter.name != "self"]
    shown = str(found.replace(parameters=parameters, return_annotation=inspect.Signature.empty)).replace("'", "")
    returned = "" if inspect.isclass(value) else f" -> {_plain(found.return_annotation)}"
    return f"{name}{shown}{returned}"


def _plain(annotation: Any) -> str:
    return getattr(annotation, "__name__", str(annotation)).strip("'")


def text(value: Any) -> tuple[str, str]:
    """What is said of it, and its example."""
    said = inspect.getdoc(value) or ""
    prose, mark, example = said.partition(">>>")
    return prose.strip(), (mark + example).strip()


def page() -> str:
    """The whole page."""
    parts = [HEAD]
    for name, value in names():
        prose, example = text(value)
        level = "###" if "." in name else "##"
        parts.append(f"{level} `{name}`\n\n```text\n{signature(name, value)}\n```\n\n{prose}\n\n```pycon\n{example}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
