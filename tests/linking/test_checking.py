"""Each flaw of a link is found, at its place, and right links have none."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store

from cityweave.formats import rdf_by_name
from cityweave.linking import Gazetteers, check, open_gazetteer, target
from cityweave.linking.words import phrases
from cityweave.parsing import locate
from cityweave.validation import Report
from cityweave.vocabulary import LANGUAGES
from linking.sample import PREFIXED, THINGS, graph_of

GHENT = "<https://sws.geonames.org/2797656/>"
PLACE = "city:ghent-be geo:hasGeometry [ geo:asWKT 'POINT(3.7 51.0)'^^geo:wktLiteral ] ."
ACCOUNT = """
link:x a rdf:Statement, cw:Link ; rdf:subject city:ghent-be ;
  rdf:predicate {predicate} ; rdf:object {value} ; cw:confidence confidence:certain .
"""
LINK = "@prefix link: <https://w3id.org/cityweave/id/link/> .\n"


@pytest.fixture
def gazetteers(dump: Path) -> Gazetteers:
    return {"geonames": open_gazetteer(target("geonames"), dump)}


def found(report: Report) -> list[tuple[str, str, str]]:
    return [
        (one.component, one.severity, one.focus.rpartition("/")[2][:-1]) for one in report.findings
    ]


RIGHT = f"""
city:ghent-be schema:sameAs {GHENT}, <http://www.wikidata.org/entity/Q1296> ;
  cw:nutsRegion <http://data.europa.eu/nuts/code/BE234> ; cw:unLocode "BEGNE" .
city:antwerp-be schema:sameAs <https://sws.geonames.org/2803138/> ;
  cw:nutsRegion <http://data.europa.eu/nuts/code/BE211> ; cw:lauCode "BE_11002" .
country:be owl:sameAs <http://publications.europa.eu/resource/authority/country/BEL>,
    <http://www.wikidata.org/entity/Q31> ;
  schema:sameAs <https://sws.geonames.org/2802361/> .
district:ujbuda-hu schema:sameAs <https://sws.geonames.org/7284824/> .
theme:housing a cw:Theme ;
  skos:closeMatch <http://eurovoc.europa.eu/1690>, <http://eurovoc.europa.eu/2496> ;
  skos:broadMatch <http://eurovoc.europa.eu/2496> .
