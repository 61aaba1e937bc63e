# SPDX-License-Identifier: Apache-2.0
"""The same table in every format that is read stretch by stretch: make_tables.py FOLDER ROWS [shared].

Row i, from 1, has the number i and three words that follow from it, so that whoever reads knows them without this script.
Words hardly compress, so that archives are about as long as what they hold. Needs nothing beyond the standard library.
"""

import json
import sqlite3
import sys
import zipfile

FACTORS = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


def words(number):
    return ["%x" % ((number * factor) & 0xFFFFFFFFFFFFFFFF) for factor in FACTORS]


def archive(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts:
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, text)


def xlsx(path, rows, shared):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"

    def cell(text, place):
        if shared:
            return f'<c t="s"><v>{place}</v></c>'
        return f'<c t="inlineStr"><is><t>{text}</t></is></c>'

    sheet, texts = [], []
    for number, cells in rows:
        line = "".join(cell(word, len(texts) + place) for place, word in enumerate(cells))
        texts += cells
        sheet.append(f'<row r="{number}"><c><v>{number}</v></c>{line}</row>')
    ids = [("worksheet", "worksheets/sheet1.xml")] + ([("sharedStrings", "sharedStrings.xml")] if shared else [])
    parts = [
        ("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'),
        ("_rels/.rels", f'<Relationships xmlns="{package}"><Relationship Id="r1" Type="{relations}/officeDocument" '
         'Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets>'
         '<sheet name="rows" sheetId="1" r:id="r1"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}">' + "".join(
            f'<Relationship Id="r{place}" Type="{relations}/{kind}" Target="{target}"/>'
            for place, (kind, target) in enumerate(ids, 1)) + "</Relationships>"),
        ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{main}"><sheetData>{"".join(sheet)}</sheetData></worksheet>'),
    ]
    if shared:
        items = "".join(f"<si><t>{text}</t></si>" for text in texts)
        parts.append(("xl/sharedStrings.xml", f'<sst xmlns="{main}">{items}</sst>'))
    archive(path, parts)


def ods(path, rows):
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    lines = []
    for number, cells in rows:
        line = "".join(f'<table:table-cell office:value-type="string"><text:p>{word}</text:p></table:table-cell>'
                       for word in cells)
        lines.append(f'<table:table-row><table:table-cell office:value-type="float" office:value="{number}"/>{line}'
                     "</table:table-row>")
    archive(path, [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", f'<office:document-content xmlns:office="{office}office:1.0" xmlns:table="{office}table:1.0" '
         f'xmlns:text="{office}text:1.0"><office:body><office:spreadsheet><table:table table:name="rows">'
         f'{"".join(lines)}</table:table></office:spreadsheet></office:body></office:document-content>'),
    ])


def database(path, rows):
    base = sqlite3.connect(path)
    base.execute("create table rows (number integer, a text, b text, c text)")
    base.executemany("insert into rows values (?, ?, ?, ?)", ([number, *cells] for number, cells in rows))
    base.commit()
    base.close()


def main():
    folder, count = sys.argv[1], int(sys.argv[2])
    rows = [(number, words(number)) for number in range(1, count + 1)]
    xlsx(f"{folder}/inline.xlsx", rows, False)
    xlsx(f"{folder}/shared.xlsx", rows, True)
    ods(f"{folder}/a.ods", rows)
    database(f"{folder}/a.db", rows)
    records = [dict(zip(("number", "a", "b", "c"), [number, *cells])) for number, cells in rows]
    with open(f"{folder}/list.json", "w") as file:
        json.dump(records, file)
    with open(f"{folder}/lines.json", "w") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)


main()
