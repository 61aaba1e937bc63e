# SPDX-License-Identifier: Apache-2.0
"""Computes the figures of this programme a second way, straight from the file, for the test to compare with.

Prints one JSON object a line: indicator, period, unit, split, state, value, numerator, denominator, n.
"""
import csv
import json
import re
import statistics
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Chicago")


def instant(text):
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).timestamp()


def meetings(path):
    """Beat meetings as (held, length in minutes or None, district, beats), and how many rows each rule took."""
    taken = {"duplicate": 0, "test": 0, "no meeting": 0, "not a beat meeting": 0, "facilitator": 0, "refused": 0}
    kept, seen = [], set()
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = tuple(row.values())
            title = row["title"].lower()
            if key in seen:
                taken["duplicate"] += 1
                continue
            seen.add(key)
            if row["end"] and instant(row["end"]) < instant(row["start"]):
                taken["refused"] += 1
            elif "test" in title:
                taken["test"] += 1
            elif title.startswith("no beat"):
                taken["no meeting"] += 1
            elif not ("beat" in title or "bt." in title or title.startswith("bt ")):
                taken["not a beat meeting"] += 1
            elif "facilitator" in title:
                taken["facilitator"] += 1
            else:
                length = (instant(row["end"]) - instant(row["start"])) / 60 if row["end"] else None
                beats = {run for run in re.findall(r"\d+", row["title"]) if 3 <= len(run) <= 4}
                kept.append((row["start"][:10], length, row["calendarId"], beats))
    return kept, taken


def say(indicator, period, unit, **rest):
    print(json.dumps({"indicator": indicator, "period": period, "unit": unit, "split": "", **rest}))


def figures(kept):
    districts = sorted({str(d) for d in range(1, 26)} - {"13", "21", "23"})
    months = [f"{y}-{m:02}" for y in (2016, 2017) for m in range(1, 13)]
    for unit in ["city"] + districts:
        own = [m for m in kept if unit in ("city", m[2])]
        for month in months:
            held = sum(1 for m in own if m[0].startswith(month))
            say("meetings_held", month, unit, state="value", value=held, n=held)
        for year in ("2016", "2017"):
            for period, members in [(year, range(1, 13))] + [
                (f"{year}-Q{q}", range(3 * q - 2, 3 * q + 1)) for q in range(1, 5)
            ]:
                inside = [m for m in own if m[0][:4] == year and int(m[0][5:7]) in members]
                lengths = sorted(m[1] for m in inside if m[1] is not None)
                if lengths:
                    say("meeting_length", period, unit, state="value", value=statistics.median(lengths), n=len(lengths))
                else:
                    say("meeting_length", period, unit, state="undefined", n=0)
        coverage(kept, own, unit, districts)


def coverage(kept, own, unit, districts):
    def share(indicator, year, got, all_):
        if all_ == 0:
            say(indicator, year, unit, state="undefined", n=0)
            return
        say(indicator, year, unit, state="value", value=100 * got / all_, numerator=got, denominator=all_, n=all_)

    for year in ("2016", "2017"):
        pairs = [{f"{year}-{m:02}", f"{year}-{m + 1:02}"} for m in range(1, 12, 2)]

        def regular(events):
            return all(any(m[0][:7] in pair for m in events) for pair in pairs)

        if unit == "city":
            got = sum(regular([m for m in kept if m[2] == d]) for d in districts)
            share("districts_regular", year, got, len(districts))
        else:
            got = sum(any(m[0][:7] == f"{year}-{n:02}" for m in own) for n in range(1, 13))
            share("months_with_meeting", year, got, 12)
        beats = set().union(*(m[3] for m in own)) if own else set()
        share("beats_regular", year, sum(regular([m for m in own if b in m[3]]) for b in beats), len(beats))


if __name__ == "__main__":
    kept, taken = meetings(sys.argv[1])
    print(json.dumps({"taken": taken, "kept": len(kept)}))
    figures(kept)
