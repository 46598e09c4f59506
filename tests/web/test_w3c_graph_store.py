"""The cases of the W3C's Graph Store Protocol suite in words and data of our own, each with the name that it has there.

Suite: https://w3c.github.io/rdf-tests/sparql/sparql11/graph-store-protocol/ (13 tests).
"""

from __future__ import annotations

from itertools import count
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

TURTLE = {"Content-Type": "text/turtle; charset=utf-8"}
PREFIXES = "@prefix e: <https://khu.example/> .\n"
ONE = PREFIXES + 'e:khu a e:Khu ; e:địa-chỉ [ e:tên "Khu Một" ] .'
TWO = PREFIXES + 'e:khu a e:Khu ; e:địa-chỉ [ e:tên "Khu Hai" ] .'
MORE = PREFIXES + 'e:khu a e:Khu ; e:tỉnh "Hải Phòng" ; e:mã "K2" ; e:địa-chỉ [ e:tên "Khu Hai" ] .'
BOUNDARY = "ranh-gioi-7f3a"
FILES = "".join(
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{name}"\r\n'
    f"Content-Type: text/turtle; charset=utf-8\r\n\r\n{PREFIXES}e:khu e:{name} {value} .\r\n"
    for name, value in (("tỉnh", '"Hải Phòng"'), ("mã", '"K2"'))
)
MULTIPART = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
_numbers = count(1)


@pytest.fixture(params=["direct", "indirect"])
def address(request: pytest.FixtureRequest) -> str:
    """The address of a graph that no other test has used: its own, or one that names it."""
    if request.param == "direct":
        return f"/graph/khu/{next(_numbers)}.ttl"
    return "/graph?graph=" + quote(f"https://khu.example/đồ-thị/{next(_numbers)}.ttl", safe="")


def _put(endpoint: httpx.Client, address: str, turtle: str) -> int:
    return endpoint.put(address, content=turtle.encode(), headers=TURTLE).status_code


def _holds(endpoint: httpx.Client, address: str, turtle: str) -> None:
    answer = endpoint.get(address, headers={"Accept": "text/turtle"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    found, expected = (
        ox.Dataset(ox.parse(data, format=ox.RdfFormat.TURTLE)) for data in (answer.content, turtle.encode())
    )
    for dataset in (found, expected):
        dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert found == expected


def test_put_get_repeat(endpoint: httpx.Client, address: str) -> None:
    """put_get_repeat_direct, put_get_repeat_indirect."""
    assert _put(endpoint, address, ONE) == 201
    _holds(endpoint, address, ONE)
    assert _put(endpoint, address, TWO) == 204
    _holds(endpoint, address, TWO)


def test_put_get_default(endpoint: httpx.Client) -> None:
    """put_get_default."""
    assert _put(endpoint, "/graph?default", ONE) == 204
    _holds(endpoint, "/graph?default", ONE)
    assert endpoint.delete("/graph?default").status_code == 204
    _holds(endpoint, "/graph?default", "")


def test_put_delete_get_delete(endpoint: httpx.Client, address: str) -> None:
    """put_delete_get_delete_direct, put_delete_get_delete_indirect."""
    assert _put(endpoint, address, ONE) == 201
    assert endpoint.delete(address).status_code == 204
    assert endpoint.get(address).status_code == 404
    assert endpoint.delete(address).status_code == 404


def test_post_get_post_get(endpoint: httpx.Client, address: str) -> None:
    """post_get_post_get_direct, post_get_post_get_indirect."""
    assert endpoint.post(address, content=TWO.encode(), headers=TURTLE).status_code == 201
    _holds(endpoint, address, TWO)
    form = f"{FILES}--{BOUNDARY}--\r\n".encode()
    assert endpoint.post(address, content=form, headers=MULTIPART).status_code == 204
    _holds(endpoint, address, MORE)
    assert endpoint.post(address, content=b"", headers=TURTLE).status_code == 204
    _holds(endpoint, address, MORE)


def test_post_get_new_graph(endpoint: httpx.Client) -> None:
    """post_get_new_graph."""
    answer = endpoint.post("/graph", content=ONE.encode(), headers=TURTLE)
    assert answer.status_code == 201
    location = answer.headers["location"]
    assert location.startswith(f"{str(endpoint.base_url).rstrip('/')}/graph/")
    _holds(endpoint, f"/graph?graph={location}", ONE)
    _holds(endpoint, location, ONE)


def test_head_existing(endpoint: httpx.Client, address: str) -> None:
    """head_existing_direct, head_existing_indirect."""
    assert _put(endpoint, address, ONE) == 201
    answer = endpoint.head(address, headers={"Accept": "text/turtle; charset=utf-8"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
    assert answer.content == b""


def test_head_non_existing(endpoint: httpx.Client, address: str) -> None:
    """head_non_existing_indirect."""
    assert endpoint.head(address).status_code == 404


def test_put_get_uri_pct_encoded(endpoint: httpx.Client) -> None:
    """put_get_uri_pct_encoded_indirect, put_get_uri_pct_encoded_twice: decoded once, not twice."""
    iri = "https://khu.example/mot/1.ttl"
    assert _put(endpoint, f"/graph?graph={iri}", ONE) == 201
    _holds(endpoint, f"/graph?graph={quote(iri, safe='')}", ONE)
    _holds(endpoint, f"/graph?graph={iri.replace('1', '%31')}", ONE)
    assert endpoint.get(f"/graph?graph={iri.replace('1', '%2531')}").status_code == 404
