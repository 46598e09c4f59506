"""Names that people write, resolved to the IRIs that the graph uses."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import cached_property, lru_cache

import pyoxigraph as ox

from kg.errors import ParameterError
from kg.reference.metrics import metrics
from kg.reference.places import places
from kg.reference.sectors import sectors
from kg.store import Store, text
from kg.store.base import Row
from kg.store.binding import bind
from kg.store.tokens import read_query
from kg.vietnamese import fold, slug, strip_diacritics
from kg.zones.naming import read_zone_name

_WORD = re.compile(r"[^\W\d_]+")
_TYPE_WORDS = ("kcn ", "ccn ", "kkt ", "kcx ", "kcnc ", "khu công nghiệp ", "cụm công nghiệp ", "khu kinh tế ")

# A zone has the names of all that are the same zone (docs/zones.md), and so has each of these.
_NAMES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?thing ?label WHERE {
  { VALUES ?class { UNDEF } ?thing a ?class ; rdfs:label ?label }
  UNION { ?name dcterms:isReplacedBy ?thing ; rdfs:label ?label }
  UNION { ?thing dcterms:isReplacedBy ?zone . ?zone rdfs:label ?label }
  UNION { ?thing dcterms:isReplacedBy ?zone . ?name dcterms:isReplacedBy ?zone ; rdfs:label ?label }
}
"""
_CLASSES = ("Zone", "Cluster", "EconomicZone", "Commune", "Company")


