"""The sectors of `ontology/sectors.ttl`: VSIC 2018 and VSIC 2025, and which of them an article's wording means.

    for match in sectors().match("linh kiện điện tử"):
        print(match.relation, match.sector.slug)      # broad sector/vsic-2018-26, broad sector/vsic-2025-26

A wording is looked up as it is written, then without what only says that a sector follows ("ngành", "sản xuất"), then
as a list whose items are looked up each. What is not known maps to nothing: nothing is guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from kg.errors import OntologyError
from kg.reference.turtle import ID, KG, SKOS, Statements, iris, texts
from kg.resources import ontology_dir
from kg.vietnamese import fold

Relation = Literal["exact", "close", "broad", "narrow"]
RELATIONS: tuple[Relation, ...] = get_args(Relation)
"""How a wording stands to a sector, as in SKOS (section 10): "broad" means that the sector is the broader one."""

_HINT = "build it with scripts/build_sectors.py"
_SEPARATORS = re.compile(r"[^\w]+")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
# What parts the items of a list. A hyphen parts them only between spaces; "và" not inside a word.
_BETWEEN_ITEMS = re.compile(
    r"\s*[,;/+&•]\s*(?:(?:và|hoặc|hay)\s+)?|\s+(?:và|hoặc|hay|cùng)\s+|\s+[-–]\s+", re.IGNORECASE
)
# What stands before a sector and adds nothing to it, and what stands behind.
_CLASSES = tuple(
    "các loại|các|những|nhóm các ngành|nhóm ngành hàng|nhóm ngành nghề|nhóm ngành|nhóm hàng|nhóm|ngành nghề|ngành hàng|"
    "ngành công nghiệp|phân ngành|tiểu ngành|ngành|lĩnh vực|mặt hàng|hàng hóa|khu vực|hoạt động".split("|")
)
_OPENERS = (
    *_CLASSES,
    *"hàng|công nghiệp|sản xuất|chế biến|chế tạo|gia công|lắp ráp|sản phẩm|dự án|nhà máy|doanh nghiệp".split("|"),
)
_CLOSERS = tuple("các loại|xuất khẩu|khác|cao cấp|công nghệ cao|hiện đại|quy mô lớn|chất lượng cao".split("|"))
# What is longer names no sector; no list has more items.
_LONGEST_WORDING = 400
_MOST_ITEMS = 40
_LONGEST_JOINED = 8


@dataclass(frozen=True, slots=True)
class Sector:
    """A section or division. `slug` is its IRI's part behind `{base}id/`, `section` the code of what it lies in."""

    slug: str
    scheme: str
    code: str
    label: str
    english: str
    section: str

    @property
    def is_division(self) -> bool:
        """Whether it is a division (level 2); else it is a section."""
        return self.code.isdigit()


@dataclass(frozen=True, slots=True)
class SectorMatch:
    """That a wording stands to a sector in this relation."""

    relation: Relation
    sector: Sector


Matches = tuple[SectorMatch, ...]


class Sectors:
    """All sections and divisions, found by code, and by the wordings of articles."""

    def __init__(self, all_: Iterable[Sector], wordings: Mapping[str, Matches]) -> None:
        self._by_slug = {sector.slug: sector for sector in all_}
        self._table: dict[str, Matches] = {}
        for wording, matches in wordings.items():
            self._table.setdefault(wording_key(wording), matches)
        self._longest = max((key.count(" ") + 1 for key in self._table), default=0)
        self.match = lru_cache(maxsize=50_000)(self._match)

    def all(self) -> tuple[Sector, ...]:
        """All sections and divisions of all versions."""
        return tuple(self._by_slug.values())

    def __contains__(self, slug: object) -> bool:
        return slug in self._by_slug

    def by_slug(self, slug: str) -> Sector:
        """The sector of that slug; KeyError where there is none."""
        return self._by_slug[slug]

    def known(self, wording: str) -> Matches:
        """What a wording is known to mean as it is, or without its openers and closers; nothing is taken apart."""
        return self._plain(wording_key(wording), listed=_BETWEEN_ITEMS.search(wording) is not None)

    def exactly(self, wording: str) -> Matches:
        """What a wording is known to mean as it is, but for case, tones and marks."""
        return self._table.get(wording_key(wording), ())

    def _match(self, wording: str) -> Matches:
        """The sectors that a wording means, of each version; none where it is not known.

        Of a list each known item counts. Of an item only its beginning may be known ("thép không gỉ"): the sector is
        then broader than the wording.
        """
        if len(wording) > _LONGEST_WORDING:
            return ()
        for text in dict.fromkeys((wording, _IN_BRACKETS.sub(" ", wording))):
            found = self.known(text)
            if not found:
                items = [item for item in _BETWEEN_ITEMS.split(text) if item.strip()]
                found = self._of_items(items) if len(items) <= _MOST_ITEMS else ()
            if found:
                return tuple(sorted(found, key=lambda match: match.sector.slug))
        return ()

    def _plain(self, key: str, *, listed: bool) -> Matches:
        """What a key means; that of a list keeps what belongs to its first or its last item only."""
        for shorter in _without_openers(key, _CLASSES if listed else _OPENERS):
            found = self._table.get(shorter) or (None if listed else self._table.get(_without_closer(shorter)))
            if found:
                return found
        return ()

    def _of_items(self, items: Sequence[str]) -> Matches:
        """What the items of a list mean together; several that are known as one ("dệt, may") count as one."""
        keys = [wording_key(item) for item in items]
        found: list[Matches] = []
        unknown = False
        start = 0
        while start < len(keys):
            for end in range(min(len(keys), start + _LONGEST_JOINED), start, -1):
                matches = self._plain(" ".join(keys[start:end]), listed=end > start + 1)
                if matches:
                    break
            else:
                end, matches = start + 1, self._by_head(keys[start])
            if matches:
                found.append(matches)
            else:
                unknown = True
            start = end
        return _together(found, unknown=unknown)

    def _by_head(self, key: str) -> Matches:
        """The divisions of the longest known beginning of an item, of two syllables or more."""
        for shorter in _without_openers(key, _OPENERS):
            words = shorter.split(" ")
            for size in range(min(len(words) - 1, self._longest), 1, -1):
                matches = self._table.get(" ".join(words[:size]), ())
                if matches and all(match.sector.is_division for match in matches):
                    return tuple(SectorMatch(_of_a_part(match.relation), match.sector) for match in matches)
        return ()


