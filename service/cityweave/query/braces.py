"""The braces of a query: which belong together, and what the groups are that they enclose.

https://www.w3.org/TR/sparql11-query/#rGroupGraphPattern
"""

from __future__ import annotations

from collections.abc import Iterator

from cityweave.query.tokens import Token


class Braces:
    """Which braces belong together, and what they are for."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._closing: dict[int, int] = {}
        self._around: list[int | None] = []
        waiting: list[int] = []
        for index in range(len(tokens)):
            if self._is(index, "}") and waiting:
                self._closing[waiting.pop()] = index
            self._around.append(waiting[-1] if waiting else None)
            if self._is(index, "{"):
                waiting.append(index)

    def _is(self, index: int, sign: str) -> bool:
        token = self._tokens[index]
        return token.kind == "mark" and token.text == sign

    def _word(self, index: int, *words: str) -> bool:
        return index >= 0 and self._tokens[index].is_word(*words)

    def outwards(self, opening: int) -> Iterator[int]:
        """A brace and all that are around it."""
        place: int | None = opening
        while place is not None:
            yield place
            place = self._around[place]

    def is_plain(self, opening: int) -> bool:
        """Whether a group sees the default graph, and nothing of what is around it."""
        exists = self._word(opening - 1, "EXISTS")
        return opening in self._closing and not exists and not self._word(opening - 2, "GRAPH")

    def group(self, start: int, end: int) -> int | None:
        """The brace of the group with which what stands between two tokens is joined.

        What is all that an OPTIONAL has in it is joined with what stands before that.
        """
        opening = self._around[start]
        while opening is not None and opening in self._closing:
            closing = self._closing[opening]
            alone = start == opening + 1 and end == closing
            if not (alone and self._word(opening - 1, "OPTIONAL")):
                return opening
            start, end = opening - 1, closing + 1
            opening = self._around[opening]
        return None

    def first_service(self, group: int) -> int | None:
        """Where in a group the first part with a SERVICE begins; None where parts blur."""
        index = group + 1
        while index < self._closing[group]:
            if self._word(index, "SERVICE"):
                return index
            if self._is(index, "{") and index in self._closing:
                closing = self._closing[index]
                if any(one.is_word("SERVICE") for one in self._tokens[index:closing]):
                    return self._beginning(index, closing)
                index = closing
            index += 1
        return None

    def _beginning(self, opening: int, closing: int) -> int | None:
        """Where the part begins that these braces enclose."""
        united = self._word(opening - 1, "UNION") or self._word(closing + 1, "UNION")
        if united or not self.is_plain(opening):
            return None
        return opening - 1 if self._word(opening - 1, "OPTIONAL", "MINUS") else opening
