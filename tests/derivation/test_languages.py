"""What countries and capitals are called in other languages: by rule, and as it is shipped."""

from __future__ import annotations

import babel
from babel.core import get_cldr_version
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from cityweave.derivation.languages import GRAPH, name_in_languages
from cityweave.resources import content
from cityweave.upkeep import LANGUAGES, derive_content

CW = "https://w3id.org/cityweave/ontology#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
OTHER = "https://schema.org/alternateName"
AUSTRIA, VIENNA = NamedNode("urn:at"), NamedNode("urn:vienna")


def say(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), value, DefaultGraph())


def named(name: str = "Vienna", code: str = "AT") -> set[tuple[str, str, str, str | None]]:
    quads = [
        say(AUSTRIA, CW + "countryCode", Literal(code)),
        say(AUSTRIA, LABEL, Literal("Austria", language="en")),
        say(VIENNA, CW + "country", AUSTRIA),
        say(VIENNA, LABEL, Literal(name, language="en")),
    ]
    return {
        (quad.subject.value, quad.predicate.value, quad.object.value, quad.object.language)
        for quad in name_in_languages(quads)
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, Literal)
        and quad.subject != GRAPH
    }


def test_a_country_is_named_in_the_languages_of_the_pages_and_in_its_own() -> None:
    assert {one[1:] for one in named() if one[0] == "urn:at"} == {
        (LABEL, "Austria", "es"),
        (LABEL, "Autriche", "fr"),
        (LABEL, "Oostenrijk", "nl"),
        (OTHER, "Österreich", "de"),
    }


def test_a_city_with_a_time_zone_is_named_after_it() -> None:
    assert {one[1:] for one in named() if one[0] == "urn:vienna"} == {
        (LABEL, "Viena", "es"),
        (LABEL, "Vienne", "fr"),
        (LABEL, "Wenen", "nl"),
        (OTHER, "Wien", "de"),
    }


def test_a_namesake_and_a_city_of_another_country_get_no_names() -> None:
    assert not {one for one in named("Vienne") if one[0] == "urn:vienna"}
    assert not {one for one in named(code="DE") if one[0] == "urn:vienna"}


def test_what_is_shipped_is_what_the_rule_writes() -> None:
    path = content("data") / LANGUAGES
    assert derive_content(gazetteer={})[path] == path.read_bytes()


def test_the_releases_that_are_named_are_those_that_were_read() -> None:
    method = next(quad for quad in name_in_languages([]) if quad.predicate.value.endswith("Method"))
    assert isinstance(method.object, Literal)
    assert f"CLDR {get_cldr_version()} " in method.object.value
    assert f"Babel {babel.__version__})" in method.object.value
