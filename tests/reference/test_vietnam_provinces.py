"""The places against another list of them: the PyPI package vietnam-provinces, which is GPL and only used here.

Its versions for Python 3.11 (0.6) have the units of before July 2025, its newest (Python 3.12 and later) also those
since, and what became what. Where the two lists differ, the difference stands here with its reason.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator

import pytest

from kg.reference.places import Places, places
from kg.vietnamese import fold

theirs = pytest.importorskip("vietnam_provinces", reason="vietnam-provinces is not installed; make test installs it")
NEWEST = sys.version_info >= (3, 12)
since_2025 = pytest.mark.skipif(not NEWEST, reason="vietnam-provinces with the units of 2025 needs Python 3.12")

# By code: what it says, what we say, and why.
DIFFERENCES = {
    "123": ("huyện mộc châu", "thị xã mộc châu", "a town since December 2024; its list was made before"),
    "754": ("thị xã phú mỹ", "thành phố phú mỹ", "a city since 2025-03-01 (1365/NQ-UBTVQH15)"),
    "615": ("huyện đắk hà", "huyện đăk hà", "a spelling of the same name; both are aliases here"),
    "626": ("huyện đăk đoa", "huyện đak đoa", "a spelling of the same name; both are aliases here"),
    "618": ("huyện ia h' drai", "huyện ia h'drai", "a space"),
}
# It maps communes: one of Tiền Giang's went to Tây Ninh. The resolution merges provinces.
BY_COMMUNES = {"82": {"80", "82"}}


@pytest.fixture(scope="module")
def codes() -> dict[str, dict[str, str]]:
    """The codes of each list: by list, place's slug → code."""
    import pyoxigraph as ox

    from kg.graph import reference_graphs
    from kg.settings import DEFAULT_BASE_IRI

    found: dict[str, dict[str, str]] = {"gso-2004": {}, "gso-2025": {}}
    for name, triples in reference_graphs(DEFAULT_BASE_IRI):
        if name.value.endswith("/places"):
            for triple in triples:
                if triple.predicate.value.endswith("#notation") and isinstance(triple.object, ox.Literal):
                    code_list = triple.object.datatype.value.rpartition("/")[2]
                    slug = triple.subject.value.partition("/id/")[2]  # type: ignore[union-attr]
                    found.setdefault(code_list, {})[slug] = triple.object.value
    return found


@pytest.fixture(scope="module")
def known() -> Places:
    return places()


def ours(known: Places, codes: dict[str, str], kind: str, day: str) -> dict[str, str]:
    """Code → official name of the units of a day."""
    return {
        codes[place.slug]: fold(f"{place.prefix} {place.label}" if not place.label.startswith("Quận ") else place.label)
        for place in known.all()
        if place.kind == kind and place.existed_at(day)
    }


def units_before() -> Iterator[tuple[str, int, str]]:
    """Kind, code and name of its units of before July 2025."""
    if NEWEST:
        legacy = importlib.import_module("vietnam_provinces.legacy")
        yield from (("Province", int(p.code), p.name) for p in legacy.Province.iter_all())
        yield from (("District", int(d.code), d.name) for d in legacy.District.iter_all())
        return
    for province in json.loads(theirs.NESTED_DIVISIONS_JSON_PATH.read_text(encoding="utf-8")):
        yield "Province", province["code"], province["name"]
        yield from (("District", district["code"], district["name"]) for district in province["districts"])


@pytest.mark.parametrize(("kind", "digits", "many"), [("Province", 2, 63), ("District", 3, 696)])
def test_names_and_codes_until_june_2025(
    known: Places, codes: dict[str, dict[str, str]], kind: str, digits: int, many: int
) -> None:
    their = {f"{code:0{digits}}": fold(name) for kind_, code, name in units_before() if kind_ == kind}
    our = ours(known, codes["gso-2004"], kind, "2025-06-30")
    assert len(our) == many
    assert our.keys() == their.keys()
    differing = {code: (their[code], our[code]) for code in our if our[code] != their[code]}
    assert differing == {code: (their, our) for code, (their, our, _) in DIFFERENCES.items() if len(code) == digits}


@since_2025
def test_names_and_codes_since_july_2025(known: Places, codes: dict[str, dict[str, str]]) -> None:
    their = {f"{int(province.code):02}": fold(province.name) for province in theirs.Province.iter_all()}
    assert ours(known, codes["gso-2025"], "Province", "2026-09-20") == their


@since_2025
def test_what_became_what(known: Places, codes: dict[str, dict[str, str]]) -> None:
    their: dict[str, set[str]] = {}
    for province in theirs.Province.iter_all():
        for old in province.get_legacy_sources():
            their.setdefault(f"{int(old.code):02}", set()).add(f"{int(province.code):02}")
    our: dict[str, set[str]] = {}
    for place in known.all():
        if place.kind == "Province" and place.existed_at("2025-06-30"):
            after = known.became(place, "2025-07-01")
            our[codes["gso-2004"][place.slug]] = {codes["gso-2025"][after.slug]} if after else set()
    assert {code: became for code, became in their.items() if our[code] != became} == BY_COMMUNES
    assert all(our[code] <= became for code, became in their.items())
