# SPDX-License-Identifier: Apache-2.0
"""Prints what COINr made of the same data, for the test to compare with.

Arguments: the folder of reference results, and where places with other weights are wanted, the number of draws and a seed. These
places are worked out here by a second hand, from other random numbers.
"""
import csv
import json
import pathlib
import random
import sys

MEANS = {"amean": "asem_agg_minmax1_100_a_amean.csv", "gmean": "asem_agg_minmax1_100_a_gmean.csv",
         "hmean": "asem_agg_minmax1_100_a_hmean.csv"}


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figure(indicator, unit, value):
    print(json.dumps({"indicator": indicator, "period": "2018", "unit": unit, "split": "", "state": "value",
                      "value": float(value), "n": 1}))


def score(kind, part, unit, value):
    print(json.dumps({"score": kind, "part": "ind_" + part.lower(), "unit": unit,
                      "value": None if value in ("", "NA") else float(value)}))


def places(folder, draws, seed):
    """The places of the countries with each weight within 25 % of what it is."""
    structure = table(folder / "asem_structure.csv")
    rows = {row["uCode"]: row for row in table(folder / "asem_treated.csv")}
    children = {}
    for row in structure:
        children.setdefault(row["Parent"], []).append(row)
    scores = {unit: {} for unit in rows}
    for row in structure:
        if row["Type"] != "Indicator":
            continue
        known = {unit: float(values[row["iCode"]]) for unit, values in rows.items() if values[row["iCode"]]}
        low, high = min(known.values()), max(known.values())
        for unit, value in known.items():
            share = 100 * (value - low) / (high - low)
            scores[unit][row["iCode"]] = share if row["Direction"] == "1" else 100 - share

    def value(name, unit, weights):
        if name not in children:
            return scores[unit].get(name)
        total = weight = 0
        for child in children[name]:
            part = value(child["iCode"], unit, weights)
            if part is not None:
                total += weights[child["iCode"]] * part
                weight += weights[child["iCode"]]
        return total / weight if weight else None

    dice = random.Random(seed)
    taken = {unit: [] for unit in rows}
    for _ in range(draws):
        weights = {row["iCode"]: float(row["Weight"]) * dice.uniform(0.75, 1.25) for row in structure}
        values = {unit: value("Index", unit, weights) for unit in rows}
        for unit in rows:
            taken[unit].append(1 + sum(other > values[unit] for other in values.values()))
    for unit, all_places in taken.items():
        all_places.sort()
        mean = sum(all_places) / draws
        print(json.dumps({"place": unit, "mean": mean, "low": all_places[draws // 20 - 1],
                          "high": all_places[draws * 19 // 20 - 1]}))


def main(folder, draws="0", seed="1"):
    folder = pathlib.Path(folder)
    for row in table(folder / "asem_index_default_rank.csv"):
        figure("treated_index", row["uCode"], row["Index"])
        print(json.dumps({"rank": row["uCode"], "place": int(row["rank"])}))
    for mean, file in MEANS.items():
        for row in table(folder / file):
            for name, value in row.items():
                if name != "uCode":
                    figure(f"{mean}_{name.lower()}", row["uCode"], value)
    for kind in ("minmax", "zscore", "borda", "prank", "fracmax", "rank", "dist2max"):
        better = {row["iCode"]: row["Direction"] for row in table(folder / "asem_structure.csv")}
        for row in table(folder / f"asem_norm_{kind}.csv"):
            for name, value in row.items():
                # Of what less is better, the share of the greatest would be greatest for the worst; the language refuses it.
                if name != "uCode" and not (kind == "fracmax" and better[name] == "-1"):
                    score(kind, name, row["uCode"], value)
    if int(draws):
        places(folder, int(draws), int(seed))


if __name__ == "__main__":
    main(*sys.argv[1:])
