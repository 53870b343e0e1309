"""The requirements of the SPARQL 1.1 Protocol that the W3C tests, by its names, in our words."""

from __future__ import annotations

from w3c.exchanges import (
    FORM,
    PLAIN,
    QUERY,
    UPDATE,
    Exchange,
    Request,
    by_form,
    by_get,
    directly,
    done,
    refused,
    truth,
    typed,
)

ONE, TWO, THREE = (f"https://example.org/w3c/documents/{name}" for name in ("one", "two", "three"))
TARGET = "https://example.org/w3c/target"
KIND = "https://example.org/w3c/Document"
SEEN = "https://example.org/w3c/seen"
TRUE, FALSE = truth(True), truth(False)

RESULTS = ("application/sparql-results+json", "application/sparql-results+xml")
TABLES = (*RESULTS, "text/csv", "text/tab-separated-values")
GRAPHS = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")

BOTH = f"ASK {{ <{ONE}> a ?kind . <{TWO}> a ?kind }}"
BY_NAME = f"ASK {{ GRAPH ?g {{ <{ONE}> a ?kind }} GRAPH ?h {{ <{TWO}> a ?kind }} }}"
ANEW = "CLEAR ALL ;\n" + "".join(
    f"INSERT DATA {{ GRAPH <{name}> {{ <{name}> a <{KIND}> }} }} ;\n" for name in (ONE, TWO, THREE)
)
INTO = f"INSERT {{ GRAPH <{TARGET}> {{ ?s <{SEEN}> ?where }} }} WHERE "


def default(*names: str) -> list[tuple[str, str]]:
    return [("default-graph-uri", name) for name in names]


def named(*names: str) -> list[tuple[str, str]]:
    return [("named-graph-uri", name) for name in names]


def using(*names: str) -> list[tuple[str, str]]:
    return [("using-graph-uri", name) for name in names]


def using_named(*names: str) -> list[tuple[str, str]]:
    return [("using-named-graph-uri", name) for name in names]


def saw(*names: str) -> list[Request]:
    """Queries that say that an update saw these documents and no other."""
    return [
        directly(truth(name in names), f"ASK {{ GRAPH <{TARGET}> {{ <{name}> <{SEEN}> ?where }} }}")
        for name in (ONE, TWO, THREE)
    ]


EVERYWHERE = INTO + f'{{ ?s a <{KIND}> BIND("default" AS ?where) }}'
BY_GRAPH = INTO + f"{{ GRAPH ?where {{ ?s a <{KIND}> }} }}"
FULL = INTO + (
    f'{{ {{ ?s a <{KIND}> BIND("default" AS ?where) }}'
    f" UNION {{ GRAPH ?g {{ ?s a <{KIND}> }} BIND(?g AS ?where) }} }}"
)
RELATIVE = f"CLEAR GRAPH <{TARGET}> ; INSERT DATA {{ GRAPH <{TARGET}> {{ <{ONE}> <{SEEN}> <x> }} }}"
RESOLVED = f"ASK {{ GRAPH <{TARGET}> {{ ?s ?p ?o }} FILTER(REGEX(STR(?o), '^https?://.+/x$')) }}"
SET = directly(done, ANEW, headers=UPDATE)


def case(name: str, *requests: Request) -> Exchange:
    return Exchange(name, requests)


