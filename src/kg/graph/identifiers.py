"""The IRIs of things: what makes two mentions one thing, and what keeps two things apart.

=================  ==========================================================================================
article            its id; hashed behind the slug where the id cannot stand in an IRI as it is
observation        all that it states and where, but not how sure the extractor was: a reload gives the same
text span          article, start, end
sector statement   all that it states and where
province, district the gazetteer's place of that name at that time; else the name's slug
zone and its like  province, kind, and what its name says (`kg.zones.naming`): names repeat between provinces, and are
                   written in many ways; a phase is a thing of its own beside the whole. That two of them are one zone
                   is told beside the articles (`kg.zones`)
policy             number, issuer (where the number does not tell it), and year (numbers begin again each year);
                   without a number its title, within its issuer, else within its article ("Kế hoạch năm 2022" is
                   another plan in each province)
company            its name
project            article and name
person             the name under which somebody corrects, letter by letter: nobody is taken for somebody else
=================  ==========================================================================================
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

from kg import __version__
from kg.facts import NamedPolicy, NamedZone, Observation, SectorStatement, plain_decimal
from kg.facts_rows import Row
from kg.graph.vocabulary import vocabulary
from kg.reference.places import Place, places
from kg.reference.sectors import Sector
from kg.vietnamese import LONGEST_SLUG, name_slug, slug
from kg.zones.naming import ZoneKey, ZoneName, read_zone_name

KINDS = {
    "Country": "country",
    "Region": "region",
    "Province": "province",
    "District": "district",
    "Commune": "commune",
    "Zone": "zone",
    "Cluster": "cluster",
    "EconomicZone": "economic-zone",
    "Project": "project",
    "Company": "company",
}
"""The path segment of each type of subject."""

ZONE_KINDS = ("Zone", "Cluster", "EconomicZone")
"""The types that are zones or their like."""

_SAFE_SEGMENT = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._~-]{0,119}")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
# What stands before the name in an issuer's: "UBND tỉnh Hải Dương" and "Ủy ban nhân dân TP. Hà Nội" end as the place.
_ISSUER_PREFIX = re.compile(r"^(?:ubnd|hdnd|uy-ban-nhan-dan|hoi-dong-nhan-dan)-(?:(?:tinh|thanh-pho|tp)-)?")
# The issuer is in the number already where it is one of the state's centre: Prime Minister, Government, Party, National
# Assembly, a ministry ("BCT"). What provinces issue has the same letters everywhere: "QĐ-UBND", "NQ-HĐND", "QĐ-BQL".
_CENTRAL_NUMBER = re.compile(r"-(?:ttg|cp|tw|tu-?w|qh\d+|ubtvqh\d+|ctn|b(?!ql)[a-z]{1,6})$")
_YEAR_IN_NUMBER = re.compile(r"(?:^|/)(?:19|20)\d\d(?:/|$)|QH\d", re.IGNORECASE)


def _hash(text: str, length: int) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def article_slug(article: str) -> str:
    """The slug of an article's id. Two ids never share one: an id that is changed to fit gets its hash.

    >>> article_slug("seed-000"), article_slug("Bài 1")
    ('seed-000', 'bai-1-63b4b05b')
    """
    if _SAFE_SEGMENT.fullmatch(article):
        return article
    return f"{slug(article)[:LONGEST_SLUG].rstrip('-') or 'x'}-{_hash(article, 8)}"


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a row is about: its node, and the gazetteer's place (`province` for what lies in one) where known."""

    node: ox.NamedNode
    place: Place | None = None
    province: Place | None = None
    zone: ZoneSubject | None = None


@dataclass(frozen=True, slots=True)
class ZoneSubject:
    """Of a zone, a cluster or an economic zone, what its name says, and for a phase the node of the whole.

    `key` and `whole_key` are what tells them from others (`ZoneKey`).
    """

    name: ZoneName
    key: ZoneKey
    whole: ox.NamedNode | None
    whole_key: ZoneKey


def _province(name: str, *dates: str) -> Place | None:
    """The province of that name at the first of the dates at which there is one."""
    if not name:
        return None
    gazetteer = places()
    for date in dates:
        found = gazetteer.province_at(name, date)
        if found is not None:
            return found
    return gazetteer.province_at(name, "")


def _province_slug(name: str, province: Place | None) -> str:
    """A zone keeps its province's name in its slug, whichever of the provinces of that name it is."""
    return name_slug(province.label) if province else name_slug(name)


