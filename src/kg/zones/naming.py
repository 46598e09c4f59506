"""Reads a zone's name for what tells it from others: its kind, its proper name with its number, the phase.

Articles write one name in many ways: "KCN Tràng Duệ", "khu công nghiệp Tràng Duệ (1 + 2)", "Khu CN Tràng Duệ"; "KCN
Đồng Văn II" and "KCN Đồng Văn 2"; "KCN Quế Võ - Bắc Ninh" in Bắc Ninh. What such ways have in common is the name's key.
What tells zones apart stays in it: numbers ("Đồng Văn I" and "II" are two zones), words ("Dệt may Nhơn Trạch"), kinds.

A phase, an extension or a lettered part ("giai đoạn 2", "mở rộng", "phân khu A") is a part of the whole. Several phases
taken together are the whole: "(1 + 2)". A number alone is none: "Đồng Văn II" is a zone beside "Đồng Văn I", and
whether "Tràng Duệ 2" is the second phase of Tràng Duệ is for people to say.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from kg.reference.places import Place, places
from kg.vietnamese import fold, fold_aligned, slug

_NOUNS = {
    "khu công nghiệp": "KCN",
    "khu cn": "KCN",
    "kcn": "KCN",
    "cụm công nghiệp": "CCN",
    "cụm cn": "CCN",
    "ccn": "CCN",
    "khu chế xuất": "KCX",
    "kcx": "KCX",
    "khu công nghệ cao": "KCNC",
    "khu cnc": "KCNC",
    "kcnc": "KCNC",
    "khu kinh tế": "KKT",
    "kkt": "KKT",
    "kktck": "KKT",
    "khu": "Khu",
    "cụm": "CCN",
}
_NOUN = re.compile(r"\s*(" + "|".join(sorted(_NOUNS, key=len, reverse=True)) + r")(?!\w)\.?\s*")
# What an economic zone is, not what it is called: "KKT mở Chu Lai", "KKT cửa khẩu Mộc Bài", "KKT ven biển Thái Bình".
_KIND_OF_ECONOMIC_ZONE = re.compile(r"(?:mở|cửa khẩu|ven biển)(?: quốc tế)? (?=\S)")

_NUMBER = r"(?:\d{1,3}|[ivx]{1,5})[a-d]?(?!\w)"
_SEVERAL = rf"{_NUMBER}(?:\s*(?:[+,&/;-]|và)\s*(?:giai đoạn |gđ ?)?{_NUMBER})+"
_PHASE = re.compile(
    r"[\s,(–-]*(?:"
    rf"(?<!\w)(?:giai đoạn|gđ)\s*(?P<phases>{_SEVERAL}|{_NUMBER})"
    rf"|(?<!\w)mở rộng(?P<again>\s+(?:lần |giai đoạn |gđ ?)?{_NUMBER})?"
    r"|(?:(?<=\()|(?<!\w)phân )khu (?P<part>[0-9a-zđ]{1,2})(?!\w)"
    rf"|(?<=\()(?P<bracket>{_SEVERAL})"
    r")\s*\)?\s*$"
)
_PHASE_WORDS = re.compile("giai đoạn|gđ|lần|và")
_NUMBERS = re.compile(_NUMBER)
_NUMBER_AT_END = re.compile(r"(?:-\d+(?:-[a-z])?)+$")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_ROMAN = re.compile(r"(x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_WITH_LETTER = re.compile(r"([IVX]+)([A-D])")
_UNITS = {"": 0, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ix": 9}
# In small letters these are no syllables, so they are numbers however they are written.
_SMALL_ROMAN = frozenset({"ii", "iii", "iv", "vii", "viii", "ix", "xii", "xiii", "xiv", "xv"})
# A name of these alone is no proper name: without the province "KCNC Đà Nẵng" and "KKT phía Nam Hải Phòng" are none.
_DESCRIBING = frozenset(
    "phía đông tây nam bắc trung tâm đô thị dịch vụ công nghiệp nghệ cao hỗ trợ chuyên sâu sinh thái và tỉnh thành phố"
    " tp cơ khí ô tô dệt may da giày dược phẩm hóa chất nông lâm vùng ven biển cửa khẩu quốc tế mở làng nghề".split()
)
_UNIT_WORDS = (("thành", "phố"), ("tỉnh",), ("tp",))
_LONGEST_PROVINCE = 4
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class ZoneName:
    """What a name says. `label` is the name of the whole as written, its noun as a code: "KCN Tràng Duệ".

    `noun` is KCN, CCN, KKT, KCX, KCNC, Khu, or "" where the name has none. `core` is the slug of the proper name with
    its number ("dong-van-2"), never empty. `phase` is "" for the whole, else
    `giai-doan-N`, `mo-rong`, `mo-rong-N` or `khu-X`. `province` is the province that the name ends with, where that
    only repeats where the zone lies, and so is no part of the core.
    """

    label: str
    noun: str
    core: str
    phase: str = ""
    province: Place | None = None

    @property
    def slug(self) -> str:
        """Noun, core and phase: "kcn-trang-due-giai-doan-2"."""
        return "-".join(part for part in (self.noun.lower(), self.core, self.phase) if part)


@dataclass(frozen=True, slots=True, order=True)
class ZoneKey:
    """What tells a zone from others: `noun` in small letters, `core`, `phase`, and `home`, the province as a slug.

    `home` is "" where no province is stated. `merged` tells that provinces of other names had been merged into the one
    stated when it was: then the zone may be one of theirs.
    """

    noun: str
    core: str
    phase: str
    home: str
    merged: bool = False

    @property
    def slug(self) -> str:
        """Province, noun, core and phase: "hai-phong-kcn-trang-due-giai-doan-2"."""
        return "-".join(part for part in (self.home, self.noun, self.core, self.phase) if part)

    @property
    def bucket(self) -> str:
        """The core without its number: what may be one zone by its name alone has this in common."""
        return _NUMBER_AT_END.sub("", self.core) or self.core

    def __str__(self) -> str:
        merged = "/merged" if self.merged else ""
        return f"{self.noun}/{self.core}/{self.phase}/{self.home}{merged}"


def read_zone_key(written: str) -> ZoneKey:
    """The key that is written so. Raises ValueError where none is."""
    parts = written.split("/")
    if len(parts) == 5 and parts[4] == "merged":
        return ZoneKey(parts[0], parts[1], parts[2], parts[3], merged=True)
    if len(parts) != 4 or not parts[1]:
        raise ValueError(f"{written!r} is no key of a zone: NOUN/NAME/PHASE/PROVINCE")
    return ZoneKey(parts[0], parts[1], parts[2], parts[3])


@lru_cache(maxsize=20_000)
def read_zone_name(label: str, province: Place | None = None, date: str = "") -> ZoneName | None:
    """Read the name of a zone that lies in `province` at a partial ISO date; None where it holds no letter or digit.

    Where the province is not known and the name ends with one, that is taken to be it.

    >>> read_zone_name("Khu CN Tràng Duệ (giai đoạn II)").slug
    'kcn-trang-due-giai-doan-2'
    """
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFC", label)[:_LONGEST].translate(_QUOTES)).strip()
    folded = fold_aligned(text)
    noun, text = _noun(text, folded)
    folded = fold_aligned(text)
    text, phase = _phase(text, folded)
    folded = fold_aligned(text)
    kind = _KIND_OF_ECONOMIC_ZONE.match(folded) if noun == "KKT" else None
    tokens = _tokens(text[kind.end() :] if kind else text)
    if not "".join(map(slug, tokens)):
        return None
    tokens, named = _without_province(tokens, province, date)
    core = slug(" ".join(tokens))
    return ZoneName(f"{noun} {text}".strip(), noun, core, phase, named)


_QUOTES = str.maketrans(dict.fromkeys("\"“”'‘’«»", ""))


def _noun(text: str, folded: str) -> tuple[str, str]:
    match = _NOUN.match(folded)
    if match is None or not text[match.end() :].strip(" .,()-–"):
        return "", text
    return _NOUNS[match[1]], text[match.end() :]


def _phase(text: str, folded: str) -> tuple[str, str]:
    """The text without the phases at its end, and the slug of the phase; "" where there is none or several."""
    found = []
    while match := _PHASE.search(folded):
        if not slug(text[: match.start()]):
            break
        found.append(_phase_slug(match))
        text, folded = text[: match.start()].rstrip(" ,(–-"), folded[: match.start()].rstrip(" ,(–-")
    return text, "-".join(part for part in reversed(found) if part)


def _phase_slug(match: re.Match[str]) -> str:
    if match["bracket"]:
        return ""
    if match["phases"]:
        numbers = _NUMBERS.findall(_PHASE_WORDS.sub(" ", match["phases"]))
        return f"giai-doan-{_number(numbers[0])}" if len(numbers) == 1 else ""
    if match["part"]:
        return f"khu-{_number(slug(match['part']))}"
    again = _NUMBERS.findall(_PHASE_WORDS.sub(" ", match["again"] or ""))
    return f"mo-rong-{_number(again[0])}" if again else "mo-rong"


def _number(written: str) -> str:
    """Digits without leading zeros for digits and Roman numerals, a letter behind them kept; else as it is."""
    match = re.fullmatch(r"(\d+|[ivx]+)([a-d]?)", written)
    if match is None:
        return written
    value = match[1].lstrip("0") or "0" if match[1].isdigit() else str(_roman(match[1]) or match[1])
    return value + match[2]


def _roman(letters: str) -> int:
    match = _ROMAN.fullmatch(letters)
    return 10 * len(match[1]) + _UNITS[match[2]] if match else 0


def _tokens(text: str) -> list[str]:
    """The words of a name, folded, its numbers in digits: "Đồng Văn II", "VSIP1", "Mỹ Phước số 03"."""
    found: list[str] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        folded = fold(word)
        if folded == "và" and found:
            continue
        if folded == "ôtô":
            found += ["ô", "tô"]
        elif word.isdecimal():
            number = str(int(word))
            if found and found[-1] == "số" and len(found) > 1:
                found.pop()
            found.append(number)
        elif found and ((word.isupper() and _roman(folded)) or folded in _SMALL_ROMAN):
            found.append(str(_roman(folded)))
        elif found and (lettered := _ROMAN_WITH_LETTER.fullmatch(word)) and _roman(lettered[1].lower()):
            found += [str(_roman(lettered[1].lower())), lettered[2].lower()]
        else:
            found.append(folded)
    return found


def _without_province(tokens: list[str], province: Place | None, date: str) -> tuple[list[str], Place | None]:
    """The words without a province at their end that only says where the zone lies, and that province."""
    for size in range(min(_LONGEST_PROVINCE, len(tokens) - 1), 0, -1):
        found = places().named(" ".join(tokens[-size:]), "Province")
        if not found:
            continue
        named = _same_land(found, province) if province else places().province_at(found[0].label, date)
        rest = tokens[:-size]
        for words in _UNIT_WORDS:
            if len(rest) > len(words) and tuple(rest[-len(words) :]) == words:
                rest = rest[: -len(words)]
        if named is None or not _proper(rest):
            return tokens, None
        return rest, named
    return tokens, None


def _same_land(found: tuple[Place, ...], province: Place) -> Place | None:
    """Of several provinces the one that is `province` or was merged into it."""
    for place in found:
        if place.label == province.label:
            return province
        if places().merged_into(place, province):
            return place
    return None


def _proper(words: list[str]) -> bool:
    """Whether words are a name of their own: more than a description, no number, no place that is a province."""
    if words[-1].isdigit() or _DESCRIBING.issuperset(words) or not slug(" ".join(words)):
        return False
    return not places().named(" ".join(words), "Province")
