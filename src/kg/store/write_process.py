"""Handing writes to the process that does them (`kg.store.write_worker`), one after the other."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import kg.errors
from kg.errors import (
    KgError,
    NotConformant,
    QuerySyntaxError,
    QueryTimeout,
    QueryTooLarge,
    RdfSyntaxError,
    StoreBusy,
    StoreError,
)
from kg.store.write_worker import framed
from kg.store.writes import Write, Written

_START_TIMEOUT = 60.0
_WAITING = 32
_WHOLE = "it is written wholly or not at all"


@dataclass
class WriteProcess:
    """Writes into the store at `location`, a folder or a URL. The process is started with the first write, and stays.

    `timeout` is the seconds that a write may take and may wait for those before it, `memory_mb` the address space of
    the process (0: no limit), `environment` what it needs to reach the store.
    """

    location: str
    base_iri: str
    timeout: float = 120.0
    memory_mb: int = 4096
    environment: Mapping[str, str] = field(default_factory=dict)
    _process: Process | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _waiting: int = 0

    async def write(self, wanted: Write) -> Written:
        """Do a write.

        Raises:
            KgError: as `kg.store.writes.write`.
            QueryTimeout: it took too long. QueryTooLarge: it needed too much memory.
            StoreBusy: too many others wait.
        """
        if self._waiting >= _WAITING:
            raise StoreBusy("too many writes at once; try again in a moment", where=self.location)
        self._waiting += 1
        try:
            async with asyncio.timeout(self.timeout):
                await self._turn.acquire()
        except TimeoutError:
            raise StoreBusy("other writes take long; try again later", where=self.location) from None
        finally:
            self._waiting -= 1
        try:
            return await self._done(wanted)
        except BaseException as error:
            if not isinstance(error, KgError) or isinstance(error, QueryTimeout | QueryTooLarge):
                await self.close()
            raise
        finally:
            self._turn.release()

    async def close(self) -> None:
        """End the process, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            process._transport.close()  # type: ignore[attr-defined]  # else asyncio waits for its pipes
            await process.wait()

    async def _done(self, wanted: Write) -> Written:
        try:
            if self._process is None:
                async with asyncio.timeout(_START_TIMEOUT):
                    await self._start()
        except (TimeoutError, EOFError):
            await self.close()
            raise StoreError("the process that writes does not start", where=self.location) from None
        try:
            async with asyncio.timeout(self.timeout):
                return await self._asked(wanted)
        except TimeoutError:
            raise QueryTimeout(f"took longer than {self.timeout:g} s and was stopped; {_WHOLE}") from None
        except (EOFError, ConnectionError):
            raise QueryTooLarge(f"needed more than {self.memory_mb} MB of memory and was stopped; {_WHOLE}") from None

    async def _start(self) -> None:
        arguments = (self.location, self.base_iri, str(self.memory_mb))
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "kg.store.write_worker",
            *arguments,
            stdin=PIPE,
            stdout=PIPE,
            env={**os.environ, **self.environment},
        )
        await self._frame()

    async def _asked(self, wanted: Write) -> Written:
        assert self._process is not None and self._process.stdin is not None
        job = {
            "way": wanted.way,
            "base_iri": wanted.base_iri,
            "graph": wanted.graph,
            "sparql": wanted.sparql,
            "using": wanted.using,
            "using_named": wanted.using_named,
            "parts": [part.format.name for part in wanted.parts],
        }
        self._process.stdin.write(framed(json.dumps(job).encode("utf-8", "surrogatepass")))
        for part in wanted.parts:
            self._process.stdin.write(framed(part.data))
        await self._process.stdin.drain()
        outcome = json.loads(await self._frame())
        if "error" in outcome:
            raise _error(outcome["error"])
        return Written(**outcome["written"])

    async def _frame(self) -> bytes:
        assert self._process is not None and self._process.stdout is not None
        (length,) = struct.unpack(">I", await self._process.stdout.readexactly(4))
        return await self._process.stdout.readexactly(length)


def _error(told: dict[str, Any]) -> KgError:
    kind: type[KgError] = getattr(kg.errors, told["type"], StoreError)
    if kind is QuerySyntaxError or kind is RdfSyntaxError:
        return kind(told["message"], line=told["line"], column=told["column"])
    if kind is NotConformant:
        return NotConformant(told["message"], report=told["report"])
    return kind(told["message"], where=told["where"])
