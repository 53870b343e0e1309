"""Renderings: what people and programs get, and what hostile values cannot do to them."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from html5rdf.html5parser import HTMLParser as StrictParser  # type: ignore[import-untyped]
from hypothesis import given, settings
from pyoxigraph import Literal, NamedNode

from cityweave.formats import rdf_by_name
from cityweave.parsing import Index, Place, Term, parse
from cityweave.validation import Finding, Fix, Report, from_json, to_json
from cityweave.validation.names import TYPE, sh
from cityweave.validation.paths import Path as PropertyPath
from cityweave.validation.paths import forward, read_path, sparql
from cityweave.validation.rendering import STYLES, Style, fragment, render
from cityweave.validation.rendering.display import clean, number, plain, verdict
from cityweave.validation.rendering.sarif import fingerprint
from cityweave.validation.rendering.steps import described, path_of
from cityweave.validation.rendering.table import COLUMNS, safe
from cityweave.vocabulary import BASE, LANGUAGES
from validation.reports import PATHS, REPORTS, finding

SCHEMA = json.loads(
    (Path(__file__).parent / "sarif" / "sarif-schema-2.1.0.json").read_text("utf-8")
)
SARIF = jsonschema.Draft7Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
MANY = Report(tuple(finding(number) for number in range(1, 10_001)), statements=20_000)
CLEAN = Report(statements=7)
CELL = finding(
    4,
    severity="warning",
    shape="https://w3id.org/cityweave/shapes#country-value",
    component="ClassConstraintComponent",
    focus_label={"en": "Heerlen", "nl": "Heerlen"},
    path_words={"en": "country", "nl": "land"},
    value='"Nederlandd"',
    expected={"en": "a country", "nl": "een land"},
    rule={"en": "country", "nl": "land"},
    fix=Fix({"en": "Did you mean “Netherlands”?", "nl": "Bedoelt u “Nederland”?"}, "<http://e/nl>"),
    place=Place(4, 3, "cities.xlsx", "Cities", "C4"),
)
EVIL = '<script>alert("x")</script>\u202eevil\u2066 \n& \'>\x07'
HOSTILE = finding(
    1,
    focus_label=dict.fromkeys(LANGUAGES, EVIL),
    messages=dict.fromkeys(LANGUAGES, EVIL),
    path_words=dict.fromkeys(LANGUAGES, EVIL),
    value="<javascript:alert(1)>",
    value_label=dict.fromkeys(LANGUAGES, EVIL),
    expected=dict.fromkeys(LANGUAGES, EVIL),
    shape="javascript:alert(1)",
    rule=dict.fromkeys(LANGUAGES, EVIL),
    fix=Fix(dict.fromkeys(LANGUAGES, EVIL)),
    place=Place(1, 1, EVIL, EVIL, EVIL),
)


def text(report: Report, language: str = "en") -> str:
    return render(report, "text", language).decode()


def tree(report: Report, language: str = "en") -> ET.Element:
    """The page, which a strict parser reads without complaint."""
    parser = StrictParser(namespaceHTMLElements=False, strict=True)
    parsed: ET.Element = parser.parse(render(report, "html", language).decode())
    return parsed


def rows(report: Report, language: str = "en") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(render(report, "csv", language).decode(), newline="")))


def graph(report: Report) -> Index:
    return Index(parse(render(report, "ttl"), rdf_by_name("ttl")).quads)


@settings(deadline=None)
@given(REPORTS)
def test_every_report_can_be_rendered_in_every_style(report: Report) -> None:
    for style in STYLES:
        for language in LANGUAGES:
            assert render(report, style, language)


def test_text_says_all_of_a_finding() -> None:
    assert text(Report((CELL,))) == (
        "cities.xlsx, Cities!C4: warning: A city needs a country.\n"
        "  Thing       Heerlen (http://e/thing/4)\n"
        "  Property    country\n"
        "  Value       Nederlandd\n"
        "  Expected    a country\n"
        "  Suggestion  Did you mean “Netherlands”? (http://e/nl)\n"
        "  Rule        Country (cws:country-value)\n"
        "\n"
        "No rule that must hold is broken; worth a look: 1 warning.\n"
    )
    double = replace(CELL, value="<http://e/heerlen2>", value_label={"en": "Heerlen"})
    assert "  Value       Heerlen (http://e/heerlen2)\n" in text(Report((double,)))
    assert text(Report((CELL,)), "nl").splitlines()[0] == (
        "cities.xlsx, Cities!C4: waarschuwing: Er ontbreekt een land."
    )


def test_text_counts_what_is_equal() -> None:
    lines = text(MANY).splitlines()
    assert sum(line.startswith("cities.ttl:") for line in lines) == 10
    assert "… and 9,990 more of the same (http://e/City)" in lines
    assert lines[-1] == "The data is not in order yet: 10,000 errors."


def test_a_verdict_is_one_sentence() -> None:
    assert verdict(CLEAN, "en") == "Everything is in order: no rule is broken."
    assert verdict(Report((CELL, finding(1))), "es") == (
        "Los datos aún no están en orden: 1 error, 1 advertencia."
    )
    assert verdict(MANY, "fr") == ("Les données ne sont pas encore en ordre : 10\u202f000 erreurs.")
    assert verdict(Report((finding(severity="info"),) * 2), "nl").endswith(": 2 opmerkingen.")
    assert number(1234567, "nl") == "1.234.567"


def test_json_is_the_report() -> None:
    report = Report((CELL, HOSTILE))
    assert from_json(json.loads(render(report, "json"))) == report


def test_csv_has_a_row_for_each_finding() -> None:
    assert len(rows(MANY)) == 10_000
    (row,) = rows(Report((CELL,)), "nl")
    assert tuple(row) == COLUMNS
    assert {name: row[name] for name in ("severity", "message", "value", "cell", "line")} == {
        "severity": "warning", "message": "Er ontbreekt een land.", "value": "Nederlandd",
        "cell": "C4", "line": "4",
    }  # fmt: skip
    assert (row["thing"], row["replacement"]) == ("http://e/thing/4", "<http://e/nl>")


@pytest.mark.parametrize(
    "value",
    [
        "=1+1",
        "+1",
        "-1+cmd|' /C calc'!A0",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1",
        "%0a=1",
    ],
)
def test_csv_has_no_formula(value: str) -> None:
    hostile = finding(value=str(Literal(value)), messages={"en": value})
    (row,) = rows(Report((hostile,)))
    for cell in row.values():
        assert not cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r", "＝")), cell
    assert row["value"].removeprefix("'") == value


def test_csv_leaves_harmless_cells_alone() -> None:
    assert safe("a=1") == "a=1"
    assert safe("") == ""
    assert safe("=1") == "'=1"


@pytest.mark.parametrize("report", [CLEAN, Report((CELL, HOSTILE)), Report(MANY.findings[:50])])
@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_fits_its_schema(report: Report, language: str) -> None:
    SARIF.validate(json.loads(render(report, "sarif", language)))


@settings(deadline=None)
@given(REPORTS)
def test_sarif_of_any_report_fits_its_schema(report: Report) -> None:
    SARIF.validate(json.loads(render(report, "sarif")))


def test_the_schema_is_not_lenient() -> None:
    document = json.loads(render(Report((CELL,)), "sarif"))
    document["runs"][0]["results"][0]["level"] = "violation"
    with pytest.raises(jsonschema.ValidationError):
        SARIF.validate(document)


def test_sarif_has_places_rules_and_levels() -> None:
    (run,) = json.loads(render(Report((finding(7), CELL)), "sarif"))["runs"]
    first, second = run["results"]
    assert [one["id"] for one in run["tool"]["driver"]["rules"]] == [
        "http://e/City", "cws:country-value"]  # fmt: skip
    assert run["tool"]["driver"]["rules"][1]["helpUri"] == CELL.shape
    assert (first["ruleIndex"], first["level"]) == (0, "error")
    assert (second["ruleIndex"], second["level"]) == (1, "warning")
    assert first["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "cities.ttl"},
        "region": {"startLine": 7, "startColumn": 1},
    }
    assert second["message"]["text"] == (
        "A city needs a country. Expected: a country. Did you mean “Netherlands”? (http://e/nl)"
    )


def test_fingerprints_stay_when_lines_move_and_differ_otherwise() -> None:
    one = finding(1)
    assert fingerprint(one) == fingerprint(finding(1, place=Place(99, 2)))
    assert fingerprint(one) == fingerprint(finding(1, messages={"en": "In other words."}))
    others = (finding(2), finding(1, path=None), finding(1, shape="http://e/B"))
    assert len({fingerprint(other) for other in (one, *others)}) == 4
    assert fingerprint(finding(1, focus="_:b1")) == fingerprint(finding(1, focus="_:b2"))


def test_turtle_is_the_report_of_shacl() -> None:
    faulty = Finding(
        severity="violation", focus="", messages={"en": "No date."}, component="no-date",
        engine="input", value='"x"', place=Place(2, 3, "a.csv", cell="C2"),
    )  # fmt: skip
    nested = finding(2, is_nested=True, path="<http://e/a>/(^<http://e/b>)")
    report = Report((finding(1), CELL, faulty, nested))
    index = graph(report)
    (node,) = index.subjects(TYPE, sh("ValidationReport"))
    assert [str(one) for one in index.objects(node, sh("conforms"))] == [
        '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    ]
    assert sorted(_read(index), key=str) == sorted(map(_told, report.findings), key=str)


@settings(deadline=None)
@given(REPORTS)
def test_turtle_keeps_what_shacl_has_of_any_report(report: Report) -> None:
    assert sorted(_read(graph(report)), key=str) == sorted(map(_told, report.findings), key=str)


def _told(one: Finding) -> tuple[object, ...]:
    """What a SHACL report says of a finding, names of blank nodes apart."""
    place = one.place
    path = path_of(one.path) if one.path else None
    return (
        one.severity,
        "" if one.focus.startswith("_:") else one.focus,
        one.component.rpartition("/")[2],
        one.value if one.value is None or not one.value.startswith("_:") else "_:",
        sorted(set(one.messages.items())),
        one.shape,
        path and sparql(path),
        place and (place.line, place.column, place.source or ""),
    )


def _read(index: Index) -> Iterator[tuple[object, ...]]:
    """The same, read from the graph of a report."""
    for node in index.subjects(TYPE, sh("ValidationResult")):
        (severity,) = index.objects(node, sh("resultSeverity"))
        (focus,) = index.objects(node, sh("focusNode"))
        (component,) = index.objects(node, sh("sourceConstraintComponent"))
        values = index.objects(node, sh("value"))
        paths = index.objects(node, sh("resultPath"))
        messages = {
            (one.language or "", one.value)
            for one in index.objects(node, sh("resultMessage"))
            if isinstance(one, Literal)
        }
        yield (
            str(severity).rpartition("#")[2].rstrip(">").lower(),
            "" if str(focus).startswith("_:") else str(focus),
            str(component).strip("<>").rpartition("#")[2].rpartition("/")[2],
            None if not values else "_:" if str(values[0]).startswith("_:") else str(values[0]),
            sorted(messages),
            _shape(index, node),
            sparql(read_path(index, paths[0])) if paths else None,
            _place(index, node),
        )


def _shape(index: Index, node: Term) -> str:
    for shape in index.objects(node, sh("sourceShape")):
        part = NamedNode("http://purl.org/dc/terms/isPartOf")
        owner = index.value(shape, part) or shape
        return str(owner).strip("<>")
    return ""


def _place(index: Index, node: Term) -> tuple[int, int, str] | None:
    pointer = index.value(node, NamedNode("http://www.w3.org/ns/earl#pointer"))
    if pointer is None:
        return None
    start = "http://www.w3.org/2009/pointers#"
    line, column, document = (
        index.value(pointer, NamedNode(start + name))
        for name in ("lineNumber", "charNumber", "reference")
    )
    title = document and index.value(document, NamedNode("http://purl.org/dc/terms/title"))
    assert isinstance(line, Literal)
    assert isinstance(column, Literal)
    return int(line.value), int(column.value), title.value if isinstance(title, Literal) else ""


def test_turtle_of_data_that_conform() -> None:
    index = graph(CLEAN)
    true = Literal("true", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#boolean"))
    assert [one for _, one in index.pairs(sh("conforms"))] == [true]
    assert not index.pairs(sh("result"))


@settings(deadline=None)
@given(PATHS)
def test_paths_are_the_same_as_text_and_as_graph(path: PropertyPath) -> None:
    read = path_of(sparql(path))
    assert sparql(read) == sparql(path)
    node, statements = described(read)
    assert sparql(forward(read_path(Index(statements), node))) == sparql(forward(read))


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_says_all_and_has_a_structure(language: str) -> None:
    page = tree(Report((finding(1), CELL), profile="http://e/profile/1"), language)
    assert page.get("lang") == language
    levels = [int(one.tag[1]) for one in page.iter() if one.tag in ("h1", "h2", "h3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for table in page.iter("table"):
        assert table.find("caption") is not None
        assert {one.get("scope") for one in table.iter("th")} == {"col", "row"}
    everything = "".join(page.itertext())
    assert verdict(Report((finding(1), CELL)), language) in everything
    links = {one.get("href") for one in page.iter("a")}
    assert {"https://w3id.org/cityweave/shapes#country-value", "http://e/profile/1"} <= links


def test_html_heads_what_the_input_lacks_by_its_sentence_and_not_by_its_code() -> None:
    said = {"en": "This row names nothing.", "nl": "Deze rij noemt niets."}
    fault = finding(1, engine="input", component="row-without-name", messages=said)
    page = tree(Report((fault,)), "nl")
    assert ["".join(one.itertext()) for one in page.iter("h3")] == [
        "fout: Deze rij noemt niets. (1)"
    ]
    codes = {one.get("href"): one.text for one in page.iter("a")}
    assert "https://w3id.org/cityweave/fault/row-without-name" in codes
    assert "SHACL" not in "".join(page.itertext())


def test_html_names_the_place_the_value_and_the_fix() -> None:
    everything = " ".join("".join(tree(Report((CELL,)), "nl").itertext()).split())
    for said in ("blad “Cities”, cel C4", "Nederlandd", "een land", "Bedoelt u “Nederland”?", "1"):
        assert said in everything


def test_html_counts_what_is_equal() -> None:
    page = tree(MANY)
    everything = "".join(page.itertext())
    assert "The first 10 of 10,000" in everything
    assert "and 9,900 more things" in everything
    assert len(list(page.iter("tr"))) < 130


def test_html_of_data_that_conform_has_no_findings() -> None:
    page = tree(CLEAN)
    assert [one.tag for one in page.iter() if one.tag in ("h1", "h2", "table")] == ["h1"]


def test_hostile_values_stay_text() -> None:
    report = Report((HOSTILE,))
    page = tree(report)
    assert not list(page.iter("script"))
    assert not [one for one in page.iter() if any(name.startswith("on") for name in one.attrib)]
    assert not [one for one in page.iter("a") if "javascript" in (one.get("href") or "")]
    assert not [one for one in page.iter() if "style" in one.attrib]
    assert '<script>alert("x")</script>' in "".join(page.itertext())
    for written in (render(report, "html").decode(), text(report)):
        assert not set(written) & set("\u202e\u2066\x07")
        assert "⟨U+202E⟩evil" in written
    assert len(text(report).splitlines()) == 9, "a line end in a value makes a new line"


@pytest.mark.parametrize("base", [BASE, "http://localhost:8000/"])
@pytest.mark.parametrize("style", ["text", "html", "sarif"])
def test_names_are_short_by_the_prefixes_of_the_deployment(base: str, style: Style) -> None:
    about, other = f"<{base}id/city/x>", "<https://elsewhere.example/id/city/y>"
    one = finding(1, focus=about, value=other, fix=Fix({"en": "Look."}, f"<{base}id/city/z>"))
    written = render(from_json(to_json(Report((one,), base=base))), style).decode()
    assert "Look. (city:z)" in written
    if style != "sarif":  # which has values and things whole, too
        assert "city:x" in written
        assert other[1:-1] in written
        assert f"{base}id/city/" not in re.sub(r'href="[^"]*"', "", written)
    others = render(Report((one,), base="https://third.example/"), style).decode()
    assert f"{base}id/city/z" in others


def test_long_values_are_shortened_in_the_middle() -> None:
    long = "start" + "x" * 5000 + "end"
    shown = plain(f'"{long}"', BASE)
    assert len(shown) == 200
    assert shown.startswith("startxxx")
    assert shown.endswith("xxxend")
    assert "…" in shown


def test_marks_that_are_not_seen_are_shown() -> None:
    assert clean("a\u200bb\ufeff") == "a⟨U+200B⟩b⟨U+FEFF⟩"
    assert clean("two\nlines") == "two lines"
    assert clean("Ünïcode — 東京") == "Ünïcode — 東京"


def test_a_page_links_a_stylesheet_and_a_part_links_as_the_site_does() -> None:
    page = render(CLEAN, "html", stylesheet="/static/x.css").decode()
    assert '<link rel="stylesheet" href="/static/x.css">' in page
    part = fragment(Report((CELL,)), link=lambda iri: f"/go?{iri}" if "shapes" in iri else None)
    assert 'href="/go?https://w3id.org/cityweave/shapes#country-value"' in part
    assert 'href="http://e/thing/4"' not in part
