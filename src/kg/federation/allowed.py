"""Which endpoints a SERVICE may name: those that begin with one of the listed addresses.

Compared are the parts of an address as they would be requested, not its characters: `http://good.example` lets nothing
of `http://good.example.evil.org/` or `http://good.example@evil.org/` through.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from kg.addresses import Address, is_public

_PORTS = {"http": 80, "https": 443}
_UNRESERVED = re.compile(r"%(2[DdEe]|3\d|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address, taken apart and brought to the one form in which it is requested (RFC 3986, section 6.2)."""

    scheme: str
    host: str
    port: int
    path: str
    query: str = ""

    @classmethod
    def read(cls, iri: str) -> Endpoint | None:
        """Take an address apart; None where it is none of HTTP, or could be read in two ways."""
        if any(character <= " " or character in '\\<>"{}|^`\x7f' for character in iri):
            return None
        try:
            parts = urlsplit(iri)
            host, port = parts.hostname or "", parts.port
            host = host if ":" in host or not host else host.encode("idna").decode("ascii")
        except (ValueError, UnicodeError):
            return None
        scheme = parts.scheme.lower()
        if scheme not in _PORTS or not host or "@" in parts.netloc or "%" in host:
            return None
        path = _without_dots(_UNRESERVED.sub(lambda match: unquote(match[0]), parts.path) or "/")
        return cls(scheme, host.lower().rstrip("."), port or _PORTS[scheme], _ascii(path), _ascii(parts.query))

    @property
    def target(self) -> str:
        """Path and query, as they stand in a request."""
        return self.path + (f"?{self.query}" if self.query else "")

    @property
    def authority(self) -> str:
        """Host and port, as they stand in the Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"

    def begins_with(self, listed: Endpoint) -> bool:
        """Whether it is the listed address or lies below it."""
        same = (self.scheme, self.host, self.port) == (listed.scheme, listed.host, listed.port)
        below = listed.path if listed.path.endswith("/") else listed.path + "/"
        return same and (self.path == listed.path or self.path.startswith(below))


class AllowList:
    """The listed addresses. Without any, nothing is allowed.

    Raises ValueError for what is no address of HTTP, or has a query.
    """

    def __init__(self, listed: Iterable[str]) -> None:
        self.listed = tuple(_listed(address) for address in listed)

    def __bool__(self) -> bool:
        return bool(self.listed)

    def allowed(self, iri: str) -> Endpoint | None:
        """The endpoint that an IRI names, if it may be called."""
        endpoint = Endpoint.read(iri)
        if endpoint is None or not any(endpoint.begins_with(listed) for listed in self.listed):
            return None
        return endpoint

    def reachable(self, host: str, address: Address) -> bool:
        """Whether a listed host may be reached at an address that its name has led to.

        Only public addresses: whoever can change a name's entry must not lead us to the machines beside this one.
        A host that is listed as an address, or as localhost, is meant as it is listed.
        """
        if _literal(host) == address:
            return True
        if host == "localhost" and address.is_loopback:
            return True
        return is_public(address)


def _listed(address: str) -> Endpoint:
    endpoint = Endpoint.read(address)
    if endpoint is None or endpoint.query:
        raise ValueError(f"{address!r} is no address of an endpoint, such as https://query.wikidata.org/sparql")
    return endpoint


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments[1:]:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    end = "/" if segments[-1] in (".", "..") and kept else ""
    return "/" + "/".join(kept) + end


def _ascii(text: str) -> str:
    return quote(text, safe="/:@!$&'()*+,;=-._~%?#[]")
