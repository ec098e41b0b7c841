"""Opens every table of a run folder with pyarrow and with DuckDB and checks columns, types and rows.

    python read_tables.py RUN
"""

import datetime
import json
import pathlib
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

KEYS = {
    "nation": ["scenario", "replicate", "seed", "time"],
    "regions": ["scenario", "replicate", "seed", "time", "region"],
    "places": ["scenario", "replicate", "seed", "time", "region", "place", "place_name"],
    "events": ["scenario", "replicate", "seed", "time", "minute", "kind", "level", "region", "place", "place_name",
               "subject"],
    "summary": ["scenario", "seed", "replicates", "level", "region", "place", "place_name", "time", "quantity", "unit",
                "mean", "p5", "p25", "p50", "p75", "p95"],
}
KEY_TYPES = {
    "replicate": ("uint32", "UINTEGER"), "seed": ("uint64", "UBIGINT"), "time": ("date32[day]", "DATE"),
    "place": ("uint32", "UINTEGER"), "minute": ("uint32", "UINTEGER"), "replicates": ("uint32", "UINTEGER"),
    **{name: ("double", "DOUBLE") for name in ["mean", "p5", "p25", "p50", "p75", "p95"]},
}
TEXT = ("dictionary<values=string, indices=int32, ordered=0>", "VARCHAR")
COUNT, MEASURE = ("int32", "INTEGER"), ("float", "FLOAT")
MEASURES = {"reliability", "cohesion", "affront", "legitimacy", "grievance", "opposed", "willing", "news", "output_lost"}
OPTIONAL = {"region", "place", "place_name", "subject"}
SUMMED_FOR_PLACES = 4


def check(condition, message):
    if not condition:
        sys.exit(f"read_tables: {message}")


def column_types(table, columns):
    keys = KEYS[table]
    check(columns[: len(keys)] == keys, f"{table} begins with {columns[:len(keys)]}, not {keys}")
    types = [KEY_TYPES.get(name, TEXT) for name in keys]
    return types + [MEASURE if name in MEASURES else COUNT for name in columns[len(keys):]]


def main(folder):
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    manifest = run["manifest"]
    succeeded = [one["replicate"] for one in run["replicates"] if one["status"] == "succeeded"]
    days, regions, places = manifest["days"], len(manifest["regions"]), len(manifest["places"])
    quantities = [name for name in pq.read_schema(folder / "nation.parquet").names if name not in KEYS["nation"]]
    check(len(quantities) > 20 and MEASURES < set(quantities), f"the quantities are {quantities}")
    rows = {
        "nation": len(succeeded) * days,
        "regions": len(succeeded) * days * regions,
        "places": len(succeeded) * days * places,
        "summary": days * (len(quantities) * (1 + regions) + SUMMED_FOR_PLACES * places) if succeeded else 0,
    }
    duck = duckdb.connect()
    for name in KEYS:
        path = folder / f"{name}.parquet"
        table = pq.read_table(path)
        expected = column_types(name, table.column_names)
        check(table.column_names == KEYS[name] + (quantities if name in ("nation", "regions", "places") else []),
              f"{name} has the columns {table.column_names}")
        check(not any(pa.types.is_nested(kind) for kind in table.schema.types), f"{name} has cells that are not scalar")
        check([str(kind) for kind in table.schema.types] == [arrow for arrow, _ in expected],
              f"pyarrow reads {name} as {table.schema}")
        described = duck.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
        check([row[1] for row in described] == [sql for _, sql in expected], f"DuckDB reads {name} as {described}")
        counted = duck.execute("SELECT count(*) FROM read_parquet(?)", [str(path)]).fetchone()[0]
        check(counted == table.num_rows, f"{name}: DuckDB counts {counted} rows, pyarrow {table.num_rows}")
        if name in rows:
            check(table.num_rows == rows[name], f"{name} has {table.num_rows} rows, not {rows[name]}")
        nulls = {column for column in table.column_names if table[column].null_count}
        allowed = OPTIONAL if name in ("events", "summary") else set()
        check(nulls <= allowed, f"{name} has nulls in {sorted(nulls - allowed)}")

    # The same cells by both, and the same sums in places and regions.
    first = datetime.date.fromisoformat(manifest["start"])
    last = first + datetime.timedelta(days=days - 1)
    span = duck.execute("SELECT min(time), max(time), count(DISTINCT replicate) FROM read_parquet(?)",
                        [str(folder / "places.parquet")]).fetchone()
    check(span == (first, last, len(succeeded)), f"places spans {span}, not {(first, last, len(succeeded))}")
    arrow = pq.read_table(folder / "places.parquet", columns=["quiet", "legitimacy"])
    sums = duck.execute("SELECT sum(quiet), sum(legitimacy::DOUBLE) FROM read_parquet(?)",
                        [str(folder / "places.parquet")]).fetchone()
    ours = [sum(arrow["quiet"].to_pylist()), sum(arrow["legitimacy"].to_pylist())]
    check(sums[0] == ours[0] and abs(sums[1] - ours[1]) <= 1e-9 * abs(ours[1]), f"{sums} is not {ours}")
    by_region = duck.execute("SELECT sum(quiet) FROM read_parquet(?)", [str(folder / "regions.parquet")]).fetchone()[0]
    check(by_region == sums[0], f"regions have {by_region} quiet people, places {sums[0]}")
    # The medians are those of the replicates.
    wrong = duck.execute(
        """SELECT count(*) FROM (SELECT time, median(active) AS p50 FROM read_parquet(?) GROUP BY time) AS direct
           JOIN read_parquet(?) AS summary USING (time)
           WHERE level = 'nation' AND quantity = 'active' AND abs(direct.p50 - summary.p50) > 1e-9""",
        [str(folder / "nation.parquet"), str(folder / "summary.parquet")]).fetchone()[0]
    check(wrong == 0, f"{wrong} medians of the summary are not those of the nation")
    print(f"read_tables: {len(KEYS)} tables, {sum(rows.values())} rows and the events, by pyarrow {pa.__version__} "
          f"and DuckDB {duckdb.__version__}: as they should be")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
