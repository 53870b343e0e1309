"""What the reconciliation service answers, whichever route and version it is asked by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response

from cityweave.errors import BadParameter
from cityweave.reconciliation.allowance import Allowance
from cityweave.reconciliation.answering import answer
from cityweave.reconciliation.asking import iri_of
from cityweave.reconciliation.batches import Bounds, by_key, document, in_order
from cityweave.reconciliation.extending import Extension, extend
from cityweave.reconciliation.following import Following
from cityweave.reconciliation.forms import (
    Json,
    Version,
    candidate,
    property_of,
    suggestion,
    type_of,
)
from cityweave.reconciliation.index import Index
from cityweave.reconciliation.manifest import Deployment, default_types, manifest
from cityweave.reconciliation.matching import Candidate, Query
from cityweave.reconciliation.properties import found, known, of_type
from cityweave.reconciliation.suggesting import classes, things
from cityweave.web.asked import date
from cityweave.web.page import Page
from cityweave.web.site import Site
from cityweave.web.turns import Turns

SUGGESTED, MOST_SUGGESTED = 10, 100
PROPOSED, MOST_PROPOSED = 100, 1_000

Given: TypeAlias = Mapping[str, object]
Answering: TypeAlias = Callable[[Site, Request, Given, Version], Json]
"""One service: what was asked for, in a form or as an object of JSON, to the JSON of a version."""


@dataclass(frozen=True)
class Desk:
    """The index that follows the graph, bounds of what may be asked, and turns."""

    following: Following
    bounds: Bounds
    turns: Turns

    @classmethod
    def of(cls, site: Site) -> Desk:
        """The desk of a deployment."""
        settings = site.settings
        return cls(
            Following(site.store, site.base + "id/"),
            Bounds.of(settings),
            Turns(settings.max_reconciliations, settings.max_reconciliations_per_client),
        )

    def index(self, site: Site, request: Request) -> Index:
        """The index; with ``Cache-Control: no-cache`` (RFC 9111, 5.2.1.4), of the newest state.

        Where it is of an older state, `noticed` tells whoever asked.
        """
        asked = request.headers.get("cache-control", "").lower()
        index = self.following.index(site.caller, newest="no-cache" in asked)
        if index.state.name != site.store.state.name:
            request.state.names_since = index.state.since
        return index

    @contextmanager
    def _turn(self, site: Site, request: Request) -> Iterator[tuple[Index, Allowance]]:
        """A turn of a request's client, with the index and what the answer may take from now on."""
        with self.turns.turn(site.caller):
            index = self.index(site, request)
            yield index, Allowance(site.settings.max_reconciliation_seconds, site.caller)

    def manifest(self, site: Site, request: Request, _: Given, version: Version) -> Json:
        """What the service says of itself; the index is begun, for it is needed next."""
        self.prepare()
        page = Page.of(request)
        at = Deployment(page.address, site.base, self.bounds.queries)
        return manifest(at, default_types(site.store), page.language, version)

    def asked(self, site: Site, request: Request, given: Given, version: Version) -> Json:
        """A batch (``queries``) or an extension (``extend``) of 0.2, each as a text of JSON."""
        if "extend" in given:
            said = document(str(given["extend"]), "The parameter extend")
            return self.extended(site, request, said, version)
        if "queries" not in given:
            raise BadParameter(
                "The form has neither queries nor extend.",
                hint='Send queries={"q0": {"query": "Ghent"}}.',
            )
        queries = by_key(document(str(given["queries"]), "The parameter queries"), self.bounds)
        answers = self._answers(site, request, list(queries.values()), version)
        return {key: {"result": one} for key, one in zip(queries, answers, strict=True)}

    def matched(self, site: Site, request: Request, given: Given, version: Version) -> Json:
        """A batch of the draft."""
        answers = self._answers(site, request, in_order(given, self.bounds), version)
        return {"results": [{"candidates": one} for one in answers]}

    def _answers(
        self, site: Site, request: Request, queries: Sequence[Query], version: Version
    ) -> list[list[Json]]:
        language = Page.of(request).language
        index, answers = self.candidates(site, request, queries)
        return [[candidate(index, one, language, version) for one in found] for found in answers]

    def candidates(
        self, site: Site, request: Request, queries: Sequence[Query]
    ) -> tuple[Index, list[Sequence[Candidate]]]:
        """The candidates of each query, with the index that numbers them."""
        with self._turn(site, request) as (index, allowance):
            return index, list(answer(site.store, index, queries, allowance))

    def prepare(self) -> None:
        """Begin to make the index, for whoever will look for something next; waits for nothing."""
        self.following.prepare()

    def alike(self, site: Site, request: Request, text: str, most: int) -> tuple[Index, list[int]]:
        """The things whose name begins with a text or is like it, with the index that numbers them.

        A text is cut where names end; half a character in it is nothing that a name could have.
        """
        looked_for = text[: self.bounds.characters].encode(errors="ignore").decode()
        with self._turn(site, request) as (index, allowance):
            return index, things(index, looked_for, check=allowance.check, most=most)

    def extended(self, site: Site, request: Request, given: Given, version: Version) -> Json:
        """Values of things."""
        asked = Extension.read(given, self.bounds)
        language = Page.of(request).language
        with self._turn(site, request) as (index, allowance):
            return extend(site.store, index, asked, language, version, allowance)

    def things(self, site: Site, request: Request, given: Given, version: Version) -> Json:
        """Things whose name begins with a text."""
        language = Page.of(request).language
        place = "The parameter type"
        listed = self.bounds.few([*filter(None, str(given.get("type", "")).split(","))], place)
        kinds = [iri_of(self.bounds.text(one, place)) for one in listed]
        most, skip = _span(given)
        prefix = self._prefix(given)
        with self._turn(site, request) as (index, allowance):
            some = things(index, prefix, kinds, allowance.check, most=most, skip=skip)
        return {"result": [suggestion(index, one, language, version) for one in some]}

    def classes(self, site: Site, request: Request, given: Given, version: Version) -> Json:
        """Classes whose name begins with a text."""
        index, language = self.index(site, request), Page.of(request).language
        most, skip = _span(given)
        some = classes(index, self._prefix(given), language)[skip : skip + most]
        return {"result": [type_of(index, one, language, version) for one in some]}

    def properties(self, site: Site, request: Request, given: Given, version: Version) -> Json:
        """Properties whose name begins with a text."""
        language = Page.of(request).language
        most, skip = _span(given)
        some = found(known(site.store), self._prefix(given), language)[skip : skip + most]
        return {"result": [property_of(one, language, version) for one in some]}

    def proposed(self, site: Site, request: Request, given: Given, version: Version) -> Json:
        """Properties of the things of a class, as proposals to extend a table by."""
        language = Page.of(request).language
        kind = self.bounds.text(given.get("type", ""), "The parameter type")
        limit = _number(given, "limit", PROPOSED, 1, MOST_PROPOSED)
        some = of_type(site.store, iri_of(kind) if kind else "", site.base + "id/")
        listed = [property_of(one, language, version) for one in some[:limit]]
        limited = {"limit": limit} if "limit" in given else {}
        return {"properties": listed, "type": kind, **limited}

    def identifier(self, given: Given) -> str:
        """The parameter ``id``. Raises `BadParameter` and `TooLarge`."""
        if not given.get("id"):
            raise BadParameter("The parameter id is missing.", hint="Send the IRI of a thing.")
        return self.bounds.text(given["id"], "The parameter id")

    def _prefix(self, given: Given) -> str:
        return self.bounds.text(given.get("prefix", ""), "The parameter prefix")


def noticed(request: Request, response: Response) -> Response:
    """The answer to a request, with a notice where its names are older than the graph."""
    since: float | None = getattr(request.state, "names_since", None)
    if since is not None:
        response.headers["Cityweave-Notice"] = (
            f"These are the names that the graph had from {date(since).decode()} on. It has "
            "changed since; ask with Cache-Control: no-cache to wait for those that it has now."
        )
    return response


def _span(given: Given) -> tuple[int, int]:
    """How many suggestions, how many to leave out: 0.2 says ``cursor``, the draft ``offset``."""
    most = _number(given, "limit", SUGGESTED, 1, MOST_SUGGESTED)
    said = "offset" if "offset" in given else "cursor"
    return most, _number(given, said, 0, 0, 10_000)


def _number(given: Given, name: str, usual: int, least: int, most: int) -> int:
    text = str(given.get(name, "")).strip()
    if not text:
        return usual
    if not text.isdecimal() or not text.isascii() or len(text) > 9 or int(text) < least:
        raise BadParameter(
            f'The parameter "{name}" is not a whole number from {least} on.',
            hint=f"Leave it out for {usual}.",
        )
    return min(int(text), most)
