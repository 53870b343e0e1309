"""Candidates, things, classes, properties and values as the JSON of the protocol has them.

The forms of 0.2 and of the draft differ in little; a `Version` says which is wanted.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from cityweave.query.bindings import Term
from cityweave.reconciliation.index import Class, Index, Word
from cityweave.reconciliation.matching import Candidate
from cityweave.reconciliation.properties import Property
from cityweave.vocabulary import PREFIXES

Json = dict[str, object]

_XSD = PREFIXES["xsd"]
_WHOLE = frozenset(
    _XSD + name
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
)
_DIGITS = 18
_BROKEN = frozenset(_XSD + name for name in ("decimal", "double", "float"))
_MOMENT = re.compile(
    r"-?([1-9]\d*)?\d{4}-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12]\d)T"
    r"(2[0-3]|[01]\d):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-](2[0-3]|[01]\d):[0-5]\d)?"
)


class Version(StrEnum):
    """A version of the protocol, by the name that manifests say."""

    FINAL = "0.2"
    DRAFT = "1.0-draft"


def named(iri: str, word: Word, version: Version) -> Json:
    """Something with an identifier and a name; the draft says the language of the name."""
    found: Json = {"id": iri, "name": word.text}
    if version is Version.DRAFT and word.language:
        found["lang"] = word.language
    return found


def kinds(index: Index, thing: int, language: str, version: Version) -> list[Json]:
    """The classes of a thing."""
    return [named(one, index.classes[one].name(language), version) for one in index.types(thing)]


def described(index: Index, thing: int, language: str) -> str:
    """A few words that tell a thing from its namesakes: its class and its country."""
    classes = [index.classes[one].name(language).text for one in index.types(thing)]
    country = index.country(thing)
    if country is not None and country != thing:
        classes.append(index.label(country, language).text)
    return ", ".join(classes)


def candidate(index: Index, found: Candidate, language: str, version: Version) -> Json:
    """A candidate with what its score rests on."""
    features: list[Json] = []
    if found.edits is not None:
        features.append({"id": "edits", "name": "letters that differ", "value": found.edits})
    if found.type_fits is not None:
        features.append({"id": "type", "name": "the type fits", "value": found.type_fits})
    times: Counter[str] = Counter()
    for name, degree in found.conditions:
        times[name] += 1
        again = f" ({times[name]})" if times[name] > 1 else ""
        features.append(
            {"id": f"property {name}{again}", "name": f"{name} agrees{again}", "value": degree}
        )
    return {
        **named(index.things[found.thing], index.label(found.thing, language), version),
        "description": described(index, found.thing, language),
        "type": kinds(index, found.thing, language, version),
        "score": found.score,
        "match": found.match,
        "features": features,
    }


def suggestion(index: Index, thing: int, language: str, version: Version) -> Json:
    """A thing that a suggest service found."""
    return {
        **named(index.things[thing], index.label(thing, language), version),
        "description": described(index, thing, language),
        "notable": kinds(index, thing, language, version),
    }


def type_of(index: Index, found: Class, language: str, version: Version) -> Json:
    """A class with those right above it."""
    broader = [
        named(one, index.classes[one].name(language), version)
        for one in found.broader
        if one in index.classes and index.classes[one].names
    ]
    return {**named(found.iri, found.name(language), version), "broader": broader}


def property_of(found: Property, language: str, version: Version) -> Json:
    """A property with what it says."""
    one = named(found.iri, found.name(language), version)
    definition = found.definition(language)
    return {**one, "description": definition} if definition else one


def value(index: Index, found: Term, language: str, version: Version) -> Json:
    """A value of a property. Things that the service knows are things, other IRIs are texts."""
    if found.is_iri:
        thing = index.number(found.value)
        if thing is None:
            return {"str": found.value}
        return named(found.value, index.label(thing, language), version)
    number = _number(found)
    if number is not None:
        return number
    if found.datatype == _XSD + "dateTime" and _MOMENT.fullmatch(found.value):
        return {"date": found.value}
    if version is Version.DRAFT and found.language:
        return {"str": found.value, "lang": found.language}
    return {"str": found.value}


def _number(found: Term) -> Json | None:
    """A number as JSON has it; None for what is none, or is one that JSON has no place for."""
    try:
        if found.datatype in _WHOLE and len(found.value) <= _DIGITS:
            return {"int": int(found.value)}
        if found.datatype in _BROKEN and math.isfinite(broken := float(found.value)):
            return {"float": broken}
    except ValueError:  # the graph may say that a text is a number when it is none
        return None
    return None


def in_language(found: Sequence[Term], language: str) -> list[Term]:
    """Values without those that say the same in another language than the one that is wanted."""
    spoken = {one.language.partition("-")[0] for one in found if one.language}
    wanted = next((one for one in (language, "en") if one in spoken), None)
    return [
        one
        for one in found
        if not one.language or wanted is None or one.language.partition("-")[0] == wanted
    ]
