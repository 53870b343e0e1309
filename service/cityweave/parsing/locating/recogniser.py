"""What reads tokens and keeps the places of terms, whatever the grammar."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import NamedNode

from cityweave.parsing.index import FIRST, NIL, REST
from cityweave.parsing.locating.mentions import Mention, Stated, Vocabulary
from cityweave.parsing.locating.tokens import Token
from cityweave.vocabulary import PREFIXES

_RDF = PREFIXES["rdf"]
NAMES = frozenset({"iri", "name"})
_PLAIN = frozenset({"iri", "name", "number", "word"})


class Unreadable(Exception):
    """A token that is not expected: this is not what Oxigraph read."""


class Recogniser:
    """A stack of what is expected next, and the terms of the statements that are open.

    What is expected is a method. It is taken from the stack, looks at the token, may
    expect more (the last comes first), and says whether the token is used up.
    """

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.stated: list[Stated] = []
        self._text = text
        self._vocabulary = vocabulary
        self._batch: list[Stated] = []
        self._token = Token("mark", "", 0, 0)
        self._opening = 0
        self._openings: list[int] = []
        self._reifying = Mention(0, 0)
        self._directive: list[str] = []
        self._literal, self._literal_emits = self._token, False
        self._graph: Mention | None = None
        self._subjects: list[Mention] = []
        self._predicates: list[Mention] = []
        self._objects: list[Mention] = []
        self._reifiers: list[Mention] = []
        self._type = vocabulary.known(NamedNode(_RDF + "type"))
        self._first, self._rest, self._nil = map(vocabulary.known, (FIRST, REST, NIL))
        self._reifies = vocabulary.known(NamedNode(_RDF + "reifies"))
        self._expected: list[Callable[[], bool]] = []

    def take(self, token: Token) -> None:
        """Read the next token of the text."""
        self._token = token
        expected = self._expected
        while not expected.pop()():
            pass
        if self._batch:
            self.stated.extend(reversed(self._batch))
            self._batch.clear()

    def _skip(self) -> bool:
        return True

    # What the token is

    def _is(self, *marks: str) -> bool:
        return self._token.kind == "mark" and self._token.text in marks

    def _mention(self) -> Mention:
        """The IRI, blank node, number or truth value that the token is."""
        token = self._token
        if token.kind in _PLAIN:
            return Mention(token.start, self._vocabulary.token(token.text))
        if token.kind == "blank":
            return Mention(token.start, self._vocabulary.label(token.text))
        raise Unreadable

    def _unnamed(self, start: int) -> Mention:
        return Mention(start, self._vocabulary.unnamed())

    def _emit(self) -> None:
        """The object completes a statement."""
        self._state(self._subjects[-1], self._predicates[-1], self._objects[-1])

    def _state(self, subject: Mention, predicate: Mention, value: Mention) -> None:
        self._batch.append((subject, predicate, value, self._graph))

    def expect(self, *expected: Callable[[], bool]) -> None:
        """Expect these before all else, the last first."""
        self._expected.extend(expected)

    # Predicates and literals

    def _verb(self) -> bool:
        if self._token.text == "a":
            self._predicates.append(Mention(self._token.start, self._type))
        elif self._token.kind in NAMES:
            self._predicates.append(self._mention())
        else:
            raise Unreadable
        return True

    def _literal_end(self) -> bool:
        literal, token = self._literal, self._token
        if self._is("^^"):
            self.expect(self._literal_datatype)
            return True
        is_tag = token.kind == "tag"
        self._finish_literal(token.end if is_tag else literal.end)
        return is_tag

    def _literal_datatype(self) -> bool:
        self._finish_literal(self._token.end)
        return True

    def _finish_literal(self, end: int) -> None:
        start = self._literal.start
        self._objects.append(Mention(start, self._vocabulary.token(self._text[start:end])))
        if self._literal_emits:
            self._emit()
