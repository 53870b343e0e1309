import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityweave.catalogue import Parameter
from cityweave.catalogue.terms import KINDS, XSD, literal
from cityweave.errors import BadParameter

BASE = "https://example.org/weave/"


def term(kind: str, value: str, language: str | None = None) -> str:
    return Parameter("x", kind, "A thing", language=language).term(value, BASE)


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("iri", "https://example.org/a?b=c#d", "<https://example.org/a?b=c#d>"),
        ("iri", "urn:isbn:1", "<urn:isbn:1>"),
        ("entity", "city/heerenveen-nl", f"<{BASE}id/city/heerenveen-nl>"),
        ("entity", "https://example.org/a", "<https://example.org/a>"),
        ("country", "nl", f"<{BASE}id/country/nl>"),
        ("country", "EL", f"<{BASE}id/country/gr>"),
        ("country", "UK", f"<{BASE}id/country/gb>"),
        ("country", f"{BASE}id/country/nl", f"<{BASE}id/country/nl>"),
        ("country-code", "nl", '"NL"'),
        ("country-code", "el", '"GR"'),
        ("string", 'say "hi"\\\n', '"say \\"hi\\"\\\\\\n"'),
        ("integer", "10", "10"),
        ("integer", "-3", f'"-3"^^<{XSD}integer>'),
        ("decimal", "2.5", f'"2.5"^^<{XSD}decimal>'),
        ("boolean", "true", "true"),
        ("date", "2024-02-29", f'"2024-02-29"^^<{XSD}date>'),
        ("year", "2024", f'"2024"^^<{XSD}gYear>'),
        ("year-month", "2024-12", f'"2024-12"^^<{XSD}gYearMonth>'),
        ("xsd:time", "12:00:00", f'"12:00:00"^^<{XSD}time>'),
    ],
)
def test_a_value_becomes_a_term(kind: str, value: str, written: str) -> None:
    assert term(kind, value) == written


def test_a_text_in_a_language() -> None:
    assert term("lang-string", "hallo", "nl-BE") == '"hallo"@nl-BE'


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("iri", "no-scheme"),
        ("iri", "https://example.org/a b"),
        ("iri", "https://example.org/>"),
        ("iri", "https://example.org/["),
        ("iri", "https://example.org/%zz"),
        ("iri", "https://example.org/\\u003e"),
        ("entity", "heerenveen"),
        ("entity", "city/a b"),
        ("entity", "../graph/x> "),
        ("country", "Netherlands"),
        ("country-code", "N1"),
        ("string", "\ud800"),
        ("integer", "1.5"),
        ("integer", "1 UNION"),
        ("integer", "9" * 30),
        ("integer", "٣"),
        ("decimal", "1e5"),
        ("boolean", "yes"),
        ("date", "2023-02-29"),
        ("date", "2024-5-1"),
        ("year", "24"),
        ("year-month", "2024-13"),
    ],
)
def test_what_is_not_of_the_type_is_refused(kind: str, value: str) -> None:
    with pytest.raises(BadParameter) as caught:
        term(kind, value)
    assert '"x"' in caught.value.detail
    assert KINDS[kind].words in caught.value.detail
    assert caught.value.hint == f"For example: x={KINDS[kind].example}"


def test_every_example_is_of_its_type() -> None:
    for name, kind in KINDS.items():
        assert term(name, kind.example, "en" if name == "lang-string" else None)


def test_a_closed_list() -> None:
    parameter = Parameter("level", "string", "The level", values=("local", "eu"))
    assert parameter.term("eu", BASE) == '"eu"'
    with pytest.raises(BadParameter, match="local, eu"):
        parameter.term("EU", BASE)
    countries = Parameter("country", "country", "The country", values=("NL", "ES"))
    assert countries.term("es", BASE) == f"<{BASE}id/country/es>"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_survives_the_engine_whatever_it_holds(value: str) -> None:
    rows = pyoxigraph.Store().query(f"SELECT (({term('string', value)}) AS ?x) {{}}")
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    assert [row["x"] for row in rows] == [pyoxigraph.Literal(value)]


@given(st.sampled_from(sorted(KINDS)), st.text(max_size=30))
def test_a_value_is_one_term_or_refused(kind: str, value: str) -> None:
    language = "en" if kind == "lang-string" else None
    try:
        written = term(kind, value, language)
    except BadParameter:
        return
    store = pyoxigraph.Store()
    rows = store.query(f"SELECT ?x {{ VALUES ?x {{ {written} }} }}")
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    assert len(list(rows)) == 1


def test_a_literal_has_datatype_or_language() -> None:
    assert literal("a", "urn:b") == '"a"^^<urn:b>'
    assert literal("a", language="en") == '"a"@en'
