"""The package as its users meet it: the wheel, installed; the program beside it."""

import datetime
import html
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

import righting as rt

TABLES = ["nation", "regions", "places", "events", "summary"]


@pytest.fixture(scope="module")
def run() -> rt.Run:
    return rt.Scenario("five-towns").run(replicates=6, seed=3)


def program(*arguments: str, cwd: Path | None = None) -> str:
    return subprocess.run(["righting", *arguments], check=True, capture_output=True, text=True, cwd=cwd).stdout


def test_tables_are_those_of_the_command_line(run: rt.Run, tmp_path: Path) -> None:
    out = tmp_path / "run"
    program("run", "five-towns", "--replicates", "6", "--seed", "3", "--out", str(out))
    for name in [*[f"{table}.parquet" for table in TABLES], "run.json"]:
        assert (out / name).read_bytes() == (run.path / name).read_bytes(), name
    opened = rt.open(out)
    assert isinstance(opened, rt.Run)
    for table in TABLES:
        assert opened.table(table).to_dict() == run.table(table).to_dict()
        assert opened.table(table).to_pandas().equals(run.table(table).to_pandas())


def test_arrow_goes_to_every_library(run: rt.Run) -> None:
    import duckdb
    import polars
    import pyarrow

    days = pyarrow.table(run.nation)
    assert days.num_rows == 6 * 14
    assert polars.DataFrame(run.nation).height == days.num_rows
    peaks = duckdb.sql("select max(active) from days").fetchall()
    assert peaks[0][0] == max(run.nation.to_dict()["active"])
    assert run.nation.select("time", "active").schema == {"time": "Date32", "active": "Int32"}
    data = run.to_xarray("regions")
    assert dict(data.sizes) == {"replicate": 6, "time": 14, "region": 2}
    assert float(data["active"].sum()) == sum(run.regions.to_dict()["active"])


def test_a_scenario_never_changes_and_refuses_at_once() -> None:
    base = rt.Scenario("five-towns")
    changed = base.set("time.days", 8)
    assert base.arguments == ["five-towns"] and changed.arguments == ["five-towns", "--set", "time.days=8"]
    assert changed == rt.Scenario("five-towns").set("time.days", 8) != base
    with pytest.raises(rt.InputError, match="five-towns"):
        rt.Scenario("five-twons")
    with pytest.raises(rt.InputError, match="did you mean `days`"):
        base.set("time.dyas", 8)
    refused = subprocess.run(
        ["righting", "explain", "five-towns", "--set", "time.dyas=8", "--json"], capture_output=True, text=True
    )
    with pytest.raises(rt.InputError) as error:
        base.set("time.dyas", 8)
    assert str(error.value).split() == refused.stderr.split()


def test_studies(tmp_path: Path) -> None:
    scenario = rt.Scenario("five-towns").set("time.days", 8)
    compared = scenario.compare(scenario.set("joining.contagion", 0.3), replicates=4)
    assert set(compared.pairs.to_dict()["replicate"]) == {0, 1, 2, 3}
    swept = scenario.sweep("sobol", trials=4, replicates=2)
    assert len(swept.trials.to_dict()["trial"]) == 8
    fitted = scenario.calibrate(runs=200, predictive=4)
    import arviz

    assert fitted.to_arviz().posterior.sizes["draw"] >= 1
    assert arviz.summary(fitted.to_arviz(), kind="stats").shape[0] >= 1
    assert fitted.save(tmp_path / "kept") == tmp_path / "kept"
    assert isinstance(rt.open(tmp_path / "kept"), rt.Calibration)


def test_a_country_from_its_code(tmp_path: Path) -> None:
    scenario = rt.new("LKA", tmp_path / "lka", start="2022-03-25", days=5)
    assert scenario.run(replicates=2, report=False).manifest["scenario"].startswith("lka")


def test_classics() -> None:
    assert rt.classic("granovetter", quick=True).result["claims"]


def test_parts_on_processes_are_one_run(run: rt.Run) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        split = rt.Scenario("five-towns").run(replicates=6, seed=3, executor=executor, parts=4)
    for name in [*[f"{table}.parquet" for table in TABLES], "run.json", "report.html"]:
        assert (split.path / name).read_bytes() == (run.path / name).read_bytes(), name


def test_parts_of_a_file_of_ones_own_are_one_run(tmp_path: Path) -> None:
    own = tmp_path / "towns"
    program("new", "five-towns", str(own))
    late = own / "late.toml"
    text = (own / "scenario.toml").read_text(encoding="utf-8")
    late.write_text(text.replace("days = 14", "days = 9"), encoding="utf-8")
    with ThreadPoolExecutor(2) as executor:
        for source in [own, late]:
            scenario = rt.Scenario(source)
            whole = scenario.run(replicates=5, report=False)
            split = scenario.run(replicates=5, report=False, executor=executor, parts=2)
            assert whole.manifest["days"] == (9 if source == late else 14)
            for name in [*[f"{table}.parquet" for table in TABLES], "run.json"]:
                assert (split.path / name).read_bytes() == (whole.path / name).read_bytes(), name


def test_acled_is_what_it_says(tmp_path: Path) -> None:
    program("new", "five-towns", str(tmp_path / "case"))
    other = tmp_path / "other.csv"
    other.write_text("day;number\n2030-03-02;3\n", encoding="utf-8")
    with pytest.raises(rt.InputError):
        rt.read_acled(other, tmp_path / "case")