class Names:
    """Finds places, zones and metrics by name, with or without diacritics, under one base IRI.

    Places and metrics come from the ontology; zones and clusters are named by articles, so their (IRI, label) pairs
    are handed in, by a function that is called when they are first needed.
    """

    def __init__(self, base_iri: str, zones: Callable[[], Iterable[tuple[str, str]]] = tuple) -> None:
        self.base_iri = base_iri
        self._zones = zones

    def thing(self, path: str) -> str:
        """The IRI of `KIND/SLUG`."""
        return f"{self.base_iri}id/{path}"

    def places(self, name: str) -> tuple[str, ...]:
        """The country, regions, provinces, districts, zones and clusters of that name, all of their times.

        A province that was merged on 2025-07-01 and whose name went on is two: both are given.

        Raises:
            ParameterError: there is none; the message tells the nearest names.
        """
        return self._found(name, "", self._place_index) or self._zones_called(name) or self._none(name)

    def provinces(self, name: str) -> tuple[str, ...]:
        """The provinces of that name. Raises as `places`."""
        return self._found(name, "Province", self._place_index) or self._none(name)

    def zones(self, name: str) -> tuple[str, ...]:
        """The zones, clusters and economic zones of that name, with or without KCN, CCN, KKT. Raises as `places`."""
        return self._zones_called(name) or self._none(name)

    def metric(self, name: str) -> str:
        """The metric of that id, or of that Vietnamese or English label.

        Raises:
            ParameterError: there is none; the message lists the ids.
        """
        known = metrics()
        for metric in known.values():
            called = (metric.id, metric.label, metric.english, *metric.names)
            if slug(name) in {slug(text) for text in called}:
                return self.thing(f"metric/{metric.id}")
        raise ParameterError(f"no metric is called {name!r}; there are: {', '.join(known)}")

    def sectors(self, name: str) -> tuple[str, ...]:
        """The sectors of a code of VSIC 2018 ("26"), of a code told with its version ("vsic-2025-26"), or of words.

        Words ("dệt may") mean all sectors of VSIC 2018 that they are known to name. A figure has its sectors in both
        versions, so that one of them finds it, whenever it was told.

        Raises:
            ParameterError: there is no such sector, and the words are not known.
        """
        known = sectors()
        for slug_ in (f"sector/vsic-2018-{name.strip().upper()}", f"sector/{name.strip()}"):
            if slug_ in known:
                return (self.thing(slug_),)
        english = tuple(
            sector.slug for sector in known.all() if sector.scheme == "vsic-2018" and slug(sector.english) == slug(name)
        )
        found = english or tuple(m.sector.slug for m in known.match(name) if m.sector.scheme == "vsic-2018")
        if not found:
            raise ParameterError(
                f"no sector of VSIC is known as {name!r}; give a code of VSIC 2018 such as 26 or C, vsic-2025-63,"
                " or words such as dệt may"
            )
        return tuple(self.thing(sector) for sector in found)

    def _found(self, name: str, kind: str, index: dict[str, list[tuple[str, str]]]) -> tuple[str, ...]:
        if index is self._place_index:
            exact = [place for place in places().named(name) if not kind or place.kind == kind]
            if exact:
                return tuple(self.thing(place.slug) for place in exact)
        found = index.get(slug(name), [])
        folded = fold(name)
        exact_labels = [iri for iri, label in found if fold(label) == folded]
        # Who writes diacritics means them: "Hà Nam" is not "Hạ Năm". Who leaves them all out means any.
        plain = slug(name).replace("-", " ") == folded.replace("-", " ")
        matching = exact_labels or [iri for iri, _ in found if plain]
        wanted = f"{self.base_iri}id/{kind.lower()}/" if kind else ""
        return tuple(dict.fromkeys(iri for iri in matching if iri.startswith(wanted)))

    def _zones_called(self, name: str) -> tuple[str, ...]:
        """By the name as it is written, else by what it says: "Khu CN Đồng Văn 2" is "KCN Đồng Văn II"."""
        found = self._found(name, "", self._zone_index)
        if found:
            return found
        read = read_zone_name(name)
        if read is None:
            return ()
        meant = set(_WORD.findall(fold(read.label)))
        meant = {word for word in meant if word != strip_diacritics(word)}
        fitting = self._zone_keys.get((read.noun, read.core, read.phase), ())
        return tuple(dict.fromkeys(iri for iri, label in fitting if meant <= set(_WORD.findall(fold(label)))))

    @cached_property
    def _zone_keys(self) -> dict[tuple[str, str, str], list[tuple[str, str]]]:
        index: dict[tuple[str, str, str], list[tuple[str, str]]] = defaultdict(list)
        for iri, label in self._zones():
            read = read_zone_name(label) if iri.startswith(_zone_prefixes(self.base_iri)) else None
            if read:
                index[read.noun, read.core, read.phase].append((iri, label))
                index["", read.core, read.phase].append((iri, label))
        return dict(index)

    def _none(self, name: str) -> tuple[str, ...]:
        known = {**self._zone_index, **self._place_index}
        near = get_close_matches(slug(name), known, n=4, cutoff=0.6)
        labels = dict.fromkeys(known[key][0][1] for key in near)
        hint = f"; did you mean: {', '.join(labels)}?" if labels else ""
        raise ParameterError(f"no place is called {name!r}{hint}")

    @property
    def _place_index(self) -> dict[str, list[tuple[str, str]]]:
        return _place_index(self.base_iri)

    @cached_property
    def _zone_index(self) -> dict[str, list[tuple[str, str]]]:
        index: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for iri, label in self._zones():
            index[slug(label)].append((iri, label))
            for word in _TYPE_WORDS:
                if label.lower().startswith(word):
                    bare = label[len(word) :]
                    index[slug(bare)].append((iri, bare))
        return dict(index)


def _zone_prefixes(base_iri: str) -> tuple[str, ...]:
    return tuple(f"{base_iri}id/{kind}/" for kind in ("zone", "cluster", "economic-zone"))


@lru_cache(maxsize=4)
def _place_index(base_iri: str) -> dict[str, list[tuple[str, str]]]:
    index: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place in places().all():
        called = (place.label, f"{place.prefix} {place.label}".strip(), place.english, *place.aliases)
        for label in dict.fromkeys(called):
            index[slug(label)].append((f"{base_iri}id/{place.slug}", label))
    return dict(index)


def names_query(base_iri: str) -> str:
    """The SPARQL query for all that articles name: zones, clusters, communes, companies."""
    classes = [ox.NamedNode(f"{base_iri}ontology#{name}") for name in _CLASSES]
    return bind(read_query(_NAMES), {"class": classes}).text


def names_from(rows: Iterable[Row], base_iri: str) -> Names:
    """From the rows of `names_query`."""
    pairs = [(text(row, "thing"), text(row, "label")) for row in rows]
    return Names(base_iri, lambda: pairs)


def names_of(store: Store, base_iri: str) -> Names:
    """From a store, which is asked when a name is first looked up there."""
    return Names(
        base_iri,
        lambda: [(text(row, "thing"), text(row, "label")) for row in store.select(names_query(base_iri))],
    )