def _of_a_part(relation: Relation) -> Relation:
    """How what is narrower than a wording stands to that wording's sector."""
    return "close" if relation == "narrow" else "broad"


def _together(found: Sequence[Matches], *, unknown: bool) -> Matches:
    """What a list means: of several sectors each is narrower than the list."""
    relations: dict[Sector, Relation] = {}
    for matches in found:
        for match in matches:
            before = relations.setdefault(match.sector, match.relation)
            if before != match.relation:
                # A sector told with a part of it is that sector.
                whole = {before, match.relation} == {"exact", "broad"}
                relations[match.sector] = "exact" if whole else "close"
    if len({frozenset(match.sector for match in matches) for matches in found}) > 1 or unknown:
        wider: dict[Relation, Relation] = {"exact": "narrow", "broad": "close"}
        relations = {sector: wider.get(relation, relation) for sector, relation in relations.items()}
    return tuple(SectorMatch(relation, sector) for sector, relation in relations.items())


def wording_key(wording: str) -> str:
    """The form in which wordings are compared: folded, without marks and without "và".

    >>> wording_key("Điện - Điện tử"), wording_key("dệt, may và da giày")
    ('điện điện tử', 'dệt may da giày')
    """
    words = _SEPARATORS.sub(" ", fold(wording)).split()
    return " ".join(word for word in words if word != "và")


def _without_openers(key: str, openers: Sequence[str]) -> list[str]:
    """The key, and what is left of it without its openers, longest first.

    Each way counts: "ngành hàng may sẵn" is "may sẵn" without "ngành hàng", and "hàng may sẵn" without "ngành".
    """
    found = [key]
    for left in found:
        rests = (left[len(word) + 1 :] for word in openers if left.startswith(f"{word} "))
        found.extend(rest for rest in rests if rest not in found)
    return sorted(found, key=len, reverse=True)


def _without_closer(key: str) -> str:
    return next((key[: -len(word) - 1] for word in _CLOSERS if key.endswith(f" {word}")), key)


def read_sectors(path: Path) -> Sectors:
    """Read a file of sectors. Raises OntologyError, naming the file, where it is missing or unusable."""
    statements = Statements(path, _HINT)
    found: dict[str, Sector] = {}
    wordings: dict[str, Matches] = {}
    parts: dict[str, list[SectorMatch]] = defaultdict(list)
    for node in statements.of_class(f"{KG}Sector"):
        slug = node.value.removeprefix(ID)
        scheme, _, code = slug.removeprefix("sector/").rpartition("-")
        section = next((iri.rpartition("-")[2] for iri in iris(statements.said(node), f"{SKOS}broader")), "")
        label, english = (statements.one(node, f"{SKOS}prefLabel", language) for language in ("vi", "en"))
        sector = found[node.value] = Sector(slug, scheme, code, label, english, section)
        wordings[label] = (*wordings.get(label, ()), SectorMatch("exact", sector))
        for title in texts(statements.said(node), f"{SKOS}hiddenLabel", "vi"):
            parts[title].append(SectorMatch("broad", sector))
    if not found:
        raise OntologyError(f"holds no sector; {_HINT}", where=str(path))
    for node in statements.of_class(f"{SKOS}Concept"):
        if node.value in found:
            continue
        said = statements.said(node)
        matches = tuple(
            SectorMatch(relation, found[iri])
            for relation in RELATIONS
            for iri in iris(said, f"{SKOS}{relation}Match")
            if iri in found
        )
        for predicate in ("prefLabel", "hiddenLabel"):
            for wording in texts(said, f"{SKOS}{predicate}", "vi"):
                wordings.setdefault(wording, matches)
    for title, broader in parts.items():
        wordings.setdefault(title, tuple(broader))
        # The press leaves out the verb that most titles begin with: "mô tơ, máy phát, biến thế điện ...".
        shorter = re.sub(r"^sản xuất (?=.+ )", "", title, flags=re.IGNORECASE)
        wordings.setdefault(_IN_BRACKETS.sub("", shorter), tuple(broader))
        wordings.setdefault(shorter, tuple(broader))
    return Sectors(found.values(), _joined(wordings))


def _joined(wordings: Mapping[str, Matches]) -> dict[str, Matches]:
    """The wordings by their keys; titles that only the spelling parts ("hoá chất", "hóa chất") mean both's sectors."""
    joined: dict[str, Matches] = {}
    for wording, matches in wordings.items():
        key = wording_key(wording)
        known = joined.get(key, ())
        schemes = {match.sector.scheme for match in known}
        joined[key] = (*known, *(match for match in matches if match.sector.scheme not in schemes))
    return joined


@lru_cache(maxsize=1)
def sectors() -> Sectors:
    """The sectors of the ontology, read once. Raises OntologyError where the file is missing or unusable."""
    return read_sectors(ontology_dir() / "sectors.ttl")
