"""Prefixes that queries of shapes use (https://www.w3.org/TR/shacl/#sparql-prefixes)."""

from __future__ import annotations

from pyoxigraph import Literal

from cityweave.errors import SyntaxErrorInData
from cityweave.parsing import Term
from cityweave.parsing.index import Index
from cityweave.validation.names import IMPORTS, sh


def prologue(index: Index, node: Term) -> str:
    """The PREFIX declarations that `sh:prefixes` of a node name, through all that they import.

    Raises `SyntaxErrorInData` for a prefix with two namespaces.
    """
    declared: dict[str, str] = {}
    pending = list(index.objects(node, sh("prefixes")))
    seen: set[Term] = set()
    while pending:
        one = pending.pop()
        if one in seen:
            continue
        seen.add(one)
        pending += index.objects(one, IMPORTS)
        for declaration in index.objects(one, sh("declare")):
            prefix = index.value(declaration, sh("prefix"))
            namespace = index.value(declaration, sh("namespace"))
            if not isinstance(prefix, Literal) or not isinstance(namespace, Literal):
                raise SyntaxErrorInData(
                    f"A prefix that {one} declares lacks its name or its namespace.",
                    hint="Give each sh:declare one sh:prefix and one sh:namespace.",
                )
            if declared.setdefault(prefix.value, namespace.value) != namespace.value:
                raise SyntaxErrorInData(
                    f"The prefix “{prefix.value}” is declared for two namespaces: "
                    f"{declared[prefix.value]} and {namespace.value}.",
                    hint="Give one of them another prefix.",
                )
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(declared.items()))
