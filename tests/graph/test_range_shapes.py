"""To teach a range, edit the Turtle: the shapes follow."""

from __future__ import annotations

from decimal import Decimal

import pyoxigraph as ox
import pytest

from kg.errors import OntologyError
from kg.graph.gate.terms import rdflib_graph
from kg.graph.gate.validator import PreparedShapes
from kg.graph.shapes import range_shapes
from kg.graph.vocabulary import vocabulary
from kg.settings import DEFAULT_BASE_IRI

TERMS = vocabulary(DEFAULT_BASE_IRI)
METRIC = f"""@prefix kg: <{TERMS.ontology}> .
<{TERMS.things}metric/speed> a kg:Metric ; kg:unit "ha", "%" ; kg:range """
OBSERVATION = f"""@prefix kg: <{TERMS.ontology}> . @prefix unit: <http://qudt.org/vocab/unit/> .
@prefix qudt: <http://qudt.org/schema/qudt/> . @prefix m: <http://purl.org/linked-data/sdmx/2009/measure#> ."""


def broken(ranges: str, *observations: tuple[str, str]) -> list[tuple[str, str]]:
    """Value and severity of each observation (value, unit) that violates these ranges of the metric `speed`."""
    triples = [q.triple for q in ox.parse(METRIC + ranges + " .", format=ox.RdfFormat.TURTLE)]
    shapes = PreparedShapes(rdflib_graph(range_shapes(triples, TERMS)))
    data = OBSERVATION + "".join(
        f"<urn:{i}> kg:metric <{TERMS.things}metric/speed> ; m:obsValue {value} ; qudt:unit unit:{unit} .\n"
        for i, (value, unit) in enumerate(observations)
    )
    found = shapes.validate(rdflib_graph(q.triple for q in ox.parse(data, format=ox.RdfFormat.TURTLE)))
    by_node = {f"urn:{i}": value for i, (value, _) in enumerate(observations)}
    return sorted(
        (by_node.get(str(r.focus)) or by_node[str(r.value)], str(r.severity).rpartition("#")[2]) for r in found
    )


HECTARES = '[ kg:unit "ha" ; kg:minimum 1 ; kg:maximum 10.5 ]'
PERCENT = '[ kg:unit "%" ; kg:minimum -5 ; kg:maximum 200 ; kg:usualMaximum 100 ]'


def test_both_ends_are_plausible_and_what_lies_beyond_is_not() -> None:
    values = [("0.99", "HA"), ("1", "HA"), ("1.0", "HA"), ("10.5", "HA"), ("10.51", "HA")]
    assert broken(HECTARES, *values) == [("0.99", "Violation"), ("10.51", "Violation")]


def test_each_unit_has_its_own_range() -> None:
    values = [("50", "PERCENT"), ("50", "HA"), ("-3", "PERCENT"), ("-3", "HA"), ("-6", "PERCENT")]
    assert broken(f"{HECTARES}, {PERCENT}", *values) == [("-3", "Violation"), ("-6", "Violation"), ("50", "Violation")]


def test_above_the_usual_is_a_warning_with_one_unit_and_with_two() -> None:
    values = [("100", "PERCENT"), ("150", "PERCENT")]
    assert broken(PERCENT, *values) == broken(f"{HECTARES}, {PERCENT}", *values) == [("150", "Warning")]


def test_a_unit_that_the_metric_does_not_have_is_a_violation() -> None:
    assert broken(HECTARES, ("5", "PERCENT")) == [("5", "Violation")]


@pytest.mark.parametrize(
    "ranges",
    [
        '[ kg:unit "ha" ; kg:minimum 1 ]',
        '[ kg:unit "ha" ; kg:maximum 1 ]',
        "[ kg:minimum 1 ; kg:maximum 2 ]",
        '[ kg:unit "mẫu" ; kg:minimum 1 ; kg:maximum 2 ]',
        '[ kg:unit "ha" ; kg:minimum 1, 2 ; kg:maximum 3 ]',
        '[ kg:unit "ha" ; kg:minimum <urn:x> ; kg:maximum 3 ]',
        '[ kg:unit "ha" ; kg:minimum "ít" ; kg:maximum 3 ]',
    ],
)
def test_an_unusable_range_is_told_with_its_metric(ranges: str) -> None:
    with pytest.raises(OntologyError) as caught:
        broken(ranges)
    assert caught.value.where.endswith("metric/speed")


def test_bounds_are_told_in_the_message() -> None:
    triples = [q.triple for q in ox.parse(METRIC + HECTARES + " .", format=ox.RdfFormat.TURTLE)]
    messages = {t.object.value for t in range_shapes(triples, TERMS) if isinstance(t.object, ox.Literal)}
    assert {"Plausible is 1 .. 10.5 ha.", "Giá trị hợp lý: 1 .. 10.5 ha."} <= messages
    assert str(Decimal("10.5")) in messages
