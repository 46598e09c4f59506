"""What answers the server's queries, whichever engine stands behind it.

Query workers over the embedded store (`kg.store.workers`) are one, a SPARQL server (`kg.store.remote.pool`) the other.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from kg.store.base import Row
from kg.store.generations import Generation
from kg.store.jobs import Job


class Answering(Protocol):
    """An answer on its way: iterate its pieces. `version` names the data that it comes from."""

    version: str

    def __aiter__(self) -> AsyncIterator[bytes]: ...

    async def piece(self) -> bytes | None:
        """The next piece; None at the end of the answer."""

    async def read(self) -> bytes:
        """The whole answer."""


class Pool(Protocol):
    """Answers queries, each within limits of time, and ends those that nobody waits for any more."""

    @property
    def generation(self) -> Generation:
        """The version of the data that a query which begins now is answered from."""

    @property
    def settled(self) -> Generation:
        """The newest version that is complete: what is made of the data as a whole is made of this one."""

    @property
    def version(self) -> str:
        """The number of `generation`. "0" while there are no data."""

    @property
    def source(self) -> str:
        """What queries are answered from: a copy in `memory`, `disk`, or a `server`."""

    @property
    def has_columns(self) -> bool:
        """Whether a query that begins now is answered from columns, if it is one for them."""

    def run(self, job: Job, seconds: float | None = None) -> AbstractAsyncContextManager[Answering]:
        """Answer a query: `async with pool.run(job) as running`. Leaving the block before the answer ended ends it.

        Raises:
            QuerySyntaxError, QueryError: the query cannot be answered.
            QueryTimeout: its time is over. QueryTooLarge: its memory ran out. While the answer is read, too.
            StoreBusy: too many queries wait.
            StoreError: there is nothing to read, or the engine failed.
        """

    def look_up(self, job: Job) -> tuple[Generation, bytes] | None:
        """The version and the answer of a query that is so small that it is answered at once; None: `run` it."""

    async def rows(self, sparql: str, *, in_order: bool = False) -> tuple[tuple[str, ...], list[Row]]:
        """Columns and rows of a SELECT. `in_order`: see `Job`. Raises like `run`."""

    async def look(self) -> None:
        """Look now whether there is a newer version, after something was written."""

    async def start(self) -> None:
        """Get ready, ahead of the first query."""

    async def close(self) -> None:
        """End all queries, whatever they are doing."""
