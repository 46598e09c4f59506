"""The graphs beside the articles' that tell which names of zones are one zone, and what people decided about them.

`{base}graph/zone-names/BUCKET` holds the names that have a core in common, each with its keys, and what follows from
them: it is made anew whenever one comes or goes. `{base}graph/zone-decisions` holds people's decisions, each as it was
recorded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyoxigraph as ox

from kg.articles.model import ReadProblem
from kg.errors import ZoneError
from kg.graph import vocabulary as v
from kg.graph.identifiers import identifiers
from kg.graph.text import carried
from kg.graph.vocabulary import Vocabulary, vocabulary
from kg.zones.decisions import Kind, ZoneDecision, ZoneRef, read_decision
from kg.zones.naming import ZoneKey, read_zone_key
from kg.zones.resolution import Names, Resolution

SAID: dict[Kind, tuple[str, str]] = {
    "merge": ("Gộp", "Merged"),
    "split": ("Tách", "Told apart"),
    "move": ("Chuyển", "Moved"),
    "undo": ("Hủy quyết định", "Undone"),
}
"""What was decided, in Vietnamese and in English."""


def names_graph(bucket: str, base_iri: str) -> ox.NamedNode:
    """The graph of the names of one bucket (`ZoneKey.bucket`)."""
    return vocabulary(base_iri).graph(f"zone-names/{bucket}")


def decisions_graph(base_iri: str) -> ox.NamedNode:
    """The graph of people's decisions."""
    return vocabulary(base_iri).graph("zone-decisions")


def stated_names(triples: Iterable[ox.Triple], base_iri: str) -> set[tuple[str, ZoneKey]]:
    """The names of zones that an article's graph states: path and key. What is no key is passed over."""
    terms = vocabulary(base_iri)
    return set(_keys(triples, terms.NAME_KEY, terms))


def known_names(triples: Iterable[ox.Triple], base_iri: str) -> set[tuple[str, ZoneKey]]:
    """The names that a graph of `names_triples` tells of."""
    terms = vocabulary(base_iri)
    return set(_keys(triples, terms.KNOWN_KEY, terms))


def _keys(triples: Iterable[ox.Triple], predicate: ox.NamedNode, terms: Vocabulary) -> Iterator[tuple[str, ZoneKey]]:
    for triple in triples:
        if triple.predicate == predicate and isinstance(triple.subject, ox.NamedNode):
            assert isinstance(triple.object, ox.Literal)
            try:
                yield triple.subject.value.removeprefix(terms.things), read_zone_key(triple.object.value)
            except ValueError:
                continue  # written by other means than this program: it is a thing, but resolves to nothing else


def names_triples(names: Names, found: Resolution, bucket: str, base_iri: str) -> list[ox.Triple]:
    """What the graph of a bucket holds: of its names their keys, which zones they are, and what may be one.

    A candidate of two buckets stands in the graph of each.
    """
    terms = vocabulary(base_iri)

    def node(path: str) -> ox.NamedNode:
        return ox.NamedNode(terms.things + path)

    own = {path for path, keys in names.items() if any(key.bucket == bucket for key in keys)}
    triples: list[ox.Triple] = []
    for path in sorted(own):
        for key in sorted(names[path]):
            triples.append(ox.Triple(node(path), terms.KNOWN_KEY, ox.Literal(str(key))))
        if path in found.wholes:
            triples.append(ox.Triple(node(path), v.IS_PART_OF, node(found.wholes[path])))
        if path not in found.zones:
            continue
        zone, reason = found.zones[path]
        triples.append(ox.Triple(node(path), v.IS_REPLACED_BY, node(zone)))
        triples.append(ox.Triple(node(path), terms.RESOLVED_BY, terms.thing("zone-resolution", reason)))
        # A cluster and a zone are never one individual (their classes are disjoint), though one succeeds the other.
        if path.partition("/")[0] == zone.partition("/")[0]:
            triples.append(ox.Triple(node(path), v.SAME_AS, node(zone)))
    for one in sorted(found.candidates):
        if not own & {one.first, one.second}:
            continue
        slug = f"{one.first.replace('/', '-')}--{one.second.replace('/', '-')}"
        candidate = terms.thing("zone-candidate", slug)
        triples.append(ox.Triple(candidate, v.A, terms.ZONE_CANDIDATE))
        triples.append(ox.Triple(candidate, terms.DOUBT, terms.thing("zone-doubt", one.doubt)))
        triples += [ox.Triple(candidate, terms.MAY_BE_ONE, node(path)) for path in (one.first, one.second)]
    return triples


