"""Requests per client: the law of the bucket, and the answer to who asks too often."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.settings import Settings
from kg.web.limiting import Buckets, network

Serve = Callable[[Settings], AbstractContextManager[httpx.Client]]


@given(st.integers(1, 6000), st.lists(st.floats(0, 120), min_size=1, max_size=60))
def test_no_client_gets_more_than_the_limit(per_minute: int, pauses: list[float]) -> None:
    buckets = Buckets(per_minute)
    now, taken = 0.0, 0
    for pause in pauses:
        now += pause
        wait = buckets.wait("a", now)
        if not wait:
            taken += 1
        else:
            assert buckets.wait("a", now + wait + 1e-6) == 0.0  # what was told was true
            taken += 1
            now += wait + 1e-6
    assert taken <= max(1, per_minute / 2) + now * per_minute / 60 + 1


def test_clients_do_not_use_up_each_others_tokens() -> None:
    buckets = Buckets(60)
    assert all(buckets.wait(f"client {number}", 0.0) == 0.0 for number in range(30_000))
    assert [buckets.wait("one", 0.0) == 0.0 for _ in range(31)] == [True] * 30 + [False]
    assert buckets.wait("other", 0.0) == 0.0


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_whom_a_request_is_counted_for(host: str, counted: str) -> None:
    assert network({"type": "http", "client": (host, 1)}) == counted


def test_who_asks_too_often_is_told_when_to_come_again(server: Serve, sample_store: Path) -> None:
    with server(Settings(store=str(sample_store), rate_limit=6, query_workers=1)) as client:
        answers = [client.get("/sparql", params={"query": "ASK {}"}) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert answers[-1].json()["code"] == "too-many-requests"
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 10
        assert answers[-1].headers["access-control-allow-origin"] == "*"
        assert client.get("/", headers={"Accept": "text/html"}).status_code == 429
        for path in ("/health", "/ready", "/metrics"):
            assert client.get(path).status_code == 200
