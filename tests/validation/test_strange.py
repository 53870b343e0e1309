"""What no rule speaks of is told, instead of conforming for want of anything to be wrong."""

import pytest

from cityweave.validation.strange import is_nearly_ours, namespace_of
from cityweave.vocabulary import BASE, CW, PREFIXES


@pytest.mark.parametrize(
    "namespace",
    [
        "http://w3id.org/cityweave/ontology#",
        "https://www.w3id.org/cityweave/ontology#",
        "https://w3id.org/cityweave/ontology/",
        "https://w3id.org/cityweave/ontolgy#",
        "https://w3id.org/cityweave/Ontology#",
        "https://w3.org/cityweave/ontology#",
    ],
)
def test_a_slip_is_seen(namespace: str) -> None:
    assert is_nearly_ours(namespace)


@pytest.mark.parametrize(
    "namespace",
    [
        *(one for prefix, one in PREFIXES.items() if prefix != "part"),
        BASE,
        f"{BASE}id/city/",
        f"{BASE}shapes#",
        "https://w3id.org/cityworks/ontology#",
        "https://example.org/ontology#",
        "urn:x:",
        "",
    ],
)
def test_another_namespace_is_none(namespace: str) -> None:
    assert not is_nearly_ours(namespace)


@pytest.mark.parametrize(
    ("iri", "namespace"),
    [
        (f"{CW}City", CW),
        ("http://e/a/b", "http://e/a/"),
        ("http://e/a/b#c/d", "http://e/a/b#"),
        ("urn:x:y", ""),
    ],
)
def test_the_namespace_of_an_iri(iri: str, namespace: str) -> None:
    assert namespace_of(iri) == namespace
