"""What all kinds share: resolving, containers, columns, selection, RDF, dates, long files."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO, RawIOBase
from pathlib import Path
from string import Formatter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from cityweave import imports
from cityweave.errors import (
    BadParameter,
    CityweaveError,
    NotFound,
    SyntaxErrorInData,
    TooLarge,
    UnknownFormat,
)
from cityweave.imports import SOURCES, File, Selection
from cityweave.imports.cells import amount, day
from cityweave.imports.record import Record
from cityweave.imports.tables import plain
from cityweave.imports.words import BOOK
from cityweave.parsing import Place
from cityweave.parsing.wkt import point
from cityweave.spreadsheets import StoreResolver
from cityweave.spreadsheets.declarations import expand
from cityweave.spreadsheets.table import Limits
from cityweave.vocabulary import PREFIXES
from imports import exports
from imports.conftest import Bench, cells, said

GHENT = "city:ghent-be"
LINK = "schema:sameAs"


def links(bench: Bench, text: str, **options: object) -> set[tuple[str, str]]:
    read = bench.read("geonames", ("dump.txt", text), **options)  # type: ignore[arg-type]
    return {(one, value) for one, name, value in said(read) if name == LINK}


# which thing is meant


def test_two_rows_of_one_name_are_reported_and_chosen_by_number(bench: Bench) -> None:
    text = exports.geonames({"id": 1, "name": "Samplewick"},
                            {"id": 2, "name": "Samplewick"})  # fmt: skip
    read = bench.read("geonames", ("BE.txt", text))
    assert (cells(read), read.quads) == ([("ambiguous-rows", "A1")], ())
    (fault,) = read.faults
    assert "1 (A1), 2 (A2)" in fault.words["en"]
    found = links(bench, text, selection=Selection(["2"]))
    assert found == {("city:samplewick-be", "https://sws.geonames.org/2/")}


def test_a_name_of_several_cities_is_reported(bench: Bench) -> None:
    row = {**exports.EXAMPLETON, "itemLabel": "Testford", "country": "", "countryLabel": ""}
    read = bench.read("wikidata", ("q.csv", exports.delimited(exports.WIKIDATA, [row])))
    assert (cells(read), read.quads) == ([("ambiguous-label", "B2")], ())
    row["countryLabel"] = "France"
    read = bench.read("wikidata", ("q.csv", exports.delimited(exports.WIKIDATA, [row])))
    assert ("city:testford-fr", LINK, "http://www.wikidata.org/entity/Q999999981") in said(read)


def test_an_organisation_whose_name_several_have_is_reported(bench: Bench) -> None:
    organisation = {**exports.LEAD, "name": "Same Name"}
    read = bench.read(
        "cordis",
        ("project.csv", exports.delimited(exports.CORDIS_PROJECT, [exports.PROJECT], ";")),
        (
            "organization.csv",
            exports.delimited(exports.CORDIS_ORGANISATION, [organisation], ";"),
        ),
    )
    assert cells(read) == [("ambiguous-label", "E2")]


def test_a_link_of_the_graph_decides_whatever_the_name(bench: Bench) -> None:
    text = exports.geonames({"id": 7000001, "name": "Otherwise", "country": "XX"},
                            {"id": 7000002, "name": "Linkton"})  # fmt: skip
    assert links(bench, text) == {("city:linkton-be", "https://sws.geonames.org/7000001/")}


def test_the_same_name_in_another_country_is_another_place(bench: Bench) -> None:
    assert links(bench, exports.geonames({"id": 3, "name": "Samplewick", "country": "US"})) == set()


def test_a_project_like_one_of_the_graph_is_told_and_not_merged(bench: Bench) -> None:
    project = {**exports.PROJECT, "acronym": "IncluCities"}
    read = bench.read(
        "cordis", ("project.csv", exports.delimited(exports.CORDIS_PROJECT, [project], ";"))
    )
    assert cells(read) == [("like-named", "B2")]
    assert ("project:cordis-101999001", "rdf:type", "cw:Project") in said(read)


def test_a_row_without_its_project_is_told(bench: Bench) -> None:
    text = exports.delimited(exports.CORDIS_ORGANISATION, [exports.LEAD, exports.MECHELEN], ";")
    read = bench.read("cordis", ("organization.csv", text))
    assert (cells(read), read.quads) == ([("unknown-project", "A2")], ())


def test_an_organisation_without_a_type_is_not_made(bench: Bench) -> None:
    row = {**exports.OPERATION, "Beneficiary_Name": "Example Person"}
    read = bench.read("kohesio", ("k.csv", exports.delimited(exports.KOHESIO, [row])))
    assert ("not-made", "N2") in cells(read, "info")
    assert not any("organisation" in subject for subject, _, _ in said(read))


def test_values_that_contradict_each_other_are_not_taken(bench: Bench) -> None:
    row = exports.GHENT_ITEM
    rows = [row, {**row, "population": "1"}]
    read = bench.read("wikidata", ("q.csv", exports.delimited(exports.WIKIDATA, rows)))
    assert cells(read) == [("contradiction", "D3")]
    assert not any(name == "cw:value" for _, name, _ in said(read))


def test_a_point_that_the_graph_has_already_stays() -> None:
    """A second one would contradict it."""
    known = """
        city:ghent-be a cw:Municipality ; rdfs:label "Ghent"@en ; cw:country country:be ;
          geo:hasGeometry <https://w3id.org/cityweave/id/geometry/ghent-be> .
        country:be a cw:Country ; rdfs:label "Belgium"@en ; skos:altLabel "BE" .
    """
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    store = Store()
    store.extend(parse((prefixes + known).encode(), format=RdfFormat.TURTLE))
    file = File.of(exports.geonames({"population": 5}).encode(), "b.txt", "tsv")
    read = imports.read([file], SOURCES["geonames"], StoreResolver(store))
    predicates = {one.predicate.value for one in read.quads}
    assert PREFIXES["cw"] + "hasQuantity" in predicates
    assert not any("asWKT" in one for one in predicates)


def test_a_new_link_says_what_it_rests_on(bench: Bench, tmp_path: Path) -> None:
    """Where the ontology has terms for that, which one's own may lack."""
    for folder in ("shapes", "ontology"):
        (tmp_path / folder).mkdir()
    terms = tmp_path / "ontology" / "links.ttl"
    terms.write_text(f'<{PREFIXES["cw"]}linkBasis> <{PREFIXES["rdfs"]}label> "basis"@en .')
    rows = ({"id": 5, "name": "Voorbeeld", "others": "Exampleton"}, {"id": 6, "name": "Samplewick"},
            {"id": 7000001, "name": "Linkton"})  # fmt: skip
    file = File.of(exports.geonames(*rows).encode(), "BE.txt", "tsv")
    source = SOURCES["geonames"]
    read = imports.read([file], source, bench.resolver, content_dir=tmp_path)
    found = {
        (one.subject.value.rpartition("/")[2], one.object.value.rpartition("/")[2])
        for one in read.quads
        if isinstance(one.subject, NamedNode) and isinstance(one.object, NamedNode)
        if one.predicate.value.endswith("#confidence")
    }
    assert found == {("geonames-exampleton-be", "possible"), ("geonames-samplewick-be", "probable")}


