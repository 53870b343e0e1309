"""Each kind of import: what it says of an export that is right, and of one with three mistakes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from imports import exports
from imports.conftest import Bench, cells, said

Files = list[tuple[str, str | bytes]]


def geonames() -> Files:
    rows = (
        {"id": 9100001, "name": "Voorbeeld", "others": "Exemple,Exampleton,XPL", "population": 5},
        {"id": 9100002, "name": "Samplewick", "lat": 51.02574, "lon": 4.47762},
        {"id": 9000001, "name": "Exampleville"},
        {"id": 9000002, "name": "Samplewick", "class": "A", "code": "ADM4"},
    )
    return [("BE.txt", exports.geonames(*rows))]


def wikidata() -> Files:
    row = exports.EXAMPLETON
    again = {**row, "population": "250000", "date": "2015-06-01T00:00:00Z"}
    return [("query.json", exports.results(exports.WIKIDATA, [row, again]))]


def cordis() -> Files:
    return [
        ("project.csv", exports.delimited(exports.CORDIS_PROJECT, [exports.PROJECT], ";")),
        (
            "organization.csv",
            exports.delimited(exports.CORDIS_ORGANISATION, [exports.LEAD, exports.MECHELEN], ";"),
        ),
    ]


def kohesio() -> Files:
    return [("latest_BE.csv", exports.delimited(exports.KOHESIO, [exports.OPERATION]))]


def keep() -> Files:
    partners = [
        exports.PARTNER,
        {
            **exports.PARTNER,
            "Organisation in English": "Municipality of Mechelen",
            "Lead partner": "No",
            "Type of Organisation": "Local public authority",
            "Town": "Mechelen",
        },
    ]
    sheets: exports.Sheets = {
        "Projects": (exports.KEEP_PROJECT, [exports.COOPERATION]),
        "Partners": (exports.KEEP_PARTNER, partners),
    }
    return [("keep-export.xlsx", exports.workbook(sheets))]


def urbact() -> Files:
    return [("practices.csv", exports.delimited(exports.URBACT, [exports.PRACTICE]))]


GHENT, MECHELEN = "city:ghent-be", "organisation:municipality-of-mechelen-be"
EXAMPLETON, PEOPLE = "city:exampleton-be", "quantity:exampleton-be-population"
GEOMETRY = "geometry:exampleton-be"
EXPECTED: dict[str, tuple[Callable[[], Files], set[tuple[str, str, str]]]] = {
    "geonames": (
        geonames,
        {
            (EXAMPLETON, "schema:sameAs", "https://sws.geonames.org/9100001/"),
            (EXAMPLETON, "schema:alternateName", "Exemple"),
            (EXAMPLETON, "geo:hasGeometry", GEOMETRY),
            (GEOMETRY, "geo:asWKT", "POINT(3.71667 51.05)"),
            (EXAMPLETON, "cw:hasQuantity", f"{PEOPLE}-2025-01-02-geonames"),
            (f"{PEOPLE}-2025-01-02-geonames", "cw:value", "5"),
            (f"{PEOPLE}-2025-01-02-geonames", "cw:referenceTime", "timespan:2025-01-02"),
            (f"{PEOPLE}-2025-01-02-geonames", "dcterms:source", "dataset:geonames-be"),
            ("dataset:geonames-be", "dcterms:license",
             "https://creativecommons.org/licenses/by/4.0/"),
            ("dataset:geonames-be", "dcterms:modified", "2025-01-02"),
            ("city:samplewick-be", "schema:sameAs", "https://sws.geonames.org/9100002/"),
        },
    ),
    "wikidata": (
        wikidata,
        {
            (EXAMPLETON, "schema:sameAs", "http://www.wikidata.org/entity/Q999999981"),
            (f"{PEOPLE}-2022-wikidata", "cw:referenceTime", "timespan:2022"),
            (f"{PEOPLE}-2015-06-01-wikidata", "cw:value", "250000"),
            (GEOMETRY, "geo:asWKT", "POINT(3.725 51.053611111)"),
        },
    ),
    "cordis": (
        cordis,
        {
            ("project:cordis-101999001", "rdf:type", "cw:Project"),
            ("project:cordis-101999001", "rdfs:label", "An example of a project"),
            ("project:cordis-101999001", "schema:sameAs",
             "https://cordis.europa.eu/project/id/101999001"),
            ("project:cordis-101999001", "cw:when", "timespan:2023-01-01_2025-12-31"),
            ("project:cordis-101999001", "cw:leadPartner", "organisation:example-institute-be"),
            ("project:cordis-101999001", "cw:partner", MECHELEN),
            ("organisation:example-institute-be", "cw:basedIn", GHENT),
            ("organisation:example-institute-be", "cw:organisationType",
             "organisation-type:research-institute"),
            ("quantity:cordis-101999001-total-cost-2024-03-02-cordis", "cw:value", "2073781.25"),
        },
    ),
    "kohesio": (
        kohesio,
        {
            ("project:kohesio-q99999991", "schema:sameAs",
             "https://linkedopendata.eu/entity/Q99999991"),
            ("project:kohesio-q99999991", "cw:launchDate", "2023-09-04"),
            ("project:kohesio-q99999991", "cw:leadPartner", MECHELEN),
            ("project:kohesio-q99999991", "cw:activeIn", "city:mechelen-be"),
            ("project:kohesio-q99999991", "cw:fundedBy", "fund:amif"),
            ("quantity:kohesio-q99999991-total-eligible-expenditure-kohesio", "cw:value",
             "337478.4"),
        },
    ),
    "keep": (
        keep,
        {
            ("project:keepex-example-programme-ex-1", "rdfs:label", "An example of cooperation"),
            ("project:keepex-example-programme-ex-1", "cw:when", "timespan:2022-09-01_.."),
            ("project:keepex-example-programme-ex-1", "cw:leadPartner",
             "organisation:example-agency-be"),
            ("project:keepex-example-programme-ex-1", "cw:partner", MECHELEN),
            ("organisation:example-agency-be", "cw:organisationType",
             "organisation-type:regional-authority"),
        },
    ),
    "urbact": (
        urbact,
        {
            ("initiative:gardens-of-an-example-mechelen-be", "rdf:type", "cw:Initiative"),
            ("initiative:gardens-of-an-example-mechelen-be", "cw:activeIn", "city:mechelen-be"),
            ("initiative:gardens-of-an-example-mechelen-be", "cw:theme", "theme:housing"),
            ("initiative:gardens-of-an-example-mechelen-be", "cw:partOfProgramme",
             "programme:urbact"),
        },
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", EXPECTED)
def test_an_export_that_is_right_conforms_and_says_what_it_should(bench: Bench, kind: str) -> None:
    files, expected = EXPECTED[kind]
    read = bench.read(kind, *files())
    assert expected - said(read) == set()
    report = bench.judge(read)
    assert [one for one in report.findings if one.severity != "info"] == []
    assert all(read.locate().of(one.subject, one.predicate, one.object) for one in read.quads)


@pytest.mark.parametrize("kind", EXPECTED)
def test_nothing_about_persons_is_imported(bench: Bench, kind: str) -> None:
    read = bench.read(kind, *EXPECTED[kind][0]())
    told = " ".join(" ".join(one) for one in said(read))
    assert "somebody" not in told.lower()
    assert "example.org/person" not in told


def test_all_languages_name_what_is_wrong(bench: Bench) -> None:
    read = bench.read("urbact", ("p.csv", "title,city\nGarden,Mechlen\n"))
    (fault,) = [one for one in read.faults if one.severity == "violation"]
    assert set(fault.words) == {"en", "es", "fr", "nl"}
    assert "Mechelen" in (fault.fix or {})["nl"]


def wrong_geonames() -> Files:
    rows = (
        {"id": "x1", "name": "Exampleton"},
        {"id": 9100002, "name": "Samplewick", "lat": 95, "population": "many"},
    )
    return [("BE.txt", exports.geonames(*rows))]


def wrong_wikidata() -> Files:
    row = exports.EXAMPLETON
    rows = [
        {**row, "coord": "51,3", "population": "12.5"},
        {**row, "item": "http://www.wikidata.org/entity/Q1", "itemLabel": "Atlantis in Examplia"},
    ]
    return [("query.csv", exports.delimited(exports.WIKIDATA, rows))]


def wrong_cordis() -> Files:
    project = {**exports.PROJECT, "startDate": "soon", "totalCost": "much"}
    return [
        ("project.csv", exports.delimited(exports.CORDIS_PROJECT, [project], ";")),
        (
            "organization.csv",
            exports.delimited(
                exports.CORDIS_ORGANISATION, [{**exports.LEAD, "role": "cordinator"}], ";"
            ),
        ),
    ]


def wrong_kohesio() -> Files:
    rows = [
        {**exports.OPERATION, "Operation_Unique_Identifier": "Q-1"},
        {**exports.OPERATION, "Operation_End_Date": "31/31/2025", "Project_EU_Budget": "1e6"},
    ]
    return [("latest_BE.csv", exports.delimited(exports.KOHESIO, rows))]


def wrong_keep() -> Files:
    partner = {**exports.PARTNER, "Lead partner": "Maybe"}
    sheets: exports.Sheets = {
        "Projects": (exports.KEEP_PROJECT, [{**exports.COOPERATION, "Website": "keepex"}]),
        "Partners": (
            exports.KEEP_PARTNER,
            [partner, {**partner, "Project ID (2021-2027 only)": "EX-2", "Lead partner": "No"}],
        ),
    }
    return [("keep-export.xlsx", exports.workbook(sheets))]


def wrong_urbact() -> Files:
    rows = [
        {**exports.PRACTICE, "City": "Mechlen"},
        {**exports.PRACTICE, "Country": "Belgum"},
        {**exports.PRACTICE, "Link": "gardens"},
    ]
    return [("practices.csv", exports.delimited(exports.URBACT, rows))]


@pytest.mark.parametrize(
    ("kind", "files", "expected"),
    [
        ("geonames", wrong_geonames, [
            ("malformed-number", "A1"), ("coordinates-outside", "E2"),
            ("not-a-whole-number", "O2"),
        ]),
        ("wikidata", wrong_wikidata, [
            ("not-a-point", "C2"), ("not-a-whole-number", "D2"), ("unknown-label", "B3"),
        ]),
        ("cordis", wrong_cordis, [
            ("not-a-code", "T2"), ("not-a-date", "E2"), ("not-a-number", "G2"),
        ]),
        ("kohesio", wrong_kohesio, [
            ("malformed-number", "A2"), ("not-a-date", "H3"), ("not-a-number", "L3"),
        ]),
        ("keep", wrong_keep, [
            ("not-a-code", "F2"), ("unknown-project", "B3"), ("not-an-address", "K2"),
        ]),
        ("urbact", wrong_urbact, [
            ("unknown-label", "B2"), ("unknown-label", "C3"), ("not-an-address", "F4"),
        ]),
    ],
)  # fmt: skip
def test_three_mistakes_are_three_findings_with_their_cells(
    bench: Bench,
    kind: str,
    files: Callable[[], Files],
    expected: list[tuple[str, str]],
) -> None:
    read = bench.read(kind, *files())
    assert cells(read) == expected
    findings = [one for one in bench.judge(read).findings if one.severity != "info"]
    assert [(one.component, one.place and one.place.cell) for one in findings] == expected
