"""Fills templates for the tests: rows by the machine names of their columns, as CSV or XLSX."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from cityweave.spreadsheets import kind as kind_of

Row = Mapping[str, object]


def names(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def titles(kind: str, rows: Sequence[Row], language: str) -> list[str]:
    known = {column.name: column.titles[language] for column in kind_of(kind).columns}
    return [known[name] for name in names(rows)]


def as_csv(
    rows: Sequence[Row],
    *,
    head: Sequence[str] | None = None,
    separator: str = ",",
    encoding: str = "utf-8",
) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=separator)
    writer.writerow(head or names(rows))
    writer.writerows([row.get(name, "") for name in names(rows)] for row in rows)
    return written.getvalue().encode(encoding)


def as_xlsx(
    rows: Sequence[Row], *, head: Sequence[str] | None = None, title: str = "Data"
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(list(head or names(rows)))
    for row in rows:
        sheet.append([row.get(name) for name in names(rows)])
    return saved(book)


def saved(book: Any) -> bytes:
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


_INLINE = re.compile(rb't="inlineStr"><is><t[^>]*>([^<]*)</t></is>')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = (
    '<Relationship Id="rShared" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org'
    '/officeDocument/2006/relationships/sharedStrings"/></Relationships>'
)
_OVERRIDE = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)


def with_shared_strings(data: bytes) -> bytes:
    """The same workbook with its texts in a table of their own, as Excel writes it."""
    strings: list[bytes] = []

    def share(found: re.Match[bytes]) -> bytes:
        strings.append(found[1])
        return f't="s"><v>{len(strings) - 1}</v>'.encode()

    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", 8) as new:
        for name in old.namelist():
            xml = old.read(name)
            if name.startswith("xl/worksheets/"):
                xml = _INLINE.sub(share, xml)
            xml = xml.replace(b"</Types>", _OVERRIDE.encode())
            if name == "xl/_rels/workbook.xml.rels":
                xml = xml.replace(b"</Relationships>", _RELATION.encode())
            new.writestr(name, xml)
        items = b"".join(b"<si><t>" + text + b"</t></si>" for text in strings)
        new.writestr("xl/sharedStrings.xml", f'<sst xmlns="{_MAIN}">'.encode() + items + b"</sst>")
    return written.getvalue()


GOOD: Mapping[str, Sequence[Row]] = {
    "cities": [
        {
            "label.en": "Testville", "label.nl": "Teststad", "country": "France",
            "within": "place/europe", "website": "https://testville.example/",
            "alias.literalForm.fr": "La Testville", "alias.aliasKind": "popular name",
            "quantity.measure.en": "inhabitants", "quantity.value": "12500",
            "quantity.unit": "persons", "quantity.referenceTime": "2024-01-01",
        },
        {
            "label.en": "Testville",
            "quantity.measure.en": "share of homes that are rented", "quantity.value": "40.5",
            "quantity.unit": "percent", "quantity.referenceTime": "2023",
        },
    ],
    "organisations": [
        {
            "label.en": "Municipality of Testville", "type": "public authority",
            "organisationType": "local authority", "administers": "Testville",
            "foundingDate": "1348", "purpose.en": "governs the city of Testville",
        },
        {"label.en": "Institute of Trials", "organisationType": "universidad", "basedIn": "Wenen"},
    ],
    "networks": [
        {
            "label.en": "Trial Network", "partOfProgramme": "URBACT IV", "theme": "housing",
            "goal.en": "try things out\nlearn from trials", "launchDate": "2024-05",
            "partner.member": "Municipality of Testville", "partner.role": "lead partner",
        },
        {
            "label.en": "Trial Network",
            "partner.member": "Municipality of Vienna", "partner.role": "partner",
        },
    ],
    "partnerships": [
        {
            "label.en": "Trial Partnership", "label.nl": "Proefpartnerschap",
            "partOfProgramme": "Urban Agenda for the EU", "lifecycleStatus": "ongoing",
            "launchDate": "2025-01-15", "coordination.member": "Municipality of Testville",
            "coordination.role": "coordinator",
        },
        {
            "label.nl": "Proefpartnerschap",
            "membership.member": "Municipality of Vienna", "membership.memberCategory": "cities",
        },
    ],
    "actions": [
        {
            "label.en": "Try it", "actionOf": "Trial Partnership", "actionNumber": "1",
            "objective.en": "find out", "deadline": "2026", "when": "2025/2026",
            "governanceLevel": "local;regional", "leadership.member": "Municipality of Vienna",
            "leadership.role": "co-leader", "group.member": "Municipality of Testville",
        }
    ],
    "funds": [
        {
            "label.en": "Trial Fund", "managedBy": "European Union", "theme": "housing",
            "fundingPurpose.en": "pays for trials", "funding.funds": "Trial Network",
            "funding.when": "2024/..", "quantity.measure.en": "money in the fund",
            "quantity.value": "1000000", "quantity.unit": "euro",
            "quantity.referenceTime": "2024",
        }
    ],
    "links": [
        {
            "id": "Vienna", "sameAs": "http://www.wikidata.org/entity/Q1741",
            "website": "https://www.wien.gv.at/",
        }
    ],
}  # fmt: skip
