"""Places in JSON-LD."""

from __future__ import annotations

import json
import re
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cityweave.formats import rdf_by_name
from cityweave.parsing import Place, locate
from parsing.reading import Read, read

CONTEXT = """{"@context": [{"@vocab": "http://e/", "ex": "http://x/"}, {
  "id": "@id", "kind": {"@id": "@type"}, "text": "@value", "within": "@nest",
  "knows": {"@type": "@id"}, "sort": {"@type": "@vocab"}, "day": {"@type": "ex:day"},
  "list": {"@container": "@list"}, "set": {"@container": "@set"}, "json": {"@type": "@json"},
  "index": {"@container": "@index"}, "lang": {"@container": "@language"},
  "ids": {"@container": "@id"}, "types": {"@container": "@type"}, "graph": {"@container": "@graph"},
  "named": {"@container": ["@graph", "@id"]}, "of": {"@reverse": "has"},
  "Scoped": {"@id": "ex:Scoped", "@context": {"a": "ex:scoped"}},
  "deep": {"@id": "ex:deep", "@context": {"a": {"@type": "@id"}}}}],
"""
# Each body, and then of each of its statements the tokens at the places of subject, predicate
# and object.
CASES = r"""
"a": "x", "b": 1, "c": true, "d": [2.50, "y"], "e": null
    => { "a" "x" | { "b" 1 | { "c" true | { "d" 2.50 | { "d" "y"

"@id": "ex:s", "a": "\u0078\n\ud83d\ude00"
    => "ex:s" "a" "\u0078\n\ud83d\ude00"

"a": "x", "id": "http://s"
    => "http://s" "a" "x"

"kind": ["B", "A", "Scoped"], "a": "x", "@type": "ex:C"
    => { "kind" "ex:C" | { "kind" "A" | { "kind" "B" | { "kind" "Scoped" | { "a" "x"

"a": {"text": "x", "@language": "en"}, "b": {"@value": 1, "@type": "ex:t"}, "day": "1"
    => { "a" "x" | { "b" 1 | { "day" "1"

"knows": ["http://k", "_:k", {"id": "ex:k"}, {"a": "x"}], "sort": ["A", "ex:B"]
    => { "knows" "http://k" | { "knows" "_:k" | { "knows" "ex:k" | { "knows" { | { "a" "x" |
       { "sort" "A" | { "sort" "ex:B"

"knows": ["no iri", "http://k", "no iri"], "a": {"@id": "no iri", "b": {"id": "ex:b", "c": "x"}}
    => { "knows" "http://k" | "ex:b" "c" "x"

"a": {}, "b": [[], {}], "set": []
    => { "a" { | { "b" {

"list": [1, {"a": "x"}], "b": {"@list": ["y"]}, "c": {"@set": ["z"]}
    => { "list" [ | 1 1 1 | 1 1 { | { { { | { "a" "x" | { { { |
       { "b" { | "y" "y" "y" | "y" "y" "y" | { "c" "z"

"list": [], "b": {"@list": []}
    => { "list" [ | { "b" {

"list": [], "b": [{"@list": []}], "kind": ["no type at all", "A"], "ex:c": {"@list": []}
    => { "kind" "A" | { "list" [ | { { { | { "ex:c" {

"list": [[1], [2]], "b": "x"
    => { "list" [ | 1 1 1 | 1 1 1 | 1 1 1 | 1 1 2 | 2 2 2 | 2 2 2 | 2 2 2 | 2 2 2 | { "b" "x"

"index": {"i": "x", "j": ["y", {"a": "z"}]}, "lang": {"en": "x", "nl": ["y", "z"]}
    => { "index" "x" | { "index" "y" | { "index" { | { "a" "z" |
       { "lang" "x" | { "lang" "y" | { "lang" "z"

"ids": {"http://i": {"a": "x"}, "_:i": {"a": "y"}}, "types": {"T": {"b": "z"}}
    => { "ids" { | { "a" "x" | { "ids" { | { "a" "y" | { "types" { | { { { | { "b" "z"

"graph": {"a": "x"}, "named": {"http://g": {"a": "y"}}
    => { "graph" { | { "a" "x" | { "named" { | { "a" "y"

"json": {"k": [1, {"l": null}]}, "a": {"@value": ["x"], "@type": "@json"}, "b": "y"
    => { "json" { | { "a" { | { "b" "y"

"within": {"a": "x", "within": [{"b": "y"}]}, "@nest": {"c": {"d": "z"}}
    => { "a" "x" | { "b" "y" | { "c" { | { "d" "z"

"of": {"a": "x"}, "@reverse": {"has": [{"@id": "ex:h"}, {"b": "y"}]}, "@included": {"c": "z"}
    => { "of" { | { "a" "x" | "ex:h" "has" "ex:h" | { "has" { | { "b" "y" | { "c" "z"

"a": "x", "@graph": [{"b": "y"}]
    => { "a" "x" | { "b" "y"

"@graph": [{"b": "y"}, {"@id": "ex:b", "@graph": {"c": "z"}}], "@index": "i"
    => { "b" "y" | { "c" "z"

"deep": {"a": "ex:o", "deep": {"a": "ex:p"}}
    => { "deep" { | { "a" "ex:o" | { "deep" { | { "a" "ex:p"

"place": "place:1", "a": {"@id": "place-x:2", "place": 3}
    => { "place" "place:1" | { "a" "place-x:2" | "place-x:2" "place" 3

"a": "@id", "b": "@home", "knows": "@unknown"
    => { "a" "@id" | { "b" "@home"
"""
TOKEN = re.compile(r'[{\[]|"(?:[^"\\]|\\.)*"|[^\s,\]}]+')


