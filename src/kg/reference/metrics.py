"""The metrics of `ontology/metrics.ttl`: units, plausible ranges, and the wordings that the extractor knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.resources import ontology_dir
from kg.settings import DEFAULT_BASE_IRI

KG = f"{DEFAULT_BASE_IRI}ontology#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric. `ranges` maps each of its units to the plausible (minimum, maximum), both inclusive.

    `names` are how the measure is called beside its figure, `counted` the nouns that follow a count,
    `verbs` the verbs that carry the measure where it is not named; all Vietnamese, as written in the Turtle.
    """

    id: str
    label: str
    english: str
    definition: str
    units: tuple[str, ...]
    ranges: Mapping[str, tuple[Decimal, Decimal]]
    names: tuple[str, ...]
    counted: tuple[str, ...]
    verbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeasureOutside:
    """A measure that is known and is no metric of ours: its figures are ignored knowingly."""

    id: str
    label: str
    names: tuple[str, ...]


class _Graph:
    """The triples of one Turtle file, by subject and predicate, in the order of the file."""

    def __init__(self, path: Path) -> None:
        self.values: dict[str, dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]] = {}
        try:
            triples = ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
            for triple in triples:
                subject = str(triple.subject)
                by_predicate = self.values.setdefault(subject, {})
                if not isinstance(triple.object, ox.Triple):
                    by_predicate.setdefault(triple.predicate.value, []).append(triple.object)
        except (OSError, SyntaxError) as error:
            raise OntologyError(f"cannot be read as Turtle: {error}", where=str(path)) from error

    def of_class(self, iri: str) -> Iterable[str]:
        node = ox.NamedNode(iri)
        return [s for s, values in self.values.items() if node in values.get(RDF_TYPE, ())]

    def literals(self, subject: str, predicate: str, language: str | None = None) -> list[str]:
        found = self.values.get(subject, {}).get(predicate, ())
        return [o.value for o in found if isinstance(o, ox.Literal) and (language is None or o.language == language)]

    def one(self, subject: str, predicate: str, language: str | None = None) -> str:
        found = self.literals(subject, predicate, language)
        if len(found) != 1:
            raise OntologyError(f"has {len(found)} values of {predicate}, one is needed", where=subject)
        return found[0]


def read_metrics(path: Path) -> tuple[dict[str, Metric], tuple[MeasureOutside, ...]]:
    """Read a file of metrics: those by id, and the measures outside.

    Raises OntologyError where the file is missing, is no Turtle, or lacks what a metric needs.
    """
    graph = _Graph(path)
    metrics: dict[str, Metric] = {}
    for subject in graph.of_class(KG + "Metric"):
        ranges = {}
        for node in graph.values[subject].get(KG + "range", ()):
            bounds = str(node)
            ranges[graph.one(bounds, KG + "unit")] = (
                Decimal(graph.one(bounds, KG + "minimum")),
                Decimal(graph.one(bounds, KG + "maximum")),
            )
        label = graph.one(subject, SKOS + "prefLabel", "vi")
        metric = Metric(
            id=graph.one(subject, DCTERMS + "identifier"),
            label=label,
            english=graph.one(subject, SKOS + "prefLabel", "en"),
            definition=graph.one(subject, SKOS + "definition", "vi"),
            units=tuple(graph.literals(subject, KG + "unit")),
            ranges=ranges,
            names=(label, *graph.literals(subject, SKOS + "altLabel", "vi")),
            counted=tuple(graph.literals(subject, KG + "countedNoun", "vi")),
            verbs=tuple(graph.literals(subject, KG + "verbalCue", "vi")),
        )
        if not metric.units or set(metric.units) != set(ranges):
            raise OntologyError("needs units, and a kg:range for each of them", where=subject)
        metrics[metric.id] = metric
    outside = tuple(
        MeasureOutside(
            id=subject.rstrip(">").rsplit("/", 1)[-1],
            label=graph.one(subject, SKOS + "prefLabel", "vi"),
            names=(graph.one(subject, SKOS + "prefLabel", "vi"), *graph.literals(subject, SKOS + "altLabel", "vi")),
        )
        for subject in graph.of_class(KG + "MeasureOutside")
    )
    return metrics, outside


@lru_cache(maxsize=1)
def _shipped() -> tuple[dict[str, Metric], tuple[MeasureOutside, ...]]:
    return read_metrics(ontology_dir() / "metrics.ttl")


def metrics() -> Mapping[str, Metric]:
    """The metrics of the ontology that this installation carries, by id."""
    return _shipped()[0]


def measures_outside() -> tuple[MeasureOutside, ...]:
    """The measures that are known to be none of ours."""
    return _shipped()[1]