cw:Policy skos:closeMatch <http://data.europa.eu/eli/ontology#LegalResource> .
"""


def test_right_links_have_no_flaw(gazetteers: Gazetteers) -> None:
    account = ACCOUNT.format(predicate="schema:sameAs", value=GHENT)
    code = ACCOUNT.format(predicate="cw:lauCode", value="'BE_44021'").replace("link:x", "link:y")
    stated = "city:ghent-be cw:lauCode 'BE_44021' ."
    report = check(graph_of(THINGS, RIGHT, LINK + account, LINK + code, stated, PLACE), gazetteers)
    assert found(report) == []
    assert (report.conforms, report.statements) == (True, 16)


FLAWS = [
    pytest.param(
        "city:ghent-be schema:sameAs <http://www.geonames.org/2797656/gent.html> .",
        [("malformed-link", "violation", "ghent-be")],
        id="written as the page",
    ),
    pytest.param(
        "city:ghent-be schema:sameAs <https://sws.geonames.org/999999999/> .",
        [("unknown-target", "warning", "ghent-be")],
        id="leads nowhere",
    ),
    pytest.param(
        f"city:gent-be schema:sameAs {GHENT} ; cw:lauCode 'BE_44021' .",
        [("unknown-thing", "violation", "gent-be")] * 2,
        id="of nothing that is described",
    ),
    pytest.param(
        f"city:ghent-be schema:sameAs {GHENT}, <https://sws.geonames.org/2803138/> .",
        [("conflicting-links", "violation", "ghent-be")] * 2,
        id="two of one target",
    ),
    pytest.param(
        f"city:ghent-be schema:sameAs {GHENT} ; owl:sameAs <https://sws.geonames.org/2803138/> .",
        [("conflicting-links", "violation", "ghent-be")] * 2,
        id="two by different properties",
    ),
    pytest.param(
        f"city:ghent-be schema:sameAs {GHENT} . organisation:municipality-of-ghent-be "
        f"schema:sameAs {GHENT} .",
        [("many-to-one", "violation", name) for name in ("ghent-be", "municipality-of-ghent-be")],
        id="a city and its authority",
    ),
    pytest.param(
        "city:lier-be owl:sameAs <http://www.wikidata.org/entity/Q1> . "
        "<http://www.wikidata.org/entity/Q1> owl:sameAs city:mechelen-be .",
        [("same-by-chain", "violation", name) for name in ("lier-be", "Q1")],
        id="two by a chain",
    ),
    pytest.param(
        "city:lier-be skos:exactMatch <https://example.org/lier> . "
        "<https://example.org/lier> owl:sameAs <http://www.wikidata.org/entity/Q1>, "
        "<https://example.org/b> . "
        "<https://example.org/b> owl:sameAs <http://www.wikidata.org/entity/Q2> .",
        [("same-by-chain", "violation", name) for name in ("lier-be", "lier", "lier", "b")],
        id="two of a target by a chain",
    ),
    pytest.param(
        "theme:a a cw:Theme ; skos:broadMatch <https://example.org/b> . "
        "<https://example.org/b> skos:broadMatch <https://example.org/c> . "
        "theme:a skos:narrowMatch <https://example.org/c> .",
        [("cyclic-links", "violation", name) for name in ("b", "a", "a")],
        id="broader than itself",
    ),
    pytest.param(
        "theme:a a cw:Theme ; skos:exactMatch <https://example.org/b> . "
        "<https://example.org/b> skos:exactMatch theme:a .",
        [("cyclic-links", "warning", name) for name in ("b", "a")],
        id="there and back",
    ),
    pytest.param(
        "theme:a a cw:Theme ; owl:sameAs theme:a .",
        [("cyclic-links", "warning", "a")],
        id="itself",
    ),
    pytest.param(
        "city:ghent-be owl:sameAs <http://publications.europa.eu/resource/authority/country/BEL> .",
        [("wrong-kind", "violation", "ghent-be")],
        id="a city and a country",
    ),
    pytest.param(
        "city:antwerp-be schema:sameAs <https://sws.geonames.org/2803136/> .",
        [("wrong-kind", "warning", "antwerp-be")],
        id="a city and its province",
    ),
    pytest.param(
        "city:antwerp-be owl:sameAs <https://sws.geonames.org/2803136/> .",
        [("wrong-kind", "violation", "antwerp-be")],
        id="a city said to be its province",
    ),
    pytest.param(
        "city:ghent-be owl:sameAs organisation:municipality-of-ghent-be .",
        [("wrong-kind", "violation", "ghent-be")],
        id="two of ours of two kinds",
    ),
    pytest.param(
        "city:lier-be schema:sameAs <https://sws.geonames.org/2881485/> .",
        [("country-differs", "violation", "lier-be")],
        id="another country by the gazetteer",
    ),
    pytest.param(
        "city:lier-be cw:nutsRegion <http://data.europa.eu/nuts/code/DE94C> .",
        [("country-differs", "violation", "lier-be")],
        id="another country by the identifier",
    ),
    pytest.param(
        PLACE + "city:ghent-be schema:sameAs <https://sws.geonames.org/2803138/> .",
        [("far-apart", "violation", "ghent-be")],
        id="too far away",
    ),
    pytest.param(
        LINK
        + ACCOUNT.format(predicate="schema:sameAs", value="<https://sws.geonames.org/2803138/>")
        + f"city:ghent-be schema:sameAs {GHENT} .",
        [("unstated-link", "violation", "x")],
        id="an account of another link",
    ),
    pytest.param(
        "city:ghent-be cw:lauCode '44021' . city:antwerp-be cw:unLocode 'be anr' .",
        [("malformed-code", "violation", name) for name in ("ghent-be", "antwerp-be")],
        id="codes written otherwise",
    ),
    pytest.param(
        "city:ghent-be cw:lauCode 'BE_44021', 'BE_11002' ; cw:unLocode 'BEGNE' .",
        [("conflicting-codes", "violation", "ghent-be")] * 2,
        id="two codes of one scheme",
    ),
    pytest.param(
        "city:ghent-be cw:unLocode 'BEANR' . city:antwerp-be cw:unLocode 'BEANR' .",
        [("shared-code", "violation", name) for name in ("ghent-be", "antwerp-be")],
        id="one code of two cities",
    ),
    pytest.param(
        "city:lier-be cw:lauCode 'EL_4402' .",
        [("country-differs", "violation", "lier-be")],
        id="a code of another country",
    ),
    pytest.param(
        "region:murcia-es cw:lauCode 'ES_30030' .",
        [("wrong-kind", "violation", "murcia-es")],
        id="a region with the code of a municipality",
    ),
    pytest.param(
        LINK + ACCOUNT.format(predicate="cw:lauCode", value="'BE_1'"),
        [("unstated-link", "violation", "x")],
        id="an account of no statement",
    ),
]


def test_what_is_likely_meant_is_suggested(gazetteers: Gazetteers) -> None:
    links = f"city:gent-be schema:sameAs {GHENT} . theme:a cw:lauCode 'BE_44021' ."
    near, none = sorted(check(graph_of(THINGS, links), gazetteers).findings, key=lambda a: a.focus)
    assert near.fix is not None
    assert none.fix is not None
    assert near.fix.words["en"].startswith("Did you mean Ghent (https://")
    assert none.fix.words["en"] == "Say what it is, or delete the link."


@pytest.mark.parametrize(("text", "expected"), FLAWS)
def test_a_flaw_is_found_once_for_each_link_that_has_it(
    text: str, expected: list[tuple[str, str, str]], gazetteers: Gazetteers
) -> None:
    assert sorted(found(check(graph_of(THINGS, text), gazetteers))) == sorted(expected)


def test_what_took_the_place_of_something_is_told(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("id,label,replaced_by\nQ7,Ghent,Q1296\nQ1296,Ghent,\n", "utf-8")
    graph = graph_of(THINGS, "city:ghent-be schema:sameAs <http://www.wikidata.org/entity/Q7> .")
    wikidata = open_gazetteer(target("wikidata"), path)
    report = check(graph, {"wikidata": wikidata})
    assert found(report) == [("replaced-target", "violation", "ghent-be")]
    fix = report.findings[0].fix
    assert fix is not None
    assert fix.replacement == "<http://www.wikidata.org/entity/Q1296>"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("cw:lauCode 'be 44021'", "BE_44021"),
        ("cw:lauCode 'BE44021'@nl", "BE_44021"),
        ("cw:unLocode ' BE-GNE '", "BEGNE"),
        ("cw:lauCode 'BELGIUM'", None),
        ("cw:unLocode 'BEGN1'", None),
        ("cw:unLocode ''", None),
    ],
)
def test_how_a_code_should_be_written_is_told(statement: str, code: str | None) -> None:
    (finding,) = check(graph_of(THINGS, f"city:ghent-be {statement} .")).findings
    assert finding.component == "malformed-code"
    assert (finding.fix and finding.fix.replacement) == (f'"{code}"' if code else None)


def test_a_code_is_looked_up_in_a_list_of_them(tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(
        "code,name,lat,lon,replaced_by\nbe 44021,Gent,51.05,3.72,\nBE_1,Old,,,BE_44021\n", "utf-8"
    )
    known = {"lau": open_gazetteer(target("lau"), path)}
    for code, expected in (
        ("BE_44021", []),
        ("BE_2", [("unknown-target", "warning", "ghent-be")]),
        ("BE_1", [("replaced-target", "violation", "ghent-be")]),
    ):
        graph = graph_of(THINGS, PLACE + f"city:ghent-be cw:lauCode '{code}' .")
        assert found(check(graph, known)) == expected


def test_a_code_of_a_file_that_a_city_of_the_graph_has_is_told_at_its_place() -> None:
    graph = graph_of(THINGS, "city:ghent-be cw:unLocode 'BEGNE' .")
    before = set(graph)
    text = PREFIXED + "city:antwerp-be\n  cw:unLocode 'BEGNE' .\n"
    graph.load(text.encode(), format=RdfFormat.TURTLE)
    judged = [quad for quad in graph if quad not in before]
    places = locate(text.encode(), rdf_by_name("ttl"), source="mine.ttl", quads=judged)
    report = check(graph, judged=judged, places=places)
    assert found(report) == [("shared-code", "violation", "antwerp-be")]
    assert str(report.findings[0].place) == f"mine.ttl:{PREFIXED.count(chr(10)) + 2}:15"
    assert report.findings[0].message() == "Antwerp, Ghent have the same code of UN/LOCODE: BEGNE."


def test_a_whole_gazetteer_makes_an_unknown_identifier_wrong(dump: Path) -> None:
    whole = dump.rename(dump.with_name("allCountries.txt"))
    graph = graph_of(THINGS, "region:murcia-es schema:sameAs <https://sws.geonames.org/77/> .")
    report = check(graph, {"geonames": open_gazetteer(target("geonames"), whole)})
    assert found(report) == [("unknown-target", "violation", "murcia-es")]


def test_the_package_has_no_regions_and_does_not_miss_them() -> None:
    links = (
        "region:murcia-es schema:sameAs <https://sws.geonames.org/2513413/> ."
        "city:ghent-be schema:sameAs <https://sws.geonames.org/77/> ."
    )
    report = check(graph_of(THINGS, links), {"geonames": open_gazetteer(target("geonames"))})
    assert found(report) == [("unknown-target", "warning", "ghent-be")]


def test_how_far_apart_ends_may_lie_can_be_chosen(gazetteers: Gazetteers) -> None:
    links = PLACE + f"city:ghent-be schema:sameAs {GHENT} ."
    graph = graph_of(THINGS, links)
    assert check(graph, gazetteers).conforms
    report = check(graph, gazetteers, farthest=5)
    assert found(report) == [("far-apart", "violation", "ghent-be")]
    assert report.findings[0].message() == (
        "Ghent and https://sws.geonames.org/2797656/ (Gent) lie 6 km apart; the most is 5 km."
    )


def test_findings_are_about_what_is_judged_and_stand_at_their_places() -> None:
    """The graph has one of two links that conflict; only the file's is spoken of."""
    kept = f"city:ghent-be schema:sameAs {GHENT} . city:lier-be owl:sameAs city:lier-be ."
    text = PREFIXED + "city:ghent-be schema:sameAs\n  <https://sws.geonames.org/1/> .\n"
    data, form = text.encode(), rdf_by_name("ttl")
    graph = graph_of(THINGS, kept)
    before = set(graph)
    graph.load(data, format=RdfFormat.TURTLE)
    judged = [quad for quad in graph if quad not in before]
    places = locate(data, form, source="mine.ttl", quads=judged)
    report = check(graph, judged=judged, places=places)
    assert found(report) == [("conflicting-links", "violation", "ghent-be")]
    assert str(report.findings[0].place) == f"mine.ttl:{PREFIXED.count(chr(10)) + 2}:3"


