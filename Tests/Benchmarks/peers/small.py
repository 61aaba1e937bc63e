# SPDX-License-Identifier: Apache-2.0
"""Writes one small report, meetings and the people at them by region and month, with a peer.  small.py duckdb|polars DATA OUT

Only the columns that the report names are parsed."""
import os
import sys

peer, data, out = sys.argv[1:4]
COLUMNS = ["event_id", "event_type", "occurred_at", "closed_at", "unit_code", "officer_id", "sex", "age", "settlement", "category",
           "outcome", "attendees", "women", "weight", "answer", "note"]
if peer == "duckdb":
    import duckdb
    types = {name: "INTEGER" if name == "attendees" else "VARCHAR" for name in COLUMNS}
    db = duckdb.connect()
    db.execute("SET threads=2; SET preserve_insertion_order=false")
    db.execute(f"""COPY (SELECT left(unit_code,6) unit, left(occurred_at,7) period, count(*) meetings, sum(attendees) people
      FROM read_csv('{data}', header=true, auto_detect=false, delim=',', quote='"', escape='"', new_line='\\n', columns={types})
      WHERE event_type='meeting' GROUP BY ALL ORDER BY ALL) TO '{out}' (HEADER)""")
else:
    os.environ["POLARS_MAX_THREADS"] = "2"
    import polars as pl
    c = pl.col
    schema = {name: pl.Int32 if name == "attendees" else pl.String for name in COLUMNS}
    (pl.scan_csv(data, schema=schema).filter(c("event_type") == "meeting")
     .group_by(c("unit_code").str.slice(0, 6).alias("unit"), c("occurred_at").str.slice(0, 7).alias("period"))
     .agg(pl.len().alias("meetings"), c("attendees").sum().alias("people")).sort("unit", "period")
     .collect(engine="streaming").write_csv(out))
