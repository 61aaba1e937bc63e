# SPDX-License-Identifier: Apache-2.0
"""DuckDB: python3 duckdb_run.py data.csv|data.duckdb out.csv [threads].   LAPS=1 prints the time of each part.

Tuned as measured on this data: one CSV scan into a narrow typed table; additive measures are grouped once at the finest
level and rolled up; officers are deduplicated once; one plain GROUP BY for each level x period (perfect-hash keys)
is far faster here than one query with GROUPING SETS
(the distinct counts on 1M rows: 10 s with GROUPING SETS, 3 s as count(DISTINCT)+FILTER, 0.9 s as below)."""
import sys, time, os, duckdb
from race import *
src, out = args()
threads = int(sys.argv[3]) if len(sys.argv) > 3 else 2
T0 = time.time(); C0 = time.process_time()
def lap(what):
    global T0, C0
    if os.environ.get("LAPS"): print(f"{what:12s} wall {time.time()-T0:7.3f} cpu {time.process_time()-C0:7.3f}", file=sys.stderr)
    T0 = time.time(); C0 = time.process_time()
store = os.environ.get("MAKE_STORE")            # MAKE_STORE=x.duckdb: only load the CSV into a database file
db = duckdb.connect(store or (src if src.endswith(".duckdb") else ":memory:"), read_only=src.endswith(".duckdb"))
db.execute(f"SET threads={threads}; SET preserve_insertion_order=false")
db.execute(f"CREATE TEMP TABLE units AS SELECT * FROM read_csv('{UNITS}')")
E = lambda xs: "ENUM(" + ",".join(f"'{x}'" for x in xs) + ")"
Q = lambda s: s.replace("'", "''")
TEMP = "" if store else "TEMP"
if not src.endswith(".duckdb"): db.execute("CREATE TYPE unit_t AS ENUM (SELECT unit_code FROM units ORDER BY 1)")
if not src.endswith(".duckdb"): db.execute("CREATE TYPE dist_t AS ENUM (SELECT DISTINCT district_code FROM units ORDER BY 1)")
if not src.endswith(".duckdb"): db.execute("CREATE TYPE reg_t AS ENUM (SELECT DISTINCT region_code FROM units ORDER BY 1)")
lap("setup")
# 1. one scan of the CSV into a narrow typed table (note, event_id and most strings are never kept)
if not src.endswith(".duckdb"): db.execute(f"""
CREATE {TEMP} TABLE e AS
SELECT event_type AS t, ((year(occurred_at)-2023)*12+month(occurred_at)-1)::SMALLINT AS m,
  unit_code::unit_t AS p, left(unit_code,10)::dist_t AS d, left(unit_code,6)::reg_t AS r, officer_id AS o,
  ({SEX_DV})::TINYINT AS sx, ({AGE_DV})::TINYINT AS ag, ({SET_DV})::TINYINT AS st,
  category='domestic_violence' AS dv, outcome AS oc,
  attendees AS att, women AS wom, weight AS w, answer AS an,
  date_diff('minute', occurred_at, closed_at)::INTEGER AS dur
FROM read_csv('{src}', header=true, auto_detect=false, delim=',', quote='"', escape='"', new_line='\\n',
  timestampformat='%Y-%m-%dT%H:%M',
  columns={{'event_id':'BIGINT','event_type':'{Q(E(TYPES))}','occurred_at':'TIMESTAMP','closed_at':'TIMESTAMP',
   'unit_code':'VARCHAR','officer_id':'INTEGER','sex':'VARCHAR','age':'SMALLINT',
   'settlement':'VARCHAR','category':'VARCHAR',
   'outcome':'{Q(E(['resolved','pending','referred','rejected','withdrawn','none']))}',
   'attendees':'INTEGER','women':'INTEGER','weight':'DOUBLE','answer':'TINYINT','note':'VARCHAR'}})""")
lap("load")
if store: db.close(); sys.exit()
agg = ", ".join((f"count(*) FILTER ({c})" if v is None else f"coalesce(sum({v}) FILTER ({c}),0)") + f" AS {k}" for k, (c, v) in ATOMS.items())
agg = agg.replace("c='domestic_violence'", "dv").replace("count(*) FILTER (TRUE)", "count(*)")
def combos():
    for lv in LEVELS:
        for pt in PERIODS:
            yield lv, pt, LEVEL_COL[lv], PERIOD_DIV[pt]
unit = {"country": "'TJ'", "region": "r::VARCHAR", "district": "d::VARCHAR", "precinct": "p::VARCHAR"}
per = {"month": "format('{}-{:02d}',2023+pi//12,pi%12+1)", "quarter": "format('{}-Q{}',2023+pi//4,pi%4+1)",
       "half": "format('{}-H{}',2023+pi//2,pi%2+1)", "year": "(2023+pi)::VARCHAR"}
