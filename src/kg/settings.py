"""All settings, in one frozen class, read from the environment (`KG_...`) and from flags.

Nothing is read when a module is imported: who needs settings is handed a `Settings`, or single values of it.
`kg settings` prints what stands here.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from kg.errors import SettingsError
from kg.machine import cores, memory_mb
from kg.resources import DEFAULT_BASE_IRI

__all__ = ["DEFAULT_BASE_IRI", "ENV_PREFIX", "Settings", "env_name", "load_settings", "unknown_variables"]

ENV_PREFIX = "KG_"

_LOOPBACK = ("127.0.0.1", "::1", "localhost")

# What may not stand in an IRI (RFC 3987), as it stands in Turtle's IRIREF.
# A base with a query or fragment cannot have more path appended.
_NOT_IN_IRIS = frozenset('<>"{}|^`\\ ?#')


def _workers() -> int:
    """Twice as many as run at once: some of them wait for memory, or yield to others."""
    return max(4, 2 * cores())


class Settings(BaseSettings):
    """The settings of one run. Make one with `load_settings`, which turns a bad value into a `SettingsError`."""

    model_config = SettingsConfigDict(env_prefix=ENV_PREFIX, frozen=True, extra="forbid", validate_default=True)

    store: str = Field(
        default="var/store",
        min_length=1,
        description="Where the graph is kept: the folder of the embedded store, which is made when missing, or the URL "
        "at which a SPARQL 1.1 server is queried.",
    )
    store_update: str = Field(
        default="",
        description="The URL at which that server takes updates. Empty: the usual one of its kind.",
    )
    store_graphs: str = Field(
        default="",
        description="The URL of its Graph Store Protocol. Empty: the usual one of its kind.",
    )
    store_user: str = Field(
        default="",
        description="The name by which that server knows us (HTTP Basic or Digest, as it asks).",
    )
    store_password: SecretStr | None = Field(
        default=None,
        description="The password to it.",
    )
    store_token: SecretStr | None = Field(
        default=None,
        description="A token that server knows us by (HTTP Bearer), instead of name and password.",
    )
    store_beside: str = Field(
        default="var/servers",
        min_length=1,
        description="The folder for what is kept beside a store on a server: the search index, files to download.",
    )
    store_timeout: float = Field(
        default=300.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds that a command waits for an answer of that server.",
    )
    store_patience: float = Field(
        default=60.0,
        ge=0,
        allow_inf_nan=False,
        description="Seconds for which commands try again where that server does not answer, as while it restarts.",
    )
    base_iri: str = Field(
        default=DEFAULT_BASE_IRI,
        description="What the IRIs of the graph's own terms and things begin with. Ends in a slash.",
    )
    corrections: str = Field(
        default="{store}.corrections.jsonl",
        description="The file that people's corrections are kept in; {store} stands for the store's folder. Empty: in "
        "the store alone.",
    )
    zone_decisions: str = Field(
        default="{store}.zones.jsonl",
        description="The file that people's decisions about names of zones are kept in; {store} stands for the store's "
        "folder. Empty: in the store alone.",
    )
    downloads: str = Field(
        default="{store}.downloads",
        min_length=1,
        description="The folder in which the server keeps the files to download that it made; {store} stands for the "
        "store's folder.",
    )
    fetched: str = Field(
        default="{store}.fetched",
        description="The folder in which `kg load` keeps pages that it fetched, to go on when interrupted; {store} "
        "stands for the store's folder, or what is beside its server. Empty: none.",
    )
    fetch_keep_hours: float = Field(
        default=24.0,
        ge=0,
        allow_inf_nan=False,
        description="Hours for which a fetched page is kept, and not fetched again.",
    )
    fetch_delay: float = Field(
        default=1.0,
        ge=0,
        allow_inf_nan=False,
        description="Seconds between two requests to one host; its robots.txt may ask for more.",
    )
    fetch_timeout: float = Field(
        default=30.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds that fetching a page may take.",
    )
    fetch_mb: int = Field(
        default=10,
        ge=1,
        description="MiB that a fetched page may have.",
    )
    fetch_private: bool = Field(
        default=False,
        description="Whether pages are fetched from addresses that are not public, such as this machine's own.",
    )
    releases: str = Field(
        default="var/releases",
        description="The folder whose releases the server offers, as `kg release` writes them. Empty: none.",
    )
    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="The address that the server listens on. 0.0.0.0 lets other machines in.",
    )
    port: int = Field(
        default=8000,
        ge=0,
        le=65535,
        description="The port that the server listens on. 0 takes a free one.",
    )
    query_timeout: float = Field(
        default=30.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds after which the server ends a query.",
    )
    query_workers: int = Field(
        default_factory=_workers,
        ge=1,
        description="How many queries the server answers at once, each in a process of its own.",
    )
    query_memory_mb: int = Field(
        default_factory=lambda: min(2048, memory_mb() // (2 * _workers())),
        ge=0,
        description="MiB of memory that a query may take before the server ends it. 0: no limit.",
    )
    query_queue: int = Field(
        default=64,
        ge=0,
        description="How many queries may wait for a free process. The server turns further ones away.",
    )

    copy_memory_mb: int = Field(
        default_factory=lambda: memory_mb() // (2 * (_workers() + 1)),
        ge=0,
        description="MiB of memory that the server's copy of the data may take; in time each query process may come to "
        "hold as much. Larger data are read from disk, which is slower. 0: always.",
    )
    cache_mb: int = Field(
        default=64,
        ge=0,
        description="MiB of answers that the server keeps, until the data change. 0: none.",
    )
    result_rows: int = Field(
        default=1_000_000,
        ge=0,
        description="Rows that an answer may have; one with more is an error. 0: no limit.",
    )
    result_mb: int = Field(
        default=512,
        ge=0,
        description="MiB that an answer may have; one with more is an error. 0: no limit.",
    )
    spool_mb: int = Field(
        default=2048,
        ge=0,
        description="MiB, most of them on disk, that answers may take on their way to slow clients, all together. 0: no"
        " limit.",
    )
    request_mb: int = Field(
        default=1,
        ge=1,
        description="MiB that the body of a query may have.",
    )
    token: SecretStr | None = Field(
        default=None,
        description="The secret that allows writing over HTTP. Without one, nobody may write.",
    )
    write_timeout: float = Field(
        default=120.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds after which the server ends a write.",
    )
    write_mb: int = Field(
        default=64,
        ge=1,
        description="MiB that the body of a write may have.",
    )
    update_at_sparql: bool = Field(
        default=False,
        description="Whether /sparql takes updates too, not only /update. They need the token as there.",
    )
    test_mode: bool = Field(
        default=False,
        description="For conformance suites: /sparql takes updates, and no write needs a token. Only on loopback.",
    )
    service_allow: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Endpoints that SERVICE may call: addresses that theirs begin with, separated by spaces.",
    )
    service_timeout: float = Field(
        default=10.0,
        gt=0,
        allow_inf_nan=False,
        description="Seconds that one call of another server may take.",
    )
    service_mb: int = Field(
        default=10,
        ge=1,
        description="MiB that another server may answer in one call.",
    )
    service_rows: int = Field(
        default=5000,
        ge=1,
        description="Solutions that one SERVICE may give.",
    )
    service_calls: int = Field(
        default=20,
        ge=1,
        description="Calls of other servers that one query may need.",
    )
    rate_limit: int = Field(
        default=0,
        ge=0,
        description="Requests a minute that one client may send; further ones get 429. 0: no limit.",
    )
    log_requests: bool = Field(
        default=True,
        description="Whether the server writes a line to its log for each request.",
    )

    @property
    def writable(self) -> bool:
        """Whether anybody may write over HTTP."""
        return self.token is not None or self.test_mode

    @property
    def one_address(self) -> bool:
        """Whether `/sparql` takes updates too."""
        return self.update_at_sparql or self.test_mode

    @field_validator("service_allow", mode="before")
    @classmethod
    def _are_apart(cls, value: object) -> object:
        return tuple(re.split(r"[\s,]+", value.strip())) if isinstance(value, str) and value.strip() else value or ()

    @field_validator("token", "store_password", "store_token", mode="before")
    @classmethod
    def _is_set(cls, value: object) -> object:
        # An empty variable is how many a script says that there is none; it must not become a secret that all know.
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("test_mode")
    @classmethod
    def _is_on_loopback(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("host") not in _LOOPBACK:
            raise ValueError(f"lets anybody write, so the server may listen only on {', '.join(_LOOPBACK)}")
        return value

    @property
    def journal(self) -> Path | None:
        """The file of corrections, if there is one; a store in memory or on a server has none beside it."""
        return self._beside(self.corrections)

    @property
    def zone_journal(self) -> Path | None:
        """The file of decisions about zones, likewise."""
        return self._beside(self.zone_decisions)

    def _beside(self, name: str) -> Path | None:
        if not name or ("{store}" in name and self.store.startswith((":", "http:", "https:"))):
            return None
        return Path(name.replace("{store}", self.store.rstrip("/")))

    @property
    def fetched_folder(self) -> Path | None:
        """The folder for fetched pages, if there is one."""
        if not self.fetched or ("{store}" in self.fetched and self.store.startswith(":")):
            return None
        return Path(self.fetched.replace("{store}", str(self.beside)))

    @property
    def downloads_folder(self) -> Path:
        """The folder for files to download."""
        return Path(self.downloads.replace("{store}", str(self.beside)))

    @property
    def on_server(self) -> bool:
        """Whether the store is on a SPARQL server."""
        return self.store.startswith(("http:", "https:"))

    @property
    def environment(self) -> dict[str, str]:
        """The variables by which another process reaches the same store."""
        told = {env_name("store"): self.store, env_name("base_iri"): self.base_iri}
        for name in ("update", "graphs", "user", "password", "token"):
            value = getattr(self, f"store_{name}")
            told[env_name(f"store_{name}")] = value.get_secret_value() if isinstance(value, SecretStr) else value or ""
        return told

    @property
    def beside(self) -> Path:
        """What the files beside the store begin with, or lie in: its folder; for a server one named after its URL."""
        if self.on_server:
            return Path(self.store_beside) / re.sub(r"[^A-Za-z0-9.]+", "-", self.store.partition("//")[2]).strip("-.")
        return Path(self.store.rstrip("/"))

    @field_validator("base_iri")
    @classmethod
    def _is_base(cls, value: str) -> str:
        scheme, colon, rest = value.partition(":")
        if not colon or not rest or not scheme.isascii() or not scheme.replace("+", "").replace("-", "").isalnum():
            raise ValueError("must be an absolute IRI such as https://example.org/graph/")
        if not value.endswith("/"):
            raise ValueError("must end in /")
        if any(character in _NOT_IN_IRIS or character <= "\x20" for character in value):
            raise ValueError("holds a character that it may not have")
        return value


def env_name(field: str) -> str:
    """The environment variable of a setting: `query_timeout` → `KG_QUERY_TIMEOUT`."""
    return ENV_PREFIX + field.upper()


def load_settings(**flags: object) -> Settings:
    """Read the settings: a flag that is not None, else the environment, else the default.

    Raises:
        SettingsError: a value cannot be used; `where` names the variable.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else ""
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{reason} (it is {first['input']!r}); see `kg settings`", where=env_name(field)) from error


def unknown_variables() -> tuple[str, ...]:
    """Environment variables that begin like a setting but are none: most likely a slip in the name."""
    known = {env_name(name) for name in Settings.model_fields}
    return tuple(
        sorted(name for name in os.environ if name.upper().startswith(ENV_PREFIX) and name.upper() not in known)
    )
