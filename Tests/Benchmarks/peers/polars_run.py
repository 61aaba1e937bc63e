# SPDX-License-Identifier: Apache-2.0
"""Polars: python3 polars_run.py data.csv|data.parquet out.csv [threads].  LAPS=1 prints the time of each part."""
import os, sys
os.environ["POLARS_MAX_THREADS"] = sys.argv[3] if len(sys.argv) > 3 else "2"
import time
import polars as pl
from race import *
src, out = args()
T0 = time.time(); C0 = time.process_time()
def lap(what):
    global T0, C0
    if os.environ.get("LAPS"): print(f"{what:12s} wall {time.time()-T0:7.3f} cpu {time.process_time()-C0:7.3f}", file=sys.stderr)
    T0 = time.time(); C0 = time.process_time()
units = pl.read_csv(UNITS)
PU = units["unit_code"].to_list(); PD = sorted(set(units["district_code"].to_list())); PR = sorted(set(units["region_code"].to_list()))
OUTC = ['resolved', 'pending', 'referred', 'rejected', 'withdrawn', 'none']
c = pl.col
schema = {"event_id": pl.Int64, "event_type": pl.Enum(TYPES), "occurred_at": pl.String, "closed_at": pl.String, "unit_code": pl.Enum(PU),
          "officer_id": pl.Int32, "sex": pl.String, "age": pl.Int16, "settlement": pl.String, "category": pl.String, "outcome": pl.Enum(OUTC),
          "attendees": pl.Int32, "women": pl.Int32, "weight": pl.Float64, "answer": pl.Int8, "note": pl.String}
um = pl.LazyFrame({"p": pl.Series(PU, dtype=pl.Enum(PU)), "d": pl.Series(units["district_code"].to_list(), dtype=pl.Enum(PD)),
                   "r": pl.Series(units["region_code"].to_list(), dtype=pl.Enum(PR))})
fmt = "%Y-%m-%dT%H:%M"
occ = c("occurred_at").str.to_datetime(fmt, time_unit="ms", strict=True)
clo = c("closed_at").str.to_datetime(fmt, time_unit="ms", strict=True)
i8 = lambda *pairs, other: None
ag = (pl.when(c("age").is_null()).then(9).when(c("age") < 18).then(4).when(c("age") < 30).then(5).when(c("age") < 45).then(6)
      .when(c("age") < 60).then(7).otherwise(8)).cast(pl.Int8)
e = pl.read_parquet(src) if src.endswith('.parquet') else (pl.scan_csv(src, schema=schema)
     .select(c("event_type").alias("t"), occ.alias("occ"), clo.alias("clo"), c("unit_code").alias("p"), c("officer_id").alias("o"),
             pl.when(c("sex") == "F").then(1).when(c("sex") == "M").then(2).otherwise(3).cast(pl.Int8).alias("sx"), ag.alias("ag"),
             pl.when(c("settlement") == "urban").then(10).otherwise(11).cast(pl.Int8).alias("st"),
             (c("category") == "domestic_violence").alias("dv_"), c("outcome").alias("oc"), c("attendees").alias("att"), c("women").alias("wom"),
             c("weight").alias("w"), c("answer").alias("an"))
     .with_columns(((c("occ").dt.year() - 2023) * 12 + c("occ").dt.month() - 1).cast(pl.Int16).alias("m"),
                   ((c("clo") - c("occ")).dt.total_minutes()).cast(pl.Int32).alias("dur")).drop("occ", "clo")
     .join(um, on="p", how="left").collect(engine="streaming"))
lap("load")
if os.environ.get("MAKE_STORE"): e.write_parquet(os.environ["MAKE_STORE"]); sys.exit()
T = {t: (c("t") == t) for t in TYPES}
oc = lambda x: c("oc") == x
zero = lambda cond, v: pl.when(cond).then(v).otherwise(0)
survey = T["survey"]
A = {"n": pl.len(), "a01": T["meeting"], "a02": T["cppt_session"], "a03": T["dispute"], "a04": T["dispute"] & oc("resolved"), "a05": T["incident"],
     "a06": T["referral"], "a07": T["complaint"], "a08": T["patrol"], "a09": T["school_visit"], "a10": T["incident"] & c("dv_"),
     "a11": zero(T["meeting"], c("att")), "a12": zero(T["meeting"], c("wom")), "a13": zero(T["cppt_session"], c("att")),
     "a14": zero(survey, c("w")), "a15": zero(T["cppt_session"], c("wom")),
     "a17": (T["dispute"] & oc("resolved") & (c("dur") <= 43200)).fill_null(False), "a18": T["complaint"] & oc("resolved"),
     "b18": T["complaint"] & (c("oc") != "pending"), "a19": T["incident"] & oc("resolved"),
     "a29": zero(survey & (c("an") >= 4), c("w")), "b29": zero(survey & c("an").is_not_null(), c("w")), "a30": zero(survey & c("an").is_not_null(), c("w") * c("an"))}
atoms = [k for k in A]
# the atoms as narrow columns once, then plain sums (faster than filtered aggregations in each group)
w = e.lazy().select("r", "d", "p", "m", "sx", "ag", "st",
     *[pl.lit(1, dtype=pl.Int32).alias("n") if k == "n" else (A[k].cast(pl.Int32) if k not in ("a11", "a12", "a13", "a14", "a15", "a29", "b29", "a30") else A[k]).alias(k) for k in atoms])
