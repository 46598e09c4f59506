"""`kg load` on a Dask cluster: its workers read, extract and validate; this process writes.

::

    with Cluster.connect("tcp://10.0.0.1:8786") as cluster:
        load(["s3://kho/bai-viet/"], store, base_iri=base, cluster=cluster)

Portions of articles go out (`kg.articles.partitions`), prepared graphs come back, in the order of the articles, so that
the store holds the same in the end however many workers there were, and whichever of them were lost meanwhile. Only so
many portions are under way that the memory of none is filled. Dask hands out again what a lost worker had; a portion
of which workers die is done article by article, and only the one that they die of fails.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from types import TracebackType
from typing import Any, Self

import numpy as np

from kg import __version__
from kg.articles import Article, ReadProblem
from kg.articles.partitions import Partition
from kg.errors import ClusterError
from kg.graph import identifiers
from kg.graph.corrections import review_digest
from kg.parallel import interrupts_later
from kg.preparing import Job, Outcome, Preparer, Unchanged
from kg.review.model import Correction
from kg.store import LoadedArticle

UNDER_WAY = 4
"""So many portions for each core of the cluster are handed out and not yet stored."""
_PATIENCE = 60  # seconds in which a first worker is to be there
_CONNECTING = 10  # seconds in which a scheduler is to answer


class Known:
    """Which articles a store has, and of what they were made; 16 bytes for each, and for sending to workers."""

    def __init__(self, loaded: Iterator[tuple[str, LoadedArticle]]) -> None:
        pairs = np.fromiter(
            ((_hash(graph), _hash(graph, *made)) for graph, made in loaded),
            dtype=np.dtype([("at", "u8"), ("as", "u8")]),
        )
        self._graphs = np.sort(pairs["at"])
        self._made = np.sort(pairs["as"])

    def has(self, graph: str) -> bool:
        """Whether the article's graph is there."""
        return _among(self._graphs, _hash(graph))

    def has_so(self, graph: str, made: LoadedArticle) -> bool:
        """Whether it is there, made of just this."""
        return _among(self._made, _hash(graph, *made))


@dataclass(frozen=True, slots=True)
class Task:
    """What workers have to know, the same for all portions. `force`: what is unchanged is prepared, too."""

    base_iri: str
    known: Known
    corrections: Mapping[str, tuple[Correction, ...]]
    force: bool = False


def prepare(partition: Partition, task: Task, start: int = 0, end: int | None = None) -> list[Outcome]:
    """On a worker: what becomes of a portion's articles, or of those entries of it from `start` to `end`."""
    make = identifiers(task.base_iri)
    software = make.software().value
    outcomes: list[Outcome] = []
    for entry in islice(_entries(partition), start, end):
        if not isinstance(entry, Article):
            outcomes.append(entry)
            continue
        corrections = task.corrections.get(entry.id, ())
        graph = make.article_graph(entry.id).value
        made = LoadedArticle(entry.digest, software, review_digest(corrections))
        if not task.force and task.known.has_so(graph, made):
            outcomes.append(Unchanged(entry.id, entry.source))
            continue
        with _one_at_a_time:
            outcomes.append(_preparer(task.base_iri)(Job(entry, corrections, known=task.known.has(graph))))
    return outcomes


_one_at_a_time = threading.Lock()  # a worker may have several threads; what they do would only take turns
_preparer = lru_cache(maxsize=2)(Preparer)


def _entries(partition: Partition) -> Iterator[Article | ReadProblem]:
    try:
        yield from partition.read()
    except Exception as error:
        reason = f"a fault of this program, please report it: {type(error).__name__}: {error}"
        yield ReadProblem(partition.source, None, reason)


