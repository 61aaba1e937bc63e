# SPDX-License-Identifier: Apache-2.0
"""Computes the figures of this programme a second way, straight from the files, for the test to compare with."""
import csv
import json
import math
import statistics
import sys
from collections import defaultdict
from datetime import date, timedelta


def rows(folder, name):
    with open(f"{folder}/{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def say(indicator, period, unit, **rest):
    print(json.dumps({"indicator": indicator, "period": period, "unit": unit, "split": "", **rest}))


def main(folder):
    units = {int(row["Unit"]) for row in rows(folder, "units")}
    taken = {"no start": 0, "unknown unit": 0, "ends before it starts": 0}
    kept = []
    for row in rows(folder, "unit_history"):
        unit = int(float(row["unit"])) if row["unit"] else None
        if row["unit_end_date"] and row["unit_start_date"] and row["unit_end_date"] < row["unit_start_date"]:
            taken["ends before it starts"] += 1
        elif not row["unit_start_date"]:
            taken["no start"] += 1
        elif unit not in units:
            taken["unknown unit"] += 1
        else:
            end = date.fromisoformat(row["unit_end_date"]) if row["unit_end_date"] else None
            kept.append((date.fromisoformat(row["unit_start_date"]), end, str(unit), row["officer_id"]))
    print(json.dumps({"taken": taken, "kept": len(kept)}))

    tenure, came = defaultdict(list), defaultdict(int)
    for begin, end, unit, _ in kept:
        for place in ("CPD", unit):
            came[place, begin.year] += 1
            if end:
                tenure[place, end.year].append((end - begin).days)
    for year in range(2010, 2016):
        for (unit, when), days in tenure.items():
            if when == year:
                say("tenure", str(year), unit, state="value", value=statistics.median(days), n=len(days))
        for (unit, when), count in came.items():
            if when == year:
                say("transfers_in", str(year), unit, state="value", value=count, n=count)
        rates(kept, came, year)
        terms(kept, year)
        strength(kept, year)


def terms(kept, year):
    """Kaplan and Meier's median of the terms that began in a year, seen up to the end of 2016, and its log-log interval."""
    seen = date(2016, 12, 31)
    lengths = defaultdict(list)
    for begin, end, unit, _ in kept:
        if begin.year == year:
            ended = end is not None and end <= seen
            last = end if ended else seen
            for place in ("CPD", unit):
                lengths[place].append(((last - begin).days + 1, ended))
    for place, list_ in lengths.items():
        median = low = high = None
        survival, variance = 1.0, 0.0
        for length in sorted({length for length, ended in list_ if ended}):
            risk = sum(1 for other, _ in list_ if other >= length)
            ended = sum(1 for other, is_ended in list_ if is_ended and other == length)
            survival *= 1 - ended / risk
            lower, upper = 0.0, math.inf
            if risk > ended:
                variance += ended / (risk * (risk - ended))
                error = 1.959963984540054 * math.sqrt(variance) / abs(math.log(survival))
                lower, upper = survival ** math.exp(error), survival ** math.exp(-error)
            half = 0.5 + 1e-9
            median = length if median is None and survival <= half else median
            low = length if low is None and lower <= half else low
            high = length if high is None and upper <= half else high
            if risk == ended:
                break
        if median is None:
            say("time_in_unit", str(year), place, state="undefined", n=len(list_))
        elif high is None:
            say("time_in_unit", str(year), place, state="value", value=median, low=low, n=len(list_))
        else:
            say("time_in_unit", str(year), place, state="value", value=median, low=low, high=high, n=len(list_))


def strength(kept, year):
    """Different officers whose term holds on the last day of a year."""
    last = date(year, 12, 31)
    holders, terms_ = defaultdict(set), defaultdict(int)
    for begin, end, unit, officer in kept:
        if begin <= last and (end is None or end >= last):
            for place in ("CPD", unit):
                holders[place].add(officer)
                terms_[place] += 1
    for place, officers in holders.items():
        say("officers_on_last_day", str(year), place, state="value", value=len(officers), n=terms_[place])


def rates(kept, came, year):
    """Transfers per 100 officers a year: an officer counts once a day in a unit, however many rows say so."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    stays = defaultdict(list)
    for begin, end, unit, officer in kept:
        low, high = max(begin, first), min(end or last, last)
        if low <= high:
            stays[unit, officer].append((low, high))
    days = defaultdict(int)
    for (unit, _), list_ in stays.items():
        upto = first - timedelta(days=1)
        for low, high in sorted(list_):
            low = max(low, upto + timedelta(days=1))
            if low <= high:
                days[unit] += (high - low).days + 1
                upto = high
    length = (last - first).days + 1
    for unit, total in days.items():
        count = came.get((unit, year), 0)
        say("transfer_rate", str(year), unit, state="value", value=100 * count / (total / length), numerator=count,
            denominator=total / length, n=count)


if __name__ == "__main__":
    main(sys.argv[1])
