"""A query operation of the SPARQL 1.1 Protocol (2.1), as it was requested."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request

from kg.store import TABLES, Format
from kg.store.workers import Job
from kg.web.errors import Refused
from kg.web.requests import Parameters, own_address


class Operation(NamedTuple):
    """A query operation, as it was requested. `calls`: how often other servers were asked for it."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str = ""
    timeout: str = ""
    calls: int = 0

    def job(self, request: Request, format_: Format = TABLES[0]) -> Job:
        """What a worker is to do for it."""
        return Job(self.query, format_, self.default_graphs, self.named_graphs, base_iri=self.base(request))

    def base(self, request: Request) -> str:
        """What relative IRIs are resolved against."""
        return own_address(request) + "/sparql"

    @classmethod
    def of(cls, parameters: Parameters, query: str | None = None) -> Operation:
        """From its parameters; the query is one of them, or came as the body (2.1.3).

        Raises:
            Refused: the query is missing, or there twice, or it is an update.
        """
        if "update" in parameters:
            raise Refused(400, "protocol", "this takes queries; updates go to /update", where="update")
        if query is not None and "query" in parameters:
            raise Refused(400, "protocol", "the query is in the body and in the address; send it once", where="query")
        parameters.optional("version")  # SPARQL 1.2 Protocol, 2.1: at most one
        return cls(
            query=parameters.one("query") if query is None else query,
            default_graphs=parameters.all("default-graph-uri"),
            named_graphs=parameters.all("named-graph-uri"),
            format=parameters.optional("format"),
            timeout=parameters.optional("timeout"),
        )