class Cluster:
    """A cluster that answers. Make one with `connect` or `local`."""

    def __init__(self, client: Any, started: Any = None) -> None:
        self._client = client
        self._started = started

    @classmethod
    def connect(cls, address: str) -> Cluster:
        """The cluster of a scheduler that runs, such as `tcp://10.0.0.1:8786`.

        Raises:
            ClusterError: it does not answer, has no workers, or they have another version of this program.
        """
        distributed = _distributed()
        try:
            client = distributed.Client(address, timeout=_CONNECTING, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise ClusterError(
                f"no scheduler answers: {error}; start one with `dask scheduler`", where=address
            ) from error
        return cls._checked(client, None, address)

    @classmethod
    def local(cls, workers: int) -> Cluster:
        """A cluster on this machine, with so many workers, that ends with this object. Raises ClusterError."""
        distributed = _distributed()
        # Ctrl-C is answered by this process alone, which then ends the others.
        with interrupts_later():
            started = distributed.LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                host="127.0.0.1",
                dashboard_address="127.0.0.1:0",
                silence_logs=50,
            )
        return cls._checked(distributed.Client(started, set_as_default=False), started, "the local cluster")

    @classmethod
    def _checked(cls, client: Any, started: Any, address: str) -> Cluster:
        cluster = cls(client, started)
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
            versions = client.run(_version)
        except Exception as error:
            cluster.close()
            missing = isinstance(error, ModuleNotFoundError)
            reason = "its workers do not have vnkg: install it there" if missing else f"has no workers: {error}"
            raise ClusterError(reason, where=address) from error
        others = {worker: version for worker, version in versions.items() if version != __version__}
        if others:
            cluster.close()
            worker, version = next(iter(others.items()))
            told = f"its worker {worker} has vnkg {version}, and this is {__version__}: install the same on all"
            raise ClusterError(told, where=address)
        return cluster

    @property
    def dashboard(self) -> str:
        """Where Dask shows what goes on; "" where it does not (its package bokeh is missing)."""
        return str(self._client.dashboard_link or "")

    def outcomes(self, portions: Iterator[Partition | ReadProblem], task: Task) -> Generator[Outcome, None, None]:
        """What becomes of all articles, in their order.

        Raises:
            ClusterError: the scheduler is gone. What was yielded before stays good.
        """
        # A task of its own, so that it is made anew where its worker is lost.
        shared = self._client.submit(_same, task, pure=False)
        waiting: deque[tuple[Partition, Any] | ReadProblem] = deque()
        cores = 0
        try:
            for portion in portions:
                if isinstance(portion, ReadProblem):
                    waiting.append(portion)
                else:
                    waiting.append((portion, self._client.submit(prepare, portion, shared, pure=False)))
                if len(waiting) >= UNDER_WAY * max(1, cores):
                    yield from self._next(waiting, shared)
                    cores = sum(self._client.ncores().values())  # workers may come and go
            while waiting:
                yield from self._next(waiting, shared)
        finally:
            self._client.cancel([one[1] for one in waiting if not isinstance(one, ReadProblem)])

    def _next(self, waiting: deque[tuple[Partition, Any] | ReadProblem], shared: Any) -> Iterator[Outcome]:
        first = waiting.popleft()
        if isinstance(first, ReadProblem):
            yield first
            return
        portion, future = first
        try:
            yield from self._result(future)
        except _distributed().KilledWorker:
            yield from self._singly(portion, shared)

    def _singly(self, portion: Partition, shared: Any) -> Iterator[Outcome]:
        """A portion that workers died of, one article after the other."""
        for number, entry in enumerate(_entries(portion)):
            future = self._client.submit(prepare, portion, shared, number, number + 1, pure=False)
            try:
                yield from self._result(future)
            except _distributed().KilledWorker:
                reason = "not stored: workers end without an answer over it, most likely for lack of memory"
                yield ReadProblem(entry.source, None, reason)

    def _result(self, future: Any) -> list[Outcome]:
        distributed = _distributed()
        try:
            found: list[Outcome] = future.result()
            return found
        except (distributed.CancelledError, TimeoutError, OSError) as error:
            raise ClusterError(
                "the scheduler is gone; what is counted above is stored, and the same command goes on from there",
                where=self._client.scheduler.address if self._client.scheduler else "",
            ) from error

    def close(self) -> None:
        """Leave the cluster, and end it if it was started here."""
        self._client.close()
        if self._started is not None:
            self._started.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _distributed() -> Any:
    try:
        import distributed  # noqa: PLC0415 - an extra, and slow to import
    except ImportError as error:
        raise ClusterError("needs Dask: pip install 'vnkg[dask]'", where="--dask") from error
    return distributed


def _same(task: Task) -> Task:
    return task


def _version() -> str:
    return __version__


def _hash(*parts: str) -> int:
    return int.from_bytes(blake2b("\x1f".join(parts).encode(), digest_size=8).digest(), "little")


def _among(ordered: Any, value: int) -> bool:
    at = int(np.searchsorted(ordered, np.uint64(value)))
    return at < len(ordered) and int(ordered[at]) == value
