"""Suggestions as files, and the table as the contribution workflow reads it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from cityweave.linking import Entry, Suggestion, Things, open_gazetteer, suggest, target
from cityweave.linking.accounts import accounts
from cityweave.linking.writing import STYLES, summary, table, write
from cityweave.spreadsheets import Sheet, StoreResolver, kind, read
from cityweave.vocabulary import BASE
from linking.sample import ID, PREFIXED, RIGHT, THINGS, graph_of

LINKS = kind("links")
SAME = "https://schema.org/sameAs"


@pytest.fixture
def suggestions(graph: Store, dump: Path) -> tuple[Suggestion, ...]:
    wanted = target("geonames")
    return suggest(Things(graph).all(), wanted, open_gazetteer(wanted, dump))


def reading(data: bytes, graph: Store) -> Sheet:
    return read(data, "csv", source="links.csv", resolve=StoreResolver(graph))


def stated(sheet: Sheet) -> dict[str, str]:
    """The identifiers that a table says, by the things that they are of."""
    return {
        quad.subject.value.removeprefix(ID): quad.object.value.split("/")[-2]
        for quad in sheet.quads
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
        if quad.predicate.value == SAME
    }


def test_the_table_is_read_unchanged_and_states_what_is_proposed(
    suggestions: tuple[Suggestion, ...], graph: Store
) -> None:
    sheet = reading(table(suggestions, LINKS), graph)
    assert (sheet.kind, sheet.faults) == ("links", ())
    assert stated(sheet) == RIGHT
    assert {quad.predicate.value for quad in sheet.quads} == {SAME}


def test_who_takes_the_sign_away_decides(suggestions: tuple[Suggestion, ...], graph: Store) -> None:
    text = table(suggestions, LINKS).decode("utf-8-sig")
    undecided = "# city/halle-be,https://sws.geonames.org/2796696/"
    assert undecided in text
    chosen = text.replace(undecided, undecided.removeprefix("# "))
    assert stated(reading(chosen.encode(), graph)) == {**RIGHT, "city/halle-be": "2796696"}


def test_the_table_has_the_evidence(suggestions: tuple[Suggestion, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(table(suggestions, LINKS).decode("utf-8-sig"))))
    ghent = next(row for row in rows if row["identifier"] == "city/ghent-be")
    assert ghent == {
        "identifier": "city/ghent-be",
        "identified by": "https://sws.geonames.org/2797656/",
        "# score": "80",
        "# why": "Called “Gent”, and “Ghent” too, in the same country (BE), 265,086 inhabitants.",
        "# called here": "Ghent",
        "# called there": "Gent",
        "# country there": "BE",
        "# km apart": "",
        "# inhabitants there": "265086",
        "# kind there": "P.PPLA2",
    }
    unknown = next(row for row in rows if row["identifier"] == "# country/de")
    assert unknown["identified by"] == ""
    assert unknown["# why"] == "Nothing of that name and kind is known there in that country."


def test_no_name_becomes_a_formula(tmp_path: Path) -> None:
    graph = graph_of(
        THINGS, "city:x a cw:Municipality ; rdfs:label '=1+1'@en ; cw:country country:be ."
    )
    path = tmp_path / "items.csv"
    path.write_text("id,label,country,type\nQ9,=1+1,BE,municipality\n", "utf-8")
    wanted = target("wikidata")
    found = suggest(Things(graph).all(), wanted, open_gazetteer(wanted, path))
    written = table(found, LINKS).decode("utf-8-sig")
    assert ",=1+1" not in written
    assert ",'=1+1,'=1+1,BE" in written


def test_turtle_states_links_and_how_sure_they_are(suggestions: tuple[Suggestion, ...]) -> None:
    written = write(suggestions, "ttl", base=BASE)
    found = set(parse(written, format=RdfFormat.TURTLE))
    expected = set(
        parse(
            (
                PREFIXED + "@prefix link: <https://w3id.org/cityweave/id/link/> .\n"
                "city:ghent-be schema:sameAs <https://sws.geonames.org/2797656/> .\n"
                "link:geonames-ghent-be a rdf:Statement, cw:Link ;\n"
                "  rdf:subject city:ghent-be ;\n"
                "  rdf:predicate schema:sameAs ; rdf:object <https://sws.geonames.org/2797656/> ;\n"
                "  cw:confidence confidence:probable ; cw:linkBasis 'Called “Gent”, and “Ghent” "
                "too, in the same country (BE), 265,086 inhabitants.'@en ."
            ).encode(),
            format=RdfFormat.TURTLE,
        )
    )
    assert expected <= found
    assert len(found) == 8 * len(RIGHT)
    assert "# https://w3id.org/cityweave/id/city/halle-be: 2 candidates fit" in written.decode()


def named(written: bytes) -> dict[str, str]:
    """The accounts that Turtle has, by the things that their links are of."""
    subject = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#subject")
    found = [one for one in parse(written, format=RdfFormat.TURTLE) if one.predicate == subject]
    return {str(one.object).strip("<>"): str(one.subject).strip("<>") for one in found}


def test_accounts_are_called_as_those_that_are_shipped(
    suggestions: tuple[Suggestion, ...],
) -> None:
    """A kind stands in a name only where two things are called alike, or it is taken."""
    link = f"{ID}link/geonames-"
    found = named(write(suggestions, "ttl", base=BASE))
    alike = {f"{ID}{kind}/murcia-es": f"{link}{kind}-murcia-es" for kind in ("city", "region")}
    others = {ID + one: link + one.split("/")[1] for one in RIGHT if "murcia" not in one}
    assert found == {**others, **alike}
    taken = f"{link}ghent-be"
    found = named(write(suggestions, "ttl", base=BASE, taken=lambda iri: iri == taken))
    assert found == {**others, **alike, f"{ID}city/ghent-be": f"{link}city-ghent-be"}


@pytest.mark.parametrize(
    ("iri", "slug"),
    [
        ("https://example.org/gent", "gent"),
        ("https://example.org/id/city/gent", "gent"),
        ("https://example.org/gent/", "gent"),
        ("https://example.org/#Gent%20(BE)?", "BE"),
        ("urn:x:gent", "gent"),
        (f"{BASE}id/city/gent", "gent"),
        ("urn:«»", "urn"),
    ],
)
@pytest.mark.parametrize("base", [BASE, "http://localhost:8000/"])
def test_accounts_are_the_deployments_whosever_the_things_are(
    iri: str, slug: str, base: str, dump: Path
) -> None:
    graph = graph_of(THINGS, f"<{iri}> a cw:Municipality ; rdfs:label 'Ghent'@en .")
    graph.update(
        f"PREFIX cw: <https://w3id.org/cityweave/ontology#> INSERT DATA {{ <{iri}> cw:country "
        f"<{ID}country/be> }}"
    )
    things, wanted = Things(graph), target("geonames")
    found = suggest([things.thing(iri)], wanted, open_gazetteer(wanted, dump))
    written = write(found, "ttl", base=base)
    assert named(written) == {iri: f"{base}id/link/geonames-{slug}"}
    minted = {str(one.object) for one in parse(written, format=RdfFormat.TURTLE)}
    assert f"<{base}id/confidence/probable>" in minted


def test_no_two_things_share_an_account() -> None:
    things = ["https://a.org/x", "https://b.org/x", "https://b.org-x", "https://b.org/x", "urn:y"]
    found = accounts(things, "geonames", BASE, lambda iri: iri.endswith("y"))
    assert [one.removeprefix(f"{ID}link/geonames-") for one in found.values()] == [
        "https-a.org-x", "https-b.org-x", "b.org-x", "urn-y-2",
    ]  # fmt: skip


def test_json_has_all_candidates(suggestions: tuple[Suggestion, ...]) -> None:
    found = {
        one["thing"].removeprefix(ID): one
        for one in json.loads(write(suggestions, "json", base=BASE))
    }
    assert {name: one["link"] for name, one in found.items() if one["link"]} == {
        name: f"https://sws.geonames.org/{identifier}/" for name, identifier in RIGHT.items()
    }
    halle = found["city/halle-be"]
    assert (halle["outcome"], halle["link"], len(halle["candidates"])) == ("ambiguous", None, 2)


def test_text_has_a_paragraph_for_each(suggestions: tuple[Suggestion, ...]) -> None:
    text = write(suggestions, "text", base=BASE).decode()
    assert text.count("\n  https://sws.geonames.org/") == len(RIGHT)
    assert (
        "city/halle-be: Halle\n  2 candidates fit equally well: choose.\n"
        "  ? https://sws.geonames.org/2796696/ (80) Called “Halle”"
    ) in text


@pytest.mark.parametrize("style", STYLES)
def test_nothing_suggested_is_written_too(style: str) -> None:
    written = write((), style, base=BASE)  # type: ignore[arg-type]
    assert written.decode("utf-8-sig").count("\n") <= 1


def test_the_summary_counts(suggestions: tuple[Suggestion, ...]) -> None:
    assert summary(suggestions) == "11 proposed, 1 ambiguous, 3 doubtful, 3 unknown"


def test_an_entry_says_no_more_than_it_knows() -> None:
    assert Entry("1", "A") == Entry("1", "A", (), None, None, None, None, None)
