"""Pages are sent compressed to those who take that; streamed answers are not."""

from __future__ import annotations

import gzip

import httpx
import pytest


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/map",
        "/quality",
        "/queries",
        "/ontology",
        "/page/country/viet-nam",
        "/page/province/hai-phong",
        "/static/style.css",
    ],
)
def test_pages_are_small(client: httpx.Client, path: str) -> None:
    with client.stream("GET", path, headers={"Accept": "text/html", "Accept-Encoding": "gzip"}) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers["content-encoding"] == "gzip" and "Accept-Encoding" in answer.headers["vary"]
    assert len(sent) < 300_000
    plain = client.get(path, headers={"Accept": "text/html", "Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.content == gzip.decompress(sent)


def test_an_answer_that_was_compressed_is_sent_plain_to_others(client: httpx.Client) -> None:
    for encoding in ("gzip", "identity", "gzip", "identity"):
        answer = client.get("/page/region/tay-nguyen", headers={"Accept-Encoding": encoding})
        assert "Tây Nguyên" in answer.text


def test_a_compressed_answer_is_known_again(client: httpx.Client) -> None:
    asked = {"Accept": "text/html", "Accept-Encoding": "gzip"}
    tag = client.get("/page/province/hai-phong", headers=asked).headers["etag"]
    assert tag.startswith('W/"')
    assert client.get("/page/province/hai-phong", headers={**asked, "If-None-Match": tag}).status_code == 304


def test_streamed_answers_are_sent_as_they_come(client: httpx.Client) -> None:
    answer = client.get(
        "/sparql", params={"query": "SELECT * { ?s ?p ?o } LIMIT 500"}, headers={"Accept-Encoding": "gzip"}
    )
    assert "content-encoding" not in answer.headers
