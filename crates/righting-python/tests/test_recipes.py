"""The recipes for clusters, as far as they can be run on one machine."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RECIPES = Path(__file__).resolve().parents[3] / "docs/clusters"
SCENARIO, REPLICATES, PARTS = "five-towns", 7, 3
FILES = ["run.json", "nation.parquet", "regions.parquet", "places.parquet", "events.parquet", "summary.parquet"]


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    out = tmp_path / "whole"
    command = ["righting", "run", SCENARIO, "--replicates", str(REPLICATES), "--out", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return out


def same(one: Path, other: Path) -> None:
    for name in FILES:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


@pytest.mark.skipif(shutil.which("bash") is None, reason="a script of bash")
def test_the_slurm_array_without_slurm(whole: Path, tmp_path: Path) -> None:
    """`sbatch` is nowhere here: each task is run with what Slurm tells it, one of them twice, as when it is requeued."""
    for script in ("slurm.sh", "slurm-merge.sh"):
        subprocess.run(["bash", "-n", RECIPES / script], check=True)
    settings = {"SCENARIO": SCENARIO, "REPLICATES": str(REPLICATES), "PARTS": str(PARTS), "SLURM_CPUS_PER_TASK": "1"}
    for task in (1, 2, 2, 3):
        environment = {**os.environ, **settings, "SLURM_ARRAY_TASK_ID": str(task)}
        subprocess.run(["bash", RECIPES / "slurm.sh"], check=True, capture_output=True, cwd=tmp_path, env=environment)
    subprocess.run(["bash", RECIPES / "slurm-merge.sh"], check=True, capture_output=True, cwd=tmp_path)
    same(whole, tmp_path / "merged")


def test_the_snakefile(whole: Path, tmp_path: Path) -> None:
    pytest.importorskip("snakemake", reason="tried by `cargo xtask nightly`, which installs Snakemake")
    settings = [f"scenario={SCENARIO}", f"replicates={REPLICATES}", f"parts={PARTS}"]
    command = [sys.executable, "-m", "snakemake", "--cores", "2", "--snakefile", str(RECIPES / "Snakefile"), "--quiet", "all"]
    subprocess.run([*command, "--config", *settings], check=True, cwd=tmp_path)
    same(whole, tmp_path / "merged")
