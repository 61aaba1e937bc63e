# SPDX-License-Identifier: Apache-2.0
"""Computes the figures of this programme a second way, straight from the file, for the test to compare with."""
import csv
import json
import sys


def main(path):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for kind in ("criminal", "civil", "economic", "administrative"):
                figure = {"indicator": f"{kind}_cases", "period": row["year"], "unit": f"{row['level']} {row['id']}",
                          "split": ""}
                if row[kind] == "":
                    figure |= {"state": "not_reported", "n": 0}
                else:
                    figure |= {"state": "value", "value": float(row[kind]), "n": 1}
                print(json.dumps(figure))


if __name__ == "__main__":
    main(sys.argv[1])
