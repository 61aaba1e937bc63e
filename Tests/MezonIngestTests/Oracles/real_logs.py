# SPDX-License-Identifier: Apache-2.0
"""Counts what reading the real logs must give, with Python's own csv module and nothing of ours.

usage: real_logs.py DATA-FOLDER DEFINITIONS-FOLDER; prints one JSON object: source -> counts.
"""

import collections
import csv
import datetime
import io
import json
import re
import sys
import zoneinfo


def rows(path):
    """Each row as (dictionary, text as written)."""
    text = open(path, encoding="utf-8-sig", newline="").read()
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(iter(lines))
    header = next(reader)
    start = reader.line_num
    for values in reader:
        raw = "".join(lines[start : reader.line_num]).rstrip("\r\n")
        start = reader.line_num
        if values:
            yield dict(zip(header, [value.strip() for value in values])), raw


def whole(text):
    return str(int(float(text))) if text else ""


def moment(text, zone):
    return int(datetime.datetime.fromisoformat(text).replace(tzinfo=zone).timestamp()) if text else None


class Counts:
    def __init__(self):
        self.why = collections.Counter()
        self.facts = collections.Counter()

    def accept(self, **facts):
        self.why["accepted"] += 1
        self.facts.update(facts)

    def json(self):
        return dict(self.why), dict(self.facts)


def meetings(folder, units):
    zone = zoneinfo.ZoneInfo("America/Chicago")
    counts, seen = Counts(), set()
    for row, raw in rows(folder + "/caps_meetings_2016_2017/caps_events.csv"):
        title = row["title"].lower()
        is_new = raw not in seen
        seen.add(raw)
        start, end = moment(row["start"], zone), moment(row["end"], zone)
        if not is_new:
            counts.why["entered twice"] += 1
        elif start is not None and end is not None and end < start:
            counts.why["it ends before it starts"] += 1
        elif "test" in title:
            counts.why["a test entry"] += 1
        elif title.startswith("no beat"):
            counts.why["a notice that no meeting is held"] += 1
        elif title and not ("beat" in title or "bt." in title or title.startswith("bt ")):
            counts.why["not a beat meeting"] += 1
        elif "facilitator" in title:
            counts.why["a meeting of volunteers, not of residents"] += 1
        elif start is None:
            counts.why["MZ3201"] += 1
        elif row["calendarId"] not in units:
            counts.why["MZ3211"] += 1
        else:
            beats = set(re.findall(r"(?<![0-9])[0-9]{3,4}(?![0-9])", row["title"]))
            counts.accept(held=start, ended=end or 0, open=end is None, beats=len(beats))
    return counts


def courts(folder):
    names = {"country", "regions", "districts"}
    units, cases = Counts(), Counts()
    known = set()
    for row, _ in rows(folder + "/kg_courts_2015_2017/courts_long.csv"):
        if row["year"] != "2015":
            units.why["the same court in another year"] += 1
        elif row["level"] not in names:
            units.why["MZ3210"] += 1
        else:
            known.add(row["level"] + " " + row["id"])
            units.accept()
    for row, _ in rows(folder + "/kg_courts_2015_2017/courts_long.csv"):
        if row["level"] + " " + row["id"] not in known:
            cases.why["MZ3211"] += 1
            continue
        kinds = ["criminal", "civil", "economic", "administrative"]
        if any(re.search("[a-z]", row[kind]) for kind in kinds):
            cases.why["MZ3202"] += 1
            continue
        cases.accept(**{kind: float(row[kind] or 0) for kind in kinds}, blank=sum(not row[kind] for kind in kinds))
    return units, cases


def force(folder):
    zone = zoneinfo.ZoneInfo("America/Chicago")
    base = folder + "/cpd_use_of_force_2004_2016/"
    units = {whole(row["Unit"]) for row, _ in rows(base + "units.csv")}
    main = {row["trr_id"]: row for row, _ in rows(base + "trr.csv")}
    officers = {row["trr_id"]: row for row, _ in rows(base + "trr_officers.csv")}
    reports, submissions, approvals = Counts(), Counts(), Counts()
    for row, _ in rows(base + "trr_officers.csv"):
        day = main.get(row["trr_id"])
        if day is None:
            reports.why["MZ3201"] += 1
        elif not row["unit"]:
            reports.why["MZ3201"] += 1
        elif whole(row["unit"]) not in units:
            reports.why["MZ3211"] += 1
        else:
            reports.accept(
                happened=moment(day["trr_date"] + " " + day["trr_time"], zone), injured=row["injured"] == "Yes",
                unit=int(whole(row["unit"])))
    seen = set()
    for row, raw in rows(base + "trr_status_log.csv"):
        is_new = raw not in seen
        seen.add(raw)
        time = moment(row["status_date"] + " " + row["status_time"], zone)
        if row["status"] != "SUBMITTED":
            submissions.why["another status"] += 1
        elif not is_new:
            submissions.why["entered twice"] += 1
        else:
            unit = whole(officers.get(row["trr_id"], {}).get("unit", ""))
            if not unit:
                submissions.why["MZ3201"] += 1
            elif unit not in units:
                submissions.why["MZ3211"] += 1
            else:
                submissions.accept(submitted=time, unit=int(unit))
        if row["status"] != "APPROVED":
            approvals.why["another status"] += 1
        else:
            approvals.accept(decided=time, trr=int(row["trr_id"]))
    return reports, submissions, approvals


def history(folder):
    base = folder + "/cpd_use_of_force_2004_2016/"
    units = {whole(row["Unit"]) for row, _ in rows(base + "units.csv")}
    postings = Counts()
    for row, _ in rows(base + "unit_history.csv"):
        start, end = row["unit_start_date"], row["unit_end_date"]
        if start and end and end < start:
            postings.why["it ends before it starts"] += 1
        elif not start or not row["unit"] or not row["officer_id"]:
            postings.why["MZ3201"] += 1
        elif whole(row["unit"]) not in units:
            postings.why["MZ3211"] += 1
        else:
            postings.accept(
                began=datetime.date.fromisoformat(start).toordinal(), open=not end, holder=int(float(row["officer_id"])))
    return postings


def offences(folder):
    base = folder + "/uk_police_2023_03/2023-03-bedfordshire-"
    street, outcomes = Counts(), Counts()
    for row, _ in rows(base + "street.csv"):
        street.accept(without_id=not row["Crime ID"], category=len(row["Crime type"]))
    for row, _ in rows(base + "outcomes.csv"):
        if row["Crime ID"]:
            outcomes.accept(result=len(row["Outcome type"]))
        else:
            outcomes.why["MZ3201"] += 1
    return street, outcomes


def main():
    folder, definitions = sys.argv[1:]
    units = {row["code"] for row, _ in rows(definitions + "/beat_meetings/rosters/units.csv")}
    court_units, cases = courts(folder)
    reports, submissions, approvals = force(folder)
    street, outcomes = offences(folder)
    counts = {
        "calendar": meetings(folder, units), "courts": court_units, "cases": cases, "reports": reports,
        "submissions": submissions, "approvals": approvals, "postings": history(folder), "street": street,
        "outcomes": outcomes,
    }
    print(json.dumps({name: dict(zip(("why", "facts"), count.json())) for name, count in counts.items()}))


main()