PROTOCOL = [
    case("query_get", by_get(TRUE, ("query", "ASK {}"))),
    case("query_post_form", by_form(TRUE, ("query", "ASK {}"), headers=FORM)),
    case("query_post_direct", directly(TRUE, "ASK {}")),
    case(
        "query_dataset_default_graphs_get",
        SET,
        by_get(TRUE, ("query", BOTH), *default(ONE, TWO)),
        by_get(FALSE, ("query", BOTH), *default(ONE)),
    ),
    case(
        "query_dataset_default_graphs_post",
        SET,
        directly(TRUE, BOTH, *default(ONE, TWO)),
        directly(FALSE, BOTH, *default(ONE, THREE)),
        by_form(TRUE, ("query", BOTH), *default(ONE, TWO), headers=FORM),
    ),
    case(
        "query_dataset_named_graphs_get",
        SET,
        by_get(TRUE, ("query", BY_NAME), *named(ONE, TWO)),
        by_get(FALSE, ("query", BY_NAME), *named(ONE, THREE)),
    ),
    case(
        "query_dataset_named_graphs_post",
        SET,
        directly(TRUE, BY_NAME, *named(ONE, TWO)),
        directly(FALSE, BOTH, *named(ONE, TWO)),
    ),
    case(
        "query_dataset_full",
        SET,
        directly(
            TRUE, f"ASK {{ <{THREE}> a ?kind {BY_NAME[5:-1]} }}", *default(THREE), *named(ONE, TWO)
        ),
        directly(FALSE, f"ASK {{ <{ONE}> a ?kind }}", *default(THREE), *named(ONE, TWO)),
    ),
    case(
        "query_multiple_dataset",
        SET,
        directly(FALSE, f"ASK FROM <{ONE}> {{ <{ONE}> a ?kind }}", *default(TWO)),
        directly(TRUE, f"ASK FROM <{ONE}> {{ <{TWO}> a ?kind }}", *default(TWO)),
    ),
    case("query_content_type_select", directly(typed(*TABLES), "SELECT (1 AS ?one) {}")),
    case("query_content_type_ask", directly(typed(*RESULTS), "ASK {}")),
    case("query_content_type_describe", directly(typed(*GRAPHS), f"DESCRIBE <{ONE}>")),
    case(
        "query_content_type_construct",
        directly(typed(*GRAPHS), "CONSTRUCT { <s> <p> 1 } WHERE {}"),
    ),
    case("update_post_form", by_form(done, ("update", "CLEAR ALL"), headers=FORM)),
    case("update_post_direct", directly(done, "CLEAR ALL", headers=UPDATE)),
    case(
        "update_dataset_default_graph",
        directly(done, ANEW + EVERYWHERE, *using(ONE), headers=UPDATE),
        *saw(ONE),
    ),
    case(
        "update_dataset_default_graphs",
        directly(done, ANEW + EVERYWHERE, *using(ONE, TWO), headers=UPDATE),
        *saw(ONE, TWO),
    ),
    case(
        "update_dataset_named_graphs",
        directly(done, ANEW + BY_GRAPH, *using_named(ONE, TWO), headers=UPDATE),
        *saw(ONE, TWO),
    ),
    case(
        "update_dataset_full",
        directly(done, ANEW + FULL, *using(ONE), *using_named(TWO), headers=UPDATE),
        *saw(ONE, TWO),
        directly(TRUE, f'ASK {{ GRAPH <{TARGET}> {{ <{ONE}> <{SEEN}> "default" }} }}'),
        directly(TRUE, f"ASK {{ GRAPH <{TARGET}> {{ <{TWO}> <{SEEN}> <{TWO}> }} }}"),
    ),
    case("update_base_uri", directly(done, RELATIVE, headers=UPDATE), directly(TRUE, RESOLVED)),
    case("bad_query_method", Request("PUT", "/sparql?query=ASK%20%7B%7D", refused)),
    case("bad_multiple_queries", by_get(refused, ("query", "ASK {}"), ("query", "SELECT * {}"))),
    case("bad_query_wrong_media_type", directly(refused, "ASK {}", headers=PLAIN)),
    case("bad_query_missing_form_type", by_form(refused, ("query", "ASK {}"), headers={})),
    case("bad_query_missing_direct_type", directly(refused, "ASK {}", headers={})),
    case(
        "bad_query_non_utf8",
        directly(
            refused,
            "ASK {}",
            headers={"Content-Type": "application/sparql-query; charset=UTF-16"},
            encoding="utf-16",
        ),
        directly(refused, "ASK { ?s ?p 'é' }", headers=QUERY, encoding="latin-1"),
    ),
    case("bad_query_syntax", by_get(refused, ("query", "ASK {"))),
    case("bad_update_get", SET, by_get(refused, ("update", "CLEAR ALL")), directly(TRUE, BOTH)),
    case(
        "bad_multiple_updates",
        SET,
        by_form(refused, ("update", "CLEAR NAMED"), ("update", "CLEAR ALL"), headers=FORM),
        directly(TRUE, BOTH),
    ),
    case("bad_update_wrong_media_type", directly(refused, "CLEAR NAMED", headers=PLAIN)),
    case("bad_update_missing_form_type", by_form(refused, ("update", "CLEAR NAMED"), headers={})),
    case(
        "bad_update_non_utf8",
        directly(
            refused,
            "CLEAR NAMED",
            headers={"Content-Type": "application/sparql-update; charset=UTF-16"},
            encoding="utf-16",
        ),
    ),
    case("bad_update_syntax", by_form(refused, ("update", "CLEAR XYZ"), headers=FORM)),
    case(
        "bad_update_dataset_conflict",
        SET,
        by_form(
            refused,
            ("update", f"WITH <{ONE}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}"),
            *using_named(ONE),
            headers=FORM,
        ),
        by_form(
            refused,
            ("update", f"DELETE {{ ?s ?p ?o }} USING <{ONE}> WHERE {{ ?s ?p ?o }}"),
            *using(ONE),
            headers=FORM,
        ),
        directly(TRUE, BOTH),
    ),
]
"""The 34 requirements. An update is sent with a token, so that only what is wrong refuses it."""
