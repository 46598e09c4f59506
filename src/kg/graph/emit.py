"""Facts → graph: one article's facts as the triples of its named graph.

The shape of the graph is told in `docs/graph.md`; the terms in `ontology/kg.ttl`. Emission is deterministic, has no
blank nodes (a graph emitted twice is the same set of triples), and leaves nothing out: `kg.graph.reading` gives back
the rows, each with the fields that the CSV does not have. It judges nothing: what is wrong with a fact is for the gate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import datetime

import pyoxigraph as ox

from kg import __version__
from kg.articles.model import Article
from kg.errors import FactsError
from kg.facts import ArticleFacts, NamedPolicy, NamedZone, Observation, SectorStatement
from kg.facts_rows import Row
from kg.graph import vocabulary as v
from kg.graph.corrections import outcome_triples, time_literal
from kg.graph.dates import day_literals, days, partial_literal, period
from kg.graph.identifiers import Identifiers, Subject, ZoneSubject, cell_key, identifiers, written_decimal
from kg.graph.model import ArticleGraph, FactTriples
from kg.graph.spans import Spans
from kg.graph.text import carried, settled
from kg.graph.vocabulary import Vocabulary, vocabulary
from kg.reference.sectors import sectors
from kg.review.apply import Reviewed, review

_SQUARE = re.compile(r"(?<![^\W\d_])(?:(?P<kilo>km|ki-?lô-?mét|cây số)|m|mét) ?(?:\^?[2²](?!\d)|vuông)")

Add = Callable[[ox.Triple], None]


def emit(article: Article, facts: ArticleFacts | Reviewed, base_iri: str, when: datetime) -> ArticleGraph:
    """The graph of what `article` says, extracted `when`, with all IRIs under `base_iri`.

    The facts are those of `kg.graph.text.settled(facts)`; where they have been reviewed, they were settled before. The
    article's date is the facts', else the article's.

    Raises:
        FactsError: a row belongs to another article.
        SettingsError: no IRIs can be made under `base_iri`.
    """
    reviewed = facts if isinstance(facts, Reviewed) else review(settled(facts), "", ())
    facts = reviewed.facts
    owners = {facts.article}
    owners.update(row.article for row in facts.observations)
    owners.update(row.article for row in facts.zones)
    owners.update(row.article for row in facts.policies)
    owners.update(row.article for row in facts.sectors)
    if owners != {article.id}:
        others = ", ".join(sorted(map(repr, owners - {article.id})))
        raise FactsError(
            f"among the facts of {article.id!r} are some of {others}; emit each article's own", where=article.source
        )
    return _Emitter(article, reviewed, base_iri, when).graph()


def _plain(text: str) -> ox.Literal:
    return ox.Literal(carried(text))


def _vietnamese(text: str) -> ox.Literal:
    return ox.Literal(carried(text), language="vi")


def _integer(number: int) -> ox.Literal:
    return ox.Literal(str(number), datatype=v.INTEGER)


def web_page(url: str) -> ox.NamedNode | None:
    """The URL as a node, where it is one of the web and a well-formed IRI."""
    if not url.startswith(("http://", "https://")):
        return None
    try:
        return ox.NamedNode(url)
    except ValueError:
        return None


def stated_unit(row: Observation) -> ox.NamedNode | None:
    """The unit that the quote writes, where the facts table has another: it knows areas in hectares only."""
    if row.unit != "ha":
        return None
    square = _SQUARE.search(row.quote.lower())
    if not square:
        return None
    return v.SQUARE_KILOMETRE if square["kilo"] else v.SQUARE_METRE


class _Emitter:
    """Emits one article. Nodes and triples that several facts share are made once and kept here."""

    def __init__(self, article: Article, reviewed: Reviewed, base_iri: str, when: datetime) -> None:
        facts = reviewed.facts
        self.terms: Vocabulary = vocabulary(base_iri)
        self.make: Identifiers = identifiers(base_iri)
        self.article = article
        self.facts = facts
        self.reviewed = reviewed
        self.when = when
        self.published = facts.published or article.published
        self.dated = self.published if days(self.published) else ""
        self.node = self.make.article(article.id)
        self.extraction = self.make.extraction(article.id, article.digest)
        self.span = Spans(article, base_iri).span
        self.described: dict[tuple[str, str, str, str], tuple[Subject, list[ox.Triple]]] = {}
        # A subject's province where the observation does not give it but the zones table does.
        self.provinces: dict[tuple[str, str], str] = {
            (zone.type, zone.label): zone.province for zone in reversed(facts.zones) if zone.province
        }
        self.policies = {policy.key: self.make.policy(policy) for policy in reversed(facts.policies)}

    def graph(self) -> ArticleGraph:
        facts = [self.observation(number, row) for number, row in enumerate(self.facts.observations)]
        facts += [self.zone(number, row) for number, row in enumerate(self.facts.zones)]
        facts += [self.policy(number, row) for number, row in enumerate(self.facts.policies)]
        facts += [self.sector_statement(number, row) for number, row in enumerate(self.facts.sectors)]
        name = self.make.article_graph(self.article.id)
        corrections = outcome_triples(self.reviewed.outcomes, self.node, self.terms.base)
        return ArticleGraph(name, self.node, (*self.head(), *corrections), tuple(facts))

    def head(self) -> Iterable[ox.Triple]:
        terms, node, article, extraction = self.terms, self.node, self.article, self.extraction
        yield ox.Triple(node, v.A, terms.ARTICLE)
        yield ox.Triple(node, v.A, v.ENTITY)
        yield ox.Triple(node, v.IDENTIFIER, _plain(article.id))
        yield ox.Triple(node, terms.DIGEST, ox.Literal(article.digest))
        for predicate, text in (
            (v.SOURCE, article.source),
            (v.PUBLISHER, article.publisher),
            (v.CREATOR, article.author),
        ):
            if text:
                yield ox.Triple(node, predicate, _plain(text))
        if article.title:
            yield ox.Triple(node, v.TITLE, _vietnamese(article.title))
        page = web_page(article.url)
        if page:
            yield ox.Triple(node, v.PAGE, page)
        if self.dated:
            yield ox.Triple(node, v.ISSUED, partial_literal(self.dated))
        software = self.make.software()
        yield ox.Triple(extraction, v.A, v.ACTIVITY)
        yield ox.Triple(extraction, v.USED, node)
        yield ox.Triple(
            extraction, v.STARTED, ox.Literal(self.when.isoformat(timespec="seconds"), datatype=v.DATE_TIME)
        )
        yield ox.Triple(extraction, v.ASSOCIATED_WITH, software)
        yield ox.Triple(software, v.A, v.SOFTWARE_AGENT)
        yield ox.Triple(software, v.LABEL, ox.Literal(f"vnkg {__version__}"))
        yield ox.Triple(software, v.SOFTWARE_VERSION, ox.Literal(__version__))

    def observation(self, number: int, row: Observation) -> FactTriples:
        terms, concept, triple = self.terms, self.make.concept, ox.Triple
        node = self.make.observation(row)
        triples: list[ox.Triple] = []
        add = triples.append
        add(triple(node, v.A, terms.OBSERVATION))
        add(triple(node, v.A, v.QB_OBSERVATION))
        add(triple(node, v.DATA_SET, terms.OBSERVATIONS))
        add(triple(node, terms.ROW_NUMBER, _integer(number)))
        province = row.province or self.provinces.get((row.about_type, row.about), "")
        # A zone lies, to one article, in one province: that of the article's time, whatever time its figures are of.
        dates = self.time_of(row) if row.about_type in ("Province", "District", "Commune") else (self.dated,)
        subject, described = self.subject(row.about_type, row.about, province, dates)
        add(triple(node, v.REF_AREA, subject.node))
        add(triple(node, terms.CELL_KEY, ox.Literal(cell_key(subject.node, row))))
        add(triple(node, terms.METRIC, concept("metric", row.metric)))
        add(triple(node, v.VALUE, ox.Literal(written_decimal(row.value), datatype=v.DECIMAL)))
        add(triple(node, v.UNIT, self.make.unit(row.unit)))
        stated = stated_unit(row)
        if stated:
            add(triple(node, terms.STATED_UNIT, stated))
        add(triple(node, terms.STATUS, concept("status", row.status)))
        add(triple(node, terms.BOUND, concept("bound", row.bound)))
        add(triple(node, terms.CONFIDENCE, concept("confidence", row.confidence)))
        add(triple(node, terms.SUBJECT_CONFIDENCE, concept("confidence", row.subject_level)))
        add(triple(node, terms.METRIC_CONFIDENCE, concept("confidence", row.metric_level)))
        add(triple(node, terms.TIME_CONFIDENCE, concept("confidence", row.time_level)))
        self.origin(node, row, add)
        if row.scope:
            add(triple(node, terms.SCOPE, concept("scope", row.scope)))
        if row.stage:
            add(triple(node, terms.STAGE, concept("stage", row.stage)))
        if row.origin:
            add(triple(node, terms.ORIGIN, concept("origin", row.origin)))
        for predicate, text in (
            (terms.ABOUT_LABEL, row.about),
            (terms.SECTOR_LABEL, row.sector),
            (terms.PROVINCE_LABEL, row.province),
        ):
            if text:
                add(triple(node, predicate, ox.Literal(text)))
        self.sectors(node, row.sector, add)
        if row.from_ or row.to:
            add(triple(node, v.REF_PERIOD, ox.Literal(period(row.from_, row.to))))
            self.period(node, row.from_, row.to, add)
        if row.policy:
            policy = self.policies.get(row.policy) or self.make.unlisted_policy(row.article, row.policy)
            add(triple(node, terms.TARGET_OF, policy))
            add(triple(node, terms.TARGET_OF_LABEL, ox.Literal(row.policy)))
        span, located = self.span(row.start, row.end, row.quote)
        if span:
            add(triple(node, v.DERIVED_FROM, span))
        return FactTriples(node, (*triples, *described, *located))

    def sectors(self, node: ox.NamedNode, wording: str, add: Add) -> list[ox.NamedNode]:
        """The sectors of each version of VSIC that a wording means, as far as it is known; they are said of `node`."""
        found = []
        for match in sectors().match(wording) if wording else ():
            sector = self.make.sector(match.sector)
            add(ox.Triple(node, self.terms.SECTOR, sector))
            add(ox.Triple(node, self.terms.SECTOR_MATCHES[match.relation], sector))
            found.append(sector)
        return found

    def origin(self, node: ox.NamedNode, row: Row, add: Add) -> None:
        """How a row came to be: read by the extractor, or put there by a person."""
        origin = self.reviewed.by.get(row)
        if origin is None:
            add(ox.Triple(node, v.GENERATED_BY, self.extraction))
            return
        add(ox.Triple(node, v.GENERATED_BY, self.make.correction(origin.correction.id)))
        add(ox.Triple(node, v.GENERATED_AT, time_literal(origin.correction)))
        before = self.make.row(origin.before) if origin.before else node
        if before != node:
            add(ox.Triple(node, v.REVISION_OF, before))

    def time_of(self, row: Observation) -> tuple[str, ...]:
        """The dates at which to look for the observation's place: its own time, unless that lay ahead."""
        own = row.to or row.from_
        if not days(own) or (own > self.dated if self.dated else row.status == "planned"):
            return (self.dated,)
        return (own, self.dated)

    def period(self, node: ox.NamedNode, from_: str, to: str, add: Add) -> None:
        terms = self.terms
        if from_:
            add(ox.Triple(node, terms.FROM, partial_literal(from_)))
        if to:
            add(ox.Triple(node, terms.TO, partial_literal(to)))
        first, last = day_literals(from_, to)
        if first:
            add(ox.Triple(node, terms.PERIOD_START, first))
        if last:
            add(ox.Triple(node, terms.PERIOD_END, last))

    def subject(self, kind: str, name: str, province: str, dates: tuple[str, ...]) -> tuple[Subject, list[ox.Triple]]:
        """Whom a row is about, and what the article's graph has to say of it: its type, its name, where it lies."""
        key = (kind, name, province, dates[0])
        known = self.described.get(key)
        if known:
            return known
        terms = self.terms
        subject = self.make.subject(kind, name, province, self.article.id if kind == "Project" else "", *dates)
        node = subject.node
        triples = [ox.Triple(node, v.A, class_) for class_ in self.classes(kind, name)]
        add = triples.append
        if subject.place is None:
            if subject.zone:
                if subject.zone.name.province:  # the name itself says where: it may be a province that was merged since
                    province = subject.zone.name.province.label
                self.zone_named(kind, name, node, subject.zone, add)
            elif name:
                add(ox.Triple(node, v.LABEL, ox.Literal(name, language="vi")))
            if province:
                within, described = self.subject("Province", province, "", dates)
                add(ox.Triple(node, terms.LOCATED_IN, within.node))
                if subject.zone and subject.zone.whole:
                    add(ox.Triple(subject.zone.whole, terms.LOCATED_IN, within.node))
                triples += described
        self.described[key] = subject, triples
        return subject, triples

    def classes(self, kind: str, name: str) -> list[ox.NamedNode]:
        """The classes of a subject of that type and name."""
        if kind == "Zone" and name.startswith("KCX"):
            return [self.terms.term(kind), self.terms.EXPORT_PROCESSING_ZONE]
        if kind == "Zone" and name.startswith("KCNC"):
            return [self.terms.term(kind), self.terms.HIGH_TECH_ZONE]
        return [self.terms.term(kind)]

    def zone_named(self, kind: str, name: str, node: ox.NamedNode, zone: ZoneSubject, add: Add) -> None:
        """What a zone is called, and of a phase the whole that it is a part of, which the article names thereby."""
        terms, whole = self.terms, zone.whole
        add(ox.Triple(node, terms.NAME_KEY, ox.Literal(str(zone.key))))
        label = name if whole else zone.name.label
        if label:
            add(ox.Triple(node, v.LABEL, ox.Literal(label, language="vi")))
        if name not in ("", label):
            add(ox.Triple(node, v.ALT_LABEL, ox.Literal(name, language="vi")))
        if whole:
            add(ox.Triple(node, v.IS_PART_OF, whole))
            for class_ in self.classes(kind, name):
                add(ox.Triple(whole, v.A, class_))
            add(ox.Triple(whole, v.LABEL, ox.Literal(zone.name.label, language="vi")))
            add(ox.Triple(whole, terms.NAME_KEY, ox.Literal(str(zone.whole_key))))
            add(ox.Triple(whole, terms.MENTIONED_IN, self.node))

    def mention(self, number: int, row: NamedZone | NamedPolicy, of: ox.NamedNode, add: Add) -> ox.NamedNode:
        """The row itself, as a thing beside what it names: two rows may name one thing, and differ."""
        node = self.make.mention(row)
        add(ox.Triple(node, v.A, self.terms.MENTION))
        add(ox.Triple(node, self.terms.MENTION_OF, of))
        add(ox.Triple(node, self.terms.ROW_NUMBER, _integer(number)))
        self.origin(node, row, add)
        return node

    def zone(self, number: int, row: NamedZone) -> FactTriples:
        terms, dates = self.terms, (self.dated,)
        subject, described = self.subject(row.type, row.label, row.province, dates)
        triples: list[ox.Triple] = []
        add = triples.append
        mention = self.mention(number, row, subject.node, add)
        if row.label:
            add(ox.Triple(mention, v.LABEL, ox.Literal(row.label, language="vi")))
        if row.province:
            add(ox.Triple(mention, terms.PROVINCE_LABEL, ox.Literal(row.province)))
        if row.district:
            district, lies_in = self.subject("District", row.district, row.province, dates)
            add(ox.Triple(mention, terms.DISTRICT_LABEL, ox.Literal(row.district)))
            add(ox.Triple(subject.node, terms.IN_DISTRICT, district.node))
            triples += lies_in
        if row.stage:
            stage = self.make.concept("stage", row.stage)
            add(ox.Triple(mention, terms.STAGE, stage))
            add(ox.Triple(subject.node, terms.STAGE, stage))
        located = self.source((mention, subject.node), row, add)
        return FactTriples(mention, (*triples, *described, *located))

    def policy(self, number: int, row: NamedPolicy) -> FactTriples:
        terms = self.terms
        policy = self.make.policy(row)
        triples = [ox.Triple(policy, v.A, terms.POLICY)]
        add = triples.append
        mention = self.mention(number, row, policy, add)
        kind = self.make.concept("policy-kind", row.kind)
        for node in (mention, policy):
            add(ox.Triple(node, terms.POLICY_KIND, kind))
            if row.number:
                add(ox.Triple(node, v.IDENTIFIER, ox.Literal(row.number)))
            if row.title:
                add(ox.Triple(node, v.TITLE, ox.Literal(row.title, language="vi")))
            if row.issuer:
                add(ox.Triple(node, terms.ISSUER, ox.Literal(row.issuer)))
            if row.date:
                add(ox.Triple(node, v.ISSUED, partial_literal(row.date)))
            self.period(node, row.from_, row.to, add)
        located = self.source((mention, policy), row, add)
        return FactTriples(mention, (*triples, *located))

    def sector_statement(self, number: int, row: SectorStatement) -> FactTriples:
        """That a subject has or wants a sector: a thing of its own, and plainly a property of the subject."""
        terms = self.terms
        node = self.make.sector_statement(row)
        subject, described = self.subject(row.about_type, row.about, row.province, (self.dated,))
        triples = [ox.Triple(node, v.A, terms.SECTOR_STATEMENT)]
        add = triples.append
        add(ox.Triple(node, terms.ROW_NUMBER, _integer(number)))
        add(ox.Triple(node, v.REF_AREA, subject.node))
        add(ox.Triple(node, terms.SECTOR_RELATION, self.make.concept("sector-relation", row.relation)))
        add(ox.Triple(node, terms.SUBJECT_CONFIDENCE, self.make.concept("confidence", row.subject_level)))
        self.origin(node, row, add)
        if row.scope:
            add(ox.Triple(node, terms.SCOPE, self.make.concept("scope", row.scope)))
        for predicate, text in (
            (terms.ABOUT_LABEL, row.about),
            (terms.SECTOR_LABEL, row.sector),
            (terms.PROVINCE_LABEL, row.province),
        ):
            if text:
                add(ox.Triple(node, predicate, ox.Literal(text)))
        for sector in self.sectors(node, row.sector, add):
            # What a place's zones have is not said of the place itself.
            if not row.scope:
                add(ox.Triple(subject.node, terms.STATED_SECTORS[row.relation], sector))
        span, located = self.span(row.start, row.end, row.quote)
        if span:
            add(ox.Triple(node, v.DERIVED_FROM, span))
        return FactTriples(node, (*triples, *described, *located))

    def source(self, nodes: Iterable[ox.NamedNode], row: NamedZone | NamedPolicy, add: Add) -> list[ox.Triple]:
        span, located = self.span(row.start, row.end, None)
        for node in nodes:
            add(ox.Triple(node, self.terms.MENTIONED_IN, self.node))
            if span:
                add(ox.Triple(node, v.DERIVED_FROM, span))
        return located
