"""The server's figures, as Prometheus collects them."""

from __future__ import annotations

from collections.abc import Mapping
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
        # Series of labels: the library looks each up in the environment, its class and under a lock.
        self._series: dict[tuple[str, str, int], tuple[Any, Any, Any]] = {}
        self._requests = self._made(
            Counter, "kg_http_requests", "Requests, by their route and how they ended", ("method", "route", "status")
        )
        self._seconds = self._made(
            Histogram, "kg_http_request_seconds", "Time from a request to its end", ("route",), buckets=_BUCKETS
        )
        self._bytes = self._made(Counter, "kg_http_response_bytes", "Bytes of bodies sent", ("route",))
        self._in_progress = self._made(Gauge, "kg_http_requests_in_progress", "Requests that are being answered")
        cached = self._made(
            Counter, "kg_cache_answers", "Requests answered from what was kept, without a query", ("how",)
        )
        self._cached = {how: cached.labels(how) for how in ("hit", "not-modified")}
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

    def begins(self) -> None:
        """Count a request that has begun."""
        self._in_progress.inc()

    def ended(
        self, noted: Mapping[str, Any], *, method: str, route: str, status: int, seconds: float, size: int
    ) -> None:
        """Count a request that has ended. `route` is a pattern of the application, never what a client sent."""
        self._in_progress.dec()
        key = (method, route, status)
        series = self._series.get(key)
        if series is None:
            told = method if method in _METHODS else "other"
            series = (
                self._requests.labels(told, route, status),
                self._seconds.labels(route),
                self._bytes.labels(route),
            )
            if told == method:  # what clients may make up is not kept
                self._series[key] = series
        requests, duration, sent = series
        requests.inc()
        duration.observe(seconds)
        sent.inc(size)
        if "cache" in noted:
            self._cached[noted["cache"]].inc()
        if "query" in noted:
            self._queries.labels(noted["outcome"]).inc()
            self._query_seconds.observe(noted.get("query_ms", 0.0) / 1000)
            self._rows.inc(noted.get("rows", 0))

    def holds(self, articles: int, observations: int, version: str) -> None:
        """Tell what the store holds."""
        self._articles.set(articles)
        self._observations.set(observations)
        self._data.set(int(version) if version.isdecimal() else 0)

    def text(self) -> bytes:
        """All of them, in the Prometheus text format (0.0.4)."""
        return generate_latest(self._registry)
