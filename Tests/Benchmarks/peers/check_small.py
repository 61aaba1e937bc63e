# SPDX-License-Identifier: Apache-2.0
"""Compares our small report with a peer's: meetings and people by region and month.  check_small.py OURS PEER"""
import csv, sys

with open(sys.argv[1], newline="", encoding="utf-8") as file:
    rows = csv.DictReader(file)
    own = {(r["unit"], r["period"]): (int(r["meetings"]), int(r["people"])) for r in rows if r["meetings"] != "0"}
with open(sys.argv[2], newline="", encoding="utf-8") as file:
    other = {(r["unit"], r["period"]): (int(r["meetings"]), int(r["people"])) for r in csv.DictReader(file)}
print(f"{len(own)} groups", "OK" if own == other else "FAIL")
sys.exit(own != other)
