"""Tables of classes: what heads them, what stands in them, whatever the values hold."""

from __future__ import annotations

import csv
import io

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from cityweave.description.tables import Column, Heading, columns, columns_query, header, rows_query
from cityweave.formats import by_name
from cityweave.query.solutions import rows
from cityweave.store import EmbeddedStore, QueryRequest
from cityweave.vocabulary import BASE, CW, PREFIXES

CITY = BASE + "id/city/"


def table(store: EmbeddedStore, iri: str) -> list[dict[str, str]]:
    found = columns(rows(store, columns_query(iri)))
    body = store.query(QueryRequest(rows_query(iri, found)), by_name("csv"))
    heading = Heading(found)
    text = heading.part(body) + heading.end()
    return list(csv.DictReader(io.StringIO(text.decode(), newline="")))


def test_a_row_for_each_instance_a_column_for_each_property_and_language(
    small: EmbeddedStore,
) -> None:
    found = table(small, CW + "Municipality")
    assert list(found[0]) == [
        "IRI",
        "name (en)",
        "name (nl)",
        "country",
        "cw:partner",
        "geo:hasGeometry",
        "population",
    ]
    assert [row["IRI"] for row in found] == [CITY + name for name in ("alder", "birch", "cedar")]
    alder, birch, cedar = found
    assert (alder["name (en)"], alder["name (nl)"]) == ("Alder", "Els; stad")
    assert alder["cw:partner"] == CITY + "birch"
    assert set(birch["country"].split(";")) == {f"{BASE}id/country/{code}" for code in ("nl", "xx")}
    assert birch["population"] == "12"
    assert cedar["name (en)"] == 'Cedar "quoted", town'
    assert (cedar["country"], cedar["population"]) == ("", "")


def test_a_class_without_instances_has_no_columns(small: EmbeddedStore) -> None:
    assert columns(rows(small, columns_query(CW + "Network"))) == ()


def test_instances_and_values_without_a_name_are_left_out(small: EmbeddedStore) -> None:
    assert table(small, CW + "Quantity") == []
    assert all(
        "_:" not in cell for row in table(small, CW + "Municipality") for cell in row.values()
    )


def test_any_value_survives() -> None:
    store = EmbeddedStore()
    name, kind = NamedNode("http://e/a"), NamedNode("http://e/Kind")
    label = NamedNode(PREFIXES["rdfs"] + "label")
    nasty = 'a,b "c"\r\nd\n;e\tf\\ é €'
    for value in (Literal(nasty), Literal("x", language="en"), kind, BlankNode()):
        store.add([Quad(name, label, value)])
    store.add([Quad(name, NamedNode(PREFIXES["rdf"] + "type"), kind)])
    (row,) = table(store, kind.value)
    assert row == {"IRI": "http://e/a", "name": row["name"], "name (en)": "x"}
    assert row["name"] in {f"{nasty};http://e/Kind", f"http://e/Kind;{nasty}"}


def test_titles_that_are_alike_are_told_apart() -> None:
    alike = [Column(CW + "a", label="part"), Column(CW + "b", label="part"), Column("http://e/c")]
    assert header(alike) == b"IRI,part [cw:a],part [cw:b],http://e/c\r\n"


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_the_head_is_put_on_wherever_the_bytes_are_parted(size: int) -> None:
    body = b"iri,c0\r\nhttp://e/a,1\r\n"
    heading = Heading([Column("http://e/p")])
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    made = b"".join(map(heading.part, parts)) + heading.end()
    assert made == b"IRI,http://e/p\r\nhttp://e/a,1\r\n"
