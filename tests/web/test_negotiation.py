import pytest

from cityweave.errors import NotAcceptable
from cityweave.formats import Kind
from cityweave.web.negotiation import plain_json, result_format, wants_page

FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,image/png,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "wanted", "page"),
    [
        (None, None, False),
        ("*/*", None, False),
        ("text/html", None, True),
        ("application/xhtml+xml", None, True),
        (FIREFOX, None, True),
        ("text/html;q=0.5, text/csv", None, False),
        ("text/csv;q=0.5, text/html", None, True),
        ("application/sparql-results+json", None, False),
        ("text/*", None, False),
        (FIREFOX, "csv", False),
        ("text/csv", "html", True),
        ("text/csv", "HTML", True),
        ("text/html;q=0, */*", None, False),
    ],
)
def test_a_page_or_data(accept: str | None, wanted: str | None, page: bool) -> None:
    assert wants_page(accept, wanted) is page


@pytest.mark.parametrize(
    ("accept", "wanted", "kind", "media_type"),
    [
        ("*/*", None, "bindings", "application/sparql-results+json"),
        ("text/csv", None, "bindings", "text/csv"),
        ("text/csv", "tsv", "bindings", "text/tab-separated-values"),
        ("*/*", None, "graph", "text/turtle"),
        (None, "json", "graph", "application/ld+json"),
        (None, "json-ld", "graph", "application/ld+json"),
        ("text/turtle", "rdf xml", "graph", "application/rdf+xml"),
        ("*/*", "application/sparql-results xml", "bindings", "application/sparql-results+xml"),
        ("*/*", "text/csv", "bindings", "text/csv"),
        ("application/json", None, "boolean", "application/json"),
    ],
)
def test_the_format_of_data(
    accept: str | None, wanted: str | None, kind: Kind, media_type: str
) -> None:
    assert result_format(accept, wanted, kind).media_type == media_type


def test_what_cannot_be_had_is_refused() -> None:
    with pytest.raises(NotAcceptable):
        result_format("image/png", None, "bindings")
    with pytest.raises(NotAcceptable):
        result_format(None, "docx", "bindings")
    with pytest.raises(NotAcceptable):
        plain_json("*/*", "csv")


def test_a_page_or_plain_json() -> None:
    assert plain_json("*/*", None)
    assert plain_json(FIREFOX, "json")
    assert not plain_json(FIREFOX, None)
    assert not plain_json("application/json", "html")
