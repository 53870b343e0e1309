"""Good rows become statements that the project's shapes accept, each with its cell."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store, parse

from cityweave.errors import BadParameter
from cityweave.resources import files
from cityweave.spreadsheets import Sheet, StoreResolver, kinds, read
from cityweave.validation import validate
from cityweave.vocabulary import BASE, CW, PREFIXES
from spreadsheets.conftest import Reading
from spreadsheets.filling import GOOD, as_csv, as_xlsx, titles

ID = BASE + "id/"
LABEL = NamedNode(PREFIXES["rdfs"] + "label")


def cw(name: str) -> NamedNode:
    return NamedNode(CW + name)


def thing(path: str) -> NamedNode:
    return NamedNode(ID + path)


def says(sheet: Sheet, subject: str, predicate: str, value: NamedNode | Literal) -> str | None:
    """The cell of a statement; None for one that is not there."""
    quad = Quad(thing(subject), cw(predicate), value)
    place = sheet.places.of(*list(quad)[:3])
    assert (quad in sheet.quads) == (place is not None)
    return place.cell if place else None


def read_all(shipped: Store, suffix: str) -> list[Sheet]:
    """All good rows, kind after kind, each in the context of those before."""
    store = Store()
    store.extend(iter(shipped))
    sheets = []
    for kind in kinds():
        rows = GOOD[kind.name]
        data = as_csv(rows) if suffix == "csv" else as_xlsx(rows)
        sheet = read(
            data,
            suffix,  # type: ignore[arg-type]
            source=f"{kind.name}.{suffix}",
            resolve=StoreResolver(store),
        )
        assert sheet.kind == kind.name
        store.extend(sheet.quads)
        sheets.append(sheet)
    return sheets


def test_good_rows_of_every_kind_conform_in_the_context_of_the_shipped_graph(
    shipped: Store,
) -> None:
    sheets = read_all(shipped, "csv")
    assert [fault for sheet in sheets for fault in sheet.faults] == []
    quads = [quad for sheet in sheets for quad in sheet.quads]
    shapes = [quad for path in files("shapes", ".ttl") for quad in parse(path=str(path))]
    report = validate([*shipped, *quads], shapes)
    assert [str(found) for found in report.findings] == []


def test_a_workbook_says_the_same_as_csv(shipped: Store) -> None:
    for plain, book in zip(read_all(shipped, "csv"), read_all(shipped, "xlsx"), strict=True):
        assert set(book.quads) == set(plain.quads)
        assert book.faults == ()
        for subject, predicate, value, _ in book.quads:
            place = book.places.of(subject, predicate, value)
            same = plain.places.of(subject, predicate, value)
            assert place is not None
            assert same is not None
            assert (place.cell, place.sheet) == (same.cell, "Data")


def test_every_statement_has_a_cell(shipped: Store) -> None:
    for sheet in read_all(shipped, "csv"):
        for subject, predicate, value, _ in sheet.quads:
            place = sheet.places.of(subject, predicate, value)
            assert place is not None
            assert place.source == f"{sheet.kind}.csv"
            assert sheet.places.about(subject) is not None


def test_a_network_and_its_partners(reading: Reading) -> None:
    sheet = reading(
        "name (en),launch date,network partnership: member,network partnership: role\n"
        "Trial Network,2024-05,Municipality of Vienna,lead partner;partner\n"
        "Trial Network,,organisation/eurocities,Partner\n"
    )
    assert sheet.faults == ()
    node = "network-partnership/trial-network-municipality-of-vienna-at"
    vienna = thing("organisation/municipality-of-vienna-at")
    assert says(sheet, node, "member", vienna) == "C2"
    assert says(sheet, node, "role", thing("role/lead-partner")) == "D2"
    assert says(sheet, "network/trial-network", "leadPartner", vienna) == "C2"
    assert says(sheet, "network/trial-network", "partner", thing("organisation/eurocities")) == "C3"
    launched = Literal("2024-05", datatype=NamedNode(PREFIXES["xsd"] + "gYearMonth"))
    assert says(sheet, "network/trial-network", "launchDate", launched) == "B2"
    name = sheet.places.property(thing(node), LABEL)
    assert name is not None
    assert name.cell == "C2"


def test_a_name_that_exists_says_which_thing_is_meant_and_nothing_more(reading: Reading) -> None:
    sheet = reading("name (en),name (nl),country,summary (nl)\nVIENNA,wenen,at,hoofdstad\n")
    assert sheet.faults == ()
    assert set(sheet.quads) == {
        Quad(thing("city/vienna-at"), cw("country"), thing("country/at")),
        Quad(thing("city/vienna-at"), cw("summary"), Literal("hoofdstad", language="nl")),
    }


@pytest.mark.parametrize(
    "written",
    ["country/at", "at", "AT", "Austria", "AUSTRIA", "country:at", ID + "country/at"],
)
def test_a_thing_is_named_in_many_ways(reading: Reading, written: str) -> None:
    sheet = reading(f"name (en),country\nTestville,{written}\n")
    assert says(sheet, "city/testville-at", "country", thing("country/at")) == "B2"


def test_the_same_name_in_another_country_is_another_city(reading: Reading) -> None:
    sheet = reading("name (en),country\nVienna,Portugal\n")
    assert sheet.faults == ()
    assert says(sheet, "city/vienna-pt", "country", thing("country/pt")) == "B2"


@pytest.mark.parametrize("written", ["city/testville-at", "testville-at", ID + "city/testville-at"])
def test_people_may_give_the_identifier(reading: Reading, written: str) -> None:
    sheet = reading(f"identifier,name (en),country\n{written},Ville de test,AT\n")
    assert sheet.faults == ()
    assert says(sheet, "city/testville-at", "country", thing("country/at")) == "C2"


def test_rows_may_name_each_other(reading: Reading) -> None:
    sheet = reading(
        "name (en),organisation type,parent organisation\n"
        "Daughter,company,Mother\nMother,company,\n"
    )
    assert sheet.faults == ()
    assert says(sheet, "organisation/daughter", "parentOrganisation", thing("organisation/mother"))


def test_a_row_is_found_again_by_its_name_in_another_language(reading: Reading) -> None:
    sheet = reading(
        "name (en),name (hu),country,lies within\nTestville,Tesztváros,FR,\n,TESZTVAROS,,France\n"
    )
    assert sheet.faults == ()
    assert says(sheet, "city/testville-fr", "within", thing("country/fr")) == "D3"


@pytest.mark.parametrize("language", ["en", "es", "fr", "nl"])
def test_headers_are_known_in_every_language_and_order(reading: Reading, language: str) -> None:
    for kind in ("cities", "organisations"):
        rows = GOOD[kind]
        head = titles(kind, rows, language)
        backwards = [dict(reversed(list(row.items()))) for row in rows]
        turned = titles(kind, backwards, language)
        expected = set(reading(as_csv(rows)).quads)
        assert set(reading(as_csv(rows, head=head)).quads) == expected
        assert set(reading(as_csv(backwards, head=turned)).quads) == expected


def test_texts_in_any_language(reading: Reading) -> None:
    table = "name (en),goal (pt-BR),goal.hu\nTrial Network,tentar,próbálni\n"
    sheet = reading(table, kind="networks")
    assert sheet.faults == ()
    assert says(sheet, "network/trial-network", "goal", Literal("tentar", language="pt-br")) == "B2"
    assert says(sheet, "network/trial-network", "goal", Literal("próbálni", language="hu")) == "C2"


def test_several_values_in_a_cell(reading: Reading) -> None:
    sheet = reading(
        'name (en),theme,goal (en)\nTrial Network,"housing; Huisvesting ;urban poverty",'
        '"one; and two\n\n three "\n',
        kind="networks",
    )
    assert sheet.faults == ()
    network = "network/trial-network"
    assert says(sheet, network, "theme", thing("theme/housing")) == "B2"
    assert says(sheet, network, "goal", Literal("one; and two", language="en")) == "C2"
    assert says(sheet, network, "goal", Literal("three", language="en")) == "C2"
    assert says(sheet, network, "theme", thing("theme/urban-poverty")) == "B2"
    assert sum(quad.predicate == cw("theme") for quad in sheet.quads) == 2


def test_comments_examples_and_empty_rows_are_not_read(reading: Reading) -> None:
    sheet = reading(
        "# made by hand,,\n\nname (en),country\n# example,France\n,\n\u00a0, \n"
        "  Testville\u00a0,FR\n"
    )
    assert sheet.faults == ()
    assert says(sheet, "city/testville-fr", "country", thing("country/fr")) == "B7"


@pytest.mark.parametrize(
    ("written", "value", "datatype"),
    [
        ("2025", "2025", "gYear"),
        ("2025-06", "2025-06", "gYearMonth"),
        ("2024-02-29", "2024-02-29", "date"),
        ("2025-06-30T12:30", "2025-06-30T12:30:00", "dateTime"),
        ("2025-06-30 12:30:15", "2025-06-30T12:30:15", "dateTime"),
    ],
)
def test_dates_are_as_precise_as_they_are_written(
    reading: Reading, written: str, value: str, datatype: str
) -> None:
    sheet = reading(f"name (en),launch date\nTrial Network,{written}\n", kind="networks")
    expected = Literal(value, datatype=NamedNode(PREFIXES["xsd"] + datatype))
    assert says(sheet, "network/trial-network", "launchDate", expected) == "B2"


@pytest.mark.parametrize(
    ("written", "slug", "edtf"),
    [
        ("2025", "2025", "2025"),
        ("2025-06/2025-09", "2025-06_2025-09", "2025-06/2025-09"),
        ("2025-06_2025-09", "2025-06_2025-09", "2025-06/2025-09"),
        ("2021/..", "2021_..", "2021/.."),
        ("2016-21", "2016-21", "2016-21"),
    ],
)
def test_spans_of_time_are_described(reading: Reading, written: str, slug: str, edtf: str) -> None:
    sheet = reading(f"name (en),action of,when\nTry it,partnership/housing,{written}\n")
    assert sheet.faults == ()
    assert says(sheet, "action/housing-try-it", "when", thing(f"timespan/{slug}")) == "C2"
    assert says(sheet, f"timespan/{slug}", "edtf", Literal(edtf)) == "C2"


@pytest.mark.parametrize(
    ("written", "value", "datatype"),
    [("12500", "12500", "integer"), ("-3", "-3", "integer"), ("0.50", "0.5", "decimal"),
     ("7.0", "7", "integer"), ("+012", "12", "integer")],
)  # fmt: skip
def test_numbers(reading: Reading, written: str, value: str, datatype: str) -> None:
    sheet = reading(
        "identifier,quantity: measure (en),quantity: value,quantity: unit\n"
        f"city/vienna-at,trials,{written},events\n",
        kind="cities",
    )
    assert sheet.faults == ()
    expected = Literal(value, datatype=NamedNode(PREFIXES["xsd"] + datatype))
    values = [quad.object for quad in sheet.quads if quad.predicate == cw("value")]
    assert values == [expected]


def test_what_exists_is_linked(reading: Reading) -> None:
    sheet = reading("identifier,exact match\nhousing,http://eurovoc.europa.eu/1690\n", kind="links")
    assert [fault.code for fault in sheet.faults] == ["ambiguous-label"]
    sheet = reading("identifier,exact match\ntheme/housing,http://eurovoc.europa.eu/1690\n")
    match = NamedNode(PREFIXES["skos"] + "exactMatch")
    assert [*sheet.quads] == [
        Quad(thing("theme/housing"), match, NamedNode("http://eurovoc.europa.eu/1690"))
    ]


def test_columns_that_begin_with_a_sign_and_a_space_are_notes(reading: Reading) -> None:
    """Whatever stands in them; what a spreadsheet shows for an error is no note."""
    sheet = reading(
        "id,# why,schema.sameAs,#N/A,# why\n"
        "city/vienna-at,=no formula,https://sws.geonames.org/2761369/,,x\n"
        "# city/ghent-be,,https://sws.geonames.org/2797656/,,\n",
        kind="links",
    )
    assert [(fault.code, str(fault.place)) for fault in sheet.faults] == [
        ("unknown-column", "file.csv, D1")
    ]
    same = NamedNode(PREFIXES["schema"] + "sameAs")
    assert [*sheet.quads] == [
        Quad(thing("city/vienna-at"), same, NamedNode("https://sws.geonames.org/2761369/"))
    ]


def test_the_name_of_a_file_tells_where_headers_fit_several_kinds(resolver: StoreResolver) -> None:
    table = b"name (en),goal (en)\nTrial,try\n"
    for name in ("networks", "partnerships"):
        sheet = read(table, "csv", source=f"our {name} of 2025.csv", resolve=resolver)
        assert sheet.kind == name
    with pytest.raises(BadParameter, match=r"The header “name \(en\), goal \(en\)” does not tell"):
        read(table, "csv", source="data.csv", resolve=resolver)
