# SPDX-License-Identifier: Apache-2.0
"""Reads workbooks by openpyxl and prints their cells as JSON: file, sheet, reference, [kind, text or number].

Usage: read_cells.py FILE...
"""
import datetime
import json
import sys
import warnings

import openpyxl

warnings.filterwarnings("ignore")


def cell(value):
    if isinstance(value, bool):
        return ["truth", "true" if value else "false"]
    if isinstance(value, (int, float)):
        return ["number", float(value)]
    if isinstance(value, datetime.datetime):
        return ["time", value.isoformat()]
    if isinstance(value, datetime.time):
        return ["time", value.isoformat()]
    if isinstance(value, datetime.date):
        return ["time", value.isoformat() + "T00:00:00"]
    if isinstance(value, datetime.timedelta):
        return ["number", value / datetime.timedelta(days=1)]
    return ["text", value]


def sheet(sheet):
    cells = {}
    for row in sheet.iter_rows():
        for place in row:
            if place.value is not None and place.value != "":
                kind = cell(place.value)
                if place.data_type == "e":
                    kind[0] = "failure"
                cells[place.coordinate] = kind
    return {"cells": cells, "merged": sorted(str(area) for area in sheet.merged_cells.ranges)}


def main():
    out = {}
    for path in sys.argv[1:]:
        book = openpyxl.load_workbook(path, data_only=True)
        out[path] = {"sheets": [one.title for one in book.worksheets],
                     "tables": {one.title: sheet(one) for one in book.worksheets}}
    json.dump(out, sys.stdout)


main()