def test_a_figure_without_a_time_is_not_taken(bench: Bench) -> None:
    row = {name: value for name, value in exports.EXAMPLETON.items() if name != "date"}
    text = exports.delimited(exports.WIKIDATA, [row])
    read = bench.read("wikidata", ("q.csv", text))
    assert cells(read) == [("figure-without-time", "D2")]
    read = bench.read("wikidata", ("q.csv", text), date="2026-01-31")
    assert cells(read) == []
    assert ("quantity:exampleton-be-population-2026-01-31-wikidata", "cw:referenceTime",
            "timespan:2026-01-31") in said(read)  # fmt: skip


# what files are


def test_archives_are_read_with_the_tables_that_belong_together(bench: Bench) -> None:
    data = exports.archive(
        {
            "organization.csv": exports.delimited(exports.CORDIS_ORGANISATION, [exports.LEAD], ";"),
            "project.csv": exports.delimited(exports.CORDIS_PROJECT, [exports.PROJECT], ";"),
            "topics.csv": "projectID;topic;title\n101999001;X;Y\n",
            "readme.txt": "read me",
        }
    )
    read = bench.read("cordis", ("horizon.zip", data))
    assert ("project:cordis-101999001", "cw:leadPartner", "organisation:example-institute-be") in (
        said(read)
    )
    assert [
        one.place.source for one in read.faults if one.code == "unread-table" and one.place
    ] == ["horizon.zip/topics.csv"]