def token(text: str) -> str:
    """The token that a text begins with."""
    found = TOKEN.match(text)
    assert found
    return found.group()


def rows(found: Read) -> list[str]:
    """Of each quad the tokens at its places."""
    return [" ".join(token(one) for one in reversed(found.texts(quad))) for quad in found.quads]


def cases() -> list[tuple[str, list[str]]]:
    """The bodies of the table, with their rows."""
    split = [one.partition("\n    => ") for one in CASES.strip().split("\n\n")]
    return [(body, [" ".join(r.split()) for r in rows.split("|")]) for body, _, rows in split]


@pytest.mark.parametrize(("body", "expected"), cases())
def test_constructs(body: str, expected: list[str]) -> None:
    assert sorted(rows(read(f"{CONTEXT}{body}}}", "jsonld"))) == sorted(expected)
    assert sorted(rows(read(f"[{CONTEXT}{body}}}]", "jsonld"))) == sorted(expected)
    assert sorted(rows(read(f"\r\n{CONTEXT}{body}}}", "jsonld", base="b:b"))) == sorted(expected)


def test_graphs_have_the_place_of_their_name() -> None:
    text = f'{CONTEXT}"@graph": [{{"@graph": {{"a": "x"}}, "id": "ex:g"}}]}}'
    found = read(text, "jsonld")
    assert found.at(found.places.graph(NamedNode("http://x/g"))).startswith('"ex:g"')


def test_columns_are_characters_and_a_mark_at_the_beginning_is_none() -> None:
    found = read('\ufeff{"a:ż": "😀", "a:b": 1,\r\n\t"a:c": 2}', "jsonld")
    places = [found.places.property(one.subject, one.predicate) for one in found.quads]
    assert places == [Place(1, 2), Place(1, 14), Place(2, 2)]


def test_another_document_tells_no_places() -> None:
    quads = read('{"@id": "a:a", "a:b": {"a:c": 1}}', "jsonld").quads
    for text in ('{"@id": "a:a", "a:b": {"a:d": 2}}', "[", "1 2", '{"a": ]}', "[]]"):
        places = locate(text.encode(), rdf_by_name("jsonld"), quads=quads)
        assert places.of(quads[1].subject, quads[1].predicate, quads[1].object) is None


