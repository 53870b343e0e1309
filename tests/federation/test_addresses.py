"""Which addresses are public, which may be one's own, and what a name has to resolve to."""

from __future__ import annotations

import asyncio
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address

import pytest

from cityweave.errors import CityweaveError, FederationRefused, RemoteFailed
from cityweave.federation import Gateway
from cityweave.federation.addresses import Place, is_own, is_public, look_up, places
from cityweave.settings import Settings
from federation.remotes import (
    Answer,
    Request,
    always,
    endpoint,
    gateway,
    gateway_to,
    remote,
    resolving,
)

PUBLIC = """1.1.1.1 8.8.8.8 93.184.216.34 172.15.255.255 172.32.0.1 100.63.0.1 100.128.0.1 192.0.1.1
198.20.0.1 223.255.255.255 2606:4700:4700::1111 2a00:1450:4001::1 2001:4860:4860::8888""".split()
OWN = """127.0.0.1 127.255.255.254 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 ::1 fd12::1
fc00::1""".split()
NEVER = """0.0.0.0 0.1.2.3 100.64.0.1 100.100.100.200 169.254.169.254 169.254.1.1 168.63.129.16
192.0.0.192 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255
240.0.0.1 255.255.255.255 :: fe80::1 fe80::1%eth0 ff02::1 fec0::1 fd00:ec2::254 fd20:ce::254
::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1
2002:7f00:1:: 2002:a9fe:a9fe:: 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 2001:20::1
100::1 3fff::1 5f00::1 4000::1 ::1%lo""".split()


@pytest.mark.parametrize("text", PUBLIC)
def test_public_addresses(text: str) -> None:
    assert is_public(ip_address(text))
    assert not is_own(ip_address(text))


@pytest.mark.parametrize("text", OWN)
def test_addresses_of_ones_own(text: str) -> None:
    assert is_own(ip_address(text))
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", NEVER)
def test_addresses_that_are_never_right(text: str) -> None:
    assert not is_own(ip_address(text))
    assert not is_public(ip_address(text))


def find(private: bool, *found: str) -> tuple[Place, ...]:
    resolver = resolving(a__org=[(one, 0) for one in found])
    return asyncio.run(places("a.org", 80, private, resolver))


def test_every_address_has_to_be_fine() -> None:
    assert find(False, "1.1.1.1", "8.8.8.8", "1.1.1.1") == (("1.1.1.1", 80), ("8.8.8.8", 80))
    assert find(True, "1.1.1.1", "127.0.0.1") == (("1.1.1.1", 80), ("127.0.0.1", 80))
    for found in (("1.1.1.1", "127.0.0.1"), ("::1", "8.8.8.8"), ("8.8.8.8", "169.254.169.254")):
        with pytest.raises(FederationRefused, match="not public"):
            find(False, *found)
    with pytest.raises(FederationRefused, match="not public"):
        find(True, "127.0.0.1", "169.254.169.254")
    with pytest.raises(RemoteFailed, match="cannot be found"):
        find(False)


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "::1"])
def test_the_systems_resolver_is_not_taken_in(name: str) -> None:
    """All of these are loopback to it."""
    with pytest.raises((FederationRefused, RemoteFailed)):
        asyncio.run(places(name, 80, False, look_up))


def test_a_name_that_there_is_not() -> None:
    with pytest.raises(RemoteFailed, match="cannot be found"):
        asyncio.run(places("no-such-host.invalid", 80, False, look_up))


def test_the_address_that_was_checked_is_the_one_that_is_asked() -> None:
    """A name that is looked up twice could be public first and loopback then."""
    looked_up: list[str] = []
    with remote(endpoint("<u:s> <u:p> <u:o> .")) as there:

        async def changing(host: str, port: int) -> list[Place]:
            looked_up.append(host)
            return [("127.0.0.1", there.port)]

        ways = gateway_to("data.example", changing)
        rows = asyncio.run(select(ways, "http://data.example/sparql"))
    assert rows == 1
    assert looked_up == ["data.example"]
    assert there.asked[0].headers["host"] == "data.example"


