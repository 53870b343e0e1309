"""A template as CSVW metadata (https://www.w3.org/TR/tabular-metadata/).

The metadata describes the tables that `read` takes, so that any CSVW tool can check and
show them. What a name in a cell stands for CSVW cannot say: where cells hold IRIs in
place of names, the standard conversion (https://www.w3.org/TR/csv2rdf/) gives the same
statements about the things of the rows.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias

from cityweave.spreadsheets.headers import COMMENT
from cityweave.spreadsheets.kind import Column, Form, Kind
from cityweave.spreadsheets.schema import IDENTIFIER
from cityweave.vocabulary import PREFIXES

Json: TypeAlias = "Mapping[str, Json] | list[Json] | str | bool | int"
_XSD = PREFIXES["xsd"]
_NAMED = (Form.THING, Form.CODE, Form.CLASS, Form.SPAN, Form.LINK)


def metadata(kind: Kind, columns: tuple[Column, ...], language: str) -> bytes:
    """The metadata of a kind's template as JSON, for a file `{kind}.csv` beside it."""
    document: Json = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": language}],
        "url": f"{kind.name}.csv",
        "dc:title": kind.titles.get(language, kind.name),
        "dialect": {"commentPrefix": COMMENT, "trim": True, "skipBlankRows": True},
        "tableSchema": {
            "aboutUrl": f"{{+{IDENTIFIER}}}",
            "columns": [_column(column, language) for column in columns],
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _column(column: Column, language: str) -> Json:
    described: dict[str, Json] = {
        "name": column.name,
        "titles": dict(column.titles),
        "dc:description": column.explanation[language],
        "datatype": _datatype(column),
    }
    if column.separator:
        described["separator"] = column.separator
    if column.language:
        described["lang"] = column.language
    if column.form is Form.IDENTIFIER or column.part:
        described["suppressOutput"] = True
    else:
        described["propertyUrl"] = column.property
    if column.form in _NAMED and not column.part:
        described["valueUrl"] = f"{{+{column.name}}}"
    return described


def _datatype(column: Column) -> Json:
    """The datatype of the cells: what can be said of it without knowing the graph."""
    match column.form:
        case Form.INTEGER:
            return "integer"
        case Form.NUMBER:
            return "decimal"
        case Form.ADDRESS:
            return "anyURI"
        case Form.DATE:
            return {
                "base": "string",
                "format": "[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?)?)?",
            }
        case _:
            return "string"
