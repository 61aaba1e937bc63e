# SPDX-License-Identifier: Apache-2.0
"""Compares an officer's page with a peer's figures: every number exactly.  check_appraisal.py PAGE PEER"""
import csv
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file: page = file.read()
parts = {part.split("\n", 1)[0].strip(): part for part in page.split("\n-- ")[1:]}
value = lambda name: re.search(r"^  Value: (\S+)", parts[name], re.M).group(1)
disputes = parts["Disputes resolved"]
resolved = len(re.findall(r"^ +outcome: resolved$", disputes, re.M))
own = {"meetings": value("Meetings held"), "people": value("People at meetings"), "resolved": str(resolved),
       "disputes": str(len(re.findall(r"^ +outcome: ", disputes, re.M)))}
with open(sys.argv[2], newline="", encoding="utf-8") as file: other = next(csv.DictReader(file))
bad = [name for name in other if own[name] != other[name]]
share = 100 * int(other["resolved"]) / int(other["disputes"])
if abs(share - float(value("Disputes resolved"))) > 0.5: bad.append("share")
print(f"{len(other)} figures, {len(bad)} differences: {own} {other}", "OK" if not bad else "FAIL")
sys.exit(bool(bad))
