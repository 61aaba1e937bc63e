#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""workbook_lines.py BOOK CSV: prints the sheets of a workbook and behind them the lines of a text as JSON, every cell as it stands in the text."""

import csv
import datetime
import json
import sys

import openpyxl


def shown(value):
    if value is None:
        return ""
    if isinstance(value, (datetime.datetime, datetime.date)):
        return value.isoformat()[:10]
    return value if isinstance(value, str) else repr(value)


sheets = [
    [[shown(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    for sheet in openpyxl.load_workbook(sys.argv[1]).worksheets
]
with open(sys.argv[2], newline="", encoding="utf-8") as file:
    print(json.dumps(sheets + [list(csv.reader(file))]))
