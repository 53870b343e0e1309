r"""Where the statements of N-Triples and N-Quads stand that are written one a line.

Programs write them so, and large files are of that kind: one regular expression for a
line takes a fraction of the time that the recogniser of tokens takes
(https://www.w3.org/TR/rdf12-n-triples/#n-triples-grammar,
https://www.w3.org/TR/rdf12-n-quads/#sec-grammar). What is on a line must still be what
Oxigraph read, which is compared afterwards.
"""

from __future__ import annotations

import re

from cityweave.parsing.locating.mentions import Mention, Stated, Vocabulary
from cityweave.parsing.locating.tokens import LETTERS

_IRI = r"<(?!<)[^>\r\n]*+>"
_NODE = rf"{_IRI}|_:{LETTERS}"
_LITERAL = rf'"(?:[^"\\\r\n]++|\\.)*+"(?:\^\^{_IRI}|@[A-Za-z0-9-]++)?+'
_SPACE = r"[ \t]*+"

# Everything repeats possessively, as in the tokens.
_LINE = re.compile(
    rf"{_SPACE}(?:({_NODE}){_SPACE}({_IRI}){_SPACE}({_NODE}|{_LITERAL}){_SPACE}({_NODE})?+{_SPACE}\.)?+"
    rf"{_SPACE}(?:\#[^\r\n]*+)?+(?:[\r\n]++|\Z)"
)


def statements(text: str, vocabulary: Vocabulary) -> list[Stated] | None:
    """The statements of a text in its order; None for one with a line that holds anything else."""
    found: list[Stated] = []
    position = 0

    def mention(line: re.Match[str], group: int) -> Mention:
        written = line[group]
        is_blank = written.startswith("_:")
        number = vocabulary.label(written) if is_blank else vocabulary.token(written)
        return Mention(line.start(group), number)

    while position < len(text):
        line = _LINE.match(text, position)
        if line is None:
            return None
        position = line.end()
        if line[1] is not None:
            subject, predicate, value = (mention(line, group) for group in (1, 2, 3))
            graph = None if line[4] is None else mention(line, 4)
            found.append((subject, predicate, value, graph))
    return found