def union(total, dims, aggs, name):
    """one GROUP BY for each level x period; `total` (keys p,d,r,m) and `dims` (keys d,r,m,dv)"""
    parts = []
    for lv, pt, col, div in combos():
        for tab, dv in ((total, "0"), (dims, "dv")):
            if tab == dims and lv == "precinct": continue
            g = [x for x in (col if col != "0" else "", "pi", "dv" if dv == "dv" else "") if x]
            inner = f"SELECT {col if col!='0' else 'NULL'} AS k{lv[0]}, (m//{div})::SMALLINT AS pi, {dv}::TINYINT AS dv, {aggs} FROM {tab} GROUP BY {', '.join(([col] if col!='0' else []) + [f'm//{div}'] + (['dv'] if dv=='dv' else []))}"
            parts.append(f"SELECT '{lv}' AS level, {unit[lv].split('::')[0] if lv=='country' else f'k{lv[0]}::VARCHAR'} AS unit, '{pt}' AS ptype, pi, dv, * EXCLUDE (k{lv[0]}, pi, dv) FROM ({inner})")
    db.execute(f"CREATE TEMP TABLE {name} AS " + " UNION ALL ".join(parts))
# 2. additive measures, first at the finest level
db.execute(f"CREATE TEMP TABLE b0 AS SELECT r,d,p,m,{agg} FROM e GROUP BY r,d,p,m")
db.execute("CREATE TEMP TABLE b1 AS " + " UNION ALL ".join(f"SELECT r,d,m,{x} AS dv,{agg} FROM e GROUP BY r,d,m,{x}" for x in ("sx", "ag", "st")))
lap("base")
union("b0", "b1", ", ".join(f"sum({k}) AS {k}" for k in ATOMS), "sums")
lap("sums")
# 3. distinct officers: deduplicated once, then count(DISTINCT) upwards; a FILTER would double the cost, so meetings
# have their own table
db.execute("CREATE TEMP TABLE o0 AS SELECT DISTINCT r,d,p,m,o FROM e")
db.execute("CREATE TEMP TABLE o1 AS " + " UNION ALL ".join(f"SELECT DISTINCT r,d,m,{x} AS dv,o FROM e" for x in ("sx", "ag", "st")))
db.execute("CREATE TEMP TABLE m0 AS SELECT DISTINCT r,d,p,m,o FROM e WHERE t='meeting'")
db.execute("CREATE TEMP TABLE m1 AS " + " UNION ALL ".join(f"SELECT DISTINCT r,d,m,{x} AS dv,o FROM e WHERE t='meeting'" for x in ("sx", "ag", "st")))
lap("dedupe")
union("o0", "o1", "count(DISTINCT o) d24", "dist")
union("m0", "m1", "count(DISTINCT o) d25", "distm")
lap("distinct")
db.execute("CREATE TEMP TABLE c0 AS SELECT DISTINCT r,d,p,m FROM e WHERE t='cppt_session'")
db.execute("CREATE TEMP TABLE c1 AS " + " UNION ALL ".join(f"SELECT DISTINCT r,d,p,m,{x} AS dv FROM e WHERE t='cppt_session'" for x in ("sx", "ag", "st")))
union("c0", "c1", "count(DISTINCT p) d26", "dist2")
lap("distinct2")
# 4. percentiles of durations from the rows
db.execute("CREATE TEMP TABLE q0 AS SELECT r,d,p,m,sx,ag,st,t,dur FROM e WHERE dur IS NOT NULL AND t IN ('incident','dispute','complaint')")
db.execute("CREATE TEMP TABLE q1 AS " + " UNION ALL ".join(f"SELECT r,d,m,{x} AS dv,t,dur FROM q0" for x in ("sx", "ag", "st")))
union("q0", "q1", "quantile_cont(dur,0.75) FILTER (t='incident') q20, quantile_cont(dur,0.5) FILTER (t='dispute') q27, quantile_cont(dur,0.9) FILTER (t='complaint') q28", "quan")
lap("quantiles")
db.execute("CREATE TEMP TABLE pop AS SELECT coalesce(unit_code,district_code,region_code,'TJ') AS unit, dv, sum(pop) AS pop FROM (" +
  " UNION ALL ".join(f"SELECT unit_code,district_code,region_code,{i} AS dv,{c} AS pop FROM units" for i, c in enumerate(POPC) if c) +
  ") GROUP BY GROUPING SETS ((unit_code,dv),(district_code,dv),(region_code,dv),(dv))")
db.execute("CREATE TEMP TABLE dvs(dv TINYINT, dim VARCHAR, dimval VARCHAR)")
db.execute("INSERT INTO dvs VALUES " + ",".join(f"({i},'{a}','{b}')" for i, (a, b) in enumerate(DV)))
K = "level,unit,ptype,pi,dv"
db.execute(f"""COPY (SELECT level,unit,ptype, CASE ptype {" ".join(f"WHEN '{k}' THEN {v}" for k, v in per.items())} END AS period, dim, dimval,
{", ".join(f"{FORMULAS[k]} AS {k}" if k not in ("i24","i25","i26") else f"coalesce({FORMULAS[k]},0) AS {k}" for k in INDS)}
FROM sums LEFT JOIN dist USING ({K}) LEFT JOIN distm USING ({K}) LEFT JOIN dist2 USING ({K}) LEFT JOIN quan USING ({K}) LEFT JOIN pop USING (unit,dv) JOIN dvs USING (dv)) TO '{out}' (HEADER)""")
lap("write")
