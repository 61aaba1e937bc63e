# SPDX-License-Identifier: Apache-2.0
"""Compares the long layout of a report with its wide layout, value by value, and says how many have an interval.  check_long.py LONG WIDE"""
import csv, sys

SUBJECT = ("period", "unit", "level", "officer", "split")
with open(sys.argv[2], newline="", encoding="utf-8") as file:
    lines = csv.reader(file)
    header = next(lines)
    places = [header.index(name) for name in SUBJECT]
    first = header.index("split") + 1
    columns = {name: place for place, name in enumerate(header[first:])}
    wide = {tuple(line[place] for place in places): line[first:] for line in lines}
# A group without an event of an indicator has no line in the long layout, and 0 where others have a line in the wide one.
others = sum(value not in ("", "0") for line in wide.values() for value in line)
same = different = intervals = 0
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    lines = csv.reader(file)
    header = next(lines)
    places = [header.index(name) for name in SUBJECT]
    indicator, value, low, high = (header.index(name) for name in ("indicator", "value", "low", "high"))
    for line in lines:
        intervals += line[low] != "" or line[high] != ""
        expected = wide.get(tuple(line[place] for place in places), {})
        expected = expected[columns[line[indicator]]] if expected else ""
        if line[value] != expected: different += 1
        elif expected != "":
            same += 1
            others -= expected != "0"
print(f"long layout: {same} values as in the wide one, {different} others, {others} lacking; {intervals} lines with an interval")
sys.exit(different > 0 or others > 0 or intervals == 0)
