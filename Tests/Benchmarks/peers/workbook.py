# SPDX-License-Identifier: Apache-2.0
"""Writes a table of results as a workbook, as somebody does who has it as text.  workbook.py xlsxwriter|openpyxl CSV XLSX"""
import csv, datetime, sys


def cells(path):
    """The lines of a table: days as days, values as numbers, nothing as nothing."""
    with open(path, newline="", encoding="utf-8") as file:
        reader = csv.reader(file)
        yield next(reader)
        for line in reader:
            days = [datetime.date.fromisoformat(text) for text in line[1:3]]
            texts = [text or None for text in line[3:7]]
            yield [line[0]] + days + texts + [float(text) if text else None for text in line[7:]]


def by_xlsxwriter(source, target):
    import xlsxwriter
    book = xlsxwriter.Workbook(target)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Results")
    for row, line in enumerate(cells(source)):
        for column, value in enumerate(line):
            if value is None: continue
            if isinstance(value, datetime.date): sheet.write_datetime(row, column, value, day)
            elif isinstance(value, str): sheet.write_string(row, column, value)
            else: sheet.write_number(row, column, value)
    book.close()


def by_openpyxl(source, target):
    import openpyxl
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Results")
    for line in cells(source): sheet.append(line)
    book.save(target)


{"xlsxwriter": by_xlsxwriter, "openpyxl": by_openpyxl}[sys.argv[1]](*sys.argv[2:])
