"""What a template is about: which class, which properties in which order, how rows nest.

Nothing stands here that shapes or ontology know: titles, explanations, datatypes,
what must be given, how often, and which codes are allowed all come from there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from cityweave.vocabulary import CW, PREFIXES

NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Nested:
    """A node beside the thing of a row, such as a membership beside a partnership.

    `forward` leads from the thing to the node, `backward` from the node to the thing.
    `fixed` are statements that each node gets. `slug` names the properties whose values
    make its IRI; the first of them has to be there for a node to be made.
    """

    name: str
    of: str
    id: str
    properties: tuple[str, ...]
    slug: tuple[str, ...]
    forward: str | None = None
    backward: str | None = None
    fixed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """A template: the class of its things and the kind of their IRIs.

    `among` narrows what people mean by a name in a column whose shape takes any thing.
    `creates` is false where rows are only about things that exist already.
    """

    name: str
    of: str
    id: str
    properties: tuple[str, ...]
    slug: tuple[str, ...] = ("rdfs:label",)
    nested: tuple[Nested, ...] = ()
    among: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NOTHING)
    creates: bool = True


ALIAS = Nested(
    name="alias",
    of="cw:Alias",
    id="alias",
    properties=("cw:literalForm", "cw:aliasKind"),
    slug=("cw:literalForm",),
    forward="cw:alias",
)
FIGURE = Nested(
    name="quantity",
    of="cw:Quantity",
    id="quantity",
    properties=("cw:measure", "cw:value", "cw:upperValue", "cw:unit", "cw:referenceTime"),
    slug=("cw:measure", "cw:referenceTime", "cw:value"),
    forward="cw:hasQuantity",
    backward="cw:aboutSubject",
)

DECLARATIONS = (
    Declaration(
        name="cities",
        of="cw:Municipality",
        id="city",
        properties=("rdfs:label", "cw:country", "cw:within", "cw:summary", "cw:website"),
        slug=("rdfs:label", "cw:country"),
        nested=(ALIAS, FIGURE),
    ),
    Declaration(
        name="organisations",
        of="cw:Organisation",
        id="organisation",
        properties=(
            "rdfs:label",
            "rdf:type",
            "cw:organisationType",
            "cw:basedIn",
            "cw:administers",
            "cw:activeIn",
            "cw:parentOrganisation",
            "cw:memberOfOrganisation",
            "cw:cooperatesWith",
            "cw:foundingDate",
            "cw:purpose",
            "cw:website",
        ),
        nested=(ALIAS,),
    ),
    Declaration(
        name="networks",
        of="cw:Network",
        id="network",
        properties=(
            "rdfs:label",
            "cw:partOfProgramme",
            "cw:theme",
            "cw:goal",
            "cw:focusArea",
            "cw:targetGroup",
            "cw:lifecycleStatus",
            "cw:launchDate",
            "cw:activeIn",
            "cw:website",
        ),
        nested=(
            Nested(
                name="partner",
                of="cw:NetworkPartnership",
                id="network-partnership",
                properties=("cw:member", "cw:role", "cw:actingFor"),
                slug=("cw:member",),
                backward="cw:involvedIn",
            ),
        ),
        among={"cw:actingFor": ("cw:Actor", "cw:Place")},
    ),
    Declaration(
        name="partnerships",
        of="cw:Partnership",
        id="partnership",
        properties=(
            "rdfs:label",
            "cw:partOfProgramme",
            "cw:theme",
            "cw:goal",
            "cw:lifecycleStatus",
            "cw:launchDate",
            "cw:actionPlan",
            "cw:hasPhase",
            "cw:website",
        ),
        nested=(
            Nested(
                name="coordination",
                of="cw:Coordination",
                id="coordination",
                properties=("cw:member", "cw:role"),
                slug=("cw:member",),
                backward="cw:involvedIn",
            ),
            Nested(
                name="membership",
                of="cw:Membership",
                id="membership",
                properties=("cw:member", "cw:memberCategory", "cw:inPhase"),
                slug=("cw:member", "cw:inPhase"),
                backward="cw:involvedIn",
                fixed=(("cw:role", "role:member"),),
            ),
        ),
        among={"cw:actionPlan": ("cw:Policy", "cw:Publication", "cw:Output")},
    ),
    Declaration(
        name="actions",
        of="cw:Action",
        id="action",
        properties=(
            "rdfs:label",
            "cw:actionOf",
            "cw:actionNumber",
            "cw:inPhase",
            "cw:theme",
            "cw:objective",
            "cw:problem",
            "cw:expectedOutcome",
            "cw:when",
            "cw:deadline",
            "cw:lifecycleStatus",
            "cw:confirmationStatus",
            "cw:governanceLevel",
            "cw:targetGroup",
            "cw:relatesToPolicy",
            "cw:stakeholder",
            "cw:stateOfPlay",
        ),
        slug=("cw:actionOf", "rdfs:label"),
        nested=(
            Nested(
                name="leadership",
                of="cw:ActionLeadership",
                id="action-leadership",
                properties=("cw:member", "cw:role"),
                slug=("cw:member",),
                backward="cw:involvedIn",
            ),
            Nested(
                name="group",
                of="cw:ActionGroupMembership",
                id="action-group-membership",
                properties=("cw:member",),
                slug=("cw:member",),
                backward="cw:involvedIn",
                fixed=(("cw:role", "role:group-member"),),
            ),
        ),
        among={"cw:actionOf": ("cw:Collaboration", "cw:Actor")},
    ),
    Declaration(
        name="funds",
        of="cw:Fund",
        id="fund",
        properties=(
            "rdfs:label",
            "cw:managedBy",
            "cw:theme",
            "cw:targetGroup",
            "cw:fundingPurpose",
            "cw:website",
        ),
        nested=(
            Nested(
                name="funding",
                of="cw:Funding",
                id="funding",
                properties=("cw:funds", "cw:fundingPurpose", "cw:when"),
                slug=("cw:funds",),
                backward="cw:fromFund",
            ),
            FIGURE,
        ),
        among={"cw:funds": ("cw:Collaboration", "cw:Programme", "cw:Actor", "cw:Action")},
    ),
    Declaration(
        name="links",
        of="owl:Thing",
        id="",
        properties=(
            "owl:sameAs",
            "schema:sameAs",
            "skos:exactMatch",
            "skos:closeMatch",
            "rdfs:seeAlso",
            "cw:website",
        ),
        slug=(),
        creates=False,
    ),
)


def expand(name: str) -> str:
    """The IRI of a prefixed name."""
    prefix, _, local = name.partition(":")
    return CW + local if prefix == "cw" else PREFIXES[prefix] + local
