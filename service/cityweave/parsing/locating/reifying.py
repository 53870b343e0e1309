"""Triples about triples: the triple terms and reified triples of RDF 1.2.

(https://www.w3.org/TR/rdf12-turtle/#reified-triples)
"""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import Triple

from cityweave.parsing.locating.mentions import Mention
from cityweave.parsing.locating.recogniser import NAMES, Recogniser


class Reifying(Recogniser):
    """What may stand between `<<` and `>>`, and after `~`."""

    def _open_reified(self, end: Callable[[], bool]) -> None:
        self._openings.append(self._token.start)
        self.expect(end, self._reified, self._term_object, self._verb, self._term_subject)

    def _open_term(self, end: Callable[[], bool]) -> None:
        self._openings.append(self._token.start)
        self.expect(end, self._term_object, self._verb, self._term_subject)

    def _term_subject(self) -> bool:
        if self._is("["):
            self._subjects.append(self._unnamed(self._token.start))
            self.expect(self._skip)
        elif self._is("<<"):
            self._open_reified(self._subject_is_reified)
        else:
            self._subjects.append(self._mention())
        return True

    def _term_object(self) -> bool:
        if self._token.kind == "string":
            self._literal, self._literal_emits = self._token, False
            self.expect(self._literal_end)
        elif self._is("["):
            self._objects.append(self._unnamed(self._token.start))
            self.expect(self._skip)
        elif self._is("<<"):
            self._open_reified(self._inner_is_reified)
        elif self._is("<<("):
            self._open_term(self._inner_is_term)
        else:
            self._objects.append(self._mention())
        return True

    def _triple(self) -> Mention:
        """The innermost open triple, as a term."""
        self._subjects.pop()
        self._predicates.pop()
        self._objects.pop()
        return Mention(self._openings.pop(), self._vocabulary.unnamed(Triple))

    def _inner_is_term(self) -> bool:
        self._objects.append(self._triple())
        return True

    def _object_is_term(self) -> bool:
        self._inner_is_term()
        self._emit()
        return True

    def _reified(self) -> bool:
        """After the object of a reified triple: its name follows, or its end."""
        self._reifying = self._triple()
        self._opening = self._reifying.start
        if self._is("~"):
            self.expect(self._reifier)
            return True
        self._reify(self._unnamed(self._opening))
        return False

    def _reify(self, reifier: Mention) -> None:
        reifying = self._reifying
        self._state(reifier, Mention(reifying.start, self._reifies), reifying)
        self._reifiers.append(reifier)

    def _reifier(self) -> bool:
        if self._token.kind in NAMES or self._token.kind == "blank":
            self._reify(self._mention())
            return True
        self._reify(self._unnamed(self._opening))
        return False

    def _subject_is_reified(self) -> bool:
        self._subjects.append(self._reifiers.pop())
        return True

    def _inner_is_reified(self) -> bool:
        self._objects.append(self._reifiers.pop())
        return True

    def _object_is_reified(self) -> bool:
        self._inner_is_reified()
        self._emit()
        return True
