"""The server's figures, as Prometheus collects them."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, ProcessCollector, generate_latest

from kg import __version__

# Whatever a client may send as a method: only these become series of their own.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The figures of one application."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._series: dict[tuple[Any, ...], Any] = {}
        self._requests = self._made(
            Counter, "kg_http_requests", "Requests, by their route and how they ended", ("method", "route", "status")
        )
        self._seconds = self._made(
            Histogram, "kg_http_request_seconds", "Time from a request to its end", ("route",), buckets=_BUCKETS
        )
        self._bytes = self._made(Counter, "kg_http_response_bytes", "Bytes of bodies sent", ("route",))
        self._in_progress = self._made(Gauge, "kg_http_requests_in_progress", "Requests that are being answered")
        self._cached = self._made(
            Counter, "kg_cache_answers", "Requests answered from what was kept, without a query", ("how",)
        )
        self._queries = self._made(Counter, "kg_queries", "Queries that were run, by how they ended", ("outcome",))
        self._query_seconds = self._made(
            Histogram, "kg_query_seconds", "Time from a query to the end of its answer", (), buckets=_BUCKETS
        )
        self._rows = self._made(Counter, "kg_query_rows", "Rows of the answers")
        self._articles = self._made(Gauge, "kg_articles", "Articles in the store")
        self._observations = self._made(Gauge, "kg_observations", "Figures in the store")
        self._data = self._made(Gauge, "kg_data_version", "Number of the newest version of the data")
        self._made(Info, "kg_software", "The software").info({"version": __version__})
        ProcessCollector(registry=self._registry)

    def _made(self, kind: Any, name: str, help_: str, labels: tuple[str, ...] = (), **more: Any) -> Any:
        return kind(name, help_, labels, registry=self._registry, **more)

    def in_progress(self) -> AbstractContextManager[None]:
        """Count a request as being answered."""
        tracked: AbstractContextManager[None] = self._in_progress.track_inprogress()
        return tracked

    def saw(self, noted: Mapping[str, Any], *, method: str, route: str, status: int, seconds: float, size: int) -> None:
        """Count a request that has ended. `route` is a pattern of the application, never what a client sent."""
        self._one(self._requests, method if method in _METHODS else "other", route, status).inc()
        self._one(self._seconds, route).observe(seconds)
        self._one(self._bytes, route).inc(size)
        if "cache" in noted:
            self._one(self._cached, noted["cache"]).inc()
        if "query" in noted:
            self._one(self._queries, noted["outcome"]).inc()
            self._query_seconds.observe(noted.get("query_ms", 0.0) / 1000)
            self._rows.inc(noted.get("rows", 0))

    def _one(self, family: Any, *labels: str | int) -> Any:
        """The series of these labels. The library looks each of them up in the environment, the class and a lock."""
        key = (family, *labels)
        series = self._series.get(key)
        if series is None:
            series = self._series[key] = family.labels(*labels)
        return series

    def holds(self, articles: int, observations: int, version: str) -> None:
        """Tell what the store holds."""
        self._articles.set(articles)
        self._observations.set(observations)
        self._data.set(int(version) if version.isdecimal() else 0)

    def text(self) -> bytes:
        """All of them, in the Prometheus text format (0.0.4)."""
        return generate_latest(self._registry)
