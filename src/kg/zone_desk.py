"""What people do with names of zones: list them, see what may be one, decide, and take decisions back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyoxigraph as ox

from kg.errors import ZoneError
from kg.graph import identifiers
from kg.graph.text import carried
from kg.graph.vocabulary import vocabulary
from kg.graph.zone_graphs import decisions_graph, known_names, names_graph, read_decisions
from kg.reference.places import places
from kg.store import Store, text
from kg.zones.decisions import Kind, ZoneDecision, ZoneRef, in_force
from kg.zones.naming import ZoneKey, read_zone_key, read_zone_name
from kg.zoning import Zoning

_PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


@dataclass(frozen=True, slots=True)
class KnownZone:
    """A name that articles state: the path of its node, its key, one of its labels, and in how many articles it stands.

    `zone` is the path of the zone that it is, itself or another, `why` the reason where it is another.
    """

    path: str
    key: ZoneKey
    label: str
    articles: int
    zone: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Two zones that may be one, and why that cannot be told: a doubt of `kg.zones.resolution`, or `saysMore`."""

    first: KnownZone
    second: KnownZone
    doubt: str


def known_zones(store: Store, base_iri: str) -> list[KnownZone]:
    """All names, in the order of their paths. Raises StoreError, QueryError."""
    terms = vocabulary(base_iri)
    key, resolved = f"<{terms.NAME_KEY.value}>", f"<{terms.RESOLVED_BY.value}>"
    counts = store.select(
        f"{_PREFIXES}SELECT ?name (COUNT(DISTINCT ?graph) AS ?articles) (MIN(?key) AS ?first) (MIN(?called) AS ?label) "
        f"WHERE {{ GRAPH ?graph {{ ?name {key} ?key . OPTIONAL {{ ?name rdfs:label ?called }} }} }} GROUP BY ?name"
    )
    links = store.select(f"{_PREFIXES}SELECT * WHERE {{ ?name dcterms:isReplacedBy ?zone ; {resolved} ?why }}")
    zones = {text(row, "name"): (_path(text(row, "zone"), base_iri), _word(text(row, "why"))) for row in links}
    found = []
    for row in counts:
        try:
            first = read_zone_key(text(row, "first"))
        except ValueError:
            continue
        path = _path(text(row, "name"), base_iri)
        zone, why = zones.get(text(row, "name"), (path, ""))
        found.append(KnownZone(path, first, text(row, "label"), int(text(row, "articles")), zone, why))
    return sorted(found, key=lambda one: one.path)


def doubtful_zones(store: Store, base_iri: str) -> list[Doubtful]:
    """What may be one zone: the candidates that the store tells of, and names of which one only says more."""
    terms = vocabulary(base_iri)
    known = {one.path: one for one in known_zones(store, base_iri)}
    rows = store.select(
        f"SELECT DISTINCT ?one ?other ?doubt WHERE {{ ?pair <{terms.DOUBT.value}> ?doubt ; "
        f"<{terms.MAY_BE_ONE.value}> ?one, ?other FILTER(STR(?one) < STR(?other)) }}"
    )
    found: dict[tuple[str, str], str] = {}
    for row in rows:
        pair = _path(text(row, "one"), base_iri), _path(text(row, "other"), base_iri)
        if pair[0] in known and pair[1] in known:
            found[pair] = _word(text(row, "doubt"))
    apart = _told_apart(decisions_in(store, base_iri))
    for first, second in longer_names(one for one in known.values() if one.zone == one.path):
        if frozenset((first, second)) not in apart:
            found.setdefault((first, second), "saysMore")
    return [Doubtful(known[first], known[second], doubt) for (first, second), doubt in sorted(found.items())]


def longer_names(zones: Iterable[KnownZone]) -> Iterator[tuple[str, str]]:
    """Pairs of one kind and province of which one name begins or ends with the other: "Mẫu" and "Mẫu Sông Hồng".

    Names that differ by a number are two zones.
    """
    by_words: dict[tuple[str, str, str], str] = {}
    wholes = [one for one in zones if not one.key.phase]
    for one in wholes:
        by_words[one.key.noun, one.key.home, one.key.core] = one.path
    for one in wholes:
        words = one.key.core.split("-")
        for size in range(1, len(words)):
            for part, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
                other = by_words.get((one.key.noun, one.key.home, "-".join(part)))
                numbered = all(word.isdigit() or len(word) == 1 for word in rest)
                if other is not None and not numbered and not part[0].isdigit():
                    yield min(one.path, other), max(one.path, other)


def decisions_in(store: Store, base_iri: str) -> list[ZoneDecision]:
    """All decisions that the store keeps, in the order in which they were made."""
    triples = (quad.triple for quad in store.quads(decisions_graph(base_iri).value))
    return sorted(read_decisions(triples, base_iri)[0].values(), key=lambda one: (one.recorded, one.id))


