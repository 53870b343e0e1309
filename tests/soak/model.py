"""What the graph must hold: kept by the test itself, from what it wrote and was acknowledged."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

PLACE = "https://example.org/soak/"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
Values = dict[str, int]
"""Subjects (the last part of their IRI) with the one number that each has."""


@dataclass(frozen=True)
class Numbers:
    """A chain that never changes: the thing i has the value i, and i + 1 follows it."""

    size: int
    graph: str = PLACE + "graph/numbers"

    def turtle(self) -> str:
        """The chain as Turtle; the last is followed by the first."""
        lines = [f"@prefix n: <{PLACE}number/> .", f"@prefix s: <{PLACE}> ."]
        lines += [f"n:{i} s:value {i} ; s:next n:{(i + 1) % self.size} ." for i in range(self.size)]
        return "\n".join(lines)

    def question(self, random: Random) -> tuple[str, str]:
        """A question about the chain, and the one right answer as CSV."""
        i = random.randrange(self.size)
        n, thing = self.size, f"<{PLACE}number/{i}>"
        value, follows = f"<{PLACE}value>", f"<{PLACE}next>"
        step = random.randrange(1, 5)
        first, last = sorted((i, random.randrange(n)))
        path = "/".join([follows] * step)
        questions: list[tuple[str, list[object]]] = [
            (f"SELECT ?x {{ {thing} {value} ?x }}", [i]),
            (f"SELECT ?x {{ ?y {value} {i} ; {follows}/{value} ?x }}", [(i + 1) % n]),
            (f"SELECT ?x {{ {thing} {path}/{value} ?x }}", [(i + step) % n]),
            (f"SELECT (COUNT(*) AS ?x) {{ ?y {value} ?z }}", [n]),
            (
                f"SELECT (SUM(?z) AS ?x) {{ ?y {value} ?z FILTER(?z >= {first} && ?z < {last}) }}",
                [sum(range(first, last))],
            ),
            (
                f"SELECT ?x {{ ?y {value} ?x }} ORDER BY DESC(?x) OFFSET {i} LIMIT 20",
                list(range(n - 1 - i, max(-1, n - 21 - i), -1)),
            ),
        ]
        text, rows = random.choice(questions)
        return text, "".join(f"{row}\r\n" for row in ["x", *rows])


@dataclass
class Diary:
    """One graph, written by one client: what it holds, or the states that it may be in.

    A write whose answer got lost leaves two states, of which the next read says which it is.
    """

    name: str
    states: list[Values] = field(default_factory=lambda: [{}])
    written: int = 0

    @property
    def graph(self) -> str:
        """The IRI of the graph."""
        return f"{PLACE}graph/{self.name}"

    @property
    def predicate(self) -> str:
        """The predicate of all its statements, which no other graph has."""
        return f"{PLACE}value-of-{self.name}"

    @property
    def now(self) -> Values:
        """The state, once it is known."""
        (state,) = self.states
        return state

    def statement(self, subject: str, value: int) -> str:
        """One statement, in Turtle and in SPARQL."""
        return f"<{PLACE}{self.name}/{subject}> <{self.predicate}> {value} ."

    def statements(self, values: Values) -> str:
        """Statements, in Turtle and in SPARQL."""
        return "\n".join(self.statement(*one) for one in values.items())

    def acknowledged(self, after: Values) -> None:
        """A write was carried out."""
        self.states = [after]
        self.written += 1

    def uncertain(self, after: Values) -> None:
        """Nobody said whether a write was carried out."""
        if after not in self.states:
            self.states.append(after)

    def seen(self, found: Values) -> bool:
        """Whether a read gave what the graph may hold; then that is its state."""
        if found not in self.states:
            return False
        self.states = [found]
        return True