def test_figures(run: rt.Run, tmp_path: Path) -> None:
    figure = run.plot("active", where="south")
    figure.savefig(tmp_path / "course.png")
    run.map("active", day=5).savefig(tmp_path / "map.png")
    assert (tmp_path / "course.png").stat().st_size > 10_000 < (tmp_path / "map.png").stat().st_size
    with pytest.raises(rt.InputError, match="no region or place"):
        run.plot("active", where="east")
    with pytest.raises(rt.InputError, match="is no day of the run"):
        run.map("active", day=datetime.date(1999, 1, 1))
    with pytest.raises(rt.InputError, match="no quantity"):
        run.plot("activ")


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, run: rt.Run) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(rt.Missing, match="pip install polars"):
        run.nation.to_polars()


def test_progress_and_other_threads(run: rt.Run) -> None:
    seen: list[tuple[int, int]] = []
    ticks = 0
    ended = threading.Event()

    def tick() -> None:
        nonlocal ticks
        while not ended.wait(0.001):
            ticks += 1

    thread = threading.Thread(target=tick)
    thread.start()
    rt.Scenario("five-towns").run(replicates=64, report=False, progress=lambda done, total: seen.append((done, total)))
    ended.set()
    thread.join()
    assert seen[-1] == (64, 64) and ticks > 3


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_ctrl_c_is_answered_and_the_run_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "run"
    script = (
        "import righting as rt, sys, time\n"
        "print('ready', flush=True)\n"
        "try:\n"
        f"    rt.Scenario('kazakhstan-2022').run(replicates=5000, threads=1, out={str(out)!r})\n"
        "except KeyboardInterrupt as error:\n"
        "    print(time.time(), *error.__notes__, flush=True)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    while not list(out.glob("parts/*.part")):
        time.sleep(0.01)
    pressed = time.time()
    child.send_signal(signal.SIGINT)
    said, _ = child.communicate(timeout=60)
    answered, words = said.split(" ", 1)
    assert float(answered) - pressed < 0.5 * (1 + os.getloadavg()[0]), said
    assert "--resume" in words
    kept = json.loads((out / "run.json").read_text())["replicates"]
    assert sum(status["status"] == "succeeded" for status in kept) > 0


def test_calls_leak_nothing(run: rt.Run) -> None:
    from righting import _native

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1])

    def work(calls: int) -> None:
        for _ in range(calls):
            assert _native.call(["--version"])[0] == 0
            assert run.nation.schema

    work(1_000)
    before = resident()
    work(10_000)
    assert resident() - before < 256, "pages of 4 kB: a tenth of a kB a call"


def test_a_notebook_shows_the_numbers_and_the_live_report(run: rt.Run, tmp_path: Path) -> None:
    table = run._repr_html_()
    days = run.nation.to_pandas().groupby("replicate")
    for label, values in [("largest crowd, people at once", days["active_peak"].max()), ("dead", days["dead"].last())]:
        low, middle, high = (f"<td>{values.quantile(p):,.0f}</td>" for p in (0.05, 0.5, 0.95))
        assert f"{label}</td>{low}{middle}{high}</tr>" in table, label
    changed = rt.Scenario("five-towns").set("time.days", 8).without("emergency").run(replicates=2, report=False)
    assert "changed: time.days=8, without emergency" in changed._repr_html_()
    kept = run.save(tmp_path / "kept")
    page = kept.live(height=300)
    shown = page._repr_html_()
    # What a browser puts into the frame is the page, to the last letter, with the address that `web/tests` try it under.
    inside = re.search('srcdoc="([^"]*)"', shown)
    assert inside is not None
    own = html.unescape(inside[1]).replace('<base href="about:srcdoc">', "", 1)
    assert own == kept.report.read_text(encoding="utf-8") != html.unescape(inside[1])
    assert "height:300px" in shown and len(inside[1]) > 1_000_000 > run.report.stat().st_size
    program("validate", str(kept.path))


def test_what_is_taken_of_a_result_outlives_it() -> None:
    scenario = rt.Scenario("five-towns").set("time.days", 8)
    page = scenario.run(replicates=2).live()
    pairs = scenario.compare(scenario.without("emergency"), replicates=2).pairs
    trials = scenario.sweep(trials=2, replicates=1).trials.select("trial")
    assert page.path.is_file() and len(pairs.to_dict()["arm"]) > 0 and trials.to_dict() == {"trial": [0, 1]}


def test_a_bar_of_tqdm_counts_replicates(capsys: pytest.CaptureFixture[str]) -> None:
    rt.Scenario("five-towns").run(replicates=12, report=False, progress=True)
    assert "12/12" in capsys.readouterr().err
    rt.Scenario("five-towns").run(replicates=2, report=False)
    assert capsys.readouterr().err == "", "where nobody sees it there is none"


def test_tables_of_the_classics_have_values(tmp_path: Path) -> None:
    epstein = rt.classic("epstein", run=2, replicates=2, ticks=300, out=tmp_path / "epstein")
    ticks = epstein.table("epstein-ticks").to_dict()
    assert len(ticks["active"]) == 600 and max(ticks["quiet"]) > 0
