"""Parts of a canned query's answer: what who asks for no part gets of a large store, and where the next part is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode

from kg.canned import CannedQuery
from kg.canned.paging import LIMIT, OFFSET
from kg.errors import KgError
from kg.store import Row, text
from kg.web.state import State

_LARGE = 50_000
"""Articles and figures in the store from which on what has parts is given in parts."""
_THINGS = 100
"""Of so many things who asks for no part of a large store gets the rows."""
_MORE_THAN_THERE_ARE = 1_000_000
"""A store that is not large has no query of so many things: as a LIMIT it leaves nothing out."""
_PATIENCE = 0.5
"""Seconds that an answer and the number of its things may take together; else it comes without that number."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows of a canned query's answer, and which they are.

    `values` are the parameters that it was asked with; `limit` is how many things they are of, at most (None: of all
    from the `offset`th on), `total` how many there are in all (None: that is not known).
    """

    columns: tuple[str, ...]
    rows: list[Row]
    values: Mapping[str, str]
    limit: int | None
    offset: int
    total: int | None

    @property
    def neighbours(self) -> dict[str, dict[str, str]]:
        """The parameters of the part before (`prev`) and of the one after (`next`), where there are any."""
        if self.limit is None:
            return {}
        places = {"prev": max(0, self.offset - self.limit)} if self.offset else {}
        if self.limit and (self.total is None or self.offset + self.limit < self.total):
            places["next"] = self.offset + self.limit
        return {which: {**self.values, LIMIT: str(self.limit), OFFSET: str(at)} for which, at in places.items()}

    def headers(self, path: str) -> dict[str, str]:
        """`Link` (RFC 8288) to its neighbours, which are at the same path, and `X-Total-Count`."""
        links = (f'<{path}?{urlencode(values)}>; rel="{which}"' for which, values in self.neighbours.items())
        told = {"Link": ", ".join(links)} if self.neighbours else {}
        return told | ({"X-Total-Count": str(self.total)} if self.total is not None else {})


async def part_of(state: State, query: CannedQuery, given: Mapping[str, str]) -> Part:
    """The answer; of a large store, where no `limit` is given, a part of it.

    Raises:
        ParameterError: as `CannedQuery.bind`.
        KgError: as `Pool.rows`.
    """
    if not query.has_pages:
        return Part(*await rows_of(state, query, given), given, None, 0, None)
    asked = given
    if LIMIT not in given:
        if await _is_large(state):
            asked = given = {**given, LIMIT: str(_THINGS)}
        elif given and not query.things and state.pool.source != "server":
            # What is found without a LIMIT Oxigraph takes for boundless, and reads all figures to tell of it, instead
            # of looking up the few that were asked for.
            asked = {**given, LIMIT: str(_MORE_THAN_THERE_ARE)}
    began = time.monotonic()
    columns, rows = await rows_of(state, query, asked)
    limit, offset = query.part(given)
    total = None
    # Not at the same time: what is slow would take twice as long.
    if limit is not None and (left := _PATIENCE - (time.monotonic() - began)) > 0:
        with suppress(KgError, TimeoutError):  # the part is right without it
            async with asyncio.timeout(left):
                total = await _count(state, query, given)
    return Part(columns, rows, given, limit, offset, total)


async def rows_of(state: State, query: CannedQuery, given: Mapping[str, str]) -> tuple[tuple[str, ...], list[Row]]:
    """The columns and the rows that a canned query gives with these parameters. Raises as `part_of`."""
    names = await state.names()
    things = None
    if finding := query.prepare_things(given, names):
        _, things = await state.pool.rows(finding, in_order=query.in_order)
        if not things:
            return query.columns, []
    return await state.pool.rows(query.prepare(given, names, things), in_order=query.in_order)


async def _is_large(state: State) -> bool:
    held = await state.held()
    return held.articles + held.observations > _LARGE


async def _count(state: State, query: CannedQuery, given: Mapping[str, str]) -> int:
    _, rows = await state.pool.rows(query.prepare_count(given, await state.names()), in_order=query.in_order)
    return int(text(rows[0], "count"))
