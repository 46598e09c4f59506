from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.zones.decisions import Kind, ZoneDecision, ZoneRef, in_force
from kg.zones.naming import ZoneKey, read_zone_key
from kg.zones.resolution import Candidate, Resolution, key_path, resolve

BAC_GIANG, BAC_NINH = "kcn/mau//bac-giang", "kcn/mau//bac-ninh"
BAC_NINH_2025 = f"{BAC_NINH}/merged"
HCM, HCM_2025, BINH_DUONG = "kcn/mau//ho-chi-minh", "kcn/mau//ho-chi-minh/merged", "kcn/mau//binh-duong"
NOWHERE = "kcn/mau//"
_clock = itertools.count()


def path(key: str, segment: str = "zone") -> str:
    return key_path("cluster" if key.startswith("ccn") else segment, read_zone_key(key))


def known(keys: Iterable[str]) -> dict[str, frozenset[ZoneKey]]:
    names: dict[str, set[ZoneKey]] = defaultdict(set)
    for key in keys:
        names[path(key)].add(read_zone_key(key))
    return {name: frozenset(found) for name, found in names.items()}


def decided(kind: Kind, *keys: str) -> ZoneDecision:
    zones = tuple(ZoneRef(path(key), read_zone_key(key), key) for key in keys)
    minutes, seconds = divmod(next(_clock), 60)
    return ZoneDecision(kind, "Nguyễn Thị Mẫu", f"2026-01-02T03:{minutes:02}:{seconds:02}+00:00", "vì", zones)


def resolved(*keys: str, decisions: Iterable[ZoneDecision] = ()) -> Resolution:
    return resolve(known(keys), in_force(decisions))


def doubts(found: Resolution) -> set[tuple[str, str, str]]:
    return {(one.first, one.second, one.doubt) for one in found.candidates}


def test_a_zone_goes_on_when_its_province_is_merged() -> None:
    found = resolved(BAC_GIANG, BAC_NINH_2025)
    assert found.zones == {path(BAC_NINH): (path(BAC_GIANG), "provinceMerged")}
    assert not found.candidates


def test_a_name_of_both_times_is_a_zone_of_its_own() -> None:
    found = resolved(BAC_GIANG, BAC_NINH, BAC_NINH_2025)
    assert not found.zones
    assert doubts(found) == {(path(BAC_GIANG), path(BAC_NINH), "provinceMerged")}
    assert not resolved(BAC_NINH, BAC_NINH_2025).candidates
    assert not resolved(BAC_GIANG, BAC_NINH).candidates


def test_of_several_provinces_that_were_merged_none_is_guessed() -> None:
    other = "kcn/mau//ba-ria-vung-tau"
    found = resolved(HCM_2025, BINH_DUONG, other)
    assert not found.zones
    assert doubts(found) == {
        (path(BINH_DUONG), path(HCM), "provinceMerged"),
        (path(other), path(HCM), "provinceMerged"),
    }
    together = resolved(HCM_2025, BINH_DUONG, other, decisions=[decided("merge", other, BINH_DUONG)])
    assert together.zone(path(HCM)) == path(other) == together.zone(path(BINH_DUONG))


def test_same_names_elsewhere_stay_apart() -> None:
    assert resolved("ccn/an-lao//hai-phong", "ccn/an-lao//binh-dinh") == Resolution()


def test_a_name_without_its_province_is_the_only_zone_of_that_name() -> None:
    assert resolved(NOWHERE, BAC_GIANG).zones == {path(NOWHERE): (path(BAC_GIANG), "onlyZone")}
    assert resolved(NOWHERE, BAC_GIANG, BAC_NINH_2025).zone(path(NOWHERE)) == path(BAC_GIANG)
    several = resolved(NOWHERE, BAC_GIANG, HCM)
    assert not several.zones
    assert {one.doubt for one in several.candidates} == {"provinceUnknown"} and len(several.candidates) == 2
    assert resolved(NOWHERE) == Resolution()


