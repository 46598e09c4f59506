"""The shapes graph: the files of shapes/, and the ranges that the metrics' own data give.

A range becomes core constraints, aimed at its metric: all that has the metric is reached by the inverse path::

    shape:range-leasedArea sh:targetNode metric:leasedArea ;
        sh:property [ sh:path [ sh:inversePath kg:metric ] ; sh:property <the unit is ha>, <the value is in the range> ]

A result's focus is the observation, or, for a metric of several units, the metric with the observation as the value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.graph import vocabulary as v
from kg.graph.turtle import read_turtle
from kg.graph.vocabulary import RDF, SH, Vocabulary, vocabulary
from kg.resources import ontology_dir, shapes_dir

_FIRST, _REST, _NIL = (ox.NamedNode(RDF + name) for name in ("first", "rest", "nil"))
_AnyTerm = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def shapes_graph(base_iri: str) -> list[ox.Triple]:
    """All shapes under `base_iri`: those of shapes/, and those of the metrics' ranges.

    Raises OntologyError where a file cannot be read or a metric's range is unusable.
    """
    files = sorted(shapes_dir().glob("*.ttl"))
    if not files:
        raise OntologyError("holds no .ttl file; without shapes nothing can be checked", where=str(shapes_dir()))
    triples = [triple for path in files for triple in read_turtle(path, base_iri)]
    metrics = read_turtle(ontology_dir() / "metrics.ttl", base_iri)
    return triples + list(range_shapes(metrics, vocabulary(base_iri)))


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(SH + name)


class _Shapes:
    """Makes triples of shapes; each property shape has an IRI, by which a report names it."""

    def __init__(self, terms: Vocabulary) -> None:
        self.terms = terms
        self.triples: list[ox.Triple] = []
        self.lists = 0

    def named(self, name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{self.terms.base}shapes#{name}")

    def say(self, subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode, *objects: _AnyTerm) -> None:
        self.triples += [ox.Triple(subject, predicate, object_) for object_ in objects]

    def blank(self) -> ox.BlankNode:
        self.lists += 1
        return ox.BlankNode(f"ranges-{self.lists}")

    def sequence(self, items: Iterable[_AnyTerm]) -> ox.NamedNode | ox.BlankNode:
        head: ox.NamedNode | ox.BlankNode = _NIL
        for item in reversed(list(items)):
            cell = self.blank()
            self.say(cell, _FIRST, item)
            self.say(cell, _REST, head)
            head = cell
        return head

    def inverse(self, predicate: ox.NamedNode) -> ox.BlankNode:
        path = self.blank()
        self.say(path, _sh("inversePath"), predicate)
        return path

    def property(self, name: str, path: _AnyTerm, *messages: str) -> ox.NamedNode:
        """A property shape with its messages in English and Vietnamese, if any."""
        shape = self.named(name)
        self.say(shape, v.A, _sh("PropertyShape"))
        self.say(shape, _sh("path"), path)
        for message, language in zip(messages, ("en", "vi"), strict=False):
            self.say(shape, _sh("message"), ox.Literal(message, language=language))
        return shape


def range_shapes(metrics: Iterable[ox.Triple], terms: Vocabulary) -> Iterator[ox.Triple]:
    """The shapes that the metrics' data (`kg:unit`, `kg:range`) ask of observations.

    A value outside `kg:minimum` and `kg:maximum` is a violation; one above `kg:usualMaximum` a warning.

    Raises OntologyError where a range lacks a unit or bounds, or a unit is unknown.
    """
    said: dict[_AnyTerm, dict[str, list[_AnyTerm]]] = defaultdict(lambda: defaultdict(list))
    for triple in metrics:
        said[triple.subject][triple.predicate.value].append(triple.object)
    metric_class = terms.term("Metric")
    shapes = _Shapes(terms)
    for node, values in said.items():
        if isinstance(node, ox.NamedNode) and metric_class in values[v.A.value]:
            ranges = [said[bounds] for bounds in values[terms.term("range").value]]
            _metric_shapes(shapes, node, ranges)
    yield from shapes.triples


def _metric_shapes(shapes: _Shapes, metric: ox.NamedNode, ranges: list[dict[str, list[_AnyTerm]]]) -> None:
    terms = shapes.terms
    name = metric.value.rpartition("/")[2]
    target = shapes.named(f"range-{name}")
    shapes.say(target, v.A, _sh("NodeShape"))
    shapes.say(target, _sh("targetNode"), metric)
    units = [_unit(terms, metric, values) for values in ranges]
    codes = ", ".join(code for code, _ in units)
    unit = shapes.property(
        f"range-{name}-unit", v.UNIT, f"{name} is told in {codes}.", f"Chỉ tiêu {name} có đơn vị {codes}."
    )
    shapes.say(unit, _sh("in"), shapes.sequence(node for _, node in units))
    observations = shapes.property(f"range-{name}-observations", shapes.inverse(terms.METRIC))
    shapes.say(target, _sh("property"), observations)
    shapes.say(observations, _sh("property"), unit)
    for (code, node), values in zip(units, ranges, strict=True):
        bounds = _Bounds(shapes, target, observations, f"range-{name}-{node.value.rpartition('/')[2]}")
        condition = node if len(units) > 1 else None
        low, high = (_bound(terms, metric, values, bound) for bound in ("minimum", "maximum"))
        if not low or not high:
            raise OntologyError(f"its range in {code} needs kg:minimum and kg:maximum", where=metric.value)
        text = f"{_shown(low)} .. {_shown(high)} {code}"
        bounds.add("", condition, low, high, f"Plausible is {text}.", f"Giá trị hợp lý: {text}.")
        usual = _bound(terms, metric, values, "usualMaximum")
        if usual:
            text = f"{_shown(usual)} {code}"
            shape = bounds.add(
                "-usual", condition, None, usual, f"Above {text} is unusual.", f"Trên {text} là bất thường."
            )
            shapes.say(shape, _sh("severity"), _sh("Warning"))


class _Bounds:
    """Adds the bounds of one metric in one unit.

    Where the metric has no other unit, they stand on a property shape of the observation's value. Else they hold only
    in that unit: of each observation either the unit is another, or the value is within.
    """

    def __init__(self, shapes: _Shapes, target: ox.NamedNode, observations: ox.NamedNode, name: str) -> None:
        self.shapes = shapes
        self.target = target
        self.observations = observations
        self.name = name

    def add(
        self,
        suffix: str,
        unit: ox.NamedNode | None,
        low: ox.Literal | None,
        high: ox.Literal,
        *messages: str,
    ) -> ox.NamedNode:
        shapes, name = self.shapes, self.name + suffix
        if unit is None:
            shape = shapes.property(name, v.VALUE, *messages)
            shapes.say(self.observations, _sh("property"), shape)
            self.bound(shape, low, high)
            return shape
        shape = shapes.property(name, shapes.inverse(shapes.terms.METRIC), *messages)
        shapes.say(self.target, _sh("property"), shape)
        other, this, within = shapes.blank(), shapes.blank(), shapes.blank()
        shapes.say(shape, _sh("or"), shapes.sequence((other, within)))
        shapes.say(other, _sh("not"), this)
        shapes.say(this, _sh("path"), v.UNIT)
        shapes.say(this, _sh("hasValue"), unit)
        shapes.say(within, _sh("path"), v.VALUE)
        self.bound(within, low, high)
        return shape

    def bound(self, shape: ox.NamedNode | ox.BlankNode, low: ox.Literal | None, high: ox.Literal) -> None:
        if low:
            self.shapes.say(shape, _sh("minInclusive"), low)
        self.shapes.say(shape, _sh("maxInclusive"), high)


def _unit(terms: Vocabulary, metric: ox.NamedNode, values: dict[str, list[_AnyTerm]]) -> tuple[str, ox.NamedNode]:
    codes = [str(term.value) for term in values.get(terms.term("unit").value, ()) if isinstance(term, ox.Literal)]
    if len(codes) != 1 or codes[0] not in terms.units:
        raise OntologyError(f"each kg:range needs one kg:unit of {', '.join(terms.units)}", where=metric.value)
    return codes[0], terms.units[codes[0]]


def _bound(terms: Vocabulary, metric: ox.NamedNode, values: dict[str, list[_AnyTerm]], name: str) -> ox.Literal | None:
    found = values.get(terms.term(name).value, [])
    if not found:
        return None
    try:
        [bound] = found
        number = Decimal(str(bound.value)) if isinstance(bound, ox.Literal) else Decimal("NaN")
    except (ValueError, InvalidOperation):
        number = Decimal("NaN")
    if not number.is_finite():
        raise OntologyError(f"each kg:range has at most one kg:{name}, a number", where=metric.value)
    return ox.Literal(format(number, "f"), datatype=v.DECIMAL)


def _shown(bound: ox.Literal) -> str:
    return f"{Decimal(bound.value):,}".replace(",", " ")
