"""Comments of a Turtle or TriG file, tied to what they stand before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from cityweave.errors import SyntaxErrorInData
from cityweave.query.tokens import Token, tokenize

_COMMENT = re.compile(r"#[^\n\r]*")
Place = tuple[str | None, str | None]


@dataclass(slots=True)
class Comments:
    """The comments of a file by their place; lines without indentation.

    `head` stands at the top of the file. The others stand before a graph, before
    a subject in a graph (None: the default graph), or at the end of either.
    """

    head: list[str] = field(default_factory=list)
    graphs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    subjects: dict[Place, list[str]] = field(default_factory=lambda: defaultdict(list))
    ends: dict[str | None, list[str]] = field(default_factory=lambda: defaultdict(list))

    def before_graph(self, graph: str | None) -> list[str]:
        """The comments that stand before a graph."""
        return self.graphs.get(graph, []) if graph else []

    def before_subject(self, graph: str | None, subject: str | None) -> list[str]:
        """The comments that stand before a statement about a subject."""
        return self.subjects.get((graph, subject), []) if subject else []

    def at_end(self, graph: str | None) -> list[str]:
        """The comments after the last statement of a graph, or of the file."""
        return self.ends.get(graph, [])


def find_comments(text: str, prefixes: Mapping[str, str], source: str | None) -> Comments:
    """Tie every comment of a file that parses to its place.

    Raises `SyntaxErrorInData`, with the line, for a comment inside or behind a
    statement: its place would be lost when statements are put in order.
    """
    comments = Comments()
    tokens = tokenize(text)
    starts = _statement_starts(tokens)
    graph: str | None = None
    position = 0
    for index in range(len(tokens) + 1):
        token = tokens[index] if index < len(tokens) else None
        gap = text[position : token.start] if token else text[position:]
        found = [one.group().rstrip() for one in _COMMENT.finditer(gap)]
        if found:
            trailing = position > 0 and "\n" not in gap[: gap.index("#")]
            target = None
            if index in starts or token is None:
                target = _target(comments, tokens, index, graph, prefixes)
            if target is None or trailing:
                line = text.count("\n", 0, position + gap.index("#")) + 1
                raise SyntaxErrorInData(
                    "This comment stands inside or behind a statement and cannot be kept there.",
                    hint="Put it on a line of its own before the statement, and format again.",
                    line=line,
                    source=source,
                )
            target += found
        if token is None:
            break
        position = token.end
        if token.text == "{":
            graph = _iri(tokens[index - 1], prefixes)
        elif token.text == "}":
            graph = None
    return comments


def _statement_starts(tokens: tuple[Token, ...]) -> set[int]:
    """The numbers of the tokens that begin a statement, a graph or a directive, or end a graph."""
    starts, depth, begins = set(), 0, True
    for index, token in enumerate(tokens):
        if begins or (depth == 0 and token.text == "}"):
            starts.add(index)
        begins = False
        if token.text in ("[", "(", "<<", "<<("):
            depth += 1
        elif token.text in ("]", ")", ">>", ")>>"):
            depth -= 1
        elif depth == 0:
            ends_in_dot = token.text == "." or (token.kind == "number" and token.text[-1] == ".")
            directive = index >= 2 and tokens[index - 2].is_word("PREFIX")
            begins = ends_in_dot or token.text in "{}" or (directive and token.kind == "iri")
    return starts


def _target(
    comments: Comments,
    tokens: tuple[Token, ...],
    index: int,
    graph: str | None,
    prefixes: Mapping[str, str],
) -> list[str] | None:
    """The list that comments before this token belong to; None when it has no name to tie to."""
    if index == 0:
        return comments.head
    if index == len(tokens):
        return comments.ends[None]
    token = tokens[index]
    if token.text == "}":
        return comments.ends[graph]
    if token.text in ("@prefix", "@base") or token.is_word("PREFIX", "BASE"):
        return comments.head
    named = tokens[index + 1] if token.is_word("GRAPH") else token
    iri = _iri(named, prefixes)
    if iri is None:
        return None
    following = tokens[tokens.index(named) + 1 : tokens.index(named) + 2]
    if following and following[0].text == "{":
        return comments.graphs[iri]
    return comments.subjects[graph, iri]


def _iri(token: Token, prefixes: Mapping[str, str]) -> str | None:
    """The IRI that a token names, or None."""
    if token.kind == "iri":
        return token.text[1:-1]
    if token.prefix is not None and token.prefix in prefixes:
        return prefixes[token.prefix] + token.text.partition(":")[2].replace("\\", "")
    return None
