"""Where a server is, and who we are to it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from kg.errors import SettingsError

if TYPE_CHECKING:
    from kg.settings import Settings


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A server: the URLs of its query endpoint, of its update endpoint and of its graph store ("": by its kind).

    `user` and `password` are for Basic and Digest, whichever the server asks for; `token` for Bearer. `seconds` is what
    a request may take, `patience` for how many a server that does not answer is asked again.
    """

    query: str
    update: str = ""
    graphs: str = ""
    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    seconds: float = 300.0
    patience: float = 60.0

    @classmethod
    def of(cls, settings: Settings) -> ServerAddress:
        """The one of these settings.

        Raises:
            SettingsError: a URL is none that can be asked.
        """
        urls = {
            "KG_STORE": settings.store,
            "KG_STORE_UPDATE": settings.store_update,
            "KG_STORE_GRAPHS": settings.store_graphs,
        }
        for name, url in urls.items():
            parts = urlsplit(url)
            if url and (parts.scheme not in ("http", "https") or not parts.hostname):
                raise SettingsError(f"must be an http: or https: URL (it is {url!r})", where=name)
            if parts.username or parts.password:
                raise SettingsError("holds a password: give it as KG_STORE_USER and KG_STORE_PASSWORD", where=name)
        secret = settings.store_password.get_secret_value() if settings.store_password else ""
        token = settings.store_token.get_secret_value() if settings.store_token else ""
        return cls(
            settings.store,
            settings.store_update,
            settings.store_graphs,
            settings.store_user,
            secret,
            token,
            settings.store_timeout,
            settings.store_patience,
        )

    def auth(self) -> httpx.Auth | None:
        """What adds credentials to requests, if there are any."""
        if self.token:
            return _Bearer(self.token)
        return Credentials(self.user, self.password) if self.user else None


def is_server(location: str) -> bool:
    """Whether a store's location is the URL of a server."""
    return location.partition(":")[0] in ("http", "https")


class Credentials(httpx.Auth):
    """Name and password, by Basic or Digest: as the server asks (RFC 7617, RFC 7616).

    It is asked without a body first: a server that refuses a request before it has read all of it may take the rest for
    the next one.
    """

    requires_response_body = True

    def __init__(self, user: str, password: str) -> None:
        self._of = (user, password)
        self._chosen: dict[str, httpx.Auth] = {}

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """See `httpx.Auth`."""
        path = request.url.path
        chosen = self._chosen.get(path)
        if chosen is None:
            digest = httpx.DigestAuth(*self._of)
            probe = httpx.Request("GET", request.url.copy_with(query=None))
            flow = digest.auth_flow(probe)
            response = yield next(flow)
            asked = response.status_code == 401 and "digest" in response.headers.get("www-authenticate", "").lower()
            if asked:
                with suppress(StopIteration):
                    flow.send((yield flow.send(response)))
            chosen = self._chosen[path] = digest if asked else httpx.BasicAuth(*self._of)
        yield from chosen.auth_flow(request)


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._header = f"Bearer {token}"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, Any]:
        request.headers["Authorization"] = self._header
        yield request
