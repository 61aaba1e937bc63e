# SPDX-License-Identifier: Apache-2.0
"""Computes how far the raters agree a second way, straight from the wide files, for the test to compare with."""
import collections
import csv
import itertools
import json
import sys

KINDS = ("ordinal", "count", "categorical", "rank order", "unclear")
GRADES = ("1st grade", "2nd grade", "3rd grade", "4th Grade")


def wide(path):
    """Rows of a file with a column for each rater, as lists of numbers."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    return [[GRADES.index(cell) + 1 if cell in GRADES else int(cell) for cell in row] for row in rows]


def codings(path):
    """For the n-th passage of each paper what each of the coders read in it, None where one left it out."""
    sheets = collections.defaultdict(list)
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            sheets[row["key"], row["source_spreadsheet"]].append(KINDS.index(row["op_data_type"]) + 1)
    papers = collections.defaultdict(dict)
    for (paper, coder), kinds in sheets.items():
        papers[paper][coder] = kinds
    coders = sorted({coder for sheet in papers.values() for coder in sheet})
    items = []
    for sheet in papers.values():
        for place in range(max(map(len, sheet.values()))):
            items.append([sheet[c][place] if c in sheet and place < len(sheet[c]) else None for c in coders])
    return items


def krippendorff(items, scale):
    """By the coincidences of pairs of ratings."""
    paired = [[v for v in item if v is not None] for item in items]
    paired = [item for item in paired if len(item) > 1]
    table = collections.Counter()
    for item in paired:
        for first, second in itertools.permutations(item, 2):
            table[first, second] += 1 / (len(item) - 1)
    margin = collections.Counter()
    for (first, _), count in table.items():
        margin[first] += count
    total = sum(margin.values())

    def distance(a, b):
        if a == b:
            return 0
        if scale == "nominal":
            return 1
        if scale == "ordinal":
            low, high = min(a, b), max(a, b)
            return (sum(margin[v] for v in margin if low <= v <= high) - (margin[a] + margin[b]) / 2) ** 2
        return ((a - b) / (a + b)) ** 2 if scale == "ratio_scale" else (a - b) ** 2

    seen = sum(count * distance(*pair) for pair, count in table.items()) / total
    chance = sum(margin[a] * margin[b] * distance(a, b) for a in margin for b in margin) / (total * (total - 1))
    return 1 - seen / chance


def weights(scale, values):
    low, high, count = min(values), max(values), len(values)

    def weight(a, b):
        if a == b:
            return 1
        if scale == "nominal":
            return 0
        if scale == "linear":
            return 1 - abs(a - b) / (high - low)
        if scale == "quadratic":
            return 1 - ((a - b) / (high - low)) ** 2
        if scale == "ordinal":
            between = sum(1 for v in values if min(a, b) <= v <= max(a, b))
            return 1 - between * (between - 1) / (count * (count - 1))
        return 1 - ((a - b) / (a + b)) ** 2 / ((high - low) / (high + low)) ** 2

    return weight


def kappa(items, method, scale):
    raters = range(len(items[0]))
    values = sorted({v for item in items for v in item if v is not None})
    weight = weights(scale, values)
    given = [[v for v in item if v is not None] for item in items]
    twice = [item for item in given if len(item) > 1]
    seen = sum(sum(weight(a, b) for a, b in itertools.permutations(item, 2)) / (len(item) * (len(item) - 1))
               for item in twice) / len(twice)
    mean = {v: sum(item.count(v) / len(item) for item in given if item) / len([i for i in given if i]) for v in values}
    if method == "fleiss":
        chance = sum(weight(a, b) * mean[a] * mean[b] for a in values for b in values)
    elif method == "gwet":
        whole = sum(weight(a, b) for a in values for b in values)
        chance = whole / (len(values) * (len(values) - 1)) * sum(p * (1 - p) for p in mean.values())
    else:
        own = []
        for rater in raters:
            column = [item[rater] for item in items if item[rater] is not None]
            own.append({v: column.count(v) / len(column) for v in values})
        pairs = list(itertools.permutations(own, 2))
        chance = sum(weight(a, b) * p[a] * q[b] for p, q in pairs for a in values for b in values) / len(pairs)
    return (seen - chance) / (1 - chance)


def percent(items, tolerance):
    twice = [[v for v in item if v is not None] for item in items]
    twice = [item for item in twice if len(item) > 1]
    return 100 * sum(1 for item in twice if max(item) - min(item) <= tolerance) / len(twice)


def main(anxiety, video, vision, coding):
    sets = {"anxiety": wide(anxiety), "video": wide(video), "eyes": wide(vision), "codes": codings(coding)}
    wanted = {
        "anxiety": ("krippendorff_nominal krippendorff_ordinal krippendorff_interval_scale krippendorff_ratio_scale cohen "
                    "cohen_quadratic fleiss fleiss_linear gwet gwet_ordinal percent percent_within_1"),
        "video": ("krippendorff_ordinal krippendorff_interval_scale cohen fleiss gwet_quadratic gwet_ratio_scale percent "
                  "percent_within_1"),
        "eyes": "krippendorff_nominal krippendorff_ordinal cohen cohen_linear cohen_quadratic gwet percent",
        "codes": "krippendorff_nominal cohen fleiss gwet percent",
    }
    for name, items in sets.items():
        count = sum(1 for item in items if sum(v is not None for v in item) > 1)
        for statistic in wanted[name].split():
            method, _, scale = statistic.partition("_")
            if method == "percent":
                value = percent(items, 1 if scale else 0)
            elif method == "krippendorff":
                value = krippendorff(items, scale)
            else:
                value = kappa(items, method, scale or "nominal")
            print(json.dumps({"indicator": f"{name}_{statistic}", "period": "2026", "unit": "ALL", "split": "",
                              "state": "value", "value": value, "n": count}))


main(*sys.argv[1:])
