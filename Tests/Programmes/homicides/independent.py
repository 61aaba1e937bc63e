# SPDX-License-Identifier: Apache-2.0
"""Computes the figures of this programme a second way, straight from the file, for the test to compare with."""
import collections
import csv
import datetime
import json
import math
import sys

MEANS = {"Arma de fuego": "firearm", "Cortopunzante": "blade", "Contundente": "blow",
         "Ahorcamiento o estrangulamiento": "strangling", "Asfixia mecánica": "strangling"}


def main(path):
    years, means = collections.defaultdict(list), collections.Counter()
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            moment = datetime.datetime.strptime(row["fecha_hecho"], "%Y-%m-%dT%H:%M:%SZ")
            year = str((moment - datetime.timedelta(hours=5)).year)
            years[year].append([float(row[name].replace(",", ".")) if row[name] != "NA" else None
                                for name in ("latitud", "longitud")])
            means[year, MEANS.get(row["modalidad"], "other")] += 1
    for year, places in sorted(years.items()):
        if not 2010 <= int(year) <= 2019:
            continue
        common = {"period": year, "unit": "Medellin", "split": "", "state": "value", "n": len(places)}
        print(json.dumps(common | {"indicator": "homicides", "value": len(places)}))
        for place, name in enumerate(("mean_latitude", "mean_longitude")):
            known = [p[place] for p in places if p[place] is not None]
            print(json.dumps(common | {"indicator": name, "value": math.fsum(known) / len(known), "n": len(known)}))
        for (other, kind), count in sorted(means.items()):
            if other == year:
                print(json.dumps(common | {"indicator": "homicides", "split": f"means={kind}", "value": count,
                                           "n": count}))


if __name__ == "__main__":
    main(sys.argv[1])
