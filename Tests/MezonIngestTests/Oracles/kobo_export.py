# SPDX-License-Identifier: Apache-2.0
"""Writes submissions of KoboToolbox forms as its XLSX export does: a sheet for the form, one for each repeat, whose rows name the row
around them; all versions of the form in one workbook. Prints what its rows say, counted from the submissions themselves.

kobo_export.py nests|sites FOLDER OUTPUT
"""
import datetime
import glob
import json
import sys

import openpyxl


def submissions(folder, pattern):
    for path in sorted(glob.glob(f"{folder}/{pattern}")):
        with open(path, encoding="utf-8") as file:
            form = json.load(file)
        for submission in form["submissions"]:
            yield form["version"], submission


def add(sheets, name, row, parent):
    """Adds a record to the sheet of its name and its repeats to theirs; returns nothing."""
    records = sheets.setdefault(name, [])
    index = len(records) + 1
    record = {"_index": index} | parent
    records.append(record)
    for key, value in row.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for child in value:
                around = {"_parent_table_name": name, "_parent_index": index}
                kept = {key: text for key, text in parent.items() if key.startswith("_submission__")}
                add(sheets, key.rsplit("/", 1)[-1], child, around | kept)
        elif not isinstance(value, (list, dict)):
            record[key] = value


def save(sheets, path):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, records in sheets.items():
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(column for record in records for column in record))
        sheet.append(columns)
        for record in records:
            sheet.append([record.get(column) for column in columns])
    book.save(path)


def nests(folder, output):
    sheets = {}
    lines = []
    for version, submission in submissions(folder, "formpack_nested_grouped_repeatable_v*.json"):
        when = submission.get("_submission_time") or "2017-01-01T00:00:00"
        moment = datetime.datetime.fromisoformat(when)
        add(sheets, "bird_nests", submission | {"__version__": version}, {"_submission__submission_time": moment})
        for tree in submission.get("group_tree", []):
            for nest in tree.get("group_tree/group_nest", []):
                eggs = nest.get("group_tree/group_nest/How_many_eggs_are_in_the_nest")
                height = nest.get("group_tree/group_nest/How_high_above_the_ground_is_the_nest")
                kind = tree.get("group_tree/What_kind_of_tree_is_this")
                lines.append(f"{when[:10]}|{kind or '-'}|{height or '-'}|{eggs or '-'}")
    save(sheets, output)
    return lines


def sites(folder, output):
    truth = {"yes": "yes", "no": "no", 1: "yes", 0: "no", "1": "yes", "0": "no"}
    sheets = {}
    lines = []
    for version, submission in submissions(folder, "formpack_site_inspection_v*.json"):
        add(sheets, "site_inspection", submission | {"__version__": version}, {})
        found = truth.get(submission.get("did_you_find_the_site"), "-")
        damage = truth.get(submission.get("was_there_damage_to_the_site"), "-")
        lines.append(f"{version}|{submission['inspector']}|{found}|{damage}|{submission.get('ping', '-')}")
    save(sheets, output)
    return lines


if __name__ == "__main__":
    what, folder, output = sys.argv[1:]
    print("\n".join({"nests": nests, "sites": sites}[what](folder, output)))
