"""The IP addresses of a host, looked up once, and only when every one of them may be reached.

Special addresses: https://www.iana.org/assignments/iana-ipv4-special-registry and
https://www.iana.org/assignments/iana-ipv6-special-registry
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from cityweave.errors import FederationRefused, RemoteFailed

Place = tuple[str, int]
"""An IP address, as text, and a port."""

Resolver = Callable[[str, int], Awaitable[list[Place]]]
"""Gives the places that a host and port are at. Raises `OSError`."""

_Network = IPv4Network | IPv6Network


def _networks(text: str) -> tuple[_Network, ...]:
    return tuple(ip_network(one) for one in text.split())


_PUBLIC = ip_network("2000::/3")
"""All that is handed out of IPv6; everything else of it is special."""

_SPECIAL = _networks(
    """0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24
    192.0.2.0/24 192.31.196.0/24 192.52.193.0/24 192.88.99.0/24 192.168.0.0/16 192.175.48.0/24
    198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    168.63.129.16/32
    2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 5f00::/16"""
)
"""Not for the public. 168.63.129.16 is where Azure answers its own machines; 2001::/23 and
2002::/16 have Teredo and 6to4 in them, which carry IPv4 addresses."""

_OWN = _networks("127.0.0.0/8 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 ::1/128 fc00::/7")
_METADATA = _networks("fd00:ec2::/32 fd20:ce::/32")
"""Metadata of clouds that lies inside of private networks."""


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the public internet's, and nothing special."""
    if isinstance(address, IPv6Address) and (address.scope_id or address not in _PUBLIC):
        return False
    return not any(address in network for network in _SPECIAL)


def is_own(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is a loopback or private one, and not where a cloud has its metadata."""
    if isinstance(address, IPv6Address) and address.scope_id:
        return False
    within = any(address in network for network in _OWN)
    return within and not any(address in network for network in _METADATA)


async def look_up(host: str, port: int) -> list[Place]:
    """The places that the system's resolver names."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(place[0]), int(place[1])) for *_, place in found]


async def places(host: str, port: int, private: bool, resolver: Resolver) -> tuple[Place, ...]:
    """Where a host is to be reached; it must not be looked up again before it is.

    `private`: loopback and private addresses are all right, too. Raises
    `FederationRefused` when any address is not (a name with a good and a bad
    address is somebody's trick), `RemoteFailed` when there is none.
    """
    try:
        found = tuple(dict.fromkeys(await resolver(host, port)))
    except OSError as error:
        raise _unknown(host) from error
    if not found:
        raise _unknown(host)
    for text, _ in found:
        address = ip_address(text)
        if not (is_public(address) or (private and is_own(address))):
            raise FederationRefused(
                f"The host {host} has an address that is not public.",
                hint="A host of one's own network is allowed by its operator with "
                "CITYWEAVE_FEDERATION_PRIVATE_HOSTS.",
            )
    return found


def _unknown(host: str) -> RemoteFailed:
    return RemoteFailed(
        f"The address of the host {host} cannot be found.", hint="Look at the name; try later."
    )