def test_a_dump_in_an_archive_is_a_stream_too(bench: Bench) -> None:
    data = exports.archive({"BE.txt": exports.geonames({}), "readme.txt": "columns\n"})
    read = bench.read("geonames", ("BE.zip", data))
    assert (GHENT, LINK, "https://sws.geonames.org/2797656/") in said(read)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_that_offices_write(bench: Bench, encoding: str) -> None:
    practice = {**exports.PRACTICE, "Good practice": "Zażółć" if encoding != "cp1252" else "Été"}
    text = exports.delimited(exports.URBACT, [practice])
    read = bench.read("urbact", ("p.csv", text.encode(encoding)))
    assert practice["Good practice"] in {value for _, _, value in said(read)}
    assert cells(read) == ([("not-utf-8", "A2")] if encoding == "cp1252" else [])


def test_the_plain_list_of_the_query_service_is_read_too(bench: Bench) -> None:
    text = '[{"item": "http://www.wikidata.org/entity/Q1296", "itemLabel": "Ghent", "pop": "x"}]'
    read = bench.read("wikidata", ("q.json", text))
    assert cells(read) == [("not-a-whole-number", "result 1, ?pop")]
    assert (GHENT, LINK, "http://www.wikidata.org/entity/Q1296") in said(read)


@pytest.mark.parametrize(
    ("kind", "text", "leader"),
    [
        ("cordis", exports.EURIO, "organisation:example-institute-be"),
        ("kohesio", exports.EUKG, "organisation:municipality-of-mechelen-be"),
    ],
)
def test_rdf_says_the_same_as_the_table(bench: Bench, kind: str, text: str, leader: str) -> None:
    read = bench.read(kind, ("export.ttl", text))
    found = said(read)
    table = {
        "cordis": (
            ("project.csv", exports.delimited(exports.CORDIS_PROJECT, [exports.PROJECT], ";")),
            (
                "organization.csv",
                exports.delimited(
                    exports.CORDIS_ORGANISATION, [exports.LEAD, exports.MECHELEN], ";"
                ),
            ),
        ),
        "kohesio": (
            ("k.csv", exports.delimited(exports.KOHESIO, [{**exports.OPERATION, "Fund_Name": ""}])),
        ),
    }[kind]
    same = {"rdfs:label", "cw:when", "cw:leadPartner", "cw:partner", LINK, "cw:launchDate"}
    by_table = {one for one in said(bench.read(kind, *table)) if one[1] in same}
    dataset = {one for one in by_table if one[0].startswith("dataset:")}
    figures = {one for one in by_table if one[0].startswith("quantity:")}
    assert by_table - dataset - figures - found == set()
    assert any(name == "cw:leadPartner" and value == leader for _, name, value in found)
    assert not any("omebody" in value for _, _, value in found)
    assert [one for one in bench.judge(read).findings if one.severity != "info"] == []


def test_a_mistake_in_rdf_has_its_line(bench: Bench) -> None:
    text = exports.EURIO.replace('"2023-01-01"^^xsd:date', '"soon"')
    (fault,) = [
        one for one in bench.read("cordis", ("e.ttl", text)).faults if one.severity != "info"
    ]
    assert (fault.code, fault.place and fault.place.line) == ("not-a-date", 8)


# which columns


def test_a_table_of_something_else_says_what_was_found_and_expected(bench: Bench) -> None:
    with pytest.raises(SyntaxErrorInData) as caught:
        bench.read("keep", ("x.csv", "Acronym,Colour\nA,red\n"))
    assert "Acronym, Colour" in caught.value.detail
    assert "Project name in English" in (caught.value.hint or "")


