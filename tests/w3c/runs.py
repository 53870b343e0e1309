"""Runs a test of the W3C's, through the endpoint and on the bare engine."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlencode

import httpx
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    serialize,
)

from cityweave.vocabulary import UNNAMED_GRAPH
from w3c.comparison import TABLES, matches, triples
from w3c.suite import BASE, Case, Files, path_of, quads

QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
EMPTY = BASE + "empty"
NOTHING = f"/sparql?{urlencode({'default-graph-uri': EMPTY})}"
"""Where a query is asked whose answer does not matter: over no data, it is a short one."""


def text_of(case: Case) -> str:
    """The query or update, with the base that its relative IRIs have."""
    text = path_of(case.action).read_bytes().decode("utf-8")
    return f"BASE <{case.action}>\n{text}"


def results_format(case: Case) -> QueryResultsFormat:
    """The format to ask for: that of the expected result, where it is one."""
    suffix = Path(case.result or "").suffix
    return (
        QueryResultsFormat.CSV if suffix == ".csv" else TABLES.get(suffix, QueryResultsFormat.JSON)
    )


def is_update(case: Case) -> bool:
    """Whether the text of a test is an update; the manifests of 1.1 call some of them queries."""
    return case.action.endswith(".ru")


def asks_graph(text: str) -> bool:
    """Whether a query is a CONSTRUCT or DESCRIBE."""
    form = re.search(r"^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", text, re.MULTILINE | re.IGNORECASE)
    return form is not None and form[1].upper() in ("CONSTRUCT", "DESCRIBE")


def names_dataset(text: str) -> bool:
    """Whether a query names its dataset itself."""
    return re.search(r"\bFROM\b\s*(NAMED\s*)?<", text) is not None


def beside(case: Case) -> list[str]:
    """The data files in the folder of a test, for FROM to name."""
    found = sorted(path_of(case.action).parent.glob("data*.ttl"))
    return [case.action.rpartition("/")[0] + "/" + path.name for path in found]


class Endpoint:
    """The server under test, with the data of the suite put into it as they are needed."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client
        self.loaded: set[str] = set()

    def put(self, iri: str, query: str) -> None:
        body = serialize((one.triple for one in quads(iri)), format=RdfFormat.N_TRIPLES)
        answer = self.client.put(
            f"/store?{query}",
            content=body,
            headers={"Content-Type": "application/n-triples"},
        )
        assert answer.status_code in (200, 201), answer.text

    def load(self, iri: str) -> None:
        if iri not in self.loaded:
            self.put(iri, urlencode({"graph": iri}))
            self.loaded.add(iri)

    def passes(self, case: Case) -> bool:
        """Whether the endpoint does what the test wants."""
        text = text_of(case)
        if case.kind == "UpdateEvaluationTest":
            return self._update(case, text)
        if "Syntax" in case.kind:
            headers, place = (UPDATE, "/sparql") if is_update(case) else (QUERY, NOTHING)
            answer = self.client.post(place, content=text.encode(), headers=headers)
            assert answer.status_code < 500, answer.text
            # 406 and a refusal to do what was understood are no complaints about syntax.
            if "Negative" in case.kind:
                return answer.status_code == 400
            understood = ("unsupported-query", "federation-refused")
            return answer.status_code != 400 or answer.json()["code"] in understood
        return self._query(case, text)

    def _query(self, case: Case, text: str) -> bool:
        assert case.result is not None
        dataset = [("default-graph-uri", iri) for iri in case.data.default]
        dataset += [("named-graph-uri", name) for name, _ in case.data.named]
        if names_dataset(text):
            dataset = []
            for iri in beside(case):
                self.load(iri)
        elif not dataset:
            dataset = [("default-graph-uri", EMPTY)]
        for iri in (*case.data.default, *(iri for _, iri in case.data.named)):
            self.load(iri)
        got = None if asks_graph(text) else results_format(case)
        answer = self.client.post(
            f"/sparql?{urlencode(dataset)}",
            content=text.encode(),
            headers={**QUERY, "Accept": got.media_type if got else "application/n-triples"},
        )
        if answer.status_code != 200:
            return False
        return matches(case.result, answer.content, got, lax=case.lax)

    def _update(self, case: Case, text: str) -> bool:
        assert self.client.post("/update", content="DROP ALL", headers=UPDATE).status_code == 200
        self.loaded.clear()
        for iri in case.data.default:
            self.put(iri, "default")
        for name, iri in case.data.named:
            self.put(iri, urlencode({"graph": name}))
        answer = self.client.post("/update", content=text.encode(), headers=UPDATE)
        if answer.status_code != 200:
            return False
        names = {name for name, _ in case.expected.named}
        rows = self.client.get(
            "/sparql",
            params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"},
            headers={"Accept": "text/csv"},
        )
        present = set(rows.text.split()[1:]) - {UNNAMED_GRAPH}
        return present <= names and all(
            triples(quad for iri in files for quad in quads(iri)) == self._graph(query)
            for query, files in expected_graphs(case.expected)
        )

    def _graph(self, query: str) -> object:
        answer = self.client.get(f"/store?{query}", headers={"Accept": "application/n-triples"})
        if answer.status_code == 404:
            return triples(())
        return triples(parse(answer.content, format=RdfFormat.N_TRIPLES))


def expected_graphs(files: Files) -> list[tuple[str, tuple[str, ...]]]:
    """Each graph as the Graph Store Protocol names it, with the files that it is to hold."""
    named = [(urlencode({"graph": name}), (iri,)) for name, iri in files.named]
    return [("default", files.default), *named]


def engine_passes(case: Case) -> bool:
    """Whether Oxigraph itself does what the test wants."""
    text = text_of(case)
    store = Store()
    try:
        if "Syntax" in case.kind:
            ask = store.update if is_update(case) else store.query
            return _accepts(ask, text) != ("Negative" in case.kind)
        for iri in case.data.default:
            store.extend(quads(iri))
        for name, iri in case.data.named:
            store.extend(_named(quads(iri), name))
        if case.kind == "UpdateEvaluationTest":
            store.update(text)
            return _holds(store, case.expected)
        if names_dataset(text):
            store.clear()
            for iri in beside(case):
                store.extend(_named(quads(iri), iri))
        found = store.query(text)
        assert case.result is not None
        if isinstance(found, QueryTriples):
            body = serialize(found, format=RdfFormat.N_TRIPLES) or b""
            return matches(case.result, body, None)
        got = results_format(case)
        return matches(case.result, found.serialize(format=got) or b"", got, lax=case.lax)
    except (SyntaxError, OSError, RuntimeError):
        return False


def _accepts(ask: object, text: str) -> bool:
    try:
        ask(text, base_iri=None)  # type: ignore[operator]
    except SyntaxError:
        return False
    except (OSError, RuntimeError):
        return True
    return True


def _named(found: list[Quad], name: str) -> list[Quad]:
    graph = NamedNode(name)
    return [Quad(one.subject, one.predicate, one.object, graph) for one in found]


def _holds(store: Store, files: Files) -> bool:
    names = {name for name, _ in files.named}
    present = {quad.graph_name.value for quad in store if isinstance(quad.graph_name, NamedNode)}
    default = [quad for quad in store if not isinstance(quad.graph_name, NamedNode)]
    if not present <= names or triples(default) != triples(
        quad for iri in files.default for quad in quads(iri)
    ):
        return False
    return all(
        triples(store.quads_for_pattern(None, None, None, NamedNode(name))) == triples(quads(iri))
        for name, iri in files.named
    )
