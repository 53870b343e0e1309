"""Constraint components that the shapes declare themselves.

https://www.w3.org/TR/shacl/#sparql-constraint-components
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing import Term
from cityweave.parsing.index import Index
from cityweave.validation.constraints.constraint import Constraint
from cityweave.validation.constraints.sparql import Asked, own_constants
from cityweave.validation.declarations import prologue
from cityweave.validation.names import TYPE, Name, sh
from cityweave.validation.paths import Path
from cityweave.validation.prebinding import Query
from cityweave.validation.reading import is_true, messages
from cityweave.validation.targets import has_type


@dataclass(frozen=True, slots=True)
class Validator:
    """A query of a component and the messages it has."""

    query: Query
    templates: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Component:
    """A component: its parameters, whether each may be left out, and its validators."""

    name: NamedNode
    parameters: tuple[tuple[NamedNode, bool], ...]
    for_nodes: Validator | None
    for_properties: Validator | None

    def constraints(self, index: Index, node: Name, path: Path | None) -> Iterator[Constraint]:
        """The constraints of this component that a shape has."""
        given = {name: index.objects(node, name) for name, _ in self.parameters}
        if any(not given[name] and not is_optional for name, is_optional in self.parameters):
            return
        validator = self.for_nodes if path is None else self.for_properties
        if validator is None or not any(given.values()):
            return
        first, *others = (name for name, _ in self.parameters)
        if others and any(len(values) > 1 for values in given.values()):
            raise SyntaxErrorInData(
                f"The shape {node} gives a parameter of {self.name} two values.",
                hint="Give each one, and make two shapes if you need two.",
            )
        shared = tuple((local(name), given[name][0]) for name in others if given[name])
        said = messages(index, node) or validator.templates
        for value in given[first] or (None,):
            own = () if value is None else ((local(first), value),)
            constants = (*own_constants(node), *own, *shared)
            yield Asked.of(self.name, node, path, validator.query, constants, said)


def local(name: NamedNode) -> str:
    """The variable that a parameter is (https://www.w3.org/TR/shacl/#sparql-parameters)."""
    text = name.value
    return text[max(text.rfind("#"), text.rfind("/"), text.rfind(":")) + 1 :]


def read_components(index: Index) -> tuple[Component, ...]:
    """The components of a shapes graph, sorted. Raises `SyntaxErrorInData` for one that is none."""
    wanted = sh("ConstraintComponent")
    named = {one for one, _ in index.pairs(TYPE) if isinstance(one, NamedNode)}
    own = sorted((one for one in named if has_type(index, one, wanted)), key=lambda one: one.value)
    return tuple(_component(index, one) for one in own if not one.value.startswith(SH))


SH = sh("Shape").value.removesuffix("Shape")


def _component(index: Index, name: NamedNode) -> Component:
    parameters = []
    for parameter in index.objects(name, sh("parameter")):
        path = index.value(parameter, sh("path"))
        if not isinstance(path, NamedNode):
            raise SyntaxErrorInData(
                f"A parameter of the component {name} has no property.",
                hint="Name it by sh:path.",
            )
        parameters.append((path, is_true(index, parameter, sh("optional"))))
    if not parameters:
        raise SyntaxErrorInData(
            f"The component {name} has no parameter.", hint="Declare one by sh:parameter."
        )
    parameters.sort(key=lambda one: (one[1], one[0].value))
    bound = tuple(local(one) for one, _ in parameters)
    any_kind = _validator(index, name, sh("validator"), bound)
    return Component(
        name,
        tuple(parameters),
        _validator(index, name, sh("nodeValidator"), bound) or any_kind,
        _validator(index, name, sh("propertyValidator"), bound) or any_kind,
    )


def _validator(
    index: Index, name: NamedNode, kind: NamedNode, bound: tuple[str, ...]
) -> Validator | None:
    for validator in index.objects(name, kind):
        for word in (sh("ask"), sh("select")):
            text: Term | None = index.value(validator, word)
            if isinstance(text, Literal):
                more = ("value", *bound) if word == sh("ask") else bound
                query = Query.of(validator, prologue(index, validator), text.value, more)
                return Validator(query, messages(index, validator))
    return None
