"""How to cite the graph: in a line, for BibTeX, and in the Citation File Format 1.2.0.

Everything follows from who publishes which state where; the format is
https://github.com/citation-file-format/citation-file-format/blob/1.2.0/schema-guide.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import yaml

from cityweave.description.publication import Publication
from cityweave.description.wording import TITLE, VERSION

MEDIA_TYPES: Mapping[str, str] = {
    "bib": "application/x-bibtex; charset=utf-8",
    "cff": "application/yaml; charset=utf-8",
}
"""What a citation is given as beside a line, by suffix; YAML is RFC 9512."""

_SPECIAL = re.compile(r"[\\{}$&#_%~^]")
_WRITTEN = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def line(published: Publication, language: str = "en") -> str:
    """Publisher, year, title, version, day, address and licence, in one line."""
    return (
        f"{published.publisher} ({published.day[:4]}): {TITLE[language]}. "
        f"{VERSION[language]} {published.version}, {published.day}. {published.about}. "
        f"{published.licence}"
    )


def lines(published: Publication) -> Mapping[str, str]:
    """The same in each language of the pages."""
    return {language: line(published, language) for language in TITLE}


def bibtex(published: Publication) -> str:
    """An entry for BibTeX; doubled braces keep names and capitals as they are."""
    year, month, _ = published.day.split("-")
    fields = {
        "author": f"{{{_escaped(published.publisher)}}}",
        "title": f"{{{_escaped(TITLE['en'])}}}",
        "year": year,
        "month": str(int(month)),
        "version": _escaped(published.version),
        "howpublished": f"\\url{{{published.about}}}",
        "url": published.about,
        "note": f"Data set, version {_escaped(published.version)} of {published.day}. "
        f"Licence: \\url{{{published.licence}}}",
    }
    key = re.sub(r"[^0-9A-Za-z]+", "-", f"cityweave-{published.version}")
    told = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{told}}}\n"


def citation_file(published: Publication) -> str:
    """A `CITATION.cff` for who keeps a copy of the graph."""
    said = {
        "cff-version": "1.2.0",
        "message": "If you use this data set, please cite it as follows.",
        "type": "dataset",
        "title": TITLE["en"],
        "authors": [{"name": published.publisher}],
        "version": published.version,
        "date-released": published.day,
        "url": published.about,
        "license-url": published.licence,
    }
    return yaml.safe_dump(said, sort_keys=False, allow_unicode=True, width=1000)


def _escaped(text: str) -> str:
    """A text as TeX reads it."""
    return _SPECIAL.sub(lambda found: _WRITTEN.get(found[0], "\\" + found[0]), text)
