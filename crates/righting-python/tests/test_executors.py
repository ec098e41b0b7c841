"""Executors of others: Dask distributed, loky, and what is kept when one of them breaks."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import righting as rt

TABLES = ["nation", "regions", "places", "events", "summary"]


def same(one: rt.Run, other: rt.Run) -> None:
    for name in [*[f"{table}.parquet" for table in TABLES], "run.json"]:
        assert (one.path / name).read_bytes() == (other.path / name).read_bytes(), name


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(n_workers=4, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client


def test_dask_loses_a_worker_in_mid_job_and_no_byte(client: Any) -> None:
    scenario = rt.Scenario("kazakhstan-2022").set("time.days", 6)
    whole = scenario.run(replicates=24, report=False, threads=2)
    workers = client.run(os.getpid)
    killed: list[tuple[int, int]] = []

    def kill_one_at_work() -> None:
        # The scheduler says which of the workers has a task under way.
        while not killed:
            for address, tasks in client.processing().items():
                if tasks and address in workers:
                    os.kill(workers[address], signal.SIGKILL)
                    killed.append((workers[address], len(tasks)))
                    return
            time.sleep(0.01)

    killer = threading.Thread(target=kill_one_at_work)
    killer.start()
    split = scenario.run(replicates=24, report=False, executor=client.get_executor(), parts=8)
    killer.join()
    assert killed and killed[0][1] > 0
    assert killed[0][0] not in client.run(os.getpid).values(), "another process took its place"
    same(whole, split)


def test_a_sweep_and_a_comparison_on_dask_are_those_of_threads(client: Any, tmp_path: Path) -> None:
    scenario = rt.Scenario("five-towns").set("time.days", 8)
    design = tmp_path / "design.csv"
    design.write_text("pool.share,joining.contagion\n0.05,0.5\n0.1,1\n0.2,0.7\n", encoding="utf-8")
    executor = client.get_executor()
    for of in ("sobol", design):
        trials = {"trials": 9} if of == "sobol" else {}
        whole = scenario.sweep(of, replicates=2, **trials)
        split = scenario.sweep(of, replicates=2, executor=executor, parts=4, **trials)
        assert {**split.result, "table": ""} == {**whole.result, "table": ""}
        for path in ["study.json", "trials/000000.parquet"]:
            assert (split.path / path).read_bytes() == (whole.path / path).read_bytes(), path
    other = scenario.without("emergency")
    compared = scenario.compare(other, replicates=6, executor=executor, parts=3)
    pairs, expected = (of.pairs.to_dict() for of in (compared, scenario.compare(other, replicates=6)))
    # Arms are named for their folders; a difference that is none is NaN, which equals nothing.
    assert all(str(pairs[column]) == str(expected[column]) for column in expected if column != "arm")


def test_scheduling_costs_little(client: Any) -> None:
    """10,000 tasks of a second need their scheduling to cost under 50 ms a task: measured on some that do nothing."""
    executor = client.get_executor(pure=False)
    list(executor.map(abs, range(100)))
    begun = time.monotonic()
    assert sum(executor.map(abs, range(-400, 0))) == 80_200
    each = (time.monotonic() - begun) / 400
    assert each < 0.05, f"{each * 1e3:.1f} ms a task"


def test_loky_runs_a_job_of_parts() -> None:
    from loky import ProcessPoolExecutor

    scenario = rt.Scenario("five-towns")
    whole = scenario.run(replicates=7, report=False)
    with ProcessPoolExecutor(2) as executor:
        seen: list[tuple[int, int]] = []
        split = scenario.run(
            replicates=7, report=False, executor=executor, parts=5, progress=lambda *told: seen.append(told)
        )
    assert seen == [(done, 5) for done in range(1, 6)]
    same(whole, split)


def test_a_pool_that_breaks_keeps_what_came_back(tmp_path: Path) -> None:
    from loky import ProcessPoolExecutor

    scenario = rt.Scenario("five-towns")
    whole = scenario.run(replicates=40, report=False)
    out, kept = tmp_path / "run", tmp_path / "run.parts"
    with ProcessPoolExecutor(2) as executor:

        def kill(done: int, total: int) -> None:
            for process in list(executor._processes):
                os.kill(process, signal.SIGKILL)

        # A pool of processes that loses one is broken for good: no part can be made again on it.
        with pytest.raises(Exception, match="terminated|abruptly|broken") as broken:
            scenario.run(replicates=40, report=False, out=out, executor=executor, parts=40, progress=kill)
    came = len(list(kept.iterdir()))
    assert f"{came} of 40 parts came back" in broken.value.__notes__ and 0 < came < 40 and not out.exists()
    with ThreadPoolExecutor(2) as executor:
        with pytest.raises(rt.InputError, match="resume=True goes on with them"):
            scenario.run(replicates=40, report=False, out=out, executor=executor, parts=40)
        with pytest.raises(rt.InputError, match="holds parts of 40, not of 3"):
            scenario.run(replicates=40, report=False, out=out, executor=executor, parts=3, resume=True)
        seen: list[tuple[int, int]] = []

        def told(done: int, total: int) -> None:
            seen.append((done, total))

        split = scenario.run(replicates=40, report=False, out=out, executor=executor, resume=True, progress=told)
    assert seen == [(done, 40) for done in range(came + 1, 41)], "what had come back is not made again"
    assert not kept.exists()
    same(whole, split)


def test_bad_input_is_told_once_and_not_tried_again() -> None:
    with ThreadPoolExecutor(1) as executor, pytest.raises(rt.InputError, match="invalid value .0. for .--trials"):
        rt.Scenario("five-towns").sweep("sobol", trials=0, executor=executor, parts=2)
