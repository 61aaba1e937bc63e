# SPDX-License-Identifier: Apache-2.0
"""Computes the figures of this programme a second way, straight from the file, for the test to compare with."""
import csv
import json
import sys


KINDS = ("criminal", "civil", "economic", "administrative")


def is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def main(path):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            # Two of the "districts" are lakes and say so in a cell: such a row reports nothing.
            is_refused = any(row[kind] and not is_number(row[kind]) for kind in KINDS)
            for kind in KINDS:
                figure = {"indicator": f"{kind}_cases", "period": row["year"], "unit": f"{row['level']} {row['id']}",
                          "split": ""}
                if row[kind] == "" or is_refused:
                    figure |= {"state": "not_reported", "n": 0}
                else:
                    figure |= {"state": "value", "value": float(row[kind]), "n": 1}
                print(json.dumps(figure))


if __name__ == "__main__":
    main(sys.argv[1])
