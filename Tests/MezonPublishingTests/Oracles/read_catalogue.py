#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles a catalogue with GNU msgfmt and prints what GNU gettext's format then holds, as JSON: id to list of forms."""

import gettext
import json
import subprocess
import sys
import tempfile

with tempfile.NamedTemporaryFile(suffix=".mo") as compiled:
    subprocess.run(["msgfmt", "--check", "-o", compiled.name, sys.argv[1]], check=True)
    messages = gettext.GNUTranslations(open(compiled.name, "rb"))._catalog
forms = {}
for key, text in messages.items():
    name, number = key if isinstance(key, tuple) else (key, 0)
    forms.setdefault(name, {})[number] = text
print(json.dumps({name: [texts[n] for n in sorted(texts)] for name, texts in forms.items() if name}))
