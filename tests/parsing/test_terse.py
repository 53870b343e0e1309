"""Places in Turtle, TriG, N-Triples and N-Quads."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from cityweave.formats import rdf_by_name
from cityweave.parsing import Place, locate, parse
from parsing.reading import Read, read

EX = "http://e/"
PREFIX = "@prefix : <http://e/> .\n@prefix d: <http://d/> .\n"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def located(text: str, name: str = "ttl", *, base: str | None = None) -> list[tuple[str, str, str]]:
    """Of each quad the words at the places of subject, predicate and object."""
    found = read(text, name, base=base)
    words = []
    for quad in found.quads:
        value, predicate, subject = (one.split(None, 1)[0] for one in found.texts(quad))
        words.append((subject, predicate, value))
    return words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (":a :b :c .", ":a :b :c"),
        (":a a :c ; :b 1 , 2.5 , true .", ":a a :c | :a :b 1 | :a :b 2.5 | :a :b true"),
        (
            ":a :b 'x'@en , \"\"\"y\n'z' \"\"\"^^:t , '' .",
            ":a :b 'x'@en | :a :b \"\"\"y | :a :b ''",
        ),
        (":a :b :c,:d;:e :f;;.", ":a :b :c,:d;:e | :a :b :d;:e | :a :e :f;;."),
        (":a :b 3.:d :e .5.:f :g -1e0.", ":a :b 3.:d | :d :e .5.:f | :f :g -1e0."),
        (":a :b 3.d:e d:e 4 .", ":a :b 3.d:e | d:e d:e 4"),
        (
            ":a :b :c\\,d , :e%20f , :g.h:i , ::j .",
            ":a :b :c\\,d | :a :b :e%20f | :a :b :g.h:i | :a :b ::j",
        ),
        ("# :x :y :z .\n:a # :p\n :b '#' .", ":a :b '#'"),
        (":a :b [ :c 1 ] .", "[ :c 1 | :a :b ["),
        ("[ :b 1 ] .", "[ :b 1"),
        ("[ :b 1 ] :c 2 .", "[ :b 1 | [ :c 2"),
        ("[] :b [] .", "[] :b []"),
        (":a :b () .", ":a :b ()"),
        (":a :b ( 1 ) .", "( ( 1 | :a :b ( | ( ) )"),
        ("( 1 2 ) :b 3 .", "( ( 1 | 2 ( 2 | ( 2 2 | 2 ) ) | ( :b 3"),
        ("PREFIX d: <d:> d:a d:b d:c . PREFIX d: <d:d> d:a d:b d:c .", "d:a d:b d:c | d:a d:b d:c"),
        ("@base <b:b> . <a> <b> <c> . BASE <b:c> <a> <b> <c> .", "<a> <b> <c> | <a> <b> <c>"),
        ("<\\u0061:b> <a:b> <a:\\U00000063> .", "<\\u0061:b> <a:b> <a:\\U00000063>"),
        ("VERSION '1.2' @version '1.2' . :a :b 'x'@ar--rtl .", ":a :b 'x'@ar--rtl"),
        (":a :b <<( :c :d 1 )>> .", ":a :b <<("),
        ("<< :a :b :c >> :d 1 .", "<< << << | << :d 1"),
        ("<< :a :b :c ~ :r >> :d 1 .", ":r << << | :r :d 1"),
        (":a :b :c {| :d 1 |} .", ":a :b :c | {| {| {| | {| :d 1"),
        (":a :b :c ~ :r {| :d 1 |} .", ":a :b :c | :r ~ ~ | :r :d 1"),
        (":a :b << :c :d << :e :f 'x' >> >> .", "<< << << | :a :b << | << << <<"),
    ],
)
def test_turtle(text: str, expected: str) -> None:
    triples = [tuple(one.split(" ")) for one in expected.split(" | ")]
    assert located(PREFIX + text) == triples
    assert located(PREFIX + text, "trig") == triples
    spaced = text.replace(" ", "\t").replace("\n", "\r\n")
    assert located(PREFIX + spaced, "trig", base="http://base/") == triples


def test_trig() -> None:
    text = PREFIX + (
        ":g { :a :b 1 . [] :c 2 } GRAPH :h { :a :b 3 . } _:i { :a :b 4 } [] { :a :b 5 }\n"
        "GRAPH [ ] { :a :b 6 } { :a :b 7 } GRAPH :j {} :k :b 8 . GRAPH :g { [ :b 9 ] }"
    )
    found = read(text, "trig")
    assert [one[2] for one in located(text, "trig")] == [str(number) for number in range(1, 10)]
    names = [found.at(found.places.graph(one.graph_name))[:4] for one in found.quads
             if isinstance(one.graph_name, NamedNode | BlankNode)]  # fmt: skip
    assert names == [":g {", ":g {", ":h {", "_:i ", "[] {", "[ ] ", ":g {"]
    assert found.places.graph(NamedNode(EX + "j")) is None


def test_n_quads_and_n_triples() -> None:
    text = (
        '<a:a> <a:b> "x\\n\\"" . # <a:a>\n'
        '_:a <a:b> "x"@en .\r\n\r<a:a>\t<a:b>"1"^^<a:c> .\n<a:a> <a:c> <<( <a:a> <a:b> _:c )>> .'
    )
    expected = [
        ("<a:a>", "<a:b>", '"x\\n\\""'),
        ("_:a", "<a:b>", '"x"@en'),
        ("<a:a>", "<a:b>", '"1"^^<a:c>'),
        ("<a:a>", "<a:c>", "<<("),
    ]
    for name in ("nt", "nq"):
        assert [one[2] for one in located(text, name)] == [one[2] for one in expected]
    quads = '<a:a> <a:b> "x" <a:g> .\n<a:a> <a:b> "y" _:g .\n<a:a> <a:b> _:g .\n<a:a> <a:b> 1 .'
    found = read(quads.rpartition("\n")[0], "nq")
    assert [found.texts(quad)[0][:3] for quad in found.quads] == ['"x"', '"y"', "_:g"]
    assert found.places.graph(NamedNode("a:g")) == Place(1, 17)
    assert found.places.graph(BlankNode("g")) == Place(2, 17)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_columns_are_characters_and_lines_end_as_in_editors(end: str) -> None:
    text = f'{PREFIX}\t:a :b \'😀é\', """\n\t😀""", :c .'.replace("\n", end)
    found = read(text, "ttl")
    places = [found.places.of(one.subject, one.predicate, one.object) for one in found.quads]
    assert places == [Place(3, 8), Place(3, 14), Place(4, 8)]
    places_of_file = locate(text.encode(), rdf_by_name("ttl"), source="f.ttl")
    assert str(places_of_file.about(NamedNode(EX + "a"))) == "f.ttl:3:2"


def test_of_what_stands_twice_it_is_the_first_place() -> None:
    found = read(PREFIX + ":a :b 1 .\n:a :b 1 .\n:a :b 2 .", "ttl")
    node, property_ = NamedNode(EX + "a"), NamedNode(EX + "b")
    assert found.places.of(node, property_, found.quads[1].object) == Place(3, 7)
    assert found.places.property(node, property_) == Place(3, 4)
    assert found.places.about(node) == Place(3, 1)
    assert len(found.places) == 2


def test_what_is_not_stated_has_no_place() -> None:
    places = read(PREFIX + ":a :b 1 .", "ttl").places
    node = NamedNode(EX + "a")
    assert places.of(node, node, node) is None
    assert places.property(node, node) is None
    assert places.about(NamedNode(EX + "b")) is None


def test_quads_in_another_order_are_found_by_their_terms() -> None:
    text = PREFIX + ":a :b 1 , [ :c 2 ] , 'x' .\n:d :e :f ."
    data, rdf_format = text.encode(), rdf_by_name("ttl")
    quads = parse(data, rdf_format).quads
    for shuffled in (quads[::-1], quads[1:], (*quads[2:], *quads[:2])):
        places = locate(data, rdf_format, quads=shuffled)
        found = Read(text, shuffled, places)
        for quad in shuffled:
            if BlankNode not in (type(quad.subject), type(quad.object)):
                assert term(found.texts(quad)[0].split()[0]) == quad.object


def test_quads_of_another_document_get_no_place() -> None:
    quads = parse((PREFIX + ":a :b 1 . :a :c [] .").encode(), rdf_by_name("ttl")).quads
    other = (PREFIX + ":a :b 2 . :a :d [] .").encode()
    assert len(locate(other, rdf_by_name("ttl"), quads=quads)) == 0
    assert len(locate(b'"""', rdf_by_name("ttl"), quads=quads)) == 0


