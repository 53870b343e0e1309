"""The source documents, where they are at hand, and what their lines speak of."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from cityweave.resources import content, files

BASE = "https://w3id.org/cityweave/"
ID = BASE + "id/"
CW = BASE + "ontology#"
SOURCE = BASE + "source/"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
NAMING = {
    RDFS_LABEL,
    "http://www.w3.org/2004/02/skos/core#altLabel",
    CW + "literalForm",
    CW + "countryCode",
}
NODES = set(
    "membership coordination network-partnership project-participation action-leadership "
    "action-group-membership office mentoring appearance award-conferral viewpoint claim "
    "disagreement unknown alias quantity timespan funding monitoring".split()
)
COMMON = set(
    "the of and for in a to on de la la city municipality partnership network project programme "
    "action european eu agency group session event local plan first second policy fund conference "
    "government region at from with by an centre university association integration social public "
    "development inclusion".split()
)


def content_quads() -> list[tuple[Path, Quad]]:
    """Every quad of `data/`, with the file that it stands in."""
    return [
        (path, quad)
        for path in files("data", ".trig")
        for quad in parse(path=str(path), format=RdfFormat.TRIG)
    ]


def documents() -> dict[str, list[str]]:
    """The lines of each source document that can be found, by the document's slug.

    Documents are looked for by checksum in the folder that CITYWEAVE_SOURCES names,
    or in `shared/sources` beside the checkout.
    """
    folder = Path(
        os.environ.get("CITYWEAVE_SOURCES", content("data").parent.parent / "shared" / "sources")
    )
    by_sum = {}
    for path in sorted(folder.glob("*.txt")) if folder.is_dir() else []:
        data = path.read_bytes()
        by_sum[hashlib.sha256(data).hexdigest()] = data.decode("utf-8").split("\n")
    found = {}
    for quad in parse(path=str(content("data") / "sources.trig"), format=RdfFormat.TRIG):
        if quad.predicate.value == CW + "checksum" and quad.object.value in by_sum:
            found[quad.subject.value.removeprefix(SOURCE)] = by_sum[quad.object.value]
    return found


def fold(text: str) -> str:
    """Lower case without accents, only letters and digits, words apart."""
    text = text.translate({0x142: "l", 0x141: "L", 0xF8: "o", 0x2019: " "})
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


@dataclass(frozen=True)
class Lines:
    """The cited lines of a passage, folded."""

    text: str
    joined: str
    words: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, lines: list[str]) -> Lines:
        raw = " ".join(lines)
        text = fold(raw)
        whole = fold(re.sub(r"-\s+", "", raw))
        return cls(text, (text + whole).replace(" ", ""), frozenset(text.split() + whole.split()))

    def contain(self, words: str) -> bool:
        """Whether these words stand there, however the lines are broken."""
        return fold(words).replace(" ", "") in self.joined

    def speak_of(self, names: set[str]) -> bool:
        """Whether one of the names is there, whole or in the greater part of its telling words."""
        for name in names:
            if fold(name) and f" {fold(name)} " in f" {self.text} ":
                return True
            telling = [word for word in fold(name).split() if word not in COMMON and len(word) > 2]
            hits = sum(
                any(
                    own == word or (len(word) > 4 and own.startswith(word[:5]))
                    for own in self.words
                )
                for word in telling
            )
            if telling and hits >= max(1, (len(telling) + 1) // 2):
                return True
        return False


def names_of(quads: list[Quad]) -> dict[str, set[str]]:
    """Every name that the graph has for a thing.

    An authority also goes by the names of the place that it governs, a country by its code.
    """
    names: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        literal = quad.object if quad.predicate.value in NAMING else None
        if isinstance(quad.subject, NamedNode) and isinstance(literal, Literal):
            names[quad.subject.value].add(literal.value)
    for other in (CW + "alias", CW + "administers"):
        for quad in quads:
            if quad.predicate.value == other and isinstance(quad.object, NamedNode):
                names[str(getattr(quad.subject, "value", ""))] |= names[quad.object.value]
    return names