def test_nesting_costs_no_stack() -> None:
    depth = 500
    text = '{"a:b": ' * depth + "1" + "}" * depth
    found = read(text, "jsonld")
    assert len(found.places) == depth == len(found.quads)


SCALARS = ["string", "number", "iri", "name", "value"]
trees: st.SearchStrategy[object] = st.recursive(
    st.sampled_from(SCALARS),
    lambda inner: st.tuples(
        st.sampled_from(
            ["node", "named", "list", "@list", "set", "index", "ids", "lang", "nest", "array", "of"]
        ),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=10,
)


class Writer:
    """JSON-LD in which each string has a number of its own."""

    def __init__(self) -> None:
        self._numbers = count()

    def text(self) -> str:
        return f"v{next(self._numbers)}."

    def node(self, parts: list[object]) -> dict[str, object]:
        node: dict[str, object] = {"mark": self.text()}
        for part in parts:
            key, value = self.property(part)
            node[f"{key}{next(self._numbers)}" if key == "p" else key] = value
        return node

    def property(self, part: object) -> tuple[str, object]:
        """The key of a property and what it has."""
        if isinstance(part, str):
            return {
                "string": ("p", self.text()),
                "number": ("p", next(self._numbers)),
                "iri": ("knows", f"http://i/{next(self._numbers)}."),
                "name": ("p", {"id": f"ex:n{next(self._numbers)}."}),
                "value": ("p", {"text": self.text(), "@language": "en"}),
            }[part]
        assert isinstance(part, tuple)
        kind, parts = part
        if kind in ("node", "named", "of"):
            node = self.node(parts)
            if kind == "named":
                node["@id"] = f"http://i/{next(self._numbers)}."
            return ("of" if kind == "of" else "p"), node
        if kind == "nest":
            nested = self.node(parts)
            del nested["mark"]
            return "within", nested
        if kind == "lang":
            return "lang", {f"x-{n}": [self.text(), self.text()] for n, _ in enumerate(parts)}
        if kind == "ids":
            return "ids", {f"http://m/{next(self._numbers)}": self.node(parts)}
        values: list[object] = [self.node([one]) for one in parts]
        if kind == "index":
            return "index", {"a": values, "b": self.text()}
        return {"list": ("list", values), "@list": ("p", {"@list": values}),
                "set": ("set", values), "array": ("p", [values, self.text()])}[kind]  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(trees, max_size=4), min_size=1, max_size=3), st.sampled_from([None, 1]))
def test_what_is_said_once_is_found_where_it_stands(
    some: list[list[object]], indent: int | None
) -> None:
    writer = Writer()
    graph = [writer.node(parts) for parts in some]
    text = f'{CONTEXT}"@graph": {json.dumps(graph, indent=indent)}}}'
    found = read(text, "jsonld")
    assert len(found.quads) >= len(some)
    for quad in found.quads:
        stands(found, quad)


def stands(found: Read, quad: Quad) -> None:
    """Check that at the places of a quad the tokens stand that it was made from."""
    value, predicate, subject = map(token, found.texts(quad))
    if isinstance(quad.object, Literal):
        assert value in (f'"{quad.object.value}"', quad.object.value)
    elif isinstance(quad.object, NamedNode) and quad.object.value.startswith(
        ("http://i", "http://x")
    ):
        iri = quad.object.value.replace("http://x/", "ex:")
        assert value == f'"{iri}"' or predicate == '"of"'
    name = str(quad.predicate)[1:-1].rpartition("/")[2]
    if "#" not in name:
        assert predicate == ('"of"' if name == "has" else f'"{name}"')
    if name == "mark":
        at = found.offset(found.places.about(quad.subject))
        is_named = isinstance(quad.subject, NamedNode)
        assert subject.startswith(("{", '"')) if is_named else found.text[at] == "{"
        mark = found.text.index(f'"{quad.object.value}"') if isinstance(quad.object, Literal) else 0
        if isinstance(quad.subject, BlankNode):
            assert at < mark
            assert found.text[at:mark].count('"mark"') == 1