def test_columns_that_are_not_used_are_told_once_and_those_of_persons_apart(bench: Bench) -> None:
    read = bench.read("urbact", ("p.csv", exports.delimited(exports.URBACT, [exports.PRACTICE])))
    told = {one.code: one.words["en"] for one in read.faults if one.severity == "info"}
    assert "Population" in told["unused-columns"]
    assert "Contact person" in told["withheld-columns"]
    assert "Contact person" not in told["unused-columns"]


def test_a_column_that_a_slip_hides_is_told_with_what_it_may_be(bench: Bench) -> None:
    table = exports.delimited(exports.CORDIS_PROJECT, [exports.PROJECT], ";")
    read = bench.read("cordis", ("project.csv", table.replace("startDate", "strtDate")))
    (told,) = [one for one in read.faults if one.code == "misspelt-column"]
    assert (told.severity, told.value) == ("warning", "strtDate")
    assert "“startDate” is missing" in told.words["en"]
    assert "“startDate”" in (told.fix or {})["en"]
    unused = [one.words["en"] for one in read.faults if one.code == "unused-columns"]
    assert not any("strtDate" in words for words in unused)


@pytest.mark.parametrize(
    ("header", "severity", "fix"),
    [
        ("projctID;name;rôle", "warning", "projctID → projectID"),
        ("colour;name;shape", "info", None),
    ],
)
def test_a_table_that_is_not_read_beside_others_says_what_it_lacks(
    bench: Bench, header: str, severity: str, fix: str | None
) -> None:
    table = exports.delimited(exports.CORDIS_PROJECT, [exports.PROJECT], ";")
    files = ("project.csv", table), ("organization.csv", header + "\n101999001;A;B\n")
    (told,) = [one for one in bench.read("cordis", *files).faults if one.code == "unread-table"]
    assert told.severity == severity
    assert "The nearest is organisations, for which it lacks: projectID" in told.words["en"]
    assert (told.fix or {}).get("en") == (
        f"Rename the columns, if these are meant: {fix}." if fix else None
    )


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_called_so(bench: Bench, content: str) -> None:
    with pytest.raises(SyntaxErrorInData, match="This file is empty"):
        bench.read("keep", ("x.csv", content))


def test_a_workbook_of_cordis_is_read_as_its_csv_is(bench: Bench) -> None:
    data = exports.workbook({"project": (exports.CORDIS_PROJECT, [exports.PROJECT])})
    read = bench.read("cordis", ("project.xlsx", data))
    assert ("project:cordis-101999001", "rdf:type", "cw:Project") in said(read)


def test_spelling_of_headers_does_not_matter(bench: Bench) -> None:
    headers = ["OPERATION unique identifier", "operation_name_english", "Beneficiary name"]
    row = dict(zip(headers, ["Q99999991", "An example", "Municipality of Mechelen"], strict=True))
    read = bench.read("kohesio", ("k.csv", exports.delimited(headers, [row], ";")))
    assert ("project:kohesio-q99999991", "rdfs:label", "An example") in said(read)


def test_rows_that_are_too_long_or_too_short_are_told(bench: Bench) -> None:
    read = bench.read("urbact", ("p.csv", "title,city\nA,Ghent,odd\n"))
    assert cells(read) == [("row-too-long", "C2")]
    read = bench.read("geonames", ("BE.txt", "1\tGhent\n"))
    assert cells(read) == [("row-too-short", "B1")]


def test_every_field_that_becomes_something_has_a_term_that_there_is() -> None:
    for source in SOURCES.values():
        for layout in source.layouts:
            names = {column.field for column in layout.columns}
            assert set(layout.needed) <= names
            titles = [plain(title) for one in layout.columns for title in one.titles]
            assert len(titles) == len(set(titles)), (source.name, layout.name)
            for column in layout.columns:
                assert not column.becomes or expand(column.becomes).startswith("http")
            withheld = {plain(title) for title in layout.withheld}
            assert withheld.isdisjoint(titles)


# what is wanted


