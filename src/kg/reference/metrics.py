"""The metrics of `ontology/metrics.ttl`: units, plausible ranges, and the wordings that the extractor knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.reference.turtle import DCTERMS, KG, SKOS, Statements, texts
from kg.resources import ontology_dir


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


def read_metrics(path: Path) -> tuple[dict[str, Metric], tuple[MeasureOutside, ...]]:
    """Read a file of metrics: those by id, and the measures outside.

    Raises OntologyError where the file is missing, is no Turtle, or lacks what a metric needs.
    """
    graph = Statements(path)
    metrics: dict[str, Metric] = {}
    for subject in graph.of_class(KG + "Metric"):
        said = graph.said(subject)
        ranges = {}
        for bounds in said.get(KG + "range", ()):
            if isinstance(bounds, ox.BlankNode | ox.NamedNode):
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
            units=tuple(texts(said, KG + "unit")),
            ranges=ranges,
            names=(label, *texts(said, SKOS + "altLabel", "vi")),
            counted=tuple(texts(said, KG + "countedNoun", "vi")),
            verbs=tuple(texts(said, KG + "verbalCue", "vi")),
        )
        if not metric.units or set(metric.units) != set(ranges):
            raise OntologyError("needs units, and a kg:range for each of them", where=str(subject))
        metrics[metric.id] = metric
    outside = tuple(
        MeasureOutside(
            id=subject.value.rsplit("/", 1)[-1],
            label=graph.one(subject, SKOS + "prefLabel", "vi"),
            names=(
                graph.one(subject, SKOS + "prefLabel", "vi"),
                *texts(graph.said(subject), SKOS + "altLabel", "vi"),
            ),
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
