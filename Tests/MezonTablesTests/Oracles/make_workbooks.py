# SPDX-License-Identifier: Apache-2.0
"""Writes workbooks with every kind of cell into a folder: make_workbooks.py FOLDER."""
import datetime
import sys

import openpyxl
from openpyxl.utils.datetime import MAC_EPOCH


def fill(book):
    sheet = book.active
    sheet.title = "Виды"
    sheet["A1"], sheet["B1"], sheet["D1"] = "Период", "Зарегистрировано", "Прочее"
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A1:A2")
    sheet["B2"], sheet["C2"] = "всего", "из них тяжких"
    moments = [
        (datetime.datetime(2026, 1, 5), "dd.mm.yyyy"),
        (datetime.datetime(2026, 1, 5, 9, 30), "dd.mm.yyyy hh:mm"),
        (datetime.datetime(2026, 12, 31, 23, 59, 59), "yyyy-mm-dd hh:mm:ss"),
        (datetime.datetime(2024, 2, 29), "[$-419]d mmmm yyyy;@"),
        (datetime.datetime(1999, 3, 1, 6), 'dd" дня "mm'),
        (datetime.time(9, 30), "h:mm"),
        (datetime.timedelta(hours=30), "[h]:mm:ss"),
    ]
    for row, (value, form) in enumerate(moments, start=3):
        sheet.cell(row, 1, value).number_format = form
    numbers = [0, 1, -2, 0.1, 0.29, 1e-7, 1e21, 123456789012345, -0.5, 1 / 3, 2.5e-300]
    for row, value in enumerate(numbers, start=3):
        sheet.cell(row, 2, value)
    sheet["C3"], sheet["C4"] = True, False
    sheet["C5"], sheet["C6"] = "  в начале и в конце  ", "две\nстроки"
    sheet["C7"], sheet["C8"] = "123", "=не формула"
    sheet["C8"].data_type = "s"
    sheet["D3"], sheet["D4"] = 0.25, 1234.5
    sheet["D3"].number_format, sheet["D4"].number_format = "0.0%", '#,##0.00" сом"'
    sheet["D5"] = "=1+1"
    sheet["XFD40"] = "далеко"
    hidden = book.create_sheet("Скрытый лист")
    hidden.sheet_state = "hidden"
    hidden["B2"] = "здесь"
    book.create_sheet("Пустой")


for name, epoch in (("from1900.xlsx", None), ("from1904.xlsx", MAC_EPOCH)):
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    fill(book)
    book.save(sys.argv[1] + "/" + name)
