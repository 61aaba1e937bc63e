# SPDX-License-Identifier: Apache-2.0
"""Computes the figures of this programme a second way, straight from the workbooks by openpyxl, for the test to compare with."""
import json
import sys

import openpyxl

KINDS = ("criminal", "civil", "economic", "administrative")
CITIES = {"г. Бишкек": "Бишкек", "г. Ош": "Ош"}


def rows(sheet, header):
    """The rows below the header as dictionaries; a sum of the others is none of them."""
    names = [cell.value for cell in sheet[header]]
    for cells in sheet.iter_rows(min_row=header + 1, values_only=True):
        row = dict(zip(names, cells))
        name = row.get("Region") or row.get("name")
        if name and name != "Total":
            yield name.strip(), row


def main(folder):
    for level, header in (("country", 1), ("regions", 2), ("districts", 2)):
        book = openpyxl.load_workbook(f"{folder}/{level}.xlsx", data_only=True)
        for year in ("2015", "2016", "2017"):
            for name, row in rows(book[year], header):
                unit = "KG" if level == "country" else CITIES.get(name, name) if level == "regions" else name
                # Two of the "districts" are lakes and say so in a cell: such a row reports nothing.
                is_refused = any(isinstance(row[kind], str) for kind in KINDS)
                for kind in KINDS:
                    figure = {"indicator": f"{kind}_cases", "period": year, "unit": unit, "split": ""}
                    if row[kind] is None or is_refused:
                        figure |= {"state": "not_reported", "n": 0}
                    else:
                        figure |= {"state": "value", "value": float(row[kind]), "n": 1}
                    print(json.dumps(figure))


if __name__ == "__main__":
    main(sys.argv[1])
