"""Who asks: the address behind proxies that are trusted, and whether a request comes from this machine itself."""

from __future__ import annotations

import os
from collections.abc import Iterable
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from starlette.datastructures import Headers

PROXIES = "TRUSTED_PROXIES"  # of the environment: addresses or networks, with commas between them
HERE = ("127.0.0.0/8", "::1/128")
NAMES_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
# what a proxy adds to what it passes on
MARKS = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded", "via")
ONE_NETWORK = 64  # bits of an IPv6 address that belong to one customer
UNKNOWN = "unknown"


class Proxies:
    """The proxies whose X-Forwarded-For is believed: those on this machine, and those that are named.

    >>> Proxies().address({"client": ("127.0.0.1", 1), "headers": [(b"x-forwarded-for", b"192.0.2.7, 198.51.100.1")]})
    '198.51.100.1'
    """

    def __init__(self, named: Iterable[str] = ()) -> None:
        try:
            self._networks = [ip_network(each) for each in (*HERE, *named)]
        except ValueError as error:
            raise ValueError(f"{PROXIES}: {error}. Give addresses or networks, with commas between them.") from None

    def address(self, scope: Any) -> str:
        """Who asks: the peer or, where that is a trusted proxy, the last address that no trusted proxy has.

        A stranger may write any header, but cannot stand behind what the last trusted proxy adds. Of IPv6 the network
        counts, since each customer has one.
        """
        return _shown(self._asking(scope))

    def is_here(self, scope: Any) -> bool:
        """Whether a program on this machine asks."""
        return _is_in(self._asking(scope), self._networks[: len(HERE)])

    def _asking(self, scope: Any) -> str:
        client = scope.get("client")
        # over a Unix socket there is no address: only a proxy on this machine can be at its other end
        known = [client[0] if client and client[0] else "127.0.0.1"]
        passed_on = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
        known += [each for each in map(str.strip, reversed(passed_on.split(","))) if each]
        return next((each for each in known if not _is_in(each, self._networks)), known[-1])


def trusted_proxies() -> Proxies:
    """Those that the environment names, beside this machine's own."""
    return Proxies(filter(None, map(str.strip, os.environ.get(PROXIES, "").split(","))))


def _is_in(given: str, networks: Iterable[Any]) -> bool:
    found = _parsed(given)
    return found is not None and any(found in network for network in networks)


def is_passed_on(headers: Headers) -> bool:
    """Whether a proxy says that it passes the request on."""
    return any(each in headers for each in MARKS)


def _parsed(given: str) -> Any:
    """An address, without the port that some proxies add; None for what is none.

    >>> _parsed("[2001:db8::1]:80"), _parsed("192.0.2.7:80"), _parsed("::ffff:192.0.2.7"), _parsed("hidden")
    (IPv6Address('2001:db8::1'), IPv4Address('192.0.2.7'), IPv4Address('192.0.2.7'), None)
    """
    if given.startswith("["):
        given = given[1:].partition("]")[0]
    elif given.count(":") == 1:
        given = given.partition(":")[0]
    try:
        found = ip_address(given)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _shown(given: str) -> str:
    """
    >>> _shown("2001:db8::1:2:3:4"), _shown("192.0.2.7"), _shown("hidden")
    ('2001:db8::/64', '192.0.2.7', 'unknown')
    """
    found = _parsed(given)
    if found is None:
        return UNKNOWN
    return str(IPv6Network((int(found), ONE_NETWORK), strict=False)) if isinstance(found, IPv6Address) else str(found)
