"""A map over many things in all cores: in order, with bounded memory, and cheap where there is little to do."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import resource_tracker
from typing import Any, TypeVar

from kg.errors import WorkerDied
from kg.machine import cores

T = TypeVar("T")
R = TypeVar("R")

INLINE = 24
"""So many items are done in this process before others are started: below that, starting them takes longer."""
BATCH = 16
IN_FLIGHT = 3


def ordered_map(
    make: Callable[[], Callable[[T], R]],
    items: Iterable[T],
    *,
    processes: int = 0,
    weight: Callable[[T], int] = lambda item: 0,
    heaviest: int = 1_000_000,
) -> Generator[R, None, None]:
    """Yield `make()(item)` for each item, in the order of the items.

    `make` is called once in each process and must be picklable, as must items and results. `processes` 0 takes all
    cores, 1 does all in this process. Items travel in batches of at most `BATCH` and, past the first one, `heaviest`
    by `weight`; at most `IN_FLIGHT` batches for each process are on their way, so items are drawn only as fast as
    results are taken.

    Raises:
        WorkerDied: a process ended without an answer.
        Whatever `make()(item)` raises.
    """
    count = processes or cores()
    stream = iter(items)
    first: Iterable[T] = stream
    if count > 1:
        drawn = list(islice(stream, INLINE + 1))
        if len(drawn) > INLINE:
            yield from _in_processes(make, chain(drawn, stream), count, weight, heaviest)
            return
        first = drawn
    function: Callable[[T], R] | None = None
    for item in first:
        function = function or make()
        yield function(item)


def _in_processes(
    make: Callable[[], Callable[[T], R]],
    items: Iterable[T],
    count: int,
    weight: Callable[[T], int],
    heaviest: int,
) -> Iterator[R]:
    # Started anew, not forked: the store's engine keeps threads and locks that a fork would copy in mid-use.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_start, initargs=(make,))
    waiting: deque[Future[list[R]]] = deque()
    try:
        for batch in _batches(items, weight, heaviest):
            with interrupts_later():
                waiting.append(pool.submit(_run, batch))
            if len(waiting) >= IN_FLIGHT * count:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise WorkerDied(
            "a process that reads articles ended without an answer, most likely for lack of memory; what was done "
            "before is kept: run it again, with --processes 1 if it happens once more"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _batches(items: Iterable[T], weight: Callable[[T], int], heaviest: int) -> Iterator[list[T]]:
    batch: list[T] = []
    carried = 0
    for item in items:
        load = weight(item)
        if batch and (len(batch) >= BATCH or carried + load > heaviest):
            yield batch
            batch, carried = [], 0
        batch.append(item)
        carried += load
    if batch:
        yield batch


@contextmanager
def interrupts_later() -> Iterator[None]:
    """Ctrl-C in here is answered right after, by this process alone.

    Processes started in here hold it back from their first instruction on, as a mask is handed down and a handler is
    not. The resource tracker is there before: starting it would lift the mask.
    """
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_function: Callable[[Any], Any] | None = None


def _start(make: Callable[[], Callable[[Any], Any]]) -> None:
    """In a process of the pool: make what it works with, once."""
    global _function  # noqa: PLW0603 - a process of the pool has no other place to keep it
    _function = make()


def _run(batch: list[Any]) -> list[Any]:
    assert _function is not None
    return [_function(item) for item in batch]
