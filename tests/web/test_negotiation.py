import httpx
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


FORM = "http://www.w3.org/ns/json-ld#"
JSONLD = "application/ld+json"
CONSTRUCT = "CONSTRUCT%20%7B?s%20?p%20?o%7D%20WHERE%20%7B?s%20?p%20?o%7D"
PLACES = [
    "/doc/network/harbour-lights",
    "/doc/network/harbour-lights.jsonld",
    "/source/gazette",
    "/graph/editorial",
    "/ontology",
    "/shapes/places.ttl",
    "/profile/names/0.1.0",
    "/profiles",
    "/problem",
    "/datasets",
    "/.well-known/void",
    "/.well-known/sparql-examples",
    "/queries",
    "/queries/partners",
    "/queries/graph-of-networks",
    "/sparql",
    f"/sparql?query={CONSTRUCT}",
    "/store",
    "/store?default",
    "/store?graph=https://w3id.org/cityweave/graph/editorial",
]


@pytest.mark.parametrize("address", PLACES)
def test_a_profile_of_json_ld_is_a_wish(client: httpx.Client, address: str) -> None:
    """As https://www.w3.org/TR/json-ld11/#application-ld-json has it."""
    etags = set()
    for form, told in (("compacted", ""), ("flattened", ""), ("expanded", f"{FORM}expanded")):
        wished = f'{JSONLD};profile="{FORM}{form}"'
        found = client.get(address, headers={"Accept": wished})
        assert found.status_code == 200, found.text
        assert found.headers["content-type"] == JSONLD + (f';profile="{told}"' if told else "")
        assert "Accept" in found.headers["vary"]
        assert is_expanded(found.json())
        etags.add(found.headers["etag"])
    assert len(etags) == 2


def is_expanded(document: object) -> bool:
    """Whether JSON-LD is in expanded form (https://www.w3.org/TR/json-ld11/#expanded-document-form)."""
    if isinstance(document, list):
        return all(isinstance(one, dict) and is_expanded(one) for one in document)
    assert isinstance(document, dict)
    for key, value in document.items():
        if key == "@graph" or (not key.startswith("@") and ":" in key):
            if not isinstance(value, list) or not is_expanded(value):
                return False
        elif key not in ("@id", "@type", "@value", "@language", "@direction"):
            return False
    return True


@pytest.mark.parametrize(
    ("address", "accept", "given"),
    [
        ("/doc/city/noord", "text/turtle;version=1.2", "text/turtle; charset=utf-8"),
        ("/doc/city/noord", "text/html;level=1", "text/html; charset=utf-8"),
        ("/doc/city/noord", 'application/n-triples;charset="UTF-8"', "application/n-triples"),
        ("/store?default", "text/turtle;charset=utf-8", "text/turtle; charset=utf-8"),
        ("/store", "application/trig;version=1.2", "application/trig"),
        ("/sparql?query=ASK%7B%7D", "text/html;level=1", "text/html; charset=utf-8"),
        (
            "/sparql?query=ASK%7B%7D",
            "application/sparql-results+json;charset=utf-8",
            "application/sparql-results+json",
        ),
        ("/queries/partners", "text/csv;header=present", "text/csv; charset=utf-8"),
    ],
)
def test_parameters_of_media_types_refuse_nothing(
    client: httpx.Client, address: str, accept: str, given: str
) -> None:
    found = client.get(address, headers={"Accept": accept})
    assert (found.status_code, found.headers["content-type"]) == (200, given)
