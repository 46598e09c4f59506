"""What clients send: taken as the specification has it, refused with the place of what is wrong."""

from __future__ import annotations

import json

import pytest

from kg.errors import ParameterError
from kg.reconciliation import read_batch, read_extension


def test_what_clients_send() -> None:
    batch = read_batch(
        json.dumps(
            {
                "q0": {"query": "Hà Nội"},
                "q1": {"query": "x", "type": "Province", "limit": 3, "type_strict": "any", "lang": "vi"},
                "q2": {
                    "type": [{"id": "Zone", "name": "Khu công nghiệp"}],
                    "properties": [{"pid": "province", "v": [{"id": "province/ha-noi", "name": "Hà Nội"}, "x", 1]}],
                },
                "q3": {"query": "x", "properties": [{"pid": "date", "v": 2024}]},
            }
        )
    )
    assert (batch["q1"].type, batch["q1"].limit) == (["Province"], 3)
    assert batch["q2"].type == ["Zone"] and len(batch["q2"].properties[0].v) == 3
    assert batch["q3"].properties[0].v == [2024]
    assert read_batch("{}") == {}


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ("", "queries"),
        ("[]", "queries"),
        ('{"q0": 1}', "queries.q0"),
        ('{"q0": {}}', "queries.q0"),
        ('{"q0": {"query": "  "}}', "queries.q0"),
        ('{"q0": {"query": ["a"]}}', "queries.q0.query"),
        ('{"q0": {"query": "a", "limit": 0}}', "queries.q0.limit"),
        ('{"q0": {"query": "a", "type": "Planet"}}', "queries.q0.type"),
        ('{"q0": {"query": "a", "type_strict": "maybe"}}', "queries.q0.type_strict"),
        ('{"q0": {"query": "a", "properties": [{"pid": "colour", "v": "red"}]}}', "queries.q0.properties"),
        ('{"q0": {"query": "a", "properties": [{"pid": "iri", "v": "red"}]}}', "queries.q0.properties"),
        ('{"q0": {"query": "a", "properties": [{"v": "red"}]}}', "queries.q0.properties.0.pid"),
        (json.dumps({"q0": {"query": "a" * 501}}), "queries.q0.query"),
    ],
)
def test_what_is_no_batch(sent: str, where: str) -> None:
    with pytest.raises(ParameterError) as raised:
        read_batch(sent)
    assert raised.value.where == where


@pytest.mark.parametrize("sent", ["", "{}", '{"ids": ["a"]}', '{"ids": [], "properties": [{"id": "colour"}]}'])
def test_what_is_no_extension(sent: str) -> None:
    with pytest.raises(ParameterError) as raised:
        read_extension(sent)
    assert raised.value.where.startswith("extend")
