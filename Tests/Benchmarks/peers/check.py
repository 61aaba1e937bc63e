# SPDX-License-Identifier: Apache-2.0
"""Compares two tables of results: integers exactly, other numbers to 1e-9 relative.  check.py OURS_OR_PEER PEER

The table of `mezon evaluate --layout wide` is recognised by its header and brought into the peers' form: it has a row for every unit that
existed, so rows in which nothing happened (no officer with an event) are left out as the peers leave them out."""
import csv, sys

INTS = {"i01", "i02", "i03", "i04", "i05", "i06", "i07", "i08", "i09", "i10", "i11", "i12", "i13", "i24", "i25", "i26"}
AGES = {"u18": "u18", "a18_29": "18-29", "a30_44": "30-44", "a45_59": "45-59", "a60_plus": "60+", "unknown": "unknown"}
DIMS = {"": "total", "sex": "sex", "age_group": "age", "settlement": "settlement"}


def period_type(label):
    if "Q" in label: return "quarter"
    if "H" in label: return "half"
    return "month" if "-" in label else "year"


def ours(rows, head):
    values = len(head) - 30
    officers = head.index("i24")
    for row in rows:
        if row[officers] in ("", "0"): continue
        named = dict(zip(head, row))
        split, _, group = named["split"].partition("=")
        group = AGES.get(group, group) if split == "age_group" else group
        yield (named["level"], named["unit"], period_type(named["period"]), named["period"], DIMS[split], group), row[values:]


def load(path):
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        head = [name.strip('"') for name in next(rows)]
        if head[0] == "period": return head[-30:], dict(ours(rows, head))
        return head[6:], {tuple(row[:6]): row[6:] for row in rows}


def main():
    (own_head, own), (head, other) = load(sys.argv[1]), load(sys.argv[2])
    assert own_head == head, (own_head, head)
    bad, worst, count = 0, 0.0, 0
    if own.keys() != other.keys():
        print("groups differ:", len(own), len(other), sorted(own.keys() - other.keys())[:5], sorted(other.keys() - own.keys())[:5])
        bad += 1
    for key in own.keys() & other.keys():
        for name, x, y in zip(head, own[key], other[key]):
            count += 1
            x, y = ("" if v in ("NULL", "\\N", "nan") else v for v in (x, y))
            if x == y: continue
            if x == "" or y == "":
                same = False
            elif name in INTS:
                same = float(x) == float(y)
            else:
                a, b = float(x), float(y)
                error = abs(a - b) / max(abs(a), abs(b), 1e-300)
                worst = max(worst, error)
                same = error <= 1e-9
            if not same:
                bad += 1
                if bad < 10: print("differs", key, name, x, y)
    print(f"{len(own)} groups, {count} values, {bad} differences, worst relative difference {worst:.2e}", "OK" if not bad else "FAIL")
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
