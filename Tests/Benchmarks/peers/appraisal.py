# SPDX-License-Identifier: Apache-2.0
"""Finds one officer's figures of the first half of 2025 in a peer's own file.  appraisal.py duckdb|polars STORE OFFICER OUT

The figures alone: mezon also tells how reliable each is, which is made of all officers' figures, and lists the events behind it."""
import os
import sys

peer, store, officer, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
# Months from January 2023 on.
FIRST, LAST = 24, 29
if peer == "duckdb":
    import duckdb
    db = duckdb.connect(store, read_only=True)
    db.execute("SET threads=2")
    row = db.execute("""SELECT count(*) FILTER (t='meeting'), coalesce(sum(att) FILTER (t='meeting'), 0),
      count(*) FILTER (t='dispute' AND oc='resolved'), count(*) FILTER (t='dispute')
      FROM e WHERE o=? AND m BETWEEN ? AND ?""", [officer, FIRST, LAST]).fetchone()
else:
    os.environ["POLARS_MAX_THREADS"] = "2"
    import polars as pl
    c = pl.col
    meeting, dispute = c("t") == "meeting", c("t") == "dispute"
    row = (pl.scan_parquet(store).filter((c("o") == officer) & c("m").is_between(FIRST, LAST))
           .select(meeting.sum().alias("a"), pl.when(meeting).then(c("att")).otherwise(0).sum().alias("b"),
                   (dispute & (c("oc") == "resolved")).sum().alias("c"), dispute.sum().alias("d"))
           .collect().row(0))
with open(out, "w", encoding="utf-8") as file:
    file.write("meetings,people,resolved,disputes\n" + ",".join(str(value) for value in row) + "\n")
