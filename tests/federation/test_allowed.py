"""Which addresses are allowed, however they are written."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.federation.allowed import AllowList, Endpoint

LIST = AllowList(["https://query.wikidata.org/sparql", "http://data.example:8080/sets/", "http://127.0.0.1:3030/ds"])


@pytest.mark.parametrize(
    "iri",
    [
        "https://query.wikidata.org/sparql",
        "HTTPS://Query.Wikidata.ORG:443/sparql",
        "https://query.wikidata.org./sparql",
        "https://query.wikidata.org/sparql?x=y",
        "https://query.wikidata.org/sparql/deeper",
        "https://query.wikidata.org/%73parql",
        "https://query.wikidata.org/x/../sparql",
        "http://data.example:8080/sets/one/sparql",
        "http://127.0.0.1:3030/ds/query",
    ],
)
def test_what_is_allowed(iri: str) -> None:
    endpoint = LIST.allowed(iri)
    assert endpoint is not None
    assert LIST.allowed(str(endpoint)) == endpoint


@pytest.mark.parametrize(
    "iri",
    [
        "",
        "x",
        "file:///etc/passwd",
        "ftp://query.wikidata.org/sparql",
        "http://query.wikidata.org/sparql",
        "https://query.wikidata.org/",
        "https://query.wikidata.org/sparqling",
        "https://query.wikidata.org/sparql/../admin",
        "https://query.wikidata.org/sparql/%2e%2e/admin",
        "https://query.wikidata.org/sparql/..%2fadmin/../../admin",
        "https://query.wikidata.org:8443/sparql",
        "https://query.wikidata.org.evil.example/sparql",
        "https://query.wikidata.org@evil.example/sparql",
        "https://evil.example/https://query.wikidata.org/sparql",
        "https://evil.example\\@query.wikidata.org/sparql",
        "https://evil.example#@query.wikidata.org/sparql",
        "https://user:password@query.wikidata.org/sparql",
        "https://query.wikidata.org%2eevil.example/sparql",
        "https://query.wikidata.org /sparql",
        "https://query.wikidata.org\t/sparql",
        "https://query.wikidata.org:x/sparql",
        "https://[::1/sparql",
        "http://data.example:8080/",
        "http://data.example:8080/sets/../other/",
        "http://127.0.0.2:3030/ds",
        "http://localhost:3030/ds",
        "http://2130706433:3030/ds",
        "http://0x7f.1:3030/ds",
        "http://[::ffff:127.0.0.1]:3030/ds",
    ],
)
def test_what_is_not(iri: str) -> None:
    assert LIST.allowed(iri) is None
    assert AllowList([]).allowed(iri) is None


@pytest.mark.parametrize("listed", ["", "wikidata.org", "ftp://x/", "https://x/sparql?a=b", "https://a b/"])
def test_what_cannot_be_listed(listed: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        AllowList([listed])


@given(st.text(st.sampled_from("aA.:/@%2e5cf#?\\[]0179 \tớ"), max_size=30))
def test_an_address_is_read_in_one_way_only(rest: str) -> None:
    endpoint = Endpoint.read("https://" + rest)
    if endpoint is not None:
        again = Endpoint.read(str(endpoint))
        assert again == endpoint
        assert ".." not in endpoint.path.split("/")
        assert str(endpoint).isascii()


@given(st.ip_addresses())
def test_a_name_leads_to_public_addresses_only(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if LIST.reachable("query.wikidata.org", address):
        assert address.is_global and not address.is_multicast
        if isinstance(address, ipaddress.IPv6Address):
            assert address.ipv4_mapped is None or address.ipv4_mapped.is_global


@pytest.mark.parametrize(
    ("host", "address", "reachable"),
    [
        ("data.example", "93.184.215.14", True),
        ("data.example", "127.0.0.1", False),
        ("data.example", "10.1.2.3", False),
        ("data.example", "169.254.169.254", False),
        ("data.example", "100.64.0.1", False),
        ("data.example", "0.0.0.0", False),
        ("data.example", "224.0.0.1", False),
        ("data.example", "::1", False),
        ("data.example", "fe80::1", False),
        ("data.example", "fd00::1", False),
        ("data.example", "::ffff:10.0.0.1", False),
        ("data.example", "2002:0a00:0001::1", False),
        ("data.example", "64:ff9b::7f00:1", False),
        ("data.example", "2606:4700::1111", True),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.2", False),
        ("10.0.0.5", "10.0.0.5", True),
        ("localhost", "127.0.0.1", True),
        ("localhost", "::1", True),
        ("localhost", "10.0.0.5", False),
    ],
)
def test_where_a_name_may_lead(host: str, address: str, reachable: bool) -> None:
    assert LIST.reachable(host, ipaddress.ip_address(address)) is reachable
