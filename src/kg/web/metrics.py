"""The server's figures, as Prometheus collects them.

Counted in plain numbers, by the one thread that answers requests: the library's own counters have a lock each, and take
longer than an answer from what was kept. They become Prometheus' families when somebody asks for them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from kg import __version__

# Whatever a client may send as a method: only these become series of their own.
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_BOUNDS = [*(str(float(bound)) for bound in _BUCKETS), "+Inf"]


class _Times:
    """How often something took how long, by `_BUCKETS`."""

    __slots__ = ("counts", "seconds")

    def __init__(self) -> None:
        self.counts = [0] * len(_BOUNDS)
        self.seconds = 0.0

    def add(self, seconds: float) -> None:
        """Count one that took so long."""
        self.counts[bisect_left(_BUCKETS, seconds)] += 1
        self.seconds += seconds

    def told(self) -> dict[str, Any]:
        """As the library wants it: how many took at most so long."""
        return {
            "buckets": [(bound, float(count)) for bound, count in zip(_BOUNDS, accumulate(self.counts), strict=True)],
            "sum_value": self.seconds,
        }


class Metrics(Collector):
    """The figures of one application."""

    def __init__(self) -> None:
        self._requests: dict[tuple[str, str, int], int] = defaultdict(int)
        self._request_times: dict[str, _Times] = defaultdict(_Times)
        self._bytes: dict[str, int] = defaultdict(int)
        self._in_progress = 0
        self._cached = {"hit": 0, "not-modified": 0}
        self._queries: dict[str, int] = defaultdict(int)
        self._query_times = _Times()
        self._rows = 0
        self._held = {"kg_articles": 0, "kg_observations": 0, "kg_data_version": 0}
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def begins(self) -> None:
        """Count a request that has begun."""
        self._in_progress += 1

    def ended(
        self, noted: Mapping[str, Any], *, method: str, route: str, status: int, seconds: float, size: int
    ) -> None:
        """Count a request that has ended. `route` is a pattern of the application, never what a client sent."""
        self._in_progress -= 1
        self._requests[method if method in _METHODS else "other", route, status] += 1
        self._request_times[route].add(seconds)
        self._bytes[route] += size
        if "cache" in noted:
            self._cached[noted["cache"]] += 1
        if "query" in noted:
            self._queries[noted["outcome"]] += 1
            self._query_times.add(noted.get("query_ms", 0.0) / 1000)
            self._rows += noted.get("rows", 0)

    def holds(self, articles: int, observations: int, version: str) -> None:
        """Tell what the store holds."""
        number = int(version) if version.isdecimal() else 0
        self._held = {"kg_articles": articles, "kg_observations": observations, "kg_data_version": number}

    def text(self) -> bytes:
        """All of them, in the Prometheus text format (0.0.4)."""
        return generate_latest(self._registry)

    def collect(self) -> Iterable[Metric]:
        """See `prometheus_client.registry.Collector`."""
        requests = CounterMetricFamily(
            "kg_http_requests", "Requests, by their route and how they ended", labels=("method", "route", "status")
        )
        for (method, route, status), count in self._requests.items():
            requests.add_metric((method, route, str(status)), count)
        times = HistogramMetricFamily("kg_http_request_seconds", "Time from a request to its end", labels=("route",))
        for route, took in self._request_times.items():
            times.add_metric((route,), **took.told())
        yield requests
        yield times
        yield _counted("kg_http_response_bytes", "Bytes of bodies sent", "route", self._bytes)
        yield GaugeMetricFamily("kg_http_requests_in_progress", "Requests that are being answered", self._in_progress)
        yield _counted("kg_cache_answers", "Requests answered from what was kept, without a query", "how", self._cached)
        yield _counted("kg_queries", "Queries that were run, by how they ended", "outcome", self._queries)
        queries = HistogramMetricFamily("kg_query_seconds", "Time from a query to the end of its answer", labels=())
        queries.add_metric((), **self._query_times.told())
        yield queries
        yield CounterMetricFamily("kg_query_rows", "Rows of the answers", self._rows)
        yield GaugeMetricFamily("kg_articles", "Articles in the store", self._held["kg_articles"])
        yield GaugeMetricFamily("kg_observations", "Figures in the store", self._held["kg_observations"])
        yield GaugeMetricFamily(
            "kg_data_version", "Number of the newest version of the data", self._held["kg_data_version"]
        )
        yield InfoMetricFamily("kg_software", "The software", {"version": __version__})


def _counted(name: str, help_: str, label: str, counts: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, help_, labels=(label,))
    for value, count in counts.items():
        family.add_metric((value,), count)
    return family
