"""Parsing: every format round, every complaint with its place and way out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from cityweave.errors import CityweaveError, NotFound, SyntaxErrorInData, UnknownFormat
from cityweave.formats import RDF_FORMATS, RdfFormat, rdf_by_name
from cityweave.formatting import same_graphs
from cityweave.parsing import ENGINE_FORMATS, parse, read, serialize
from cityweave.vocabulary import PREFIXES

PREFIX = "@prefix ex: <http://e/> .\n"


@pytest.mark.parametrize(
    ("name", "text", "place", "said", "hint"),
    [
        ("ttl", '<a> <http://b> "x" .', (1, 1), "relative IRI", "whole IRI"),
        ("ttl", PREFIX + "ex:a\n  cw:b 1 .", (3, 3), "prefix cw:", f"cw: <{PREFIXES['cw']}>"),
        ("ttl", "ex:a ex:b 1 .", (1, 1), "prefix ex:", "@prefix ex: <…>"),
        ("ttl", PREFIX + "ex:a ex:b ex:c", (2, 15), "", ""),
        ("ttl", PREFIX + 'ex:ü ex:b "x', (2, 11), "", ""),
        ("ttl", "a,b,c\n1,2,3\n", (1, 1), "a table (CSV or TSV)", "format"),
        ("ttl", '{"@id": "http://a"}', (1, 1), "JSON", "format"),
        ("ttl", "<!DOCTYPE html><html></html>", (1, 1), "an HTML page", "format"),
        ("ttl", "%PDF-1.4 x", (1, 1), "a PDF", "format"),
        ("ttl", "PK\x03\x04x", (1, 1), "a zip archive", "format"),
        ("ttl", "\x00\x01\x02", (1, 1), "a binary file", "format"),
        ("trig", '<?xml version="1.0"?><rdf:RDF/>', (1, 1), "XML, perhaps RDF/XML", "format"),
        ("nq", "<http://a> <http://b> <c> .", (1, 23), "relative IRI", "whole IRI"),
        ("nt", PREFIX, (1, 1), "", ""),
        ("rdf", PREFIX, (1, 1), "Turtle or TriG", "format"),
        ("rdf", "<html></html>", (None, None), "an HTML page", "format"),
        ("rdf", "<a><b></b></a>", (None, None), "namespaces", ""),
        ("jsonld", "[1,2", (1, 5), "", ""),
        ("jsonld", '{"name": "x"}', (None, None), "not JSON-LD", "@context"),
        (
            "jsonld",
            '{"@context": "http://127.0.0.1:1/c", "a": 1}',
            (1, 14),
            "remote contexts are not fetched",
            "into the file",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    name: str, text: str, place: tuple[int | None, int | None], said: str, hint: str
) -> None:
    with pytest.raises(SyntaxErrorInData) as caught:
        parse(text.encode(), rdf_by_name(name), source="file")
    error = caught.value
    assert said in error.detail
    assert hint in (error.hint or "")
    assert (error.line, error.column, error.source) == (*place, "file")


def test_bytes_that_are_not_utf8_are_named() -> None:
    with pytest.raises(SyntaxErrorInData) as caught:
        parse(b'<http://a> <http://b> "\xff" .', rdf_by_name("ttl"))
    assert caught.value.line == 1
    assert caught.value.hint == "Save the file as UTF-8."


@pytest.mark.parametrize("name", ["ttl", "trig", "nt", "nq"])
def test_an_empty_file_says_nothing_and_is_right(name: str) -> None:
    assert parse(b"", rdf_by_name(name)).quads == ()


def test_prefixes_and_order_are_those_of_the_file() -> None:
    document = parse((PREFIX + "ex:b ex:p 1 . ex:a ex:p 2 .").encode(), rdf_by_name("ttl"))
    assert document.prefixes == {"ex": "http://e/"}
    assert [str(quad.subject) for quad in document.quads] == ["<http://e/b>", "<http://e/a>"]


def test_blank_nodes_of_two_files_are_kept_apart_on_request() -> None:
    data = b"_:x <http://p> 1 ."
    same = [parse(data, rdf_by_name("ttl")).quads[0].subject for _ in range(2)]
    apart = [
        parse(data, rdf_by_name("ttl"), rename_blank_nodes=True).quads[0].subject for _ in range(2)
    ]
    assert same[0] == same[1]
    assert apart[0] != apart[1]


def test_files_are_read_by_their_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.nt"
    path.write_text("<http://a> <http://b> <http://c> .")
    assert len(read(path).quads) == 1
    assert len(read(path, rdf_by_name("ttl")).quads) == 1
    with pytest.raises(UnknownFormat):
        read(path.rename(tmp_path / "a.txt"))


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none.ttl", "no such file"), (tmp_path / "x.ttl", "a folder")):
        if said == "a folder":
            path.mkdir()
        with pytest.raises(NotFound, match=said) as caught:
            read(path)
        assert caught.value.source == str(path)


def test_a_base_resolves_relative_iris_or_is_refused() -> None:
    data = b"<a> <b> <#c> ."
    (quad,) = parse(data, rdf_by_name("ttl"), base="http://e/x/").quads
    assert str(quad.object) == "<http://e/x/#c>"
    with pytest.raises(SyntaxErrorInData, match="cannot be read as Turtle"):
        parse(data, rdf_by_name("ttl"), base="no base")


def test_every_format_has_its_engine() -> None:
    assert set(ENGINE_FORMATS) == {one.name for one in RDF_FORMATS}
    for one in RDF_FORMATS:
        assert ENGINE_FORMATS[one.name].media_type == one.media_type
        assert ENGINE_FORMATS[one.name].supports_datasets == one.holds_graphs


def test_named_graphs_need_a_format_that_holds_them() -> None:
    node = NamedNode("http://a")
    with pytest.raises(CityweaveError, match="cannot be written as Turtle"):
        serialize([Quad(node, node, node, node)], rdf_by_name("ttl"))


nodes = st.sampled_from([NamedNode(f"http://e/{name}") for name in ("a", "b#c", "ü", "d%20e")])
blanks = st.sampled_from([BlankNode("x"), BlankNode("y")])
# U+0000 and what XML 1.0 cannot hold are left out: RDF/XML has no way to write them.
letters = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"
)
texts = st.text(letters | st.sampled_from("\n\t\"'\\<>&"))
literals = (
    texts.map(Literal)
    | st.builds(
        lambda text, tag: Literal(text, language=tag), texts, st.sampled_from(["en", "nl-be"])
    )
    | st.integers().map(Literal)
    | st.dates().map(lambda day: Literal(str(day), datatype=NamedNode(PREFIXES["xsd"] + "date")))
    | texts.map(lambda text: Literal(text, datatype=NamedNode("http://e/type")))
)
quads = st.builds(Quad, nodes | blanks, nodes.filter(lambda n: n.value[-1].isalpha()),
                  nodes | blanks | literals, nodes | st.just(DefaultGraph()))  # fmt: skip


@pytest.mark.parametrize("rdf_format", RDF_FORMATS, ids=lambda one: one.name)
@given(given_quads=st.lists(quads, max_size=12))
def test_every_format_keeps_datatype_and_language(
    rdf_format: RdfFormat, given_quads: list[Quad]
) -> None:
    if rdf_format.holds_graphs:
        back = parse(serialize(given_quads, rdf_format, PREFIXES), rdf_format).quads
        assert same_graphs(back, given_quads)
    else:
        triples = [quad.triple for quad in given_quads]
        back = parse(serialize(triples, rdf_format, PREFIXES), rdf_format).quads
        assert same_graphs(back, [Quad(one.subject, one.predicate, one.object) for one in triples])


@given(st.binary(max_size=200), st.sampled_from(RDF_FORMATS))
def test_any_bytes_are_parsed_or_refused_in_our_words(data: bytes, rdf_format: RdfFormat) -> None:
    try:
        parse(data, rdf_format)
    except CityweaveError as error:
        refusal = error
    else:
        return
    assert refusal.detail
    assert refusal.__cause__ is not None or rdf_format.name in ("jsonld", "rdf")
