"""Addresses that a person enters and this server is to ask: only what stands outside, in the open, is asked.

Whoever can make a server ask an address of their choice can make it ask its neighbours: the database, the cloud's
metadata service, the router. So an address is https, names no user and no odd port, and every address that its host's
name stands for is public; the request goes to the very address that was looked at, since a name may stand for another
one a moment later; and it is never led on elsewhere. After OWASP's cheat sheet on server-side request forgery.

Not for what the site itself sets, such as its sign-in provider or its collector of traces: those are often inside.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import httpx

from domain.errors import Invalid

SCHEMES = frozenset({"https"})
PORTS = frozenset({443, 8443})
LONGEST = 2000
FOUND_WITHIN = 5.0
ASKED_WITHIN = 10.0

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
"""The IP addresses that a host's name stands for just now. Raises OSError if nobody knows."""


class AddressNotAllowed(Invalid):
    """This server does not ask that address: it must be https, public, and without a user name."""


@dataclass(frozen=True)
class Outside:
    """`url` as it was entered, and one of its public IP addresses, to be asked at."""

    url: httpx.URL
    ip: str

    @property
    def pinned(self) -> httpx.URL:
        return self.url.copy_with(host=self.ip)


async def outside(
    address: str, *, schemes: frozenset[str] = SCHEMES, ports: frozenset[int] = PORTS, resolve: Resolve | None = None
) -> Outside:
    """Raises AddressNotAllowed, and says why without repeating the address."""
    url = _read(address)
    if url.scheme not in schemes:
        raise AddressNotAllowed(f"The address must begin with {' or '.join(sorted(schemes))}://")
    if url.userinfo:
        raise AddressNotAllowed("The address must not hold a user name or a password")
    port = url.port or (443 if url.scheme == "https" else 80)
    if port not in ports:
        raise AddressNotAllowed("The address names a port that this server does not ask")
    found = await _resolved(url.host, port, resolve or resolved)
    if not found or not all(map(public, found)):
        raise AddressNotAllowed("The address does not stand for a public server")
    return Outside(url, found[0])


def public(ip: str) -> bool:
    """Whether an IP address is one of the open internet's; an IPv4 address in IPv6's clothes is judged by itself."""
    try:
        found = ipaddress.ip_address(ip.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None) or _nat64(found)
        if inner is not None:
            return public(str(inner))
    return found.is_global and not found.is_multicast


async def ask(client: httpx.AsyncClient, method: str, there: Outside, *, content: bytes = b"") -> httpx.Response:
    """Ask `there` at the address that was looked at, under its own name. Redirects are answers, never followed.

    `client` is made with `trust_env=False`: a proxy that the environment names would look the name up again.
    """
    request = client.build_request(
        method,
        there.pinned,
        content=content,
        headers={"Host": there.url.netloc.decode()},
        timeout=ASKED_WITHIN,
        extensions={"sni_hostname": there.url.host},
    )
    return await client.send(request, follow_redirects=False)


async def resolved(host: str, port: int) -> Sequence[str]:
    async with asyncio.timeout(FOUND_WITHIN):
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(address[0]) for *_, address in found))


def _read(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address if len(address) <= LONGEST else "")
    except (httpx.InvalidURL, ValueError):
        raise AddressNotAllowed("That is no address") from None
    if not url.host:
        raise AddressNotAllowed("That is no address: it names no server")
    return url


async def _resolved(host: str, port: int, resolve: Resolve) -> Sequence[str]:
    try:
        return await resolve(host, port)
    except (OSError, UnicodeError):
        raise AddressNotAllowed("No server answers to that name") from None


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None