class Identifiers:
    """Makes the nodes of things under one base IRI. Get one with `identifiers(base_iri)`."""

    def __init__(self, base_iri: str) -> None:
        self._terms = vocabulary(base_iri)
        self._things = self._terms.things
        # A name's place is looked up once: articles speak of the same places again and again.
        self.subject = lru_cache(maxsize=20_000)(self._subject)
        self.concept = lru_cache(maxsize=1_000)(self._concept)

    def article(self, article: str) -> ox.NamedNode:
        """The article of that id."""
        return self._terms.thing("article", article_slug(article))

    def article_graph(self, article: str) -> ox.NamedNode:
        """The named graph that holds what the article of that id says."""
        return self._terms.graph("article/" + article_slug(article))

    def extraction(self, article: str, digest: str) -> ox.NamedNode:
        """The run of the extractor over the article as it was with that digest."""
        return self._terms.thing("extraction", f"{article_slug(article)}-{digest[:12]}")

    def corrections_graph(self, article: str) -> ox.NamedNode:
        """The named graph in which the corrections of the article of that id are kept."""
        return self._terms.graph("correction/" + article_slug(article))

    def correction(self, id_: str) -> ox.NamedNode:
        """The correction of that id."""
        return self._terms.thing("correction", id_)

    def person(self, name: str) -> ox.NamedNode:
        """Who corrects under that name."""
        return self._terms.thing("person", f"{slug(name)[:LONGEST_SLUG].rstrip('-') or 'x'}-{_hash(name, 8)}")

    def software(self) -> ox.NamedNode:
        """This version of this software."""
        return self._terms.thing("software", f"vnkg-{__version__}")

    def unit(self, code: str) -> ox.NamedNode:
        """The unit of that code in the facts table."""
        return self._terms.units.get(code) or self._concept("unit", code)

    def sector(self, sector: Sector) -> ox.NamedNode:
        """The section or division of a version of VSIC."""
        return ox.NamedNode(self._things + sector.slug)

    def _concept(self, kind: str, name: str) -> ox.NamedNode:
        """A metric, or a concept of the lists (scope, stage, ...), by its word in the facts table."""
        return self._terms.thing(kind, name if _PLAIN_NAME.fullmatch(name) else name_slug(name))

    def span(self, article: str, start: int, end: int) -> ox.NamedNode:
        """The characters from `start` to `end` of the article."""
        return self._terms.thing("span", f"{article_slug(article)}-{start}-{end}")

    def unplaced_span(self, article: str, quote: str) -> ox.NamedNode:
        """A quote that does not stand in the article where it is said to."""
        return self._terms.thing("span", f"{article_slug(article)}-quote-{_hash(quote, 16)}")

    def observation(self, row: Observation) -> ox.NamedNode:
        """The observation that states what `row` does."""
        return ox.NamedNode(f"{self._things}observation/{observation_key(row)}")

    def mention(self, row: NamedZone | NamedPolicy) -> ox.NamedNode:
        """The mention that is `row` of the zones or policies table."""
        return ox.NamedNode(f"{self._things}mention/{mention_key(row)}")

    def sector_statement(self, row: SectorStatement) -> ox.NamedNode:
        """The statement of a sector that is `row` of the sectors table."""
        return ox.NamedNode(f"{self._things}sector-statement/{sector_statement_key(row)}")

    def row(self, row: Row) -> ox.NamedNode:
        """The observation, mention or statement that is `row`."""
        return ox.NamedNode(self._things + row_id(row))

    def _subject(self, kind: str, name: str, province_name: str, article: str, *dates: str) -> Subject:
        """Whom a row is about.

        `kind` is the facts table's type, `province_name` the province it lies in ("" if not known), `dates` the
        partial dates at which to look for the place, the most fitting first.
        """
        if kind == "Province":
            return self._place(kind, name, _province(name, *dates))
        if kind in ("Country", "Region"):
            return self._place(kind, name, next(iter(places().named(name, kind)), None))
        province = _province(province_name, *dates)
        within = _province_slug(province_name, province) + "-" if province_name else ""
        if kind == "District":
            if province:
                for date in (*dates, ""):
                    found = places().district_in(name, province.label, date)
                    if found:
                        return self._place(kind, name, found)
            return Subject(self._terms.thing("district", within + name_slug(name)), None, province)
        if kind == "Company":
            within = ""
        elif kind == "Project":
            within = article_slug(article) + "-"
        elif kind in ZONE_KINDS:
            return self._zone(kind, name, province_name, province, dates[0])
        return Subject(self._terms.thing(KINDS[kind], within + name_slug(name)), None, province)

    @staticmethod
    def home(province: Place) -> str:
        """What stands for a province in the IRIs of its zones, whichever of the provinces of its name it is."""
        return name_slug(province.label)

    def _zone(self, kind: str, label: str, province_name: str, province: Place | None, date: str) -> Subject:
        name = read_zone_name(label, province, date) or ZoneName(label, "", name_slug(label))
        if name.province is not None:
            home, merged = self.home(name.province), False
        else:
            home, merged = _province_slug(province_name, province) if province_name else "", False
        if province is not None and name.province in (None, province):
            merged = places().holds_others(province, date)
        whole_key = ZoneKey(name.noun.lower(), name.core, "", home, merged)
        whole = self._terms.thing(KINDS[kind], name_slug(whole_key.slug))
        if not name.phase:
            return Subject(whole, None, province, ZoneSubject(name, whole_key, None, whole_key))
        key = replace(whole_key, phase=name.phase)
        node = self._terms.thing(KINDS[kind], name_slug(key.slug))
        return Subject(node, None, province, ZoneSubject(name, key, whole, whole_key))

    def _place(self, kind: str, name: str, place: Place | None) -> Subject:
        if place is None:
            return Subject(self._terms.thing(KINDS[kind], name_slug(name)))
        return Subject(ox.NamedNode(self._things + place.slug), place)

    def policy(self, row: NamedPolicy) -> ox.NamedNode:
        """The policy that `row` names."""
        issuer = _ISSUER_PREFIX.sub("", slug(row.issuer))
        if row.number:
            number = name_slug(row.number)
            parts = [number] if _CENTRAL_NUMBER.search(number) else [number, issuer]
            if not _YEAR_IN_NUMBER.search(row.number):
                parts.append(row.date[:4])
        else:
            parts = [row.kind, name_slug(row.title), issuer or article_slug(row.article)]
        return self._terms.thing("policy", _bounded("-".join(part for part in parts if part)))

    def unlisted_policy(self, article: str, key: str) -> ox.NamedNode:
        """A policy that a figure is a target of, but that the article's policies table does not have."""
        return self._terms.thing("policy", _bounded(f"{article_slug(article)}-{name_slug(key)}"))


