"""What a store gives back in another form is known before it is put there."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from cityweave.parsing import Term
from cityweave.store import is_typed, kept
from cityweave.store.keeping import _PLAIN
from cityweave.vocabulary import PREFIXES

XSD = PREFIXES["xsd"]
TEXTS = st.one_of(
    st.from_regex(r"\A[+-]?[0-9]{0,20}\.?[0-9]{0,20}\Z"),
    st.from_regex(r"\A-?[0-9]{4,5}-[01][0-9]-[0-3][0-9](T[0-2][0-9]:00:00(\.[0-9]+)?)?Z?\Z"),
    st.sampled_from(("true", "1", "1e0", "INF", "P1D", "PT24H", "2020", "2020-01", "x", "")),
    st.text(max_size=5),
)
LITERALS = st.builds(
    lambda text, name: Literal(text, datatype=NamedNode(name)),
    TEXTS,
    st.sampled_from((*_PLAIN, XSD + "double", XSD + "int", XSD + "duration", "http://e/own")),
)
PLAIN = st.sampled_from(tuple(_PLAIN)).flatmap(
    lambda name: st.from_regex(_PLAIN[name], fullmatch=True).map(
        lambda text: Literal(text, datatype=NamedNode(name))
    )
)


def through_a_store(literal: Literal) -> Literal:
    store = Store()
    store.add(Quad(BlankNode(), NamedNode("http://e/p"), literal))
    (quad,) = store
    found = quad.object
    assert isinstance(found, Literal)
    return found


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.lists(LITERALS | PLAIN, max_size=5))
def test_what_comes_back_otherwise_is_known(literals: list[Literal]) -> None:
    expected = {one: back for one in literals if (back := through_a_store(one)) != one}
    assert kept(literals) == expected


def test_texts_and_things_stay() -> None:
    things = (NamedNode("http://e/01"), BlankNode("b"))
    terms: list[Term] = [Literal("01"), Literal("01", language="en"), *things]
    assert not any(is_typed(one) for one in terms)
    assert kept(terms) == {}


def test_examples() -> None:
    written = {
        '"5"^^nonNegativeInteger': '"5"^^integer',
        '"01"^^integer': '"1"^^integer',
        '"1.50"^^decimal': '"1.5"^^decimal',
        '"1"^^boolean': '"true"^^boolean',
        '"2020-01-01T00:00:00+00:00"^^dateTimeStamp': '"2020-01-01T00:00:00Z"^^dateTime',
        '"P12M"^^yearMonthDuration': '"P1Y"^^yearMonthDuration',
    }

    def term(text: str) -> Literal:
        value, name = text[1:].split('"^^')
        return Literal(value, datatype=NamedNode(XSD + name))

    assert kept(map(term, written)) == {term(a): term(b) for a, b in written.items()}