def decision_triples(
    decisions: Iterable[ZoneDecision], force: Sequence[ZoneDecision], base_iri: str
) -> Iterator[ox.Triple]:
    """What the graph of decisions holds, `force` being those in force."""
    terms, make = vocabulary(base_iri), identifiers(base_iri)
    holds = {one.id for one in force}
    for one in decisions:
        node, person = terms.thing("zone-decision", one.id), make.person(one.author)
        author, when = carried(one.author), datetime.fromisoformat(one.recorded)
        vietnamese, english = SAID[one.kind]
        yield ox.Triple(node, v.A, terms.ZONE_DECISION)
        yield ox.Triple(node, v.A, v.ENTITY)
        for language, said in (
            ("vi", f"{vietnamese}: {author}, {when.day}/{when.month}/{when.year}"),
            ("en", f"{english}: {author}, {when:%Y-%m-%d}"),
        ):
            yield ox.Triple(node, v.LABEL, ox.Literal(said, language=language))
        yield ox.Triple(node, terms.DECISION_KIND, terms.thing("zone-decision-kind", one.kind))
        in_force = "true" if one.id in holds else "false"
        yield ox.Triple(node, terms.IN_FORCE, ox.Literal(in_force, datatype=ox.NamedNode(v.XSD + "boolean")))
        for zone in one.zones:
            yield ox.Triple(node, terms.DECIDES, ox.NamedNode(terms.things + zone.path))
        if one.kind == "merge":
            yield ox.Triple(node, terms.KEEPS, ox.NamedNode(terms.things + one.zones[0].path))
        if one.article:
            yield ox.Triple(node, terms.DECIDES, make.article(one.article))
        if one.revises:
            yield ox.Triple(node, terms.UNDOES, terms.thing("zone-decision", one.revises))
        yield ox.Triple(node, v.ATTRIBUTED_TO, person)
        yield ox.Triple(node, v.CREATOR, ox.Literal(author))
        yield ox.Triple(node, v.GENERATED_AT, ox.Literal(when.isoformat(), datatype=v.DATE_TIME))
        yield ox.Triple(node, v.DESCRIPTION, ox.Literal(carried(one.reason)))
        record = json.dumps(one.to_json(), ensure_ascii=False)
        yield ox.Triple(node, terms.DECISION_RECORD, ox.Literal(record))
        yield ox.Triple(person, v.A, v.PERSON)
        yield ox.Triple(person, v.LABEL, ox.Literal(author))


def read_decisions(triples: Iterable[ox.Triple], base_iri: str) -> tuple[dict[str, ZoneDecision], list[ReadProblem]]:
    """The decisions that the graph of decisions holds, by id, and those records of them that cannot be read."""
    terms = vocabulary(base_iri)
    found: dict[str, ZoneDecision] = {}
    problems: list[ReadProblem] = []
    for triple in triples:
        if triple.predicate != terms.DECISION_RECORD or not isinstance(triple.object, ox.Literal):
            continue
        try:
            decision = read_decision(json.loads(triple.object.value))
        except (ZoneError, ValueError, RecursionError) as error:
            problems.append(ReadProblem(str(triple.subject), None, f"the store's record of it is broken: {error}"))
        else:
            found[decision.id] = decision
    return found, problems


@dataclass(frozen=True, slots=True)
class Move:
    """Within one article, `name` is `zone`."""

    name: ZoneRef
    zone: ZoneRef


def move(triples: Sequence[ox.Triple], one: Move, base_iri: str) -> list[ox.Triple] | None:
    """An article's graph with one zone put in the place of another; None where it names that as well.

    `kg:movedFrom` tells of it, and `move_back` goes by that. A graph that does not name the first stays as it is.
    """
    terms = vocabulary(base_iri)
    name, zone = (ox.NamedNode(terms.things + ref.path) for ref in (one.name, one.zone))
    own = {triple.subject for triple in triples if triple.predicate == terms.NAME_KEY}
    if name not in own:
        return list(triples)
    if zone in own:
        return None
    return [*_put(triples, name, zone, one.zone.key, terms), ox.Triple(zone, terms.MOVED_FROM, name)]


def move_back(triples: Sequence[ox.Triple], one: Move, base_iri: str) -> list[ox.Triple]:
    """The graph as it was before `move`; as it is where nothing was moved."""
    terms = vocabulary(base_iri)
    name, zone = (ox.NamedNode(terms.things + ref.path) for ref in (one.name, one.zone))
    mark = ox.Triple(zone, terms.MOVED_FROM, name)
    if mark not in triples:
        return list(triples)
    return list(_put((triple for triple in triples if triple != mark), zone, name, one.name.key, terms))


def _put(
    triples: Iterable[ox.Triple], old: ox.NamedNode, new: ox.NamedNode, key: ZoneKey, terms: Vocabulary
) -> Iterator[ox.Triple]:
    for triple in triples:
        subject = new if triple.subject == old else triple.subject
        object_ = new if triple.object == old else triple.object
        if subject == new and triple.predicate == terms.NAME_KEY:
            object_ = ox.Literal(str(key))
        yield ox.Triple(subject, triple.predicate, object_)
