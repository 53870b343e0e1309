"""Links and open data: each graph says what it is, each link fits, every city is there."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from hashlib import sha256
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from cityweave.resources import content, files
from cityweave.spreadsheets.folding import fold
from cityweave.vocabulary import BASE, CW, GRAPH, PREFIXES

ID = BASE + "id/"
RDF, SCHEMA, OWL, SKOS = (PREFIXES[name] for name in ("rdf", "schema", "owl", "skos"))
DCTERMS, VOID, DCAT, GEO = (PREFIXES[name] for name in ("dcterms", "void", "dcat", "geo"))
TYPE = NamedNode(RDF + "type")
NAMES = (SCHEMA + "alternateName", PREFIXES["rdfs"] + "label")
POSITIONS = Path(__file__).with_name("positions.csv")
"""Second positions: World Cities Database of SimpleMaps (CC BY 4.0), or rough ones of ours."""
FORMS = {
    "geonames": r"https://sws\.geonames\.org/[1-9]\d*/",
    "wikidata": r"http://www\.wikidata\.org/entity/Q[1-9]\d*",
    "nuts": r"http://data\.europa\.eu/nuts/code/[A-Z]{2}[A-Z0-9]{1,3}",
    "lau": r"[A-Z]{2}_[A-Z0-9]+",
    "unlocode": r"[A-Z]{2}[A-Z2-9]{3}",
    "eu-countries": r"http://publications\.europa\.eu/resource/authority/country/[A-Z]{3}",
    "iso-3166": r"[A-Z]{3}|\d{3}|[A-Z]{2}-[A-Z0-9]{1,3}",
    "eu-corporate-bodies": (
        r"http://publications\.europa\.eu/resource/authority/corporate-body/[A-Z]+"
    ),
    "eurovoc": r"http://eurovoc\.europa\.eu/(c_[0-9a-f]{8}|\d+)",
    "eli": (
        r"http://data\.europa\.eu/eli/dir/\d{4}/\d+/oj|\d{5}[A-Z]{1,2}\d{4}"
        r"|http://publications\.europa\.eu/resource/celex/\d{5}[A-Z]{1,2}\d{4}"
    ),
    "sdg": r"http://metadata\.un\.org/sdg/([1-9]|1[0-7])",
    "flemish-areas": (
        r"http://vocab\.belgif\.be/auth/refnis2019/\d{5}"
        r"|http://data\.lblod\.info/id/werkingsgebieden/[0-9a-f]{64}"
    ),
}
LINK_FILES = [path for path in files("data", ".trig") if path.parent.name == "links"]
OPEN_FILES = [path for path in files("data", ".trig") if path.parent.name == "open"]
TARGETS = sorted(FORMS)
QUADS = [
    quad for path in files("data", ".trig") for quad in parse(path=str(path), format=RdfFormat.TRIG)
]


def graph_of(name: str) -> list[Quad]:
    graph = NamedNode(GRAPH + name)
    return [quad for quad in QUADS if quad.graph_name == graph]


def links_of(target: str) -> dict[NamedNode, dict[str, list[object]]]:
    """The links of a set, by their name, with what each says."""
    found: dict[NamedNode, dict[str, list[object]]] = defaultdict(lambda: defaultdict(list))
    for quad in graph_of(f"links/{target}"):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ID + "link/"):
            found[quad.subject][quad.predicate.value].append(quad.object)
    return found


def things(kind: str) -> set[str]:
    return {
        quad.subject.value
        for quad in QUADS
        if quad.predicate == TYPE
        and quad.object == NamedNode(CW + kind)
        and isinstance(quad.subject, NamedNode)
    }


COUNTRY = {
    quad.subject.value: quad.object.value.rpartition("/")[2].upper()
    for quad in QUADS
    if quad.predicate.value == CW + "country"
    and isinstance(quad.subject, NamedNode)
    and isinstance(quad.object, NamedNode)
}
MUNICIPALITIES = sorted(things("Municipality"))


def test_each_target_has_its_file_and_its_graph() -> None:
    assert {path.stem for path in LINK_FILES} == {*TARGETS, "unlinked"}
    for path in [*LINK_FILES, *OPEN_FILES]:
        graphs = {quad.graph_name for quad in parse(path=str(path), format=RdfFormat.TRIG)}
        assert graphs == {NamedNode(f"{GRAPH}{path.parent.name}/{path.stem}")}


@pytest.mark.parametrize("path", [*LINK_FILES, *OPEN_FILES], ids=lambda path: path.stem)
def test_each_graph_says_licence_date_source_and_method(path: Path) -> None:
    name = NamedNode(f"{GRAPH}{path.parent.name}/{path.stem}")
    said = {
        quad.predicate.value
        for quad in parse(path=str(path), format=RdfFormat.TRIG)
        if quad.subject == name
    }
    wanted = {DCTERMS + word for word in ("title", "license", "created", "source")}
    assert wanted | {CW + "linkMethod"} <= said
    if path in LINK_FILES and path.stem in TARGETS:
        assert {VOID + "subjectsTarget", VOID + "objectsTarget", DCTERMS + "rights"} <= said


@pytest.mark.parametrize("target", TARGETS)
def test_a_set_declares_exactly_the_properties_that_it_uses(target: str) -> None:
    name = NamedNode(f"{GRAPH}links/{target}")
    declared = {
        quad.object.value  # type: ignore[union-attr]
        for quad in graph_of(f"links/{target}")
        if quad.subject == name and quad.predicate.value == VOID + "linkPredicate"
    }
    used = {
        value.value  # type: ignore[attr-defined]
        for link in links_of(target).values()
        for value in link[RDF + "predicate"]
    }
    assert used == declared


@pytest.mark.parametrize("target", TARGETS)
def test_each_link_is_complete_and_stated(target: str) -> None:
    stated = {(q.subject, q.predicate, q.object) for q in graph_of(f"links/{target}")}
    links = links_of(target)
    assert links
    told = set()
    for name, link in links.items():
        assert set(link[TYPE.value]) == {NamedNode(CW + "Link"), NamedNode(RDF + "Statement")}
        (subject,), (predicate,), (value,) = (
            link[RDF + part] for part in ("subject", "predicate", "object")
        )
        assert (subject, predicate, value) in stated, name
        told.add((subject, predicate, value))
        (confidence,), (basis,) = link[CW + "confidence"], link[CW + "linkBasis"]
        assert getattr(confidence, "value", "") in {
            ID + f"confidence/{word}" for word in ("certain", "probable", "possible")
        }
        assert isinstance(basis, Literal)
        assert len(basis.value) > 30, name
        assert re.fullmatch(FORMS[target], value.value), name  # type: ignore[attr-defined]
    plain = {one for one in stated if isinstance(one[0], NamedNode) and ID in one[0].value}
    plain = {one for one in plain if not one[0].value.startswith(ID + "link/")}  # type: ignore[union-attr]
    assert plain == told, "a triple without its link"


@pytest.mark.parametrize("target", TARGETS)
def test_what_is_linked_is_there_and_linked_once(target: str) -> None:
    known = {quad.subject for quad in QUADS if quad.predicate == TYPE}
    known |= {
        quad.subject
        for path in files("ontology", ".ttl")
        for quad in parse(path=str(path))
        if quad.predicate == TYPE
    }
    same, seen = Counter[str](), Counter[tuple[str, str, str]]()
    for link in links_of(target).values():
        (subject,), (predicate,), (value,) = (
            link[RDF + part] for part in ("subject", "predicate", "object")
        )
        assert subject in known
        name = value.value  # type: ignore[attr-defined]
        seen[(str(subject), str(predicate), name.rpartition("/")[0])] += 1
        if predicate in (NamedNode(OWL + "sameAs"), NamedNode(SCHEMA + "sameAs")):
            same[name] += 1
        if predicate == NamedNode(SKOS + "exactMatch"):
            same[name] += 1
    assert not [name for name, count in same.items() if count > 1]
    assert not [key for key, count in seen.items() if count > 1]


def test_same_means_the_same_only_for_countries_and_bodies() -> None:
    for target in TARGETS:
        for link in links_of(target).values():
            (subject,), (predicate,) = link[RDF + "subject"], link[RDF + "predicate"]
            kind = getattr(subject, "value", "").removeprefix(ID).partition("/")[0]
            if predicate == NamedNode(OWL + "sameAs"):
                assert kind in ("country", "organisation"), subject
            if kind in ("theme", "sdg"):
                assert getattr(predicate, "value", "").startswith(SKOS)


def test_codes_agree_with_the_country() -> None:
    greek = {"GR": "EL"}
    for target, start in (
        ("lau", 0),
        ("unlocode", 0),
        ("nuts", len("http://data.europa.eu/nuts/code/")),
    ):
        for link in links_of(target).values():
            (subject,), (value,) = link[RDF + "subject"], link[RDF + "object"]
            code = value.value[start : start + 2]  # type: ignore[attr-defined]
            country = COUNTRY[subject.value]  # type: ignore[attr-defined]
            assert code in (country, greek.get(country)), subject


def test_areas_of_flemish_municipalities_are_sums_of_code_and_name() -> None:
    codes: dict[str, str] = {}
    areas: dict[str, str] = {}
    for link in links_of("flemish-areas").values():
        (subject,), (value,) = link[RDF + "subject"], link[RDF + "object"]
        start, _, last = value.value.rpartition("/")  # type: ignore[attr-defined]
        (codes if start.endswith("refnis2019") else areas)[subject.value] = last  # type: ignore[attr-defined]
    assert set(codes) == set(areas)
    for city, code in codes.items():
        names = [
            quad.object.value
            for quad in QUADS
            if quad.subject == NamedNode(city)
            and quad.predicate.value in NAMES
            and isinstance(quad.object, Literal)
        ]
        sums = {sha256(f"{code}{name}Gemeente".encode()).hexdigest() for name in names}
        assert areas[city] in sums, city


def test_every_municipality_has_country_position_and_a_link_or_a_reason() -> None:
    linked = {
        link[RDF + "subject"][0].value  # type: ignore[attr-defined]
        for target in ("geonames", "wikidata")
        for link in links_of(target).values()
    }
    placed = {q.subject.value for q in QUADS if q.predicate.value == GEO + "hasGeometry"}
    unknown = {
        quad.object.value
        for quad in graph_of("links/unlinked")
        if quad.predicate.value == CW + "aboutSubject" and isinstance(quad.object, NamedNode)
    }
    assert len(MUNICIPALITIES) == 125
    for city in MUNICIPALITIES:
        assert city in COUNTRY
        assert city in unknown or (city in linked and city in placed), city
    every_set = {
        link[RDF + "subject"][0].value  # type: ignore[attr-defined]
        for target in TARGETS
        for link in links_of(target).values()
    }
    for place in things("District") | things("Region"):
        assert (place in unknown) != (place in every_set), place


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance on a sphere between two points, each degrees north and east."""
    (a, b), (c, d) = ((radians(x), radians(y)) for x, y in (one, other))
    return 12742 * asin(sqrt(sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2))


