# SPDX-License-Identifier: Apache-2.0
"""Writes the schools drawn in two stages with their weights: districts by those drawn, times schools by those drawn in the district."""
import collections
import csv
import sys


def main(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    drawn = collections.Counter(row["dnum"] for row in rows)
    out = csv.DictWriter(sys.stdout, [*rows[0], "w"], lineterminator="\n")
    out.writeheader()
    for row in rows:
        weight = float(row["fpc1"]) / len(drawn) * float(row["fpc2"]) / drawn[row["dnum"]]
        out.writerow({**row, "w": repr(weight)})


main(sys.argv[1])
