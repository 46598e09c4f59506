from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.reference.places import Place, places
from kg.vietnamese import slug
from kg.zones.naming import ZoneKey, read_zone_key, read_zone_name

SYLLABLES = ("Sông", "Biển", "Hoà", "Thuỷ", "Đồng", "Mẫu", "Quế", "Yên", "Phong", "Tân", "Lương", "Thượng")
NOUNS = {
    "KCN": ("KCN ", "khu công nghiệp ", "Khu công nghiệp ", "Khu CN ", "KHU CÔNG NGHIỆP ", "KCN. "),
    "CCN": ("CCN ", "cụm công nghiệp ", "Cụm CN "),
    "KKT": ("KKT ", "khu kinh tế ", "KKT mở ", "Khu kinh tế ven biển ", "KKT cửa khẩu "),
    "KCX": ("KCX ", "khu chế xuất "),
}
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@st.composite
def names(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.sampled_from(SYLLABLES), min_size=2, max_size=4))
    # Two words that are a province's name would be where the zone lies, and are tested for themselves.
    assume(not any(places().named(" ".join(words[-size:]), "Province") for size in range(1, len(words) + 1)))
    return " ".join(words)


def spelt(draw: st.DrawFn, name: str) -> str:
    """Another way to write the same words."""
    other = draw(st.sampled_from(("", "Hoà", "Thuỷ")))
    name = {"Hoà": name.replace("Hoà", "Hòa"), "Thuỷ": name.replace("Thuỷ", "Thủy")}.get(other, name)
    first, *rest = name.split(" ")
    for word in rest:
        first += draw(st.sampled_from((" ", "  ", " - ", "-", " – ", "\u00a0"))) + word
    return draw(st.sampled_from((first, f"“{first}”", first.upper(), f" {first} ")))


def slug_of(label: str, province: Place | None = None, date: str = "") -> str:
    name = read_zone_name(label, province, date)
    assert name is not None, label
    return name.slug


@given(st.data(), names(), st.sampled_from(sorted(NOUNS)), st.integers(0, 15), st.integers(0, 15))
def test_however_it_is_written_it_is_one_name(
    data: st.DataObject, name: str, noun: str, number: int, phase: int
) -> None:
    def written() -> str:
        numbers = ["", *(f" {sign}" for sign in (number, f"{number:02}", f"số {number}", ROMAN[number]))]
        phases = [
            "",
            *(f"{form}{sign}" for form in (" giai đoạn ", " (giai đoạn ", ", GĐ") for sign in (phase, ROMAN[phase])),
        ]
        noun_ = data.draw(st.sampled_from(NOUNS[noun]))
        ending = data.draw(st.sampled_from(phases[1:])) if phase else ""
        closing = ")" if "(" in ending else ""
        return (
            noun_
            + data.draw(st.composite(spelt)(name))
            + (data.draw(st.sampled_from(numbers[1:])) if number else "")
            + ending
            + closing
        )

    expected = (
        f"{noun.lower()}-{slug(name)}" + (f"-{number}" if number else "") + (f"-giai-doan-{phase}" if phase else "")
    )
    assert slug_of(written()) == slug_of(written()) == expected


@given(names(), st.lists(st.integers(1, 15), min_size=2, max_size=2, unique=True), st.booleans(), st.booleans())
def test_two_numbers_are_never_one_zone(name: str, numbers: list[int], first: bool, second: bool) -> None:
    one, other = (ROMAN[n] if roman else str(n) for n, roman in zip(numbers, (first, second), strict=True))
    for form in ("KCN {} {}", "KCN {} số {}", "KCN {} giai đoạn {}", "KCN {} ({})", "KCN {} mở rộng {}"):
        assert slug_of(form.format(name, one)) != slug_of(form.format(name, other))
        assert slug_of(form.format(name, one)) != slug_of(f"KCN {name}")


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_read_and_what_is_read_says_the_same_again(text: str) -> None:
    name = read_zone_name(text)
    if name is None:
        assert not any(character.isascii() and character.isalnum() for character in text)
    else:
        assert name.core and name.label
        assert name.slug == slug(name.slug)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("KCN Sông Biển (1 + 2)", "kcn-song-bien"),
        ("KCN Sông Biển (I, II)", "kcn-song-bien"),
        ("KCN Sông Biển giai đoạn 1 và 2", "kcn-song-bien"),
        ("KCN Sông Biển (giai đoạn 1, giai đoạn 2)", "kcn-song-bien"),
        ("Sông Biển giai đoạn 2", "song-bien-giai-doan-2"),
        ("KCN Sông Biển (2)", "kcn-song-bien-2"),
        ("KCN Sông Biển mở rộng", "kcn-song-bien-mo-rong"),
        ("KCN Sông Biển (mở rộng)", "kcn-song-bien-mo-rong"),
        ("KCN Sông Biển mở rộng giai đoạn 2", "kcn-song-bien-mo-rong-2"),
        ("KCN Sông Biển mở rộng (giai đoạn 1)", "kcn-song-bien-mo-rong-giai-doan-1"),
        ("KCN Sông Biển (khu A)", "kcn-song-bien-khu-a"),
        ("KCN Sông Biển phân khu 2", "kcn-song-bien-khu-2"),
        ("KCN ABC IIA", "kcn-abc-2-a"),
        ("KCN ABC II - A", "kcn-abc-2-a"),
        ("KCN ABC2A", "kcn-abc-2-a"),
        ("KCN Vi Va", "kcn-vi-va"),
        ("KCN X", "kcn-x"),
        ("KCN số 3", "kcn-so-3"),
        ("KCN cơ khí và ôtô Sông Biển", "kcn-co-khi-o-to-song-bien"),
        ("KCN cơ khí, ô tô Sông Biển", "kcn-co-khi-o-to-song-bien"),
        ("KKT mở", "kkt-mo"),
        ("CCN làng nghề Sông Biển", "ccn-lang-nghe-song-bien"),
    ],
)
def test_names(label: str, expected: str) -> None:
    assert slug_of(label) == expected


