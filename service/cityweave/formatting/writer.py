"""Writes quads as Turtle or TriG: one predicate a line, lists and single-use nodes in place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from cityweave.formatting.comments import Comments
from cityweave.formatting.names import RDF_TYPE, Names, Object
from cityweave.formatting.order import graph_key, object_key, predicate_key, subject_key
from cityweave.vocabulary import PREFIXES

WIDTH = 100
INDENT = "  "
_FIRST = NamedNode(PREFIXES["rdf"] + "first")
_REST = NamedNode(PREFIXES["rdf"] + "rest")
_NIL = NamedNode(PREFIXES["rdf"] + "nil")
_TYPE = NamedNode(RDF_TYPE)
_ONTOLOGY = NamedNode(PREFIXES["owl"] + "Ontology")

Subject = NamedNode | BlankNode | Triple
GraphName = NamedNode | BlankNode | DefaultGraph
Properties = dict[NamedNode, list[Object]]


class Writer:
    """Writes one file; made for it and thrown away."""

    def __init__(self, quads: Sequence[Quad], names: Names, comments: Comments) -> None:
        self._names = names
        self._comments = comments
        self._graphs: dict[GraphName, dict[Subject, Properties]] = defaultdict(
            lambda: defaultdict(lambda: defaultdict(list))
        )
        uses: Counter[BlankNode] = Counter()
        homes: dict[BlankNode, set[GraphName]] = defaultdict(set)
        for quad in quads:
            self._graphs[quad.graph_name][quad.subject][quad.predicate].append(quad.object)
            for term in (quad.subject, quad.object):
                if isinstance(term, BlankNode):
                    homes[term].add(quad.graph_name)
            if isinstance(quad.object, BlankNode):
                uses[quad.object] += 1
            for term in (quad.subject, quad.object):
                for node in _inside(term):
                    uses[node] += 2  # inside a triple term it needs a name
            if isinstance(quad.graph_name, BlankNode):
                uses[quad.graph_name] += 2
        self._single = {
            node for node, count in uses.items() if count == 1 and len(homes[node]) == 1
        }
        self._unused = {node for node in homes if node not in uses and len(homes[node]) == 1}

    def text(self) -> str:
        """The whole file: head comment, prefixes, graphs."""
        graphs = sorted(self._graphs, key=graph_key)
        blocks = [self._graph(name) for name in graphs]
        prefixes = [f"@prefix {name}: <{iri}> ." for name, iri in sorted(self._names.used.items())]
        parts = [
            "\n".join(self._comments.head),
            "\n".join(prefixes),
            *blocks,
            "\n".join(self._comments.at_end(None)),
        ]
        return "\n\n".join(part for part in parts if part) + "\n"

    def _graph(self, name: GraphName) -> str:
        """One graph; the default graph without braces."""
        subjects = self._graphs[name]
        nested = self._nested(subjects)
        ordered = sorted(
            (subject for subject in subjects if subject not in nested),
            key=lambda one: subject_key(one, _ONTOLOGY in subjects[one].get(_TYPE, ())),
        )
        if isinstance(name, DefaultGraph):
            return "\n\n".join(self._subject(name, subject, "") for subject in ordered)
        iri = name.value if isinstance(name, NamedNode) else None
        inner = "\n\n".join(self._subject(name, subject, INDENT) for subject in ordered)
        lines = [
            *self._comments.before_graph(iri),
            f"{self._names.term(name)} {{",
            inner,
            *(INDENT + line for line in self._comments.at_end(iri)),
            "}",
        ]
        return "\n".join(lines)

    def _nested(self, subjects: dict[Subject, Properties]) -> set[Subject]:
        """The blank nodes of a graph that are written where they are used.

        Those that are reached only through one another (a ring) are not among them.
        """
        nested: set[Subject] = {node for node in self._single if node in subjects}
        reached: set[Subject] = set()
        waiting = [subject for subject in subjects if subject not in nested]
        while waiting:
            for objects in subjects[waiting.pop()].values():
                for node in objects:
                    if isinstance(node, BlankNode) and node in nested and node not in reached:
                        reached.add(node)
                        waiting.append(node)
        self._single -= {node for node in nested - reached if isinstance(node, BlankNode)}
        return reached

    def _subject(self, graph: GraphName, subject: Subject, indent: str) -> str:
        """One subject with everything that is said about it."""
        iri = subject.value if isinstance(subject, NamedNode) else None
        home = graph.value if isinstance(graph, NamedNode) else None
        comments = [indent + line for line in self._comments.before_subject(home, iri)]
        properties = self._graphs[graph][subject]
        if subject in self._unused:
            body = self._brackets(graph, properties, indent)
            return "\n".join([*comments, f"{indent}{body} ."])
        lines = self._properties(graph, properties, indent + INDENT)
        first = lines[0].lstrip()
        text = "\n".join([f"{indent}{self._names.term(subject)} {first}", *lines[1:]])
        return "\n".join([*comments, f"{text} ."])

    def _properties(self, graph: GraphName, properties: Properties, indent: str) -> list[str]:
        """A line, or several, for each predicate, joined by semicolons."""
        written = []
        for predicate in sorted(properties, key=predicate_key):
            name = self._names.predicate(predicate)
            objects = self._objects(graph, properties[predicate], indent)
            line = f"{indent}{name} {', '.join(objects)}"
            if len(objects) > 1 and (len(line) > WIDTH or "\n" in line):
                inner = indent + INDENT
                objects = self._objects(graph, properties[predicate], inner)
                line = f"{indent}{name}\n" + ",\n".join(inner + one for one in objects)
            written.append(line)
        return [f"{line} ;" for line in written[:-1]] + written[-1:]

    def _objects(self, graph: GraphName, nodes: Sequence[Object], indent: str) -> list[str]:
        """The objects of one predicate in order; those written in place go by their text."""
        rendered = [(node, self._object(graph, node, indent)) for node in nodes]
        rendered.sort(
            key=lambda pair: (2, pair[1]) if pair[0] in self._single else object_key(pair[0])
        )
        return [text for _, text in rendered]

    def _object(self, graph: GraphName, node: Object, indent: str) -> str:
        """An object: a term, a list, or a blank node in place."""
        if not isinstance(node, BlankNode) or node not in self._single:
            return self._names.term(node)
        items = self._list(graph, node)
        if items is not None:
            texts = [self._object(graph, item, indent + INDENT) for item in items]
            line = f"( {' '.join(texts)} )"
            if len(indent) + len(line) <= WIDTH and "\n" not in line:
                return line
            inner = f"\n{indent}{INDENT}"
            return f"({inner}{inner.join(texts)}\n{indent})"
        properties = self._graphs[graph].get(node)
        return self._brackets(graph, properties, indent) if properties else "[]"

    def _brackets(self, graph: GraphName, properties: Properties, indent: str) -> str:
        """A blank node in brackets, on one line when that is short."""
        lines = self._properties(graph, properties, indent + INDENT)
        short = " ".join(line.strip() for line in lines)
        if len(indent) + len(short) + 4 <= WIDTH and "\n" not in "".join(lines):
            return f"[ {short} ]"
        return "[\n" + "\n".join(lines) + f"\n{indent}]"

    def _list(self, graph: GraphName, node: BlankNode) -> list[Object] | None:
        """The items of an RDF collection that begins here and can be written in parentheses."""
        items: list[Object] = []
        current: Object = node
        while current != _NIL:
            if not isinstance(current, BlankNode) or current not in self._single:
                return None
            cell = self._graphs[graph].get(current, {})
            if set(cell) != {_FIRST, _REST} or any(len(one) != 1 for one in cell.values()):
                return None
            items.append(cell[_FIRST][0])
            current = cell[_REST][0]
        return items


def _inside(term: Object) -> list[BlankNode]:
    """The blank nodes inside a triple term."""
    if not isinstance(term, Triple):
        return []
    direct = [node for node in (term.subject, term.object) if isinstance(node, BlankNode)]
    return direct + _inside(term.subject) + _inside(term.object)
