"""Those who use the server at once: each does one thing at a time, and checks what comes of it."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from contextlib import suppress
from random import Random
from typing import Protocol
from urllib.parse import quote

from serving import Served, children
from soak.calling import DEATHS, LIMITS, RECOVERY, Client
from soak.model import PLACE, Diary, Numbers, Values

UPDATE = "application/sparql-update"
SLACK = 0.5
"""Seconds that may pass between the note of a death and the death."""
ENOUGH = 500
"""Statements from which on a graph is not made larger."""


class Actor(Protocol):
    """One of them."""

    def step(self) -> None:
        """Do one thing."""


class Reader:
    """Asks what has a known answer."""

    def __init__(self, client: Client, numbers: Numbers, random: Random) -> None:
        self.client, self.numbers, self.random = client, numbers, random

    def step(self) -> None:
        """Ask one question, of the merge or of the one graph."""
        query, expected = self.numbers.question(self.random)
        alone = f"?default-graph-uri={quote(self.numbers.graph)}"
        found = self.client.ask(query, self.random.choice(["", alone]))
        if not found.good:
            self.client.excused(found, query)
        elif found.body.decode() != expected:
            self.client.record.wrong(f"{query}: {found.body!r} instead of {expected!r}")
        else:
            self.client.record.count("read")


class Writer:
    """Changes a graph of its own in every way, and reads it back each time."""

    def __init__(self, client: Client, diary: Diary, random: Random) -> None:
        self.client, self.diary, self.random = client, diary, random
        self.next = 0

    def step(self) -> None:
        """Write once and read once; after a write of unknown outcome only read."""
        if len(self.diary.states) == 1:
            self.write()
        self.read()

    def write(self) -> None:
        """One change."""
        now = self.diary.now
        kinds = ["add", "add", "append", "replace", "refused"]
        kinds += ["remove", "remove", "raise", "drop"] if now else []
        kind = self.random.choice(kinds if len(now) < ENOUGH else ["replace", "drop", "remove"])
        if kind == "refused":
            self._be_refused()
            return
        in_store = {"append": "POST", "replace": "PUT", "drop": "DELETE"}
        after, text = self._store(kind) if kind in in_store else self._update(kind)
        if kind in in_store:
            path = f"/store?graph={quote(self.diary.graph)}"
            found = self.client.write(in_store[kind], path, text, "text/turtle")
        else:
            found = self.client.write("POST", "/update", text, UPDATE)
        if found.good:
            self.diary.acknowledged(after)
            self.client.record.count("write")
        elif self.client.excused(found, f"to {kind} in {self.diary.graph}"):
            self.diary.uncertain(after)

    def _store(self, kind: str) -> tuple[Values, str]:
        """What the graph then holds, and the body of a request of the Graph Store Protocol."""
        if kind == "drop":
            return {}, ""
        new = self._new(self.random.randrange(1, 60))
        return self.diary.now | new if kind == "append" else new, self.diary.statements(new)

    def _update(self, kind: str) -> tuple[Values, str]:
        """What the graph then holds, and an update that makes it so."""
        diary, now = self.diary, self.diary.now
        inside, pattern = f"GRAPH <{diary.graph}>", f"{{ ?s <{diary.predicate}> ?n }}"
        if kind == "add":
            new = self._new(self.random.randrange(1, 40))
            return now | new, f"INSERT DATA {{ {inside} {{ {diary.statements(new)} }} }}"
        if kind == "remove":
            gone = self.random.choice(sorted(now))
            after = {name: value for name, value in now.items() if name != gone}
            return after, f"DELETE DATA {{ {inside} {{ {diary.statement(gone, now[gone])} }} }}"
        return {name: value + 1 for name, value in now.items()}, (
            f"DELETE {{ {inside} {pattern} }} "
            f"INSERT {{ {inside} {{ ?s <{diary.predicate}> ?m }} }} "
            f"WHERE {{ {inside} {pattern} BIND(?n + 1 AS ?m) }}"
        )

    def _be_refused(self) -> None:
        """Try an update whose second operation is refused: so its first is not done either."""
        text = f"DROP SILENT GRAPH <{self.diary.graph}> ; LOAD <https://example.org/nowhere>"
        found = self.client.write("POST", "/update", text, UPDATE)
        if 400 <= found.status < 500:
            self.client.record.count("mistake")
        else:
            self.client.excused(found, text)

    def read(self) -> None:
        """Compare the graph, seen in one of four ways, with what it must hold."""
        diary = self.diary
        name, predicate = diary.graph, diary.predicate
        way = self.random.randrange(4)
        if way == 3:
            found = self.client.ask(
                f"SELECT ?s ?n {{ GRAPH ?g {{ ?s <{predicate}> ?n }} }}",
                f"?named-graph-uri={quote(name)}",
            )
        else:
            texts = [
                f"SELECT ?s ?n {{ ?s <{predicate}> ?n }}",
                f"SELECT ?s ?n FROM <{name}> {{ ?s ?p ?n }}",
                f"SELECT ?s ?n {{ GRAPH <{name}> {{ ?s ?p ?n }} }}",
            ]
            found = self.client.ask(texts[way])
        if not found.good:
            self.client.excused(found, f"reading {name}")
            return
        start = len(f"{PLACE}{diary.name}/")
        values: Values = {subject[start:]: int(value) for subject, value in found.rows}
        expected = [len(state) for state in diary.states]
        if len(values) != len(found.rows) or not diary.seen(values):
            self.client.record.wrong(
                f"{name}, seen in way {way}, has {len(found.rows)} rows; {expected} were written"
            )
        else:
            self.client.record.count("read back")

    def _new(self, count: int) -> Values:
        first, self.next = self.next, self.next + count
        return {str(name): self.random.randrange(1000) for name in range(first, self.next)}


class Bank:
    """Moves money between accounts; whoever looks sees all of it, whenever that is."""

    ACCOUNTS, EACH = 10, 100
    GRAPH = PLACE + "graph/bank"
    MONEY = PLACE + "money"

    def __init__(self, client: Client, random: Random) -> None:
        self.client, self.random = client, random

    @classmethod
    def turtle(cls) -> str:
        """The accounts at the start."""
        lines = (f"<{PLACE}account/{i}> <{cls.MONEY}> {cls.EACH} ." for i in range(cls.ACCOUNTS))
        return "\n".join(lines)

    def step(self) -> None:
        """Move some money, or look."""
        if self.random.random() < 0.3:
            self._move()
        query = f"SELECT (COUNT(*) AS ?x) (SUM(?n) AS ?y) {{ ?account <{self.MONEY}> ?n }}"
        found = self.client.ask(query)
        if not found.good:
            self.client.excused(found, query)
        elif found.rows != [[str(self.ACCOUNTS), str(self.ACCOUNTS * self.EACH)]]:
            self.client.record.wrong(f"the bank holds {found.body!r}")
        else:
            self.client.record.count("audit")

    def _move(self) -> None:
        one, other = self.random.sample(range(self.ACCOUNTS), 2)
        amount = self.random.randrange(1, 9)
        before = (
            f"<{PLACE}account/{one}> <{self.MONEY}> ?a . <{PLACE}account/{other}> <{self.MONEY}> ?b"
        )
        after = before.replace("?a", "?c").replace("?b", "?d")
        update = (
            f"WITH <{self.GRAPH}> DELETE {{ {before} }} INSERT {{ {after} }} "
            f"WHERE {{ {before} BIND(?a - {amount} AS ?c) BIND(?b + {amount} AS ?d) }}"
        )
        found = self.client.write("POST", "/update", update, "application/sparql-update")
        if found.good:
            self.client.record.count("transfer")
        else:
            self.client.excused(found, update)


class Crawler:
    """Asks for more than there is time, memory or room for."""

    def __init__(self, client: Client, random: Random) -> None:
        self.client, self.random = client, random
        value = f"<{PLACE}value>"
        doubled = " ".join(f"BIND(CONCAT(?s{i}, ?s{i}) AS ?s{i + 1})" for i in range(33))
        self.killers = [
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
            f"SELECT * {{ ?a {value} ?b . ?c {value} ?d . ?e {value} ?f }} ORDER BY ?f ?d ?b",
            f"SELECT * {{ ?a {value} ?b . ?c {value} ?d }}",
            "SELECT * " + "{" * 4000 + "}" * 4000,
            f'SELECT (STRLEN(?s33) AS ?n) {{ BIND("x" AS ?s0) {doubled} }}',
            "ASK { ?a (!<urn:x>)* ?b . ?b (!<urn:y>)* ?c FILTER(?c = 1.5) }",
        ]

    def step(self) -> None:
        """Ask one of them; it must end in an error or be broken off."""
        query = self.random.choice(self.killers)
        found = self.client.ask(query)
        if found.good:
            self.client.record.wrong(f"{query[:100]} was answered: {found.body[-100:]!r}")
        elif found.code == "cut":
            self.client.record.count("cut")
        else:
            self.client.excused(found, query[:100])


class Exporter:
    """Fetches a large result as a whole and checks each row of it."""

    def __init__(self, client: Client, numbers: Numbers, random: Random) -> None:
        self.client, self.numbers, self.random = client, numbers, random

    def step(self) -> None:
        """Fetch it once, as CSV or JSON."""
        times = 20
        value = f"<{PLACE}value>"
        query = f"SELECT ?b {{ ?a {value} ?b . ?c {value} ?d FILTER(?d < {times}) }}"
        as_json = self.random.random() < 0.5
        accept = "application/sparql-results+json" if as_json else "text/csv"
        found = self.client.ask(query, accept=accept)
        if not found.good:
            self.client.excused(found, query)
            return
        if as_json:
            bindings = json.loads(found.body)["results"]["bindings"]
            values = [int(row["b"]["value"]) for row in bindings]
        else:
            values = [int(row[0]) for row in found.rows]
        n = self.numbers.size
        if len(values) != n * times or sum(values) != times * sum(range(n)):
            self.client.record.wrong(f"an export has {len(values)} rows")
        else:
            self.client.record.count("export")


class Leaver:
    """Goes away in the middle of a result, of a request, or before the answer has begun."""

    def __init__(self, client: Client, served: Served, random: Random) -> None:
        self.client, self.served, self.random = client, served, random

    def step(self) -> None:
        """Go away once."""
        value = quote(f"<{PLACE}value>")
        path = f"/sparql?query=SELECT%20*%7B%3Fa%20{value}%20%3Fb.%3Fc%20{value}%20%3Fd%7D"
        request = f"GET {path} HTTP/1.1\r\nHost: soak\r\nAccept: text/csv\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", self.served.port), timeout=20) as wire:
            wire.sendall(request if self.random.random() < 0.8 else request[:40])
            for _ in range(self.random.randrange(4)):
                with suppress(TimeoutError, ConnectionError):
                    wire.settimeout(1)
                    wire.recv(1 << 14)
        self.client.record.count("left")


class Stumbler:
    """Sends what is wrong."""

    def __init__(self, client: Client, random: Random) -> None:
        self.client, self.random = client, random
        query, update = "application/sparql-query", "application/sparql-update"
        self.mistakes: list[tuple[str, str, dict[str, str], bytes, int]] = [
            ("GET", "/sparql?query=SELECT", {}, b"", 400),
            ("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", {}, b"", 400),
            ("POST", "/sparql", {"content_type": query}, b"ASK { \xff }", 400),
            ("POST", "/sparql", {"content_type": "text/plain"}, b"ASK {}", 415),
            ("POST", "/sparql", {"content_type": query, "accept": "image/png"}, b"ASK {}", 406),
            ("POST", "/update", {"content_type": update}, b"CLEAR ALL", 401),
            ("PUT", "/store?default", {"content_type": "text/turtle"}, b"<a> <b> <c> .", 401),
            ("POST", "/update", {"content_type": update, **client.token}, b"CLEAR EVERYTHING", 400),
            (
                "PUT",
                "/store?graph=urn:x",
                {"content_type": "text/turtle", **client.token},
                b"<",
                400,
            ),
            ("DELETE", "/sparql", {}, b"", 405),
            ("GET", "/nowhere/at/all", {}, b"", 404),
        ]

    def step(self) -> None:
        """Make one mistake; it must be called what it is."""
        method, path, headers, body, status = self.random.choice(self.mistakes)
        found = self.client.send(method, path, body, **headers)
        if found.status == status and found.code != "no-problem":
            self.client.record.count("mistake")
        elif found.code in LIMITS | DEATHS:
            self.client.excused(found, path)
        else:
            self.client.record.wrong(f"{method} {path}: {found.status} instead of {status}")


class Assassin:
    """Kills readers, and now and then their host."""

    PAUSES = (1.0, 5.0)
    """Least and most seconds between two deaths."""

    def __init__(self, client: Client, served: Served, random: Random) -> None:
        self.client, self.served, self.random = client, served, random

    def step(self) -> None:
        """Kill one process."""
        time.sleep(self.random.uniform(*self.PAUSES))
        hosts = children(self.served.process.pid)
        readers = [one for host in hosts for one in children(host)]
        as_host = self.random.random() < 0.2
        victims = hosts if as_host else readers
        if not victims:
            return
        if as_host:
            self.client.record.dies("host killed", RECOVERY)
        else:
            self.client.record.dies("reader killed", SLACK)
        with suppress(ProcessLookupError):
            os.kill(self.random.choice(victims), signal.SIGKILL)