def find_zone(store: Store, base_iri: str, written: str) -> ZoneRef:
    """The zone that a person means: an IRI, its end (`zone/ha-nam-kcn-mau`), or a name (`KCN Mẫu, Hà Nam`).

    Raises ZoneError where articles name none that is called so, or several.
    """
    path = written.removeprefix(base_iri + "id/").removeprefix(base_iri)
    if path.startswith(("zone/", "cluster/", "economic-zone/")):
        keys = _keys_of(store, base_iri, path)
        if not keys:
            raise ZoneError("no article names a zone of that IRI; `kg zones list` has them all", where=written)
        return ZoneRef(path, min(keys), _label(store, base_iri, path))
    called, _, where = written.partition(",")
    province = places().province_at(where.strip(), "") if where.strip() else None
    if where.strip() and province is None:
        raise ZoneError(f"{where.strip()!r} is no province", where=written)
    name = read_zone_name(called, province)
    if name is None:
        raise ZoneError("that is no name", where=written)
    home = name.province or province
    wanted = ZoneKey(name.noun.lower(), name.core, name.phase, identifiers(base_iri).home(home) if home else "")
    triples = [quad.triple for quad in store.quads(names_graph(wanted.bucket, base_iri).value)]
    known = known_names(triples, base_iri)
    fitting = {
        path
        for path, key in known
        if (key.core, key.phase) == (wanted.core, wanted.phase)
        and (not home or key.home == wanted.home)
        and (not name.noun or key.noun == wanted.noun)
    }
    zones = {_zone_of(path, triples, base_iri) for path in fitting}
    if len(zones) != 1:
        near = sorted(fitting or {path for path, _ in known})
        hint = f"; there are: {', '.join(near)}" if near else "; `kg zones list` has them all"
        told = "several zones are called so" if zones else "no zone is called so"
        raise ZoneError(told + hint, where=written)
    return find_zone(store, base_iri, min(fitting) if len(fitting) == 1 else zones.pop())


def decide(
    zoning: Zoning,
    kind: Kind,
    *,
    author: str,
    reason: str,
    zones: Sequence[ZoneRef] = (),
    article: str = "",
    revises: str = "",
    now: datetime | None = None,
) -> tuple[ZoneDecision, list[str]]:
    """Record a decision and apply it; what could not be applied, in words. Raises as `Zoning.record`."""
    recorded = (now or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds")
    clean = carried(" ".join(author.split()))
    decision = ZoneDecision(kind, clean, recorded, carried(reason.strip()), tuple(zones), article, revises)
    return decision, zoning.record([decision])


def named_decision(zoning: Zoning, beginning: str) -> ZoneDecision:
    """The decision of that id, or of which it is the beginning. Raises ZoneError where it is none, or of several."""
    wanted = beginning.rpartition("/")[2]
    fitting = [one for id_, one in zoning.all.items() if wanted and id_.startswith(wanted)]
    if len(fitting) != 1:
        told = "several decisions begin so" if fitting else "there is no such decision; `kg zones decisions list`"
        raise ZoneError(told, where=beginning)
    [found] = fitting
    undone = {one.revises for one in zoning.all.values() if one.kind == "undo"}
    if found.kind != "undo" and found not in zoning.force and found.id in undone:
        raise ZoneError("it was undone already", where=beginning)
    return found


def zone_for_article(store: Store, base_iri: str, article: str, name: ZoneRef) -> ZoneRef:
    """The zone with the key that it has in one article. Raises ZoneError where the article does not name it."""
    graph = identifiers(base_iri).article_graph(article)
    keys = {
        read_zone_key(triple.object.value)
        for triple in (quad.triple for quad in store.quads(graph.value))
        if triple.predicate == vocabulary(base_iri).NAME_KEY
        and triple.subject == ox.NamedNode(f"{base_iri}id/{name.path}")
        and isinstance(triple.object, ox.Literal)
    }
    if not keys:
        raise ZoneError(f"no article of that id names {name.path}; `kg query articles` lists them", where=article)
    return name._replace(key=min(keys))


def new_zone(base_iri: str, like: ZoneRef, written: str) -> ZoneRef:
    """A zone that no article names so far, called `KCN Mẫu, Hà Nam`, of the class of `like`. Raises ZoneError."""
    called, _, where = written.partition(",")
    kind = {"zone": "Zone", "cluster": "Cluster", "economic-zone": "EconomicZone"}[like.path.partition("/")[0]]
    subject = identifiers(base_iri).subject(kind, called.strip(), where.strip(), "", "")
    if subject.zone is None or not subject.zone.name.noun or not subject.zone.key.home:
        raise ZoneError("a zone is told with its kind and its province, such as `KCN Mẫu, Hà Nam`", where=written)
    return ZoneRef(_path(subject.node.value, base_iri), subject.zone.key, called.strip())


def _told_apart(decisions: Iterable[ZoneDecision]) -> set[frozenset[str]]:
    return {
        frozenset((one.path, other.path))
        for decision in in_force(decisions)
        if decision.kind == "split"
        for one in decision.zones
        for other in decision.zones
        if one != other
    }


def _keys_of(store: Store, base_iri: str, path: str) -> set[ZoneKey]:
    known = f"<{vocabulary(base_iri).KNOWN_KEY.value}>"
    rows = store.select("SELECT ?key WHERE { ?zone " + known + " ?key }", bindings={"zone": _node(path, base_iri)})
    return {read_zone_key(text(row, "key")) for row in rows}


def _label(store: Store, base_iri: str, path: str) -> str:
    asked = _PREFIXES + "SELECT (MIN(?called) AS ?label) WHERE { ?zone rdfs:label ?called }"
    return next((text(row, "label") for row in store.select(asked, bindings={"zone": _node(path, base_iri)})), "")


def _node(path: str, base_iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(f"{base_iri}id/{path}")
    except ValueError as error:
        raise ZoneError(f"that is no IRI: {error}", where=path) from error


def _zone_of(path: str, triples: Iterable[ox.Triple], base_iri: str) -> str:
    for triple in triples:
        if triple.subject == _node(path, base_iri) and triple.predicate.value.endswith("/isReplacedBy"):
            assert isinstance(triple.object, ox.NamedNode)
            return _path(triple.object.value, base_iri)
    return path


def _path(iri: str, base_iri: str) -> str:
    return iri.removeprefix(f"{base_iri}id/")


def _word(iri: str) -> str:
    return iri.rpartition("/")[2]
