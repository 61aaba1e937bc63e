# SPDX-License-Identifier: Apache-2.0
"""Computes the figures of this programme a second way, by openpyxl, for the test to compare with."""
import json
import pathlib
import sys

import openpyxl


def main(folder):
    for path in sorted(pathlib.Path(folder).glob("*.XLSX")):
        sheet = openpyxl.load_workbook(path, data_only=True)["R1"]
        rows = [row for row in sheet.iter_rows(min_row=7, values_only=True) if row[3] == 13]
        assert len(rows) == 1, path
        row = rows[0]
        figures = {
            "thefts": {"value": row[4]},
            "thefts_finished": {"numerator": row[6], "denominator": row[4], "value": row[6] / row[4]},
            "theft_offenders": {"value": row[9]},
            "thefts_left": {"value": row[8]},
        }
        for name, figure in figures.items():
            print(json.dumps({"indicator": name, "period": "2023", "unit": path.stem, "split": "", "state": "value",
                              "n": 1} | figure))


if __name__ == "__main__":
    main(sys.argv[1])
