"""Makes a graph of the domain of any size, the same for the same size and seed."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

import pyoxigraph as ox

from bench import rows
from bench.detail import Detail
from bench.dossiers import FUNDS, ROLES, STATUSES, Dossiers
from bench.faults import faults
from bench.output import Output
from bench.places import EDITORIAL, ORGANISATION_TYPES, write_places
from bench.rows import Row
from bench.terms import LABEL, A, cw, text, thing
from bench.words import COUNTRIES, THEMES
from cityweave.resources import files
from cityweave.vocabulary import GRAPH, ONTOLOGY_GRAPH, PREFIXES

SEED = 20251
PREFERRED, CONCEPT = (f"<{PREFIXES['skos']}{name}>" for name in ("prefLabel", "Concept"))
FAULTS = f"<{GRAPH}faults>"
SPACING = 34_300
"""Triples for each planted fault of a kind."""
CHOICE = 20_000
"""How many things of a kind the constants of queries are drawn from, at most."""


@dataclass(frozen=True, slots=True)
class Data:
    """A generated graph: its folder, how large it is, and what constants there are for queries.

    `triples` are the different ones; `quads` counts one again for each graph that states it.
    """

    folder: Path
    triples: int
    quads: int
    graphs: int
    constants: dict[str, list[str]]

    @property
    def n_quads(self) -> Path:
        """The file that most systems load."""
        return self.folder / "graph.nq"

    @property
    def expected(self) -> Path:
        """What a validator must find in a judged graph: the rows of the planted faults."""
        return self.folder / "expected.json"

    @property
    def merge(self) -> Path:
        """Each triple once, without graphs, as N-Triples."""
        return self.folder / "merge.nt"


def generate(folder: Path, size: int, seed: int = SEED, *, judged: bool = False) -> Data:
    """Write a graph of `size` different triples, or at most a dossier more, unless it is there.

    One that was made by other code, or with another ontology, is made anew. A graph that is to be
    judged says all that the shapes of the project ask for, and has as many faults of each kind
    planted in it as its size allows: one for each `SPACING` triples.
    """
    notes = folder / "constants.json"
    maker = f"{size} {seed} {judged} {_fingerprint()}"
    if notes.is_file():
        kept = json.loads(notes.read_text(encoding="utf-8"))
        if kept.pop("maker", None) == maker:
            return Data(folder=folder, **kept)
    folder.mkdir(parents=True, exist_ok=True)
    notes.unlink(missing_ok=True)
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    detail = Detail(is_full=judged)
    with Output(folder) as output:
        _codes(output, _ontology(output), detail)
        if judged:
            rows.write(_plant(output, max(1, size // SPACING)), folder / "expected.json")
        places = write_places(output, random, size, detail)
        dossiers = Dossiers(output, random, places, detail)
        while output.triples < size:
            dossiers.write()
    constants = {
        "city": [city.iri for city in random.choices(places.cities, k=CHOICE)],
        "name": [f'"{city.name}"@en' for city in random.choices(places.cities, k=CHOICE)],
        "member": [city.municipality for city in random.choices(dossiers.members, k=CHOICE)],
        "collaboration": random.choices(dossiers.collaborations, k=CHOICE),
        "event": random.choices(dossiers.events, k=CHOICE),
        "region": random.choices(places.regions, k=CHOICE),
        "organisation": random.choices(places.organisations, k=CHOICE),
    }
    data = Data(folder, output.triples, output.quads, output.graphs, constants)
    kept = {name: value for name, value in asdict(data).items() if name != "folder"}
    notes.write_text(json.dumps({"maker": maker, **kept}), encoding="utf-8")
    return data


def _fingerprint() -> str:
    """A digest of the code and the ontology that graphs are made of."""
    here = Path(__file__).parent
    digest = sha256()
    for path in (*sorted(here.glob("*.py")), *here.glob("*.ttl"), *files("ontology", ".ttl")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _ontology(output: Output) -> dict[str, None]:
    """The ontology, without what has blank nodes, whose names no two systems share."""
    facts: dict[str, None] = {}
    for path in files("ontology", ".ttl"):
        for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
            if not isinstance(quad.subject, ox.BlankNode) and not isinstance(
                quad.object, ox.BlankNode
            ):
                facts[str(quad.triple)] = None
    output.add(f"<{ONTOLOGY_GRAPH}>", facts)
    return facts


def _codes(output: Output, known: Container[str], detail: Detail) -> None:
    """Themes and funds, and what else is chosen from; some stands in the ontology already."""
    facts: list[str] = []
    for theme in THEMES:
        iri = thing("theme", theme)
        words = text(theme.replace("-", " "))
        facts += [f"{iri} {A} {cw('Theme')}", f"{iri} {LABEL} {words}"]
        facts += detail.more(f"{iri} {PREFERRED} {words}")
    for number, fund in enumerate(FUNDS):
        facts += [f"{fund} {A} {cw('Fund')}", f"{fund} {LABEL} {text(f'Fund {number}')}"]
    for code in (*ROLES, *STATUSES, *ORGANISATION_TYPES, thing("unit", "inhabitants")):
        facts += detail.more(f"{code} {A} {CONCEPT}")
    fresh = [fact for fact in facts if fact not in known]
    output.add(EDITORIAL, fresh, [fact for fact in facts if fact in known])


def _plant(output: Output, times: int) -> list[Row]:
    """State each kind of fault so many times; what must be found of them."""
    found: list[Row] = []
    for fault in faults():
        for number in range(times):
            output.add(FAULTS, fault.facts(number))
            found += fault.rows(number)
    return found


def countries() -> list[str]:
    """The countries of every generated graph."""
    return [thing("country", code) for code in COUNTRIES]
