"""Labels for nodes that have no name of their own, made from what they connect.

A reader of a result never meets a bare IRI: a membership is called “Municipality
of Athens – member – Inclusion of Migrants and Refugees”. Labels are made only
where nobody wrote one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.vocabulary import BASE, CW, PREFIXES

GRAPH = NamedNode(BASE + "graph/labels")
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_PREF = NamedNode(PREFIXES["skos"] + "prefLabel")
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_RDF = PREFIXES["rdf"]
_GEO = "http://www.opengis.net/ont/geosparql#"
PARTS = {
    "Involvement": ("member", "role", "involvedIn", "inPhase"),
    "Quantity": ("aboutSubject", "measure", "value"),
    "Claim": (_RDF + "subject", _RDF + "predicate", "asWritten"),
    "ExplicitUnknown": ("aboutSubject", "unknownProperty", "asWritten"),
    "Alias": ("literalForm",),
    "TimeSpan": ("edtf",),
    "Viewpoint": ("expressedBy", "viewpointKind", "summary"),
    "Funding": ("funds", "fromFund"),
    "Mentoring": ("mentor", "mentee"),
    "AwardConferral": ("award", "awardedTo"),
    "MonitoringEntry": ("monitors",),
    "Link": (_RDF + "subject", _RDF + "predicate", _RDF + "object"),
    _GEO + "Geometry": (_GEO + "asWKT",),
    "Passage": ("document", "firstLine", "lastLine"),
}
INVOLVEMENTS = (
    "Membership",
    "Coordination",
    "NetworkPartnership",
    "ProjectParticipation",
    "ActionLeadership",
    "ActionGroupMembership",
    "OfficeHolding",
    "Appearance",
)
CONNECTING = frozenset(name if ":" in name else CW + name for name in (*PARTS, *INVOLVEMENTS))
"""The IRIs of the classes whose nodes only connect things, and get their labels by that."""
_LIMIT = 140


def labels(quads: Iterable[Quad]) -> set[Quad]:
    """An English label, in a graph of its own, for every node of `PARTS` that has none."""
    values: dict[object, dict[str, set[object]]] = defaultdict(lambda: defaultdict(set))
    named: dict[object, str] = {}
    for quad in quads:
        values[quad.subject][quad.predicate.value].add(quad.object)
        if (
            quad.predicate in (_LABEL, _PREF)
            and isinstance(quad.object, Literal)
            and (quad.subject not in named or quad.object.language == "en")
        ):
            named[quad.subject] = quad.object.value
    made = set()
    for subject, node in values.items():
        if subject in named or not isinstance(subject, NamedNode):
            continue
        text = _label(node, named)
        if text:
            made.add(Quad(subject, _LABEL, Literal(text, language="en"), GRAPH))
    return made


def telling(quads: Sequence[Quad]) -> list[Quad]:
    """Of some statements those that `labels` makes names of: in most tables there are none.

    They are all about nodes of the classes that only connect, and all names beside them.
    """
    nodes = {
        quad.subject
        for quad in quads
        if quad.predicate == _TYPE
        and isinstance(quad.object, NamedNode)
        and quad.object.value in CONNECTING
    }
    if not nodes:
        return []
    return [quad for quad in quads if quad.subject in nodes or quad.predicate in (_LABEL, _PREF)]


def _label(node: dict[str, set[object]], named: dict[object, str]) -> str:
    for kind in node.get(_TYPE.value, ()):
        name = kind.value.removeprefix(CW) if isinstance(kind, NamedNode) else ""
        parts = PARTS.get("Involvement" if name in INVOLVEMENTS else name)
        if parts is not None:
            found = (_part(node, part, named) for part in parts)
            return _shortened(" – ".join(part for part in found if part))
    return ""


def _part(node: dict[str, set[object]], part: str, named: dict[object, str]) -> str:
    objects = node.get(part if ":" in part else CW + part, ())
    return ", ".join(sorted(_text(value, named) for value in objects)[:3])


def _text(value: object, named: dict[object, str]) -> str:
    if isinstance(value, Literal):
        return value.value
    if isinstance(value, NamedNode):
        slug = value.value.rstrip("/").replace("#", "/").rpartition("/")[2]
        return named.get(value, slug.replace("-", " "))
    return ""


def _shortened(text: str) -> str:
    return text if len(text) <= _LIMIT else text[: _LIMIT - 1].rstrip() + "…"
