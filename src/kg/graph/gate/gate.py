"""The gate: an article's graph goes through facts that violate a shape are kept out, and reported.

One article's graph is validated with just what the reference data say of the things it refers to, so the cost does
not grow with the store. The shapes are those of shapes/, and the ranges of ontology/metrics.ttl: what is right and what
is not stands there alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

import pyoxigraph as ox
from rdflib import SH

from kg.graph import vocabulary as v
from kg.graph.gate.reference import Reference, reference_triples
from kg.graph.gate.terms import Node, PlainGraph, quiet_literals, rdflib_graph, rdflib_triple
from kg.graph.gate.validator import PreparedShapes, Result
from kg.graph.model import ArticleGraph, FactTriples
from kg.graph.reading import Queryable
from kg.graph.shapes import shapes_graph
from kg.graph.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class Rejection:
    """What a shape has against a fact. With severity `Warning` or `Info` the fact was let in all the same.

    `article` is the article's id, `quote` the characters that the fact was read from (empty where it has none),
    `shape` the shape's name in the shapes graph (`named`: it has an IRI there), `focus` the IRI of the node that does
    not conform, `value` the value that does not ("" where none is to blame, as when one is missing), `fact` the IRI of
    the fact concerned (empty where it is the article's own description: then nothing of the article enters).
    """

    article: str
    quote: str
    shape: str
    message: str
    severity: str
    focus: str
    value: str = ""
    fact: str = ""
    named: bool = True


@dataclass(frozen=True, slots=True)
class GateReport:
    """What of an article's graph may enter (`kept`), what may not, and what is odd. `refused` counts facts."""

    kept: ArticleGraph
    rejected: tuple[Rejection, ...] = ()
    warnings: tuple[Rejection, ...] = ()
    refused: int = 0


class Gate:
    """Validates graphs whose IRIs lie under `base_iri`. Making one takes a while: make it once.

    Raises OntologyError where shapes/ or ontology/ are unusable, SettingsError for an unusable base IRI.
    """

    def __init__(self, base_iri: str) -> None:
        self._base = base_iri
        self._terms = vocabulary(base_iri)
        self._shapes = PreparedShapes(rdflib_graph(shapes_graph(base_iri)))
        self._reference = Reference(base_iri)

    def check(self, graph: ArticleGraph) -> GateReport:
        """Keep out the facts that violate a shape, each with what hangs on it alone."""
        article = _identifier(graph)
        kept = graph
        rejected: list[Rejection] = []
        while True:
            results = self._validate(kept)
            violations = [result for result in results if result.severity == SH.Violation]
            if not violations:
                break
            blamed = _Blame(kept)
            out: set[ox.NamedNode] = set()
            for result in violations:
                facts = blamed.facts(result)
                rejected += _rejections(article, result, facts)
                if not facts:
                    # The article's own description is at fault, and every fact of it refers to that.
                    out = {fact.root for fact in kept.facts}
                    kept = replace(kept, head=())
                    break
                out |= {fact.root for fact in facts}
            kept = replace(kept, facts=tuple(fact for fact in kept.facts if fact.root not in out))
            if not kept.head:
                break
        warnings: list[Rejection] = []
        if results and kept.head:
            blamed = _Blame(kept)
            for result in results:
                warnings += _rejections(article, result, blamed.facts(result))
        return GateReport(kept, tuple(rejected), tuple(warnings), len(graph.facts) - len(kept.facts))

    def check_store(self, store: Queryable, graphs: Iterable[str] | None = None) -> Iterator[Rejection]:
        """What the shapes have against what a store holds, article by article in the order of their graphs' names.

        `graphs` names the articles' graphs to check (all, if None). Violations and warnings alike; nothing is changed.
        Raises what the store raises where it cannot answer.
        """
        articles = f"SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ ?article a <{self._terms.ARTICLE.value}> }} }}"
        names = (str(row["graph"].value) for row in store.query(articles)) if graphs is None else graphs
        for name in sorted(names):
            rows = store.query(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
            yield from self.check_triples(name, [ox.Triple(row["s"], row["p"], row["o"]) for row in rows])

    def check_triples(self, name: str, triples: Iterable[ox.Triple]) -> tuple[Rejection, ...]:
        """What the shapes have against a graph of that name with these triples: violations and warnings."""
        report = self.check(self._grouped(name, list(triples)))
        return report.rejected + report.warnings

    def check_reference(self) -> tuple[Rejection, ...]:
        """What the shapes have against the reference data themselves; the `article` of each is empty."""
        results = self._shapes.validate(rdflib_graph(reference_triples(self._base)))
        return tuple(_rejection("", result, None) for result in results)

    def _validate(self, graph: ArticleGraph) -> list[Result]:
        data = PlainGraph()
        with quiet_literals():
            triples = list(chain(graph.head, *(fact.triples for fact in graph.facts)))
            for triple in dict.fromkeys(triples):
                data.add(rdflib_triple(triple))
            among: set[Node] = set(data.subjects())
            for told in self._reference.about(triples):
                data.add(told)
            return self._shapes.validate(data, among)

    def _grouped(self, name: str, triples: list[ox.Triple]) -> ArticleGraph:
        """The graph of an article as it comes out of a store, its triples put together again by fact."""
        by_subject: dict[object, list[ox.Triple]] = defaultdict(list)
        for triple in triples:
            by_subject[triple.subject].append(triple)
        classes = {self._terms.OBSERVATION, self._terms.MENTION, self._terms.SECTOR_STATEMENT}
        typed = {
            triple.subject: triple.object for triple in triples if triple.predicate == v.A and triple.object in classes
        }
        roots = [node for node in typed if isinstance(node, ox.NamedNode)]
        shared = {v.ACTIVITY, v.SOFTWARE_AGENT, self._terms.ARTICLE}
        head_nodes = {triple.subject for triple in triples if triple.predicate == v.A and triple.object in shared}
        stop = head_nodes | set(roots)
        facts = []
        reached_by_facts: set[object] = set()
        for root in roots:
            reached: dict[object, None] = {root: None}
            waiting: list[object] = [root]
            while waiting:
                for triple in by_subject[waiting.pop()]:
                    if triple.object in by_subject and triple.object not in stop and triple.object not in reached:
                        reached[triple.object] = None
                        waiting.append(triple.object)
            reached_by_facts |= set(reached)
            facts.append(FactTriples(root, tuple(chain.from_iterable(by_subject[node] for node in reached))))
        # What no fact leads to must conform too.
        head = [triple for triple in triples if triple.subject not in reached_by_facts]
        article = next(
            (t.subject for t in head if t.predicate == v.A and t.object == self._terms.ARTICLE), ox.NamedNode(name)
        )
        assert isinstance(article, ox.NamedNode)
        return ArticleGraph(ox.NamedNode(name), article, tuple(head), tuple(facts))


class _Blame:
    """Finds the facts that a result speaks of."""

    def __init__(self, graph: ArticleGraph) -> None:
        self._by_root = {fact.root.value: fact for fact in graph.facts}
        self._by_subject: dict[str, dict[ox.NamedNode, FactTriples]] = defaultdict(dict)
        self._by_triple: dict[tuple[str, str, str], dict[ox.NamedNode, FactTriples]] = defaultdict(dict)
        for fact in graph.facts:
            for triple in fact.triples:
                subject, object_ = triple.subject, triple.object
                if isinstance(subject, ox.NamedNode) and not isinstance(object_, ox.Triple):
                    self._by_subject[subject.value][fact.root] = fact
                    self._by_triple[subject.value, triple.predicate.value, object_.value][fact.root] = fact

    def facts(self, result: Result) -> list[FactTriples]:
        """The fact that is the focus or the value; else those that state the value; else those that have the focus."""
        focus, value = str(result.focus), str(result.value)
        for node in (focus, value):
            if node in self._by_root:
                return [self._by_root[node]]
        stating = self._by_triple.get((focus, str(result.path), value), {})
        return list((stating or self._by_subject.get(focus, {})).values())


def _identifier(graph: ArticleGraph) -> str:
    for triple in graph.head:
        if triple.subject == graph.article and triple.predicate == v.IDENTIFIER:
            assert isinstance(triple.object, ox.Literal)
            return triple.object.value
    return graph.article.value


def _quote(triples: Iterable[ox.Triple]) -> str:
    quotes = (triple.object for triple in triples if triple.predicate == v.EXACT)
    return next((quote.value for quote in quotes if isinstance(quote, ox.Literal)), "")


def _rejections(article: str, result: Result, facts: list[FactTriples]) -> list[Rejection]:
    return [_rejection(article, result, fact) for fact in facts] or [_rejection(article, result, None)]


def _rejection(article: str, result: Result, fact: FactTriples | None) -> Rejection:
    messages = result.messages
    focus, value = str(result.focus), "" if result.value is None else str(result.value)
    if fact and value == fact.root.value:
        # The shape speaks of the metric, and of the observation as its value: what a reader wants is the number.
        focus, value = value, _number(fact)
    return Rejection(
        article=article,
        quote=_quote(fact.triples) if fact else "",
        shape=str(result.shape).rpartition("#")[2],
        message=messages.get("en") or next(iter(messages.values()), ""),
        severity=str(result.severity).rpartition("#")[2],
        focus=focus,
        value=value,
        fact=fact.root.value if fact else "",
        named="#" in str(result.shape),
    )


def _number(fact: FactTriples) -> str:
    numbers = (t.object for t in fact.triples if t.subject == fact.root and t.predicate == v.VALUE)
    return next((number.value for number in numbers if isinstance(number, ox.Literal)), "")
