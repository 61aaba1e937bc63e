# SPDX-License-Identifier: Apache-2.0
"""Writes a file with a column for each rater, or a sheet for each coder, as one row a rating: item, rater, value."""
import collections
import csv
import sys


def main(path):
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["item", "rater", "value"])
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if "source_spreadsheet" in reader.fieldnames:
            places = collections.Counter()
            for row in reader:
                sheet = row["key"], row["source_spreadsheet"]
                places[sheet] += 1
                out.writerow([f"{row['key']}-{places[sheet]}", row["source_spreadsheet"], row["op_data_type"]])
        else:
            for number, row in enumerate(reader, start=1):
                for rater, value in row.items():
                    out.writerow([number, rater, value])


main(sys.argv[1])
