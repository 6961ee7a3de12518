"""Reads a results folder with pandas and DuckDB and checks that the summary follows from the rows."""

import csv
import sys

import duckdb
import pyarrow.parquet as pq

folder = sys.argv[1]
runs = pq.read_table(f"{folder}/runs.parquet")
assert runs.num_rows == 40_000, runs.num_rows
assert runs.column("config").to_pylist() == [0] * 20_000 + [1] * 20_000
assert runs.column("replication").to_pylist() == list(range(20_000)) * 2

means = duckdb.sql(
    f"select design, avg(\"welfare.joint\"), avg(survived), count(*) from '{folder}/runs.parquet' group by design"
).fetchall()
summary = list(csv.DictReader(open(f"{folder}/summary.csv")))
for design, welfare, survived, n in means:
    assert n == 20_000
    for metric, party, found in [("welfare", "joint", welfare), ("survived", "", survived)]:
        rows = [r for r in summary if (r["design"], r["metric"], r["party"]) == (design, metric, party)]
        assert len(rows) == 1 and abs(float(rows[0]["mean"]) - found) < 1e-9 * (1 + abs(found)), (rows, found)

# The difference that the study reports is that of the paired rows.
pairs = duckdb.sql(
    f"""select avg(a."welfare.joint" - b."welfare.joint") from '{folder}/runs.parquet' a
        join '{folder}/runs.parquet' b using (replication) where a.design = 'mirror' and b.design = 'none'"""
).fetchall()[0][0]
differences = list(csv.DictReader(open(f"{folder}/differences.csv")))
told = [r for r in differences if (r["design"], r["metric"], r["party"]) == ("mirror", "welfare", "joint")]
assert abs(float(told[0]["difference"]) - pairs) < 1e-9 * (1 + abs(pairs))

series = pq.read_table(f"{folder}/series.parquet")
assert set(series.column("series").to_pylist()) == {"welfare", "compliance", "tariff", "open_disputes", "survived"}
