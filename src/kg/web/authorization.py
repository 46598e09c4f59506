"""Who may write: whoever knows the token. Without a token nobody may."""

from __future__ import annotations

import base64
import hashlib
import hmac

from starlette.requests import Request

from kg.settings import Settings
from kg.web.errors import Refused


def authorize(request: Request, settings: Settings) -> None:
    """Let a request write, or refuse it, before its body is read.

    The token comes as `Authorization: Bearer TOKEN` (RFC 6750), or as the password of `Basic` (RFC 7617), which is what
    many clients can do.

    Raises:
        Refused: it may not.
    """
    if settings.test_mode:
        # Any page in a browser of this machine can send requests here; none of them may write.
        if "origin" in request.headers:
            raise Refused(403, "read-only", "in test mode no page of a browser may write")
        return
    if settings.token is None:
        raise Refused(403, "read-only", "nothing can be written here: the server has no token")
    if not _same(_given(request.headers.get("authorization", "")), settings.token.get_secret_value()):
        raise Refused(
            401,
            "unauthorized",
            "writing needs the server's token: Authorization: Bearer TOKEN",
            headers={"WWW-Authenticate": 'Bearer realm="vnkg"'},
        )


def _given(header: str) -> bytes:
    scheme, _, value = header.strip().partition(" ")
    if scheme.lower() == "bearer":
        return value.strip().encode("latin-1")  # as headers are decoded: what was sent, byte for byte
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value, validate=True).partition(b":")[2]
        except ValueError:  # it is no Base64, or not even ASCII
            return b""
    return b""


def _same(given: bytes, token: str) -> bool:
    """Whether they are, in a time that tells nothing of how much of them is."""
    digests = [hashlib.sha256(value).digest() for value in (given, token.encode())]
    return hmac.compare_digest(*digests)
