"""Asking a server, and telling in our words what went wrong.

What cannot do harm when it is done twice is sent again where the server does not answer: queries, and the steps by
which graphs are replaced.
"""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TypeVar
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox

from kg import __version__
from kg.errors import KgError, QueryError, QueryTimeout, ResultTooLarge, StoreError
from kg.store.answers import syntax_error
from kg.store.base import DEFAULT_GRAPH
from kg.store.remote.address import ServerAddress
from kg.store.remote.dialects import Dialect, Step, Update, dialect_of

_T = TypeVar("_T")

FORM = "application/x-www-form-urlencoded"
CONNECT_SECONDS = 10.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_BATCH = 1000
_SHOWN = 300


class Unanswered(StoreError):  # noqa: N818 - reads as what happened
    """The server did not answer, or with an error that may pass: to ask again may help."""


class Client:
    """One thread's connections to a server."""

    def __init__(self, address: ServerAddress) -> None:
        self.address = address
        self.failures = 0
        """How often the server did not answer."""
        self._http = httpx.Client(
            auth=address.auth(),
            timeout=timeout(address.seconds),
            headers=HEADERS,
            limits=httpx.Limits(max_connections=16, max_keepalive_connections=8),
            verify=tls(address.query),
            trust_env=False,
        )

    @cached_property
    def dialect(self) -> Dialect:
        """Which server it is, by what it calls itself.

        Raises:
            StoreError: it does not answer.
        """
        probe = probing(self.address)
        response = self.again(lambda: self._sent(probe))
        return dialect_of(response.headers.get("server", ""))

    @contextmanager
    def answer(
        self,
        sparql: str,
        accept: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        of_all: bool = True,
        in_order: bool = False,
    ) -> Iterator[httpx.Response]:
        """Ask a query; its answer is read within the block. `of_all`: neither query nor arguments name graphs.

        Raises:
            QuerySyntaxError, QueryError: the server refuses the query.
            QueryTimeout: it took longer than the server gives it. ResultTooLarge: the server would cut its answer.
            StoreError: the server cannot be reached or asked.
        """
        form = query_form(
            self.dialect,
            sparql,
            default_graphs,
            named_graphs,
            of_all=of_all,
            seconds=self.address.seconds,
            in_order=in_order,
        )
        headers = {"Accept": accept, "Content-Type": FORM}
        request = self._http.build_request("POST", self.address.query, content=urlencode(form), headers=headers)
        response = self.again(lambda: self._begun(request, sparql))
        try:
            with self._told():
                yield response
        finally:
            response.close()

    def do(self, steps: Iterable[Step]) -> None:
        """Do what comes to the same when it is done twice, again from the begin where the server does not answer.

        Raises:
            StoreError: it cannot be done.
        """
        known = list(steps)

        def all_of_them() -> None:
            for step in known:
                self._do(step)

        self.again(all_of_them)

    def again(self, action: Callable[[], _T]) -> _T:
        """Do it, again and again while the server does not answer, for so long as the address says.

        Raises what `action` does.
        """
        end = time.monotonic() + self.address.patience
        pause = _FIRST_PAUSE
        while True:
            try:
                return action()
            except Unanswered:
                self.failures += 1
                if time.monotonic() + pause > end:
                    raise
            time.sleep(pause * random.uniform(0.5, 1.0))  # so that many do not come back at once
            pause = min(2 * pause, _LONGEST_PAUSE)

    @property
    def graphs_url(self) -> str:
        """Where the Graph Store Protocol is spoken."""
        address = self.address
        return address.graphs or self.dialect.graphs_url(address.query, authorized=bool(address.auth()))

    @property
    def update_url(self) -> str:
        """Where updates go."""
        address = self.address
        return address.update or self.dialect.update_url(address.query, authorized=bool(address.auth()))

    def close(self) -> None:
        """End the connections."""
        self._http.close()

    def _do(self, step: Step) -> None:
        if isinstance(step, Update):
            url, content, media = self.update_url, step.text.encode(), "application/sparql-update"
            request = self._http.build_request("POST", url, content=content, headers={"Content-Type": media})
        else:
            url = self.graphs_url
            headers = {"Content-Type": "text/turtle"}
            pieces = b"".join(_pieces(step.triples))  # Virtuoso knows no chunks; and it can be sent again
            request = self._http.build_request(
                "PUT", url, params={"graph": step.graph}, content=pieces, headers=headers
            )
        response = self._sent(request)
        if response.is_error:
            raise write_refused(self.dialect, url, response.status_code, response.text)

    def _sent(self, request: httpx.Request) -> httpx.Response:
        with self._told(str(request.url)):
            return self._http.send(request)

    def _begun(self, request: httpx.Request, sparql: str) -> httpx.Response:
        with self._told():
            response = self._http.send(request, stream=True)
            if response.is_error:
                body = response.read().decode("utf-8", "replace")
                raise refused(self.dialect, self.address, response.status_code, body, sparql)
        if reason := self.dialect.unfinished(response.headers):
            response.close()
            raise not_whole(self.address, reason)
        return response

    @contextmanager
    def _told(self, url: str = "") -> Iterator[None]:
        try:
            yield
        except httpx.HTTPError as error:
            raise unanswered(url or self.address.query, error) from error


