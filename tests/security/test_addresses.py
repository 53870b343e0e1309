"""Addresses that try to reach files, and text that tries to become a header."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote

import httpx
import pytest

from serving import Served

Raw = Callable[[bytes], bytes]
Refused = Callable[[httpx.Response], dict[str, object]]
STEPS = (
    "..", "%2e%2e", "%2E.", "..%2f..", "%2e%2e%2f%2e%2e", "%252e%252e", "..%5c..", "..\\..",
    "....//", "..;", "%c0%ae%c0%ae", "%u002e%u002e", "..%00", ".%2e", "%%32%65%%32%65", "//",
)  # fmt: skip
FILES = ("etc/passwd", "proc/self/environ", "templates/problem.html", "site.py", "pyproject.toml")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(
    "start", ["/static/", "/", "/queries/", "/graph/", "/store/", "/id/city/", "/static/style.css/"]
)
def test_no_address_leads_to_a_file(raw: Raw, start: str, step: str) -> None:
    for file in FILES:
        path = f"{start}{'/'.join([step] * 8)}/{file}"
        answer = raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        head, _, body = answer.partition(b"\r\n\r\n")
        assert head.split()[1] in {b"400", b"404", b"406"}, (path, head)
        for inside in (b"root:", b"{%", b"import ", b"[build-system]", b"PATH="):
            assert inside not in body
        assert head.lower().count(b"\r\ncontent-type:") == 1


@pytest.mark.parametrize(
    "path",
    ["/static", "/static/", "/static/.", "/static//etc/passwd", "/static/%2fetc%2fpasswd",
     "/static/site.css%00.png", "/queries/../../etc/passwd.rq", "/queries/%2e%2e%2fx.csv",
     "/static/C:%5cwindows", "/static/" + "a" * 5000, "/static/con", "/static/~root"],
)  # fmt: skip
def test_odd_names_of_files_are_not_found(raw: Raw, path: str) -> None:
    answer = raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert answer.split()[1] in {b"404", b"405"}
    assert b"Traceback" not in answer


@pytest.mark.parametrize("given", ["a\tb", "a b", "a;b", "é", "x" * 65, "<script>", "%0d%0aX: y"])
def test_a_request_id_is_taken_over_only_when_it_is_plain(served: Served, given: str) -> None:
    answer = httpx.get(served.address, headers=[(b"X-Request-ID", given.encode())], timeout=60)
    assert answer.headers["x-request-id"] != given
    assert answer.headers["x-request-id"].isalnum()


@pytest.mark.parametrize(
    "name",
    ["http://e/a\r\nSet-Cookie: a=b", "http://e/a\nX: y", "http://e/\x00", "http://e/a b",
     "http://e/<script>", "javascript:alert(1)\r\n", "http://e/\u2028X: y\r\n"],
)  # fmt: skip
def test_the_name_of_a_graph_is_no_header(
    writer: httpx.Client, refused: Refused, name: str
) -> None:
    turtle = {"Content-Type": "text/turtle"}
    answer = writer.put("store", params={"graph": name}, content=b"", headers=turtle)
    assert refused(answer)["code"] == "bad-parameter"
    assert "set-cookie" not in answer.headers
    assert "x" not in answer.headers


@pytest.mark.parametrize("start", ["store/", "graph/"])
def test_an_address_with_lines_names_no_graph(
    writer: httpx.Client, refused: Refused, start: str
) -> None:
    turtle = {"Content-Type": "text/turtle"}
    direct = f"{start}a%0D%0ASet-Cookie:%20a=b"
    answer = writer.put(direct, content=b"<a:a> <a:b> 1 .", headers=turtle)
    refused(answer)
    assert "set-cookie" not in answer.headers
    assert "location" not in answer.headers


@pytest.mark.parametrize("name", ["http://e/é", "http://e/☃", "http://e/%0D%0AX:y", "urn:a:ø"])
def test_a_location_is_an_address_and_no_more(writer: httpx.Client, name: str) -> None:
    turtle = {"Content-Type": "text/turtle"}
    named = {"graph": name}
    answer = writer.put("store", params=named, content=b"<a:a> <a:b> 1 .", headers=turtle)
    assert answer.status_code == 201
    assert answer.headers["location"].isascii()
    assert unquote(answer.headers["location"]) == unquote(name)
    assert "x" not in answer.headers
    assert writer.delete("store", params=named).is_success


@pytest.mark.parametrize("name", ['a"b.ttl', "a\r\nX: y.ttl", "../../etc/passwd.ttl", "a;b.ttl"])
def test_the_name_of_a_file_goes_nowhere(writer: httpx.Client, name: str) -> None:
    files = {"graph": (name, b"<a:a> <a:b> 1 .", "text/turtle")}
    answer = writer.post("store", params={"graph": "http://e/named"}, files=files)
    assert answer.is_success
    assert "passwd" not in str(answer.headers)
    assert writer.delete("store", params={"graph": "http://e/named"}).is_success


def test_a_page_shows_what_was_asked_as_text(served: Served) -> None:
    evil = "SELECT * { ?s ?p '</textarea><script>alert(1)</script>' "
    page = httpx.get(
        f"{served.address}sparql",
        params={"query": evil},
        headers={"Accept": "text/html"},
        timeout=60,
    )
    assert page.status_code == 400
    assert "<script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_a_path_in_a_problem_is_text(served: Served) -> None:
    answer = httpx.get(
        f"{served.address}%3Cscript%3Ealert(1)%3C/script%3E",
        headers={"Accept": "text/html"},
        timeout=60,
    )
    assert answer.status_code == 404
    assert "<script" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_redirect_stays_here(raw: Raw) -> None:
    for path in ("//evil.example/", "/%2f%2fevil.example/", "/\\evil.example", "/id//evil.example"):
        answer = raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        assert b"\r\nlocation: //evil" not in answer.lower()
        assert b"\r\nlocation: http://evil" not in answer.lower()
