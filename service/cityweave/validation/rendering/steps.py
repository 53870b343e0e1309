"""Property paths from SPARQL to RDF (https://www.w3.org/TR/shacl/#property-paths)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import BlankNode, NamedNode, Quad

from cityweave.parsing.index import FIRST, NIL, REST
from cityweave.validation.names import sh
from cityweave.validation.paths import Alternative, Inverse, Path, Repeated, Sequence

_TOKEN = re.compile(r"<[^>]*>|[\^/|()*+?]")
_SIGNS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def path_of(text: str) -> Path:
    """The path that `sparql` of `validation.paths` wrote."""
    return _Reader(_TOKEN.findall(text)).path()


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens[::-1]

    def path(self) -> Path:
        choices = [self._sequence()]
        while self._take("|"):
            choices.append(self._sequence())
        return Alternative(tuple(choices)) if len(choices) > 1 else choices[0]

    def _sequence(self) -> Path:
        steps = [self._step()]
        while self._take("/"):
            steps.append(self._step())
        return Sequence(tuple(steps)) if len(steps) > 1 else steps[0]

    def _step(self) -> Path:
        if self._take("^"):
            return Inverse(self._step())
        if self._take("("):
            path = self.path()
            self._take(")")
        else:
            path = NamedNode(self._tokens.pop()[1:-1])
        while self._tokens and self._tokens[-1] in _SIGNS:
            path = Repeated(path, self._tokens.pop())
        return path

    def _take(self, token: str) -> bool:
        if self._tokens and self._tokens[-1] == token:
            self._tokens.pop()
            return True
        return False


def described(path: Path) -> tuple[NamedNode | BlankNode, list[Quad]]:
    """The node that stands for a path, and the statements that say which path it is."""
    if isinstance(path, NamedNode):
        return path, []
    node = BlankNode()
    if isinstance(path, Sequence):
        return _list(path.paths)
    if isinstance(path, Alternative):
        head, quads = _list(path.paths)
        return node, [Quad(node, sh("alternativePath"), head), *quads]
    name = "inversePath" if isinstance(path, Inverse) else _SIGNS[path.sign]
    inner, quads = described(path.path)
    return node, [Quad(node, sh(name), inner), *quads]


def _list(paths: tuple[Path, ...]) -> tuple[NamedNode | BlankNode, list[Quad]]:
    nodes = [BlankNode() for _ in paths]
    quads = list(_parts(paths, nodes))
    return nodes[0], quads


def _parts(paths: tuple[Path, ...], nodes: list[BlankNode]) -> Iterator[Quad]:
    for position, (path, node) in enumerate(zip(paths, nodes, strict=True)):
        first, quads = described(path)
        yield from quads
        yield Quad(node, FIRST, first)
        yield Quad(node, REST, nodes[position + 1] if position + 1 < len(nodes) else NIL)
