"""The chapter on R: its code runs, as far as R can be had."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

CHAPTER = (Path(__file__).resolve().parents[3] / "docs/r.md").read_text(encoding="utf-8")


def blocks(fence: str) -> list[str]:
    return re.findall(rf"^```{fence}\n(.*?)^```$", CHAPTER, re.MULTILINE | re.DOTALL)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="there is no R here; `cargo xtask nightly` installs it")
def test_every_block_runs(tmp_path: Path) -> None:
    code = blocks("r")
    assert len(code) >= 5
    script = tmp_path / "chapter.R"
    script.write_text("\n".join(code), encoding="utf-8")
    ended = subprocess.run(["Rscript", "--vanilla", script], capture_output=True, text=True, cwd=tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert re.search(r"\[1\] 40\n\d of 5 targets inside the 90 % band", ended.stdout), ended.stdout
    assert (tmp_path / "active.png").stat().st_size > 5_000


def test_the_query_is_one_that_duckdb_understands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    subprocess.run(["righting", "run", "five-towns", "--replicates", "3", "--out", "runs/one"], check=True, capture_output=True)
    (query,) = [re.search(r'"(\s+select .*?)"', block, re.DOTALL) for block in blocks("r,ignore") if "select" in block]
    assert query is not None
    assert len(duckdb.sql(query[1]).fetchall()) == 14
