"""Queries that call services: these are called first, then the query is answered with what they gave."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import QueryTimeout, StoreBusy
from kg.store import Row
from kg.web.answering import Attended, Limits, Streamed, digest
from kg.web.noting import note
from kg.web.operation import Operation
from kg.web.state import State, state_of

_TRIES = 3
_AT_ONCE = 16

Run: TypeAlias = Callable[[Request, Operation, Limits], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class _Local:
    """Asks this server's store what services need to know, with the dataset of the query that calls them."""

    request: Request
    state: State
    operation: Operation

    async def __call__(self, sparql: str) -> tuple[tuple[str, ...], list[Row]]:
        job = self.operation._replace(query=sparql).job(self.request)
        async with self.state.pool.run(job) as running:
            answer = ox.parse_query_results(await running.read(), format=ox.QueryResultsFormat.JSON)
        assert isinstance(answer, ox.QuerySolutions)
        names = tuple(variable.value for variable in answer.variables)
        return names, [{name: value for name in names if (value := row[name]) is not None} for row in answer]


async def federated(request: Request, operation: Operation, allowed: Limits, run: Run) -> Response:
    """Answer a query that calls services, from one version of this server's data. All of it has the time of a query.

    Raises:
        Refused, KgError: for the handlers of `kg.web.errors`.
    """
    state = state_of(request)
    local = _Local(request, state, operation)
    end = time.monotonic() + allowed.seconds
    if state.federating >= _AT_ONCE:
        raise StoreBusy("too many queries call other servers; try again in a moment")
    for _ in range(_TRIES):
        version = state.pool.version
        state.federating += 1
        try:
            async with Attended(request.receive), asyncio.timeout(max(0.0, end - time.monotonic())):
                resolved = await state.federation.resolve(operation.query, local, operation.base(request))
        except TimeoutError:
            raise QueryTimeout(f"took longer than {allowed.seconds:g} s and was stopped") from None
        finally:
            state.federating -= 1
        left = allowed._replace(seconds=max(0.1, end - time.monotonic()))
        response = await run(request, operation._replace(query=resolved.text, calls=resolved.calls), left)
        note(request, query=digest(operation.query), calls=resolved.calls)
        if response.headers.get("X-Data-Version") == version:
            return response
        # The data changed in the middle of it.
        if isinstance(response, Streamed):
            await response.aclose()
    raise StoreBusy("the data change faster than the query can be answered; try again")
