# SPDX-License-Identifier: Apache-2.0
"""Compares the first sheet of a workbook with a table as text, cell by cell: texts and days exactly, numbers to 1e-15, as a cell has 16
digits.  check_workbook.py XLSX CSV"""
import csv, datetime, math, sys
import openpyxl

sheet = openpyxl.load_workbook(sys.argv[1], read_only=True).worksheets[0]
compared = differences = 0
with open(sys.argv[2], newline="", encoding="utf-8") as file:
    for line, row in zip(csv.reader(file), sheet.iter_rows(values_only=True), strict=True):
        for text, cell in zip(line, list(row) + [None] * (len(line) - len(row)), strict=True):
            if isinstance(cell, (datetime.datetime, datetime.date)): same = cell.isoformat()[:10] == text
            elif isinstance(cell, (int, float)): same = text != "" and math.isclose(cell, float(text), rel_tol=1e-15)
            else: same = (cell or "") == text
            compared += text != ""
            differences += not same
print(f"{compared} cells, {differences} differences", "OK" if not differences and compared else "NOT OK")
sys.exit(differences > 0 or compared == 0)
