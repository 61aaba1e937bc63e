#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints what openpyxl finds in a workbook as one JSON document: cells, layout and properties."""

import datetime
import json
import sys

import openpyxl


def shown(cell):
    value = cell.value
    if isinstance(value, (datetime.datetime, datetime.date)):
        value = value.isoformat()[:10]
    return {
        "value": value,
        "type": cell.data_type,
        "format": cell.number_format,
        "bold": bool(cell.font.b),
        "wrap": bool(cell.alignment.wrap_text),
        "link": cell.hyperlink.location if cell.hyperlink else None,
    }


def main():
    formulas = openpyxl.load_workbook(sys.argv[1])
    sheets = {}
    for sheet in formulas.worksheets:
        sheets[sheet.title] = {
            "cells": {c.coordinate: shown(c) for row in sheet.iter_rows() for c in row if c.value is not None},
            "frozen": sheet.freeze_panes,
            "filter": sheet.auto_filter.ref,
            "titleRows": sheet.print_title_rows,
            "orientation": sheet.page_setup.orientation,
            "fitToWidth": sheet.page_setup.fitToWidth,
            "fitToHeight": sheet.page_setup.fitToHeight,
            "paper": sheet.page_setup.paperSize,
            "merged": len(sheet.merged_cells.ranges),
            "widthOfA": sheet.column_dimensions["A"].width,
        }
    properties = formulas.properties
    print(
        json.dumps(
            {
                "sheets": sheets,
                "title": properties.title,
                "creator": properties.creator,
                "created": properties.created.isoformat(),
                "modified": properties.modified.isoformat(),
            },
            ensure_ascii=False,
        )
    )


main()
