"""What a reader sends: every byte once, rows counted as the format separates them."""

from __future__ import annotations

import io
import socket

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cityweave.store.frames import Frames, frame
from cityweave.store.results import TABLE_FORMATS
from cityweave.store.sink import DATA, END, LimitReached, Sink


@given(st.lists(st.binary(max_size=20_000), max_size=12))
def test_what_is_written_arrives(parts: list[bytes]) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        sink = Sink(ours, "ttl", rows=1, size=10**9)
        for part in parts:
            assert sink.write(part) == len(part)
        sink.finish(b"s")
        frames, read = Frames(theirs), b""
        while True:
            kind, payload = frames.next()
            if kind == END:
                break
            assert kind == DATA
            read += payload
        assert payload[:1] == b"s"
        assert read + payload[1:] == b"".join(parts)


def write_all(sink: Sink, body: bytes, piece: int) -> None:
    for start in range(0, len(body), piece):
        sink.write(body[start : start + piece])


@pytest.mark.parametrize("name", sorted(TABLE_FORMATS))
@pytest.mark.parametrize(
    "text", ["SELECT ?x { VALUES ?x { %s } }", "SELECT ?y { VALUES ?x { %s } }"]
)
@pytest.mark.parametrize("rows", [1, 2, 3, 500])
@pytest.mark.parametrize("piece", [1, 7, 100_000])
def test_rows_are_counted_in_every_format(name: str, text: str, rows: int, piece: int) -> None:
    values = " ".join(f'"a{n} <b> {{}}, }},{{\\"x\\"}},{{ "' for n in range(rows))
    output = io.BytesIO()
    results = ox.Store().query(text % values)
    assert isinstance(results, ox.QuerySolutions)
    results.serialize(output, TABLE_FORMATS[name])
    body = output.getvalue()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        enough = Sink(ours, name, rows=rows, size=10**9)
        short = Sink(ours, name, rows=rows - 1, size=10**9)
        write_all(enough, body, piece)
        if rows > 1:
            with pytest.raises(LimitReached):
                write_all(short, body, piece)
            assert short.exceeded == "rows"


def test_frames_survive_any_split() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        frames = Frames(theirs)
        theirs.settimeout(0.01)
        whole = frame(b"D", b"first") + frame(b"E")
        for number in whole[:-1]:
            ours.sendall(bytes([number]))
        assert frames.next() == (b"D", b"first")
        with pytest.raises(TimeoutError):
            frames.next()
        ours.sendall(whole[-1:])
        assert frames.next() == (b"E", b"")
        ours.close()
        with pytest.raises(EOFError):
            frames.next()
