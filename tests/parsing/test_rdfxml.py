"""Places in RDF/XML."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from cityweave.parsing import Place
from parsing.reading import read

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
HEAD = (
    f"<rdf:RDF xmlns:rdf='{RDF}' xmlns:e='http://e/' xmlns='http://d/' "
    "xmlns:its='http://www.w3.org/2005/11/its'>\n"
)


def located(text: str, *, base: str | None = None) -> list[str]:
    """Of each statement the words at the places of subject, predicate and object."""
    found = read(text, "rdf", base=base)
    rows = []
    for quad in found.quads:
        value, predicate, subject = (one.split(None, 1)[0] for one in found.texts(quad))
        rows.append(" ".join((subject, predicate, value)))
    return rows


# Each text, and then of each of its statements the words at the places of subject, predicate
# and object.
CASES = r"""
<rdf:Description rdf:about='a:b' ><e:p >x </e:p></rdf:Description>
    => a:b' e:p x

<e:T rdf:about='a:b' e:q='y ' rdf:type='a:t' ><e:p rdf:resource='a:c' /></e:T>
    => a:b' e:T e:T | a:b' e:T a:t' | a:b' e:q='y y | a:b' e:p a:c'

<D rdf:nodeID='n' ><p rdf:nodeID='m' /></D>
    => n' D D | n' p m'

<D rdf:ID='n' ><p >\n1 </p></D>
    => n' D D | n' p 1

<D ><p ></p><q /></D>
    => <D D D | <D p p | <D q q

<D ><p ><E ><q > </q></E></p></D>
    => <D D D | <E E E | <E q </q></E></p></D> | <D p <E

<D ><p e:q='1 ' e:r='2 ' /></D>
    => <D D D | <p e:r='2 2 | <p e:q='1 1 | <D p <p

<D ><p rdf:parseType='Resource' ><q >1 </q></p></D>
    => <D D D | <D p <p | <p q 1

<D ><p rdf:parseType='Collection' ><E /><rdf:Description rdf:about='a:b' /></p></D>
    => <D D D | <E E E | <D p <E | <E p a:b' | <E p <E | a:b' p p | a:b' p a:b'

<D ><p rdf:parseType='Collection' /></D>
    => <D D D | <D p p

<D ><p rdf:parseType='Literal' ><i >x</i> y </p></D>
    => <D D D | <D p <i

<D ><p rdf:parseType='Literal' >y <i /></p></D>
    => <D D D | <D p y

<D ><p rdf:parseType='other' ><i /></p><q >1 </q></D>
    => <D D D | <D q 1

<D ><rdf:li >1 </rdf:li><rdf:li rdf:resource='a:b' /><rdf:_7 >3 </rdf:_7></D>
    => <D D D | <D rdf:li 1 | <D rdf:li a:b' | <D rdf:_7 3

<D ><p rdf:ID='s' >1 </p></D>
    => <D D D | <D p 1 | s' rdf:ID='s' 1 | s' rdf:ID='s' p | s' rdf:ID='s' <D | s' rdf:ID='s' s'

<D xml:lang='en' ><p xml:lang='nl' >x </p><q >y </q></D>
    => <D D D | <D p x | <D q y

<D xml:base='http://c/' rdf:about='x' ><p rdf:resource='../y' /></D>
    => x' D D | x' p ../y'

<D ><p rdf:datatype='a:t' >&lt;&#120; </p></D>
    => <D D D | <D p &lt;&#120;

<!-- <D/> --><D ><?x <D/> ?><p ><![CDATA[<x> ]]></p></D>
    => <D D D | <D p <x>

<D ><p ><!-- 1 -->x </p><q >x <!-- > --></q></D>
    => <D D D | <D p x | <D q x

<D its:dir='rtl' its:version='2.0' rdf:version='1.2' ><p >x </p></D>
    => <D D D | <D p x

<D ><p rdf:annotation='a:n' >1 </p></D>
    => <D D D | <D p 1 | a:n' rdf:annotation='a:n' a:n'

<D rdf:version='1.2' ><p rdf:parseType='Triple' ><rdf:Description rdf:about='a:b' ><q >1 </q>
</rdf:Description></p></D>
    => <D D D | <D p a:b'

<D ><p rdf:parseType='Triple' ><rdf:Description ><q >1 </q></rdf:Description></p><q >2 </q></D>
    => <D D D | <D q 2

<D xmlns='http://x/' ><p >1 </p></D><D ><p >2 </p></D>
    => <D D D | <D p 1 | <D D D | <D p 2