def test_accounts_in_what_is_judged_are_judged() -> None:
    account = LINK + ACCOUNT.format(predicate="schema:sameAs", value=GHENT)
    both, alone = graph_of(THINGS, account), Store()
    alone.extend(graph_of(account))
    judged: list[Quad] = list(alone)
    assert found(check(both, judged=judged)) == [("unstated-link", "violation", "x")]
    assert found(check(both, judged=[])) == []


def test_without_gazetteers_what_only_they_know_is_not_judged() -> None:
    graph = graph_of(THINGS, "city:lier-be schema:sameAs <https://sws.geonames.org/2881485/> .")
    assert check(graph).conforms


def test_every_flaw_is_said_in_four_languages_and_has_a_rule() -> None:
    words = phrases()
    assert words["fault"].keys() == words["rule"].keys()
    produced = {code for one in FLAWS for code, *_ in one.values[1]}  # type: ignore[union-attr]
    assert produced | {"replaced-target"} == words["fault"].keys()
    for group in words.values():
        for said in group.values():
            assert tuple(said) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_have_no_gaps_left(language: str, gazetteers: Gazetteers) -> None:
    for one in FLAWS:
        for finding in check(graph_of(THINGS, str(one.values[0])), gazetteers).findings:
            assert "{" not in finding.message(language)
