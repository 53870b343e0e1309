"""The record of a contribution in the graph (https://www.w3.org/TR/prov-o/).

Only what is public stands in it: ids and roles of tokens, names that their holders chose,
times, reasons, checksums. Notes of tokens, addresses and networks do not.
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Triple

from cityweave.access import Holder
from cityweave.contributions.contribution import Contribution, Event, Step
from cityweave.naming import renamed
from cityweave.vocabulary import GRAPH, PREFIXES

PROVENANCE_GRAPH = GRAPH + "provenance"
"""By the usual base."""
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
SPDX = "http://spdx.org/rdf/terms#"
PROV, DCTERMS, RDF, XSD = (PREFIXES[one] for one in ("prov", "dcterms", "rdf", "xsd"))
_PUBLISHING = (Step.ACCEPTANCE, Step.RESTORATION)
_ENDING = (Step.REVERSAL, Step.SUPERSESSION)
_DECIDING = (Step.ACCEPTANCE, Step.REFUSAL, Step.WITHDRAWAL, Step.REVERSAL)
_TAKEN = {
    Step.REFUSAL: "Refusal",
    Step.ACCEPTANCE: "Acceptance",
    Step.WITHDRAWAL: "Withdrawal",
    Step.REVERSAL: "Reversal",
}


def proof(contribution: Contribution, step: Step) -> NamedNode:
    """The activity that stands in the graph if, and only if, that step was taken there."""
    return NamedNode(f"{contribution.iri}#{step}")


def record(contribution: Contribution) -> tuple[Quad, ...]:
    """All that is public about a contribution, in the graph of provenance."""
    graph = NamedNode(renamed(PROVENANCE_GRAPH, contribution.base))
    found = dict.fromkeys(triples(contribution))
    return tuple(Quad(one.subject, one.predicate, one.object, graph) for one in found)


def triples(one: Contribution) -> Iterator[Triple]:
    """The same as triples."""
    yield from _of_submission(one)
    if one.judgement is not None:
        yield from _of_validation(one)
    for event in one.events:
        if event.step in _DECIDING and event.by is not None:
            yield from _of_decision(one, event)
    yield from _of_publication(one)


def _of_submission(one: Contribution) -> Iterator[Triple]:
    iri, original, sent = one.iri, f"{one.iri}#original", one.events[0]
    yield _a(iri, "Entity")
    yield _says(iri, DCTERMS + "identifier", Literal(one.id))
    yield _says(iri, PROV + "wasGeneratedBy", NamedNode(f"{iri}#{Step.SUBMISSION}"))
    yield _says(iri, PROV + "wasAttributedTo", _agent(one.by, one.base))
    if one.note:
        yield _says(iri, DCTERMS + "description", Literal(one.note))
    if one.supersedes is not None:
        earlier = NamedNode(f"{one.base}contributions/{one.supersedes}")
        yield _says(iri, PROV + "wasRevisionOf", earlier)
    yield from of_agent(one.by, one.base)
    yield from _activity(one, sent, "Submission")
    yield _says(f"{iri}#{Step.SUBMISSION}", PROV + "used", NamedNode(original))
    yield _a(original, "Entity")
    if one.document.name:
        yield _says(original, DCTERMS + "title", Literal(one.document.name))
    yield _says(original, DCTERMS + "format", Literal(one.document.format))
    yield _says(original, PREFIXES["dcat"] + "byteSize", Literal(one.document.size))
    yield _says(original, SPDX + "checksum", NamedNode(f"{iri}#checksum"))
    if one.document.url:
        yield _says(original, PROV + "hadPrimarySource", NamedNode(one.document.url))
    checksum = f"{iri}#checksum"
    yield _says(checksum, RDF + "type", NamedNode(SPDX + "Checksum"))
    yield _says(checksum, SPDX + "algorithm", NamedNode(SPDX + "checksumAlgorithm_sha256"))
    value = Literal(one.document.sha256, datatype=NamedNode(XSD + "hexBinary"))
    yield _says(checksum, SPDX + "checksumValue", value)


def _of_validation(one: Contribution) -> Iterator[Triple]:
    found = one.judgement
    event = one.last(Step.VALIDATION)
    if found is None or event is None:
        return
    activity, report = f"{one.iri}#{Step.VALIDATION}", f"{one.iri}#report"
    yield from _activity(one, event, "Validation")
    yield _says(activity, PROV + "used", NamedNode(f"{one.iri}#original"))
    if found.profile:
        yield _says(activity, PROV + "used", NamedNode(found.profile))
    yield _says(report, PROV + "wasGeneratedBy", NamedNode(activity))
    yield _a(report, "Entity")
    conforms = Literal(found.conforms)
    yield _says(report, PREFIXES["sh"] + "conforms", conforms)


def _of_decision(one: Contribution, event: Event) -> Iterator[Triple]:
    activity = f"{one.iri}#{event.step}"
    yield from _activity(one, event, _TAKEN[event.step])
    if one.judgement is not None and event.step in (Step.ACCEPTANCE, Step.REFUSAL):
        yield _says(activity, PROV + "used", NamedNode(f"{one.iri}#report"))


def _of_publication(one: Contribution) -> Iterator[Triple]:
    """Each time that the statements stood in the graph is an entity of its own."""
    number = 0
    for event in one.events:
        published = f"{one.iri}#published-{number}"
        if event.step in _PUBLISHING:
            number += 1
            published = f"{one.iri}#published-{number}"
            yield _a(published, "Entity")
            yield _says(published, PROV + "specializationOf", NamedNode(one.graph))
            yield _says(published, PROV + "wasGeneratedBy", _cause(one, event))
            yield _says(published, PROV + "wasDerivedFrom", NamedNode(f"{one.iri}#original"))
        elif event.step in _ENDING and number:
            yield _says(published, PROV + "wasInvalidatedBy", _cause(one, event))
            yield _says(published, PROV + "invalidatedAtTime", _time(event.at))
    if number:
        yield _a(one.graph, "Entity")
        yield _says(one.graph, DCTERMS + "license", NamedNode(LICENCE))
        yield _says(one.graph, DCTERMS + "source", NamedNode(one.iri))


def _cause(one: Contribution, event: Event) -> NamedNode:
    """The activity that published or took away: of this contribution, or of another."""
    if event.other is None:
        return proof(one, event.step)
    step = Step.ACCEPTANCE if event.step is Step.SUPERSESSION else Step.REVERSAL
    return NamedNode(f"{one.base}contributions/{event.other}#{step}")


def _activity(one: Contribution, event: Event, name: str) -> Iterator[Triple]:
    activity = f"{one.iri}#{event.step}"
    yield _a(activity, "Activity")
    yield _says(activity, DCTERMS + "type", Literal(name, language="en"))
    yield _says(activity, PROV + "endedAtTime", _time(event.at))
    if event.by is not None:
        yield _says(activity, PROV + "wasAssociatedWith", _agent(event.by, one.base))
        yield from of_agent(event.by, one.base)
    if event.reason:
        yield _says(activity, DCTERMS + "description", Literal(event.reason))


def of_agent(holder: Holder, base: str) -> Iterator[Triple]:
    """What is public of who sent or decided something."""
    agent = _agent(holder, base).value
    yield _a(agent, "Agent")
    yield _says(agent, DCTERMS + "identifier", Literal(holder.id))
    yield _says(agent, DCTERMS + "type", Literal(holder.role.value, language="en"))
    if holder.name:
        yield _says(agent, PREFIXES["foaf"] + "name", Literal(holder.name))


def _agent(holder: Holder, base: str) -> NamedNode:
    return NamedNode(f"{base}contributor/{holder.id}")


def _a(subject: str, name: str) -> Triple:
    return _says(subject, RDF + "type", NamedNode(PROV + name))


def _says(subject: str, predicate: str, value: NamedNode | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), value)


def _time(at: str) -> Literal:
    return Literal(at, datatype=NamedNode(XSD + "dateTime"))
