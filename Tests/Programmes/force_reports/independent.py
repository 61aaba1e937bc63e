# SPDX-License-Identifier: Apache-2.0
"""Computes the figures of this programme a second way, straight from the files, for the test to compare with.

Prints one JSON object a line: indicator, period, unit, split, state, value, numerator, denominator, n.
"""
import csv
import json
import statistics
import sys
from bisect import bisect_left
from collections import defaultdict
from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Chicago")


def rows(folder, name):
    with open(f"{folder}/{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def instant(day, time):
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE).timestamp()


def quarter(day):
    return f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"


def say(indicator, period, unit, **rest):
    print(json.dumps({"indicator": indicator, "period": period, "unit": unit, "split": "", **rest}))


def main(folder):
    officers = rows(folder, "trr_officers")
    main_rows = {row["trr_id"]: row for row in rows(folder, "trr")}
    unit_of = {row["trr_id"]: str(int(float(row["unit"]))) for row in officers}
    units = sorted({str(int(row["Unit"])) for row in rows(folder, "units")}) + ["CPD"]

    approvals, submissions, seen = defaultdict(list), [], set()
    duplicates = without_unit = 0
    for row in rows(folder, "trr_status_log"):
        when = instant(row["status_date"], row["status_time"])
        if row["status"] == "APPROVED":
            approvals[row["trr_id"]].append(when)
        elif row["status"] == "SUBMITTED":
            key = tuple(row.values())
            if key in seen:
                duplicates += 1
            elif row["trr_id"] not in unit_of:
                without_unit += 1
            else:
                submissions.append((row["trr_id"], row["status_date"], when))
            seen.add(key)
    for times in approvals.values():
        times.sort()
    print(json.dumps({"duplicates": duplicates, "without_unit": without_unit, "submissions": len(submissions)}))

    hours = defaultdict(list)
    for report, day, when in submissions:
        times = approvals.get(report, [])
        place = bisect_left(times, when)
        if place < len(times):
            for unit in ("CPD", unit_of[report]):
                hours[unit, quarter(day)].append((times[place] - when) / 3600)
    for (unit, period), values in hours.items():
        say("approval_hours", period, unit, state="value", value=statistics.median(values), n=len(values))

    reports, injured, people = defaultdict(int), defaultdict(int), defaultdict(set)
    for row in officers:
        day = main_rows[row["trr_id"]]["trr_date"]
        for unit in ("CPD", str(int(float(row["unit"])))):
            for period in (day[:4], quarter(day)):
                reports[unit, period] += 1
                injured[unit, period] += row["injured"] == "Yes"
                people[unit, period].add(row["officer_id"])
    for (unit, period), count in reports.items():
        if "Q" not in period:
            say("reports_per_officer", period, unit, state="value", value=count / len(people[unit, period]),
                numerator=count, denominator=len(people[unit, period]), n=count)
        got = injured[unit, period]
        if count < 10:
            say("injured_share", period, unit, state="too_few", numerator=got, denominator=count, n=count)
        else:
            say("injured_share", period, unit, state="value", value=100 * got / count, numerator=got,
                denominator=count, n=count)


if __name__ == "__main__":
    main(sys.argv[1])
