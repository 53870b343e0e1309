"""Formats and negotiation: tables of cases, and what must hold for any header."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityweave.errors import NotAcceptable, UnknownFormat
from cityweave.formats import (
    EXPANDED,
    RDF_FORMATS,
    RESULT_FORMATS,
    Kind,
    as_asked,
    by_name,
    names,
    negotiate,
    rdf_by_media_type,
    rdf_by_name,
    rdf_by_suffix,
)
from cityweave.formats.ranges import MediaRange, best, media_ranges

JSON, XML, CSV = "application/sparql-results+json", "application/sparql-results+xml", "text/csv"
TURTLE, RDFXML, JSONLD = "text/turtle", "application/rdf+xml", "application/ld+json"
FORM = "http://www.w3.org/ns/json-ld#"
PROFILED = f'{JSONLD};profile="{EXPANDED}"'
KINDS: tuple[Kind, ...] = ("bindings", "boolean", "graph")


@pytest.mark.parametrize(
    ("accept", "kind", "expected"),
    [
        (None, "bindings", JSON),
        ("", "graph", TURTLE),
        ("*/*", "boolean", JSON),
        ("text/csv", "bindings", CSV),
        ("TEXT/CSV", "bindings", CSV),
        ("text/*", "bindings", CSV),
        ("text/*", "graph", TURTLE),
        ("application/*", "graph", "application/n-triples"),
        ("text/csv;q=0.5, application/sparql-results+xml", "bindings", XML),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.4", "bindings", CSV),
        ("*/*;q=0.1, text/csv;q=0.2", "bindings", CSV),
        ("*/*, text/csv", "bindings", CSV),
        ("application/sparql-results+json;q=0, */*", "bindings", XML),
        ("text/csv;q=0.000, */*;q=0.001", "bindings", JSON),
        ("application/json", "bindings", "application/json"),
        ("application/xml", "boolean", "application/xml"),
        ("application/json", "graph", "application/json"),
        ("text/turtle;charset=utf-8", "graph", TURTLE),
        ("text/turtle;charset=latin1, application/rdf+xml;q=0.1", "graph", RDFXML),
        ("text/turtle;charset=latin1", "graph", TURTLE),
        ("*/*;q=0.1, text/turtle;charset=latin1", "graph", TURTLE),
        ('text/turtle; charset="UTF-8"', "graph", TURTLE),
        ("text/turtle;version=1.2", "graph", TURTLE),
        ("text/turtle;version=1.2;q=0.9, application/n-triples;q=0.5", "graph", TURTLE),
        ("text/turtle;version=1.2;q=0, text/turtle;q=0.5", "graph", TURTLE),
        ("text/turtle;version=1.2, text/turtle;q=0.4, application/rdf+xml;q=0.6", "graph", RDFXML),
        (f'{JSONLD};profile="{FORM}compacted"', "graph", JSONLD),
        (f'{JSONLD};profile="{FORM}flattened", text/turtle;q=0.9', "graph", JSONLD),
        (f'{JSONLD};profile="{FORM}compacted {FORM}context"', "graph", JSONLD),
        (f'{JSONLD};profile="https://x.example/a,b;q=0", text/turtle;q=0.5', "graph", JSONLD),
        (f'text/turtle, {JSONLD};profile="{FORM}compacted"', "graph", TURTLE),
        (f"{JSONLD};profile={EXPANDED}", "graph", PROFILED),
        (f'{JSONLD} ; Profile="{EXPANDED}"', "graph", PROFILED),
        (f'{JSONLD};profile="{FORM}compacted {EXPANDED}"', "graph", PROFILED),
        (f'{JSONLD};profile="{EXPANDED}";q=0, {JSONLD}', "graph", JSONLD),
        (f'application/json;profile="{EXPANDED}"', "graph", "application/json"),
        (", ,", "graph", TURTLE),
        ('text/csv;x="unclosed, text/html', "bindings", CSV),
        ("nonsense, text/csv", "bindings", CSV),
        ("text/csv;q=high, application/sparql-results+xml;q=0.1", "bindings", XML),
        ("text/html, image/gif, *; q=.2, */*; q=.2", "bindings", JSON),
        ("text/csv; q=0.8 ; ext=1", "bindings", CSV),
    ],
)
def test_negotiation(accept: str | None, kind: Kind, expected: str) -> None:
    assert negotiate(accept, kind).media_type == expected


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("image/png", "bindings"),
        ("text/turtle", "bindings"),
        ("text/csv", "graph"),
        ("*/*;q=0", "graph"),
        ("application/sparql-results+json;q=0", "boolean"),
        ("*/csv", "bindings"),
    ],
)
def test_a_refusal_lists_what_there_is(accept: str, kind: Kind) -> None:
    with pytest.raises(NotAcceptable) as caught:
        negotiate(accept, kind)
    assert caught.value.hint
    for one in RESULT_FORMATS:
        assert (one.media_type in caught.value.hint) == (kind in one.kinds)


def test_text_formats_say_their_character_set() -> None:
    assert negotiate("text/csv", "bindings").content_type == "text/csv; charset=utf-8"
    assert negotiate(TURTLE, "graph").content_type == "text/turtle; charset=utf-8"
    assert negotiate(None, "bindings").content_type == JSON


def test_a_profile_is_told_to_those_who_ask_for_it_and_get_it() -> None:
    named = by_name("jsonld", "graph")
    assert as_asked(named, f'{JSONLD};profile="{EXPANDED}"').content_type == PROFILED
    for accept in (None, "*/*", "text/html", JSONLD, "application/json", f"{JSONLD};profile=x"):
        assert as_asked(named, accept) == named
    assert as_asked(by_name("ttl"), "text/csv;q=0") == by_name("ttl")


def test_a_header_with_many_quotes_is_read_quickly() -> None:
    assert best('"\\"' * 20_000, ("text/csv",)) is None
    assert best('text/csv;x="' + "\\," * 20_000, ("text/csv",)) == "text/csv"


def test_best_prefers_what_is_named_then_the_order_of_the_offers() -> None:
    assert best("text/html, */*", ("application/json", "text/html")) == "text/html"
    assert best("text/html, application/json", ("application/json", "text/html")) == (
        "application/json"
    )
    assert best("image/*", ("text/html",)) is None


@pytest.mark.parametrize("kind", KINDS)
def test_every_name_leads_to_its_format(kind: Kind) -> None:
    for name in names(kind):
        found = by_name(name, kind)
        assert (found.name, kind in found.kinds) == (name, True)
        assert negotiate(found.media_type, kind) == found


def test_names_are_forgiving_where_it_is_plain() -> None:
    assert by_name(".TTL") == by_name("ttl")
    assert by_name("json", "graph").name == "jsonld"
    assert by_name("xml", "graph").name == "rdf"


def test_names_that_cannot_be_are_refused() -> None:
    with pytest.raises(NotAcceptable, match="no result format “pdf”"):
        by_name("pdf")
    with pytest.raises(NotAcceptable, match="as Turtle"):
        by_name("ttl", "bindings")
    with pytest.raises(NotAcceptable, match="no RDF format"):
        rdf_by_name("docx")


def test_rdf_formats_by_suffix_and_media_type() -> None:
    for one in RDF_FORMATS:
        assert rdf_by_name(one.name) == one
        for suffix in one.suffixes:
            assert rdf_by_suffix(f"folder/FILE{suffix.upper()}") == one
        for media_type in (one.media_type, *one.aliases):
            assert rdf_by_media_type(f"{media_type.upper()}; charset=UTF-8") == one


@pytest.mark.parametrize("path", ["a.csv", "ttl", "", "a.ttl.gz"])
def test_an_unknown_suffix_lists_the_formats(path: str) -> None:
    with pytest.raises(UnknownFormat) as caught:
        rdf_by_suffix(path)
    assert caught.value.source == path
    assert ".trig" in (caught.value.hint or "")


@pytest.mark.parametrize("media_type", ["", "text/plain", "application/octet-stream"])
def test_an_unknown_media_type_lists_the_formats(media_type: str) -> None:
    with pytest.raises(UnknownFormat, match="is not a format of RDF"):
        rdf_by_media_type(media_type)


types = st.sampled_from(["text", "application", "*", "image", "x y", ""])
subtypes = st.sampled_from(["csv", "turtle", "*", "sparql-results+json", "rdf+xml", "json", "("])
elements = st.builds(
    lambda kind, subtype, q: f"{kind}/{subtype}" + (f";q={q}" if q is not None else ""),
    types,
    subtypes,
    st.none() | st.floats(-1, 2).map(str) | st.sampled_from(["0", "1", "0.5", "x", ""]),
)


@given(st.text() | st.lists(elements).map(",".join), st.sampled_from(KINDS))
def test_any_header_gives_an_acceptable_format_or_a_refusal(accept: str, kind: Kind) -> None:
    ranges = media_ranges(accept)
    assert all(0 <= one.quality <= 1 for one in ranges)
    try:
        chosen = negotiate(accept, kind)
    except NotAcceptable:
        offers = [one.media_type for one in RESULT_FORMATS if kind in one.kinds]
        assert best(accept, tuple(offers)) is None
    else:
        assert kind in chosen.kinds
        (offer,) = media_ranges(chosen.media_type)
        fits = [(fit, one.quality) for one in ranges if (fit := one.fit(offer)) is not None]
        assert max(fits, key=lambda one: one[0])[1] > 0


def test_the_closest_range_decides() -> None:
    ranges = media_ranges("*/*, text/*, text/csv;header=absent, text/csv;charset=utf-8")
    assert ranges[3] == MediaRange("text", "csv")
    (offer,) = media_ranges("text/csv")
    assert [one.fit(offer) for one in ranges] == [0, 1, 2, 3]
    (narrow,) = media_ranges("text/csv;header=absent")
    assert [one.fit(narrow) for one in ranges] == [0, 1, 4, 3]
    assert media_ranges("text/csv;header=absent;q=0")[0].fit(offer) is None
