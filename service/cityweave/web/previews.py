"""What people see of the reconciliation service: previews of things, and a page to try it."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from cityweave.errors import BadParameter, CityweaveError, NotFound
from cityweave.reconciliation.asking import select, values
from cityweave.reconciliation.forms import described
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.manifest import default_types
from cityweave.reconciliation.matching import Query
from cityweave.reconciliation.properties import known
from cityweave.store import Store
from cityweave.web.desk import Desk, noticed
from cityweave.web.envelope import FRAMED
from cityweave.web.links import local_path
from cityweave.web.page import Page
from cityweave.web.problems import problem_of
from cityweave.web.replies import data
from cityweave.web.site import Site

TRIED = 10
"""Names that the page tries at a time."""

OTHER_NAMES = 8
"""Other names that a preview shows."""

_SUMMARIES = ("cw:summary", "skos:definition", "dcterms:description")
Told = dict[str, object]


def preview(site: Site, request: Request, iri: str, desk: Desk) -> Response:
    """A page in a few lines, which other sites may show in a frame. Raises `NotFound`."""
    page = Page.of(request)
    told = _told(site, desk.index(site, request), iri, page)
    response = site.render(request, "preview.html", {"told": told})
    response.headers["Content-Security-Policy"] = FRAMED
    response.headers["Cache-Control"] = "no-cache"
    return noticed(request, response)


def flyout(site: Site, request: Request, kind: str, iri: str, desk: Desk) -> Response:
    """The same in fewer words, as a part of a page, in JSON. Raises `NotFound`."""
    page = Page.of(request)
    index = desk.index(site, request)
    if kind == "entity":
        told = _told(site, index, iri, page)
    elif kind == "type" and iri in index.classes:
        name = index.classes[iri].name(page.language).text
        told = {"name": name, "kind": "", "about": _summary(site.store, iri, page.language)}
    elif kind == "property" and (one := known(site.store).get(iri)) is not None:
        told = {"name": one.name(page.language).text, "kind": ""}
        told["about"] = one.definition(page.language)
    else:
        raise _nothing(iri)
    html = site.templates.get_template("flyout.html").render(told=told)
    body = json.dumps({"id": iri, "html": html}, ensure_ascii=False).encode()
    return noticed(request, data(request, body, "application/json"))


def _told(site: Site, index: Index, iri: str, page: Page) -> Told:
    thing = index.number(iri)
    if thing is None:
        raise _nothing(iri)
    label = index.label(thing, page.language)
    others = dict.fromkeys(one.text for one in index.names(thing) if one.text != label.text)
    return {
        "name": label.text,
        "language": label.language,
        "kind": described(index, thing, page.language),
        "others": list(others)[:OTHER_NAMES],
        "about": _summary(site.store, iri, page.language),
        "iri": iri,
        "address": page.root + (local_path(iri, site.base) or ""),
    }


def _nothing(iri: str) -> CityweaveError:
    return NotFound(
        f"Nothing of the IRI <{iri[:200]}> has a name here.",
        hint="Find identifiers at /reconcile/suggest/entity?prefix=…",
    )


def _summary(store: Store, iri: str, language: str) -> str:
    """What the graph says of a thing in a sentence, in a language or in English; may be empty."""
    named = values([iri])
    asked = f"SELECT ?d {{ VALUES ?s {{ {named} }} ?s {'|'.join(_SUMMARIES)} ?d }} ORDER BY ?d"
    said = {row["d"].language: row["d"].value for row in select(store, asked) if "d" in row}
    return said.get(language) or said.get("en") or ""


def trial(site: Site, request: Request, names: str, desk: Desk) -> Response:
    """The page that says how the service is used, and tries some names."""
    page = Page.of(request)
    problem, answers = None, []
    try:
        answers = _tried(site, request, names, desk)
    except CityweaveError as error:
        if error.status >= 500:
            raise
        problem = problem_of(error, site, request)
    given = {
        "names": names,
        "answers": answers,
        "problem": problem,
        "types": [one.name(page.language).text for one in default_types(site.store)],
        "batch": page.number(desk.bounds.queries),
        "tried": TRIED,
    }
    status = problem.status if problem else 200
    return noticed(request, site.render(request, "reconcile.html", given, status))


def _tried(site: Site, request: Request, names: str, desk: Desk) -> list[Told]:
    texts = [one.strip() for one in names.splitlines() if one.strip()]
    if len(texts) > TRIED:
        raise BadParameter(
            f"There are {len(texts)} names.", hint=f"Try {TRIED} at a time, or send a batch."
        )
    for text in texts:
        desk.bounds.text(text, "A name")
    if not texts:
        return []
    page = Page.of(request)
    index, answers = desk.candidates(site, request, [Query((text,), limit=3) for text in texts])
    return [
        {
            "name": text,
            "found": [
                {
                    "label": index.label(one.thing, page.language),
                    "kind": described(index, one.thing, page.language),
                    "address": page.root + (local_path(index.things[one.thing], site.base) or ""),
                    "iri": index.things[one.thing],
                    "score": str(int(one.score)),
                    "match": one.match,
                }
                for one in found
            ],
        }
        for text, found in zip(texts, answers, strict=True)
    ]