"""


def cases() -> list[tuple[str, list[str]]]:
    """The texts of the table, with their rows."""
    found = []
    for one in CASES.strip().split("\n\n"):
        text, _, rows = one.partition("\n    => ")
        text = text.replace("\n", "").replace("\\n", "\n")
        found.append((text, [" ".join(row.split()) for row in rows.split("|")]))
    return found


@pytest.mark.parametrize(("text", "expected"), cases())
def test_constructs(text: str, expected: list[str]) -> None:
    assert located(f"{HEAD}{text}\n</rdf:RDF>", base="http://base/") == expected


def test_a_document_without_rdf_and_with_entities() -> None:
    text = (
        "\ufeff<?xml version='1.0'?>\n<!DOCTYPE e:D [\n"
        '<!ENTITY e "http://e/">\n]>\n'
        f"<e:D xmlns:e='&e;' xmlns:rdf='{RDF}' rdf:about='&e;a' ><e:p >&e; </e:p></e:D>"
    )
    found = read(text, "rdf")
    (kind, value) = found.quads
    assert kind.object == NamedNode("http://e/D")
    assert value.object == Literal("http://e/ ")
    assert found.places.about(kind.subject) == Place(5, 87)
    assert found.places.of(value.subject, value.predicate, value.object) == Place(5, 100)


def test_an_entity_that_explodes_costs_little() -> None:
    lines = "".join(f'<!ENTITY a{n + 1} "{"&a%d;" * 10 % ((n,) * 10)}">' for n in range(4))
    text = (
        f'<!DOCTYPE D [<!ENTITY a0 "0123456789">{lines}]>'
        f"{HEAD}<D e:p='&a4;' e:q='1 ' /></rdf:RDF>"
    )
    assert located(text) == ["<D D D", "<D e:q='1 1", "<D e:p='&a4;' &a4;'"]


def test_columns_are_characters() -> None:
    found = read(f"{HEAD}<D>\r\n\t<é>😀</é><p>x</p></D></rdf:RDF>".replace("é", "ż"), "rdf")
    places = [found.places.of(one.subject, one.predicate, one.object) for one in found.quads]
    assert places == [Place(2, 2), Place(3, 5), Place(3, 13)]


LEAVES = {
    "text": "<e:p>v{0}.</e:p>",
    "CDATA": "<e:p><![CDATA[v{0}.]]></e:p>",
    "empty": "<e:p{0} />",
    "resource": "<e:p rdf:resource='http://r/{0}.' />",
    "Literal": "<e:p rdf:parseType='Literal'>v{0}.<b/></e:p>",
    "nodeID": "<e:p rdf:nodeID='n{0}' />",
}
BRANCHES = {
    "node": "<e:p>\n\t<e:N{0}>{1}</e:N{0}>\n</e:p>",
    "Resource": "<e:p rdf:parseType='Resource'>{1}</e:p>",
    "Collection": "<e:p rdf:parseType='Collection'><e:N{0}>{1}</e:N{0}> <e:M{0} /></e:p>",
    "attributes": "<e:p e:q='v{0}.' e:r{0}='x' /><e:p><e:N{0} >{1}</e:N{0}></e:p>",
}
Tree = str | tuple[str, list["Tree"]]
trees: st.SearchStrategy[Tree] = st.recursive(
    st.sampled_from(sorted(LEAVES)),
    lambda inner: st.tuples(
        st.sampled_from(sorted(BRANCHES)), st.lists(inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


def written(tree: Tree, numbers: Iterator[int]) -> str:
    """A property, in which each value and each name has a number of its own."""
    number = next(numbers)
    if isinstance(tree, str):
        return LEAVES[tree].format(number)
    inner = "\r\n".join(written(one, numbers) for one in tree[1])
    return BRANCHES[tree[0]].format(number, inner)


@settings(max_examples=60, deadline=None)
@given(st.lists(trees, min_size=1, max_size=4))
def test_what_is_said_once_is_found_where_it_stands(some: list[Tree]) -> None:
    numbers = count()
    properties = "".join(written(one, numbers) for one in some)
    found = read(f"{HEAD}<e:D>{properties}</e:D></rdf:RDF>", "rdf")
    assert len(found.quads) >= len(some)
    for quad in found.quads:
        value, predicate, subject = found.texts(quad)
        if isinstance(quad.object, Literal):
            assert value.startswith(quad.object.value.partition("<")[0])
            assert predicate.startswith("e:")
        elif isinstance(quad.object, NamedNode) and not quad.object.value.startswith(RDF):
            assert value.startswith(quad.object.value.replace("http://e/", "e:"))
        elif isinstance(quad.object, BlankNode):
            assert value.startswith(("<e:", "n"))
        assert subject.startswith("<e:")
