# SPDX-License-Identifier: Apache-2.0
"""Computes the figures of this programme a second way, straight from the file, for the test to compare with."""
import collections
import csv
import json
import sys

OPINIONS = {1: "fully_distrust", 2: "rather_distrust", 3: "neither", 4: "rather_trust", 5: "fully_trust",
            -1: "dont_know", -2: "refused"}
TRUST = ("rather_trust", "fully_trust")
SEX = {1: "male", 2: "female"}
PLACE = {1: "capital", 2: "urban", 3: "rural"}


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {"police": OPINIONS.get(int(float(row["TRUPOLI"]))), "sex": SEX[int(row["RESPSEX"])],
                   "place": PLACE[int(float(row["STRATUM"]))], "age": float(row["AGE"]), "w": float(row["INDWT"]),
                   "stratum": row["SUBSTRATUM"], "psu": row["PSU"], "size": float(row["NPSUSS"]), "household": row["ID"],
                   "households": float(row["NHHPSU"])}


def spread(totals, size):
    """What the totals of clusters that were drawn of so many add to the variance; a single one adds nothing."""
    count = len(totals)
    if count < 2:
        return 0
    middle = sum(totals) / count
    return (1 - count / size) * count / (count - 1) * sum((total - middle) ** 2 for total in totals)


def mean(people, domain, number):
    """A weighted mean with its linearised standard error; clusters without a person of the domain have the total 0.

    Precincts of a substratum, then households of a precinct; of a household one adult is asked, who adds nothing.
    """
    inside = [person for person in people if domain(person)]
    weight = sum(person["w"] for person in inside)
    total = sum(person["w"] * number(person) for person in inside)
    strata = collections.defaultdict(lambda: collections.defaultdict(float))
    households = collections.defaultdict(lambda: collections.defaultdict(float))
    sizes = {}
    for person in people:
        influence = person["w"] * (number(person) - total / weight) / weight if domain(person) else 0
        strata[person["stratum"]][person["psu"]] += influence
        sizes[person["stratum"]] = person["size"]
        households[person["stratum"], person["psu"], person["households"]][person["household"]] += influence
    variance = sum(spread(clusters.values(), sizes[stratum]) for stratum, clusters in strata.items())
    for (stratum, _, size), drawn in households.items():
        variance += len(strata[stratum]) / sizes[stratum] * spread(drawn.values(), size)
    return {"numerator": total, "denominator": weight, "n": len(inside), "mean": total / weight, "error": variance ** 0.5}


def show(indicator, split, found, factor):
    figure = {"indicator": indicator, "period": "2017", "unit": "GE", "split": split, "state": "value",
              "value": factor * found["mean"], "numerator": found["numerator"], "denominator": found["denominator"],
              "n": found["n"], "standardError": factor * found["error"]}
    print(json.dumps(figure))


def main(path):
    people = list(read(path))
    bases = {"trust": lambda person: person["police"] not in (None, "dont_know", "refused"),
             "trust_of_all": lambda person: person["police"] is not None}
    groups = [("", lambda person: True)]
    for name, names in (("sex", SEX), ("place", PLACE)):
        for group in names.values():
            groups.append((f"{name}={group}", lambda person, name=name, group=group: person[name] == group))
    for indicator, base in bases.items():
        for split, is_in in groups:
            found = mean(people, lambda person: base(person) and is_in(person),
                         lambda person: person["police"] in TRUST)
            show(indicator, split, found, 100)
    for opinion in OPINIONS.values():
        found = mean(people, bases["trust_of_all"], lambda person: person["police"] == opinion)
        show("opinions", f"police={opinion}", found, 100)
    show("mean_age", "", mean(people, lambda person: person["police"] in TRUST, lambda person: person["age"]), 1)
    whole = sum(person["w"] for person in people)
    below = 0
    for person in sorted(people, key=lambda person: person["age"]):
        below += person["w"]
        if below >= whole / 2:
            print(json.dumps({"indicator": "median_age", "period": "2017", "unit": "GE", "split": "", "state": "value",
                              "value": person["age"], "n": len(people)}))
            break


if __name__ == "__main__":
    main(sys.argv[1])
