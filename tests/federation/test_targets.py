"""The allow-list: what its entries hold, and the spellings that they do not."""

from __future__ import annotations

import pytest

from cityweave.errors import FederationRefused, InvalidSettings
from cityweave.federation.targets import Address, Targets
from cityweave.settings import Settings


def targets(hosts: str = "", private: str = "") -> Targets:
    return Targets.of(Settings(federation_hosts=hosts, federation_private_hosts=private))


@pytest.mark.parametrize(
    ("hosts", "iri"),
    [
        ("example.org", "http://example.org/sparql"),
        ("example.org", "https://example.org/"),
        ("example.org", "https://EXAMPLE.org:443/sparql?x=y#z"),
        ("example.org:8080", "http://example.org:8080/"),
        ("example.org:80", "http://example.org/"),
        ("a.org example.org", "http://example.org"),
        ("https://example.org", "https://example.org/any"),
        ("https://example.org/sparql", "https://example.org/sparql"),
        ("https://example.org/sparql", "https://example.org/sparql/two?x"),
        ("https://example.org/sparql/", "https://example.org/sparql/two"),
        ("http://example.org:8890/sparql", "http://example.org:8890/sparql"),
        ("bücher.example", "http://xn--bcher-kva.example/"),
        ("xn--bcher-kva.example", "https://bücher.example/sparql"),
        ("93.184.216.34", "http://93.184.216.34/"),
        ("[2606:2800:220:1::1]:81", "http://[2606:2800:220:1::1]:81/"),
    ],
)
def test_what_an_entry_allows(hosts: str, iri: str) -> None:
    assert not targets(hosts).permit(Address.of(iri)).private
    assert targets(private=hosts).permit(Address.of(iri)).private


def test_a_host_in_both_lists_may_be_private() -> None:
    assert targets("a.org", "a.org").permit(Address.of("http://a.org/")).private


@pytest.mark.parametrize(
    ("hosts", "iri"),
    [
        ("", "https://example.org/"),
        ("example.org", "https://www.example.org/"),
        ("example.org", "https://example.org.evil.example/"),
        ("example.org", "https://notexample.org/"),
        ("example.org", "http://example.org:8080/"),
        ("example.org", "http://example.org:443/"),
        ("example.org", "https://example.org:80/"),
        ("example.org:8080", "http://example.org/"),
        ("https://example.org", "http://example.org/"),
        ("https://example.org/sparql", "https://example.org/"),
        ("https://example.org/sparql", "https://example.org/sparqlx"),
        ("https://example.org/sparql", "https://example.org/sparql/../admin"),
        ("https://example.org/sparql", "https://example.org/sparql/%2e%2e/admin"),
        ("https://example.org/sparql", "https://example.org/sparql/%252e%252e/admin"),
        ("https://example.org/sparql", "https://example.org/sparql/..%2fadmin"),
        ("https://example.org/sparql", "https://example.org/sparql/..%5cadmin"),
        ("https://example.org/sparql", "https://example.org/Sparql"),
        ("localhost", "http://localhost./"),
        ("localhost", "http://127.0.0.1/"),
        ("127.0.0.1", "http://127.1/"),
        ("127.0.0.1", "http://2130706433/"),
        ("127.0.0.1", "http://0x7f.1/"),
        ("127.0.0.1", "http://0x7f000001/"),
        ("127.0.0.1", "http://0177.0.0.1/"),
        ("127.0.0.1", "http://[::ffff:127.0.0.1]/"),
        ("127.0.0.1", "http://[::ffff:7f00:1]/"),
        ("127.0.0.1", "http://127%2e0.0.1/"),
        ("example.org", "http://example.org@127.0.0.1/"),
        ("example.org", "http://user:secret@example.org/"),
        ("example.org", "http://example.org:80@evil.example/"),
        ("example.org", "http://evil.example#@example.org/"),
        ("example.org", "http://evil.example\\@example.org/"),
        ("example.org", "http://evil.example/http://example.org/"),
        ("example.org", "http://evil.example?example.org"),
        ("example.org", "http://example.org。/"),
        ("example.org", "http://ｅxample.org/"),
        ("example.org", "http://example.org:99999/"),
        ("example.org", "http://example.org:-1/"),
        ("example.org", "http://example.org:x/"),
        ("example.org", "http://exa mple.org/"),
        ("example.org", "http://[fe80::1%25eth0]/"),
        ("example.org", "file:///etc/passwd"),
        ("example.org", "file://example.org/etc/passwd"),
        ("example.org", "ftp://example.org/"),
        ("example.org", "gopher://example.org/"),
        ("example.org", "urn:example.org"),
        ("example.org", "//example.org/"),
        ("example.org", "example.org"),
        ("example.org", "http:example.org"),
        ("example.org", "http:///example.org"),
        ("example.org", ""),
    ],
)
def test_what_no_entry_allows(hosts: str, iri: str) -> None:
    with pytest.raises(FederationRefused):
        targets(hosts).permit(Address.of(iri))
    with pytest.raises(FederationRefused):
        targets(private=hosts).permit(Address.of(iri))


@pytest.mark.parametrize(
    "entry",
    ["*", "*.example.org", "example.org/sparql", "ftp://example.org", "a@example.org", "http://",
     "https://example.org/?x", "example.org:99999", "example.org.", "https://example.org/x/%2e%2e/y",
     "a,b", "10.0.0.0/8", ":80"],
)  # fmt: skip
@pytest.mark.parametrize("setting", ["federation_hosts", "federation_private_hosts"])
def test_an_entry_that_cannot_be_is_told(entry: str, setting: str) -> None:
    with pytest.raises(InvalidSettings) as caught:
        Targets.of(Settings(**{setting: entry}))  # type: ignore[arg-type]
    assert caught.value.source == setting
    assert entry in caught.value.detail