def observation_key(row: Observation) -> str:
    """A hash of all that the observation states and where; the confidence levels are no part of it."""
    stated = (
        f"{row.article}\x1f{row.about}\x1f{row.about_type}\x1f{row.scope}\x1f{row.stage}\x1f{row.sector}\x1f"
        f"{row.metric}\x1f{row.origin}\x1f{written_decimal(row.value)}\x1f{row.unit}\x1f{row.from_}\x1f{row.to}\x1f"
        f"{row.status}\x1f{row.bound}\x1f{row.start}\x1f{row.end}\x1f{row.quote}\x1f{row.province}\x1f{row.policy}"
    )
    return _hash(stated, 32)


def cell_key(subject: ox.NamedNode, row: Observation) -> str:
    """A hash of all that tells what an observation of that subject is a figure of, but not of what it states of it.

    Figures that share it fill one cell of the cube, so no two of them can be right if their values differ. How far a
    zone is built (the stage) is no part of it: many articles leave it out.
    """
    of = (subject.value, row.metric, row.unit, row.scope, row.sector, row.origin, row.status, row.from_, row.to)
    return _hash("\x1f".join(of), 16)


def mention_key(row: NamedZone | NamedPolicy) -> str:
    """A hash of all that the row states and where."""
    stated: tuple[str, ...]
    if isinstance(row, NamedZone):
        stated = ("zone", row.article, row.label, row.type, row.province, row.district, row.stage)
    else:
        stated = ("policy", row.article, row.number, row.kind, row.issuer, row.date, row.title, row.from_, row.to)
    return _hash("\x1f".join((*stated, str(row.start), str(row.end))), 32)


def sector_statement_key(row: SectorStatement) -> str:
    """A hash of all that the row states and where; how its subject was found is no part of it."""
    stated = (row.article, row.about, row.about_type, row.scope, row.province, row.relation, row.sector, row.quote)
    return _hash("\x1f".join((*stated, str(row.start), str(row.end))), 32)


def row_id(row: Row) -> str:
    """The end of a row's IRI: `observation/HASH`, `mention/HASH` or `sector-statement/HASH`."""
    if isinstance(row, Observation):
        return f"observation/{observation_key(row)}"
    if isinstance(row, SectorStatement):
        return f"sector-statement/{sector_statement_key(row)}"
    return f"mention/{mention_key(row)}"


def written_decimal(value: Decimal) -> str:
    """The digits of an xsd:decimal; a value that has none in a sane length stays as Python writes it."""
    if value.is_finite() and (not value or abs(value.adjusted()) < 60):
        return plain_decimal(value)
    return str(value)


def _bounded(made: str) -> str:
    safe = made if re.fullmatch(r"[A-Za-z0-9._~-]+", made) else name_slug(made)
    return safe if len(safe) <= 3 * LONGEST_SLUG else f"{safe[: 2 * LONGEST_SLUG]}-{_hash(safe, 8)}"


@lru_cache(maxsize=16)
def identifiers(base_iri: str) -> Identifiers:
    """The maker of IRIs under `base_iri`. Raises SettingsError where no IRIs can be made under it."""
    return Identifiers(base_iri)
