"""Shortcuts: one plain triple for what an involvement says with a node.

A shortcut stands in the same passage as the node that it follows from, so its
evidence is the same. Rules are a table: class of the node, role (or any), the
property that the shortcut gets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from pyoxigraph import Literal, NamedNode, Quad

from cityweave.vocabulary import BASE, CW, PREFIXES

RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
RDF_STATEMENT = NamedNode(PREFIXES["rdf"] + "Statement")
SKOS_ALT_LABEL = NamedNode(PREFIXES["skos"] + "altLabel")

LEADING = ("lead-partner", "project-lead")
PARTNERING = ("partner", "project-partner", "mentor", "mentee")
SPEAKING = (
    "speaker",
    "panellist",
    "moderator",
    "keynote",
    "presenter",
    "trainer",
    "opening-speaker",
    "video-message",
)


@dataclass(frozen=True, slots=True)
class Rule:
    """An involvement of class `of` in one of `roles` (empty: any) gives `shortcut`."""

    of: str
    shortcut: str
    roles: tuple[str, ...] = ()


RULES = (
    Rule("Membership", "hasMember"),
    Rule("Coordination", "coordinator"),
    Rule("NetworkPartnership", "leadPartner", LEADING),
    Rule("NetworkPartnership", "partner", PARTNERING),
    Rule("NetworkPartnership", "leadExpert", ("lead-expert",)),
    Rule("ProjectParticipation", "leadPartner", LEADING),
    Rule("ProjectParticipation", "partner", PARTNERING),
    Rule("ProjectParticipation", "coordinator", ("coordinator", "co-coordinator")),
    Rule("ActionLeadership", "coLeader"),
    Rule("ActionGroupMembership", "groupMember"),
    Rule("Appearance", "host", ("host", "co-host")),
    Rule("Appearance", "organiser", ("organiser", "session-coordinator")),
    Rule("Appearance", "speaker", SPEAKING),
)
_OF_CLASS: Mapping[object, tuple[Rule, ...]] = {
    NamedNode(CW + name): tuple(rule for rule in RULES if rule.of == name)
    for name in dict.fromkeys(rule.of for rule in RULES)
}
SHORTCUTS = frozenset({rule.shortcut for rule in RULES} | {"fundedBy"})

_MEMBER = NamedNode(CW + "member")
_INVOLVED_IN = NamedNode(CW + "involvedIn")
_ROLE = NamedNode(CW + "role")
_FUNDS = NamedNode(CW + "funds")
_FROM_FUND = NamedNode(CW + "fromFund")
_ALIAS = NamedNode(CW + "alias")
_LITERAL_FORM = NamedNode(CW + "literalForm")
_CLAIM = NamedNode(CW + "Claim")
_STALE = frozenset(NamedNode(CW + name) for name in SHORTCUTS)

_Node = dict[NamedNode, list[object]]


def with_shortcuts(quads: Iterable[Quad]) -> set[Quad]:
    """The quads without any shortcut they had, and with those that follow now.

    Also gives every `cw:Claim` the type `rdf:Statement`, and everything that has
    a `cw:alias` its `skos:altLabel`. A contested membership has no node and so
    gives no shortcut: what is contested is not asserted.
    """
    kept = {quad for quad in quads if quad.predicate not in _STALE}
    nodes: dict[tuple[object, object], _Node] = defaultdict(lambda: defaultdict(list))
    for quad in kept:
        nodes[quad.graph_name, quad.subject][quad.predicate].append(quad.object)
    for (graph, subject), node in list(nodes.items()):
        for found in _of_node(subject, node, nodes, graph):
            kept.add(Quad(*found, graph))  # type: ignore[arg-type]
    return kept


def _of_node(
    subject: object, node: _Node, nodes: dict[tuple[object, object], _Node], graph: object
) -> Iterable[tuple[object, NamedNode, object]]:
    for shortcut in _shortcuts(node):
        for whole, actor in product(node.get(_INVOLVED_IN, ()), node.get(_MEMBER, ())):
            yield whole, NamedNode(CW + shortcut), actor
    for funded, fund in product(node.get(_FUNDS, ()), node.get(_FROM_FUND, ())):
        yield funded, NamedNode(CW + "fundedBy"), fund
    for alias in node.get(_ALIAS, ()):
        for form in nodes.get((graph, alias), {}).get(_LITERAL_FORM, ()):
            if isinstance(form, Literal):
                yield subject, SKOS_ALT_LABEL, form
    if _CLAIM in node.get(RDF_TYPE, ()):
        yield subject, RDF_TYPE, RDF_STATEMENT


def _shortcuts(node: _Node) -> Iterable[str]:
    """The shortcuts that the rules give a node, by its classes and roles."""
    rules = [rule for one in node.get(RDF_TYPE, ()) for rule in _OF_CLASS.get(one, ())]
    roles = {_slug(role) for role in node.get(_ROLE, ())} if rules else set()
    for rule in rules:
        if not rule.roles or not roles.isdisjoint(rule.roles):
            yield rule.shortcut


def _slug(node: object) -> str:
    return node.value.removeprefix(BASE + "id/role/") if isinstance(node, NamedNode) else ""
