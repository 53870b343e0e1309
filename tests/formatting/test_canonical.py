"""Canonical form: the same statements, always the same text, no comment lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from cityweave.errors import CityweaveError, SyntaxErrorInData, UnknownFormat
from cityweave.formats import RdfFormat, rdf_by_name
from cityweave.formatting import format_rdf, same_graphs
from cityweave.parsing import parse, serialize
from cityweave.vocabulary import PREFIXES

TRIG, TURTLE = rdf_by_name("trig"), rdf_by_name("ttl")

BEFORE = """\
# What this file is about
# in two lines
@prefix ex: <http://e/> .
@prefix unused: <http://unused/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex:g2 {
# about ten
ex:a10 ex:p true, 2.50 , -1, 1e3 , "x"@nl , "x"@en ; a ex:C ; rdfs:label "ten" .
ex:a9 ex:list ( 1 ( ) [ ex:q "in\\nlines \\"quoted\\"\\"" ] ) .
# at the end of g2
}
# before the passage
GRAPH <https://w3id.org/cityweave/source/doc#L10-12> { ex:s ex:p "late" }
<https://w3id.org/cityweave/source/doc#L9> { ex:s ex:p <http://elsewhere/x y>, ex:o }
[] ex:p [ ex:p _:two ] . _:two ex:p _:two .
# the end
""".replace("x y", "x/y")

AFTER = """\
# What this file is about
# in two lines

@prefix ex: <http://e/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

[ ex:p [ ex:p _:c14n4 ] ] .

_:c14n4 ex:p _:c14n4 .

<https://w3id.org/cityweave/source/doc#L9> {
  ex:s ex:p ex:o, <http://elsewhere/x/y> .
}

# before the passage
<https://w3id.org/cityweave/source/doc#L10-12> {
  ex:s ex:p "late" .
}

ex:g2 {
  ex:a9 ex:list (
      1
      rdf:nil
      [
        ex:q \"\"\"in
lines "quoted\\"\\"\"\"\"
      ]
    ) .

  # about ten
  ex:a10 a ex:C ;
    rdfs:label "ten" ;
    ex:p -1, true, 1e3, 2.50, "x"@en, "x"@nl .
  # at the end of g2
}

# the end
"""


def formatted(text: str, rdf_format: RdfFormat = TRIG) -> str:
    return format_rdf(text.encode(), rdf_format, "file").decode()


def test_the_form() -> None:
    after = formatted(BEFORE)
    assert same_graphs(parse(BEFORE.encode(), TRIG).quads, parse(after.encode(), TRIG).quads)
    assert after == AFTER
    assert formatted(after) == after


nodes = st.sampled_from(
    [
        NamedNode(iri)
        for iri in ("http://e/a", "http://e/a-10", "http://e/a.", "http://o/#x", "urn:x:ü")
    ]
    + [NamedNode(PREFIXES["rdf"] + name) for name in ("type", "first", "rest", "nil")]
)
blanks = st.sampled_from([BlankNode(name) for name in "wxyz"])
letters = st.characters(codec="utf-8", exclude_categories=["Cs"])
texts = st.text(letters | st.sampled_from("\n\"\\\r'")).filter(lambda text: "\x00" not in text)
literals = st.one_of(
    texts.map(Literal),
    texts.map(lambda text: Literal(text, language="en")),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(PREFIXES["xsd"] + kind)),
        texts | st.sampled_from(["1", "-07", "1.0", ".5", "1.", "1e5", "+1E-5", "true", "1 "]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date", "gYear"]),
    ),
)
graphs = st.one_of(nodes, st.just(DefaultGraph()), blanks)
quads = st.lists(
    st.builds(Quad, nodes | blanks, nodes, nodes | blanks | literals, graphs), max_size=14
)


@given(quads, st.randoms())
def test_any_graph_keeps_its_meaning_and_has_one_form(
    given_quads: list[Quad], dice: random.Random
) -> None:
    data = serialize(given_quads, TRIG)
    once = format_rdf(data, TRIG)
    assert same_graphs(parse(data, TRIG).quads, parse(once, TRIG).quads)
    assert format_rdf(once, TRIG) == once
    dice.shuffle(given_quads)
    assert format_rdf(serialize(given_quads, TRIG), TRIG) == once


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("@prefix ex: <http://e/> .\nex:a ex:b 1 . # trailing\n", 2),
        ("@prefix ex: <http://e/> .\nex:a\n # inside\n ex:b 1 .\n", 3),
        ("@prefix ex: <http://e/> .\n# nameless\n[] ex:b 1 .\n", 2),
        ("@prefix ex: <http://e/> .\nex:a ex:b (\n# in a list\n1 ) .\n", 3),
    ],
)
def test_a_comment_that_would_be_lost_is_refused(text: str, line: int) -> None:
    with pytest.raises(SyntaxErrorInData, match="cannot be kept") as caught:
        formatted(text, TURTLE)
    assert (caught.value.line, caught.value.source) == (line, "file")


@pytest.mark.parametrize(
    "text",
    [
        "# only a comment\n",
        "# head\n\n@prefix ex: <http://e/> .\n\n# of a\nex:a ex:b 1 .\n\n# end\n",
        '@prefix ex: <http://e/> .\n\nex:a ex:b "# no comment" .\n',
        "@prefix ex: <http://e/> .\n\nex:a ex:b <http://other/#no-comment> .\n",
    ],
)
def test_comments_stay(text: str) -> None:
    assert formatted(text, TURTLE) == text


def test_comments_between_prefixes_move_to_the_head() -> None:
    text = "PREFIX ex: <http://e/>\n# about x\nPREFIX x: <http://x/>\nex:a x:b 1 .\n"
    assert formatted(text, TURTLE) == (
        "# about x\n\n@prefix ex: <http://e/> .\n@prefix x: <http://x/> .\n\nex:a x:b 1 .\n"
    )


def test_known_prefixes_shorten_what_is_written_in_full() -> None:
    text = f"<http://e/a> a <{PREFIXES['owl']}Class> ."
    assert formatted(text, TURTLE) == (
        f"@prefix owl: <{PREFIXES['owl']}> .\n\n<http://e/a> a owl:Class .\n"
    )
    mine = f"@prefix owl: <http://mine/> .\nowl:a a <{PREFIXES['owl']}Class> ."
    assert f"owl:a a <{PREFIXES['owl']}Class> ." in formatted(mine, TURTLE)


def test_triple_terms_and_lists_in_place() -> None:
    text = (
        "@prefix ex: <http://e/> .\n\n"
        'ex:a ex:list ( ex:b ex:c ) ;\n  ex:says <<( ex:b a "c"@en )>> .\n'
    )
    assert formatted(text, TURTLE) == text


def test_other_formats_and_broken_files_are_refused() -> None:
    with pytest.raises(UnknownFormat):
        formatted("", rdf_by_name("nt"))
    with pytest.raises(SyntaxErrorInData):
        formatted("ex:a ex:b 1 .", TURTLE)


def test_the_content_keeps_its_meaning() -> None:
    from cityweave.formats import rdf_by_suffix
    from cityweave.resources import files

    paths = [*files("ontology", ".ttl"), *files("data", ".trig"), *files("shapes", ".ttl")]
    for path in paths:
        data = path.read_bytes()
        try:
            after = format_rdf(data, rdf_by_suffix(path), str(path))
        except CityweaveError as error:
            pytest.fail(str(error))
        assert format_rdf(after, rdf_by_suffix(path)) == after
