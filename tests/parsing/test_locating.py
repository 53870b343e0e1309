"""Every statement of the shipped graph has its place, in each format."""

from __future__ import annotations

import json
import re
import time
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from cityweave.errors import SyntaxErrorInData
from cityweave.formats import RDF_FORMATS, RdfFormat, rdf_by_name, rdf_by_suffix
from cityweave.parsing import Place, Places, locate, parse, serialize
from cityweave.resources import content
from cityweave.vocabulary import PREFIXES
from parsing.reading import Read, read

FILES = sorted(
    path
    for folder in ("ontology", "shapes", "data")
    for path in content(folder).rglob("*")
    if path.suffix in (".ttl", ".trig")
)
NAMES = [one.name for one in RDF_FORMATS]


def written(path: Path, rdf_format: RdfFormat) -> bytes:
    """A file of the content in a format; one without graphs holds the statements of all."""
    read_as = rdf_by_suffix(path.name)
    if read_as == rdf_format:
        return path.read_bytes()
    document = parse(path.read_bytes(), read_as)
    if rdf_format.holds_graphs:
        return serialize(document.quads, rdf_format, document.prefixes)
    return serialize([one.triple for one in document.quads], rdf_format, document.prefixes)


@pytest.mark.parametrize("name", NAMES)
def test_all_of_the_content_is_located(name: str) -> None:
    rdf_format = rdf_by_name(name)
    for path in FILES:
        data = written(path, rdf_format)
        quads = parse(data, rdf_format).quads
        places = locate(data, rdf_format, source=path.name, quads=quads)
        assert len(places) == len({one.triple for one in quads})
        for quad in quads:
            assert places.of(quad.subject, quad.predicate, quad.object)
            assert places.property(quad.subject, quad.predicate)
            assert places.about(quad.subject)
            if not isinstance(quad.graph_name, DefaultGraph):
                assert places.graph(quad.graph_name)


nodes = st.sampled_from([NamedNode(f"http://e/{name}") for name in ("a", "b#c", "ü", "d%20e")])
blanks = st.sampled_from([BlankNode("x"), BlankNode("y")])
texts = st.text(st.sampled_from("ab \n\t\"'\\<>&é😀"), max_size=8)
literals = (
    texts.map(Literal)
    | texts.map(lambda text: Literal(text, language="nl-be"))
    | st.integers().map(Literal)
    | texts.map(lambda text: Literal(text, datatype=NamedNode("http://e/type")))
)
statements = st.builds(
    Quad,
    nodes | blanks,
    st.sampled_from([NamedNode(PREFIXES["rdf"] + "type"), NamedNode("http://e/p")]),
    nodes | blanks | literals,
    nodes | st.just(DefaultGraph()),
)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=30, deadline=None)
@given(st.lists(statements, max_size=12), st.booleans())
def test_what_oxigraph_writes_is_found_where_it_stands(
    name: str, given_quads: list[Quad], has_prefixes: bool
) -> None:
    rdf_format = rdf_by_name(name)
    prefixes = {"e": "http://e/", "rdf": PREFIXES["rdf"]} if has_prefixes else {}
    if rdf_format.holds_graphs:
        data = serialize(given_quads, rdf_format, prefixes)
    else:
        data = serialize([one.triple for one in given_quads], rdf_format, prefixes)
    found = read(data.decode(), name)
    assert len(found.places) == len({one.triple for one in given_quads})
    for quad in found.quads:
        value, predicate, subject = found.texts(quad)
        assert begins(value, quad.object, name)
        is_type = quad.predicate.value == PREFIXES["rdf"] + "type"
        assert begins(predicate, quad.predicate, name) or (
            is_type and (predicate.startswith(("a ", '"@type"')) or name == "rdf")
        )
        assert begins(subject, quad.subject, name)


def begins(text: str, term: object, name: str) -> bool:
    """Whether a text begins with a term, as Oxigraph writes it in that format."""
    if isinstance(term, Literal):
        if name == "rdf":
            return unescape(text).startswith(term.value)
        if name == "jsonld":
            return text.startswith((json.dumps(term.value, ensure_ascii=False), term.value))
        is_integer = term.datatype.value == PREFIXES["xsd"] + "integer"
        return text.startswith(str(Literal(term.value))) or (
            is_integer and text.startswith(term.value)
        )
    if isinstance(term, BlankNode):
        return text.startswith((f"_:{term.value}", f'"_:{term.value}"', f'{term.value}"'))
    assert isinstance(term, NamedNode)
    short = term.value.replace("http://e/", "e:").replace(PREFIXES["rdf"], "rdf:")
    local = re.split("/|#|%20", term.value)[-1]
    quoted = (f'"{term.value}"', f'"{short}"')
    if name == "rdf":
        return text.startswith((f'{term.value}"', short, local))
    return text.replace("\\", "").startswith((f"<{term.value}>", short, *quoted))


def test_a_document_that_does_not_parse_is_refused() -> None:
    with pytest.raises(SyntaxErrorInData):
        locate(b"<a:a> <a:b>", rdf_by_name("ttl"))


def test_blank_nodes_that_were_renamed_are_found_too() -> None:
    data, turtle = b"_:a <a:b> [ <a:c> _:a ] .", rdf_by_name("ttl")
    quads = parse(data, turtle, rename_blank_nodes=True).quads
    places = locate(data, turtle, quads=quads)
    assert [places.about(one.subject) for one in quads] == [Place(1, 11), Place(1, 1)]


