# SPDX-License-Identifier: Apache-2.0
"""Shared definition of the benchmark report: 30 indicators x 52 grouping sets.

Groups: level (country, region, district, precinct) x period (month, quarter, half, year)
        x dim (total; sex, age, settlement for district and above).
Output: CSV with header COLS, one row for each group having at least one event, any order.
"""
import os, sys
UNITS = os.environ.get("UNITS", "units.csv")
INDS = [f"i{k:02d}" for k in range(1, 31)]
COLS = ["level", "unit", "ptype", "period", "dim", "dimval"] + INDS
LEVELS = ["country", "region", "district", "precinct"]
PERIODS = ["month", "quarter", "half", "year"]
DIMS = ["total", "sex", "age", "settlement"]
TYPES = ["meeting", "cppt_session", "dispute", "incident", "referral", "complaint", "survey",
         "patrol", "school_visit", "training", "hotline_call", "consultation"]
# additive atoms: name -> (sql condition, sql value or None for a count)
ATOMS = {
    "n": ("TRUE", None),
    "a01": ("t='meeting'", None),
    "a02": ("t='cppt_session'", None),
    "a03": ("t='dispute'", None),
    "a04": ("t='dispute' AND oc='resolved'", None),
    "a05": ("t='incident'", None),
    "a06": ("t='referral'", None),
    "a07": ("t='complaint'", None),
    "a08": ("t='patrol'", None),
    "a09": ("t='school_visit'", None),
    "a10": ("t='incident' AND c='domestic_violence'", None),
    "a11": ("t='meeting'", "att"),
    "a12": ("t='meeting'", "wom"),
    "a13": ("t='cppt_session'", "att"),
    "a14": ("t='survey'", "w"),
    "a15": ("t='cppt_session'", "wom"),
    "a17": ("t='dispute' AND oc='resolved' AND dur<=43200", None),
    "a18": ("t='complaint' AND oc='resolved'", None),
    "b18": ("t='complaint' AND oc<>'pending'", None),
    "a19": ("t='incident' AND oc='resolved'", None),
    "a29": ("t='survey' AND an>=4", "w"),
    "b29": ("t='survey' AND an IS NOT NULL", "w"),
    "a30": ("t='survey' AND an IS NOT NULL", "w*an"),
}
# indicators from rolled-up atoms (sql); s = sums row, pop = population of the group
FORMULAS = {
    "i01": "a01", "i02": "a02", "i03": "a03", "i04": "a04", "i05": "a05", "i06": "a06", "i07": "a07",
    "i08": "a08", "i09": "a09", "i10": "a10", "i11": "a11", "i12": "a12", "i13": "a13", "i14": "a14",
    "i15": "(a12+a15)*1.0/nullif(a11+a13,0)",
    "i16": "a04*1.0/nullif(a03,0)",
    "i17": "a17*1.0/nullif(a03,0)",
    "i18": "a18*1.0/nullif(b18,0)",
    "i19": "a19*1.0/nullif(a05,0)",
    "i20": "q20/60.0",
    "i21": "a05*10000.0/pop",
    "i22": "a07*100000.0/pop",
    "i23": "a01*10000.0/pop",
    "i24": "d24", "i25": "d25", "i26": "d26",
    "i27": "q27/60.0",
    "i28": "q28/60.0",
    "i29": "a29*1.0/nullif(b29,0)",
    "i30": "a30*1.0/nullif(b29,0)",
}
AGE_SQL = ("CASE WHEN age IS NULL THEN 'unknown' WHEN age<18 THEN 'u18' WHEN age<30 THEN '18-29' "
           "WHEN age<45 THEN '30-44' WHEN age<60 THEN '45-59' ELSE '60+' END")
def args():
    return sys.argv[1], sys.argv[2]
DV = [("total", "")] + [("sex", x) for x in ("F", "M", "unknown")] + \
     [("age", x) for x in ("u18", "18-29", "30-44", "45-59", "60+", "unknown")] + \
     [("settlement", x) for x in ("urban", "rural")]
AGE_DV = ("CASE WHEN age IS NULL THEN 9 WHEN age<18 THEN 4 WHEN age<30 THEN 5 WHEN age<45 THEN 6 WHEN age<60 THEN 7 ELSE 8 END")
SEX_DV = "CASE sex WHEN 'F' THEN 1 WHEN 'M' THEN 2 ELSE 3 END"
SET_DV = "CASE settlement WHEN 'urban' THEN 10 ELSE 11 END"
POPC = ["pop_total", "pop_F", "pop_M", None, "pop_u18", "pop_18_29", "pop_30_44", "pop_45_59", "pop_60p", None, "pop_urban", "pop_rural"]
LEVEL_COL = {"country": "0", "region": "r", "district": "d", "precinct": "p"}
PERIOD_DIV = {"month": 1, "quarter": 3, "half": 6, "year": 12}
