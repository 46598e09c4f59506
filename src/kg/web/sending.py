"""Sending a file: as it is or compressed on the way, whole or in part, now or as it is being made.

Sources: RFC 9110, sections 8.4 (content codings), 8.8 (validators), 13 (conditional requests), 14 (ranges); RFC 8288
(web linking); RFC 6266 (Content-Disposition).
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import KgError
from kg.graph.dataset import LICENCE
from kg.web.noting import note
from kg.web.prepared import Prepared
from kg.web.requests import own_address

GZIP = "application/gzip"
_STALLED = 30.0
_PIECE = 1 << 18


def head(request: Request, name: str, media_type: str, tag: str, modified: datetime) -> dict[str, str]:
    """The headers of a file; `tag` tells its content from others of that address."""
    address = own_address(request)
    return {
        "Content-Type": f"{media_type}; charset=utf-8" if _is_text(media_type) else media_type,
        "Content-Disposition": f'attachment; filename="{name}"',
        "ETag": f'"{tag}"',
        "Last-Modified": format_datetime(modified.astimezone(UTC).replace(microsecond=0), usegmt=True),
        "Cache-Control": "public, no-cache",
        "Link": f'<{LICENCE}>; rel="license", <{address}/catalog>; rel="describedby"',
    }


def not_modified(request: Request, headers: Mapping[str, str]) -> Response | None:
    """304, if the client has it already (RFC 9110, 13.1.2 and 13.1.3)."""
    given = request.headers.get("if-none-match")
    if given is not None:
        same = given.strip() == "*" or headers["ETag"] in [tag.strip().removeprefix("W/") for tag in given.split(",")]
    else:
        same = _not_since(request.headers.get("if-modified-since", ""), headers["Last-Modified"])
    if not same:
        return None
    kept = ("ETag", "Last-Modified", "Cache-Control", "Vary", "Link")
    return Response(status_code=304, headers={name: headers[name] for name in kept if name in headers})


def takes_gzip(request: Request) -> bool:
    """Whether the client takes a body that is coded by gzip (RFC 9110, 12.5.3)."""
    for part in ", ".join(request.headers.getlist("accept-encoding")).lower().split(","):
        coding, _, parameters = part.strip().partition(";")
        if coding.strip() in ("gzip", "x-gzip", "*"):
            return parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def whole(path: Path, headers: dict[str, str]) -> Response:
    """A file that is complete; ranges of it too."""
    return FileResponse(path, headers=headers)


class AsMade(Response):
    """A file that is being made, or is decompressed on the way: its length is not known."""

    def __init__(self, prepared: Prepared, headers: dict[str, str], *, decompressed: bool) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._pieces = _decompressed(prepared.pieces()) if decompressed else prepared.pieces()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it. What breaks it ends the connection without the end of the body."""
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            async for piece in self._pieces:
                async with asyncio.timeout(_STALLED):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except (KgError, zlib.error) as error:
            note(scope, outcome=type(error).__name__)
        except TimeoutError:
            note(scope, outcome="client-stalled")


async def _decompressed(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    unpacking = zlib.decompressobj(31)  # gzip
    async for piece in pieces:
        rest = piece
        while rest:
            if unpacked := unpacking.decompress(rest, _PIECE):
                yield unpacked
            rest = unpacking.unconsumed_tail
    if unpacked := unpacking.flush():
        yield unpacked


def _is_text(media_type: str) -> bool:
    return media_type.startswith("text/") or media_type in (
        "application/n-quads", "application/n-triples", "application/trig", "application/ld+json",
    )  # fmt: skip


def _not_since(given: str, modified: str) -> bool:
    try:
        return bool(given) and parsedate_to_datetime(modified) <= parsedate_to_datetime(given)
    except (TypeError, ValueError):
        return False
