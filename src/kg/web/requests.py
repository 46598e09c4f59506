"""What a request says: its parameters, the type and the bytes of its body, and where it came to.

Source: SPARQL 1.1 Protocol, sections 2.1 and 2.2; RFC 9110, section 8.3 (Content-Type).
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import ClientDisconnect, Request

from kg.web.errors import Refused
from kg.web.state import state_of

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_MOST_PARAMETERS = 200
_BODY_SECONDS = 60.0
_LONGEST_HOST = 300
_HOST = re.compile(r"(?:[A-Za-z0-9\-._~%!$&'()*+,;=]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{0,5})?")


class Parameters:
    """The parameters of a request, of its address and of its form together."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._given: dict[str, list[str]] = {}
        for name, value in pairs:
            self._given.setdefault(name, []).append(value)

    def __contains__(self, name: str) -> bool:
        return name in self._given

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a parameter that may be given several times."""
        return tuple(self._given.get(name, ()))

    def one(self, name: str) -> str:
        """The value of a parameter that is needed, once.

        Raises:
            Refused: it is not there, or there several times.
        """
        values = self._given.get(name, ())
        if len(values) != 1:
            raise Refused(
                400, "protocol", f"the parameter {name} is given {len(values)} times; once is needed", where=name
            )
        return values[0]

    def optional(self, name: str) -> str:
        """The value of a parameter that may be left out, then "".

        Raises:
            Refused: it is there several times.
        """
        return self.one(name) if name in self._given else ""


def in_address(request: Request) -> list[tuple[str, str]]:
    """The parameters of a request's address. Raises like `parsed`."""
    return parsed(request.scope["query_string"])


def parsed(encoded: bytes) -> list[tuple[str, str]]:
    """URL-encoded parameters, in their order.

    Raises:
        Refused: they are no percent-encoded UTF-8, or far too many.
    """
    try:
        return parse_qsl(
            encoded.decode("utf-8"),
            keep_blank_values=True,
            encoding="utf-8",
            errors="strict",
            max_num_fields=_MOST_PARAMETERS,
        )
    except UnicodeDecodeError:
        raise Refused(400, "encoding", "the parameters are not percent-encoded UTF-8") from None
    except ValueError:
        raise Refused(400, "protocol", f"more than {_MOST_PARAMETERS} parameters") from None


def content_type(request: Request) -> tuple[str, dict[str, str]]:
    """The media type of a body in small letters ("" if none is told), and its parameters."""
    media, *rest = request.headers.get("content-type", "").split(";")
    parameters = {}
    for part in rest:
        name, _, value = part.strip().partition("=")
        parameters[name.strip().lower()] = value.strip().strip('"')
    return media.strip().lower(), parameters


def in_utf8(parameters: dict[str, str]) -> None:
    """Refuse a body that is said to be in another charset.

    Raises:
        Refused: it is.
    """
    charset = parameters.get("charset", "").lower()
    if charset not in ("", "utf-8", "utf8"):
        raise Refused(415, "unsupported-type", f"the body is in {charset}; send UTF-8")


async def body(request: Request, megabytes: int) -> bytes:
    """The whole body, of at most so many MiB, if it comes in time.

    Raises:
        Refused: it is larger, comes too slowly, or does not come at all.
        StoreBusy: too many others are being read.
    """
    largest = megabytes << 20
    too_large = Refused(413, "too-large", f"the body is larger than {megabytes} MiB")
    told = request.headers.get("content-length", "")
    if told.isdecimal() and int(told) > largest:
        raise too_large
    pieces = bytearray()
    room = state_of(request).bodies
    taken = 0
    try:
        async with asyncio.timeout(_BODY_SECONDS):
            async for piece in request.stream():
                room.take(len(piece))
                taken += len(piece)
                pieces += piece
                if len(pieces) > largest:
                    raise too_large
    except TimeoutError:
        raise Refused(408, "too-slow", f"the body did not come within {_BODY_SECONDS:g} s") from None
    except ClientDisconnect:
        raise Refused(408, "client-left", "the client left before the end of the body") from None
    finally:
        room.give(taken)
    return bytes(pieces)


def decoded(raw: bytes, what: str) -> str:
    """A body as text.

    Raises:
        Refused: it is no UTF-8.
    """
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, "encoding", f"the {what} is no UTF-8 (byte {error.start})") from None


def own_address(request: Request) -> str:
    """Where this server answers, as the client calls it, without a slash at the end.

    Raises:
        Refused: the client calls it by what is no host.
    """
    scope = request.scope
    host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("latin-1")
    if not host:
        name, port = scope.get("server") or ("localhost", None)
        host = (f"[{name}]" if ":" in name else name) + (f":{port}" if port else "")
    if len(host) > _LONGEST_HOST or not _is_host(host):
        raise Refused(400, "protocol", "the Host header names no host", where="Host")
    address: str = f"{scope['scheme']}://{host}{scope.get('root_path', '')}"
    return address.rstrip("/")


@lru_cache(maxsize=64)
def _is_host(host: str) -> bool:
    """Whether it is a host, perhaps with a port, and so can stand in an IRI (RFC 3986, sections 3.2.2 and 3.2.3)."""
    try:
        ox.NamedNode(f"http://{host}/")
    except ValueError:
        return False
    return _HOST.fullmatch(host) is not None