PIECES = {
    "ttl": "<a:a> :b _:c [ ] ( ) { } << <<( )>> >> ~ {| |} 'x' \"y\" @en ^^ 1 . ; , a GRAPH "
    "@prefix @base PREFIX BASE VERSION # \\u0061 \\, true 'é😀' '''",
    "rdf": "<a:b> </a:b> <a:b/> <rdf:RDF </rdf:RDF> xmlns:a='a:' rdf:about='a:x' rdf:ID='i' / > "
    "rdf:parseType='Resource' rdf:parseType='Collection' rdf:parseType='Literal' &amp; &x; "
    "<!--- --> <![CDATA[ ]]> <? ?> <!DOCTYPE [ ] <!ENTITY x rdf:li rdf:resource='a:y' é😀 a:c='1'",
    "jsonld": '{ } [ ] , : "@id" "@type" "@value" "@list" "@set" "@graph" "@context" "@reverse" '
    '"@nest" "@container" "@index" "a:b" "_:x" "x" "\\u00" "\\n" 1 1e999 true null "@json"',
}


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None)
@given(st.data(), st.booleans())
def test_what_is_not_understood_raises_nothing(name: str, data: st.DataObject, glue: bool) -> None:
    pieces = PIECES.get(name, PIECES["ttl"]).split(" ")
    chosen = data.draw(st.lists(st.sampled_from(pieces), max_size=40))
    text = ("" if glue else " ").join(chosen).encode()
    assert len(locate(text, rdf_by_name(name), quads=())) == 0
    node = NamedNode("a:a")
    quads = [Quad(node, NamedNode("a:b"), Literal("x")), Quad(node, node, node)]
    for at in (0, len(text) // 2):
        assert len(locate(text[at:] + b"\xff\xc3", rdf_by_name(name), quads=quads)) <= 2


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ttl", "<a:a> <a:b> " + "[ <a:b> " * 9000 + "1" + " ]" * 9000 + " ."),
        ("ttl", "<a:a> <a:b> " + "( " * 9000 + ")" * 9000 + " ."),
        ("ttl", "<a:a> <a:b> '''" + "''\\'" * 60000 + "''' ."),
        ("ttl", "@prefix : <a:> . :a :b" + ".b" * 60000 + " :c" + "." * 20000),
        ("nt", '<a:a> <a:b> "' + "\\\\" * 90000 + '" .'),
        ("nq", "# <a:a> '''\n" * 20000 + "<a:a> <a:b> <a:c> <a:d> ."),
        ("rdf", "<a:a xmlns:a='a:'>" + "<a:b><a:c>" * 3000 + "</a:c></a:b>" * 3000 + "</a:a>"),
        ("rdf", "<a:a xmlns:a='a:'><a:b>x" + "<!-- - -->" * 30000 + "</a:b></a:a>"),
        ("jsonld", '{"a:b": [' + "[" * 100 + '"x"' + "]" * 100 + ', "' + '\\"' * 60000 + '"]}'),
        ("jsonld", '{"@type": [' + ", ".join(f'"a:{n}"' for n in range(9000)) + "]}"),
        ("jsonld", "{" + ", ".join(f'"a:{n}": {{"@list": []}}' for n in range(9000)) + "}"),
        ("jsonld", '{"a:b": ' + '{"@list": [' * 100 + "1" + "]}" * 100 + "}"),
        ("jsonld", '{"@id": "a:a", "@type": "pl\\u0061ce:' + "9" * 5000 + '", "a:b": "x"}'),
        ("jsonld", '{"a:b": [' + ",".join('{"a:c": 1}' for _ in range(8000)) + "]}"),
    ],
)
def test_no_text_takes_long(name: str, text: str) -> None:
    data, rdf_format = text.encode(), rdf_by_name(name)
    try:
        quads = parse(data, rdf_format).quads
    except SyntaxErrorInData:
        quads = ()
    start = time.monotonic()
    places = locate(data, rdf_format, quads=quads)
    assert time.monotonic() - start < 60
    assert len(places) == len({one.triple for one in quads})


def test_places_of_pairs() -> None:
    node, one, two = NamedNode("a:a"), Literal("1"), Literal("2")
    first, second = Place(2, 1, "f.csv", None, "A2"), Place(3, 4, "f.csv", None, "D3")
    key, subject = Place(1, 4, "f.csv", None, "D1"), Place(3, 1, "f.csv", None, "A3")
    places = Places(
        [
            (Quad(node, node, one), first),
            (Quad(node, node, two), second, key, subject),
            (Quad(node, node, one), second),
        ],
        {node: key},
    )
    assert (places.of(node, node, one), places.of(node, node, two)) == (first, second)
    assert (places.property(node, node), places.about(node)) == (first, first)
    assert places.graph(node) == key
    alone = Places([(Quad(node, node, two), second, key, subject)])
    assert (alone.property(node, node), alone.about(node)) == (key, subject)
    assert len(Places()) == 0


def test_a_read_text_gives_what_stands_at_a_place() -> None:
    found = Read("ab\r\ncd\re\n", (), Places())
    assert [found.at(Place(*one))[:1] for one in ((1, 2), (2, 1), (3, 1))] == ["b", "c", "e"]
