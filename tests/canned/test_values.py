"""Parameter types: what they take, what they refuse, and the terms that come out."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.canned import TYPES, Names, canned_queries
from kg.errors import ParameterError
from kg.reference.places import places
from kg.settings import DEFAULT_BASE_IRI
from kg.store.tokens import read_query

THING = f"{DEFAULT_BASE_IRI}id/"
ZONES = [
    (f"{THING}zone/hai-phong-kcn-nomura", "KCN Nomura"),
    (f"{THING}zone/ha-nam-kcn-dong-van", "KCN Đồng Văn"),
    (f"{THING}cluster/hai-phong-ccn-nomura", "CCN Nomura"),
    (f"{THING}zone/ha-nam-kcn-song-bien-2", "KCN Sông Biển 2"),
    (f"{THING}company/khu-sach", "Khu Sách"),
]
NAMES = Names(DEFAULT_BASE_IRI, lambda: ZONES)


def _values(type_: str, value: str) -> list[str]:
    return [str(term.value).removeprefix(THING) for term in TYPES[type_].terms(value, NAMES)]


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("string", "=1+1", ["=1+1"]),
        ("integer", "-007", ["-7"]),
        ("decimal", "117.490", ["117.49"]),
        ("decimal", "4.5e9", ["4500000000"]),
        ("date", "2024-02-29", ["2024-02-29"]),
        ("year", "2024", ["2024"]),
        ("iri", "observation/abc123", ["observation/abc123"]),
        ("iri", "http://example.org/hải", ["http://example.org/hải"]),
        ("place", "Hải Phòng", ["province/hai-phong", "province/hai-phong-2025"]),
        ("place", "hai phong", ["province/hai-phong", "province/hai-phong-2025"]),
        ("place", "HAI-PHONG", ["province/hai-phong", "province/hai-phong-2025"]),
        ("place", "province/hai-phong", ["province/hai-phong"]),
        ("place", f"{THING}province/hai-phong", ["province/hai-phong"]),
        ("place", "KCN Nomura", ["zone/hai-phong-kcn-nomura"]),
        ("place", "Việt Nam", ["country/viet-nam"]),
        ("province", "tỉnh Hải Dương", ["province/hai-duong"]),
        ("zone", "nomura", ["zone/hai-phong-kcn-nomura", "cluster/hai-phong-ccn-nomura"]),
        ("zone", "dong van", ["zone/ha-nam-kcn-dong-van"]),
        ("zone", "Khu CN Đồng Văn", ["zone/ha-nam-kcn-dong-van"]),
        ("place", "khu công nghiệp Đồng Văn (1 + 2)", ["zone/ha-nam-kcn-dong-van"]),
        ("zone", "KCN Sông Biển II", ["zone/ha-nam-kcn-song-bien-2"]),
        ("zone", "song bien 02", ["zone/ha-nam-kcn-song-bien-2"]),
        ("metric", "leasedArea", ["metric/leasedArea"]),
        ("metric", "LEASED AREA", ["metric/leasedArea"]),
        ("metric", "tỷ lệ lấp đầy", ["metric/occupancyRate"]),
        ("article", "seed-000", ["article/seed-000"]),
        ("sector", "26", ["sector/vsic-2018-26"]),
        ("sector", "c", ["sector/vsic-2018-C"]),
        ("sector", "vsic-2025-63", ["sector/vsic-2025-63"]),
        ("sector", "sector/vsic-2025-K", ["sector/vsic-2025-K"]),
        ("sector", "dệt may", ["sector/vsic-2018-13", "sector/vsic-2018-14"]),
        ("sector", "Manufacture of electrical equipment", ["sector/vsic-2018-27"]),
        ("status", "planned", ["status/planned"]),
        ("relation", "wants", ["sector-relation/wants"]),
        ("scope", "clusters", ["scope/clusters"]),
        ("stage", "operating", ["stage/operating"]),
        ("origin", "foreign", ["origin/foreign"]),
    ],
)
def test_what_is_taken(type_: str, value: str, expected: list[str]) -> None:
    assert _values(type_, value) == expected


@pytest.mark.parametrize(
    ("type_", "value", "reason"),
    [
        ("sector", "04", "no sector of VSIC"),
        ("sector", "vsic-2025-45", "no sector of VSIC"),
        ("integer", "1.5", "no whole number"),
        ("integer", "١٢", "no whole number"),
        ("decimal", "117,49", "with a point"),
        ("decimal", "NaN", "no decimal"),
        ("decimal", "1e400", "no decimal"),
        ("date", "2024-02-30", "no date"),
        ("year", "24", "no year"),
        ("iri", "javascript", "no absolute IRI"),
        ("iri", "http://x/> } #", "no absolute IRI"),
        ("place", "Hải Phóng", "did you mean: Hải Phòng"),
        ("place", "http://x/ y", "no absolute IRI"),
        ("province", "Kiến Thụy", "no place"),
        ("zone", "Hải Phòng", "no place"),
        ("zone", "Đòng Vẵn", "did you mean: Đồng Văn"),
        ("metric", "area of the moon", "there are: count"),
        ("status", "done", "none of: actual, planned"),
        ("string", "x" * 2001, "longer than"),
        ("string", "\ud800", "surrogate"),
    ],
)
def test_what_is_refused(type_: str, value: str, reason: str) -> None:
    with pytest.raises(ParameterError, match=reason):
        TYPES[type_].terms(value, NAMES)


def test_an_error_names_its_parameter() -> None:
    with pytest.raises(ParameterError) as caught:
        canned_queries()["compare-provinces"].bind({"metric": "count", "year": "soon"}, NAMES)
    assert caught.value.where == "year"


def test_every_place_is_found_by_its_name_with_and_without_diacritics() -> None:
    from kg.vietnamese import strip_diacritics

    for place in places().all():
        if place.kind != "District":
            assert THING + place.slug in NAMES.places(place.label)
            assert THING + place.slug in NAMES.places(strip_diacritics(place.label))


_ANY = st.text(max_size=40)


@given(st.sampled_from(sorted(TYPES)), _ANY)
def test_any_text_becomes_terms_or_a_parameter_error(type_: str, value: str) -> None:
    try:
        terms = TYPES[type_].terms(value, NAMES)
    except ParameterError as error:
        assert error.message
    else:
        assert terms and all(isinstance(term, ox.NamedNode | ox.Literal) for term in terms)


@given(
    st.sampled_from(sorted(canned_queries())),
    st.dictionaries(st.sampled_from(["place", "metric", "text", "value", "year"]), _ANY),
)
def test_no_value_changes_the_shape_of_a_query(name: str, values: dict[str, str]) -> None:
    query = canned_queries()[name]
    known = {parameter.name for parameter in query.parameters}
    try:
        prepared = query.prepare({key: value for key, value in values.items() if key in known}, NAMES)
    except ParameterError:
        return
    assert _skeleton(prepared) == _skeleton(query.sparql)


def _skeleton(sparql: str) -> list[str]:
    """A query without the data of its VALUES blocks."""
    out: list[str] = []
    inside = False
    for token in read_query(sparql).meaningful:
        if len(out) >= 2 and out[-2] == "VALUES" and token.text == "{":
            inside = True
        if not inside:
            out.append(token.text)
        if token.text == "}":
            inside = False
    return out


@pytest.mark.parametrize(
    "name", ["Khu CN Đông Văn", "KCN Sông Biển 3", "KCN Sông Biển giai đoạn 2", "CCN Sông Biển II"]
)
def test_who_writes_another_zone_gets_none(name: str) -> None:
    with pytest.raises(ParameterError):
        NAMES.zones(name)
