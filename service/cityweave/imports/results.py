"""Results of a SPARQL query in JSON, as a table whose header are the variables.

SPARQL 1.1 Query Results JSON Format (https://www.w3.org/TR/sparql11-results-json/), and the plain
list of objects that the Wikidata query service offers beside it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from cityweave.errors import SyntaxErrorInData
from cityweave.imports.file import File, Row, Sheet


def sheet(file: File) -> Sheet:
    """The table; a row is numbered as its result is. Raises `SyntaxErrorInData`, `TooLarge`."""
    try:
        found = json.loads(file.whole(file.limits.max_unpacked_bytes))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise SyntaxErrorInData(
            "This is not JSON.",
            hint="Export the results again, as JSON.",
            line=line,
            column=getattr(error, "colno", None),
            source=file.name,
        ) from error
    variables, results = _results(found, file.name)

    def rows() -> Iterator[Row]:
        yield 0, variables
        for number, result in enumerate(results, start=1):
            yield number, [_value(result.get(name)) for name in variables]

    def label(row: int, column: int) -> str:
        named = 1 <= column <= len(variables)
        return f"result {row}, ?{variables[column - 1]}" if named else f"result {row}"

    return Sheet(file.name, rows, label=label)


def _results(found: Any, source: str) -> tuple[list[str], list[Mapping[str, Any]]]:
    """The variables and the results of either form."""
    if isinstance(found, list) and all(isinstance(one, dict) for one in found):
        return list(dict.fromkeys(str(name) for one in found for name in one)), found
    if isinstance(found, dict) and isinstance(found.get("head"), dict):
        names = found["head"].get("vars")
        results = found.get("results")
        results = results.get("bindings") if isinstance(results, dict) else None
        if isinstance(names, list) and isinstance(results, list):
            return [str(name) for name in names], [one for one in results if isinstance(one, dict)]
    raise SyntaxErrorInData(
        "This JSON holds no results of a SPARQL query.",
        hint="Export the results of a SELECT query as JSON; RDF is validated without a kind.",
        source=source,
    )


def _value(binding: Any) -> str | None:
    if isinstance(binding, dict):
        binding = binding.get("value")
    return None if binding is None else str(binding)
