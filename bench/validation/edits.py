"""Edits of a graph that was judged: what judging again costs, and whether it says the same."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

import pyoxigraph as ox

from bench.generator import SEED, Data
from bench.terms import LABEL, A, cw, text, thing
from bench.validation import contribution
from bench.validation.results import Edit
from cityweave.validation import Result, Shapes, run
from cityweave.validation.incremental import affected, judge_affected

TIMES, LARGE = 3, 1_000_000
"""How often each edit is made; once in graphs with more triples than that."""
Change = tuple[list[ox.Quad], list[ox.Quad]]
"""What is added, and what is removed."""


def edits(data: Data, shapes: Path) -> list[Edit]:
    """Edit a graph in ways that people do, in a process whose memory is free afterwards."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        return executor.submit(_edits, data, shapes).result()


def _edits(data: Data, shapes: Path) -> list[Edit]:
    store = ox.Store()
    store.bulk_load(path=data.merge, format=ox.RdfFormat.N_TRIPLES)
    times = TIMES if data.triples <= LARGE else 1
    edited = Edited(store, Shapes.of(ox.parse(path=shapes)), times)
    random = Random(SEED)  # noqa: S311 - nothing secret is drawn
    kinds: dict[str, Callable[[], Change]] = {
        "a city gets another name": lambda: _renamed(store, data, random),
        "a municipality joins a collaboration": lambda: _joined(data, random),
        "a city is deleted": lambda: _deleted(store, data, random),
        f"{contribution.ROWS} organisations are added": lambda: _contributed(data),
    }
    return [edited.measure(name, change) for name, change in kinds.items()]


class Edited:
    """A graph with the results that it had before it was edited."""

    def __init__(self, store: ox.Store, shapes: Shapes, times: int) -> None:
        """Judge it."""
        self._store, self._shapes, self._times = store, shapes, times
        self._before = run(store, shapes)

    def measure(self, name: str, change: Callable[[], Change]) -> Edit:
        """Edit, judge both ways, compare, and undo the edit; some times."""
        partial: list[float] = []
        whole: list[float] = []
        different = 0
        for _ in range(self._times):
            added, removed = change()
            self._apply(added, removed)
            begin = time.perf_counter()
            now = self._after(added, removed)
            partial.append(time.perf_counter() - begin)
            begin = time.perf_counter()
            right = run(self._store, self._shapes)
            whole.append(time.perf_counter() - begin)
            different += Counter(now) != Counter(right)
            self._apply(removed, added)
        return Edit(name, self._times, partial, whole, different)

    def _apply(self, added: list[ox.Quad], removed: list[ox.Quad]) -> None:
        for quad in removed:
            self._store.remove(quad)
        self._store.extend(added)

    def _after(self, added: list[ox.Quad], removed: list[ox.Quad]) -> list[Result]:
        """The results from before that still count, and those of what the edit touches."""
        touched = affected(self._store, self._shapes, added, removed)
        kept = [one for one in self._before if not touched.covers(one)]
        return kept + judge_affected(self._store, self._shapes, touched)


def _quads(facts: Iterator[str]) -> list[ox.Quad]:
    lines = "".join(f"{fact} .\n" for fact in facts)
    return list(ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))


def _renamed(store: ox.Store, data: Data, random: Random) -> Change:
    """A name, which rules about names of the same country look at."""
    city = random.choice(data.constants["city"])
    removed = _about(store, city, LABEL)
    return _quads(iter([f"{city} {LABEL} {text(f'New name {random.random()}')}"])), removed


def _joined(data: Data, random: Random) -> Change:
    """A membership with four statements, and a role that does not exist."""
    one = thing("membership", f"edited-{random.random()}")
    return _quads(
        iter(
            [
                f"{one} {A} {cw('Membership')}",
                f"{one} {LABEL} {text('A membership')}",
                f"{one} {cw('member')} {random.choice(data.constants['member'])}",
                f"{one} {cw('involvedIn')} {random.choice(data.constants['collaboration'])}",
                f"{one} {cw('role')} {thing('role', 'nobody')}",
            ]
        )
    ), []


def _deleted(store: ox.Store, data: Data, random: Random) -> Change:
    """All that is said of a city, to which others still lead."""
    return [], _about(store, random.choice(data.constants["city"]))


def _contributed(data: Data) -> Change:
    """Many organisations at once."""
    body = contribution.as_turtle(contribution.rows(data))
    return list(ox.parse(body, format=ox.RdfFormat.N_TRIPLES)), []


def _about(store: ox.Store, subject: str, predicate: str | None = None) -> list[ox.Quad]:
    """The statements about a subject, both as N-Triples write them."""
    found = store.quads_for_pattern(
        ox.NamedNode(subject[1:-1]),
        None if predicate is None else ox.NamedNode(predicate[1:-1]),
        None,
        ox.DefaultGraph(),
    )
    return list(found)
