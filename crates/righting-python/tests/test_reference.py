"""The reference: fresh, whole, and every example in it runs."""

import doctest
import inspect
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import reference  # noqa: E402

NAMES = list(reference.names())


def test_the_page_is_fresh() -> None:
    assert reference.PAGE.read_text(encoding="utf-8") == reference.page(), "run `python crates/righting-python/reference.py`"


def test_every_name_says_what_it_is_and_has_an_example() -> None:
    assert len(NAMES) > 60
    for name, value in NAMES:
        prose, example = reference.text(value)
        assert prose and example, name


@pytest.fixture(scope="module")
def before() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(reference.BEFORE, names)
    return names


@pytest.mark.parametrize(("name", "value"), NAMES, ids=[name for name, _ in NAMES])
def test_its_example_runs(
    name: str, value: Any, before: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = inspect.getdoc(value) or ""
    example = doctest.DocTestParser().get_doctest(said, dict(before), name, None, None)
    told: list[str] = []
    failed, tried = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(example, out=told.append)
    assert tried and not failed, "".join(told)
