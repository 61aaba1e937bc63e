#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Answers questions about languages from Unicode's CLDR (through Babel) and about rounding from exact decimals.

Reads one JSON list of [language, kind, argument, digits] from the standard input, prints the list of answers.
"""

import json
import sys
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from babel.numbers import format_decimal


def rounded(text, digits):
    """The shortest decimal of a double, rounded half away from zero."""
    value = Decimal(text).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP, context=None)
    return value.copy_abs() if value == 0 else value


def answer(language, kind, argument, digits):
    locale = Locale.parse(language)
    if kind == "number":
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(rounded(argument, digits), format=pattern, locale=locale)
    if kind == "plural":
        return locale.plural_form(Decimal(argument))
    if kind == "nominative":
        return locale.months["stand-alone"]["wide"][digits].lower()
    if kind == "genitive":
        return locale.months["format"]["wide"][digits].lower()
    raise ValueError(kind)


import decimal

decimal.getcontext().prec = 400
print(json.dumps([answer(*question) for question in json.loads(open(sys.argv[1], encoding="utf-8").read())]))