def test_the_label_is_that_of_the_whole_as_it_is_written() -> None:
    name = read_zone_name("khu công nghiệp Sông Hoà (giai đoạn II)")
    assert name is not None
    assert (name.label, name.noun, name.phase) == ("KCN Sông Hoà", "KCN", "giai-doan-2")
    assert read_zone_name("中国") is None and read_zone_name("") is None


HAI_PHONG = places().province_at("Hải Phòng", "2020")
HAI_PHONG_2025 = places().province_at("Hải Phòng", "2026")


@pytest.mark.parametrize(
    ("label", "province", "expected", "named"),
    [
        ("KCN Mẫu Hải Phòng", HAI_PHONG, "kcn-mau", "hai-phong"),
        ("KCN Mẫu - TP Hải Phòng", HAI_PHONG, "kcn-mau", "hai-phong"),
        ("KCN Mẫu Hải Phòng", HAI_PHONG_2025, "kcn-mau", "hai-phong-2025"),
        ("KCN Mẫu Hải Dương", HAI_PHONG_2025, "kcn-mau", "hai-duong"),  # of those who were merged: where it lay
        ("KCN Mẫu Hải Dương", HAI_PHONG, "kcn-mau-hai-duong", None),  # elsewhere it is a name
        ("KCN Mẫu Hải Dương", None, "kcn-mau", "hai-duong"),
        ("KCN Hải Phòng", HAI_PHONG, "kcn-hai-phong", None),
        ("KCNC Đô thị Hải Phòng", HAI_PHONG, "kcnc-do-thi-hai-phong", None),  # no proper name without it
        ("KCN Mẫu III - Hải Phòng", HAI_PHONG, "kcn-mau-3-hai-phong", None),  # a part of the third, as likely
        ("KCN Hà Nam Hải Phòng", HAI_PHONG, "kcn-ha-nam-hai-phong", None),
    ],
)
def test_a_province_at_the_end_of_a_name(label: str, province: Place | None, expected: str, named: str | None) -> None:
    name = read_zone_name(label, province)
    assert name is not None and name.slug == expected
    assert (name.province.slug if name.province else None) == (f"province/{named}" if named else None)


@given(
    st.builds(
        ZoneKey,
        st.sampled_from(("kcn", "ccn", "")),
        st.sampled_from(("song-bien", "song-bien-2", "q-9", "3")),
        st.sampled_from(("", "giai-doan-2", "mo-rong")),
        st.sampled_from(("", "hai-phong")),
        st.booleans(),
    )
)
def test_keys_are_written_and_read(key: ZoneKey) -> None:
    assert read_zone_key(str(key)) == key


def test_what_is_no_key_is_refused() -> None:
    for written in ("", "a/b", "kcn//giai-doan-1/hai-phong", "a/b/c/d/e"):
        with pytest.raises(ValueError, match="no key"):
            read_zone_key(written)


def test_numbered_names_share_a_bucket() -> None:
    cores = ("dong-van", "dong-van-2", "dong-van-12", "dong-van-2-a")
    assert {ZoneKey("kcn", core, "", "ha-nam").bucket for core in cores} == {"dong-van"}
    assert ZoneKey("kcn", "3", "", "").bucket == "3"
