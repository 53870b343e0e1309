"""Makes a graph of the domain of any size, the same for the same size and seed."""

from __future__ import annotations

import json
from collections.abc import Container
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import pyoxigraph as ox

from bench.dossiers import FUNDS, Dossiers
from bench.output import Output
from bench.places import EDITORIAL, write_places
from bench.terms import LABEL, A, cw, text, thing
from bench.words import COUNTRIES, THEMES
from cityweave.resources import files
from cityweave.vocabulary import ONTOLOGY_GRAPH

SEED = 20251
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
    def merge(self) -> Path:
        """Each triple once, without graphs, as N-Triples."""
        return self.folder / "merge.nt"


def generate(folder: Path, size: int, seed: int = SEED) -> Data:
    """Write a graph of `size` different triples, or at most a dossier more, unless it is there."""
    notes = folder / "constants.json"
    if notes.is_file():
        return Data(folder=folder, **json.loads(notes.read_text(encoding="utf-8")))
    folder.mkdir(parents=True, exist_ok=True)
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    with Output(folder) as output:
        _codes(output, _ontology(output))
        places = write_places(output, random, size)
        dossiers = Dossiers(output, random, places)
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
    notes.write_text(json.dumps(kept), encoding="utf-8")
    return data


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


def _codes(output: Output, known: Container[str]) -> None:
    """Themes and funds; some of them stand in the ontology already."""
    facts: list[str] = []
    for theme in THEMES:
        iri = thing("theme", theme)
        facts += [f"{iri} {A} {cw('Theme')}", f"{iri} {LABEL} {text(theme.replace('-', ' '))}"]
    for number, fund in enumerate(FUNDS):
        facts += [f"{fund} {A} {cw('Fund')}", f"{fund} {LABEL} {text(f'Fund {number}')}"]
    fresh = [fact for fact in facts if fact not in known]
    output.add(EDITORIAL, fresh, [fact for fact in facts if fact in known])


def countries() -> list[str]:
    """The countries of every generated graph."""
    return [thing("country", code) for code in COUNTRIES]
