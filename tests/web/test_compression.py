"""Answers are compressed for those who accept it, and mean the same."""

from __future__ import annotations

import gzip

import brotli
import httpx
import pytest

from cityweave.web.compression import Brotli, Gzip, coding_of

LONG = 'SELECT ?n { VALUES ?n { "%s" } }' % ("abc " * 500)


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (b"", None),
        (b"gzip", "gzip"),
        (b"x-gzip", "gzip"),
        (b"br", "br"),
        (b"gzip, deflate, br, zstd", "br"),
        (b"gzip;q=1, br;q=0.5", "gzip"),
        (b"br;q=0, gzip;q=0", None),
        (b"*", "br"),
        (b"*;q=0.1, br;q=0", "gzip"),
        (b"identity, gzip;q=0.5", None),
        (b"gzip;q=nonsense", None),
        (b"deflate", None),
        (b"GZIP", "gzip"),
    ],
)
def test_the_coding_is_the_one_that_is_liked_best(accepted: bytes, coding: str | None) -> None:
    assert coding_of(accepted) == coding


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_compressed_answer_has_the_same_content(client: httpx.Client, coding: str) -> None:
    query = {"query": LONG, "format": "csv"}
    plain = client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
    coded = client.get("/sparql", params=query, headers={"Accept-Encoding": coding})
    assert "content-encoding" not in plain.headers
    assert coded.headers["content-encoding"] == coding
    assert int(coded.headers["content-length"]) < int(plain.headers["content-length"])
    assert coded.content == plain.content
    assert coded.headers["etag"] == plain.headers["etag"]
    for one in (plain, coded):
        assert "Accept-Encoding" in one.headers["vary"].split(", ")
    known = {"Accept-Encoding": coding, "If-None-Match": coded.headers["etag"]}
    assert client.get("/sparql", params=query, headers=known).status_code == 304


def test_a_strong_validator_gets_weak(client: httpx.Client) -> None:
    plain = client.get("/openapi.json", headers={"Accept-Encoding": "identity"})
    coded = client.get("/openapi.json", headers={"Accept-Encoding": "gzip"})
    assert coded.headers["etag"] == "W/" + plain.headers["etag"]


def test_short_answers_and_pictures_are_sent_as_they_are(client: httpx.Client) -> None:
    everything = {"Accept-Encoding": "br, gzip"}
    short = client.get("/sparql", params={"query": "ASK {}"}, headers=everything)
    assert "content-encoding" not in short.headers
    nothing = client.head("/sparql", params={"query": LONG}, headers=everything)
    assert nothing.content == b""


def test_every_part_of_a_stream_can_be_read_when_it_comes() -> None:
    for made, decoder in ((Brotli(), brotli.Decompressor()), (Gzip(), None)):
        whole, seen = b"", b""
        for number in range(5):
            part = made.part(b"part %d " % number * 1000)
            whole += part
            if decoder is not None:
                seen += decoder.process(part)
                assert seen.endswith(b"part %d " % number)
        whole += made.end()
        expected = b"".join(b"part %d " % number * 1000 for number in range(5))
        assert (brotli.decompress if decoder else gzip.decompress)(whole) == expected