PROLOGUE = PREFIX + "@prefix p.q-r: <http://e/x#> .\n"
NUMBER = "a number that stands nowhere else"


def term(text: str) -> object:
    """What Oxigraph takes a token for."""
    data = f"{PROLOGUE}<x:x> <x:x> {text} .".encode()
    (quad,) = parse(data, rdf_format=rdf_by_name("ttl"), base="http://base/").quads
    return quad.object


def joined(parts: Sequence[list[str]]) -> list[str]:
    return [piece for part in parts for piece in part]


iris = st.sampled_from(
    ["<http://e/a>", "<rel>", "<#\\u00e9>", ":a", ":", "p.q-r:b.c:d", ":d\\,e\\.", ":%41b", ":é😀"]
)
labels = st.sampled_from(["_:x", "_:y.z", "_:1"])
strings = st.sampled_from(
    ["''", '"x"', '"\\"\\u00e9😀"', '"""\n\r\n"" \\""""', "'''\t\r# <a> .'''", "'{|'"]
)
suffixes = st.sampled_from(["", "@en", "@nl-BE", "@ar--rtl", "^^:t", "^^<http://e/t>", "^^p.q-r:t"])
short = st.sampled_from(["'x'", '"\\n"'])
literals = st.one_of(
    st.just(NUMBER),
    st.sampled_from(["true", "-1", "+.5", "1e6"]),
    st.builds(str.__add__, strings, suffixes),
)
verbs = st.one_of(iris, st.just("a")).map(lambda one: [one])
names = st.one_of(iris, labels)
triples = st.builds(
    lambda s, p, o: [s, *p, o], names, verbs, st.one_of(names, short, st.just(NUMBER))
)
NOTHING: list[str] = []
reifiers = st.one_of(st.just(NOTHING), st.just(["~"]), names.map(lambda one: ["~", one]))
reified = st.builds(lambda t, r: ["<<", *t, *r, ">>"], triples, reifiers)
plain = st.one_of(
    names.map(lambda one: [one]),
    literals.map(lambda one: [one]),
    st.sampled_from([["[", "]"], ["(", ")"]]),
    triples.map(lambda one: ["<<(", *one, ")>>"]),
    reified,
)