HEADERS = {"User-Agent": f"vnkg/{__version__}", "Accept-Encoding": "gzip, identity"}


def timeout(seconds: float) -> httpx.Timeout:
    """How long a request may wait for its server."""
    return httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))


def tls(url: str) -> ssl.SSLContext | bool:
    """With which certificates a server is known: the machine's own. Reading them takes a while, so not for http."""
    return ssl.create_default_context() if url.startswith("https:") else False


def probing(address: ServerAddress) -> httpx.Request:
    """What every server answers."""
    return httpx.Request("GET", address.query, params={"query": "ASK {}"}, headers=HEADERS)


def query_form(
    dialect: Dialect,
    sparql: str,
    default_graphs: Sequence[str],
    named_graphs: Sequence[str],
    *,
    of_all: bool,
    seconds: float,
    in_order: bool = False,
) -> list[tuple[str, str]]:
    """The parameters of a query request (SPARQL 1.1 Protocol, 2.1)."""
    of_own = tuple(default_graphs) == (DEFAULT_GRAPH,) and not named_graphs
    if of_own and not dialect.has_default_graph:
        default_graphs = ("urn:x-arq:NoGraph",)
        of_own = False
    form = [("query", dialect.query(sparql, in_order=in_order))]
    if not of_own:
        form += [("default-graph-uri", _absolute(name)) for name in default_graphs]
        form += [("named-graph-uri", _absolute(name)) for name in named_graphs]
    return form + dialect.parameters(of_all=of_all and not of_own, seconds=seconds)


def _absolute(name: str) -> str:
    try:
        ox.NamedNode(name)
    except ValueError as error:
        raise QueryError(f"no absolute IRI, so it names no graph: {error}", where=name) from error
    return name


def unanswered(url: str, error: httpx.HTTPError) -> KgError:
    """That a server did not answer, or not to the end."""
    if isinstance(error, httpx.ReadTimeout):
        return QueryTimeout(
            "the server took longer than it was given and was left",
        )
    reason = str(error) or type(error).__name__
    return Unanswered(f"the server cannot be reached: {reason}", where=url)


def refused(dialect: Dialect, address: ServerAddress, status: int, body: str, sparql: str) -> KgError:
    """Why a server does not answer a query."""
    said = " ".join(body.split())[:_SHOWN]
    if dialect.expired(status, body):
        return QueryTimeout("took longer than the server gives it and was stopped")
    if dialect.passing(status, body):
        return Unanswered(f"the server is busy (HTTP {status}: {said})", where=address.query)
    if status == 413:
        return QueryError(f"the server takes no query of that size: {said}", where=address.query)
    if dialect.refuses(status, body):
        slip = syntax_error(body.strip(), sparql)
        return slip if slip.line else QueryError(f"the server refuses it: {said}", where=address.query)
    return _other(address.query, status, said)


def write_refused(dialect: Dialect, url: str, status: int, body: str) -> KgError:
    """Why a server does not write."""
    said = " ".join(body.split())[:_SHOWN]
    if dialect.passing(status, body):
        return Unanswered(f"the server is busy (HTTP {status}: {said})", where=url)
    if status in (404, 405):
        return StoreError(
            f"takes no writing (HTTP {status}): name the right URLs by KG_STORE_UPDATE and KG_STORE_GRAPHS", where=url
        )
    return _other(url, status, said)


def _other(url: str, status: int, said: str) -> KgError:
    if status in (401, 403):
        return StoreError(
            f"the server does not let us (HTTP {status}): see KG_STORE_USER, KG_STORE_PASSWORD, KG_STORE_TOKEN",
            where=url,
        )
    if status == 404:
        return StoreError("there is no SPARQL endpoint (HTTP 404): see KG_STORE", where=url)
    return StoreError(f"the server failed (HTTP {status}: {said})", where=url)


def not_whole(address: ServerAddress, reason: str) -> KgError:
    """That an answer is only a part of the answer."""
    if reason == "time":
        return QueryTimeout("took longer than the server gives it and was stopped")
    return ResultTooLarge("the server cuts an answer of so many rows; ask for fewer with LIMIT", where=address.query)


def _pieces(triples: Sequence[ox.Triple]) -> Iterator[bytes]:
    for start in range(0, len(triples), _BATCH):
        yield "".join(f"{triple} .\n" for triple in triples[start : start + _BATCH]).encode()
