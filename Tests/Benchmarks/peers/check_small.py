# SPDX-License-Identifier: Apache-2.0
"""Compares our small report with a peer's: meetings and people by region and month.  check_small.py OURS PEER"""
import csv, sys

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = csv.DictReader(file)
    own = {(r["unit"], r["period"]): (int(r["i01"]), int(r["i11"])) for r in rows if "Q" not in r["period"] and "H" not in r["period"]
           and "-" in r["period"] and r["i01"] != "0"}
with open(sys.argv[2], newline="", encoding="utf-8") as file:
    other = {(r["unit"], r["period"]): (int(r["meetings"]), int(r["people"])) for r in csv.DictReader(file)}
print(f"{len(own)} groups", "OK" if own == other else "FAIL")
sys.exit(own != other)