def test_only_takes_projects_of_a_city_with_all_who_take_part(bench: Bench) -> None:
    other = {**exports.PROJECT, "id": "101999002", "acronym": "OTHER", "title": "Another"}
    files = (
        ("project.csv", exports.delimited(exports.CORDIS_PROJECT, [exports.PROJECT, other], ";")),
        (
            "organization.csv",
            exports.delimited(
                exports.CORDIS_ORGANISATION,
                [exports.LEAD, exports.MECHELEN, {**exports.LEAD, "projectID": "101999002",
                                                  "city": "Vienna", "country": "AT"}],
                ";",
            ),
        ),
    )  # fmt: skip
    found = said(bench.read("cordis", *files, selection=Selection(["mechelen"])))
    projects = {one for one, name, value in found if (name, value) == ("rdf:type", "cw:Project")}
    assert projects == {"project:cordis-101999001"}
    assert ("project:cordis-101999001", "cw:leadPartner", "organisation:example-institute-be") in (
        found
    )
    found = said(bench.read("cordis", *files, selection=Selection(limit=1)))
    assert "project:cordis-101999002" not in {one for one, _, _ in found}


def test_what_is_asked_for_and_not_there_is_told(bench: Bench) -> None:
    read = bench.read(
        "geonames", ("BE.txt", exports.geonames({})), selection=Selection(["Ghent", "Atlantis"])
    )
    assert cells(read) == [("not-selected", "A1")]
    assert (GHENT, LINK, "https://sws.geonames.org/2797656/") in said(read)


def test_the_day_of_an_export_stands_in_its_dataset(bench: Bench) -> None:
    read = bench.read("geonames", ("BE.txt", exports.geonames({})), date="2026-01-31")
    assert ("dataset:geonames-be-2026-01-31", "dcterms:modified", "2026-01-31") in said(read)
    with pytest.raises(BadParameter):
        bench.read("geonames", ("BE.txt", exports.geonames({})), date="31/01/2026")


# what strangers send


def test_formats_and_kinds_that_there_are_not() -> None:
    with pytest.raises(UnknownFormat):
        imports.format_of("cities.pdf", SOURCES["geonames"])
    with pytest.raises(NotFound):
        imports.source_of("geoname")


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("geonames", "a.zip", b"no archive"),
        ("geonames", "a.zip", exports.archive({"a.pdf": "x"})),
        ("wikidata", "a.json", b"{"),
        ("wikidata", "a.json", b'{"a": 1}'),
        ("wikidata", "a.json", b"[" * 100_000),
        ("keep", "a.xlsx", b"no workbook"),
        ("cordis", "a.ttl", b"no turtle"),
        ("cordis", "a.ttl", b"<urn:a> <urn:b> <urn:c> ."),
        ("urbact", "a.csv", b""),
        ("urbact", "a.csv", b"\x00" * 400),
        ("urbact", "a.csv", b"%PDF-1.7"),
    ],
)
def test_what_cannot_be_read_is_an_error_of_ours(
    bench: Bench, kind: str, name: str, data: bytes
) -> None:
    with pytest.raises(SyntaxErrorInData):
        bench.read(kind, (name, data))


def test_an_archive_that_unpacks_to_too_much_is_refused(bench: Bench) -> None:
    data = exports.archive({"BE.txt": "\0" * 2_000_000})
    limits = Limits(max_unpacked_bytes=1_000_000)
    file = File("BE.zip", "zip", lambda: BytesIO(data), limits)
    with pytest.raises(TooLarge):
        imports.read([file], SOURCES["geonames"], bench.resolver)


