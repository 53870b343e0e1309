import pytest

from cityweave.vocabulary import BASE
from cityweave.web.links import address_of, local_path, passage_of, short_name


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("id/city/heerenveen-nl", "/doc/city/heerenveen-nl"),
        ("id/city/a b", "/doc/city/a%20b"),
        ("id/city/%C3%A9", "/doc/city/%C3%A9"),
        ("ontology#Network", "/ontology#Network"),
        ("source/gazette", "/source/gazette"),
        ("source/gazette#L3-5", "/source/gazette?lines=3-5#L3-5"),
        ("source/gazette#L7", "/source/gazette?lines=7#L7"),
        ("graph/editorial", "/graph/editorial"),
        ("doc/city/heerenveen-nl", "/doc/city/heerenveen-nl"),
        ("queries/members-of-a-phase", "/queries/members-of-a-phase"),
        ("contributions/abc#submission", "/contributions/abc#submission"),
        ("contributor/abc", "/contributor/abc"),
        ("elsewhere", None),
    ],
)
def test_iris_of_ours_lead_to_pages_of_ours(iri: str, path: str | None) -> None:
    assert local_path(BASE + iri, BASE) == path


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("http://localhost:8000/id/city/x", "/doc/city/x"),
        ("http://localhost:8000/source/gazette#L7", "/source/gazette?lines=7#L7"),
        ("http://localhost:8000/graph/editorial", "/graph/editorial"),
        (BASE + "ontology#Network", "/ontology#Network"),
        (BASE + "ontology/places/1.0.0", "/ontology/places/1.0.0"),
        (BASE + "shapes#Action", "/shapes/Action"),
        (BASE + "graph/ontology", "/graph/ontology"),
        (BASE + "profile/graph/1.0.0#shapes", "/profile/graph/1.0.0#shapes"),
        (BASE + "id/city/x", None),
        (BASE + "graph/editorial", None),
        ("http://localhost:8000/ontology#Network", None),
    ],
)
def test_a_deployment_of_its_own_base_leads_to_both(iri: str, path: str | None) -> None:
    assert local_path(iri, "http://localhost:8000/") == path


def test_foreign_iris_lead_to_the_web_or_nowhere() -> None:
    assert local_path("https://example.org/id/x", BASE) is None
    assert address_of("https://example.org/x", BASE) == "https://example.org/x"
    assert address_of("javascript:alert(1)", BASE) is None
    assert address_of("urn:isbn:1", BASE) is None
    assert address_of(BASE + "id/city/x", BASE, "/weave") == "/weave/doc/city/x"


def test_a_passage_is_read_from_its_iri() -> None:
    passage = passage_of(BASE + "source/gazette#L3-5", BASE)
    assert passage
    assert (passage.document, passage.first, passage.last, passage.anchor) == (
        BASE + "source/gazette",
        3,
        5,
        "L3-5",
    )
    assert passage_of(BASE + "source/gazette", BASE) is None
    assert passage_of(BASE + "id/city/x#L3", BASE) is None
    assert passage_of("https://example.org/source/x#L3", BASE) is None


def test_a_name_for_what_has_no_label() -> None:
    assert short_name(BASE + "id/city/heerenveen-nl", BASE) == "heerenveen-nl"
    assert short_name(BASE + "ontology#Network", BASE) == "Network"
    assert short_name("http://www.w3.org/2004/02/skos/core#note", BASE) == "skos:note"
    assert short_name("urn:isbn:1", BASE) == "urn:isbn:1"
