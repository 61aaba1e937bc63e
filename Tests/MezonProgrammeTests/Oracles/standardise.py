# SPDX-License-Identifier: Apache-2.0
"""Standardised rates of one unit, from their definitions and the standard library alone.

Argument: JSON with "groups", a list of [events, persons, standard, reference events, reference persons], and "per".
Prints JSON: "direct" [rate, low, high] by Dobson with Byar's limits, "exact" and "byar" [ratio, low, high].
"""

import json
import math
import statistics
import sys


def byar(count):
    z = statistics.NormalDist().inv_cdf(0.975)
    low = count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3 if count else 0
    high = (count + 1) * (1 - 1 / (9 * (count + 1)) + z / (3 * math.sqrt(count + 1))) ** 3
    return low, high


def at_most(count, mean):
    return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))


def halved(low, high, holds):
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return (low + high) / 2


def exact(count):
    top = 20.0 * count + 100
    low = 0 if count == 0 else halved(1e-9, top, lambda mean: 1 - at_most(count - 1, mean) < 0.025)
    return low, halved(1e-9, top, lambda mean: at_most(count, mean) > 0.025)


def main():
    given = json.loads(sys.argv[1])
    groups, per = given["groups"], given["per"]
    events = sum(group[0] for group in groups)
    standard = math.fsum(group[2] for group in groups)
    rate = math.fsum(s / standard * x / n for x, n, s, _, _ in groups)
    variance = math.fsum((s / standard) ** 2 * x / n**2 for x, n, s, _, _ in groups)
    limits = [rate + math.sqrt(variance / events) * (limit - events) for limit in byar(events)]
    expected = math.fsum(n * y / m for _, n, _, y, m in groups)
    print(
        json.dumps(
            {
                "direct": [per * number for number in [rate, *limits]],
                "expected": expected,
                "exact": [number / expected for number in [events, *exact(events)]],
                "byar": [number / expected for number in [events, *byar(events)]],
            }
        )
    )


main()
