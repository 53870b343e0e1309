"""What a document is that comes without a media type."""

from __future__ import annotations

import pytest

from cityweave.validation.recognition import recognised


@pytest.mark.parametrize(
    ("data", "name", "wanted"),
    [
        (b"anything", "data.ttl", "ttl"),
        (b"anything", "DATA.XLSX", "xlsx"),
        (b"@prefix a: <http://e/> . a:b a:c 1 .", "data.dat", "ttl"),
        (b"<http://a> <http://b> <http://c> .", "", "ttl"),
        (b"<http://a> <http://b> <http://c> <http://g> .\n", "", "nq"),
        (b'_:a <http://b> "a , b" <http://g> .\n', "", "nq"),
        (b"@prefix a: <http://e/> .\na:g { a:b a:c 1 }", "", "trig"),
        (b"GRAPH <http://g> { <http://a> <http://b> 1 }", "", "trig"),
        (b'{"@id": "http://e/a", "http://e/b": 1}', "", "jsonld"),
        (b'[{"@id": "http://e/a"}]', "", "jsonld"),
        (b'<?xml version="1.0"?><rdf:RDF/>', "", "rdf"),
        (b"PK\x03\x04...", "", "xlsx"),
        (b"name,country\nUtrecht,Netherlands\n", "", "csv"),
        (b"\xef\xbb\xbfname;country\nUtrecht;Netherlands\n", "", "csv"),
        (b"name\tcountry\nUtrecht\tNetherlands\n", "", "tsv"),
        (b"", "", "ttl"),
        (b"nothing of the kind", "", "ttl"),
    ],
)
def test_a_document_is_recognised(data: bytes, name: str, wanted: str) -> None:
    assert recognised(data, name) == wanted