def lists_of(objects: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    """Predicates with objects, some of them annotated."""
    said = st.builds(lambda v, o: [*v, *o], verbs, objects)
    annotations = st.one_of(
        st.just(NOTHING), reifiers, st.builds(lambda r, one: [*r, "{|", *one, "|}"], reifiers, said)
    )
    more = st.builds(lambda o, a: [",", *o, *a], objects, annotations)
    one = st.builds(
        lambda v, o, a, m: [*v, *o, *a, *joined(m)],
        verbs, objects, annotations, st.lists(more, max_size=2),
    )  # fmt: skip
    others = st.lists(one.map(lambda pieces: [";", *pieces]), max_size=2)
    ends = st.sampled_from([[], [";"], [";", ";"]])
    return st.builds(lambda a, b, c: [*a, *joined(b), *c], one, others, ends)


objects = st.recursive(
    plain,
    lambda inner: st.one_of(
        lists_of(inner).map(lambda one: ["[", *one, "]"]),
        st.lists(inner, min_size=1, max_size=3).map(lambda one: ["(", *joined(one), ")"]),
    ),
    max_leaves=6,
)
subjects = st.one_of(
    names.map(lambda one: [one]),
    st.sampled_from([["[", "]"], ["(", ")"]]),
    st.lists(objects, min_size=1, max_size=2).map(lambda one: ["(", *joined(one), ")"]),
    reified,
)
brackets = lists_of(plain).map(lambda one: ["[", *one, "]"])
statements = st.one_of(
    st.builds(lambda s, o: [*s, *o], subjects, lists_of(objects)),
    brackets,
    st.builds(lambda s, o: [*s, *o], brackets, lists_of(plain)),
)
blocks = st.lists(statements, max_size=2).map(
    lambda some: [piece for one in some for piece in (*one, ".")]
)
graphs = st.builds(
    lambda word, name, block: [*word, *name, "{", *block, "}"],
    st.sampled_from([[], ["GRAPH"], ["graph"]]),
    st.one_of(names.map(lambda one: [one]), st.just(["[", "]"])),
    blocks,
)
gaps = st.sampled_from([" ", "\n", "\r\n", "\t", "\r", " # :a <b> .\n", "\n\n"])


@settings(max_examples=80, deadline=None)
@given(st.data(), st.lists(st.one_of(blocks, graphs), min_size=1, max_size=4))
def test_at_each_place_stands_the_term(data: st.DataObject, parts: list[list[str]]) -> None:
    rdf_format = "trig" if any("{" in part for part in parts) else "ttl"
    pieces, text = {}, PROLOGUE
    gap = data.draw(gaps)
    for number, piece in enumerate(joined(parts)):
        written = str(number) if piece == NUMBER else piece
        pieces[len(text)] = written
        text += written + (gap if number % 3 else " ")
    found = read(text, rdf_format, base="http://base/")
    for quad in found.quads:
        stands(found, pieces, quad)


def stands(found: Read, pieces: dict[int, str], quad: Quad) -> None:
    """Check that at the places of a quad the pieces stand that it was made from."""
    places = found.places
    value = pieces[found.offset(places.of(quad.subject, quad.predicate, quad.object))]
    predicate = pieces[found.offset(places.property(quad.subject, quad.predicate))]
    subject = pieces[found.offset(places.about(quad.subject))]
    is_structure = predicate in ("(", ")", "~", "{|", "<<") or (
        isinstance(quad.predicate, NamedNode)
        and quad.predicate.value in (RDF + "rest", RDF + "first")
    )
    if isinstance(quad.object, BlankNode):
        assert value in ("[", "(", "<<", "~") or value.startswith("_:") or is_structure
    elif value in ("(", ")"):
        assert str(quad.object) == f"<{RDF}nil>"
    elif value in ("<<(", "<<", "~", "{|"):
        assert isinstance(quad.object, Triple)
    else:
        assert term(value) == quad.object
    assert is_structure or predicate == "a" or term(predicate) == quad.predicate
    if isinstance(quad.subject, NamedNode) and subject != "(":
        assert term(subject) == quad.subject
