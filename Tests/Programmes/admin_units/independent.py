# SPDX-License-Identifier: Apache-2.0
"""Prints the units of this programme a second way, straight from the files: level, code, name, code of the unit above."""
import csv
import json
import pathlib
import sys


def main(folder):
    folder = pathlib.Path(folder)
    for country in ("kg", "kz", "tj"):
        for region in json.loads((folder / f"{country}_hierarchy.json").read_text(encoding="utf-8"))["data"]:
            print("region", region["id"], region["name"]["local"].strip(), "", sep="|")
            for district in region.get("district", []):
                print("district", district["id"], district["name"]["local"].strip(), region["id"], sep="|")
                for place in district.get("settlement", []):
                    print("settlement", place["id"], place["name"]["local"].strip(), district["id"], sep="|")
    with open(folder / "uz_regions.csv", encoding="utf-8-sig", newline="") as file:
        regions = {row["id"]: row for row in csv.DictReader(file)}
    for row in regions.values():
        print("region", row["soato_id"], row["name_oz"].strip(), "", sep="|")
    with open(folder / "uz_districts.csv", encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            print("district", row["soato_id"], row["name_oz"].strip(), regions[row["region_id"]]["soato_id"], sep="|")


if __name__ == "__main__":
    main(sys.argv[1])
