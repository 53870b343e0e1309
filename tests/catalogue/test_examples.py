"""Questions as SIB's sparql-examples have them: found by their query, and ready to run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Triple
from rdflib.plugins.sparql import prepareQuery

from catalogue.sib import FINDING, NAMING, SHAPES
from cityweave import resources
from cityweave.catalogue import Catalogue, CatalogueQuery, read_query
from cityweave.catalogue.examples import NAMESPACES, SPEX, Example, examples
from cityweave.formats import rdf_by_name
from cityweave.loading import load_content
from cityweave.parsing import parse, serialize
from cityweave.store import EmbeddedStore
from cityweave.validation import validate
from cityweave.vocabulary import BASE, PREFIXES

ENDPOINT = "https://weave.example/sparql"
SHIPPED = Catalogue.load(resources.content("queries"))
FRONT = """\
#+ summary: An example
#+ titles: { en: An example, es: Un ejemplo, fr: Un exemple, nl: Een voorbeeld }
#+ tags: [one, two]
"""


def question(text: str, name: str = "example") -> CatalogueQuery:
    return read_query(name, FRONT + text, name)


def loaded(queries: Iterator[CatalogueQuery] | tuple[CatalogueQuery, ...]) -> ox.Store:
    """The examples as a tool reads them: written, and read again."""
    turtle = rdf_by_name("ttl")
    body = serialize(examples(queries, BASE, ENDPOINT), turtle, NAMESPACES)
    store = ox.Store()
    store.extend(parse(body, turtle).quads)
    return store


def found(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [tuple(term.value if term else "" for term in row) for row in solutions]


@pytest.fixture(scope="module")
def all_of_them() -> ox.Store:
    return loaded(iter(SHIPPED))


@pytest.fixture(scope="module")
def plain() -> ox.Store:
    """The shipped graph in the engine as it comes, its default graph being the merge."""
    content = EmbeddedStore()
    load_content(content)
    store = ox.Store()
    for quad in content.quads():
        store.add(quad)
        store.add(Quad(quad.subject, quad.predicate, quad.object))
    content.close()
    return store


def test_the_query_of_sib_finds_each_question_once(all_of_them: ox.Store) -> None:
    rows = found(all_of_them, FINDING)
    assert [row[0] for row in rows] == [f"{BASE}queries/{name}" for name in sorted(SHIPPED.queries)]
    assert [row[1] for row in rows] == [
        SHIPPED.find(name).titles["en"] for name in sorted(SHIPPED.queries)
    ]


def test_no_prefix_stands_for_two_namespaces(all_of_them: ox.Store) -> None:
    spaces: dict[str, set[str]] = defaultdict(set)
    for query in SHIPPED:
        for prefix, iri in Example.of(query, BASE).prefixes:
            spaces[prefix].add(iri)
    assert {prefix: iris for prefix, iris in spaces.items() if len(iris) > 1} == {}
    assert set(found(all_of_them, NAMING)) == {
        (name, iri) for name, iris in spaces.items() for iri in iris
    }


def test_each_question_runs_as_it_stands_in_a_plain_engine(
    all_of_them: ox.Store, plain: ox.Store
) -> None:
    federated = {
        str(one.subject)
        for one in all_of_them.quads_for_pattern(None, NamedNode(SPEX + "federatesWith"), None)
    }
    for name, _, text in found(all_of_them, FINDING):
        if f"<{name}>" in federated:
            assert prepareQuery(text).algebra.name == "SelectQuery", name
        else:
            assert found(plain, text) != [], name


def test_the_examples_are_as_sib_asks(all_of_them: ox.Store) -> None:
    shapes = parse(SHAPES.encode(), rdf_by_name("ttl")).quads
    assert validate(tuple(all_of_them), shapes).findings == ()
    one = NamedNode(f"{BASE}queries/cities-by-country")
    comment = NamedNode(PREFIXES["rdfs"] + "comment")
    broken = [quad for quad in all_of_them if (quad.subject, quad.predicate) != (one, comment)]
    assert [finding.focus for finding in validate(broken, shapes).findings] == [str(one)]


@pytest.mark.parametrize(
    ("text", "kind", "holds"),
    [
        ("SELECT * { ?s ?p ?o }", "sh:SPARQLSelectExecutable", "sh:select"),
        ("# a comment\nASK { ?s ?p ?o }", "sh:SPARQLAskExecutable", "sh:ask"),
        (
            "PREFIX e: <http://e/>\nCONSTRUCT { ?s e:p ?o } { ?s ?p ?o }",
            "sh:SPARQLConstructExecutable",
            "sh:construct",
        ),
        ("DESCRIBE <http://e/a>", "spex:SPARQLDescribeExecutable", "spex:describe"),
    ],
)
def test_each_form_of_query_has_its_class_and_property(text: str, kind: str, holds: str) -> None:
    triples = set(examples((question(text),), BASE, ENDPOINT))
    node = NamedNode(f"{BASE}queries/example")
    spaces = {**PREFIXES, "spex": SPEX}

    def named(name: str) -> NamedNode:
        prefix, _, local = name.partition(":")
        return NamedNode(spaces[prefix] + local)

    types = {
        one.object for one in triples if one.subject == node and one.predicate == named("rdf:type")
    }
    assert types == {named("sh:SPARQLExecutable"), named(kind)}
    assert Triple(node, named(holds), Literal(text + "\n")) in triples
    assert Triple(node, named("schema:target"), NamedNode(ENDPOINT)) in triples
    assert Triple(node, named("schema:keywords"), Literal("two")) in triples


def test_parameters_have_their_defaults_and_endpoints_are_named() -> None:
    text = FRONT + (
        "#+ parameters:\n#+   city: { type: entity, description: A city, default: city/ghent-be }\n"
        "SELECT * { ?_city_iri ?p ?o SERVICE <https://other.example/sparql> { ?o ?q ?r }"
        " SERVICE SILENT <https://third.example/> { ?o ?q ?z } }"
    )
    example = Example.of(read_query("federated", text, "federated"), "https://own.example/")
    assert "<https://own.example/id/city/ghent-be>" in example.text
    assert "#+" not in example.text
    assert example.query.endpoints == ("https://other.example/sparql", "https://third.example/")
    triples = set(example.triples("https://own.example/", ENDPOINT))
    federates = {
        str(one.object) for one in triples if one.predicate.value == SPEX + "federatesWith"
    }
    assert federates == {f"<{one}>" for one in example.query.endpoints}
