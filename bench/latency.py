"""How long each template takes: one client, all systems in turn, query by query; then eight."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from random import Random

from bench.answers import UNCHECKED, Answer, read
from bench.client import Connection, Failed, Reply
from bench.generator import Data
from bench.results import Cell, Timing
from bench.systems import System
from bench.templates import Template

CHECKED = 3
"""Answers of each template that are compared."""
LEAST = 2
"""Requests of each template that are made however long they take."""
CLIENTS = 8
ALONE = {"export"}
"""Templates that are not part of the mix of eight clients."""
SLOW = 10
"""Seconds of a query that is not asked again with the same text."""
PATIENCE = 60
"""Seconds after which one query is given up."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured: requests at most and seconds for each template and system."""

    requests: int
    seconds: float
    repeats: int
    mix_seconds: float


@dataclass(slots=True)
class _Course:
    """One system on its way through a template."""

    system: System
    connection: Connection
    cell: Cell = field(default_factory=Cell)
    warm: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    repeated: list[float] = field(default_factory=list)

    @property
    def spent(self) -> float:
        """Seconds of the requests with new constants."""
        return sum(self.warm) + (self.cell.cold or 0)

    def ask(self, text: str) -> Reply | None:
        """The reply to a query; None, and the cell says why, when there is none."""
        try:
            reply = self.connection.query(self.system.path, text)
        except (Failed, OSError) as error:
            late = isinstance(error, TimeoutError)
            self.cell.error = f"no answer within {PATIENCE} s" if late else str(error)[:200]
            self.connection.close()
            self.connection = Connection(self.system.port, PATIENCE)
            return None
        return reply


def checked_texts(all_templates: Sequence[Template], data: Data) -> dict[str, list[str]]:
    """The texts of each template whose answers are compared: the first ones of a run."""
    return {
        one.name: list(islice(_texts(one, data), CHECKED))
        for one in all_templates
        if one.name not in UNCHECKED | ALONE
    }


def _texts(template: Template, data: Data) -> Iterator[str]:
    """The texts of a template in a run, always the same ones."""
    return template.texts(Random(template.name), data)  # noqa: S311 - nothing secret is drawn


def one_client(
    template: Template,
    systems: Sequence[System],
    data: Data,
    right: dict[str, Answer],
    plan: Plan,
) -> dict[str, Cell]:
    """Time a template on all systems, which take turns with the same texts."""
    courses = [_Course(one, Connection(one.port, PATIENCE)) for one in systems]
    for number, text in enumerate(islice(_texts(template, data), plan.requests)):
        running = [
            one
            for one in courses
            if not one.cell.error and (number < LEAST or one.spent < plan.seconds)
        ]
        for course in running:
            reply = course.ask(text)
            if reply is None:
                continue
            if number == 0:
                course.cell.cold, course.cell.size = reply.total, len(reply.body)
            else:
                course.warm.append(reply.total)
                course.first.append(reply.first_byte)
            _check(course, template, text, reply, right, data)
            while len(course.repeated) < plan.repeats and (
                sum(course.repeated) < plan.seconds / 2 and reply.total < SLOW
            ):
                again = course.ask(text)
                if again is None:
                    break
                course.repeated.append(again.total)
    for course in courses:
        course.connection.close()
        course.cell.warm, course.cell.repeated = Timing.of(course.warm), Timing.of(course.repeated)
        course.cell.first_byte = statistics.median(course.first) if course.first else None
    return {one.system.name: one.cell for one in courses}


def _check(
    course: _Course,
    template: Template,
    text: str,
    reply: Reply,
    right: dict[str, Answer],
    data: Data,
) -> None:
    """Note the first fault of a system's answers."""
    if course.cell.fault:
        return
    if text in right:
        try:
            course.cell.fault = read(reply.body).verdict(right[text])
        except (ValueError, SyntaxError) as error:
            course.cell.fault = f"cannot be read: {error}"[:200]
    elif template.name in ALONE:
        rows = sum(not line.startswith(b"#") for line in reply.body.splitlines() if line)
        if rows != data.triples:
            course.cell.fault = f"wrong rows: {rows} for {data.triples}"


def eight_clients(
    system: System, all_templates: Sequence[Template], data: Data, plan: Plan
) -> tuple[float, dict[str, list[float]]]:
    """Queries a second of eight clients that mix all templates, and the seconds by template."""
    mixed = [one for one in all_templates if one.name not in ALONE]
    taken: dict[str, list[float]] = {one.name: [] for one in mixed}
    start = time.perf_counter()
    end = start + plan.mix_seconds
    with ThreadPoolExecutor(CLIENTS) as executor:
        clients = [
            executor.submit(_mix, system, mixed, data, taken, _until(end), Random(number))  # noqa: S311 - nothing secret is drawn
            for number in range(CLIENTS)
        ]
        done = sum(client.result() for client in clients)
    return done / (time.perf_counter() - start), taken


def _until(end: float) -> Callable[[], bool]:
    return lambda: time.perf_counter() < end


def _mix(
    system: System,
    mixed: Sequence[Template],
    data: Data,
    taken: dict[str, list[float]],
    goes_on: Callable[[], bool],
    random: Random,
) -> int:
    """Ask templates in a random order until the time is over; how many were answered."""
    done = 0
    connection = Connection(system.port, PATIENCE)
    while True:
        for template in random.sample(mixed, len(mixed)):
            if not goes_on():
                connection.close()
                return done
            text = template.text(random, data)
            try:
                reply = connection.query(system.path, text)
            except (Failed, OSError):
                connection.close()
                connection = Connection(system.port, PATIENCE)
                continue
            taken[template.name].append(reply.total)
            done += 1
