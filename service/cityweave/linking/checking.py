"""Judges links and codes: broken, conflicting, cyclic, shared, apart, and what is said of them."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from typing import TypeAlias

from pyoxigraph import DefaultGraph, Quad, Store, Triple

from cityweave.linking.agreement import disagreements
from cityweave.linking.cycles import circles
from cityweave.linking.ends import broken, look_up, unlike
from cityweave.linking.evidence import FARTHEST
from cityweave.linking.flaw import Flaw
from cityweave.linking.gazetteer import Gazetteer
from cityweave.linking.link import Account, Code, Link, accounts, codes_in, links_in
from cityweave.linking.target import target_of
from cityweave.linking.thing import Thing, Things
from cityweave.linking.words import phrase
from cityweave.parsing import Index, Place, Term
from cityweave.validation import Finding, Fix, Report, StoreKnown
from cityweave.validation.labels import Labels
from cityweave.validation.paths import sparql
from cityweave.validation.placing import Places
from cityweave.validation.report import ordered
from cityweave.vocabulary import BASE

Gazetteers: TypeAlias = Mapping[str, Gazetteer]
"""Gazetteers by the name of their target."""


def check(
    graph: Store,
    gazetteers: Gazetteers | None = None,
    *,
    judged: Collection[Quad] | None = None,
    places: Places | None = None,
    farthest: float = FARTHEST,
    base: str = BASE,
) -> Report:
    """What is wrong with the links and codes in the default graph of a store.

    `judged` are the statements that findings may be about, which are in the graph, and
    `places` says where they stand; without `judged`, all. Without the gazetteer of a target,
    what only it knows is not judged: whether an id exists, its country, position and kind.
    `farthest` is in kilometres, `base` that of the deployment. The components of findings are
    the keys of `[fault]` in `words.toml`. Raises what reading a gazetteer raises.
    """
    begun = time.perf_counter()
    everything: list[Link] = [*links_in(graph), *codes_in(graph)]
    told = list(accounts(graph))
    plain = None if judged is None else {_plain(one) for one in judged}
    wanted = [one for one in everything if plain is None or one.quad in plain]
    flaws = _Flaws(graph, everything, wanted, told, gazetteers or {}, farthest, base).all()
    if judged is not None:
        own = {one.subject for one in judged}
        chosen = set(wanted)
        flaws = (
            one
            for one in flaws
            if (one.link.node in own if isinstance(one.link, Account) else one.link in chosen)
        )
    describing = _Describing(graph, places)
    found = ordered(map(describing.finding, flaws))
    return Report(
        findings=found,
        engines={"input": len(found)},
        statements=len(wanted),
        seconds=time.perf_counter() - begun,
        base=base,
    )


class _Flaws:
    """The flaws of links, with the things at their ends, each of which is looked up once."""

    def __init__(
        self,
        graph: Store,
        everything: list[Link],
        wanted: list[Link],
        told: list[Account],
        gazetteers: Gazetteers,
        farthest: float,
        base: str,
    ) -> None:
        self._things = Things(graph)
        self._seen: dict[str, Thing] = {}
        self._graph = graph
        self._everything = everything
        self._wanted = wanted
        self._told = told
        self._gazetteers = gazetteers
        self._farthest = farthest
        self._own = f"{base}id/"

    def all(self) -> Iterator[Flaw]:
        """All of them."""
        known = look_up(self._wanted, self._gazetteers)
        for link in self._wanted:
            if target_of(link.subject) is not None:
                continue
            if link.subject.startswith(self._own) and not self._things.has(link.subject):
                yield self._unknown(link)
                continue
            yield from broken(link, self._thing(link.subject), known, self._farthest)
            if not isinstance(link, Code) and self._things.has(link.object):
                yield from unlike(link, self._thing(link.subject), self._thing(link.object))
        yield from disagreements(self._everything, self._name, self._things.has)
        yield from circles(self._everything, self._name)
        yield from self._unstated()

    def _unknown(self, link: Link) -> Flaw:
        """The flaw of a link of something that nobody describes, with what may be meant."""
        near = self._things.nearest(link.subject)
        fix = (
            phrase("fix", "mean", fix=self._name(near), iri=near)
            if near
            else phrase("fix", "describe")
        )
        return Flaw("unknown-thing", link, {"thing": link.subject}, fix=fix)

    def _unstated(self) -> Iterator[Flaw]:
        """What is said of links that are not stated."""
        for account in self._told:
            quad = account.quad
            if quad in self._graph:
                continue
            stated = self._graph.quads_for_pattern(
                quad.subject, quad.predicate, None, DefaultGraph()
            )
            others = sorted(_written(one.object) for one in stated)
            fix = (
                phrase("fix", "stated", fix=", ".join(others))
                if others
                else phrase("fix", "unstated")
            )
            yield Flaw("unstated-link", account, {"value": _written(quad.object)}, fix=fix)

    def _thing(self, iri: str) -> Thing:
        if iri not in self._seen:
            self._seen[iri] = self._things.thing(iri)
        return self._seen[iri]

    def _name(self, iri: str) -> str:
        thing = self._thing(iri)
        return thing.name if thing.labels else iri


class _Describing:
    """Puts flaws in words."""

    def __init__(self, graph: Store, places: Places | None) -> None:
        self._labels = Labels(StoreKnown(graph), Index(()))
        self._places = places

    def finding(self, flaw: Flaw) -> Finding:
        """A flaw as a finding, at its place in what was read."""
        node, quad = flaw.link.node, flaw.link.quad
        instead = str(flaw.instead) if flaw.instead else None
        return Finding(
            severity=flaw.severity,
            focus=str(node),
            focus_label=self._labels.label(node),
            path=sparql(quad.predicate),
            path_words=self._labels.property(quad.predicate),
            value=str(quad.object),
            value_label=self._labels.label(quad.object),
            messages=phrase("fault", flaw.code, **flaw.gaps),
            component=flaw.code,
            rule=phrase("rule", flaw.code),
            engine="input",
            place=self._place(flaw),
            fix=Fix(flaw.fix, instead) if flaw.fix else None,
        )

    def _place(self, flaw: Flaw) -> Place | None:
        if self._places is None:
            return None
        if isinstance(flaw.link, Account):
            return self._places.about(flaw.link.node)
        quad = flaw.link.quad
        return self._places.of(quad.subject, quad.predicate, quad.object)


def _written(term: Term) -> str:
    """A term in a message."""
    return str(term) if isinstance(term, Triple) else term.value


def _plain(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)
