"""Reports of every shape, for tests of what is made of them."""

from __future__ import annotations

from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.parsing import Place
from cityweave.validation import Finding, Fix, Report
from cityweave.validation.paths import Alternative, Inverse, Path, Repeated, Sequence, sparql
from cityweave.validation.report import SEVERITIES, ordered
from cityweave.vocabulary import LANGUAGES

TEXT = st.text(st.characters(codec="utf-8"), max_size=12)
WORDS = st.one_of(
    TEXT.map(lambda text: dict.fromkeys(LANGUAGES, text)),
    st.dictionaries(st.sampled_from((*LANGUAGES, "de", "")), TEXT, min_size=1),
)
IRIS = st.sampled_from(("http://e/a", "https://w3id.org/cityweave/id/city/x", "urn:x:ü"))
PREDICATES = IRIS.map(NamedNode)
LITERALS = st.one_of(
    st.builds(Literal, TEXT),
    st.builds(lambda text: Literal(text, language="nl-be"), TEXT),
    st.integers().map(Literal),
)
TERMS = st.one_of(PREDICATES, LITERALS, st.just(BlankNode("b0")))
PATHS: st.SearchStrategy[Path] = st.recursive(
    PREDICATES,
    lambda inner: st.one_of(
        st.builds(Inverse, inner),
        st.lists(inner, min_size=2, max_size=3).map(lambda paths: Sequence(tuple(paths))),
        st.lists(inner, min_size=2, max_size=3).map(lambda paths: Alternative(tuple(paths))),
        st.builds(Repeated, inner, st.sampled_from("*+?")),
    ),
    max_leaves=5,
)
PLACES = st.builds(
    Place,
    st.integers(1, 9),
    st.integers(1, 9),
    st.none() | TEXT,
    st.none() | TEXT,
    st.none() | st.just("B2"),
)
FINDINGS = st.builds(
    Finding,
    severity=st.sampled_from(SEVERITIES),
    focus=st.just("") | TERMS.map(str),
    messages=WORDS,
    component=st.sampled_from(("ClassConstraintComponent", "http://e/OwnComponent")),
    shape=IRIS,
    focus_label=st.none() | WORDS,
    path=st.none() | PATHS.map(sparql),
    path_words=st.none() | WORDS,
    value=st.none() | TERMS.map(str),
    value_label=st.none() | WORDS,
    expected=st.none() | WORDS,
    rule=st.none() | WORDS,
    engine=st.sampled_from(("compiled", "pyshacl")),
    place=st.none() | PLACES,
    fix=st.none() | st.builds(Fix, WORDS, st.none() | TERMS.map(str)),
    is_nested=st.booleans(),
)
REPORTS = st.builds(
    Report,
    findings=st.lists(FINDINGS, max_size=5).map(ordered),
    profile=st.none() | IRIS,
    engines=st.dictionaries(st.sampled_from(("compiled", "pyshacl", "input")), st.integers(0, 9)),
    statements=st.integers(0, 10**9),
    seconds=st.floats(0, 1e6),
)


def finding(number: int = 1, **changed: object) -> Finding:
    """A finding about the thing of that number, which stands on that line."""
    said: dict[str, object] = {
        "severity": "violation",
        "focus": f"<http://e/thing/{number}>",
        "messages": {"en": "A city needs a country.", "es": "Falta el país.",
                     "fr": "Il manque le pays.", "nl": "Er ontbreekt een land."},
        "component": "MinCountConstraintComponent",
        "shape": "http://e/City",
        "path": "<http://e/country>",
        "place": Place(number, 1, "cities.ttl"),
    }  # fmt: skip
    return Finding(**{**said, **changed})  # type: ignore[arg-type]
