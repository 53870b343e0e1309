"""The parts of a dataset by class and by property (https://www.w3.org/TR/void/#class-property-partitions).

Where the objects of a property lead stands in the form of SIB's tools: a class partition inside of
the property partition, and for literals a datatype partition of the extension that they use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Triple

from cityweave.description.statistics import ClassPartition, Partition, Statistics
from cityweave.description.terms import integer, says


def partitions(dataset: NamedNode, found: Statistics) -> Iterator[Triple]:
    """The partitions of a dataset."""
    for number, one in enumerate(found.classes):
        node = BlankNode(f"class{number}")
        yield from says(dataset, ("void:classPartition", node))
        yield from _of_class(node, one)
    yield from _of_properties(dataset, "property", found.properties)


def _of_class(node: BlankNode, one: ClassPartition) -> Iterator[Triple]:
    yield from says(
        node,
        ("void:class", NamedNode(one.iri)),
        ("void:entities", integer(one.entities)),
        ("void:triples", integer(sum(inner.triples for inner in one.properties))),
        ("void:properties", integer(len(one.properties))),
    )
    yield from _of_properties(node, f"{node.value}property", one.properties)


def _of_properties(
    parent: NamedNode | BlankNode, name: str, found: Iterable[Partition]
) -> Iterator[Triple]:
    for number, one in enumerate(found):
        node = BlankNode(f"{name}{number}")
        yield from says(
            parent,
            ("void:propertyPartition", node),
        )
        yield from says(
            node,
            ("void:property", NamedNode(one.property)),
            ("void:triples", integer(one.triples)),
            ("void:distinctSubjects", integer(one.subjects)),
            ("void:distinctObjects", integer(one.objects)),
        )
        for ending, (iri, count) in enumerate(one.classes.items()):
            end = BlankNode(f"{node.value}class{ending}")
            yield from says(node, ("void:classPartition", end))
            yield from says(end, ("void:class", NamedNode(iri)), ("void:triples", integer(count)))
        for ending, (iri, count) in enumerate(one.datatypes.items()):
            end = BlankNode(f"{node.value}datatype{ending}")
            yield from says(node, ("void-ext:datatypePartition", end))
            yield from says(
                end, ("void-ext:datatype", NamedNode(iri)), ("void:triples", integer(count))
            )
