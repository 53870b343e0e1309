"""Templates are made from shapes and ontology, and cannot drift from them."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import csvw
import openpyxl
import pytest
from pyoxigraph import NamedNode, Store
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, URIRef

from cityweave.errors import BadParameter, NotFound
from cityweave.resources import content, files
from cityweave.spreadsheets import (
    STYLES,
    Column,
    Form,
    Kind,
    StoreResolver,
    kind,
    kinds,
    names_of,
    template,
)
from cityweave.spreadsheets.declarations import DECLARATIONS, expand
from cityweave.spreadsheets.folding import fold
from cityweave.spreadsheets.headers import LABEL, Headings
from cityweave.spreadsheets.workbook import read_workbook
from cityweave.vocabulary import CW, KINDS, LANGUAGES
from spreadsheets.conftest import Reading
from spreadsheets.filling import GOOD, as_csv

EACH = pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)


@pytest.fixture(scope="module")
def terms() -> Graph:
    graph = Graph()
    for folder in ("shapes", "ontology"):
        for path in files(folder, ".ttl"):
            graph.parse(path)
    return graph


def above(terms: Graph, of: str) -> set[URIRef]:
    return set(terms.transitive_objects(URIRef(of), RDFS.subClassOf))  # type: ignore[arg-type]


def value_shapes(terms: Graph, iri: str) -> list[URIRef]:
    return [
        shape
        for target in terms.subjects(SH.targetSubjectsOf, URIRef(iri))
        for shape in terms.objects(target, SH.property)
        if isinstance(shape, URIRef)
    ]


def classed(kind: Kind, column: Column) -> str:
    return next((part.iri for part in kind.parts if part.name == column.part), kind.iri)


def test_there_is_a_template_for_all_that_people_contribute() -> None:
    assert [kind.name for kind in kinds()] == [
        "cities", "organisations", "networks", "partnerships", "actions", "funds", "links",
    ]  # fmt: skip
    with pytest.raises(NotFound, match="planets"):
        kind("planets")


@EACH
def test_all_that_shapes_ask_for_has_a_column_or_follows(terms: Graph, kind: Kind) -> None:
    """A property that a shape of the class asks for is a column, is joined, fixed or derived."""
    for of, part in ((kind.iri, None), *((part.iri, part) for part in kind.parts)):
        offered = {column.property for column in kind.of(part.name if part else None)}
        if part:
            offered |= {name for name, _ in part.fixed} | {part.forward or "", part.backward or ""}
            offered |= {LABEL}  # made from what the node connects
        for target in above(terms, of):
            for node in terms.subjects(SH.targetClass, target):
                for shape in terms.objects(node, SH.property):
                    if int(str(terms.value(shape, SH.minCount) or 0)):
                        assert str(terms.value(shape, SH.path)) in offered, shape


@EACH
def test_titles_datatypes_and_cardinality_are_those_of_the_shapes(terms: Graph, kind: Kind) -> None:
    for column in kind.columns:
        shapes = value_shapes(terms, column.property) if column.property else []
        if column.property.startswith(CW):
            assert (URIRef(column.property), RDF.type, None) in terms
            domain = terms.value(URIRef(column.property), RDFS.domain)
            assert domain is None or domain in above(terms, classed(kind, column))
            names = {
                name.language: str(name)
                for name in terms.objects(URIRef(column.property), RDFS.label)
                if isinstance(name, Literal)
            }
            for language in LANGUAGES:
                assert names[language] in column.titles[language]
            assert (
                str(terms.value(URIRef(column.property), SKOS.definition))
                in column.explanation["en"]
            )
        for shape in shapes:
            for datatype in terms.objects(shape, SH.datatype):
                assert str(datatype) in column.datatypes
            wanted = str(terms.value(shape, SH["class"]) or "")
            if column.form is Form.THING and wanted:
                assert column.classes == (wanted,)
        if any(str(terms.value(shape, SH.maxCount)) == "1" for shape in shapes):
            assert column.separator is None


@EACH
def test_declarations_say_nothing_that_shapes_know(kind: Kind) -> None:
    declared = next(found for found in DECLARATIONS if found.name == kind.name)
    told = {expand(name) for name in declared.properties}
    assert {column.property for column in kind.of(None)} - {""} == told
    assert kind.id in KINDS or not kind.creates
    for part in kind.parts:
        assert part.id in KINDS
        assert {column.property for column in kind.of(part.name)} >= {part.slug[0]}


def test_a_shape_that_asks_for_more_makes_a_column_more(tmp_path: Path) -> None:
    for folder in ("shapes", "ontology"):
        (tmp_path / folder).mkdir()
        for path in files(folder, ".ttl"):
            (tmp_path / folder / path.name).write_bytes(path.read_bytes())
    more = """@prefix cws: <https://w3id.org/cityweave/shapes#> .
