"""Every name of ours that any answer mentions leads somewhere, as a page and as data.

Names of the graph itself are in `test_dereferencing`; here are those that stand in everything else
that is answered: descriptions, questions, reports, records, manifests, errors and headers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.parse import quote, unquote, urldefrag

import httpx
import pytest
from starlette.types import ASGIApp

from cityweave.naming import path_of
from cityweave.settings import Settings
from cityweave.vocabulary import BASE
from cityweave.web import create_app

OWN = "https://data.example.org/weave/"
TOKEN = "the-token-of-these-tests"  # noqa: S105
ADMIN = {"Authorization": f"Bearer {TOKEN}"}
TURTLE = {"Content-Type": "text/turtle"}
FAULTY = """\
@prefix cw: <{base}ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{own}id/city/nova-petrinia-nl> a cw:Municipality ; rdfs:label "Nova" ; cw:nonsense 1 .
cw:Municipality rdfs:label "x"@en .
"""
SOUND = """\
<{own}id/city/nova-petrinia-nl> a <{base}ontology#Municipality> ;
  <http://www.w3.org/2000/01/rdf-schema#label> "Nova Petrinia"@en ;
  <{base}ontology#country> <{own}id/country/nl> .
"""
DATA = "text/turtle, application/json;q=0.9, */*;q=0.1"
PAGE = "text/html"
ADDRESSES = (
    "/",
    "/docs",
    "/openapi.json",
    "/datasets",
    "/.well-known/void",
    "/.well-known/sparql-examples",
    "/queries",
    "/queries/cities-by-country",
    "/queries/cities-by-country.ttl",
    "/queries/cities-by-country.json",
    "/queries/cities-by-country.rq",
    "/reconcile",
    "/reconcile/draft",
    "/reconcile/suggest/type",
    "/reconcile/suggest/property?prefix=coun",
    "/reconcile/suggest/entity?prefix=gent",
    "/reconcile/draft/suggest/type",
    "/reconcile/draft/suggest/property?prefix=coun",
    "/reconcile/draft/suggest/entity?prefix=gent",
    "/reconcile/properties?type=cw:Municipality",
    '/reconcile?queries={"a":{"query":"Wenen"}}',
    "/profiles",
    "/templates",
    "/sparql",
    "/sparql?query=SELECT * { ?s a cw:Network } LIMIT 5",
    "/problem",
    "/fault",
    "/ontology",
    "/shapes",
    "/doc/city/ghent-be",
    "/source/urbact-pages",
    "/health",
    "/robots.txt",
    "/dumps/",
    # what fails
    "/nowhere",
    "/sparql?query=SELEC",
    "/sparql?query=x&format=docx",
    "/queries/none",
    "/id/city/none",
    "/problem/none",
    "/contributions/none",
    "/validate?format=none",
    "/reconcile?queries=x",
)
"""What is asked for, as page and as data."""


MOST, FEW = 120, 8
"""Documents of each kind that are asked for, at most; under a base of its own, fewer."""


class Sweep:
    """The names that a deployment mentions, with an address of an answer that does."""

    def __init__(self, client: httpx.Client, base: str) -> None:
        self.client, self.base = client, base
        self.names: dict[str, str] = {}
        begins = "|".join(re.escape(one) for one in dict.fromkeys((base, BASE)))
        self._name = re.compile(rf"(?:{begins})[^\s\"'<>\\`(){{}}\[\]|^“”,;…]*")

    def gather(self) -> None:
        for address in ADDRESSES:
            for accept in (DATA, PAGE):
                self.note(self.client.get(quote(address, "/?&=%"), headers={"Accept": accept}))
        for accept in ("text/turtle", "application/json", "application/sarif+json", PAGE):
            body = FAULTY.format(base=BASE, own=self.base)
            self.note(self.post("/validate", body, accept))
            self.note(self.post("/validate", "<a:b> <a:c> .", accept))
        for path in self.contributed():
            for accept in (DATA, PAGE):
                self.note(self.client.get(path, headers={"Accept": accept}))
        self.note(self.client.delete("/"))

    def contributed(self) -> Iterator[str]:
        """The addresses that a contribution has once it is accepted."""
        made = self.post(
            "/contributions", SOUND.format(base=BASE, own=self.base), "application/json"
        )
        self.note(made)
        record = made.json()
        form = {"decision": "accept", "reason": "It is right."}
        path = f"/contributions/{record['id']}"
        decided = self.client.post(f"{path}/decision", data=form, headers=ADMIN)
        assert decided.json()["state"] == "accepted", decided.text
        self.note(decided)
        yield from (path, f"{path}/report", f"{path}/diff", "/contributions", "/contributor/admin")
        yield "/graph/provenance"
        yield "/doc/city/nova-petrinia-nl"

    def post(self, path: str, text: str, accept: str) -> httpx.Response:
        headers = {**TURTLE, **ADMIN, "Accept": accept}
        return self.client.post(path, content=text, headers=headers)

    def note(self, answer: httpx.Response) -> None:
        """Note the names in what was answered and in its headers."""
        assert answer.status_code < 500, answer.text
        text = "\n".join((*answer.headers.values(), answer.text))
        for one in self._name.findall(text):
            name = one.split("&gt", 1)[0].split("&quot", 1)[0].rstrip(".:&#")
            self.names.setdefault(name, str(answer.request.url))

    def documents(self) -> dict[str, str]:
        """The paths that were mentioned, without fragments, each with a name that has it."""
        paths = ((path_of(name, self.base), name) for name in self.names)
        named = [(urldefrag(path).url, name) for path, name in paths if path is not None]
        return {path: name for path, name in named if path and not path.endswith("/")}

    def some(self, most: int) -> dict[str, str]:
        """The same, as many of each kind at most."""
        found: dict[str, list[tuple[str, str]]] = {}
        for path, name in self.documents().items():
            found.setdefault(path.partition("/")[0], []).append((path, name))
        return dict(one for kind in found.values() for one in kind[:most])

    def silent(self, documents: dict[str, str]) -> dict[str, str]:
        """Those of the documents that do not answer, with how and where they were mentioned."""
        found = {}
        for path, name in documents.items():
            for accept in ("text/turtle", PAGE):
                answer = self.client.get(
                    "/" + quote(unquote(path)), headers={"Accept": accept}, follow_redirects=True
                )
                kind = answer.headers.get("content-type", "").partition(";")[0]
                if answer.status_code != 200 or kind != accept:
                    found[name] = f"{answer.status_code} {kind} from {self.names[name]}"
        return found


@pytest.mark.parametrize("base", [BASE, OWN])
def test_what_any_answer_mentions_leads_somewhere(
    connect: Callable[[ASGIApp], httpx.Client], base: str
) -> None:
    settings = Settings(base=base, admin_token=TOKEN)
    with closing(create_app(settings)) as app, connect(app) as client:
        sweep = Sweep(client, base)
        sweep.gather()
        paths = {str(path_of(one, base)) for one in sweep.names}
        kinds = {re.split("[/#?]", one)[0] for one in paths}
        assert kinds >= {"id", "source", "graph", "ontology", "shapes", "profile", "queries"}
        assert kinds >= {"problem", "fault", "contributions", "contributor", "datasets"}
        assert sweep.silent(sweep.some(MOST if base == BASE else FEW)) == {}