async def select(ways: Gateway, iri: str) -> int:
    found = await ways.select(iri, "SELECT * { ?s ?p ?o }", frozenset("spo"), ways.allowance())
    return found.count


def test_the_next_address_is_tried_when_one_is_deaf() -> None:
    with remote(endpoint("")) as there, remote(endpoint("")) as gone:
        deaf = gone.port
    with remote(endpoint("")) as there:
        resolver = resolving(a__org=[("127.0.0.1", deaf), ("127.0.0.1", there.port)])
        assert asyncio.run(select(gateway_to("a.org", resolver), "http://a.org/")) == 0
        resolver = resolving(a__org=[("127.0.0.1", deaf)])
        with pytest.raises(RemoteFailed, match="cannot be reached"):
            asyncio.run(select(gateway_to("a.org", resolver), "http://a.org/"))


REDIRECTS = [
    "http://{canary}/",
    "http://localhost:{port}/",
    "//{canary}/",
    "http://user@{canary}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.example/",
    "http://mixed.example/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::1]:{port}/",
    "http://0x7f.1:{port}/",
    "http://2130706433:{port}/",
    "file:///etc/passwd",
    "gopher://{canary}/",
    "http://good.example.:{port}/",
]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", REDIRECTS)
def test_redirects_are_checked_again(location: str, status: int) -> None:
    with remote(always(200, {}, b"secret")) as canary:
        where = location.format(canary=canary.host, port=canary.port)
        with remote(always(status, {"Location": where})) as there:
            resolver = resolving(
                **{
                    "good.example": [("127.0.0.1", there.port)],
                    "metadata.example": [("169.254.169.254", 80)],
                    "mixed.example": [("127.0.0.1", there.port), ("169.254.169.254", 80)],
                    "localhost": [("127.0.0.1", canary.port)],
                }
            )
            names = "good.example metadata.example mixed.example"
            with pytest.raises(FederationRefused):
                asyncio.run(select(gateway_to(names, resolver), "http://good.example/"))
    assert not canary.asked


def test_allowed_redirects_are_followed_with_the_query() -> None:
    def script(request: Request, handler: BaseHTTPRequestHandler) -> Answer | None:
        if request.path == "/new?x":
            return endpoint("<u:s> <u:p> <u:o> .")(request, handler)
        return int(request.path[1:]), {"Location": "new?x", "Set-Cookie": "a=b"}, b""

    with remote(script) as there:
        for status in (301, 302, 307, 308):
            assert asyncio.run(select(gateway(there), f"http://{there.host}/{status}")) == 1
        assert all("cookie" not in one.headers for one in there.asked)


def test_after_303_the_answer_is_got() -> None:
    rows = b'{"head":{"vars":[]},"results":{"bindings":[{}]}}'

    def script(request: Request, _: BaseHTTPRequestHandler) -> Answer:
        if request.method == "POST":
            return 303, {"Location": "/result"}, b""
        return 200, {"Content-Type": "application/sparql-results+json"}, rows

    with remote(script) as there:
        assert asyncio.run(select(gateway(there), there.iri)) == 1
    assert [one.method for one in there.asked] == ["POST", "GET"]
    assert there.asked[1].body == b""


def test_nothing_goes_through_a_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with remote(always(502, {})) as proxy, remote(endpoint("")) as there:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.host}")
        assert asyncio.run(select(gateway(there), there.iri)) == 0
    assert not proxy.asked


def test_without_an_allow_list_nothing_is_asked() -> None:
    ways = Gateway(Settings())
    assert not ways.is_open
    with remote(endpoint("")) as there, pytest.raises(CityweaveError, match="not one that may"):
        asyncio.run(select(ways, there.iri))
    assert not there.asked