S = [c(k).sum() for k in atoms]
b0 = w.group_by("r", "d", "p", "m").agg(S)
bs = [w.group_by("r", "d", "m", c(x).alias("dv")).agg(S) for x in ("sx", "ag", "st")]
r = pl.collect_all([b0] + bs, engine="streaming")
b0, b1 = r[0], pl.concat(r[1:])
lap("base")
def union(total, dims, aggs):
    """one group_by for each level x period"""
    q = []
    for lv in LEVELS:
        col = {"country": None, "region": "r", "district": "d", "precinct": "p"}[lv]
        for pt in PERIODS:
            for f, dv in ((total, False), (dims, True)):
                if dv and lv == "precinct": continue
                g = f.lazy().group_by(([col] if col else []) + [(c("m") // PERIOD_DIV[pt]).alias("pi")] + (["dv"] if dv else [])).agg(aggs)
                unit = c(col).cast(pl.String) if col else pl.lit("TJ")
                q.append(g.select(pl.lit(lv).alias("level"), unit.alias("unit"), pl.lit(pt).alias("ptype"), "pi",
                                  (c("dv") if dv else pl.lit(0, dtype=pl.Int8)).alias("dv"), pl.exclude([x for x in (col, "pi", "dv") if x])))
    return pl.concat(pl.collect_all(q))
sums = union(b0, b1, [c(k).sum() for k in atoms])
lap("sums")
def dedupe(f, keys0, *x):
    fs = [f.lazy().select(keys0).unique()] + [f.lazy().select([k for k in keys0 if k != "p" or keys0[-1] == "p"] + [c(d).alias("dv")]).unique() for d in ("sx", "ag", "st")]
    r = pl.collect_all(fs)
    return r[0], pl.concat(r[1:])
o0, o1 = dedupe(e, ["r", "d", "p", "m", "o"])
m0, m1 = dedupe(e.lazy().filter(T["meeting"]), ["r", "d", "p", "m", "o"])
cp = e.lazy().filter(T["cppt_session"])
c0, c1 = dedupe(cp, ["r", "d", "m", "p"])
lap("dedupe")
d24 = union(o0, o1, [c("o").n_unique().cast(pl.Int64).alias("d24")])
d25 = union(m0, m1, [c("o").n_unique().cast(pl.Int64).alias("d25")])
d26 = union(c0.rename({"p": "pp"}).with_columns(p=c("pp")), c1.rename({"p": "pp"}), [c("pp").n_unique().cast(pl.Int64).alias("d26")])
lap("distinct")
qs = []
for t, qq, name in (("incident", .75, "q20"), ("dispute", .5, "q27"), ("complaint", .9, "q28")):
    f = e.lazy().filter(T[t] & c("dur").is_not_null()).select("r", "d", "p", "m", "sx", "ag", "st", "dur").collect()
    f1 = pl.concat([f.select("r", "d", "m", c(x).alias("dv"), "dur") for x in ("sx", "ag", "st")])
    qs.append(union(f, f1, [c("dur").quantile(qq, "linear").alias(name)]))
lap("quantiles")
pop = pl.concat([units.select("unit_code", "district_code", "region_code", pl.lit(i, dtype=pl.Int8).alias("dv"), c(x).alias("pop")) for i, x in enumerate(POPC) if x])
pops = pl.concat([pop.group_by((c(k) if k else pl.lit("TJ")).alias("unit"), "dv").agg(c("pop").sum()) for k in (None, "region_code", "district_code", "unit_code")])
K = ["level", "unit", "ptype", "pi", "dv"]
f = sums
for x in [d24, d25, d26] + qs: f = f.join(x, on=K, how="left")
f = f.join(pops, on=["unit", "dv"], how="left")
f = f.join(pl.DataFrame({"dv": pl.Series(range(12), dtype=pl.Int8), "dim": [a for a, _ in DV], "dimval": [b for _, b in DV]}), on="dv", how="left")
nz = lambda x: pl.when(x != 0).then(x)
p_ = c("pi")
period = (pl.when(c("ptype") == "month").then(pl.format("{}-{}", 2023 + p_ // 12, (p_ % 12 + 1).cast(pl.String).str.zfill(2)))
          .when(c("ptype") == "quarter").then(pl.format("{}-Q{}", 2023 + p_ // 4, p_ % 4 + 1))
          .when(c("ptype") == "half").then(pl.format("{}-H{}", 2023 + p_ // 2, p_ % 2 + 1)).otherwise((2023 + p_).cast(pl.String)))
F = {"i15": (c("a12") + c("a15")) / nz(c("a11") + c("a13")), "i16": c("a04") / nz(c("a03")), "i17": c("a17") / nz(c("a03")), "i18": c("a18") / nz(c("b18")),
     "i19": c("a19") / nz(c("a05")), "i20": c("q20") / 60, "i21": c("a05") * 10000.0 / c("pop"), "i22": c("a07") * 100000.0 / c("pop"), "i23": c("a01") * 10000.0 / c("pop"),
     "i24": c("d24").fill_null(0), "i25": c("d25").fill_null(0), "i26": c("d26").fill_null(0), "i27": c("q27") / 60, "i28": c("q28") / 60,
     "i29": c("a29") / nz(c("b29")), "i30": c("a30") / nz(c("b29"))}
f.select("level", "unit", "ptype", period.alias("period"), "dim", "dimval", *[F.get(k, c(FORMULAS[k]) if k not in F else None).alias(k) for k in INDS]).write_csv(out)
lap("write")