def test_positions_lie_near_those_of_a_second_source() -> None:
    wkt = {q.subject: q.object.value for q in QUADS if q.predicate.value == GEO + "asWKT"}
    ours = {}
    for quad in QUADS:
        if quad.predicate.value == GEO + "hasGeometry":
            match = re.fullmatch(r"POINT\((\S+) (\S+)\)", wkt[quad.object])
            assert match is not None
            ours[quad.subject.value.removeprefix(ID)] = (float(match[2]), float(match[1]))
    with POSITIONS.open(encoding="utf-8", newline="") as file:
        second = {
            row["place"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(file)
        }
    assert set(ours) == set(second)
    far = {place: kilometres(ours[place], second[place]) for place in ours}
    assert {place: round(away) for place, away in far.items() if away > 25} == {}


def test_old_and_foreign_names_that_the_sources_use_are_known() -> None:
    names = defaultdict(set)
    aliases = {
        quad.subject: quad.object.value
        for quad in QUADS
        if quad.predicate.value == CW + "literalForm" and isinstance(quad.object, Literal)
    }
    for quad in QUADS:
        if quad.predicate.value in NAMES and isinstance(quad.object, Literal):
            names[fold(quad.object.value)].add(quad.subject.value)
        if quad.predicate.value == CW + "alias":
            names[fold(aliases[quad.object])].add(quad.subject.value)
    for name, thing in (
        ("Wenen", "city/vienna-at"),
        ("Genua", "city/genoa-it"),
        ("Roeselaere", "city/roeselare-be"),
        ("Jegelva", "city/jelgava-lv"),
        ("Ujbuda", "district/ujbuda-hu"),
        ("Anvers", "city/antwerp-be"),
        ("Leopoli", "city/lviv-ua"),
        ("Malines", "city/mechelen-be"),
    ):
        assert ID + thing in names[fold(name)], name


def test_open_data_are_a_modest_part_of_the_graph() -> None:
    added = sum(
        1
        for path in [*LINK_FILES, *OPEN_FILES]
        for _ in parse(path=str(path), format=RdfFormat.TRIG)
    )
    assert added < 12_000
    assert (content("data") / "open").is_dir()


def test_the_docs_count_the_links() -> None:
    page = (content("data").parent / "docs" / "links.md").read_text(encoding="utf-8")
    told = {
        row[0]: (int(row[1]), int(row[2]))
        for row in re.findall(r"^\| ([a-z0-9-]+) \| (\d+) \| (\d+) \|", page, re.MULTILINE)
    }
    probable = NamedNode(ID + "confidence/probable")
    assert told == {
        target: (
            len(links_of(target)),
            sum(link[CW + "confidence"] == [probable] for link in links_of(target).values()),
        )
        for target in TARGETS
    }
