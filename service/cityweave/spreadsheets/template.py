"""Templates: the empty table of a kind as CSV, as XLSX, and as CSVW metadata."""

from __future__ import annotations

import csv
import io
from typing import Literal

from cityweave.errors import BadParameter
from cityweave.spreadsheets.kind import Column, Form, Kind
from cityweave.spreadsheets.metadata import metadata
from cityweave.spreadsheets.offering import Names, example, offered
from cityweave.spreadsheets.words import phrase
from cityweave.vocabulary import LANGUAGES

Style = Literal["csv", "xlsx", "json"]
STYLES: tuple[Style, ...] = ("csv", "xlsx", "json")


def template(
    kind: Kind, style: Style, language: str = "en", *, names: Names | None = None
) -> bytes:
    """The template of a kind with titles and explanations in one of `LANGUAGES`.

    CSV is UTF-8 with a byte order mark, as spreadsheets need it. `names` are names of
    things that exist, by class, for the lists of XLSX and for the example. Raises
    `BadParameter` for a language or style that there is not.
    """
    if language not in LANGUAGES or style not in STYLES:
        raise BadParameter(
            f"There is no template as “{style}” in “{language}”.",
            hint=f"Styles are {', '.join(STYLES)}; languages are {', '.join(LANGUAGES)}.",
        )
    columns = offered(kind, language)
    match style:
        case "json":
            return metadata(kind, columns, language)
        case "xlsx":
            from cityweave.spreadsheets.sheetwriting import workbook  # noqa: PLC0415 - as in reading

            return workbook(kind, columns, language, names or {})
        case _:
            return _csv(columns, language, names or {})


def _csv(columns: tuple[Column, ...], language: str, names: Names) -> bytes:
    """Headers, and two rows that are not read: what stands in each column, and an example."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(column.titles[language] for column in columns)
    writer.writerow(
        phrase("title.explanation")[language]
        if column.form is Form.IDENTIFIER
        else column.explanation[language]
        for column in columns
    )
    writer.writerow(example(column, language, names) for column in columns)
    return b"\xef\xbb\xbf" + written.getvalue().encode()