class Endless(RawIOBase):
    """A dump that is made while it is read."""

    def __init__(self, rows: int) -> None:
        self._lines = self._made(rows)
        self._rest = b""
        self.rows = 0

    def _made(self, rows: int) -> Iterator[bytes]:
        known = exports.geonames({}).encode()
        for number in range(rows):
            self.rows = number + 1
            if number == rows // 2:
                yield known
            else:
                name = f"Exampleville {number}"
                others = f"Example {number},Voorbeeld {number},Exemple {number}"
                yield exports.geonames(
                    {"id": number + 10_000_000, "name": name, "others": others}
                ).encode()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while len(self._rest) < len(buffer) and (line := next(self._lines, b"")):
            self._rest += line
        count = min(len(buffer), len(self._rest))
        buffer[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count


def test_a_long_dump_needs_no_more_memory_than_a_short_one(bench: Bench) -> None:
    links(bench, exports.geonames({}))  # names are gathered before anything is measured

    def peak(rows: int) -> int:
        made: list[Endless] = []

        def opened() -> Endless:
            made.append(Endless(rows))
            return made[-1]

        seen: list[int] = []
        tracemalloc.start()
        try:
            read = imports.read(
                [File("all.txt", "tsv", opened)],  # type: ignore[arg-type]
                SOURCES["geonames"],
                bench.resolver,
                progress=lambda _, number: seen.append(number),
            )
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert made[-1].rows == rows
        assert len(read.quads) > 5
        assert seen == list(range(10_000, rows + 1, 10_000))
        return most

    assert peak(20_000) < peak(2_000) + 1_000_000


# cells


def record(value: object) -> Record:
    return Record(2, {"x": value}, lambda _: Place(2, 1))  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2073781,25", "2073781.25"), ("337478.4", "337478.4"), ("123.456", "123.456"),
        ("100", "100"), ("100,00", "100"), (1879493.6, "1879493.6"), (5, "5"),
    ],
)  # fmt: skip
def test_amounts_of_exports(written: object, read: str) -> None:
    found = amount(record(written), "x")
    assert isinstance(found, Literal)
    assert found.value == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("31/12/2023", "2023-12-31"), ("04/09/2023", "2023-09-04"), ("2023-09-04", "2023-09-04"),
        ("2024-03-02 10:00:00", "2024-03-02"), ("2022-01-01T00:00:00Z", "2022-01-01"),
        ("2021", "2021"), ("2021-06", "2021-06"),
    ],
)  # fmt: skip
def test_days_of_exports(written: str, read: str) -> None:
    found = day(record(written), "x")
    assert isinstance(found, Literal)
    assert found.value == read


@given(st.decimals(-180, 180, places=6), st.decimals(-90, 90, places=6))
def test_a_point_is_read_as_it_is_written(longitude: object, latitude: object) -> None:
    assert point(f"Point({longitude:f} {latitude:f})") == (longitude, latitude)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_cells(text: str) -> None:
    for read in (amount, day):
        assert read(record(text), "x") is not None
    point(text)
    plain(text)


LINES = st.lists(st.lists(st.text(max_size=12), max_size=5).map(";".join), max_size=4)


@pytest.mark.parametrize("kind", SOURCES)
@settings(max_examples=25, deadline=None)
@given(lines=LINES)
def test_no_table_breaks_a_kind(bench: Bench, kind: str, lines: list[str]) -> None:
    header = {
        "geonames": "", "wikidata": "item;itemLabel;coord;population;date",
        "kohesio": "Operation_Unique_Identifier;Operation_Name_English;Operation_Start_Date",
        "cordis": "id;acronym;title;startDate;totalCost",
        "keep": "Project acronym;Organisation in English;Lead partner;Town;Country code",
        "urbact": "title;city;country;theme;link",
    }[kind]  # fmt: skip
    text = "\n".join([header, *lines]) if header else "\n".join(lines).replace(";", "\t")
    file = File.of(text.encode("utf-8", "surrogatepass"), "x.csv", "csv")
    with suppress(CityweaveError):
        read = imports.read([file], SOURCES[kind], bench.resolver)
        assert all(fault.words["en"] for fault in read.faults)


def test_every_phrase_stands_in_four_languages_with_the_same_gaps_and_is_used() -> None:
    code = "".join(path.read_text("utf-8") for path in Path(imports.__file__).parent.glob("*.py"))
    for group, found in BOOK.phrases.items():
        for name, texts in found.items():
            assert set(texts) == {"en", "es", "fr", "nl"}, name
            gaps = {
                frozenset(gap for _, gap, _, _ in Formatter().parse(text) if gap)
                for text in texts.values()
            }
            assert len(gaps) == 1, name
            assert f'"{name}"' in code or f'"{group}.{name}"' in code, name