def test_numbers_and_phases() -> None:
    whole, numbered, phase = "kcn/mau//ha-nam", "kcn/mau-2//ha-nam", "kcn/mau/giai-doan-2/ha-nam"
    assert not resolved(whole, numbered, "kcn/mau-3//ha-nam").candidates
    found = resolved(whole, numbered, phase)
    assert not found.zones and doubts(found) == {(path(numbered), path(phase), "numberOrPhase")}
    merged = resolved(whole, numbered, phase, decisions=[decided("merge", phase, numbered)])
    assert merged.zones == {path(numbered): (path(phase), "decided")} and not merged.candidates


def test_phases_follow_their_whole() -> None:
    phase, later = "kcn/mau/giai-doan-2/bac-giang", "kcn/mau/giai-doan-2/bac-ninh/merged"
    third = "kcn/mau/giai-doan-3/bac-ninh/merged"
    found = resolved(BAC_GIANG, BAC_NINH_2025, phase, later, third)
    assert found.zone(path(later)) == path(phase)
    assert found.zones[path(later)][1] == "wholeIsOne"
    assert found.zone(path(third)) == path(third) and found.wholes == {path(third): path(BAC_GIANG)}


def test_other_kinds_are_for_people_to_judge() -> None:
    cluster = "ccn/mau//ha-nam"
    zone = "kcn/mau//ha-nam"
    assert doubts(resolved(cluster, zone)) == {(path(cluster), path(zone), "otherKind")}
    assert resolved(cluster, zone, decisions=[decided("split", cluster, zone)]) == Resolution()
    assert resolved(cluster, zone, decisions=[decided("merge", zone, cluster)]).zones == {
        path(cluster): (path(zone), "decided")
    }


def test_people_win_and_the_last_of_them() -> None:
    split = decided("split", BAC_GIANG, BAC_NINH)
    assert resolved(BAC_GIANG, BAC_NINH_2025, decisions=[split]) == Resolution()
    merge = decided("merge", BAC_NINH, BAC_GIANG)
    assert resolved(BAC_GIANG, BAC_NINH_2025, decisions=[split, merge]).zones == {
        path(BAC_GIANG): (path(BAC_NINH), "decided")
    }
    again = decided("split", BAC_NINH, BAC_GIANG)
    assert resolved(BAC_GIANG, BAC_NINH_2025, decisions=[again, merge, split]) == Resolution()


def test_what_was_undone_is_in_force_no_longer_unless_that_was_undone_too() -> None:
    merge = decided("merge", BAC_NINH, HCM)
    undo = ZoneDecision("undo", "B", "2026-02-01T00:00:00+00:00", "vì", revises=merge.id)
    back = ZoneDecision("undo", "C", "2026-02-01T00:00:00+00:00", "vì", revises=undo.id)
    assert in_force([merge, undo]) == ()
    assert in_force([back, undo, merge]) == (merge,)


def test_what_contradicts_is_told() -> None:
    a, b, c = (f"kcn/{name}//ha-nam" for name in ("a", "b", "c"))
    found = resolved(a, b, c, decisions=[decided("split", a, c), decided("merge", a, b), decided("merge", b, c)])
    assert found.zone(path(b)) == path(a) and found.zone(path(c)) == path(c)
    assert doubts(found) == {(path(a), path(c), "contradiction")}


def test_the_zone_of_the_last_merger_is_it() -> None:
    a, b, c = (f"kcn/{name}//ha-nam" for name in ("a", "b", "c"))
    found = resolved(a, b, c, decisions=[decided("merge", a, b), decided("merge", c, a)])
    assert {found.zone(path(one)) for one in (a, b, c)} == {path(c)}


