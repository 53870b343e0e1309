"""The hosts that SERVICE and LOAD may reach: an allow-list, empty unless an operator fills it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import httpx

from cityweave.errors import FederationRefused, InvalidSettings
from cityweave.settings import Settings

PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*|[0-9a-f:]+")


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) URL that was read and found sound: `host` in ASCII, `port` never left out."""

    url: httpx.URL
    host: str
    port: int

    @classmethod
    def of(cls, iri: str) -> Address:
        """The address that an IRI is. Raises `FederationRefused` for what no request can go to.

        Names with a dot at their end, with a user or with percent signs are refused:
        they are spellings of hosts that somebody may take for another.
        """
        try:
            url = httpx.URL(iri).copy_with(fragment=None)
            host = url.raw_host.decode("ascii").lower()
        except (httpx.InvalidURL, UnicodeError, ValueError, TypeError) as error:
            raise _refused(iri, "no address that can be asked") from error
        if url.scheme not in PORTS:
            raise _refused(iri, "not an http(s) address")
        if url.userinfo:
            raise _refused(iri, "an address with a user in it")
        port = url.port or PORTS[url.scheme]
        if not _NAME.fullmatch(host) or not 0 < port < 65536:
            raise _refused(iri, "an address whose host is not written plainly")
        return cls(url, host, port)

    @property
    def steps(self) -> str:
        """The path, from which what a server may take for a way upwards was not left out."""
        return self.url.raw_path.partition(b"?")[0].decode("ascii")

    @property
    def climbs(self) -> bool:
        """Whether a server might take the path for another than it seems to be."""
        plain = unquote(unquote(self.steps)).replace("\\", "/")
        return any(step in (".", "..") for step in plain.split("/"))


@dataclass(frozen=True, slots=True)
class Target:
    """An entry of the allow-list. `port` and `scheme` None: those that are usual, both of them."""

    host: str
    scheme: str | None = None
    port: int | None = None
    path: str = "/"
    private: bool = False

    @classmethod
    def read(cls, entry: str, private: bool, setting: str) -> Target:
        """An entry as the settings have it. Raises `InvalidSettings`."""
        whole = "://" in entry
        try:
            address = Address.of(entry if whole else f"http://{entry}/")
        except FederationRefused as error:
            raise _unusable(entry, setting) from error
        if address.url.query or address.climbs or not (whole or address.steps == "/"):
            raise _unusable(entry, setting)
        if whole:
            scheme = address.url.scheme
            return cls(address.host, scheme, address.port, address.steps, private)
        return cls(address.host, port=address.url.port, private=private)

    def holds(self, address: Address) -> bool:
        """Whether the address is one of this entry's."""
        if address.host != self.host or self.scheme not in (None, address.url.scheme):
            return False
        if address.port != (self.port or PORTS[address.url.scheme]):
            return False
        if self.path == "/":
            return True
        begins = (address.steps + "/").startswith(self.path.rstrip("/") + "/")
        return begins and not address.climbs


@dataclass(frozen=True, slots=True)
class Targets:
    """The allow-list."""

    entries: tuple[Target, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> Targets:
        """The allow-list that the settings name. Raises `InvalidSettings`."""
        return cls(tuple(_entries(settings)))

    def permit(self, address: Address) -> Target:
        """The entry that lets an address be asked. Raises `FederationRefused` when none does."""
        # one that may be private goes first: a host can stand in both lists
        for entry in sorted(self.entries, key=lambda one: not one.private):
            if entry.holds(address):
                return entry
        shown = f"{address.host}:{address.port}" if address.url.port else address.host
        raise FederationRefused(
            f"The host {shown} is not one that may be asked from here"
            + (
                " (at that address)."
                if any(one.host == address.host for one in self.entries)
                else "."
            ),
            hint="Ask it yourself; or have the operator of this endpoint add it to "
            "CITYWEAVE_FEDERATION_HOSTS.",
        )


def _entries(settings: Settings) -> Iterator[Target]:
    for name, private in (("federation_hosts", False), ("federation_private_hosts", True)):
        for entry in (getattr(settings, name) or "").split():
            yield Target.read(entry, private, name)


def _refused(iri: str, what: str) -> FederationRefused:
    return FederationRefused(
        f"<{iri[:200]}> is {what}.", hint="Write the address like https://example.org/sparql"
    )


def _unusable(entry: str, setting: str) -> InvalidSettings:
    return InvalidSettings(
        f"“{entry}” is neither a host nor the beginning of an address.",
        hint="Write entries like example.org, example.org:8080 or https://example.org/sparql, "
        "with spaces between.",
        source=setting,
    )
