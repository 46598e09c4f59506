from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ZoneError
from kg.zones.decisions import ZoneDecision, ZoneRef, in_force, read_decision
from kg.zones.naming import read_zone_key

WHEN = "2026-01-02T03:04:05+00:00"
MAU = ZoneRef("zone/ha-nam-kcn-mau", read_zone_key("kcn/mau//ha-nam"), "KCN Mẫu")
OTHER = ZoneRef("cluster/ha-nam-ccn-mau", read_zone_key("ccn/mau//ha-nam"), "CCN Mẫu")


def made(**changes: Any) -> ZoneDecision:
    fields: dict[str, Any] = {"kind": "merge", "author": "A", "recorded": WHEN, "reason": "vì", "zones": (MAU, OTHER)}
    return ZoneDecision(**(fields | changes))


DECISIONS = [
    made(),
    made(kind="split"),
    made(kind="move", article="bai-1"),
    made(kind="undo", zones=(), revises=made().id),
]


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda one: one.kind)
def test_a_decision_comes_back_out_of_its_json(decision: ZoneDecision) -> None:
    assert read_decision(json.loads(json.dumps(decision.to_json()))) == decision


def test_the_id_is_of_all_that_it_says() -> None:
    changes: list[dict[str, Any]] = [
        {},
        {"author": "B"},
        {"reason": "khác"},
        {"kind": "split"},
        {"zones": (OTHER, MAU)},
    ]
    assert len({made(**change).id for change in changes}) == len(changes)
    assert made().id == made().id


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "join"},
        {"author": " "},
        {"author": "A" * 201},
        {"reason": ""},
        {"reason": "v" * 2001},
        {"recorded": "hôm qua"},
        {"recorded": "2026-01-02T03:04:05"},
        {"zones": (MAU,)},
        {"zones": (MAU, MAU)},
        {"article": "bai-1"},
        {"kind": "move"},
        {"kind": "move", "article": "bai-1", "zones": (MAU, OTHER, MAU._replace(path="zone/x"))},
        {"kind": "undo"},
        {"kind": "undo", "zones": ()},
    ],
)
def test_what_does_not_fit_together_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ZoneError):
        made(**changes)


@pytest.mark.parametrize(
    "change",
    [
        {"id": "0"},
        {"author": 7},
        {"reason": "khác"},
        {"zones": [{"path": "province/ha-nam", "key": "a/b//c"}, {"path": "zone/b", "key": "a/b//c"}]},
        {"zones": [{"path": "zone/a> <x", "key": "a/b//c"}, {"path": "zone/b", "key": "a/b//c"}]},
        {"zones": [{"path": "zone/a", "key": "a"}, {"path": "zone/b", "key": "a/b//c"}]},
        {"zones": "zone/a"},
        {"zones": 7},
    ],
)
def test_what_was_altered_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ZoneError):
        read_decision(made().to_json() | change)


@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
def test_any_json_is_read_or_refused(told: object) -> None:
    with pytest.raises(ZoneError):
        read_decision(told)


@given(st.permutations(DECISIONS))
def test_what_is_in_force_does_not_hang_on_the_order_of_reading(decisions: list[ZoneDecision]) -> None:
    assert in_force(decisions) == in_force(DECISIONS)
    assert {one.kind for one in in_force(decisions)} == {"split", "move"}
