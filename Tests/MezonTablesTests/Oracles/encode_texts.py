# SPDX-License-Identifier: Apache-2.0
"""Prints texts in the encodings of the region, encoded by Python: name, encoding, whether it can be guessed, text, bytes."""
import base64
import json

RUSSIAN = """дата;участок;вид спора;исход
05.01.2026;Центральный;земельный спор между соседями;разрешён
11.02.2026;Северный;Вода для полива — очередь нарушена;не разрешён
«Ёлка» № 5;Южный;шум;передано в комиссию
"""
TAJIK = """сана;ноҳия;мавзӯъ
05.01.2026;Ҳисор;Баҳси замин байни ҳамсояҳо, ҷамоат кӯмак кард
11.02.2026;Қӯрғонтеппа;Оби полезӣ, навбат вайрон шуд; ғайр аз ин садои баланд
"""
KAZAKH = """күні;аудан;дау түрі
05.01.2026;Әуезов;Көршілер арасындағы жер дауы, нәтижесі оң
11.02.2026;Қарағанды;Су кезегі бұзылды, түнгі шу және өзге құқық бұзушылықтар
"""
KYRGYZ = """күнү;айыл;талаш
05.01.2026;Өзгөн;Кошуналардын жер талашы, чечилди; суу үчүн кезек бузулду
11.02.2026;Ысык-Көл;Түнкү ызы-чуу жана өрт коопсуздугу жөнүндө
"""
LATIN = "fecha;modalidad\n2026-01-05;Asfixia mecánica, señor García\n"

CASES = [
    ("russian", "windows-1251", "cp1251", True, RUSSIAN),
    ("russian", "KOI8-R", "koi8_r", True, RUSSIAN.replace("—", "-").replace("«", '"').replace("»", '"').replace("№", "N")),
    ("russian", "CP866", "cp866", True, RUSSIAN.replace("—", "-").replace("«", '"').replace("»", '"')),
    ("russian", "ISO-8859-5", "iso8859_5", True, RUSSIAN.replace("—", "-").replace("«", '"').replace("»", '"')),
    ("russian", "MAC-CYRILLIC", "mac_cyrillic", True, RUSSIAN),
    ("tajik", "KOI8-T", "koi8_t", True, TAJIK),
    ("kazakh", "PT154", "ptcp154", True, KAZAKH),
    ("kyrgyz", "PT154", "ptcp154", True, KYRGYZ),
    ("russian", "UTF-16LE", "utf_16_le", True, RUSSIAN),
    ("tajik", "UTF-16BE", "utf_16_be", True, TAJIK),
    ("kazakh", "UTF-8", "utf_8", True, KAZAKH),
    ("latin", "ISO-8859-1", "latin_1", True, LATIN),
    ("kazakh", "RK1048", "kz1048", False, KAZAKH),
]

print(json.dumps([
    {"name": f"{name} {encoding}", "encoding": encoding, "isGuessed": guessed, "text": text,
     "bytes": base64.b64encode(text.encode(codec)).decode()}
    for name, encoding, codec, guessed, text in CASES
]))
