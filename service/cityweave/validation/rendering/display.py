"""What is shown of a finding: words in one language, and nothing that plays tricks on the eye."""

from __future__ import annotations

import re

from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.errors import kinds
from cityweave.formats import rdf_by_name
from cityweave.naming import compact
from cityweave.parsing import Place, Term, parse
from cityweave.parsing.fault import Words
from cityweave.validation.labels import shortened
from cityweave.validation.report import Finding, Report, in_language
from cityweave.validation.wording import phrase
from cityweave.vocabulary import FAULT, PROBLEM

LONGEST = 200
"""Characters of a value that are shown."""

_PROBLEMS = frozenset(one.code for one in kinds())
_SEPARATORS = {"en": ",", "es": ".", "fr": "\u202f", "nl": "."}
_TRICKY = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
"""Controls, and marks that are not seen or turn the direction of what follows."""


def clean(text: str) -> str:
    """A text on one line; controls and marks without a shape are written by their codes."""
    return _TRICKY.sub(lambda one: f"⟨U+{ord(one[0]):04X}⟩", " ".join(text.splitlines()))


def said(words: Words | None, language: str) -> str:
    """A text in a language, clean."""
    return clean(in_language(words, language))


def word(key: str, language: str, **values: str | int) -> str:
    """A word of a report in a language."""
    return in_language(phrase("report", key, **values), language)


def number(value: int, language: str) -> str:
    """A whole number as a language writes it: 12,345 or 12.345."""
    return f"{value:,}".replace(",", _SEPARATORS.get(language, ","))


def term_of(text: str) -> Term:
    """The term that N-Triples writes so."""
    statement = f"<x:x> <x:x> {text} ."
    return parse(statement.encode("utf-8", "replace"), rdf_by_name("nt")).quads[0].object


def plain(text: str, base: str) -> str:
    """A term for people: the text of a literal, the IRI in short of a thing.

    `base` is that of the deployment, here and below.
    """
    term = term_of(text)
    if isinstance(term, NamedNode):
        return clean(shortened(compact(term.value, base), LONGEST))
    if isinstance(term, Literal):
        return clean(shortened(term.value, LONGEST))
    return clean(shortened(str(term), LONGEST))


def thing(finding: Finding, language: str, base: str) -> str:
    """What a finding is about, by its name."""
    if not finding.focus:
        return word("input", language)
    if finding.focus_label:
        return clean(shortened(in_language(finding.focus_label, language), LONGEST))
    if isinstance(term_of(finding.focus), BlankNode):
        return word("unnamed", language)
    return plain(finding.focus, base)


def value(finding: Finding, language: str, base: str) -> str:
    """The value of a finding, by its name where it has one; not the thing itself once more."""
    if finding.value is None or (finding.value == finding.focus and finding.path is None):
        return ""
    if finding.value_label:
        return clean(shortened(in_language(finding.value_label, language), LONGEST))
    return plain(finding.value, base)


def fix(finding: Finding, language: str, base: str) -> str:
    """The suggestion of a finding; a thing that is meant by its address in short, too."""
    if finding.fix is None:
        return ""
    words = said(finding.fix.words, language)
    meant = finding.fix.replacement
    if meant is None or not meant.startswith("<") or (short := plain(meant, base)) in words:
        return words
    return words if meant in words else f"{words} ({short})"


def where(place: Place | None, language: str) -> str:
    """A place in words, without the name of the file."""
    if place is None:
        return ""
    if place.cell is None:
        return word("line_column", language, line=place.line, column=place.column)
    cell = word("cell", language, cell=clean(place.cell))
    return f"{word('sheet', language, sheet=clean(place.sheet))}, {cell}" if place.sheet else cell


def shape(finding: Finding, base: str) -> str:
    """The shape of a finding in short; empty for a fault."""
    return clean(compact(finding.shape, base))


def rule(finding: Finding, language: str, base: str) -> str:
    """What the rule is called: by its name, its shape in short, or the code of a fault."""
    name = said(finding.rule, language) or shape(finding, base) or finding.component
    return name[:1].upper() + name[1:] if finding.rule else name


def fault_iri(code: str) -> str:
    """The name of a kind of fault; what keeps a whole document from being read is a problem."""
    return f"{PROBLEM if code in _PROBLEMS else FAULT}/{code}"


def counts(report: Report, language: str) -> str:
    """How many findings there are of each severity that occurs, as “3 errors, 1 note”."""
    return ", ".join(
        f"{number(count, language)} {word(severity if count == 1 else severity + 's', language)}"
        for severity, count in report.counts().items()
        if count
    )


def verdict(report: Report, language: str) -> str:
    """One sentence that says how it is."""
    if report.conforms:
        return word("conforms" if report.judged else "unjudged", language)
    key = "broken" if report.worst() == "violation" else "passable"
    return word(key, language, counts=counts(report, language))
