"""What is wrong with a cell is said with its place, in four languages, and states nothing."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from cityweave.spreadsheets import kinds, words
from cityweave.spreadsheets.words import phrases
from spreadsheets.conftest import Reading

LANGUAGES = {"en", "es", "fr", "nl"}
CITY = "name (en),country\n"
FIGURE = "identifier,quantity: measure (en),quantity: value,quantity: unit\ncity/vienna-at,trials,"
NETWORK = "name (en),launch date,network partnership: member,network partnership: role\n"

CASES = [
    # the header
    ("cities", "name (en),country,Cuontry\nA,FR,\n", "unknown-column", "C1", "country"),
    ("cities", "name,country\nA,FR\n", "unknown-column", "A1", "name (en)"),
    ("cities", "nom (fr),pays,alias : type d'alias\nA,FR,\n", None, None, None),
    ("cities", "nombre,país\nA,FR\n", "unknown-column", "A1", "nombre (es)"),
    ("cities", "nom,pays\nA,FR\n", "unknown-column", "A1", "nom (fr)"),
    ("cities", "naam,land\nA,FR\n", "unknown-column", "A1", "naam (nl)"),
    ("cities", "name (en),country,país\nA,FR,\n", "duplicate-column", "C1", "one of the two"),
    ("cities", "name (en),country\nA,FR,odd\n", "column-without-header", "C2", "header"),
    ("cities", "name (en)\nA\n", "missing-column", "B1", None),
    ("cities", "country\nFR\n", "missing-column", "B1", None),
    ("links", "same as\nhttp://a.example/\n", "missing-column", "B1", None),
    # which thing a row is about
    ("cities", CITY + ",FR\n", "row-without-name", "B2", "Write a name"),
    ("cities", CITY + "Αθήνα,FR\n", "name-without-identifier", "A2", "hyphens"),
    ("cities", "identifier,country\nno good!,FR\n", "malformed-identifier", "A2", "hyphens"),
    ("cities", "identifier,country\nfund/amif,FR\n", "wrong-kind", "A2", None),
    ("cities", CITY + "Test Ville,FR\nTest-Ville,FR\n", "same-identifier", "A3", "test-ville-fr-2"),
    ("organisations", "name (en),organisation type\nEURO cities,company\n", None, None, None),
    ("organisations", "name (en),organisation type\nDG – HOME,company\n",
     "identifier-taken", "A2", "dg-home-2"),
    ("links", "identifier,same as\nmunicipality,http://a.example/\n", "unknown-label", "A2", None),
    ("links", "identifier,same as\ncountry,http://a.example/\n", "unknown-label", "A2", None),
    ("links", "identifier,same as\nNowhere,http://a.example/\n", "unknown-label", "A2", None),
    # names of things
    ("cities", CITY + "A,Frnce\n", "unknown-label", "B2", "France (country/fr)"),
    ("cities", CITY + "A,Frankreich\n", "unknown-label", "B2", "are: France (country/fr)"),
    ("cities", CITY + "A,city/vienna-at\n", "wrong-kind", "B2", None),
    ("cities", CITY + "A,https://example.org/France\n", "unknown-identifier", "B2", None),
    ("actions", "name (en),action of\nA,Inclusion\n",
     "unknown-label", "B2", "partnership/inclusion"),
    ("networks", NETWORK + "A,,Vienna,partner\n", "unknown-label", "C2", "Municipality of Vienna"),
    ("networks", NETWORK + "A,,Eurocities,partnr\n", "not-a-code", "D2", "partner"),
    ("partnerships", "name (en),status\nA,activ\n", "not-a-code", "B2", "Write active."),
    ("networks", NETWORK + "A,,,partner\n", "missing-value", "D2", None),
    # dates, spans, numbers, addresses
    ("networks", NETWORK + "A,13/04/2024,,\n", "not-a-date", "B2", "Write 2024-04-13."),
    ("networks", NETWORK + "A,04/04/2024,,\n", "not-a-date", "B2", "Write 2024-04-04."),
    ("networks", NETWORK + "A,03.04.2024,,\n", "ambiguous-date", "B2", "2025-06-30"),
    ("networks", NETWORK + "A,2025-02-30,,\n", "not-a-date", "B2", "2025-06-30"),
    ("networks", NETWORK + "A,2025-6-3,,\n", "not-a-date", "B2", "Write 2025-06-03."),
    ("networks", NETWORK + "A,45383,,\n", "not-a-date", "B2", "Write 2024-04-01."),
    ("networks", NETWORK + "A,May 2024,,\n", "not-a-date", "B2", "2025-06-30"),
    ("networks", NETWORK + "A,0024,,\n", "not-a-date", "B2", "2025-06-30"),
    ("actions", "name (en),action of,when\nA,partnership/housing,spring\n",
     "not-a-time-span", "C2", "2021/.."),
    ("actions", "name (en),action of,when\nA,partnership/housing,2025-02-30/2025-03\n",
     "not-a-time-span", "C2", "2021/.."),
    ("actions", "name (en),action of,action number\nA,partnership/housing,1.5\n",
     "not-a-whole-number", "C2", None),
    ("actions", "name (en),action of,action number\nA,partnership/housing,12.000\n",
     "not-a-whole-number", "C2", "Write 12000."),
    ("cities", FIGURE + '"1,5",events\n', "not-a-number", "C2", "Write 1.5."),
    ("cities", FIGURE + '"12,500",events\n', "ambiguous-number", "C2", "Write 12500 / 12.5."),
    ("cities", FIGURE + "12.500,events\n", "ambiguous-number", "C2", "Write 12500 / 12.5."),
    ("cities", FIGURE + "262.219,events\n", "ambiguous-number", "C2", "Write 262219 / 262.2190."),
    ("cities", FIGURE + "250.000 €,events\n", "ambiguous-number", "C2", "Write 250000 / 250.0."),
    ("cities", FIGURE + "0.125,events\n", None, None, None),
    ("cities", FIGURE + "12.25,events\n", None, None, None),
    ("cities", FIGURE + "1.234.5,events\n", "not-a-number", "C2", None),
    ("cities", FIGURE + "12 500,events\n", "not-a-number", "C2", "Write 12500."),
    ("cities", FIGURE + '"1.234.567,89",events\n', "not-a-number", "C2", "Write 1234567.89."),
    ("cities", FIGURE + "12 %,events\n", "not-a-number", "C2", "Write 12, and % in"),
    ("cities", FIGURE + '"€ 1.000,50",events\n', "not-a-number", "C2", "Write 1000.50, and EUR in"),
    ("cities", FIGURE + "٣,events\n", "not-a-number", "C2", None),
    ("cities", FIGURE + "1_000,events\n", "not-a-number", "C2", None),
    ("cities", FIGURE + "1e5,events\n", "not-a-number", "C2", None),
    ("cities", FIGURE + "NaN,events\n", "not-a-number", "C2", None),
    ("cities", "name (en),country,website\nA,FR,www.a.example\n",
     "not-an-address", "C2", "Write https://www.a.example."),
    ("cities", "name (en),country,website\nA,FR,javascript:a(1)\n", "not-an-address", "C2", None),
    ("cities", "name (en),country,website\nA,FR,http://a example\n", "not-an-address", "C2", None),
    ("links", "identifier,same as\ntheme/housing,eurovoc 1690\n", "not-an-address", "B2", None),
    # how texts are written
    ("cities", CITY + '"=HYPERLINK(""http://a.example"")",FR\n', "formula", "A2", "value"),
    ("cities", CITY + "@SUM(A1),FR\n", "formula", "A2", "value"),
    ("cities", CITY + "=1+1,FR\n", "formula", "A2", "value"),
    ("cities", CITY + "-2+3+cmd|' /C calc'!A0,FR\n", "formula", "A2", "value"),
    ("cities", "name (en),country,summary (en)\nA,FR,- a dash and @home\n", None, None, None),
    ("cities", CITY + "+cmd|' /C calc'!A0,FR\n", "formula", "A2", "value"),
    ("cities", CITY + "#REF!,FR\n", "no-rows", "A1", None),
    ("cities", CITY + "A,#REF!\n", "spreadsheet-error", "B2", "value"),
    ("cities", CITY + "Mаdrid,FR\n", "mixed-script", "A2", "Write Madrid."),
    ("cities", CITY + "Αthens,FR\n", "mixed-script", "A2", "Write Athens."),
    ("cities", CITY + "Mad\u200brid,FR\n", "control-character", "A2", "Write Madrid."),
    ("cities", CITY + "Mad\x07rid,FR\n", "control-character", "A2", "Write Madrid."),
    ("cities", CITY + "\u202eMadrid,FR\n", "control-character", "A2", "Write Madrid."),
    ("cities", CITY + "MÃ¡laga,FR\n", "mojibake", "A2", "Write Málaga."),
    ("cities", CITY + "M\ufffdlaga,FR\n", "lost-character", "A2", "again"),
]  # fmt: skip


def test_a_value_like_nothing_in_the_list_gets_no_suggestion(reading: Reading) -> None:
    sheet = reading(FIGURE + "12,inhabitants\n", kind="cities")
    assert [(fault.code, fault.fix) for fault in sheet.faults] == [("not-a-code", None)]


@pytest.mark.parametrize(("kind", "table", "code", "cell", "fix"), CASES)
def test_a_fault_has_a_code_a_cell_and_a_way_out(
    reading: Reading, kind: str, table: str, code: str | None, cell: str | None, fix: str | None
) -> None:
    sheet = reading(table, kind=kind)
    found = [(fault.code, fault.place.cell if fault.place else None) for fault in sheet.faults]
    assert found == ([(code, cell)] if code else [])
    for fault in sheet.faults:
        assert fault.place is not None
        assert fault.place.source == "file.csv"
        assert set(fault.words) == LANGUAGES
        assert fault.fix is None or set(fault.fix) == LANGUAGES
        assert fix is None or fix in (fault.fix or {})["en"]
        assert not any(
            sheet.places.of(q.subject, q.predicate, q.object) == fault.place for q in sheet.quads
        )


def test_a_fault_leaves_the_other_cells_alone(reading: Reading) -> None:
    sheet = reading("name (en),country,website\nTestville,FR,www\nOther,FR,https://a.example/\n")
    assert [fault.place.cell for fault in sheet.faults if fault.place] == ["C2"]
    subjects = {quad.subject for quad in sheet.quads}
    assert subjects == {
        NamedNode(f"https://w3id.org/cityweave/id/city/{slug}")
        for slug in ("testville-fr", "other-fr")
    }


def test_a_row_that_names_nothing_states_nothing_and_all_its_faults_are_told(
    reading: Reading,
) -> None:
    sheet = reading("name (en),country,website\nMаdrid,Frnce,www\n")
    assert [fault.code for fault in sheet.faults] == [
        "mixed-script", "unknown-label", "not-an-address"
    ]  # fmt: skip
    assert sheet.quads == ()


def test_an_ambiguous_name_lists_what_it_can_mean(reading: Reading) -> None:
    sheet = reading("name (en),country\nTestville,FR\nTestville,ES\nTestville,\n", kind="cities")
    (fault,) = sheet.faults
    assert (fault.code, fault.place and fault.place.cell) == ("ambiguous-label", "A4")
    for text in ("city/testville-fr", "city/testville-es"):
        assert text in fault.words["nl"]
    assert "city/testville-fr" in (fault.fix or {})["nl"]


def test_every_phrase_stands_in_four_languages_with_the_same_gaps() -> None:
    for group, found in phrases().items():
        for name, texts in found.items():
            assert set(texts) == LANGUAGES, (group, name)
            gaps = {
                language: {gap for _, gap, _, _ in string.Formatter().parse(text) if gap}
                for language, text in texts.items()
            }
            assert len(set(map(frozenset, gaps.values()))) == 1, (group, name, gaps)


def test_every_phrase_is_used() -> None:
    package = Path(words.__file__).parent
    code = "".join(path.read_text("utf-8") for path in package.glob("*.py"))
    forms = {column.form for kind in kinds() for column in kind.columns}
    for group, found in phrases().items():
        for name in found:
            assert f'{group}.{name}"' in code or f'"{name}"' in code or name in forms, (group, name)