@prefix cw: <https://w3id.org/cityweave/ontology#> . @prefix sh: <http://www.w3.org/ns/shacl#> .
cws:More a sh:NodeShape ; sh:targetClass cw:Municipality ; sh:property [
  sh:path cw:purpose ; sh:minCount 1 ; sh:name "reason"@en ] ."""
    (tmp_path / "shapes" / "more.ttl").write_text(more, encoding="utf-8")
    assert not [c for c in kind("cities").columns if c.name.startswith("purpose")]
    column = next(c for c in kind("cities", tmp_path).columns if c.name == "purpose.en")
    assert column.required
    assert column.form is Form.TEXT


@EACH
def test_codes_are_those_of_the_list_that_the_data_use(shipped: Store, kind: Kind) -> None:
    for column in kind.columns:
        if column.form is Form.CODE:
            codes = {code.iri for code in column.codes}
            used = {
                q.object for q in shipped.quads_for_pattern(None, NamedNode(column.property), None)
            }
            assert {value.value for value in used if isinstance(value, NamedNode)} <= codes
            assert all(set(code.words) >= set(LANGUAGES) for code in column.codes)


@EACH
def test_a_header_means_one_column_whatever_its_language(kind: Kind) -> None:
    headings = Headings(kind)
    for column in kind.columns:
        assert re.fullmatch(r"[A-Za-z]+(\.[A-Za-z]+)*", column.name)
        assert set(column.titles) == set(LANGUAGES) == set(column.explanation)
        for title in (column.name, *column.titles.values(), column.titles["en"].upper()):
            assert headings.column(title) == column, title
    for language in LANGUAGES:
        titles = [fold(column.titles[language]) for column in kind.columns]
        assert len(set(titles)) == len(titles)


@EACH
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unfilled_template_is_read_and_only_its_emptiness_is_told(
    reading: Reading, kind: Kind, language: str
) -> None:
    for style in ("csv", "xlsx"):
        data = template(kind, style, language)
        sheet = reading(data, style)
        assert (sheet.kind, sheet.quads) == (kind.name, ())
        assert [(one.code, one.severity) for one in sheet.faults] == [("no-rows", "warning")]


@EACH
def test_csv_has_the_explanations_and_a_mark_for_spreadsheets(kind: Kind) -> None:
    data = template(kind, "csv", "fr")
    assert data.startswith(b"\xef\xbb\xbf")
    head, explained, example = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert len(head) == len(explained) == len(example)
    assert explained[0].startswith("# explication")
    assert example[0].startswith("# exemple")
    assert head[0] == "identifiant"


@EACH
def test_a_workbook_explains_and_offers_lists(kind: Kind) -> None:
    names = {CW + "Actor": ["Eurocities", "POLIS"], CW + "Country": ["Austria"]}
    book = openpyxl.load_workbook(io.BytesIO(template(kind, "xlsx", "nl", names=names)))
    sheet, readme, lists = book.worksheets
    assert (readme.title, lists.title, lists.sheet_state) == ("Lees mij", "Lijsten", "veryHidden")
    columns = {column.titles["nl"]: column for column in kind.columns}
    rules = {
        str(rule.sqref).partition(":")[0]: rule for rule in sheet.data_validations.dataValidation
    }
    listed = {
        column[0].value: [cell.value for cell in column[1:] if cell.value]
        for column in lists.iter_cols()
    }
    for cell in sheet[1]:
        column = columns[str(cell.value)]
        assert cell.comment is not None
        assert cell.comment.text == column.explanation["nl"]
        rule = rules[f"{cell.column_letter}2"]
        assert rule.prompt == column.explanation["nl"][:255]
        if column.codes:
            assert rule.type == "list"
            assert listed[column.name] == sorted(
                (code.words["nl"] for code in column.codes), key=str.casefold
            )
        if CW + "Actor" in column.classes:
            assert {"Eurocities", "POLIS"} <= set(listed[column.name])
    text = "\n".join(str(cell.value) for row in readme.iter_rows() for cell in row)
    assert all(
        column.explanation["nl"] in text
        for column in map(columns.get, [c.value for c in sheet[1]])
        if column
    )


@EACH
def test_a_filled_template_in_a_workbook_is_read(reading: Reading, kind: Kind) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(kind, "xlsx", "es")))
    sheet = book.worksheets[0]
    titles = {column.titles["es"]: column.name for column in kind.columns}
    rows = GOOD[kind.name]
    for number, row in enumerate(rows, 3):
        for cell in sheet[1]:
            name = titles[str(cell.value)]
            sheet.cell(number, cell.column, str(row[name]) if name in row else None)
    written = io.BytesIO()
    book.save(written)
    (table,) = read_workbook(written.getvalue()).tables
    held = {cell.text for row in table.rows[2:] for cell in row}
    shown = {titles[str(cell.value)] for cell in sheet[1]}
    assert held == {str(value) for row in rows for name, value in row.items() if name in shown}


@EACH
def test_csvw_tools_read_the_metadata_and_the_table_beside_it(tmp_path: Path, kind: Kind) -> None:
    """An independent implementation finds the metadata right and sees the same cells."""
    rows = GOOD[kind.name]
    name = f"{kind.name}.csv"
    described = json.loads(template(kind, "json"))
    known = {column["name"]: column for column in described["tableSchema"]["columns"]}
    shown = [{key: value for key, value in row.items() if key in known} for row in rows]
    filled = list(dict.fromkeys(key for row in shown for key in row))
    described["tableSchema"]["columns"] = [known[key] for key in filled]
    described["tableSchema"]["aboutUrl"] = "#{_row}"
    (tmp_path / f"{name}-metadata.json").write_text(json.dumps(described), encoding="utf-8")
    (tmp_path / name).write_bytes(as_csv(shown))
    table = csvw.Table.from_file(tmp_path / f"{name}-metadata.json")
    for read, row in zip(table.iterdicts(strict=True), shown, strict=True):
        for key, value in row.items():
            separator = known[key].get("separator")
            found = read[key] if separator else [read[key]]
            texts = [item.unsplit() if hasattr(item, "unsplit") else str(item) for item in found]
            assert (separator or "").join(texts) == str(value), key
    for column in known.values():
        assert column["titles"].keys() == set(LANGUAGES)


def test_lists_offer_what_exists_and_nothing_ambiguous(
    reading: Reading, resolver: StoreResolver
) -> None:
    names = names_of(kind("networks"), resolver)
    assert {"Eurocities", "Municipality of Vienna"} <= set(names[CW + "Actor"])
    assert len(set(map(fold, names[CW + "Actor"]))) == len(names[CW + "Actor"])
    data = template(kind("networks"), "xlsx", names=names)
    lists = openpyxl.load_workbook(io.BytesIO(data)).worksheets[2]
    listed = {
        column[0].value: [c.value for c in column[1:] if c.value] for column in lists.iter_cols()
    }
    table = "name (en),network partnership: member\n" + "".join(
        f'Trial Network,"{name}"\n' for name in listed["partner.member"]
    )
    faults = reading(table, kind="networks").faults
    assert [fault for fault in faults if fault.code != "ambiguous-label"] == []
    assert len(faults) <= 5  # a name may be another's alternative name


def test_styles_and_languages_that_there_are_not() -> None:
    for style, language in (("ods", "en"), ("csv", "de")):
        with pytest.raises(BadParameter, match="no template") as caught:
            template(kind("cities"), style, language)  # type: ignore[arg-type]
        assert caught.value.hint
    assert STYLES == ("csv", "xlsx", "json")
    assert (content("shapes") / "links-values.ttl").is_file()
    assert OWL.sameAs == URIRef(kind("links").columns[1].property)