KEYS = [
    f"{noun}/{core}/{phase}/{home}{merged}"
    for noun in ("kcn", "ccn")
    for core in ("mau", "mau-2")
    for phase in ("", "giai-doan-2")
    for home in ("bac-giang", "bac-ninh", "ho-chi-minh", "binh-duong", "")
    for merged in (("", "/merged") if home in ("bac-ninh", "ho-chi-minh") else ("",))
]


@st.composite
def stated(draw: st.DrawFn) -> list[str]:
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=12, unique=True))
    wholes = {key.replace("/giai-doan-2/", "//") for key in keys}  # an article that names a phase names the whole
    return [*keys, *sorted(wholes - set(keys))]


@st.composite
def with_decisions(draw: st.DrawFn) -> tuple[list[str], list[ZoneDecision]]:
    keys = draw(stated())
    paths = {path(key): key for key in keys}
    pairs = st.lists(st.sampled_from(sorted(paths.values())), min_size=2, max_size=3, unique_by=path)
    some = (
        st.lists(st.tuples(st.sampled_from(("merge", "split")), pairs), max_size=4) if len(paths) > 1 else st.just([])
    )
    return keys, [decided(kind, *chosen) for kind, chosen in draw(some)]  # type: ignore[arg-type]


@given(with_decisions(), st.randoms())
def test_order_does_not_matter(given_: tuple[list[str], list[ZoneDecision]], random: object) -> None:
    keys, decisions = given_
    shuffled, others = list(keys), list(decisions)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(others)  # type: ignore[attr-defined]
    assert resolved(*shuffled, decisions=others) == resolved(*keys, decisions=decisions)


@given(with_decisions())
def test_laws(given_: tuple[list[str], list[ZoneDecision]]) -> None:
    keys, decisions = given_
    found = resolved(*keys, decisions=decisions)
    # What a name is, is a zone itself; so is a whole; candidates are zones, and not one.
    assert all(found.zone(zone) == zone for zone, _ in found.zones.values())
    assert all(found.zone(whole) == whole for whole in found.wholes.values())
    for candidate in found.candidates:
        assert candidate.first < candidate.second
        assert {found.zone(candidate.first), found.zone(candidate.second)} == {candidate.first, candidate.second}
    # The last word on a pair holds, if it tells them apart.
    last: dict[frozenset[str], str] = {}
    for decision in decisions:
        paths = [zone.path for zone in decision.zones]
        pairs = itertools.combinations(paths, 2) if decision.kind == "split" else ((paths[0], one) for one in paths[1:])
        last.update({frozenset(pair): decision.kind for pair in pairs})
    for pair, kind in last.items():
        one, other = pair
        if kind == "split":
            assert found.zone(one) != found.zone(other)
    # Two provinces of one time are never made one by themselves.
    if not decisions:
        for noun in ("kcn", "ccn"):
            for one, other in (("bac-giang", "ho-chi-minh"), ("binh-duong", "bac-ninh")):
                assert found.zone(path(f"{noun}/mau//{one}")) != found.zone(path(f"{noun}/mau//{other}"))


@given(stated(), stated())
def test_buckets_are_resolved_alone_as_they_are_together(first: list[str], second: list[str]) -> None:
    renamed = [key.replace("/mau", "/khac") for key in second]
    together = resolved(*first, *renamed)
    alone = [resolved(*first), resolved(*renamed)]
    assert dict(together.zones) == {**alone[0].zones, **alone[1].zones}
    assert together.candidates == alone[0].candidates | alone[1].candidates


def test_a_candidate_is_told_once() -> None:
    assert resolved(HCM, HCM_2025, BINH_DUONG).candidates == {Candidate(path(BINH_DUONG), path(HCM), "provinceMerged")}


@pytest.mark.parametrize("segment", ["zone", "cluster", "economic-zone"])
def test_paths(segment: str) -> None:
    assert key_path(segment, ZoneKey("kkt", "mau", "mo-rong", "ha-nam")) == f"{segment}/ha-nam-kkt-mau-mo-rong"
